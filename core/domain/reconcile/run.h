// What one reconciliation found, as it is kept and shown: the run with its figures, and one finding for
// everything that does not match.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/time.h"
#include "core/domain/identity/ids.h"
#include "core/domain/reconcile/settlement_file.h"

namespace loket::reconcile {

using ReconcileId = StrongId<struct ReconcileIdTag>;

// The five classes of the field, and what else can be wrong with a line.
enum class Class {
  Match,
  OnlyOurs,
  OnlyTheirs,
  AmountDiffers,
  StatusDiffers,
  Duplicate,
  OtherGoods,
  BadLine
};
inline constexpr std::size_t kClassCount = 8;
std::string_view wordOf(Class cls);
std::optional<Class> classFromWord(std::string_view word);

// What would settle a finding. Only the two postings can be applied here; all others are for people.
enum class Proposal {
  None,
  CorrectCost,      // posting: the cost as they list it
  BookDifference,   // posting: their deposit went down for something that we do not know
  ReviewSucceeded,  // the outcome here becomes succeeded
  ReviewFailed,     // the outcome here becomes failed
  SettleConflict,   // failed here and paid there: people must find out
  AskUpstream,
  LookInNextFile,  // near the edge of the file's period
};
std::string_view wordOf(Proposal proposal);
std::optional<Proposal> proposalFromWord(std::string_view word);
constexpr bool isPosting(Proposal proposal) {
  return proposal == Proposal::CorrectCost || proposal == Proposal::BookDifference;
}

struct Finding {
  std::int64_t no = 0;    // in its run, from 1; names the proposal too
  std::int64_t line = 0;  // in the file; 0: not in it
  Class cls = Class::Match;
  Proposal proposal = Proposal::None;
  std::string reference;
  std::string trxId;
  std::string product;
  std::string number;
  std::optional<Money> theirAmount;
  std::optional<TheirStatus> theirStatus;
  PaymentRef ref;  // ours; empty: none
  std::optional<Money> ourAmount;
  std::string ourState;
  std::string detail;  // a bad line's fault
  // When its posting was applied, in this run or in another about the same; zero: not.
  Instant appliedAt;

  // Somebody has to do something about it.
  bool isOpen() const { return appliedAt == Instant{}; }
};

// Unfinished: being read, or the process ended in the middle. Unsound: the file contradicts itself, nothing
// is final.
enum class RunState { Unfinished, Unsound, Final };
std::string_view wordOf(RunState state);
std::optional<RunState> runStateFromWord(std::string_view word);

struct Figure {
  std::int64_t count = 0;
  Money sum;
};

struct Run {
  ReconcileId id;
  UpstreamId upstream;
  std::string file;    // name without folder
  std::string sha256;  // of its bytes, lower-case hex
  RunState state = RunState::Unfinished;
  std::optional<FileVerdict> problem;
  AmountBasis basis = AmountBasis::Charged;
  Instant startedAt;
  Instant endedAt;
  Instant from;  // the file's period: from inclusive, to exclusive
  Instant to;
  std::int64_t lines = 0;
  std::array<std::int64_t, kClassCount> counts{};
  std::int64_t open = 0;  // findings somebody has to do something about
  Figure ours;            // what went through here and belongs to the file
  Figure theirs;          // what they list as succeeded
  ReconcileId sameAs;     // the same bytes were read before
  UserName by;

  std::int64_t& count(Class cls) { return counts[static_cast<std::size_t>(cls)]; }
  std::int64_t count(Class cls) const { return counts[static_cast<std::size_t>(cls)]; }
};

// A posting that was proposed and that somebody applied, with the reason. Once only per upstream, reference,
// kind and amount, whatever run proposed it.
struct Applied {
  ReconcileId run;
  std::int64_t no = 0;
  UpstreamId upstream;
  std::string reference;
  Proposal proposal = Proposal::None;
  Money theirs;
  Money amount;  // by which the deposit went down more than was booked
  std::string reason;
  UserName by;
  Instant at;
};

}  // namespace loket::reconcile

// The journal's tree as it is kept: its leaves, its hashes, and whether all of it is as it was written.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/domain/identity/ids.h"
#include "core/domain/journal/entry.h"
#include "core/domain/journal/merkle.h"

namespace loket::ports {

struct JournalHead {
  std::uint64_t size = 0;
  // Those before it are known by their hashes only: the database was made again from the sidecar, or is older than
  // its tree.
  std::uint64_t from = 0;
  std::vector<journal::Hash> roots;  // of the whole subtrees, the largest first
};

struct JournalLeaf {
  std::uint64_t index = 0;
  journal::Entry entry;
  std::string salt;         // empty: erased, with what it hid
  std::string particulars;  // as they are in the books now
};

// One thing that is not as it was written.
struct JournalFault {
  std::uint64_t index = 0;  // of the leaf, or where one is missing
  std::string what;         // "leaf", "gap", "hash", "head", "event", "posting", "till", "access", "print", "complaint", "message", "customer",
                            // "group", "batch", "ticket", "collection", "setting", "payment", "missing", "unlogged", "erased"
};

struct JournalCheck {
  std::uint64_t leaves = 0;       // looked at
  std::uint64_t particulars = 0;  // of them, compared with the books
  std::uint64_t payments = 0;     // that were compared with what their steps make of them
  std::uint64_t erased = 0;
  journal::Hash root{};
  std::uint64_t size = 0;
  std::vector<JournalFault> faults;  // at most kJournalFaultsMax
};
inline constexpr std::size_t kJournalFaultsMax = 100;

enum class JournalWords : std::uint8_t { Bare, WithParticulars };

class JournalReader {
 public:
  virtual ~JournalReader() = default;
  virtual Result<JournalHead> head() = 0;
  // Of a whole subtree, 2^level entries from index * 2^level on. DatabaseUnreadable where it is not known.
  virtual Result<journal::Hash> node(int level, std::uint64_t index) = 0;
  // What was written down of one payment, oldest first; without those of before `from`.
  virtual Result<std::vector<JournalLeaf>> leavesOf(const PaymentRef& ref) = 0;
  // Where the last of them stands; nothing: there is none.
  virtual Result<std::optional<std::uint64_t>> newestLeafOf(const PaymentRef& ref) = 0;
  // Whether the newest leaves, the hashes and the head agree: as long as the tree is high, whatever its size. StateForbids
  // with what does not.
  virtual Status isSound() = 0;
  // Of the whole subtrees that the tree of this size consists of, the largest first.
  virtual Result<std::vector<journal::Hash>> rootsOf(std::uint64_t size) = 0;
  // The leaves below `to` in their order, without those of before `from`, until `take` fails. With particulars: of what has a row of
  // its own (steps of payments, postings, the till, the door, papers, complaints); else, and of the others, without a salt.
  virtual Status read(std::uint64_t to, JournalWords words, const std::function<Status(const JournalLeaf&)>& take) = 0;
  // Every leaf; the particulars of all steps of payments, postings, till entries, papers, complaints and of what happened at the door;
  // what screens show of a payment beside its steps; settings, messages, customers, groups and batches as they stand. `progress` hears how many leaves and payments are done,
  // and says whether to go on (StateForbids "stopped").
  virtual Result<JournalCheck> check(const std::function<bool(std::uint64_t done, std::uint64_t of)>& progress) = 0;
};

}  // namespace loket::ports

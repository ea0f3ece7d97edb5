// One pair, ours and theirs, and what to think of it. A settlement file is the upstream's word: it can settle
// what is open here, but nothing that is settled here is changed by it, only put before people.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/domain/ledger/ledger.h"
#include "core/domain/payment/payment.h"
#include "core/domain/reconcile/run.h"

namespace loket::reconcile {

// How an attempt stands in our books.
enum class Standing {
  Took,      // the upstream took its price
  Open,      // nobody knows yet
  Nothing,   // it took nothing
  Reversed,  // it took its price and gave it back
};
Standing standingOf(AttemptOutcome outcome, PaymentState state);

struct Ours {
  PaymentRef ref;
  AttemptOutcome outcome = AttemptOutcome::Armed;
  PaymentState state = PaymentState::Accepted;
  Money amount;  // to be compared with theirs: the cost with its corrections, or the face value
  std::string number;
};

// No proposal for a match.
struct Opinion {
  Class cls = Class::Match;
  Proposal proposal = Proposal::None;
};

Opinion compare(const Ours& ours, const SettlementLine& line, AmountBasis basis);
// They list what nobody here knows.
Opinion onlyTheirs(const SettlementLine& line, AmountBasis basis);

// The file's period, and whether it lists lines that could not be read: then absence proves less.
struct Period {
  Instant from;  // inclusive
  Instant to;    // exclusive
  bool isComplete = true;
};
// What we expect in a file and did not find. Nothing when it does not belong into this period at all.
// `sentAt` and `settledAt` (zero: open) are of the attempt; the clocks of two companies differ by minutes
// around the cut-off.
std::optional<Opinion> onlyOurs(const Ours& ours, Instant sentAt, Instant settledAt, const Period& period);

// The posting a finding proposes; nothing when it proposes none.
std::optional<Posting> postingFor(const Finding& finding, const UpstreamId& upstream, std::string why,
                                  Instant at);
// By how much the deposit went down more than was booked.
Money correctionOf(const Finding& finding);

}  // namespace loket::reconcile

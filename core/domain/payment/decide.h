// The pure heart: what may happen next, and what the payment is afterwards. No clock, no store, no network:
// the engine brings the facts, records what comes out, and only then acts.
#pragma once

#include <vector>

#include "core/base/result.h"
#include "core/domain/payment/event.h"
#include "core/domain/payment/payment.h"
#include "core/domain/payment/verdict.h"

namespace loket {

using Events = std::vector<PaymentEvent>;

// Everything the sale was agreed on. `total <= cash` is checked here again, after the screens; a sale on bon or by a code
// takes no cash at all.
Result<Events> decideAccept(const Payment& proposed);

// Arms an attempt. StateForbids while another attempt is live, after one that delivered, or when not accepted.
Result<Events> decideArm(const Payment& payment, Attempt attempt, Money cost, Instant at);

// Whether another offer could deliver what this supplier has refused for good.
enum class OtherOffers { None, Some };

// What an upstream's verdict means for the payment. Never fails a payment without the upstream's own final word.
// `fromStatus` is true when the verdict answers a question about the attempt and not the attempt itself. What took nothing while
// an earlier attempt has delivered leaves that one delivery: a late success, for people.
Events decideVerdict(const Payment& payment, const Verdict& verdict, bool fromStatus, Instant at,
                     OtherOffers others = OtherOffers::None);

// A payment that ends without success owes its customer what it holds; the shop's own money is back in the
// same moment. Not when an earlier attempt has delivered: then that is what there is.
void appendRefundDue(Events& events, const Payment& payment, Instant at);

// The process stopped while an attempt was under way: nobody knows.
Events decideRecovery(const Payment& payment, Instant at);

Result<Events> decideCancel(const Payment& payment, const UserName& by, const std::string& reason, Instant at,
                            const Consent& consent = {});
// Money goes back: a refund that is due, what an offline bill did not need, or what an upstream took back. For a sale
// on bon `owed` is what its customer owes now: the debt is lowered first, only the rest is handed back as cash.
Result<Events> decideRefund(const Payment& payment, const UserName& by, Instant at, Money owed = Money{},
                            const Consent& consent = {});
// What goes back by the one and by the other: the customer's, and not the shop's own money. Zero: nothing.
Money givenBackBy(const Events& events, const Payment& payment);
// An offline bill's inquiry: within the ceiling it is requoted, above it two people must decide.
Result<Events> decideRequote(const Payment& payment, const RequotedEvent& quote, Instant at);
// The upstream refused before an attempt was armed (at re-inquiry), for good or for now.
Result<Events> decideRefusedBeforeArm(const Payment& payment, const Verdict& verdict, Instant at);
Result<Events> decideReview(const Payment& payment, const std::string& reason, Instant at);
// An earlier attempt has delivered and nothing is under way: only books of before have such payments. Nothing for all others.
Events decideStanding(const Payment& payment, Instant at);

// In settle.cpp: what is not the usual course.

// Another offer delivers it. StateForbids while an attempt may have taken anything, or has.
Result<Events> decideReroute(const Payment& payment, const ReroutedEvent& route, Instant at);
// Nothing honest was heard for too long: people should look. Nothing when they have been told, or when not suspect.
Events decideEscalation(const Payment& payment, const std::string& reason, Instant at);
// Success for an attempt that counted as over. Nothing when it is known already.
Events decideLateSuccess(const Payment& payment, int attemptNo, const Verdict& verdict, Instant at);
// The upstream took a success back: Reversed, and the customer is owed his money. Of two deliveries the other one stands; one
// that people had not decided about is no delivery any more. Nothing when that attempt had not succeeded, or when it is known
// already.
Events decideTakenBack(const Payment& payment, int attemptNo, const Verdict& verdict, Instant at);

// In a copy of a shop, restored from a backup: what was open may since have been sent, settled or paid out by the shop that
// the copy was taken of. It is a review from now on, and people find out; a refund stays due and says so. Nothing for what
// has ended.
Events decideRestored(const Payment& payment, Instant at);
inline constexpr std::string_view kRestored = "restored";
// Its attempts, if any, are not all that was made for it.
inline bool isRestored(const Payment& payment) {
  return payment.state == PaymentState::Review && payment.reason == kRestored;
}

enum class ManualOutcome {
  Succeeded,     // the upstream took it: by its statement, its telephone, the customer's meter
  Failed,        // it took nothing and will take nothing
  Acknowledged,  // a success stays one; its conflict has been cleared up outside
};
std::string_view wordOf(ManualOutcome outcome);
std::optional<ManualOutcome> manualOutcomeFromWord(std::string_view word);

struct Approval {
  UserName by;
  // A second person, who has proved who they are; or the absent owner's one-time code, which was right.
  std::optional<UserName> with;
  bool ownerCode = false;
  std::string reason;
};
constexpr std::size_t kReasonMin = 5;    // characters: "ok" explains nothing
constexpr std::size_t kReasonMax = 500;

// People settle what no upstream settles: a review, or a suspect payment that was escalated. ApprovalMissing
// without two different people (or one and the code), ReasonMissing without words, StateForbids elsewhere.
// `serial` is what the upstream gave as proof of a success, if anything.
Result<Events> decideManually(const Payment& payment, ManualOutcome outcome, const Approval& approval,
                              const std::string& serial, Instant at);

// Whether `event` is a step that the payment can take: the table has it, and it speaks of an attempt that there is. For whoever reads
// steps that somebody may have forged.
bool canFollow(const Payment& payment, const PaymentEvent& event);
// The payment after `event`. Stops the process when the table does not have the step.
Payment evolve(const Payment& before, const PaymentEvent& event);
void apply(Payment& payment, const PaymentEvent& event);
Payment start(const AcceptedEvent& event);

// An event of this payment, for those who decide.
inline PaymentEvent eventOf(const Payment& payment, Instant at, EventBody body) {
  return PaymentEvent{payment.ref, at, std::move(body)};
}

}  // namespace loket

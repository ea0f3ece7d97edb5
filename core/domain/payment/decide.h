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

// Everything the sale was agreed on. `total <= cash` is checked here again, after the screens.
Result<Events> decideAccept(const Payment& proposed);

// Arms an attempt. StateForbids while another attempt is live, or when not accepted.
Result<Events> decideArm(const Payment& payment, Attempt attempt, Money cost, Instant at);

// What an upstream's verdict means for the payment. Never fails a payment without the upstream's own final word.
// `fromStatus` is true when the verdict answers a question about the attempt and not the attempt itself.
Events decideVerdict(const Payment& payment, const Verdict& verdict, bool fromStatus, Instant at);

// The process stopped while an attempt was under way: nobody knows.
Events decideRecovery(const Payment& payment, Instant at);

Result<Events> decideCancel(const Payment& payment, const UserName& by, const std::string& reason, Instant at);
// Cash goes back: a refund that is due, what an offline bill did not need, or what an upstream took back.
Result<Events> decideRefund(const Payment& payment, const UserName& by, Instant at);
// An offline bill's inquiry: within the ceiling it is requoted, above it two people must decide.
Result<Events> decideRequote(const Payment& payment, const RequotedEvent& quote, Instant at);
// The upstream refused before an attempt was armed (at re-inquiry), for good or for now.
Result<Events> decideRefusedBeforeArm(const Payment& payment, const Verdict& verdict, Instant at);
Result<Events> decideReview(const Payment& payment, const std::string& reason, Instant at);

// The payment after `event`. Stops the process when the table does not have the step.
Payment evolve(const Payment& before, const PaymentEvent& event);
Payment start(const AcceptedEvent& event);

}  // namespace loket

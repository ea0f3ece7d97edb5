// What happened to a payment, in the past tense. Events are the journal's entries: they are appended, never changed.
#pragma once

#include <string>
#include <variant>

#include "core/domain/identity/consent.h"
#include "core/domain/payment/payment.h"

namespace loket {

struct AcceptedEvent {
  Payment payment;  // as accepted: no attempts yet
};
struct ArmedEvent {
  Attempt attempt;
  Money cost;
};
struct NotSentEvent {
  int attemptNo = 0;
  std::string detail;
};
// The upstream answered that it created nothing; attemptNo 0 when it was said before arming (at re-inquiry).
struct RefusedEvent {
  int attemptNo = 0;
  std::string code;
  std::string message;
};
struct PendingEvent {
  int attemptNo = 0;
  std::string code;
  std::string message;
};
struct SuspectEvent {
  int attemptNo = 0;
  std::string detail;
};
struct SucceededEvent {
  int attemptNo = 0;
  std::string code;
  std::string serial;
  std::string token;
  Money cost;
  Details details;
};
struct FailedEvent {
  int attemptNo = 0;
  std::string code;
  std::string message;
};
struct CancelledEvent {
  UserName by;
  std::string reason;
  Consent consent{};  // to its cash going back
};
struct RefundDueEvent {};
struct RefundedEvent {
  UserName by;
  Money toBon{};  // of it, what lowers the customer's bon instead of leaving the drawer
  Consent consent{};
};
// A bill taken offline was asked about: this is what it really costs, within the ceiling the customer paid.
struct RequotedEvent {
  AttemptRef inquiryRef;
  BusinessDate inquiryDate;
  std::string customerName;
  Money amount;
  Money adminFee;
  Money cost;
  Details details;
};
struct ReviewEvent {
  std::string reason;
};
struct ReversedEvent {
  std::string code;
};
struct LeftoverPaidEvent {
  UserName by;
  Money toBon{};  // as in RefundedEvent
  Consent consent{};
};

// Another offer of the same product, after every earlier attempt is proven to have taken nothing.
struct ReroutedEvent {
  UpstreamId upstream;
  Sku sku;
  Money cost;
  std::string why;  // what the last upstream said
};
struct EscalatedEvent {
  std::string reason;
};
struct DecidedEvent {
  UserName by;
  UserName with;       // the second person; empty when the owner's one-time code stood in
  std::string reason;  // their words
};
// Of an attempt that counted as over. It is told twice of one that took money while another was live: when it is heard,
// and when it turns out to be the only delivery.
struct LateSuccessEvent {
  int attemptNo = 0;
  std::string code;
  std::string serial;
  std::string token;
  Money cost;
  // Its cost is the payment's, and the attempt keeps all three. Events of before did not, and are folded as they were.
  bool isKept = false;
};
// The upstream took a delivery back by which the payment does not end as reversed: one of two, or one that people had not
// decided about.
struct TakenBackEvent {
  int attemptNo = 0;
  std::string code;
};

using EventBody =
    std::variant<AcceptedEvent, ArmedEvent, NotSentEvent, RefusedEvent, PendingEvent, SuspectEvent, SucceededEvent,
                 FailedEvent, CancelledEvent, RefundDueEvent, RefundedEvent, RequotedEvent, ReviewEvent,
                 ReversedEvent, LeftoverPaidEvent, ReroutedEvent, EscalatedEvent, DecidedEvent, LateSuccessEvent,
                 TakenBackEvent>;

struct PaymentEvent {
  PaymentRef ref;
  Instant at;
  EventBody body;
};

EventKind kindOf(const EventBody& body);

}  // namespace loket

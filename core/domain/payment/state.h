// The life of a payment as one table. What is not listed cannot happen: the engine asks the table before it
// records, and the store refuses a row that the table does not have.
#pragma once

#include <array>
#include <optional>
#include <string_view>

namespace loket {

enum class PaymentState {
  Accepted,   // cash held, durable, nothing under way
  Sending,    // an attempt is armed: from here on a crash means suspect
  Pending,    // the upstream says it is working on it
  Suspect,    // sent, and no honest answer
  Succeeded,
  Failed,     // the upstream took nothing and will take nothing
  Cancelled,  // withdrawn before anything was sent
  RefundDue,  // the customer's cash must go back
  Refunded,
  Reversed,   // succeeded, and the upstream took it back
  Review,     // two people must decide
};

enum class EventKind {
  Accepted,
  Armed,
  NotSent,
  Refused,
  WentPending,
  WentSuspect,
  Succeeded,
  Failed,
  Cancelled,
  RefundBecameDue,
  Refunded,
  Requoted,
  SentToReview,
  Reversed,
  LeftoverPaid,
};

struct Transition {
  PaymentState from;
  EventKind event;
  PaymentState to;
};

inline constexpr std::array kTransitions = {
    Transition{PaymentState::Accepted, EventKind::Armed, PaymentState::Sending},
    Transition{PaymentState::Accepted, EventKind::Requoted, PaymentState::Accepted},
    Transition{PaymentState::Accepted, EventKind::Refused, PaymentState::Accepted},
    Transition{PaymentState::Accepted, EventKind::Failed, PaymentState::Failed},
    Transition{PaymentState::Accepted, EventKind::Cancelled, PaymentState::Cancelled},
    Transition{PaymentState::Accepted, EventKind::SentToReview, PaymentState::Review},
    Transition{PaymentState::Sending, EventKind::NotSent, PaymentState::Accepted},
    Transition{PaymentState::Sending, EventKind::Refused, PaymentState::Accepted},
    Transition{PaymentState::Sending, EventKind::WentPending, PaymentState::Pending},
    Transition{PaymentState::Sending, EventKind::WentSuspect, PaymentState::Suspect},
    Transition{PaymentState::Sending, EventKind::Succeeded, PaymentState::Succeeded},
    Transition{PaymentState::Sending, EventKind::Failed, PaymentState::Failed},
    Transition{PaymentState::Pending, EventKind::WentPending, PaymentState::Pending},
    Transition{PaymentState::Pending, EventKind::Succeeded, PaymentState::Succeeded},
    Transition{PaymentState::Pending, EventKind::Failed, PaymentState::Failed},
    Transition{PaymentState::Pending, EventKind::SentToReview, PaymentState::Review},
    Transition{PaymentState::Suspect, EventKind::WentSuspect, PaymentState::Suspect},
    Transition{PaymentState::Suspect, EventKind::WentPending, PaymentState::Pending},
    Transition{PaymentState::Suspect, EventKind::Succeeded, PaymentState::Succeeded},
    Transition{PaymentState::Suspect, EventKind::Failed, PaymentState::Failed},
    Transition{PaymentState::Suspect, EventKind::SentToReview, PaymentState::Review},
    Transition{PaymentState::Failed, EventKind::RefundBecameDue, PaymentState::RefundDue},
    Transition{PaymentState::Cancelled, EventKind::RefundBecameDue, PaymentState::RefundDue},
    Transition{PaymentState::RefundDue, EventKind::Refunded, PaymentState::Refunded},
    Transition{PaymentState::Refunded, EventKind::SentToReview, PaymentState::Review},
    Transition{PaymentState::Succeeded, EventKind::Reversed, PaymentState::Reversed},
    Transition{PaymentState::Succeeded, EventKind::LeftoverPaid, PaymentState::Succeeded},
    Transition{PaymentState::Reversed, EventKind::LeftoverPaid, PaymentState::Reversed},
    Transition{PaymentState::Review, EventKind::Succeeded, PaymentState::Succeeded},
    Transition{PaymentState::Review, EventKind::Failed, PaymentState::Failed},
};

// Where `event` leads from `from`; nothing when it cannot happen there. `Accepted` starts a payment.
constexpr std::optional<PaymentState> next(PaymentState from, EventKind event) {
  for (const Transition& row : kTransitions)
    if (row.from == from && row.event == event)
      return row.to;
  return std::nullopt;
}

// Nothing more is owed to anybody. Failed and Cancelled are final only when no cash is held; with cash they
// become RefundDue in the same commit, so a stored Failed or Cancelled is final too.
constexpr bool isTerminal(PaymentState state) {
  switch (state) {
    case PaymentState::Succeeded:
    case PaymentState::Refunded:
    case PaymentState::Reversed:
    case PaymentState::Failed:
    case PaymentState::Cancelled:
      return true;
    case PaymentState::Accepted:
    case PaymentState::Sending:
    case PaymentState::Pending:
    case PaymentState::Suspect:
    case PaymentState::RefundDue:
    case PaymentState::Review:
      return false;
  }
  return false;
}

// An upstream may still do something about it.
constexpr bool isUnsettled(PaymentState state) {
  return state == PaymentState::Accepted || state == PaymentState::Sending ||
         state == PaymentState::Pending || state == PaymentState::Suspect || state == PaymentState::Review;
}

std::string_view wordOf(PaymentState state);
std::optional<PaymentState> stateFromWord(std::string_view word);
std::string_view wordOf(EventKind kind);
std::optional<EventKind> eventKindFromWord(std::string_view word);

// What the table promises, checked when it is compiled.
static_assert(!next(PaymentState::Suspect, EventKind::Armed), "unknown is never sent again under a new reference");
static_assert(!next(PaymentState::Pending, EventKind::Armed));
static_assert(!next(PaymentState::Suspect, EventKind::NotSent), "an unknown outcome cannot become never-sent");
static_assert(!next(PaymentState::Suspect, EventKind::Cancelled));
static_assert(!next(PaymentState::Sending, EventKind::Cancelled));
static_assert(!next(PaymentState::Suspect, EventKind::RefundBecameDue), "no refund while unknown");
static_assert(!next(PaymentState::Succeeded, EventKind::Failed));

}  // namespace loket

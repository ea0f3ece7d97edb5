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
  Rerouted,     // another upstream is to deliver it: the last one proved that it took nothing
  Escalated,    // no honest answer for too long although the upstream answers: people should look
  Decided,      // what people, and not the upstream, made of it
  LateSuccess,  // the upstream took it after all: success after a refund, or a second time
  TakenBack,    // the upstream took back one of two deliveries, one that people had not decided about, or one of which nobody had heard
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
    Transition{PaymentState::Accepted, EventKind::Rerouted, PaymentState::Accepted},
    Transition{PaymentState::Suspect, EventKind::Escalated, PaymentState::Suspect},
    Transition{PaymentState::RefundDue, EventKind::Escalated, PaymentState::RefundDue},
    // By whom and why, just before the outcome itself; after a success, what became of its conflict.
    Transition{PaymentState::Suspect, EventKind::Decided, PaymentState::Suspect},
    Transition{PaymentState::Review, EventKind::Decided, PaymentState::Review},
    Transition{PaymentState::Succeeded, EventKind::Decided, PaymentState::Succeeded},
    // Late truth is never dropped: what counted as over goes to people, what goes on keeps it as a conflict.
    Transition{PaymentState::Accepted, EventKind::LateSuccess, PaymentState::Review},
    Transition{PaymentState::Failed, EventKind::LateSuccess, PaymentState::Review},
    Transition{PaymentState::Cancelled, EventKind::LateSuccess, PaymentState::Review},
    Transition{PaymentState::RefundDue, EventKind::LateSuccess, PaymentState::Review},
    Transition{PaymentState::Refunded, EventKind::LateSuccess, PaymentState::Review},
    Transition{PaymentState::Sending, EventKind::LateSuccess, PaymentState::Sending},
    Transition{PaymentState::Pending, EventKind::LateSuccess, PaymentState::Pending},
    Transition{PaymentState::Suspect, EventKind::LateSuccess, PaymentState::Suspect},
    Transition{PaymentState::Succeeded, EventKind::LateSuccess, PaymentState::Succeeded},
    Transition{PaymentState::Review, EventKind::LateSuccess, PaymentState::Review},
    Transition{PaymentState::Reversed, EventKind::LateSuccess, PaymentState::Review},
    // Of two deliveries one is left, or what people were to decide about is gone. In books of before, what was paid twice may
    // stand in any state.
    Transition{PaymentState::Accepted, EventKind::TakenBack, PaymentState::Accepted},
    Transition{PaymentState::Sending, EventKind::TakenBack, PaymentState::Sending},
    Transition{PaymentState::Pending, EventKind::TakenBack, PaymentState::Pending},
    Transition{PaymentState::Suspect, EventKind::TakenBack, PaymentState::Suspect},
    Transition{PaymentState::Review, EventKind::TakenBack, PaymentState::Review},
    Transition{PaymentState::Succeeded, EventKind::TakenBack, PaymentState::Succeeded},
    Transition{PaymentState::Failed, EventKind::TakenBack, PaymentState::Failed},
    Transition{PaymentState::RefundDue, EventKind::TakenBack, PaymentState::RefundDue},
    Transition{PaymentState::Refunded, EventKind::TakenBack, PaymentState::Refunded},
    Transition{PaymentState::Reversed, EventKind::TakenBack, PaymentState::Reversed},
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
static_assert(!next(PaymentState::Suspect, EventKind::Rerouted), "no other upstream while unknown");
static_assert(!next(PaymentState::Pending, EventKind::Rerouted));
static_assert(!next(PaymentState::Pending, EventKind::Decided), "what the upstream works on is not decided by people");

}  // namespace loket

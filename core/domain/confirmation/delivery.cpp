#include "core/domain/confirmation/delivery.h"

#include <algorithm>
#include <array>
#include <utility>

namespace loket::confirmation {
namespace {

// After the first, the second, ... try that never left. Together a day: after that a message is no news.
constexpr std::array kPauses = {Duration::minutes(1), Duration::minutes(5), Duration::minutes(15), Duration::hours(1),
                                Duration::hours(2),   Duration::hours(4),   Duration::hours(8),    Duration::hours(8)};

constexpr std::array kStates = {DeliveryState::Waiting, DeliveryState::Sending, DeliveryState::Sent,    DeliveryState::Shown,
                                DeliveryState::Unsure,  DeliveryState::Refused, DeliveryState::GivenUp, DeliveryState::Void};

Delivery moved(Delivery delivery, DeliveryState state, Instant now) {
  delivery.state = state;
  delivery.movedAt = now;
  return delivery;
}

bool same(const Address& a, const Address& b) {
  return a.channel == b.channel && a.text == b.text;
}

// A person, or a server, has it: the customer may have read it.
bool mayHaveArrived(DeliveryState state) {
  return state == DeliveryState::Sent || state == DeliveryState::Shown || state == DeliveryState::Unsure;
}

}  // namespace

std::string_view wordOf(DeliveryState state) {
  switch (state) {
    case DeliveryState::Waiting: return "waiting";
    case DeliveryState::Sending: return "sending";
    case DeliveryState::Sent: return "sent";
    case DeliveryState::Shown: return "shown";
    case DeliveryState::Unsure: return "unsure";
    case DeliveryState::Refused: return "refused";
    case DeliveryState::GivenUp: return "given-up";
    case DeliveryState::Void: return "void";
  }
  return "";
}

std::optional<DeliveryState> deliveryStateFromWord(std::string_view word) {
  for (const DeliveryState state : kStates)
    if (wordOf(state) == word)
      return state;
  return std::nullopt;
}

Telling tellingOf(const Payment& payment) {
  // No customer's.
  if (payment.isTopUp())
    return Telling::Never;
  switch (payment.state) {
    case PaymentState::Succeeded:
    case PaymentState::Refunded:
    case PaymentState::Reversed:
      return Telling::Now;
    case PaymentState::Failed:
    case PaymentState::Cancelled:
      return Telling::Never;
    case PaymentState::Accepted:
    case PaymentState::Sending:
    case PaymentState::Pending:
    case PaymentState::Suspect:
    case PaymentState::RefundDue:
    case PaymentState::Review:
      return Telling::NotYet;
  }
  return Telling::NotYet;
}

Delivery armed(Delivery delivery, PaymentState told, Instant now) {
  delivery.told = told;
  ++delivery.tries;
  delivery.reason.clear();
  return moved(std::move(delivery), DeliveryState::Sending, now);
}

Delivery answered(Delivery delivery, SendOutcome outcome, std::string reason, Instant now) {
  delivery.reason = std::move(reason);
  switch (outcome) {
    case SendOutcome::Sent:
      return moved(std::move(delivery), DeliveryState::Sent, now);
    case SendOutcome::MaybeSent:
      return moved(std::move(delivery), DeliveryState::Unsure, now);
    case SendOutcome::Refused:
      return moved(std::move(delivery), DeliveryState::Refused, now);
    case SendOutcome::NotSent:
      break;
  }
  // It says nothing yet: the next try is written from what the payment is by then.
  delivery.told.reset();
  const auto tries = static_cast<std::size_t>(std::max(1, delivery.tries));
  if (tries > kPauses.size())
    return moved(std::move(delivery), DeliveryState::GivenUp, now);
  delivery.dueAt = now + kPauses.at(tries - 1);
  return moved(std::move(delivery), DeliveryState::Waiting, now);
}

Delivery shown(Delivery delivery, PaymentState told, Instant now) {
  delivery.told = told;
  ++delivery.tries;
  return moved(std::move(delivery), DeliveryState::Shown, now);
}

Delivery voided(Delivery delivery, Instant now) {
  return moved(std::move(delivery), DeliveryState::Void, now);
}

Delivery interrupted(Delivery delivery, Instant now) {
  delivery.reason = "interrupted";
  return moved(std::move(delivery), DeliveryState::Unsure, now);
}

std::vector<Address> toCorrect(const Payment& payment, const std::vector<Delivery>& deliveries) {
  std::vector<Address> whom;
  if (payment.state != PaymentState::Reversed && !payment.cashWentBack())
    return whom;
  for (const Delivery& one : deliveries) {
    const bool wrong = mayHaveArrived(one.state) && one.told && *one.told != payment.state &&
                       (*one.told == PaymentState::Succeeded || *one.told == PaymentState::Refunded);
    const auto handled = [&one, &payment](const Delivery& other) {
      return same(other.to, one.to) &&
             (isOpen(other.state) || (mayHaveArrived(other.state) && other.told == payment.state));
    };
    const auto listed = [&one](const Address& address) { return same(address, one.to); };
    if (wrong && std::none_of(deliveries.begin(), deliveries.end(), handled) &&
        std::none_of(whom.begin(), whom.end(), listed))
      whom.push_back(one.to);
  }
  return whom;
}

}  // namespace loket::confirmation

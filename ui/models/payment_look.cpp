#include "ui/models/payment_look.h"

namespace loket::ui::models {

theme::Tone toneOf(PaymentState state) {
  switch (state) {
    case PaymentState::Succeeded:
      return theme::Tone::Success;
    case PaymentState::Accepted:
    case PaymentState::Sending:
    case PaymentState::Pending:
    case PaymentState::Suspect:
      return theme::Tone::Waiting;
    case PaymentState::Failed:
    case PaymentState::RefundDue:
    case PaymentState::Refunded:
    case PaymentState::Reversed:
    case PaymentState::Review:
      return theme::Tone::Danger;
    case PaymentState::Cancelled:
      return theme::Tone::Neutral;
  }
  return theme::Tone::Neutral;
}

theme::ColourRole inkOf(theme::Tone tone) {
  switch (tone) {
    case theme::Tone::Success:
      return theme::ColourRole::Success;
    case theme::Tone::Waiting:
      return theme::ColourRole::Waiting;
    case theme::Tone::Danger:
      return theme::ColourRole::Danger;
    case theme::Tone::Primary:
      return theme::ColourRole::Primary;
    case theme::Tone::Neutral:
      return theme::ColourRole::Ink;
  }
  return theme::ColourRole::Ink;
}

QString stateIcon(const Payment& payment) {
  switch (payment.state) {
    case PaymentState::Accepted:
      if (payment.reason == "cut-off" || payment.reason == "58" || payment.reason == "66")
        return QStringLiteral("clock");
      return payment.offline ? QStringLiteral("lock") : QStringLiteral("hourglass");
    case PaymentState::Sending:
      return QStringLiteral("send");
    case PaymentState::Pending:
    case PaymentState::Suspect:
      return QStringLiteral("hourglass");
    case PaymentState::Succeeded:
      return QStringLiteral("circle-check");
    case PaymentState::RefundDue:
      return QStringLiteral("cash");
    case PaymentState::Failed:
    case PaymentState::Refunded:
    case PaymentState::Reversed:
    case PaymentState::Review:
      return QStringLiteral("alert-triangle");
    case PaymentState::Cancelled:
      return QStringLiteral("ban");
  }
  return {};
}

QString familyIcon(Family family) {
  switch (family) {
    case Family::PlnToken:
    case Family::PlnBill:
      return QStringLiteral("bolt");
    case Family::Pulsa:
    case Family::Data:
      return QStringLiteral("device-mobile");
    case Family::EMoney:
      return QStringLiteral("wallet");
    case Family::Game:
      return QStringLiteral("device-gamepad-2");
    case Family::Water:
      return QStringLiteral("droplet");
    case Family::Internet:
    case Family::Television:
      return QStringLiteral("router");
    case Family::Health:
      return QStringLiteral("heart-rate-monitor");
    case Family::Transfer:
    case Family::VirtualAccount:
      return QStringLiteral("building-bank");
    case Family::Finance:
      return QStringLiteral("credit-card");
    case Family::Tax:
    case Family::VehicleTax:
      return QStringLiteral("receipt");
    case Family::Gas:
    case Family::Other:
      return QStringLiteral("dots");
  }
  return {};
}

theme::Family tintOf(Family family) {
  switch (family) {
    case Family::PlnToken:
    case Family::PlnBill:
      return theme::Family::Electricity;
    case Family::Pulsa:
    case Family::Data:
    case Family::EMoney:
      return theme::Family::Phone;
    case Family::Game:
      return theme::Family::Game;
    case Family::Water:
      return theme::Family::Water;
    case Family::Internet:
    case Family::Television:
      return theme::Family::Internet;
    case Family::Health:
      return theme::Family::Health;
    case Family::Transfer:
    case Family::VirtualAccount:
      return theme::Family::Bank;
    case Family::Gas:
    case Family::Finance:
    case Family::Tax:
    case Family::VehicleTax:
    case Family::Other:
      return theme::Family::Other;
  }
  return theme::Family::Other;
}

bool waitsForPeople(const Payment& payment) {
  return payment.state == PaymentState::Review || !payment.conflict.empty() ||
         (payment.state == PaymentState::Suspect && payment.escalatedAt != Instant{});
}

// The rules themselves are asked, as if two people were there already.
std::vector<ManualOutcome> outcomesFor(const Payment& payment) {
  const Approval approval{UserName("one"), UserName("other"), false, "to see whether it may be"};
  std::vector<ManualOutcome> out;
  for (const ManualOutcome outcome : {ManualOutcome::Succeeded, ManualOutcome::Failed, ManualOutcome::Acknowledged})
    if (decideManually(payment, outcome, approval, {}, payment.acceptedAt))
      out.push_back(outcome);
  return out;
}

}  // namespace loket::ui::models

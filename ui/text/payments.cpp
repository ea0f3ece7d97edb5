#include "ui/text/payments.h"

#include <QCoreApplication>

#include "ui/text/amounts.h"
#include "ui/text/families.h"
#include "ui/text/reasons.h"
#include "ui/text/times.h"

namespace loket::ui::text {
namespace {

struct Say {
  Q_DECLARE_TR_FUNCTIONS(PaymentText)
};

template <class... Ts>
struct Overloaded : Ts... {
  using Ts::operator()...;
};
// clang 14 does not deduce an aggregate by itself.
template <class... Ts>
Overloaded(Ts...) -> Overloaded<Ts...>;

QString words(const std::string& text) {
  return QString::fromStdString(text);
}

QString nextCheck(const api::PaymentView& view, Instant now) {
  if (view.nextDueAt.ms == 0)
    return {};
  if (view.nextDueAt <= now)
    return Say::tr("checking now");
  return Say::tr("next check %1").arg(clockTime(view.nextDueAt));
}

QString joined(const QString& first, const QString& second) {
  if (first.isEmpty() || second.isEmpty())
    return first + second;
  return first + QStringLiteral(" · ") + second;
}

// A customer's, who pays later.
bool isOnBon(const Payment& payment) { return payment.onBon() && !payment.isTopUp(); }

QString acceptedReason(const api::PaymentView& view, Instant now) {
  const Payment& payment = view.payment;
  const QString reason = reasonOf(payment);
  if (payment.offline && payment.kind == ProductKind::Bill && payment.attempts.empty() && reason.isEmpty())
    return Say::tr("Waiting for the network. Limit %1, checked again before paying")
        .arg(rupiah(payment.held));
  if (reason.isEmpty())
    return Say::tr("Waiting for the network");
  return view.nextDueAt > now ? joined(reason, Say::tr("again at %1").arg(clockTime(view.nextDueAt)))
                              : reason;
}

// Who, and who else has agreed.
QString byTwo(const UserName& by, const Consent& consent) {
  const QString one = words(by.str());
  switch (consent.how) {
    case Seconded::None:
      return one;
    case Seconded::Person:
      return Say::tr("%1 and %2").arg(one, words(consent.with.str()));
    case Seconded::OwnerCode:
      return Say::tr("%1 with the owner's code").arg(one);
    case Seconded::Alone:
      break;
  }
  return Say::tr("%1, alone").arg(one);
}

}  // namespace

QString stateWord(PaymentState state) {
  switch (state) {
    case PaymentState::Accepted:
      return Say::tr("Saved");
    case PaymentState::Sending:
      return Say::tr("Sending");
    case PaymentState::Pending:
      return Say::tr("In process");
    case PaymentState::Suspect:
      return Say::tr("Being checked");
    case PaymentState::Succeeded:
      return Say::tr("Success");
    case PaymentState::Failed:
      return Say::tr("Failed");
    case PaymentState::Cancelled:
      return Say::tr("Cancelled");
    case PaymentState::RefundDue:
      return Say::tr("Give cash back");
    case PaymentState::Refunded:
      return Say::tr("Failed · refunded");
    case PaymentState::Reversed:
      return Say::tr("Reversed");
    case PaymentState::Review:
      return Say::tr("Needs a decision");
  }
  return {};
}

QString pillWord(const Payment& payment) {
  if (payment.state == PaymentState::Accepted && payment.offline)
    return payment.claimCode.empty() ? Say::tr("Deposit")
                                     : Say::tr("Deposit · %1").arg(words(payment.claimCode.str()));
  if (payment.state == PaymentState::Accepted && payment.reason == "cut-off")
    return Say::tr("Waiting to open");
  if (payment.state == PaymentState::Succeeded && payment.leftover.isPositive())
    return Say::tr("Success · give back rest");
  if (!payment.conflict.empty())
    return Say::tr("Contradiction");
  if (payment.state == PaymentState::RefundDue && isOnBon(payment))
    return Say::tr("Off the bon");
  if (payment.state == PaymentState::Refunded && payment.isTopUp())
    return stateWord(PaymentState::Failed);
  if (payment.escalatedAt != Instant{})
    return Say::tr("Please look into it");
  return stateWord(payment.state);
}

QString reasonOf(const Payment& payment) {
  if (!payment.conflict.empty())
    return reason(payment.conflict, {}, {});
  const bool isOpen = payment.state == PaymentState::Pending || payment.state == PaymentState::Suspect ||
                      payment.state == PaymentState::Review;
  return (isOpen ? openReason : reason)(payment.reason, words(payment.reasonText), payment.upstream);
}

QString reasonSentence(const api::PaymentView& view, Instant now) {
  const Payment& payment = view.payment;
  const QString supplier = supplierName(payment.upstream);
  switch (payment.state) {
    case PaymentState::Accepted:
      return acceptedReason(view, now);
    case PaymentState::Sending:
      return Say::tr("Being sent to %1").arg(supplier);
    case PaymentState::Pending:
      return joined(Say::tr("%1 is working on it. Do not repeat").arg(supplier), nextCheck(view, now));
    case PaymentState::Suspect:
      return joined(Say::tr("%1 has not answered. Do not repeat").arg(supplier), nextCheck(view, now));
    case PaymentState::RefundDue:
      return joined(reasonOf(payment), isOnBon(payment)
                                           ? Say::tr("Take %1 off the bon of %2")
                                                 .arg(rupiah(payment.held), spokenName(payment.bon.str()))
                                           : Say::tr("Give %1 back to the customer").arg(rupiah(payment.held)));
    case PaymentState::Review:
      return payment.reason.empty() ? Say::tr("Two people must decide")
                                    : joined(reasonOf(payment), Say::tr("Two people must decide"));
    case PaymentState::Succeeded:
      return payment.leftover.isPositive()
                 ? Say::tr("Paid below its limit. Give %1 back to the customer").arg(rupiah(payment.leftover))
                 : Say::tr("Paid through %1").arg(supplier);
    case PaymentState::Reversed:
      return payment.owesCash()
                 ? joined(reasonOf(payment), Say::tr("Give %1 back to the customer").arg(rupiah(payment.leftover)))
                 : reasonOf(payment);
    case PaymentState::Failed:
    case PaymentState::Refunded:
    case PaymentState::Cancelled:
      return reasonOf(payment);
  }
  return {};
}

QString title(const Payment& payment) {
  if (const auto topUp = topUpOf(payment.bon))
    return Say::tr("Top-up of %1, ticket %2").arg(supplierName(topUp->upstream), words(topUp->ticket.str()));
  return words(payment.productName.empty() ? payment.product.str() : payment.productName);
}

QString whose(const Payment& payment) {
  return payment.customerName.empty() ? groupedNumber(payment.family, payment.number)
                                      : spokenName(payment.customerName);
}

QString outcomeWord(AttemptOutcome outcome) {
  switch (outcome) {
    case AttemptOutcome::Armed:
      return Say::tr("under way");
    case AttemptOutcome::NotSent:
      return Say::tr("not sent");
    case AttemptOutcome::Refused:
      return Say::tr("refused, nothing taken");
    case AttemptOutcome::Pending:
      return Say::tr("in process");
    case AttemptOutcome::Suspect:
      return Say::tr("no answer");
    case AttemptOutcome::Succeeded:
      return Say::tr("success");
    case AttemptOutcome::Failed:
      return Say::tr("failed");
    case AttemptOutcome::Undone:
      return Say::tr("taken back");
  }
  return {};
}

QString decisionWord(ManualOutcome outcome) {
  switch (outcome) {
    case ManualOutcome::Succeeded:
      return Say::tr("It was paid");
    case ManualOutcome::Failed:
      return Say::tr("It was not paid");
    case ManualOutcome::Acknowledged:
      return Say::tr("It is cleared up");
  }
  return {};
}

QString decisionFollows(ManualOutcome outcome, const Payment& payment) {
  switch (outcome) {
    case ManualOutcome::Succeeded:
      if (payment.isTopUp())
        return Say::tr("The transfer counts as made.");
      return payment.cashWentBack() ? Say::tr("The customer has his money back already: the shop bears the loss.")
                                    : Say::tr("It counts as paid, and nothing goes back to the customer.");
    case ManualOutcome::Failed:
      if (payment.isTopUp())
        return Say::tr("The transfer counts as not made.");
      if (payment.cashWentBack())
        return Say::tr("It counts as not paid. The customer has his money back already.");
      return isOnBon(payment) ? Say::tr("%1 comes off the bon of %2.").arg(rupiah(payment.held), spokenName(payment.bon.str()))
                              : Say::tr("%1 goes back to the customer.").arg(rupiah(payment.held));
    case ManualOutcome::Acknowledged:
      return Say::tr("It stays paid, and the warning goes.");
  }
  return {};
}

QString eventLine(const PaymentEvent& event, const Payment& payment) {
  const bool topUp = payment.isTopUp();
  const auto line = Overloaded{
      [](const AcceptedEvent& e) {
        if (e.payment.isTopUp())
          return Say::tr("%1 of the shop's own money at the bank, by %2")
              .arg(rupiah(e.payment.held), words(e.payment.user.str()));
        if (e.payment.onBon())
          return Say::tr("%1 on the bon of %2").arg(rupiah(e.payment.held), words(e.payment.bon.str()));
        if (e.payment.byCode())
          return Say::tr("%1 paid by QRIS, %2").arg(rupiah(e.payment.held), words(e.payment.collected.id.str()));
        return Say::tr("Cash %1 received by %2").arg(rupiah(e.payment.cash), words(e.payment.user.str()));
      },
      [](const ArmedEvent& e) { return Say::tr("Sent to %1").arg(supplierName(e.attempt.upstream)); },
      [](const NotSentEvent&) { return Say::tr("Could not be sent: no connection"); },
      [](const RefusedEvent& e) {
        return Say::tr("Refused for now: %1").arg(reason(e.code, words(e.message), {}));
      },
      [](const PendingEvent&) { return Say::tr("Supplier is working on it"); },
      [](const SuspectEvent&) { return Say::tr("No clear answer: will be checked"); },
      [](const SucceededEvent&) { return Say::tr("Success"); },
      [](const FailedEvent& e) { return Say::tr("Failed: %1").arg(reason(e.code, words(e.message), {})); },
      [](const CancelledEvent& e) { return Say::tr("Cancelled by %1").arg(byTwo(e.by, e.consent)); },
      [topUp, &payment](const RefundDueEvent&) {
        if (isOnBon(payment))
          return Say::tr("It must come off the bon");
        return topUp ? Say::tr("The bank has moved nothing") : Say::tr("Cash must go back to the customer");
      },
      [topUp](const RefundedEvent& e) {
        if (topUp)
          return Say::tr("The ticket can be paid again");
        if (!e.toBon.isZero())
          return Say::tr("%1 taken off the bon by %2").arg(rupiah(e.toBon), byTwo(e.by, e.consent));
        return Say::tr("Cash given back by %1").arg(byTwo(e.by, e.consent));
      },
      [](const RequotedEvent& e) { return Say::tr("Bill checked: %1").arg(rupiah(e.amount + e.adminFee)); },
      [](const ReviewEvent& e) { return Say::tr("Needs a decision: %1").arg(reason(e.reason, {}, {})); },
      [](const ReversedEvent&) { return Say::tr("Taken back by the supplier"); },
      [topUp](const LeftoverPaidEvent& e) {
        if (topUp)
          return Say::tr("The money is back at the bank");
        return e.consent.empty() ? Say::tr("Rest given back to the customer")
                                 : Say::tr("Rest given back to the customer by %1").arg(byTwo(e.by, e.consent));
      },
      [](const ReroutedEvent& e) { return Say::tr("Goes to %1 instead").arg(supplierName(e.upstream)); },
      [](const EscalatedEvent&) { return Say::tr("No clear answer for too long: please look into it"); },
      [](const DecidedEvent& e) {
        const QString who = e.with.empty() ? Say::tr("%1 with the owner's code").arg(words(e.by.str()))
                                           : Say::tr("%1 and %2").arg(words(e.by.str()), words(e.with.str()));
        return Say::tr("Decided by %1: %2").arg(who, words(e.reason));
      },
      [](const LateSuccessEvent&) { return Say::tr("The supplier delivered after all: needs a decision"); },
      [](const TakenBackEvent&) { return Say::tr("A supplier took one delivery back"); },
  };
  return std::visit(line, event.body);
}

QString batchOutcome(const api::BatchView::Item& item) {
  const auto word = [](const std::string& state) {
    const auto known = stateFromWord(state);
    return known ? stateWord(*known) : words(state);
  };
  QString out = item.before == item.after ? word(item.after)
                                          : word(item.before) + QStringLiteral(" → ") + word(item.after);
  const QString why = reason(item.reason, {}, {});
  return item.after == "succeeded" || why.isEmpty() ? out : out + QStringLiteral(" · ") + why;
}

}  // namespace loket::ui::text

#include "ui/text/deposit.h"

#include <QCoreApplication>

#include "ui/text/errors.h"
#include "ui/text/families.h"
#include "ui/text/payments.h"
#include "ui/text/times.h"

namespace loket::ui::text {
namespace {

struct Say {
  Q_DECLARE_TR_FUNCTIONS(DepositText)
};

}  // namespace

QString ticketWord(const api::TicketView& view) {
  switch (view.ticket.state) {
    case TicketState::Open:
      return view.payment ? Say::tr("Being sent") : Say::tr("Not sent yet");
    case TicketState::Transferred:
      return Say::tr("Sent");
    case TicketState::Credited:
      return Say::tr("Has come in");
    case TicketState::Expired:
      return Say::tr("Expired");
  }
  return {};
}

QString ticketSentence(const api::TicketView& view, const std::optional<Payment>& payment) {
  const Ticket& ticket = view.ticket;
  const QString supplier = supplierName(ticket.upstream);
  switch (ticket.state) {
    case TicketState::Open:
      if (payment)
        return Say::tr("The transfer stands at \"%1\". Do not send the money once more; Loket follows it.")
            .arg(stateWord(payment->state));
      if (view.payment)
        return Say::tr("A transfer for it is under way. Do not send the money once more.");
      return ticket.payee.account.empty()
                 ? Say::tr("Send exactly this sum to the account that %1 names to its customers. The last three digits tell "
                           "that it is yours.")
                       .arg(supplier)
                 : Say::tr("Send exactly this sum, once. %1 knows by the sum and the remark that it is yours.").arg(supplier);
    case TicketState::Transferred:
      return Say::tr("The money is on its way to %1. When the deposit there shows it, record that it has come in.")
          .arg(supplier);
    case TicketState::Credited:
      return Say::tr("It came in at %1 and is in the books.").arg(dateTime(ticket.movedAt));
    case TicketState::Expired:
      return Say::tr("Nothing was sent in time. If it was sent all the same and has come in, record that; otherwise make a "
                     "new one.");
  }
  return {};
}

QString depositSentence(const Error& error) {
  switch (error.code) {
    case ErrorCode::AmountInvalid:
      return Say::tr("A top-up is in whole thousands: Rp500.000, Rp1.250.000.");
    case ErrorCode::StateForbids:
      return Say::tr("This ticket cannot be paid or moved now: a transfer for it is under way, it is over, or its time is "
                     "almost up.");
    case ErrorCode::DuplicateOpen:
      return Say::tr("The supplier gave a sum that another open ticket has. Ask for another amount.");
    case ErrorCode::DrawerShort:
      return Say::tr("There is not so much in the drawer.");
    case ErrorCode::NotFound:
      return Say::tr("This bank cannot send money to that account. Send it by hand, then record that it was sent.");
    case ErrorCode::UpstreamRefused:
      return Say::tr("The supplier gives no ticket for this. Try another amount or another bank.");
    case ErrorCode::RateLimited:
      return Say::tr("Too many tickets are open, or the supplier asks for a pause. Try again later.");
    case ErrorCode::PriceChanged:
      return Say::tr("What the bank said before is too old. Go back and ask it again.");
    default:
      return sentence(error);
  }
}

}  // namespace loket::ui::text

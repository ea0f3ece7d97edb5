#include "ui/models/ticket_list.h"

#include <algorithm>

#include "ui/text/amounts.h"
#include "ui/text/deposit.h"
#include "ui/text/families.h"
#include "ui/text/times.h"
#include "ui/widgets/row_roles.h"

namespace loket::ui::models {
namespace {

bool isUnfinished(const api::TicketView& view) {
  return view.ticket.state == TicketState::Open || view.ticket.state == TicketState::Transferred;
}

}  // namespace

theme::Tone toneOf(const api::TicketView& view) {
  switch (view.ticket.state) {
    case TicketState::Open:
    case TicketState::Transferred:
      return theme::Tone::Waiting;
    case TicketState::Credited:
      return theme::Tone::Success;
    case TicketState::Expired:
      return theme::Tone::Neutral;
  }
  return theme::Tone::Neutral;
}

void TicketList::replace(std::vector<api::TicketView> tickets, Instant now) {
  beginResetModel();
  m_rows = std::move(tickets);
  m_now = now;
  std::stable_sort(m_rows.begin(), m_rows.end(), [](const api::TicketView& a, const api::TicketView& b) {
    return isUnfinished(a) && !isUnfinished(b);
  });
  endResetModel();
}

int TicketList::unfinished() const {
  return static_cast<int>(std::count_if(m_rows.begin(), m_rows.end(), isUnfinished));
}

int TicketList::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant TicketList::data(const QModelIndex& index, int role) const {
  if (!index.isValid() || index.row() >= rowCount())
    return {};
  const api::TicketView& view = at(index.row());
  const Ticket& ticket = view.ticket;
  switch (role) {
    case Qt::DisplayRole:
    case widgets::TitleRole:
      return text::supplierName(ticket.upstream);
    case widgets::SubtitleRole: {
      const QString when = text::shortTime(ticket.openedAt, m_now);
      return ticket.payee.bank.empty() ? when
                                       : QString::fromStdString(ticket.payee.bank) + QStringLiteral(" · ") + when;
    }
    case widgets::AmountRole:
      return text::rupiah(ticket.amount);
    case widgets::StatusRole:
      return text::ticketWord(view);
    case widgets::ToneRole:
      return static_cast<int>(toneOf(view));
    case Qt::AccessibleTextRole:
      return QStringList{text::supplierName(ticket.upstream), text::rupiah(ticket.amount), text::ticketWord(view)}.join(
          QStringLiteral(", "));
    default:
      return {};
  }
}

}  // namespace loket::ui::models

#include "ui/models/payment_list.h"

#include <algorithm>

#include "ui/models/payment_look.h"
#include "ui/text/amounts.h"
#include "ui/text/families.h"
#include "ui/text/payments.h"
#include "ui/text/times.h"
#include "ui/widgets/row_roles.h"

namespace loket::ui::models {

PaymentList::PaymentList(ListUse use, QObject* parent) : QAbstractListModel(parent), m_use(use) {}

void PaymentList::replace(std::vector<api::PaymentView> rows, bool hasMore) {
  beginResetModel();
  m_rows = std::move(rows);
  m_hasMore = hasMore;
  m_fetching = false;
  endResetModel();
}

void PaymentList::append(const std::vector<api::PaymentView>& rows, bool hasMore) {
  m_fetching = false;
  m_hasMore = hasMore;
  if (rows.empty())
    return;
  const int first = rowCount();
  beginInsertRows({}, first, first + static_cast<int>(rows.size()) - 1);
  m_rows.insert(m_rows.end(), rows.begin(), rows.end());
  endInsertRows();
}

void PaymentList::put(const api::PaymentView& view, bool addWhenNew) {
  const int row = rowOf(view.payment.ref);
  if (row >= 0) {
    api::PaymentView& place = m_rows[static_cast<std::size_t>(row)];
    const std::int64_t sequence = place.sequence;
    place = view;
    if (view.sequence == 0)  // events do not carry it; paging needs it
      place.sequence = sequence;
    emit dataChanged(index(row), index(row));
  } else if (addWhenNew) {
    beginInsertRows({}, 0, 0);
    m_rows.insert(m_rows.begin(), view);
    endInsertRows();
  }
}

void PaymentList::remove(const PaymentRef& ref) {
  const int row = rowOf(ref);
  if (row < 0)
    return;
  beginRemoveRows({}, row, row);
  m_rows.erase(m_rows.begin() + row);
  endRemoveRows();
}

void PaymentList::setNow(Instant now) {
  m_now = now;
  if (!m_rows.empty() && m_use == ListUse::Queue)
    emit dataChanged(index(0), index(rowCount() - 1), {widgets::AgeRole, widgets::SubtitleRole});
}

int PaymentList::rowOf(const PaymentRef& ref) const {
  const auto at = std::find_if(m_rows.begin(), m_rows.end(),
                               [&ref](const api::PaymentView& row) { return row.payment.ref == ref; });
  return at == m_rows.end() ? -1 : static_cast<int>(at - m_rows.begin());
}

std::vector<RowAction> PaymentList::actionsOf(const Payment& payment) {
  std::vector<RowAction> actions{RowAction::Details};
  if (payment.state == PaymentState::Accepted && payment.liveAttempt() == nullptr)
    actions.push_back(RowAction::Cancel);
  if (payment.owesCash())
    actions.push_back(RowAction::GiveBack);
  return actions;
}

int PaymentList::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

bool PaymentList::canFetchMore(const QModelIndex& parent) const {
  return !parent.isValid() && m_hasMore && !m_fetching && !m_rows.empty();
}

void PaymentList::fetchMore(const QModelIndex& parent) {
  if (!canFetchMore(parent))
    return;
  m_fetching = true;
  emit moreWanted(m_rows.back().sequence);
}

QString PaymentList::subtitle(const api::PaymentView& view) const {
  const Payment& payment = view.payment;
  switch (m_use) {
    case ListUse::Feed:
      return text::whose(payment) + QStringLiteral(" · ") + text::clockTime(payment.acceptedAt);
    case ListUse::Queue:
      return text::reasonSentence(view, m_now);
    case ListUse::History:
      return payment.customerName.empty() ? text::familyName(payment.family)
                                          : text::spokenName(payment.customerName);
  }
  return {};
}

QVariant PaymentList::data(const QModelIndex& index, int role) const {
  if (!index.isValid() || index.row() >= rowCount())
    return {};
  const api::PaymentView& view = at(index.row());
  const Payment& payment = view.payment;
  switch (role) {
    case Qt::DisplayRole:
    case widgets::TitleRole:
      return m_use == ListUse::Queue && !payment.customerName.empty()
                 ? text::title(payment) + QStringLiteral(" · ") + text::spokenName(payment.customerName)
                 : text::title(payment);
    case widgets::DetailRole:
      return m_use == ListUse::Feed ? QString() : text::groupedNumber(payment.family, payment.number);
    case widgets::SubtitleRole:
      return subtitle(view);
    case widgets::AmountRole:
      return text::rupiah(payment.held.isPositive() ? payment.held : payment.total());
    case widgets::AgeRole:
      return m_use == ListUse::Queue ? text::age(m_now - payment.acceptedAt)
                                     : text::shortTime(payment.acceptedAt, m_now);
    case widgets::StatusRole:
      return text::pillWord(payment);
    case widgets::ToneRole:
      return static_cast<int>(toneOf(payment.state));
    case widgets::IconRole:
      return m_use == ListUse::Queue ? stateIcon(payment) : familyIcon(payment.family);
    case widgets::FamilyRole:
      return m_use == ListUse::Queue ? QVariant() : QVariant(static_cast<int>(tintOf(payment.family)));
    case widgets::ActionsRole: {
      QStringList words;
      for (const RowAction action : actionsOf(payment)) {
        switch (action) {
          case RowAction::Details:
            words << tr("Details");
            break;
          case RowAction::Cancel:
            words << tr("Cancel");
            break;
          case RowAction::GiveBack:
            words << (payment.onBon() ? tr("Off the bon") : tr("Give back"));
            break;
        }
      }
      return words;
    }
    case Qt::AccessibleTextRole:
      return QStringList{text::title(payment), text::whose(payment), text::rupiah(payment.total()),
                         text::pillWord(payment)}
          .join(QStringLiteral(", "));
    default:
      return {};
  }
}

}  // namespace loket::ui::models

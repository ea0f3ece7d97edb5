#include "ui/models/customer_list.h"

#include <QCoreApplication>
#include <algorithm>

#include "ui/models/payment_look.h"
#include "ui/text/amounts.h"
#include "ui/text/customers.h"
#include "ui/text/families.h"
#include "ui/widgets/row_roles.h"

namespace loket::ui::models {

void CustomerList::replace(std::vector<api::CustomerView> rows, bool hasMore) {
  beginResetModel();
  m_rows = std::move(rows);
  m_hasMore = hasMore;
  m_fetching = false;
  endResetModel();
}

void CustomerList::append(const std::vector<api::CustomerView>& rows, bool hasMore) {
  m_fetching = false;
  m_hasMore = hasMore;
  if (rows.empty())
    return;
  const int first = rowCount();
  beginInsertRows({}, first, first + static_cast<int>(rows.size()) - 1);
  m_rows.insert(m_rows.end(), rows.begin(), rows.end());
  endInsertRows();
}

void CustomerList::put(const api::CustomerView& view) {
  const int row = rowOf(view.customer.id);
  if (row < 0)
    return;
  m_rows[static_cast<std::size_t>(row)] = view;
  emit dataChanged(index(row), index(row));
}

void CustomerList::remove(const customer::CustomerId& id) {
  const int row = rowOf(id);
  if (row < 0)
    return;
  beginRemoveRows({}, row, row);
  m_rows.erase(m_rows.begin() + row);
  endRemoveRows();
}

int CustomerList::rowOf(const customer::CustomerId& id) const {
  // Whoever only owes has none.
  if (id.empty())
    return -1;
  const auto at = std::find_if(m_rows.begin(), m_rows.end(),
                               [&id](const api::CustomerView& row) { return row.customer.id == id; });
  return at == m_rows.end() ? -1 : static_cast<int>(at - m_rows.begin());
}

int CustomerList::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

bool CustomerList::canFetchMore(const QModelIndex& parent) const {
  return !parent.isValid() && m_hasMore && !m_fetching;
}

void CustomerList::fetchMore(const QModelIndex& parent) {
  if (!canFetchMore(parent))
    return;
  m_fetching = true;
  emit moreWanted();
}

QVariant CustomerList::data(const QModelIndex& index, int role) const {
  if (!index.isValid() || index.row() >= rowCount())
    return {};
  const api::CustomerView& view = at(index.row());
  const QString name = QString::fromStdString(view.customer.name);
  const QString owed = view.owed.isPositive() ? tr("owes %1").arg(text::rupiah(view.owed)) : QString();
  switch (role) {
    case Qt::DisplayRole:
    case widgets::TitleRole:
      return name;
    case widgets::SubtitleRole:
      return view.customer.id.empty() ? tr("not in the book yet") : text::numbersLine(view.customer.numbers);
    case widgets::AmountRole:
      return owed;
    case widgets::IconRole:
      return view.customer.numbers.empty() ? QStringLiteral("user")
                                           : familyIcon(view.customer.numbers.front().family);
    case widgets::FamilyRole:
      return static_cast<int>(view.customer.numbers.empty() ? theme::Family::Other
                                                            : tintOf(view.customer.numbers.front().family));
    case Qt::AccessibleTextRole: {
      QStringList parts{name, text::numbersLine(view.customer.numbers)};
      if (!owed.isEmpty())
        parts << owed;
      return parts.join(QStringLiteral(", "));
    }
    default:
      return {};
  }
}

void NumberList::replace(const api::CustomerView& view, Instant now) {
  beginResetModel();
  m_rows.clear();
  m_latest = 0;
  for (const customer::Number& number : view.customer.numbers) {
    Row row{number, {}};
    // The newest comes first.
    const auto bought =
        std::find_if(view.purchases.begin(), view.purchases.end(),
                     [&](const api::PurchaseView& one) { return one.number == number.number; });
    if (bought != view.purchases.end()) {
      row.bought = text::purchaseLine(*bought, now);
      if (bought == view.purchases.begin())
        m_latest = static_cast<int>(m_rows.size());
    }
    m_rows.push_back(std::move(row));
  }
  endResetModel();
}

int NumberList::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant NumberList::data(const QModelIndex& index, int role) const {
  if (!index.isValid() || index.row() >= rowCount())
    return {};
  const Row& row = m_rows[static_cast<std::size_t>(index.row())];
  const QString number = text::groupedNumber(row.number.family, row.number.number);
  // What was bought says what kind of number it is.
  const QString bought = row.bought.isEmpty() ? text::kindName(row.number.family) + QStringLiteral(" · ") +
                                                    tr("nothing bought yet")
                                              : row.bought;
  switch (role) {
    case Qt::DisplayRole:
    case widgets::TitleRole:
      return number;
    case widgets::SubtitleRole:
      return bought;
    case widgets::IconRole:
      return familyIcon(row.number.family);
    case widgets::FamilyRole:
      return static_cast<int>(tintOf(row.number.family));
    case Qt::AccessibleTextRole:
      return QStringList{text::kindName(row.number.family), number, bought}.join(QStringLiteral(", "));
    default:
      return {};
  }
}

}  // namespace loket::ui::models

#include "ui/models/rule_list.h"

#include <QStringList>
#include <algorithm>

#include "ui/widgets/row_roles.h"

namespace loket::ui::models {

void RuleList::replace(std::vector<RuleRow> rows) {
  const bool isSame =
      rows.size() == m_rows.size() && !rows.empty() &&
      std::equal(rows.begin(), rows.end(), m_rows.begin(),
                 [](const RuleRow& a, const RuleRow& b) { return a.line.isSameLine(b.line); });
  if (isSame) {
    m_rows = std::move(rows);
    emit dataChanged(index(0), index(rowCount() - 1));
    return;
  }
  beginResetModel();
  m_rows = std::move(rows);
  endResetModel();
}

int RuleList::rowOf(const RuleChange& line) const {
  const auto at = std::find_if(m_rows.begin(), m_rows.end(),
                               [&line](const RuleRow& row) { return row.line.isSameLine(line); });
  return at == m_rows.end() ? -1 : static_cast<int>(at - m_rows.begin());
}

int RuleList::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant RuleList::data(const QModelIndex& index, int role) const {
  if (!index.isValid() || index.row() >= rowCount())
    return {};
  const RuleRow& row = at(index.row());
  switch (role) {
    case Qt::DisplayRole:
    case widgets::TitleRole:
      return row.title;
    case widgets::SubtitleRole:
      return row.subtitle;
    case widgets::DetailRole:
      return row.detail;
    case widgets::IconRole:
      return row.icon;
    case widgets::ToneRole:
      return static_cast<int>(row.tone);
    case Qt::AccessibleTextRole:
      return QStringList{row.title, row.detail, row.subtitle}.join(QStringLiteral(", "));
    default:
      return {};
  }
}

}  // namespace loket::ui::models

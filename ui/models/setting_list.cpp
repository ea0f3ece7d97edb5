#include "ui/models/setting_list.h"

#include <QStringList>

#include "ui/widgets/row_roles.h"

namespace loket::ui::models {

void SettingList::replace(std::vector<SettingRow> rows) {
  if (rows.size() == m_rows.size() && !rows.empty()) {
    m_rows = std::move(rows);
    emit dataChanged(index(0), index(rowCount() - 1));
    return;
  }
  beginResetModel();
  m_rows = std::move(rows);
  endResetModel();
}

int SettingList::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant SettingList::data(const QModelIndex& index, int role) const {
  if (!index.isValid() || index.row() >= rowCount())
    return {};
  const SettingRow& row = at(index.row());
  switch (role) {
    case Qt::DisplayRole:
    case widgets::TitleRole:
      return row.title;
    case widgets::SubtitleRole:
      return row.value;
    case widgets::DetailRole:
      return row.remark;
    case widgets::IconRole:
      return row.icon;
    case widgets::ToneRole:
      return static_cast<int>(row.tone);
    case Qt::AccessibleTextRole: {
      QStringList words{row.title, row.value};
      if (!row.remark.isEmpty())
        words << row.remark;
      return words.join(QStringLiteral(", "));
    }
    default:
      return {};
  }
}

}  // namespace loket::ui::models

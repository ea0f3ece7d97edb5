// Settings as rows: what each is called and how it stands.
#pragma once

#include <QAbstractListModel>
#include <QString>
#include <vector>

#include "ui/theme/tokens.h"

namespace loket::ui::models {

struct SettingRow {
  QString title;
  QString value;   // as people read it
  QString remark;  // "not saved", "missing"
  QString icon;
  theme::Tone tone = theme::Tone::Neutral;
};

class SettingList final : public QAbstractListModel {
  Q_OBJECT

 public:
  using QAbstractListModel::QAbstractListModel;

  // Where there are as many as before the current one stays.
  void replace(std::vector<SettingRow> rows);
  [[nodiscard]] const SettingRow& at(int row) const { return m_rows[static_cast<std::size_t>(row)]; }
  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;

 private:
  std::vector<SettingRow> m_rows;
};

}  // namespace loket::ui::models

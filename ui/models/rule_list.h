// Price rules, or what changes in them, as rows.
#pragma once

#include <QAbstractListModel>
#include <QString>
#include <vector>

#include "core/domain/routing/price_rules.h"
#include "ui/theme/tokens.h"

namespace loket::ui::models {

struct RuleRow {
  RuleChange line;
  QString title;
  QString detail;
  QString subtitle;
  QString icon;
  theme::Tone tone = theme::Tone::Neutral;
};

class RuleList final : public QAbstractListModel {
  Q_OBJECT

 public:
  using QAbstractListModel::QAbstractListModel;

  // Where the rows are about the same, the current one stays.
  void replace(std::vector<RuleRow> rows);
  [[nodiscard]] const RuleRow& at(int row) const { return m_rows[static_cast<std::size_t>(row)]; }
  // -1 when it is not here.
  [[nodiscard]] int rowOf(const RuleChange& line) const;
  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;

 private:
  std::vector<RuleRow> m_rows;
};

}  // namespace loket::ui::models

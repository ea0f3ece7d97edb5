// Settlement files that were read, as rows: the newest first.
#pragma once

#include <QAbstractListModel>
#include <vector>

#include "core/domain/reconcile/run.h"

namespace loket::ui::models {

class RunList final : public QAbstractListModel {
  Q_OBJECT

 public:
  using QAbstractListModel::QAbstractListModel;

  void replace(std::vector<reconcile::Run> runs, Instant now);
  [[nodiscard]] const reconcile::Run& at(int row) const { return m_rows[static_cast<std::size_t>(row)]; }

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;

 private:
  std::vector<reconcile::Run> m_rows;
  Instant m_now;
};

}  // namespace loket::ui::models

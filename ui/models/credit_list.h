// What has come into the shop's account by the bank's statement, as rows.
#pragma once

#include <QAbstractListModel>
#include <vector>

#include "core/api/till.h"

namespace loket::ui::models {

// Cash may be given for it: nobody got any, and no code or password has brought it.
[[nodiscard]] bool isDue(const api::CreditView& view);

class CreditList final : public QAbstractListModel {
  Q_OBJECT

 public:
  using QAbstractListModel::QAbstractListModel;

  void replace(std::vector<api::CreditView> credits, Instant now);
  [[nodiscard]] const api::CreditView& at(int row) const { return m_rows[static_cast<std::size_t>(row)]; }

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;

 private:
  std::vector<api::CreditView> m_rows;
  Instant m_now;
};

}  // namespace loket::ui::models

// What an import would do, as rows: all of them, or those of one fate.
#pragma once

#include <QAbstractListModel>
#include <memory>
#include <optional>
#include <vector>

#include "core/api/customers.h"

namespace loket::ui::models {

class ImportList final : public QAbstractListModel {
  Q_OBJECT

 public:
  using QAbstractListModel::QAbstractListModel;

  void replace(std::shared_ptr<const api::ContactsPreview> preview);
  // Nothing: all. Of the new ones those with more numbers too.
  void show(std::optional<customer::ImportFate> fate);
  [[nodiscard]] const customer::ImportLine& at(int row) const;

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;

 private:
  void fill();

  std::shared_ptr<const api::ContactsPreview> m_preview;
  std::optional<customer::ImportFate> m_fate;
  std::vector<std::size_t> m_rows;
};

}  // namespace loket::ui::models

// The products of some families as rows, narrowed by what is typed: for a sale that starts with the product.
#pragma once

#include <QAbstractListModel>
#include <vector>

#include "core/domain/catalogue/product.h"

namespace loket::ui::models {

class ProductList final : public QAbstractListModel {
  Q_OBJECT

 public:
  using QAbstractListModel::QAbstractListModel;

  // Keeps those of `families`, cheapest first within a brand; closed ones at the end.
  void replace(const std::vector<Product>& products, const std::vector<Family>& families, Instant now);
  // Keeps what was typed (word_search.h).
  void narrow(const QString& typed);

  [[nodiscard]] const Product& at(int row) const { return m_all[m_shown[static_cast<std::size_t>(row)]]; }
  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;

 private:
  std::vector<Product> m_all;
  std::vector<std::size_t> m_shown;
  Instant m_now;
};

}  // namespace loket::ui::models

// What the shop sells and earns: every product with its price, and what is left of it at the cheapest supplier that can
// deliver.
#pragma once

#include <QAbstractListModel>
#include <optional>
#include <vector>

#include "core/domain/catalogue/product.h"

namespace loket::ui::models {

// What is left of a sale from this offer; nothing where only an inquiry tells (an open bill without a fixed fee).
[[nodiscard]] std::optional<Money> profitOf(const Product& product, const Offer& offer);

class PriceList final : public QAbstractListModel {
  Q_OBJECT

 public:
  using QAbstractListModel::QAbstractListModel;

  void replace(std::vector<Product> products, Instant now);
  // Keeps what was typed (word_search.h).
  void narrow(const QString& typed);

  [[nodiscard]] const Product& at(int row) const { return m_all[m_shown[static_cast<std::size_t>(row)]]; }
  [[nodiscard]] int count() const { return static_cast<int>(m_all.size()); }
  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;

 private:
  std::vector<Product> m_all;
  std::vector<std::size_t> m_shown;
  Instant m_now;
};

}  // namespace loket::ui::models

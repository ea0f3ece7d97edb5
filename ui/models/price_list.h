// What the shop sells and earns: every product with its price, and what is left of it at the cheapest
// supplier that can deliver, or at the one that the shop prefers.
#pragma once

#include <QAbstractListModel>
#include <map>
#include <vector>

#include "core/domain/routing/price_rules.h"

namespace loket::ui::models {

class PriceList final : public QAbstractListModel {
  Q_OBJECT

 public:
  using QAbstractListModel::QAbstractListModel;

  // Bought as `routing` has it. With `former` rules those that cost something else by them say so.
  void replace(std::vector<Product> products, RoutingRules routing, const PriceRules* former);
  // Keeps what was typed (word_search.h).
  void narrow(const QString& typed);

  [[nodiscard]] const Product& at(int row) const { return m_all[m_shown[static_cast<std::size_t>(row)]]; }
  [[nodiscard]] int count() const { return static_cast<int>(m_all.size()); }
  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;

 private:
  std::vector<Product> m_all;
  std::vector<std::size_t> m_shown;
  RoutingRules m_routing;
  std::map<ProductId, Money> m_former;  // what the customer paid, where that was something else
};

}  // namespace loket::ui::models

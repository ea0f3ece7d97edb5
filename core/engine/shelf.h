// The catalogue in memory: finding a product by what the cashier or a script said, and suggesting while typing.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "core/api/views.h"
#include "core/base/result.h"
#include "core/domain/catalogue/pricing.h"
#include "core/ports/store.h"

namespace loket::engine {

class Shelf {
 public:
  struct Wanted {
    const Product* product = nullptr;
    const Offer* offer = nullptr;  // the one that was named; null when only the product was
  };

  void fill(std::vector<Product> products);
  const std::vector<Product>& products() const { return m_products; }
  const Product* find(const ProductId& id) const;
  // A product id, or "UPSTREAM:SKU". ProductUnknown.
  Result<Wanted> look(const std::string& wanted) const;
  std::vector<Product> search(const std::string& text) const;
  // Suggestions for what was typed, without the network: saved customers first, then what the number's shape
  // says, then products by word.
  std::vector<api::Suggestion> suggest(const std::string& typed, int limit,
                                       const std::vector<ports::SavedCustomer>& customers) const;

 private:
  // The products of one family (and brand), as choices of a suggestion.
  void addChoices(api::Suggestion& suggestion, Family family, std::string_view brand) const;
  void addUnsold(std::vector<api::Suggestion>& out, const ports::SavedCustomer& customer) const;
  std::vector<std::string> brandsOf(Family family) const;
  std::vector<Product> m_products;
  std::unordered_map<ProductId, std::size_t> m_byId;
};

// Sending stops this long before a product's closed hours, so that no payment is caught by them.
inline constexpr Duration kCutOffMargin = Duration::minutes(5);

}  // namespace loket::engine

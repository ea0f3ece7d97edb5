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
  struct Choice {
    const Product* product = nullptr;
    const Offer* offer = nullptr;
    // Closed hours, now or within the margin: it opens again then. Zero while open.
    Instant reopensAt;
  };

  void fill(std::vector<Product> products);
  const std::vector<Product>& products() const { return m_products; }
  const Product* find(const ProductId& id) const;
  // A product id, or "UPSTREAM:SKU". The offer is the best one that is open at `now` and stays open for a while;
  // for a forced offer, that one. ProductUnknown, or ProductClosed when nobody sells it. One in its closed hours is
  // chosen when there is no other: a deposit waits them out.
  Result<Choice> choose(const std::string& wanted, Instant now) const;
  std::vector<Product> search(const std::string& text) const;
  // Suggestions for what was typed, without the network: saved customers first, then what the number's shape
  // says, then products by word.
  std::vector<api::Suggestion> suggest(const std::string& typed, int limit,
                                       const std::vector<ports::SavedCustomer>& customers) const;

 private:
  // The products of one family (and brand), as choices of a suggestion.
  void addChoices(api::Suggestion& suggestion, Family family, std::string_view brand) const;
  std::vector<std::string> brandsOf(Family family) const;
  std::vector<Product> m_products;
  std::unordered_map<ProductId, std::size_t> m_byId;
};

// Sending stops this long before a product's closed hours, so that no payment is caught by them.
inline constexpr Duration kCutOffMargin = Duration::minutes(5);

}  // namespace loket::engine

// The shop's price rules: selling price = cost + margin, rounded up; and the merge of price lists into products.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/domain/catalogue/product.h"

namespace loket {

struct PricingRule {
  Money margin = Money::rupiah(1500);
  Money serviceFee;
  Money roundTo = Money::rupiah(500);

  bool operator==(const PricingRule&) const = default;
};

// The nearest rule counts, whole: the product's own, else its category's, else the standard one.
struct Pricing {
  PricingRule standard;
  std::map<std::string, PricingRule> byCategory = {};  // by the category's name, any case
  std::map<std::string, PricingRule> byProduct = {};   // by the product's id

  bool operator==(const Pricing&) const = default;
  const PricingRule& ruleFor(const std::string& category) const;
  const PricingRule& ruleFor(const Product& product) const;
};

// The same products at other rules: which offers they have, and in which order, stays.
std::vector<Product> repriced(std::vector<Product> products, const Pricing& pricing);

// One product per family, brand and denomination (or name, where there is none), with every upstream's offer in
// it, cheapest first, priced by the rules. Stable: the same lists give the same ids in the same order.
std::vector<Product> mergePriceLists(const std::vector<PriceListEntry>& entries, const Pricing& pricing);

}  // namespace loket

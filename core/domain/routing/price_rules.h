// What a shop may set of its prices: margins and the choice among suppliers. What a change of them is, line by line, and
// what it does to the products.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/domain/catalogue/pricing.h"
#include "core/domain/routing/routing_rules.h"

namespace loket {

inline constexpr Money kMarginMax = Money::rupiah(1'000'000'000'000);
inline constexpr Money kRoundToMax = Money::rupiah(1'000'000);
inline constexpr Money kRoutingWorthMax = Money::rupiah(1'000'000'000);

struct PriceRules {
  Pricing pricing;
  RoutingRules routing = {};

  bool operator==(const PriceRules&) const = default;
};

// ConfigInvalid, with the place as the settings file names it: "pricing.byCategory.Pulsa.margin". A negative sum, a
// rounding that is not positive, more than kMarginMax and the others, a name that is empty or has a line break, a supplier
// who is not among `known` or is there twice, a worth without a favourite.
Status checkPriceRules(const PriceRules& rules, const std::vector<UpstreamId>& known);

// One line of what differs.
struct RuleChange {
  enum class Kind : std::uint8_t { Standard, Category, Product, Order, Worth, Reliable };
  Kind kind = Kind::Standard;
  std::string name = {};  // of the category, or the product's id
  // Of the first three kinds; nothing: there is none of its own, it follows the next one.
  std::optional<PricingRule> before = {};
  std::optional<PricingRule> after = {};

  bool isSameLine(const RuleChange& other) const { return kind == other.kind && name == other.name; }
};

// The standard rule, categories and products by name, and the choice among suppliers last.
std::vector<RuleChange> changesBetween(const PriceRules& before, const PriceRules& after);
// `rules` with this one line as `from` has it.
PriceRules withLineOf(PriceRules rules, const RuleChange& line, const PriceRules& from);

// What is left of a sale from this offer; nothing where only an inquiry tells (an open bill without a fixed fee).
std::optional<Money> profitOf(const Product& product, const Offer& offer);
// The offer that is taken when every supplier delivers; null when nobody has the product.
const Offer* favouriteOffer(const Product& product, const RoutingRules& routing);

// What a change of the rules does to the products, as customers meet them while every supplier delivers.
struct PriceEffect {
  int cheaper = 0;
  int dearer = 0;
  int elsewhere = 0;  // another supplier is taken
  // At the new rules, whether they were before or not: what costs the shop more than the customer pays, and what leaves nothing.
  int belowCost = 0;
  int forNothing = 0;
  // Of those what the change makes a loss, or a greater one; by id.
  std::vector<ProductId> newlyBelowCost = {};
};
PriceEffect effectOf(const std::vector<Product>& products, const PriceRules& before, const PriceRules& after);

// Rules that price nothing among these products, as the settings file names them: "pricing.byProduct.pulsa-x-10000". Their
// names may be mistyped, or their goods not in a price list yet. Nothing where there are no products.
std::vector<std::string> rulesForNothing(const Pricing& pricing, const std::vector<Product>& products);

// One product at both rules.
struct PriceStep {
  Money priceBefore;  // what the customer pays; of a bill, what is added to it
  Money priceAfter;
  std::optional<Money> profitBefore;
  std::optional<Money> profitAfter;
  std::optional<UpstreamId> from;  // of whom it is bought
  std::optional<UpstreamId> to;

  bool isChanged() const { return priceBefore != priceAfter || profitBefore != profitAfter || from != to; }
};
PriceStep stepOf(const Product& product, const PriceRules& before, const PriceRules& after);

}  // namespace loket

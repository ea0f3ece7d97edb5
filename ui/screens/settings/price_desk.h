// What the panels of the price rules work on together: the draft, and the products that it prices.
#pragma once

#include <string>
#include <vector>

#include "ui/models/price_draft.h"

namespace loket::ui::screens {

struct PriceDesk {
  models::PriceDraft draft;
  std::vector<Product> products;      // as they are sold now
  std::vector<UpstreamId> suppliers;  // as configured

  [[nodiscard]] const Product* product(const std::string& id) const;
  // Whose rule the line is; null for every other line.
  [[nodiscard]] const Product* productOf(const RuleChange& line) const;
  // Of a margin's line: the rule that counts there, its own or the next one's.
  [[nodiscard]] PricingRule ruleOf(const RuleChange& line) const;
  [[nodiscard]] bool hasOwn(const RuleChange& line) const;
  // With it the line has a rule of its own; without, it follows the next one.
  void setRule(const RuleChange& line, const std::optional<PricingRule>& rule);
  // Which products the line prices in the draft.
  [[nodiscard]] std::vector<const Product*> pricedBy(const RuleChange& line) const;
  // Categories by the name that they have among the rules, or in the price lists.
  [[nodiscard]] std::vector<std::string> categories() const;
  [[nodiscard]] PriceEffect effect() const { return effectOf(products, draft.saved(), draft.rules()); }
};

}  // namespace loket::ui::screens

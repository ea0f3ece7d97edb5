// Margins, rounding and the choice among suppliers in words.
#pragma once

#include <QString>

#include "core/domain/routing/price_rules.h"

namespace loket::ui::text {

// "Margin Rp1.500, rounded to Rp500", and the service fee where there is one.
[[nodiscard]] QString ruleText(const PricingRule& rule);
// "margin Rp1.500 → Rp2.000": what differs; `otherwise` is what counts where there is no rule of its own.
[[nodiscard]] QString ruleStep(const std::optional<PricingRule>& before,
                               const std::optional<PricingRule>& after, const PricingRule& otherwise);
// "1. IAK, 2. Digiflazz", or that only the price counts.
[[nodiscard]] QString orderText(const RoutingRules& routing);
[[nodiscard]] QString percentText(int permille);
// One line of a change: what it is about, and from what to what. `product` is whose rule it is; null: it is
// not sold any more, or the line is about something else.
[[nodiscard]] QString changeTitle(const RuleChange& change, const Product* product);
[[nodiscard]] QString changeText(const RuleChange& change, const PriceRules& before, const PriceRules& after,
                                 const Product* product);
// "Rp12.000 → Rp12.500", or one of them where they are the same.
[[nodiscard]] QString moneyStep(Money before, Money after);
[[nodiscard]] QString moneyStep(const std::optional<Money>& before, const std::optional<Money>& after);
// "12 become cheaper, 3 dearer, 2 are bought elsewhere."
[[nodiscard]] QString effectText(const PriceEffect& effect);
// Why the prices were not saved.
[[nodiscard]] QString pricesSentence(const Error& error);

}  // namespace loket::ui::text

#include "core/domain/routing/price_rules.h"

#include <algorithm>
#include <set>
#include <utility>

#include "core/base/text.h"
#include "core/domain/routing/route.h"

namespace loket {
namespace {

constexpr int kPermilleMax = 1000;

using Rules = std::map<std::string, PricingRule>;

Status within(Money sum, Money most, const std::string& place) {
  if (sum.isNegative())
    return fail(ErrorCode::ConfigInvalid, place + ": not below 0");
  if (sum > most)
    return fail(ErrorCode::ConfigInvalid, place + ": not above " + most.grouped());
  return {};
}

Status checkRule(const PricingRule& rule, const std::string& place) {
  LOKET_TRY(within(rule.margin, kMarginMax, place + ".margin"));
  LOKET_TRY(within(rule.serviceFee, kMarginMax, place + ".serviceFee"));
  if (!rule.roundTo.isPositive())
    return fail(ErrorCode::ConfigInvalid, place + ".roundTo: at least 1");
  return within(rule.roundTo, kRoundToMax, place + ".roundTo");
}

Status checkNamed(const Rules& rules, const std::string& place) {
  for (const auto& [name, rule] : rules) {
    if (name.empty() || name.find('\n') != std::string::npos)
      return fail(ErrorCode::ConfigInvalid, place + ": a name without a line break");
    LOKET_TRY(checkRule(rule, place + "." + name));
  }
  return {};
}

std::optional<PricingRule> ruleNamed(const Rules& rules, const std::string& name) {
  const auto at = rules.find(name);
  return at == rules.end() ? std::nullopt : std::optional(at->second);
}

void addDifferences(std::vector<RuleChange>& out, RuleChange::Kind kind, const Rules& before,
                    const Rules& after) {
  std::set<std::string> names;
  for (const Rules* rules : {&before, &after})
    for (const auto& [name, rule] : *rules) names.insert(name);
  for (const std::string& name : names) {
    RuleChange line{kind, name, ruleNamed(before, name), ruleNamed(after, name)};
    if (line.before != line.after)
      out.push_back(std::move(line));
  }
}

void put(Rules& rules, const std::string& name, const std::optional<PricingRule>& rule) {
  if (rule)
    rules[name] = *rule;
  else
    rules.erase(name);
}

// What the customer pays; of a bill, what is added to it.
Money paidFor(const Product& product, const Offer& offer) {
  switch (product.kind) {
    case ProductKind::Prepaid:
    case ProductKind::Transfer:
      return product.priceOf(offer) + product.serviceFee;
    case ProductKind::Bill:
      return offer.admin + product.serviceFee;
  }
  return {};
}

// The greatest loss that a sale of it may bring, whoever delivers: the favourite may be away. Zero where
// there is none.
Money worstOf(const Product& product) {
  Money worst;
  for (const Offer& offer : product.offers)
    if (const auto profit = profitOf(product, offer); offer.available && profit)
      worst = std::min(worst, *profit);
  return worst;
}

Product pricedBy(const Product& product, const Pricing& pricing) {
  return std::move(repriced({product}, pricing).front());
}

}  // namespace

Status checkPriceRules(const PriceRules& rules, const std::vector<UpstreamId>& known) {
  LOKET_TRY(checkRule(rules.pricing.standard, "pricing.default"));
  LOKET_TRY(checkNamed(rules.pricing.byCategory, "pricing.byCategory"));
  LOKET_TRY(checkNamed(rules.pricing.byProduct, "pricing.byProduct"));
  const std::vector<UpstreamId>& prefer = rules.routing.prefer;
  for (auto at = prefer.begin(); at != prefer.end(); ++at) {
    if (std::find(known.begin(), known.end(), *at) == known.end())
      return fail(ErrorCode::ConfigInvalid,
                  "routing.prefer: \"" + at->str() + "\" is not one of the upstreams");
    if (std::find(prefer.begin(), at, *at) != at)
      return fail(ErrorCode::ConfigInvalid, "routing.prefer: \"" + at->str() + "\" is there twice");
  }
  LOKET_TRY(within(rules.routing.worth, kRoutingWorthMax, "routing.worth"));
  if (prefer.empty() && rules.routing.worth.isPositive())
    return fail(ErrorCode::ConfigInvalid, "routing.worth: nobody is preferred (routing.prefer)");
  if (rules.routing.reliablePermille < 0 || rules.routing.reliablePermille > kPermilleMax)
    return fail(ErrorCode::ConfigInvalid, "routing.reliablePercent: from 0 to 100");
  return {};
}

std::vector<RuleChange> changesBetween(const PriceRules& before, const PriceRules& after) {
  using Kind = RuleChange::Kind;
  std::vector<RuleChange> out;
  if (before.pricing.standard != after.pricing.standard)
    out.push_back({Kind::Standard, {}, before.pricing.standard, after.pricing.standard});
  addDifferences(out, Kind::Category, before.pricing.byCategory, after.pricing.byCategory);
  addDifferences(out, Kind::Product, before.pricing.byProduct, after.pricing.byProduct);
  if (before.routing.prefer != after.routing.prefer)
    out.push_back({Kind::Order});
  if (before.routing.worth != after.routing.worth)
    out.push_back({Kind::Worth});
  if (before.routing.reliablePermille != after.routing.reliablePermille)
    out.push_back({Kind::Reliable});
  return out;
}

PriceRules withLineOf(PriceRules rules, const RuleChange& line, const PriceRules& from) {
  switch (line.kind) {
    case RuleChange::Kind::Standard:
      rules.pricing.standard = from.pricing.standard;
      break;
    case RuleChange::Kind::Category:
      put(rules.pricing.byCategory, line.name, ruleNamed(from.pricing.byCategory, line.name));
      break;
    case RuleChange::Kind::Product:
      put(rules.pricing.byProduct, line.name, ruleNamed(from.pricing.byProduct, line.name));
      break;
    case RuleChange::Kind::Order:
      rules.routing.prefer = from.routing.prefer;
      break;
    case RuleChange::Kind::Worth:
      rules.routing.worth = from.routing.worth;
      break;
    case RuleChange::Kind::Reliable:
      rules.routing.reliablePermille = from.routing.reliablePermille;
      break;
  }
  // Without a favourite no place is worth anything.
  if (rules.routing.prefer.empty())
    rules.routing.worth = Money{};
  return rules;
}

std::optional<Money> profitOf(const Product& product, const Offer& offer) {
  switch (product.kind) {
    case ProductKind::Prepaid:
    case ProductKind::Transfer:
      return paidFor(product, offer) - offer.cost;
    case ProductKind::Bill:
      if (offer.admin.isZero() && offer.commission.isZero())
        return std::nullopt;
      return paidFor(product, offer) - offer.cost;
  }
  return std::nullopt;
}

const Offer* favouriteOffer(const Product& product, const RoutingRules& routing) {
  std::vector<OfferFacts> facts;
  for (const Offer& offer : product.offers) {
    facts.emplace_back().offer = offer;
    if (product.kind == ProductKind::Prepaid)
      facts.back().price = product.priceOf(offer) + product.serviceFee;
  }
  const Route route = chooseRoute(facts, {}, routing);
  return route.chosen ? &product.offers[*route.chosen] : nullptr;
}

PriceStep stepOf(const Product& product, const PriceRules& before, const PriceRules& after) {
  PriceStep step;
  const auto look = [&product](const PriceRules& rules, Money& price, std::optional<Money>& profit,
                               std::optional<UpstreamId>& whom) {
    const Product priced = pricedBy(product, rules.pricing);
    const Offer* offer = favouriteOffer(priced, rules.routing);
    if (offer == nullptr)
      return;
    price = paidFor(priced, *offer);
    profit = profitOf(priced, *offer);
    whom = offer->upstream;
  };
  look(before, step.priceBefore, step.profitBefore, step.from);
  look(after, step.priceAfter, step.profitAfter, step.to);
  return step;
}

std::vector<std::string> rulesForNothing(const Pricing& pricing, const std::vector<Product>& products) {
  std::vector<std::string> out;
  if (products.empty())
    return out;
  const auto prices = [&products](const auto& isPriced) {
    return std::any_of(products.begin(), products.end(), isPriced);
  };
  for (const auto& [name, rule] : pricing.byCategory)
    if (!prices([&name = name](const Product& one) { return toLower(one.category) == toLower(name); }))
      out.push_back("pricing.byCategory." + name);
  for (const auto& [name, rule] : pricing.byProduct)
    if (!prices([&name = name](const Product& one) { return one.id.str() == name; }))
      out.push_back("pricing.byProduct." + name);
  return out;
}

PriceEffect effectOf(const std::vector<Product>& products, const PriceRules& before,
                     const PriceRules& after) {
  PriceEffect effect;
  for (const Product& product : products) {
    const PriceStep step = stepOf(product, before, after);
    if (step.priceAfter < step.priceBefore)
      ++effect.cheaper;
    else if (step.priceAfter > step.priceBefore)
      ++effect.dearer;
    if (step.from != step.to)
      ++effect.elsewhere;
    const Money was = worstOf(pricedBy(product, before.pricing));
    const Money is = worstOf(pricedBy(product, after.pricing));
    if (is.isNegative())
      ++effect.belowCost;
    else if (step.profitAfter && step.profitAfter->isZero())
      ++effect.forNothing;
    if (is.isNegative() && is < was)
      effect.newlyBelowCost.push_back(product.id);
  }
  std::sort(effect.newlyBelowCost.begin(), effect.newlyBelowCost.end());
  return effect;
}

}  // namespace loket

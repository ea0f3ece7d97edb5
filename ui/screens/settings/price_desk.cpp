#include "ui/screens/settings/price_desk.h"

#include <algorithm>
#include <map>

#include "core/base/text.h"

namespace loket::ui::screens {

using Kind = RuleChange::Kind;

const Product* PriceDesk::product(const std::string& id) const {
  const auto at = std::find_if(products.begin(), products.end(),
                               [&id](const Product& one) { return one.id.str() == id; });
  return at == products.end() ? nullptr : &*at;
}

const Product* PriceDesk::productOf(const RuleChange& line) const {
  return line.kind == Kind::Product ? product(line.name) : nullptr;
}

PricingRule PriceDesk::ruleOf(const RuleChange& line) const {
  const Pricing& pricing = draft.rules().pricing;
  if (line.kind == Kind::Category)
    return pricing.ruleFor(line.name);
  if (line.kind != Kind::Product)
    return pricing.standard;
  if (const auto own = pricing.byProduct.find(line.name); own != pricing.byProduct.end())
    return own->second;
  const Product* whose = product(line.name);
  return whose == nullptr ? pricing.standard : pricing.ruleFor(whose->category);
}

bool PriceDesk::hasOwn(const RuleChange& line) const {
  const Pricing& pricing = draft.rules().pricing;
  return (line.kind == Kind::Category && pricing.byCategory.count(line.name) > 0) ||
         (line.kind == Kind::Product && pricing.byProduct.count(line.name) > 0);
}

void PriceDesk::setRule(const RuleChange& line, const std::optional<PricingRule>& rule) {
  PriceRules rules = draft.rules();
  const auto put = [&](std::map<std::string, PricingRule>& among) {
    if (rule)
      among[line.name] = *rule;
    else
      among.erase(line.name);
  };
  if (line.kind == Kind::Category)
    put(rules.pricing.byCategory);
  else if (line.kind == Kind::Product)
    put(rules.pricing.byProduct);
  else if (rule)
    rules.pricing.standard = *rule;
  draft.change(std::move(rules));
}

std::vector<const Product*> PriceDesk::pricedBy(const RuleChange& line) const {
  const Pricing& pricing = draft.rules().pricing;
  std::vector<const Product*> out;
  for (const Product& one : products) {
    const bool isItself = line.kind == Kind::Product && one.id.str() == line.name;
    const bool isOwn = pricing.byProduct.count(one.id.str()) > 0;
    const bool isInIt = line.kind == Kind::Category && toLower(one.category) == toLower(line.name) && !isOwn;
    const bool isOther =
        line.kind == Kind::Standard && !isOwn && &pricing.ruleFor(one.category) == &pricing.standard;
    if (isItself || isInIt || isOther)
      out.push_back(&one);
  }
  return out;
}

std::vector<std::string> PriceDesk::categories() const {
  std::map<std::string, std::string> byWord;
  for (const Product& one : products)
    if (!one.category.empty())
      byWord.emplace(toLower(one.category), one.category);
  for (const auto* rules : {&draft.saved().pricing.byCategory, &draft.rules().pricing.byCategory})
    for (const auto& [name, rule] : *rules) byWord[toLower(name)] = name;
  std::vector<std::string> out;
  for (const auto& [word, name] : byWord) out.push_back(name);
  return out;
}

}  // namespace loket::ui::screens

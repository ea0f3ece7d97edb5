// The price rules as somebody changes them, beside those that are saved: nothing of it counts before it is
// saved.
#pragma once

#include <optional>
#include <vector>

#include "core/domain/routing/price_rules.h"

namespace loket::ui::models {

class PriceDraft {
 public:
  // What the shop has. Changes that are not saved stay, put on top of what another one saved meanwhile; true:
  // there was such a one, and the changes are to be looked at again.
  bool load(const PriceRules& saved);
  void change(PriceRules rules) { m_rules = std::move(rules); }
  void drop() { m_rules = m_saved; }
  void takeBack(const RuleChange& line) { m_rules = withLineOf(m_rules, line, m_saved); }

  [[nodiscard]] const PriceRules& saved() const { return m_saved; }
  [[nodiscard]] const PriceRules& rules() const { return m_rules; }
  [[nodiscard]] bool isChanged() const { return m_rules != m_saved; }
  [[nodiscard]] std::vector<RuleChange> changes() const { return changesBetween(m_saved, m_rules); }

 private:
  PriceRules m_saved;
  PriceRules m_rules;
};

}  // namespace loket::ui::models

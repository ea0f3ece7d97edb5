#include "ui/models/price_draft.h"

namespace loket::ui::models {

bool PriceDraft::load(const PriceRules& saved) {
  if (saved == m_saved)
    return false;
  PriceRules rules = saved;
  const std::vector<RuleChange> mine = changes();
  for (const RuleChange& line : mine) rules = withLineOf(std::move(rules), line, m_rules);
  m_saved = saved;
  m_rules = std::move(rules);
  return isChanged();
}

}  // namespace loket::ui::models

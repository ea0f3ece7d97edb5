#include "core/domain/approval/fee_caps.h"

#include "core/base/text.h"

namespace loket {

std::optional<Money> FeeCaps::capFor(const std::string& category, const ProductId& product) const {
  if (const auto at = byProduct.find(product.str()); at != byProduct.end())
    return at->second;
  for (const auto& [name, cap] : byCategory)
    if (toLower(name) == toLower(category))
      return cap;
  return standard;
}

Status mayCharge(const FeeCaps& caps, const std::string& category, const ProductId& product, Money adminFee,
                 Money serviceFee) {
  const auto cap = caps.capFor(category, product);
  if (cap && adminFee + serviceFee > *cap)
    return fail(ErrorCode::FeeAboveCap, cap->text());
  return {};
}

}  // namespace loket

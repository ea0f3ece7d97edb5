// The most that a customer may be asked for beside the goods themselves: billers and banks forbid their
// agents more.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "core/base/result.h"
#include "core/domain/catalogue/product.h"
#include "core/domain/money/money.h"

namespace loket {

struct FeeCaps {
  std::optional<Money> standard;            // nothing: no cap
  std::map<std::string, Money> byCategory;  // by the category's name, any case
  std::map<std::string, Money> byProduct;   // by the product's id

  bool operator==(const FeeCaps&) const = default;
  // The closest one counts: the product's, else its category's, else the standard.
  std::optional<Money> capFor(const std::string& category, const ProductId& product) const;
};

// FeeAboveCap when admin fee and service fee together exceed the cap; the detail is the cap.
Status mayCharge(const FeeCaps& caps, const std::string& category, const ProductId& product, Money adminFee,
                 Money serviceFee);

}  // namespace loket

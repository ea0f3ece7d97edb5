// A made-up shop with plausible products, customers and a day of sales, for pictures and for tests of the
// screens.
#pragma once

#include <vector>

#include "core/api/views.h"
#include "core/domain/routing/price_rules.h"

namespace loket::app::fixture {

// Monday 23/11/2026 14.05 in Jakarta.
[[nodiscard]] Instant openingMoment();
[[nodiscard]] Outlet outlet();
[[nodiscard]] std::vector<Product> products();
// By which they have their prices.
[[nodiscard]] PriceRules priceRules();

struct Customer {
  std::string name;
  std::string number;
  std::string brand;
  Family family = Family::Other;
  Duration lastAgo;
  Money lastNominal;
};
[[nodiscard]] std::vector<Customer> customers();

// Newest first, with sequences.
[[nodiscard]] std::vector<api::PaymentView> payments(Instant now);

}  // namespace loket::app::fixture

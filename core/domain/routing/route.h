// Which offer a payment goes to. Pure: the same facts give the same choice, and every offer that was not
// taken says why.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "core/domain/catalogue/product.h"
#include "core/domain/routing/routing_rules.h"

namespace loket {

// Where an offer stands, from good to useless. The first group is chosen from; the second waits; the third
// cannot.
enum class OfferStanding {
  Chosen,
  Dearer,        // fine, and another one costs less
  LessPreferred, // fine and no dearer, and the shop would rather buy elsewhere
  LessReliable,  // fine, but too few of its last attempts went well
  Unreached,     // no way to the upstream just now
  Resting,       // it has stopped answering: no new attempts for a while
  ClosedHours,
  OutOfStock,
  DepositShort,
  AtALoss,  // costs more than the customer pays
  Refused,  // it has refused this very payment
  NotConfigured,
};
std::string_view wordOf(OfferStanding standing);

// What is known about one offer when the choice is made.
struct OfferFacts {
  Offer offer;
  bool configured = true;
  bool reached = true;
  bool resting = false;
  bool refused = false;
  Instant reopensAt;             // zero while open
  std::optional<Money> price;     // what the customer pays when it is bought here; nothing: it follows later
  std::optional<Money> deposit;  // what is free of it; nothing when never heard
  int successPermille = 1000;
};

struct RouteQuestion {
  // What the offer may take; nothing: whatever it takes (the price follows the cost, or is not known yet).
  std::optional<Money> costMax;
  // What is taken from the deposit besides the offer's cost (a transfer's sum, a bill); zero for prepaid
  // goods.
  Money besides;
};

struct Route {
  // Index into the facts; nothing when no offer can be used now or later.
  std::optional<std::size_t> chosen;
  // Whether it can be used at once, or is the best one to wait for.
  bool isUsable = false;
  std::vector<OfferStanding> standings;  // one for each offer
};

// Without rules: the cheapest.
Route chooseRoute(const std::vector<OfferFacts>& offers, const RouteQuestion& question,
                  const RoutingRules& rules = {});

}  // namespace loket

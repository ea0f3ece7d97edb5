#include "core/domain/routing/route.h"

#include <array>
#include <utility>

namespace loket {
namespace {

constexpr std::array<std::pair<OfferStanding, std::string_view>, 12> kStandingWords = {{
    {OfferStanding::Chosen, "chosen"},
    {OfferStanding::Dearer, "dearer"},
    {OfferStanding::LessPreferred, "less-preferred"},
    {OfferStanding::LessReliable, "less-reliable"},
    {OfferStanding::Unreached, "unreached"},
    {OfferStanding::Resting, "resting"},
    {OfferStanding::ClosedHours, "closed-hours"},
    {OfferStanding::OutOfStock, "out-of-stock"},
    {OfferStanding::DepositShort, "deposit-short"},
    {OfferStanding::AtALoss, "at-a-loss"},
    {OfferStanding::Refused, "refused"},
    {OfferStanding::NotConfigured, "not-configured"},
}};

// The worst that is true of it; Chosen when nothing is.
OfferStanding standingOf(const OfferFacts& facts, const RouteQuestion& question, int reliablePermille) {
  const Offer& offer = facts.offer;
  if (!facts.configured)
    return OfferStanding::NotConfigured;
  if (facts.refused)
    return OfferStanding::Refused;
  if (!offer.available)
    return OfferStanding::OutOfStock;
  if (question.costMax && offer.cost + question.besides > *question.costMax)
    return OfferStanding::AtALoss;
  if (facts.price && offer.cost > *facts.price)
    return OfferStanding::AtALoss;
  if (facts.deposit && *facts.deposit < offer.cost + question.besides)
    return OfferStanding::DepositShort;
  if (facts.reopensAt.ms != 0)
    return OfferStanding::ClosedHours;
  if (facts.resting)
    return OfferStanding::Resting;
  if (!facts.reached)
    return OfferStanding::Unreached;
  return facts.successPermille < reliablePermille ? OfferStanding::LessReliable : OfferStanding::Chosen;
}

// Groups from which an offer is taken, best first: usable, usable but unreliable, and what passes by waiting.
int groupOf(OfferStanding standing) {
  switch (standing) {
    case OfferStanding::Chosen:
    case OfferStanding::Dearer:
    case OfferStanding::LessPreferred:
      return 0;
    case OfferStanding::LessReliable:
      return 1;
    case OfferStanding::Unreached:
      return 2;
    case OfferStanding::Resting:
      return 3;
    case OfferStanding::DepositShort:
      return 4;
    case OfferStanding::ClosedHours:
      return 5;
    case OfferStanding::OutOfStock:
    case OfferStanding::AtALoss:
    case OfferStanding::Refused:
    case OfferStanding::NotConfigured:
      return 6;
  }
  return 6;
}

constexpr int kUsableGroupMax = 1;
constexpr int kWaitableGroupMax = 5;

}  // namespace

std::string_view wordOf(OfferStanding standing) {
  for (const auto& [known, word] : kStandingWords)
    if (known == standing)
      return word;
  return {};
}

Route chooseRoute(const std::vector<OfferFacts>& offers, const RouteQuestion& question, const RoutingRules& rules) {
  Route route;
  // What an offer costs the shop in its own eyes.
  const auto priceOf = [&](std::size_t i) {
    return offers[i].offer.cost + rules.worth.times(rules.placeOf(offers[i].offer.upstream));
  };
  int bestGroup = kWaitableGroupMax + 1;
  for (std::size_t i = 0; i < offers.size(); ++i) {
    const OfferStanding standing = standingOf(offers[i], question, rules.reliablePermille);
    route.standings.push_back(standing);
    const int group = groupOf(standing);
    if (group > kWaitableGroupMax)
      continue;
    // Of equals the first in the list, which is in the order of the configuration.
    if (!route.chosen ||
        std::make_pair(group, priceOf(i)) < std::make_pair(bestGroup, priceOf(*route.chosen))) {
      route.chosen = i;
      bestGroup = group;
    }
  }
  route.isUsable = route.chosen && bestGroup <= kUsableGroupMax;
  for (std::size_t i = 0; i < offers.size(); ++i)
    if (route.standings[i] == OfferStanding::Chosen && i != route.chosen)
      route.standings[i] = route.chosen && offers[i].offer.cost <= offers[*route.chosen].offer.cost &&
                                   priceOf(i) > priceOf(*route.chosen)
                               ? OfferStanding::LessPreferred
                               : OfferStanding::Dearer;
  if (route.isUsable)
    route.standings[*route.chosen] = OfferStanding::Chosen;
  return route;
}

}  // namespace loket

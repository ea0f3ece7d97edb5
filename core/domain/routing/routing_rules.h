// What a shop asks of the choice among offers besides the lowest cost. As configured.
#pragma once

#include <vector>

#include "core/domain/identity/ids.h"
#include "core/domain/money/money.h"

namespace loket {

struct RoutingRules {
  // Upstreams the shop would rather buy from, the dearest to it first; those that are not named come last.
  std::vector<UpstreamId> prefer;
  // What each place further up is worth: an offer may cost so much more than one a place below. Never negative.
  Money worth;
  // Of the last attempts so many in a thousand must have gone well (0 to 1000); others are taken only when there is
  // nothing better.
  int reliablePermille = 800;

  bool operator==(const RoutingRules&) const = default;
  // 0 for the first one.
  int placeOf(const UpstreamId& upstream) const {
    int place = 0;
    while (place < static_cast<int>(prefer.size()) && prefer[static_cast<std::size_t>(place)] != upstream) ++place;
    return place;
  }
};

}  // namespace loket

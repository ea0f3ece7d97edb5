// Brings together what is known about the offers of a product and lets the domain choose among them: for a
// quote, and for a payment whose own offer cannot take it.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "core/domain/routing/route.h"
#include "core/engine/books.h"
#include "core/engine/shelf.h"
#include "core/engine/upstreams.h"

namespace loket::engine {

class Router {
 public:
  struct Parts {
    Books& books;
    Upstreams& upstreams;
    Shelf& shelf;
    ports::Clock& clock;
  };
  struct Choice {
    const Product* product = nullptr;
    const Offer* offer = nullptr;
    bool pinned = false;  // the caller named the offer
    // Closed hours, now or within the margin: it opens again then. Zero while open.
    Instant reopensAt;
    std::vector<OfferStanding> standings;  // of the product's offers; empty when pinned
  };
  explicit Router(Parts parts) : m_(parts) {}
  void setRules(RoutingRules rules) { m_rules = std::move(rules); }

  // A product id, or "UPSTREAM:SKU" for that very offer. `besides` is what is taken from the deposit on top
  // of the offer's cost. ProductUnknown; ProductClosed when nobody has it; UpstreamConfig when nobody who has
  // it is configured. What passes by waiting is chosen when there is nothing better. NumberInvalid with "months-one":
  // nobody who has it takes several months at once, and `severalMonths` are wanted.
  Result<Choice> choose(const std::string& wanted, Money besides, bool severalMonths = false) const;
  // Another offer that can take this accepted payment at once, when its own cannot; null otherwise. Never for
  // transfers (the name was checked at that bank) and pinned offers, never at a loss.
  const Offer* elsewhere(const Payment& payment) const;
  // The same, asked before the refusal of `refused` is written down.
  const Offer* elsewhereThan(const Payment& payment, const Attempt& refused) const;
  // When the payment's own offer opens again; `now` while it is open.
  Instant opensAt(const UpstreamId& upstream, ProductKind kind, const Offer* offer, Instant now) const;
  // Of the deposit at `upstream`, what open payments will take.
  Money reserved(const UpstreamId& upstream) const;

 private:
  OfferFacts factsOf(const Offer& offer, ProductKind kind) const;
  const Offer* elsewhere(const Payment& payment, const Attempt* refused) const;

  Parts m_;
  RoutingRules m_rules;
};

// A refusal "for now" keeps a payment from the same offer for this long.
inline constexpr Duration kRefusedWait = Duration::minutes(5);

}  // namespace loket::engine

// The upstreams' price lists: when they are asked for, by the limits that each upstream sets, and what of them is on the
// shelf. When one was asked last is on disk before it is asked, so that a restart asks no sooner either.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "core/api/agent_client.h"
#include "core/domain/catalogue/pricing.h"
#include "core/engine/books.h"
#include "core/engine/shelf.h"
#include "core/engine/upstreams.h"

namespace loket::engine {

// At a quiet counter lists are fetched once an hour; no oftener than every five minutes whatever is doubted.
inline constexpr Duration kPriceListEvery = Duration::minutes(5);
inline constexpr Duration kPriceListOld = Duration::hours(1);

class PriceLists {
 public:
  struct Parts {
    Books& books;
    Upstreams& upstreams;
    Shelf& shelf;
    ports::Clock& clock;
  };
  explicit PriceLists(Parts parts) : m_(parts) {}

  // What the settings' rows know; once, with the shelf filled.
  void restore(const std::map<std::string, std::string>& rows);
  void setPricing(Pricing pricing) { m_pricing = std::move(pricing); }

  // Asks every upstream that may be asked now. What is not answered stays as it was, and the answer is the error:
  // PricesLimited when all that is wrong is that it was too soon.
  void sync(api::Reply<int> reply);
  // The same when the lists are old; `done` in any case.
  void refresh(Duration tooOld, std::function<void()> done);
  // Something failed that fresh prices may explain.
  void doubt() { m_doubted = true; }
  bool doubted() const { return m_doubted; }

  // Before a sale: asks for the price of this one code, where the upstream gives it and knows better than the shelf.
  enum class News { None, Changed };
  void freshen(const Offer& offer, ProductKind kind, std::function<void(News)> done);

  // New products lie on the shelf from now on.
  std::function<void(std::vector<Product>)> onProducts;

 private:
  struct Gathering;
  using Code = std::pair<UpstreamId, Sku>;
  struct Known {
    Instant asOf;     // of the last list that came; zero: never
    Instant askedAt;  // zero: never, or it was not heard
  };
  bool isYoung(Instant at, Duration limit) const;
  void ask(const std::shared_ptr<Gathering>& gathering, const std::vector<UpstreamId>& ids);
  void take(const std::shared_ptr<Gathering>& gathering, const UpstreamId& id, const ports::PriceListReply& list);
  void finish(const std::shared_ptr<Gathering>& gathering);
  void limited(Gathering& gathering, const UpstreamId& id) const;
  void takeOne(const Offer& before, const ports::PriceListReply& reply, const std::function<void(News)>& done);
  std::vector<PriceListEntry> entriesOf(const UpstreamId* only = nullptr) const;

  Parts m_;
  Pricing m_pricing;
  Instant m_asOf;     // of the last lists that came, from any; zero: never
  Instant m_askedAt;  // by this process
  bool m_doubted = false;
  std::map<UpstreamId, Known> m_known;
  std::map<Code, Known> m_ones;
};

}  // namespace loket::engine

#include "core/engine/price_lists.h"

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <optional>

namespace loket::engine {
namespace {

constexpr const char* kAsOfKey = "catalogue.asOf";
// "prices.ID.asOf" and "prices.ID.askedAt" of an upstream's lists, "price.ID.CODE" of one code.
constexpr std::string_view kListsPrefix = "prices.";
constexpr std::string_view kOnePrefix = "price.";
// A price that was asked for in vain is not asked for again with every sale.
constexpr Duration kOneAgain = Duration::minutes(1);

std::string keyOf(const UpstreamId& id, const char* what) {
  return std::string(kListsPrefix) + id.str() + "." + what;
}

std::string textOf(Instant at) { return std::to_string(at.ms); }

Instant instantIn(const std::string& text) { return Instant{std::strtoll(text.c_str(), nullptr, 10)}; }

bool isSame(const Offer& a, const Offer& b) {
  return a.cost == b.cost && a.available == b.available && a.multi == b.multi && a.cutOff.from == b.cutOff.from &&
         a.cutOff.to == b.cutOff.to;
}

}  // namespace

struct PriceLists::Gathering {
  std::map<UpstreamId, std::vector<PriceListEntry>> lists;
  std::map<std::string, std::string> rows;  // to be written with the lists
  std::vector<UpstreamId> fresh;
  std::vector<UpstreamId> kept;  // whose offers stay as they are
  std::size_t left = 0;
  std::optional<Error> trouble;
  api::Reply<int> reply;
};

void PriceLists::restore(const std::map<std::string, std::string>& rows) {
  // Without lists their dates mean nothing: they are not in the sidecar that a lost database comes back from.
  const bool empty = m_.shelf.products().empty();
  if (const auto at = rows.find(kAsOfKey); at != rows.end() && !empty)
    m_asOf = instantIn(at->second);
  for (auto at = rows.lower_bound(std::string(kListsPrefix));
       at != rows.end() && at->first.rfind(kListsPrefix, 0) == 0; ++at) {
    const std::string rest = at->first.substr(kListsPrefix.size());
    const std::size_t dot = rest.rfind('.');
    if (dot == std::string::npos)
      continue;
    Known& known = m_known[UpstreamId(rest.substr(0, dot))];
    if (rest.substr(dot + 1) == "askedAt")
      known.askedAt = instantIn(at->second);
    else if (!empty)
      known.asOf = instantIn(at->second);
  }
  const auto ones = rows.lower_bound(std::string(kOnePrefix));
  if (empty || ones == rows.end() || ones->first.rfind(kOnePrefix, 0) != 0)
    return;
  for (const Product& product : m_.shelf.products())
    for (const Offer& offer : product.offers)
      if (const auto at = rows.find(std::string(kOnePrefix) + offer.upstream.str() + "." + offer.sku.str());
          at != rows.end())
        m_ones[{offer.upstream, offer.sku}].asOf = instantIn(at->second);
}

// A clock that was set back makes things old, not young for ever.
bool PriceLists::isYoung(Instant at, Duration limit) const {
  const Instant now = m_.clock.now();
  return at != Instant{} && at <= now && now - at < limit;
}

void PriceLists::refresh(Duration tooOld, std::function<void()> done) {
  if (isYoung(m_asOf, tooOld) || isYoung(m_askedAt, kPriceListEvery) || m_.upstreams.empty()) {
    done();
    return;
  }
  sync([done = std::move(done)](const Result<int>&) { done(); });
}

std::vector<PriceListEntry> PriceLists::entriesOf(const UpstreamId* only) const {
  std::vector<PriceListEntry> entries;
  for (const Product& product : m_.shelf.products())
    for (const Offer& offer : product.offers)
      if (only == nullptr || offer.upstream == *only)
        entries.push_back({offer, product.name, product.category, product.brand, product.description, product.kind});
  return entries;
}

void PriceLists::limited(Gathering& gathering, const UpstreamId& id) const {
  const Instant again = m_known.at(id).askedAt + m_.upstreams.priceLimitsOf(id).listsEvery;
  if (!gathering.trouble)
    gathering.trouble = Error{ErrorCode::PricesLimited, toRfc3339(again)};
}

void PriceLists::sync(api::Reply<int> reply) {
  const auto ids = m_.upstreams.ids();
  if (ids.empty()) {
    reply(fail(ErrorCode::UpstreamConfig, "no upstream is configured"));
    return;
  }
  const Instant now = m_.clock.now();
  m_askedAt = now;
  auto gathering = std::make_shared<Gathering>();
  gathering->reply = std::move(reply);
  std::vector<UpstreamId> asked;
  ports::UnitOfWork work;
  for (const UpstreamId& id : ids) {
    const Duration every = m_.upstreams.priceLimitsOf(id).listsEvery;
    if (isYoung(m_known[id].askedAt, every)) {
      gathering->kept.push_back(id);
      limited(*gathering, id);
      continue;
    }
    asked.push_back(id);
    if (every.ms == 0)
      continue;
    m_known[id].askedAt = now;
    work.settings[keyOf(id, "askedAt")] = textOf(now);
  }
  gathering->left = asked.size();
  if (asked.empty()) {
    gathering->reply(fail(*gathering->trouble));
    return;
  }
  m_doubted = false;
  if (work.empty()) {
    ask(gathering, asked);
    return;
  }
  m_.books.stageWork(std::move(work), "prices", [this, gathering, asked](const Status& status) {
    if (!status)
      gathering->reply(fail(status.error()));
    else
      ask(gathering, asked);
  });
}

void PriceLists::ask(const std::shared_ptr<Gathering>& gathering, const std::vector<UpstreamId>& ids) {
  for (const UpstreamId& id : ids) {
    ports::Upstream* upstream = m_.upstreams.find(id);
    if (upstream == nullptr) {
      // Configured away in the meantime.
      if (--gathering->left == 0)
        finish(gathering);
      continue;
    }
    upstream->priceList([this, gathering, id](const ports::PriceListReply& list) { take(gathering, id, list); });
  }
}

void PriceLists::take(const std::shared_ptr<Gathering>& gathering, const UpstreamId& id,
                      const ports::PriceListReply& list) {
  m_.upstreams.note(id, list.verdict);
  const Instant now = m_.clock.now();
  Known& known = m_known[id];
  // A list with nothing in it is no news: nobody stops selling everything at once.
  if (list.verdict.kind == VerdictKind::Succeeded && !list.entries.empty()) {
    gathering->lists[id] = list.entries;
    gathering->fresh.push_back(id);
    gathering->rows[keyOf(id, "asOf")] = textOf(now);
  } else {
    // Its offers as they were: one upstream's silence empties no shelf.
    gathering->kept.push_back(id);
    const bool isLimit = list.tooSoon && m_.upstreams.priceLimitsOf(id).listsEvery.ms > 0;
    const bool unserved =
        list.verdict.kind == VerdictKind::NotSent || list.verdict.kind == VerdictKind::RefusedByConfig;
    if (unserved)
      known.askedAt = {};  // it has heard nothing, or turned us away at the door: nothing of the limit is used up
    else if (isLimit)
      known.askedAt = now;  // somebody asked before us; when, only the upstream knows
    if (m_.upstreams.priceLimitsOf(id).listsEvery.ms > 0)
      gathering->rows[keyOf(id, "askedAt")] = textOf(known.askedAt);
    if (isLimit) {
      limited(*gathering, id);
    } else {
      const bool away = list.verdict.kind == VerdictKind::NotSent || list.verdict.kind == VerdictKind::Unknown;
      const ErrorCode code = away ? ErrorCode::Offline
                             : list.verdict.kind == VerdictKind::RefusedForNow ? ErrorCode::RateLimited
                                                                               : ErrorCode::UpstreamConfig;
      gathering->trouble = Error{code, id.str() + " " + list.verdict.code + " " + list.verdict.message};
    }
  }
  if (--gathering->left == 0)
    finish(gathering);
}

void PriceLists::finish(const std::shared_ptr<Gathering>& gathering) {
  const Instant asOf = m_.clock.now();
  ports::UnitOfWork work;
  work.settings = gathering->rows;
  std::vector<Product> products;
  if (!gathering->fresh.empty()) {
    for (const UpstreamId& id : gathering->kept)
      gathering->lists[id] = entriesOf(&id);
    std::vector<PriceListEntry> entries;
    for (const auto& [id, list] : gathering->lists)
      entries.insert(entries.end(), list.begin(), list.end());
    products = mergePriceLists(entries, m_pricing);
    work.catalogue = products;
    work.settings[kAsOfKey] = textOf(asOf);
  }
  const auto done = [this, asOf, products = std::move(products), gathering](const Status& status) {
    if (!status) {
      gathering->reply(fail(status.error()));
      return;
    }
    if (!gathering->fresh.empty()) {
      m_asOf = asOf;
      for (const UpstreamId& id : gathering->fresh)
        m_known[id].asOf = asOf;
      onProducts(products);
    }
    if (gathering->trouble)
      gathering->reply(fail(*gathering->trouble));
    else if (gathering->fresh.empty())
      gathering->reply(fail(ErrorCode::Offline, {}));
    else
      gathering->reply(static_cast<int>(m_.shelf.products().size()));
  };
  if (work.empty())
    done(Status{});
  else
    m_.books.stageWork(std::move(work), "catalogue", done);
}

void PriceLists::freshen(const Offer& offer, ProductKind kind, std::function<void(News)> done) {
  ports::Upstream* upstream = m_.upstreams.find(offer.upstream);
  const ports::PriceLimits limits = m_.upstreams.priceLimitsOf(offer.upstream);
  const auto lists = m_known.find(offer.upstream);
  const Instant listed = lists == m_known.end() ? Instant{} : lists->second.asOf;
  Known& one = m_ones[{offer.upstream, offer.sku}];
  // Of bills the inquiry tells the price.
  if (upstream == nullptr || kind != ProductKind::Prepaid || limits.oneEvery.ms == 0 ||
      isYoung(std::max(listed, one.asOf), limits.oneLag) ||
      isYoung(one.askedAt, std::max(limits.oneEvery, kOneAgain))) {
    done(News::None);
    return;
  }
  one.askedAt = m_.clock.now();
  upstream->price(offer.sku, kind, [this, offer, done = std::move(done)](const ports::PriceListReply& reply) {
    m_.upstreams.note(offer.upstream, reply.verdict);
    takeOne(offer, reply, done);
  });
}

void PriceLists::takeOne(const Offer& before, const ports::PriceListReply& reply,
                         const std::function<void(News)>& done) {
  // No answer, no news: what is on the shelf is what we know, and the ceiling of the payment guards the shop.
  if (reply.verdict.kind != VerdictKind::Succeeded || reply.entries.size() != 1) {
    done(News::None);
    return;
  }
  const Offer& told = reply.entries.front().offer;
  const Instant now = m_.clock.now();
  m_ones[{before.upstream, before.sku}].asOf = now;
  ports::UnitOfWork work;
  work.settings[std::string(kOnePrefix) + before.upstream.str() + "." + before.sku.str()] = textOf(now);
  std::vector<PriceListEntry> entries = entriesOf();
  const auto at = std::find_if(entries.begin(), entries.end(), [&before](const PriceListEntry& entry) {
    return entry.offer.upstream == before.upstream && entry.offer.sku == before.sku;
  });
  const bool changed = at != entries.end() && !isSame(at->offer, told);
  std::vector<Product> products;
  if (changed) {
    at->offer = told;
    products = mergePriceLists(entries, m_pricing);
    work.catalogue = products;
  }
  m_.books.stageWork(std::move(work), "price", [this, changed, products = std::move(products), done](const Status& status) {
    if (!status || !changed) {
      done(News::None);
      return;
    }
    onProducts(products);
    done(News::Changed);
  });
}

}  // namespace loket::engine

// Price lists and their limits: whole lists once in five minutes, one code's price before a sale when the list is old,
// nothing sooner than the upstream allows, whoever asks and however often the program is started.
#include <QTest>
#include <memory>
#include <utility>

#include "tests/unit/engine/counter.h"

using namespace loket;
using namespace loket::tests;

namespace {

constexpr Duration kEvery = Duration::minutes(5);
constexpr Duration kLag = Duration::minutes(15);

PriceListEntry pulsaAt(std::int64_t cost, std::int64_t face = 10'000) {
  PriceListEntry entry;
  entry.offer.upstream = UpstreamId("digi");
  entry.offer.sku = face == 10'000 ? Sku("t10") : Sku("t" + std::to_string(face / 1000));
  entry.offer.cost = Money::rupiah(cost);
  entry.offer.available = true;
  entry.name = "Telkomsel " + std::to_string(face);
  entry.category = "Pulsa";
  entry.brand = "TELKOMSEL";
  return entry;
}

ports::PriceListReply listOf(std::vector<PriceListEntry> entries) {
  return {verdictOf(VerdictKind::Succeeded, "00"), std::move(entries)};
}

ports::PriceListReply tooSoon() { return {verdictOf(VerdictKind::RefusedForNow, "83"), {}, true}; }

}  // namespace

class EnginePricesTest : public QObject {
  Q_OBJECT

 private slots:
  void init();
  void whole_lists_are_not_asked_for_too_soon();
  void a_limit_that_the_upstream_tells_keeps_the_lists();
  void what_nobody_served_does_not_count();
  void the_pause_is_on_disk_before_the_question();
  void a_limit_does_not_hold_up_the_others();
  void a_sale_from_an_old_list_asks_for_the_price();
  void a_price_that_is_not_told_changes_nothing_data();
  void a_price_that_is_not_told_changes_nothing();
  void goods_that_are_gone_are_said_before_the_cash();
  void only_prepaid_goods_are_asked_about();

 private:
  Result<int> syncCatalogue() {
    return m_counter->ask<int>([this](api::Reply<int> reply) { m_counter->engine->syncCatalogue(std::move(reply)); });
  }
  Result<api::Quote> quote() { return m_counter->quote({"digi:t10", mobileNumber(1), {}, api::Connectivity::WhenOnline}); }
  // The rig puts its products on the shelf at every start: those that are there.
  void restart() {
    m_counter->products = must(m_counter->real->catalogue());
    m_counter->restart();
  }
  // As after a sync, so much later.
  void startWithListsOf(Duration age);

  std::unique_ptr<Counter> m_counter;
  int m_lists = 0;
  int m_prices = 0;
};

void EnginePricesTest::init() {
  m_counter = std::make_unique<Counter>(engine::Dispatching::OnDemand);
  m_lists = 0;
  m_prices = 0;
  Counter& c = *m_counter;
  c.products.clear();
  c.script.priceLimits = {kEvery, Duration::seconds(1), kLag};
  c.script.onPriceList = [this](const UpstreamId&) {
    ++m_lists;
    return listOf({pulsaAt(10'250), pulsaAt(20'250, 20'000)});
  };
  c.script.onPrice = [this](const Sku&) {
    ++m_prices;
    return listOf({pulsaAt(10'250)});
  };
}

void EnginePricesTest::startWithListsOf(Duration age) {
  QVERIFY(m_counter->start());
  must(syncCatalogue());
  m_counter->clock.moveBy(age);
}

void EnginePricesTest::whole_lists_are_not_asked_for_too_soon() {
  Counter& c = *m_counter;
  QVERIFY(c.start());
  const Instant asked = c.clock.now();
  QCOMPARE(must(syncCatalogue()), 2);
  for (int i = 0; i < 3; ++i) {
    const auto again = syncCatalogue();
    QVERIFY(!again);
    QCOMPARE(again.error().code, ErrorCode::PricesLimited);
    QCOMPARE(again.error().detail, toRfc3339(asked + kEvery));
    // Nobody who starts the program anew may ask sooner.
    restart();
  }
  QCOMPARE(m_lists, 1);
  QCOMPARE(c.engine->catalogue({}).size(), std::size_t{2});
  c.clock.moveTo(asked + kEvery - Duration::seconds(1));
  QVERIFY(!syncCatalogue());
  QCOMPARE(m_lists, 1);
  c.clock.moveTo(asked + kEvery);
  QCOMPARE(must(syncCatalogue()), 2);
  QCOMPARE(m_lists, 2);
}

void EnginePricesTest::a_limit_that_the_upstream_tells_keeps_the_lists() {
  Counter& c = *m_counter;
  startWithListsOf(Duration::minutes(6));
  c.script.onPriceList = [this](const UpstreamId&) {
    ++m_lists;
    return tooSoon();
  };
  const auto limited = syncCatalogue();
  QVERIFY(!limited);
  QCOMPARE(limited.error().code, ErrorCode::PricesLimited);
  QCOMPARE(m_lists, 2);
  // Somebody else with this account asked: our five minutes begin with the answer.
  const auto again = parseRfc3339(limited.error().detail);
  QVERIFY(again.has_value());
  QVERIFY(*again > c.clock.now() + Duration::minutes(4));
  QCOMPARE(c.engine->catalogue({}).size(), std::size_t{2});
  QCOMPARE(must(c.real->catalogue()).size(), std::size_t{2});
  restart();
  QCOMPARE(syncCatalogue().error().code, ErrorCode::PricesLimited);
  QCOMPARE(m_lists, 2);
  c.clock.moveTo(*again + Duration::seconds(1));
  QCOMPARE(syncCatalogue().error().code, ErrorCode::PricesLimited);
  QCOMPARE(m_lists, 3);
}

void EnginePricesTest::what_nobody_served_does_not_count() {
  Counter& c = *m_counter;
  QVERIFY(c.start());
  // A wrong key is set right, and the lists come at once.
  const auto lists = std::exchange(c.script.onPriceList, [](const UpstreamId&) {
    return ports::PriceListReply{verdictOf(VerdictKind::RefusedByConfig, "41"), {}};
  });
  QCOMPARE(syncCatalogue().error().code, ErrorCode::UpstreamConfig);
  QCOMPARE(syncCatalogue().error().code, ErrorCode::UpstreamConfig);
  c.script.onPriceList = lists;
  c.script.away.insert(UpstreamId("digi"));
  QCOMPARE(syncCatalogue().error().code, ErrorCode::Offline);
  QCOMPARE(m_lists, 0);
  c.script.away.clear();
  restart();
  QCOMPARE(must(syncCatalogue()), 2);
  QCOMPARE(m_lists, 1);
}

void EnginePricesTest::the_pause_is_on_disk_before_the_question() {
  Counter& c = *m_counter;
  QVERIFY(c.start());
  bool asked = false;
  c.script.onPriceList = [&asked](const UpstreamId&) {
    asked = true;
    return listOf({pulsaAt(10'250)});
  };
  // The process dies with the question on the wire.
  c.script.latency = Duration::seconds(30);
  c.engine->syncCatalogue([](const Result<int>&) {});
  c.turnFor(Duration::seconds(2));
  restart();
  QVERIFY(!asked);
  QCOMPARE(syncCatalogue().error().code, ErrorCode::PricesLimited);
  QVERIFY(!asked);
}

void EnginePricesTest::a_limit_does_not_hold_up_the_others() {
  Counter& c = *m_counter;
  UpstreamSettings other;
  other.id = UpstreamId("other");
  other.protocol = "scripted";
  c.config.upstreams.push_back(other);
  c.script.onPriceList = [this](const UpstreamId& id) {
    ++m_lists;
    if (id == UpstreamId("digi"))
      return tooSoon();
    PriceListEntry entry = pulsaAt(10'150);
    entry.offer.upstream = id;
    return listOf({entry});
  };
  QVERIFY(c.start());
  QCOMPARE(syncCatalogue().error().code, ErrorCode::PricesLimited);
  QCOMPARE(m_lists, 2);
  QCOMPARE(must(c.real->catalogue()).size(), std::size_t{1});
}

void EnginePricesTest::a_sale_from_an_old_list_asks_for_the_price() {
  Counter& c = *m_counter;
  startWithListsOf(kLag - Duration::seconds(5));
  QCOMPARE(must(quote()).cost, Money::rupiah(10'250));
  QCOMPARE(m_prices, 0);
  c.clock.moveBy(Duration::seconds(10));
  c.script.onPrice = [this](const Sku& sku) {
    ++m_prices;
    return sku == Sku("t10") ? listOf({pulsaAt(10'900)}) : listOf({});
  };
  // The price of the moment, in the quote, on the shelf and on disk.
  const auto quoted = must(quote());
  QCOMPARE(m_prices, 1);
  QCOMPARE(quoted.cost, Money::rupiah(10'900));
  QCOMPARE(quoted.total, Money::rupiah(12'500));
  restart();
  QCOMPARE(must(quote()).cost, Money::rupiah(10'900));
  QCOMPARE(m_prices, 1);
  QCOMPARE(m_lists, 1);
  QCOMPARE(c.engine->catalogue({}).size(), std::size_t{2});
  c.clock.moveBy(kLag);
  api::SellRequest sale = pulsaFor(1);
  sale.product = "digi:t10";
  const auto sold = must(c.sell(sale));
  QCOMPARE(m_prices, 2);
  QCOMPARE(sold.payment.cost, Money::rupiah(10'900));
}

void EnginePricesTest::a_price_that_is_not_told_changes_nothing_data() {
  QTest::addColumn<int>("kind");
  QTest::newRow("too soon") << static_cast<int>(VerdictKind::RefusedForNow);
  QTest::newRow("silence") << static_cast<int>(VerdictKind::Unknown);
  QTest::newRow("an empty list") << static_cast<int>(VerdictKind::Succeeded);
}

void EnginePricesTest::a_price_that_is_not_told_changes_nothing() {
  QFETCH(int, kind);
  Counter& c = *m_counter;
  startWithListsOf(Duration::hours(3));
  c.script.onPrice = [this, kind](const Sku&) {
    ++m_prices;
    return ports::PriceListReply{verdictOf(static_cast<VerdictKind>(kind), "83"), {}};
  };
  QCOMPARE(must(quote()).cost, Money::rupiah(10'250));
  QCOMPARE(must(quote()).cost, Money::rupiah(10'250));
  QCOMPARE(m_prices, 1);
  c.clock.moveBy(Duration::minutes(2));
  QCOMPARE(must(quote()).cost, Money::rupiah(10'250));
  QCOMPARE(m_prices, 2);
  QCOMPARE(c.engine->catalogue({}).size(), std::size_t{2});
}

void EnginePricesTest::goods_that_are_gone_are_said_before_the_cash() {
  Counter& c = *m_counter;
  startWithListsOf(Duration::hours(3));
  c.script.onPrice = [](const Sku&) {
    PriceListEntry gone = pulsaAt(10'250);
    gone.offer.available = false;
    return listOf({gone});
  };
  const auto refused = quote();
  QVERIFY(!refused);
  QCOMPARE(refused.error().code, ErrorCode::ProductClosed);
}

void EnginePricesTest::only_prepaid_goods_are_asked_about() {
  Counter& c = *m_counter;
  c.products = {billProduct()};
  c.script.onInquire = [](const ports::InquiryOrder&) {
    ports::InquiryReply reply;
    reply.verdict.kind = VerdictKind::Succeeded;
    reply.amount = Money::rupiah(80'000);
    reply.cost = Money::rupiah(80'000);
    return reply;
  };
  QVERIFY(c.start());
  QVERIFY(c.quote({"pdam-kota", billFor(1).number, {}, api::Connectivity::WhenOnline}).has_value());
  QCOMPARE(m_prices, 0);
}

QTEST_GUILESS_MAIN(EnginePricesTest)
#include "engine_prices_test.moc"

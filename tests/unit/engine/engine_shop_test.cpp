// What surrounds the payments: price lists of several upstreams, the deposits' opening in the books, the
// reader's thread, and a wall clock that somebody sets.
#include <QElapsedTimer>
#include <QTest>
#include <algorithm>
#include <thread>

#include "tests/unit/engine/counter.h"

using namespace loket;
using namespace loket::tests;

namespace {

PriceListEntry entryOf(const char* upstream, const char* sku, std::int64_t cost) {
  PriceListEntry entry;
  entry.offer.upstream = UpstreamId(upstream);
  entry.offer.sku = Sku(sku);
  entry.offer.cost = Money::rupiah(cost);
  entry.offer.available = true;
  entry.name = "Telkomsel 10.000";
  entry.category = "Pulsa";
  entry.brand = "TELKOMSEL";
  return entry;
}

UpstreamSettings settingsOf(const char* id) {
  UpstreamSettings settings;
  settings.id = UpstreamId(id);
  settings.protocol = "scripted";
  return settings;
}

// Sold by the other upstream only.
Product othersToken() {
  Product token = tokenProduct();
  token.offers.front().upstream = UpstreamId("other");
  return token;
}

ports::PriceListReply away() {
  return {verdictOf(VerdictKind::NotSent, "connect"), {}};
}

}  // namespace

class EngineShopTest : public QObject {
  Q_OBJECT

 private slots:
  void init() { m_counter = std::make_unique<Counter>(); }
  void price_lists_of_two_upstreams_are_one_catalogue();
  void a_dearer_supplier_is_sold_at_its_own_price();
  void a_silent_upstream_empties_no_shelf();
  void an_empty_list_empties_no_shelf();
  void prices_are_fetched_once_an_hour_and_sooner_when_doubted();
  void a_catalogue_that_nobody_answers_stays_as_it_was();
  void a_deposit_is_opened_once();
  void a_deposit_whose_opening_failed_is_opened_later();
  void a_moved_clock_is_told();
  void a_reader_that_cannot_open_says_so_and_is_tried_again();
  void what_is_open_is_what_the_queue_counts();
  void the_doctor_names_what_is_wrong_with_an_upstream();
  void one_upstream_away_holds_up_only_its_own();
  void a_sync_sends_where_there_is_a_way();
  void a_lost_network_is_known_within_seconds();
  void a_new_configuration_does_not_keep_the_counter_offline();

 private:
  Result<int> syncCatalogue() {
    return m_counter->ask<int>(
        [this](api::Reply<int> reply) { m_counter->engine->syncCatalogue(std::move(reply)); });
  }
  std::unique_ptr<Counter> m_counter;
};

void EngineShopTest::price_lists_of_two_upstreams_are_one_catalogue() {
  Counter& c = *m_counter;
  c.products.clear();
  c.config.upstreams.push_back(settingsOf("other"));
  c.script.onPriceList = [](const UpstreamId& id) {
    return ports::PriceListReply{verdictOf(VerdictKind::Succeeded, "00"),
                                 {entryOf(id.str().c_str(), "t10", id.str() == "digi" ? 10'250 : 10'150)}};
  };
  QVERIFY(c.start());
  QCOMPARE(must(syncCatalogue()), 1);
  const auto all = c.engine->catalogue({});
  QCOMPARE(all.size(), std::size_t{1});
  QCOMPARE(all.front().offers.size(), std::size_t{2});
  // The cheaper one is bought from.
  api::SellRequest request = pulsaFor(1);
  request.product = all.front().id.str();
  QCOMPARE(must(c.sell(request)).payment.upstream, UpstreamId("other"));
}

void EngineShopTest::a_dearer_supplier_is_sold_at_its_own_price() {
  Counter& c = *m_counter;
  c.products.clear();
  c.config.upstreams.push_back(settingsOf("other"));
  c.script.onPriceList = [](const UpstreamId& id) {
    return ports::PriceListReply{verdictOf(VerdictKind::Succeeded, "00"),
                                 {entryOf(id.str().c_str(), "t10", id.str() == "digi" ? 15'250 : 10'150)}};
  };
  QVERIFY(c.start());
  must(syncCatalogue());
  api::SellRequest forced = pulsaFor(1);
  forced.product = "digi:t10";
  const auto sold = must(c.sell(forced));
  QCOMPARE(sold.payment.cost, Money::rupiah(15'250));
  QCOMPARE(sold.payment.total(), Money::rupiah(17'000));
  const auto quoted = must(c.quote(
      {c.engine->catalogue({}).front().id.str(), mobileNumber(2), {}, api::Connectivity::WhenOnline}));
  QCOMPARE(quoted.total, Money::rupiah(12'000));
  QVERIFY(quoted.profit.isPositive());
}

void EngineShopTest::an_empty_list_empties_no_shelf() {
  Counter& c = *m_counter;
  QVERIFY(c.start());
  const std::size_t before = c.engine->catalogue({}).size();
  QVERIFY(before > 0);
  QVERIFY(!syncCatalogue());
  QCOMPARE(c.engine->catalogue({}).size(), before);
}

void EngineShopTest::prices_are_fetched_once_an_hour_and_sooner_when_doubted() {
  Counter& c = *m_counter;
  int lists = 0;
  c.script.onPriceList = [&lists](const UpstreamId& id) {
    ++lists;
    return ports::PriceListReply{verdictOf(VerdictKind::Succeeded, "00"),
                                 {entryOf(id.str().c_str(), "t10", 10'250)}};
  };
  QVERIFY(c.start());
  c.turnFor(Duration::minutes(2));
  QCOMPARE(lists, 1);
  c.turnFor(Duration::minutes(30));
  QCOMPARE(lists, 1);
  // A restart remembers.
  c.restart();
  c.turnFor(Duration::minutes(20));
  QCOMPARE(lists, 1);
  c.script.onPay = [](const Attempt&) { return verdictOf(VerdictKind::Failed, "69"); };
  QVERIFY(c.sell(pulsaFor(1)).has_value());
  c.turnFor(Duration::minutes(1));
  QCOMPARE(lists, 2);
  c.turnFor(Duration::minutes(59));
  QCOMPARE(lists, 2);
  c.turnFor(Duration::minutes(2));
  QCOMPARE(lists, 3);
}

void EngineShopTest::a_silent_upstream_empties_no_shelf() {
  Counter& c = *m_counter;
  c.products.clear();
  c.config.upstreams.push_back(settingsOf("other"));
  bool silent = false;
  c.script.onPriceList = [&silent](const UpstreamId& id) {
    if (id.str() == "other" && silent)
      return away();
    return ports::PriceListReply{verdictOf(VerdictKind::Succeeded, "00"),
                                 {entryOf(id.str().c_str(), "t10", silent ? 10'300 : 10'250)}};
  };
  QVERIFY(c.start());
  QCOMPARE(must(syncCatalogue()), 1);
  silent = true;
  // Not everything is fresh, and that is said; what was answered is on the shelf, and so is what was there.
  const auto partly = syncCatalogue();
  QVERIFY(!partly);
  QCOMPARE(partly.error().code, ErrorCode::Offline);
  QVERIFY(partly.error().detail.find("other") != std::string::npos);
  const auto all = c.engine->catalogue({});
  QCOMPARE(all.size(), std::size_t{1});
  const Offer* fresh = all.front().offerOf(UpstreamId("digi"), Sku("t10"));
  const Offer* kept = all.front().offerOf(UpstreamId("other"), Sku("t10"));
  QVERIFY(fresh != nullptr && kept != nullptr);
  QCOMPARE(fresh->cost, Money::rupiah(10'300));
  QCOMPARE(kept->cost, Money::rupiah(10'250));
  QCOMPARE(must(c.real->catalogue()).front().offers.size(), std::size_t{2});
}

void EngineShopTest::a_catalogue_that_nobody_answers_stays_as_it_was() {
  Counter& c = *m_counter;
  c.script.onPriceList = [](const UpstreamId&) { return away(); };
  QVERIFY(c.start());
  const std::size_t before = c.engine->catalogue({}).size();
  QVERIFY(!syncCatalogue());
  QCOMPARE(c.engine->catalogue({}).size(), before);
  QCOMPARE(must(c.real->catalogue()).size(), before);
}

void EngineShopTest::a_deposit_is_opened_once() {
  Counter& c = *m_counter;
  const auto both = [&c] { c.config.upstreams = {settingsOf("digi"), settingsOf("other")}; };
  both();
  QVERIFY(c.start());
  c.turnFor(Duration::minutes(5));
  QCOMPARE(c.balance("deposit:other"), Money::rupiah(5'000'000));
  QCOMPARE(c.balance("capital"), Money{} - Money::rupiah(10'000'000));
  // Taken out of the configuration, started again, and put back: its money was in the books all the time.
  c.config.upstreams = {settingsOf("digi")};
  c.restart();
  c.turnFor(Duration::minutes(5));
  both();
  c.restart();
  c.turnFor(Duration::minutes(5));
  QCOMPARE(c.balance("deposit:other"), Money::rupiah(5'000'000));
  QCOMPARE(c.balance("capital"), Money{} - Money::rupiah(10'000'000));
  QVERIFY(c.trial().isZero());
}

void EngineShopTest::a_deposit_whose_opening_failed_is_opened_later() {
  Counter& c = *m_counter;
  QVERIFY(c.start());
  c.store->failAt(1, FaultyStore::Fault::Full);
  c.turnFor(Duration::minutes(5));
  QCOMPARE(c.balance("deposit:digi"), Money::rupiah(5'000'000));
  QCOMPARE(c.balance("capital"), Money{} - Money::rupiah(5'000'000));
}

void EngineShopTest::a_moved_clock_is_told() {
  Counter& c = *m_counter;
  QVERIFY(c.start());
  c.turnFor(Duration::seconds(30));
  QVERIFY(!c.statuses.empty());
  c.statuses.clear();
  c.engine->turn(Duration{});
  c.engine->turn(Duration{});
  QVERIFY2(c.statuses.empty(), "nothing has happened");
  c.clock.set(Duration::hours(-3));
  c.engine->turn(Duration{});
  QCOMPARE(c.statuses.size(), std::size_t{1});
  QCOMPARE(c.statuses.front().now, c.clock.now());
}

void EngineShopTest::a_reader_that_cannot_open_says_so_and_is_tried_again() {
  Counter& c = *m_counter;
  bool works = false;
  c.openReader = [&c, &works]() -> Result<std::unique_ptr<ports::StoreReader>> {
    if (!works)
      return fail(ErrorCode::DatabaseUnreadable, "planted");
    return std::unique_ptr<ports::StoreReader>(
        must(adapters::SqlcipherReader::open(c.home.path(), dataKey())));
  };
  QVERIFY(c.start());
  const PaymentRef ref = must(c.sell(pulsaFor(1))).payment.ref;
  const auto read = [&c]() -> Result<std::vector<api::PaymentView>> {
    std::optional<Result<std::vector<api::PaymentView>>> answer;
    c.engine->payments({},
                       [&answer](Result<std::vector<api::PaymentView>> rows) { answer = std::move(rows); });
    QElapsedTimer waited;
    waited.start();
    while (!answer && waited.elapsed() < 20'000) {
      c.engine->turn(Duration{});
      std::this_thread::yield();
    }
    return answer ? *answer : fail(ErrorCode::Internal, "no answer");
  };
  const auto refused = read();
  QVERIFY(!refused);
  QCOMPARE(refused.error().code, ErrorCode::DatabaseUnreadable);
  // Selling goes on meanwhile.
  QVERIFY(c.sell(pulsaFor(2)).has_value());
  works = true;
  const auto rows = read();
  QVERIFY(rows.has_value());
  QCOMPARE(rows->size(), std::size_t{2});
  QCOMPARE(rows->back().payment.ref, ref);
}

void EngineShopTest::what_is_open_is_what_the_queue_counts() {
  Counter& c = *m_counter;
  c.script.onPay = [](const Attempt&) { return verdictOf(VerdictKind::Failed, "54"); };
  QVERIFY(c.start());
  const PaymentRef failed = must(c.sell(pulsaFor(1))).payment.ref;
  QVERIFY(c.reaches(failed, PaymentState::RefundDue));
  QVERIFY(c.sell(offline(pulsaFor(2))).has_value());
  QCOMPARE(c.engine->status().queueCount, 2);
  QCOMPARE(c.engine->status().queueSum, Money::rupiah(24'000));
  QVERIFY(c.refund(failed).has_value());
  QCOMPARE(c.engine->status().queueCount, 1);
}

void EngineShopTest::the_doctor_names_what_is_wrong_with_an_upstream() {
  Counter& c = *m_counter;
  QVERIFY(c.start());
  c.turnFor(Duration::seconds(2));
  const auto row = [&c] {
    const auto items =
        must(c.ask<std::vector<api::HealthItem>>([&c](api::Reply<std::vector<api::HealthItem>> reply) {
          c.engine->health(api::Look::AskNow, std::move(reply));
        }));
    for (const api::HealthItem& item : items)
      if (item.name == "upstream:digi")
        return item;
    return api::HealthItem{};
  };
  QVERIFY(row().ok);
  for (const auto& [kind, said] : {std::pair(VerdictKind::Unknown, "no honest answer: html"),
                                   std::pair(VerdictKind::NotSent, "not reached: certificate-pin")}) {
    const std::string word = std::string(said).substr(std::string(said).find(": ") + 2);
    c.script.onBalance = [kind = kind, word] { return ports::BalanceReply{verdictOf(kind, word), {}}; };
    const api::HealthItem item = row();
    QVERIFY(!item.ok);
    QCOMPARE(item.word, word);
    QVERIFY2(item.detail.find(said) != std::string::npos, item.detail.c_str());
    QCOMPARE(c.engine->status().deposits.front().why, word);
  }
  // An honest answer, and all is forgotten.
  c.script.onBalance = [] {
    return ports::BalanceReply{verdictOf(VerdictKind::Succeeded, "00"), Money::rupiah(5'000'000)};
  };
  QVERIFY(row().ok);
  QCOMPARE(row().word, std::string());
  QCOMPARE(c.engine->status().deposits.front().why, std::string());
}

void EngineShopTest::one_upstream_away_holds_up_only_its_own() {
  Counter& c = *m_counter;
  c.config.upstreams.push_back(settingsOf("other"));
  c.products = {pulsaProduct(), othersToken()};
  c.script.away = {UpstreamId("other")};
  QVERIFY(c.start());
  c.turnFor(Duration::seconds(2));
  QVERIFY(c.engine->status().online);
  for (const api::DepositView& deposit : c.engine->status().deposits)
    QCOMPARE(deposit.reachable, deposit.upstream == UpstreamId("digi"));
  // What it would deliver is a deposit; everything else is sold as ever.
  const auto waiting = must(c.sell(tokenFor(1)));
  QVERIFY(waiting.payment.offline);
  const auto sold = must(c.sell(pulsaFor(1)));
  QVERIFY(!sold.payment.offline);
  QVERIFY(c.reaches(sold.payment.ref, PaymentState::Succeeded, Duration::seconds(5)));
  c.turnFor(Duration::hours(1));
  const auto paysAt = [&c](const char* upstream) {
    const auto pays = c.script.callsOf("pay");
    return std::count_if(pays.begin(), pays.end(), [upstream](const Script::Call& call) {
      return call.attempt.upstream == UpstreamId(upstream);
    });
  };
  QCOMPARE(paysAt("digi"), 1);
  QVERIFY2(paysAt("other") <= 2, "armed again and again without a way");
  QCOMPARE(c.stored(waiting.payment.ref).state, PaymentState::Accepted);
  // Within a heartbeat of its return it is sent.
  c.script.away.clear();
  QVERIFY(c.reaches(waiting.payment.ref, PaymentState::Succeeded, Duration::seconds(12)));
}

void EngineShopTest::a_sync_sends_where_there_is_a_way() {
  m_counter = std::make_unique<Counter>(engine::Dispatching::OnDemand);
  Counter& c = *m_counter;
  c.config.upstreams.push_back(settingsOf("other"));
  c.products = {pulsaProduct(), othersToken()};
  QVERIFY(c.start());
  const PaymentRef waiting = must(c.sell(offline(tokenFor(1)))).payment.ref;
  const PaymentRef sent = must(c.sell(offline(pulsaFor(1)))).payment.ref;
  c.script.away = {UpstreamId("other")};
  const auto batch = must(c.sync());
  QCOMPARE(batch.count, 2);
  QCOMPARE(batch.stillOpen, 1);
  QCOMPARE(c.stored(sent).state, PaymentState::Succeeded);
  QCOMPARE(c.stored(waiting).state, PaymentState::Accepted);
  QVERIFY(c.stored(waiting).attempts.empty());
  // Until idle goes on asking for the way, with growing pauses, and ends at its timeout.
  const auto balances = c.script.callsOf("balance").size();
  QCOMPARE(must(c.sync(api::SyncRequest::Until::Idle, Duration::hours(2))).stillOpen, 1);
  QVERIFY(c.script.callsOf("balance").size() - balances < 60);
  c.script.away.clear();
  QCOMPARE(must(c.sync(api::SyncRequest::Until::Idle)).stillOpen, 0);
  QCOMPARE(c.stored(waiting).state, PaymentState::Succeeded);
}

void EngineShopTest::a_lost_network_is_known_within_seconds() {
  Counter& c = *m_counter;
  c.config.upstreams.push_back(settingsOf("other"));
  QVERIFY(c.start());
  c.turnFor(Duration::seconds(5));
  QVERIFY(c.engine->status().online);
  // Between two heartbeats everything is gone; the first sale notices it at one of them.
  c.script.away = {UpstreamId("digi"), UpstreamId("other")};
  QVERIFY(c.sell(pulsaFor(1)).has_value());
  QVERIFY(c.turnUntil([&c] { return !c.engine->status().online; }, Duration::seconds(3)));
}

void EngineShopTest::a_new_configuration_does_not_keep_the_counter_offline() {
  Counter& c = *m_counter;
  c.script.away = {UpstreamId("digi")};
  QVERIFY(c.start());
  QVERIFY(c.turnUntil([&c] { return !c.engine->status().online; }, Duration::seconds(5)));
  // The network comes back in the very moment that the owner changes the settings.
  c.script.away.clear();
  QVERIFY(c.ask<int>([&c](api::Reply<int> reply) { c.engine->importConfig(c.config, kAlone, std::move(reply)); }).has_value());
  c.turnFor(Duration::minutes(2));
  QVERIFY(c.engine->status().online);
}

QTEST_GUILESS_MAIN(EngineShopTest)
#include "engine_shop_test.moc"

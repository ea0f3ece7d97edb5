// Margins and routing are changed by themselves: at once, durably, with who changed what, never over another
// one's change, and nothing else of the configuration is touched.
#include <QTest>

#include "core/engine/config_record.h"
#include "tests/unit/engine/counter.h"

using namespace loket;
using namespace loket::tests;

namespace {

bool isOfPrices(const std::string& key) {
  for (const char* prefix : {"pricing.", "routing.", "priceHistory."})
    if (key.rfind(prefix, 0) == 0)
      return true;
  return false;
}

}  // namespace

class EnginePriceRulesTest : public QObject {
  Q_OBJECT

 private slots:
  void init() { m_counter = std::make_unique<Counter>(); }

  void theShelfIsPricedAnewAndNothingElseIsTouched() {
    Counter& c = start();
    const auto before = othersRows();
    QVERIFY(before.size() > 20);
    api::SavePrices command = fromNow();
    command.to.pricing.byCategory["Pulsa"] = {Money::rupiah(700), Money{}, Money::rupiah(50)};
    command.to.pricing.byProduct["pln-token-50000"] = {Money::rupiah(1'000), Money::rupiah(250),
                                                       Money::rupiah(100)};
    QVERIFY(must(save(command)) == command.to);
    QCOMPARE(priceOf("pulsa-telkomsel-10000"), Money::rupiah(10'950));
    QCOMPARE(priceOf("pln-token-50000"), Money::rupiah(51'450));
    QVERIFY(othersRows() == before);
    // The next process has them too, and sells by them.
    c.die();
    c.config.pricing =
        command.to.pricing;  // start() writes it, and the shelf: what is there is looked at first
    {
      const auto real = c.home.open();
      QVERIFY(engine::configFrom(must(real->settings()))->priceRules() == command.to);
      c.products = must(real->catalogue());
    }
    QVERIFY(c.start());
    QCOMPARE(
        must(c.quote({"pulsa-telkomsel-10000", mobileNumber(1), {}, api::Connectivity::WhenOnline})).total,
        Money::rupiah(10'950));
  }

  void whoChangedWhatIsKept() {
    Counter& c = start();
    api::SavePrices command = fromNow();
    command.to.pricing.standard.margin = Money::rupiah(2'000);
    command.to.routing.prefer = {UpstreamId("digi")};
    must(save(command));
    c.turnFor(Duration::minutes(5));
    command = fromNow();
    command.to.pricing.standard.margin = Money::rupiah(1'000);
    command.by = UserName("budi");
    must(save(command));
    // An import is written down like it, in the name of who stands at the counter.
    api::Config config = c.engine->config();
    config.pricing.standard.roundTo = Money::rupiah(100);
    must(c.ask<int>([&](api::Reply<int> reply) { c.engine->importConfig(config, kAlone, std::move(reply)); }));
    const auto check = [&c] {
      const auto savings = c.engine->settingsChanges(10);
      QCOMPARE(savings.size(), std::size_t{3});
      QCOMPARE(savings[0].lines, std::vector<std::string>{"pricing.default.roundTo: 500 -> 100"});
      QCOMPARE(savings[1].lines, std::vector<std::string>{"pricing.default.margin: 2000 -> 1000"});
      QCOMPARE(savings[1].by, UserName("budi"));
      QCOMPARE(savings[2].lines, (std::vector<std::string>{"pricing.default.margin: 1500 -> 2000",
                                                           "routing.prefer: - -> digi"}));
      QCOMPARE(savings[2].by, UserName("sri"));
      QVERIFY(savings[1].at - savings[2].at >= Duration::minutes(5));
    };
    check();
    c.config = config;
    c.restart();
    check();
    QCOMPARE(c.engine->settingsChanges(1).size(), std::size_t{1});
  }

  void theOldestAreForgotten() {
    Counter& c = start();
    for (int i = 0; i < engine::kSettingsChangesKept + 3; ++i) {
      api::SavePrices command = fromNow();
      command.to.pricing.standard.margin = Money::rupiah(10'000 + i);
      must(save(command));
    }
    c.config.pricing = c.engine->config().pricing;
    c.restart();
    const auto savings = c.engine->settingsChanges(engine::kSettingsChangesKept * 2);
    QCOMPARE(static_cast<int>(savings.size()), engine::kSettingsChangesKept);
    QCOMPARE(savings.front().lines.front(), std::string("pricing.default.margin: 10501 -> 10502"));
    QCOMPARE(savings.back().lines.front(), std::string("pricing.default.margin: 10002 -> 10003"));
  }

  void nonsenseIsRefused() {
    Counter& c = start();
    const auto rows = must(c.real->settings());
    for (const auto& spoil : std::vector<std::function<void(PriceRules&)>>{
             [](PriceRules& r) { r.pricing.standard.margin = Money::rupiah(-1); },
             [](PriceRules& r) { r.pricing.byProduct["x"].roundTo = Money{}; },
             [](PriceRules& r) { r.routing.prefer = {UpstreamId("nobody")}; }}) {
      api::SavePrices command = fromNow();
      spoil(command.to);
      QVERIFY(codeOf(save(command)) == ErrorCode::ConfigInvalid);
    }
    QVERIFY(must(c.real->settings()) == rows);
  }

  void whatAnotherOneChangedIsNotOverwritten() {
    Counter& c = start();
    api::SavePrices mine = fromNow();
    mine.to.pricing.standard.margin = Money::rupiah(2'000);
    api::Config config = c.engine->config();
    config.pricing.byCategory["PLN"].margin = Money::rupiah(900);
    must(c.ask<int>([&](api::Reply<int> reply) { c.engine->importConfig(config, kAlone, std::move(reply)); }));
    const auto refused = save(mine);
    QVERIFY(!refused && refused.error().code == ErrorCode::StateForbids &&
            refused.error().detail == "prices");
    QVERIFY(c.engine->config().priceRules() == config.priceRules());
    // What is not of the prices is nobody's business here.
    mine = fromNow();
    mine.to.pricing.standard.margin = Money::rupiah(2'000);
    config.outlet.footer = {"Terima kasih"};
    must(c.ask<int>([&](api::Reply<int> reply) { c.engine->importConfig(config, kAlone, std::move(reply)); }));
    must(save(mine));
    QVERIFY(c.engine->config().outlet.footer == config.outlet.footer);
  }

  void twoInOneTurnAreNotBothTaken() {
    Counter& c = start();
    api::SavePrices first = fromNow();
    first.to.pricing.standard.margin = Money::rupiah(2'000);
    api::SavePrices second = fromNow();
    second.to.pricing.standard.margin = Money::rupiah(3'000);
    std::vector<Result<PriceRules>> answers;
    for (const auto& command : {first, second})
      c.engine->savePrices(command,
                           [&answers](const Result<PriceRules>& answer) { answers.push_back(answer); });
    QVERIFY(c.turnUntil([&] { return answers.size() == 2; }));
    QCOMPARE(
        std::count_if(answers.begin(), answers.end(), [](const auto& answer) { return answer.has_value(); }),
        1);
    QVERIFY(c.engine->config().priceRules() == first.to);
  }

  void aLossIsTakenOnlyWhenItWasSaid() {
    Counter& c = *m_counter;
    for (Product& product : c.products)
      if (product.kind == ProductKind::Bill) {
        product.offers.front().admin = Money::rupiah(1'200);
        product.offers.front().cost = Money::rupiah(1'500);
      }
    c.config.pricing.byCategory["Pascabayar"].serviceFee = Money::rupiah(500);
    start();
    api::SavePrices command = fromNow();
    command.to.pricing.byCategory["Pascabayar"].serviceFee = Money::rupiah(100);
    const auto refused = save(command);
    QVERIFY(!refused && refused.error().code == ErrorCode::StateForbids &&
            refused.error().detail == "below-cost");
    // Agreed to something else, or to less than it is by now.
    const ProductId bill("pdam-kota");
    command.belowCost = {ProductId("pulsa-telkomsel-10000")};
    QCOMPARE(save(command).error().detail, std::string("below-cost"));
    command.belowCost = {bill, ProductId("pulsa-telkomsel-10000")};
    QCOMPARE(save(command).error().detail, std::string("below-cost"));
    command.belowCost = {bill};
    must(save(command));
    // It is a loss already: what makes it no greater need not be said again.
    command = fromNow();
    command.to.pricing.standard.margin = Money::rupiah(3'000);
    must(save(command));
  }

  void aFullDiskChangesNothing() {
    Counter& c = start();
    const PriceRules before = c.engine->config().priceRules();
    const Money price = priceOf("pulsa-telkomsel-10000");
    api::SavePrices command = fromNow();
    command.to.pricing.standard.margin = Money::rupiah(5'000);
    c.store->failAt(1, FaultyStore::Fault::Full);
    QVERIFY(codeOf(save(command)) == ErrorCode::DiskFull);
    QVERIFY(c.engine->config().priceRules() == before);
    QCOMPARE(priceOf("pulsa-telkomsel-10000"), price);
    QVERIFY(c.engine->settingsChanges(1).empty());
    must(save(command));
    QCOMPARE(c.engine->settingsChanges(10).size(), std::size_t{1});
  }

  void whatWasReadBackIsNotSoldAtAnotherPrice() {
    Counter& c = start();
    const auto quote =
        must(c.quote({"pulsa-telkomsel-10000", mobileNumber(1), {}, api::Connectivity::WhenOnline}));
    api::SavePrices command = fromNow();
    command.to.pricing.standard.margin = Money::rupiah(9'000);
    must(save(command));
    api::SellRequest request = pulsaFor(1);
    request.quote = quote;
    QVERIFY(codeOf(c.sell(request)) == ErrorCode::PriceChanged);
    QVERIFY(must(c.real->payments({})).empty());
    QVERIFY(
        must(c.quote({"pulsa-telkomsel-10000", mobileNumber(2), {}, api::Connectivity::WhenOnline})).total >
        quote.total);
  }

  void theChoiceAmongSuppliersFollowsAtOnce() {
    Counter& c = *m_counter;
    UpstreamSettings other;
    other.id = UpstreamId("other");
    other.protocol = "scripted";
    c.config.upstreams.push_back(other);
    Offer dearer = c.products.front().offers.front();
    dearer.upstream = UpstreamId("other");
    dearer.cost += Money::rupiah(100);
    c.products.front().offers.push_back(dearer);
    start();
    api::SavePrices command = fromNow();
    command.to.routing.prefer = {UpstreamId("other")};
    command.to.routing.worth = Money::rupiah(101);
    must(save(command));
    must(c.sell(pulsaFor(1)));
    c.turnFor(Duration::seconds(5));
    QCOMPARE(c.script.callsOf("pay").back().attempt.upstream, UpstreamId("other"));
  }

 private:
  Counter& start() {
    if (!m_counter->start())
      qFatal("not started");
    return *m_counter;
  }
  api::SavePrices fromNow() const {
    const PriceRules now = m_counter->engine->config().priceRules();
    return {now, now, UserName("sri")};
  }
  Result<PriceRules> save(const api::SavePrices& command) {
    return m_counter->ask<PriceRules>(
        [&](api::Reply<PriceRules> reply) { m_counter->engine->savePrices(command, std::move(reply)); });
  }
  template <typename T>
  static ErrorCode codeOf(const Result<T>& result) {
    return result ? ErrorCode::Internal : result.error().code;
  }
  Money priceOf(const char* id) const {
    for (const Product& product : m_counter->engine->catalogue({}))
      if (product.id == ProductId(id))
        return product.price + product.serviceFee;
    return {};
  }
  // The configuration's rows on the disk without the prices' part.
  std::map<std::string, std::string> othersRows() const {
    std::map<std::string, std::string> rows;
    const auto all = must(m_counter->real->settings());
    const auto ofConfig = engine::rowsOf(m_counter->engine->config());
    for (const auto& [key, value] : ofConfig)
      if (!isOfPrices(key))
        rows[key] = all.at(key);
    return rows;
  }
  std::unique_ptr<Counter> m_counter;
};

QTEST_GUILESS_MAIN(EnginePriceRulesTest)
#include "engine_price_rules_test.moc"

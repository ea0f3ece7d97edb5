// Limits and suppliers are changed by themselves: at once, durably, with who changed what, never over another one's
// change; a supplier whose payments are open stays.
#include <QTest>
#include <algorithm>
#include <set>

#include "core/engine/config_record.h"
#include "tests/unit/engine/counter.h"

using namespace loket;
using namespace loket::tests;

class EngineConfigTest : public QObject {
  Q_OBJECT

 private slots:
  void init() { m_counter = std::make_unique<Counter>(); }

  void limitsCountAtOnceAndStay() {
    Counter& c = start();
    api::SaveLimits command = limitsFromNow();
    command.to.offline.maxAmount = Money::rupiah(10'000);
    command.to.feeCaps.standard = Money::rupiah(9'000);
    command.to.transfers.perDaySender = Money::rupiah(1'000'000);
    const auto others = othersRows();
    QVERIFY(must(save(command)) == command.to);
    QVERIFY(othersRows() == others);
    const auto refused = c.sell(offline(pulsaFor(1)));
    QCOMPARE(codeOf(refused), ErrorCode::OfflineLimitAmount);
    const auto changes = c.engine->settingsChanges(10);
    QCOMPARE(changes.size(), std::size_t{1});
    QCOMPARE(changes[0].by, UserName("sri"));
    QCOMPARE(changes[0].lines,
             (std::vector<std::string>{"aml.perDaySender: 100000000 -> 1000000", "limits.adminFee: - -> 9000",
                                       "offline.maxAmount: 500000 -> 10000"}));
    QVERIFY(engine::configFrom(must(c.real->settings()))->limits() == command.to);
  }

  // Every row that a change touches is an entry of the journal.
  void whatIsSavedIsWrittenDown() {
    Counter& c = start();
    const auto rowsNow = [&c] { return must(c.real->settings()); };
    const auto writtenFrom = [&c](std::uint64_t from) {
      std::set<std::string> subjects;
      const std::uint64_t size = must(c.real->journal()->head()).size;
      const Status read = c.real->journal()->read(size, ports::JournalWords::Bare, [&](const ports::JournalLeaf& leaf) {
        if (leaf.index >= from && leaf.entry.kind == "setting")
          subjects.insert(leaf.entry.subject);
        return Status();
      });
      return read ? subjects : std::set<std::string>();
    };
    const auto compare = [&](const auto& change) {
      const auto before = rowsNow();
      const std::uint64_t from = must(c.real->journal()->head()).size;
      change();
      std::set<std::string> touched;
      const auto after = rowsNow();
      for (const auto* rows : {&before, &after})
        for (const auto& [key, value] : *rows)
          if (!before.contains(key) || !after.contains(key) || before.at(key) != after.at(key))
            touched.insert(key);
      QVERIFY(!touched.empty());
      const std::set<std::string> written = writtenFrom(from);
      for (const std::string& key : touched) QVERIFY2(written.contains(key), ("not written: " + key).c_str());
    };
    compare([&] {
      api::SaveLimits command = limitsFromNow();
      command.to.offline.maxAmount = Money::rupiah(10'000);
      command.to.feeCaps.standard = Money::rupiah(9'000);
      must(save(command));
    });
    const UpstreamSettings fresh = sound("third");
    compare([&] { must(save({std::nullopt, fresh, UserName("sri")})); });
    compare([&] { must(save({fresh, std::nullopt, UserName("sri")})); });
    const auto checked = must(c.real->journal()->check([](std::uint64_t, std::uint64_t) { return true; }));
    QVERIFY(checked.faults.empty());
  }

  void limitsThatAreNoneChangeNothing() {
    start();
    api::SaveLimits command = limitsFromNow();
    command.to.offline.maxCount = -1;
    const auto refused = save(command);
    QCOMPARE(codeOf(refused), ErrorCode::ConfigInvalid);
    QVERIFY(refused.error().detail.rfind("offline.maxCount", 0) == 0);
    command.to = command.from;
    command.to.offline.maxAmount = Money::rupiah(kLimitMax.amount() + 1);
    QCOMPARE(codeOf(save(command)), ErrorCode::ConfigInvalid);
    QVERIFY(m_counter->engine->config().limits() == command.from);
    QVERIFY(m_counter->engine->settingsChanges(1).empty());
  }

  void anothersLimitsAreNotOverwritten() {
    start();
    api::SaveLimits mine = limitsFromNow();
    mine.to.offline.maxCount = 5;
    api::SaveLimits theirs = limitsFromNow();
    theirs.to.offline.maxAmount = Money::rupiah(1);
    must(save(theirs));
    QCOMPARE(codeOf(save(mine)), ErrorCode::StateForbids);
    // Nor those of the same turn.
    api::SaveLimits first = limitsFromNow();
    first.to.offline.maxCount = 6;
    api::SaveLimits second = limitsFromNow();
    second.to.offline.maxCount = 7;
    std::vector<Result<Limits>> answers;
    for (const auto& command : {first, second})
      m_counter->engine->saveLimits(command, [&answers](Result<Limits> one) { answers.push_back(std::move(one)); });
    QVERIFY(m_counter->turnUntil([&answers] { return answers.size() == 2; }));
    QCOMPARE(static_cast<int>(std::count_if(answers.begin(), answers.end(), [](const auto& one) { return one.has_value(); })), 1);
    QCOMPARE(m_counter->engine->config().offline.maxCount, 6);
  }

  void aFullDiskLeavesTheOldLimits() {
    Counter& c = start();
    api::SaveLimits command = limitsFromNow();
    command.to.offline.maxAmount = Money::rupiah(10'000);
    c.store->failAt(1, FaultyStore::Fault::Full);
    QCOMPARE(codeOf(save(command)), ErrorCode::DiskFull);
    QVERIFY(c.engine->config().limits() == command.from);
    QVERIFY(c.engine->settingsChanges(1).empty());
  }

  void aNewSupplierIsThereAndAnOldOneIsChanged() {
    Counter& c = start();
    const auto before = c.engine->config().upstreams;
    UpstreamSettings fresh = sound("third");
    QCOMPARE(must(save({std::nullopt, fresh, UserName("sri")})), static_cast<int>(before.size()) + 1);
    UpstreamSettings changed = fresh;
    changed.values["apiKey"] = "another-secret";
    changed.contact.name = "CS";
    must(save({fresh, changed, UserName("sri")}));
    QVERIFY(c.engine->config().upstreams.back() == changed);
    QVERIFY(engine::configFrom(must(c.real->settings()))->upstreams.back() == changed);
    // The history says that a secret changed, and not what it is.
    const auto changes = c.engine->settingsChanges(10);
    QCOMPARE(changes[0].lines, (std::vector<std::string>{"upstream.third.contact.name: - -> CS",
                                                         "upstream.third.value.apiKey: ******** -> ********"}));
    for (const auto& change : changes)
      for (const std::string& line : change.lines) QVERIFY(line.find("secret") == std::string::npos);
    // As it is not any more, or a second one of that name.
    QCOMPARE(codeOf(save({fresh, changed, UserName("sri")})), ErrorCode::StateForbids);
    QCOMPARE(codeOf(save({std::nullopt, fresh, UserName("sri")})), ErrorCode::StateForbids);
  }

  void whatIsMissingOfASupplierIsNamed() {
    start();
    UpstreamSettings fresh = sound("third");
    fresh.values.erase("apiKey");
    const auto refused = save({std::nullopt, fresh, UserName("sri")});
    QCOMPARE(codeOf(refused), ErrorCode::ConfigInvalid);
    QCOMPARE(refused.error().detail, std::string("apiKey: missing"));
    fresh = sound("third");
    fresh.url = "http://plain.example";
    QCOMPARE(codeOf(save({std::nullopt, fresh, UserName("sri")})), ErrorCode::ConfigInvalid);
    QCOMPARE(codeOf(save({std::nullopt, std::nullopt, UserName("sri")})), ErrorCode::Usage);
  }

  void aSupplierWithOpenPaymentsStays() {
    // As the script plays them, and as a real one would be set.
    for (UpstreamSettings& one : m_counter->config.upstreams) {
      one.protocol = "digiflazz";
      one.url = "https://supplier.example/v1";
      one.values = {{"username", "u"}, {"apiKey", "k"}};
    }
    Counter& c = start();
    const UpstreamSettings there = c.engine->config().upstreams.front();
    const auto sold = must(c.sell(offline(pulsaFor(1))));
    QCOMPARE(sold.payment.upstream, there.id);
    auto refused = save({there, std::nullopt, UserName("sri")});
    QCOMPARE(codeOf(refused), ErrorCode::StateForbids);
    QCOMPARE(refused.error().detail, "in-use: digi: " + sold.payment.ref.str());
    // Nor does it move to another place meanwhile; whom to ask there may change.
    UpstreamSettings moved = there;
    moved.url = "https://elsewhere.example/v1";
    QCOMPARE(codeOf(save({there, moved, UserName("sri")})), ErrorCode::StateForbids);
    moved = there;
    moved.values["username"] = "somebody-else";
    QCOMPARE(codeOf(save({there, moved, UserName("sri")})), ErrorCode::StateForbids);
    UpstreamSettings named = there;
    named.contact.name = "CS";
    must(save({there, named, UserName("sri")}));
    must(save({named, there, UserName("sri")}));
    must(c.cancel(sold.payment.ref));
    // His money has not gone back yet.
    QCOMPARE(codeOf(save({there, std::nullopt, UserName("sri")})), ErrorCode::StateForbids);
    must(c.refund(sold.payment.ref));
    api::SavePrices prefer{c.engine->config().priceRules(), c.engine->config().priceRules(), UserName("sri")};
    prefer.to.routing.prefer = {there.id};
    prefer.to.routing.worth = Money::rupiah(100);
    must(c.ask<PriceRules>([&](api::Reply<PriceRules> reply) { c.engine->savePrices(prefer, std::move(reply)); }));
    must(save({there, std::nullopt, UserName("sri")}));
    QVERIFY(c.engine->config().routing.prefer.empty());
    QVERIFY(c.engine->config().routing.worth.isZero());
    for (const UpstreamSettings& one : c.engine->config().upstreams) QVERIFY(one.id != there.id);
  }

  // By a whole configuration as little as by itself: its answer, and every question, would have nobody to go
  // to.
  void anImportKeepsWhoHasOpenPayments_data() {
    QTest::addColumn<QString>("how");
    for (const char* how : {"gone", "protocol", "url", "username"}) QTest::newRow(how) << how;
  }
  void anImportKeepsWhoHasOpenPayments() {
    QFETCH(QString, how);
    m_counter->config.upstreams.front().url = "https://supplier.example/v1";
    Counter& c = start();
    c.turnFor(Duration::seconds(2));
    // A bill that was taken without a network is asked about anew; the answer is on its way.
    const PaymentRef ref = must(c.sell(billWithoutNetwork())).payment.ref;
    c.script.latency = Duration::seconds(20);
    QVERIFY(c.turnUntil([&c] { return !c.script.callsOf("inquire").empty(); }));
    api::Config to = c.engine->config();
    if (how == "gone")
      to.upstreams = {sound("third")};
    else if (how == "protocol")
      to.upstreams.front().protocol = "iak";
    else if (how == "url")
      to.upstreams.front().url = "https://elsewhere.example";
    else
      to.upstreams.front().values["username"] = "somebody-else";
    const auto refused = import(to);
    QCOMPARE(codeOf(refused), ErrorCode::StateForbids);
    QCOMPARE(refused.error().detail, "in-use: digi: " + ref.str());
    QVERIFY(c.engine->config().upstreams.front().id == UpstreamId("digi"));
    QVERIFY(c.reaches(ref, PaymentState::Succeeded));
    // Another one may come meanwhile; and it may go when nothing is open.
    must(import(to));
  }

  void manyOpenPaymentsAreNotAllNamed() {
    Counter& c = start();
    c.script.away = {UpstreamId("digi")};
    for (int i = 0; i < 7; ++i) must(c.sell(offline(pulsaFor(i))));
    api::Config to = c.engine->config();
    to.upstreams = {sound("third")};
    const auto refused = import(to);
    QCOMPARE(codeOf(refused), ErrorCode::StateForbids);
    QCOMPARE(refused.error().detail.substr(refused.error().detail.size() - 4), std::string(", +2"));
    // Who is new beside it hinders nobody.
    to.upstreams.push_back(c.engine->config().upstreams.front());
    must(import(to));
  }

  // Whatever took it away: the payment says why it waits, and goes on when it is back.
  void aPaymentWhoseSupplierIsNotThereWaits() {
    for (const api::SellRequest& request : {billWithoutNetwork(), offline(pulsaFor(1))}) {
      init();
      Counter& c = start();
      c.script.away = {UpstreamId("digi")};
      c.turnFor(Duration::minutes(1));
      const PaymentRef ref = must(c.sell(request)).payment.ref;
      c.die();
      const std::vector<UpstreamSettings> there = c.config.upstreams;
      c.config.upstreams.front().id = UpstreamId("third");
      QVERIFY(c.start());
      c.turnFor(Duration::hours(1));
      QVERIFY(c.stored(ref).state == PaymentState::Accepted);
      QCOMPARE(c.stored(ref).reason, std::string("no-upstream"));
      QCOMPARE(c.storedHistory(ref), (std::vector<std::string>{"accepted", "refused"}));
      c.die();
      c.config.upstreams = there;
      c.script.away.clear();
      QVERIFY(c.start());
      QVERIFY(c.reaches(ref, PaymentState::Succeeded));
    }
  }

 private:
  static api::SellRequest billWithoutNetwork() {
    api::SellRequest bill = offline(billFor(1));
    bill.amount = Money::rupiah(100'000);
    return bill;
  }
  Result<int> import(const api::Config& to) {
    return m_counter->ask<int>(
        [&](api::Reply<int> reply) { m_counter->engine->importConfig(to, kAlone, std::move(reply)); });
  }
  Counter& start() {
    if (!m_counter->start())
      qFatal("not started");
    return *m_counter;
  }
  api::SaveLimits limitsFromNow() const {
    const Limits now = m_counter->engine->config().limits();
    return {now, now, UserName("sri"), kAlone};
  }
  static UpstreamSettings sound(const char* id) {
    UpstreamSettings one;
    one.id = UpstreamId(id);
    one.protocol = "digiflazz";
    one.url = "https://third.example/v1";
    one.values = {{"username", "u"}, {"apiKey", "a-secret"}};
    return one;
  }
  Result<Limits> save(const api::SaveLimits& command) {
    return m_counter->ask<Limits>(
        [&](api::Reply<Limits> reply) { m_counter->engine->saveLimits(command, std::move(reply)); });
  }
  Result<int> save(const api::SaveUpstream& command) {
    return m_counter->ask<int>(
        [&](api::Reply<int> reply) { m_counter->engine->saveUpstream(command, std::move(reply)); });
  }
  template <typename T>
  static ErrorCode codeOf(const Result<T>& result) {
    return result ? ErrorCode::Internal : result.error().code;
  }
  // The configuration's rows on the disk without the limits.
  std::map<std::string, std::string> othersRows() const {
    std::map<std::string, std::string> rows;
    const auto all = must(m_counter->real->settings());
    for (const auto& [key, value] : engine::rowsOf(m_counter->engine->config()))
      if (key.rfind("offline.", 0) != 0 && key.rfind("limits.", 0) != 0 && key.rfind("aml.", 0) != 0)
        rows[key] = all.at(key);
    return rows;
  }

  std::unique_ptr<Counter> m_counter;
};

QTEST_GUILESS_MAIN(EngineConfigTest)
#include "engine_config_test.moc"

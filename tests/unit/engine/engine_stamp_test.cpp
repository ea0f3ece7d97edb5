// The counter has what it signs stamped once a day by a real time-stamp authority (`openssl ts`): what it says is kept, who is away
// or says something else holds up nobody and is told.
#include <QDateTime>
#include <QTest>
#include <algorithm>
#include <set>
#include <utility>

#include "core/adapters/timestamp/http_timestamp.h"
#include "core/adapters/vault/sodium_crypto.h"
#include "core/domain/journal/note.h"
#include "core/engine/auditor.h"
#include "tests/support/stamp_authority.h"
#include "tests/unit/engine/counter.h"

using namespace loket;
using namespace loket::tests;

namespace {

enum class Mood { Honest, Away, Silent, Other, Stranger, Hotel, Long, Trouble, Unknown };

const adapters::SodiumCrypto& crypto() {
  static const adapters::SodiumCrypto kCrypto;
  return kCrypto;
}

ports::HttpReply said(int status, std::string body) {
  return {ports::HttpReply::Kind::Answered, {}, status, {{"content-type", "application/timestamp-reply"}}, std::move(body)};
}

}  // namespace

class EngineStampTest : public QObject {
  Q_OBJECT

 private slots:
  void cleanup() { m_counter.reset(); }
  void init() {
    m_mood = Mood::Honest;
    m_asked = 0;
  }

  void theFirstOfADayIsStamped() {
    Counter& c = start();
    QVERIFY(!stamped().last && stamped().url == kUrl);
    sellAndSync(1);
    QVERIFY(c.turnUntil([&] { return stamped().last.has_value(); }, Duration::minutes(1)));
    const api::StampView first = *stamped().last;
    QVERIFY(first.size > 0 && !first.isClockApart());
    QCOMPARE(first.signer, std::string("CN=Cap Waktu"));
    QVERIFY(healthOf().ok);
    // What is stamped is the checkpoint with the terminal's signature alone, and whoever has openssl can see it.
    QVERIFY(m_authority.verifies(first.note, first.response));
    const journal::SignedNote note = must(journal::noteFrom(first.note));
    QCOMPARE(note.signatures.size(), std::size_t{1});
    QCOMPARE(must(journal::checkpointIn(note.body)).size, first.size);
    QCOMPARE(journal::textOf(note), first.note);
    // Once a day: what comes on the same day is not stamped, and the counter does not sign for its own stamps' sake.
    sellAndSync(2);
    c.turnFor(Duration::hours(3));
    QCOMPARE(m_asked, 1);
    c.clock.moveBy(Duration::hours(24));
    sellAndSync(3);
    QVERIFY(c.turnUntil([&] { return stamps().size() == 2; }, Duration::minutes(1)));
    QCOMPARE(m_asked, 2);
    QVERIFY(stamped().last->size > first.size && stamped().last->day > first.day);
    // It is kept, and nobody is asked again for it.
    c.restart();
    QCOMPARE(stamps().size(), std::size_t{2});
    QCOMPARE(stamps()[0].response, first.response);
    QCOMPARE(stamps()[0].note, first.note);
    QVERIFY(stamps()[0].at == first.at && stamps()[0].keptAt == first.keptAt && stamps()[0].signer == first.signer);
    c.turnFor(Duration::minutes(10));
    QCOMPARE(m_asked, 2);
    QVERIFY(report().isSound());
  }

  void whereNoneIsSetUpNothingHappens() {
    m_counter = makeCounter();
    must(m_counter->start().map([] { return true; }));
    sellAndSync(1);
    m_counter->turnFor(Duration::hours(2));
    QCOMPARE(m_asked, 0);
    QVERIFY(!stamped().last && stamped().url.empty() && stamped().trouble.empty() && stamps().empty());
    QVERIFY(healthOf().name.empty());
  }

  void whoIsAwayHoldsUpNobody() {
    m_mood = Mood::Away;
    Counter& c = start();
    sellAndSync(1);
    c.turnFor(Duration::hours(2));
    QCOMPARE(stamped().trouble, std::string("connect"));
    const Instant since = stamped().since;
    QVERIFY(healthOf().ok);
    QVERIFY2(healthOf().detail.find("connect") != std::string::npos, healthOf().detail.c_str());
    sellAndSync(2);
    // Another one knows what went wrong, and goes on asking from where it was.
    c.restart();
    QCOMPARE(stamped().trouble, std::string("connect"));
    QVERIFY(stamped().since == since);
    c.turnFor(Duration::hours(23));
    QVERIFY2(m_asked >= 10 && m_asked <= 60, std::to_string(m_asked).c_str());
    QVERIFY(!healthOf().ok);
    QCOMPARE(healthOf().word, std::string("unstamped"));
    m_mood = Mood::Silent;
    QVERIFY(c.turnUntil([&] { return stamped().trouble == "timeout"; }, Duration::hours(2)));
    QVERIFY(stamped().since == since);
    sellAndSync(3);
    // The newest that there is, as soon as it is back.
    m_mood = Mood::Honest;
    QVERIFY(c.turnUntil([&] { return stamped().last.has_value(); }, Duration::hours(2)));
    QVERIFY(stamped().trouble.empty());
    QCOMPARE(stamps().size(), std::size_t{1});
    c.restart();
    QVERIFY(stamped().trouble.empty() && stamped().last);
    QVERIFY(report().isSound());
  }

  void whatIsNoStampIsNotTaken_data() {
    QTest::addColumn<int>("mood");
    QTest::addColumn<QString>("word");
    QTest::newRow("of an earlier question") << static_cast<int>(Mood::Other) << "other-question";
    QTest::newRow("of another root") << static_cast<int>(Mood::Stranger) << "signature";
    QTest::newRow("a page") << static_cast<int>(Mood::Hotel) << "unreadable";
    QTest::newRow("too long") << static_cast<int>(Mood::Long) << "unreadable";
    QTest::newRow("500") << static_cast<int>(Mood::Trouble) << "server-error";
    QTest::newRow("404") << static_cast<int>(Mood::Unknown) << "refused";
  }
  void whatIsNoStampIsNotTaken() {
    QFETCH(const int, mood);
    QFETCH(const QString, word);
    m_mood = static_cast<Mood>(mood);
    Counter& c = start();
    sellAndSync(1);
    QVERIFY(c.turnUntil([&] { return !stamped().trouble.empty(); }, Duration::minutes(1)));
    QCOMPARE(stamped().trouble, word.toStdString());
    c.turnFor(Duration::minutes(5));
    QVERIFY(!stamped().last && stamps().empty());
    m_mood = Mood::Honest;
    QVERIFY(c.turnUntil([&] { return stamped().last.has_value(); }, Duration::hours(2)));
  }

  void whatCannotBeKeptIsAskedForAgain() {
    Counter& c = start();
    m_fillsDisk = true;
    sellAndSync(1);
    QVERIFY(c.turnUntil([&] { return stamped().trouble == "local"; }, Duration::minutes(1)));
    QVERIFY(!stamped().last);
    QVERIFY(c.turnUntil([&] { return stamped().last.has_value(); }, Duration::hours(1)));
    QCOMPARE(m_asked, 2);
    c.restart();
    QVERIFY(stamped().last && stamped().trouble.empty());
  }

  void itSaysNo() {
    m_counter = makeCounter();
    m_counter->config.timestamp = settings();
    m_counter->config.timestamp.policy = "1.3.6.1.4.1.99999.77";
    must(m_counter->start().map([] { return true; }));
    sellAndSync(1);
    QVERIFY(m_counter->turnUntil([&] { return stamped().trouble == "not-granted"; }, Duration::minutes(1)));
    // Another policy, and it says yes; the trouble was the old one's.
    api::Config config = m_counter->config;
    config.timestamp.policy = StampAuthority::kOtherPolicy;
    must(m_counter->ask<int>([&](auto reply) { m_counter->engine->importConfig(config, kAlone, std::move(reply)); }));
    QVERIFY(stamped().trouble.empty());
    QVERIFY(m_counter->turnUntil([&] { return stamped().last.has_value(); }, Duration::minutes(1)));
    // Nobody any more: what was stamped stays.
    config.timestamp = {};
    must(m_counter->ask<int>([&](auto reply) { m_counter->engine->importConfig(config, kAlone, std::move(reply)); }));
    QVERIFY(stamped().url.empty() && stamped().last);
    QVERIFY(healthOf().name.empty());
    const auto changes = m_counter->engine->settingsChanges(1);
    QVERIFY(std::any_of(changes[0].lines.begin(), changes[0].lines.end(), [](const std::string& line) {
      return line.rfind("audit.timestamp.tokenCaPem: ", 0) == 0 && line.find("bytes") != std::string::npos;
    }));
  }

  void clocksThatAreApartAreTold() {
    Counter& c = start();
    c.clock.set(Duration::hours(24 * 40));
    c.turnFor(Duration::seconds(1));
    sellAndSync(1);
    QVERIFY(c.turnUntil([&] { return stamped().last.has_value(); }, Duration::minutes(1)));
    QVERIFY(stamped().last->isClockApart());
    QCOMPARE(healthOf().word, std::string("clock-apart"));
    QVERIFY(!healthOf().ok);
    // Set right: the day that is is another one.
    c.clock.set(Duration::hours(-24 * 40));
    c.turnFor(Duration::seconds(1));
    sellAndSync(2);
    QVERIFY(c.turnUntil([&] { return stamps().size() == 2; }, Duration::hours(2)));
    QVERIFY(!stamped().last->isClockApart());
    QVERIFY(healthOf().ok);
  }

  void oneCommandWaitsForTheStamp() {
    Counter& c = start(engine::Dispatching::OnDemand);
    m_mood = Mood::Away;
    must(c.sell(offline(pulsaFor(1))));
    must(c.sync());
    QCOMPARE(stamped().trouble, std::string("connect"));
    const int asked = m_asked;
    // Nothing new since; it is back.
    m_mood = Mood::Honest;
    must(c.sync());
    QCOMPARE(m_asked, asked + 1);
    QVERIFY(stamped().last.has_value());
    must(c.ask<api::CheckpointView>([&](auto reply) { c.engine->checkpoint(std::move(reply)); }));
    QCOMPARE(m_asked, asked + 1);
  }

  void whatIsOldGoesMonthByMonth() {
    Counter& c = start(engine::Dispatching::OnDemand);
    constexpr int kDays = 200;
    for (int day = 0; day < kDays; ++day) {
      must(c.ask<api::CheckpointView>([&](auto reply) { c.engine->checkpoint(std::move(reply)); }));
      c.clock.moveBy(Duration::hours(24));
    }
    QCOMPARE(m_asked, kDays);
    const std::vector<api::StampView> kept = stamps();
    QVERIFY2(kept.size() >= 62 + 4 && kept.size() <= 62 + 6, std::to_string(kept.size()).c_str());
    std::set<std::pair<int, int>> months;
    for (std::size_t i = 0; i + 62 < kept.size(); ++i) {
      QVERIFY(months.insert({kept[i].day.year, kept[i].day.month}).second);
      QVERIFY(businessDateOf(kept[i].keptAt + Duration::hours(24)).month != kept[i].day.month || i + 63 == kept.size());
    }
    c.restart();
    QCOMPARE(stamps().size(), kept.size());
    QVERIFY(report().isSound());
  }

  // Somebody puts another journal in the place of what was stamped.
  void aJournalThatDoesNotGoOnFromItIsFoundOut() {
    Counter& c = start();
    sellAndSync(1);
    QVERIFY(c.turnUntil([&] { return stamped().last.has_value(); }, Duration::minutes(1)));
    const api::StampView stamp = *stamped().last;
    journal::SignedNote note = must(journal::noteFrom(stamp.note));
    journal::Checkpoint other = must(journal::checkpointIn(note.body));
    other.root[0] ^= 1;
    note.body = journal::textOf(other);
    ports::UnitOfWork work;
    work.settings["audit.stamp.2020-01-01"] = std::to_string(stamp.size) + " 1 1\nCN=x\nAAAA\n" + journal::textOf(note);
    must(c.real->commit(work).map([] { return true; }));
    c.restart();
    const auto faults = report().faults;
    QCOMPARE(faults.size(), std::size_t{1});
    QCOMPARE(faults[0].what, std::string("stamp"));
    QCOMPARE(faults[0].index, stamp.size);
  }

  void aConfigurationThatIsNoneChangesNothing() {
    Counter& c = start();
    const StampAuthority& authority = m_authority;
    const auto refused = [&](const journal::StampSettings& to, const char* place) {
      api::Config config = c.config;
      config.timestamp = to;
      const auto imported = c.ask<int>([&](auto reply) { c.engine->importConfig(config, kAlone, std::move(reply)); });
      return !imported && imported.error().code == ErrorCode::ConfigInvalid && imported.error().detail.rfind(place, 0) == 0 &&
             c.engine->config().timestamp == c.config.timestamp;
    };
    QVERIFY(refused({"http://stamps.example", authority.rootPem(), {}, {}}, "audit.timestamp.url"));
    QVERIFY(refused({{}, authority.rootPem(), {}, {}}, "audit.timestamp.url"));
    QVERIFY(refused({kUrl, {}, {}, {}}, "audit.timestamp.tokenCaFile"));
    QVERIFY(refused({kUrl, authority.signerPem(), {}, {}}, "audit.timestamp.tokenCaFile"));
    QVERIFY(refused({kUrl, authority.rootPem(), "1.2", {}}, "audit.timestamp.policy"));
    sellAndSync(1);
    QVERIFY(c.turnUntil([&] { return stamped().last.has_value(); }, Duration::minutes(1)));
    QVERIFY(engine::Auditor::forgotten().count("audit.stampTrouble") == 1);
  }

 private:
  static constexpr const char* kUrl = "https://stamps.example/tsr";

  journal::StampSettings settings() const { return {kUrl, m_authority.rootPem(), {}, {}}; }

  ports::HttpReply answer(const ports::HttpRequest& request) {
    ++m_asked;
    switch (m_mood) {
      case Mood::Away: return {ports::HttpReply::Kind::NotSent, "connect", 0, {}, {}};
      case Mood::Silent: return {ports::HttpReply::Kind::MaybeSent, "timeout", 0, {}, {}};
      case Mood::Other: {
        std::string earlier = request.body;
        // The last bit of the nonce, which stands before certReq (three bytes).
        earlier[earlier.size() - 4] = static_cast<char>(earlier[earlier.size() - 4] ^ 1);
        return said(200, m_authority.answer(earlier));
      }
      case Mood::Stranger: return said(200, m_stranger.answer(request.body));
      case Mood::Hotel: return said(200, "<html>Welcome</html>");
      case Mood::Long: return said(200, m_authority.answer(request.body) + std::string(100'000, '\0'));
      case Mood::Trouble: return said(503, {});
      case Mood::Unknown: return said(404, {});
      case Mood::Honest: break;
    }
    const bool isRight = std::any_of(request.headers.begin(), request.headers.end(), [](const auto& header) {
      return header == std::pair<std::string, std::string>("Content-Type", "application/timestamp-query");
    });
    // The next that is kept is what comes of this.
    if (std::exchange(m_fillsDisk, false))
      m_counter->store->failAt(1, FaultyStore::Fault::Full);
    return isRight && request.timeoutMs <= 10'000 ? said(200, m_authority.answer(request.body)) : said(415, {});
  }

  std::unique_ptr<Counter> makeCounter(engine::Dispatching dispatching = engine::Dispatching::Automatic) {
    auto counter = std::make_unique<Counter>(dispatching);
    // The authority's clock is the real one: the same day, more or less.
    constexpr std::int64_t kDay = 86'400'000;
    const std::int64_t ahead = QDateTime::currentMSecsSinceEpoch() - kMorning.ms;
    counter->clock.set(Duration::millis((ahead + kDay / 2) / kDay * kDay));
    counter->keys = &crypto();
    counter->timestamps = adapters::timestamp::createHttpTimestamp;
    counter->transport.farSide = [this](const ports::HttpRequest& request) {
      return request.url == kUrl ? answer(request) : ports::HttpReply{};
    };
    return counter;
  }
  Counter& start(engine::Dispatching dispatching = engine::Dispatching::Automatic) {
    m_counter = makeCounter(dispatching);
    m_counter->config.timestamp = settings();
    must(m_counter->start().map([] { return true; }));
    return *m_counter;
  }
  void sellAndSync(int n) {
    const PaymentRef ref = must(m_counter->sell(pulsaFor(n))).payment.ref;
    if (!m_counter->reaches(ref, PaymentState::Succeeded))
      qFatal("it is not sold");
    must(m_counter->sync());
  }
  api::Stamped stamped() { return must(m_counter->engine->stamps()).stamped; }
  std::vector<api::StampView> stamps() { return must(m_counter->engine->stamps()).stamps; }
  api::AuditReport report() {
    return must(m_counter->ask<api::AuditReport>([&](auto reply) { m_counter->engine->audit({}, std::move(reply)); }));
  }
  api::HealthItem healthOf() {
    for (const api::HealthItem& item : m_counter->engine->health())
      if (item.name == "timestamp")
        return item;
    return {};
  }

  StampAuthority m_authority;
  StampAuthority m_stranger;
  Mood m_mood = Mood::Honest;
  bool m_fillsDisk = false;
  int m_asked = 0;
  std::unique_ptr<Counter> m_counter;
};

QTEST_GUILESS_MAIN(EngineStampTest)
#include "engine_stamp_test.moc"

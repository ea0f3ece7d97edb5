// The counter asks witnesses: what they cosign is kept, who is away or lies holds up nobody and is named, and a home that is older
// than what a witness has seen, or a second copy of it, is found out. The witnesses answer by the rule of the real one.
#include <QTest>
#include <algorithm>
#include <set>

#include "core/adapters/vault/sodium_crypto.h"
#include "core/adapters/witness/http_witness.h"
#include "core/domain/journal/merkle.h"
#include "core/domain/journal/offline_proof.h"
#include "core/domain/journal/witness_rule.h"
#include "core/engine/auditor.h"
#include "tests/unit/engine/counter.h"

using namespace loket;
using namespace loket::tests;
using adapters::SigningKey;
using adapters::SodiumCrypto;

namespace {

const SodiumCrypto& crypto() {
  static const SodiumCrypto kCrypto;
  return kCrypto;
}

SigningKey keyOf(std::uint8_t first) {
  std::vector<std::uint8_t> seed(SigningKey::kSeedBytes);
  for (std::size_t i = 0; i < seed.size(); ++i) seed[i] = static_cast<std::uint8_t>(first + i);
  return SigningKey(SecretBytes(std::move(seed)));
}

enum class Mood {
  Honest,
  Away,
  AnswerLost,     // it remembers, and nobody hears of it
  Refuses,        // 404
  Forks,          // 409 text/plain
  OtherBody,      // cosigns something else
  OtherKey,       // with a key that it has not told
  OtherTime,      // two days off
  SameSize,       // 409 with the size that was named
  Earlier,        // 409 with less than it has cosigned
  Never,          // 409 with another size every time
  Long,           // 200 and a megabyte
};

struct Someone {
  Someone(std::string called, std::uint8_t first) : name(std::move(called)), key(keyOf(first)) {}

  journal::Verifier verifier() const { return {name, journal::KeyKind::Cosignature, key.publicKey()}; }
  journal::WitnessSettings settings() const {
    return {"https://" + name, journal::keyTextOf(crypto(), verifier()), {}};
  }

  ports::HttpReply answer(const ports::HttpRequest& http, Instant now) {
    ++asked;
    if (mood == Mood::Away)
      return {ports::HttpReply::Kind::NotSent, "connect", 0, {}, {}};
    const auto request = journal::witnessRequestFrom(http.body);
    if (!request)
      return said(400, "text/plain", "");
    const journal::Checkpoint checkpoint = must(journal::checkpointIn(request->note.body));
    sizes.push_back(checkpoint.size);
    if (!log)
      log = journal::Verifier{checkpoint.origin, journal::KeyKind::Note, {}};
    switch (mood) {
      case Mood::Refuses: return said(404, "text/plain", "");
      case Mood::Forks: return said(409, "text/plain", "");
      case Mood::SameSize: return size(request->oldSize);
      case Mood::Earlier: return size(1);
      case Mood::Never: return size(std::min(checkpoint.size, request->oldSize + 1));
      case Mood::Long: return said(200, "text/plain", std::string(1'000'000, 'x'));
      default: break;
    }
    // The signature is the real witness's business; here the log is known by its name.
    if (checkpoint.size == remembered.size && checkpoint.root != remembered.root)
      return said(409, "text/plain", "");
    if (request->oldSize != remembered.size)
      return size(remembered.size);
    if (!journal::provesConsistency(crypto(), remembered.size, checkpoint.size, remembered.root, checkpoint.root, request->proof))
      return said(422, "text/plain", "");
    remembered = {checkpoint.size, checkpoint.root};
    if (mood == Mood::AnswerLost)
      return {ports::HttpReply::Kind::MaybeSent, "timeout", 0, {}, {}};
    std::uint64_t time = static_cast<std::uint64_t>(now.ms / 1000);
    if (mood == Mood::OtherTime)
      time += 2 * 24 * 60 * 60;
    const std::string body = mood == Mood::OtherBody ? request->note.body + "more\n" : request->note.body;
    const SigningKey other = keyOf(99);
    const SigningKey& with = mood == Mood::OtherKey ? other : key;
    return said(200, "text/plain",
                journal::textOf(journal::cosignatureOf(crypto(), {name, journal::KeyKind::Cosignature, with.publicKey()}, time,
                                                       with.sign(journal::cosignedText(time, body)))));
  }

  std::string name;
  SigningKey key;
  Mood mood = Mood::Honest;
  journal::Remembered remembered{0, journal::emptyRoot(crypto())};
  std::optional<journal::Verifier> log;
  int asked = 0;
  std::vector<std::uint64_t> sizes;

 private:
  static ports::HttpReply said(int status, const char* type, std::string body) {
    return {ports::HttpReply::Kind::Answered, {}, status, {{"content-type", type}}, std::move(body)};
  }
  static ports::HttpReply size(std::uint64_t at) {
    return said(409, "text/x.tlog.size", std::to_string(at) + "\n");
  }
};

}  // namespace

class EngineWitnessTest : public QObject {
  Q_OBJECT

 private slots:
  void init() {
    m_one = std::make_unique<Someone>("one.example/w", 1);
    m_two = std::make_unique<Someone>("two.example/w", 2);
  }
  void cleanup() {
    m_counter.reset();
    m_whileAsked = nullptr;
    m_words.clear();
  }

  void whatASyncSettledIsCosigned() {
    Counter& c = start({m_one.get(), m_two.get()});
    QVERIFY(seen().size == 0 && seen().quorum == 2);
    sellAndSync(1);
    QVERIFY(c.turnUntil([&] { return seen().size > 0; }, Duration::minutes(1)));
    const api::Witnessed first = seen();
    QCOMPARE(first.names, (std::vector<std::string>{"one.example/w", "two.example/w"}));
    QCOMPARE(first.missingSince.ms, 0);
    QVERIFY(healthOf().ok);
    // What the window tells of it, at once and without a look at the journal.
    QCOMPARE(healthOf().count, static_cast<std::int64_t>(first.size));
    QVERIFY(healthOf().at == first.at);
    const api::Witnessed known = must(c.engine->stamps()).witnessed;
    QCOMPARE(known.size, first.size);
    QCOMPARE(known.names, first.names);
    QVERIFY(known.at == first.at);
    // From where it was; and without a sale, what the counter notes by itself is shown once an hour.
    sellAndSync(2);
    QVERIFY(c.turnUntil([&] { return seen().size > first.size; }, Duration::minutes(1)));
    const int asked = m_one->asked;
    c.turnFor(Duration::hours(3));
    QVERIFY2(m_one->asked - asked <= 3, std::to_string(m_one->asked - asked).c_str());
    QVERIFY(std::is_sorted(m_one->sizes.begin(), m_one->sizes.end()));
    // It is kept.
    const api::Witnessed before = seen();
    c.restart();
    QCOMPARE(seen().size, before.size);
    QCOMPARE(seen().names, before.names);
    QCOMPARE(seen().witnesses[1].size, before.size);
    QVERIFY(seen().witnesses[0].at.ms > 0);
  }

  void oneCommandWaitsForTheWitnesses() {
    Counter& c = start({m_one.get()}, 0, engine::Dispatching::OnDemand);
    must(c.sell(offline(pulsaFor(1))));
    must(c.sync());
    QVERIFY(m_one->remembered.size > 0);
    c.turnFor(Duration::seconds(1));
    QCOMPARE(seen().size, m_one->remembered.size);
    // The next one goes on from there.
    const int asked = m_one->asked;
    must(c.sell(offline(pulsaFor(2))));
    must(c.sync());
    QCOMPARE(m_one->asked, asked + 1);
  }

  void whoIsAwayHoldsUpNobody() {
    m_two->mood = Mood::Away;
    Counter& c = start({m_one.get(), m_two.get()});
    sellAndSync(1);
    c.turnFor(Duration::hours(2));
    QCOMPARE(seen().size, std::uint64_t{0});
    QVERIFY(seen().witnesses[0].size > 0);
    QCOMPARE(seen().witnesses[1].trouble, std::string("connect"));
    QVERIFY(seen().missingSince.ms > 0);
    QVERIFY(healthOf().ok);
    QCOMPARE(word(), std::string("away"));
    sellAndSync(2);
    c.turnFor(Duration::hours(23));
    QCOMPARE(healthOf().word, std::string("unwitnessed"));
    QVERIFY(!healthOf().ok);
    QCOMPARE(c.engine->status().witness->word, std::string("unwitnessed"));
    QCOMPARE(c.engine->status().witness->since, seen().missingSince);
    // Asked again, and not all the time.
    QVERIFY2(m_two->asked >= 10 && m_two->asked <= 60, std::to_string(m_two->asked).c_str());
    sellAndSync(3);
    c.restart();
    QCOMPARE(healthOf().word, std::string("unwitnessed"));
    m_two->mood = Mood::Honest;
    QVERIFY(c.turnUntil([&] { return seen().size > 0; }, Duration::hours(2)));
    QCOMPARE(seen().missingSince.ms, 0);
    QVERIFY(healthOf().ok);
    QVERIFY(!c.engine->status().witness);
  }

  // At once, and gone with the answer; while it is being asked the first time nothing is missing yet.
  void whoIsAwayIsNamedAtOnce() {
    m_two->mood = Mood::Away;
    Counter& c = start({m_one.get(), m_two.get()});
    QCOMPARE(word(), std::string());
    m_whileAsked = [this] { m_words.insert(word()); };
    sellAndSync(1);
    QVERIFY(c.turnUntil([&] { return m_two->asked > 0; }, Duration::minutes(1)));
    m_whileAsked = nullptr;
    QCOMPARE(m_words, (std::set<std::string>{""}));
    QVERIFY(c.turnUntil([&] { return word() == "away"; }, Duration::seconds(10)));
    const api::WitnessAlarm alarm = *c.engine->status().witness;
    QCOMPARE(alarm.name, m_two->name);
    QCOMPARE(alarm.since, seen().missingSince);
    QVERIFY(healthOf().ok);
    QCOMPARE(healthOf().word, std::string("away"));
    QVERIFY(c.turnUntil([&] { return c.statuses.back().witness && c.statuses.back().witness->word == "away"; }, Duration::seconds(10)));
    // It stands while it is asked again, and a start says it when it has asked once more.
    m_words.clear();
    m_whileAsked = [this] { m_words.insert(word()); };
    c.turnFor(Duration::minutes(10));
    m_whileAsked = nullptr;
    QCOMPARE(m_words, (std::set<std::string>{"away"}));
    c.restart();
    QCOMPARE(word(), std::string());
    QVERIFY(c.turnUntil([&] { return word() == "away"; }, Duration::minutes(1)));
    QCOMPARE(c.engine->status().witness->since, alarm.since);
    m_two->mood = Mood::Honest;
    QVERIFY(c.turnUntil([&] { return word().empty(); }, Duration::hours(2)));
    QVERIFY(seen().size > 0 && healthOf().ok && healthOf().word.empty());
  }

  // Not a word of who is always away, neither when what is newer goes out nor afterwards.
  void whoIsNotNeededIsNotMissed() {
    m_two->mood = Mood::Away;
    Counter& c = start({m_one.get(), m_two.get()}, 1);
    m_whileAsked = [this] { m_words.insert(word()); };
    for (int n = 1; n <= 3; ++n) {
      sellAndSync(n);
      c.turnFor(Duration::hours(2));
    }
    QVERIFY(m_two->asked > 3);
    QCOMPARE(m_words, (std::set<std::string>{""}));
    QCOMPARE(word(), std::string());
    // The other one goes too.
    m_one->mood = Mood::Refuses;
    sellAndSync(4);
    QVERIFY(c.turnUntil([&] { return word() == "away"; }, Duration::minutes(1)));
  }

  void oneOfTwoIsEnoughWhereTheOwnerSaysSo() {
    m_two->mood = Mood::Refuses;
    Counter& c = start({m_one.get(), m_two.get()}, 1);
    sellAndSync(1);
    QVERIFY(c.turnUntil([&] { return seen().size > 0; }, Duration::minutes(1)));
    QCOMPARE(seen().names, (std::vector<std::string>{"one.example/w"}));
    QCOMPARE(seen().witnesses[1].trouble, std::string("unknown-terminal"));
    QVERIFY(healthOf().ok);
  }

  void anAnswerThatIsLostIsAskedForAgain() {
    m_one->mood = Mood::AnswerLost;
    Counter& c = start({m_one.get()});
    sellAndSync(1);
    QVERIFY(c.turnUntil([&] { return m_one->remembered.size > 0; }, Duration::minutes(1)));
    c.restart();
    m_one->mood = Mood::Honest;
    sellAndSync(2);
    QVERIFY(c.turnUntil([&] { return seen().size > 0; }, Duration::minutes(5)));
    QCOMPARE(seen().size, m_one->remembered.size);
    QVERIFY(healthOf().ok);
  }

  void anOlderHomeIsFoundOut() {
    Counter& c = start({m_one.get(), m_two.get()}, 1);
    sellAndSync(1);
    QVERIFY(c.turnUntil([&] { return seen().size > 0; }, Duration::minutes(1)));
    c.turnFor(Duration::minutes(1));
    // As the other one, that went on, has left it.
    constexpr std::uint64_t kFar = 100'000;
    m_one->remembered.size += kFar;
    // At the first contact of another day, before anything is sold.
    c.restart();
    QVERIFY(c.turnUntil([&] { return !healthOf().ok; }, Duration::minutes(1)));
    QCOMPARE(healthOf().word, std::string("ahead"));
    QCOMPARE(c.engine->status().witness->name, m_one->name);
    const Instant since = c.engine->status().witness->since;
    // Selling goes on, and neither time, the other witness, a restart nor silence makes it good.
    sellAndSync(2);
    c.turnFor(Duration::hours(30));
    QVERIFY(seen().size > 0);
    m_one->mood = Mood::Away;
    c.restart();
    c.turnFor(Duration::hours(1));
    QCOMPARE(healthOf().word, std::string("ahead"));
    QCOMPARE(c.engine->status().witness->since, since);
    QCOMPARE(seen().witnesses[0].trouble, std::string("ahead"));
    // Grown beyond what it has seen, it is another history.
    m_one->mood = Mood::Honest;
    m_one->remembered.size -= kFar - 1;
    must(c.ask<api::CheckpointView>([&](auto reply) { c.engine->checkpoint(std::move(reply)); }));
    QCOMPARE(healthOf().word, std::string("fork"));
    QCOMPARE(c.engine->status().witness->since, since);
  }

  void aForkStaysUntilTheWitnessAgrees() {
    m_one->mood = Mood::Forks;
    Counter& c = start({m_one.get()});
    sellAndSync(1);
    QVERIFY(c.turnUntil([&] { return healthOf().word == "fork"; }, Duration::minutes(1)));
    c.restart();
    QCOMPARE(healthOf().word, std::string("fork"));
    m_one->mood = Mood::Honest;
    QVERIFY(c.turnUntil([&] { return healthOf().ok; }, Duration::hours(2)));
    c.restart();
    QVERIFY(healthOf().ok);
  }

  void whoLiesIsNamed_data() {
    QTest::addColumn<int>("mood");
    QTest::addColumn<QString>("word");
    QTest::newRow("signs something else") << static_cast<int>(Mood::OtherBody) << "signature";
    QTest::newRow("signs with another key") << static_cast<int>(Mood::OtherKey) << "key";
    QTest::newRow("signs at another time") << static_cast<int>(Mood::OtherTime) << "time";
    QTest::newRow("has what was named, and refuses it") << static_cast<int>(Mood::SameSize) << "size";
    QTest::newRow("has less than it cosigned") << static_cast<int>(Mood::Earlier) << "size";
    QTest::newRow("never has what it said") << static_cast<int>(Mood::Never) << "size";
    QTest::newRow("says too much") << static_cast<int>(Mood::Long) << "unreadable";
  }

  void whoLiesIsNamed() {
    QFETCH(const int, mood);
    QFETCH(const QString, word);
    Counter& c = start({m_one.get()});
    sellAndSync(1);
    QVERIFY(c.turnUntil([&] { return seen().size > 0; }, Duration::minutes(1)));
    const std::uint64_t honest = seen().size;
    m_one->mood = static_cast<Mood>(mood);
    const int before = m_one->asked;
    sellAndSync(2);
    QVERIFY(c.turnUntil([&] { return !seen().witnesses[0].trouble.empty(); }, Duration::minutes(1)));
    QVERIFY(m_one->asked - before <= 2);
    QCOMPARE(seen().witnesses[0].trouble, word.toStdString());
    QCOMPARE(seen().size, honest);
    const bool isLie = word != QLatin1String("unreadable") && word != QLatin1String("time");
    QCOMPARE(healthOf().ok, !isLie);
    if (isLie) {
      QCOMPARE(healthOf().word, std::string("lies"));
      QCOMPARE(c.engine->status().witness->name, m_one->name);
      // Away now: what it said is not forgotten.
      m_one->mood = Mood::Away;
      c.turnFor(Duration::hours(2));
      QCOMPARE(seen().witnesses[0].trouble, word.toStdString());
    }
  }

  void whoHasForgottenWhatItCosignedIsNamed() {
    Counter& c = start({m_one.get()});
    sellAndSync(1);
    QVERIFY(c.turnUntil([&] { return seen().size > 0; }, Duration::minutes(1)));
    const journal::Remembered older = m_one->remembered;
    sellAndSync(2);
    QVERIFY(c.turnUntil([&] { return seen().size > older.size; }, Duration::minutes(1)));
    const journal::Remembered newer = m_one->remembered;
    // Its folder was put back. Whoever asks it from there helps it to hide that.
    m_one->remembered = older;
    sellAndSync(3);
    QVERIFY(c.turnUntil([&] { return !healthOf().ok; }, Duration::minutes(1)));
    QCOMPARE(seen().witnesses[0].trouble, std::string("size"));
    QCOMPARE(m_one->remembered.size, older.size);
    m_one->remembered = newer;
    QVERIFY(c.turnUntil([&] { return healthOf().ok; }, Duration::hours(2)));
    QVERIFY(seen().size > newer.size);
  }

  void aPaymentsProofCarriesTheCosignatures() {
    Counter& c = start({m_one.get(), m_two.get()});
    const PaymentRef ref = sellAndSync(1);
    const auto proven = [&](const PaymentRef& of) {
      return must(c.ask<api::AuditProof>([&](auto reply) { c.engine->prove(of.str(), std::move(reply)); }));
    };
    const auto namesOf = [&](const api::AuditProof& proof) {
      const journal::Verifier log = must(journal::verifierFrom(crypto(), proof.key));
      int least = 2;
      for (const api::ProvenEntry& entry : proof.entries) {
        const journal::OfflineProof one = must(journal::offlineProofFrom(entry.proof));
        must(journal::proven(crypto(), one, entry.entry, log));
        least = std::min(least, static_cast<int>(journal::sealedBy(crypto(), one.checkpoint, m_one->verifier()).has_value()) +
                                    static_cast<int>(journal::sealedBy(crypto(), one.checkpoint, m_two->verifier()).has_value()));
      }
      return least;
    };
    QCOMPARE(namesOf(proven(ref)), 2);
    // One is away: what both have seen of it counts more than what is newer.
    m_two->mood = Mood::Away;
    QCOMPARE(namesOf(proven(ref)), 2);
    QCOMPARE(namesOf(proven(sellAndSync(2))), 1);
  }

  void aConfigurationThatIsNoneChangesNothing_data() {
    QTest::addColumn<int>("fault");
    QTest::addColumn<QString>("place");
    QTest::newRow("http") << 0 << "audit.witnesses[1].url";
    QTest::newRow("no key") << 1 << "audit.witnesses[1].key";
    QTest::newRow("a journal's key") << 2 << "audit.witnesses[1].key";
    QTest::newRow("twice") << 3 << "audit.witnesses[1].key";
    QTest::newRow("the key under another name") << 4 << "audit.witnesses[1].key";
    QTest::newRow("more than there are") << 5 << "audit.quorum";
    QTest::newRow("fewer than none") << 6 << "audit.quorum";
    QTest::newRow("a key with another number") << 7 << "audit.witnesses[1].key";
    QTest::newRow("a user in the address") << 8 << "audit.witnesses[1].url";
  }

  void aConfigurationThatIsNoneChangesNothing() {
    QFETCH(const int, fault);
    QFETCH(const QString, place);
    Counter& c = start({m_one.get()});
    api::Config config = c.config;
    config.audit.witnesses = {m_one->settings(), m_two->settings()};
    journal::WitnessSettings& second = config.audit.witnesses[1];
    const SigningKey key = keyOf(2);
    switch (fault) {
      case 0: second.url = "http://two.example"; break;
      case 1: second.key = "two.example"; break;
      case 2: second.key = journal::keyTextOf(crypto(), {"two.example/w", journal::KeyKind::Note, key.publicKey()}); break;
      case 3: second = m_one->settings(); break;
      case 4:
        second.key = journal::keyTextOf(crypto(), {"another", journal::KeyKind::Cosignature, m_one->key.publicKey()});
        break;
      case 5: config.audit.quorum = 3; break;
      case 6: config.audit.quorum = -1; break;
      case 7: second.key[second.key.find('+') + 1] = 'x'; break;
      case 8: second.url = "https://somebody@two.example"; break;
      default: QFAIL("?");
    }
    const auto imported = c.ask<int>([&](auto reply) { c.engine->importConfig(config, kAlone, std::move(reply)); });
    QVERIFY(!imported);
    QCOMPARE(imported.error().code, ErrorCode::ConfigInvalid);
    QVERIFY2(imported.error().detail.rfind(place.toStdString(), 0) == 0, imported.error().detail.c_str());
    QVERIFY(c.engine->config().audit == c.config.audit);
    QCOMPARE(seen().witnesses.size(), std::size_t{1});
  }

  void anotherQuorumIsAnotherQuestion() {
    Counter& c = start({m_one.get()});
    sellAndSync(1);
    QVERIFY(c.turnUntil([&] { return seen().size > 0; }, Duration::minutes(1)));
    api::Config config = c.config;
    config.audit.witnesses.push_back(m_two->settings());
    must(c.ask<int>([&](auto reply) { c.engine->importConfig(config, kAlone, std::move(reply)); }));
    // What one has seen is not what two have.
    QCOMPARE(seen().size, std::uint64_t{0});
    QCOMPARE(seen().quorum, 2);
    QVERIFY(seen().missingSince.ms > 0);
    QVERIFY(c.turnUntil([&] { return seen().size > 0; }, Duration::minutes(5)));
    // Of who is not asked any more nothing is left, and it stands in the history.
    config.audit.witnesses.erase(config.audit.witnesses.begin());
    must(c.ask<int>([&](auto reply) { c.engine->importConfig(config, kAlone, std::move(reply)); }));
    QVERIFY(seen().size > 0);
    const auto rows = must(c.real->settings());
    QVERIFY(rows.at("audit.cosigned").find("one.example") == std::string::npos);
    const auto changes = c.engine->settingsChanges(1);
    QVERIFY(std::any_of(changes[0].lines.begin(), changes[0].lines.end(),
                        [](const std::string& line) { return line.rfind("audit.witnesses: ", 0) == 0; }));
    QVERIFY(engine::Auditor::forgotten().count("audit.cosigned") == 1 && engine::Auditor::forgotten().count("audit.witnessed") == 1);
  }

 private:
  Counter& start(const std::vector<Someone*>& who, int quorum = 0,
                 engine::Dispatching dispatching = engine::Dispatching::Automatic) {
    m_counter = std::make_unique<Counter>(dispatching);
    m_counter->keys = &crypto();
    m_counter->witnesses = adapters::witness::createHttpWitness;
    for (const Someone* one : who) m_counter->config.audit.witnesses.push_back(one->settings());
    m_counter->config.audit.quorum = quorum;
    m_counter->transport.farSide = [this](const ports::HttpRequest& request) -> ports::HttpReply {
      for (Someone* one : {m_one.get(), m_two.get()})
        if (request.url == "https://" + one->name + "/add-checkpoint") {
          if (m_whileAsked)
            m_whileAsked();
          return one->answer(request, m_counter->clock.now());
        }
      return {};
    };
    must(m_counter->start().map([] { return true; }));
    return *m_counter;
  }
  PaymentRef sellAndSync(int n) {
    const PaymentRef ref = must(m_counter->sell(pulsaFor(n))).payment.ref;
    if (!m_counter->reaches(ref, PaymentState::Succeeded))
      qFatal("it is not sold");
    must(m_counter->sync());
    return ref;
  }
  api::Witnessed seen() {
    return must(m_counter->ask<api::AuditReport>([&](auto reply) { m_counter->engine->audit({}, std::move(reply)); })).witnessed;
  }
  // Of the alarm in the status; empty: there is none.
  std::string word() const {
    const auto alarm = m_counter->engine->status().witness;
    return alarm ? alarm->word : std::string();
  }
  api::HealthItem healthOf() {
    for (const api::HealthItem& item : m_counter->engine->health())
      if (item.name == "witness")
        return item;
    return {};
  }

  std::unique_ptr<Someone> m_one;
  std::unique_ptr<Someone> m_two;
  std::unique_ptr<Counter> m_counter;
  std::function<void()> m_whileAsked;
  std::set<std::string> m_words;
};

QTEST_GUILESS_MAIN(EngineWitnessTest)
#include "engine_witness_test.moc"

// What a counter does at its start with a journal that is not the one that was signed: it says so, signs nothing more in the
// terminal's name, and goes on selling.
#include <QFile>
#include <QTest>
#include <algorithm>

#include "core/adapters/store/connection.h"
#include "core/adapters/vault/sodium_crypto.h"
#include "core/adapters/witness/http_witness.h"
#include "core/domain/journal/note.h"
#include "core/engine/restoring.h"
#include "tests/unit/engine/counter.h"

using namespace loket;
using namespace loket::tests;
using adapters::Connection;
using adapters::SigningKey;
using adapters::SodiumCrypto;
using Kind = api::HomeAlarm::Kind;

namespace {

const SodiumCrypto& crypto() {
  static const SodiumCrypto kCrypto;
  return kCrypto;
}

constexpr const char* kNote = "audit.checkpoint";
constexpr const char* kNewestIsLater = "UPDATE journal_leaves SET at = at + 1 WHERE seq = (SELECT max(seq) FROM journal_leaves)";

// A name at a witness that nobody has.
SigningKey strangersKey() {
  return SigningKey(SecretBytes(std::vector<std::uint8_t>(SigningKey::kSeedBytes, 7)));
}

// The same entries as they are in the table, and every hash above them as if they had always been that.
void hashAgain(Connection& database) {
  journal::Frontier frontier;
  Status written = database.execute("DELETE FROM journal_nodes");
  adapters::Query rows = database.query("SELECT kind, subject, at, commitment FROM journal_leaves ORDER BY seq");
  while (rows.step()) {
    journal::Entry entry{rows.text(0), rows.text(1), Instant{rows.number(2)}, {}};
    const std::string commitment = rows.bytes(3);
    std::copy(commitment.begin(), commitment.end(), entry.commitment.begin());
    frontier.append(crypto(), journal::leafHash(crypto(), textOf(entry)), [&](int level, std::uint64_t place, const journal::Hash& hash) {
      if (written && level > 0 && level % 4 == 0)
        written = database.query("INSERT INTO journal_nodes (level, place, hash) VALUES (?, ?, ?)")
                      .bind(static_cast<std::int64_t>(level))
                      .bind(static_cast<std::int64_t>(place))
                      .bindBytes(journal::bytesOf(hash))
                      .run();
    });
  }
  std::string roots;
  for (const journal::Hash& root : frontier.roots()) roots += journal::bytesOf(root);
  if (!written || !database.query("UPDATE journal SET roots = ?").bindBytes(roots).run())
    qFatal("the tree is not hashed again");
}

}  // namespace

class EngineJournalTest : public QObject {
  Q_OBJECT

 private slots:
  void cleanup() { m_counter.reset(); }

  // The control: nothing was touched.
  void whatWasSignedIsGoneOnFrom() {
    Counter& c = opened();
    const std::string before = kept();
    c.restart();
    QVERIFY(journalHealth().ok);
    QVERIFY(c.engine->status().alarms.empty());
    sellOne(20);
    const auto signedNow = checkpoint();
    QVERIFY2(signedNow.has_value(), signedNow ? "" : signedNow.error().detail.c_str());
    QVERIFY(kept() != before);
    QVERIFY(m_asked > 0);
    QVERIFY(isSent());
  }

  void theNewestEntryIsAnother() {
    Counter& c = opened();
    c.die();
    c.meanwhile = [this] { change(kNewestIsLater); };
    startAlarmed("journal tree: the hash of ");
  }

  void theEndIsCutOff() {
    Counter& c = opened();
    c.die();
    c.meanwhile = [this] { change("DELETE FROM journal_leaves WHERE seq = (SELECT max(seq) FROM journal_leaves)"); };
    startAlarmed("journal tree: ");
  }

  // The alarm ends when all of it was looked at and is as it was written, and by nothing else.
  void whatIsPutRightIsSignedAgain() {
    Counter& c = opened();
    c.die();
    std::string newest;
    c.meanwhile = [&] {
      change(kNewestIsLater);
      newest = textOf("SELECT max(seq) FROM journal_leaves");
    };
    startAlarmed("journal tree: the hash of ");
    c.die();
    change(("UPDATE journal_leaves SET at = at - 1 WHERE seq = " + newest).c_str());
    must(c.start().map([] { return true; }));
    QCOMPARE(journalHealth().word, std::string("journal-changed"));
    QVERIFY(!checkpoint());
    const api::AuditReport report = audit();
    QVERIFY(report.isSound());
    QVERIFY2(journalHealth().ok, journalHealth().detail.c_str());
    QVERIFY(c.engine->status().alarms.empty());
    const std::string before = kept();
    QVERIFY(checkpoint().has_value());
    QVERIFY(kept() != before && m_asked > 0 && isSent());
    c.restart();
    QVERIFY(journalHealth().ok);
    QVERIFY(checkpoint().has_value());
  }

  // What lies over the change carries what was found, also where the disk was full first.
  void itIsKeptWithWhateverIsWrittenNext() {
    Counter& c = opened();
    c.die();
    c.meanwhile = [this] { change(kNewestIsLater); };
    must(c.start().map([] { return true; }));
    c.meanwhile = nullptr;
    const std::string found = journalHealth().detail;
    QCOMPARE(setting("audit.fault"), std::string());
    c.store->failAt(1, FaultyStore::Fault::Full);
    QVERIFY(c.turnUntil([&c] { return c.store->commits() > 0; }));
    QCOMPARE(c.store->commits(), 1);
    QCOMPARE(setting("audit.fault"), std::string());
    for (int n = 31; n < 34; ++n) sellOne(n);
    QVERIFY(setting("audit.fault").find("journal tree: the hash of ") != std::string::npos);
    c.restart();
    QCOMPARE(journalHealth().detail, found);
  }

  // All that a start knows of, the gravest first, each for its time.
  void whatElseAStartKnowsStandsBehindIt() {
    Counter& c = opened();
    c.die();
    const Instant now = c.clock.now();
    const auto keep = [&c](const std::string& key, const std::string& value) {
      ports::UnitOfWork work;
      work.settings[key] = value;
      must(c.real->commit(work).map([] { return true; }));
    };
    Instant older = Instant{now.ms / 1000 * 1000} - Duration::hours(6 * 24);
    const Instant alone = older + Duration::hours(24);
    c.meanwhile = [&] {
      keep("recovery.alone", toRfc3339(alone));
      keep("vault.older", toRfc3339(older) + " (3 in place of 4)");
    };
    must(c.start().map([] { return true; }));
    const auto kinds = [&c] {
      std::vector<Kind> found;
      for (const api::HomeAlarm& one : c.engine->status().alarms) found.push_back(one.kind);
      return found;
    };
    QVERIFY(kinds() == (std::vector<Kind>{Kind::SlotsOlder, Kind::RecoveredAlone}));
    QVERIFY(tells(Kind::SlotsOlder, older) && tells(Kind::RecoveredAlone, alone));
    QVERIFY(c.turnUntil([&] { return !c.statuses.empty() && c.statuses.back().alarms.size() == 2; }));
    // A week is over for one of them, while somebody rewrites the journal.
    older = older - Duration::hours(48);
    c.die();
    c.meanwhile = [&] {
      keep("vault.older", toRfc3339(older) + " (3 in place of 4)");
      change(kNewestIsLater);
    };
    must(c.start().map([] { return true; }));
    QVERIFY(kinds() == (std::vector<Kind>{Kind::JournalChanged, Kind::RecoveredAlone}));
    sellOne(20);
  }

  // With another key, so it signs another history.
  void aShopMadeOfABackupBeginsAnew() {
    Counter& c = opened();
    c.die();
    c.meanwhile = [this] { change(kNewestIsLater); };
    must(c.start().map([] { return true; }));
    c.meanwhile = nullptr;
    sellOne(30);
    QVERIFY(!setting("audit.fault").empty());
    c.die();
    const auto copy = c.home.open();
    must(copy->commit(must(engine::restoredWork(*copy, c.clock.now(), c.clock.now()))).map([] { return true; }));
    QCOMPARE(setting("audit.fault"), std::string());
  }

  // By somebody who has the database's key and knows the format: the tree agrees with itself, and not with what was signed.
  void anOldEntryIsAnotherAndAllHashesFitIt() {
    Counter& c = opened();
    c.die();
    change("UPDATE journal_leaves SET at = at - 60000 WHERE seq = 2");
    hashAgain(*raw());
    startAlarmed("checkpoint");
  }

  void anOlderDatabaseThanWhatWasSigned() {
    Counter& c = opened();
    c.die();
    const QString path = QString::fromStdString(c.home.path());
    const QString older = path + QStringLiteral(".older");
    // One file: what lay in the write-ahead log is in the database.
    QVERIFY(raw()->execute("PRAGMA wal_checkpoint(TRUNCATE)"));
    QVERIFY(QFile::copy(path, older));
    must(c.start().map([] { return true; }));
    for (int n = 30; n < 36; ++n) sellOne(n);
    QVERIFY(checkpoint().has_value());
    const std::string newer = kept();
    c.die();
    for (const char* tail : {"", "-wal", "-shm"}) QFile::remove(path + QLatin1String(tail));
    QVERIFY(QFile::rename(older, path));
    keep(newer);
    startAlarmed("checkpoint");
  }

  void theNoteOfAnotherTerminal() {
    Counter& c = opened();
    c.die();
    const journal::Checkpoint stands = must(journal::checkpointIn(must(journal::noteFrom(kept())).body));
    const SigningKey other = strangersKey();
    const journal::Verifier terminal{"loket/terminal/0123456789abcdef", journal::KeyKind::Note, other.publicKey()};
    const std::string body = journal::textOf(journal::Checkpoint{terminal.name, stands.size, stands.root});
    keep(journal::textOf(journal::SignedNote{body, {journal::signatureOf(crypto(), terminal, other.sign(body))}}));
    startAlarmed("signature");
  }

  // This terminal's name under it, and somebody else's key.
  void aNoteThatIsForged() {
    Counter& c = opened();
    c.die();
    const journal::SignedNote note = must(journal::noteFrom(kept()));
    journal::SignedNote forged = note;
    const SigningKey other = strangersKey();
    const journal::Verifier terminal{note.signatures[0].name, journal::KeyKind::Note, other.publicKey()};
    forged.signatures = {journal::signatureOf(crypto(), terminal, other.sign(note.body))};
    forged.signatures[0].keyId = note.signatures[0].keyId;
    keep(journal::textOf(forged));
    startAlarmed("signature");
  }

  void aNoteOfAnotherSizeUnderTheSameSignature() {
    Counter& c = opened();
    c.die();
    journal::SignedNote note = must(journal::noteFrom(kept()));
    journal::Checkpoint smaller = must(journal::checkpointIn(note.body));
    --smaller.size;
    note.body = journal::textOf(smaller);
    keep(journal::textOf(note));
    startAlarmed("signature");
  }

  void aNoteThatIsNone() {
    Counter& c = opened();
    c.die();
    keep("paid\n");
    startAlarmed("signature");
  }

  void theKeyIsGone() {
    Counter& c = opened();
    c.die();
    change("UPDATE settings SET value = '' WHERE key = 'audit.seed'");
    startAlarmed("signature");
  }

 private:
  // A shop that has sold and signed, with a witness who takes everything, and a supplier who wants requests signed.
  Counter& opened() {
    m_asked = 0;
    m_counter = std::make_unique<Counter>();
    Counter& c = *m_counter;
    c.keys = &crypto();
    c.witnesses = adapters::witness::createHttpWitness;
    const SigningKey witness = strangersKey();
    c.config.audit.witnesses.push_back(
        {"https://one.example", journal::keyTextOf(crypto(), {"one.example/w", journal::KeyKind::Cosignature, witness.publicKey()}), {}});
    c.config.upstreams[0].values["signedByTerminal"] = "yes";
    c.transport.farSide = [this](const ports::HttpRequest& request) -> ports::HttpReply {
      if (request.url == "https://one.example/add-checkpoint")
        ++m_asked;
      m_requests.push_back(request);
      return {ports::HttpReply::Kind::NotSent, "connect", 0, {}, {}};
    };
    c.protocol = [&c, this](const UpstreamSettings& settings,
                            const ports::UpstreamWorld& wire) -> Result<std::unique_ptr<ports::Upstream>> {
      m_wire = &wire.transport;
      return std::unique_ptr<ports::Upstream>(std::make_unique<ScriptedUpstream>(settings.id, c.script, c.clock));
    };
    must(c.start().map([] { return true; }));
    for (int n = 1; n <= 6; ++n) sellOne(n);
    must(checkpoint());
    return c;
  }
  void sellOne(int n) {
    const PaymentRef ref = must(m_counter->sell(pulsaFor(n))).payment.ref;
    if (!m_counter->reaches(ref, PaymentState::Succeeded))
      qFatal("it is not sold");
  }
  Result<api::CheckpointView> checkpoint() {
    return m_counter->ask<api::CheckpointView>([&](auto reply) { m_counter->engine->checkpoint(std::move(reply)); });
  }
  std::unique_ptr<Connection> raw() const {
    return must(Connection::open(m_counter->home.path(), dataKey(), adapters::OpenMode::ReadWrite));
  }
  void change(const char* sql) const {
    const auto database = raw();
    for (const char* trigger : {"leaves_are_not_changed", "leaves_are_not_deleted", "nodes_are_not_deleted"})
      if (!database->execute(std::string("DROP TRIGGER IF EXISTS ") + trigger))
        qFatal("%s", trigger);
    if (const Status done = database->execute(sql); !done)
      qFatal("%s: %s", sql, done.error().detail.c_str());
  }
  // The note that lies in the settings.
  std::string kept() const { return setting(kNote); }
  std::string setting(const std::string& key) const { return textOf("SELECT value FROM settings WHERE key = '" + key + "'"); }
  std::string textOf(const std::string& sql) const {
    const auto database = raw();
    adapters::Query row = database->query(sql.c_str());
    return row.step() ? row.text(0) : std::string();
  }
  void keep(const std::string& note) const {
    if (!raw()->query("UPDATE settings SET value = ? WHERE key = ?").bind(note).bind(kNote).run())
      qFatal("the note is not put in");
  }
  // In the status, as found at that moment; rows keep whole seconds.
  bool tells(Kind kind, Instant since) const {
    const auto alarms = m_counter->engine->status().alarms;
    return std::any_of(alarms.begin(), alarms.end(), [&](const api::HomeAlarm& one) {
      return one.kind == kind && one.since.ms / 1000 == since.ms / 1000;
    });
  }
  api::HealthItem journalHealth() const {
    for (const api::HealthItem& item : m_counter->engine->health())
      if (item.name == "journal")
        return item;
    return {};
  }
  bool isSent() {
    const std::size_t before = m_requests.size();
    bool isOver = false;
    ports::HttpRequest request;
    request.url = "https://gateway.example/pay";
    m_wire->send(request, [&isOver](const ports::HttpReply&) { isOver = true; });
    if (!m_counter->turnUntil([&] { return isOver; }, Duration::minutes(1)))
      qFatal("no answer");
    return std::any_of(m_requests.begin() + static_cast<std::ptrdiff_t>(before), m_requests.end(),
                       [&](const ports::HttpRequest& one) { return one.url == request.url; });
  }

  // Starts on the home as it is now: the alarm with these words, nothing signed whoever asks, and sales.
  void startAlarmed(const std::string& words) {
    Counter& c = *m_counter;
    const std::string note = kept();
    m_asked = 0;
    must(c.start().map([] { return true; }));
    c.meanwhile = nullptr;
    const api::HealthItem health = journalHealth();
    QVERIFY(!health.ok);
    QCOMPARE(health.word, std::string("journal-changed"));
    QVERIFY2(health.detail.rfind(words, 0) == 0, health.detail.c_str());
    const Instant found = c.clock.now();
    QVERIFY(tells(Kind::JournalChanged, found));

    const auto refused = checkpoint();
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::StateForbids);
    QCOMPARE(refused.error().detail, health.detail);
    sellOne(20);
    const PaymentRef ref = must(c.sell(pulsaFor(21))).payment.ref;
    QVERIFY(!c.ask<api::AuditProof>([&](auto reply) { c.engine->prove(ref.str(), std::move(reply)); }));
    // Neither a sync nor the hourly look signs, no witness is shown anything, and nothing leaves in the terminal's name.
    must(c.sync());
    c.turnFor(Duration::hours(3));
    QCOMPARE(c.stored(ref).state, PaymentState::Succeeded);
    QCOMPARE(kept(), note);
    QCOMPARE(m_asked, 0);
    QVERIFY(!isSent());
    QVERIFY(!audit().isSound());
    // It does not pass by starting again, though what is written since lies over it: the same words, and the same time.
    for (int start = 0; start < 2; ++start) {
      c.restart();
      QCOMPARE(journalHealth().word, std::string("journal-changed"));
      QCOMPARE(QString::fromStdString(journalHealth().detail), QString::fromStdString(health.detail));
      QVERIFY(tells(Kind::JournalChanged, found));
      sellOne(22 + start);
      must(c.sync());
      c.turnFor(Duration::hours(3));
      QVERIFY(!checkpoint());
      QVERIFY(!isSent());
    }
    QCOMPARE(kept(), note);
    QCOMPARE(m_asked, 0);
  }
  api::AuditReport audit() {
    return must(m_counter->ask<api::AuditReport>([&](auto reply) { m_counter->engine->audit({}, std::move(reply)); }));
  }

  std::unique_ptr<Counter> m_counter;
  ports::Transport* m_wire = nullptr;
  std::vector<ports::HttpRequest> m_requests;
  int m_asked = 0;  // the witness
};

QTEST_GUILESS_MAIN(EngineJournalTest)
#include "engine_journal_test.moc"

// The real loketctl and the real loket-witness over loopback: what a sync settled is cosigned, a witness that is away holds up no
// sale and is caught up with, an older home and a second copy of one are found out, and who lies is named.
#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QProcess>
#include <QTest>
#include <memory>

#include "tests/integration/counter_home.h"
#include "tests/integration/witness_process.h"
#include "tests/support/tls_server.h"

using namespace loket;
using namespace loket::integration_tests;

namespace {

constexpr int kPatienceMs = 60'000;

QString text(const QJsonObject& json, const char* key) {
  return json.value(QLatin1String(key)).toString();
}

QJsonObject witnessedIn(const Run& run) {
  return run.last().value(QLatin1String("witnessed")).toObject();
}

int sizeIn(const QJsonObject& json) {
  return json.value(QLatin1String("size")).toInt();
}

QJsonObject firstWitness(const Run& run) {
  return witnessedIn(run).value(QLatin1String("witnesses")).toArray().at(0).toObject();
}

// The terminal's key, which is made the first time something is signed.
QString keyOf(const CounterHome& home) {
  return text(home.run({"audit", "checkpoint"}).last(), "key");
}

int independently(const QString& file, const QString& log, const QStringList& more, const char* mode = "payment") {
  QProcess python;
  python.start(QStringLiteral("/usr/bin/python3"),
               QStringList{QStringLiteral(LOKET_VERIFY_PY), QLatin1String(mode), file, QStringLiteral("--log"), log} + more);
  return python.waitForFinished(30'000) ? python.exitCode() : -1;
}

}  // namespace

class WitnessTest : public QObject {
  Q_OBJECT

 private slots:
  void init() {
    m_sandbox = std::make_unique<SandboxProcess>();
    QVERIFY(m_sandbox->start());
    m_home = std::make_unique<CounterHome>(*m_sandbox);
    m_one = std::make_unique<WitnessProcess>(QStringLiteral("one.example/w"));
    m_two = std::make_unique<WitnessProcess>(QStringLiteral("two.example/w"));
  }
  void cleanup() {
    m_home.reset();
    m_sandbox.reset();
    m_one.reset();
    m_two.reset();
  }

  void aDayIsVerifiedWithAWitnessRunning();
  void aWitnessThatIsAwayIsCaughtUpWith();
  void twoMustAgree();
  void anOlderHomeIsFoundOut();
  void aSecondCopyIsFoundOut();
  void whoLiesIsNamed();
  void aWrongConfigurationIsRefused();

 private:
  // A home whose terminal the witness knows; it asks the witness.
  void introduce(WitnessProcess& witness, const QList<QJsonObject>& asked = {}) {
    QVERIFY(m_home->open());
    witness.knows(keyOf(*m_home));
    QVERIFY(witness.start());
    QVERIFY(asks(asked.isEmpty() ? QList<QJsonObject>{witness.settings()} : asked));
  }
  bool asks(const QList<QJsonObject>& witnesses, int quorum = 0) {
    return m_home->run({"config", "import", m_home->writeConfig(asking(witnesses, quorum))}).status == 0;
  }

  std::unique_ptr<SandboxProcess> m_sandbox;
  std::unique_ptr<CounterHome> m_home;
  std::unique_ptr<WitnessProcess> m_one;
  std::unique_ptr<WitnessProcess> m_two;
};

void WitnessTest::aDayIsVerifiedWithAWitnessRunning() {
  introduce(*m_one);
  QVERIFY(m_home->sells(1));
  QCOMPARE(m_home->run({"sync"}).status, 0);
  const Run verified = m_home->run({"audit", "verify"});
  QCOMPARE(verified.status, 0);
  QCOMPARE(verified.last().value(QLatin1String("sound")).toBool(), true);
  QVERIFY(sizeIn(witnessedIn(verified)) > 0);
  QCOMPARE(witnessedIn(verified).value(QLatin1String("names")).toArray(), (QJsonArray{QStringLiteral("one.example/w")}));
  QCOMPARE(text(firstWitness(verified), "trouble"), QString());
  const QString witnessed = text(m_home->run({"doctor"}).named("witness"), "detail");
  QVERIFY2(witnessed.contains(QStringLiteral("witnessed at")), qPrintable(witnessed));

  // The proof carries what the witness has signed, and whoever wants that looks for it.
  const QString key = keyOf(*m_home);
  const QString proof = m_home->folder() + QStringLiteral("/proof.json");
  QCOMPARE(m_home->run({"audit", "prove", "order-1", "--output", proof}).status, 0);
  QCOMPARE(m_home->run({"audit", "check", proof, "--key", key, "--witness", m_one->key()}).status, 0);
  QCOMPARE(independently(proof, key, {QStringLiteral("--witness"), m_one->key()}), 0);
  QVERIFY(m_home->run({"audit", "check", proof, "--key", key, "--witness", m_two->key()}).status != 0);
  QCOMPARE(independently(proof, key, {QStringLiteral("--witness"), m_two->key()}), 1);
  QCOMPARE(m_home->run({"audit", "check", proof, "--key", key, "--witness", m_one->key(), "--witness", m_two->key(), "--quorum", "1"}).status, 0);
  QVERIFY(m_home->run({"audit", "check", proof, "--key", key, "--witness", m_one->key(), "--witness", m_one->key()}).status != 0);
  QCOMPARE(independently(proof, key, {QStringLiteral("--witness"), m_one->key(), QStringLiteral("--witness"), m_one->key()}), 1);
  // And the whole journal.
  const QString log = m_home->folder() + QStringLiteral("/journal.log");
  QCOMPARE(m_home->run({"audit", "export", log}).status, 0);
  QCOMPARE(m_home->run({"audit", "check", log, "--key", key, "--witness", m_one->key()}).status, 0);
  QCOMPARE(independently(log, key, {QStringLiteral("--witness"), m_one->key()}, "log"), 0);
  QVERIFY(m_home->run({"audit", "check", log, "--key", key, "--witness", m_two->key()}).status != 0);
  QCOMPARE(independently(log, key, {QStringLiteral("--witness"), m_two->key()}, "log"), 1);
}

void WitnessTest::aWitnessThatIsAwayIsCaughtUpWith() {
  introduce(*m_one);
  // By itself: who has seen how much, and when.
  const Run asked = m_home->run({"audit", "witness"});
  QCOMPARE(asked.status, 0);
  const QJsonObject seen = asked.last().value(QLatin1String("witnesses")).toArray().at(0).toObject();
  QCOMPARE(text(seen, "name"), QStringLiteral("one.example/w"));
  QVERIFY(sizeIn(asked.last()) > 0 && !text(asked.last(), "at").isEmpty() && !text(seen, "at").isEmpty());
  QCOMPARE(sizeIn(seen), sizeIn(asked.last()));
  const int before = sizeIn(witnessedIn(m_home->run({"audit", "checkpoint"})));
  QVERIFY(before >= sizeIn(seen));
  m_one->kill();
  QVERIFY(m_home->sells(1));
  QCOMPARE(m_home->run({"sync"}).status, 0);
  const Run away = m_home->run({"audit", "checkpoint"});
  QCOMPARE(away.status, 0);
  QCOMPARE(text(firstWitness(away), "trouble"), QStringLiteral("connect"));
  QCOMPARE(sizeIn(witnessedIn(away)), before);
  QVERIFY(!text(witnessedIn(away), "missingSince").isEmpty());
  // What was seen last is still told, and that it is not all.
  const Run unseen = m_home->run({"audit", "witness"});
  QCOMPARE(unseen.status, 5);
  QCOMPARE(sizeIn(unseen.last()), before);
  QVERIFY(!text(unseen.last(), "at").isEmpty() && !text(unseen.last(), "missingSince").isEmpty());
  // Not for a day yet.
  QVERIFY(m_home->run({"doctor"}).named("witness").value(QLatin1String("ok")).toBool());
  QVERIFY(m_one->start());
  const Run back = m_home->run({"audit", "checkpoint"});
  QCOMPARE(sizeIn(witnessedIn(back)), sizeIn(back.last()));
  QCOMPARE(text(witnessedIn(back), "missingSince"), QString());
  QCOMPARE(m_home->run({"audit", "witness"}).status, 0);
}

void WitnessTest::twoMustAgree() {
  introduce(*m_one);
  m_two->knows(keyOf(*m_home));
  QVERIFY(m_two->start());
  QVERIFY(asks({m_one->settings(), m_two->settings()}, 2));
  const Run both = m_home->run({"audit", "checkpoint"});
  QCOMPARE(witnessedIn(both).value(QLatin1String("names")).toArray().size(), 2);
  QCOMPARE(text(both.last(), "note").count(QStringLiteral("\u2014 ")), 3);
  m_two->kill();
  QVERIFY(m_home->sells(1));
  const Run one = m_home->run({"audit", "checkpoint"});
  QCOMPARE(sizeIn(witnessedIn(one)), sizeIn(both.last()));
  QVERIFY(sizeIn(firstWitness(one)) > sizeIn(both.last()));
  const QString key = text(one.last(), "key");
  const QString proof = m_home->folder() + QStringLiteral("/proof.json");
  QCOMPARE(m_home->run({"audit", "prove", "order-1", "--output", proof}).status, 0);
  const QStringList two{QStringLiteral("--witness"), m_one->key(), QStringLiteral("--witness"), m_two->key()};
  QVERIFY(m_home->run(QStringList{"audit", "check", proof, "--key", key} + two).status != 0);
  QCOMPARE(independently(proof, key, two), 1);
  QCOMPARE(independently(proof, key, two + QStringList{QStringLiteral("--quorum"), QStringLiteral("1")}), 0);
  QVERIFY(m_two->start());
  QCOMPARE(m_home->run({"audit", "prove", "order-1", "--output", proof}).status, 0);
  QCOMPARE(m_home->run(QStringList{"audit", "check", proof, "--key", key} + two).status, 0);
  QCOMPARE(independently(proof, key, two), 0);
}

void WitnessTest::anOlderHomeIsFoundOut() {
  introduce(*m_one);
  QCOMPARE(m_home->run({"audit", "checkpoint"}).status, 0);
  const QString older = m_home->folder() + QStringLiteral("/older");
  QVERIFY(copyFolder(m_home->path(), older));
  for (int i = 0; i < 3; ++i) QVERIFY(m_home->sells(i));
  QVERIFY(sizeIn(witnessedIn(m_home->run({"audit", "checkpoint"}))) > 0);
  QVERIFY(copyFolder(older, m_home->path()));
  const Run found = m_home->run({"audit", "checkpoint"});
  QVERIFY(found.status != 0);
  QCOMPARE(text(firstWitness(found), "trouble"), QStringLiteral("ahead"));
  QCOMPARE(m_home->run({"audit", "witness"}).status, 6);
  // Every command says so from then on, also while nobody answers; and selling goes on.
  m_one->kill();
  QVERIFY(m_home->sells(9));
  const Run doctor = m_home->run({"doctor"});
  QVERIFY(doctor.status != 0);
  QCOMPARE(text(doctor.named("witness"), "word"), QStringLiteral("ahead"));
  const Run verified = m_home->run({"audit", "verify"});
  QCOMPARE(verified.last().value(QLatin1String("sound")).toBool(), true);
  QVERIFY(verified.status != 0);
  QCOMPARE(text(firstWitness(verified), "trouble"), QStringLiteral("ahead"));
}

void WitnessTest::aSecondCopyIsFoundOut() {
  introduce(*m_one);
  QCOMPARE(m_home->run({"audit", "checkpoint"}).status, 0);
  const QString clone = m_home->folder() + QStringLiteral("/clone");
  QVERIFY(copyFolder(m_home->path(), clone));
  const auto atClone = [&](const QStringList& arguments) { return m_home->runAt(clone, arguments, environmentWithPin()); };
  // The first one sells more, and comes second.
  QVERIFY(m_home->sells(1));
  QVERIFY(m_home->sells(2));
  // Until the copy has done something of its own, what it signs is the beginning of both.
  QCOMPARE(atClone({"sell", "pln-token-50000", "14300000071", "--client-ref", "order-3", "--wait", "10"}).status, 0);
  QCOMPARE(atClone({"audit", "checkpoint"}).status, 0);
  const Run found = m_home->run({"audit", "checkpoint"});
  QVERIFY(found.status != 0);
  QCOMPARE(text(firstWitness(found), "trouble"), QStringLiteral("fork"));
  QCOMPARE(text(m_home->run({"doctor"}).named("witness"), "word"), QStringLiteral("fork"));
}

void WitnessTest::whoLiesIsNamed() {
  // In the witness's place, with a certificate of its own: what it sends has the witness's name and number, and is no signature.
  tests::TlsServer::Options options;
  options.identity = tests::makeIdentity();
  options.contentType = "text/plain";
  const std::string line = m_one->key().section(QLatin1Char('+'), 1, 1).toStdString();
  const QByteArray blob = QByteArray::fromHex(QByteArray::fromStdString(line)) + QByteArray(72, '\1');
  options.answer = "\u2014 one.example/w " + blob.toBase64().toStdString() + "\n";
  const std::string ca = options.identity.caPem;
  const tests::TlsServer liar(std::move(options));
  QVERIFY(m_home->open());
  // Where nobody is asked, nothing is called witnessed.
  QCOMPARE(m_home->run({"audit", "witness"}).status, 3);
  QFile file(m_home->folder() + QStringLiteral("/liar.pem"));
  QVERIFY(file.open(QIODevice::WriteOnly));
  file.write(QByteArray::fromStdString(ca));
  file.close();
  QVERIFY(asks({QJsonObject{{QStringLiteral("url"), QString::fromStdString(liar.url(""))},
                            {QStringLiteral("key"), m_one->key()},
                            {QStringLiteral("caFile"), file.fileName()}}}));
  const Run signedNow = m_home->run({"audit", "checkpoint"});
  QCOMPARE(signedNow.status, 0);
  QCOMPARE(text(firstWitness(signedNow), "trouble"), QStringLiteral("signature"));
  QCOMPARE(sizeIn(witnessedIn(signedNow)), 0);
  QCOMPARE(liar.executions("/add-checkpoint"), 1);
  QVERIFY(m_home->sells(1));
}

void WitnessTest::aWrongConfigurationIsRefused() {
  introduce(*m_one);
  QJsonObject http = m_one->settings();
  http.insert(QStringLiteral("url"), QStringLiteral("http://127.0.0.1:1"));
  const auto refused = [&](const QList<QJsonObject>& witnesses, int quorum, const char* place) {
    const Run run = m_home->run({"config", "import", m_home->writeConfig(asking(witnesses, quorum))});
    QCOMPARE(run.status, 2);
    QVERIFY2(QString::fromUtf8(QJsonDocument(run.last()).toJson()).contains(QLatin1String(place)), qPrintable(run.errors));
  };
  refused({http}, 0, "audit.witnesses[0].url");
  refused({m_one->settings(), m_one->settings()}, 0, "audit.witnesses[1].key");
  refused({m_one->settings()}, 2, "audit.quorum");
  QJsonObject unknown = m_one->settings();
  unknown.insert(QStringLiteral("pin"), 1);
  refused({unknown}, 0, "audit.witnesses[0].pin");
  const Run log = m_home->run({"config", "log"});
  QVERIFY(QString::fromUtf8(QJsonDocument(log.lines.first()).toJson()).contains(QStringLiteral("audit.witness")));
  QCOMPARE(sizeIn(witnessedIn(m_home->run({"audit", "checkpoint"}))) > 0, true);
}

QTEST_GUILESS_MAIN(WitnessTest)
#include "witness_test.moc"

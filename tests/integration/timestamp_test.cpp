// The real loketctl and a time-stamp authority over loopback HTTPS (`openssl ts -reply`): what is signed is stamped once a day, who is
// away holds up nobody and is asked again, and what is exported is checked by openssl and by the verifier, without any of ours.
#include <QDateTime>
#include <QFile>
#include <QJsonDocument>
#include <QProcess>
#include <QTest>
#include <atomic>
#include <memory>

#include "tests/integration/counter_home.h"
#include "tests/support/stamp_authority.h"
#include "tests/support/tls_server.h"

using namespace loket;
using namespace loket::integration_tests;
using tests::StampAuthority;

namespace {

QString text(const QJsonObject& json, const char* key) {
  return json.value(QLatin1String(key)).toString();
}

QJsonObject stampedIn(const Run& run) {
  return run.last().value(QLatin1String("stamped")).toObject();
}

int independently(const QStringList& arguments) {
  QProcess python;
  python.start(QStringLiteral("/usr/bin/python3"), QStringList{QStringLiteral(LOKET_VERIFY_PY), QStringLiteral("stamp")} + arguments);
  return python.waitForFinished(30'000) ? python.exitCode() : -1;
}

bool writes(const QString& path, const QByteArray& bytes) {
  QFile file(path);
  return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
}

QByteArray read(const QString& path) {
  QFile file(path);
  return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

}  // namespace

class TimestampTest : public QObject {
  Q_OBJECT

 private slots:
  void init() {
    m_sandbox = std::make_unique<SandboxProcess>();
    QVERIFY(m_sandbox->start());
    m_home = std::make_unique<CounterHome>(*m_sandbox);
    m_isAway = false;
    tests::TlsServer::Options options;
    options.identity = tests::makeIdentity();
    options.contentType = "application/timestamp-reply";
    options.deed = [this](const std::string&) { return m_isAway ? tests::Deed::Reset : tests::Deed::Answer; };
    options.answerTo = [this](const std::string& request) { return m_authority.answer(request); };
    QVERIFY(writes(m_home->folder() + QStringLiteral("/tls.pem"), QByteArray::fromStdString(options.identity.caPem)));
    m_server = std::make_unique<tests::TlsServer>(std::move(options));
  }
  void cleanup() {
    m_home.reset();
    m_server.reset();
    m_sandbox.reset();
  }

  void aDayIsStampedAndCheckedOutside();
  void whoIsAwayIsAskedAgain();
  void withoutAnAuthorityNothingIsAsked();
  void aWrongConfigurationIsRefused();

 private:
  QJsonObject settings() const {
    return {{QStringLiteral("url"), QString::fromStdString(m_server->url("/tsr"))},
            {QStringLiteral("tokenCaFile"), m_authority.rootFile()},
            {QStringLiteral("caFile"), m_home->folder() + QStringLiteral("/tls.pem")}};
  }
  Run imports(const QJsonObject& timestamp) const {
    return m_home->run({"config", "import",
                        m_home->writeConfig({{QStringLiteral("audit"), QJsonObject{{QStringLiteral("timestamp"), timestamp}}}})});
  }
  // The shop's clock is that of the authority; the home's own was of some morning.
  void setClockRight() const { m_sandbox->setClock(QDateTime::currentDateTimeUtc().toString(Qt::ISODate).toUtf8()); }

  StampAuthority m_authority;
  std::atomic<bool> m_isAway{false};
  std::unique_ptr<SandboxProcess> m_sandbox;
  std::unique_ptr<CounterHome> m_home;
  std::unique_ptr<tests::TlsServer> m_server;
};

void TimestampTest::aDayIsStampedAndCheckedOutside() {
  QVERIFY(m_home->open());
  QCOMPARE(imports(settings()).status, 0);
  QVERIFY(m_home->sells(1));
  QCOMPARE(m_home->run({"sync"}).status, 0);
  QCOMPARE(m_server->executions("/tsr"), 1);
  const Run verified = m_home->run({"audit", "verify"});
  QCOMPARE(verified.status, 0);
  const QJsonObject last = stampedIn(verified).value(QLatin1String("last")).toObject();
  QCOMPARE(text(last, "signer"), QStringLiteral("CN=Cap Waktu"));
  QCOMPARE(m_home->run({"audit", "checkpoint"}).status, 0);
  QCOMPARE(m_server->executions("/tsr"), 1);
  QVERIFY2(text(m_home->run({"doctor"}).named("timestamp"), "detail").contains(QStringLiteral("stamped at")), "the doctor says nothing of it");

  const Run list = m_home->run({"audit", "stamp", "list"});
  QCOMPARE(list.lines.size(), 2);
  QCOMPARE(list.lines.first(), last);
  const QString file = m_home->folder() + QStringLiteral("/day.tsr");
  const Run exported = m_home->run({"audit", "stamp", "export", file, "--day", text(last, "day")});
  QCOMPARE(exported.status, 0);
  const QString checkpoint = text(exported.last(), "checkpoint");
  QCOMPARE(checkpoint, m_home->folder() + QStringLiteral("/day.checkpoint"));
  QVERIFY(m_authority.verifies(checkpoint, file));
  const QString key = text(m_home->run({"audit", "checkpoint"}).last(), "key");
  QCOMPARE(independently({file, checkpoint, QStringLiteral("--log"), key}), 0);
  QCOMPARE(independently({file, checkpoint}), 0);
  // Of another text neither says so.
  QVERIFY(writes(checkpoint, read(checkpoint).replace("loket/terminal", "loket/Terminal")));
  QVERIFY(!m_authority.verifies(checkpoint, file));
  QCOMPARE(independently({file, checkpoint}), 1);
  QVERIFY(writes(file, read(file).left(200)));
  QCOMPARE(independently({file, checkpoint}), 1);

  // What there is not is said, and a day that is none.
  QVERIFY(m_home->run({"audit", "stamp", "export", file, "--day", "2001-01-01"}).status != 0);
  QVERIFY(m_home->run({"audit", "stamp", "export", file, "--day", "yesterday"}).status != 0);
  QVERIFY(m_home->run({"audit", "stamp", "export", checkpoint}).status != 0);
}

void TimestampTest::whoIsAwayIsAskedAgain() {
  QVERIFY(m_home->open());
  m_isAway = true;
  QCOMPARE(imports(settings()).status, 0);
  QVERIFY(m_home->sells(1));
  QCOMPARE(m_home->run({"sync"}).status, 0);
  const Run away = m_home->run({"audit", "checkpoint"});
  QCOMPARE(away.status, 0);
  QVERIFY(!text(stampedIn(away), "trouble").isEmpty());
  QVERIFY(stampedIn(away).value(QLatin1String("last")).isNull());
  QVERIFY(m_home->run({"doctor"}).named("timestamp").value(QLatin1String("ok")).toBool());
  // Also who only looks is told.
  QCOMPARE(text(m_home->run({"audit", "stamp", "list"}).last(), "trouble"), text(stampedIn(away), "trouble"));
  QVERIFY(m_home->run({"audit", "stamp", "export", m_home->folder() + QStringLiteral("/x.tsr")}).status != 0);
  QVERIFY(m_home->sells(2));
  m_isAway = false;
  setClockRight();
  const Run back = m_home->run({"audit", "checkpoint"});
  QCOMPARE(text(stampedIn(back), "trouble"), QString());
  const QJsonObject last = stampedIn(back).value(QLatin1String("last")).toObject();
  QCOMPARE(last.value(QLatin1String("size")), back.last().value(QLatin1String("size")));
  QCOMPARE(last.value(QLatin1String("clockApart")), QJsonValue(false));
}

void TimestampTest::withoutAnAuthorityNothingIsAsked() {
  QVERIFY(m_home->open());
  QVERIFY(m_home->sells(1));
  QCOMPARE(m_home->run({"sync"}).status, 0);
  const Run list = m_home->run({"audit", "stamp", "list"});
  QCOMPARE(list.status, 0);
  QCOMPARE(text(list.last(), "url"), QString());
  QVERIFY(m_home->run({"doctor"}).named("timestamp").isEmpty());
  QCOMPARE(m_server->connections(), 0);
}

void TimestampTest::aWrongConfigurationIsRefused() {
  QVERIFY(m_home->open());
  const auto refused = [&](const char* key, const QJsonValue& value, const char* place) {
    QJsonObject wrong = settings();
    wrong.insert(QLatin1String(key), value);
    const Run run = imports(wrong);
    QCOMPARE(run.status, 2);
    QVERIFY2(QJsonDocument(run.last()).toJson().contains(place), QJsonDocument(run.last()).toJson());
  };
  refused("url", QStringLiteral("http://127.0.0.1:1"), "audit.timestamp.url");
  refused("url", QStringLiteral("https://stamps.example"), "audit.timestamp.url");  // not on loopback, and the clock is steered
  refused("tokenCaFile", QStringLiteral("/nowhere.pem"), "audit.timestamp.tokenCaFile");
  const QString leaf = m_home->folder() + QStringLiteral("/leaf.pem");
  QVERIFY(writes(leaf, QByteArray::fromStdString(m_authority.signerPem())));
  refused("tokenCaFile", leaf, "audit.timestamp.tokenCaFile");
  refused("policy", QStringLiteral("all"), "audit.timestamp.policy");
  refused("often", 1, "audit.timestamp.often");
  QVERIFY(m_home->run({"audit", "stamp", "list"}).last().value(QLatin1String("url")).toString().isEmpty());
}

QTEST_GUILESS_MAIN(TimestampTest)
#include "timestamp_test.moc"

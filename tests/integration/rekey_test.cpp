// A shop with a payment that no supplier has heard of gets another data key, and is killed on the way: the payment is there, is
// sent once, and a backup of before is still a shop.
#include <QDir>
#include <QFile>
#include <QTest>

#include "tests/integration/counter_home.h"
#include "tests/integration/probed_process.h"
#include "tests/integration/settlement.h"

using namespace loket::integration_tests;

namespace {

QString text(const QJsonObject& json, const char* key) { return json.value(QLatin1String(key)).toString(); }

QStringList words(const char* line) { return QString::fromLatin1(line).split(QLatin1Char(' ')); }

QStringList depositOf(int n) {
  return {QStringLiteral("sell"), QStringLiteral("pulsa-telkomsel-10000"),
          QStringLiteral("0812%1").arg(n * 10 + 1, 8, 10, QLatin1Char('0')), QStringLiteral("--client-ref"),
          QStringLiteral("rekey-%1").arg(n), QStringLiteral("--offline")};
}

QProcessEnvironment byCode(const QString& code, const QString& pin) {
  QProcessEnvironment environment = environmentWithPin(QStringLiteral("000000"));
  environment.insert(QStringLiteral("LOKET_RECOVERY_CODE"), code);
  environment.insert(QStringLiteral("LOKET_NEW_PIN"), pin);
  return environment;
}

}  // namespace

class IntegrationRekeyTest : public QObject {
  Q_OBJECT

 private slots:
  void anUnsentPaymentOutlivesIt();
  void killedAnywhereThereIsOneHome();
};

void IntegrationRekeyTest::anUnsentPaymentOutlivesIt() {
  SandboxProcess sandbox;
  QVERIFY(sandbox.start());
  CounterHome home(sandbox);
  QVERIFY(home.open());
  QCOMPARE(home.run(depositOf(1)).status, 0);
  QProcessEnvironment budi = environmentWithPin();
  budi.insert(QStringLiteral("LOKET_NEW_PIN"), QStringLiteral("222222"));
  QCOMPARE(home.run(words("user add Budi"), budi).status, 0);
  const QString before = home.folder() + QStringLiteral("/before.loket");
  const QString after = home.folder() + QStringLiteral("/after.loket");
  QCOMPARE(home.run({QStringLiteral("backup"), QStringLiteral("create"), before}).status, 0);
  const auto accounts = home.run(words("ledger trial")).lines;

  const Run done = home.run(words("vault rekey"));
  QVERIFY2(done.status == 0, qPrintable(done.errors));
  QCOMPARE(done.lines.size(), 2);
  const QString code = text(done.lines.at(0), "recoveryCode");
  QCOMPARE(code.size(), 27);
  QVERIFY(code != home.recoveryCode());
  QCOMPARE(done.lines.at(1).value(QStringLiteral("toCome")).toVariant().toStringList(), QStringList{QStringLiteral("Budi")});

  QCOMPARE(home.run(words("ledger trial")).lines, accounts);
  QCOMPARE(home.payments().size(), 1);
  QCOMPARE(text(home.payments().first(), "state"), QStringLiteral("accepted"));
  QCOMPARE(home.run(words("audit verify")).status, 0);
  // Without the database, by the new sidecar.
  for (const char* tail : {"", "-wal", "-shm"}) QFile::remove(home.path() + QStringLiteral("/loket.db") + QLatin1String(tail));
  QProcessEnvironment asBudi = environmentWithPin(QStringLiteral("222222"));
  const Run list = home.run(words("--user Budi payments list"), asBudi);
  QVERIFY2(list.status == 0 && list.errors.contains(QStringLiteral("from the sidecar")), qPrintable(list.errors));
  QCOMPARE(list.lines.size(), 1);
  QCOMPARE(settleAll(home), QString());
  QCOMPARE(disagreement(home, sandbox), QString());
  QCOMPARE(sandbox.ledger().size(), 1);

  // What was backed up before is the shop of then, by the code of then.
  QCOMPARE(home.run({QStringLiteral("backup"), QStringLiteral("create"), after}).status, 0);
  const QString other = home.folder() + QStringLiteral("/other");
  const QStringList restore{QStringLiteral("backup"), QStringLiteral("restore"), before};
  QCOMPARE(home.runAt(other, restore, byCode(code, QStringLiteral("654321"))).status, 3);
  QCOMPARE(home.runAt(other, restore, byCode(home.recoveryCode(), QStringLiteral("654321"))).status, 0);
  QCOMPARE(home.runAt(other, words("payments list"), environmentWithPin(QStringLiteral("654321"))).lines.size(), 1);
  const QString third = home.folder() + QStringLiteral("/third");
  QCOMPARE(home.runAt(third, {QStringLiteral("backup"), QStringLiteral("restore"), after}, byCode(code, QStringLiteral("654321"))).status, 0);
  // The one that is made every evening under one name goes on; another shop's file stays.
  QCOMPARE(home.run({QStringLiteral("backup"), QStringLiteral("create"), before}).status, 0);
  QCOMPARE(home.run({QStringLiteral("backup"), QStringLiteral("verify"), before}).status, 0);
}

void IntegrationRekeyTest::killedAnywhereThereIsOneHome() {
  SandboxProcess sandbox;
  QVERIFY(sandbox.start());
  CounterHome home(sandbox);
  QVERIFY(home.open());
  struct Kill {
    const char* point;
    const char* said;
  };
  int sold = 0;
  QString code = home.recoveryCode();
  for (const Kill& kill : {Kill{"rekey.copied", "taken back"}, Kill{"rekey.before-switch", "taken back"},
                           Kill{"rekey.switched", "was ended"}, Kill{"rekey.kept", ""}}) {
    QCOMPARE(home.run(depositOf(++sold)).status, 0);
    ProbedProcess process(QStringLiteral(LOKETCTL_BIN), home.withHome(words("vault rekey")), environmentWithPin());
    std::optional<QString> reached;
    while ((reached = process.nextPoint(60'000)) && *reached != QLatin1String(kill.point)) process.goOn();
    QVERIFY2(reached.has_value(), kill.point);
    // Somebody who works meanwhile is told.
    const Run busy = home.run(words("vault rekey"));
    QCOMPARE(text(busy.last(), "error"), QStringLiteral("home-busy"));
    QVERIFY2(busy.errors.contains(QStringLiteral("close it first")), qPrintable(busy.errors));
    process.kill();
    const Run list = home.run(words("payments list"));
    QVERIFY2(list.status == 0, qPrintable(list.errors));
    QCOMPARE(list.lines.size(), sold);
    QVERIFY2(list.errors.contains(QLatin1String(kill.said)), qPrintable(list.errors));
    QCOMPARE(QDir(home.path()).entryList({QStringLiteral("*rekey*"), QStringLiteral("*aside*")}, QDir::Files), QStringList());
    // Nobody has seen another code yet.
    QCOMPARE(home.run(words("recover"), byCode(code, QStringLiteral("123456"))).status, 0);
    const Run again = home.run(words("vault rekey"));
    QVERIFY2(again.status == 0, qPrintable(again.errors));
    code = text(again.lines.at(0), "recoveryCode");
    QCOMPARE(home.payments().size(), sold);
  }
  QCOMPARE(home.run(words("audit verify")).status, 0);
  QCOMPARE(settleAll(home), QString());
  QCOMPARE(disagreement(home, sandbox), QString());
  QCOMPARE(sandbox.ledger().size(), sold);
}

QTEST_GUILESS_MAIN(IntegrationRekeyTest)
#include "rekey_test.moc"

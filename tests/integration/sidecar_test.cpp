// The database of a shop is deleted, put back as it was in the morning, or damaged. What was sold stays sold: the
// sidecar brings it back, and each payment reaches the upstream exactly once.
#include <QFile>
#include <QTest>

#include "tests/integration/counter_home.h"
#include "tests/integration/settlement.h"

using namespace loket::integration_tests;

namespace {

QString text(const QJsonObject& json, const char* key) { return json.value(QLatin1String(key)).toString(); }

QStringList saleOf(int n) {
  return {QStringLiteral("sell"), QStringLiteral("pulsa-telkomsel-10000"),
          QStringLiteral("0812%1").arg(n * 10 + 1, 8, 10, QLatin1Char('0')), QStringLiteral("--client-ref"),
          QStringLiteral("sidecar-%1").arg(n), QStringLiteral("--offline")};
}

QString databaseOf(const CounterHome& home) { return home.path() + QStringLiteral("/loket.db"); }

void loseDatabase(const CounterHome& home) {
  for (const char* tail : {"", "-wal", "-shm"})
    QFile::remove(databaseOf(home) + QLatin1String(tail));
}

// What the doctor says about the sidecar.
QJsonObject sidecarIn(const Run& doctor) {
  for (const QJsonObject& line : doctor.lines)
    if (text(line, "name") == QStringLiteral("sidecar"))
      return line;
  return {};
}

}  // namespace

class SidecarTest : public QObject {
  Q_OBJECT

 private slots:
  void aDeletedDatabaseLosesNoPayment();
  void aMorningsCopyGetsTheDayBack();
  void aDamagedDatabaseWaitsForAPerson();
};

void SidecarTest::aDeletedDatabaseLosesNoPayment() {
  SandboxProcess sandbox;
  QVERIFY(sandbox.start());
  CounterHome home(sandbox);
  QVERIFY(home.open());
  QList<QJsonObject> taken;
  for (int n = 0; n < 5; ++n) {
    const Run run = home.run(saleOf(n));
    QCOMPARE(run.status, 0);
    taken.append(run.last());
  }
  const auto accounts = home.run({QStringLiteral("ledger"), QStringLiteral("trial")}).lines;
  loseDatabase(home);
  const Run list = home.run({QStringLiteral("payments"), QStringLiteral("list")});
  QCOMPARE(list.status, 0);
  QVERIFY2(list.errors.contains(QStringLiteral("from the sidecar")), qPrintable(list.errors));
  QCOMPARE(list.lines.size(), 5);
  for (const QJsonObject& payment : taken) {
    const QJsonObject back = home.run({QStringLiteral("payments"), QStringLiteral("show"), text(payment, "ref")}).last();
    QCOMPARE(text(back, "state"), QStringLiteral("accepted"));
    QCOMPARE(text(back, "claimCode"), text(payment, "claimCode"));
    QVERIFY(text(home.run({QStringLiteral("receipt"), text(payment, "claimCode")}).last(), "text").contains(QStringLiteral("TITIPAN")));
  }
  QCOMPARE(home.run({QStringLiteral("ledger"), QStringLiteral("trial")}).lines, accounts);
  const QJsonObject line = sidecarIn(home.run({QStringLiteral("doctor")}));
  QVERIFY(line.value(QStringLiteral("ok")).toBool());
  QVERIFY(text(line, "detail").contains(QStringLiteral("last recovery")));
  // The customer's key press is still known: the same sale again is the same sale.
  QCOMPARE(text(home.run(saleOf(2)).last(), "ref"), text(taken.at(2), "ref"));
  QCOMPARE(settleAll(home), QString());
  QCOMPARE(disagreement(home, sandbox), QString());
  QCOMPARE(sandbox.ledger().size(), 5);

  // Lost once more when all is paid: nothing is sent again, and the next sale works.
  loseDatabase(home);
  QCOMPARE(settleAll(home), QString());
  QCOMPARE(sandbox.ledger().size(), 5);
  QCOMPARE(text(home.run(saleOf(2)).last(), "ref"), text(taken.at(2), "ref"));
  // Price lists are given out every five minutes.
  sandbox.advance("PT360S");
  QCOMPARE(home.run({QStringLiteral("catalogue"), QStringLiteral("sync")}).status, 0);
  QCOMPARE(home.run(saleOf(7)).status, 0);
  QCOMPARE(settleAll(home), QString());
  QCOMPARE(disagreement(home, sandbox), QString());
}

void SidecarTest::aMorningsCopyGetsTheDayBack() {
  SandboxProcess sandbox;
  QVERIFY(sandbox.start());
  CounterHome home(sandbox);
  QVERIFY(home.open());
  QCOMPARE(home.run(saleOf(1)).status, 0);
  const QString copy = home.folder() + QStringLiteral("/morning.db");
  QVERIFY(QFile::copy(databaseOf(home), copy));
  for (int n = 2; n < 6; ++n)
    QCOMPARE(home.run(saleOf(n)).status, 0);
  QCOMPARE(home.run({QStringLiteral("sync")}).status, 0);
  QCOMPARE(sandbox.ledger().size(), 5);
  loseDatabase(home);
  QVERIFY(QFile::copy(copy, databaseOf(home)));
  // Without the sidecar the first sale would be open here, and be paid a second time.
  QCOMPARE(settleAll(home), QString());
  QCOMPARE(home.payments().size(), 5);
  QCOMPARE(sandbox.ledger().size(), 5);
  QCOMPARE(disagreement(home, sandbox), QString());
}

void SidecarTest::aDamagedDatabaseWaitsForAPerson() {
  SandboxProcess sandbox;
  QVERIFY(sandbox.start());
  CounterHome home(sandbox);
  QVERIFY(home.open());
  for (int n = 0; n < 3; ++n)
    QCOMPARE(home.run(saleOf(n)).status, 0);
  QCOMPARE(text(home.run({QStringLiteral("rebuild")}).last(), "error"), QStringLiteral("state-forbids"));
  QByteArray bytes;
  {
    QFile file(databaseOf(home));
    QVERIFY(file.open(QIODevice::ReadWrite));
    QVERIFY(file.seek(100));
    file.write("damaged");
    file.seek(0);
    bytes = file.readAll();
  }
  for (int i = 0; i < 2; ++i) {
    const Run refused = home.run({QStringLiteral("payments"), QStringLiteral("list")});
    QCOMPARE(refused.status, 6);
    QCOMPARE(text(refused.last(), "error"), QStringLiteral("database-unreadable"));
    QVERIFY2(refused.errors.contains(QStringLiteral("loketctl rebuild")), qPrintable(refused.errors));
  }
  const Run rebuilt = home.run({QStringLiteral("rebuild")});
  QCOMPARE(rebuilt.status, 0);
  QCOMPARE(rebuilt.last().value(QStringLiteral("open")).toInt(), 3);
  QFile aside(databaseOf(home) + QStringLiteral(".aside-1"));
  QVERIFY(aside.open(QIODevice::ReadOnly));
  QCOMPARE(aside.readAll(), bytes);
  const QJsonObject line = sidecarIn(home.run({QStringLiteral("doctor")}));
  QVERIFY(!line.value(QStringLiteral("ok")).toBool());
  QVERIFY(text(line, "detail").contains(QStringLiteral("loket.db.aside-1")));
  QCOMPARE(settleAll(home), QString());
  QCOMPARE(disagreement(home, sandbox), QString());
  QCOMPARE(sandbox.ledger().size(), 3);
}

QTEST_GUILESS_MAIN(SidecarTest)
#include "sidecar_test.moc"

// One home, one owner: while the window runs, loketctl works through it, and a second window raises the first.
#include <QElapsedTimer>
#include <QFile>
#include <QProcess>
#include <QTest>

#include "tests/integration/counter_home.h"
#include "tests/integration/settlement.h"

using namespace loket::integration_tests;

class OwnerTest : public QObject {
  Q_OBJECT

 private slots:
  void commandsGoThroughTheWindow();
  void aSecondWindowRaisesTheFirst_data();
  void aSecondWindowRaisesTheFirst();
};

void OwnerTest::commandsGoThroughTheWindow() {
  const QString loket = QStringLiteral(LOKET_BIN);
  QVERIFY2(!loket.isEmpty(), "the window is not built");
  SandboxProcess sandbox;
  QVERIFY(sandbox.start());
  CounterHome home(sandbox);
  QVERIFY(home.open());
  QProcess window;
  window.setProcessEnvironment(environmentWithPin());
  window.start(loket, home.windowArguments());
  QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(home.path() + QStringLiteral("/owner.sock")), 20'000);

  const Run sale = home.run({QStringLiteral("sell"), QStringLiteral("digi:pln20"), QStringLiteral("14300000001")});
  QCOMPARE(sale.status, 0);
  QCOMPARE(sale.last().value(QStringLiteral("state")).toString(), QStringLiteral("succeeded"));
  QCOMPARE(home.run({QStringLiteral("sell"), QStringLiteral("digi:pln20"), QStringLiteral("143")}).status, 3);
  // Forwarded commands authenticate themselves.
  const Run wrong = home.run({QStringLiteral("payments"), QStringLiteral("list")}, environmentWithPin(QStringLiteral("999999")));
  QCOMPARE(wrong.status, 3);
  QCOMPARE(wrong.last().value(QStringLiteral("error")).toString(), QStringLiteral("pin-wrong"));
  QCOMPARE(home.payments().size(), 1);

  window.terminate();
  if (!window.waitForFinished(10'000))
    window.kill();
  window.waitForFinished();
  QCOMPARE(disagreement(home, sandbox), QString());
}

void OwnerTest::aSecondWindowRaisesTheFirst_data() {
  QTest::addColumn<bool>("unlocked");
  QTest::newRow("the counter is open") << true;
  QTest::newRow("the PIN is still asked for") << false;
}

void OwnerTest::aSecondWindowRaisesTheFirst() {
  QFETCH(bool, unlocked);
  const QString loket = QStringLiteral(LOKET_BIN);
  QVERIFY2(!loket.isEmpty(), "the window is not built");
  SandboxProcess sandbox;
  QVERIFY(sandbox.start());
  CounterHome home(sandbox);
  QVERIFY(home.open());
  QProcessEnvironment environment = environmentWithPin();
  environment.insert(QStringLiteral("LOKET_ANNOUNCE_FRAME"), QStringLiteral("1"));
  if (!unlocked)
    environment.remove(QStringLiteral("LOKET_PIN"));
  QProcess first;
  QByteArray said;
  QObject::connect(&first, &QProcess::readyReadStandardError, [&] { said += first.readAllStandardError(); });
  first.setProcessEnvironment(environment);
  first.start(loket, home.windowArguments());
  const QByteArray ready = unlocked ? "counter-filled" : "first-frame";
  QTRY_VERIFY_WITH_TIMEOUT(said.contains(ready), 20'000);
  QVERIFY(!said.contains("raised"));

  QProcess second;
  second.setProcessEnvironment(environment);
  second.start(loket, home.windowArguments());
  QVERIFY(second.waitForFinished(20'000));
  QCOMPARE(second.exitCode(), 0);
  QTRY_VERIFY(said.contains("raised"));
  QCOMPARE(first.state(), QProcess::Running);
  first.kill();
  first.waitForFinished();
  // What a killed window leaves behind does not keep the next one out.
  said.clear();
  first.start(loket, home.windowArguments());
  QTRY_VERIFY_WITH_TIMEOUT(said.contains("first-frame"), 20'000);
  first.kill();
  first.waitForFinished();
}

QTEST_GUILESS_MAIN(OwnerTest)
#include "owner_test.moc"

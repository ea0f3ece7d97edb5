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
  QCOMPARE(home.run({QStringLiteral("payments"), QStringLiteral("list")}, environmentWithPin(QStringLiteral("999999"))).status, 3);
  QCOMPARE(home.payments().size(), 1);

  QProcess second;
  second.setProcessEnvironment(environmentWithPin());
  second.start(loket, home.windowArguments());
  QVERIFY(second.waitForFinished(20'000));
  QCOMPARE(second.exitCode(), 0);
  QCOMPARE(window.state(), QProcess::Running);

  window.terminate();
  if (!window.waitForFinished(10'000))
    window.kill();
  window.waitForFinished();
  QCOMPARE(disagreement(home, sandbox), QString());
}

QTEST_GUILESS_MAIN(OwnerTest)
#include "owner_test.moc"

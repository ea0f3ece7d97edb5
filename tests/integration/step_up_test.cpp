// A second proof before a dear payment, with the real loketctl: without one nothing is recorded and nothing is bought, a code is
// good once, also after everything was closed, and how far its telephone's clock is off is told.
#include <QDateTime>
#include <QJsonDocument>
#include <QProcess>
#include <QTest>
#include <memory>

#include "tests/integration/authenticator.h"
#include "tests/integration/counter_home.h"
#include "tests/integration/typed_terminal.h"

using namespace loket::integration_tests;

namespace {

QString text(const QJsonObject& json, const char* key) {
  return json.value(QLatin1String(key)).toString();
}

QString error(const Run& run) {
  return QStringLiteral("%1 %2").arg(run.status).arg(text(run.last(), "error"));
}

}  // namespace

class StepUpTest : public QObject {
  Q_OBJECT

 private slots:
  void init() {
    m_sandbox = std::make_unique<SandboxProcess>();
    QVERIFY(m_sandbox->start());
    m_home = std::make_unique<CounterHome>(*m_sandbox);
    QVERIFY(m_home->open({{QStringLiteral("stepUp"), QJsonObject{{QStringLiteral("from"), 40'000}}}}));
  }
  void cleanup() {
    m_home.reset();
    m_sandbox.reset();
  }

  void aDearPaymentWantsACodeAndACheapOneDoesNot() {
    QCOMPARE(sells("pln-token-20000", 1).status, 0);
    QCOMPARE(error(sells("pln-token-50000", 2)), QStringLiteral("3 step-up-missing"));
    // Nobody has one yet.
    QCOMPARE(error(sells("pln-token-50000", 2, {"--code", "123456"})), QStringLiteral("3 approval-missing"));
    QCOMPARE(m_home->payments().size(), 1);
    QCOMPARE(m_sandbox->ledger().size(), 1);
    const QString uri = enrolled();
    QCOMPARE(error(sells("pln-token-50000", 2, {"--code", wrong(uri)})), QStringLiteral("3 code-wrong"));
    QCOMPARE(m_home->payments().size(), 1);
    const QString code = shownAt(uri, now());
    QCOMPARE(sells("pln-token-50000", 2, {"--code", code}).status, 0);
    QCOMPARE(m_sandbox->ledger().size(), 2);
    // Every command is a process of its own: it has been kept that it was used.
    QCOMPARE(error(sells("pln-token-50000", 3, {"--code", code})), QStringLiteral("3 code-wrong"));
    m_sandbox->advance("PT60S");
    QCOMPARE(sells("pln-token-50000", 3, {"--code", shownAt(uri, now())}).status, 0);
    QCOMPARE(m_sandbox->ledger().size(), 3);
  }

  void aTelephoneWhoseClockIsOffIsTold() {
    const QString uri = enrolled();
    QCOMPARE(sells("pln-token-50000", 1, {"--code", shownAt(uri, now() - 30)}).status, 0);
    QCOMPARE(m_home->run({"user", "code", "status"}).last().value(QLatin1String("driftSeconds")).toInt(), -30);
    const Run far = sells("pln-token-50000", 2, {"--code", shownAt(uri, now() + 300)});
    QCOMPARE(error(far), QStringLiteral("3 code-wrong"));
    QVERIFY2(text(far.last(), "detail").contains(QStringLiteral("300")), qPrintable(text(far.last(), "detail")));
    QCOMPARE(m_sandbox->ledger().size(), 1);
  }

  void wrongCodesLockAlsoAcrossProcesses() {
    const QString uri = enrolled();
    for (int i = 0; i < 5; ++i)
      QVERIFY(error(sells("pln-token-50000", 1, {"--code", wrong(uri)})).startsWith(QLatin1String("3 code-")));
    QCOMPARE(error(sells("pln-token-50000", 1, {"--code", shownAt(uri, now())})), QStringLiteral("3 code-locked"));
    QCOMPARE(m_sandbox->ledger().size(), 0);
    m_sandbox->advance("PT16M");
    QCOMPARE(sells("pln-token-50000", 1, {"--code", shownAt(uri, now())}).status, 0);
  }

  void aCodeIsOnesOwn() {
    const QString uri = enrolled();
    QProcessEnvironment adding = environmentWithPin();
    adding.insert(QStringLiteral("LOKET_NEW_PIN"), QStringLiteral("246810"));
    QCOMPARE(m_home->run({"user", "add", "Budi"}, adding).status, 0);
    const QProcessEnvironment budi = environmentWithPin(QStringLiteral("246810"));
    // The owner's own code is not Budi's.
    QCOMPARE(error(m_home->run({"--user", "Budi", "sell", "pln-token-50000", "14300000011", "--code", shownAt(uri, now())}, budi)),
             QStringLiteral("3 approval-missing"));
    // Nobody takes a code away from somebody else, but the owner does.
    QCOMPARE(error(m_home->run({"--user", "Budi", "user", "code", "forget", "Sri"}, budi)), QStringLiteral("3 role-forbids"));
    QCOMPARE(m_home->run({"--user", "Budi", "user", "code", "enrol"}, budi).status, 0);
    QCOMPARE(m_home->run({"user", "code", "forget", "Budi"}).status, 0);
    QCOMPARE(m_sandbox->ledger().size(), 0);
  }

  void whoeverSitsAtATerminalIsAskedForTheCode() {
    const QString uri = enrolled();
    const QString question = QStringLiteral("The one-time code of Sri");
    // Wrong: it is said, and not asked for again.
    const Run wrongly = typed({"--user", "Sri", "sell", "pln-token-50000", "14300000011", "--wait", "10"}, wrong(uri));
    QCOMPARE(error(wrongly), QStringLiteral("3 code-wrong"));
    QCOMPARE(wrongly.errors.count(question), 1);
    QCOMPARE(wrongly.lines.size(), 1);
    // Nothing: as without a terminal.
    const Run left = typed({"--user", "Sri", "sell", "pln-token-50000", "14300000011", "--wait", "10"}, {});
    QCOMPARE(error(left), QStringLiteral("3 step-up-missing"));
    QVERIFY2(left.errors.contains(question) && left.errors.contains(QStringLiteral("loketctl: step-up-missing: amount")), qPrintable(left.errors));
    QVERIFY(m_home->payments().isEmpty());
    const Run unasked = m_home->run({"--user", "Sri", "sell", "pln-token-50000", "14300000011"});
    QCOMPARE(error(unasked), QStringLiteral("3 step-up-missing"));
    QVERIFY(!unasked.errors.contains(question));
    // A cheap one asks nothing, and takes nothing of what is typed.
    const Run cheap = typed({"--user", "Sri", "sell", "pln-token-20000", "14300000021", "--wait", "10"}, shownAt(uri, now()));
    QCOMPARE(cheap.status, 0);
    QVERIFY(!cheap.errors.contains(question));
    const Run sold = typed({"--user", "Sri", "sell", "pln-token-50000", "14300000011", "--wait", "10"}, shownAt(uri, now()));
    QVERIFY2(sold.status == 0, qPrintable(sold.errors));
    QCOMPARE(sold.lines.size(), 1);
    QVERIFY2(sold.errors.contains(QStringLiteral("(amount)")), qPrintable(sold.errors));
    QCOMPARE(m_sandbox->ledger().size(), 2);
    m_sandbox->advance("PT60S");
    const Run cash = typed({"drawer", "pay-out", "50000", "--reason", "sampah"}, shownAt(uri, now()));
    QVERIFY2(cash.status == 0, qPrintable(cash.errors));
    QVERIFY2(cash.errors.contains(QStringLiteral("Your own one-time code")), qPrintable(cash.errors));
  }

 private:
  // The same command with a terminal as its standard input, on which this line was typed.
  Run typed(const QStringList& arguments, const QString& line) const {
    Run run;
    const TypedTerminal terminal(line);
    if (terminal.path().isEmpty())
      return run;
    QProcess process;
    process.setProcessEnvironment(environmentWithPin());
    process.setStandardInputFile(terminal.path());
    process.start(QStringLiteral(LOKETCTL_BIN), m_home->withHome(arguments));
    if (!process.waitForFinished(60'000)) {
      process.kill();
      process.waitForFinished();
      return run;
    }
    run.status = process.exitCode();
    for (const QByteArray& said : process.readAllStandardOutput().split('\n'))
      if (!said.isEmpty())
        run.lines.append(QJsonDocument::fromJson(said).object());
    run.errors = QString::fromUtf8(process.readAllStandardError());
    return run;
  }
  Run sells(const QString& product, int n, const QStringList& more = {}) const {
    return m_home->run(QStringList{"sell", product, QStringLiteral("14300%1").arg(n * 10 + 1, 6, 10, QLatin1Char('0')), "--wait", "10"} +
                       more);
  }
  QString enrolled() const {
    const Run run = m_home->run({"user", "code", "enrol"});
    return run.status == 0 ? text(run.last(), "uri") : QString();
  }
  qint64 now() const { return QDateTime::fromString(QString::fromLatin1(m_sandbox->now()), Qt::ISODate).toSecsSinceEpoch(); }
  // Good at no time near this one.
  QString wrong(const QString& uri) const {
    QStringList good;
    for (int step = -25; step <= 25; ++step) good << shownAt(uri, now() + 30 * step);
    for (int n = 0;; ++n)
      if (const QString code = QStringLiteral("%1").arg(n, 6, 10, QLatin1Char('0')); !good.contains(code))
        return code;
  }

  std::unique_ptr<SandboxProcess> m_sandbox;
  std::unique_ptr<CounterHome> m_home;
};

QTEST_GUILESS_MAIN(StepUpTest)
#include "step_up_test.moc"

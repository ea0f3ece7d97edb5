// A second proof before a dear payment, with the real loketctl: without one nothing is recorded and nothing is bought, a code is
// good once, also after everything was closed, and how far its telephone's clock is off is told.
#include <QDateTime>
#include <QTest>
#include <memory>

#include "tests/integration/authenticator.h"
#include "tests/integration/counter_home.h"

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

 private:
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

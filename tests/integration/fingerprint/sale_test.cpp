// A finger as the second proof of a sale: the real loketctl against the real fprintd and the sandbox. What is refused was not done.
#include <QJsonObject>
#include <QTest>
#include <memory>

#include "tests/integration/counter_home.h"
#include "tests/integration/fingerprint/private_fprintd.h"

using namespace loket::integration_tests;
using loket::fingerprint_tests::PrivateFprintd;
using loket::fingerprint_tests::Reader;

namespace {

constexpr int kStages = 5;

QStringList scans(const char* finger, int count) {
  QStringList commands;
  for (int i = 0; i < count; ++i) commands << QStringLiteral("SCAN ") + QString::fromLatin1(finger);
  return commands;
}

QString outcome(const Run& run) {
  const QJsonObject last = run.last();
  return QStringLiteral("%1 %2 %3")
      .arg(run.status)
      .arg(last.value(QLatin1String("error")).toString(), last.value(QLatin1String("detail")).toString());
}

}  // namespace

class FingerSaleTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    const QString noBus = m_fprintd.startBus();
    QVERIFY2(noBus.isEmpty(), qPrintable(noBus));
    m_environment = environmentWithPin();
    m_environment.insert(QStringLiteral("DBUS_SYSTEM_BUS_ADDRESS"), QString::fromStdString(m_fprintd.address()));
  }
  void init() {
    const QString why = m_fprintd.restartService();
    QVERIFY2(why.isEmpty(), qPrintable(why));
    m_sandbox = std::make_unique<SandboxProcess>();
    QVERIFY(m_sandbox->start());
    m_home = std::make_unique<CounterHome>(*m_sandbox);
    QVERIFY(m_home->open({{QStringLiteral("stepUp"), QJsonObject{{QStringLiteral("from"), 40'000}}}}));
    QVERIFY(m_fprintd.atReader(scans("sri-index", kStages)));
    QCOMPARE(m_home->run({QStringLiteral("finger"), QStringLiteral("enrol")}, m_environment).status, 0);
  }
  void cleanup() {
    m_home.reset();
    m_sandbox.reset();
  }

  void the_right_finger_sells() {
    QVERIFY(m_fprintd.atReader(scans("sri-index", 1)));
    const Run sold = sells("pln-token-50000");
    QVERIFY2(sold.status == 0, qPrintable(sold.errors));
    const QJsonObject proof = sold.last().value(QLatin1String("stepUp")).toObject();
    QCOMPARE(proof.value(QLatin1String("by")).toString(), QStringLiteral("finger"));
    QCOMPARE(proof.value(QLatin1String("why")).toString(), QStringLiteral("amount"));
    QCOMPARE(m_sandbox->ledger().size(), 1);
  }
  void another_finger_does_not() {
    QVERIFY(m_fprintd.atReader(scans("budi-index", 1)));
    QCOMPARE(outcome(sells("pln-token-50000")), QStringLiteral("3 finger-refused not-recognised"));
    nothingWasDone();
    // And the right one does after that.
    QVERIFY(m_fprintd.atReader(scans("sri-index", 1)));
    QCOMPARE(sells("pln-token-50000").status, 0);
  }
  void nobody_elses_finger_is_ones_own() {
    m_environment.insert(QStringLiteral("LOKET_NEW_PIN"), QStringLiteral("246810"));
    QCOMPARE(m_home->run({QStringLiteral("user"), QStringLiteral("add"), QStringLiteral("Budi")}, m_environment).status, 0);
    QProcessEnvironment budi = m_environment;
    budi.insert(QStringLiteral("LOKET_PIN"), QStringLiteral("246810"));
    QVERIFY(m_fprintd.atReader(scans("sri-index", 1)));
    QCOMPARE(outcome(m_home->run({"--user", "Budi", "sell", "pln-token-50000", "14300000011", "--wait", "10", "--finger"}, budi)),
             QStringLiteral("3 finger-refused not-enrolled"));
    nothingWasDone();
  }
  void a_reader_that_is_away_is_told() {
    QString why = m_fprintd.restartService(Reader::None);
    QVERIFY2(why.isEmpty(), qPrintable(why));
    QCOMPARE(outcome(sells("pln-token-50000")), QStringLiteral("3 finger-refused no-reader"));
    m_fprintd.stopService();
    QCOMPARE(outcome(sells("pln-token-50000")), QStringLiteral("3 finger-refused no-service"));
    nothingWasDone();
    // What wants no second proof asks no reader.
    QCOMPARE(sells("pln-token-20000").status, 0);
  }

 private:
  Run sells(const char* product) const {
    return m_home->run({QStringLiteral("sell"), QString::fromLatin1(product), QStringLiteral("14300000011"), QStringLiteral("--wait"),
                        QStringLiteral("10"), QStringLiteral("--finger")},
                       m_environment);
  }
  void nothingWasDone() const {
    QVERIFY(m_home->payments().isEmpty());
    QCOMPARE(m_sandbox->ledger().size(), 0);
  }

  PrivateFprintd m_fprintd;
  QProcessEnvironment m_environment;
  std::unique_ptr<SandboxProcess> m_sandbox;
  std::unique_ptr<CounterHome> m_home;
};

QTEST_GUILESS_MAIN(FingerSaleTest)
#include "sale_test.moc"

// The real loketctl and a supplier that serves only terminals it knows, over loopback: what is refused was not bought and waits in
// the queue, and an older home and a copy of one buy nothing.
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>
#include <memory>

#include "tests/integration/counter_home.h"

using namespace loket::integration_tests;

namespace {

QString text(const QJsonObject& json, const char* key) {
  return json.value(QLatin1String(key)).toString();
}

}  // namespace

class TerminalTest : public QObject {
  Q_OBJECT

 private slots:
  void init() {
    m_sandbox = std::make_unique<SandboxProcess>();
    QVERIFY(m_sandbox->start());
    m_home = std::make_unique<CounterHome>(*m_sandbox);
    QVERIFY(m_home->open());
    // Only the aggregator: a token has no other way.
    QJsonArray upstreams;
    for (QJsonValue value : m_sandbox->config().value(QLatin1String("upstreams")).toArray()) {
      QJsonObject upstream = value.toObject();
      if (text(upstream, "id") != QLatin1String("digi"))
        continue;
      upstream.insert(QStringLiteral("caFile"), m_sandbox->caFile());
      upstream.insert(QStringLiteral("signedByTerminal"), true);
      upstreams.append(upstream);
    }
    QCOMPARE(m_home->run({"config", "import", m_home->writeConfig({{QStringLiteral("upstreams"), upstreams}})}).status, 0);
    QCOMPARE(m_sandbox->admin("POST", QStringLiteral("/terminals"), R"({"upstream":"digi","signed":true})").status, 200);
  }
  void cleanup() {
    m_home.reset();
    m_sandbox.reset();
  }

  void aTillThatIsNotKnownSellsNothingAndLosesNothing() {
    sells(1);
    QCOMPARE(m_sandbox->ledger().size(), 0);
    QCOMPARE(m_home->payments().size(), 1);
    QCOMPARE(doctorSays(), QStringLiteral("terminal-unknown"));
    introduce();
    QCOMPARE(m_home->run({"sync"}).status, 0);
    QCOMPARE(m_sandbox->ledger().size(), 1);
    QCOMPARE(text(m_home->payments().at(0), "state"), QStringLiteral("succeeded"));
    QCOMPARE(doctorSays(), QString());
    // What it shows when it asks for the goods holds that they were about to be asked for, and not yet how it ended.
    QVERIFY(sells(2));
    const auto [armed, ended] = writtenOf(2);
    QVERIFY2(armed < seenSize() && seenSize() <= ended, qPrintable(QStringLiteral("%1 %2 %3").arg(armed).arg(seenSize()).arg(ended)));
  }

  void anOlderHomeBuysNothing() {
    introduce();
    QVERIFY(sells(1));
    const QString older = m_home->folder() + QStringLiteral("/older");
    QVERIFY(copyFolder(m_home->path(), older));
    for (int n = 2; n < 8; ++n) QVERIFY(sells(n));
    QVERIFY(copyFolder(older, m_home->path()));
    sells(8);
    QCOMPARE(m_sandbox->ledger().size(), 7);
    QCOMPARE(doctorSays(), QStringLiteral("terminal-behind"));
  }

  void aCopyThatHasDoneMoreBuysNothing() {
    introduce();
    QVERIFY(sells(1));
    const QString clone = m_home->folder() + QStringLiteral("/clone");
    QVERIFY(copyFolder(m_home->path(), clone));
    // Longer than the other, and not from it: goods of the shop are written down too.
    for (int n = 0; n < 6; ++n)
      QCOMPARE(m_home->runAt(clone, {"goods", "sell", "5.000"}, environmentWithPin()).status, 0);
    QVERIFY(sells(2));
    const int bought = static_cast<int>(m_sandbox->ledger().size());
    m_home->runAt(clone, {"sell", "pln-token-50000", "14300000071", "--client-ref", "of-the-copy", "--wait", "3"}, environmentWithPin());
    QCOMPARE(m_sandbox->ledger().size(), bought);
    bool isTold = false;
    for (const QJsonObject& line : m_home->runAt(clone, {"doctor"}, environmentWithPin()).lines)
      isTold = isTold || text(line, "word") == QLatin1String("terminal-fork");
    QVERIFY(isTold);
    QVERIFY(sells(3));
  }

  // Each protocol sends what the terminal has signed, whatever it asks for on the way (a token, a balance, a bill).
  void everySupplierCanWantIt_data() {
    QTest::addColumn<QString>("upstream");
    QTest::addColumn<QStringList>("goods");
    QTest::newRow("Digiflazz, token") << "digi" << QStringList{"digi:pln20", "14300000091"};
    QTest::newRow("Digiflazz, bill") << "digi" << QStringList{"digi:pln", "530000000901"};
    QTest::newRow("IAK, token") << "iak" << QStringList{"iak:hpln50000", "14300000101"};
    QTest::newRow("IAK, bill") << "iak" << QStringList{"iak:PLNPOSTPAID", "530000001901"};
    QTest::newRow("SNAP, transfer") << "bank" << QStringList{"bank:intrabank", "888801000157508", "--amount", "150000"};
    QTest::newRow("SNAP, e-money") << "bank" << QStringList{"bank:topup-dana", "081288000157", "--amount", "50000"};
  }
  void everySupplierCanWantIt() {
    QFETCH(const QString, upstream);
    QFETCH(const QStringList, goods);
    m_home.reset();
    m_sandbox = std::make_unique<SandboxProcess>(QStringList{"--deposit", "90000000", "--iak-deposit", "90000000"});
    QVERIFY(m_sandbox->start());
    m_home = std::make_unique<CounterHome>(*m_sandbox, CounterHome::Upstreams::All);
    QVERIFY(m_home->open());
    QJsonArray upstreams;
    for (const QJsonValue value : m_home->writtenUpstreams()) {
      QJsonObject one = value.toObject();
      if (text(one, "id") == upstream)
        one.insert(QStringLiteral("signedByTerminal"), true);
      upstreams.append(one);
    }
    QCOMPARE(m_home->run({"config", "import", m_home->writeConfig({{QStringLiteral("upstreams"), upstreams}})}).status, 0);
    QCOMPARE(
        m_sandbox->admin("POST", QStringLiteral("/terminals"), "{\"upstream\":\"" + upstream.toLatin1() + "\",\"signed\":true}").status,
        200);
    const QStringList sale = QStringList{"sell"} + goods + QStringList{"--client-ref", "order-1", "--wait", "5"};
    m_home->run(sale);
    QCOMPARE(m_sandbox->ledger().size(), 0);
    QCOMPARE(doctorSays(upstream), QStringLiteral("terminal-unknown"));
    introduce();
    // What was waiting goes; a bill could not even be asked about.
    QCOMPARE(m_home->run({"sync", "--until-idle", "--timeout", "600"}).status, 0);
    if (m_home->payments().isEmpty())
      QCOMPARE(m_home->run(sale).status, 0);
    QCOMPARE(m_sandbox->ledger().size(), 1);
    QCOMPARE(text(m_home->payments().at(0), "state"), QStringLiteral("succeeded"));
    QCOMPARE(doctorSays(upstream), QString());
    QVERIFY(seenSize() > 0);
  }

 private:
  // Whether it was bought.
  bool sells(int n) const {
    return m_home
               ->run({"sell", "pln-token-20000", QStringLiteral("14300%1").arg(n * 10 + 1, 6, 10, QLatin1Char('0')), "--client-ref",
                      QStringLiteral("order-%1").arg(n), "--wait", "5"})
               .status == 0;
  }
  void introduce() const {
    const QByteArray key = text(m_home->run({"audit", "checkpoint"}).last(), "key").toUtf8();
    QCOMPARE(m_sandbox->admin("POST", QStringLiteral("/terminals"), "{\"key\":\"" + key + "\"}").status, 200);
  }
  QString doctorSays(const QString& upstream = QStringLiteral("digi")) const {
    for (const QJsonObject& line : m_home->run({"doctor"}).lines)
      if (text(line, "name") == QStringLiteral("upstream:") + upstream)
        return text(line, "word");
    return QStringLiteral("no such line");
  }
  // Where the journal has that this one was armed, and that it succeeded.
  std::pair<int, int> writtenOf(int n) const {
    const QString path = m_home->folder() + QStringLiteral("/proof.json");
    m_home->run({"audit", "prove", QStringLiteral("order-%1").arg(n), "--output", path});
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
      return {-1, -1};
    std::pair<int, int> found{-1, -1};
    for (const QJsonValue value : QJsonDocument::fromJson(file.readAll()).object().value(QLatin1String("entries")).toArray()) {
      const QJsonObject entry = value.toObject();
      const int index = text(entry, "proof").section(QStringLiteral("\nindex "), 1).section(QLatin1Char('\n'), 0, 0).toInt();
      if (text(entry, "entry").contains(QStringLiteral("\npayment.armed\n")))
        found.first = index;
      if (text(entry, "entry").contains(QStringLiteral("\npayment.succeeded\n")))
        found.second = index;
    }
    return found;
  }
  int seenSize() const {
    return m_sandbox->admin("GET", QStringLiteral("/terminals")).json().value(QLatin1String("terminals")).toArray().at(0).toObject().value(QLatin1String("size")).toInt();
  }

  std::unique_ptr<SandboxProcess> m_sandbox;
  std::unique_ptr<CounterHome> m_home;
};

QTEST_GUILESS_MAIN(TerminalTest)
#include "terminal_test.moc"

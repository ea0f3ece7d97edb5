// Cash-out with the real loketctl against the sandbox's bank: only money that the bank's own statement shows, once, and
// never without a network.
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include "tests/integration/counter_home.h"

using namespace loket::integration_tests;

namespace {

QString text(const QJsonObject& json, const char* key) { return json.value(QLatin1String(key)).toString(); }
qint64 number(const QJsonObject& json, const char* key) { return json.value(QLatin1String(key)).toInteger(); }

QJsonObject configOf(const QString& path) {
  QFile file(path);
  return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).object() : QJsonObject();
}

QStringList words(const char* line) { return QString::fromLatin1(line).split(QLatin1Char(' ')); }

}  // namespace

class CashOutTest : public QObject {
  Q_OBJECT

 private slots:
  void init();
  void moneyThatArrivedIsPaidOutOnce();
  void whatIsNotInTheStatementIsNotPaid();
  void theDrawerAndTheFee();
  void withoutANetworkNobodyPays();
  void aLostDatabaseRemembersWhatWasPaid();
  void aBankThatIsCalledSomethingElseRemembersToo();
  void whatTheFirstBalanceHadIsNotCountedTwice();

 private:
  // A customer's transfer; its id in the statement.
  QString arrives(qint64 amount, const char* from = "BUDI CONTOH");
  Run pay(const QString& credit, qint64 amount, qint64 fee = 0) const;
  qint64 balanceOf(const char* account) const;

  std::unique_ptr<SandboxProcess> m_sandbox;
  std::unique_ptr<CounterHome> m_home;
};

void CashOutTest::init() {
  m_sandbox = std::make_unique<SandboxProcess>();
  QVERIFY(m_sandbox->start());
  m_home = std::make_unique<CounterHome>(*m_sandbox);
  QVERIFY(m_home->open());
  QCOMPARE(m_home->run(words("sync")).status, 0);
  QCOMPARE(m_home->run(words("drawer pay-in 1000000 --reason modal")).status, 0);
}

QString CashOutTest::arrives(qint64 amount, const char* from) {
  const QByteArray body = QByteArray(R"({"amount":)") + QByteArray::number(amount) + R"(,"fromName":")" + from +
                          R"(","fromAccount":"1234567890","remark":"tarik tunai"})";
  const auto answer = m_sandbox->admin("POST", QStringLiteral("/bank/credit"), body);
  return text(answer.json(), "id");
}

Run CashOutTest::pay(const QString& credit, qint64 amount, qint64 fee) const {
  return m_home->run(words("cashout pay --upstream bank") +
                     QStringList{QStringLiteral("--credit"), credit, QStringLiteral("--amount"), QString::number(amount),
                                 QStringLiteral("--fee"), QString::number(fee)});
}

qint64 CashOutTest::balanceOf(const char* account) const {
  for (const QJsonObject& line : m_home->run(words("ledger balances")).lines)
    if (text(line, "account") == QLatin1String(account))
      return number(line, "balance");
  return 0;
}

void CashOutTest::moneyThatArrivedIsPaidOutOnce() {
  const qint64 bankBefore = balanceOf("deposit:bank");
  const QString credit = arrives(500'000);
  QVERIFY(!credit.isEmpty());
  const Run list = m_home->run(words("cashout list --upstream bank"));
  QCOMPARE(list.status, 0);
  QCOMPARE(list.lines.size(), 1);
  QCOMPARE(text(list.last(), "credit"), credit);
  QCOMPARE(number(list.last(), "amount"), 500'000);
  QCOMPARE(text(list.last(), "from"), QStringLiteral("BUDI CONTOH"));
  QCOMPARE(list.last().value(QStringLiteral("paidOut")).toBool(), false);

  const Run paid = pay(credit, 500'000, 5'000);
  QVERIFY2(paid.status == 0, qPrintable(paid.errors));
  QCOMPARE(number(paid.last(), "cash"), 495'000);
  QCOMPARE(balanceOf("drawer"), 505'000);
  QCOMPARE(balanceOf("deposit:bank") - bankBefore, 500'000);
  QCOMPARE(m_home->run(words("ledger trial")).status, 0);

  const Run again = pay(credit, 500'000, 5'000);
  QCOMPARE(again.status, 3);
  QVERIFY(again.errors.contains(QStringLiteral("credit-used")));
  QCOMPARE(balanceOf("drawer"), 505'000);
  QCOMPARE(m_home->run(words("cashout list --upstream bank")).last().value(QStringLiteral("paidOut")).toBool(), true);
  // Another transfer of the same sum by the same person is another one.
  QCOMPARE(pay(arrives(500'000), 500'000, 5'000).status, 0);
}

void CashOutTest::whatIsNotInTheStatementIsNotPaid() {
  QCOMPARE(pay(QStringLiteral("2026112700000000"), 500'000).status, 3);
  const QString credit = arrives(50'000);
  // The picture said five hundred thousand, the bank says fifty.
  const Run other = pay(credit, 500'000);
  QCOMPARE(other.status, 3);
  QVERIFY(other.errors.contains(QStringLiteral("amount-invalid")));
  QCOMPARE(m_home->run(words("cashout list --upstream digi")).status, 3);
  QCOMPARE(balanceOf("drawer"), 1'000'000);
  // Three days later it is for people to clear up.
  m_sandbox->advance("PT73H");
  QVERIFY(m_home->run(words("cashout list --upstream bank")).lines.isEmpty());
  QCOMPARE(pay(credit, 50'000).status, 3);
}

void CashOutTest::theDrawerAndTheFee() {
  const QString large = arrives(1'200'000);
  const Run tooMuch = pay(large, 1'200'000);
  QCOMPARE(tooMuch.status, 3);
  QVERIFY(tooMuch.errors.contains(QStringLiteral("drawer-short")));
  QCOMPARE(pay(large, 1'200'000, 200'000).status, 0);
  QCOMPARE(balanceOf("drawer"), 0);
  QCOMPARE(pay(arrives(20'000), 20'000, 20'000).status, 3);
}

void CashOutTest::withoutANetworkNobodyPays() {
  const QString credit = arrives(100'000);
  QVERIFY(m_sandbox->fault(R"({"upstream":"bank","on":"any","kind":"html-200","count":-1})").isEmpty());
  const Run portal = pay(credit, 100'000);
  QVERIFY(portal.status != 0);
  QCOMPARE(balanceOf("drawer"), 1'000'000);
  m_sandbox->kill();
  m_home->setSteered(false);
  QVERIFY(pay(credit, 100'000).status != 0);
  QCOMPARE(balanceOf("drawer"), 1'000'000);
}

void CashOutTest::aLostDatabaseRemembersWhatWasPaid() {
  const QString credit = arrives(100'000);
  QCOMPARE(pay(credit, 100'000).status, 0);
  for (const char* name : {"loket.db", "loket.db-wal", "loket.db-shm"})
    QFile::remove(m_home->path() + QLatin1Char('/') + QLatin1String(name));
  const Run again = pay(credit, 100'000);
  QCOMPARE(again.status, 3);
  QVERIFY2(again.errors.contains(QStringLiteral("credit-used")), qPrintable(again.errors));
  QCOMPARE(balanceOf("drawer"), 900'000);
}

void CashOutTest::aBankThatIsCalledSomethingElseRemembersToo() {
  const QString credit = arrives(100'000);
  QCOMPARE(pay(credit, 100'000).status, 0);
  QJsonArray upstreams = configOf(m_home->writeConfig({})).value(QStringLiteral("upstreams")).toArray();
  for (qsizetype at = 0; at < upstreams.size(); ++at) {
    QJsonObject upstream = upstreams.at(at).toObject();
    if (text(upstream, "id") == QStringLiteral("bank"))
      upstream.insert(QStringLiteral("id"), QStringLiteral("bri"));
    upstreams.replace(at, upstream);
  }
  const QString renamed = m_home->writeConfig({{QStringLiteral("upstreams"), upstreams}});
  QCOMPARE(m_home->run(words("config import") + QStringList{renamed}).status, 0);
  const Run list = m_home->run(words("cashout list --upstream bri"));
  QCOMPARE(list.last().value(QStringLiteral("paidOut")).toBool(), true);
  const Run again = m_home->run(words("cashout pay --upstream bri --amount 100000 --credit") + QStringList{credit});
  QVERIFY2(again.errors.contains(QStringLiteral("credit-used")), qPrintable(again.errors));
}

// A customer's money that was there before the shop began to keep books is not the owner's, and comes in once.
void CashOutTest::whatTheFirstBalanceHadIsNotCountedTwice() {
  const QString credit = arrives(100'000);
  m_sandbox->advance("PT10M");
  m_home = std::make_unique<CounterHome>(*m_sandbox);
  QVERIFY(m_home->open());
  QCOMPARE(m_home->run(words("sync")).status, 0);
  QCOMPARE(m_home->run(words("drawer pay-in 1000000 --reason modal")).status, 0);
  const qint64 before = balanceOf("deposit:bank");
  QVERIFY(before > 0);
  QCOMPARE(pay(credit, 100'000).status, 0);
  QCOMPARE(balanceOf("deposit:bank"), before);
  QCOMPARE(balanceOf("drawer"), 900'000);
}

QTEST_GUILESS_MAIN(CashOutTest)
#include "cash_out_test.moc"

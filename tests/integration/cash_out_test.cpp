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
  void theSlipIsOnPaperWhenItIsAskedFor();
  void whatIsNotInTheStatementIsNotPaid();
  void theDrawerAndTheFee();
  void withoutANetworkNobodyPays();
  void aLostDatabaseRemembersWhatWasPaid();
  void aBankThatIsCalledSomethingElseRemembersToo();
  void whatTheFirstBalanceHadIsNotCountedTwice();
  void aCodeThatACustomerScans();
  void aCodeThatNobodyScans();
  void aPasswordFromTheCustomersTelephone();
  void aPasswordWhoseAnswerIsLost();

 private:
  // A customer's transfer; its id in the statement.
  QString arrives(qint64 amount, const char* from = "BUDI CONTOH");
  Run pay(const QString& credit, qint64 amount, qint64 fee = 0) const;
  qint64 balanceOf(const char* account) const;
  // `cashout otp` with a password of the customer's.
  Run otp(const QString& customer, qint64 amount, const QString& password, const char* more = nullptr) const;
  QString passwordOf(const QString& customer) const;
  bool scan(const QString& code) const;

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

void CashOutTest::theSlipIsOnPaperWhenItIsAskedFor() {
  const QString paper = m_home->folder() + QStringLiteral("/slips.bin");
  const QJsonObject printer{{QStringLiteral("uri"), QStringLiteral("file://") + paper},
                            {QStringLiteral("profile"), QStringLiteral("generic-58mm")}};
  QCOMPARE(m_home
               ->run(words("config import") +
                     QStringList{m_home->writeConfig({{QStringLiteral("printer"), printer}})})
               .status,
           0);
  const auto printed = [&paper] {
    QFile file(paper);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
  };
  QCOMPARE(pay(arrives(300'000), 300'000).status, 0);
  QVERIFY(printed().isEmpty());
  const Run paid =
      m_home->run(words("cashout pay --upstream bank --amount 500000 --fee 5000 --print --credit") +
                  QStringList{arrives(500'000, "SITI RAHAYU")});
  QVERIFY2(paid.status == 0, qPrintable(paid.errors));
  const QByteArray slip = printed();
  for (const char* words : {"TARIK TUNAI", "SITI RAHAYU", "Rp500.000", "Rp5.000", "Rp495.000"})
    QVERIFY2(slip.contains(words), words);
  QCOMPARE(slip.count("TARIK TUNAI"), 1);
  // What is refused leaves no paper.
  QCOMPARE(m_home->run(words("cashout pay --upstream bank --amount 500000 --print --credit no-such-credit"))
               .status,
           3);
  QCOMPARE(printed().size(), slip.size());
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

Run CashOutTest::otp(const QString& customer, qint64 amount, const QString& password, const char* more) const {
  QProcessEnvironment environment = environmentWithPin();
  environment.insert(QStringLiteral("LOKET_OTP"), password);
  return m_home->run(words("cashout otp --upstream bank") + (more != nullptr ? words(more) : QStringList()) +
                         QStringList{customer, QString::number(amount)},
                     environment);
}

QString CashOutTest::passwordOf(const QString& customer) const {
  return text(m_sandbox->admin("POST", QStringLiteral("/bank/otp"), R"({"customer":")" + customer.toLatin1() + R"("})").json(),
              "otp");
}

bool CashOutTest::scan(const QString& code) const {
  const QByteArray body = QJsonDocument(QJsonObject{{QStringLiteral("qrContent"), code}}).toJson(QJsonDocument::Compact);
  return m_sandbox->admin("POST", QStringLiteral("/bank/qris-pay"), body).json().contains(QStringLiteral("id"));
}

void CashOutTest::aCodeThatACustomerScans() {
  const qint64 before = balanceOf("deposit:bank");
  const Run shown = m_home->run(words("cashout qris --upstream bank 200000"));
  QVERIFY2(shown.status == 0, qPrintable(shown.errors));
  QCOMPARE(text(shown.last(), "state"), QStringLiteral("waiting"));
  const QString id = text(shown.last(), "collection");
  // Nobody has paid: no cash.
  QCOMPARE(m_home->run(words("cashout ask") + QStringList{id}).status, 5);
  const Run early = m_home->run(words("cashout pay --collection") + QStringList{id});
  QCOMPARE(early.status, 3);
  QVERIFY(scan(text(shown.last(), "qr")));
  // In the statement, too; but it is the code's, and goes out once.
  const Run list = m_home->run(words("cashout list --upstream bank"));
  QCOMPARE(list.lines.size(), 1);
  QCOMPARE(text(list.last(), "collection"), id);
  QCOMPARE(pay(text(list.last(), "credit"), 200'000).status, 3);
  QCOMPARE(balanceOf("drawer"), 1'000'000);

  const Run asked = m_home->run(words("cashout ask") + QStringList{id});
  QCOMPARE(asked.status, 0);
  QCOMPARE(text(asked.last(), "state"), QStringLiteral("paid"));
  const Run paid = m_home->run(words("cashout pay --fee 3000 --collection") + QStringList{id});
  QVERIFY2(paid.status == 0, qPrintable(paid.errors));
  QCOMPARE(number(paid.last(), "cash"), 197'000);
  QCOMPARE(balanceOf("drawer"), 803'000);
  QCOMPARE(balanceOf("deposit:bank") - before, 200'000);
  QCOMPARE(m_home->run(words("ledger trial")).status, 0);
  QVERIFY(m_home->run(words("cashout pay --collection") + QStringList{id}).errors.contains(QStringLiteral("credit-used")));
  QCOMPARE(pay(text(list.last(), "credit"), 200'000).status, 3);
  QCOMPARE(m_home->run(words("cashout list --upstream bank")).last().value(QStringLiteral("paidOut")).toBool(), true);
  QCOMPARE(balanceOf("drawer"), 803'000);
}

void CashOutTest::aCodeThatNobodyScans() {
  const Run waited = m_home->run(words("cashout qris --upstream bank 50000 --wait 20"));
  QCOMPARE(waited.status, 5);
  const QString id = text(waited.last(), "collection");
  m_sandbox->advance("PT2H");
  const Run asked = m_home->run(words("cashout ask") + QStringList{id});
  QCOMPARE(asked.status, 4);
  QCOMPARE(text(asked.last(), "state"), QStringLiteral("ended"));
  QCOMPARE(m_home->run(words("cashout pay --collection") + QStringList{id}).status, 3);
  QCOMPARE(m_home->run(words("cashout qris --upstream bank 10000001")).status, 3);
  QCOMPARE(m_home->run(words("cashout qris --upstream digi 50000")).status, 3);
}

void CashOutTest::aPasswordFromTheCustomersTelephone() {
  const QString customer = QStringLiteral("6281234567890");
  const QString password = passwordOf(customer);
  QVERIFY(!password.isEmpty());
  const Run wrong = otp(customer, 100'000, password == QStringLiteral("000000") ? QStringLiteral("000001") : QStringLiteral("000000"));
  QCOMPARE(wrong.status, 4);
  QVERIFY(text(wrong.last(), "reason").contains(QStringLiteral("4044415")));
  const Run right = otp(customer, 100'000, password);
  QVERIFY2(right.status == 0, qPrintable(right.errors));
  QCOMPARE(text(right.last(), "state"), QStringLiteral("paid"));
  const Run paid = m_home->run(words("cashout pay --collection") + QStringList{text(right.last(), "collection")});
  QVERIFY2(paid.status == 0, qPrintable(paid.errors));
  QCOMPARE(balanceOf("drawer"), 900'000);
  QCOMPARE(m_home->run(words("ledger trial")).status, 0);
  // Without one nothing is asked.
  QCOMPARE(m_home->run(words("cashout otp --upstream bank 6281234567890 50000")).status, 2);
  QCOMPARE(m_home->run(words("cashout collections")).lines.size(), 2);
}

// The money may have moved: it is asked about, never asked for again, and found.
void CashOutTest::aPasswordWhoseAnswerIsLost() {
  const QString customer = QStringLiteral("6281234567890");
  QVERIFY(m_sandbox->fault(R"({"upstream":"bank","on":"transaction","kind":"reset-after-commit","count":1})").isEmpty());
  const Run lost = otp(customer, 100'000, passwordOf(customer));
  QCOMPARE(lost.status, 5);
  QCOMPARE(text(lost.last(), "state"), QStringLiteral("asked"));
  const QString id = text(lost.last(), "collection");
  QCOMPARE(m_home->run(words("cashout pay --collection") + QStringList{id}).status, 3);
  const Run asked = m_home->run(words("cashout ask") + QStringList{id});
  QVERIFY2(asked.status == 0, qPrintable(asked.errors));
  QCOMPARE(text(asked.last(), "state"), QStringLiteral("paid"));
  QCOMPARE(m_home->run(words("cashout pay --collection") + QStringList{id}).status, 0);
  QCOMPARE(balanceOf("drawer"), 900'000);
}

QTEST_GUILESS_MAIN(CashOutTest)
#include "cash_out_test.moc"

// A sale paid by QRIS with the real loketctl against the sandbox's bank: nothing is sold before the money is there, once
// when it is, and whatever process dies in between, its money and what it was for are found again.
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include "tests/integration/counter_home.h"
#include "tests/integration/probed_process.h"
#include "tests/integration/settlement.h"

using namespace loket::integration_tests;

namespace {

QString text(const QJsonObject& json, const char* key) { return json.value(QLatin1String(key)).toString(); }
qint64 number(const QJsonObject& json, const char* key) { return json.value(QLatin1String(key)).toInteger(); }
QStringList words(const char* line) { return QString::fromLatin1(line).split(QLatin1Char(' ')); }

}  // namespace

class CodeSaleTest : public QObject {
  Q_OBJECT

 private slots:
  void init();
  void soldWhenTheMoneyIsThere();
  void nobodyPays();
  void aFailureAfterItIsPaidBack();
  void givenUpAndPaidAllTheSame();
  void refusedBeforeTheCode();
  void killedAtNamedPoints();
  void aLostDatabaseKnowsWhatTheCodeWasFor();

 private:
  bool scan(const QString& code) const;
  qint64 balanceOf(const char* account) const;
  // `sell --tender qris` that waits for `seconds`.
  Run sell(const QString& reference, const QString& to, int seconds) const { return m_home->run(order(reference, to, seconds)); }
  static QStringList order(const QString& reference, const QString& to, int seconds) {
    return words("sell pln-token-50000 --tender qris --client-ref") +
           QStringList{reference, to, QStringLiteral("--wait"), QString::number(seconds)};
  }
  // Executed by the supplier for this number.
  int effects(const QString& to) const;

  std::unique_ptr<SandboxProcess> m_sandbox;
  std::unique_ptr<CounterHome> m_home;
};

void CodeSaleTest::init() {
  m_sandbox = std::make_unique<SandboxProcess>();
  QVERIFY(m_sandbox->start());
  m_home = std::make_unique<CounterHome>(*m_sandbox);
  QVERIFY(m_home->open());
  QCOMPARE(m_home->run(words("sync")).status, 0);
}

bool CodeSaleTest::scan(const QString& code) const {
  const QByteArray body = QJsonDocument(QJsonObject{{QStringLiteral("qrContent"), code}}).toJson(QJsonDocument::Compact);
  return m_sandbox->admin("POST", QStringLiteral("/bank/qris-pay"), body).json().contains(QStringLiteral("id"));
}

qint64 CodeSaleTest::balanceOf(const char* account) const {
  for (const QJsonObject& line : m_home->run(words("ledger balances")).lines)
    if (text(line, "account") == QLatin1String(account))
      return number(line, "balance");
  return 0;
}

int CodeSaleTest::effects(const QString& to) const {
  int count = 0;
  for (const QJsonObject& payment : m_home->payments())
    if (text(payment, "number") == to)
      ++count;
  return count;
}

void CodeSaleTest::soldWhenTheMoneyIsThere() {
  const QString to = QStringLiteral("14300000001");
  const qint64 bankBefore = balanceOf("deposit:bank");
  const Run shown = sell(QStringLiteral("q-1"), to, 5);
  QCOMPARE(shown.status, 5);
  QCOMPARE(text(shown.lines.first(), "state"), QStringLiteral("waiting"));
  QCOMPARE(shown.lines.first().value(QStringLiteral("sale")).toObject().value(QStringLiteral("number")).toString(), to);
  const QString code = text(shown.lines.first(), "qr");
  QVERIFY(!code.isEmpty());
  QVERIFY(m_home->payments().isEmpty());

  QVERIFY(scan(code));
  const Run sold = sell(QStringLiteral("q-1"), to, 60);
  QVERIFY2(sold.status == 0, qPrintable(sold.errors));
  QCOMPARE(text(sold.last(), "state"), QStringLiteral("succeeded"));
  QCOMPARE(text(sold.last(), "tender"), QStringLiteral("qris"));
  QCOMPARE(text(sold.last(), "collection"), text(shown.lines.first(), "collection"));
  QVERIFY(!text(sold.last(), "qrisRef").isEmpty());
  QCOMPARE(number(sold.last(), "cash"), 0);
  QCOMPARE(number(sold.last(), "change"), 0);
  const qint64 total = number(sold.last(), "total");
  QCOMPARE(balanceOf("drawer"), 0);
  QCOMPARE(balanceOf("deposit:bank") - bankBefore, total - number(sold.last(), "bankFee"));
  QCOMPARE(m_home->run(words("ledger trial")).status, 0);
  // The slip says how it was paid, and nothing of cash.
  const Run slip = m_home->run(words("receipt q-1"));
  QString paper = text(slip.last(), "text");
  paper.remove(QLatin1Char('\n')).remove(QLatin1Char(' '));  // the reference takes two lines
  QVERIFY2(paper.contains(QStringLiteral("DIBAYARQRIS:")) && paper.contains(text(sold.last(), "qrisRef")), qPrintable(paper));
  QVERIFY(!paper.contains(QStringLiteral("KEMBALI")) && !paper.contains(QStringLiteral("TUNAI")));
  // Once more is the same one; and its money is nobody's any more.
  const Run again = sell(QStringLiteral("q-1"), to, 60);
  QCOMPARE(text(again.last(), "ref"), text(sold.last(), "ref"));
  const QString id = text(shown.lines.first(), "collection");
  for (const char* other : {"cashout pay --collection", "cashout sell"})
    QVERIFY(m_home->run(words(other) + QStringList{id}).errors.contains(QStringLiteral("credit-used")));
  QCOMPARE(m_home->run(words("cashout list --upstream bank")).last().value(QStringLiteral("paidOut")).toBool(), true);
  QCOMPARE(effects(to), 1);
}

void CodeSaleTest::nobodyPays() {
  const QString to = QStringLiteral("14300000001");
  const Run shown = sell(QStringLiteral("q-1"), to, 1);
  QCOMPARE(shown.status, 5);
  m_sandbox->advance("PT20M");
  const Run late = sell(QStringLiteral("q-1"), to, 30);
  QVERIFY2(late.status == 4 || late.status == 5, qPrintable(late.errors));
  QVERIFY(m_home->payments().isEmpty());
  QCOMPARE(m_home->run(words("ledger trial")).status, 0);
}

void CodeSaleTest::aFailureAfterItIsPaidBack() {
  QCOMPARE(m_home->run(words("drawer pay-in 200000 --reason modal")).status, 0);
  const QString to = QStringLiteral("14300000002");
  const Run shown = sell(QStringLiteral("q-1"), to, 1);
  QVERIFY(scan(text(shown.lines.first(), "qr")));
  const Run sold = sell(QStringLiteral("q-1"), to, 60);
  QCOMPARE(sold.status, 4);
  QCOMPARE(text(sold.last(), "state"), QStringLiteral("refundDue"));
  const qint64 total = number(sold.last(), "total");
  QCOMPARE(balanceOf("refundsDue"), -total);
  QCOMPARE(m_home->run(words("refund q-1")).status, 0);
  QCOMPARE(balanceOf("drawer"), 200'000 - total);
  QCOMPARE(balanceOf("refundsDue"), 0);
  QCOMPARE(m_home->run(words("ledger trial")).status, 0);
}

void CodeSaleTest::givenUpAndPaidAllTheSame() {
  QCOMPARE(m_home->run(words("drawer pay-in 200000 --reason modal")).status, 0);
  const QString to = QStringLiteral("14300000001");
  const Run shown = sell(QStringLiteral("q-1"), to, 1);
  const QString id = text(shown.lines.first(), "collection");
  QCOMPARE(m_home->run(words("cashout give-up") + QStringList{id}).status, 0);
  QVERIFY(scan(text(shown.lines.first(), "qr")));
  const Run asked = m_home->run(words("cashout ask --wait 30") + QStringList{id});
  QCOMPARE(text(asked.last(), "state"), QStringLiteral("paid"));
  QVERIFY(m_home->payments().isEmpty());
  // He wants it after all: sold with that money, and no cash any more.
  const Run sold = m_home->run(words("cashout sell") + QStringList{id});
  QVERIFY2(sold.status == 0, qPrintable(sold.errors));
  QCOMPARE(text(sold.last(), "state"), QStringLiteral("sold"));
  QCOMPARE(m_home->run(words("sync --until-idle --timeout 60")).status, 0);
  QCOMPARE(text(m_home->run(words("payments show q-1")).last(), "state"), QStringLiteral("succeeded"));
  QVERIFY(m_home->run(words("cashout pay --collection") + QStringList{id}).errors.contains(QStringLiteral("credit-used")));
  QCOMPARE(balanceOf("drawer"), 200'000);
  QCOMPARE(m_home->run(words("ledger trial")).status, 0);
}

void CodeSaleTest::refusedBeforeTheCode() {
  const Run cash = m_home->run(words("sell pln-token-50000 14300000001 --tender qris --cash 100000"));
  QCOMPARE(cash.status, 2);
  const Run offline = m_home->run(words("sell pln-token-50000 14300000001 --tender qris --offline"));
  QCOMPARE(offline.status, 3);
  QVERIFY(offline.errors.contains(QStringLiteral("offline-forbidden")));
  QCOMPARE(m_home->run(words("sell pln-token-50000 14300000001 --tender qris --via digi")).status, 3);
  QCOMPARE(m_home->run(words("sell pln-token-50000 14300000001 --tender giro")).status, 2);
  QVERIFY(m_home->run(words("cashout collections")).lines.isEmpty());
  m_sandbox->kill();
  m_home->setSteered(false);
  const Run gone = m_home->run(words("sell pln-token-50000 14300000001 --tender qris"));
  QVERIFY2(gone.status == 3 || gone.status == 4, qPrintable(gone.errors));
  QVERIFY(m_home->payments().isEmpty());
}

void CodeSaleTest::killedAtNamedPoints() {
  struct Death {
    const char* point;
    bool isPaid;  // the customer has scanned it before
  };
  int n = 0;
  for (const Death& death : {Death{"till.before-commit", false}, Death{"till.after-commit", false},
                             Death{"collection.before-commit", false}, Death{"collection.after-commit", false},
                             Death{"collection.before-commit", true}, Death{"collection.after-commit", true},
                             Death{"sale-by-code.before-commit", true}, Death{"sale-by-code.after-commit", true},
                             Death{"arm.before-commit", true}, Death{"pay.handed-over", true}}) {
    const QString reference = QStringLiteral("q-%1").arg(++n);
    const QString to = QStringLiteral("143000000%1").arg(10 * n + 1, 2, 10, QLatin1Char('0'));
    QString code;
    if (death.isPaid) {
      code = text(sell(reference, to, 1).lines.first(), "qr");
      QVERIFY(scan(code));
    }
    ProbedProcess process(QStringLiteral(LOKETCTL_BIN), m_home->withHome(order(reference, to, 60)), environmentWithPin());
    bool reached = false;
    while (const auto point = process.nextPoint(30'000)) {
      reached = *point == QLatin1String(death.point);
      if (reached)
        break;
      process.goOn();
    }
    QVERIFY2(reached, death.point);
    process.kill();
    // Whoever asks again with the same reference ends where the first would have.
    Run again = sell(reference, to, death.isPaid ? 60 : 1);
    if (!death.isPaid) {
      const QJsonObject first = again.lines.first();
      code = text(first, "qr");
      // A code that nobody has seen is nobody's to pay; any other is shown again.
      if (code.isEmpty()) {
        QVERIFY2(m_home->payments().size() <= n, death.point);
        continue;
      }
      QVERIFY(scan(code));
      again = sell(reference, to, 60);
    }
    if (again.status == 5)
      m_sandbox->advance("PT120S");
    // What was accepted and not begun waits in the queue, as any sale does.
    if (text(again.last(), "state") != QLatin1String("succeeded"))
      QCOMPARE(m_home->run(words("sync --until-idle --timeout 300")).status, 0);
    const QJsonObject shown = m_home->run(words("payments show") + QStringList{reference}).last();
    QVERIFY2(text(shown, "state") == QLatin1String("succeeded"), qPrintable(QLatin1String(death.point) + text(shown, "state")));
    QCOMPARE(effects(to), 1);
    QCOMPARE(m_home->run(words("ledger trial")).status, 0);
  }
  // By the supplier's own ledger: each once.
  QCOMPARE(disagreement(*m_home, *m_sandbox), QString());
  QCOMPARE(balanceOf("drawer"), 0);
}

void CodeSaleTest::aLostDatabaseKnowsWhatTheCodeWasFor() {
  const QString to = QStringLiteral("14300000001");
  const Run shown = sell(QStringLiteral("q-1"), to, 1);
  QVERIFY(scan(text(shown.lines.first(), "qr")));
  for (const char* name : {"loket.db", "loket.db-wal", "loket.db-shm"})
    QFile::remove(m_home->path() + QLatin1Char('/') + QLatin1String(name));
  // Prices are not kept beside the database: without them nothing is sold.
  m_sandbox->advance("PT6M");
  QCOMPARE(m_home->run(words("catalogue sync")).status, 0);
  const Run sold = sell(QStringLiteral("q-1"), to, 60);
  QVERIFY2(sold.status == 0, qPrintable(sold.errors));
  QCOMPARE(text(sold.last(), "collection"), text(shown.lines.first(), "collection"));
  for (const char* name : {"loket.db", "loket.db-wal", "loket.db-shm"})
    QFile::remove(m_home->path() + QLatin1Char('/') + QLatin1String(name));
  QVERIFY(m_home->run(words("cashout pay --collection") + QStringList{text(shown.lines.first(), "collection")})
              .errors.contains(QStringLiteral("credit-used")));
  QCOMPARE(m_home->run(words("ledger trial")).status, 0);
}

QTEST_GUILESS_MAIN(CodeSaleTest)
#include "code_sale_test.moc"

// With the sandbox stopped: what policy allows is taken as a deposit, everything else is refused before the cash,
// and one sync later every deposit is paid or owed back.
#include <QJsonArray>
#include <QTest>

#include "tests/integration/counter_home.h"
#include "tests/integration/settlement.h"

using namespace loket::integration_tests;

namespace {

QString text(const QJsonObject& json, const char* key) { return json.value(QLatin1String(key)).toString(); }

QJsonObject wideLimits() {
  return {{QStringLiteral("maxAmount"), 2'000'000},
          {QStringLiteral("maxExposure"), 80'000'000},
          {QStringLiteral("maxCount"), 1000},
          {QStringLiteral("maxAge"), QStringLiteral("PT24H")}};
}

}  // namespace

class OfflineTest : public QObject {
  Q_OBJECT

 private slots:
  void everyPrepaidProductAsADeposit();
  void capsRefuseBeforeTheCash();
  void everyBillAsADeposit();
  void billsAreAskedAgainAndTheRestIsOwedBack();
  void theSlipFindsItsReceipt();
};

void OfflineTest::everyPrepaidProductAsADeposit() {
  SandboxProcess sandbox({QStringLiteral("--deposit"), QStringLiteral("90000000")});
  QVERIFY(sandbox.start());
  CounterHome home(sandbox);
  QVERIFY(home.open({{QStringLiteral("offline"), wideLimits()}}));
  const auto products = home.run({QStringLiteral("catalogue"), QStringLiteral("list")}).lines;
  sandbox.kill();
  home.setSteered(false);
  int taken = 0;
  int n = 0;
  for (const QJsonObject& product : products) {
    ++n;
    if (text(product, "kind") != QStringLiteral("prepaid") || !product.value(QStringLiteral("open")).toBool())
      continue;
    const QString family = text(product, "family");
    const QString number = family == QStringLiteral("pln-token")
                               ? QStringLiteral("143%1").arg(n * 10 + 1, 8, 10, QLatin1Char('0'))
                               : QStringLiteral("0812%1").arg(n * 10 + 1, 8, 10, QLatin1Char('0'));
    // Half of them say so, the other half find out.
    QStringList sale{QStringLiteral("sell"), text(product, "product"), number};
    if (n % 2 == 0)
      sale += QStringLiteral("--offline");
    const Run run = home.run(sale);
    QVERIFY2(run.status == 0, qPrintable(text(product, "product") + run.errors));
    QCOMPARE(text(run.last(), "state"), QStringLiteral("accepted"));
    QVERIFY(run.last().value(QStringLiteral("offline")).toBool());
    QCOMPARE(text(run.last(), "claimCode").size(), 6);
    ++taken;
  }
  QVERIFY(taken > 60);
  // Nothing can be drained without a network, and nothing is lost by trying.
  QCOMPARE(home.run({QStringLiteral("sync")}).status, 5);
  QVERIFY(sandbox.start());
  home.setSteered(true);
  const Run sync = home.run({QStringLiteral("sync")});
  QCOMPARE(sync.last().value(QStringLiteral("count")).toInt(), taken);
  QCOMPARE(settleAll(home), QString());
  QCOMPARE(disagreement(home, sandbox), QString());
  // The batch is kept with its control totals and a result for each payment.
  const QString batch = text(sync.last(), "batch");
  const Run kept = home.run({QStringLiteral("batches"), QStringLiteral("show"), batch});
  QCOMPARE(kept.last().value(QStringLiteral("items")).toArray().size(), taken);
  QCOMPARE(kept.last().value(QStringLiteral("sum")), sync.last().value(QStringLiteral("sum")));
  // And can be printed, here too.
  const Run sheet = home.run({QStringLiteral("receipt"), batch});
  QCOMPARE(sheet.status, 0);
  QVERIFY(text(sheet.last(), "text").contains(batch));
}

void OfflineTest::everyBillAsADeposit() {
  SandboxProcess sandbox({QStringLiteral("--deposit"), QStringLiteral("90000000")});
  QVERIFY(sandbox.start());
  CounterHome home(sandbox);
  QVERIFY(home.open({{QStringLiteral("offline"), wideLimits()}}));
  const auto products = home.run({QStringLiteral("catalogue"), QStringLiteral("list")}).lines;
  sandbox.kill();
  home.setSteered(false);
  int taken = 0;
  int n = 0;
  for (const QJsonObject& product : products) {
    ++n;
    if (text(product, "kind") != QStringLiteral("bill") || !product.value(QStringLiteral("open")).toBool())
      continue;
    const Run run = home.run(QStringList{QStringLiteral("sell"), text(product, "product"), numberFor(product, n),
                                         QStringLiteral("--amount"), QStringLiteral("2.000.000")} +
                             fieldsFor(product));
    if (text(product, "family") == QStringLiteral("emoney") || text(product, "family") == QStringLiteral("virtual-account")) {
      QCOMPARE(text(run.last(), "error"), QStringLiteral("offline-forbidden"));
      continue;
    }
    QVERIFY2(run.status == 0, qPrintable(text(product, "product") + run.errors));
    QCOMPARE(text(run.last(), "state"), QStringLiteral("accepted"));
    ++taken;
  }
  qInfo("%d bills taken as deposits", taken);
  QVERIFY(taken >= 10);
  QVERIFY(sandbox.start());
  home.setSteered(true);
  QCOMPARE(settleAll(home), QString());
  for (const QJsonObject& payment : home.payments())
    QVERIFY2(text(payment, "state") == QStringLiteral("succeeded"),
             qPrintable(text(payment, "product") + QLatin1Char(' ') + text(payment, "state") + QLatin1Char(' ') + text(payment, "reason")));
  QCOMPARE(disagreement(home, sandbox), QString());
}

void OfflineTest::capsRefuseBeforeTheCash() {
  SandboxProcess sandbox;
  QVERIFY(sandbox.start());
  CounterHome home(sandbox);
  QVERIFY(home.open({{QStringLiteral("offline"), QJsonObject{{QStringLiteral("maxAmount"), 60'000},
                                                             {QStringLiteral("maxExposure"), 100'000},
                                                             {QStringLiteral("maxCount"), 3},
                                                             {QStringLiteral("maxAge"), QStringLiteral("PT24H")}}}}));
  sandbox.kill();
  home.setSteered(false);
  const auto sell = [&](const QString& product, const QString& number, const QStringList& more = {}) {
    return home.run(QStringList{QStringLiteral("sell"), product, number} + more);
  };
  const auto word = [](const Run& run) { return text(run.last(), "error"); };
  // One too large, cash-in without a name check, a bill without a ceiling.
  QCOMPARE(word(sell(QStringLiteral("pln-token-100000"), QStringLiteral("14300000001"))), QStringLiteral("offline-limit-amount"));
  QCOMPARE(word(sell(QStringLiteral("setor-tunai-bank"), QStringLiteral("888801000157508"), {QStringLiteral("--amount"), QStringLiteral("50000")})),
           QStringLiteral("offline-forbidden"));
  QCOMPARE(word(sell(QStringLiteral("digi:pln"), QStringLiteral("530000000001"))), QStringLiteral("needs-inquiry"));
  // The sum, then the count.
  QCOMPARE(sell(QStringLiteral("pln-token-50000"), QStringLiteral("14300000001")).status, 0);
  QCOMPARE(word(sell(QStringLiteral("pln-token-50000"), QStringLiteral("14300000005"))), QStringLiteral("offline-limit-exposure"));
  QCOMPARE(sell(QStringLiteral("pulsa-xl-10000"), QStringLiteral("087811110001")).status, 0);
  QCOMPARE(sell(QStringLiteral("pulsa-xl-10000"), QStringLiteral("087811110005")).status, 0);
  QCOMPARE(word(sell(QStringLiteral("pulsa-xl-5000"), QStringLiteral("087811110006"))), QStringLiteral("offline-limit-count"));
  QCOMPARE(home.payments().size(), 3);
  // What was refused left nothing; what was taken can still be given back.
  for (const QJsonObject& payment : home.payments()) {
    QCOMPARE(home.run({QStringLiteral("cancel"), text(payment, "ref"), QStringLiteral("--reason"), QStringLiteral("asked")}).status, 0);
    QCOMPARE(home.run({QStringLiteral("refund"), text(payment, "ref")}).status, 0);
  }
  QVERIFY(sandbox.start());
  home.setSteered(true);
  QCOMPARE(home.run({QStringLiteral("sync")}).status, 0);
  QCOMPARE(disagreement(home, sandbox), QString());
  QCOMPARE(sandbox.ledger().size(), 0);
}

void OfflineTest::billsAreAskedAgainAndTheRestIsOwedBack() {
  SandboxProcess sandbox;
  QVERIFY(sandbox.start());
  CounterHome home(sandbox);
  QVERIFY(home.open());
  // 530000000001 has one bill of 8.500 with 2.500 admin.
  const Run enough = home.run({QStringLiteral("sell"), QStringLiteral("digi:pln"), QStringLiteral("530000000001"),
                               QStringLiteral("--amount"), QStringLiteral("20.000"), QStringLiteral("--offline")});
  const Run tooLittle = home.run({QStringLiteral("sell"), QStringLiteral("digi:pln"), QStringLiteral("530000000002"),
                                  QStringLiteral("--amount"), QStringLiteral("5000"), QStringLiteral("--offline")});
  QCOMPARE(enough.status, 0);
  QCOMPARE(tooLittle.status, 0);
  QCOMPARE(sandbox.ledger().size(), 0);
  QCOMPARE(home.run({QStringLiteral("sync")}).status, 5);
  const auto state = [&](const Run& run) {
    return home.run({QStringLiteral("payments"), QStringLiteral("show"), text(run.last(), "ref")}).last();
  };
  const QJsonObject paid = state(enough);
  QCOMPARE(text(paid, "state"), QStringLiteral("succeeded"));
  QCOMPARE(paid.value(QStringLiteral("total")).toInt(), 11'000);
  QCOMPARE(paid.value(QStringLiteral("leftover")).toInt(), 9'000);
  // Above its ceiling nothing is paid: people decide.
  QCOMPARE(text(state(tooLittle), "state"), QStringLiteral("review"));
  QCOMPARE(sandbox.ledger().size(), 1);
  QCOMPARE(home.run({QStringLiteral("refund"), text(paid, "ref")}).status, 0);
  QCOMPARE(state(enough).value(QStringLiteral("leftover")).toInt(), 0);
  QCOMPARE(home.run({QStringLiteral("ledger"), QStringLiteral("trial")}).status, 0);
}

void OfflineTest::theSlipFindsItsReceipt() {
  SandboxProcess sandbox;
  QVERIFY(sandbox.start());
  CounterHome home(sandbox);
  QVERIFY(home.open());
  const Run taken = home.run({QStringLiteral("sell"), QStringLiteral("pln-token-20000"), QStringLiteral("14300000001"), QStringLiteral("--offline")});
  const QString code = text(taken.last(), "claimCode");
  QString slip = text(home.run({QStringLiteral("receipt"), code}).last(), "text");
  QVERIFY(slip.contains(QStringLiteral("TITIPAN")));
  QVERIFY(slip.contains(QStringLiteral("BELUM LUNAS")));
  QVERIFY(slip.remove(QLatin1Char(' ')).contains(code));
  QCOMPARE(home.run({QStringLiteral("sync")}).status, 0);
  const QString receipt = text(home.run({QStringLiteral("receipt"), code}).last(), "text");
  QVERIFY(receipt.contains(QStringLiteral("STRUK PEMBELIAN")));
  QVERIFY(!receipt.contains(QStringLiteral("SALINAN")));
}

QTEST_GUILESS_MAIN(OfflineTest)
#include "offline_test.moc"

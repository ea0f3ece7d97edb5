// A counter's day besides the payments, with the real loketctl: shift, drawer, tickets, bon, and the trial at its end.
#include <QFile>
#include <QTest>

#include "tests/integration/counter_home.h"
#include "tests/integration/settlement.h"

using namespace loket::integration_tests;

namespace {

QString text(const QJsonObject& json, const char* key) { return json.value(QLatin1String(key)).toString(); }
qint64 number(const QJsonObject& json, const char* key) { return json.value(QLatin1String(key)).toInteger(); }

QStringList words(const char* line) { return QString::fromLatin1(line).split(QLatin1Char(' ')); }

qint64 balanceOf(const CounterHome& home, const char* account) {
  for (const QJsonObject& line : home.run(words("ledger balances")).lines)
    if (text(line, "account") == QLatin1String(account))
      return number(line, "balance");
  return 0;
}

}  // namespace

class TillTest : public QObject {
  Q_OBJECT

 private slots:
  void aDayAtTheTill();
  void trainingAndMoneyAreNeverInOneHome();
  void aTicketOfTheSuppliersOwn();
  void aTicketPaidThroughTheBank();
  void aTicketWhosePaymentIsUnknown();
  void badInputLeavesNothing_data();
  void badInputLeavesNothing();
};

void TillTest::aDayAtTheTill() {
  SandboxProcess sandbox;
  QVERIFY(sandbox.start());
  CounterHome home(sandbox);
  const QString paper = home.folder() + QStringLiteral("/paper.bin");
  QVERIFY(home.open({{QStringLiteral("printer"), QJsonObject{{QStringLiteral("uri"), QStringLiteral("file://") + paper},
                                                            {QStringLiteral("profile"), QStringLiteral("generic-58mm")}}}}));
  QCOMPARE(home.run(words("shift report")).status, 3);
  const Run open = home.run(words("shift open --float 300.000"));
  QCOMPARE(open.status, 0);
  QCOMPARE(number(open.last(), "difference"), 300'000);
  QCOMPARE(home.run(words("shift open --float 300.000")).status, 3);

  const Run cash = home.run(words("sell digi:xld10 087800001230"));
  QCOMPARE(cash.status, 0);
  const qint64 price = number(cash.last(), "total");
  const Run bon = home.run(QStringList{"sell", "digi:xld10", "087800001240", "--bon", "Bu  Tini"});
  QCOMPARE(bon.status, 0);
  QCOMPARE(text(bon.last(), "bon"), QStringLiteral("bu tini"));
  QCOMPARE(number(bon.last(), "cash"), 0);
  QCOMPARE(number(home.run(words("bon list")).last(), "owed"), price);
  // A failed one is taken off the bon, and no cash leaves the drawer.
  const Run failed = home.run(QStringList{"sell", "digi:xld10", "087800001232", "--bon", "bu tini"});
  QCOMPARE(failed.status, 4);
  QCOMPARE(number(home.run(words("bon list")).last(), "owed"), 2 * price);
  QCOMPARE(home.run(QStringList{"refund", text(failed.last(), "ref")}).status, 0);
  QCOMPARE(number(home.run(words("bon list")).last(), "owed"), price);
  const Run paid = home.run(QStringList{"bon", "pay", "BU TINI", "1.000"});
  QCOMPARE(number(paid.last(), "owed"), price - 1'000);

  QCOMPARE(home.run(words("drawer pay-in 50.000 --reason kecil")).status, 0);
  QCOMPARE(home.run(words("drawer pay-out 20.000 --reason es")).status, 0);
  // What stands on the shelf: no payment, and yet the drawer's.
  QCOMPARE(home.run(QStringList{"goods", "sell", "15.000", "--name", "beras 1 kg"}).status, 0);
  QCOMPARE(home.run(words("goods sell 7.000")).status, 0);
  QCOMPARE(text(home.run(words("goods return 7.000")).last(), "event"), QStringLiteral("goodsReturned"));
  QCOMPARE(balanceOf(home, "goods"), -15'000);
  const Run ticket = home.run(words("ticket open --upstream digi --amount 500.000"));
  const QString id = text(ticket.last(), "ticket");
  QCOMPARE(number(ticket.last(), "amount") / 1'000, 500);
  QVERIFY(number(ticket.last(), "amount") % 1'000 > 0);
  QCOMPARE(home.run({"ticket", "transferred", id}).status, 0);
  QCOMPARE(balanceOf(home, "inTransit:digi"), number(ticket.last(), "amount"));
  const qint64 deposit = balanceOf(home, "deposit:digi");
  QCOMPARE(home.run({"ticket", "credited", id}).status, 0);
  QCOMPARE(home.run({"ticket", "credited", id}).status, 3);
  QCOMPARE(balanceOf(home, "deposit:digi") - deposit, number(ticket.last(), "amount"));
  QCOMPARE(text(home.run(words("ticket list")).last(), "state"), QStringLiteral("credited"));

  const Run blind = home.run(words("shift report"));
  QVERIFY(blind.last().value(QStringLiteral("expected")).isNull());
  QVERIFY(blind.last().value(QStringLiteral("cashIn")).isNull());
  const QString shift = text(blind.last(), "shift");
  QCOMPARE(home.run({"receipt", shift}).status, 3);
  QCOMPARE(home.run(words("shift report --print")).status, 3);
  const qint64 expected = 300'000 + price + 1'000 + 50'000 - 20'000 + 15'000;
  const Run close = home.run({"shift", "close", "--counted", QString::number(expected - 500)});
  QCOMPARE(number(close.last(), "expected"), expected);
  QCOMPARE(number(close.last(), "difference"), -500);
  const QJsonObject report = home.run(words("shift report")).last();
  QCOMPARE(number(report, "count"), 2);
  QCOMPARE(number(report, "sum"), 2 * price);
  QCOMPARE(number(report, "cashIn"), price + 1'000 + 50'000 + 15'000 + 7'000);
  QCOMPARE(number(report, "cashOut"), 20'000 + 7'000);
  const QJsonObject goods = report.value(QStringLiteral("goods")).toObject();
  QCOMPARE(number(goods, "count"), 1);
  QCOMPARE(number(goods, "sum"), 15'000);
  QCOMPARE(home.run(words("shift close --counted 1")).status, 3);
  // On paper: the original once, however it is asked for.
  QVERIFY(!QFile::exists(paper));
  const QString original = text(home.run({"receipt", shift}).last(), "text");
  QVERIFY2(original.contains(QStringLiteral("LATIHAN")) && original.contains(QStringLiteral("LAPORAN SHIFT")) && original.contains(QStringLiteral("KURANG")) &&
               original.contains(QStringLiteral("BARANG 1x")) &&
               original.contains(QStringLiteral("Rp500\n")) && !original.contains(QStringLiteral("SALINAN")),
           qPrintable(original));
  QCOMPARE(home.run(words("shift report --print")).status, 0);
  QFile printed(paper);
  QVERIFY(printed.open(QIODevice::ReadOnly));
  QVERIFY(printed.readAll().contains("SALINAN ke-1"));

  const Run trial = home.run(words("ledger trial"));
  QCOMPARE(trial.status, 0);
  QCOMPARE(number(trial.last(), "broken"), 0);
  QVERIFY(number(trial.last(), "rules") >= 10);
  QCOMPARE(disagreement(home, sandbox), QString());
}

// The supplier says what to send where; what arrives there, to the rupiah and with its note, is the deposit's.
void TillTest::trainingAndMoneyAreNeverInOneHome() {
  SandboxProcess sandbox;
  QVERIFY(sandbox.start());
  CounterHome home(sandbox);
  QVERIFY(home.open());
  const auto import = [&home, &sandbox](bool isTraining) {
    QJsonObject outlet = sandbox.config()["outlet"].toObject();
    outlet["training"] = isTraining;
    return home.run(QStringList{"config", "import", home.writeConfig({{QStringLiteral("outlet"), outlet}})}).status;
  };
  // Before anything was sold it is a matter of a word.
  QCOMPARE(import(false), 0);
  QCOMPARE(import(true), 0);
  const Run sold = home.run(words("sell digi:xld10 087800001230"));
  QCOMPARE(sold.status, 0);
  QVERIFY(text(home.run(QStringList{"receipt", text(sold.last(), "ref")}).last(), "text").contains(QStringLiteral("LATIHAN")));
  QCOMPARE(import(false), 3);
  QCOMPARE(import(true), 0);
}

void TillTest::aTicketOfTheSuppliersOwn() {
  SandboxProcess sandbox;
  QVERIFY(sandbox.start());
  CounterHome home(sandbox);
  QVERIFY(home.open());
  const QStringList ask{"ticket", "open", "--upstream", "digi", "--amount", "500.000", "--bank", "BCA", "--owner-name", "SRI"};
  const Run ticket = home.run(ask);
  QVERIFY2(ticket.status == 0, qPrintable(ticket.errors));
  const qint64 amount = number(ticket.last(), "amount");
  QVERIFY(amount >= 500'000 && amount < 501'000);
  QCOMPARE(text(ticket.last(), "bank"), QStringLiteral("BCA"));
  QVERIFY(!text(ticket.last(), "account").isEmpty() && !text(ticket.last(), "note").isEmpty());
  QCOMPARE(text(home.run(words("ticket list")).last(), "account"), text(ticket.last(), "account"));
  // The supplier has no second one of this nominal while the first is open.
  const Run second = home.run(ask);
  QCOMPARE(second.status, 4);
  QVERIFY(second.errors.contains(QStringLiteral("upstream-refused")));
  // One rupiah less is nobody's money.
  const auto arrives = [&](qint64 sum) {
    const QByteArray body = R"({"amount":)" + QByteArray::number(sum) + R"(,"notes":")" + text(ticket.last(), "note").toUtf8() + R"("})";
    return sandbox.admin("POST", QStringLiteral("/digiflazz/deposit-arrives"), body).json().value(QStringLiteral("credited")).toBool();
  };
  const qint64 before = sandbox.deposit();
  QVERIFY(!arrives(amount - 1));
  QVERIFY(arrives(amount));
  QCOMPARE(sandbox.deposit() - before, amount);
  const QString id = text(ticket.last(), "ticket");
  QCOMPARE(home.run({"ticket", "transferred", id}).status, 0);
  QCOMPARE(home.run({"ticket", "credited", id}).status, 0);
  QCOMPARE(home.run(words("ledger trial")).status, 0);
  // Who cannot give tickets says so; and both words belong together.
  QCOMPARE(home.run({"ticket", "open", "--upstream", "bank", "--amount", "500.000", "--bank", "BCA", "--owner-name", "SRI"}).status, 3);
  QCOMPARE(home.run({"ticket", "open", "--upstream", "digi", "--amount", "500.000", "--bank", "BCA"}).status, 2);
  sandbox.kill();
  home.setSteered(false);
  const Run away = home.run({"ticket", "open", "--upstream", "digi", "--amount", "700.000", "--bank", "BCA", "--owner-name", "SRI"});
  QCOMPARE(away.status, 4);
  QVERIFY2(away.errors.contains(QStringLiteral("offline")), qPrintable(away.errors));
}

// From the ticket to the deposit with nothing said by hand but that it is there: the bank moves exactly the
// sum, with the words that the supplier knows it by.
void TillTest::aTicketPaidThroughTheBank() {
  SandboxProcess sandbox;
  QVERIFY(sandbox.start());
  CounterHome home(sandbox);
  QVERIFY(home.open());
  const Run ticket = home.run({"ticket", "open", "--upstream", "digi", "--amount", "500.000", "--bank", "BCA",
                               "--owner-name", "SRI"});
  QCOMPARE(ticket.status, 0);
  const QString id = text(ticket.last(), "ticket");
  const qint64 amount = number(ticket.last(), "amount");
  const qint64 deposit = sandbox.deposit();
  const qint64 bank = sandbox.bankBalance();
  const qint64 ledger = balanceOf(home, "deposit:digi");

  const Run shown = home.run({"ticket", "pay", id, "--via", "bank"});
  QVERIFY2(shown.status == 0, qPrintable(shown.errors));
  QVERIFY(text(shown.last(), "customerName").contains(QStringLiteral("DIGIFLAZZ")));
  QCOMPARE(number(shown.last(), "amount"), amount);
  QCOMPARE(number(shown.last(), "total"), amount + number(shown.last(), "fee"));
  QCOMPARE(sandbox.bankBalance(), bank);
  QVERIFY(home.payments().isEmpty());

  const Run paid = home.run({"ticket", "pay", id, "--via", "bank", "--yes"});
  QVERIFY2(paid.status == 0, qPrintable(paid.errors));
  QCOMPARE(text(paid.last(), "state"), QStringLiteral("succeeded"));
  QCOMPARE(number(paid.last(), "total"), number(shown.last(), "total"));
  QCOMPARE(text(paid.last().value(QStringLiteral("topUp")).toObject(), "ticket"), id);
  QCOMPARE(text(paid.last().value(QStringLiteral("topUp")).toObject(), "upstream"), QStringLiteral("digi"));
  QVERIFY(paid.last().value(QStringLiteral("bon")).isNull());
  QCOMPARE(sandbox.deposit() - deposit, amount);
  QCOMPARE(bank - sandbox.bankBalance(), number(paid.last(), "cost"));
  // However often it is asked for.
  const Run again = home.run({"ticket", "pay", id, "--via", "bank", "--yes"});
  QCOMPARE(again.status, 0);
  QCOMPARE(text(again.last(), "ref"), text(paid.last(), "ref"));
  QCOMPARE(home.run({"ticket", "pay", id, "--via", "bank"}).status, 3);
  QCOMPARE(sandbox.deposit() - deposit, amount);

  QCOMPARE(text(home.run(words("ticket list")).last(), "state"), QStringLiteral("transferred"));
  QCOMPARE(balanceOf(home, "inTransit:digi"), amount);
  QCOMPARE(balanceOf(home, "expense"), number(shown.last(), "fee"));
  QCOMPARE(home.run({"ticket", "credited", id}).status, 0);
  QCOMPARE(balanceOf(home, "deposit:digi") - ledger, amount);
  QCOMPARE(balanceOf(home, "drawer"), 0);
  QVERIFY(home.run(words("bon list")).lines.isEmpty());
  QCOMPARE(home.run({"receipt", text(paid.last(), "ref")}).status, 3);
  QCOMPARE(home.run(words("ledger trial")).status, 0);
  QCOMPARE(disagreement(home, sandbox), QString());
}

// The bank says nothing useful, forgets it, is sent the same bytes again, and moves it without an answer.
void TillTest::aTicketWhosePaymentIsUnknown() {
  SandboxProcess sandbox;
  QVERIFY(sandbox.start());
  CounterHome home(sandbox);
  QVERIFY(home.open());
  const Run ticket = home.run({"ticket", "open", "--upstream", "digi", "--amount", "500.000", "--bank",
                               "MANDIRI", "--owner-name", "SRI"});
  const QString id = text(ticket.last(), "ticket");
  const qint64 amount = number(ticket.last(), "amount");
  const qint64 deposit = sandbox.deposit();
  sandbox.fault(R"({"upstream":"bank","on":"transaction","kind":"http-500-before-commit"})");
  sandbox.fault(R"({"upstream":"bank","on":"transaction","kind":"reset-after-commit"})");
  const Run unknown = home.run({"ticket", "pay", id, "--via", "bank", "--yes"});
  QCOMPARE(unknown.status, 5);
  const QString ref = text(unknown.last(), "ref");
  // Nobody says by hand what the bank may still say.
  for (const char* word : {"transferred", "credited"}) {
    const Run byHand = home.run({"ticket", QString::fromLatin1(word), id});
    QCOMPARE(byHand.status, 3);
    QVERIFY2(byHand.errors.contains(ref), qPrintable(byHand.errors));
  }
  QCOMPARE(text(home.run({"ticket", "pay", id, "--via", "bank", "--yes"}).last(), "ref"), ref);
  QCOMPARE(settleAll(home), QString());
  QCOMPARE(text(home.run(words("ticket list")).last(), "state"), QStringLiteral("transferred"));
  QCOMPARE(sandbox.deposit() - deposit, amount);
  QCOMPARE(home.run({"ticket", "credited", id}).status, 0);
  QCOMPARE(disagreement(home, sandbox), QString());
}

void TillTest::badInputLeavesNothing_data() {
  QTest::addColumn<QStringList>("arguments");
  QTest::addColumn<int>("status");
  QTest::addColumn<QString>("error");
  const auto row = [](const char* line, int status, const char* error) {
    QTest::newRow(line) << words(line) << status << QString::fromLatin1(error);
  };
  row("goods sell 0", 3, "amount-invalid");
  row("goods sell 5,50", 3, "amount-invalid");
  row("goods return 999.999.999", 3, "drawer-short");
  row("drawer pay-in 0 --reason x", 3, "amount-invalid");
  row("drawer pay-in 5,50 --reason x", 3, "amount-invalid");
  row("drawer pay-in 99999999999999999999 --reason x", 3, "amount-invalid");
  row("drawer pay-in 999999999999 --reason x", 3, "amount-invalid");
  row("drawer pay-in 5000", 2, "");
  row("drawer pay-in 5000 --reason=", 2, "");
  row("drawer pay-out 5000 --reason x", 3, "drawer-short");
  row("drawer pay-out --reason x -- -5000", 3, "amount-invalid");
  row("ticket open --upstream moon --amount 500000", 3, "not-found");
  row("ticket open --upstream digi --amount 500500", 3, "amount-invalid");
  row("ticket open --upstream digi --amount 0", 3, "amount-invalid");
  row("ticket open --upstream digi", 2, "");
  row("ticket credited T000000XXXXX", 3, "not-found");
  row("ticket transferred T000000XXXXX", 3, "not-found");
  row("ticket pay T000000XXXXX --via bank", 3, "not-found");
  row("ticket pay T000000XXXXX --via bank --yes", 3, "not-found");
  row("ticket pay T000000XXXXX", 2, "");
  row("bon pay nobody 1000", 3, "not-found");
  row("bon pay a:b 1000", 3, "name-invalid");
  row("bon pay nobody 0", 3, "amount-invalid");
  row("shift close --counted 1000", 3, "shift-missing");
  row("shift open --float=-1", 3, "amount-invalid");
  row("shift open --float 99999999999999999999", 3, "amount-invalid");
  row("shift report", 3, "shift-missing");
  row("sell digi:xld10 087800001230 --bon a:b", 3, "name-invalid");
  row("sell digi:xld10 087800001230 --bon tini --cash 20000", 2, "");
  row("ledger account bon:", 3, "not-found");
}

void TillTest::badInputLeavesNothing() {
  static SandboxProcess sandbox;
  static const std::unique_ptr<CounterHome> home = [] {
    auto made = std::make_unique<CounterHome>(sandbox);
    return sandbox.start() && made->open() ? std::move(made) : nullptr;
  }();
  QVERIFY(home);
  QFETCH(QStringList, arguments);
  QFETCH(int, status);
  QFETCH(QString, error);
  const Run run = home->run(arguments);
  QCOMPARE(text(run.last(), "error"), error);
  QCOMPARE(run.status, status);
  QVERIFY(!run.errors.isEmpty());
  for (const char* account : {"drawer", "expense", "difference", "bon:nobody", "inTransit:digi", "held"})
    QCOMPARE(balanceOf(*home, account), 0);
  QVERIFY(home->run(words("ticket list")).lines.isEmpty());
  QVERIFY(home->payments().isEmpty());
}

QTEST_GUILESS_MAIN(TillTest)
#include "till_test.moc"

// Every product of the catalogue sold online through real HTTPS, and what the upstreams' answers become.
#include <QDateTime>
#include <QJsonArray>
#include <QRegularExpression>
#include <QSet>
#include <QTest>

#include "tests/integration/counter_home.h"
#include "tests/integration/settlement.h"

using namespace loket::integration_tests;

namespace {

QString text(const QJsonObject& json, const char* key) { return json.value(QLatin1String(key)).toString(); }

}  // namespace

class SellTest : public QObject {
  Q_OBJECT

 private slots:
  void everyProductOnline();
  void answersBecomeStates();
  void theSameClientReferenceIsTheSamePayment();
  void receiptsAreOriginalOnceThenCopies();
  void aCustomerIsToldOnlyWhatHappened();
  void aLookMovesNothing();
  void aSyncBringsPricesUpToDate();
  void pricesAreAskedForAsOftenAsAllowed();
  void aWrongClockIsNamed();
  void aLargeTransferSaysWhoBroughtTheMoney();
  void feesAboveTheCapAreNotSold();
};

void SellTest::aLargeTransferSaysWhoBroughtTheMoney() {
  SandboxProcess sandbox;
  QVERIFY(sandbox.start());
  CounterHome home(sandbox);
  QVERIFY(home.open({{QStringLiteral("aml"), QJsonObject{{QStringLiteral("senderFrom"), 2'000'000}}}}));
  const QStringList sale{QStringLiteral("sell"), QStringLiteral("setor-tunai-bank"), QStringLiteral("888801000157508"),
                         QStringLiteral("--amount"), QStringLiteral("2.000.000")};
  const QStringList whole{QStringLiteral("--sender-name"),    QStringLiteral("Siti Aminah"),
                          QStringLiteral("--sender-id-type"), QStringLiteral("KTP"),
                          QStringLiteral("--sender-id"),      QStringLiteral("3273010101900001"),
                          QStringLiteral("--sender-phone"),   QStringLiteral("081234567890"),
                          QStringLiteral("--sender-address"), QStringLiteral("Jl. Kenanga 7"),
                          QStringLiteral("--purpose"),        QStringLiteral("uang sekolah")};
  const QStringList words{QStringLiteral("name"),  QStringLiteral("id-type"), QStringLiteral("id"),
                          QStringLiteral("phone"), QStringLiteral("address"), QStringLiteral("purpose")};
  for (int field = 0; field < words.size(); ++field) {
    QStringList given = whole;
    given.remove(2 * field, 2);
    const Run refused = home.run(sale + given);
    QCOMPARE(refused.status, 3);
    QCOMPARE(text(refused.last(), "error"), QStringLiteral("sender-missing"));
    QCOMPARE(text(refused.last(), "detail"), words.at(field));
  }
  QVERIFY(home.payments().isEmpty());
  const Run sold = home.run(sale + whole);
  QCOMPARE(sold.status, 0);
  QVERIFY(!sold.last().contains(QStringLiteral("sender")));
  const QJsonObject sender = home.run({QStringLiteral("payments"), QStringLiteral("show"), text(sold.last(), "ref")})
                                 .last()
                                 .value(QStringLiteral("sender"))
                                 .toObject();
  QCOMPARE(text(sender, "name"), QStringLiteral("Siti Aminah"));
  // Who looks one payment up can compare the document; the whole number is in the owner's list.
  QCOMPARE(text(sender, "idNumber"), QStringLiteral("3273********0001"));
  // For the bank: only what has a sender, only of these days, and for the owner only.
  QCOMPARE(home.run({QStringLiteral("sell"), QStringLiteral("digi:pln20"), QStringLiteral("14300000001")}).status, 0);
  const QStringList list{QStringLiteral("payments"), QStringLiteral("senders")};
  const QStringList today{QStringLiteral("--from"), QStringLiteral("2026-12-07"), QStringLiteral("--to"),
                          QStringLiteral("2026-12-07")};
  const Run lines = home.run(list + today);
  QCOMPARE(lines.lines.size(), 1);
  QCOMPARE(text(lines.last(), "beneficiaryAccount"), QStringLiteral("888801000157508"));
  QCOMPARE(lines.last().value(QStringLiteral("amount")).toInt(), 2'000'000);
  QCOMPARE(text(lines.last().value(QStringLiteral("sender")).toObject(), "purpose"), QStringLiteral("uang sekolah"));
  QCOMPARE(text(lines.last().value(QStringLiteral("sender")).toObject(), "idNumber"),
           QStringLiteral("3273010101900001"));
  QVERIFY(home.run(list + QStringList{QStringLiteral("--to"), QStringLiteral("2026-12-06")}).lines.isEmpty());
  QCOMPARE(home.run(list + QStringList{QStringLiteral("--to"), QStringLiteral("yesterday")}).status, 2);
  QProcessEnvironment owner = environmentWithPin();
  owner.insert(QStringLiteral("LOKET_NEW_PIN"), QStringLiteral("654321"));
  QCOMPARE(home.run({QStringLiteral("user"), QStringLiteral("add"), QStringLiteral("Budi")}, owner).status, 0);
  const Run asBudi = home.run(QStringList{QStringLiteral("--user"), QStringLiteral("Budi")} + list,
                              environmentWithPin(QStringLiteral("654321")));
  QCOMPARE(asBudi.status, 3);
  QCOMPARE(text(asBudi.last(), "error"), QStringLiteral("role-forbids"));
}

void SellTest::feesAboveTheCapAreNotSold() {
  SandboxProcess sandbox;
  QVERIFY(sandbox.start());
  CounterHome home(sandbox);
  const QJsonObject cap{{QStringLiteral("byProduct"), QJsonObject{{QStringLiteral("pln-token-20000"), 100}}}};
  QVERIFY(home.open({{QStringLiteral("limits"), QJsonObject{{QStringLiteral("maxAdminFee"), cap}}}}));
  const Run refused =
      home.run({QStringLiteral("sell"), QStringLiteral("pln-token-20000"), QStringLiteral("14300000001")});
  QCOMPARE(refused.status, 3);
  QCOMPARE(text(refused.last(), "error"), QStringLiteral("fee-above-cap"));
  QVERIFY(home.payments().isEmpty());
  QCOMPARE(sandbox.ledger().size(), 0);
  QCOMPARE(home.run({QStringLiteral("sell"), QStringLiteral("pln-token-50000"), QStringLiteral("14300000001")}).status, 0);
}

// A bank refuses what is signed with a wrong time: the counter knows by how much it is wrong, and whose word that is.
void SellTest::aWrongClockIsNamed() {
  SandboxProcess sandbox;
  QVERIFY(sandbox.start());
  CounterHome home(sandbox);
  QVERIFY(home.open());
  const auto clockOf = [&home](const char* upstream) {
    for (const QJsonObject& item : home.run({QStringLiteral("doctor")}).lines)
      if (text(item, "name") == QStringLiteral("clock:") + QLatin1String(upstream))
        return item;
    return QJsonObject();
  };
  // Steered by the sandbox's clock, the two are one.
  for (const char* upstream : {"digi", "bank"}) QVERIFY(clockOf(upstream).value(QStringLiteral("ok")).toBool());
  home.setSteered(false);
  sandbox.setClock(QDateTime::currentDateTimeUtc().addSecs(600).toString(Qt::ISODate).toLatin1());
  for (const char* upstream : {"digi", "bank"}) {
    const QJsonObject off = clockOf(upstream);
    QVERIFY(!off.isEmpty() && !off.value(QStringLiteral("ok")).toBool());
    QVERIFY2(QRegularExpression(QStringLiteral("^PT(10M|9M5[0-9]S|59[0-9]S) ahead of ours$")).match(text(off, "detail")).hasMatch(),
             qPrintable(text(off, "detail")));
  }
}

void SellTest::everyProductOnline() {
  SandboxProcess sandbox({QStringLiteral("--deposit"), QStringLiteral("90000000")});
  QVERIFY(sandbox.start());
  CounterHome home(sandbox);
  QVERIFY(home.open());
  int sold = 0;
  int closed = 0;
  QSet<QString> brands;
  int n = 0;
  for (const QJsonObject& product : home.run({QStringLiteral("catalogue"), QStringLiteral("list")}).lines) {
    const QString id = text(product, "product");
    QStringList sale{QStringLiteral("sell"), id, numberFor(product, ++n)};
    sale += fieldsFor(product);
    const bool openAmount = text(product, "kind") == QStringLiteral("transfer") ||
                            (text(product, "kind") == QStringLiteral("bill") && text(product, "family") == QStringLiteral("emoney"));
    if (openAmount)
      sale += {QStringLiteral("--amount"), QStringLiteral("150000")};
    const Run run = home.run(sale);
    if (!product.value(QStringLiteral("open")).toBool()) {
      QVERIFY2(run.status == 3, qPrintable(id + QStringLiteral(" is closed and was not refused")));
      ++closed;
      continue;
    }
    QVERIFY2(run.status == 0, qPrintable(id + QLatin1Char(' ') + sale.at(2) + QLatin1Char(' ') + run.errors));
    QCOMPARE(text(run.last(), "state"), QStringLiteral("succeeded"));
    QVERIFY2(!text(run.last(), "serial").isEmpty(), qPrintable(id));
    if (text(product, "family") == QStringLiteral("pln-token"))
      QCOMPARE(text(run.last(), "token").size(), 20);
    brands.insert(text(product, "brand"));
    ++sold;
  }
  qInfo("sold %d products of %d brands, %d closed", sold, int(brands.size()), closed);
  QVERIFY(sold >= 60);
  QVERIFY(brands.size() >= 8);
  QCOMPARE(disagreement(home, sandbox), QString());
}

void SellTest::answersBecomeStates() {
  SandboxProcess sandbox;
  QVERIFY(sandbox.start());
  CounterHome home(sandbox);
  QVERIFY(home.open({{QStringLiteral("timeoutMs"), 1500}}));
  const QString product = QStringLiteral("digi:xld10");

  const Run good = home.run({QStringLiteral("sell"), product, QStringLiteral("+62 878-0000-1230")});
  QCOMPARE(good.status, 0);
  QCOMPARE(text(good.last(), "number"), QStringLiteral("087800001230"));

  const Run failed = home.run({QStringLiteral("sell"), product, QStringLiteral("087800001232")});
  QCOMPARE(failed.status, 4);
  QCOMPARE(text(failed.last(), "state"), QStringLiteral("refundDue"));
  QCOMPARE(home.run({QStringLiteral("refund"), text(failed.last(), "ref")}).status, 0);
  QCOMPARE(home.run({QStringLiteral("refund"), text(failed.last(), "ref")}).status, 3);

  const Run pending = home.run({QStringLiteral("sell"), product, QStringLiteral("087800001233"), QStringLiteral("--wait"), QStringLiteral("1")});
  QCOMPARE(pending.status, 5);
  QCOMPARE(text(pending.last(), "state"), QStringLiteral("pending"));
  // While it is open, the same is not sold again, not even when it is asked for.
  QCOMPARE(home.run({QStringLiteral("sell"), product, QStringLiteral("087800001233"), QStringLiteral("--again")}).status, 3);
  QCOMPARE(home.run({QStringLiteral("cancel"), text(pending.last(), "ref")}).status, 3);

  for (const char* kind : {"http-500-after-commit", "html-200", "truncated-json", "reset-after-commit",
                           "hang-after-commit", "missing-rc", "wrong-echo"}) {
    QCOMPARE(sandbox.fault(QByteArray(R"({"upstream":"digi","on":"transaction","count":1,"kind":")") + kind + "\"}"),
             QByteArray());
    static int number = 10;
    const Run run = home.run({QStringLiteral("sell"), product, QStringLiteral("0878111100%1").arg(number += 10),
                              QStringLiteral("--wait"), QStringLiteral("3")});
    QVERIFY2(run.status == 5, kind);
    QVERIFY2(text(run.last(), "state") == QStringLiteral("suspect"), kind);
  }
  // Refused before anything was committed: known to be nothing, so it waits in the queue.
  sandbox.fault(R"({"upstream":"digi","on":"transaction","kind":"reset-before-commit","count":1})");
  const Run before = home.run({QStringLiteral("sell"), product, QStringLiteral("087822220000"), QStringLiteral("--wait"), QStringLiteral("3")});
  QCOMPARE(text(before.last(), "state"), QStringLiteral("suspect"));

  QCOMPARE(settleAll(home), QString());
  QCOMPARE(disagreement(home, sandbox), QString());
}

void SellTest::theSameClientReferenceIsTheSamePayment() {
  SandboxProcess sandbox;
  QVERIFY(sandbox.start());
  CounterHome home(sandbox);
  QVERIFY(home.open());
  const QStringList sale{QStringLiteral("sell"), QStringLiteral("digi:pln20"), QStringLiteral("14300000001"),
                         QStringLiteral("--client-ref"), QStringLiteral("order-1")};
  const Run first = home.run(sale);
  const Run again = home.run(sale);
  QCOMPARE(first.status, 0);
  QCOMPARE(again.status, 0);
  QCOMPARE(text(again.last(), "ref"), text(first.last(), "ref"));
  QStringList other = sale;
  other[2] = QStringLiteral("14300000005");
  QCOMPARE(home.run(other).status, 3);
  QCOMPARE(sandbox.ledger().size(), 1);
  // Another order for the same number on the same day is asked for explicitly.
  QCOMPARE(home.run({QStringLiteral("sell"), QStringLiteral("digi:pln20"), QStringLiteral("14300000001")}).status, 3);
  QCOMPARE(home.run({QStringLiteral("sell"), QStringLiteral("digi:pln20"), QStringLiteral("14300000001"), QStringLiteral("--again")}).status, 0);
  QCOMPARE(sandbox.ledger().size(), 2);
  QCOMPARE(disagreement(home, sandbox), QString());
}

void SellTest::receiptsAreOriginalOnceThenCopies() {
  SandboxProcess sandbox;
  QVERIFY(sandbox.start());
  CounterHome home(sandbox);
  const QString paper = home.folder() + QStringLiteral("/paper.bin");
  QVERIFY(home.open({{QStringLiteral("printer"), QJsonObject{{QStringLiteral("uri"), QStringLiteral("file://") + paper},
                                                            {QStringLiteral("profile"), QStringLiteral("generic-58mm")}}}}));
  const Run sale = home.run({QStringLiteral("sell"), QStringLiteral("digi:pln20"), QStringLiteral("14300000001")});
  const QString ref = text(sale.last(), "ref");
  const auto textOf = [&] { return text(home.run({QStringLiteral("receipt"), ref}).last(), "text"); };
  const QString original = textOf();
  QVERIFY(!original.contains(QStringLiteral("SALINAN")));
  QVERIFY(original.contains(text(sale.last(), "customerName")));
  QVERIFY(textOf().contains(QStringLiteral("SALINAN ke-1")));
  QCOMPARE(home.run({QStringLiteral("receipt"), ref, QStringLiteral("--print")}).status, 0);
  QFile printed(paper);
  QVERIFY(printed.open(QIODevice::ReadOnly));
  const QByteArray bytes = printed.readAll();
  QVERIFY(bytes.startsWith("\x1b\x40"));
  QVERIFY(bytes.contains("SALINAN ke-2"));
  // On half-letter forms, whatever printer the shop has; a format that nobody has is not a receipt gone.
  const QString form = home.folder() + QStringLiteral("/form.bin");
  QCOMPARE(home.run({QStringLiteral("receipt"), ref, QStringLiteral("--format"), QStringLiteral("escp"),
                     QStringLiteral("--output"), form})
               .status,
           0);
  QFile half(form);
  QVERIFY(half.open(QIODevice::ReadOnly));
  const QByteArray onForms = half.readAll();
  QVERIFY(onForms.startsWith("\x1b\x40") && onForms.contains("\x1b\x43\x21") && onForms.endsWith('\f'));
  QVERIFY(onForms.contains("SALINAN ke-3"));
  QCOMPARE(home.run({QStringLiteral("receipt"), ref, QStringLiteral("--format"), QStringLiteral("docx")}).status, 2);
  QVERIFY(textOf().contains(QStringLiteral("SALINAN ke-4")));
  // By claim code, and only ever a paid receipt after success.
  QVERIFY(!text(home.run({QStringLiteral("receipt"), text(sale.last(), "claimCode")}).last(), "text").isEmpty());
}

// The message's words and link come from the state that the journal has; what is not paid has no message.
void SellTest::aCustomerIsToldOnlyWhatHappened() {
  SandboxProcess sandbox;
  QVERIFY(sandbox.start());
  CounterHome home(sandbox);
  QVERIFY(home.open());
  const auto confirm = [&](const QString& ref, const char* to, const QStringList& more = {}) {
    return home.run(QStringList{QStringLiteral("confirm"), ref, QStringLiteral("--to"), QLatin1String(to)} + more);
  };
  const Run sale = home.run({QStringLiteral("sell"), QStringLiteral("digi:pln20"), QStringLiteral("14300000001")});
  const QString ref = text(sale.last(), "ref");
  const Run told = confirm(ref, "0812 3400 0001");
  QCOMPARE(told.status, 0);
  QCOMPARE(text(told.last(), "by"), QStringLiteral("whatsapp"));
  QCOMPARE(text(told.last(), "to"), QStringLiteral("6281234000001"));
  QVERIFY(text(told.last(), "text").contains(QStringLiteral("\nLUNAS\n")));
  QVERIFY(text(told.last(), "text").contains(QStringLiteral("\nRef: ") + ref + QLatin1Char('\n')));
  QVERIFY(text(told.last(), "link").startsWith(QStringLiteral("https://wa.me/6281234000001?text=")));
  QVERIFY(text(confirm(ref, "081234000001", {QStringLiteral("--by"), QStringLiteral("sms")}).last(), "link")
              .startsWith(QStringLiteral("sms:+6281234000001?body=")));
  QVERIFY(text(confirm(ref, "budi@contoh.example").last(), "link")
              .startsWith(QStringLiteral("mailto:budi@contoh.example?subject=")));
  QCOMPARE(confirm(ref, "021555").status, 3);
  QCOMPARE(confirm(QStringLiteral("none"), "081234000001").status, 3);
  const Run waiting = home.run({QStringLiteral("sell"), QStringLiteral("digi:pln20"), QStringLiteral("14300000002"),
                                QStringLiteral("--offline")});
  QCOMPARE(waiting.status, 0);
  QCOMPARE(confirm(text(waiting.last(), "ref"), "081234000001").status, 3);
}

void SellTest::aLookMovesNothing() {
  SandboxProcess sandbox;
  QVERIFY(sandbox.start());
  CounterHome home(sandbox);
  QVERIFY(home.open());
  const Run waiting = home.run({QStringLiteral("sell"), QStringLiteral("digi:pln20"), QStringLiteral("14300000001"), QStringLiteral("--offline")});
  QCOMPARE(waiting.status, 0);
  const Run doctor = home.run({QStringLiteral("doctor")});
  QCOMPARE(doctor.status, 0);
  QSet<QString> looked;
  for (const QJsonObject& item : doctor.lines)
    looked.insert(text(item, "name"));
  for (const char* name : {"clock", "disk", "key-slots", "device-secret", "sqlcipher", "catalogue", "owner-code", "upstream:digi", "upstream:bank", "printer"})
    QVERIFY2(looked.contains(QLatin1String(name)), name);
  // What it means, and what to do: an owner who is alone, and a computer that is stolen.
  QVERIFY(text(doctor.named("owner-code"), "detail").contains(QStringLiteral("by the PIN alone: loketctl owner-code enroll")));
  QVERIFY(text(doctor.named("device-secret"), "detail").contains(QStringLiteral("who steals this computer")));
  QCOMPARE(home.run({QStringLiteral("owner-code"), QStringLiteral("enroll")}).status, 0);
  QCOMPARE(text(home.run({QStringLiteral("doctor")}).named("owner-code"), "word"), QStringLiteral("owner-code-set"));
  QCOMPARE(text(home.run({QStringLiteral("payments"), QStringLiteral("show"), text(waiting.last(), "ref")}).last(), "state"),
           QStringLiteral("accepted"));
  QCOMPARE(sandbox.ledger().size(), 0);
  QVERIFY(home.run({QStringLiteral("batches"), QStringLiteral("list")}).lines.isEmpty());
}

void SellTest::aSyncBringsPricesUpToDate() {
  SandboxProcess sandbox;
  QVERIFY(sandbox.start());
  CounterHome home(sandbox);
  QVERIFY(home.open());
  const auto priceOf = [&home](const QString& number) {
    return home.run({QStringLiteral("inquire"), QStringLiteral("digi:tsel10"), number}).last().value(QStringLiteral("total")).toInt();
  };
  const int before = priceOf(QStringLiteral("081277000011"));
  QVERIFY(before > 0);
  QCOMPARE(sandbox.admin("POST", QStringLiteral("/catalogue"), R"({"sku":"tsel10","price":15000})").status, 200);
  sandbox.advance("PT10M");
  // The old price is no longer paid for; that costs the customer nothing but a walk back.
  QCOMPARE(home.run({QStringLiteral("sell"), QStringLiteral("digi:tsel10"), QStringLiteral("081277000021")}).status, 4);
  QCOMPARE(home.run({QStringLiteral("sync")}).status, 0);
  QVERIFY(priceOf(QStringLiteral("081277000011")) > before);
  QCOMPARE(home.run({QStringLiteral("sell"), QStringLiteral("digi:tsel10"), QStringLiteral("081277000031")}).status, 0);
}

// Each command is a process of its own: what the supplier allows holds for all of them together.
void SellTest::pricesAreAskedForAsOftenAsAllowed() {
  SandboxProcess sandbox;
  QVERIFY(sandbox.start());
  CounterHome home(sandbox);
  QVERIFY(home.open());
  const auto syncPrices = [&home] { return home.run({QStringLiteral("catalogue"), QStringLiteral("sync")}); };
  const auto asked = [&sandbox] {
    int times = 0;
    for (const QJsonValue request : sandbox.admin("GET", QStringLiteral("/requests")).array())
      if (request.toObject().value(QStringLiteral("path")).toString().endsWith(QStringLiteral("/v1/price-list")))
        ++times;
    return times;
  };
  QCOMPARE(asked(), 2);  // prepaid goods, and bills
  for (int i = 0; i < 2; ++i) {
    const Run again = syncPrices();
    QCOMPARE(again.status, 3);
    QCOMPARE(text(again.last(), "error"), QStringLiteral("prices-limited"));
    QVERIFY(!text(again.last(), "detail").isEmpty());
  }
  QCOMPARE(asked(), 2);
  QVERIFY(home.run({QStringLiteral("catalogue"), QStringLiteral("list")}).lines.size() > 60);

  // A sale from an old list asks for this one price, once, and is made at it.
  sandbox.advance("PT20M");
  QCOMPARE(sandbox.admin("POST", QStringLiteral("/catalogue"), R"({"sku":"tsel10","price":15000})").status, 200);
  for (const char* number : {"081277000121", "081277000131"}) {
    const Run sold = home.run({QStringLiteral("sell"), QStringLiteral("digi:tsel10"), QString::fromLatin1(number)});
    QVERIFY2(sold.status == 0, qPrintable(sold.errors));
    QCOMPARE(sold.last().value(QStringLiteral("cost")).toInt(), 15'000);
  }
  QCOMPARE(asked(), 3);
  QCOMPARE(sandbox.ledger().last().toObject().value(QStringLiteral("price")).toInt(), 15'000);
  QCOMPARE(syncPrices().status, 0);
  QCOMPARE(asked(), 5);
}

QTEST_GUILESS_MAIN(SellTest)
#include "sell_test.moc"

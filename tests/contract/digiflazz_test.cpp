// The aggregator's rules, seen by a client: signatures, order of checks, official numbers, idempotence.
#include <QRegularExpression>
#include <QSet>
#include <QtTest>
#include <thread>
#include <vector>

#include "tests/contract/clients.h"
#include "tests/contract/signing.h"
#include "tests/contract/tests.h"

namespace loket::contract_tests {

class DigiflazzTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    m_sandbox.writeKnownCredentials();
    QVERIFY(m_sandbox.start());
    m_digi = std::make_unique<DigiClient>(m_sandbox);
  }
  void init() {
    m_sandbox.reset();
    m_sandbox.setClock("2026-08-22T10:00:00+07:00");
  }

  void publishedSignaturesAreAccepted() {
    QCOMPARE(md5Hex("usernameapikey-devsome1d"), QByteArray("ede25e0c0d9e848d4b75fbeeca586167"));
    const WebAnswer deposit = m_digi->raw(
        "cek-saldo", R"({"cmd":"deposit","username":"username","sign":"39e90c94a0f381b34a24c3a564f4a7fc"})");
    QCOMPARE(deposit.code, CURLE_OK);
    QCOMPARE(dataOf(deposit)["deposit"].toInteger(), 1000000);
    const WebAnswer list = m_digi->raw(
        "price-list", R"({"cmd":"pasca","username":"username","sign":"f4dce32471a32f3eefcb9cf4898c1990"})");
    QCOMPARE(list.status, 200);
    const WebAnswer pln = m_digi->raw(
        "inquiry-pln",
        R"({"username":"username","customer_no":"530000000001","sign":"703c8d2bf0e95f75c4f4a4660f2427b0"})");
    QCOMPARE(rcOf(pln), "00");
  }

  void checksComeInTheDocumentedOrder() {
    QCOMPARE(rcOf(m_digi->raw("transaction", "{not json")), "40");
    QCOMPARE(rcOf(m_digi->topup("r1", "nosuch", "0812", {{"username", "x"}, {"sign", "x"}})), "42");
    QCOMPARE(rcOf(m_digi->topup("r1", "nosuch", "0812", {{"sign", "x"}})), "41");
    QCOMPARE(rcOf(m_digi->topup("r1", "nosuch", "0812")), "43");
    QCOMPARE(rcOf(m_digi->topup("", "xld10", "0812")), "40");
    // 49 before 58, 63, 69 and 44
    QCOMPARE(rcOf(m_digi->topup("r1", "xld10", "087800001230")), "00");
    m_sandbox.setClock("2026-08-22T23:50:00+07:00");
    QCOMPARE(rcOf(m_digi->topup("r1", "pln50", "14300000001", {{"max_price", 1}})), "49");
    QCOMPARE(rcOf(m_digi->topup("r2", "pln50", "14300000001", {{"max_price", 1}})), "58");
    // 63 before 69, 69 before 44
    QCOMPARE(rcOf(m_digi->topup("r3", "tridata3", "0895123450")), "00");
    QCOMPARE(rcOf(m_digi->topup("r4", "tridata3", "0895123450", {{"max_price", 1}})), "63");
    m_sandbox.admin("POST", "/catalogue", R"({"sku":"tsel100","price":100000000})");
    QCOMPARE(rcOf(m_digi->topup("r5", "tsel100", "081234567890", {{"max_price", 98100}})), "69");
    QCOMPARE(rcOf(m_digi->topup("r5", "tsel100", "081234567890", {{"max_price", 100000000}})), "44");
    QCOMPARE(m_sandbox.ledger().size(), 2);
  }

  void officialPrepaidNumbers() {
    const WebAnswer success = m_digi->topup("test1", "xld10", "087800001230", {{"testing", true}});
    QCOMPARE(success.status, 200);
    const QJsonObject expected{{"ref_id", "test1"},
                               {"customer_no", "087800001230"},
                               {"buyer_sku_code", "xld10"},
                               {"message", "Transaksi Sukses"},
                               {"status", "Sukses"},
                               {"rc", "00"},
                               {"sn", "1234567890"},
                               {"buyer_last_saldo", 990000},
                               {"price", 10000},
                               {"tele", "@telegram"},
                               {"wa", "081234512345"}};
    QCOMPARE(dataOf(success), expected);

    const WebAnswer failure = m_digi->topup("test2", "xld10", "087800001232");
    QCOMPARE(failure.status, 400);
    QCOMPARE(dataOf(failure)["status"].toString(), "Gagal");
    QCOMPARE(rcOf(failure), "02");
    QCOMPARE(m_sandbox.deposit(), 990000);

    const WebAnswer pending = m_digi->topup("test3", "xld25", "087800001233");
    QCOMPARE(rcOf(pending), "03");
    QCOMPARE(dataOf(pending)["sn"].toString(), "");
    QCOMPARE(m_sandbox.deposit(), 965000);
    QCOMPARE(m_sandbox.ledger().size(), 1);
    const WebAnswer pendingToo = m_digi->topup("test4", "xld10", "087800001234");
    QCOMPARE(rcOf(pendingToo), "03");
    QCOMPARE(m_sandbox.deposit(), 955000);
    m_sandbox.advance("PT89S");
    QCOMPARE(m_sandbox.ledger().size(), 1);
    m_sandbox.advance("PT2S");
    QCOMPARE(rcOf(m_digi->topup("test3", "xld25", "087800001233")), "00");
    QCOMPARE(rcOf(m_digi->topup("test4", "xld10", "087800001234")), "02");
    QCOMPARE(m_sandbox.ledger().size(), 2);
    QCOMPARE(m_sandbox.deposit(), 965000);
  }

  void officialBillNumbers_data() {
    QTest::addColumn<QString>("sku");
    QTest::addColumn<QString>("number");
    QTest::addColumn<QString>("inquiry");
    QTest::addColumn<QString>("payment");
    QTest::addColumn<QString>("end");
    QTest::addColumn<int>("bills");
    const auto row = [](const char* sku, const char* number, const char* inquiry, const char* payment,
                        const char* end, int bills) {
      QTest::addRow("%s %s", sku, number) << sku << number << inquiry << payment << end << bills;
    };
    row("pln", "530000000001", "00", "00", "00", 1);
    row("pln", "530000000002", "00", "00", "00", 2);
    row("pln", "530000000003", "60", "", "", 0);
    row("pln", "530000000006", "00", "02", "02", 1);
    row("pln", "630000000001", "00", "03", "00", 1);
    row("pln", "630000000002", "00", "03", "00", 2);
    row("pln", "630000000006", "00", "03", "02", 1);
    row("pdam", "1013226", "00", "00", "00", 1);
    row("pdam", "1013227", "60", "", "", 0);
    row("pdam", "1013230", "00", "02", "02", 1);
    row("pdam", "2013226", "00", "03", "00", 1);
    row("pdam", "2013230", "00", "03", "02", 1);
    row("internet", "6391601001", "00", "00", "00", 2);
    row("internet", "6391601002", "60", "", "", 0);
    row("internet", "6391601005", "00", "02", "02", 2);
    row("internet", "7391601001", "00", "03", "00", 2);
    row("internet", "7391601005", "00", "03", "02", 2);
    row("bpjs", "8801234560001", "00", "00", "00", 1);
    row("bpjs", "8801234560002", "60", "", "", 0);
    row("bpjs", "9801234560005", "00", "03", "02", 1);
    row("multifinance", "6391601201", "00", "00", "00", 1);
    row("multifinance", "7391601205", "00", "03", "02", 1);
    row("pgas", "0110014602", "00", "00", "00", 2);
    row("pgas", "0110014605", "00", "02", "02", 1);
    row("tv", "127246500101", "00", "00", "00", 1);
    row("tv", "227246500105", "00", "03", "02", 1);
    row("cimahi", "429801092375999991", "00", "03", "00", 0);
    row("hp", "8102051011320001", "00", "00", "00", 0);
    row("bpjstk", "8102051011270003", "00", "02", "02", 0);
  }
  void officialBillNumbers() {
    QFETCH(QString, sku);
    QFETCH(QString, number);
    QFETCH(QString, inquiry);
    QFETCH(QString, payment);
    QFETCH(QString, end);
    QFETCH(int, bills);
    const WebAnswer asked = m_digi->bill("inq-pasca", "b1", sku, number);
    QCOMPARE(rcOf(asked), inquiry);
    QCOMPARE(m_sandbox.deposit(), 1000000);
    if (payment.isEmpty()) {
      QCOMPARE(asked.status, 400);
      return;
    }
    const QJsonObject bill = dataOf(asked);
    QVERIFY(!bill["customer_name"].toString().isEmpty());
    QVERIFY(bill["selling_price"].toInteger() > bill["price"].toInteger());
    if (bills > 0) {
      QCOMPARE(bill["desc"].toObject()["lembar_tagihan"].toInt(), bills);
      QCOMPARE(bill["desc"].toObject()["detail"].toArray().size(), bills);
    }
    const WebAnswer paid = m_digi->bill("pay-pasca", "b1", sku, number);
    QCOMPARE(rcOf(paid), payment);
    QCOMPARE(paid.status, payment == "02" ? 400 : 200);
    m_sandbox.advance("PT100S");
    const WebAnswer status = m_digi->bill("status-pasca", "b1", sku, number);
    QCOMPARE(rcOf(status), end);
    const bool executed = end == "00";
    QCOMPARE(dataOf(status)["sn"].toString().isEmpty(), !executed);
    QCOMPARE(m_sandbox.ledger().size(), executed ? 1 : 0);
    QCOMPARE(m_sandbox.deposit(), executed ? 1000000 - bill["price"].toInteger() : 1000000);
    if (executed) {
      const QJsonObject effect = m_sandbox.ledger()[0].toObject();
      QCOMPARE(effect["amount"].toInteger(), bill["selling_price"].toInteger() - bill["admin"].toInteger());
      QCOMPARE(effect["price"].toInteger(), bill["price"].toInteger());
    }
  }

  void billSampleIsExact() {
    m_digi->bill("inq-pasca", "some1d", "pln", "530000000001");
    const WebAnswer paid = m_digi->bill("pay-pasca", "some1d", "pln", "530000000001");
    QCOMPARE(dataOf(paid),
             QJsonDocument::fromJson(
                 R"({"ref_id":"some1d","customer_no":"530000000001","customer_name":"Nama Pelanggan Pertama",
            "buyer_sku_code":"pln","admin":2500,"message":"Transaksi Sukses","status":"Sukses","rc":"00",
            "periode":"201901","sn":"S1234554321N","buyer_last_saldo":990000,"price":10000,"selling_price":11000,
            "desc":{"tarif":"R1","daya":1300,"lembar_tagihan":1,"detail":[{"periode":"201901",
            "nilai_tagihan":"8000","admin":"2500","denda":"500","meter_awal":"00080000",
            "meter_akhir":"00090000"}]}})")
                 .object());
  }

  void repeatedTopupIsOneTransaction() {
    const WebAnswer first = m_digi->topup("r1", "tsel10", "081234567890");
    QCOMPARE(rcOf(first), "00");
    const WebAnswer again = m_digi->topup("r1", "tsel10", "081234567890");
    QCOMPARE(again.body, first.body);
    const QJsonArray ledger = m_sandbox.ledger();
    QCOMPARE(ledger.size(), 1);
    const QJsonObject effect = ledger[0].toObject();
    QCOMPARE(effect["upstream"].toString(), "digi");
    QCOMPARE(effect["ref"].toString(), "r1");
    QCOMPARE(effect["product"].toString(), "tsel10");
    QCOMPARE(effect["number"].toString(), "081234567890");
    QCOMPARE(effect["amount"].toInteger(), 10000);
    QCOMPARE(effect["price"].toInteger(), 10250);
    QCOMPARE(effect["times"].toInt(), 1);
    QVERIFY(!effect.contains("refunded"));
    QCOMPARE(m_sandbox.deposit(), 1000000 - 10250);
  }

  void reusedRefWithOtherContentIsRefused() {
    QCOMPARE(rcOf(m_digi->topup("r1", "tsel10", "081234567890")), "00");
    QCOMPARE(rcOf(m_digi->topup("r1", "tsel10", "081234567891")), "49");
    QCOMPARE(rcOf(m_digi->topup("r1", "tsel20", "081234567890")), "49");
    QCOMPARE(rcOf(m_digi->bill("inq-pasca", "r1", "pln", "530000000001")), "49");
    QCOMPARE(rcOf(m_digi->bill("inq-pasca", "b1", "pln", "530000000001")), "00");
    QCOMPARE(rcOf(m_digi->topup("b1", "tsel10", "081234567890")), "49");
    QCOMPARE(m_sandbox.ledger().size(), 1);
  }

  void concurrentRepeatsAreOneTransaction() {
    constexpr int kAtOnce = 12;
    std::vector<WebAnswer> answers(kAtOnce);
    std::vector<std::thread> threads;
    for (int i = 0; i < kAtOnce; ++i) {
      threads.emplace_back(
          [&, i] { answers[static_cast<std::size_t>(i)] = m_digi->topup("r1", "tsel10", "081234567890"); });
    }
    for (std::thread& thread : threads) {
      thread.join();
    }
    for (const WebAnswer& answer : answers) {
      QCOMPARE(answer.code, CURLE_OK);
      QCOMPARE(answer.body, answers.front().body);
    }
    QCOMPARE(m_sandbox.ledger().size(), 1);
    QCOMPARE(m_sandbox.ledger()[0].toObject()["times"].toInt(), 1);
  }

  void pendingMayNotBeAskedTwiceAMinute() {
    QCOMPARE(rcOf(m_digi->topup("r1", "xld10", "087800001233")), "03");
    m_sandbox.advance("PT59S");
    const WebAnswer tooSoon = m_digi->topup("r1", "xld10", "087800001233");
    QCOMPARE(rcOf(tooSoon), "85");
    QCOMPARE(tooSoon.status, 400);
    m_sandbox.advance("PT1S");
    QCOMPARE(rcOf(m_digi->topup("r1", "xld10", "087800001233")), "03");
    m_sandbox.advance("PT31S");
    QCOMPARE(rcOf(m_digi->topup("r1", "xld10", "087800001233")), "00");  // final now: no limit
    m_digi->bill("inq-pasca", "b1", "pln", "630000000001");
    QCOMPARE(rcOf(m_digi->bill("pay-pasca", "b1", "pln", "630000000001")), "03");
    QCOMPARE(rcOf(m_digi->bill("status-pasca", "b1", "pln", "630000000001")), "85");
    m_sandbox.advance("PT60S");
    QCOMPARE(rcOf(m_digi->bill("status-pasca", "b1", "pln", "630000000001")), "03");
    QCOMPARE(m_sandbox.ledger().size(), 1);
  }

  void agedRefBuysAgain() {
    QCOMPARE(rcOf(m_digi->topup("r1", "tsel10", "081234567890")), "00");
    m_digi->bill("inq-pasca", "b1", "pln", "530000000001");
    QCOMPARE(rcOf(m_digi->bill("pay-pasca", "b1", "pln", "530000000001")), "00");
    m_sandbox.advance("P89DT23H59M");
    QCOMPARE(rcOf(m_digi->topup("r1", "tsel10", "081234567890")), "00");
    QCOMPARE(rcOf(m_digi->bill("status-pasca", "b1", "pln", "530000000001")), "00");
    QCOMPARE(m_sandbox.ledger()[0].toObject()["times"].toInt(), 1);
    m_sandbox.advance("PT2M");
    QCOMPARE(rcOf(m_digi->topup("r1", "tsel10", "081234567890")), "00");
    QCOMPARE(dataOf(m_digi->bill("status-pasca", "b1", "pln", "530000000001"))["message"].toString(),
             "Data belum ada");
    QCOMPARE(m_sandbox.ledger().size(), 2);
    QCOMPARE(m_sandbox.ledger()[0].toObject()["times"].toInt(), 2);
    QCOMPARE(m_sandbox.deposit(), 1000000 - 2 * 10250 - 10000);
  }

  void cutOffCrossesMidnight() {
    m_sandbox.setClock("2026-08-22T23:44:50+07:00");
    QCOMPARE(rcOf(m_digi->topup("r1", "pln20", "14300000001")), "00");
    m_sandbox.setClock("2026-08-22T23:45:00+07:00");
    const WebAnswer closed = m_digi->topup("r2", "pln20", "14300000001");
    QCOMPARE(rcOf(closed), "58");
    m_sandbox.setClock("2026-08-23T00:14:50+07:00");
    QCOMPARE(rcOf(m_digi->topup("r3", "pln20", "14300000001")), "58");
    QCOMPARE(rcOf(m_digi->topup("r4", "tsel10", "081234567890")), "00");
    m_sandbox.setClock("2026-08-23T00:15:00+07:00");
    QCOMPARE(rcOf(m_digi->topup("r2", "pln20", "14300000001")), "58");  // created by its rc: final
    QCOMPARE(rcOf(m_digi->topup("r5", "pln20", "14300000001")), "00");
    QCOMPARE(m_sandbox.deposit(), 1000000 - 2 * 20450 - 10250);
  }

  void availabilityRules() {
    QCOMPARE(rcOf(m_digi->topup("r1", "smdata10", "0881123450")), "43");
    QCOMPARE(rcOf(m_digi->topup("r2", "ml172", "123450")), "68");
    QCOMPARE(rcOf(m_digi->topup("r3", "tridata3", "0895123450")), "00");
    QCOMPARE(rcOf(m_digi->topup("r4", "tridata3", "0895123450")), "63");
    QCOMPARE(rcOf(m_digi->topup("r5", "tridata3", "0895123451")), "00");
    m_sandbox.advance("PT24H");
    QCOMPARE(rcOf(m_digi->topup("r4", "tridata3", "0895123450")), "00");  // 63 had created nothing
    m_sandbox.admin("POST", "/catalogue", R"({"sku":"tsel10","seller_product_status":false})");
    QCOMPARE(rcOf(m_digi->topup("r6", "tsel10", "081234567890")), "43");
    m_sandbox.admin("POST", "/deposit", R"({"amount":-900000})");
    QCOMPARE(rcOf(m_digi->topup("r7", "tsel100", "081234567890")), "44");
    m_sandbox.admin("POST", "/deposit", R"({"amount":900000})");
    QCOMPARE(rcOf(m_digi->topup("r7", "tsel100", "081234567890")), "00");
  }

  void billRules() {
    QCOMPARE(rcOf(m_digi->bill("pay-pasca", "b0", "pln", "530000000001")), "50");
    m_sandbox.setClock("2026-08-22T23:59:00+07:00");
    QCOMPARE(rcOf(m_digi->bill("inq-pasca", "b1", "pln", "530000000001")), "00");
    m_sandbox.advance("PT2M");
    const WebAnswer late = m_digi->bill("pay-pasca", "b1", "pln", "530000000001");
    QCOMPARE(rcOf(late), "02");
    QVERIFY(dataOf(late)["message"].toString().contains("tanggal"));
    QCOMPARE(rcOf(m_digi->bill("inq-pasca", "b2", "pln", "530000000001")), "00");
    QCOMPARE(rcOf(m_digi->bill("status-pasca", "b2", "pln", "530000000001")), "50");  // inquired, never paid
    const WebAnswer paid = m_digi->bill("pay-pasca", "b2", "pln", "530000000001");
    QCOMPARE(m_digi->bill("pay-pasca", "b2", "pln", "530000000001").body, paid.body);
    QCOMPARE(m_sandbox.ledger().size(), 1);
    QCOMPARE(rcOf(m_digi->bill("inq-pasca", "b3", "pln", "5300000000")), "57");
    QCOMPARE(rcOf(m_digi->bill("inq-pasca", "b4", "emoney", "8102051011300001", {{"amount", 15500}})), "87");
    QCOMPARE(rcOf(m_digi->bill("inq-pasca", "b4", "emoney", "8102051011300001", {{"amount", 15000}})), "00");
    QCOMPARE(rcOf(m_digi->bill("pay-pasca", "b4", "emoney", "8102051011300001")), "00");
    QCOMPARE(m_sandbox.ledger()[1].toObject()["amount"].toInteger(), 15000);
    // any other number: two bills for a last 2, and the same bill for the same number
    const WebAnswer two = m_digi->bill("inq-pasca", "b5", "pln", "512345678902");
    QCOMPARE(dataOf(two)["desc"].toObject()["lembar_tagihan"].toInt(), 2);
    QCOMPARE(dataOf(two)["admin"].toInt(), 5000);
    const WebAnswer same = m_digi->bill("inq-pasca", "b6", "pln", "512345678902");
    QCOMPARE(dataOf(same)["price"], dataOf(two)["price"]);
  }

  void plnTokens() {
    const QJsonObject named =
        dataOf(m_digi->call("inquiry-pln", "14300000001", {{"customer_no", "14300000001"}}));
    QCOMPARE(named["meter_no"].toString(), "14300000001");
    QCOMPARE(named["subscriber_id"].toString().size(), 12);
    QVERIFY(QRegularExpression("^R[12]M? /\\d{9}$").match(named["segment_power"].toString()).hasMatch());
    const QString subscriber = named["subscriber_id"].toString();
    const QJsonObject bySubscriber =
        dataOf(m_digi->call("inquiry-pln", subscriber.toUtf8(), {{"customer_no", subscriber}}));
    QCOMPARE(bySubscriber["name"], named["name"]);
    QCOMPARE(rcOf(m_digi->call("inquiry-pln", "1430000000", {{"customer_no", "1430000000"}})), "57");
    QCOMPARE(rcOf(m_digi->call("inquiry-pln", "00000000001", {{"customer_no", "00000000001"}})), "54");
    const QJsonObject bought = dataOf(m_digi->topup("t1", "pln50", "14300000001"));
    const QRegularExpression form("^\\d{4}-\\d{4}-\\d{4}-\\d{4}-\\d{4}/([A-Z ]+)/R[12]M?/\\d+VA/\\d+,\\d$");
    const auto match = form.match(bought["sn"].toString());
    QVERIFY2(match.hasMatch(), qPrintable(bought["sn"].toString()));
    QCOMPARE(match.captured(1), named["name"].toString());
    QCOMPARE(rcOf(m_digi->topup("t2", "pln50", "1430000000")), "57");
    QCOMPARE(rcOf(m_digi->topup("t2", "pln50", "1430000000")), "57");
    QCOMPARE(rcOf(m_digi->topup("t3", "pln50", "00000000001")), "54");
    QCOMPARE(m_sandbox.deposit(), 1000000 - 50450);
    QCOMPARE(m_sandbox.ledger()[0].toObject()["amount"].toInteger(), 50000);
  }

  void priceListAndItsLimit() {
    const WebAnswer list = m_digi->call("price-list", "pricelist", {{"cmd", "prepaid"}});
    QCOMPARE(list.status, 200);
    const QJsonArray prepaid = list.json()["data"].toArray();
    const QJsonArray bills =
        m_digi->call("price-list", "pricelist", {{"cmd", "pasca"}}).json()["data"].toArray();
    QVERIFY(prepaid.size() + bills.size() >= 64);
    QSet<QString> brands;
    QSet<QString> skus;
    for (const QJsonValue& one : prepaid) {
      brands.insert(one["brand"].toString());
      QVERIFY(!skus.contains(one["buyer_sku_code"].toString()));
      skus.insert(one["buyer_sku_code"].toString());
      QVERIFY(one["price"].toInteger() > 0);
    }
    QVERIFY(brands.size() >= 8);
    for (const char* sku : {"tsel10", "isat10", "xld10", "xld25", "ax10", "tri10", "sm10", "byu10", "pln20",
                            "pln1000", "dana20"}) {
      QVERIFY2(skus.contains(sku), sku);
    }
    QCOMPARE(rcOf(m_digi->call("price-list", "pricelist", {{"cmd", "prepaid"}})), "83");
    const QJsonArray one = m_digi->call("price-list", "pricelist", {{"cmd", "prepaid"}, {"code", "pln50"}})
                               .json()["data"]
                               .toArray();
    QCOMPARE(one.size(), 1);
    QCOMPARE(one[0]["product_name"].toString(), "PLN 50.000");
    QCOMPARE(one[0]["start_cut_off"].toString(), "23:45");
    m_sandbox.advance("PT4M50S");
    QCOMPARE(rcOf(m_digi->call("price-list", "pricelist", {{"cmd", "prepaid"}})), "83");
    m_sandbox.advance("PT10S");
    const QJsonArray brand = m_digi->call("price-list", "pricelist", {{"cmd", "prepaid"}, {"brand", "XL"}})
                                 .json()["data"]
                                 .toArray();
    QCOMPARE(brand.size(), 8);
  }

  void serialsOfOtherProducts() {
    QVERIFY(QRegularExpression("^\\d+$")
                .match(dataOf(m_digi->topup("p1", "isat10", "085612345678"))["sn"].toString())
                .hasMatch());
    QVERIFY(QRegularExpression("^[A-Z]+[A-Z ]*/\\d{20}$")
                .match(dataOf(m_digi->topup("p2", "dana20", "081234567890"))["sn"].toString())
                .hasMatch());
    QCOMPARE(dataOf(m_digi->topup("p3", "ff70", "1234567890"))["rc"].toString(), "00");
    QCOMPARE(m_sandbox.ledger()[2].toObject()["amount"].toInteger(), 9350);  // no face value: the price
  }

 private:
  SandboxProcess m_sandbox{{"--deposit", "1000000"}};
  std::unique_ptr<DigiClient> m_digi;
};

std::unique_ptr<QObject> makeDigiflazzTest() {
  return std::make_unique<DigiflazzTest>();
}

}  // namespace loket::contract_tests

#include "digiflazz_test.moc"

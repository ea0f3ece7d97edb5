// The second aggregator's postpaid side, seen by a client: order of checks, documented numbers and samples,
// what each biller's bill looks like, paying once, checkstatus.
#include <QJsonDocument>
#include <QRegularExpression>
#include <QSet>
#include <QtTest>
#include <thread>
#include <vector>

#include "tests/contract/clients.h"
#include "tests/contract/iak_client.h"
#include "tests/contract/tests.h"

namespace loket::contract_tests {

class IakBillTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    m_sandbox.writeKnownCredentials();
    QVERIFY(m_sandbox.start());
    m_iak = std::make_unique<IakClient>(m_sandbox);
  }
  void init() {
    m_sandbox.reset();
    m_sandbox.setClock("2026-08-22T10:00:00+07:00");
  }

  void publishedSignaturesAreAccepted() {
    const QString path = "api/v1/bill/check";
    QCOMPARE(
        billCodeOf(m_iak->rawBill(
            path,
            R"({"commands":"checkstatus","username":"081234567890","ref_id":"x1","sign":"62dc9a5d81fb7e18be43525660abdcaa"})")),
        "06");
    const WebAnswer list = m_iak->rawBill(
        path,
        R"({"commands":"pricelist-pasca","username":"081234567890","sign":"0f5ad9b4c3401086ac22e6231a217f95"})");
    QVERIFY(!dataOf(list)["pasca"].toArray().isEmpty());
    QCOMPARE(
        billCodeOf(m_iak->rawBill(
            path,
            R"({"commands":"inq-pasca","username":"081234567890","code":"PGAS","hp":"0110014601","ref_id":"order001","sign":"d7ec5d675adb19617c2de28695eb8163"})")),
        "00");
  }

  void checksComeInTheDocumentedOrder() {
    const QString path = "api/v1/bill/check";
    const auto inquire = [&](const QJsonObject& spoil, const QString& ref = "b1") {
      QJsonObject fields{{"ref_id", ref}, {"code", "NOSUCH"}, {"hp", "1"}};
      for (auto it = spoil.begin(); it != spoil.end(); ++it) {
        fields[it.key()] = it.value();
      }
      return billCodeOf(m_iak->bill("inq-pasca", ref.toUtf8(), fields));
    };
    QCOMPARE(billCodeOf(m_iak->rawBill(path, "{not json")), "107");
    QCOMPARE(billCodeOf(m_iak->bill("lunch", "x", {{"username", "x"}})), "100");
    QCOMPARE(billCodeOf(m_iak->bill("lunch", "x")), "101");
    QCOMPARE(billCodeOf(m_iak->bill("inq-pasca", "cs", {{"ref_id", "b1"}})), "100");
    QCOMPARE(billCodeOf(m_iak->bill("checkstatus", "b1", {{"ref_id", "b1"}})), "100");
    QCOMPARE(billCodeOf(m_iak->bill("pay-pasca", "1", {{"tr_id", "2"}})), "100");
    QCOMPARE(billCodeOf(m_iak->bill("pricelist-pasca", "cs")), "100");
    QCOMPARE(billCodeOf(m_iak->bill("checkstatus", "cs", {{"ref_id", "b1"}}, "pln")), "101");
    QCOMPARE(inquire({{"hp", ""}}), "107");
    QCOMPARE(inquire({}, ""), "107");
    QCOMPARE(inquire({}, "b-1"), "20");
    // 20, 106, 03, 11, 109, then the number
    m_sandbox.admin("POST", "/catalogue",
                    R"({"upstream":"iak","sku":"PLNNONH","seller_product_status":false})");
    QCOMPARE(inquire({{"code", "PLNNONH"}}, "b-1"), "106");
    QCOMPARE(inquire({{"code", "PLNPOSTPAID"}}, "b-1"), "03");
    QCOMPARE(inquire({{"code", "PLNPOSTPAID"}}, "b 1"), "03");
    QCOMPARE(inquire({{"code", "PLNPOSTPAID"}, {"hp", "530000000001"}}), "00");
    m_sandbox.setClock("2026-08-22T23:30:00+07:00");
    QCOMPARE(inquire({{"code", "PLNPOSTPAID"}}), "11");
    QCOMPARE(inquire({{"code", "PLNPOSTPAID"}}, "b2"), "109");
    m_sandbox.setClock("2026-08-22T10:00:00+07:00");
    QCOMPARE(inquire({{"code", "PLNPOSTPAID"}}, "b2"), "14");
    QCOMPARE(inquire({{"code", "BPJS"}}, "b2"), "107");  // the month is missing
    QCOMPARE(m_sandbox.iakDeposit(), 1000000);
  }

  void pagesThatAreNotThere() {
    for (const char* path : {"api/v1/bill", "api/v1/bill/checks", "api/top-up", "api/v1/download/1"}) {
      const WebAnswer answer = m_iak->rawBill(path, "{}");
      QCOMPARE(answer.status, 404);
      QCOMPARE(billCodeOf(answer), "117");
    }
  }

  void refusalsEchoWhatWasAsked() {
    const WebAnswer refused = m_iak->inquire("b1", "PLNPOSTPAID", "530000000005");
    QCOMPARE(refused.status, 200);
    QCOMPARE(refused.json(),
             QJsonDocument::fromJson(
                 R"({"data":{"code":"PLNPOSTPAID","hp":"530000000005","ref_id":"b1","response_code":"14",
                 "message":"INCORRECT DESTINATION NUMBER"},"meta":[]})")
                 .object());
  }

  void documentedNumbers_data() {
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("base");  // without its last digit
    QTest::addColumn<QString>("month");
    const auto row = [](const char* code, const char* base, const char* month = "") {
      QTest::newRow(code) << code << base << month;
    };
    row("PLNPOSTPAID", "53000000000");
    row("BPJS", "880123456000", "1");
    row("TELKOMPSTN", "639160120");
    row("FNMEGA", "639160120");
    row("PDAMKOTA.MEDAN", "1020200");
    row("PDAMKOTA.SURABAYA", "1020200");
    row("AETRA", "1020200");
    row("HPTHREE", "0899123450");
    row("PGAS", "011001460");
    row("TVBIG", "107216140");
    row("TVTLKMV", "12724650010");
  }
  void documentedNumbers() {
    QFETCH(QString, code);
    QFETCH(QString, base);
    QFETCH(QString, month);
    struct Scenario {
      char digit;
      const char* inquiry;
      const char* payment;
      int status;  // of checkstatus at once
      const char* end;
      int endStatus;
    };
    const std::vector<Scenario> scenarios{
        {'1', "00", "00", 1, "00", 1}, {'2', "00", "00", 1, "00", 1},   {'3', "103", "", 0, "", 0},
        {'4', "01", "", 0, "", 0},     {'5', "14", "", 0, "", 0},       {'6', "00", "37", 2, "37", 2},
        {'7', "00", "39", 3, "00", 1}, {'8', "00", "105", 2, "105", 2}, {'0', "00", "00", 1, "00", 1}};
    for (const Scenario& scenario : scenarios) {
      const QString number = base + scenario.digit;
      const QString ref = QStringLiteral("b") + scenario.digit;
      const qint64 before = m_sandbox.iakDeposit();
      const qsizetype effects = m_sandbox.ledger().size();
      const WebAnswer asked =
          m_iak->inquire(ref, code, number, month.isEmpty() ? QJsonObject{} : QJsonObject{{"month", month}});
      QCOMPARE(billCodeOf(asked), scenario.inquiry);
      QCOMPARE(m_sandbox.iakDeposit(), before);
      if (QByteArray(scenario.payment).isEmpty()) {
        QCOMPARE(billCodeOf(m_iak->billStatus(ref)), "06");  // nothing was kept
        continue;
      }
      const QJsonObject bill = dataOf(asked);
      QCOMPARE(bill["message"].toString(), "INQUIRY SUCCESS");
      QCOMPARE(bill["price"].toInteger(), bill["nominal"].toInteger() + bill["admin"].toInteger());
      QVERIFY(bill["selling_price"].toInteger() < bill["price"].toInteger());
      const WebAnswer paid = m_iak->pay(trIdOf(asked));
      QCOMPARE(paid.status, 200);
      QCOMPARE(billCodeOf(paid), scenario.payment);
      const QJsonObject status = dataOf(m_iak->billStatus(ref));
      QCOMPARE(status["status"].toInt(-1), scenario.status);
      QCOMPARE(status["response_code"].toString(), scenario.payment);
      m_sandbox.advance("PT90S");
      const QJsonObject end = dataOf(m_iak->billStatus(ref));
      QCOMPARE(end["status"].toInt(-1), scenario.endStatus);
      QCOMPARE(end["response_code"].toString(), scenario.end);
      const bool executed = scenario.endStatus == 1;
      QCOMPARE(end["noref"].toString().isEmpty(), !executed);
      QCOMPARE(m_sandbox.ledger().size(), effects + (executed ? 1 : 0));
      QCOMPARE(m_sandbox.iakDeposit(), executed ? before - bill["selling_price"].toInteger() : before);
      QCOMPARE(end["balance"].toInteger(), m_sandbox.iakDeposit());
      // the same tr_id again: the stored answer, nothing executed
      QCOMPARE(billCodeOf(m_iak->pay(trIdOf(asked))), scenario.end);
      QCOMPARE(m_sandbox.ledger().size(), effects + (executed ? 1 : 0));
      if (executed) {
        const QJsonObject effect = m_sandbox.ledger().last().toObject();
        QCOMPARE(effect["upstream"].toString(), "iak");
        QCOMPARE(effect["ref"].toString(), ref);
        QCOMPARE(effect["product"].toString(), code);
        QCOMPARE(effect["number"].toString(), number);
        QCOMPARE(effect["amount"].toInteger(), bill["nominal"].toInteger());
        QCOMPARE(effect["price"].toInteger(), bill["selling_price"].toInteger());
        QCOMPARE(effect["times"].toInt(), 1);
      }
      m_sandbox.admin("POST", "/deposit", R"({"amount":700000,"upstream":"iak"})");
    }
  }

  void samplesAreExact_data() {
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("number");
    QTest::addColumn<QByteArray>("bill");      // what the inquiry tells of it
    QTest::addColumn<QByteArray>("addition");  // what the payment adds to desc
    const auto row = [](const char* code, const char* number, const char* bill, const char* addition = "{}") {
      QTest::newRow(code) << code << number << QByteArray(bill) << QByteArray(addition);
    };
    row("PLNPOSTPAID", "530000000001",
        R"({"tr_name":"SUBCRIBER NAME","period":"201608","nominal":300000,"admin":2500,"price":302500,
        "selling_price":301900,"desc":{"tarif":"R1","daya":1300,"lembar_tagihan":"1","tagihan":{"detail":[
        {"periode":"201608","nilai_tagihan":"300000","admin":"2500","denda":"0","total":302500}]}}})",
        R"({"lembar_tagihan_sisa":0,"tagihan":{"detail":[{"meter_awal":"00080000","meter_akhir":"00080000",
        "periode":"201608","nilai_tagihan":"300000","admin":"2500","denda":"0","total":302500}]}})");
    row("BPJS", "8801234560001",
        R"({"tr_name":"VERGIE","period":"02","nominal":50000,"admin":2500,"price":52500,"selling_price":52300,
        "desc":{"kode_cabang":"0901","nama_cabang":"JAKARTA PUSAT","sisa_pembayaran":"0",
        "jumlah_peserta":"2"}})");
    row("PDAMKOTA.SURABAYA", "10202001",
        R"({"tr_name":"DADANG SOEKARDI","period":"201412","nominal":35490,"admin":2000,"price":37490,
        "selling_price":36790,"desc":{"bill_quantity":1,"address":"WONOKROMO S.S BARU 2 8","biller_admin":"",
        "pdam_name":"PDAM SURABAYA","stamp_duty":"","due_date":"1-15 DES 2014","kode_tarif":"3A","bill":{
        "detail":[{"period":"201412","first_meter":4589,"last_meter":4613,"penalty":7500,
        "bill_amount":27240,"misc_amount":750,"stand":""}]}}})");
    row("TELKOMPSTN", "6391601202",
        R"({"tr_name":"JAORAH","period":"201405,201407","nominal":129610,"admin":7500,"price":137110,
        "selling_price":133510,"desc":{"kode_area":"0751","divre":"01","datel":"0006","jumlah_tagihan":3,
        "tagihan":{"detail":[
        {"periode":"MEI 2014","nilai_tagihan":"49870","admin":"2500","total":52370},
        {"periode":"JUN 2014","nilai_tagihan":"44870","admin":"2500","total":47370},
        {"periode":"JUL 2014","nilai_tagihan":"34870","admin":"2500","total":37370}]}}})");
    row("HPTHREE", "08991234501",
        R"({"tr_name":"INTAN NUR AZIZA","period":"","nominal":55000,"admin":0,"price":55000,
        "selling_price":54000,"desc":{"kode_area":"","divre":"","datel":"","jumlah_tagihan":1,"tagihan":{
        "detail":[{"periode":"","nilai_tagihan":"","admin":"","total":""}]}}})");
    row("PGAS", "0110014601",
        R"({"tr_name":"NGATIMUN","period":"0917","nominal":322002,"admin":2500,"price":324502,
        "selling_price":323902,"desc":{"address":"-","first_meter":"006538","last_meter":"006573",
        "usage":35}})");
    row("PLNNONH", "3225030005922",
        R"({"tr_name":"JAYUSMAN","period":"","nominal":696400,"admin":1600,"price":698000,
        "selling_price":696200,"desc":{"transaksi":"PENYAMBUNGAN BARU","no_registrasi":"5392112011703",
        "tanggal_registrasi":"20120524"}})");
    row("FNMEGA", "6391601201",
        R"({"tr_name":"ABDUL SAMID HARAHAP","period":"005","nominal":661000,"admin":0,"price":661000,
        "selling_price":660500,"desc":{"misc_fee":0,"item_name":"HONDA VARIO TECHNO 125 PGM FI NON CBS",
        "no_rangka":"MH1JFB111CK196426","no_pol":"B6213UWX","tenor":"030","installment":657695,
        "penalty_bill":3305,"max_payment":0,"last_paid_due_date":"14 Dec 12","id_ref":"514367"}})");
    row("TVBIG", "1072161401",
        R"({"tr_name":"Mr. syahrun as","period":"","nominal":138499,"admin":0,"price":138499,
        "selling_price":137399,"desc":{"bill_quantity":"1","product_category":"","ppn":0,
        "tagihan":{"detail":[]}}})");
    row("TVTLKMV", "127246500101",
        R"({"tr_name":"BAITUS MONGJENG","period":"MEI 12","nominal":99000,"admin":1950,"price":100950,
        "selling_price":99950,"desc":{"bill_quantity":"1","product_category":"","ppn":0,"tagihan":{
        "detail":[{"periode":"MEI 12","nilai_tagihan":"99000","no_ref":"205A"}]}}})");
  }
  void samplesAreExact() {
    QFETCH(QString, code);
    QFETCH(QString, number);
    QFETCH(QByteArray, bill);
    QFETCH(QByteArray, addition);
    QJsonObject expected = QJsonDocument::fromJson(bill).object();
    QVERIFY(!expected.isEmpty());
    expected["tr_id"] = 9732792;
    expected["code"] = code;
    expected["hp"] = number;
    expected["ref_id"] = "09128374655";
    expected["response_code"] = "00";
    expected["message"] = "INQUIRY SUCCESS";
    const WebAnswer asked = m_iak->inquire("09128374655", code, number,
                                           code == "BPJS" ? QJsonObject{{"month", "2"}} : QJsonObject{});
    QCOMPARE(asked.json()["meta"].toArray(), QJsonArray());
    QVERIFY(asked.json().contains("meta"));
    QCOMPARE(dataOf(asked), expected);
    m_sandbox.setClock("2026-08-22T17:18:44+07:00");
    QJsonObject paid = dataOf(m_iak->pay("9732792"));
    // the time may have moved on by a second or two, the biller's number is its own
    QVERIFY2(QRegularExpression("^202608221718(4[4-9]|5\\d)$").match(paid["datetime"].toString()).hasMatch(),
             qPrintable(paid["datetime"].toString()));
    const QString reference = paid["noref"].toString();
    QVERIFY(!reference.isEmpty());
    if (code == "PLNPOSTPAID") {
      QCOMPARE(reference, "004212C9245F1BA43A77CEBD5CD5DA39");
    }
    expected["message"] = "PAYMENT SUCCESS";
    expected["balance"] = 1000000 - expected["selling_price"].toInteger();
    expected["datetime"] = paid["datetime"];
    expected["noref"] = reference;
    QJsonObject desc = expected["desc"].toObject();
    const QJsonObject more = QJsonDocument::fromJson(addition).object();
    for (auto it = more.begin(); it != more.end(); ++it) {
      desc[it.key()] = it.value();
    }
    expected["desc"] = desc;
    QCOMPARE(paid, expected);
    paid["status"] = 1;
    QCOMPARE(dataOf(m_iak->billStatus("09128374655")), paid);
  }

  void manyPlnBillsAreFourAtATime() {
    const WebAnswer asked = m_iak->inquire("b1", "PLNPOSTPAID", "530000000002");
    const QJsonObject desc = dataOf(asked)["desc"].toObject();
    QCOMPARE(desc["lembar_tagihan"].toString(), "4");
    QVERIFY(!desc.contains("lembar_tagihan_sisa"));
    const QJsonArray details = desc["tagihan"]["detail"].toArray();
    QCOMPARE(details.size(), 4);
    QStringList months;
    qint64 sum = 0;
    qint64 total = 0;
    for (const QJsonValue& one : details) {
      months.append(one["periode"].toString());
      sum += one["nilai_tagihan"].toString().toLongLong() + one["denda"].toString().toLongLong();
      total += one["total"].toInteger();
      QVERIFY(one["denda"].toString().toLongLong() > 0);  // long overdue
    }
    QCOMPARE(months, (QStringList{"202512", "202601", "202602", "202603"}));  // eight months, oldest first
    const QJsonObject bill = dataOf(asked);
    QCOMPARE(bill["period"].toString(), "202512,202603");
    QCOMPARE(bill["nominal"].toInteger(), sum);
    QCOMPARE(bill["admin"].toInteger(), 4 * 2500);
    QCOMPARE(bill["price"].toInteger(), total);
    QCOMPARE(bill["selling_price"].toInteger(), total - 4 * 600);
    const QJsonObject paid = dataOf(m_iak->pay(trIdOf(asked)))["desc"].toObject();
    QCOMPARE(paid["lembar_tagihan"].toString(), "4");
    QCOMPARE(paid["lembar_tagihan_sisa"].toInt(), 4);
    for (const QJsonValue& one : paid["tagihan"]["detail"].toArray()) {
      QVERIFY(one["meter_akhir"].toString() > one["meter_awal"].toString());
      QCOMPARE(one["meter_awal"].toString().size(), 8);
    }
  }

  void manyBillsOfOthers_data() {
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("number");
    QTest::addColumn<QString>("count");  // desc's field for it
    QTest::addColumn<int>("bills");
    QTest::addColumn<int>("details");
    const auto row = [](const char* code, const char* number, const char* count, int bills, int details) {
      QTest::newRow(code) << code << number << count << bills << details;
    };
    row("PDAMKOTA.MEDAN", "10202002", "bill_quantity", 4, 4);
    row("PDAMKOTA.SURABAYA", "10202002", "bill_quantity", 4, 4);
    row("PDAMKOTA.YOGYAKARTA", "10202002", "bill_quantity", 4, 1);  // one detail for all months
    row("SPEEDY", "6391601202", "jumlah_tagihan", 3, 3);
    row("HPTSEL", "081134567892", "jumlah_tagihan", 2, 2);
    row("TVTLKMV", "127246500102", "bill_quantity", 2, 2);
  }
  void manyBillsOfOthers() {
    QFETCH(QString, code);
    QFETCH(QString, number);
    QFETCH(QString, count);
    QFETCH(int, bills);
    QFETCH(int, details);
    const WebAnswer asked = m_iak->inquire("b1", code, number);
    const QJsonObject bill = dataOf(asked);
    QCOMPARE(bill["response_code"].toString(), "00");
    const QJsonObject desc = bill["desc"].toObject();
    QCOMPARE(desc[count].toVariant().toInt(), bills);
    const QJsonArray all = desc[code.startsWith("PDAM") ? "bill" : "tagihan"]["detail"].toArray();
    QCOMPARE(all.size(), details);
    const QJsonArray listed = dataOf(m_iak->bill("pricelist-pasca", "pl"))["pasca"].toArray();
    for (const QJsonValue& one : listed) {
      if (one["code"].toString() == code) {
        QCOMPARE(bill["admin"].toInteger(), bills * one["fee"].toInteger());
        QCOMPARE(bill["price"].toInteger() - bill["selling_price"].toInteger(),
                 bills * one["komisi"].toInteger());
      }
    }
    if (code.startsWith("PDAM")) {
      qint64 sum = 0;
      for (const QJsonValue& one : all) {
        sum += one["bill_amount"].toInteger() + one["penalty"].toInteger() + one["misc_amount"].toInteger();
        QVERIFY(one["last_meter"].toInteger() > one["first_meter"].toInteger());
      }
      QCOMPARE(bill["nominal"].toInteger(), sum);
      QCOMPARE(desc.contains("due_date"), code == "PDAMKOTA.SURABAYA");
    }
  }

  // The bill is the biller's: whoever is asked, the same customer owes the same.
  void sameBillAtBothAggregators() {
    const DigiClient digi(m_sandbox);
    const QJsonObject here = dataOf(m_iak->inquire("b1", "PLNPOSTPAID", "512345678901"));
    const QJsonObject there = dataOf(digi.bill("inq-pasca", "b1", "pln", "512345678901"));
    QCOMPARE(here["tr_name"], there["customer_name"]);
    QCOMPARE(here["price"], there["selling_price"]);
    QCOMPARE(here["desc"]["daya"], there["desc"]["daya"]);
    QVERIFY(here["selling_price"].toInteger() != there["price"].toInteger());
  }

  void bpjsIsPaidForMonths() {
    const auto nominal = [&](const QString& ref, const QJsonValue& month) {
      const QJsonObject bill = dataOf(m_iak->inquire(ref, "BPJS", "8801234567890", {{"month", month}}));
      return bill["response_code"].toString() == "00" ? bill["nominal"].toInteger() : -1;
    };
    const qint64 one = nominal("b1", "1");
    QVERIFY(one > 0);
    QCOMPARE(nominal("b2", "2"), 2 * one);
    QCOMPARE(nominal("b3", 12), 12 * one);
    int count = 3;
    for (const QJsonValue& wrong : {QJsonValue(), QJsonValue("0"), QJsonValue("13"), QJsonValue("x"),
                                    QJsonValue(""), QJsonValue(-1), QJsonValue(1.5), QJsonValue("123")}) {
      QCOMPARE(nominal(QStringLiteral("b%1").arg(++count), wrong), -1);
    }
  }

  void numbersAreChecked_data() {
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("number");
    QTest::addColumn<QString>("rc");
    const auto row = [](const char* code, const char* number, const char* rc) {
      QTest::addRow("%s %s", code, number) << code << number << rc;
    };
    row("PLNPOSTPAID", "53000000001", "14");
    row("PLNPOSTPAID", "5300000000011", "14");
    row("PLNPOSTPAID", "53000000000x", "14");
    row("PLNNONH", "322503000592", "14");
    row("PLNNONH", "1811217010329", "00");
    row("PLNNONH", "3226015008229", "00");
    row("PDAMKAB.BANDUNG", "12", "14");
    row("CBN", "01927101", "00");
    row("HPTHREE", "081234567890", "16");
    row("HPTSEL", "081234567890", "00");
    row("HPXL", "0812", "14");
    row("HPMTRIX", "081434567890", "00");
    row("HPSMART", "088134567890", "00");
  }
  void numbersAreChecked() {
    QFETCH(QString, code);
    QFETCH(QString, number);
    QFETCH(QString, rc);
    QCOMPARE(billCodeOf(m_iak->inquire("b1", code, number)), rc);
  }

  void refMayNotComeTwice() {
    const WebAnswer first = m_iak->inquire("b1", "PGAS", "0110014601");
    QCOMPARE(billCodeOf(first), "00");
    QCOMPARE(billCodeOf(m_iak->inquire("b1", "PGAS", "0110014601")), "11");
    QCOMPARE(billCodeOf(m_iak->inquire("b1", "PLNPOSTPAID", "530000000001")), "11");
    // what was lost with the answer is found by the status
    QCOMPARE(trIdOf(m_iak->billStatus("b1")), trIdOf(first));
    // refused inquiries keep nothing
    QCOMPARE(billCodeOf(m_iak->inquire("b2", "PGAS", "0110014603")), "103");
    QCOMPARE(billCodeOf(m_iak->inquire("b2", "PGAS", "0110014601")), "00");
    // a top-up's ref_id is another server's
    QCOMPARE(rcOf(m_iak->topUp("b3", "htelkomsel10000", "081234567890")), "39");
    QCOMPARE(billCodeOf(m_iak->inquire("b3", "PGAS", "0110014601")), "00");
  }

  void payingRules() {
    QCOMPARE(billCodeOf(m_iak->pay("9732792")), "06");
    QCOMPARE(billCodeOf(m_iak->pay("")), "107");
    const WebAnswer asked = m_iak->inquire("b1", "PGAS", "0110014601");
    // tr_id as a number, as the documents' tables have it; their samples write a string
    const QByteArray id = trIdOf(asked).toUtf8();
    m_sandbox.admin("POST", "/deposit", R"({"amount":-990000,"upstream":"iak"})");
    QCOMPARE(billCodeOf(m_iak->bill("pay-pasca", id, {{"tr_id", id.toLongLong()}})), "17");
    QCOMPARE(dataOf(m_iak->billStatus("b1"))["status"].toInt(-1), 0);  // not paid, not lost either
    m_sandbox.admin("POST", "/deposit", R"({"amount":990000,"upstream":"iak"})");
    const WebAnswer paid = m_iak->bill("pay-pasca", id, {{"tr_id", id.toLongLong()}});
    QCOMPARE(billCodeOf(paid), "00");
    m_sandbox.advance("PT10M");
    QCOMPARE(m_iak->pay(QString::fromUtf8(id)).body, paid.body);
    QCOMPARE(m_sandbox.ledger().size(), 1);
    QCOMPARE(m_sandbox.ledger()[0].toObject()["times"].toInt(), 1);
    // an inquiry lives for a day; what was paid with it stays
    const WebAnswer young = m_iak->inquire("b2", "PGAS", "0110014601");
    const WebAnswer old = m_iak->inquire("b3", "PGAS", "0110014601");
    m_sandbox.advance("PT23H59M");
    QCOMPARE(billCodeOf(m_iak->pay(trIdOf(young))), "00");
    m_sandbox.advance("PT2M");
    QCOMPARE(billCodeOf(m_iak->pay(trIdOf(old))), "04");
    QCOMPARE(billCodeOf(m_iak->pay(trIdOf(young))), "00");
    QCOMPARE(m_sandbox.ledger().size(), 2);
  }

  void productSwitchedOffBetweenInquiryAndPayment() {
    const WebAnswer asked = m_iak->inquire("b1", "PGAS", "0110014601");
    m_sandbox.admin("POST", "/catalogue", R"({"upstream":"iak","sku":"PGAS","seller_product_status":false})");
    QCOMPARE(billCodeOf(m_iak->pay(trIdOf(asked))), "106");
    m_sandbox.admin("POST", "/catalogue", R"({"upstream":"iak","sku":"PGAS","seller_product_status":true})");
    QCOMPARE(billCodeOf(m_iak->pay(trIdOf(asked))), "00");
  }

  void plnIsClosedAtNight() {
    m_sandbox.setClock("2026-08-22T22:59:30+07:00");
    const WebAnswer asked = m_iak->inquire("b1", "PLNPOSTPAID", "530000000001");
    QCOMPARE(billCodeOf(asked), "00");
    const WebAnswer paidBefore = m_iak->inquire("b2", "PLNPOSTPAID", "512345678901");
    QCOMPARE(billCodeOf(m_iak->pay(trIdOf(paidBefore))), "00");
    for (const char* closed :
         {"2026-08-22T23:00:00+07:00", "2026-08-23T00:00:00+07:00", "2026-08-23T00:59:30+07:00"}) {
      m_sandbox.setClock(closed);
      QCOMPARE(billCodeOf(m_iak->inquire("b3", "PLNPOSTPAID", "530000000001")), "109");
      QCOMPARE(billCodeOf(m_iak->inquire("b3", "PLNNONH", "3225030005922")), "109");
      QCOMPARE(billCodeOf(m_iak->pay(trIdOf(asked))), "109");
      // other billers are open, and what is paid can be asked about
      QCOMPARE(billCodeOf(m_iak->billStatus("b1")), "42");
      QCOMPARE(billCodeOf(m_iak->pay(trIdOf(paidBefore))), "00");
    }
    QCOMPARE(billCodeOf(m_iak->inquire("b4", "PGAS", "0110014601")), "00");
    m_sandbox.setClock("2026-08-23T01:00:00+07:00");
    QCOMPARE(billCodeOf(m_iak->pay(trIdOf(asked))), "00");
    QCOMPARE(billCodeOf(m_iak->inquire("b3", "PLNPOSTPAID", "530000000001")), "00");
  }

  void statusTellsHowFarItIs() {
    QCOMPARE(billCodeOf(m_iak->billStatus("b1")), "06");
    QVERIFY(!dataOf(m_iak->billStatus("b1")).contains("status"));
    QCOMPARE(billCodeOf(m_iak->bill("checkstatus", "cs")), "107");
    const WebAnswer asked = m_iak->inquire("b1", "TELKOMPSTN", "6391601207");
    const QJsonObject inquired = dataOf(m_iak->billStatus("b1"));
    QCOMPARE(inquired["status"].toInt(-1), 0);
    QCOMPARE(inquired["response_code"].toString(), "42");
    QCOMPARE(inquired["message"].toString(), "REQUEST PEMBAYARAN BELUM DITERIMA");
    QCOMPARE(inquired["balance"].toInteger(), 1000000);
    QCOMPARE(inquired["desc"], dataOf(asked)["desc"]);
    QCOMPARE(inquired["tr_id"], dataOf(asked)["tr_id"]);
    const QJsonObject paid = dataOf(m_iak->pay(trIdOf(asked)));
    QCOMPARE(paid["message"].toString(), "PENDING / TRANSAKSI SEDANG DIPROSES");
    QVERIFY(!paid.contains("noref"));
    QVERIFY(!paid.contains("datetime"));
    QVERIFY(!paid.contains("status"));  // only checkstatus says it
    const QJsonObject pending = dataOf(m_iak->billStatus("b1"));
    QCOMPARE(pending["status"].toInt(-1), 3);
    QCOMPARE(pending["response_code"].toString(), "39");
    QCOMPARE(pending["balance"].toInteger(), 1000000 - dataOf(asked)["selling_price"].toInteger());
    QCOMPARE(dataOf(m_iak->pay(trIdOf(asked))), paid);  // again while it is pending: taken once
    QCOMPARE(m_sandbox.iakDeposit(), pending["balance"].toInteger());
    QCOMPARE(m_sandbox.ledger().size(), 0);
    m_sandbox.advance("PT80S");
    QCOMPARE(dataOf(m_iak->billStatus("b1"))["status"].toInt(-1), 3);
    m_sandbox.advance("PT10S");
    QCOMPARE(dataOf(m_iak->billStatus("b1"))["status"].toInt(-1), 1);
    const QJsonArray requests = m_sandbox.admin("GET", "/requests").array();
    const QJsonObject last = requests.last().toObject();
    QCOMPARE(last["operation"].toString(), "status");
    QCOMPARE(last["name"].toString(), "checkstatus");
    QCOMPARE(last["number"].toString(), "6391601207");
    const WebAnswer failing = m_iak->inquire("b2", "TELKOMPSTN", "6391601206");
    QCOMPARE(dataOf(m_iak->pay(trIdOf(failing)))["message"].toString(), "PEMBAYARAN GAGAL");
    const QJsonObject failed = dataOf(m_iak->billStatus("b2"));
    QCOMPARE(failed["status"].toInt(-1), 2);
    QCOMPARE(failed["noref"].toString(), "");
    QVERIFY(failed.contains("datetime"));
  }

  void concurrentPaymentsAreOne() {
    const WebAnswer asked = m_iak->inquire("b1", "PGAS", "0110014601");
    constexpr int kAtOnce = 12;
    std::vector<WebAnswer> answers(kAtOnce);
    std::vector<std::thread> threads;
    for (int i = 0; i < kAtOnce; ++i) {
      threads.emplace_back([&, i] { answers[static_cast<std::size_t>(i)] = m_iak->pay(trIdOf(asked)); });
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
    QCOMPARE(m_sandbox.iakDeposit(), 1000000 - 323902);
  }

  void priceList() {
    const auto codes = [&](const QString& type, const QJsonObject& fields = {}) {
      QStringList listed;
      for (const QJsonValue& one :
           dataOf(m_iak->bill("pricelist-pasca", "pl", fields, type))["pasca"].toArray()) {
        listed.append(one["code"].toString());
      }
      return listed;
    };
    const QStringList all = codes("");
    for (const char* code : {"PLNPOSTPAID", "PLNNONH", "BPJS", "PDAMKOTA.SURABAYA", "TELKOMPSTN", "HPTHREE",
                             "PGAS", "FNMEGA", "TVBIG", "TVTLKMV"}) {
      QVERIFY2(all.contains(code), code);
    }
    QCOMPARE(QSet<QString>(all.begin(), all.end()).size(), all.size());
    QCOMPARE(codes("pln"), (QStringList{"PLNPOSTPAID", "PLNNONH"}));
    QCOMPARE(codes("pdam", {{"province", "Jawa Timur"}}), QStringList{"PDAMKOTA.SURABAYA"});
    QCOMPARE(codes("airline"), QStringList{});
    QCOMPARE(codes("", {{"status", "non active"}}), QStringList{});
    m_sandbox.admin("POST", "/catalogue", R"({"upstream":"iak","sku":"PGAS","seller_product_status":false})");
    QCOMPARE(codes("", {{"status", "non active"}}), QStringList{"PGAS"});
    QCOMPARE(codes("gas", {{"status", "active"}}), QStringList{});
    const QJsonArray gas = dataOf(m_iak->bill("pricelist-pasca", "pl", {}, "gas"))["pasca"].toArray();
    QCOMPARE(gas[0].toObject(), (QJsonObject{{"code", "PGAS"},
                                             {"name", "PGN Gas"},
                                             {"status", 4},
                                             {"fee", 2500},
                                             {"komisi", 600},
                                             {"type", "gas"}}));
  }

 private:
  SandboxProcess m_sandbox{{"--iak-deposit", "1000000"}};
  std::unique_ptr<IakClient> m_iak;
};

std::unique_ptr<QObject> makeIakBillTest() {
  return std::make_unique<IakBillTest>();
}

}  // namespace loket::contract_tests

#include "iak_bill_test.moc"

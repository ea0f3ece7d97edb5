#include <QtTest>
#include <map>
#include <optional>
#include <utility>

#include <nlohmann/json.hpp>

#include "core/adapters/upstream/digiflazz/codec.h"
#include "core/adapters/upstream/digiflazz/digiflazz_upstream.h"
#include "core/adapters/upstream/digiflazz/response_codes.h"
#include "core/adapters/upstream/goods_details.h"
#include "tests/unit/adapters/support/scripted_transport.h"
#include "tests/unit/adapters/support/still_world.h"

using namespace loket;
using namespace loket::adapters::digiflazz;
using loket::adapters::upstream::readToken;
using nlohmann::json;
using ports::HttpReply;
using ports::RequestKind;
using tests::answered;
using tests::headerOf;
using tests::unanswered;

namespace {

const Credentials kAccount{"username", "apikey-dev"};
const Subject kTopUp{"test1", "xld10", "087800001230"};
const Subject kBill{"some1d", "pln", "530000000001"};
const SentBody kTopUpBody{kTopUp, false};
const SentBody kBillBody{kBill, true};

// The samples of the buyer API's documents.
const std::string kPrepaidSuccess =
    R"({"data":{"ref_id":"test1","customer_no":"087800001230","buyer_sku_code":"xld10","message":"Transaksi Sukses",)"
    R"("status":"Sukses","rc":"00","sn":"1234567890","buyer_last_saldo":990000,"price":10000}})";
const std::string kPlnPayment =
    R"({"data":{"ref_id":"some1d","customer_no":"530000000001","customer_name":"Nama Pelanggan Pertama",)"
    R"("buyer_sku_code":"pln","admin":2500,"message":"Transaksi Sukses","status":"Sukses","rc":"00",)"
    R"("periode":"201901","sn":"S1234554321N","buyer_last_saldo":90000,"price":10000,"selling_price":11000,)"
    R"("desc":{"tarif":"R1","daya":1300,"lembar_tagihan":1,)"
    R"("detail":[{"periode":"201901","nilai_tagihan":"8000","admin":"2500","denda":"500",)"
    R"("meter_awal":"00080000","meter_akhir":"00090000"}]}}})";
const std::string kPlnInquiry =
    R"({"data":{"message":"Transaksi Sukses","status":"Sukses","rc":"00","customer_no":"1234554321",)"
    R"("meter_no":"1234554321","subscriber_id":"523300817840","name":"DAVID","segment_power":"R1 /000001300"}})";

json dataOf(const std::string& answer) {
  return json::parse(answer)["data"];
}
std::string answerOf(const json& data) {
  return json{{"data", data}}.dump();
}

// A whole and fitting answer with this code.
std::string answerWith(const Subject& subject, const ResponseCode& code) {
  return answerOf({{"ref_id", subject.refId},
                   {"customer_no", subject.number},
                   {"buyer_sku_code", subject.sku},
                   {"message", code.message},
                   {"status", statusOf(code)},
                   {"rc", code.rc},
                   {"sn", code.rc == "00" ? "SN1" : ""}});
}

Verdict attempted(const json& data) {
  return readTransaction(answerOf(data), kTopUpBody, Asked::Attempt);
}

UpstreamSettings settings() {
  UpstreamSettings made;
  made.id = UpstreamId("digi");
  made.protocol = "digiflazz";
  made.url = "https://digi.example/v1";
  made.caPem = "CA";
  made.timeoutMs = 12'000;
  made.values = {{"username", kAccount.username}, {"apiKey", kAccount.apiKey}};
  return made;
}

struct Bench {
  tests::ScriptedTransport transport;
  tests::StillClock clock{Instant{1'795'417'509'000}};
  tests::CountingEntropy entropy;
  std::unique_ptr<ports::Upstream> upstream =
      std::move(*DigiflazzUpstream::create(settings(), {transport, clock, entropy}));

  void run() { transport.poll(Duration()); }

  Attempt attempt(const ports::PaymentOrder& order) const {
    const Result<ports::PreparedAttempt> prepared = upstream->prepare(order);
    Attempt made;
    made.sku = order.sku;
    made.attemptRef = order.attemptRef;
    made.path = prepared->path;
    made.body = prepared->body;
    return made;
  }
};

ports::PaymentOrder topUpOrder() {
  ports::PaymentOrder order;
  order.sku = Sku("xld10");
  order.number = "087800001230";
  order.cost = Money::rupiah(10'200);
  order.attemptRef = AttemptRef("test1");
  return order;
}

ports::PaymentOrder billOrder() {
  ports::PaymentOrder order;
  order.kind = ProductKind::Bill;
  order.family = Family::PlnBill;
  order.sku = Sku("pln");
  order.number = "530000000001";
  order.amount = Money::rupiah(8500);
  order.cost = Money::rupiah(10'000);
  order.attemptRef = AttemptRef("some1d");
  return order;
}

#define COMPARE_KIND(actual, expected) QCOMPARE(std::string(wordOf(actual)), std::string(wordOf(expected)))
#define COMPARE_UNKNOWN(verdict, word)                 \
  do {                                                 \
    const Verdict compared = (verdict);                \
    COMPARE_KIND(compared.kind, VerdictKind::Unknown); \
    QCOMPARE(compared.code, std::string(word));        \
  } while (false)

}  // namespace

class DigiflazzCodecTest : public QObject {
  Q_OBJECT

 private slots:
  void signsAsDocumented() {
    const std::map<std::string, std::string> vectors = {{"depo", "39e90c94a0f381b34a24c3a564f4a7fc"},
                                                        {"pricelist", "f4dce32471a32f3eefcb9cf4898c1990"},
                                                        {"deposit", "72430ab57033735364534f5156f3649d"},
                                                        {"some1d", "ede25e0c0d9e848d4b75fbeeca586167"},
                                                        {"530000000001", "703c8d2bf0e95f75c4f4a4660f2427b0"}};
    for (const auto& [suffix, sign] : vectors) QCOMPARE(signOf(kAccount, suffix), sign);
  }

  void bodiesKeepTheirOrder() {
    QCOMPARE(
        balanceBody(kAccount),
        std::string(R"({"cmd":"deposit","username":"username","sign":"39e90c94a0f381b34a24c3a564f4a7fc"})"));
    QCOMPARE(
        priceListBody(kAccount, "pasca"),
        std::string(R"({"cmd":"pasca","username":"username","sign":"f4dce32471a32f3eefcb9cf4898c1990"})"));
    QCOMPARE(topUpBody(kAccount, {"some1d", "xld10", "0878"}, Money::rupiah(10'200)),
             std::string(
                 R"({"username":"username","buyer_sku_code":"xld10","customer_no":"0878","ref_id":"some1d",)"
                 R"("max_price":10200,"sign":"ede25e0c0d9e848d4b75fbeeca586167"})"));
    QCOMPARE(topUpBody(kAccount, {"some1d", "xld10", "08.78"}, Money()),
             std::string(
                 R"({"username":"username","buyer_sku_code":"xld10","customer_no":"08.78","ref_id":"some1d",)"
                 R"("allow_dot":true,"sign":"ede25e0c0d9e848d4b75fbeeca586167"})"));
    QCOMPARE(billBody(kAccount, "inq-pasca", kBill, {Money::rupiah(50'000), {}}),
             std::string(R"({"commands":"inq-pasca","username":"username","buyer_sku_code":"pln",)"
                         R"("customer_no":"530000000001","ref_id":"some1d","amount":50000,)"
                         R"("sign":"ede25e0c0d9e848d4b75fbeeca586167"})"));
    QCOMPARE(priceListBody(kAccount, "prepaid", "X100"),
             std::string(R"({"cmd":"prepaid","username":"username","code":"X100",)"
                         R"("sign":"f4dce32471a32f3eefcb9cf4898c1990"})"));
    // The year is a number, the owner's number a text.
    QCOMPARE(billBody(kAccount, "inq-pasca", {"some1d", "cimahi", "329801092375999991"}, {Money(), {"2025", ""}}),
             std::string(R"({"commands":"inq-pasca","username":"username","buyer_sku_code":"cimahi",)"
                         R"("customer_no":"329801092375999991","ref_id":"some1d","year":2025,)"
                         R"("sign":"ede25e0c0d9e848d4b75fbeeca586167"})"));
    QCOMPARE(billBody(kAccount, "pay-pasca", {"some1d", "samsat", "B1234XYZ"}, {Money(), {"", "3273010101900001"}}),
             std::string(R"({"commands":"pay-pasca","username":"username","buyer_sku_code":"samsat",)"
                         R"("customer_no":"B1234XYZ","ref_id":"some1d","id_pelanggan2":"3273010101900001",)"
                         R"("sign":"ede25e0c0d9e848d4b75fbeeca586167"})"));
    QCOMPARE(plnInquiryBody(kAccount, "530000000001"),
             std::string(R"({"username":"username","customer_no":"530000000001",)"
                         R"("sign":"703c8d2bf0e95f75c4f4a4660f2427b0"})"));
  }

  // The official table, written a second time and by class, so that a slip in one of the two shows.
  void everyCodeMeansWhatTheTableSays() {
    const std::map<VerdictKind, std::vector<std::string>> byKind = {
        {VerdictKind::Succeeded, {"00"}},
        {VerdictKind::Pending, {"03", "99"}},
        {VerdictKind::RefusedForNow, {"44", "56", "62", "66", "68", "83", "85"}},
        {VerdictKind::RefusedByConfig, {"40", "41", "42", "45", "61", "80", "81", "82", "88"}},
        {VerdictKind::Unknown, {"49"}},
        {VerdictKind::Failed,
         {"01", "02", "50", "51", "52", "53", "54", "55", "57", "58", "59", "60", "70", "71",
          "72", "73", "74", "84", "86", "43", "47", "63", "64", "65", "67", "69", "87"}}};
    std::size_t rows = 0;
    for (const auto& [kind, codes] : byKind)
      for (const std::string& rc : codes) {
        const ResponseCode* code = findResponseCode(rc);
        QVERIFY2(code != nullptr, rc.c_str());
        const Verdict verdict = readTransaction(answerWith(kTopUp, *code), kTopUpBody, Asked::Attempt);
        COMPARE_KIND(verdict.kind, kind);
        QCOMPARE(verdict.code, rc);
        QCOMPARE(verdict.message, std::string(code->message));
        ++rows;
      }
    QCOMPARE(rows, kResponseCodes.size());
    QCOMPARE(rows, std::size_t{47});
  }

  void whatExistsUpstreamIsMarkedSo() {
    const std::string created = " 00 01 02 03 50 51 52 53 54 55 57 58 59 60 70 71 72 73 74 84 85 86 99 ";
    for (const ResponseCode& code : kResponseCodes)
      QCOMPARE(code.created, created.find(" " + std::string(code.rc) + " ") != std::string::npos);
  }

  // Asking is sending again: "nothing was created" is then said of the repeat, not of the attempt.
  void aRepeatProvesOnlyWhatIsFinal() {
    for (const ResponseCode& code : kResponseCodes) {
      const Verdict verdict = readTransaction(answerWith(kTopUp, code), kTopUpBody, Asked::RepeatOfAttempt);
      const bool proves = code.created && code.rc != "85" && code.rc != "86";
      COMPARE_KIND(verdict.kind, proves ? code.kind : VerdictKind::Unknown);
      QCOMPARE(verdict.code, std::string(code.rc));
    }
  }

  void aBillsStatusMayNotBeKnownYet() {
    for (const ResponseCode& code : kResponseCodes) {
      const Verdict verdict = readTransaction(answerWith(kBill, code), kBillBody, Asked::BillStatus);
      const bool proves = code.created && code.rc != "85" && code.rc != "86";
      const VerdictKind kind = code.rc == "50" ? VerdictKind::NotFound : code.kind;
      COMPARE_KIND(verdict.kind, proves ? kind : VerdictKind::Unknown);
    }
    json inquired = dataOf(kPlnPayment);
    inquired.erase("sn");
    COMPARE_UNKNOWN(readTransaction(answerOf(inquired), kBillBody, Asked::BillStatus), "no-serial");
    COMPARE_KIND(readTransaction(answerOf(inquired), kBillBody, Asked::Attempt).kind, VerdictKind::Succeeded);
  }

  void readsThePrepaidSamples() {
    const Verdict success = readTransaction(kPrepaidSuccess, kTopUpBody, Asked::Attempt);
    COMPARE_KIND(success.kind, VerdictKind::Succeeded);
    QCOMPARE(success.serial, std::string("1234567890"));
    QCOMPARE(success.token, std::string());
    QCOMPARE(success.cost.amount(), 10'000);
    const std::string pending =
        R"({"data":{"ref_id":"some1d","customer_no":"087800001233","buyer_sku_code":"xld25","message":"Transaksi Pending",)"
        R"("status":"Pending","rc":"03","sn":"","buyer_last_saldo":100000,"price":25000,"tele":"@telegram","wa":"081234512345"}})";
    COMPARE_KIND(readTransaction(pending, {{"some1d", "xld25", "087800001233"}, false}, Asked::Attempt).kind,
                 VerdictKind::Pending);
    const std::string failed =
        R"({"data":{"ref_id":"some1d","customer_no":"530000000003","buyer_sku_code":"pln","message":"Transaksi Gagal",)"
        R"("status":"Gagal","rc":"02"}})";
    COMPARE_KIND(readTransaction(failed, {{"some1d", "pln", "530000000003"}, true}, Asked::Attempt).kind,
                 VerdictKind::Failed);
  }

  void unbelievableAnswersAreUnknown() {
    for (const Asked asked : {Asked::Attempt, Asked::RepeatOfAttempt, Asked::BillStatus, Asked::Inquiry}) {
      const auto read = [&](const std::string& answer) { return readTransaction(answer, kTopUpBody, asked); };
      COMPARE_UNKNOWN(read(""), "unreadable");
      COMPARE_UNKNOWN(read("<html><body>Login to WiFi</body></html>"), "unreadable");
      COMPARE_UNKNOWN(read("[]"), "unreadable");
      COMPARE_UNKNOWN(read("null"), "unreadable");
      COMPARE_UNKNOWN(read("{}"), "no-data");
      COMPARE_UNKNOWN(read(R"({"data":[]})"), "no-data");
      COMPARE_UNKNOWN(read(R"({"data":"00"})"), "no-data");
      COMPARE_UNKNOWN(read(R"({"rc":"00","status":"Sukses"})"), "no-data");
    }
    // Cut at every byte: never anything but unknown.
    for (std::size_t size = 0; size < kPrepaidSuccess.size(); ++size)
      COMPARE_KIND(readTransaction(kPrepaidSuccess.substr(0, size), kTopUpBody, Asked::Attempt).kind,
                   VerdictKind::Unknown);
  }

  void aMissingOrStrangeCodeIsUnknown() {
    json data = dataOf(kPrepaidSuccess);
    data.erase("rc");
    COMPARE_UNKNOWN(attempted(data), "missing-rc");
    for (const json& rc : {json(nullptr), json(0), json(""), json(true), json::array({"00"})}) {
      data["rc"] = rc;
      COMPARE_UNKNOWN(attempted(data), "missing-rc");
    }
    for (const char* rc : {"04", "0", "000", " 00", "98", "xx"}) {
      data["rc"] = rc;
      COMPARE_KIND(attempted(data).kind, VerdictKind::Unknown);
    }
    data["rc"] = "77-a-very-long-code";
    COMPARE_UNKNOWN(attempted(data), "77-a-ver");
  }

  void anotherTransactionsAnswerIsUnknown() {
    for (const ResponseCode& code : kResponseCodes)
      for (const char* key : {"ref_id", "customer_no", "buyer_sku_code"}) {
        json data = dataOf(answerWith(kTopUp, code));
        data[key] = "other";
        COMPARE_UNKNOWN(attempted(data), "wrong-echo");
        data[key] = 5;
        COMPARE_UNKNOWN(attempted(data), "wrong-echo");
        data.erase(key);
        // Only a refusal at the door may be silent about what it did not read.
        const bool mayBeSilent = code.rc == "40" || code.rc == "41" || code.rc == "42" || code.rc == "45";
        COMPARE_KIND(attempted(data).kind, mayBeSilent ? VerdictKind::RefusedByConfig : VerdictKind::Unknown);
      }
  }

  void codeAndStatusMustAgree() {
    for (const ResponseCode& code : kResponseCodes)
      for (const char* status : {"Sukses", "Pending", "Gagal", "", "Refund"}) {
        json data = dataOf(answerWith(kTopUp, code));
        data["status"] = status;
        if (status == statusOf(code))
          COMPARE_KIND(attempted(data).kind, code.kind);
        else
          COMPARE_UNKNOWN(attempted(data), "contradiction");
      }
    json data = dataOf(kPrepaidSuccess);
    data.erase("status");
    COMPARE_UNKNOWN(attempted(data), "contradiction");
    data["status"] = "sukses";
    COMPARE_KIND(attempted(data).kind, VerdictKind::Succeeded);
  }

  void amountsMayBeText() {
    json data = dataOf(kPrepaidSuccess);
    for (const json& price :
         {json(10'000), json("10000"), json(10'000.0), json("10000.00"), json(" 10000 ")}) {
      data["price"] = price;
      QCOMPARE(attempted(data).cost.amount(), 10'000);
    }
    // What cannot be read is not told; the goods have been delivered all the same.
    for (const json& price :
         {json("10.000"), json("1e4"), json(-5), json(nullptr), json(1e300), json("Rp 5")}) {
      data["price"] = price;
      COMPARE_KIND(attempted(data).kind, VerdictKind::Succeeded);
      QVERIFY(attempted(data).cost.isZero());
    }
  }

  void aNameInALegacyEncodingDoesNotHideTheAnswer() {
    std::string answer = kPlnPayment;
    answer.replace(answer.find("Pertama"), 1, "\xC9");
    const Verdict verdict = readTransaction(answer, kBillBody, Asked::Attempt);
    COMPARE_KIND(verdict.kind, VerdictKind::Succeeded);
    QCOMPARE(verdict.details.at("customerName"), std::string("Nama Pelanggan ?ertama"));
  }

  void readsABillPayment() {
    const Verdict paid = readTransaction(kPlnPayment, kBillBody, Asked::Attempt);
    COMPARE_KIND(paid.kind, VerdictKind::Succeeded);
    QCOMPARE(paid.serial, std::string("S1234554321N"));
    QCOMPARE(paid.cost.amount(), 10'000);
    const Details expected = {{"customerName", "Nama Pelanggan Pertama"},
                              {"period", "201901"},
                              {"tariff", "R1"},
                              {"power", "1300"},
                              {"billCount", "1"},
                              {"penalty", "500"},
                              {"meterFrom", "00080000"},
                              {"meterTo", "00090000"},
                              {"bill.1.period", "201901"},
                              {"bill.1.amount", "8000"},
                              {"bill.1.admin", "2500"},
                              {"bill.1.penalty", "500"},
                              {"bill.1.meterFrom", "00080000"},
                              {"bill.1.meterTo", "00090000"}};
    QVERIFY(paid.details == expected);
  }

  void readsABillInquiry() {
    json data = dataOf(kPlnPayment);
    data.erase("sn");
    const ports::InquiryReply one = readBillInquiry(answerOf(data), kBill);
    COMPARE_KIND(one.verdict.kind, VerdictKind::Succeeded);
    QCOMPARE(one.customerName, std::string("Nama Pelanggan Pertama"));
    QCOMPARE(one.amount.amount(), 8500);
    QCOMPARE(one.adminFee.amount(), 2500);
    QCOMPARE(one.cost.amount(), 10'000);
    // Two bills: everything in strings, no period at the top, meters from the first to the last.
    data.erase("periode");
    data["admin"] = "5000";
    data["selling_price"] = "22000.00";
    data["price"] = "20000";
    data["desc"]["lembar_tagihan"] = "2";
    json second = data["desc"]["detail"][0];
    second["periode"] = "201902";
    second["denda"] = 0;
    second["meter_awal"] = "00090000";
    second["meter_akhir"] = "00095000";
    data["desc"]["detail"].push_back(second);
    const ports::InquiryReply two = readBillInquiry(answerOf(data), kBill);
    QCOMPARE(two.amount.amount(), 17'000);
    QCOMPARE(two.adminFee.amount(), 5000);
    QCOMPARE(two.cost.amount(), 20'000);
    QCOMPARE(two.details.at("period"), std::string("201901,201902"));
    QCOMPARE(two.details.at("billCount"), std::string("2"));
    QCOMPARE(two.details.at("penalty"), std::string("500"));
    QCOMPARE(two.details.at("meterFrom"), std::string("00080000"));
    QCOMPARE(two.details.at("meterTo"), std::string("00095000"));
    QCOMPARE(two.details.at("bill.2.period"), std::string("201902"));
  }

  void readsABpjsInquiry() {
    const std::string answer =
        R"({"data":{"ref_id":"r","customer_no":"8801234560001","buyer_sku_code":"bpjs","customer_name":"N","admin":2500,)"
        R"("message":"Transaksi Sukses","status":"Sukses","rc":"00","periode":"01","price":24700,"selling_price":25000,)"
        R"("desc":{"jumlah_peserta":"2","lembar_tagihan":1,"alamat":"JAKARTA PUSAT","detail":[{"periode":"01"}]}}})";
    const ports::InquiryReply reply = readBillInquiry(answer, {"r", "bpjs", "8801234560001"});
    QCOMPARE(reply.amount.amount(), 22'500);
    QCOMPARE(reply.details.at("participants"), std::string("2"));
    QCOMPARE(reply.details.at("address"), std::string("JAKARTA PUSAT"));
    QVERIFY(!reply.details.contains("penalty"));
    QVERIFY(!reply.details.contains("meterFrom"));
  }

  void strangeDescriptionsDoNoHarm() {
    for (const json& desc :
         {json(nullptr), json("x"), json(json::array({1})), json{{"detail", "x"}},
          json{{"detail", json::array({1, nullptr, json::object()})}}, json{{"detail", json::array()}}}) {
      json data = dataOf(kPlnPayment);
      data["desc"] = desc;
      COMPARE_KIND(readTransaction(answerOf(data), kBillBody, Asked::Attempt).kind, VerdictKind::Succeeded);
      COMPARE_KIND(readBillInquiry(answerOf(data), kBill).verdict.kind, VerdictKind::Succeeded);
    }
  }

  void aBillWithoutAnAmountIsUnknown() {
    for (const char* key : {"selling_price", "admin", "price"}) {
      json data = dataOf(kPlnPayment);
      data.erase(key);
      COMPARE_UNKNOWN(readBillInquiry(answerOf(data), kBill).verdict, "bad-amount");
      data[key] = -1;
      COMPARE_UNKNOWN(readBillInquiry(answerOf(data), kBill).verdict, "bad-amount");
    }
    json data = dataOf(kPlnPayment);
    data["admin"] = 11'000;
    COMPARE_UNKNOWN(readBillInquiry(answerOf(data), kBill).verdict, "bad-amount");
  }

  void anInquirysTroublePasses() {
    const std::string passing = " 01 03 53 55 58 70 71 85 86 99 ";
    for (const ResponseCode& code : kResponseCodes) {
      if (code.rc == "00")
        continue;
      const bool passes = passing.find(" " + std::string(code.rc) + " ") != std::string::npos;
      COMPARE_KIND(readBillInquiry(answerWith(kBill, code), kBill).verdict.kind,
                   passes ? VerdictKind::RefusedForNow : code.kind);
    }
    COMPARE_UNKNOWN(readBillInquiry(kPlnPayment, {"other", "pln", "530000000001"}).verdict, "wrong-echo");
  }

  void readsAPlnName() {
    const ports::InquiryReply reply = readPlnInquiry(kPlnInquiry, "1234554321");
    COMPARE_KIND(reply.verdict.kind, VerdictKind::Succeeded);
    QCOMPARE(reply.customerName, std::string("DAVID"));
    const Details expected = {{"customerName", "DAVID"},
                              {"tariff", "R1"},
                              {"power", "1300"},
                              {"meterNo", "1234554321"},
                              {"subscriberId", "523300817840"}};
    QVERIFY(reply.details == expected);
    COMPARE_UNKNOWN(readPlnInquiry(kPlnInquiry, "1234554322").verdict, "wrong-echo");
    json data = dataOf(kPlnInquiry);
    data["name"] = " ";
    COMPARE_UNKNOWN(readPlnInquiry(answerOf(data), "1234554321").verdict, "no-name");
    COMPARE_KIND(readPlnInquiry(R"({"data":{"rc":"86","status":"Gagal","message":"m"}})", "1").verdict.kind,
                 VerdictKind::RefusedForNow);
  }

  void readsTokens_data() {
    QTest::addColumn<QString>("serial");
    QTest::addColumn<QString>("token");
    QTest::addColumn<QString>("rest");
    const char* token = "20891384173862795436";
    QTest::newRow("usual") << "2089-1384-1738-6279-5436/NAMA/R1/1300VA/32,1" << token << "NAMA|R1|1300|32,1";
    QTest::newRow("spaces") << "2089 1384 1738 6279 5436 / BU SRI / R1M / 900 VA / 32.1 kWh" << token
                            << "BU SRI|R1M|900|32.1";
    QTest::newRow("label") << "2089-1384-1738-6279-5436/A B/R1/2200/KWH:7" << token << "A B|R1|2200|7";
    QTest::newRow("alone") << "20891384173862795436" << token << "|||";
    QTest::newRow("name only") << "2089-1384-1738-6279-5436/NAMA" << token << "NAMA|||";
    QTest::newRow("odd power") << "2089-1384-1738-6279-5436/NAMA/R1/besar/32,1" << token << "NAMA|||";
    QTest::newRow("no power") << "2089-1384-1738-6279-5436/NAMA/R1/0/32,1" << token << "NAMA|||";
    QTest::newRow("odd energy") << "2089-1384-1738-6279-5436/NAMA/R1/1300VA/32,1,0" << token
                                << "NAMA|R1|1300|";
    QTest::newRow("19 digits") << "2089-1384-1738-6279-543/NAMA/R1/1300VA/32,1"
                               << ""
                               << "|||";
    QTest::newRow("21 digits") << "2089-1384-1738-6279-54361/NAMA/R1/1300VA/32,1"
                               << ""
                               << "|||";
    QTest::newRow("wallet") << "SEPTIAPAR/20190401214753214742"
                            << ""
                            << "|||";
    QTest::newRow("nothing") << ""
                             << ""
                             << "|||";
  }
  void readsTokens() {
    QFETCH(QString, serial);
    QFETCH(QString, token);
    QFETCH(QString, rest);
    Details details;
    QCOMPARE(QString::fromStdString(readToken(serial.toStdString(), details)), token);
    QString got;
    for (const char* key : {"customerName", "tariff", "power", "kwh"})
      got += (got.isNull() ? "" : "|") + QString::fromStdString(details.contains(key) ? details.at(key) : "");
    QCOMPARE(got, rest);
    // In a payment's answer the raw serial always stays.
    json data = dataOf(kPrepaidSuccess);
    data["sn"] = serial.toStdString();
    QCOMPARE(QString::fromStdString(attempted(data).serial), serial);
    QCOMPARE(QString::fromStdString(attempted(data).token), token);
  }

  void aTicketSaysWhatToSendWhere() {
    const json body = json::parse(ticketBody(kAccount, {Money::rupiah(10'000'000), "BCA", "John Doe"}));
    const json expected = {{"username", "username"}, {"amount", 10'000'000}, {"Bank", "BCA"}, {"owner_name", "John Doe"},
                           {"sign", "72430ab57033735364534f5156f3649d"}};
    QCOMPARE(QString::fromStdString(body.dump()), QString::fromStdString(expected.dump()));
    const json given = {{"rc", "00"}, {"bank", "BCA"}, {"payment_method", "Bank Transfer"}, {"account_no", "0123 4567 89"},
                        {"notes", "A6R5UPV"}, {"amount", 10'000'001}};
    const Money wanted = Money::rupiah(10'000'000);
    const ports::TicketReply reply = readTicket(answerOf(given), wanted);
    COMPARE_KIND(reply.verdict.kind, VerdictKind::Succeeded);
    QCOMPARE(reply.amount.amount(), 10'000'001);
    QCOMPARE(reply.bank + "|" + reply.account + "|" + reply.method + "|" + reply.note,
             std::string("BCA|0123 4567 89|Bank Transfer|A6R5UPV"));
    // Nobody is told to send a sum that was not asked for, or into nothing.
    for (const std::int64_t odd : {9'999'999, 10'001'000, 100'000'001, 0, -1}) {
      json other = given;
      other["amount"] = odd;
      COMPARE_KIND(readTicket(answerOf(other), wanted).verdict.kind, VerdictKind::Unknown);
    }
    for (const char* key : {"amount", "account_no", "rc"}) {
      json other = given;
      other.erase(key);
      COMPARE_KIND(readTicket(answerOf(other), wanted).verdict.kind, VerdictKind::Unknown);
    }
    COMPARE_KIND(readTicket(answerOf({{"rc", "64"}, {"message", "Tarik tiket gagal"}}), wanted).verdict.kind, VerdictKind::Failed);
    COMPARE_KIND(readTicket(answerOf({{"rc", "41"}}), wanted).verdict.kind, VerdictKind::RefusedByConfig);
    COMPARE_KIND(readTicket("<html>", wanted).verdict.kind, VerdictKind::Unknown);
    Bench bench;
    std::vector<ports::TicketReply> replies;
    QVERIFY(!bench.upstream->ticketBanks().empty());
    bench.upstream->askTicket({wanted, "BCA", "John Doe"}, [&](const ports::TicketReply& one) { replies.push_back(one); });
    bench.upstream->askTicket({wanted, "", ""}, [&](const ports::TicketReply& one) { replies.push_back(one); });
    bench.transport.reply(answered(200, answerOf(given)));
    bench.run();
    QCOMPARE(bench.transport.sent().size(), std::size_t{1});
    QCOMPARE(bench.transport.sent().front().url, std::string("https://digi.example/v1/deposit"));
    QVERIFY(bench.transport.sent().front().kind == RequestKind::Money);
    COMPARE_KIND(replies.at(0).verdict.kind, VerdictKind::Failed);
    COMPARE_KIND(replies.at(1).verdict.kind, VerdictKind::Succeeded);
  }

  void aBillsSerialIsNeverAToken() {
    json data = dataOf(kPlnPayment);
    data["sn"] = "20891384173862795436";
    const Verdict paid = readTransaction(answerOf(data), kBillBody, Asked::Attempt);
    QCOMPARE(paid.serial, std::string("20891384173862795436"));
    QCOMPARE(paid.token, std::string());
  }

  void readsBalances() {
    QCOMPARE(readBalance(R"({"data":{"deposit":500000000000}})").balance.amount(), 500'000'000'000);
    QCOMPARE(readBalance(R"({"data":{"deposit":1234567.0}})").balance.amount(), 1'234'567);
    QCOMPARE(readBalance(R"({"data":{"deposit":999999.9999999999}})").balance.amount(), 1'000'000);
    QCOMPARE(readBalance(R"({"data":{"deposit":"250000"}})").balance.amount(), 250'000);
    QCOMPARE(readBalance(R"({"data":{"deposit":-5000}})").balance.amount(), -5000);
    COMPARE_KIND(readBalance(R"({"data":{"deposit":0}})").verdict.kind, VerdictKind::Succeeded);
    COMPARE_UNKNOWN(readBalance("<html>").verdict, "unreadable");
    COMPARE_UNKNOWN(readBalance(R"({"data":{}})").verdict, "no-deposit");
    COMPARE_UNKNOWN(readBalance(R"({"data":{"deposit":1e30}})").verdict, "no-deposit");
    COMPARE_KIND(readBalance(R"({"data":{"rc":"45","message":"IP","status":"Gagal"}})").verdict.kind,
                 VerdictKind::RefusedByConfig);
  }

  void readsPriceLists() {
    const std::string prepaid =
        R"({"data":[{"product_name":"Xl 100.000","category":"Pulsa","brand":"XL","type":"Umum","seller_name":"PT. ABC",)"
        R"("price":98000,"buyer_sku_code":"X100","buyer_product_status":true,"seller_product_status":true,)"
        R"("unlimited_stock":true,"stock":0,"multi":true,"start_cut_off":"23:45","end_cut_off":"00:15","desc":"Pulsa Xl Rp 100.000"}]})";
    const ports::PriceListReply list = readPriceList(prepaid, ProductKind::Prepaid, UpstreamId("digi"));
    COMPARE_KIND(list.verdict.kind, VerdictKind::Succeeded);
    QCOMPARE(list.entries.size(), std::size_t{1});
    const PriceListEntry& xl = list.entries.front();
    QCOMPARE(xl.name, std::string("Xl 100.000"));
    QCOMPARE(xl.category, std::string("Pulsa"));
    QCOMPARE(xl.brand, std::string("XL"));
    QCOMPARE(xl.description, std::string("Pulsa Xl Rp 100.000"));
    QCOMPARE(xl.offer.upstream.str(), std::string("digi"));
    QCOMPARE(xl.offer.sku.str(), std::string("X100"));
    QCOMPARE(xl.offer.cost.amount(), 98'000);
    QCOMPARE(xl.offer.seller, std::string("PT. ABC"));
    QVERIFY(xl.offer.available);
    QVERIFY(xl.offer.multi);
    QCOMPARE(xl.offer.cutOff.from.value, 23 * 60 + 45);
    QCOMPARE(xl.offer.cutOff.to.value, 15);

    const std::string pasca =
        R"({"data":[{"product_name":"Pln Postpaid","category":"Pascabayar","brand":"PLN","seller_name":"PT. ABC","admin":2750,)"
        R"("commission":1800,"buyer_sku_code":"pln","buyer_product_status":true,"seller_product_status":true,"desc":"-"}]})";
    const PriceListEntry bill = readPriceList(pasca, ProductKind::Bill, UpstreamId("digi")).entries.at(0);
    QCOMPARE(static_cast<int>(bill.kind), static_cast<int>(ProductKind::Bill));
    QCOMPARE(bill.offer.admin.amount(), 2750);
    QCOMPARE(bill.offer.commission.amount(), 1800);
    QCOMPARE(bill.offer.cost.amount(), 950);
    QVERIFY(bill.offer.available);
    QVERIFY(bill.offer.cutOff.isNone());
  }

  void availabilityNeedsAllThree() {
    json item = {{"buyer_sku_code", "X"},         {"price", "98000"},         {"buyer_product_status", true},
                 {"seller_product_status", true}, {"unlimited_stock", false}, {"stock", "3"}};
    const auto available = [&] {
      return readPriceList(answerOf(json::array({item})), ProductKind::Prepaid, UpstreamId("d"))
          .entries.at(0)
          .offer.available;
    };
    QVERIFY(available());
    item["stock"] = 0;
    QVERIFY(!available());
    item["unlimited_stock"] = true;
    QVERIFY(available());
    item["buyer_product_status"] = false;
    QVERIFY(!available());
    item["buyer_product_status"] = true;
    item["seller_product_status"] = "false";
    QVERIFY(!available());
    item.erase("seller_product_status");
    QVERIFY(!available());
  }

  void onePoorEntryDoesNotSpoilAList() {
    const json good = {{"buyer_sku_code", "X"}, {"price", 5}};
    const json list = json::array(
        {5, json::object(), {{"buyer_sku_code", "Y"}}, {{"buyer_sku_code", "Z"}, {"price", 0}}, good});
    QCOMPARE(readPriceList(answerOf(list), ProductKind::Prepaid, UpstreamId("d")).entries.size(),
             std::size_t{1});
    COMPARE_UNKNOWN(readPriceList(answerOf(json::array({5})), ProductKind::Prepaid, UpstreamId("d")).verdict,
                    "unreadable");
    COMPARE_KIND(readPriceList(answerOf(json::array()), ProductKind::Prepaid, UpstreamId("d")).verdict.kind,
                 VerdictKind::Succeeded);
    COMPARE_UNKNOWN(readPriceList("<html>", ProductKind::Prepaid, UpstreamId("d")).verdict, "unreadable");
  }

  void readsCutOffs() {
    QVERIFY(readCutOff("0:0", "0:0").isNone());
    QVERIFY(readCutOff("", "").isNone());
    QVERIFY(readCutOff("23:00", "23:00").isNone());
    QVERIFY(readCutOff("24:00", "01:00").isNone());
    QVERIFY(readCutOff("-1:00", "01:00").isNone());
    QVERIFY(readCutOff("12", "13").isNone());
    QCOMPARE(readCutOff("9:5", "10:00").from.value, 545);
    QCOMPARE(readCutOff("23:30:00", "00:30:00").to.value, 30);
  }

  // ---- the upstream over a scripted transport ----

  void needsItsSettings() {
    Bench bench;
    const ports::UpstreamWorld world{bench.transport, bench.clock, bench.entropy};
    for (const char* key : {"username", "apiKey"}) {
      UpstreamSettings poor = settings();
      poor.values.erase(key);
      const auto made = DigiflazzUpstream::create(poor, world);
      QVERIFY(!made);
      QCOMPARE(made.error().detail, "digi." + std::string(key));
    }
    UpstreamSettings clear = settings();
    clear.url = "http://digi.example/v1";
    QVERIFY(!DigiflazzUpstream::create(clear, world));
  }

  void promisesWhatTheProtocolKeeps() {
    Bench bench;
    const Capabilities prepaid = bench.upstream->capabilities(ProductKind::Prepaid);
    QVERIFY(prepaid.status == StatusMeaning::RepeatsAttempt);
    QCOMPARE(prepaid.askEvery.ms, Duration::seconds(60).ms);
    QCOMPARE(prepaid.sameEffect.key, std::string("ref_id"));
    QVERIFY(prepaid.sameEffect.kept == KeptFor::Time && prepaid.sameEffect.time == Duration::days(90));
    QVERIFY(prepaid.askUntil < prepaid.sameEffect.time);
    const Capabilities bill = bench.upstream->capabilities(ProductKind::Bill);
    QVERIFY(bill.status == StatusMeaning::ReadOnly);
    QVERIFY(bill.inquirySameDay);
    QVERIFY(bench.upstream->canInquire(ProductKind::Bill, Family::Water));
    QVERIFY(bench.upstream->canInquire(ProductKind::Prepaid, Family::PlnToken));
    QVERIFY(!bench.upstream->canInquire(ProductKind::Prepaid, Family::Pulsa));
    QVERIFY(!bench.upstream->canInquire(ProductKind::Transfer, Family::Transfer));
  }

  void preparesTheSameBytesForTheSameOrder() {
    Bench bench;
    const auto first = bench.upstream->prepare(topUpOrder());
    const auto second = bench.upstream->prepare(topUpOrder());
    QCOMPARE(first->body, second->body);
    QCOMPARE(first->path, std::string("/transaction"));
    QCOMPARE(json::parse(first->body)["max_price"], json(10'200));
    QVERIFY(bench.transport.sent().empty());
    QCOMPARE(json::parse(bench.upstream->prepare(billOrder())->body)["commands"], json("pay-pasca"));
    for (const char* number : {"", "08\"1", "0812\n", "081\xff"}) {
      ports::PaymentOrder odd = topUpOrder();
      odd.number = number;
      const auto prepared = bench.upstream->prepare(odd);
      // A quote is carried as JSON carries it; the rest the protocol cannot carry.
      QCOMPARE(prepared.has_value(), std::string(number) == "08\"1");
      if (prepared)
        QCOMPARE(json::parse(prepared->body)["customer_no"], json(number));
      else
        QVERIFY(prepared.error().code == ErrorCode::NumberInvalid);
    }
    ports::PaymentOrder transfer = topUpOrder();
    transfer.kind = ProductKind::Transfer;
    QVERIFY(!bench.upstream->prepare(transfer));
  }

  void paysOnceAndAsksWithTheSameBytes() {
    Bench bench;
    const Attempt attempt = bench.attempt(topUpOrder());
    std::vector<Verdict> verdicts;
    const auto keep = [&](const Verdict& verdict) { verdicts.push_back(verdict); };
    bench.transport.reply(unanswered(HttpReply::Kind::MaybeSent, "reset"));
    bench.upstream->pay(attempt, keep);
    QVERIFY(verdicts.empty());
    bench.run();
    COMPARE_UNKNOWN(verdicts.at(0), "reset");
    QCOMPARE(bench.transport.sent().size(), std::size_t{1});
    bench.transport.reply(answered(200, kPrepaidSuccess));
    bench.upstream->ask(attempt, keep);
    bench.run();
    COMPARE_KIND(verdicts.at(1).kind, VerdictKind::Succeeded);
    QCOMPARE(bench.transport.sent().size(), std::size_t{2});
    const ports::HttpRequest& paid = bench.transport.sent()[0];
    const ports::HttpRequest& asked = bench.transport.sent()[1];
    QCOMPARE(paid.body, attempt.body);
    QCOMPARE(asked.body, paid.body);
    QCOMPARE(asked.url, paid.url);
    QCOMPARE(paid.url, std::string("https://digi.example/v1/transaction"));
    QCOMPARE(paid.caPem, std::string("CA"));
    QCOMPARE(paid.timeoutMs, 12'000);
    QCOMPARE(headerOf(paid, "Content-Type"), std::string("application/json"));
    // A repeat may pay: it travels as carefully.
    QVERIFY(paid.kind == RequestKind::Money);
    QVERIFY(asked.kind == RequestKind::Money);
  }

  void theHttpStatusDoesNotCount() {
    Bench bench;
    std::vector<Verdict> verdicts;
    for (const int status : {200, 400, 500, 302}) {
      bench.transport.reply(answered(status, kPrepaidSuccess));
      bench.upstream->pay(bench.attempt(topUpOrder()),
                          [&](const Verdict& verdict) { verdicts.push_back(verdict); });
      bench.run();
      COMPARE_KIND(verdicts.back().kind, VerdictKind::Succeeded);
    }
    bench.transport.reply(answered(500, ""));
    bench.upstream->pay(bench.attempt(topUpOrder()),
                        [&](const Verdict& verdict) { verdicts.push_back(verdict); });
    bench.run();
    COMPARE_UNKNOWN(verdicts.back(), "server-error");
  }

  void whatDidNotLeaveIsNotSent() {
    Bench bench;
    std::optional<Verdict> got;
    bench.transport.reply(unanswered(HttpReply::Kind::NotSent, "connect"));
    bench.upstream->pay(bench.attempt(topUpOrder()), [&](const Verdict& verdict) { got = verdict; });
    bench.run();
    COMPARE_KIND(got->kind, VerdictKind::NotSent);
    QCOMPARE(got->code, std::string("connect"));
  }

  void aForeignBodyIsNeverSent() {
    Bench bench;
    Attempt attempt = bench.attempt(topUpOrder());
    attempt.attemptRef = AttemptRef("test2");
    std::vector<Verdict> verdicts;
    bench.upstream->pay(attempt, [&](const Verdict& verdict) { verdicts.push_back(verdict); });
    bench.upstream->ask(attempt, [&](const Verdict& verdict) { verdicts.push_back(verdict); });
    attempt.body = "";
    bench.upstream->pay(attempt, [&](const Verdict& verdict) { verdicts.push_back(verdict); });
    QVERIFY(bench.transport.sent().empty());
    COMPARE_KIND(verdicts.at(0).kind, VerdictKind::NotSent);
    COMPARE_KIND(verdicts.at(1).kind, VerdictKind::Unknown);
    COMPARE_KIND(verdicts.at(2).kind, VerdictKind::NotSent);
  }

  void aBillIsInquiredPaidAndAskedUnderOneReference() {
    Bench bench;
    ports::InquiryOrder inquiry;
    inquiry.kind = ProductKind::Bill;
    inquiry.family = Family::PlnBill;
    inquiry.sku = Sku("pln");
    inquiry.number = "530000000001";
    inquiry.attemptRef = AttemptRef("some1d");
    std::optional<ports::InquiryReply> bill;
    bench.transport.reply(answered(200, kPlnPayment));
    bench.upstream->inquire(inquiry, [&](const ports::InquiryReply& reply) { bill = reply; });
    bench.run();
    COMPARE_KIND(bill->verdict.kind, VerdictKind::Succeeded);
    std::vector<Verdict> verdicts;
    const Attempt attempt = bench.attempt(billOrder());
    bench.transport.reply(unanswered(HttpReply::Kind::MaybeSent, "timeout"));
    bench.upstream->pay(attempt, [&](const Verdict& verdict) { verdicts.push_back(verdict); });
    bench.run();
    bench.transport.reply(answered(200, kPlnPayment));
    bench.upstream->ask(attempt, [&](const Verdict& verdict) { verdicts.push_back(verdict); });
    bench.run();
    COMPARE_UNKNOWN(verdicts.at(0), "timeout");
    COMPARE_KIND(verdicts.at(1).kind, VerdictKind::Succeeded);
    const auto& sent = bench.transport.sent();
    QCOMPARE(sent.size(), std::size_t{3});
    const std::vector<std::pair<std::string, RequestKind>> expected = {
        {"inq-pasca", RequestKind::Question},
        {"pay-pasca", RequestKind::Money},
        {"status-pasca", RequestKind::Question}};
    for (std::size_t i = 0; i < sent.size(); ++i) {
      const json body = json::parse(sent[i].body);
      QCOMPARE(body["commands"], json(expected[i].first));
      QVERIFY(sent[i].kind == expected[i].second);
      QCOMPARE(body["ref_id"], json("some1d"));
      QCOMPARE(body["customer_no"], json("530000000001"));
      QCOMPARE(body["buyer_sku_code"], json("pln"));
      QCOMPARE(body["sign"], json("ede25e0c0d9e848d4b75fbeeca586167"));
    }
  }

  // What a family's bill is asked by goes out with inquiry and payment; the status question needs it not.
  void taxesAreAskedByWhatTheyAreKnownBy_data() {
    QTest::addColumn<QString>("year");
    QTest::addColumn<QString>("owner");
    QTest::newRow("land") << "2025" << "";
    QTest::newRow("vehicle") << "" << "3273010101900001";
  }
  void taxesAreAskedByWhatTheyAreKnownBy() {
    QFETCH(QString, year);
    QFETCH(QString, owner);
    Bench bench;
    ports::InquiryOrder inquiry;
    inquiry.kind = ProductKind::Bill;
    inquiry.family = year.isEmpty() ? Family::VehicleTax : Family::Tax;
    inquiry.sku = Sku("pln");
    inquiry.number = "530000000001";
    inquiry.attemptRef = AttemptRef("some1d");
    inquiry.fields = {year.toStdString(), owner.toStdString()};
    ports::PaymentOrder order = billOrder();
    order.family = inquiry.family;
    order.fields = inquiry.fields;
    bench.transport.reply(answered(200, kPlnPayment));
    bench.transport.reply(answered(200, kPlnPayment));
    bench.transport.reply(answered(200, kPlnPayment));
    const Attempt attempt = bench.attempt(order);
    bench.upstream->inquire(inquiry, [](const ports::InquiryReply&) {});
    bench.upstream->pay(attempt, [](const Verdict&) {});
    bench.upstream->ask(attempt, [](const Verdict&) {});
    bench.run();
    const auto& sent = bench.transport.sent();
    QCOMPARE(sent.size(), std::size_t{3});
    for (std::size_t i = 0; i < sent.size(); ++i) {
      const json body = json::parse(sent[i].body);
      QCOMPARE(body.contains("year"), i < 2 && !year.isEmpty());
      QCOMPARE(body.contains("id_pelanggan2"), i < 2 && !owner.isEmpty());
      if (body.contains("year"))
        QVERIFY(body["year"] == json(2025));
      if (body.contains("id_pelanggan2"))
        QVERIFY(body["id_pelanggan2"] == json("3273010101900001"));
    }
    // What no body can carry leaves the counter in none; for several months there is no field.
    QVERIFY(!bench.upstream->takesMonths(ProductKind::Bill, Family::Health));
    inquiry.fields = {"", "", "2"};
    bench.upstream->inquire(inquiry, [](const ports::InquiryReply& reply) {
      COMPARE_KIND(reply.verdict.kind, VerdictKind::Failed);
    });
    QCOMPARE(bench.transport.sent().size(), std::size_t{3});
    inquiry.fields = {"", "3273\n"};
    std::optional<ports::InquiryReply> got;
    bench.upstream->inquire(inquiry, [&](const ports::InquiryReply& reply) { got = reply; });
    COMPARE_KIND(got->verdict.kind, VerdictKind::Failed);
    order.fields = inquiry.fields;
    QVERIFY(!bench.upstream->prepare(order));
    QCOMPARE(bench.transport.sent().size(), std::size_t{3});
  }

  void aTaxTellsWhatItIsOn() {
    const Subject subject{"some1d", "cimahi", "329801092375999991"};
    json data = dataOf(kPlnPayment);
    data["buyer_sku_code"] = subject.sku;
    data["customer_no"] = subject.number;
    data["desc"] = {{"lembar_tagihan", 1},      {"alamat", "KP. CONTOH 5"},   {"tahun_pajak", "2025"},
                    {"kelurahan", "CIBABAT"},   {"kecamatan", "CIMAHI UTARA"}, {"kode_kab_kota", "0023"},
                    {"kab_kota", "KOTA CIMAHI"}, {"luas_tanah", "113 M2"},     {"luas_gedung", "47 M2"}};
    const ports::InquiryReply bill = readBillInquiry(answerOf(data), subject, "2025");
    COMPARE_KIND(bill.verdict.kind, VerdictKind::Succeeded);
    const std::map<std::string, std::string> expected = {{"taxYear", "2025"},        {"subdistrict", "CIBABAT"},
                                                         {"district", "CIMAHI UTARA"}, {"region", "KOTA CIMAHI"},
                                                         {"landArea", "113 M2"},     {"buildingArea", "47 M2"}};
    for (const auto& [key, value] : expected) QCOMPARE(bill.details.at(key), value);
    // The bill of another year is another bill, at the inquiry and at the payment.
    COMPARE_UNKNOWN(readBillInquiry(answerOf(data), subject, "2024").verdict, "wrong-echo");
    COMPARE_UNKNOWN(readTransaction(answerOf(data), {subject, true, "2024"}, Asked::Attempt), "wrong-echo");
    COMPARE_KIND(readTransaction(answerOf(data), {subject, true, "2025"}, Asked::Attempt).kind, VerdictKind::Succeeded);
    // One that tells no year is believed: it is the field that may be missing, not the bill.
    data["desc"].erase("tahun_pajak");
    COMPARE_KIND(readBillInquiry(answerOf(data), subject, "2024").verdict.kind, VerdictKind::Succeeded);
    data["desc"] = {{"nama", "BUDI"}, {"merk", "HONDA"},  {"model", "SEPEDA MOTOR"}, {"tahun", "2019"},
                    {"warna", "HITAM"}, {"no_rangka", "MH1"}, {"no_mesin", "JM1"},      {"jatuh_tempo", "202611"}};
    const ports::InquiryReply vehicle = readBillInquiry(answerOf(data), subject);
    const std::map<std::string, std::string> told = {{"make", "HONDA"},   {"model", "SEPEDA MOTOR"}, {"vehicleYear", "2019"},
                                                     {"colour", "HITAM"}, {"chassis", "MH1"},        {"engine", "JM1"},
                                                     {"dueDate", "202611"}};
    for (const auto& [key, value] : told) QCOMPARE(vehicle.details.at(key), value);
  }

  // One code's price: asked for alone, and read alone.
  void asksForOnePrice() {
    Bench bench;
    const auto item = [](const char* sku) {
      return json{{"buyer_sku_code", sku}, {"product_name", "Xl 100.000"}, {"price", 98'500},
                  {"buyer_product_status", true}, {"seller_product_status", true}};
    };
    const json limited = {{"rc", "83"}, {"status", "Gagal"}, {"message", "Limitasi"}};
    bench.transport.reply(answered(200, json{{"data", json::array({item("X100")})}}.dump()));
    bench.transport.reply(answered(200, json{{"data", json::array({item("X50")})}}.dump()));
    bench.transport.reply(answered(200, json{{"data", json::array({item("X100"), item("X50")})}}.dump()));
    bench.transport.reply(answered(400, answerOf(limited)));
    bench.transport.reply(answered(200, R"({"data":[]})"));
    std::vector<ports::PriceListReply> got;
    for (int i = 0; i < 5; ++i)
      bench.upstream->price(Sku("X100"), ProductKind::Prepaid, [&](const ports::PriceListReply& one) { got.push_back(one); });
    bench.run();
    QCOMPARE(bench.transport.sent()[0].body, priceListBody(kAccount, "prepaid", "X100"));
    QCOMPARE(bench.transport.sent()[0].url, std::string("https://digi.example/v1/price-list"));
    QCOMPARE(got.size(), std::size_t{5});
    COMPARE_KIND(got[0].verdict.kind, VerdictKind::Succeeded);
    QCOMPARE(got[0].entries.at(0).offer.cost.amount(), 98'500);
    QVERIFY(!got[0].tooSoon);
    COMPARE_UNKNOWN(got[1].verdict, "wrong-echo");
    COMPARE_UNKNOWN(got[2].verdict, "wrong-echo");
    COMPARE_KIND(got[3].verdict.kind, VerdictKind::RefusedForNow);
    QVERIFY(got[3].tooSoon);
    QVERIFY(got[4].entries.empty());
    // As documented: all once in five minutes, one once a second, told with up to a quarter of an hour's delay.
    const ports::PriceLimits limits = bench.upstream->priceLimits();
    QCOMPARE(limits.listsEvery, Duration::minutes(5));
    QCOMPARE(limits.oneEvery, Duration::seconds(1));
    QCOMPARE(limits.oneLag, Duration::minutes(15));
  }

  void asksForAPlnName() {
    Bench bench;
    ports::InquiryOrder inquiry;
    inquiry.family = Family::PlnToken;
    inquiry.number = "1234554321";
    std::optional<ports::InquiryReply> got;
    bench.transport.reply(answered(200, kPlnInquiry));
    bench.upstream->inquire(inquiry, [&](const ports::InquiryReply& reply) { got = reply; });
    bench.run();
    QCOMPARE(got->customerName, std::string("DAVID"));
    QCOMPARE(bench.transport.sent()[0].url, std::string("https://digi.example/v1/inquiry-pln"));
    inquiry.family = Family::Pulsa;
    bench.upstream->inquire(inquiry, [&](const ports::InquiryReply& reply) { got = reply; });
    COMPARE_KIND(got->verdict.kind, VerdictKind::Failed);
    QCOMPARE(bench.transport.sent().size(), std::size_t{1});
  }

  void asksForTheDeposit() {
    Bench bench;
    std::vector<ports::BalanceReply> got;
    bench.transport.reply(answered(200, R"({"data":{"deposit":1000000.0}})"));
    bench.transport.reply(unanswered(HttpReply::Kind::NotSent, "resolve"));
    for (int i = 0; i < 2; ++i)
      bench.upstream->balance([&](const ports::BalanceReply& reply) { got.push_back(reply); });
    bench.run();
    QCOMPARE(got.at(0).balance.amount(), 1'000'000);
    COMPARE_KIND(got.at(1).verdict.kind, VerdictKind::NotSent);
    QCOMPARE(bench.transport.sent()[0].body, balanceBody(kAccount));
    QCOMPARE(bench.transport.sent()[0].url, std::string("https://digi.example/v1/cek-saldo"));
  }

  void mergesBothPriceLists() {
    const std::string prepaid = R"({"data":[{"buyer_sku_code":"X100","price":98000}]})";
    const std::string pasca = R"({"data":[{"buyer_sku_code":"pln","admin":2750,"commission":1800}]})";
    const std::string limited =
        R"({"data":{"rc":"83","status":"Gagal","message":"Limitasi pengecekan pricelist"}})";
    const std::string limitedEcho = R"({"data":{"rc":"83","status":"Gagal","message":"m","ref_id":""}})";
    const auto fetch = [](const std::vector<std::string>& answers) {
      Bench bench;
      for (const std::string& answer : answers) bench.transport.reply(answered(200, answer));
      std::optional<ports::PriceListReply> got;
      bench.upstream->priceList([&](const ports::PriceListReply& reply) { got = reply; });
      bench.run();
      return std::pair(*got, bench.transport.sent().size());
    };
    const auto [both, calls] = fetch({prepaid, pasca});
    COMPARE_KIND(both.verdict.kind, VerdictKind::Succeeded);
    QCOMPARE(both.entries.size(), std::size_t{2});
    QCOMPARE(both.entries[0].offer.sku.str(), std::string("X100"));
    QCOMPARE(both.entries[1].offer.sku.str(), std::string("pln"));
    QCOMPARE(calls, std::size_t{2});
    const auto [first, firstCalls] = fetch({limited});
    COMPARE_KIND(first.verdict.kind, VerdictKind::RefusedForNow);
    QCOMPARE(firstCalls, std::size_t{1});
    const auto [second, secondCalls] = fetch({prepaid, limitedEcho});
    COMPARE_KIND(second.verdict.kind, VerdictKind::RefusedForNow);
    QVERIFY(second.entries.empty());
    QCOMPARE(secondCalls, std::size_t{2});
  }

  // Replaced while an answer is under way: the answer still arrives.
  void anUpstreamMayGoBeforeItsAnswer() {
    Bench bench;
    std::optional<ports::PriceListReply> got;
    bench.upstream->priceList([&](const ports::PriceListReply& reply) { got = reply; });
    bench.upstream.reset();
    bench.transport.reply(answered(200, R"({"data":[]})"));
    bench.transport.reply(answered(200, R"({"data":[]})"));
    bench.run();
    COMPARE_KIND(got->verdict.kind, VerdictKind::Succeeded);
  }
};

QTEST_GUILESS_MAIN(DigiflazzCodecTest)
#include "digiflazz_codec_test.moc"

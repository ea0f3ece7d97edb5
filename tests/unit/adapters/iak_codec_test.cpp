// IAK's two APIs: what is sent, what an answer proves and what it does not. The answers are the samples of the API
// reference, changed where a test needs them otherwise.
#include <QtTest>
#include <map>
#include <set>

#include <nlohmann/json.hpp>

#include "core/adapters/upstream/iak/codec.h"
#include "core/adapters/upstream/iak/iak_upstream.h"
#include "core/adapters/upstream/iak/price_list.h"
#include "core/adapters/upstream/iak/response_codes.h"
#include "tests/unit/adapters/support/scripted_transport.h"
#include "tests/unit/adapters/support/still_world.h"

using namespace loket;
using namespace loket::adapters::iak;
using nlohmann::json;
using ports::HttpReply;
using ports::RequestKind;
using tests::answered;
using tests::unanswered;

namespace {

const Credentials kAccount{"081234567890", "iak-dev-key"};
const Subject kOrder{"order001", "xld25000", "0817777215"};
const Subject kInquired{"09128374655", "PLNPOSTPAID", "530000000001"};
const BillSubject kPaid{"9732792", "09128374655", "PLNPOSTPAID"};

const json kProcess = {{"ref_id", "order001"}, {"status", 0},        {"product_code", "xld25000"},
                       {"customer_id", "0817777215"}, {"price", 25000}, {"message", "PROCESS"},
                       {"balance", 997061249},  {"tr_id", 3482},      {"rc", "39"}};
const json kDone = {{"ref_id", "order001"}, {"status", 1},        {"product_code", "xld25000"},
                    {"customer_id", "0817777215"}, {"price", 25000}, {"message", "SUCCESS"},
                    {"sn", "123456789"},     {"balance", 997061249}, {"tr_id", 3482}, {"rc", "00"}};
const json kPlnInquired = json::parse(
    R"({"tr_id":9732792,"code":"PLNPOSTPAID","hp":"530000000001","tr_name":"SUBCRIBER NAME","period":"201608",)"
    R"("nominal":300000,"admin":2500,"ref_id":"09128374655","response_code":"00","message":"INQUIRY SUCCESS",)"
    R"("price":302500,"selling_price":301900,"desc":{"tarif":"R1","daya":1300,"lembar_tagihan":"1","tagihan":)"
    R"({"detail":[{"periode":"201608","nilai_tagihan":"300000","admin":"2500","denda":"0","total":302500}]}}})");
const json kPlnPaid = json::parse(
    R"({"tr_id":9732792,"code":"PLNPOSTPAID","datetime":"20180803171844","hp":"530000000001",)"
    R"("tr_name":"SUBCRIBER NAME","period":"201608","nominal":300000,"admin":2500,"response_code":"00",)"
    R"("message":"PAYMENT SUCCESS","price":302500,"selling_price":301900,"balance":997586108,)"
    R"("noref":"004212C9245F1BA43A77CEBD5CD5DA39","ref_id":"09128374655","desc":{"tarif":"R1","daya":1300,)"
    R"("lembar_tagihan":"1","lembar_tagihan_sisa":4,"tagihan":{"detail":[{"periode":"201608","nilai_tagihan":"300000",)"
    R"("admin":"2500","denda":"500","meter_awal":"00080000","meter_akhir":"00090000","total":302500}]}}})");

std::string answerOf(const json& data) { return json{{"data", data}, {"meta", json::array()}}.dump(); }

json with(json data, const char* key, const json& value) {
  data[key] = value;
  return data;
}
json without(json data, const char* key) {
  data.erase(key);
  return data;
}

Verdict attempted(const json& data) { return readTopUp(answerOf(data), kOrder, Asked::Attempt); }
Verdict statusOf(const json& data) { return readTopUp(answerOf(data), kOrder, Asked::Status); }
Verdict paid(const json& data) { return readBillPayment(answerOf(data), kPaid, Asked::Attempt); }
Verdict billStatusOf(const json& data) { return readBillPayment(answerOf(data), kPaid, Asked::Status); }
ports::InquiryReply inquired(const json& data) { return readBillInquiry(answerOf(data), kInquired); }

UpstreamSettings settings() {
  UpstreamSettings made;
  made.id = UpstreamId("iak");
  made.protocol = "iak";
  made.url = "https://prepaid.example/iak";
  made.caPem = "CA";
  made.values = {{"username", kAccount.username},
                 {"apiKey", kAccount.apiKey},
                 {"postpaidUrl", "https://postpaid.example/iak"}};
  return made;
}

struct Bench {
  tests::ScriptedTransport transport;
  tests::StillClock clock{Instant{1'795'417'509'000}};
  tests::CountingEntropy entropy;
  std::unique_ptr<ports::Upstream> upstream =
      std::move(*IakUpstream::create(settings(), {transport, clock, entropy}));

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
  order.sku = Sku("xld25000");
  order.number = "0817777215";
  order.cost = Money::rupiah(25'000);
  order.attemptRef = AttemptRef("order001");
  return order;
}

ports::PaymentOrder billOrder() {
  ports::PaymentOrder order;
  order.kind = ProductKind::Bill;
  order.family = Family::PlnBill;
  order.sku = Sku("PLNPOSTPAID");
  order.number = "530000000001";
  order.amount = Money::rupiah(300'000);
  order.cost = Money::rupiah(301'900);
  order.attemptRef = AttemptRef("09128374655");
  order.inquiryId = "9732792";
  return order;
}

// Rows of a table of codes: each code is one, with the words of the classes that it belongs to.
auto codeRows() {
  QTest::addColumn<QByteArray>("rc");
  QTest::addColumn<QByteArray>("attempt");
  QTest::addColumn<QByteArray>("question");
  return [](const std::vector<const char*>& codes, const char* attempt, const char* question) {
    for (const char* rc : codes) QTest::newRow(rc) << QByteArray(rc) << QByteArray(attempt) << QByteArray(question);
  };
}
auto billRows() {
  QTest::addColumn<QByteArray>("rc");
  QTest::addColumn<QByteArray>("attempt");
  QTest::addColumn<QList<QByteArray>>("question");
  QTest::addColumn<QByteArray>("inquiry");
  return [](const std::vector<const char*>& codes, const char* attempt, const QList<QByteArray>& question,
            const char* inquiry) {
    for (const char* rc : codes)
      QTest::newRow(rc) << QByteArray(rc) << QByteArray(attempt) << question << QByteArray(inquiry);
  };
}

#define COMPARE_KIND(actual, expected) QCOMPARE(std::string(wordOf(actual)), std::string(wordOf(expected)))

}  // namespace

class IakCodecTest : public QObject {
  Q_OBJECT

 private slots:
  void signsAsTheVectorsDo() {
    QCOMPARE(signOf(kAccount, "bl"), std::string("071abd1cb56edb05a678be2caa4f5a27"));
    QCOMPARE(signOf(kAccount, "pl"), std::string("0f5ad9b4c3401086ac22e6231a217f95"));
    QCOMPARE(signOf(kAccount, "cs"), std::string("62dc9a5d81fb7e18be43525660abdcaa"));
    QCOMPARE(signOf(kAccount, "order001"), std::string("d7ec5d675adb19617c2de28695eb8163"));
  }

  void bodiesAreByTheBook() {
    const auto is = [](const std::string& body, const json& expected) {
      json sent = json::parse(body);
      QVERIFY(sent.contains("sign"));
      sent.erase("sign");
      QCOMPARE(QString::fromStdString(sent.dump()), QString::fromStdString(expected.dump()));
    };
    is(balanceBody(kAccount), {{"username", "081234567890"}});
    is(priceListBody(kAccount), {{"username", "081234567890"}, {"status", "all"}});
    is(billListBody(kAccount), {{"commands", "pricelist-pasca"}, {"username", "081234567890"}, {"status", "all"}});
    is(topUpBody(kAccount, kOrder), {{"username", "081234567890"},
                                     {"ref_id", "order001"},
                                     {"customer_id", "0817777215"},
                                     {"product_code", "xld25000"}});
    is(checkStatusBody(kAccount, "order001"), {{"username", "081234567890"}, {"ref_id", "order001"}});
    is(plnInquiryBody(kAccount, "12345678901"), {{"username", "081234567890"}, {"customer_id", "12345678901"}});
    const json inquiry = {{"commands", "inq-pasca"},
                          {"username", "081234567890"},
                          {"code", "PLNPOSTPAID"},
                          {"hp", "530000000001"},
                          {"ref_id", "09128374655"}};
    is(billInquiryBody(kAccount, kInquired, {}), inquiry);
    is(billInquiryBody(kAccount, kInquired, {2, Money()}), with(inquiry, "month", "2"));
    is(billInquiryBody(kAccount, kInquired, {0, Money::rupiah(100'000)}), with(inquiry, "desc", {{"amount", 100'000}}));
    is(billPaymentBody(kAccount, "9732792"),
       {{"commands", "pay-pasca"}, {"username", "081234567890"}, {"tr_id", "9732792"}});
    is(billStatusBody(kAccount, "09128374655"),
       {{"commands", "checkstatus"}, {"username", "081234567890"}, {"ref_id", "09128374655"}});
    QCOMPARE(json::parse(billPaymentBody(kAccount, "9732792"))["sign"].get<std::string>(), signOf(kAccount, "9732792"));
    QCOMPARE(json::parse(billStatusBody(kAccount, "x"))["sign"].get<std::string>(), signOf(kAccount, "cs"));
  }

  // The book's table, written a second time and by class, so that a slip in one of the two shows: what each code proves
  // in answer to the top-up, and in answer to the question about it.
  void everyPrepaidCode_data() {
    const auto row = codeRows();
    row({"00"}, "succeeded", "succeeded");
    row({"39", "201"}, "pending", "pending");
    // Not there says nothing of an order that is perhaps still on its way; to the question it is an answer.
    row({"06"}, "unknown", "notFound");
    row({"17"}, "refusedForNow", "failed");
    // What refuses at the door has not looked at any order: to a question it proves nothing.
    row({"110"}, "refusedForNow", "unknown");
    row({"102", "107", "117", "118", "204", "205"}, "refusedByConfig", "unknown");
    row({"07", "10", "12", "13", "14", "16", "20", "106", "121", "131", "141", "142", "143", "202", "203", "206", "207"},
        "failed", "failed");
  }
  void everyPrepaidCode() {
    QFETCH(QByteArray, rc);
    QFETCH(QByteArray, attempt);
    QFETCH(QByteArray, question);
    const bool open = attempt == "pending";
    const json answer = with(with(kDone, "rc", rc.toStdString()), "status", rc == "00" ? 1 : open ? 0 : 2);
    QCOMPARE(QByteArray::fromStdString(std::string(wordOf(attempted(answer).kind))), attempt);
    QCOMPARE(QByteArray::fromStdString(std::string(wordOf(statusOf(answer).kind))), question);
    // The name check is a question of its own: it never ends a payment, and no trouble of it condemns the number.
    const VerdictKind name = readPlnInquiry(answerOf(answer), "12345678901").verdict.kind;
    if (open || rc == "06")
      COMPARE_KIND(name, VerdictKind::RefusedForNow);
  }

  // As for goods; for a bill the question is decided by its `status` too: 0 not paid, 1 paid, 2 failed, 3 in process.
  // The last column is the inquiry before the sale.
  void everyBillCode_data() {
    const auto row = billRows();
    row({"00"}, "succeeded", {"notFound", "succeeded", "unknown", "unknown"}, "succeeded");
    row({"05", "39", "201"}, "pending", {"unknown", "unknown", "unknown", "pending"}, "refusedForNow");
    row({"02", "42"}, "unknown", {"notFound", "unknown", "unknown", "unknown"}, "failed");
    row({"01", "34", "40"}, "unknown", {"unknown", "unknown", "failed", "unknown"}, "failed");
    row({"11", "91", "92", "103", "105"}, "unknown", {"unknown", "unknown", "failed", "unknown"}, "refusedForNow");
    row({"06"}, "failed", {"notFound", "unknown", "failed", "unknown"}, "failed");
    row({"17", "33", "109"}, "refusedForNow", {"unknown", "unknown", "failed", "unknown"}, "refusedForNow");
    row({"110"}, "refusedForNow", {"unknown", "unknown", "unknown", "unknown"}, "refusedForNow");
    row({"03"}, "refusedByConfig", {"unknown", "unknown", "failed", "unknown"}, "refusedByConfig");
    row({"100", "101", "102", "107", "117", "118"}, "refusedByConfig", {"unknown", "unknown", "unknown", "unknown"},
        "refusedByConfig");
    row({"106"}, "failed", {"unknown", "unknown", "failed", "unknown"}, "refusedForNow");
    row({"04", "07", "08", "09", "10", "13", "14", "15", "16", "20", "30", "31", "32", "35", "36", "37", "38", "41", "93",
         "94", "108"},
        "failed", {"unknown", "unknown", "failed", "unknown"}, "failed");
  }
  void everyBillCode() {
    QFETCH(QByteArray, rc);
    QFETCH(QByteArray, attempt);
    QFETCH(QList<QByteArray>, question);
    QFETCH(QByteArray, inquiry);
    const auto word = [](const Verdict& verdict) { return QByteArray::fromStdString(std::string(wordOf(verdict.kind))); };
    const json answer = with(kPlnPaid, "response_code", rc.toStdString());
    QCOMPARE(word(paid(answer)), attempt);
    for (int status = 0; status < 4; ++status)
      QCOMPARE(word(billStatusOf(with(answer, "status", status))), question.at(status));
    // Without its status, or with one that the book does not have, the question is not answered, whatever the code says;
    // but for "no such inquiry".
    QCOMPARE(word(billStatusOf(answer)), QByteArray(rc == "06" ? "notFound" : "unknown"));
    QCOMPARE(word(billStatusOf(with(answer, "status", 4))), QByteArray("unknown"));
    QCOMPARE(word(inquired(with(kPlnInquired, "response_code", rc.toStdString())).verdict), inquiry);
  }

  // Both tables are the book's: no row of it is missing, and no row is invented.
  void theTablesAreWhole() {
    QCOMPARE(kPrepaidCodes.size(), std::size_t{29});
    QCOMPARE(kBillCodes.size(), std::size_t{48});
  }

  void codesOutsideTheTablesAreOpen() {
    for (const char* rc : {"", "0", "000", "0 0", "00.", "0O", "08", "43", "99", "208", "1000", "success"}) {
      for (int status = 0; status < 3; ++status) {
        const json answer = with(with(kDone, "rc", rc), "status", status);
        COMPARE_KIND(attempted(answer).kind, VerdictKind::Unknown);
        COMPARE_KIND(statusOf(answer).kind, VerdictKind::Unknown);
      }
      COMPARE_KIND(readPlnInquiry(answerOf({{"rc", rc}, {"status", "1"}, {"customer_id", "12345678901"}, {"name", "X"}}),
                                  "12345678901")
                       .verdict.kind,
                   VerdictKind::Unknown);
    }
    for (const char* rc : {"", "0", "000", "0 0", "00.", "0O", "12", "43", "99", "208", "1000", "success"}) {
      COMPARE_KIND(paid(with(kPlnPaid, "response_code", rc)).kind, VerdictKind::Unknown);
      for (int status = 0; status < 4; ++status)
        COMPARE_KIND(billStatusOf(with(with(kPlnPaid, "response_code", rc), "status", status)).kind, VerdictKind::Unknown);
      COMPARE_KIND(inquired(with(kPlnInquired, "response_code", rc)).verdict.kind, VerdictKind::Unknown);
    }
  }

  // The codes for which the book says "Failed", and which in the mouth of a payment prove nothing.
  void troubleOnTheWayToTheBillerIsOpen() {
    for (const char* rc : {"01", "34", "40", "91", "92", "103", "105"})
      COMPARE_KIND(paid(with(kPlnPaid, "response_code", rc)).kind, VerdictKind::Unknown);
  }

  void whatIsMissingOrContradictsIsOpen_data() {
    QTest::addColumn<QByteArray>("answer");
    const auto row = [](const char* name, const std::string& text) { QTest::newRow(name) << QByteArray::fromStdString(text); };
    row("no JSON", "<html>login</html>");
    row("nothing", "");
    row("no data", "{}");
    row("data is text", R"({"data":"00"})");
    row("no rc", answerOf(without(kDone, "rc")));
    row("unknown rc", answerOf(with(kDone, "rc", "77")));
    row("rc of another type", answerOf(with(kDone, "rc", json::array({"00"}))));
    row("no status", answerOf(without(kDone, "status")));
    row("status in process, rc done", answerOf(with(kDone, "status", 0)));
    row("status failed, rc done", answerOf(with(kDone, "status", 2)));
    row("status done, rc in process", answerOf(with(kProcess, "status", 1)));
    row("status done, rc failed", answerOf(with(with(kDone, "rc", "07"), "status", 1)));
    row("another order", answerOf(with(kDone, "ref_id", "order002")));
    row("another number", answerOf(with(kDone, "customer_id", "0817777216")));
    row("other goods", answerOf(with(kDone, "product_code", "xld50000")));
    row("no order", answerOf(without(kDone, "ref_id")));
    row("no number", answerOf(without(kDone, "customer_id")));
    row("failed, another order", answerOf(with(with(with(kDone, "rc", "07"), "status", 2), "ref_id", "order002")));
    row("not found, another order", answerOf({{"rc", "06"}, {"ref_id", "order002"}}));
  }
  void whatIsMissingOrContradictsIsOpen() {
    QFETCH(QByteArray, answer);
    COMPARE_KIND(readTopUp(answer.toStdString(), kOrder, Asked::Attempt).kind, VerdictKind::Unknown);
    COMPARE_KIND(readTopUp(answer.toStdString(), kOrder, Asked::Status).kind, VerdictKind::Unknown);
  }

  void aBillsAnswerMustNameTheInquiry_data() {
    QTest::addColumn<QByteArray>("answer");
    const auto row = [](const char* name, const json& data) { QTest::newRow(name) << QByteArray::fromStdString(answerOf(data)); };
    row("another inquiry", with(kPlnPaid, "tr_id", 1));
    row("another reference", with(kPlnPaid, "ref_id", "1"));
    row("another bill", with(kPlnPaid, "code", "BPJS"));
    row("no inquiry", without(kPlnPaid, "tr_id"));
    row("no reference", without(kPlnPaid, "ref_id"));
    row("failed, another inquiry", with(with(kPlnPaid, "tr_id", 1), "response_code", "37"));
    row("failed, and whose nobody says", {{"response_code", "37"}, {"message", "PEMBAYARAN GAGAL"}});
    row("no rc", without(kPlnPaid, "response_code"));
    row("unknown rc", with(kPlnPaid, "response_code", "777"));
  }
  void aBillsAnswerMustNameTheInquiry() {
    QFETCH(QByteArray, answer);
    COMPARE_KIND(readBillPayment(answer.toStdString(), kPaid, Asked::Attempt).kind, VerdictKind::Unknown);
    const json asked = with(json::parse(answer.toStdString())["data"], "status", 1);
    COMPARE_KIND(readBillPayment(answerOf(asked), kPaid, Asked::Status).kind, VerdictKind::Unknown);
  }

  // `price` is the customer's, `selling_price` the deposit's; in the rest of the market it is the other way round.
  void theNamingTrap() {
    const ports::InquiryReply reply = inquired(kPlnInquired);
    COMPARE_KIND(reply.verdict.kind, VerdictKind::Succeeded);
    QCOMPARE(reply.amount.amount(), 300'000);
    QCOMPARE(reply.adminFee.amount(), 2500);
    QCOMPARE(reply.cost.amount(), 301'900);
    QCOMPARE(paid(kPlnPaid).cost.amount(), 301'900);
    QCOMPARE(reply.customerName, std::string("SUBCRIBER NAME"));
    QCOMPARE(reply.details.at(ports::kInquiryId), std::string("9732792"));
  }

  void anInquiryWithoutSensibleMoneyIsOpen() {
    for (const char* key : {"price", "admin", "selling_price", "tr_id"})
      COMPARE_KIND(inquired(without(kPlnInquired, key)).verdict.kind, VerdictKind::Unknown);
    COMPARE_KIND(inquired(with(kPlnInquired, "nominal", 300'001)).verdict.kind, VerdictKind::Unknown);
    COMPARE_KIND(inquired(with(kPlnInquired, "selling_price", 0)).verdict.kind, VerdictKind::Unknown);
    COMPARE_KIND(inquired(with(kPlnInquired, "price", 2500)).verdict.kind, VerdictKind::Unknown);
    COMPARE_KIND(inquired(with(kPlnInquired, "hp", "530000000002")).verdict.kind, VerdictKind::Unknown);
  }

  void whatABillTells() {
    const Details details = paid(kPlnPaid).details;
    const std::map<std::string, std::string> expected = {{"customerName", "SUBCRIBER NAME"},
                                                         {"period", "201608"},
                                                         {"reference", "004212C9245F1BA43A77CEBD5CD5DA39"},
                                                         {"tariff", "R1"},
                                                         {"power", "1300"},
                                                         {"billCount", "1"},
                                                         {"remaining", "4"},
                                                         {"penalty", "500"},
                                                         {"meterFrom", "00080000"},
                                                         {"meterTo", "00090000"},
                                                         {"bill.1.period", "201608"},
                                                         {"bill.1.amount", "300000"},
                                                         {"bill.1.admin", "2500"},
                                                         {"bill.1.penalty", "500"},
                                                         {"bill.1.meterFrom", "00080000"},
                                                         {"bill.1.meterTo", "00090000"}};
    QVERIFY(details == expected);
    QCOMPARE(paid(kPlnPaid).serial, std::string("004212C9245F1BA43A77CEBD5CD5DA39"));
    const json water = with(kPlnInquired, "desc",
                            json::parse(R"({"bill_quantity":1,"address":"WONOKROMO","pdam_name":"PDAM SURABAYA",)"
                                        R"("due_date":"1-15 DES 2014","kode_tarif":"3A","bill":{"detail":[{"period":)"
                                        R"("201412","first_meter":4589,"last_meter":4613,"penalty":7500,)"
                                        R"("bill_amount":27240,"misc_amount":750,"stand":""}]}})"));
    const Details told = inquired(water).details;
    QCOMPARE(told.at("billerName"), std::string("PDAM SURABAYA"));
    QCOMPARE(told.at("tariff"), std::string("3A"));
    QCOMPARE(told.at("meterFrom"), std::string("4589"));
    QCOMPARE(told.at("penalty"), std::string("7500"));
    QCOMPARE(told.at("bill.1.other"), std::string("750"));
  }

  // Token, name, segment, power and energy: the segment has a slash of its own.
  void aPlnSerialHasFiveParts() {
    const Verdict verdict =
        statusOf(with(kDone, "sn", "0123-4567-8901-2345-6789/PT INDOBEST ARTHA KREASI/R1 /000001300/66.2"));
    QCOMPARE(verdict.token, std::string("01234567890123456789"));
    QCOMPARE(verdict.details.at("customerName"), std::string("PT INDOBEST ARTHA KREASI"));
    QCOMPARE(verdict.details.at("tariff"), std::string("R1"));
    QCOMPARE(verdict.details.at("power"), std::string("1300"));
    QCOMPARE(verdict.details.at("kwh"), std::string("66.2"));
  }

  void aMetersName() {
    const json named = {{"status", "1"},          {"customer_id", "12345678901"}, {"meter_no", "548933889287"},
                        {"subscriber_id", "12345678901"}, {"name", "Sintya Oktaviani"}, {"segment_power", "R1 /000001300"},
                        {"message", "SUCCESS"},   {"rc", "00"}};
    const ports::InquiryReply reply = readPlnInquiry(answerOf(named), "12345678901");
    COMPARE_KIND(reply.verdict.kind, VerdictKind::Succeeded);
    QCOMPARE(reply.customerName, std::string("Sintya Oktaviani"));
    QCOMPARE(reply.details.at("power"), std::string("1300"));
    COMPARE_KIND(readPlnInquiry(answerOf(named), "12345678902").verdict.kind, VerdictKind::Unknown);
    COMPARE_KIND(readPlnInquiry(answerOf(without(named, "name")), "12345678901").verdict.kind, VerdictKind::Unknown);
    COMPARE_KIND(readPlnInquiry(answerOf({{"rc", "14"}, {"status", 2}}), "12345678901").verdict.kind, VerdictKind::Failed);
  }

  void theDeposit() {
    QCOMPARE(readBalance(answerOf({{"balance", 997061249}, {"message", "SUCCESS"}, {"rc", "00"}})).balance.amount(),
             997'061'249);
    COMPARE_KIND(readBalance(answerOf({{"message", "SUCCESS"}, {"rc", "00"}})).verdict.kind, VerdictKind::Unknown);
    COMPARE_KIND(readBalance(answerOf({{"rc", "204"}})).verdict.kind, VerdictKind::RefusedByConfig);
    COMPARE_KIND(readBalance("<html>").verdict.kind, VerdictKind::Unknown);
  }

  // In the words of the market's catalogue, so that the same goods of two suppliers are one product.
  void thePriceLists() {
    const json item = {{"product_code", "hthree5000"},   {"product_description", "Three"}, {"product_nominal", "5.000"},
                       {"product_details", "-"},         {"product_price", 5'600},         {"product_type", "pulsa"},
                       {"status", "active"},             {"product_category", "pulsa"}};
    json token = item;
    token.update({{"product_code", "hpln20000"}, {"product_description", "PLN"}, {"product_nominal", "20000"},
                  {"product_type", "pln"}, {"product_category", "pln"}, {"status", "non active"}});
    json voucher = item;
    voucher.update({{"product_code", "alfamart100"}, {"product_nominal", "Voucher Alfamart Rp 100.000"},
                    {"product_description", "Alfamart Voucher"}, {"product_type", "voucher"}});
    const json odd = with(item, "product_price", "free");
    for (const std::string& answer :
         {answerOf(json::array({item, token, voucher, odd})), answerOf({{"pricelist", {item, token, voucher, odd}}, {"rc", "00"}})}) {
      const ports::PriceListReply list = readPrepaidList(answer, UpstreamId("iak"));
      COMPARE_KIND(list.verdict.kind, VerdictKind::Succeeded);
      QCOMPARE(list.entries.size(), std::size_t{3});
      QCOMPARE(list.entries[0].brand, std::string("TRI"));
      QCOMPARE(list.entries[0].category, std::string("Pulsa"));
      QCOMPARE(list.entries[0].name, std::string("Three 5.000"));
      QVERIFY(list.entries[0].offer.available);
      QVERIFY(list.entries[0].offer.cutOff.isNone());
      QCOMPARE(list.entries[1].category, std::string("PLN"));
      QVERIFY(!list.entries[1].offer.available);
      QVERIFY(list.entries[1].offer.cutOff.covers(MinuteOfDay{23 * 60}));
      QVERIFY(!list.entries[1].offer.cutOff.covers(MinuteOfDay{22 * 60 + 59}));
      QVERIFY(list.entries[1].offer.cutOff.covers(MinuteOfDay{59}));
      QCOMPARE(list.entries[2].name, std::string("Voucher Alfamart Rp 100.000"));
    }
    const json bills = {{"pasca",
                         {{{"code", "AETRA"}, {"name", "AETRA"}, {"status", 1}, {"fee", 2500}, {"komisi", 700}, {"type", "pdam"}},
                          {{"code", "PLNNONH"}, {"name", "PLN Nontaglis"}, {"status", 4}, {"fee", 1600}, {"komisi", 600}, {"type", "pln"}},
                          {{"code", "ESAMSAT.JABAR"}, {"name", "Esamsat Jabar"}, {"status", 1}, {"fee", 5000}, {"komisi", 2500},
                           {"type", "pajak-kendaraan"}}}}};
    const ports::PriceListReply list = readBillList(answerOf(bills), UpstreamId("iak"));
    QCOMPARE(list.entries.size(), std::size_t{2});
    QCOMPARE(list.entries[0].brand, std::string("PDAM"));
    QCOMPARE(list.entries[0].offer.cost.amount(), 1800);
    QVERIFY(list.entries[0].offer.available);
    QCOMPARE(list.entries[1].brand, std::string("PLN NONTAGLIS"));
    QVERIFY(!list.entries[1].offer.available);
    COMPARE_KIND(readBillList(answerOf({{"response_code", "102"}}), UpstreamId("iak")).verdict.kind, VerdictKind::RefusedByConfig);
    COMPARE_KIND(readBillList(answerOf({{"response_code", "00"}}), UpstreamId("iak")).verdict.kind, VerdictKind::Unknown);
    COMPARE_KIND(readPrepaidList("<html>", UpstreamId("iak")).verdict.kind, VerdictKind::Unknown);
    // A code that is none is shown to people as a message is: nothing in it that a terminal would obey, and not all of it.
    const auto unknown = readPrepaidList(R"({"data":{"rc":"2\u001b0\u007f4product.status"}})", UpstreamId("iak"));
    COMPARE_KIND(unknown.verdict.kind, VerdictKind::Unknown);
    QCOMPARE(QString::fromStdString(unknown.verdict.code), QStringLiteral("204pro"));
  }

  // The document's sample of land tax, but for its year.
  void landTaxIsAskedByItsYear() {
    Bench bench;
    ports::InquiryOrder inquiry;
    inquiry.kind = ProductKind::Bill;
    inquiry.family = Family::Tax;
    inquiry.sku = Sku("PBBKOT.CIMAHI");
    inquiry.number = "329801092375999901";
    inquiry.attemptRef = AttemptRef("978994691299");
    inquiry.fields.taxYear = "2019";
    const json sample = json::parse(
        R"({"tr_id":24462730,"code":"PBBKOT.CIMAHI","hp":"329801092375999901","tr_name":"TESTING PBB","period":"201909",)"
        R"("nominal":203857,"admin":5000,"ref_id":"978994691299","response_code":"00","message":"INQUIRY SUCCESS",)"
        R"("price":208857,"selling_price":208857,"desc":{"tahun_pajak":"2019","lokasi":"KO. GRIYA ASRI CIPAGERAN",)"
        R"("kelurahan":"CIPAGERAN","kecamatan":"CIMAHI UTARA","kab_kota":"PEMKOT CIMAHI","luas_tanah":"113 M2",)"
        R"("luas_gedung":"47 M2","jatuh_tempo":"31/10/2019","denda":0}})");
    std::vector<ports::InquiryReply> got;
    const auto keep = [&](const ports::InquiryReply& reply) { got.push_back(reply); };
    json another = sample;
    another["desc"]["tahun_pajak"] = "2018";
    bench.transport.reply(answered(200, answerOf(sample)));
    bench.transport.reply(answered(200, answerOf(another)));
    bench.upstream->inquire(inquiry, keep);
    bench.upstream->inquire(inquiry, keep);
    bench.run();
    QCOMPARE(json::parse(bench.transport.sent().at(0).body)["year"].get<std::string>(), std::string("2019"));
    QCOMPARE(got.size(), std::size_t{2});
    COMPARE_KIND(got[0].verdict.kind, VerdictKind::Succeeded);
    QCOMPARE(got[0].amount.amount(), 203'857);
    QCOMPARE(got[0].details.at("taxYear"), std::string("2019"));
    QCOMPARE(got[0].details.at("subdistrict"), std::string("CIPAGERAN"));
    QCOMPARE(got[0].details.at("landArea"), std::string("113 M2"));
    // Of another year: not the bill that was asked for.
    COMPARE_KIND(got[1].verdict.kind, VerdictKind::Unknown);
    QCOMPARE(got[1].verdict.code, std::string("wrong-echo"));
    for (const char* odd : {"", "20\n19"}) {
      inquiry.fields.taxYear = odd;
      bench.upstream->inquire(inquiry, keep);
      COMPARE_KIND(got.back().verdict.kind, VerdictKind::Failed);
    }
    QCOMPARE(bench.transport.sent().size(), std::size_t{2});
  }

  // Its protocol has no field for an owner: asked without, it would tell of another bill.
  void whatItHasNoFieldForIsNotAsked() {
    Bench bench;
    ports::InquiryOrder inquiry;
    inquiry.kind = ProductKind::Bill;
    inquiry.family = Family::VehicleTax;
    inquiry.sku = Sku("ESAMSAT.JABAR");
    inquiry.number = "B1234XYZ";
    inquiry.attemptRef = AttemptRef("09128374655");
    inquiry.fields.ownerId = "3273010101900001";
    std::optional<ports::InquiryReply> got;
    bench.upstream->inquire(inquiry, [&](const ports::InquiryReply& reply) { got = reply; });
    bench.run();
    QVERIFY(got.has_value());
    COMPARE_KIND(got->verdict.kind, VerdictKind::Failed);
    QVERIFY(bench.transport.sent().empty());
    const json bills = {{"pasca",
                         {{{"code", "ESAMSAT.JABAR"},
                           {"name", "Esamsat"},
                           {"status", 1},
                           {"fee", 2500},
                           {"komisi", 700},
                           {"type", "pajak-kendaraan"}},
                          {{"code", "PDL"},
                           {"name", "Pajak"},
                           {"status", 1},
                           {"fee", 2500},
                           {"komisi", 700},
                           {"type", "pajak-daerah"}},
                          {{"code", "AETRA"},
                           {"name", "AETRA"},
                           {"status", 1},
                           {"fee", 2500},
                           {"komisi", 700},
                           {"type", "pdam"}}}}};
    const ports::PriceListReply list = readBillList(answerOf(bills), UpstreamId("iak"));
    QCOMPARE(list.entries.size(), std::size_t{1});
    QCOMPARE(list.entries[0].offer.sku, Sku("AETRA"));
  }

  // BPJS is paid for as many months as the customer wishes, one unless told; nothing else is.
  void monthsAreAskedFor() {
    Bench bench;
    QVERIFY(bench.upstream->takesMonths(ProductKind::Bill, Family::Health));
    QVERIFY(!bench.upstream->takesMonths(ProductKind::Bill, Family::Water));
    QVERIFY(!bench.upstream->takesMonths(ProductKind::Prepaid, Family::Health));
    const auto ask = [&](Family family, const std::string& months) {
      ports::InquiryOrder inquiry;
      inquiry.kind = ProductKind::Bill;
      inquiry.family = family;
      inquiry.sku = Sku("BPJS");
      inquiry.number = "8801234560001";
      inquiry.attemptRef = AttemptRef("091283746511");
      inquiry.fields.months = months;
      const std::size_t before = bench.transport.sent().size();
      bench.upstream->inquire(inquiry, [](const ports::InquiryReply&) {});
      if (bench.transport.sent().size() == before)
        return std::string("not sent");
      const json body = json::parse(bench.transport.sent().back().body);
      return body.contains("month") ? body["month"].get<std::string>() : std::string("no month");
    };
    QCOMPARE(ask(Family::Health, ""), std::string("1"));
    QCOMPARE(ask(Family::Health, "2"), std::string("2"));
    QCOMPARE(ask(Family::Health, "12"), std::string("12"));
    for (const char* odd : {"0", "13", "-1", "2x", " 2", "99999999999"})
      QCOMPARE(ask(Family::Health, odd), std::string("not sent"));
    QCOMPARE(ask(Family::Water, ""), std::string("no month"));
    QCOMPARE(ask(Family::Water, "2"), std::string("not sent"));
  }

  // Money goes once and as money; questions go as questions, to the API that they belong to.
  void eachCallGoesWhereItBelongs() {
    Bench bench;
    const Attempt topUp = bench.attempt(topUpOrder());
    const Attempt bill = bench.attempt(billOrder());
    QCOMPARE(bench.attempt(topUpOrder()).body, topUp.body);
    std::vector<Verdict> verdicts;
    const auto keep = [&verdicts](const Verdict& verdict) { verdicts.push_back(verdict); };
    bench.upstream->pay(topUp, keep);
    bench.upstream->ask(topUp, keep);
    bench.upstream->pay(bill, keep);
    bench.upstream->ask(bill, keep);
    bench.transport.reply(answered(200, answerOf(kProcess)));
    bench.transport.reply(answered(200, answerOf(kDone)));
    bench.transport.reply(answered(200, answerOf(kPlnPaid)));
    bench.transport.reply(answered(200, answerOf(with(kPlnPaid, "status", 1))));
    bench.run();
    QCOMPARE(verdicts.size(), std::size_t{4});
    COMPARE_KIND(verdicts[0].kind, VerdictKind::Pending);
    for (const std::size_t i : {1U, 2U, 3U}) COMPARE_KIND(verdicts[i].kind, VerdictKind::Succeeded);
    const auto& sent = bench.transport.sent();
    const char* urls[] = {"https://prepaid.example/iak/api/top-up", "https://prepaid.example/iak/api/check-status",
                          "https://postpaid.example/iak/api/v1/bill/check",
                          "https://postpaid.example/iak/api/v1/bill/check"};
    const RequestKind kinds[] = {RequestKind::Money, RequestKind::Question, RequestKind::Money, RequestKind::Question};
    for (std::size_t i = 0; i < 4; ++i) {
      QCOMPARE(sent[i].url, std::string(urls[i]));
      QVERIFY(sent[i].kind == kinds[i]);
      QCOMPARE(sent[i].caPem, std::string("CA"));
    }
    QCOMPARE(sent[0].body, topUp.body);
    QCOMPARE(sent[2].body, bill.body);
  }

  void theTransportsEvidence() {
    Bench bench;
    const Attempt topUp = bench.attempt(topUpOrder());
    std::vector<Verdict> verdicts;
    const auto keep = [&verdicts](const Verdict& verdict) { verdicts.push_back(verdict); };
    for (int i = 0; i < 2; ++i) bench.upstream->pay(topUp, keep);
    bench.transport.reply(unanswered(HttpReply::Kind::NotSent, "connect"));
    bench.transport.reply(unanswered(HttpReply::Kind::MaybeSent, "timeout"));
    bench.run();
    COMPARE_KIND(verdicts[0].kind, VerdictKind::NotSent);
    COMPARE_KIND(verdicts[1].kind, VerdictKind::Unknown);
  }

  void aForeignBodyIsNeverSent() {
    Bench bench;
    for (Attempt attempt : {bench.attempt(topUpOrder()), bench.attempt(billOrder())}) {
      attempt.body = "{}";
      std::vector<Verdict> verdicts;
      bench.upstream->pay(attempt, [&](const Verdict& verdict) { verdicts.push_back(verdict); });
      bench.upstream->ask(attempt, [&](const Verdict& verdict) { verdicts.push_back(verdict); });
      QCOMPARE(verdicts.size(), std::size_t{2});
      COMPARE_KIND(verdicts[0].kind, VerdictKind::NotSent);
      COMPARE_KIND(verdicts[1].kind, VerdictKind::Unknown);
    }
    Attempt other = bench.attempt(topUpOrder());
    other.attemptRef = AttemptRef("order002");
    bench.upstream->pay(other, [](const Verdict& verdict) { COMPARE_KIND(verdict.kind, VerdictKind::NotSent); });
    QVERIFY(bench.transport.sent().empty());
  }

  void whatCannotBeCarriedIsSaidBefore() {
    Bench bench;
    ports::PaymentOrder bill = billOrder();
    bill.inquiryId.clear();
    QCOMPARE(bench.upstream->prepare(bill).error().code, ErrorCode::NeedsInquiry);
    ports::PaymentOrder order = topUpOrder();
    order.attemptRef = AttemptRef("order 001");
    QVERIFY(!bench.upstream->prepare(order));
    order = topUpOrder();
    order.number = "08\n";
    QCOMPARE(bench.upstream->prepare(order).error().code, ErrorCode::NumberInvalid);
    order = topUpOrder();
    order.kind = ProductKind::Transfer;
    QVERIFY(!bench.upstream->prepare(order));
    for (const char* key : {"username", "apiKey", "postpaidUrl"}) {
      UpstreamSettings incomplete = settings();
      incomplete.values.erase(key);
      const auto made = IakUpstream::create(incomplete, {bench.transport, bench.clock, bench.entropy});
      QVERIFY(!made);
      QCOMPARE(made.error().detail, "iak." + std::string(key));
    }
  }

  // The sign of a callback is over the reference alone, the very sign that our own order carries: whoever has seen one
  // may write any end beside it. So no callback is read, the well signed one no more than the forged.
  void aCallbackIsNotBelieved() {
    Bench bench;
    json posted = {{"ref_id", "order001"}, {"status", "1"}, {"message", "SUCCESS"}, {"sn", "123456789"}, {"rc", "00"}};
    posted["sign"] = json::parse(topUpBody(kAccount, kOrder)).at("sign");
    for (const char* status : {"1", "2"}) {
      const auto reading = bench.upstream->readNotice({answerOf(with(posted, "status", status)), "", ""});
      QVERIFY(!reading);
      QVERIFY(reading.error().code == ErrorCode::Usage);
    }
    QCOMPARE(bench.upstream->capabilities(ProductKind::Prepaid).askPause(0).ms, Duration::seconds(2).ms);
  }

  // What the engine may do about an open payment follows from this.
  void whatItPromises() {
    Bench bench;
    const Capabilities goods = bench.upstream->capabilities(ProductKind::Prepaid);
    const Capabilities bills = bench.upstream->capabilities(ProductKind::Bill);
    QVERIFY(!goods.signedOff.empty());
    QVERIFY(goods.status == StatusMeaning::ReadOnly && bills.status == StatusMeaning::ReadOnly);
    QCOMPARE(goods.sameEffect.key + " " + bills.sameEffect.key, std::string("ref_id tr_id"));
    QVERIFY(goods.sameEffect.kept == KeptFor::Ever && bills.sameEffect.kept == KeptFor::Ever);
    QCOMPARE(goods.askPause(0).ms, Duration::seconds(2).ms);
    QCOMPARE(goods.askPause(1).ms, Duration::seconds(5).ms);
    QCOMPARE(goods.askPause(2).ms, Duration::seconds(10).ms);
    QCOMPARE(goods.askPause(3).ms, Duration::seconds(20).ms);
    QCOMPARE(bills.askPause(0).ms, Duration::seconds(60).ms);
    // Every Failed that the codec can say is proof, and nothing else is.
    for (const ResponseCode& code : kPrepaidCodes)
      QCOMPARE(goods.provesRefusal(code.rc), code.kind == VerdictKind::Failed || code.kind == VerdictKind::RefusedForNow ||
                                                 code.kind == VerdictKind::RefusedByConfig);
    QVERIFY(bills.provesRefusal("105"));
    for (const char* rc : {"00", "02", "05", "39", "42", "201"}) QVERIFY(!bills.provesRefusal(rc));
  }
};

QTEST_GUILESS_MAIN(IakCodecTest)
#include "iak_codec_test.moc"

#include <QtTest>
#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <tuple>

#include <nlohmann/json.hpp>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include "core/adapters/upstream/snap/codec.h"
#include "core/adapters/upstream/snap/crypto.h"
#include "core/adapters/upstream/snap/response_codes.h"
#include "core/adapters/upstream/snap/snap_upstream.h"
#include "core/adapters/upstream/snap/virtual_account_codec.h"
#include "core/adapters/upstream/snap/wallet_codec.h"
#include "core/base/text.h"
#include "tests/unit/adapters/support/scripted_transport.h"
#include "tests/unit/adapters/support/still_world.h"

using namespace loket;
using namespace loket::adapters::snap;
using nlohmann::json;
using ports::HttpReply;
using ports::HttpRequest;
using ports::RequestKind;
using tests::answered;
using tests::headerOf;
using tests::unanswered;

namespace {

const std::string kVectorBody =
    R"({"partnerReferenceNo":"20260822000000000001","amount":{"value":"100000.00","currency":"IDR"},)"
    R"("beneficiaryAccountNo":"888801000157508","currency":"IDR","customerReference":"INV-1","feeType":"OUR",)"
    R"("remark":"setor tunai","sourceAccountNo":"888801000157610","transactionDate":"2026-08-22T10:00:00+07:00"})";

const Transfer kTransfer{"20260822000000000001", Money::rupiah(100'000), "888801000157508", "888801000157610",
                         "2026-08-22T10:00:00+07:00", "", "", ""};
const Transfer kInterbank{"20260822000000000002", Money::rupiah(250'000), "0148800157", "888801000157610",
                          "2026-08-22T10:00:00+07:00", "014", "BCA", "YORIES YOLANDA"};
const TopUp kTopUp{"20260822000000000003", Money::rupiah(50'000), "901081234567890",
                   "SITI RAHAYU",          "1234567890123",       "2026-08-22T10:00:00+07:00"};
const VaPayment kVa{"20260822000000000004",
                    {"   88608", "1234567890"},
                    Money::rupiah(75'000),
                    "BUDI CONTOH",
                    "2026-08-22T10:00:00+07:00"};
const char* const kVaData = "virtualAccountData";
// 2026-08-22T10:00:00.250+07:00
const Instant kNow = *parseRfc3339("2026-08-22T10:00:00+07:00") + Duration::millis(250);

const std::string kBase = "https://bank.example/snap";

using Key = std::unique_ptr<EVP_PKEY, void (*)(EVP_PKEY*)>;

// One for all tests: making an RSA key takes a while.
EVP_PKEY* partnerKey() {
  static const Key kKey(EVP_RSA_gen(2048), &EVP_PKEY_free);
  return kKey.get();
}

std::string pemOf(EVP_PKEY* key) {
  const std::unique_ptr<BIO, int (*)(BIO*)> memory(BIO_new(BIO_s_mem()), &BIO_free);
  PEM_write_bio_PrivateKey(memory.get(), key, nullptr, nullptr, 0, nullptr, nullptr);
  char* bytes = nullptr;
  const auto size = BIO_get_mem_data(memory.get(), &bytes);
  return std::string(bytes, static_cast<std::size_t>(size));
}

bool isSignedBy(EVP_PKEY* key, const std::string& text, const std::string& base64) {
  const QByteArray signature = QByteArray::fromBase64(QByteArray::fromStdString(base64));
  const std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)> context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
  EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, key);
  return EVP_DigestVerify(context.get(), reinterpret_cast<const unsigned char*>(signature.constData()),
                          static_cast<std::size_t>(signature.size()),
                          reinterpret_cast<const unsigned char*>(text.data()), text.size()) == 1;
}

UpstreamSettings settings() {
  UpstreamSettings made;
  made.id = UpstreamId("bank");
  made.protocol = "snap";
  made.url = kBase;
  made.caPem = "CA";
  made.values = {{"clientId", "client-1"},
                 {"clientSecret", "sandbox-secret"},
                 {"privateKeyPem", pemOf(partnerKey())},
                 {"partnerId", "partner-1"},
                 {"channelId", "95221"},
                 {"sourceAccount", "888801000157610"},
                 {"profile", "generic"},
                 {"bankName", "Bank Contoh"}};
  return made;
}

std::string tokenAnswer(const std::string& token, const json& expiresIn = "900") {
  return json{{"responseCode", "2007300"},
              {"responseMessage", "Successful"},
              {"accessToken", token},
              {"tokenType", "Bearer"},
              {"expiresIn", expiresIn}}
      .dump();
}

std::string codeOf(int http, const std::string& service, std::string_view number) {
  return std::to_string(http) + service + std::string(number);
}

json transferAnswer(const std::string& code = "2001700") {
  return {{"responseCode", code},
          {"responseMessage", "Successful"},
          {"referenceNo", "2020102977770000000009"},
          {"partnerReferenceNo", kTransfer.reference},
          {"amount", {{"value", "100000.00"}, {"currency", "IDR"}}},
          {"beneficiaryAccountNo", kTransfer.beneficiary},
          {"currency", "IDR"},
          {"sourceAccountNo", kTransfer.source},
          {"transactionDate", kTransfer.date}};
}

json statusAnswer(const std::string& status) {
  return {{"responseCode", "2003600"},
          {"responseMessage", "Successful"},
          {"originalReferenceNo", "2020102977770000000009"},
          {"originalPartnerReferenceNo", kTransfer.reference},
          {"serviceCode", "17"},
          {"amount", {{"value", "100000.00"}, {"currency", "IDR"}}},
          {"beneficiaryAccountNo", kTransfer.beneficiary},
          {"latestTransactionStatus", status},
          {"transactionStatusDesc", "as it stands"}};
}

json rupiahJson(const char* value) {
  return {{"value", value}, {"currency", "IDR"}};
}

json topUpAnswer() {
  return {{"responseCode", "2003800"},
          {"responseMessage", "Successful"},
          {"referenceNo", "2020102977770000000010"},
          {"partnerReferenceNo", kTopUp.reference},
          {"sessionId", kTopUp.session},
          {"customerNumber", kTopUp.customer},
          {"amount", rupiahJson("50000.00")}};
}

json topUpStatusAnswer(const std::string& status) {
  return {{"responseCode", "2003900"},
          {"responseMessage", "Successful"},
          {"originalReferenceNo", "2020102977770000000010"},
          {"originalPartnerReferenceNo", kTopUp.reference},
          {"serviceCode", "38"},
          {"amount", rupiahJson("50000.00")},
          {"latestTransactionStatus", status},
          {"transactionStatusDesc", "as it stands"}};
}

json walletAnswer() {
  return {{"responseCode", "2003700"},      {"responseMessage", "Successful"},
          {"sessionId", "1234567890123"},   {"customerNumber", kTopUp.customer},
          {"customerName", "SITI RAHAYU"},  {"amount", rupiahJson("50000.00")},
          {"feeAmount", rupiahJson("0.00")}};
}

// An answer with the fields of a virtual account in the object that the profile names.
json vaAnswer(const std::string& code, const json& more = json::object(), const char* key = kVaData) {
  json fields = {{"partnerServiceId", "   88608"},
                 {"customerNo", "1234567890"},
                 {"virtualAccountNo", "   886081234567890"}};
  fields.update(more);
  return {{"responseCode", code}, {"responseMessage", "Successful"}, {key, fields}};
}

json vaBill(const json& more = json::object()) {
  json fields = {{"inquiryStatus", "00"},
                 {"virtualAccountName", "BUDI CONTOH"},
                 {"inquiryRequestId", kVa.reference},
                 {"totalAmount", rupiahJson("75000.00")},
                 {"virtualAccountTrxType", "C"},
                 {"feeAmount", rupiahJson("0.00")}};
  fields.update(more);
  return vaAnswer("2002400", fields);
}

json vaPaid(const json& more = json::object()) {
  json fields = {{"paymentRequestId", kVa.reference},
                 {"paidAmount", rupiahJson("75000.00")},
                 {"referenceNo", "000000000000011"},
                 {"paymentFlagStatus", "00"}};
  fields.update(more);
  return vaAnswer("2002500", fields);
}

json vaState(const std::string& flag) {
  return vaAnswer("2002600", {{"paymentRequestId", kVa.reference},
                              {"paidAmount", rupiahJson("75000.00")},
                              {"referenceNo", "000000000000011"},
                              {"paymentFlagStatus", flag},
                              {"paymentFlagReason", {{"indonesia", "apa adanya"}}}});
}

// What the bank of the tests sells beside transfers.
UpstreamSettings seller() {
  UpstreamSettings made = settings();
  made.values["profileJson"] =
      R"({"name":"own","wallets":[{"name":"DANA","prefix":"901"},{"name":"Go Pay","prefix":"902"}],)"
      R"("virtualAccounts":{"serviceIdDigits":5}})";
  made.values["topupFee"] = "1000";
  made.values["vaFee"] = "2500";
  return made;
}

ports::PaymentOrder topUpOrder() {
  ports::PaymentOrder made;
  made.kind = ProductKind::Bill;
  made.family = Family::EMoney;
  made.sku = Sku("topup-dana");
  made.number = "081234567890";
  made.amount = kTopUp.amount;
  made.attemptRef = AttemptRef(kTopUp.reference);
  made.customerName = kTopUp.customerName;
  made.inquiryId = kTopUp.session;
  made.at = kNow;
  return made;
}

ports::PaymentOrder vaOrder() {
  ports::PaymentOrder made;
  made.kind = ProductKind::Bill;
  made.family = Family::VirtualAccount;
  made.sku = Sku("virtual-account");
  made.number = "886081234567890";
  made.amount = kVa.amount;
  made.attemptRef = AttemptRef(kVa.reference);
  made.customerName = kVa.name;
  made.at = kNow;
  return made;
}

Attempt attemptFor(const ports::Upstream& upstream, const ports::PaymentOrder& order) {
  const auto prepared = upstream.prepare(order);
  Attempt made;
  made.sku = order.sku;
  made.attemptRef = order.attemptRef;
  made.path = prepared->path;
  made.body = prepared->body;
  return made;
}

std::string refusal(const std::string& code) {
  return json{{"responseCode", code}, {"responseMessage", "said the bank"}}.dump();
}

ports::PaymentOrder order() {
  ports::PaymentOrder made;
  made.kind = ProductKind::Transfer;
  made.family = Family::Transfer;
  made.sku = Sku("intrabank");
  made.number = kTransfer.beneficiary;
  made.amount = kTransfer.amount;
  made.attemptRef = AttemptRef(kTransfer.reference);
  made.at = kNow;
  return made;
}

struct Bench {
  explicit Bench(const UpstreamSettings& with = settings())
      : upstream(std::move(*SnapUpstream::create(with, {transport, clock, entropy}))) {}

  tests::ScriptedTransport transport;
  tests::StillClock clock{kNow};
  tests::CountingEntropy entropy;
  std::unique_ptr<ports::Upstream> upstream;
  std::vector<Verdict> verdicts;

  void run() { transport.poll(Duration()); }
  std::function<void(Verdict)> keep() {
    return [this](const Verdict& verdict) { verdicts.push_back(verdict); };
  }
  Attempt attempt() const {
    const auto prepared = upstream->prepare(order());
    Attempt made;
    made.sku = order().sku;
    made.attemptRef = order().attemptRef;
    made.path = prepared->path;
    made.body = prepared->body;
    return made;
  }
  std::vector<HttpRequest> tokens() const { return transport.sentTo(kBase + "/v1.0/access-token/b2b"); }
  std::vector<HttpRequest> transfers() const { return transport.sentTo(kBase + "/v1.0/transfer-intrabank"); }
};

#define COMPARE_KIND(actual, expected) QCOMPARE(std::string(wordOf(actual)), std::string(wordOf(expected)))
#define COMPARE_VERDICT(verdict, kindWanted, codeWanted) \
  do {                                                   \
    const Verdict compared = (verdict);                  \
    QCOMPARE(compared.code, std::string(codeWanted));    \
    COMPARE_KIND(compared.kind, kindWanted);             \
  } while (false)

// ppob-domain 4.1: 1000 rupiah.
constexpr const char* kQris =
    "00020101021226640018ID.CO.ASTRAPAY.WWW011893600822321989939702092198993200303UMI51400014ID.CO.QRIS.WWW0211ID2198993970303"
    "UMI5204549953033605404100055020256031005802ID5912Toko Asepso56007JAKARTA61051015062210110BJI33Z8Z0H0703A016304E8D4";

}  // namespace

class SnapCodecTest : public QObject {
  Q_OBJECT

 private slots:
  // ---- signatures ----

  void signsTheStandardsVector() {
    const std::string body =
        R"({"partnerReferenceNo":"2020102900000000000001","amount":{"value":"12345678.00","currency":"IDR"},)"
        R"("feeAmount":{"value":"12345678.00","currency":"IDR"},"merchantId":"00007100010926","terminalId":"213141251124",)"
        R"("validityPeriod":"2009-07-03T12:08:56-07:00"})";
    QCOMPARE(sha256Hex(body),
             std::string("01463f60dbb6ca538581579dd95b31c8ba9fc6600eca750e4d8460ca4e402111"));
    const std::string text =
        stringToSign("POST", "/v1.0/qr/qr-mpm-generate", "myaccesstoken", body, "2024-03-05T10:37:16.196Z");
    QCOMPARE(hmacSha512("myclientsecret", text),
             std::string(
                 "wmzT7yjg1SxxCsxNsFgCR9SYXiZGGbceF6fV8xe97sAMHxZ+7OEBMIBmvb6Sj6GcksGp3iv77DiomgSbcST3XQ=="));
  }

  void signsTheTransferVector() {
    QCOMPARE(sha256Hex(kVectorBody),
             std::string("87a9bc3b451cdd5620aac0ea501600b95219ba75e24d3d1d0f5c00c5f5d7b320"));
    const std::string text = stringToSign("POST", "/v1.0/transfer-intrabank", "tok-abc123", kVectorBody,
                                          "2026-08-22T10:00:00+07:00");
    QCOMPARE(
        text,
        std::string(
            "POST:/v1.0/transfer-intrabank:tok-abc123:"
            "87a9bc3b451cdd5620aac0ea501600b95219ba75e24d3d1d0f5c00c5f5d7b320:2026-08-22T10:00:00+07:00"));
    QCOMPARE(hmacSha512("sandbox-secret", text),
             std::string(
                 "yTpT62m5b97og8twryuuHl5xwrDnLNOf1zuiEA+SLsFrKlxxojGeARHq++byTFf9ei3ReIQlQVpKdO/kyuTskQ=="));
  }

  void hashesNothingAsDocumented() {
    QCOMPARE(sha256Hex(""), std::string("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
  }

  void signsWithThePartnersKey() {
    const auto key = SigningKey::fromPem(pemOf(partnerKey()));
    QVERIFY(key.has_value());
    const auto signature = key->sign("client-1|2026-08-22T10:00:00+07:00");
    QVERIFY(signature.has_value());
    QVERIFY(isSignedBy(partnerKey(), "client-1|2026-08-22T10:00:00+07:00", *signature));
    QVERIFY(!SigningKey::fromPem(""));
    QVERIFY(!SigningKey::fromPem("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"));
    const Key curve(EVP_EC_gen("P-256"), &EVP_PKEY_free);
    QVERIFY(!SigningKey::fromPem(pemOf(curve.get())));
  }

  // ---- bytes ----

  void bodiesKeepTheirOrder() {
    std::string expected = kVectorBody;
    expected.replace(expected.find("INV-1"), 5, kTransfer.reference);
    QCOMPARE(transferBody(kTransfer), expected);
    QVERIFY(*readTransferBody(expected) == kTransfer);
    QCOMPARE(
        statusBody(kTransfer),
        std::string(
            R"({"originalPartnerReferenceNo":"20260822000000000001","serviceCode":"17",)"
            R"("transactionDate":"2026-08-22T10:00:00+07:00","amount":{"value":"100000.00","currency":"IDR"},)"
            R"("additionalInfo":{}})"));
    QCOMPARE(tokenBody(), std::string(R"({"grantType":"client_credentials"})"));
    QCOMPARE(accountBody("1", "8888"),
             std::string(R"({"partnerReferenceNo":"1","beneficiaryAccountNo":"8888"})"));
    QCOMPARE(balanceBody("1", "8888"), std::string(R"({"partnerReferenceNo":"1","accountNo":"8888"})"));
    for (const char* foreign : {"", "{}", "[]", R"({"partnerReferenceNo":"1"})"})
      QVERIFY(!readTransferBody(foreign));
  }

  void writesTimesAsTheProfileWants() {
    QCOMPARE(timestampOf(kNow, *findProfile("")), std::string("2026-08-22T10:00:00+07:00"));
    QCOMPARE(timestampOf(kNow, *findProfile("bri")), std::string("2026-08-22T10:00:00.250+07:00"));
    QCOMPARE(timestampOf(kNow - Duration::millis(247), *findProfile("bri")),
             std::string("2026-08-22T10:00:00.003+07:00"));
    QVERIFY(!findProfile("another"));
  }

  void readsAmountsExactly() {
    QCOMPARE(amountText(Money::rupiah(100'000)), std::string("100000.00"));
    QCOMPARE(readAmount("100000.00")->amount(), 100'000);
    QCOMPARE(readAmount("100000")->amount(), 100'000);
    QCOMPARE(readAmount("-50.00")->amount(), -50);
    for (const char* odd :
         {"", ".00", "100000.50", "100.000", "1e5", "1,00", " 1", "99999999999999999.00", "100000.000"})
      QVERIFY2(!readAmount(odd), odd);
  }

  void externalIdsAreDigitsAndDiffer() {
    std::set<std::string> ids;
    for (unsigned i = 0; i < 10'000; ++i) ids.insert(externalIdOf(kNow, "same", i, 19));
    QCOMPARE(ids.size(), std::size_t{10'000});
    for (const std::string& id : ids) QVERIFY(id.size() == 19 && isDigits(id));
    QCOMPARE(externalIdOf(kNow, std::string(32, 'x'), 7, 32).size(), std::size_t{32});
    QVERIFY(externalIdOf(kNow, std::string(32, '\xff'), 7, 36).starts_with(std::to_string(kNow.ms)));
  }

  // ---- answers ----

  // The standard's table, written a second time and by class, so that a slip in one of the two shows.
  void everyCaseMeansWhatTheTableSays() {
    const std::map<VerdictKind, std::vector<std::string>> byKind = {
        {VerdictKind::Pending, {"20200"}},
        {VerdictKind::RefusedForNow, {"40306", "42900"}},
        {VerdictKind::RefusedByConfig,
         {"40000", "40001", "40002", "40100", "40101", "40102", "40103", "40104", "40301", "40416", "40500",
          "40501"}},
        {VerdictKind::Unknown, {"40316", "40414", "40418", "40900", "40901", "50000", "50001", "50002", "50400"}},
        {VerdictKind::Failed,
         {"40300", "40302", "40303", "40304", "40305", "40307", "40308", "40309", "40310", "40311",
          "40312", "40313", "40314", "40315", "40317", "40318", "40319", "40320", "40321", "40322",
          "40323", "40400", "40401", "40402", "40403", "40404", "40405", "40406", "40407", "40408",
          "40409", "40410", "40411", "40412", "40413", "40415", "40417", "40419"}}};
    std::size_t rows = 1;  // 200 00 has its own tests
    for (const auto& [kind, cases] : byKind)
      for (const std::string& one : cases) {
        const int http = std::stoi(one.substr(0, 3));
        QVERIFY2(findResponseCase(http, one.substr(3)) != nullptr, one.c_str());
        const std::string code = codeOf(http, "17", one.substr(3));
        COMPARE_VERDICT(readTransfer(http, refusal(code), kTransfer), kind, code);
        QCOMPARE(readTransfer(http, refusal(code), kTransfer).message, std::string("said the bank"));
        // The same case under another service's code, or another HTTP status, proves nothing.
        COMPARE_VERDICT(readTransfer(http, refusal(codeOf(http, "36", one.substr(3))), kTransfer),
                        VerdictKind::Unknown, "contradiction");
        COMPARE_VERDICT(readTransfer(http == 500 ? 200 : 500, refusal(code), kTransfer), VerdictKind::Unknown,
                        "contradiction");
        ++rows;
      }
    QCOMPARE(rows, kResponseCases.size());
    QCOMPARE(rows, std::size_t{63});
  }

  void casesOutsideTheTableAreUnknown() {
    for (const char* one :
         {"20001", "40003", "40324", "40420", "40902", "42901", "50003", "50401", "30000", "41800"}) {
      const int http = std::stoi(std::string(one).substr(0, 3));
      const std::string code = codeOf(http, "17", std::string(one).substr(3));
      COMPARE_VERDICT(readTransfer(http, refusal(code), kTransfer), VerdictKind::Unknown, code);
    }
  }

  void aWrongAccountIsNoFaultOfTheConfiguration() {
    const std::string answer =
        json{{"responseCode", "4001701"}, {"responseMessage", "Invalid Field Format beneficiaryAccountNo"}}
            .dump();
    COMPARE_VERDICT(readTransfer(400, answer, kTransfer), VerdictKind::Failed, "4001701");
  }

  void aTransferSucceedsOnlyWithAllItsProof() {
    const Verdict success = readTransfer(200, transferAnswer().dump(), kTransfer);
    COMPARE_VERDICT(success, VerdictKind::Succeeded, "2001700");
    QCOMPARE(success.details.at("reference"), std::string("2020102977770000000009"));
    QCOMPARE(success.serial, std::string("2020102977770000000009"));
    QVERIFY(success.cost.isZero());
    for (const char* key : {"partnerReferenceNo", "beneficiaryAccountNo", "amount", "referenceNo"}) {
      const std::string word = std::string(key) == "referenceNo" ? "no-reference" : "wrong-echo";
      json data = transferAnswer();
      data.erase(key);
      COMPARE_VERDICT(readTransfer(200, data.dump(), kTransfer), VerdictKind::Unknown, word);
      if (word == "wrong-echo") {
        data[key] = "other";
        COMPARE_VERDICT(readTransfer(200, data.dump(), kTransfer), VerdictKind::Unknown, word);
      }
    }
    json data = transferAnswer();
    data["amount"]["value"] = "100000.50";
    COMPARE_VERDICT(readTransfer(200, data.dump(), kTransfer), VerdictKind::Unknown, "wrong-echo");
    data["amount"] = {{"value", "100000.00"}, {"currency", "USD"}};
    COMPARE_VERDICT(readTransfer(200, data.dump(), kTransfer), VerdictKind::Unknown, "wrong-echo");
    for (const json& odd : {json(840), json(""), json::array({"USD"})}) {
      data["amount"]["currency"] = odd;
      COMPARE_VERDICT(readTransfer(200, data.dump(), kTransfer), VerdictKind::Unknown, "wrong-echo");
    }
    data["amount"] = {{"value", 100'000}, {"currency", "IDR"}};
    COMPARE_VERDICT(readTransfer(200, data.dump(), kTransfer), VerdictKind::Succeeded, "2001700");
    // A refusal that names somebody else's transfer is not ours.
    data = {{"responseCode", "4031714"}, {"responseMessage", "m"}, {"partnerReferenceNo", "other"}};
    COMPARE_VERDICT(readTransfer(403, data.dump(), kTransfer), VerdictKind::Unknown, "wrong-echo");
  }

  void unbelievableAnswersAreUnknown() {
    for (const int http : {200, 403, 404, 500, 502}) {
      COMPARE_VERDICT(readTransfer(http, "", kTransfer), VerdictKind::Unknown, "unreadable");
      COMPARE_VERDICT(readTransfer(http, "<html>403 Forbidden</html>", kTransfer), VerdictKind::Unknown,
                      "unreadable");
      COMPARE_VERDICT(readTransfer(http, "[]", kTransfer), VerdictKind::Unknown, "unreadable");
      COMPARE_VERDICT(readTransfer(http, "{}", kTransfer), VerdictKind::Unknown, "missing-code");
    }
    for (const json& code :
         {json(2'001'700), json("200170"), json("20017000"), json("200170x"), json(nullptr)}) {
      json data = transferAnswer();
      data["responseCode"] = code;
      COMPARE_VERDICT(readTransfer(200, data.dump(), kTransfer), VerdictKind::Unknown, "missing-code");
    }
    const std::string whole = transferAnswer().dump();
    for (std::size_t size = 0; size < whole.size(); ++size)
      COMPARE_KIND(readTransfer(200, whole.substr(0, size), kTransfer).kind, VerdictKind::Unknown);
  }

  void everyStatusMeansWhatTheTableSays() {
    const std::map<std::string, VerdictKind> kinds = {
        {"00", VerdictKind::Succeeded}, {"01", VerdictKind::Pending}, {"02", VerdictKind::Pending},
        {"03", VerdictKind::Pending},   {"04", VerdictKind::Failed},  {"05", VerdictKind::Failed},
        {"06", VerdictKind::Failed},    {"07", VerdictKind::NotFound}};
    QCOMPARE(kinds.size(), kTransactionStatuses.size());
    for (const auto& [status, kind] : kinds) {
      const Verdict verdict = readStatus(200, statusAnswer(status).dump(), kTransfer);
      COMPARE_VERDICT(verdict, kind, status);
      QCOMPARE(verdict.message, std::string("as it stands"));
      QCOMPARE(verdict.details.contains("reference"), kind == VerdictKind::Succeeded);
    }
    for (const char* status : {"", "08", "0", "000"})
      COMPARE_VERDICT(readStatus(200, statusAnswer(status).dump(), kTransfer), VerdictKind::Unknown,
                      "missing-status");
    json none = statusAnswer("00");
    none.erase("latestTransactionStatus");
    COMPARE_VERDICT(readStatus(200, none.dump(), kTransfer), VerdictKind::Unknown, "missing-status");
  }

  void aStatusMustBeOfThisTransfer() {
    for (const char* key : {"originalPartnerReferenceNo", "beneficiaryAccountNo", "serviceCode", "amount"}) {
      json data = statusAnswer("00");
      data[key] = "other";
      COMPARE_VERDICT(readStatus(200, data.dump(), kTransfer), VerdictKind::Unknown, "wrong-echo");
    }
    json data = statusAnswer("06");
    data.erase("originalPartnerReferenceNo");
    COMPARE_VERDICT(readStatus(200, data.dump(), kTransfer), VerdictKind::Unknown, "wrong-echo");
    data = statusAnswer("00");
    data.erase("amount");
    data.erase("beneficiaryAccountNo");
    COMPARE_VERDICT(readStatus(200, data.dump(), kTransfer), VerdictKind::Succeeded, "00");
  }

  // Whatever the bank says of the question is not said of the transfer.
  void refusedQuestionsProveNothing() {
    for (const ResponseCase& row : kResponseCases) {
      if (row.http == 200)
        continue;
      const std::string code = codeOf(row.http, "36", row.number);
      COMPARE_VERDICT(readStatus(row.http, refusal(code), kTransfer),
                      code == "4043601" ? VerdictKind::NotFound : VerdictKind::Unknown, code);
    }
    // Nor is a status that travels in another answer.
    json data = statusAnswer("00");
    data["responseCode"] = "2023600";
    COMPARE_VERDICT(readStatus(202, data.dump(), kTransfer), VerdictKind::Unknown, "2023600");
    data["responseCode"] = "2001700";
    COMPARE_VERDICT(readStatus(200, data.dump(), kTransfer), VerdictKind::Unknown, "contradiction");
  }

  void readsTokens() {
    const TokenReply text = readToken(200, tokenAnswer("tok"));
    QCOMPARE(text.token.value, std::string("tok"));
    QCOMPARE(text.token.life.ms, Duration::seconds(900).ms);
    QCOMPARE(readToken(200, tokenAnswer("tok", 600)).token.life.ms, Duration::seconds(600).ms);
    for (const json& odd : {json("soon"), json(nullptr), json(0), json(-1), json(1e12)})
      QCOMPARE(readToken(200, tokenAnswer("tok", odd)).token.life.ms, Duration::seconds(900).ms);
    COMPARE_VERDICT(readToken(200, tokenAnswer("")).verdict, VerdictKind::Unknown, "no-token");
    for (const char* odd : {"a\r\nX: y", "a\tb", "a\x01", "a:b", "tok\xc3\xa9n"}) {
      const TokenReply reply = readToken(200, tokenAnswer(odd));
      COMPARE_VERDICT(reply.verdict, VerdictKind::Unknown, "no-token");
      QVERIFY(reply.token.value.empty());
    }
    COMPARE_VERDICT(readToken(401, refusal("4017300")).verdict, VerdictKind::RefusedByConfig, "4017300");
    QVERIFY(isInvalidToken(401, refusal("4011701"), kTransferService));
    QVERIFY(!isInvalidToken(401, refusal("4011700"), kTransferService));
    QVERIFY(!isInvalidToken(401, refusal("4013601"), kTransferService));
    QVERIFY(!isInvalidToken(200, refusal("4011701"), kTransferService));
    QVERIFY(!isInvalidToken(401, "<html>", kTransferService));
  }

  // ---- the upstream over a scripted transport ----

  void needsItsSettings() {
    Bench bench;
    const ports::UpstreamWorld world{bench.transport, bench.clock, bench.entropy};
    for (const char* key :
         {"clientId", "clientSecret", "privateKeyPem", "partnerId", "channelId", "sourceAccount"}) {
      for (const bool present : {false, true}) {
        UpstreamSettings poor = settings();
        poor.values[key] = present ? "not good" : "";
        const auto made = SnapUpstream::create(poor, world);
        const bool checked = std::string(key) == "privateKeyPem" || std::string(key) == "sourceAccount";
        QCOMPARE(made.has_value(), present && !checked);
        if (!made)
          QCOMPARE(made.error().detail, "bank." + std::string(key));
      }
    }
    UpstreamSettings clear = settings();
    clear.url = "http://bank.example/snap";
    QVERIFY(!SnapUpstream::create(clear, world));
    UpstreamSettings profile = settings();
    profile.values["profile"] = "another";
    QVERIFY(!SnapUpstream::create(profile, world));
  }

  void aTransferIsTokenThenOneSignedRequest() {
    Bench bench;
    const Attempt attempt = bench.attempt();
    QVERIFY(bench.transport.sent().empty());
    bench.transport.reply(answered(200, tokenAnswer("tok-abc123")));
    bench.transport.reply(answered(200, transferAnswer().dump()));
    bench.upstream->pay(attempt, bench.keep());
    QVERIFY(bench.verdicts.empty());
    bench.run();
    COMPARE_VERDICT(bench.verdicts.at(0), VerdictKind::Succeeded, "2001700");
    QCOMPARE(bench.transport.sent().size(), std::size_t{2});

    const HttpRequest token = bench.tokens().at(0);
    QVERIFY(token.kind == RequestKind::Question);
    QCOMPARE(token.body, std::string(R"({"grantType":"client_credentials"})"));
    QCOMPARE(headerOf(token, "X-CLIENT-KEY"), std::string("client-1"));
    QCOMPARE(headerOf(token, "X-TIMESTAMP"), std::string("2026-08-22T10:00:00+07:00"));
    QVERIFY(isSignedBy(partnerKey(), "client-1|2026-08-22T10:00:00+07:00", headerOf(token, "X-SIGNATURE")));

    const HttpRequest paid = bench.transfers().at(0);
    QVERIFY(paid.kind == RequestKind::Money);
    QCOMPARE(paid.body, attempt.body);
    QCOMPARE(paid.caPem, std::string("CA"));
    QCOMPARE(headerOf(paid, "Authorization"), std::string("Bearer tok-abc123"));
    QCOMPARE(headerOf(paid, "X-PARTNER-ID"), std::string("partner-1"));
    QCOMPARE(headerOf(paid, "CHANNEL-ID"), std::string("95221"));
    // The path as the server sees it, with what the url has before the service.
    QCOMPARE(headerOf(paid, "X-SIGNATURE"),
             hmacSha512("sandbox-secret", stringToSign("POST", "/snap/v1.0/transfer-intrabank", "tok-abc123",
                                                       attempt.body, "2026-08-22T10:00:00+07:00")));
    const std::string id = headerOf(paid, "X-EXTERNAL-ID");
    QVERIFY(isDigits(id) && id.size() <= 36);
  }

  void theBodyIsFrozenAndTheHeadersAreNot() {
    Bench bench;
    const Attempt attempt = bench.attempt();
    QCOMPARE(attempt.body, bench.attempt().body);
    bench.transport.reply(answered(200, tokenAnswer("tok")));
    bench.transport.reply(answered(504, refusal("5041700")));
    bench.transport.reply(answered(200, transferAnswer().dump()));
    bench.upstream->pay(attempt, bench.keep());
    bench.run();
    bench.clock.move(Duration::seconds(5));
    bench.upstream->pay(attempt, bench.keep());
    bench.run();
    const auto sent = bench.transfers();
    QCOMPARE(sent.size(), std::size_t{2});
    QCOMPARE(sent[0].body, sent[1].body);
    QVERIFY(headerOf(sent[0], "X-EXTERNAL-ID") != headerOf(sent[1], "X-EXTERNAL-ID"));
    QCOMPARE(headerOf(sent[1], "X-TIMESTAMP"), std::string("2026-08-22T10:00:05+07:00"));
    QCOMPARE(bench.tokens().size(), std::size_t{1});
  }

  void oneTokenServesAllWhoWait() {
    Bench bench;
    for (int i = 0; i < 3; ++i) bench.upstream->ask(bench.attempt(), bench.keep());
    QCOMPARE(bench.transport.sent().size(), std::size_t{1});
    bench.transport.reply(answered(200, tokenAnswer("tok")));
    for (int i = 0; i < 3; ++i) bench.transport.reply(answered(200, statusAnswer("00").dump()));
    bench.run();
    QCOMPARE(bench.verdicts.size(), std::size_t{3});
    QCOMPARE(bench.tokens().size(), std::size_t{1});
    std::set<std::string> ids;
    for (const HttpRequest& request : bench.transport.sentTo(kBase + "/v1.0/transfer/status"))
      ids.insert(headerOf(request, "X-EXTERNAL-ID"));
    QCOMPARE(ids.size(), std::size_t{3});
  }

  void aTokenIsRenewedAtFourFifthsOfItsLife() {
    Bench bench;
    const auto ask = [&](const char* token) {
      if (token != nullptr)
        bench.transport.reply(answered(200, tokenAnswer(token)));
      bench.transport.reply(answered(200, statusAnswer("03").dump()));
      bench.upstream->ask(bench.attempt(), bench.keep());
      bench.run();
      return headerOf(bench.transport.sent().back(), "Authorization");
    };
    QCOMPARE(ask("one"), std::string("Bearer one"));
    bench.clock.move(Duration::seconds(719));
    QCOMPARE(ask(nullptr), std::string("Bearer one"));
    bench.clock.move(Duration::seconds(1));
    QCOMPARE(ask("two"), std::string("Bearer two"));
    // A clock set back must not keep a token alive for ever.
    bench.clock.move(Duration::hours(-24));
    QCOMPARE(ask("three"), std::string("Bearer three"));
  }

  void anExpiredTokenIsRenewedOnceAndTheSameBytesGoAgain() {
    Bench bench;
    const Attempt attempt = bench.attempt();
    bench.transport.reply(answered(200, tokenAnswer("old")));
    bench.transport.reply(answered(401, refusal("4011701")));
    bench.transport.reply(answered(200, tokenAnswer("new")));
    bench.transport.reply(answered(200, transferAnswer().dump()));
    bench.upstream->pay(attempt, bench.keep());
    bench.run();
    COMPARE_VERDICT(bench.verdicts.at(0), VerdictKind::Succeeded, "2001700");
    const auto sent = bench.transfers();
    QCOMPARE(sent.size(), std::size_t{2});
    QCOMPARE(sent[0].body, sent[1].body);
    QVERIFY(sent[1].kind == RequestKind::Money);
    QVERIFY(headerOf(sent[0], "X-EXTERNAL-ID") != headerOf(sent[1], "X-EXTERNAL-ID"));
    QCOMPARE(headerOf(sent[1], "Authorization"), std::string("Bearer new"));
    QCOMPARE(bench.tokens().size(), std::size_t{2});
  }

  void aTokenRefusedTwiceIsTheConfigurationsFault() {
    Bench bench;
    bench.transport.reply(answered(200, tokenAnswer("old")));
    bench.transport.reply(answered(401, refusal("4011701")));
    bench.transport.reply(answered(200, tokenAnswer("new")));
    bench.transport.reply(answered(401, refusal("4011701")));
    bench.upstream->pay(bench.attempt(), bench.keep());
    bench.run();
    COMPARE_VERDICT(bench.verdicts.at(0), VerdictKind::RefusedByConfig, "4011701");
    QCOMPARE(bench.transfers().size(), std::size_t{2});
  }

  // Only the bank's own words send money a second time.
  void nothingElseIsRepeated() {
    const std::vector<std::pair<HttpReply, VerdictKind>> endings = {
        {unanswered(HttpReply::Kind::MaybeSent, "reset"), VerdictKind::Unknown},
        {unanswered(HttpReply::Kind::NotSent, "connect"), VerdictKind::NotSent},
        {answered(401, "<html>"), VerdictKind::Unknown},
        {answered(401, refusal("4011700")), VerdictKind::RefusedByConfig},
        {answered(401, refusal("4011703")), VerdictKind::RefusedByConfig},
        {answered(401, refusal("4013601")), VerdictKind::Unknown},
        {answered(200, refusal("4011701")), VerdictKind::Unknown},
        {answered(500, refusal("5001701")), VerdictKind::Unknown},
        {answered(409, refusal("4091700")), VerdictKind::Unknown}};
    for (const auto& [reply, kind] : endings) {
      Bench bench;
      bench.transport.reply(answered(200, tokenAnswer("tok")));
      bench.transport.reply(reply);
      bench.upstream->pay(bench.attempt(), bench.keep());
      bench.run();
      COMPARE_KIND(bench.verdicts.at(0).kind, kind);
      QCOMPARE(bench.transfers().size(), std::size_t{1});
    }
  }

  void aRepeatThatDoesNotLeaveIsARefusalForNow() {
    Bench bench;
    bench.transport.reply(answered(200, tokenAnswer("old")));
    bench.transport.reply(answered(401, refusal("4011701")));
    bench.transport.reply(unanswered(HttpReply::Kind::MaybeSent, "timeout"));
    bench.upstream->pay(bench.attempt(), bench.keep());
    bench.run();
    COMPARE_VERDICT(bench.verdicts.at(0), VerdictKind::RefusedForNow, "timeout");
    Bench second;
    second.transport.reply(answered(200, tokenAnswer("old")));
    second.transport.reply(answered(401, refusal("4011701")));
    second.transport.reply(answered(200, tokenAnswer("new")));
    second.transport.reply(unanswered(HttpReply::Kind::NotSent, "connect"));
    second.upstream->pay(second.attempt(), second.keep());
    second.run();
    COMPARE_VERDICT(second.verdicts.at(0), VerdictKind::RefusedForNow, "connect");
    // But a repeat that may have left may have paid.
    Bench third;
    third.transport.reply(answered(200, tokenAnswer("old")));
    third.transport.reply(answered(401, refusal("4011701")));
    third.transport.reply(answered(200, tokenAnswer("new")));
    third.transport.reply(unanswered(HttpReply::Kind::MaybeSent, "reset"));
    third.upstream->pay(third.attempt(), third.keep());
    third.run();
    COMPARE_VERDICT(third.verdicts.at(0), VerdictKind::Unknown, "reset");
  }

  void withoutATokenNothingIsSent() {
    const std::vector<std::pair<HttpReply, std::string>> endings = {
        {unanswered(HttpReply::Kind::NotSent, "connect"), "connect"},
        {unanswered(HttpReply::Kind::MaybeSent, "timeout"), "timeout"},
        {answered(401, refusal("4017300")), "4017300"},
        {answered(500, refusal("5007300")), "5007300"},
        {answered(200, "<html>"), "html"},
        {answered(200, tokenAnswer("")), "no-token"}};
    for (const auto& [reply, word] : endings) {
      Bench bench;
      bench.transport.reply(reply);
      bench.upstream->pay(bench.attempt(), bench.keep());
      bench.upstream->ask(bench.attempt(), bench.keep());
      bench.run();
      COMPARE_VERDICT(bench.verdicts.at(0), VerdictKind::NotSent, word);
      QCOMPARE(bench.verdicts.size(), std::size_t{2});
      QCOMPARE(bench.transport.sent().size(), std::size_t{1});
      // The next call asks for a token anew.
      bench.transport.reply(answered(200, tokenAnswer("tok")));
      bench.transport.reply(answered(200, transferAnswer().dump()));
      bench.upstream->pay(bench.attempt(), bench.keep());
      bench.run();
      COMPARE_KIND(bench.verdicts.back().kind, VerdictKind::Succeeded);
    }
    // A question says why.
    Bench bench;
    bench.transport.reply(answered(401, refusal("4017300")));
    std::optional<ports::BalanceReply> got;
    bench.upstream->balance([&](const ports::BalanceReply& reply) { got = reply; });
    bench.run();
    COMPARE_VERDICT(got->verdict, VerdictKind::RefusedByConfig, "4017300");
  }

  void asksAboutItsTransfer() {
    Bench bench;
    bench.transport.reply(answered(200, tokenAnswer("tok")));
    bench.transport.reply(answered(404, refusal("4043601")));
    bench.transport.reply(answered(200, statusAnswer("00").dump()));
    bench.upstream->ask(bench.attempt(), bench.keep());
    bench.upstream->ask(bench.attempt(), bench.keep());
    bench.run();
    COMPARE_VERDICT(bench.verdicts.at(0), VerdictKind::NotFound, "4043601");
    COMPARE_VERDICT(bench.verdicts.at(1), VerdictKind::Succeeded, "00");
    const auto asked = bench.transport.sentTo(kBase + "/v1.0/transfer/status");
    QCOMPARE(asked.at(0).body, statusBody(kTransfer));
    QVERIFY(asked.at(0).kind == RequestKind::Question);
    QVERIFY(bench.transfers().empty());
    QVERIFY(bench.upstream->capabilities(ProductKind::Transfer).status == StatusMeaning::ReadOnly);
    QCOMPARE(bench.upstream->capabilities(ProductKind::Transfer).askEvery.ms, Duration::seconds(60).ms);
    // The money has one key for ever, the call one for the day.
    const Capabilities promises = bench.upstream->capabilities(ProductKind::Transfer);
    QCOMPARE(promises.sameEffect.key, std::string("partnerReferenceNo"));
    QVERIFY(promises.sameEffect.kept == KeptFor::Ever);
    QCOMPARE(promises.sameCall.key, std::string("X-EXTERNAL-ID"));
    QVERIFY(promises.sameCall.kept == KeptFor::JakartaDay);
  }

  void aForeignBodyIsNeverSent() {
    Bench bench;
    Attempt attempt = bench.attempt();
    attempt.attemptRef = AttemptRef("other");
    bench.upstream->pay(attempt, bench.keep());
    bench.upstream->ask(attempt, bench.keep());
    COMPARE_VERDICT(bench.verdicts.at(0), VerdictKind::NotSent, "attempt-unreadable");
    COMPARE_VERDICT(bench.verdicts.at(1), VerdictKind::Unknown, "attempt-unreadable");
    QVERIFY(bench.transport.sent().empty());
  }

  void preparesOnlyWhatCanBeCarried() {
    Bench bench;
    const auto errorOf = [&](const ports::PaymentOrder& odd) {
      return bench.upstream->prepare(odd).error().code;
    };
    ports::PaymentOrder odd = order();
    for (const char* number : {"", "8888-1", "8888 1", "12345678901234567890123456789012345"}) {
      odd.number = number;
      QVERIFY(errorOf(odd) == ErrorCode::NumberInvalid);
    }
    odd = order();
    odd.amount = Money();
    QVERIFY(errorOf(odd) == ErrorCode::AmountInvalid);
    odd = order();
    odd.kind = ProductKind::Bill;
    QVERIFY(errorOf(odd) == ErrorCode::Usage);
    odd = order();
    odd.attemptRef = AttemptRef("a/b");
    QVERIFY(errorOf(odd) == ErrorCode::Usage);
    // Whoever waits for the money knows it by these words: they go out whole, or nothing does.
    odd = order();
    for (const std::string& remark :
         {std::string("A6R5/UPV"), std::string("kode \"A\""), std::string("dua  spasi"),
          std::string("caf\u00e9"), std::string(51, 'A'), std::string(" ")}) {
      odd.remark = remark;
      QVERIFY2(errorOf(odd) == ErrorCode::Usage, remark.c_str());
    }
  }

  void theRemarkIsTheOrders() {
    Bench bench;
    ports::PaymentOrder own = order();
    QCOMPARE(readTransferBody(bench.upstream->prepare(own)->body)->remark, std::string("setor tunai"));
    own.remark = "A6R5UPV";
    const std::string body = bench.upstream->prepare(own)->body;
    QVERIFY(body.find(R"("remark":"A6R5UPV")") != std::string::npos);
    QCOMPARE(readTransferBody(body)->remark, own.remark);
    own.remark = std::string(50, 'A');
    QVERIFY(bench.upstream->prepare(own).has_value());
    own.remark = "A6R5UPV";
    own.sku = Sku("interbank-014");
    own.customerName = "PT CONTOH";
    QVERIFY(bench.upstream->prepare(own)->body.find(R"("remark":"A6R5UPV")") != std::string::npos);
  }

  void readsAnAccountsName() {
    Bench bench;
    ports::InquiryOrder inquiry;
    inquiry.kind = ProductKind::Transfer;
    inquiry.number = "888801000157508";
    inquiry.amount = Money::rupiah(100'000);
    std::vector<ports::InquiryReply> got;
    const json found = {{"responseCode", "2001500"},
                        {"responseMessage", "Successful"},
                        {"beneficiaryAccountName", "Yories Yolanda"},
                        {"beneficiaryAccountNo", "888801000157508"},
                        {"beneficiaryAccountStatus", "Rekening aktif"}};
    json other = found;
    other["beneficiaryAccountNo"] = "888801000157509";
    json nameless = found;
    nameless["beneficiaryAccountName"] = "";
    bench.transport.reply(answered(200, tokenAnswer("tok")));
    bench.transport.reply(answered(200, found.dump()));
    bench.transport.reply(answered(404, refusal("4041511")));
    bench.transport.reply(answered(403, refusal("4031506")));
    bench.transport.reply(answered(200, other.dump()));
    bench.transport.reply(answered(200, nameless.dump()));
    bench.transport.reply(unanswered(HttpReply::Kind::MaybeSent, "timeout"));
    for (int i = 0; i < 6; ++i)
      bench.upstream->inquire(inquiry, [&](const ports::InquiryReply& reply) { got.push_back(reply); });
    bench.run();
    COMPARE_KIND(got.at(0).verdict.kind, VerdictKind::Succeeded);
    QCOMPARE(got[0].customerName, std::string("Yories Yolanda"));
    QCOMPARE(got[0].details.at("accountName"), std::string("Yories Yolanda"));
    QCOMPARE(got[0].details.at("bank"), std::string("Bank Contoh"));
    QCOMPARE(got[0].amount.amount(), 100'000);
    COMPARE_VERDICT(got.at(1).verdict, VerdictKind::Failed, "4041511");
    COMPARE_VERDICT(got.at(2).verdict, VerdictKind::RefusedForNow, "4031506");
    COMPARE_VERDICT(got.at(3).verdict, VerdictKind::Unknown, "wrong-echo");
    COMPARE_VERDICT(got.at(4).verdict, VerdictKind::Unknown, "no-name");
    COMPARE_VERDICT(got.at(5).verdict, VerdictKind::Unknown, "timeout");
    inquiry.number = "not digits";
    bench.upstream->inquire(inquiry, [&](const ports::InquiryReply& reply) { got.push_back(reply); });
    COMPARE_KIND(got.at(6).verdict.kind, VerdictKind::Failed);
  }

  void readsTheAccountsBalance() {
    const json info = {{"balanceType", "Cash"},
                       {"availableBalance", {{"value", "1500000.00"}, {"currency", "IDR"}}}};
    const json whole = {
        {"responseCode", "2001100"}, {"accountNo", "888801000157610"}, {"accountInfos", json::array({info})}};
    QCOMPARE(readBalance(200, whole.dump(), "888801000157610").balance.amount(), 1'500'000);
    COMPARE_VERDICT(readBalance(200, whole.dump(), "1").verdict, VerdictKind::Unknown, "wrong-echo");
    for (const json& infos : {json(nullptr), json::array(), json::array({5}), json("x")}) {
      json odd = whole;
      odd["accountInfos"] = infos;
      COMPARE_VERDICT(readBalance(200, odd.dump(), "888801000157610").verdict, VerdictKind::Unknown,
                      "no-balance");
    }
    Bench bench;
    std::optional<ports::BalanceReply> got;
    bench.transport.reply(answered(200, tokenAnswer("tok")));
    bench.transport.reply(answered(200, whole.dump()));
    bench.upstream->balance([&](const ports::BalanceReply& reply) { got = reply; });
    bench.run();
    QCOMPARE(got->balance.amount(), 1'500'000);
  }

  void offersItselfAndOtherBanksWithoutAsking() {
    Bench bench;
    std::optional<ports::PriceListReply> got;
    bench.upstream->priceList([&](const ports::PriceListReply& reply) { got = reply; });
    QVERIFY(bench.transport.sent().empty());
    COMPARE_KIND(got->verdict.kind, VerdictKind::Succeeded);
    QCOMPARE(got->entries.size(), banks().size() + 1);
    const PriceListEntry& entry = got->entries.front();
    QVERIFY(entry.kind == ProductKind::Transfer);
    QCOMPARE(entry.name, std::string("Setor tunai Bank Contoh"));
    QCOMPARE(entry.category, std::string("Transfer"));
    QCOMPARE(entry.brand, std::string("Bank Contoh"));
    QCOMPARE(entry.offer.sku.str(), std::string("intrabank"));
    QCOMPARE(entry.offer.upstream.str(), std::string("bank"));
    QVERIFY(entry.offer.cost.isZero());
    QVERIFY(entry.offer.available);
    QVERIFY(entry.offer.multi);
    UpstreamSettings nameless = settings();
    nameless.values.erase("bankName");
    Bench other(nameless);
    other.upstream->priceList([&](const ports::PriceListReply& reply) { got = reply; });
    QCOMPARE(got->entries.front().name, std::string("Setor tunai BANK"));
    QCOMPARE(got->entries.front().brand, std::string("BANK"));
    // Its own bank is no other bank, and its fees are what was agreed.
    UpstreamSettings bca = settings();
    bca.values.erase("bankName");
    bca.values["profile"] = "bca";
    bca.values["fee"] = "500";
    bca.values["interbankFee"] = "2500";
    Bench fees(bca);
    fees.upstream->priceList([&](const ports::PriceListReply& reply) { got = reply; });
    QCOMPARE(got->entries.size(), banks().size());
    QCOMPARE(got->entries.front().brand, std::string("BCA"));
    QCOMPARE(got->entries.front().offer.cost.amount(), 500);
    std::set<std::string> skus;
    for (const PriceListEntry& one : got->entries) {
      skus.insert(one.offer.sku.str());
      QVERIFY(one.kind == ProductKind::Transfer);
      if (one.offer.sku.str() != "intrabank")
        QCOMPARE(one.offer.cost.amount(), 2500);
    }
    QCOMPARE(skus.size(), got->entries.size());
    QVERIFY(skus.count("interbank-014") == 0 && skus.count("interbank-002") == 1);
  }

  // ---- other banks ----

  void anotherBanksBodies() {
    const std::string body =
        R"({"partnerReferenceNo":"20260822000000000002","amount":{"value":"250000.00","currency":"IDR"},)"
        R"("beneficiaryAccountName":"YORIES YOLANDA","beneficiaryAccountNo":"0148800157",)"
        R"("beneficiaryBankCode":"014","beneficiaryBankName":"BCA","currency":"IDR",)"
        R"("customerReference":"20260822000000000002","feeType":"OUR","remark":"setor tunai",)"
        R"("sourceAccountNo":"888801000157610","transactionDate":"2026-08-22T10:00:00+07:00"})";
    QCOMPARE(transferBody(kInterbank), body);
    QVERIFY(readTransferBody(body) == kInterbank);
    QCOMPARE(std::string(kInterbank.service().code), std::string("18"));
    QCOMPARE(json::parse(statusBody(kInterbank))["serviceCode"].get<std::string>(), std::string("18"));
    QCOMPARE(accountBody("1", "8888", "014"),
             std::string(R"({"beneficiaryBankCode":"014","beneficiaryAccountNo":"8888","partnerReferenceNo":"1"})"));
    QCOMPARE(plainName("  AL/RASYID \xC3\x89 \\ \"X\" "), std::string("AL RASYID X"));
  }

  void anotherBanksAnswersMustFit() {
    json done = transferAnswer("2001800");
    done.update({{"partnerReferenceNo", kInterbank.reference}, {"beneficiaryAccountNo", kInterbank.beneficiary},
                 {"amount", {{"value", "250000.00"}, {"currency", "IDR"}}}, {"beneficiaryBankCode", "014"},
                 {"traceNo", "10052019"}});
    const Verdict verdict = readTransfer(200, done.dump(), kInterbank);
    COMPARE_KIND(verdict.kind, VerdictKind::Succeeded);
    QCOMPARE(verdict.details.at("traceNo"), std::string("10052019"));
    const auto changed = [&done](const char* key, const json& value) {
      json other = done;
      other[key] = value;
      return readTransfer(200, other.dump(), kInterbank).kind;
    };
    COMPARE_KIND(changed("beneficiaryBankCode", "002"), VerdictKind::Unknown);
    COMPARE_KIND(changed("beneficiaryAccountNo", "0148800158"), VerdictKind::Unknown);
    COMPARE_KIND(changed("responseCode", "2001700"), VerdictKind::Unknown);
    json status = statusAnswer("00");
    status.update({{"originalPartnerReferenceNo", kInterbank.reference}, {"serviceCode", "18"},
                   {"beneficiaryAccountNo", kInterbank.beneficiary}, {"amount", {{"value", "250000.00"}, {"currency", "IDR"}}}});
    COMPARE_KIND(readStatus(200, status.dump(), kInterbank).kind, VerdictKind::Succeeded);
    status["serviceCode"] = "17";
    COMPARE_KIND(readStatus(200, status.dump(), kInterbank).kind, VerdictKind::Unknown);
    json name = {{"responseCode", "2001600"}, {"responseMessage", "Successful"}, {"beneficiaryAccountName", "YORIES YOLANDA"},
                 {"beneficiaryAccountNo", "0148800157"}, {"beneficiaryBankCode", "014"}};
    QCOMPARE(readAccount(200, name.dump(), "0148800157", "014").customerName, std::string("YORIES YOLANDA"));
    name["beneficiaryBankCode"] = "002";
    COMPARE_KIND(readAccount(200, name.dump(), "0148800157", "014").verdict.kind, VerdictKind::Unknown);
    name["responseCode"] = "2001500";
    COMPARE_KIND(readAccount(200, name.dump(), "0148800157", "014").verdict.kind, VerdictKind::Unknown);
  }

  void goesToTheServiceOfTheBank() {
    Bench bench;
    ports::PaymentOrder order;
    order.kind = ProductKind::Transfer;
    order.family = Family::Transfer;
    order.sku = Sku("interbank-014");
    order.number = kInterbank.beneficiary;
    order.amount = kInterbank.amount;
    order.attemptRef = AttemptRef(kInterbank.reference);
    order.at = kNow;
    // Whose account it is must have been asked before.
    QCOMPARE(bench.upstream->prepare(order).error().code, ErrorCode::NeedsInquiry);
    order.customerName = kInterbank.beneficiaryName;
    const auto prepared = bench.upstream->prepare(order);
    QVERIFY(prepared.has_value());
    QVERIFY(readTransferBody(prepared->body) == kInterbank);
    QCOMPARE(prepared->path, std::string("/v1.0/transfer-interbank"));
    order.sku = Sku("interbank-999");
    QCOMPARE(bench.upstream->prepare(order).error().code, ErrorCode::ProductUnknown);
    Attempt attempt;
    attempt.sku = Sku("interbank-014");
    attempt.attemptRef = AttemptRef(kInterbank.reference);
    attempt.path = prepared->path;
    attempt.body = prepared->body;
    bench.transport.reply(answered(200, tokenAnswer("tok")));
    bench.upstream->pay(attempt, bench.keep());
    bench.run();
    QCOMPARE(bench.transport.sent().back().url, kBase + "/v1.0/transfer-interbank");
    bench.upstream->ask(attempt, bench.keep());
    bench.run();
    QCOMPARE(bench.transport.sent().back().url, kBase + "/v1.0/transfer/status");
    // A body of the one is never sent as the other.
    attempt.path = "/v1.0/transfer-intrabank";
    bench.upstream->pay(attempt, bench.keep());
    COMPARE_KIND(bench.verdicts.back().kind, VerdictKind::NotSent);
  }

  // ---- wallets ----

  void aTopUpsBodies() {
    const std::string body =
        R"({"partnerReferenceNo":"20260822000000000003","customerNumber":"901081234567890","customerName":"SITI RAHAYU",)"
        R"("amount":{"value":"50000.00","currency":"IDR"},"transactionDate":"2026-08-22T10:00:00+07:00",)"
        R"("sessionId":"1234567890123"})";
    QCOMPARE(topUpBody(kTopUp), body);
    QVERIFY(readTopUpBody(body) == kTopUp);
    QCOMPARE(
        walletInquiryBody("1", "901081234567890", Money::rupiah(50'000), "2026-08-22T10:00:00+07:00"),
        std::string(
            R"({"partnerReferenceNo":"1","customerNumber":"901081234567890",)"
            R"("amount":{"value":"50000.00","currency":"IDR"},"transactionDate":"2026-08-22T10:00:00+07:00"})"));
    QCOMPARE(
        statusBody(kTopUp),
        std::string(
            R"({"originalPartnerReferenceNo":"20260822000000000003","serviceCode":"38",)"
            R"("transactionDate":"2026-08-22T10:00:00+07:00","amount":{"value":"50000.00","currency":"IDR"},)"
            R"("additionalInfo":{}})"));
    TopUp without = kTopUp;
    without.session.clear();
    QVERIFY(!json::parse(topUpBody(without)).contains("sessionId"));
    for (const char* foreign : {"", "{}", "[]", R"({"partnerReferenceNo":"1","customerNumber":"2"})"})
      QVERIFY(!readTopUpBody(foreign));
    QVERIFY(!readTopUpBody(transferBody(kTransfer)));
  }

  void readsAWallet() {
    const auto read = [](const json& answer, int http = 200) {
      return readWallet(http, answer.dump(), kTopUp.customer, kTopUp.amount, Money::rupiah(1'000));
    };
    const ports::InquiryReply known = read(walletAnswer());
    COMPARE_VERDICT(known.verdict, VerdictKind::Succeeded, "2003700");
    QCOMPARE(known.customerName, std::string("SITI RAHAYU"));
    QCOMPARE(known.amount.amount(), 50'000);
    QCOMPARE(known.adminFee.amount(), 1'000);
    QCOMPARE(known.cost.amount(), 51'000);
    QCOMPARE(known.details.at(ports::kInquiryId), std::string("1234567890123"));
    for (const auto& [key, value, word] : std::vector<std::tuple<const char*, json, const char*>>{
             {"customerNumber", "901081234567891", "wrong-echo"},
             {"customerNumber", nullptr, "wrong-echo"},
             {"amount", rupiahJson("50001.00"), "wrong-echo"},
             {"customerName", "", "no-name"},
             {"responseCode", "2003800", "contradiction"}}) {
      json odd = walletAnswer();
      odd[key] = value;
      COMPARE_VERDICT(read(odd).verdict, VerdictKind::Unknown, word);
    }
    // A fee above the agreed one is passed on; a session that no field holds is left out.
    json odd = walletAnswer();
    odd["feeAmount"] = rupiahJson("1500.00");
    odd["sessionId"] = "a/b";
    QCOMPARE(read(odd).adminFee.amount(), 1'500);
    QCOMPARE(read(odd).cost.amount(), 51'500);
    QVERIFY(read(odd).details.count(ports::kInquiryId) == 0);
    const auto refused = [&](const char* code) {
      return read({{"responseCode", code}, {"responseMessage", "said the bank"}},
                  std::stoi(std::string(code).substr(0, 3)))
          .verdict;
    };
    COMPARE_VERDICT(refused("4043711"), VerdictKind::Failed, "4043711");
    COMPARE_VERDICT(refused("4043713"), VerdictKind::Failed, "4043713");
    COMPARE_VERDICT(refused("4033706"), VerdictKind::RefusedForNow, "4033706");
    COMPARE_VERDICT(refused("2023700"), VerdictKind::RefusedForNow, "2023700");
    COMPARE_VERDICT(refused("4053701"), VerdictKind::RefusedByConfig, "4053701");
    COMPARE_VERDICT(refused("5003700"), VerdictKind::Unknown, "5003700");
  }

  void aTopUpSucceedsOnlyWithAllItsProof() {
    const Verdict success = readPayment(200, topUpAnswer().dump(), kTopUp);
    COMPARE_VERDICT(success, VerdictKind::Succeeded, "2003800");
    QCOMPARE(success.serial, std::string("2020102977770000000010"));
    QCOMPARE(success.details.at("reference"), success.serial);
    for (const char* key : {"partnerReferenceNo", "customerNumber", "amount", "referenceNo"}) {
      const std::string word = std::string(key) == "referenceNo" ? "no-reference" : "wrong-echo";
      json data = topUpAnswer();
      data.erase(key);
      COMPARE_VERDICT(readPayment(200, data.dump(), kTopUp), VerdictKind::Unknown, word);
      if (word == "wrong-echo") {
        data[key] = "other";
        COMPARE_VERDICT(readPayment(200, data.dump(), kTopUp), VerdictKind::Unknown, word);
      }
    }
    json data = topUpAnswer();
    data["amount"]["currency"] = "USD";
    COMPARE_VERDICT(readPayment(200, data.dump(), kTopUp), VerdictKind::Unknown, "wrong-echo");
    data = {{"responseCode", "4033814"}, {"responseMessage", "m"}, {"partnerReferenceNo", "other"}};
    COMPARE_VERDICT(readPayment(403, data.dump(), kTopUp), VerdictKind::Unknown, "wrong-echo");
    const std::string whole = topUpAnswer().dump();
    for (std::size_t size = 0; size < whole.size(); ++size)
      COMPARE_KIND(readPayment(200, whole.substr(0, size), kTopUp).kind, VerdictKind::Unknown);
  }

  // Every case of the table under the new services' codes, and what their questions may be believed.
  void everyCaseMeansTheSameOfWalletsAndVirtualAccounts() {
    for (const ResponseCase& row : kResponseCases) {
      if (row.http == 200)
        continue;
      const std::string number(row.number);
      COMPARE_VERDICT(readPayment(row.http, refusal(codeOf(row.http, "38", number)), kTopUp), row.kind,
                      codeOf(row.http, "38", number));
      COMPARE_VERDICT(readPayment(row.http, refusal(codeOf(row.http, "25", number)), kVa, kVaData), row.kind,
                      codeOf(row.http, "25", number));
      for (const char* other : {"17", "24", "37", "39", "26"}) {
        COMPARE_VERDICT(readPayment(row.http, refusal(codeOf(row.http, other, number)), kTopUp),
                        VerdictKind::Unknown, "contradiction");
        COMPARE_VERDICT(readPayment(row.http, refusal(codeOf(row.http, other, number)), kVa, kVaData),
                        VerdictKind::Unknown, "contradiction");
      }
      const VerdictKind asked =
          row.http == 404 && number == "01" ? VerdictKind::NotFound : VerdictKind::Unknown;
      COMPARE_VERDICT(readStatus(row.http, refusal(codeOf(row.http, "39", number)), kTopUp), asked,
                      codeOf(row.http, "39", number));
      COMPARE_VERDICT(readStatus(row.http, refusal(codeOf(row.http, "26", number)), kVa, kVaData), asked,
                      codeOf(row.http, "26", number));
    }
    for (const char* one : {"20001", "40003", "40324", "40420", "40902", "50401"}) {
      const int http = std::stoi(std::string(one).substr(0, 3));
      for (const char* service : {"38", "25"}) {
        const std::string code = codeOf(http, service, std::string(one).substr(3));
        COMPARE_VERDICT(std::string(service) == "38" ? readPayment(http, refusal(code), kTopUp)
                                                     : readPayment(http, refusal(code), kVa, kVaData),
                        VerdictKind::Unknown, code);
      }
    }
    // The expired, the unknown and the wrong sum, by name.
    for (const char* number : {"11", "12", "13", "19"})
      COMPARE_KIND(readPayment(404, refusal("40425" + std::string(number)), kVa, kVaData).kind,
                   VerdictKind::Failed);
    const auto format = [](const char* service, const char* field) {
      return json{{"responseCode", "400" + std::string(service) + "01"},
                  {"responseMessage", "Invalid Field Format " + std::string(field)}}
          .dump();
    };
    COMPARE_KIND(readPayment(400, format("38", "customerNumber"), kTopUp).kind, VerdictKind::Failed);
    COMPARE_KIND(readPayment(400, format("38", "amount"), kTopUp).kind, VerdictKind::RefusedByConfig);
    COMPARE_KIND(readPayment(400, format("25", "virtualAccountNo"), kVa, kVaData).kind, VerdictKind::Failed);
    COMPARE_KIND(readPayment(400, format("25", "partnerServiceId"), kVa, kVaData).kind,
                 VerdictKind::RefusedByConfig);
  }

  void aTopUpsStatusIsReadLikeATransfers() {
    for (const TransactionStatus& status : kTransactionStatuses) {
      const Verdict verdict = readStatus(200, topUpStatusAnswer(std::string(status.code)).dump(), kTopUp);
      COMPARE_VERDICT(verdict, status.kind, status.code);
      QCOMPARE(verdict.details.contains("reference"), status.kind == VerdictKind::Succeeded);
    }
    for (const char* status : {"", "08", "0"})
      COMPARE_VERDICT(readStatus(200, topUpStatusAnswer(status).dump(), kTopUp), VerdictKind::Unknown,
                      "missing-status");
    for (const char* key : {"originalPartnerReferenceNo", "customerNumber", "serviceCode", "amount"}) {
      json data = topUpStatusAnswer("00");
      data[key] = "other";
      COMPARE_VERDICT(readStatus(200, data.dump(), kTopUp), VerdictKind::Unknown, "wrong-echo");
    }
    json data = topUpStatusAnswer("06");
    data.erase("originalPartnerReferenceNo");
    COMPARE_VERDICT(readStatus(200, data.dump(), kTopUp), VerdictKind::Unknown, "wrong-echo");
    data = {{"responseCode", "4043901"}, {"originalPartnerReferenceNo", "other"}};
    COMPARE_KIND(readStatus(404, data.dump(), kTopUp).kind, VerdictKind::Unknown);
  }

  // ---- virtual accounts ----

  void aVirtualAccountsNumberIsPadded() {
    QVERIFY(vaNumberOf("886081234567890", 5) == kVa.number);
    QCOMPARE(kVa.number.whole(), std::string("   886081234567890"));
    QCOMPARE(vaNumberOf("123456789", 8)->serviceId, std::string("12345678"));
    for (const char* odd : {"", "88608", "8860a1", "88608 1", "88608123456789012345678901"})
      QVERIFY2(!vaNumberOf(odd, 5), odd);
    QVERIFY(vaNumberOf("8860812345678901234567", 5).has_value());
    QVERIFY(!vaNumberOf("886081234567890", 0));
  }

  void aVirtualAccountsBodies() {
    const std::string number =
        R"("partnerServiceId":"   88608","customerNo":"1234567890","virtualAccountNo":"   886081234567890",)";
    const std::string body =
        "{" + number +
        R"("virtualAccountName":"BUDI CONTOH","paymentRequestId":"20260822000000000004",)"
        R"("paidAmount":{"value":"75000.00","currency":"IDR"},)"
        R"("totalAmount":{"value":"75000.00","currency":"IDR"},)"
        R"("trxDateTime":"2026-08-22T10:00:00+07:00","flagAdvise":"N"})";
    QCOMPARE(vaPaymentBody(kVa), body);
    QVERIFY(readVaPaymentBody(body) == kVa);
    QCOMPARE(vaInquiryBody("20260822000000000004", kVa.number, Money(), kVa.date),
             "{" + number +
                 R"("trxDateInit":"2026-08-22T10:00:00+07:00","inquiryRequestId":"20260822000000000004"})");
    QCOMPARE(json::parse(vaInquiryBody("1", kVa.number, Money::rupiah(5'000), kVa.date))["amount"],
             rupiahJson("5000.00"));
    QCOMPARE(statusBody(kVa),
             "{" + number +
                 R"("inquiryRequestId":"20260822000000000004","paymentRequestId":"20260822000000000004",)"
                 R"("additionalInfo":{}})");
    // A body whose number does not fit together is nobody's.
    std::string torn = body;
    torn.replace(torn.find("\"1234567890"), 11, "\"1234567891");
    QVERIFY(!readVaPaymentBody(torn));
    for (const char* foreign : {"", "{}", "[]", R"({"paymentRequestId":"1"})"})
      QVERIFY(!readVaPaymentBody(foreign));
    QVERIFY(!readVaPaymentBody(topUpBody(kTopUp)));
  }

  static ports::InquiryReply billIn(const json& answer, Money named = Money(), const char* key = kVaData,
                                    int http = 200) {
    return readVirtualAccount(http, answer.dump(), kVa.reference, kVa.number, named, Money::rupiah(2'500),
                              key);
  }

  void readsWhatAVirtualAccountAsksFor() {
    const ports::InquiryReply bill = billIn(vaBill());
    COMPARE_VERDICT(bill.verdict, VerdictKind::Succeeded, "2002400");
    QCOMPARE(bill.customerName, std::string("BUDI CONTOH"));
    QCOMPARE(bill.amount.amount(), 75'000);
    QCOMPARE(bill.adminFee.amount(), 2'500);
    QCOMPARE(bill.cost.amount(), 77'500);
    // Its sum is the bank's, whatever the customer said.
    QCOMPARE(billIn(vaBill(), Money::rupiah(1)).amount.amount(), 75'000);
    const auto sum = [](const char* type, const char* total, std::int64_t named) {
      return billIn(vaBill({{"virtualAccountTrxType", type}, {"totalAmount", rupiahJson(total)}}),
                    Money::rupiah(named))
          .amount.amount();
    };
    QCOMPARE(sum("O", "0.00", 0), 0);
    QCOMPARE(sum("O", "0.00", 5'000), 5'000);
    for (const char* least : {"M", "N"}) {
      QCOMPARE(sum(least, "5000.00", 4'999), 0);
      QCOMPARE(sum(least, "5000.00", 5'000), 5'000);
    }
    for (const char* most : {"I", "L", "X"}) {
      QCOMPARE(sum(most, "5000.00", 5'001), 0);
      QCOMPARE(sum(most, "5000.00", 5'000), 5'000);
    }
    json typeless = vaBill();
    typeless[kVaData].erase("virtualAccountTrxType");
    QCOMPARE(billIn(typeless).amount.amount(), 75'000);
    typeless[kVaData].erase("totalAmount");
    QCOMPARE(billIn(typeless, Money::rupiah(5'000)).amount.amount(), 5'000);
    QCOMPARE(billIn(vaBill({{"feeAmount", rupiahJson("3000.00")}})).adminFee.amount(), 3'000);
    // Blanks before a number may be gone; the rest must be ours.
    COMPARE_KIND(
        billIn(vaBill({{"virtualAccountNo", "886081234567890"}, {"partnerServiceId", "88608"}})).verdict.kind,
        VerdictKind::Succeeded);
    for (const auto& [key, value, word] : std::vector<std::tuple<const char*, json, const char*>>{
             {"virtualAccountNo", "   886081234567891", "wrong-echo"},
             {"virtualAccountNo", nullptr, "wrong-echo"},
             {"partnerServiceId", "   88609", "wrong-echo"},
             {"customerNo", "1234567891", "wrong-echo"},
             {"inquiryRequestId", "other", "wrong-echo"},
             {"inquiryStatus", "01", "contradiction"},
             {"virtualAccountName", "", "no-name"},
             {"totalAmount", rupiahJson("1,00"), "no-amount"},
             {"totalAmount", rupiahJson("0.00"), "no-amount"},
             {"virtualAccountTrxType", "Q", "no-amount"},
             {"totalAmount", rupiahJson("-5.00"), "no-amount"}})
      COMPARE_VERDICT(billIn(vaBill({{key, value}})).verdict, VerdictKind::Unknown, word);
    for (const auto& [code, kind] :
         std::vector<std::pair<const char*, VerdictKind>>{{"4042411", VerdictKind::Failed},
                                                          {"4042412", VerdictKind::Failed},
                                                          {"4042413", VerdictKind::Failed},
                                                          {"4042414", VerdictKind::Failed},
                                                          {"4042419", VerdictKind::Failed},
                                                          {"4032406", VerdictKind::RefusedForNow},
                                                          {"4042416", VerdictKind::RefusedByConfig},
                                                          {"5042400", VerdictKind::Unknown}})
      COMPARE_VERDICT(
          billIn({{"responseCode", code}}, Money(), kVaData, std::stoi(std::string(code).substr(0, 3)))
              .verdict,
          kind, code);
  }

  // Banks do not agree about one letter; a bank's answer has the one its profile names.
  void theObjectsNameIsTheBanks() {
    const char* const small = "virtualAccountdata";
    json paid = vaPaid();
    paid[small] = paid[kVaData];
    paid.erase(kVaData);
    COMPARE_KIND(readPayment(200, paid.dump(), kVa, small).kind, VerdictKind::Succeeded);
    COMPARE_VERDICT(readPayment(200, paid.dump(), kVa, kVaData), VerdictKind::Unknown, "wrong-echo");
    COMPARE_VERDICT(readPayment(200, vaPaid().dump(), kVa, small), VerdictKind::Unknown, "wrong-echo");
    json bill = vaBill();
    bill[small] = bill[kVaData];
    bill.erase(kVaData);
    COMPARE_KIND(billIn(bill, Money(), small).verdict.kind, VerdictKind::Succeeded);
    COMPARE_VERDICT(billIn(bill).verdict, VerdictKind::Unknown, "wrong-echo");
  }

  void aVirtualAccountIsPaidOnlyWithAllItsProof() {
    const Verdict success = readPayment(200, vaPaid().dump(), kVa, kVaData);
    COMPARE_VERDICT(success, VerdictKind::Succeeded, "2002500");
    QCOMPARE(success.serial, std::string("000000000000011"));
    QCOMPARE(success.details.at("reference"), success.serial);
    for (const auto& [key, value, word] : std::vector<std::tuple<const char*, json, const char*>>{
             {"paymentRequestId", "other", "wrong-echo"},
             {"paymentRequestId", nullptr, "wrong-echo"},
             {"virtualAccountNo", "   886081234567891", "wrong-echo"},
             {"virtualAccountNo", nullptr, "wrong-echo"},
             {"customerNo", "1234567891", "wrong-echo"},
             {"paidAmount", rupiahJson("75001.00"), "wrong-echo"},
             {"paidAmount", nullptr, "wrong-echo"},
             {"paidAmount", {{"value", "75000.00"}, {"currency", "USD"}}, "wrong-echo"},
             {"referenceNo", "", "no-reference"},
             {"paymentFlagStatus", nullptr, "missing-status"},
             {"paymentFlagStatus", "01", "contradiction"},
             {"paymentFlagStatus", "02", "contradiction"},
             {"paymentFlagStatus", "99", "contradiction"}})
      COMPARE_VERDICT(readPayment(200, vaPaid({{key, value}}).dump(), kVa, kVaData), VerdictKind::Unknown,
                      word);
    json pending = vaPaid({{"paymentFlagStatus", "00"}});
    pending["responseCode"] = "2022500";
    COMPARE_VERDICT(readPayment(202, pending.dump(), kVa, kVaData), VerdictKind::Pending, "2022500");
    const json other = vaAnswer("4042514", {{"paymentRequestId", "other"}});
    COMPARE_VERDICT(readPayment(404, other.dump(), kVa, kVaData), VerdictKind::Unknown, "wrong-echo");
    // A bill that is paid already may have been paid by this very attempt.
    COMPARE_VERDICT(readPayment(404, vaAnswer("4042514").dump(), kVa, kVaData), VerdictKind::Unknown, "4042514");
    const std::string whole = vaPaid().dump();
    for (std::size_t size = 0; size < whole.size(); ++size)
      COMPARE_KIND(readPayment(200, whole.substr(0, size), kVa, kVaData).kind, VerdictKind::Unknown);
  }

  void aVirtualAccountsStatusIsItsFlag() {
    for (const auto& [flag, kind] : std::vector<std::pair<const char*, VerdictKind>>{
             {"00", VerdictKind::Succeeded}, {"01", VerdictKind::Failed}, {"02", VerdictKind::Pending}}) {
      const Verdict verdict = readStatus(200, vaState(flag).dump(), kVa, kVaData);
      COMPARE_VERDICT(verdict, kind, flag);
      QCOMPARE(verdict.message, std::string("apa adanya"));
      QCOMPARE(verdict.details.contains("reference"), kind == VerdictKind::Succeeded);
      // What says that it failed is believed to be a refusal.
      Bench bench(seller());
      COMPARE_KIND(believed(verdict, bench.upstream->capabilities(ProductKind::Bill)).kind, kind);
    }
    for (const char* flag : {"", "03", "1", "000"})
      COMPARE_VERDICT(readStatus(200, vaState(flag).dump(), kVa, kVaData), VerdictKind::Unknown,
                      "missing-status");
    for (const auto& [key, value] :
         std::vector<std::pair<const char*, json>>{{"paymentRequestId", "other"},
                                                   {"paymentRequestId", nullptr},
                                                   {"virtualAccountNo", "   886081234567891"},
                                                   {"customerNo", "1"},
                                                   {"paidAmount", rupiahJson("1.00")}}) {
      json data = vaState("00");
      data[kVaData][key] = value;
      COMPARE_VERDICT(readStatus(200, data.dump(), kVa, kVaData), VerdictKind::Unknown, "wrong-echo");
    }
    const json other = vaAnswer("4042601", {{"paymentRequestId", "other"}});
    COMPARE_KIND(readStatus(404, other.dump(), kVa, kVaData).kind, VerdictKind::Unknown);
  }

  // ---- both, over a scripted transport ----

  void sellsWhatItsProfileSays() {
    std::optional<ports::PriceListReply> got;
    const auto offers = [&got](const UpstreamSettings& with) {
      Bench bench(with);
      bench.upstream->priceList([&](const ports::PriceListReply& reply) { got = reply; });
      std::vector<PriceListEntry> bills;
      for (const PriceListEntry& entry : got->entries)
        if (entry.kind == ProductKind::Bill)
          bills.push_back(entry);
      return bills;
    };
    QVERIFY(offers(settings()).empty());
    for (const char* name : {"bri", "bca", "mandiri"}) {
      UpstreamSettings known = settings();
      known.values["profile"] = name;
      QVERIFY(offers(known).empty());
    }
    const auto sold = offers(seller());
    QCOMPARE(sold.size(), std::size_t{3});
    QCOMPARE(sold[0].offer.sku.str() + "|" + sold[0].name + "|" + sold[0].brand + "|" + sold[0].category,
             std::string("topup-dana|DANA isi bebas|DANA|E-Money"));
    QCOMPARE(sold[1].offer.sku.str(), std::string("topup-gopay"));
    QCOMPARE(sold[0].offer.cost.amount(), 1'000);
    QCOMPARE(sold[2].offer.sku.str() + "|" + sold[2].name + "|" + sold[2].category,
             std::string("virtual-account|Virtual Account Bank Contoh|Virtual Account"));
    QCOMPARE(sold[2].offer.cost.amount(), 2'500);
  }

  void fillsAWalletFromItsNameToItsOutcome() {
    Bench bench(seller());
    QVERIFY(bench.upstream->canInquire(ProductKind::Bill, Family::EMoney));
    QVERIFY(!bench.upstream->canInquire(ProductKind::Bill, Family::Water));
    ports::InquiryOrder inquiry;
    inquiry.sku = Sku("topup-dana");
    inquiry.kind = ProductKind::Bill;
    inquiry.family = Family::EMoney;
    inquiry.number = "081234567890";
    inquiry.amount = kTopUp.amount;
    inquiry.attemptRef = AttemptRef(kTopUp.reference);
    std::vector<ports::InquiryReply> got;
    const auto keep = [&got](const ports::InquiryReply& reply) { got.push_back(reply); };
    bench.transport.reply(answered(200, tokenAnswer("tok")));
    bench.transport.reply(answered(200, walletAnswer().dump()));
    bench.upstream->inquire(inquiry, keep);
    bench.run();
    COMPARE_KIND(got.at(0).verdict.kind, VerdictKind::Succeeded);
    QCOMPARE(got[0].adminFee.amount(), 1'000);
    QCOMPARE(bench.transport.sent().back().url, kBase + "/v1.0/emoney/account-inquiry");
    QVERIFY(bench.transport.sent().back().kind == RequestKind::Question);
    QCOMPARE(json::parse(bench.transport.sent().back().body)["customerNumber"].get<std::string>(),
             kTopUp.customer);

    const Attempt attempt = attemptFor(*bench.upstream, topUpOrder());
    QCOMPARE(attempt.path, std::string("/v1.0/emoney/topup"));
    QCOMPARE(attempt.body, topUpBody(kTopUp));
    bench.transport.reply(answered(504, refusal("5043800")));
    bench.transport.reply(answered(200, topUpAnswer().dump()));
    for (int i = 0; i < 2; ++i) {
      bench.upstream->pay(attempt, bench.keep());
      bench.run();
      bench.clock.move(Duration::seconds(5));
    }
    COMPARE_VERDICT(bench.verdicts.at(0), VerdictKind::Unknown, "5043800");
    COMPARE_VERDICT(bench.verdicts.at(1), VerdictKind::Succeeded, "2003800");
    const auto paid = bench.transport.sentTo(kBase + "/v1.0/emoney/topup");
    QCOMPARE(paid.size(), std::size_t{2});
    QVERIFY(paid[0].kind == RequestKind::Money);
    QVERIFY(paid[0].body == attempt.body && paid[1].body == attempt.body);
    QVERIFY(headerOf(paid[0], "X-EXTERNAL-ID") != headerOf(paid[1], "X-EXTERNAL-ID"));

    bench.transport.reply(answered(200, topUpStatusAnswer("00").dump()));
    bench.upstream->ask(attempt, bench.keep());
    bench.run();
    COMPARE_VERDICT(bench.verdicts.at(2), VerdictKind::Succeeded, "00");
    QCOMPARE(bench.transport.sent().back().url, kBase + "/v1.0/emoney/topup-status");
    QCOMPARE(bench.transport.sent().back().body, statusBody(kTopUp));
    QVERIFY(bench.transport.sent().back().kind == RequestKind::Question);

    // What its profile does not name is not asked about, and needs no network to be known.
    const std::size_t sent = bench.transport.sent().size();
    inquiry.sku = Sku("topup-ovo");
    bench.upstream->inquire(inquiry, keep);
    inquiry.sku = Sku("topup-dana");
    inquiry.amount = Money();
    bench.upstream->inquire(inquiry, keep);
    COMPARE_VERDICT(got.at(1).verdict, VerdictKind::Failed, "input");
    COMPARE_VERDICT(got.at(2).verdict, VerdictKind::Failed, "input");
    QCOMPARE(bench.transport.sent().size(), sent);
  }

  void paysAVirtualAccountFromItsBillToItsOutcome() {
    Bench bench(seller());
    ports::InquiryOrder inquiry;
    inquiry.sku = Sku("virtual-account");
    inquiry.kind = ProductKind::Bill;
    inquiry.family = Family::VirtualAccount;
    inquiry.number = "886081234567890";
    inquiry.attemptRef = AttemptRef(kVa.reference);
    std::vector<ports::InquiryReply> got;
    const auto keep = [&got](const ports::InquiryReply& reply) { got.push_back(reply); };
    bench.transport.reply(answered(200, tokenAnswer("tok")));
    bench.transport.reply(answered(200, vaBill().dump()));
    bench.upstream->inquire(inquiry, keep);
    bench.run();
    COMPARE_KIND(got.at(0).verdict.kind, VerdictKind::Succeeded);
    QCOMPARE(got[0].amount.amount(), 75'000);
    QCOMPARE(got[0].adminFee.amount(), 2'500);
    QCOMPARE(bench.transport.sent().back().url, kBase + "/v1.0/transfer-va/inquiry");

    // The question and the payment have one name.
    const Attempt attempt = attemptFor(*bench.upstream, vaOrder());
    QCOMPARE(json::parse(bench.transport.sent().back().body)["inquiryRequestId"].get<std::string>(),
             json::parse(attempt.body)["paymentRequestId"].get<std::string>());
    QCOMPARE(attempt.body, vaPaymentBody(kVa));
    bench.transport.reply(answered(200, vaPaid().dump()));
    bench.transport.reply(answered(200, vaState("02").dump()));
    bench.upstream->pay(attempt, bench.keep());
    bench.run();
    QCOMPARE(bench.transport.sent().back().url, kBase + "/v1.0/transfer-va/payment");
    QVERIFY(bench.transport.sent().back().kind == RequestKind::Money);
    bench.upstream->ask(attempt, bench.keep());
    bench.run();
    COMPARE_VERDICT(bench.verdicts.at(0), VerdictKind::Succeeded, "2002500");
    COMPARE_VERDICT(bench.verdicts.at(1), VerdictKind::Pending, "02");
    QCOMPARE(bench.transport.sent().back().url, kBase + "/v1.0/transfer-va/status");
    QCOMPARE(bench.transport.sent().back().body, statusBody(kVa));
    inquiry.number = "88608";
    bench.upstream->inquire(inquiry, keep);
    COMPARE_VERDICT(got.at(1).verdict, VerdictKind::Failed, "input");
  }

  void aBodyOfOneServiceIsNeverSentAsAnother() {
    Bench bench(seller());
    const Attempt topUp = attemptFor(*bench.upstream, topUpOrder());
    const Attempt va = attemptFor(*bench.upstream, vaOrder());
    const Attempt transfer = bench.attempt();
    std::vector<Attempt> odd = {topUp, va, topUp, va, transfer, topUp};
    odd[0].attemptRef = AttemptRef("other");
    odd[1].attemptRef = AttemptRef("other");
    odd[2].path = va.path;
    odd[3].path = topUp.path;
    odd[4].path = topUp.path;
    odd[5].path = transfer.path;
    for (const Attempt& one : odd) {
      bench.upstream->pay(one, bench.keep());
      COMPARE_VERDICT(bench.verdicts.back(), VerdictKind::NotSent, "attempt-unreadable");
      bench.upstream->ask(one, bench.keep());
      COMPARE_VERDICT(bench.verdicts.back(), VerdictKind::Unknown, "attempt-unreadable");
    }
    QVERIFY(bench.transport.sent().empty());
    // What was sent is asked about, whatever the bank sells by now.
    Bench poorer;
    poorer.upstream->ask(va, poorer.keep());
    QCOMPARE(poorer.transport.sent().size(), std::size_t{1});
  }

  void preparesOnlyWhatWasAskedAbout() {
    Bench bench(seller());
    const auto errorOf = [&](const ports::PaymentOrder& order) {
      return bench.upstream->prepare(order).error().code;
    };
    for (const bool wallet : {true, false}) {
      const ports::PaymentOrder good = wallet ? topUpOrder() : vaOrder();
      QVERIFY(bench.upstream->prepare(good).has_value());
      ports::PaymentOrder odd = good;
      odd.customerName.clear();
      QCOMPARE(errorOf(odd), ErrorCode::NeedsInquiry);
      odd = good;
      odd.amount = Money();
      QCOMPARE(errorOf(odd), ErrorCode::AmountInvalid);
      odd = good;
      odd.number = "0812-3456";
      QCOMPARE(errorOf(odd), ErrorCode::NumberInvalid);
      odd = good;
      odd.sku = Sku("topup-ovo");
      QCOMPARE(errorOf(odd), ErrorCode::ProductUnknown);
      odd = good;
      odd.attemptRef = AttemptRef("a/b");
      QCOMPARE(errorOf(odd), ErrorCode::Usage);
      Bench poorer;
      QCOMPARE(poorer.upstream->prepare(good).error().code, ErrorCode::ProductUnknown);
    }
  }

  // ---- what has come in ----

  static json lineOf(const char* id, const char* type, const char* amount, const char* when) {
    return {{"amount", {{"value", amount}, {"currency", "IDR"}}}, {"transactionDate", when}, {"remark", "tarik tunai"},
            {"transactionId", id}, {"type", type},
            {"detailInfo", {{"counterpartName", "BUDI CONTOH"}, {"counterpartAccountNo", "1234567890"}}}};
  }
  static json statementOf(const json& lines, const char* more = "N") {
    return {{"responseCode", "2001400"}, {"responseMessage", "Successful"}, {"hasMore", more},
            {"lastRecordDateTime", "2026-08-22T09:00:00+07:00"}, {"detailData", lines}};
  }

  void aStatementTellsWhatCameIn() {
    QCOMPARE(statementBody("1", "8888", kNow - Duration::days(3), kNow),
             std::string(R"({"partnerReferenceNo":"1","accountNo":"8888","fromDateTime":"2026-08-19T10:00:00+07:00",)"
                         R"("toDateTime":"2026-08-22T10:00:00+07:00"})"));
    const json in = lineOf("C1", "CREDIT", "500000.00", "2026-08-22T09:58:00+07:00");
    const json out = lineOf("D1", "DEBIT", "100000.00", "2026-08-22T09:57:00+07:00");
    const StatementPage page = readStatement(200, statementOf({in, out}).dump(), UpstreamId("bank"));
    COMPARE_KIND(page.verdict.kind, VerdictKind::Succeeded);
    QCOMPARE(page.credits.size(), std::size_t{1});
    QCOMPARE(page.credits[0].id + "|" + page.credits[0].from + "|" + page.credits[0].account,
             std::string("C1|BUDI CONTOH|1234567890"));
    QCOMPARE(page.credits[0].amount.amount(), 500'000);
    QCOMPARE(page.debits.size(), std::size_t{1});
    // One line that nobody can read might be the one that takes another back.
    for (const auto& [key, value] : std::vector<std::pair<const char*, json>>{{"type", "C"}, {"type", nullptr},
             {"transactionId", ""}, {"transactionId", "C\n1"}, {"transactionDate", "yesterday"},
             {"amount", {{"value", "500.000"}}}, {"amount", {{"value", "-5.00"}}}}) {
      json odd = out;
      odd[key] = value;
      COMPARE_VERDICT(readStatement(200, statementOf({in, odd}).dump(), UpstreamId("bank")).verdict, VerdictKind::Unknown,
                      "unreadable-line");
    }
    COMPARE_KIND(readStatement(200, R"({"responseCode":"2001400"})", UpstreamId("bank")).verdict.kind, VerdictKind::Unknown);
    COMPARE_KIND(readStatement(200, "<html>", UpstreamId("bank")).verdict.kind, VerdictKind::Unknown);
  }

  static Collection collectionOf(CollectionKind kind) {
    Collection one;
    one.id = CollectionId("C260822ABCDEFGHJK");
    one.upstream = UpstreamId("bank");
    one.kind = kind;
    one.amount = Money::rupiah(1000);
    one.customer = kind == CollectionKind::Password ? "6281234567890" : "";
    one.openedAt = kNow;
    one.expiresAt = kNow + Duration::minutes(30);
    return one;
  }
  static json answerOf(const char* code, json fields) {
    fields["responseCode"] = code;
    fields["responseMessage"] = "as the book says";
    return fields;
  }

  void aCodeToShow() {
    const Collection asked = collectionOf(CollectionKind::Qris);
    QCOMPARE(qrBody(asked, ""), std::string(R"({"partnerReferenceNo":"C260822ABCDEFGHJK","amount":{"value":"1000.00","currency":"IDR"},)"
                                            R"("validityPeriod":"2026-08-22T10:30:00+07:00"})"));
    QVERIFY(qrBody(asked, "M1").find(R"("merchantId":"M1")") != std::string::npos);
    const json good = answerOf("2004700", {{"partnerReferenceNo", asked.id.str()}, {"referenceNo", "R1"}, {"qrContent", kQris},
                                           {"additionalInfo", {{"validityPeriod", "2026-08-22T10:20:00+07:00"}}}});
    const CollectionTold told = readQr(200, good.dump(), asked);
    COMPARE_KIND(told.verdict.kind, VerdictKind::Succeeded);
    QCOMPARE(told.code, std::string(kQris));
    QCOMPARE(told.bankRef, std::string("R1"));
    QCOMPARE(toRfc3339(told.expiresAt), std::string("2026-08-22T10:20:00+07:00"));
    // A code for another sum, another reference, or one that is not whole is shown to nobody.
    Collection more = asked;
    more.amount = Money::rupiah(2000);
    COMPARE_VERDICT(readQr(200, good.dump(), more).verdict, VerdictKind::Unknown, "wrong-echo");
    json other = good;
    other["partnerReferenceNo"] = "C260822ZZZZZZZZZZ";
    COMPARE_VERDICT(readQr(200, other.dump(), asked).verdict, VerdictKind::Unknown, "wrong-echo");
    for (const json& content : {json(nullptr), json(""), json(std::string(kQris).substr(0, 200)), json("https://example.invalid/pay")}) {
      json broken = good;
      broken["qrContent"] = content;
      COMPARE_VERDICT(readQr(200, broken.dump(), asked).verdict, VerdictKind::Unknown, "unreadable-code");
    }
  }

  void aPasswordsMoney() {
    const Collection asked = collectionOf(CollectionKind::Password);
    QCOMPARE(otcBody(asked, "123456"),
             std::string(R"({"partnerReferenceNo":"C260822ABCDEFGHJK","customerNumber":"6281234567890","otp":"123456",)"
                         R"("amount":{"value":"1000.00","currency":"IDR"}})"));
    const json good = answerOf("2004400", {{"referenceNo", "R1"}, {"partnerReferenceNo", asked.id.str()}});
    COMPARE_KIND(readOtc(200, good.dump(), asked).verdict.kind, VerdictKind::Succeeded);
    json other = good;
    other["partnerReferenceNo"] = "C260822ZZZZZZZZZZ";
    COMPARE_VERDICT(readOtc(200, other.dump(), asked).verdict, VerdictKind::Unknown, "wrong-echo");
    other = good;
    other["amount"] = {{"value", "2000.00"}, {"currency", "IDR"}};
    COMPARE_VERDICT(readOtc(200, other.dump(), asked).verdict, VerdictKind::Unknown, "wrong-echo");
    other = good;
    other.erase("referenceNo");
    COMPARE_VERDICT(readOtc(200, other.dump(), asked).verdict, VerdictKind::Unknown, "no-reference");
  }

  // Every code of the table, for both requests; and every state in answer to both questions.
  void everyCodeOfACollection() {
    for (const ResponseCase& row : kResponseCases) {
      const auto codeFor = [&row](const char* service) { return std::to_string(row.http) + service + std::string(row.number); };
      const json qr = answerOf(codeFor("47").c_str(), {{"qrContent", kQris}});
      COMPARE_KIND(readQr(row.http, qr.dump(), collectionOf(CollectionKind::Qris)).verdict.kind, row.kind);
      const json otc = answerOf(codeFor("44").c_str(), {{"referenceNo", "R1"}});
      COMPARE_KIND(readOtc(row.http, otc.dump(), collectionOf(CollectionKind::Password)).verdict.kind, row.kind);
      // A question that is refused says nothing; one that nobody is known to is the exception, and no proof either.
      if (row.http == 200)
        continue;
      for (const auto& [service, kind] : {std::pair{"51", CollectionKind::Qris}, std::pair{"45", CollectionKind::Password}}) {
        const std::string body = answerOf(codeFor(service).c_str(), {{"latestTransactionStatus", "00"}}).dump();
        const CollectionTold told = kind == CollectionKind::Qris ? readQrQuery(row.http, body, collectionOf(kind))
                                                                 : readOtcStatus(row.http, body, collectionOf(kind));
        QVERIFY2(told.verdict.kind != VerdictKind::Succeeded && told.verdict.kind != VerdictKind::Failed &&
                     told.verdict.kind != VerdictKind::Pending,
                 body.c_str());
        QCOMPARE(told.verdict.kind == VerdictKind::NotFound, row.http == 404 && row.number == "01");
      }
    }
    const Collection qr = collectionOf(CollectionKind::Qris);
    for (const TransactionStatus& status : kTransactionStatuses) {
      json answer = answerOf("2005100", {{"originalPartnerReferenceNo", qr.id.str()}, {"serviceCode", "47"},
                                         {"latestTransactionStatus", status.code}, {"paidTime", "2026-08-22T10:05:00+07:00"},
                                         {"amount", {{"value", "1000.00"}, {"currency", "IDR"}}},
                                         {"feeAmount", {{"value", "3.00"}, {"currency", "IDR"}}}});
      const CollectionTold told = readQrQuery(200, answer.dump(), qr);
      COMPARE_KIND(told.verdict.kind, status.kind);
      QCOMPARE(told.bankFee.amount(), 3);
      QCOMPARE(toRfc3339(told.paidAt), std::string("2026-08-22T10:05:00+07:00"));
      for (const auto& [key, value] : std::vector<std::pair<const char*, json>>{
               {"originalPartnerReferenceNo", "C1"}, {"serviceCode", "17"}, {"amount", {{"value", "999.00"}, {"currency", "IDR"}}},
               {"feeAmount", {{"value", "1000.00"}, {"currency", "IDR"}}}, {"feeAmount", {{"value", "-1.00"}, {"currency", "IDR"}}},
               {"latestTransactionStatus", "77"}, {"latestTransactionStatus", nullptr}}) {
        json odd = answer;
        odd[key] = value;
        COMPARE_KIND(readQrQuery(200, odd.dump(), qr).verdict.kind, VerdictKind::Unknown);
      }
      // A status that is none is shown to people: nothing in it that a terminal would obey, and not all of it.
      json odd = answer;
      odd["latestTransactionStatus"] = "07\x7f\x1b[2Jriginal";
      QCOMPARE(QString::fromStdString(readQrQuery(200, odd.dump(), qr).verdict.code), QStringLiteral("07[2Jr"));
    }
  }

  // Pages repeat the end of the one before; what was taken back is not there; and an endless book is none.
  void aStatementIsReadToItsEnd() {
    Bench bench;
    std::vector<ports::StatementReply> replies;
    const auto ask = [&] {
      bench.upstream->statement({kNow - Duration::days(3), kNow}, [&](const ports::StatementReply& one) { replies.push_back(one); });
    };
    bench.transport.reply(answered(200, tokenAnswer("tok")));
    bench.transport.reply(answered(200, statementOf({lineOf("C3", "CREDIT", "3.00", "2026-08-22T09:30:00+07:00"),
                                                     lineOf("C2R", "DEBIT", "2.00", "2026-08-22T09:10:00+07:00"),
                                                     lineOf("C2", "CREDIT", "2.00", "2026-08-22T09:00:00+07:00")}, "Y").dump()));
    bench.transport.reply(answered(200, statementOf({lineOf("C2", "CREDIT", "2.00", "2026-08-22T09:00:00+07:00"),
                                                     lineOf("C1", "CREDIT", "1.00", "2026-08-22T08:00:00+07:00")}).dump()));
    ask();
    for (int i = 0; i < 3; ++i) bench.run();
    QCOMPARE(replies.size(), std::size_t{1});
    COMPARE_KIND(replies[0].verdict.kind, VerdictKind::Succeeded);
    QCOMPARE(replies[0].credits.size(), std::size_t{2});
    QCOMPARE(replies[0].credits[0].id + replies[0].credits[1].id, std::string("C3C1"));
    QCOMPARE(json::parse(bench.transport.sent().back().body)["toDateTime"].get<std::string>(),
             std::string("2026-08-22T09:00:00+07:00"));
    const json endless = statementOf(json::array({lineOf("C1", "CREDIT", "1.00", "2026-08-22T09:00:00+07:00")}), "Y");
    bench.transport.reply(answered(200, endless.dump()));
    bench.transport.reply(answered(200, endless.dump()));
    ask();
    for (int i = 0; i < 3; ++i) bench.run();
    QCOMPARE(replies.size(), std::size_t{2});
    COMPARE_VERDICT(replies[1].verdict, VerdictKind::Unknown, "endless-statement");
    QVERIFY(replies[1].credits.empty());
  }

  // ---- profiles ----

  void everyProfileIsReadAndEveryBankHasACode() {
    for (const char* name : {"generic", "bri", "bca", "mandiri"}) {
      const std::optional<Profile> profile = findProfile(name);
      QVERIFY2(profile.has_value(), name);
      QCOMPARE(profile->name, std::string(name));
    }
    std::set<std::string> codes;
    for (const Bank& bank : banks()) {
      QVERIFY(bank.code.size() == 3 && isDigits(bank.code) && !bank.name.empty());
      codes.insert(bank.code);
    }
    QCOMPARE(codes.size(), banks().size());
    QVERIFY(codes.count("002") == 1 && codes.count("014") == 1);
  }

  void aProfilesMistakeIsNamed_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("place");
    QTest::newRow("no JSON") << QByteArray("{") << "profile";
    QTest::newRow("no name") << QByteArray("{}") << "profile.name";
    QTest::newRow("unknown key") << QByteArray(R"({"name":"x","colour":1})") << "profile.colour";
    QTest::newRow("wrong type") << QByteArray(R"({"name":"x","timestampMillis":"yes"})") << "profile.timestampMillis";
    QTest::newRow("too many digits") << QByteArray(R"({"name":"x","externalIdDigits":37})") << "profile.externalIdDigits";
    QTest::newRow("too few digits") << QByteArray(R"({"name":"x","externalIdDigits":17})") << "profile.externalIdDigits";
    QTest::newRow("signature") << QByteArray(R"({"name":"x","signature":"none"})") << "profile.signature";
    QTest::newRow("bank code") << QByteArray(R"({"name":"x","bankCode":"14"})") << "profile.bankCode";
    QTest::newRow("service") << QByteArray(R"({"name":"x","paths":{"transfer":"/x"}})") << "profile.paths.transfer";
    QTest::newRow("path") << QByteArray(R"({"name":"x","paths":{"17":"x"}})") << "profile.paths.17";
    QTest::newRow("wallets") << QByteArray(R"({"name":"x","wallets":{}})") << "profile.wallets";
    QTest::newRow("wallet's key") << QByteArray(R"({"name":"x","wallets":[{"name":"A","code":"1"}]})")
                                  << "profile.wallets[0].code";
    QTest::newRow("wallet's name") << QByteArray(R"({"name":"x","wallets":[{"name":"-"}]})")
                                   << "profile.wallets[0].name";
    QTest::newRow("wallet's prefix") << QByteArray(R"({"name":"x","wallets":[{"name":"A","prefix":"1a"}]})")
                                     << "profile.wallets[0].prefix";
    QTest::newRow("wallet twice")
        << QByteArray(R"({"name":"x","wallets":[{"name":"A","prefix":"1"},{"name":"a","prefix":"2"}]})")
        << "profile.wallets[1].name";
    QTest::newRow("wallets alike")
        << QByteArray(R"({"name":"x","wallets":[{"name":"A","prefix":"1"},{"name":"B","prefix":"12"}]})")
        << "profile.wallets[1].prefix";
    QTest::newRow("second wallet without prefix")
        << QByteArray(R"({"name":"x","wallets":[{"name":"A","prefix":"1"},{"name":"B"}]})")
        << "profile.wallets[1].prefix";
    QTest::newRow("service id") << QByteArray(R"({"name":"x","virtualAccounts":{"serviceIdDigits":9}})")
                                << "profile.virtualAccounts.serviceIdDigits";
    QTest::newRow("no service id") << QByteArray(R"({"name":"x","virtualAccounts":{}})")
                                   << "profile.virtualAccounts.serviceIdDigits";
    QTest::newRow("data") << QByteArray(R"({"name":"x","virtualAccounts":{"serviceIdDigits":5,"data":"va"}})")
                          << "profile.virtualAccounts.data";
    QTest::newRow("virtual accounts' key")
        << QByteArray(R"({"name":"x","virtualAccounts":{"serviceIdDigits":5,"x":1}})")
        << "profile.virtualAccounts.x";
    QTest::newRow("origin without header") << QByteArray(R"({"name":"x","origin":"a.id"})") << "profile.originHeader";
  }
  void aProfilesMistakeIsNamed() {
    QFETCH(QByteArray, text);
    QFETCH(QString, place);
    const auto read = readProfile(text.toStdString());
    QVERIFY(!read);
    QCOMPARE(QString::fromStdString(read.error().detail), place);
  }

  // A bank's own paths, origin and way of signing, from a file of the shop's.
  void aBanksOwnWays() {
    UpstreamSettings own = settings();
    own.values["profileJson"] =
        R"({"name":"daerah","signature":"asymmetric","originHeader":"X-ORIGIN","origin":"warung.id",)"
        R"("paths":{"36":"/v2.0/status"}})";
    Bench bench(own);
    bench.transport.reply(answered(200, statusAnswer("00").dump()));
    bench.upstream->ask(bench.attempt(), bench.keep());
    bench.run();
    // No token is fetched: the partner's key is the proof.
    QCOMPARE(bench.transport.sent().size(), std::size_t{1});
    const HttpRequest& sent = bench.transport.sent().front();
    QCOMPARE(sent.url, kBase + "/v2.0/status");
    QCOMPARE(headerOf(sent, "X-ORIGIN"), std::string("warung.id"));
    QVERIFY(headerOf(sent, "Authorization").empty());
    const std::string text = "POST:/snap/v2.0/status:" + sha256Hex(sent.body) + ":" + headerOf(sent, "X-TIMESTAMP");
    QVERIFY(isSignedBy(partnerKey(), text, headerOf(sent, "X-SIGNATURE")));
    COMPARE_KIND(bench.verdicts.at(0).kind, VerdictKind::Succeeded);
  }

  void profilesChangeTheHeaders() {
    UpstreamSettings bri = settings();
    bri.values["profile"] = "bri";
    Bench bench(bri);
    bench.transport.reply(answered(200, tokenAnswer("tok")));
    bench.upstream->ask(bench.attempt(), bench.keep());
    bench.run();
    QCOMPARE(headerOf(bench.transport.sent().back(), "X-TIMESTAMP"),
             std::string("2026-08-22T10:00:00.250+07:00"));
    UpstreamSettings mandiri = settings();
    mandiri.values["profile"] = "mandiri";
    Bench other(mandiri);
    other.transport.reply(answered(200, tokenAnswer("tok")));
    other.upstream->ask(other.attempt(), other.keep());
    other.run();
    QCOMPARE(headerOf(other.transport.sent().back(), "X-EXTERNAL-ID").size(), std::size_t{19});
    // What is in the body does not depend on it.
    QCOMPARE(bench.attempt().body, other.attempt().body);
  }

  void anUpstreamMayGoBeforeItsAnswer() {
    Bench bench;
    bench.upstream->pay(bench.attempt(), bench.keep());
    bench.upstream.reset();
    bench.transport.reply(answered(200, tokenAnswer("tok")));
    bench.transport.reply(answered(200, transferAnswer().dump()));
    bench.run();
    COMPARE_KIND(bench.verdicts.at(0).kind, VerdictKind::Succeeded);
  }
};

QTEST_GUILESS_MAIN(SnapCodecTest)
#include "snap_codec_test.moc"

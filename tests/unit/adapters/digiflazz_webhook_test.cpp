// What Digiflazz posts to a gateway: nothing is read before its size and its signature are right, and what is read
// proves no more than an answer to a question.
#include <QtTest>
#include <algorithm>

#include "core/adapters/upstream/digiflazz/digiflazz_upstream.h"
#include "core/adapters/upstream/digiflazz/webhook.h"
#include "tests/unit/adapters/support/scripted_transport.h"
#include "tests/unit/adapters/support/still_world.h"

using namespace loket;
using namespace loket::adapters::digiflazz;

namespace {

// JSON with single quotes: moc 6.4 loses the class after raw strings.
std::string json(std::string text) {
  std::replace(text.begin(), text.end(), '\'', '"');
  return text;
}

const std::string kSecret = "somesecretvalue";
// The vector of the reference: secret and body as above and below.
const std::string kVector = json("{'data':{'ref_id':'test1','status':'Sukses','rc':'00'}}");
const std::string kVectorSignature = "sha1=eca237000cbb8a00092c266e38f63657cd21855f";

// The documents' own samples.
const std::string kPrepaid = json(
    "{'data':{'ref_id':'30467470','customer_no':'081280556115','buyer_sku_code':'ovo100','message':'Sukses',"
    "'status':'Sukses','rc':'00','buyer_last_saldo':326719460,'sn':'SEPTIAPAR/20190401214753214742','price':199800,"
    "'tele':'@telegram','wa':'081234512345'}}");
const std::string kPostpaid = json(
    "{'data':{'ref_id':'1763103975','customer_no':'530000000000','customer_name':'SUBCRIBER NAME',"
    "'buyer_sku_code':'plnpsaca','admin':2750,'message':'Transaksi Sukses','status':'Sukses','rc':'00',"
    "'sn':'004212C9245F1BA43A77CEBD5CD5DA39','periode':'201608','buyer_last_saldo':326719460,'price':300950,"
    "'selling_price':302750,'desc':{'tarif':'R1','daya':1300,'lembar_tagihan':1800,'detail':[{'periode':'201608',"
    "'nilai_tagihan':'300000','admin':'2750','denda':'0','meter_awal':'00080000','meter_akhir':'00080000'}]}}}");
const std::string kPing = json(
    "{'sed':'AgXXtVAHp','hook_id':'11aaabbb','hook':{'url':'https://shop.example/hook','secret':'canary',"
    "'type':'application/json','status':1}}");

Notice signedNotice(const std::string& body, const std::string& event = {}) {
  return {body, hookSignatureOf(kSecret, body), event};
}

struct Bench {
  explicit Bench(const std::string& secret = kSecret) {
    UpstreamSettings settings;
    settings.id = UpstreamId("digi");
    settings.protocol = "digiflazz";
    settings.url = "https://digi.example/v1";
    settings.values = {{"username", "username"}, {"apiKey", "apikey-dev"}};
    if (!secret.empty())
      settings.values["webhookSecret"] = secret;
    upstream = std::move(*DigiflazzUpstream::create(settings, {transport, clock, entropy}));
  }
  Attempt attempt(ProductKind kind, const char* sku, const char* number, const char* ref) const {
    ports::PaymentOrder order;
    order.kind = kind;
    order.sku = Sku(sku);
    order.number = number;
    order.attemptRef = AttemptRef(ref);
    const auto prepared = upstream->prepare(order);
    Attempt made;
    made.sku = order.sku;
    made.attemptRef = order.attemptRef;
    made.path = prepared->path;
    made.body = prepared->body;
    return made;
  }
  Attempt topUp(const char* ref = "30467470", const char* number = "081280556115", const char* sku = "ovo100") const {
    return attempt(ProductKind::Prepaid, sku, number, ref);
  }
  Verdict verdict(const std::string& body, const Attempt& attempt) const {
    return upstream->readNotice(signedNotice(body))->verdictOn(attempt);
  }

  tests::ScriptedTransport transport;
  tests::StillClock clock{Instant{1'795'417'509'000}};
  tests::CountingEntropy entropy;
  std::unique_ptr<ports::Upstream> upstream;
};

std::string replaced(std::string text, const std::string& what, const std::string& with) {
  const std::size_t at = text.find(what);
  if (at == std::string::npos)
    qFatal("no %s", what.c_str());
  return text.replace(at, what.size(), with);
}

ErrorCode codeOf(const Result<AttemptRef>& read) { return read ? ErrorCode::Internal : read.error().code; }

}  // namespace

class DigiflazzWebhookTest : public QObject {
  Q_OBJECT

 private slots:
  void signsAsTheReferenceSays() {
    QCOMPARE(hookSignatureOf(kSecret, kVector), kVectorSignature);
    const auto read = readHook({kVector, kVectorSignature, "update"}, kSecret);
    QVERIFY(read.has_value());
    QCOMPARE(read->str(), std::string("test1"));
  }

  void everyOtherByteIsRefused() {
    for (std::size_t i = 0; i < kVector.size(); ++i) {
      std::string body = kVector;
      body[i] = static_cast<char>(body[i] ^ 1);
      QVERIFY2(codeOf(readHook({body, kVectorSignature, {}}, kSecret)) == ErrorCode::SignatureWrong, body.c_str());
    }
    for (const std::string& body : {kVector + " ", kVector + "\n", " " + kVector, kVector.substr(1), std::string()})
      QVERIFY2(codeOf(readHook({body, kVectorSignature, {}}, kSecret)) == ErrorCode::SignatureWrong, body.c_str());
  }

  void everyOtherSignatureIsRefused() {
    const auto refused = [](const std::string& signature) {
      return codeOf(readHook({kVector, signature, {}}, kSecret)) == ErrorCode::SignatureWrong;
    };
    for (std::size_t i = 0; i < kVectorSignature.size(); ++i) {
      std::string other = kVectorSignature;
      other[i] = static_cast<char>(other[i] ^ 1);
      QVERIFY2(refused(other), other.c_str());
      QVERIFY(refused(kVectorSignature.substr(0, i)));
    }
    for (const std::string& other :
         {std::string(), std::string("sha1="), kVectorSignature + "0", " " + kVectorSignature,
          kVectorSignature.substr(5), "sha256=" + kVectorSignature.substr(5),
          "sha1=" + QString::fromStdString(kVectorSignature.substr(5)).toUpper().toStdString()})
      QVERIFY2(refused(other), other.c_str());
    QVERIFY(codeOf(readHook({kVector, kVectorSignature, {}}, "somesecretvaluf")) == ErrorCode::SignatureWrong);
    QVERIFY(codeOf(readHook({kVector, hookSignatureOf("", kVector), {}}, kSecret)) == ErrorCode::SignatureWrong);
  }

  void sizeComesFirst() {
    const std::string most(kNoticeBytesMax, ' ');
    QCOMPARE(readHook({most, "forged", {}}, kSecret).error().code, ErrorCode::SignatureWrong);
    const auto more = readHook({most + " ", "forged", {}}, kSecret);
    QCOMPARE(more.error().code, ErrorCode::UpstreamUnreadable);
    QCOMPARE(more.error().detail, std::string("too-big"));
    // However well it is signed.
    QCOMPARE(readHook(signedNotice(kVector + most), kSecret).error().detail, std::string("too-big"));
  }

  void aTestCallIsAboutNothing() {
    for (const char* event : {"ping", ""}) {
      const auto read = readHook(signedNotice(kPing, event), kSecret);
      QVERIFY(read && read->empty());
    }
    const auto reading = Bench().upstream->readNotice(signedNotice(kPing, "ping"));
    QVERIFY(reading && reading->about.empty() && !reading->verdictOn);
  }

  void headerAndBodyMustAgree_data() {
    QTest::addColumn<std::string>("body");
    QTest::addColumn<std::string>("event");
    QTest::addColumn<std::string>("wrong");
    const auto row = [](const char* name, const std::string& body, const char* event, const char* wrong) {
      QTest::newRow(name) << body << std::string(event) << std::string(wrong);
    };
    row("create", kPrepaid, "create", "");
    row("update", kPrepaid, "update", "");
    row("no header", kPrepaid, "", "");
    row("an event nobody knows", kPrepaid, "delete", "event");
    row("another case", kPrepaid, "Update", "event");
    // The header is not signed: it must not make a transaction be taken for a test call.
    row("a transaction as a test call", kPrepaid, "ping", "event");
    row("a test call as a transaction", kPing, "update", "event");
    row("no JSON", "ref_id=1", "update", "unreadable");
    row("a list", "[]", "update", "unreadable");
    row("nothing", "", "update", "unreadable");
    row("no data", "{}", "update", "no-data");
    row("no data, as a test call", "{}", "ping", "no-data");
    row("data of another kind", json("{'data':'x','hook_id':'1'}"), "ping", "no-data");
    row("no reference", json("{'data':{'rc':'00'}}"), "update", "ref_id");
    row("a reference that is no text", json("{'data':{'ref_id':7}}"), "update", "ref_id");
    row("a reference with a line break", json("{'data':{'ref_id':'a\\nb'}}"), "update", "ref_id");
    row("a reference too long", replaced(kVector, "test1", std::string(65, 'r')), "update", "ref_id");
  }

  void headerAndBodyMustAgree() {
    QFETCH(std::string, body);
    QFETCH(std::string, event);
    QFETCH(std::string, wrong);
    const auto read = readHook(signedNotice(body, event), kSecret);
    QCOMPARE(read.has_value(), wrong.empty());
    if (wrong.empty())
      return;
    QCOMPARE(read.error().code, ErrorCode::UpstreamUnreadable);
    QCOMPARE(read.error().detail, wrong);
  }

  void withoutASecretNothingIsTaken() {
    const auto read = Bench(std::string()).upstream->readNotice({kVector, hookSignatureOf("", kVector), {}});
    QVERIFY(!read);
    QCOMPARE(read.error().code, ErrorCode::ConfigInvalid);
    QCOMPARE(read.error().detail, std::string("digi.webhookSecret: missing"));
    QCOMPARE(Bench().upstream->readNotice({kVector, "sha1=", {}}).error().code, ErrorCode::SignatureWrong);
  }

  void theDocumentsSamplesAreSuccesses() {
    const Bench bench;
    const auto reading = bench.upstream->readNotice(signedNotice(kPrepaid, "create"));
    QVERIFY(reading.has_value());
    QCOMPARE(reading->about.str(), std::string("30467470"));
    const Verdict prepaid = reading->verdictOn(bench.topUp());
    QVERIFY(prepaid.kind == VerdictKind::Succeeded);
    QCOMPARE(prepaid.serial, std::string("SEPTIAPAR/20190401214753214742"));
    QCOMPARE(prepaid.cost.amount(), 199'800);

    const Attempt bill = bench.attempt(ProductKind::Bill, "plnpsaca", "530000000000", "1763103975");
    const Verdict paid = bench.verdict(kPostpaid, bill);
    QVERIFY(paid.kind == VerdictKind::Succeeded);
    QCOMPARE(paid.serial, std::string("004212C9245F1BA43A77CEBD5CD5DA39"));
    QCOMPARE(paid.details.at("customerName"), std::string("SUBCRIBER NAME"));
    QVERIFY(bench.transport.sent().empty());
  }

  void wrongEchoesAreOpen() {
    const Bench bench;
    for (const Attempt& other : {bench.topUp("30467471"), bench.topUp("30467470", "081280556116"),
                                 bench.topUp("30467470", "081280556115", "ovo10")}) {
      const Verdict verdict = bench.verdict(kPrepaid, other);
      QVERIFY(verdict.kind == VerdictKind::Unknown);
      QCOMPARE(verdict.code, std::string("wrong-echo"));
    }
  }

  void itProvesNoMoreThanAnAnswerToAQuestion_data() {
    QTest::addColumn<std::string>("rc");
    QTest::addColumn<std::string>("status");
    QTest::addColumn<QString>("kind");
    const auto row = [](const char* rc, const char* status, const char* kind) {
      QTest::newRow(rc) << std::string(rc) << std::string(status) << QString::fromLatin1(kind);
    };
    row("03", "Pending", "pending");
    row("99", "Pending", "pending");
    row("02", "Gagal", "failed");
    row("54", "Gagal", "failed");
    row("74", "Gagal", "failed");
    // Nothing was created, it says: of which call nobody knows.
    row("44", "Gagal", "unknown");
    row("49", "Gagal", "unknown");
    row("63", "Gagal", "unknown");
    row("85", "Gagal", "unknown");
    row("77", "Gagal", "unknown");
    // Code and status contradict each other.
    row("00", "Gagal", "unknown");
    row("02", "Sukses", "unknown");
  }

  void itProvesNoMoreThanAnAnswerToAQuestion() {
    QFETCH(std::string, rc);
    QFETCH(std::string, status);
    QFETCH(QString, kind);
    const Bench bench;
    const std::string body =
        replaced(replaced(kPrepaid, json("'rc':'00'"), json("'rc':'" + rc + "'")), json("'status':'Sukses'"),
                 json("'status':'" + status + "'"));
    const Verdict verdict = bench.verdict(body, bench.topUp());
    QCOMPARE(QString::fromStdString(std::string(wordOf(verdict.kind))), kind);
    QVERIFY((verdict.undoes == Undoes::ASuccess) == (rc == "74"));
  }

  void aBillWithoutASerialMayBeItsInquiry() {
    const Bench bench;
    const Attempt bill = bench.attempt(ProductKind::Bill, "plnpsaca", "530000000000", "1763103975");
    const Verdict verdict = bench.verdict(replaced(kPostpaid, json("'sn':'004212C9245F1BA43A77CEBD5CD5DA39',"), ""), bill);
    QVERIFY(verdict.kind == VerdictKind::Unknown);
    QCOMPARE(verdict.code, std::string("no-serial"));
  }

  void aForeignBodyIsNoAttempt() {
    const Bench bench;
    Attempt attempt = bench.topUp();
    attempt.body = "{}";
    QVERIFY(bench.verdict(kPrepaid, attempt).kind == VerdictKind::Unknown);
  }
};

QTEST_GUILESS_MAIN(DigiflazzWebhookTest)
#include "digiflazz_webhook_test.moc"

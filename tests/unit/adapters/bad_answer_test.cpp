// What networks put in a supplier's place, over real TLS: a question gets a word that says what is wrong, and
// of money that left nobody says that it failed.
#include <QtTest>
#include <chrono>
#include <map>
#include <optional>

#include "core/adapters/http/curl_transport.h"
#include "core/adapters/upstream/digiflazz/digiflazz_upstream.h"
#include "tests/support/tls_server.h"
#include "tests/unit/adapters/support/still_world.h"

using namespace loket;
using adapters::digiflazz::DigiflazzUpstream;
using tests::Deed;
using tests::TlsServer;

namespace {

constexpr int kTimeoutMs = 1200;

enum class Trust { Right, Stranger, OtherName, OtherKey };

struct Shape {
  const char* word;
  VerdictKind kind;  // of a question as of money
  tests::Validity validity = tests::Validity::Now;
  Trust trust = Trust::Right;
  Deed deed = Deed::Answer;
  int status = 200;
  const char* contentType = "application/json";
  std::string answer = R"({"data":{"deposit":150000}})";
};

constexpr auto kNotSent = VerdictKind::NotSent;
constexpr auto kUnknown = VerdictKind::Unknown;

Shape certificate(const char* word, tests::Validity validity, Trust trust) {
  Shape shape;
  shape.word = word;
  shape.kind = kNotSent;
  shape.validity = validity;
  shape.trust = trust;
  return shape;
}

Shape cut(const char* word, Deed deed) {
  Shape shape;
  shape.word = word;
  shape.kind = kUnknown;
  shape.deed = deed;
  return shape;
}

Shape body(const char* word, int status, const char* contentType, std::string answer) {
  Shape shape;
  shape.word = word;
  shape.kind = kUnknown;
  shape.status = status;
  shape.contentType = contentType;
  shape.answer = std::move(answer);
  return shape;
}

const char* const kPortal = "<!DOCTYPE html><html><body>Selamat datang di WiFi Mall. Login</body></html>";

const std::map<std::string, Shape>& shapes() {
  static const std::map<std::string, Shape> kShapes{
      {"ten megabytes",
       body("too-big", 200, "application/json", "{" + std::string(10 * 1024 * 1024, ' ') + "}")},
      {"drip by drip", cut("timeout", Deed::Drip)},
      {"silence", cut("timeout", Deed::Hang)},
      {"cut in the middle", cut("partial", Deed::Truncate)},
      {"gone", cut("reset", Deed::Reset)},
      {"a portal's page", body("html", 200, "text/html; charset=utf-8", kPortal)},
      {"a portal's page that calls itself JSON", body("html", 200, "application/json", kPortal)},
      {"a portal that wants a login", body("html", 511, "text/html", kPortal)},
      {"a redirect", body("redirect", 302, "text/html", kPortal)},
      {"another kind of content", body("content-type", 200, "image/png", "PNG and so on")},
      {"a gateway's page", body("server-error", 502, "text/html", "<html>502 Bad Gateway</html>")},
      {"no JSON at all", body("unreadable", 200, "application/json", "oops")},
      {"an expired certificate", certificate("certificate-expired", tests::Validity::Over, Trust::Right)},
      {"a wrong clock", certificate("certificate-clock", tests::Validity::NotYet, Trust::Right)},
      {"another host's certificate", certificate("certificate-name", tests::Validity::Now, Trust::OtherName)},
      {"another key than the pinned", certificate("certificate-pin", tests::Validity::Now, Trust::OtherKey)},
      {"an unknown authority", certificate("certificate-unknown", tests::Validity::Now, Trust::Stranger)}};
  return kShapes;
}

}  // namespace

class BadAnswerTest : public QObject {
  Q_OBJECT

 private slots:
  void eachHasItsWord_data() {
    QTest::addColumn<QString>("name");
    for (const auto& [name, shape] : shapes()) QTest::newRow(name.c_str()) << QString::fromStdString(name);
  }
  void eachHasItsWord() {
    QFETCH(QString, name);
    const Shape& shape = shapes().at(name.toStdString());
    const tests::Identity identity = tests::makeIdentity(shape.validity);
    TlsServer::Options options;
    options.identity = identity;
    options.status = shape.status;
    options.contentType = shape.contentType;
    options.answer = shape.answer;
    options.deed = [deed = shape.deed](const std::string&) { return deed; };
    TlsServer server(options);
    UpstreamSettings settings;
    settings.id = UpstreamId("digi");
    settings.protocol = "digiflazz";
    settings.url = server.url("", shape.trust == Trust::OtherName ? "localhost" : "127.0.0.1");
    settings.caPem = shape.trust == Trust::Stranger ? tests::makeIdentity().caPem : identity.caPem;
    if (shape.trust == Trust::OtherKey)
      settings.pins = tests::pinOf(tests::makeIdentity().certificatePem);
    settings.timeoutMs = kTimeoutMs;
    settings.values = {{"username", "u"}, {"apiKey", "k"}};
    const auto transport = std::move(*adapters::http::CurlTransport::create());
    tests::StillClock clock(*parseRfc3339("2026-11-23T14:05:09+07:00"));
    tests::CountingEntropy entropy;
    const auto upstream = std::move(*DigiflazzUpstream::create(settings, {*transport, clock, entropy}));

    std::optional<Verdict> question;
    std::optional<Verdict> money;
    upstream->balance([&](const ports::BalanceReply& reply) { question = reply.verdict; });
    ports::PaymentOrder order;
    order.sku = Sku("xld10");
    order.number = "087800001230";
    order.cost = Money::rupiah(10'200);
    order.attemptRef = AttemptRef("A1");
    const auto prepared = upstream->prepare(order);
    QVERIFY(prepared);
    Attempt attempt;
    attempt.attemptRef = order.attemptRef;
    attempt.sku = order.sku;
    attempt.path = prepared->path;
    attempt.body = prepared->body;
    upstream->pay(attempt, [&](const Verdict& verdict) { money = verdict; });
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while ((!question || !money) && std::chrono::steady_clock::now() < end)
      transport->poll(Duration::millis(200));
    QVERIFY(question && money);
    for (const Verdict& verdict : {*question, *money}) {
      QVERIFY2(verdict.code == shape.word, verdict.code.c_str());
      QCOMPARE(static_cast<int>(verdict.kind), static_cast<int>(shape.kind));
    }
    QCOMPARE(server.executions("/transaction"), shape.kind == kNotSent ? 0 : 1);
  }

  // Suppliers that call their JSON a web page are no portals.
  void whatIsJsonIsReadWhateverItCallsItself() {
    const tests::Identity identity = tests::makeIdentity();
    TlsServer::Options options;
    options.identity = identity;
    options.contentType = "text/html; charset=UTF-8";
    options.answer = R"({"data":{"deposit":150000}})";
    TlsServer server(options);
    UpstreamSettings settings;
    settings.id = UpstreamId("digi");
    settings.url = server.url("");
    settings.caPem = identity.caPem;
    settings.values = {{"username", "u"}, {"apiKey", "k"}};
    const auto transport = std::move(*adapters::http::CurlTransport::create());
    tests::StillClock clock(*parseRfc3339("2026-11-23T14:05:09+07:00"));
    tests::CountingEntropy entropy;
    const auto upstream = std::move(*DigiflazzUpstream::create(settings, {*transport, clock, entropy}));
    std::optional<ports::BalanceReply> got;
    upstream->balance([&](const ports::BalanceReply& reply) { got = reply; });
    for (int i = 0; i < 50 && !got; ++i) transport->poll(Duration::millis(200));
    QVERIFY(got);
    QCOMPARE(got->balance.amount(), 150'000);
  }
};

QTEST_GUILESS_MAIN(BadAnswerTest)
#include "bad_answer_test.moc"

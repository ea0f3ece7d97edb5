// Libraries that send again what they were asked to send once. The real engine over the real transport and
// protocol, in real time, against a server that takes the money and hangs up.
#include <QElapsedTimer>
#include <QTest>

#include "core/adapters/http/curl_transport.h"
#include "core/adapters/system/clock.h"
#include "core/adapters/upstream/digiflazz/digiflazz_upstream.h"
#include "core/engine/config_record.h"
#include "tests/museum/far_side.h"
#include "tests/support/tls_server.h"

using namespace loket;
using namespace loket::tests;

namespace {

constexpr int kPatienceMs = 20'000;

}  // namespace

class MuseumWireTest : public QObject {
  Q_OBJECT

 private slots:
  void libcurl_and_qt_send_a_post_twice_data();
  void libcurl_and_qt_send_a_post_twice();
};

void MuseumWireTest::libcurl_and_qt_send_a_post_twice_data() {
  QTest::addColumn<int>("deed");
  QTest::newRow("closed") << static_cast<int>(Deed::Close);
  QTest::newRow("reset") << static_cast<int>(Deed::Reset);
}

// There: both re-sent a POST by themselves when a reused connection died before the first byte of the answer;
// the server had executed it, and did so again. (tests/unit/adapters/http_test.cpp shows plain libcurl doing
// it to this server.) Here: the connection to the upstream is warm from other questions, and the payment
// leaves once and is suspect.
void MuseumWireTest::libcurl_and_qt_send_a_post_twice() {
  QFETCH(int, deed);
  TlsServer::Options options;
  options.identity = makeIdentity();
  options.answer = R"({"data":{"deposit":5000000}})";
  options.deed = [deed](const std::string& path) {
    return path == "/v1/transaction" ? static_cast<Deed>(deed) : Deed::Answer;
  };
  TlsServer server(options);

  StoreHome home(StoreHome::Place::Memory);
  const auto store = home.create();
  api::Config config;
  UpstreamSettings settings;
  settings.id = UpstreamId("digi");
  settings.protocol = "digiflazz";
  settings.url = server.url("/v1");
  settings.caPem = options.identity.caPem;
  settings.timeoutMs = 5000;
  settings.values = {{"username", "warung"}, {"apiKey", "invented"}};
  config.upstreams = {settings};
  ports::UnitOfWork work;
  work.settings = engine::rowsOf(config);
  work.catalogue = std::vector<Product>{pulsaProduct()};
  QVERIFY(store->commit(work));

  const auto wire = must(adapters::http::CurlTransport::create());
  adapters::SystemClock clock;
  SeededEntropy entropy;
  SilentLog log;
  RecordingProbe probe;
  engine::World world{*store,
                      *wire,
                      clock,
                      entropy,
                      log,
                      probe,
                      &adapters::digiflazz::DigiflazzUpstream::create,
                      [](const std::string&) -> Result<std::unique_ptr<ports::Printer>> {
                        return fail(ErrorCode::PrinterFault);
                      },
                      nullptr,
                      nullptr};
  engine::Options how;
  how.user = UserName("sri");
  engine::Engine counter(std::move(world), how);
  QVERIFY(counter.open());
  const auto turnUntil = [&counter](const std::function<bool()>& done) {
    QElapsedTimer waited;
    waited.start();
    while (!done() && waited.elapsed() < kPatienceMs) counter.turn(Duration::millis(20));
    return done();
  };

  QVERIFY(turnUntil([&] { return server.executions("/v1/cek-saldo") > 0 && counter.status().online; }));
  std::optional<Result<api::PaymentView>> sold;
  counter.sell(pulsaFor(1), [&sold](Result<api::PaymentView> view) { sold = std::move(view); });
  QVERIFY(turnUntil([&sold] { return sold.has_value(); }));
  QVERIFY(sold->has_value());
  const PaymentRef ref = (*sold)->payment.ref;
  QVERIFY(turnUntil([&] { return must(store->payment(ref))->state == PaymentState::Suspect; }));
  QCOMPARE(server.executions("/v1/transaction"), 1);
  // On a connection of its own, though another was open.
  int paidOn = 0;
  for (const ServedRequest& request : server.served())
    if (request.head.find("/v1/transaction") != std::string::npos)
      paidOn = request.connection;
  for (const ServedRequest& request : server.served())
    QVERIFY(request.connection != paidOn || request.head.find("/v1/transaction") != std::string::npos);
}

QTEST_GUILESS_MAIN(MuseumWireTest)
#include "wire_test.moc"

// Clients that mean no good, or nothing at all: the server below the witness gives each so much time and so many bytes, and who
// means well is served meanwhile or soon after.
#include <QElapsedTimer>
#include <QFile>
#include <QSslConfiguration>
#include <QSslSocket>
#include <QTemporaryDir>
#include <QTest>
#include <memory>
#include <vector>

#include "app/serve/certificates.h"
#include "app/serve/http_front.h"
#include "tests/witness/witness_process.h"

using namespace loket;
using namespace loket::witness_tests;

namespace {

constexpr int kPatienceMs = 60'000;
constexpr int kPaceMs = 10;

// A server with little patience, in this process.
struct ShortServer {
  QTemporaryDir folder;
  std::unique_ptr<serve::HttpsFront> front;

  explicit ShortServer(const serve::Patience& patience, std::size_t threads = 2) {
    const serve::ServerIdentity identity = serve::makeServerIdentity("strangers");
    keep("server.pem", identity.certificatePem);
    keep("key.pem", identity.keyPem);
    keep("ca.pem", identity.caPem);
    serve::FrontOptions options;
    options.threads = threads;
    options.longestBody = 10'000;
    options.requestsPerConnection = 5;
    options.patience = patience;
    front = std::make_unique<serve::HttpsFront>(at("server.pem").toStdString(), at("key.pem").toStdString(), options,
                                                [](const serve::Request& request) {
                                                  serve::Reply reply;
                                                  reply.body = std::to_string(request.body.size());
                                                  return reply;
                                                });
    front->start();
  }
  QString at(const char* name) const { return folder.filePath(QString::fromLatin1(name)); }
  void keep(const char* name, const std::string& text) const {
    QFile file(at(name));
    if (!file.open(QIODevice::WriteOnly) || file.write(text.data(), static_cast<qint64>(text.size())) < 0)
      qFatal("no certificate");
  }
  contract_tests::WebAnswer post(const QByteArray& body) const {
    contract_tests::WebRequest request;
    request.url = QStringLiteral("https://127.0.0.1:%1/").arg(front->port());
    request.caFile = at("ca.pem");
    request.body = body;
    request.timeoutMs = kPatienceMs;
    return contract_tests::send(request);
  }
  std::unique_ptr<QTcpSocket> connectPlainly() const {
    auto socket = std::make_unique<QTcpSocket>();
    socket->connectToHost(QStringLiteral("127.0.0.1"), front->port());
    return socket->waitForConnected(kPatienceMs) ? std::move(socket) : nullptr;
  }
  std::unique_ptr<QSslSocket> connectByTls() const {
    auto socket = std::make_unique<QSslSocket>();
    socket->setPeerVerifyMode(QSslSocket::VerifyNone);
    socket->connectToHostEncrypted(QStringLiteral("127.0.0.1"), front->port());
    return socket->waitForEncrypted(kPatienceMs) ? std::move(socket) : nullptr;
  }
};

bool isOpen(QAbstractSocket& socket) {
  socket.waitForReadyRead(kPaceMs);
  return socket.state() == QAbstractSocket::ConnectedState;
}

// How long it was let, sending `piece` again and again.
qint64 dripUntilItEnds(QAbstractSocket& socket, const QByteArray& piece) {
  QElapsedTimer waited;
  waited.start();
  while (isOpen(socket) && waited.elapsed() < kPatienceMs) {
    socket.write(piece);
    socket.waitForBytesWritten(kPaceMs);
  }
  return waited.elapsed();
}

serve::Patience shortPatience() {
  serve::Patience patience;
  patience.whole = std::chrono::milliseconds(600);
  patience.silence = std::chrono::milliseconds(2'000);
  patience.bytes = 100'000;
  patience.waiting = 2;
  return patience;
}

}  // namespace

class StrangersTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() { curl_global_init(CURL_GLOBAL_DEFAULT); }
  void one_who_shakes_hands_slowly();
  void one_who_asks_slowly();
  void headers_without_end();
  void a_body_of_untold_length();
  void one_who_says_nothing();
  void more_than_there_are_threads();
  void the_real_one_outlives_a_crowd();
  void one_who_leaves();
};

void StrangersTest::one_who_shakes_hands_slowly() {
  const ShortServer server(shortPatience());
  const auto socket = server.connectPlainly();
  QVERIFY(socket);
  // A record of TLS that is to have 512 bytes, one at a time.
  socket->write(QByteArray::fromHex("1603010200"));
  QVERIFY(dripUntilItEnds(*socket, QByteArray(1, '\1')) < 2'000 + kPatienceMs / 10);
  QCOMPARE(server.post("hello").body, QByteArray("5"));
}

void StrangersTest::one_who_asks_slowly() {
  const ShortServer server(shortPatience());
  const auto socket = server.connectByTls();
  QVERIFY(socket);
  socket->write("POST / HTTP/1.1\r\nHost: x\r\nX-Long: ");
  QVERIFY(dripUntilItEnds(*socket, "x") < 2'000 + kPatienceMs / 10);
  const auto body = server.connectByTls();
  QVERIFY(body);
  body->write("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9000\r\n\r\n");
  QVERIFY(dripUntilItEnds(*body, "x") < 2'000 + kPatienceMs / 10);
  QCOMPARE(server.post("hello").body, QByteArray("5"));
}

void StrangersTest::headers_without_end() {
  serve::Patience patience = shortPatience();
  patience.whole = std::chrono::milliseconds(kPatienceMs);
  const ShortServer server(patience);
  const auto socket = server.connectByTls();
  QVERIFY(socket);
  socket->write("POST / HTTP/1.1\r\nHost: x\r\n");
  const QByteArray header = "X-Long: " + QByteArray(4'000, 'x') + "\r\n";
  qint64 sent = 0;
  QElapsedTimer waited;
  waited.start();
  while (isOpen(*socket) && waited.elapsed() < kPatienceMs / 2) {
    sent += socket->write(header);
    socket->waitForBytesWritten(kPaceMs);
  }
  QVERIFY(socket->state() != QAbstractSocket::ConnectedState);
  // What the system holds for both comes on top of what was taken.
  QVERIFY2(sent < 20'000'000, std::to_string(sent).c_str());
  QCOMPARE(server.post("hello").body, QByteArray("5"));
}

void StrangersTest::a_body_of_untold_length() {
  const ShortServer server(shortPatience());
  for (const char* header : {"Transfer-Encoding: chunked", "Content-Encoding: gzip", "Content-Encoding: br"}) {
    const auto socket = server.connectByTls();
    QVERIFY(socket);
    socket->write(QByteArray("POST / HTTP/1.1\r\nHost: x\r\n") + header + "\r\nContent-Length: 5\r\n\r\nhello");
    QByteArray answer;
    while (!answer.contains("\r\n") && socket->waitForReadyRead(kPatienceMs)) answer += socket->readAll();
    QVERIFY2(answer.startsWith("HTTP/1.1 415"), answer.constData());
  }
  QCOMPARE(server.post(QByteArray(10'000, 'x')).body, QByteArray("10000"));
  QCOMPARE(server.post(QByteArray(10'001, 'x')).status, 413L);
}

void StrangersTest::one_who_says_nothing() {
  serve::Patience patience = shortPatience();
  patience.silence = std::chrono::milliseconds(300);
  const ShortServer server(patience);
  const auto plain = server.connectPlainly();
  const auto tls = server.connectByTls();
  QVERIFY(plain && tls);
  QElapsedTimer waited;
  waited.start();
  while ((isOpen(*plain) || isOpen(*tls)) && waited.elapsed() < kPatienceMs) {
  }
  QVERIFY(!isOpen(*plain) && !isOpen(*tls));
  QCOMPARE(server.post("hello").body, QByteArray("5"));
}

void StrangersTest::more_than_there_are_threads() {
  serve::Patience patience = shortPatience();
  patience.silence = std::chrono::milliseconds(200);
  const ShortServer server(patience, 1);
  std::vector<std::unique_ptr<QTcpSocket>> crowd;
  for (int i = 0; i < 12; ++i) {
    crowd.push_back(server.connectPlainly());
    QVERIFY(crowd.back());
  }
  // Behind all of them, and most of them with the system still.
  QCOMPARE(server.post("hello").body, QByteArray("5"));
}

void StrangersTest::the_real_one_outlives_a_crowd() {
  const GrowingLog log("warung.example/1", 9);
  WitnessProcess witness;
  QVERIFY(witness.knows(log));
  QVERIFY(witness.start());
  std::vector<std::unique_ptr<QTcpSocket>> crowd;
  for (int i = 0; i < 40; ++i) {
    crowd.push_back(std::make_unique<QTcpSocket>());
    crowd.back()->connectToHost(QStringLiteral("127.0.0.1"), static_cast<quint16>(witness.port()));
    QVERIFY(crowd.back()->waitForConnected(kPatienceMs));
  }
  QCOMPARE(witness.ask(log.request(0, 5)).status, 200L);
  // It ends although they are all there.
  QVERIFY(witness.stop());
}

void StrangersTest::one_who_leaves() {
  const GrowingLog log("warung.example/1", 9);
  WitnessProcess witness;
  QVERIFY(witness.knows(log));
  QVERIFY(witness.start());
  const QByteArray body = QByteArray::fromStdString(journal::textOf(log.request(0, 5)));
  for (int i = 0; i < 20; ++i) {
    QSslSocket socket;
    socket.setPeerVerifyMode(QSslSocket::VerifyNone);
    socket.connectToHostEncrypted(QStringLiteral("127.0.0.1"), static_cast<quint16>(witness.port()));
    QVERIFY(socket.waitForEncrypted(kPatienceMs));
    socket.write("POST /add-checkpoint HTTP/1.1\r\nHost: x\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" +
                 body.left(i * 8));
    socket.waitForBytesWritten(kPatienceMs);
    socket.abort();
  }
  QCOMPARE(witness.ask(log.request(0, 5)).status, 200L);
  QVERIFY(witness.stop());
}

QTEST_GUILESS_MAIN(StrangersTest)
#include "strangers_test.moc"

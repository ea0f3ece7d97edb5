// The printer adapters against a printer of our own on loopback, also one that leaves in the middle.
#include <QFile>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>
#include <atomic>
#include <thread>

#include "core/adapters/printer/create_printer.h"

using namespace loket;
using loket::adapters::printer::createPrinter;

namespace {

// Serves one job. `leaveAfter` bytes it hangs up without reading on; never when negative.
class FakePrinter {
 public:
  explicit FakePrinter(qint64 leaveAfter, bool closesAtTheEnd = true) {
    m_thread = std::thread([this, leaveAfter, closesAtTheEnd] { serve(leaveAfter, closesAtTheEnd); });
    while (m_port == 0)
      std::this_thread::yield();
  }
  FakePrinter(const FakePrinter&) = delete;
  FakePrinter& operator=(const FakePrinter&) = delete;
  ~FakePrinter() { join(); }

  std::string uri() const { return "tcp://127.0.0.1:" + std::to_string(m_port); }
  std::string received() {
    join();
    return m_received;
  }

 private:
  void join() {
    m_released = true;
    if (m_thread.joinable())
      m_thread.join();
  }
  void serve(qint64 leaveAfter, bool closesAtTheEnd) {
    QTcpServer server;
    server.listen(QHostAddress::LocalHost);
    m_port = server.serverPort();
    if (!server.waitForNewConnection(10'000))
      return;
    QTcpSocket* socket = server.nextPendingConnection();
    if (leaveAfter >= 0)
      socket->setReadBufferSize(qMax<qint64>(leaveAfter, 1));
    while (socket->waitForReadyRead(10'000)) {
      m_received += socket->readAll().toStdString();
      if (leaveAfter >= 0 && qint64(m_received.size()) >= leaveAfter) {
        // With unread bytes in the kernel, closing resets the connection, as a printer that is switched off.
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
        socket->abort();
        return;
      }
    }
    while (!closesAtTheEnd && !m_released)
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }

  std::thread m_thread;
  std::atomic<quint16> m_port = 0;
  std::atomic<bool> m_released = false;
  std::string m_received;
};

std::string job(std::size_t size) {
  std::string bytes = "\x1B@";
  while (bytes.size() < size)
    bytes += "STRUK " + std::to_string(bytes.size()) + "\n";
  bytes.resize(size);
  return bytes;
}

// The N of "accepted=N".
std::size_t acceptedIn(const Error& error) {
  const std::size_t at = error.detail.find("accepted=");
  return at == std::string::npos ? std::size_t(-1) : std::stoul(error.detail.substr(at + 9));
}

}  // namespace

class PrinterTest : public QObject {
  Q_OBJECT
 private slots:
  void printsEveryByteOverTcp() {
    for (const std::size_t size : {std::size_t{1}, std::size_t{900}, std::size_t{3'000'000}}) {
      FakePrinter fake(-1);
      const auto printer = createPrinter(fake.uri());
      QVERIFY(printer.has_value());
      const Status status = (*printer)->print(job(size));
      QVERIFY2(status.has_value(), status ? "" : status.error().detail.c_str());
      QVERIFY(fake.received() == job(size));
    }
  }
  void oneConnectionPerJob() {
    FakePrinter first(-1);
    const auto printer = createPrinter(first.uri());
    QVERIFY((*printer)->print("a").has_value());
    QCOMPARE(first.received(), std::string("a"));
  }
  void doesNotWaitForPrintersThatNeverHangUp() {
    FakePrinter fake(-1, false);
    const auto printer = createPrinter(fake.uri());
    QVERIFY((*printer)->print(job(500)).has_value());
    QCOMPARE(fake.received(), job(500));
  }
  void saysHowFarItGot() {
    FakePrinter fake(1'000);
    const auto printer = createPrinter(fake.uri());
    const Status status = (*printer)->print(job(16'000'000));
    QVERIFY(!status.has_value());
    QVERIFY(status.error().code == ErrorCode::PrinterFault);
    QVERIFY2(status.error().detail.starts_with(fake.uri() + " accepted="), status.error().detail.c_str());
    const std::size_t accepted = acceptedIn(status.error());
    QVERIFY(accepted >= 1'000 && accepted < 16'000'000);
  }
  // All bytes fitted into the kernels' buffers, and still the paper is not there.
  void noticesAResetAfterTheLastByte() {
    FakePrinter fake(10);
    const auto printer = createPrinter(fake.uri());
    const Status status = (*printer)->print(job(20'000));
    QVERIFY(!status.has_value());
    QVERIFY(acceptedIn(status.error()) > 0);
  }
  void nothingWasTakenWhenNobodyListens() {
    quint16 port = 0;
    {
      QTcpServer server;
      server.listen(QHostAddress::LocalHost);
      port = server.serverPort();
    }
    const auto printer = createPrinter("tcp://127.0.0.1:" + std::to_string(port));
    const Status status = (*printer)->print("x");
    QVERIFY(!status.has_value());
    QCOMPARE(acceptedIn(status.error()), std::size_t{0});
    QVERIFY(!(*createPrinter("tcp://no-such-host.invalid:9100"))->print("x").has_value());
  }

  void appendsToAFile() {
    QTemporaryDir dir;
    const QString path = dir.filePath("struk.bin");
    const auto printer = createPrinter("file://" + path.toStdString());
    QVERIFY((*printer)->print(std::string("\x1B@a\0b", 5)).has_value());
    QVERIFY((*printer)->print("c").has_value());
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), QByteArray("\x1B@a\0bc", 6));
    QVERIFY(!(QFile::permissions(path) & (QFile::ReadOther | QFile::ReadGroup)));
  }
  void devicesAreNeverMadeUp() {
    const auto printer = createPrinter("file:///dev/loket-no-such-printer");
    const Status status = (*printer)->print("x");
    QVERIFY(!status.has_value());
    QCOMPARE(acceptedIn(status.error()), std::size_t{0});
    QVERIFY(!QFile::exists("/dev/loket-no-such-printer"));
    QVERIFY((*createPrinter("file:///dev/null"))->print(job(5'000)).has_value());
  }
  void saysWhenTheDeviceIsFull() {
    const Status status = (*createPrinter("file:///dev/full"))->print("x");
    QVERIFY(!status.has_value());
    QVERIFY(status.error().code == ErrorCode::PrinterFault);
    QCOMPARE(acceptedIn(status.error()), std::size_t{0});
  }

  void refusesOtherPlaces() {
    for (const char* uri : {"", "lpr://printer", "9100", "tcp://", "tcp://host", "tcp://host:", "tcp://host:0",
                            "tcp://host:65536", "tcp://host:91a", "tcp://:9100", "tcp://a/b:9100", "tcp://[::1:9100",
                            "tcp://::1:9100", "file://", "file:///", "file://relative", "file:///dir/", "FILE:///x"}) {
      const auto printer = createPrinter(uri);
      QVERIFY2(!printer.has_value(), uri);
      QVERIFY(printer.error().code == ErrorCode::ConfigInvalid);
      QCOMPARE(printer.error().detail, std::string(uri));
    }
    QVERIFY(createPrinter("tcp://[::1]:9100").has_value());
    QVERIFY(createPrinter("tcp://printer.local:9100").has_value());
  }
};

QTEST_GUILESS_MAIN(PrinterTest)
#include "printer_test.moc"

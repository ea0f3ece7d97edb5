// The printer adapters against a printer of our own on loopback, also one that leaves in the middle, and against the
// other end of a terminal, which is what a serial line looks like from here.
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <termios.h>
#include <unistd.h>

#include <QFile>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>
#include <array>
#include <atomic>
#include <thread>

#include "core/adapters/printer/create_printer.h"
#include "tests/unit/domain/fake_printer.h"

using namespace loket;
using loket::adapters::printer::createPrinter;
using loket::adapters::printer::createPrinterWith;
using loket::ports::PrintReport;
using loket::test::FakePrinter;

namespace {

std::string job(std::size_t size) {
  std::string bytes = "\x1B@";
  while (bytes.size() < size)
    bytes += "STRUK " + std::to_string(bytes.size()) + "\n";
  bytes.resize(size);
  return bytes;
}

// A pair of terminals: what the printer's adapter opens, and the printer at the other end.
class Line {
 public:
  Line() : m_printer(::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC)) {
    if (::grantpt(m_printer) == 0 && ::unlockpt(m_printer) == 0)
      m_path = ::ptsname(m_printer);
  }
  Line(const Line&) = delete;
  Line& operator=(const Line&) = delete;
  ~Line() {
    if (m_reader.joinable())
      m_reader.join();
    ::close(m_printer);
  }

  const std::string& path() const { return m_path; }
  // Reads until the line is hung up; `speaks`: answers DLE EOT that all is well, and GS ( H with its four characters.
  void read(bool speaks = false) {
    m_reader = std::thread([this, speaks] {
      std::array<char, 4096> some{};
      while (true) {
        pollfd entry{m_printer, POLLIN, 0};
        ::poll(&entry, 1, 10'000);
        const ssize_t n = ::read(m_printer, some.data(), some.size());
        if (n <= 0) {
          m_hungUpAt = std::chrono::steady_clock::now();
          return;
        }
        if (m_received.empty())
          tcgetattr(m_printer, &m_settings);
        m_received.append(some.data(), static_cast<std::size_t>(n));
        if (speaks)
          answer();
        m_lastAt = std::chrono::steady_clock::now();
      }
    });
  }
  // After the job; a terminal nobody has open any more reads as hung up.
  const std::string& received() {
    if (m_reader.joinable())
      m_reader.join();
    return m_received;
  }
  const termios& settings() const { return m_settings; }
  std::chrono::milliseconds keptAfterTheLastByte() const {
    return std::chrono::duration_cast<std::chrono::milliseconds>(m_hungUpAt - m_lastAt);
  }
  // What is there without waiting.
  std::size_t unread() {
    std::size_t count = 0;
    std::array<char, 4096> some{};
    pollfd entry{m_printer, POLLIN, 0};
    while (::poll(&entry, 1, 0) == 1 && (entry.revents & POLLIN) != 0) {
      const ssize_t n = ::read(m_printer, some.data(), some.size());
      if (n <= 0)
        break;
      count += static_cast<std::size_t>(n);
    }
    return count;
  }

 private:
  void answer() {
    for (; (m_asked = m_received.find("\x10\x04", m_asked)) != std::string::npos && m_asked + 3 <= m_received.size();
         m_asked += 3)
      QCOMPARE(::write(m_printer, "\x12", 1), ssize_t{1});
    m_asked = m_asked == std::string::npos ? m_received.size() - std::min<std::size_t>(m_received.size(), 2) : m_asked;
    const std::size_t id = m_received.find("\x1D(H");
    if (id == std::string::npos || id + 11 > m_received.size() || m_isAnswered)
      return;
    m_isAnswered = true;
    const std::string told = "7\"" + m_received.substr(id + 7, 4) + std::string(1, '\0');
    QCOMPARE(::write(m_printer, told.data(), told.size()), static_cast<ssize_t>(told.size()));
  }

  int m_printer;
  std::size_t m_asked = 0;
  bool m_isAnswered = false;
  std::string m_path;
  std::thread m_reader;
  std::string m_received;
  termios m_settings{};
  std::chrono::steady_clock::time_point m_lastAt;
  std::chrono::steady_clock::time_point m_hungUpAt;
};

// Every byte there is, also those that a terminal makes something else of.
std::string everyByte() {
  std::string bytes;
  for (int i = 0; i < 256; ++i)
    bytes += std::string(3, static_cast<char>(i));
  return bytes + job(6'000);
}

// The N of "accepted=N".
std::size_t acceptedIn(const PrintReport& report) {
  const std::size_t at = report.detail.find("accepted=");
  // Failed is what was given up before a byte was taken, and nothing else.
  const bool honest = report.end == (report.accepted == 0 ? PrintReport::End::Failed : PrintReport::End::Unknown);
  const bool same = at != std::string::npos && std::stoul(report.detail.substr(at + 9)) == report.accepted;
  return honest && same ? report.accepted : std::size_t(-1);
}

bool went(const PrintReport& report) { return report.end == PrintReport::End::Sent; }

}  // namespace

class PrinterTest : public QObject {
  Q_OBJECT
 private slots:
  void printsEveryByteOverTcp() {
    for (const std::size_t size : {std::size_t{1}, std::size_t{900}, std::size_t{3'000'000}}) {
      FakePrinter fake(-1);
      const auto printer = createPrinter(fake.uri());
      QVERIFY(printer.has_value());
      const PrintReport status = (*printer)->print({job(size)});
      QVERIFY2(went(status), status.detail.c_str());
      QVERIFY(fake.received() == job(size));
    }
  }
  void oneConnectionPerJob() {
    FakePrinter first(-1);
    const auto printer = createPrinter(first.uri());
    QVERIFY(went((*printer)->print({"a"})));
    QCOMPARE(first.received(), std::string("a"));
  }
  void doesNotWaitForPrintersThatNeverHangUp() {
    FakePrinter fake(-1, false);
    const auto printer = createPrinter(fake.uri());
    QVERIFY(went((*printer)->print({job(500)})));
    QCOMPARE(fake.received(), job(500));
  }
  void saysHowFarItGot() {
    FakePrinter fake(1'000);
    const auto printer = createPrinter(fake.uri());
    const PrintReport status = (*printer)->print({job(16'000'000)});
    QVERIFY(!went(status));
    QVERIFY(status.end == PrintReport::End::Unknown);
    QVERIFY2(status.detail.starts_with(fake.uri() + " accepted="), status.detail.c_str());
    const std::size_t accepted = acceptedIn(status);
    QVERIFY(accepted >= 1'000 && accepted < 16'000'000);
  }
  // All bytes fitted into the kernels' buffers, and still the paper is not there.
  void noticesAResetAfterTheLastByte() {
    FakePrinter fake(10);
    const auto printer = createPrinter(fake.uri());
    const PrintReport status = (*printer)->print({job(20'000)});
    QVERIFY(!went(status));
    QVERIFY(acceptedIn(status) > 0);
  }
  void nothingWasTakenWhenNobodyListens() {
    quint16 port = 0;
    {
      QTcpServer server;
      server.listen(QHostAddress::LocalHost);
      port = server.serverPort();
    }
    const auto printer = createPrinter("tcp://127.0.0.1:" + std::to_string(port));
    const PrintReport status = (*printer)->print({"x"});
    QVERIFY(!went(status));
    QCOMPARE(acceptedIn(status), std::size_t{0});
    QVERIFY((*createPrinter("tcp://no-such-host.invalid:9100"))->print({"x"}).end == PrintReport::End::Failed);
  }

  // A line that is asked how it is carries the question and nothing else, and nothing of it comes later.
  void looksAtASerialLineAndPrintsNothing() {
    for (const bool speaks : {true, false}) {
      Line line;
      line.read(speaks);
      loket::adapters::printer::Patience patience;
      patience.answer = Duration::millis(200);
      const auto printer = createPrinterWith("serial://" + line.path() + "?flow=none", patience);
      const auto told = (*printer)->look(loket::ports::PrintOrder::Proof::Status);
      QCOMPARE(told.answered, speaks);
      QVERIFY(told.trouble == (speaks ? loket::ports::PrinterTrouble::None : loket::ports::PrinterTrouble::Silent));
      const std::string& heard = line.received();
      QCOMPARE(heard, speaks ? std::string("\x10\x04\x01\x10\x04\x02\x10\x04\x04") : std::string("\x10\x04\x01"));
    }
    Line quiet;
    const auto printer = createPrinter("serial://" + quiet.path() + "?flow=none");
    QVERIFY((*printer)->look(loket::ports::PrintOrder::Proof::None).trouble == loket::ports::PrinterTrouble::None);
    QCOMPARE(quiet.unread(), std::size_t{0});
  }

  void appendsToAFile() {
    QTemporaryDir dir;
    const QString path = dir.filePath("struk.bin");
    const auto printer = createPrinter("file://" + path.toStdString());
    QVERIFY(went((*printer)->print({std::string("\x1B@a\0b", 5)})));
    QVERIFY(went((*printer)->print({"c"})));
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), QByteArray("\x1B@a\0bc", 6));
    QVERIFY(!(QFile::permissions(path) & (QFile::ReadOther | QFile::ReadGroup)));
  }
  void devicesAreNeverMadeUp() {
    const auto printer = createPrinter("file:///dev/loket-no-such-printer");
    const PrintReport status = (*printer)->print({"x"});
    QVERIFY(!went(status));
    QCOMPARE(acceptedIn(status), std::size_t{0});
    QVERIFY(!QFile::exists("/dev/loket-no-such-printer"));
    QVERIFY(went((*createPrinter("file:///dev/null"))->print({job(5'000)})));
  }
  void saysWhenTheDeviceIsFull() {
    const PrintReport status = (*createPrinter("file:///dev/full"))->print({"x"});
    QVERIFY(!went(status));
    QVERIFY(status.end == PrintReport::End::Failed);
    QCOMPARE(acceptedIn(status), std::size_t{0});
  }

  // A terminal is born with echo and with a CR before every LF; nothing of that may be left.
  void everyByteGoesOverALine_data() {
    QTest::addColumn<QByteArray>("scheme");
    QTest::addColumn<QByteArray>("options");
    QTest::newRow("serial") << QByteArray("serial://") << QByteArray("?baud=38400&flow=software");
    QTest::newRow("serial wired") << QByteArray("serial://") << QByteArray("?baud=115200&flow=hardware");
    QTest::newRow("serial as it is") << QByteArray("serial://") << QByteArray();
    QTest::newRow("bluetooth") << QByteArray("bluetooth://") << QByteArray();
  }
  void everyByteGoesOverALine() {
    QFETCH(QByteArray, scheme);
    QFETCH(QByteArray, options);
    Line line;
    line.read();
    const std::string uri = scheme.toStdString() + line.path() + options.toStdString();
    const auto printer = createPrinter(uri);
    QVERIFY(printer.has_value());
    const std::string bytes = everyByte();
    const PrintReport status = (*printer)->print({bytes});
    QVERIFY2(went(status), status.detail.c_str());
    QCOMPARE(QByteArray::fromStdString(line.received()).toHex(), QByteArray::fromStdString(bytes).toHex());
    const termios& set = line.settings();
    QVERIFY((set.c_oflag & OPOST) == 0 && (set.c_lflag & (ECHO | ICANON)) == 0);
    QCOMPARE((set.c_iflag & IXON) != 0, options.contains("software"));
    QCOMPARE((set.c_cflag & CRTSCTS) != 0, scheme == "serial://" && !options.contains("software"));
    if (scheme == "serial://")
      QCOMPARE(::cfgetospeed(&set), options.contains("38400") ? B38400 : options.contains("115200") ? B115200 : B9600);
    // A printer on the air throws away what it has not printed when the link ends.
    if (scheme == "bluetooth://")
      QVERIFY(line.keptAfterTheLastByte() >= std::chrono::milliseconds(500));
  }
  // A line has a way back, too.
  void aLineThatAnswersIsBelieved() {
    for (const std::string scheme : {"serial://", "bluetooth://"}) {
      Line line;
      line.read(true);
      const PrintReport report =
          (*createPrinter(scheme + line.path()))->print({job(900), ports::PrintOrder::Proof::ProcessId, "aB~!"});
      QVERIFY2(report.end == PrintReport::End::Confirmed, report.detail.c_str());
      const std::string expected = std::string("\x10\x04\1\x10\x04\2\x10\x04\4") + job(900) +
                                   std::string("\x1D(H\6\0\x30\x30", 7) + "aB~!";
      QCOMPARE(QByteArray::fromStdString(line.received()).toHex(), QByteArray::fromStdString(expected).toHex());
    }
  }
  // The printer stops taking: what the line took is told, and the counter does not wait for ever. (A terminal holds nothing
  // back, so that a real line is emptied is not seen here.)
  void aLineThatTakesNoMoreIsGivenUp() {
    Line line;
    const auto begin = std::chrono::steady_clock::now();
    const PrintReport status = (*createPrinter("serial://" + line.path()))->print({job(3'000'000)});
    QVERIFY(!went(status));
    QVERIFY(std::chrono::steady_clock::now() - begin < std::chrono::seconds(60));
    QVERIFY2(status.detail.ends_with(" timeout"), status.detail.c_str());
    QVERIFY(acceptedIn(status) < 3'000'000);
    QVERIFY(line.unread() <= acceptedIn(status));
  }
  void aDeviceIsADevice() {
    QTemporaryDir folder(QStringLiteral("/dev/shm/loket-XXXXXX"));
    const std::string path = folder.filePath("lp0").toStdString();
    for (const std::string scheme : {"usb://", "", "serial://", "bluetooth://"}) {
      const PrintReport missing = (*createPrinter(scheme + path))->print({"x"});
      QVERIFY(!went(missing) && acceptedIn(missing) == 0);
      QVERIFY(!QFile::exists(folder.filePath("lp0")));
    }
    QFile file(folder.filePath("lp0"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    for (const std::string scheme : {"usb://", "", "serial://", "bluetooth://"}) {
      const PrintReport regular = (*createPrinter(scheme + path))->print({"x"});
      QVERIFY(!went(regular) && regular.detail.ends_with("accepted=0 not a device"));
    }
    QCOMPARE(QFileInfo(file).size(), 0);
    const PrintReport null = (*createPrinter("serial:///dev/null"))->print({"x"});
    QVERIFY(!went(null) && null.detail.ends_with("accepted=0 not a serial line"));
    QVERIFY(went((*createPrinter("usb:///dev/null"))->print({job(5'000)})));
    QVERIFY(went((*createPrinter("/dev/null"))->print({job(5'000)})));
    QCOMPARE(acceptedIn((*createPrinter("usb:///dev/full"))->print({"x"})), std::size_t{0});
  }

  void refusesOtherPlaces() {
    for (const char* uri : {"", "lpr://printer", "9100", "tcp://", "tcp://host", "tcp://host:", "tcp://host:0",
                            "tcp://host:65536", "tcp://host:91a", "tcp://:9100", "tcp://a/b:9100", "tcp://[::1:9100",
                            "tcp://::1:9100", "file://", "file:///", "file://relative", "file:///dir/", "FILE:///x",
                            "usb://", "usb:///tmp/x", "usb:///dev/", "usb:///dev/usb/lp0/", "usb://dev/usb/lp0", "/dev/",
                            "/tmp/x", "serial:///dev/ttyS0?", "serial:///dev/ttyS0?baud=9601",
                            "serial:///dev/ttyS0?baud=", "serial:///dev/ttyS0?baud=-9600",
                            "serial:///dev/ttyS0?baud=99999999999999999999", "serial:///dev/ttyS0?flow=some",
                            "serial:///dev/ttyS0?baud=9600&", "serial:///dev/ttyS0?parity=even", "serial:///tmp/x",
                            "bluetooth:///dev/rfcomm0?baud=9600", "bluetooth://AA:BB:CC:DD:EE:FF", "cups://", "cups:///x",
                            "cups://a b", "cups://host/", "cups://host/queue", "cups://host:0/queue", "cups://host:631/a/b",
                            "cups://host:631/a#b"}) {
      const auto printer = createPrinter(uri);
      QVERIFY2(!printer.has_value(), uri);
      QVERIFY(printer.error().code == ErrorCode::ConfigInvalid);
      QCOMPARE(printer.error().detail, std::string(uri));
    }
    QVERIFY(createPrinter("tcp://[::1]:9100").has_value());
    for (const char* uri : {"tcp://printer.local:9100", "/dev/usb/lp0", "usb:///dev/usb/lp0",
                            "serial:///dev/ttyUSB0?flow=none&baud=19200", "bluetooth:///dev/rfcomm0", "cups://Struk_58",
                            "cups://[::1]:631/struk"})
      QVERIFY2(createPrinter(uri).has_value(), uri);
  }
};

QTEST_GUILESS_MAIN(PrinterTest)
#include "printer_test.moc"

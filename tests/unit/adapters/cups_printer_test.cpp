// The spooler's adapter against a real cupsd of this test's own on loopback, whose queue leads to a printer of ours
// through its own socket backend: every byte as it is, and nothing that comes out later by itself.
#include <QDir>
#include <QFile>
#include <QHostAddress>
#include <QProcess>
#include <QStandardPaths>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>
#include <thread>

#include "core/adapters/printer/create_printer.h"
#include "tests/unit/domain/fake_printer.h"

using namespace loket;
using loket::adapters::printer::createPrinter;
using loket::ports::PrintReport;
using loket::test::FakePrinter;

namespace {

quint16 freePort() {
  QTcpServer server;
  server.listen(QHostAddress::LocalHost);
  return server.serverPort();
}

std::string receipt() {
  std::string bytes("\x1B@\x1C.\x1Bt\0", 7);
  for (int i = 0; i < 256; ++i)
    bytes += static_cast<char>(i);
  for (int i = 0; i < 400; ++i)
    bytes += "STRUK " + std::to_string(i) + "\n";
  return bytes;
}

bool says(const PrintReport& status, const char* words) {
  return status.end == (status.accepted == 0 ? PrintReport::End::Failed : PrintReport::End::Unknown) &&
         status.detail.find(words) != std::string::npos;
}

}  // namespace

class CupsPrinterTest : public QObject {
  Q_OBJECT
 private slots:
  void initTestCase();
  void cleanupTestCase();
  void every_byte_comes_out_as_it_is();
  void what_is_given_up_never_comes_out_later();
  void a_queue_that_is_not_there_takes_nothing();
  void a_look_tells_how_the_queue_is();

 private:
  std::string uri(const char* queue) const {
    return "cups://127.0.0.1:" + std::to_string(m_port) + "/" + queue;
  }
  // Runs one of the spooler's own programs against it; its words.
  QByteArray ask(const char* program, const QStringList& arguments);
  QString tell(const char* program, const QStringList& arguments);
  QString startSpooler();

  std::unique_ptr<QTemporaryDir> m_folder;
  QProcess m_spooler;
  quint16 m_port = 0;
  int m_status = 0;
};

// Why it cannot be asked here, or nothing.
QString CupsPrinterTest::startSpooler() {
  for (const char* file : {"/usr/sbin/cupsd", "/usr/lib/cups/backend/socket", "/usr/sbin/lpadmin", "/usr/bin/lpstat"})
    if (!QFile::exists(QString::fromLatin1(file)))
      return QStringLiteral("%1 is not installed; ./dev setup test brings it").arg(QLatin1String(file));
  // Its backends run as somebody else, who must be able to get there.
  m_folder = std::make_unique<QTemporaryDir>();
  QFile::setPermissions(m_folder->path(), QFile::Permissions(0x7755));
  for (const char* part : {"root", "spool", "spool/tmp", "cache", "state"})
    QDir(m_folder->path()).mkpath(QString::fromLatin1(part));
  m_port = freePort();
  const auto write = [this](const char* name, const QString& text) {
    QFile file(m_folder->filePath(QString::fromLatin1(name)));
    return file.open(QIODevice::WriteOnly) && file.write(text.toUtf8()) > 0;
  };
  const QString in = m_folder->path();
  const bool written =
      write("cupsd.conf", QStringLiteral("Listen 127.0.0.1:%1\nBrowsing No\nWebInterface No\nDefaultAuthType None\n"
                                         "JobRetryInterval 1\nErrorPolicy retry-current-job\nLogLevel warn\n"
                                         "<Location />\nOrder allow,deny\nAllow all\n</Location>\n"
                                         "<Location /admin>\nOrder allow,deny\nAllow all\n</Location>\n"
                                         "<Policy default>\n<Limit All>\nOrder deny,allow\nAllow all\n</Limit>\n</Policy>\n")
                              .arg(m_port)) &&
      write("cups-files.conf",
            QStringLiteral("ServerRoot %1/root\nRequestRoot %1/spool\nTempDir %1/spool/tmp\nCacheDir %1/cache\n"
                           "StateDir %1/state\nAccessLog %1/access\nErrorLog %1/error\nPageLog %1/page\n"
                           "SystemGroup root\nSyncOnClose No\n")
                .arg(in));
  if (!written)
    return QStringLiteral("no room for its configuration");
  m_spooler.setProcessChannelMode(QProcess::MergedChannels);
  m_spooler.start(QStringLiteral("/usr/sbin/cupsd"),
                  {QStringLiteral("-f"), QStringLiteral("-c"), in + QStringLiteral("/cupsd.conf"), QStringLiteral("-s"),
                   in + QStringLiteral("/cups-files.conf")});
  for (int tries = 0; tries < 200; ++tries) {
    QTcpSocket socket;
    socket.connectToHost(QHostAddress::LocalHost, m_port);
    if (socket.waitForConnected(100))
      return {};
    if (m_spooler.waitForFinished(50))
      break;
  }
  return QStringLiteral("cupsd does not start: ") + QString::fromUtf8(m_spooler.readAll()).trimmed();
}

void CupsPrinterTest::initTestCase() {
  if (const QString why = startSpooler(); !why.isEmpty())
    QSKIP(qPrintable(QStringLiteral("cups: ") + why));
}

void CupsPrinterTest::cleanupTestCase() {
  if (m_spooler.state() == QProcess::NotRunning)
    return;
  m_spooler.terminate();
  if (!m_spooler.waitForFinished(10'000))
    m_spooler.kill();
  m_spooler.waitForFinished(10'000);
}

QByteArray CupsPrinterTest::ask(const char* program, const QStringList& arguments) {
  QProcess process;
  process.setProcessChannelMode(QProcess::MergedChannels);
  process.start(QString::fromLatin1(program),
                QStringList{QStringLiteral("-h"), QStringLiteral("127.0.0.1:%1").arg(m_port)} + arguments);
  process.waitForFinished(20'000);
  m_status = process.exitCode();
  return process.readAll();
}

QString CupsPrinterTest::tell(const char* program, const QStringList& arguments) {
  const QByteArray words = ask(program, arguments);
  return m_status == 0 ? QString() : QString::fromUtf8(words);
}

void CupsPrinterTest::every_byte_comes_out_as_it_is() {
  FakePrinter printer(-1);
  const QString device = QString::fromStdString(printer.uri()).replace(QLatin1String("tcp:"), QLatin1String("socket:"));
  const QString refused = tell("/usr/sbin/lpadmin", {QStringLiteral("-p"), QStringLiteral("struk"), QStringLiteral("-E"),
                                                     QStringLiteral("-v"), device, QStringLiteral("-m"), QStringLiteral("raw")});
  // Raw queues are said to be deprecated, on the same channel.
  QVERIFY2(m_status == 0, qPrintable(refused));
  const PrintReport status = (*createPrinter(uri("struk")))->print({receipt()});
  QVERIFY2(status.end == PrintReport::End::Sent, status.detail.c_str());
  QCOMPARE(QByteArray::fromStdString(printer.received()).toHex(), QByteArray::fromStdString(receipt()).toHex());
}

// A printer that is off, and a queue that somebody has stopped, both for longer than the adapter waits. The spooler would
// deliver by itself once they are back; the cashier has printed again by then.
void CupsPrinterTest::what_is_given_up_never_comes_out_later() {
  const quint16 port = freePort();
  for (const char* queue : {"mati", "berhenti"})
    QVERIFY(tell("/usr/sbin/lpadmin", {QStringLiteral("-p"), QString::fromLatin1(queue), QStringLiteral("-E"), QStringLiteral("-v"),
                                       QStringLiteral("socket://127.0.0.1:%1").arg(port), QStringLiteral("-m"),
                                       QStringLiteral("raw")})
                .isEmpty());
  QVERIFY(tell("/usr/sbin/cupsdisable", {QStringLiteral("berhenti")}).isEmpty());
  PrintReport off;
  PrintReport stopped;
  std::thread first([&] { off = (*createPrinter(uri("mati")))->print({receipt()}); });
  std::thread second([&] { stopped = (*createPrinter(uri("berhenti")))->print({receipt()}); });
  first.join();
  second.join();
  // It had begun to try: it is not said that nothing came out.
  QVERIFY2(says(off, ("accepted=" + std::to_string(receipt().size()) + " timeout").c_str()),
           off.detail.c_str());
  QVERIFY2(says(stopped, "accepted=0 timeout"), stopped.detail.c_str());

  QTcpServer back;
  QVERIFY(back.listen(QHostAddress::LocalHost, port));
  QVERIFY(tell("/usr/sbin/cupsenable", {QStringLiteral("berhenti")}).isEmpty());
  QCOMPARE(ask("/usr/bin/lpstat", {QStringLiteral("-o")}), QByteArray());
  // It tries again every second.
  QVERIFY(!back.waitForNewConnection(4'000));
}

void CupsPrinterTest::a_queue_that_is_not_there_takes_nothing() {
  QVERIFY(says((*createPrinter(uri("tidak-ada")))->print({receipt()}), "accepted=0 "));
  const std::string nobody = "cups://127.0.0.1:" + std::to_string(freePort()) + "/struk";
  QVERIFY(says((*createPrinter(nobody))->print({receipt()}), "accepted=0 "));
}

void CupsPrinterTest::a_look_tells_how_the_queue_is() {
  using Trouble = ports::PrinterTrouble;
  const auto look = [](const std::string& uri) {
    return (*createPrinter(uri))->look(ports::PrintOrder::Proof::None).trouble;
  };
  tell("/usr/sbin/lpadmin", {QStringLiteral("-p"), QStringLiteral("lihat"), QStringLiteral("-E"), QStringLiteral("-v"),
                             QStringLiteral("socket://127.0.0.1:%1").arg(freePort()), QStringLiteral("-m"), QStringLiteral("raw")});
  QCOMPARE(m_status, 0);
  QVERIFY(look(uri("lihat")) == Trouble::None);
  QVERIFY(tell("/usr/sbin/cupsdisable", {QStringLiteral("lihat")}).isEmpty());
  QVERIFY(look(uri("lihat")) == Trouble::QueueStopped);
  QVERIFY(look(uri("tidak-ada")) == Trouble::NoQueue);
  QVERIFY(look("cups://127.0.0.1:" + std::to_string(freePort()) + "/struk") == Trouble::NoService);
  QCOMPARE(ask("/usr/bin/lpstat", {QStringLiteral("-o"), QStringLiteral("lihat")}), QByteArray());
}

QTEST_GUILESS_MAIN(CupsPrinterTest)
#include "cups_printer_test.moc"

#include "tests/integration/fingerprint/private_fprintd.h"

#include <QDBusConnectionInterface>
#include <QDBusMessage>
#include <QDBusReply>
#include <QDir>
#include <QFile>
#include <QLocalSocket>
#include <QProcessEnvironment>
#include <QTest>
#include <csignal>

#include <sys/prctl.h>

namespace loket::fingerprint_tests {
namespace {

constexpr const char* kPolkit = "org.freedesktop.PolicyKit1";
constexpr const char* kFprint = "net.reactivated.Fprint";
// Longer than any of it takes on a machine that has much else to do.
constexpr int kPatienceMs = 30'000;

// Programs that must be there, and the package that has each.
QString missing() {
  struct Need {
    const char* file;
    const char* package;
  };
  for (const Need& need : {Need{"/usr/bin/dbus-daemon", "dbus"}, Need{"/usr/libexec/fprintd", "fprintd"},
                           Need{"/usr/bin/python3", "python3-dbusmock"},
                           Need{"/usr/lib/python3/dist-packages/dbusmock/templates/polkitd.py", "python3-dbusmock"}})
    if (!QFile::exists(QString::fromLatin1(need.file)))
      return QStringLiteral("%1 is not there: the package %2 is not installed; ./dev setup test brings it")
          .arg(QString::fromLatin1(need.file), QString::fromLatin1(need.package));
  return {};
}

// None of them outlives a test that is killed.
void begin(QProcess& process, const char* program, const QStringList& arguments) {
  process.setChildProcessModifier([] { ::prctl(PR_SET_PDEATHSIG, SIGKILL); });
  process.start(QString::fromLatin1(program), arguments);
}

void end(QProcess& process) {
  if (process.state() == QProcess::NotRunning)
    return;
  process.terminate();
  if (!process.waitForFinished(5000)) {
    process.kill();
    process.waitForFinished(5000);
  }
}

}  // namespace

PrivateFprintd::~PrivateFprintd() {
  end(m_fprintd);
  end(m_polkit);
  QDBusConnection::disconnectFromBus(m_folder.path());
  end(m_bus);
}

QString PrivateFprintd::startBus() {
  if (const QString why = missing(); !why.isEmpty())
    return why;
  m_bus.setProcessChannelMode(QProcess::SeparateChannels);
  begin(m_bus, "/usr/bin/dbus-daemon",
        {QStringLiteral("--session"), QStringLiteral("--nofork"), QStringLiteral("--print-address=1"),
         QStringLiteral("--address=") + QString::fromStdString(address())});
  // It says its address once it listens there.
  if (!m_bus.waitForReadyRead(kPatienceMs))
    return QStringLiteral("dbus-daemon does not start: ") + QString::fromUtf8(m_bus.readAllStandardError());
  m_connection = QDBusConnection::connectToBus(QString::fromStdString(address()), m_folder.path());
  return m_connection.isConnected() ? QString() : m_connection.lastError().message();
}

bool PrivateFprintd::waitFor(const char* service, QProcess& process, QString& why) {
  const QString name = QString::fromLatin1(service);
  const bool there = QTest::qWaitFor(
      [&] {
        return process.state() == QProcess::NotRunning ||
               m_connection.interface()->isServiceRegistered(name).value();
      },
      kPatienceMs);
  if (there && process.state() != QProcess::NotRunning)
    return true;
  why = process.program() + QStringLiteral(" does not come up: ") + QString::fromUtf8(process.readAll());
  return false;
}

QString PrivateFprintd::startPolkit() {
  if (m_polkit.state() != QProcess::NotRunning)
    return {};
  QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
  environment.insert(QStringLiteral("DBUS_SYSTEM_BUS_ADDRESS"), QString::fromStdString(address()));
  m_polkit.setProcessEnvironment(environment);
  m_polkit.setProcessChannelMode(QProcess::MergedChannels);
  begin(m_polkit, "/usr/bin/python3",
        {QStringLiteral("-m"), QStringLiteral("dbusmock"), QStringLiteral("--system"),
         QStringLiteral("--template"), QStringLiteral("polkitd")});
  QString why;
  if (!waitFor(kPolkit, m_polkit, why))
    return why;
  return {};
}

QString PrivateFprintd::startReader(Reader reader) {
  QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
  environment.insert(QStringLiteral("DBUS_SYSTEM_BUS_ADDRESS"), QString::fromStdString(address()));
  environment.insert(QStringLiteral("STATE_DIRECTORY"), prints());
  // Readers that this computer may really have are none of the test's.
  environment.insert(QStringLiteral("FP_DRIVERS_ALLOWLIST"),
                     QStringLiteral("virtual_device:virtual_device_storage"));
  if (reader != Reader::None)
    environment.insert(reader == Reader::Comparing ? QStringLiteral("FP_VIRTUAL_DEVICE")
                                                   : QStringLiteral("FP_VIRTUAL_DEVICE_STORAGE"),
                       m_folder.filePath(QStringLiteral("reader")));
  QDir().mkpath(prints());
  m_fprintd.setProcessEnvironment(environment);
  m_fprintd.setProcessChannelMode(QProcess::MergedChannels);
  begin(m_fprintd, "/usr/libexec/fprintd", {QStringLiteral("-t")});
  QString why;
  if (!waitFor(kFprint, m_fprintd, why))
    return why;
  return reader == Reader::None ? QString() : listenAtReader();
}

// The virtual reader has its socket from the first time that somebody claims it, and keeps it only when told to. From then
// on what a test wants to happen there lies ready before it begins, and nothing hangs on who is quicker.
QString PrivateFprintd::listenAtReader() {
  const auto fingers = this->fingers();
  for (int tries = 0; tries < 10; ++tries) {
    std::atomic<bool> cancelled{false};
    bool kept = false;
    static_cast<void>(fingers->enrol(
        UserName("nobody"), "left-thumb",
        [&](const ports::FingerStep&) {
          kept = kept || now(QStringLiteral("SET_KEEP_ALIVE 1"));
          cancelled = true;
        },
        {Duration::seconds(10), &cancelled}));
    if (kept)
      return {};
  }
  return QStringLiteral("the virtual reader has no socket");
}

QString PrivateFprintd::startService(Reader reader) {
  if (const QString why = startPolkit(); !why.isEmpty())
    return why;
  if (!allow({QStringLiteral("all")}))
    return QStringLiteral("dbusmock does not listen");
  return startReader(reader);
}

QString PrivateFprintd::restartService(Reader reader) {
  stopService();
  return startService(reader);
}

void PrivateFprintd::stopService() { end(m_fprintd); }

void PrivateFprintd::killService() { m_fprintd.kill(); }

std::unique_ptr<ports::Fingerprint> PrivateFprintd::fingers(const std::string& home) {
  return adapters::biometrics::createFprintd({home, address()}, m_uptime);
}

bool PrivateFprintd::atReader(const QStringList& commands) {
  // What it finds first when a reader is opened it throws away.
  if (!now(QStringLiteral("OPEN")))
    return false;
  for (const QString& command : commands)
    if (!now(command))
      return false;
  return true;
}

bool PrivateFprintd::now(const QString& command) {
  QLocalSocket socket;
  socket.connectToServer(m_folder.filePath(QStringLiteral("reader")));
  if (!socket.waitForConnected(kPatienceMs))
    return false;
  socket.write(command.toUtf8());
  // It hangs up when it has read the command, and takes the next only then.
  socket.flush();
  return socket.state() == QLocalSocket::UnconnectedState || socket.waitForDisconnected(kPatienceMs);
}

bool PrivateFprintd::tellPolkit(const char* method, const QVariant& argument) {
  QDBusMessage call = QDBusMessage::createMethodCall(
      QString::fromLatin1(kPolkit), QStringLiteral("/org/freedesktop/PolicyKit1/Authority"),
      QStringLiteral("org.freedesktop.DBus.Mock"), QString::fromLatin1(method));
  if (argument.isValid())
    call.setArguments({argument});
  return m_connection.call(call, QDBus::Block, kPatienceMs).type() == QDBusMessage::ReplyMessage;
}

bool PrivateFprintd::allow(const QStringList& actions) {
  const bool all = actions.contains(QStringLiteral("all"));
  QStringList allowed;
  if (!all)
    for (const QString& action : actions)
      allowed << QStringLiteral("net.reactivated.fprint.device.") + action;
  // An empty list would have no type.
  if (allowed.isEmpty())
    allowed << QStringLiteral("net.reactivated.fprint.nothing");
  return tellPolkit("AllowUnknown", all) && tellPolkit("SetAllowed", allowed);
}

bool PrivateFprintd::ask(bool hang) {
  return tellPolkit("SimulateHang", hang) && (hang || tellPolkit("ReleaseHangingCalls", {}));
}

}  // namespace loket::fingerprint_tests

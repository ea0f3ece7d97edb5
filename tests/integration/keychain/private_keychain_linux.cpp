#include "tests/integration/keychain/private_keychain.h"

#include <QDir>
#include <QFile>
#include <QProcessEnvironment>
#include <QTest>
#include <csignal>

#include <sys/prctl.h>

#include "core/adapters/keychain/keychain_secrets.h"

namespace loket::tests {
namespace {

constexpr int kPatienceMs = 30'000;

void begin(QProcess& process, const QString& program, const QStringList& arguments) {
  process.setChildProcessModifier([] { ::prctl(PR_SET_PDEATHSIG, SIGKILL); });
  process.start(program, arguments);
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

PrivateKeychain::~PrivateKeychain() {
  end(m_keyring);
  end(m_bus);
}

QString PrivateKeychain::start() {
  for (const char* program : {"/usr/bin/dbus-daemon", "/usr/bin/gnome-keyring-daemon"})
    if (!QFile::exists(QString::fromLatin1(program)))
      return QStringLiteral("%1 is not there; ./dev setup test brings it").arg(QString::fromLatin1(program));
  // Its own, so that no service of this machine is started on it.
  QFile config(m_folder.filePath(QStringLiteral("bus.conf")));
  if (!config.open(QIODevice::WriteOnly))
    return config.errorString();
  config.write("<busconfig><type>session</type><listen>" + QByteArray::fromStdString(bus()) +
               "</listen><auth>EXTERNAL</auth><policy context=\"default\"><allow send_destination=\"*\" eavesdrop=\"true\"/>"
               "<allow eavesdrop=\"true\"/><allow own=\"*\"/></policy></busconfig>");
  config.close();
  begin(m_bus, QStringLiteral("/usr/bin/dbus-daemon"),
        {QStringLiteral("--nofork"), QStringLiteral("--print-address=1"), QStringLiteral("--config-file=") + config.fileName()});
  // It says its address once it listens there.
  if (!m_bus.waitForReadyRead(kPatienceMs))
    return QStringLiteral("dbus-daemon does not start: ") + QString::fromUtf8(m_bus.readAllStandardError());
  return restart(true);
}

QString PrivateKeychain::restart(bool unlocked) {
  end(m_keyring);
  QDir().mkpath(m_folder.filePath(QStringLiteral("data")));
  QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
  environment.insert(QStringLiteral("DBUS_SESSION_BUS_ADDRESS"), QString::fromStdString(bus()));
  environment.insert(QStringLiteral("XDG_RUNTIME_DIR"), m_folder.path());
  environment.insert(QStringLiteral("XDG_DATA_HOME"), m_folder.filePath(QStringLiteral("data")));
  environment.insert(QStringLiteral("HOME"), m_folder.path());
  m_keyring.setProcessEnvironment(environment);
  m_keyring.setProcessChannelMode(QProcess::MergedChannels);
  QStringList arguments{QStringLiteral("--foreground"), QStringLiteral("--components=secrets"),
                        QStringLiteral("--control-directory=") + m_folder.filePath(QStringLiteral("control"))};
  if (unlocked)
    arguments += QStringLiteral("--unlock");
  begin(m_keyring, QStringLiteral("/usr/bin/gnome-keyring-daemon"), arguments);
  if (unlocked) {
    m_keyring.write("rahasia");
    m_keyring.closeWriteChannel();
  }
  // It is there when it says that it is open, or that it is not.
  const auto keychain = adapters::createKeychainSecrets({}, bus());
  std::string last;
  const bool there = QTest::qWaitFor(
      [&] {
        const Status usable = keychain->usable();
        last = usable ? std::string() : usable.error().detail;
        return usable.has_value() == unlocked && (unlocked || last.find("locked") != std::string::npos);
      },
      kPatienceMs);
  return there ? QString() : QStringLiteral("gnome-keyring-daemon does not start: ") + QString::fromStdString(last);
}

void PrivateKeychain::stop() { end(m_keyring); }

void PrivateKeychain::wipe() { QDir(m_folder.filePath(QStringLiteral("data"))).removeRecursively(); }

}  // namespace loket::tests

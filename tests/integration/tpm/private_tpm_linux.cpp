#include "tests/integration/tpm/private_tpm.h"

#include <QDir>
#include <QFile>
#include <QTest>
#include <csignal>

#include <sys/prctl.h>

#include "core/adapters/system/files.h"
#include "core/adapters/tpm/tpm_secrets.h"

namespace loket::tests {
namespace {

constexpr int kPatienceMs = 30'000;

}  // namespace

QString PrivateTpm::start() {
  const QString program = QStringLiteral("/usr/bin/swtpm");
  if (!QFile::exists(program))
    return QStringLiteral("%1 is not there: the package swtpm is not installed; ./dev setup test brings it").arg(program);
  const QString socket = m_folder.filePath(QStringLiteral("socket"));
  // One that is left says nothing about the next.
  QFile::remove(socket);
  QFile::remove(socket + QStringLiteral(".ctrl"));
  QDir().mkpath(m_folder.filePath(QStringLiteral("state")));
  m_process.setProcessChannelMode(QProcess::MergedChannels);
  m_process.setChildProcessModifier([] { ::prctl(PR_SET_PDEATHSIG, SIGKILL); });
  m_process.start(program, {QStringLiteral("socket"), QStringLiteral("--tpm2"), QStringLiteral("--tpmstate"),
                            QStringLiteral("dir=") + m_folder.filePath(QStringLiteral("state")), QStringLiteral("--server"),
                            QStringLiteral("type=unixio,path=") + socket, QStringLiteral("--ctrl"),
                            QStringLiteral("type=unixio,path=") + socket + QStringLiteral(".ctrl"), QStringLiteral("--flags"),
                            QStringLiteral("not-need-init,startup-clear")});
  m_process.waitForStarted(kPatienceMs);
  // It is there when it answers.
  adapters::SystemFiles files;
  const auto tpm = adapters::createTpmSecrets({}, files, tcti());
  const bool there = QTest::qWaitFor(
      [&] { return m_process.state() == QProcess::NotRunning || (QFile::exists(socket) && tpm->usable().has_value()); }, kPatienceMs);
  if (!there || m_process.state() != QProcess::Running)
    return QStringLiteral("swtpm does not start: ") + QString::fromUtf8(m_process.readAll());
  return {};
}

void PrivateTpm::stop() {
  if (m_process.state() == QProcess::NotRunning)
    return;
  m_process.terminate();
  if (!m_process.waitForFinished(5000)) {
    m_process.kill();
    m_process.waitForFinished(5000);
  }
}

void PrivateTpm::clear() { QDir(m_folder.filePath(QStringLiteral("state"))).removeRecursively(); }

}  // namespace loket::tests

#include "tests/integration/witness_process.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace loket::integration_tests {
namespace {

constexpr int kPatienceMs = 60'000;

}  // namespace

WitnessProcess::WitnessProcess(QString name) : m_name(std::move(name)) {
  m_key = QString::fromUtf8(once({QStringLiteral("--key")})).trimmed();
}

WitnessProcess::~WitnessProcess() { kill(); }

QByteArray WitnessProcess::once(const QStringList& arguments) const {
  QProcess process;
  process.start(QStringLiteral(LOKET_WITNESS_BIN), all(arguments));
  if (!process.waitForFinished(kPatienceMs) || process.exitCode() != 0)
    qFatal("loket-witness: %s", process.readAllStandardError().constData());
  return process.readAllStandardOutput();
}

void WitnessProcess::knows(const QString& terminal) const { once({QStringLiteral("--add-log"), terminal}); }

bool WitnessProcess::start() {
  QStringList arguments = all({});
  if (m_port > 0)
    arguments += {QStringLiteral("--port"), QString::number(m_port)};
  m_process.start(QStringLiteral(LOKET_WITNESS_BIN), arguments);
  while (!m_process.canReadLine())
    if (!m_process.waitForReadyRead(kPatienceMs))
      return false;
  m_port = QJsonDocument::fromJson(m_process.readLine()).object().value(QLatin1String("port")).toInt();
  return m_port > 0;
}

void WitnessProcess::kill() {
  if (m_process.state() == QProcess::NotRunning)
    return;
  m_process.kill();
  m_process.waitForFinished(kPatienceMs);
}

QJsonObject WitnessProcess::settings() const {
  return {{QStringLiteral("url"), QStringLiteral("https://127.0.0.1:%1").arg(m_port)},
          {QStringLiteral("key"), m_key},
          {QStringLiteral("caFile"), m_folder.filePath(QStringLiteral("w/ca.pem"))}};
}

QStringList WitnessProcess::all(const QStringList& more) const {
  return QStringList{QStringLiteral("--dir"), m_folder.filePath(QStringLiteral("w")), QStringLiteral("--name"), m_name} + more;
}

QJsonObject asking(const QList<QJsonObject>& witnesses, int quorum) {
  QJsonArray list;
  for (const QJsonObject& one : witnesses) list.append(one);
  QJsonObject audit{{QStringLiteral("witnesses"), list}};
  if (quorum > 0)
    audit.insert(QStringLiteral("quorum"), quorum);
  return {{QStringLiteral("audit"), audit}};
}

}  // namespace loket::integration_tests

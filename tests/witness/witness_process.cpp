#include "tests/witness/witness_process.h"

#include <QJsonDocument>

#include "core/base/text.h"

namespace loket::witness_tests {
namespace {

constexpr int kPatienceMs = 60'000;

}  // namespace

WitnessProcess::WitnessProcess(QString folder)
    : m_folder(folder.isEmpty() ? m_own.path() + QStringLiteral("/witness") : std::move(folder)) {}

WitnessProcess::~WitnessProcess() {
  kill();
}

Ended WitnessProcess::run(const QStringList& arguments) const {
  QProcess process;
  process.start(QStringLiteral(LOKET_WITNESS_BIN), QStringList{QStringLiteral("--dir"), m_folder} + arguments);
  Ended ended;
  if (process.waitForFinished(kPatienceMs) && process.exitStatus() == QProcess::NormalExit)
    ended.status = process.exitCode();
  process.kill();
  process.waitForFinished(kPatienceMs);
  ended.out = process.readAllStandardOutput();
  ended.err = process.readAllStandardError();
  return ended;
}

bool WitnessProcess::knows(const GrowingLog& log) const {
  const Ended ended = run({QStringLiteral("--name"), QString::fromLatin1(kWitnessName), QStringLiteral("--add-log"),
                           QString::fromStdString(log.keyText())});
  if (ended.status != 0)
    qWarning("%s", ended.err.constData());
  return ended.status == 0;
}

bool WitnessProcess::start(const QStringList& arguments) {
  QStringList all{QStringLiteral("--dir"), m_folder, QStringLiteral("--name"), QString::fromLatin1(kWitnessName)};
  // After a restart it is found where it was.
  if (m_port > 0)
    all += {QStringLiteral("--port"), QString::number(m_port)};
  m_process.start(QStringLiteral(LOKET_WITNESS_BIN), all + arguments);
  while (!m_process.canReadLine())
    if (!m_process.waitForReadyRead(kPatienceMs)) {
      qWarning("%s", m_process.readAllStandardError().constData());
      return false;
    }
  m_ready = QJsonDocument::fromJson(m_process.readLine()).object();
  m_port = m_ready[QStringLiteral("port")].toInt();
  return m_ready[QStringLiteral("ready")].toBool() && m_port > 0;
}

void WitnessProcess::kill() {
  if (m_process.state() != QProcess::NotRunning) {
    m_process.kill();
    m_process.waitForFinished(kPatienceMs);
  }
}

bool WitnessProcess::stop() {
  m_process.terminate();
  return m_process.waitForFinished(kPatienceMs) && m_process.exitStatus() == QProcess::NormalExit && m_process.exitCode() == 0;
}

QByteArray WitnessProcess::told() {
  m_process.waitForReadyRead(0);
  m_told += m_process.readAllStandardError();
  return m_told;
}

QString WitnessProcess::stateFile(const std::string& origin) const {
  const journal::Hash hash = crypto().sha256({origin});
  return m_folder + QStringLiteral("/state/") + QString::fromStdString(toHex(hash.data(), 16));
}

contract_tests::WebAnswer WitnessProcess::ask(const QByteArray& body) const {
  contract_tests::WebRequest request;
  request.url = url();
  request.caFile = caFile();
  request.body = body;
  request.timeoutMs = kPatienceMs;
  return contract_tests::send(request);
}

contract_tests::WebAnswer WitnessProcess::ask(const journal::WitnessRequest& request) const {
  return ask(QByteArray::fromStdString(journal::textOf(request)));
}

Result<journal::WitnessAnswer> WitnessProcess::answer(const journal::WitnessRequest& request) const {
  const contract_tests::WebAnswer answer = ask(request);
  return journal::witnessAnswerFrom(static_cast<int>(answer.status), answer.headers["content-type"].toStdString(),
                                    answer.body.toStdString());
}

std::optional<std::uint64_t> WitnessProcess::sizeOf(const GrowingLog& log) const {
  // Of size 1, which is signed and never of the size remembered unless that is what it is.
  const auto said = answer(log.request(0, 1));
  if (!said)
    return std::nullopt;
  if (const auto* has = std::get_if<journal::WitnessHas>(&*said))
    return has->size;
  return std::nullopt;
}

}  // namespace loket::witness_tests

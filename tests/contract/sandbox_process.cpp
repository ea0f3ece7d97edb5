#include "tests/contract/sandbox_process.h"

#include <QFile>
#include <QJsonDocument>

namespace loket::contract_tests {

namespace {
constexpr int kPatienceMs = 30000;
}

SandboxProcess::SandboxProcess(QStringList extraArguments) : m_extra(std::move(extraArguments)) {
  m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
}

SandboxProcess::~SandboxProcess() {
  kill();
}

void SandboxProcess::writeKnownCredentials() const {
  QFile file(m_folder.filePath("credentials.json"));
  if (!file.open(QIODevice::WriteOnly)) {
    qFatal("cannot write credentials");
  }
  file.write(R"({"digi":{"username":"username","apiKey":"apikey-dev"},
    "snap":{"clientId":"client-1","clientSecret":"sandbox-secret","partnerId":"PARTNER1",
            "channelId":"95221","sourceAccount":"888801000157610"},
    "iak":{"username":"081234567890","apiKey":"iak-dev-key"}})");
}

bool SandboxProcess::start() {
  QStringList arguments = QStringList{"--dir", m_folder.path(), "--seed", "7"} + m_extra;
  // After a restart it is found where it was.
  if (m_port > 0 && !m_extra.contains("--port")) {
    arguments += {"--port", QString::number(m_port)};
  }
  m_process.start(LOKET_SANDBOX_BIN, arguments);
  while (!m_process.canReadLine()) {
    if (!m_process.waitForReadyRead(kPatienceMs)) {
      return false;
    }
  }
  const QJsonObject ready = QJsonDocument::fromJson(m_process.readLine()).object();
  m_port = ready["port"].toInt();
  m_adminPort = ready["admin"].toInt();
  return ready["ready"].toBool() && m_port > 0 && m_adminPort > 0;
}

void SandboxProcess::kill() {
  if (m_process.state() != QProcess::NotRunning) {
    m_process.kill();
    m_process.waitForFinished(kPatienceMs);
  }
}

bool SandboxProcess::stop() {
  m_process.terminate();
  return m_process.waitForFinished(kPatienceMs) && m_process.exitStatus() == QProcess::NormalExit &&
         m_process.exitCode() == 0;
}

QJsonObject SandboxProcess::config(const QString& name) const {
  QFile file(m_folder.filePath(name));
  return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).object() : QJsonObject{};
}

QJsonObject SandboxProcess::upstream(const QString& id) const {
  const QJsonArray all = config("client-config-all.json")["upstreams"].toArray();
  for (const QJsonValue& one : all) {
    if (one.toObject()["id"].toString() == id) {
      return one.toObject();
    }
  }
  return {};
}

WebAnswer SandboxProcess::admin(const QByteArray& method, const QString& path, const QByteArray& body) const {
  WebRequest request;
  request.method = method;
  request.url = QStringLiteral("http://127.0.0.1:%1%2").arg(m_adminPort).arg(path);
  request.body = body;
  return send(request);
}

qint64 SandboxProcess::deposit() const {
  return admin("GET", "/balances").json()["digi"].toObject()["deposit"].toInteger(-1);
}

qint64 SandboxProcess::iakDeposit() const {
  return admin("GET", "/balances").json()["iak"].toObject()["deposit"].toInteger(-1);
}

qint64 SandboxProcess::bankBalance() const {
  return admin("GET", "/balances").json()["bank"].toObject()["balance"].toInteger(-1);
}

void SandboxProcess::advance(const QByteArray& duration) const {
  if (admin("POST", "/clock", R"({"advance":")" + duration + R"("})").status != 200) {
    qFatal("the clock does not move");
  }
}

void SandboxProcess::setClock(const QByteArray& instant) const {
  if (admin("POST", "/clock", R"({"set":")" + instant + R"("})").status != 200) {
    qFatal("the clock cannot be set");
  }
}

QByteArray SandboxProcess::now() const {
  return admin("GET", "/clock").json()["now"].toString().toLatin1();
}

QByteArray SandboxProcess::fault(const QByteArray& json) const {
  const WebAnswer answer = admin("POST", "/faults", json);
  return answer.status == 200 ? QByteArray() : answer.json()["error"].toString().toUtf8();
}

}  // namespace loket::contract_tests

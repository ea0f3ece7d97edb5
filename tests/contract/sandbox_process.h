// The real loket-sandbox as a child process on a folder of its own, and its admin port.
#pragma once

#include <QJsonArray>
#include <QJsonObject>
#include <QProcess>
#include <QString>
#include <QStringList>
#include <QTemporaryDir>

#include "tests/contract/web.h"

namespace loket::contract_tests {

class SandboxProcess {
 public:
  explicit SandboxProcess(QStringList extraArguments = {});
  ~SandboxProcess();

  // Known credentials instead of generated ones: published signatures can be sent as they are.
  void writeKnownCredentials() const;
  bool start();  // true once it says that it is ready
  void kill();   // SIGKILL, at once
  bool stop();   // SIGTERM; true when it ended by itself with status 0

  QString folder() const { return m_folder.path(); }
  QString caFile() const { return m_folder.filePath(QStringLiteral("ca.pem")); }
  int port() const { return m_port; }
  QString adminUrl() const { return QStringLiteral("http://127.0.0.1:%1").arg(m_adminPort); }
  qint64 processId() const { return m_process.processId(); }
  QJsonObject config(const QString& file = QStringLiteral("client-config.json")) const;
  QJsonObject upstream(const QString& id) const;  // of the file with all of them

  WebAnswer admin(const QByteArray& method, const QString& path, const QByteArray& body = {}) const;
  QJsonArray ledger() const { return admin("GET", QStringLiteral("/ledger")).array(); }
  qint64 deposit() const;  // at the first aggregator
  qint64 iakDeposit() const;
  qint64 bankBalance() const;
  void advance(const QByteArray& duration) const;
  void setClock(const QByteArray& instant) const;
  QByteArray now() const;
  // The last POST /faults answers 200, else its error text is returned.
  QByteArray fault(const QByteArray& json) const;
  void reset() const { admin("POST", QStringLiteral("/reset")); }

 private:
  QTemporaryDir m_folder;
  QStringList m_extra;
  QProcess m_process;
  int m_port = 0;
  int m_adminPort = 0;
};

}  // namespace loket::contract_tests

// The real loket-witness as a child process on a folder of its own, asked over HTTPS.
#pragma once

#include <QJsonObject>
#include <QProcess>
#include <QString>
#include <QStringList>
#include <QTemporaryDir>

#include "tests/contract/web.h"
#include "tests/witness/growing_log.h"

namespace loket::witness_tests {

struct Ended {
  int status = -1;  // -1: it did not end by itself
  QByteArray out;
  QByteArray err;
};

class WitnessProcess {
 public:
  // Of this name, on this folder or one of its own.
  explicit WitnessProcess(QString folder = {});
  ~WitnessProcess();

  // Another run on the same folder that shall end by itself.
  Ended run(const QStringList& arguments) const;
  bool knows(const GrowingLog& log) const;  // --add-log worked

  bool start(const QStringList& arguments = {});  // true once it says that it is ready
  void kill();                                    // SIGKILL, at once
  bool stop();                                    // SIGTERM; true when it ended by itself with status 0
  QByteArray told();                              // all it has told on standard error so far

  QString folder() const { return m_folder; }
  QString stateFile(const std::string& origin) const;
  QString caFile() const { return m_folder + QStringLiteral("/ca.pem"); }
  int port() const { return m_port; }
  qint64 processId() const { return m_process.processId(); }
  const QJsonObject& ready() const { return m_ready; }
  std::string keyText() const { return m_ready[QStringLiteral("key")].toString().toStdString(); }

  QString url() const { return QStringLiteral("https://127.0.0.1:%1/add-checkpoint").arg(m_port); }
  contract_tests::WebAnswer ask(const QByteArray& body) const;
  contract_tests::WebAnswer ask(const journal::WitnessRequest& request) const;
  // As a log reads it.
  Result<journal::WitnessAnswer> answer(const journal::WitnessRequest& request) const;
  // The size it has of this log, asked as one who does not know. Only of a log that it has cosigned before.
  std::optional<std::uint64_t> sizeOf(const GrowingLog& log) const;

 private:
  QTemporaryDir m_own;
  QString m_folder;
  QProcess m_process;
  QByteArray m_told;
  QJsonObject m_ready;
  int m_port = 0;
};

inline constexpr const char* kWitnessName = "witness.example/w1";

}  // namespace loket::witness_tests

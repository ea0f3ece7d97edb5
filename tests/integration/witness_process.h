// The real loket-witness as a child process on a folder of its own.
#pragma once

#include <QJsonObject>
#include <QList>
#include <QProcess>
#include <QString>
#include <QStringList>
#include <QTemporaryDir>

namespace loket::integration_tests {

class WitnessProcess {
 public:
  // Of this name, "one.example/w"; its key is made at once.
  explicit WitnessProcess(QString name);
  ~WitnessProcess();
  WitnessProcess(const WitnessProcess&) = delete;
  WitnessProcess& operator=(const WitnessProcess&) = delete;

  // The key of a terminal ("audit checkpoint" says it); before it starts.
  void knows(const QString& terminal) const;
  bool start();  // at the same port as before; true once it says where it listens
  void kill();   // SIGKILL, at once
  const QString& key() const { return m_key; }
  // As a configuration names it.
  QJsonObject settings() const;

 private:
  QByteArray once(const QStringList& arguments) const;
  QStringList all(const QStringList& more) const;

  QTemporaryDir m_folder;
  QString m_name;
  QString m_key;
  QProcess m_process;
  int m_port = 0;
};

// A configuration's change: these are asked; without a quorum all of them must have seen it.
QJsonObject asking(const QList<QJsonObject>& witnesses, int quorum = 0);

}  // namespace loket::integration_tests

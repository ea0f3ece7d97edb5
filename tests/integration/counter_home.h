// A shop's home with the real loketctl working on it, against one sandbox.
#pragma once

#include <QJsonArray>
#include <QJsonObject>
#include <QList>
#include <QProcessEnvironment>
#include <QString>
#include <QStringList>
#include <QTemporaryDir>

#include "tests/contract/sandbox_process.h"

namespace loket::integration_tests {

using contract_tests::SandboxProcess;

struct Run {
  int status = -1;  // the exit status; -1 when it was killed or did not end in time
  QList<QJsonObject> lines;
  QString errors;
  QJsonObject last() const { return lines.isEmpty() ? QJsonObject() : lines.last(); }
  // The line of this name, as the doctor has them; empty where there is none.
  QJsonObject named(const char* name) const;
};

QProcessEnvironment environmentWithPin(const QString& pin = QStringLiteral("123456"));

// A number that this entry of the catalogue takes, and that the sandbox lets succeed; another one for each `n` where
// the family allows.
QString numberFor(const QJsonObject& product, int n);
// What the product's bill is asked by beside the number, as options.
QStringList fieldsFor(const QJsonObject& product);

// Which of the canaries lie in clear in a file below the folder, with the file: "loket.log: 0812...". Files
// whose names are in `besides` are not looked at.
QStringList leaksIn(const QString& folder, const QStringList& canaries, const QStringList& besides = {});

// The files of a home as somebody would copy it, in place of what is there.
bool copyFolder(const QString& from, const QString& to);

class CounterHome {
 public:
  // The two upstreams of every day, or all that the sandbox has.
  enum class Upstreams { Two, All };
  explicit CounterHome(const SandboxProcess& sandbox, Upstreams upstreams = Upstreams::Two)
      : m_sandbox(sandbox), m_upstreams(upstreams) {}
  // Whatever was tested: no file of the home tells a credential, or a number that something was sold for.
  // Stops the test program when one does.
  ~CounterHome();
  CounterHome(const CounterHome&) = delete;
  CounterHome& operator=(const CounterHome&) = delete;

  // init, config import (with `changes` merged over the sandbox's own), catalogue sync.
  bool open(const QJsonObject& changes = {});
  QString path() const { return m_folder.filePath(QStringLiteral("home")); }
  // What `open` was shown once.
  QString recoveryCode() const { return m_recoveryCode; }
  QString folder() const { return m_folder.path(); }
  // `loketctl --home H --json --clock SANDBOX ARGUMENTS`; without the clock while the sandbox is down.
  Run run(const QStringList& arguments, const QProcessEnvironment& environment = environmentWithPin()) const;
  // The same on another home, that is not looked after here.
  Run runAt(const QString& home, const QStringList& arguments, const QProcessEnvironment& environment) const;
  // A token is sold and paid, as "order-N", for a number of its own.
  bool sells(int n) const;
  QStringList withHome(const QStringList& arguments) const { return withHomeAt(path(), arguments); }
  QStringList windowArguments() const;
  void setSteered(bool steered) { m_steered = steered; }
  QList<QJsonObject> payments() const;
  QString writeConfig(const QJsonObject& changes) const;
  // As they stand in what was written last.
  QJsonArray writtenUpstreams() const;
  // Of the configuration that was written last.
  QStringList credentials() const;

 private:
  QStringList withHomeAt(const QString& home, const QStringList& arguments) const;
  const SandboxProcess& m_sandbox;
  Upstreams m_upstreams;
  QTemporaryDir m_folder;
  bool m_steered = true;
  QString m_recoveryCode;
  mutable QStringList m_sold;  // numbers
};

}  // namespace loket::integration_tests

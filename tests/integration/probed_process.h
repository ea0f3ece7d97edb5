// One of our binaries, run so that it stops at every named point until it is told to go on, or is killed there.
#pragma once

#include <QProcessEnvironment>
#include <QString>
#include <QStringList>

#include <optional>

namespace loket::integration_tests {

class ProbedProcess {
 public:
  ProbedProcess(const QString& program, const QStringList& arguments, const QProcessEnvironment& environment);
  ~ProbedProcess();  // kills what still runs
  ProbedProcess(const ProbedProcess&) = delete;
  ProbedProcess& operator=(const ProbedProcess&) = delete;

  // The next point it waits at; nothing when it ended, or reached none within `ms`.
  std::optional<QString> nextPoint(int ms);
  void goOn();
  void kill();
  bool hasEnded();
  // What it had printed when it ended.
  QByteArray output();

 private:
  qint64 m_pid = -1;
  int m_points = -1;
  int m_answers = -1;
  int m_output = -1;
  bool m_ended = false;
  QByteArray m_buffer;
};

}  // namespace loket::integration_tests

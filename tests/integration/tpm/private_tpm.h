// A TPM 2.0 of the test's own: swtpm, with its state in a folder that goes with it.
#pragma once

#include <QProcess>
#include <QTemporaryDir>

namespace loket::tests {

class PrivateTpm {
 public:
  ~PrivateTpm() { stop(); }

  // Switched on, as the machine is; with what it knew before, unless it was cleared. Why not, or nothing.
  QString start();
  void stop();
  // As the firmware's menu does it: what it sealed opens nowhere any more. Only while it is off.
  void clear();
  std::string tcti() const { return "swtpm:path=" + m_folder.filePath("socket").toStdString(); }

 private:
  QTemporaryDir m_folder;
  QProcess m_process;
};

}  // namespace loket::tests

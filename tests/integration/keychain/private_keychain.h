// A desktop's keychain of the test's own: gnome-keyring on a private bus, with a folder that goes with it.
#pragma once

#include <QProcess>
#include <QTemporaryDir>

namespace loket::tests {

class PrivateKeychain {
 public:
  ~PrivateKeychain();

  // The bus, and the keychain as it is after somebody has logged in. Why not, or nothing.
  QString start();
  // Of a session in which nobody has said the password.
  QString restart(bool unlocked);
  void stop();
  // Everything in it is gone. Only while it is stopped.
  void wipe();
  std::string bus() const { return "unix:path=" + m_folder.filePath("bus").toStdString(); }

 private:
  QTemporaryDir m_folder;
  QProcess m_bus;
  QProcess m_keyring;
};

}  // namespace loket::tests

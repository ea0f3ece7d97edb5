// The real fprintd with libfprint's virtual reader, on a bus of its own in a folder of its own; who may do what is
// answered by dbusmock in polkit's place. A finger is a word here: "SCAN thumb" is one, laid on.
#pragma once

#include <QDBusConnection>
#include <QProcess>
#include <QString>
#include <QStringList>
#include <QTemporaryDir>
#include <memory>
#include <string>

#include "core/adapters/biometrics/fprintd.h"
#include "core/adapters/system/uptime.h"

namespace loket::fingerprint_tests {

// A virtual reader that compares one finger with one print; one that tells among many whose a finger is; none at all.
enum class Reader { Comparing, Knowing, None };

class PrivateFprintd {
 public:
  PrivateFprintd() = default;
  // Ends what it has started, each by its process.
  ~PrivateFprintd();
  PrivateFprintd(const PrivateFprintd&) = delete;
  PrivateFprintd& operator=(const PrivateFprintd&) = delete;

  // Each says why it could not, or nothing. What is not installed is named.
  QString startBus();
  // polkit, which allows everything, and fprintd.
  QString startService(Reader reader = Reader::Comparing);
  QString restartService(Reader reader = Reader::Comparing);
  void stopService();
  // As a crash would: SIGKILL to the process that was started here.
  void killService();

  std::string address() const { return "unix:path=" + m_folder.filePath(QStringLiteral("bus")).toStdString(); }
  QString prints() const { return m_folder.filePath(QStringLiteral("prints")); }
  // What fprintd runs in its folder for this home's people.
  std::unique_ptr<ports::Fingerprint> fingers(const std::string& home = "a1b2");
  QDBusConnection bus() const { return m_connection; }

  // What happens at the reader next, in this order: "SCAN x", "RETRY 1", "ERROR 8", "SLEEP 60000". Kept until somebody
  // begins to read; what a reading leaves is for the next one.
  bool atReader(const QStringList& commands);
  // At once: "UNPLUG", or one more of the above.
  bool now(const QString& command);
  // The machine's rules: these actions, of the last word of their names, and no others. "all" is all.
  bool allow(const QStringList& actions);
  // polkit does not answer, as while an administrator is asked for a password; false lets the answers out.
  bool ask(bool hang);

 private:
  QString startPolkit();
  QString startReader(Reader reader);
  QString listenAtReader();
  bool waitFor(const char* service, QProcess& process, QString& why);
  bool tellPolkit(const char* method, const QVariant& argument);

  QTemporaryDir m_folder;
  QProcess m_bus, m_polkit, m_fprintd;
  QDBusConnection m_connection{QStringLiteral("none")};
  adapters::SystemUptime m_uptime;
};

}  // namespace loket::fingerprint_tests

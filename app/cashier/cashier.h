// The program behind the window: opens the home on a thread of its own, so that the window is there at once, makes one
// where there is none, and leaves everything that pays to the core.
#pragma once

#include <QObject>
#include <functional>
#include <memory>
#include <thread>

#include "app/cashier/counter_window.h"
#include "app/cashier/preferences.h"
#include "app/wiring/agent_host.h"
#include "core/adapters/system/clock.h"
#include "core/adapters/system/uptime.h"
#include "ui/theme/theme.h"

class QApplication;

namespace loket::app {

class WindowLink;

struct CashierOptions {
  HostOptions host;
  UserName user;
  QString home;
  Preferences preferences;
  // The file that a person chooses, empty when none; a dialog unless told otherwise.
  std::function<QString()> chooseFile;
};

// Owns the core's host and the window in the order in which they may go: the window first, then the host,
// which finishes and writes down what is under way.
class Cashier final : public QObject {
 public:
  Cashier(CashierOptions options, QApplication& application);
  ~Cashier() override;

  void show();
  [[nodiscard]] CounterWindow& window() { return *m_window; }

 private:
  void serveLink();
  void makeWindow();
  using Opened = Result<std::unique_ptr<AgentHost>>;
  // `prepare(pin)`, and when that went well the home is opened. Both derive a key, which takes its time: never on the window's
  // thread. `then` hears on that how the first went, and what the second opened.
  template <typename Prepare>
  void openAfter(Prepare prepare, const UserName& who, SecretBytes pin, std::function<void(const Status&, Opened&)> then);
  void unlock(const UserName& who, SecretBytes pin);
  void finishUnlock(Opened& host);
  void showLogin();
  void showCounter();
  void takeHost(std::unique_ptr<AgentHost> host);
  // The counter is locked and nothing is under way.
  void closeHome();
  void showSetup();
  // And opens it, so that the counter stands when the last question is answered.
  void makeHome(const ui::screens::SetupNames& names, SecretBytes pin);
  void finishHome(const QString& code, Opened& host);
  // A home of a backup, and opens it.
  void restore(ui::screens::SetupBackup backup, SecretBytes pin);
  void finishRestore(Opened& host);
  // By the code in place of the owner's PIN.
  void showRecovery();
  void recover(ui::screens::OwnerRecovery order);
  void finishRecovery(const Status& recovered, Opened& host);
  [[nodiscard]] ui::screens::SecondOffer seconds(const std::string& who) const;
  void importConfig(const QString& file);
  void endSetup();

  CashierOptions m_options;
  QApplication& m_application;
  adapters::SystemClock m_clock;
  adapters::SystemUptime m_uptime;
  std::unique_ptr<ui::theme::Theme> m_theme;
  std::thread m_opening;
  std::unique_ptr<AgentHost> m_host;
  std::unique_ptr<CounterWindow> m_window;
  std::unique_ptr<WindowLink> m_link;
};

}  // namespace loket::app

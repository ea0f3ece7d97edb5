// The window: first the door (login), then the counter. It puts the screens together; none of them knows
// another.
#pragma once

#include <QPointer>
#include <QWidget>
#include <functional>
#include <memory>

#include "core/api/agent_client.h"
#include "ui/bridge/idle_watch.h"
#include "ui/screens/login/login_screen.h"
#include "ui/screens/page.h"
#include "ui/screens/recover/recover_screen.h"
#include "ui/screens/setup/setup_screen.h"
#include "ui/text/language.h"

class QVBoxLayout;

namespace loket::app {
class CustomerDisplay;
}

namespace loket::ui::screens {
class CashOutScreen;
class CustomersScreen;
class DepositScreen;
class GroupsScreen;
class Frame;
class HistoryScreen;
class QueueScreen;
class ReconcileScreen;
class SellScreen;
class SettingsScreen;
class ShiftScreen;
}  // namespace loket::ui::screens

namespace loket::app {

class CounterWindow final : public QWidget {
  Q_OBJECT

 public:
  // `sinceBoot`: what idle time is measured by (ports::Uptime); without it the counter never locks itself.
  CounterWindow(ui::theme::Theme& theme, std::function<Instant()> now, std::function<Duration()> sinceBoot = {});
  ~CounterWindow() override;

  void showLogin(const QString& outlet, const std::vector<ui::bridge::Person>& people, const UserName& who,
                 ui::screens::Unlock unlock);
  // Null once the counter is shown.
  [[nodiscard]] ui::screens::LoginScreen* login() const { return m_login; }
  // In the login's place, when it was wanted there.
  void showRecovery(ui::screens::Recover recover);
  // Null once something else is shown.
  [[nodiscard]] ui::screens::RecoverScreen* recovery() const { return m_recovery; }
  // Where there is no shop yet. Called again in another language, it keeps what was typed.
  void showSetup(ui::text::Language language, ui::screens::SetupTasks tasks);
  // Null once something else is shown.
  [[nodiscard]] QString backupQuestion() const;
  [[nodiscard]] ui::screens::SetupScreen* setup() const { return m_setup; }
  // What the dialog for the supplier's file is called.
  [[nodiscard]] QString fileQuestion() const;
  // Builds and paints the counter out of sight, so that it stands at once when the door opens: while a PIN is
  // typed and worked on, this thread has nothing else to do.
  void prepareCounter(ui::text::Language language);
  // `client` must outlive the window. Called again, as after a change of language, it builds everything anew.
  void showCounter(api::AgentClient& client, ui::text::Language language);

  // Before the counter is shown. Without it there is nobody else: nothing can be locked or decided.
  void setStaff(ui::bridge::StaffRoom room);
  [[nodiscard]] ui::bridge::Staff& staff() { return *m_staff; }
  // The counter stays as it is, and nobody sees it until one of its people has typed a PIN. Does nothing before it is
  // shown, or where nobody could open it again.
  void lock(const std::string& reason = "asked");
  // Nobody has been there for so long as the shop's limits say. What is under way goes on; what was only read back is asked
  // again by whoever comes.
  void lockWhenIdle();
  // Null where there is no such clock.
  [[nodiscard]] ui::bridge::IdleWatch* idleWatch() const { return m_idle.get(); }
  [[nodiscard]] bool isLocked() const { return m_lock != nullptr; }
  // The home may be closed behind the lock screen: what the screens ask waits until somebody has unlocked, or `goOn`. False:
  // nothing is locked.
  bool rest();
  // It was not closed.
  void goOn();

  void toFront();

  // The window that faces the customer, from now on and with every counter that is shown.
  void setCustomerDisplay(bool wanted);
  // Null while there is none.
  [[nodiscard]] CustomerDisplay* customerDisplay() const { return m_display.get(); }

  [[nodiscard]] ui::screens::Frame* frame() const { return m_frame; }
  // Screens of the counter, made if nobody has opened them yet.
  [[nodiscard]] ui::screens::SellScreen* sell() const;
  [[nodiscard]] ui::screens::QueueScreen* queue() const;
  [[nodiscard]] ui::screens::HistoryScreen* history() const;
  [[nodiscard]] ui::screens::CustomersScreen* customers() const;
  [[nodiscard]] ui::screens::CashOutScreen* cashOut() const;
  [[nodiscard]] ui::screens::ShiftScreen* shift() const;
  [[nodiscard]] ui::screens::DepositScreen* deposit() const;
  [[nodiscard]] ui::screens::GroupsScreen* groups() const;
  [[nodiscard]] ui::screens::ReconcileScreen* reconcile() const;

 signals:
  void languageChosen(loket::ui::text::Language language);
  void modeChosen(loket::ui::theme::Mode mode);
  void displayChosen(bool wanted);
  // The PIN is forgotten; and it was thought better of.
  void recoveryWanted();
  void recoveryLeft();
  // The first day's questions are answered.
  void setupFinished();
  // The first picture of a login or counter has been painted.
  void firstFrame();
  // The counter with today's sales in it has been painted.
  void counterFilled();

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  void replaceContent(QWidget* content);
  void unlock();
  void refreshDisplay();
  ui::screens::Frame* makeCounter(ui::text::Language language);
  ui::screens::Page* makeSell();
  ui::screens::Page* makeCustomers();
  ui::screens::Page* makeSettings(ui::text::Language language);

  ui::theme::Theme& m_theme;
  std::function<Instant()> m_now;
  QVBoxLayout* m_layout;
  QWidget* m_content = nullptr;
  bool m_painted = false;
  std::unique_ptr<ui::bridge::CoreBridge> m_bridge;
  std::unique_ptr<ui::bridge::CounterClock> m_clock;
  std::unique_ptr<ui::bridge::Staff> m_staff;
  std::unique_ptr<ui::screens::Counter> m_counter;
  ui::screens::LoginScreen* m_login = nullptr;
  ui::screens::LoginScreen* m_lock = nullptr;  // in front of the counter
  QPointer<QWidget> m_hadKeyboard;             // before that
  ui::screens::SetupScreen* m_setup = nullptr;
  ui::screens::RecoverScreen* m_recovery = nullptr;
  ui::screens::Frame* m_frame = nullptr;
  // Built, but with nobody to answer it yet: a hidden child.
  ui::screens::Frame* m_prepared = nullptr;
  ui::text::Language m_preparedIn{};
  bool m_wantsDisplay = false;
  std::unique_ptr<CustomerDisplay> m_display;
  std::unique_ptr<ui::bridge::IdleWatch> m_idle;
};

}  // namespace loket::app

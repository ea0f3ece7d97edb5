#include "app/cashier/counter_window.h"

#include <QCoreApplication>
#include <QDialog>
#include <QTimer>
#include <QVBoxLayout>
#include <utility>

#include "app/cashier/customer_display.h"
#include "ui/screens/cash/cash_out_screen.h"
#include "ui/screens/customers/customers_screen.h"
#include "ui/screens/deposit/deposit_screen.h"
#include "ui/screens/groups/groups_screen.h"
#include "ui/screens/frame/frame.h"
#include "ui/screens/history/history_screen.h"
#include "ui/screens/queue/queue_screen.h"
#include "ui/screens/reconcile/reconcile_screen.h"
#include "ui/screens/sell/sell_screen.h"
#include "ui/screens/settings/settings_screen.h"
#include "ui/screens/shift/shift_screen.h"

namespace loket::app {

using ui::screens::CashOutScreen;
using ui::screens::Counter;
using ui::screens::CustomersScreen;
using ui::screens::DepositScreen;
using ui::screens::Frame;
using ui::screens::HistoryScreen;
using ui::screens::LoginScreen;
using ui::screens::QueueScreen;
using ui::screens::GroupsScreen;
using ui::screens::ReconcileScreen;
using ui::screens::SellScreen;
using ui::screens::SettingsScreen;
using ui::screens::ShiftScreen;
using ui::screens::Unlock;

namespace {

struct Say {
  Q_DECLARE_TR_FUNCTIONS(CounterWindow)
};

enum PageIndex : int { kSell, kQueue, kHistory, kCustomers, kGroups, kCash, kShift, kDeposit, kReconcile, kSettings };

}  // namespace

CounterWindow::CounterWindow(ui::theme::Theme& theme, std::function<Instant()> now, std::function<Duration()> sinceBoot)
    : m_theme(theme), m_now(std::move(now)), m_layout(new QVBoxLayout(this)), m_staff(std::make_unique<ui::bridge::Staff>()) {
  m_layout->setContentsMargins({});
  setWindowTitle(QStringLiteral("Loket"));
  if (sinceBoot) {
    m_idle = std::make_unique<ui::bridge::IdleWatch>(*this, std::move(sinceBoot));
    connect(m_idle.get(), &ui::bridge::IdleWatch::idle, this, &CounterWindow::lockWhenIdle);
  }
}

// The screens go before what they are given.
CounterWindow::~CounterWindow() {
  replaceContent(nullptr);
  delete m_prepared;
}

void CounterWindow::replaceContent(QWidget* content) {
  m_display.reset();  // it follows what goes
  delete m_lock;
  m_lock = nullptr;
  m_login = nullptr;
  m_setup = nullptr;
  m_recovery = nullptr;
  m_frame = nullptr;
  delete m_content;
  m_content = content;
  if (content == nullptr)
    return;
  m_layout->addWidget(content);
  // At once: whoever types goes on typing.
  if (isVisible())
    content->show();
}

void CounterWindow::showLogin(const QString& outlet, const std::vector<ui::bridge::Person>& people, const UserName& who,
                              Unlock unlock) {
  auto* login = new LoginScreen(m_theme, outlet, LoginScreen::Use::Open, people, who, std::move(unlock), this);
  replaceContent(login);
  m_login = login;
  connect(login, &LoginScreen::recoveryWanted, this, &CounterWindow::recoveryWanted, Qt::QueuedConnection);
  login->setFocus();
}

void CounterWindow::showRecovery(ui::screens::Recover recover) {
  auto* recovery = new ui::screens::RecoverScreen(m_theme, std::move(recover), this);
  replaceContent(recovery);
  m_recovery = recovery;
  connect(recovery, &ui::screens::RecoverScreen::left, this, &CounterWindow::recoveryLeft, Qt::QueuedConnection);
  recovery->begin();
}

void CounterWindow::showSetup(ui::text::Language language, ui::screens::SetupTasks tasks) {
  const auto names = m_setup != nullptr ? m_setup->names() : ui::screens::SetupNames();
  auto* setup = new ui::screens::SetupScreen(m_theme, language, std::move(tasks), this);
  setup->setNames(names);
  replaceContent(setup);
  m_setup = setup;
  connect(setup, &ui::screens::SetupScreen::languageChosen, this, &CounterWindow::languageChosen, Qt::QueuedConnection);
  connect(setup, &ui::screens::SetupScreen::finished, this, &CounterWindow::setupFinished, Qt::QueuedConnection);
  setup->begin();
}

QString CounterWindow::fileQuestion() const { return Say::tr("The configuration file of your bank or aggregator"); }

QString CounterWindow::backupQuestion() const { return Say::tr("The backup that the shop is made of"); }

void CounterWindow::prepareCounter(ui::text::Language language) {
  if (m_frame != nullptr || m_prepared != nullptr)
    return;
  m_prepared = makeCounter(language);
  m_prepared->hide();
  m_prepared->resize(size());
  m_prepared->layPage(kSell);
  // Fonts, pictures and places of everything in it.
  m_prepared->grab();
}

void CounterWindow::showCounter(api::AgentClient& client, ui::text::Language language) {
  ui::screens::Frame* frame = std::exchange(m_prepared, nullptr);
  if (frame != nullptr && m_preparedIn != language) {
    delete frame;
    frame = nullptr;
  }
  if (frame == nullptr) {
    replaceContent(nullptr);
    frame = makeCounter(language);
  }
  m_bridge->attach(client);
  if (m_idle) {
    const auto follow = [this](const api::CounterStatus& status) {
      m_idle->setLimit(Duration::minutes(status.accessLimits.lockAfterMinutes));
    };
    connect(m_bridge.get(), &ui::bridge::CoreBridge::statusChanged, m_idle.get(), follow);
    m_bridge->status(m_idle.get(), [follow](const Result<api::CounterStatus>& status) {
      if (status)
        follow(*status);
    });
    m_idle->touch();
  }
  replaceContent(frame);
  m_frame = frame;
  frame->show();
  frame->fitToPerson();
  frame->openPage(kSell);
  refreshDisplay();
}

void CounterWindow::setStaff(ui::bridge::StaffRoom room) { m_staff->attach(std::move(room)); }

void CounterWindow::lockWhenIdle() {
  if (m_frame == nullptr || m_lock != nullptr)
    return;
  sell()->flow().standBack();
  lock("idle");
}

void CounterWindow::lock(const std::string& reason) {
  const std::vector<ui::bridge::Person> people = m_staff->everybody();
  if (m_frame == nullptr || m_lock != nullptr || people.empty())
    return;
  m_hadKeyboard = focusWidget();
  m_staff->lock(reason);
  if (m_idle)
    m_idle->rest();
  // A question that waits in a window of its own would be answered by whoever walks by.
  for (QDialog* dialog : m_frame->findChildren<QDialog*>()) dialog->reject();
  m_lock = new LoginScreen(m_theme, m_frame->outlet(), LoginScreen::Use::HandOver, people, m_staff->atTheCounter().name,
                           [this](const UserName& who, SecretBytes pin) {
                             m_staff->unlock(who, std::move(pin), m_lock, [this](const Result<ui::bridge::Person>& person) {
                               if (!person)
                                 return m_lock->showError(person.error());
                               m_staff->handOver(*person);
                               unlock();
                             });
                           },
                           this);
  // Hidden, so that neither its keys nor its mouse work; what the core does goes on.
  m_frame->hide();
  m_layout->addWidget(m_lock);
  m_lock->setFocus();
}

bool CounterWindow::rest() {
  if (isLocked())
    m_bridge->hold();
  return isLocked();
}

void CounterWindow::goOn() {
  if (m_bridge)
    m_bridge->goOn();
}

void CounterWindow::unlock() {
  m_bridge->goOnAnew();
  m_lock->hide();
  m_lock->deleteLater();
  m_lock = nullptr;
  m_frame->show();
  if (m_idle)
    m_idle->touch();
  // Whoever came may not be led to where the other one was.
  if (m_hadKeyboard && m_hadKeyboard->isVisible())
    m_hadKeyboard->setFocus();
  else if (auto* page = m_frame->currentPage())
    page->enter();
}

void CounterWindow::setCustomerDisplay(bool wanted) {
  m_wantsDisplay = wanted;
  refreshDisplay();
}

void CounterWindow::refreshDisplay() {
  if (!m_wantsDisplay || m_frame == nullptr) {
    m_display.reset();
    return;
  }
  if (m_display)
    return;
  m_display = std::make_unique<CustomerDisplay>(m_theme, QString(), sell()->flow(), cashOut()->flow());
  m_bridge->status(m_display.get(), [this](const Result<api::CounterStatus>& status) {
    if (status && m_display)
      m_display->setOutlet(QString::fromStdString(status->outlet.name));
  });
  m_display->open(*this);
}

ui::screens::Frame* CounterWindow::makeCounter(ui::text::Language language) {
  m_counter.reset();
  m_clock = std::make_unique<ui::bridge::CounterClock>(m_now);
  m_bridge = std::make_unique<ui::bridge::CoreBridge>();
  m_counter = std::make_unique<Counter>(Counter{m_theme, *m_bridge, *m_clock, *m_staff});
  m_preparedIn = language;

  auto* frame = new Frame(*m_counter, this);
  frame->addPage([this] { return makeSell(); }, QStringLiteral("cash-register"), Say::tr("Sell"), Qt::Key_F1, Permission::Sell);
  frame->addPage([this] { return new QueueScreen(*m_counter); }, QStringLiteral("hourglass"), Say::tr("Queue"),
                 Qt::Key_F2, Permission::Serve);
  frame->addPage([this] { return new HistoryScreen(*m_counter); }, QStringLiteral("history"), Say::tr("History"),
                 Qt::Key_F3);
  frame->addPage([this] { return makeCustomers(); }, QStringLiteral("users"), Say::tr("Customers"), Qt::Key_F4, Permission::Serve);
  frame->addPage([this] { return new GroupsScreen(*m_counter); }, QStringLiteral("copy"), Say::tr("Groups"),
                 Qt::SHIFT | Qt::Key_F4, Permission::Sell);
  frame->addPage([this] { return new CashOutScreen(*m_counter); }, QStringLiteral("cash"), Say::tr("Cash"), Qt::Key_F9, Permission::Cash);
  // The other function keys have their place inside of pages: the drawer's shift stands beside the cash.
  frame->addPage([this] { return new ShiftScreen(*m_counter); }, QStringLiteral("report-money"),
                 Say::tr("Shift"), Qt::SHIFT | Qt::Key_F9);
  frame->addPage([this] { return new DepositScreen(*m_counter); }, QStringLiteral("wallet"), Say::tr("Deposit"),
                 Qt::Key_F12, Permission::Cash);
  frame->addPage([this] { return new ReconcileScreen(*m_counter); }, QStringLiteral("receipt"), Say::tr("Reconcile"),
                 Qt::SHIFT | Qt::Key_F12, Permission::Reconcile);
  frame->addPage([this, language] { return makeSettings(language); }, QStringLiteral("settings"), Say::tr("Settings"),
                 Qt::Key_F11);
  connect(frame, &Frame::lockWanted, this, [this] { lock(); });
  frame->setQueuePage(kQueue);
  connect(frame, &Frame::papersWanted, this, [this] {
    m_frame->openPage(kHistory);
    history()->showUnprinted();
  });
  frame->setComplaintsPage(kHistory);
  frame->setCashPage(kCash);
  return frame;
}

ui::screens::Page* CounterWindow::makeSell() {
  auto* sell = new SellScreen(*m_counter);
  connect(sell, &SellScreen::filled, this, [this] { QTimer::singleShot(0, this, &CounterWindow::counterFilled); });
  connect(sell, &SellScreen::detailsWanted, this, [this](const PaymentRef& ref) {
    m_frame->openPage(kHistory);
    history()->showPayment(ref);
  });
  return sell;
}

ui::screens::Page* CounterWindow::makeCustomers() {
  auto* customers = new CustomersScreen(*m_counter);
  connect(customers, &CustomersScreen::sellWanted, this, [this](const QString& number) {
    m_frame->openPage(kSell);
    sell()->sellTo(number);
  });
  return customers;
}

ui::screens::Page* CounterWindow::makeSettings(ui::text::Language language) {
  auto* settings = new SettingsScreen(*m_counter, language);
  settings->setCustomerDisplay(m_wantsDisplay);
  connect(settings, &SettingsScreen::displayChosen, this, [this](bool wanted) {
    setCustomerDisplay(wanted);
    emit displayChosen(wanted);
  });
  connect(settings, &SettingsScreen::languageChosen, this, &CounterWindow::languageChosen, Qt::QueuedConnection);
  connect(settings, &SettingsScreen::modeChosen, this, &CounterWindow::modeChosen);
  return settings;
}

SellScreen* CounterWindow::sell() const {
  return qobject_cast<SellScreen*>(m_frame->page(kSell));
}

QueueScreen* CounterWindow::queue() const {
  return qobject_cast<QueueScreen*>(m_frame->page(kQueue));
}

HistoryScreen* CounterWindow::history() const {
  return qobject_cast<HistoryScreen*>(m_frame->page(kHistory));
}

CustomersScreen* CounterWindow::customers() const {
  return qobject_cast<CustomersScreen*>(m_frame->page(kCustomers));
}

CashOutScreen* CounterWindow::cashOut() const {
  return qobject_cast<CashOutScreen*>(m_frame->page(kCash));
}

ShiftScreen* CounterWindow::shift() const {
  return qobject_cast<ShiftScreen*>(m_frame->page(kShift));
}

DepositScreen* CounterWindow::deposit() const {
  return qobject_cast<DepositScreen*>(m_frame->page(kDeposit));
}

GroupsScreen* CounterWindow::groups() const {
  return qobject_cast<GroupsScreen*>(m_frame->page(kGroups));
}

ReconcileScreen* CounterWindow::reconcile() const {
  return qobject_cast<ReconcileScreen*>(m_frame->page(kReconcile));
}

void CounterWindow::toFront() {
  setWindowState(windowState() & ~Qt::WindowMinimized);
  show();
  raise();
  activateWindow();
}

void CounterWindow::paintEvent(QPaintEvent* event) {
  QWidget::paintEvent(event);
  if (m_painted || m_content == nullptr)
    return;
  m_painted = true;
  // The children are painted in the same turn of the event loop, after their window.
  QTimer::singleShot(0, this, &CounterWindow::firstFrame);
}

}  // namespace loket::app

#include "app/cashier/counter_window.h"

#include <QCoreApplication>
#include <QTimer>
#include <QVBoxLayout>

#include "ui/screens/frame/frame.h"
#include "ui/screens/history/history_screen.h"
#include "ui/screens/queue/queue_screen.h"
#include "ui/screens/sell/sell_screen.h"
#include "ui/screens/settings/settings_screen.h"

namespace loket::app {

using ui::screens::Counter;
using ui::screens::Frame;
using ui::screens::HistoryScreen;
using ui::screens::LoginScreen;
using ui::screens::QueueScreen;
using ui::screens::SellScreen;
using ui::screens::SettingsScreen;
using ui::screens::Unlock;

namespace {

struct Say {
  Q_DECLARE_TR_FUNCTIONS(CounterWindow)
};

enum PageIndex : int { kSell, kQueue, kHistory, kSettings };

}  // namespace

CounterWindow::CounterWindow(ui::theme::Theme& theme, std::function<Instant()> now)
    : m_theme(theme), m_now(std::move(now)), m_layout(new QVBoxLayout(this)) {
  m_layout->setContentsMargins({});
  setWindowTitle(QStringLiteral("Loket"));
}

// The screens go before what they are given.
CounterWindow::~CounterWindow() {
  replaceContent(nullptr);
}

void CounterWindow::replaceContent(QWidget* content) {
  m_login = nullptr;
  m_frame = nullptr;
  m_sell = nullptr;
  m_queue = nullptr;
  m_history = nullptr;
  delete m_content;
  m_content = content;
  if (content != nullptr)
    m_layout->addWidget(content);
}

void CounterWindow::showLogin(const QString& outlet, Unlock unlock) {
  auto* login = new LoginScreen(m_theme, outlet, std::move(unlock), this);
  replaceContent(login);
  m_login = login;
  login->setFocus();
}

void CounterWindow::showCounter(api::AgentClient& client, ui::text::Language language) {
  replaceContent(nullptr);
  m_counter.reset();
  m_clock = std::make_unique<ui::bridge::CounterClock>(m_now);
  m_bridge = std::make_unique<ui::bridge::CoreBridge>(client);
  m_counter = std::make_unique<Counter>(Counter{m_theme, *m_bridge, *m_clock});

  auto* frame = new Frame(*m_counter, this);
  auto* sell = new SellScreen(*m_counter);
  auto* queue = new QueueScreen(*m_counter);
  auto* history = new HistoryScreen(*m_counter);
  auto* settings = new SettingsScreen(*m_counter, language);
  frame->addPage(sell, QStringLiteral("cash-register"), Say::tr("Sell"), Qt::Key_F1);
  frame->addPage(queue, QStringLiteral("hourglass"), Say::tr("Queue"), Qt::Key_F2);
  frame->addPage(history, QStringLiteral("history"), Say::tr("History"), Qt::Key_F3);
  frame->addPage(settings, QStringLiteral("settings"), Say::tr("Settings"), Qt::Key_F11);
  frame->setQueuePage(kQueue);
  replaceContent(frame);
  m_frame = frame;
  m_sell = sell;
  m_queue = queue;
  m_history = history;

  connect(sell, &SellScreen::filled, this,
          [this] { QTimer::singleShot(0, this, &CounterWindow::counterFilled); });
  connect(sell, &SellScreen::detailsWanted, this, [this](const PaymentRef& ref) {
    m_frame->openPage(kHistory);
    m_history->openDetails(ref);
  });
  connect(settings, &SettingsScreen::languageChosen, this, &CounterWindow::languageChosen,
          Qt::QueuedConnection);
  connect(settings, &SettingsScreen::modeChosen, this, &CounterWindow::modeChosen);
  frame->openPage(kSell);
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

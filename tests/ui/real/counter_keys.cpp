#include "tests/ui/real/counter_keys.h"

#include <QDeadlineTimer>
#include <QTest>
#include <QTimer>

#include "core/base/check.h"
#include "ui/widgets/inline_message.h"
#include "ui/widgets/text_label.h"

namespace loket::test {
namespace {

// Of a machine that has much else to do.
constexpr int kPatienceMs = 90'000;

}  // namespace

QWidget* CounterKeys::focus() const {
  LOKET_CHECK(m_window != nullptr);
  QWidget* const focus = m_window->focusWidget();
  return focus != nullptr ? focus : m_window;
}

void CounterKeys::turn() {
  QCoreApplication::processEvents();
  m_application.endTurn();
}

void CounterKeys::press(Qt::Key key, Qt::KeyboardModifiers modifiers) {
  QTest::keyClick(focus(), key, modifiers);
  turn();
}

void CounterKeys::type(const QString& text) {
  for (const QChar c : text) {
    QTest::keyClicks(focus(), QString(c));
    turn();
  }
}

bool CounterKeys::within(int milliseconds, const std::function<bool()>& seen) {
  const QDeadlineTimer patience(milliseconds);
  // The loop wakes from a window in which nothing happens any more.
  QTimer alarm;
  alarm.setSingleShot(true);
  alarm.start(milliseconds + 1);
  while (!seen()) {
    if (patience.hasExpired())
      return false;
    QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    m_application.endTurn();
  }
  return true;
}

bool CounterKeys::await(const char* what, const std::function<bool()>& seen) {
  m_application.setAwaited(what);
  const bool isSeen = within(kPatienceMs, seen);
  m_application.setAwaited("");
  if (isSeen)
    return true;
  qWarning("waited in vain: %s. On the screen:\n%s", what, qPrintable(onTheScreen()));
  return false;
}

QString CounterKeys::onTheScreen() const {
  QStringList words;
  for (const QWidget* widget : m_window->findChildren<QWidget*>()) {
    if (!widget->isVisible())
      continue;
    if (const auto* label = qobject_cast<const ui::widgets::TextLabel*>(widget))
      words << label->text();
    else if (qobject_cast<const ui::widgets::InlineMessage*>(widget) != nullptr)
      words << QStringLiteral("(!) ") + widget->accessibleName();
  }
  words.removeAll(QString());
  return words.join(QLatin1Char('\n'));
}

}  // namespace loket::test

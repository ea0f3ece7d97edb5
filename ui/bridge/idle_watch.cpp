#include "ui/bridge/idle_watch.h"

#include <QApplication>
#include <QEvent>
#include <QWidget>
#include <utility>

namespace loket::ui::bridge {

IdleWatch::IdleWatch(QWidget& window, std::function<Duration()> sinceBoot, QObject* parent)
    : QObject(parent), m_window(window), m_sinceBoot(std::move(sinceBoot)), m_last(m_sinceBoot()) {
  connect(&m_timer, &QTimer::timeout, this, &IdleWatch::look);
  m_timer.start(static_cast<int>(Duration::seconds(1).ms));
  qApp->installEventFilter(this);
}

void IdleWatch::setLimit(Duration limit) { m_limit = limit; }

void IdleWatch::touch() {
  m_last = m_sinceBoot();
  m_rests = false;
}

bool IdleWatch::isOver() const { return !m_rests && m_limit > Duration{} && m_sinceBoot() - m_last >= m_limit; }

void IdleWatch::look() {
  if (isOver())
    emit idle();
}

bool IdleWatch::eventFilter(QObject* watched, QEvent* event) {
  switch (event->type()) {
    case QEvent::KeyPress:
    case QEvent::ShortcutOverride:
    case QEvent::MouseButtonPress:
    case QEvent::MouseMove:
    case QEvent::Wheel:
    case QEvent::TouchBegin:
    case QEvent::TabletPress:
      break;
    default:
      return false;
  }
  const auto* widget = qobject_cast<QWidget*>(watched);
  if (widget == nullptr)
    return false;
  const QWidget* top = widget->window();
  if (top != &m_window && (top->parentWidget() == nullptr || top->parentWidget()->window() != &m_window))
    return false;
  // After a sleep the first key comes before the second has passed: it is the one that wakes the screen, and no more.
  if (isOver()) {
    emit idle();
    return true;
  }
  m_last = m_sinceBoot();
  return false;
}

}  // namespace loket::ui::bridge

#include "ui/bridge/counter_clock.h"

namespace loket::ui::bridge {

CounterClock::CounterClock(std::function<Instant()> now, QObject* parent)
    : QObject(parent), m_now(std::move(now)) {
  connect(&m_timer, &QTimer::timeout, this, &CounterClock::ticked);
  m_timer.start(static_cast<int>(Duration::seconds(1).ms));
}

}  // namespace loket::ui::bridge

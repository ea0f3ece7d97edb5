#include "ui/bridge/counter_clock.h"

namespace loket::ui::bridge {
namespace {

// What a status needs on its way from the core to a busy screen is no other time.
constexpr Duration kOnItsWay = Duration::seconds(2);

}  // namespace

CounterClock::CounterClock(std::function<Instant()> now, QObject* parent)
    : QObject(parent), m_now(std::move(now)) {
  connect(&m_timer, &QTimer::timeout, this, &CounterClock::ticked);
  m_timer.start(static_cast<int>(Duration::seconds(1).ms));
}

void CounterClock::follow(Instant core) {
  const Duration ahead = core - m_now();
  const Duration change = ahead - m_ahead;
  if (change < kOnItsWay && Duration{} - change < kOnItsWay)
    return;
  m_ahead = ahead;
  emit ticked();
}

}  // namespace loket::ui::bridge

#include "core/engine/turn_clock.h"

namespace loket::engine {
namespace {

// A wall clock that is so much elsewhere, measured by the time that passed, has been set; what is set right by less goes by unnoticed.
constexpr Duration kMoved = Duration::seconds(1);

}  // namespace

TurnClock::TurnClock(ports::Clock& outside)
    : m_outside(outside), m_ahead((outside.now() - Instant{} - outside.monotonic()).ms) {}

Duration TurnClock::moved(Instant outside) {
  const Duration by = outside - Instant{} - m_outside.monotonic() - Duration::millis(m_ahead.load());
  return by < kMoved && Duration{} - by < kMoved ? Duration{} : by;
}

Instant TurnClock::now() {
  const Instant outside = m_outside.now();
  return outside - moved(outside);
}

bool TurnClock::idleUntil(Instant due) { return m_outside.idleUntil(due + moved(m_outside.now())); }

Duration TurnClock::follow() {
  const Duration by = moved(m_outside.now());
  m_ahead += by.ms;
  return by;
}

}  // namespace loket::engine

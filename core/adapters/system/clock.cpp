#include "core/adapters/system/clock.h"

#include <chrono>

#include "core/adapters/system/uptime.h"

namespace loket::adapters {

Instant SystemClock::now() {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return {std::chrono::duration_cast<std::chrono::milliseconds>(since).count()};
}

// The time that a machine sleeps passes too: what the steady clock of Linux leaves out would look as if the wall clock had been set.
Duration SystemClock::monotonic() { return SystemUptime().sinceBoot(); }

bool SystemClock::idleUntil(Instant) { return false; }

}  // namespace loket::adapters

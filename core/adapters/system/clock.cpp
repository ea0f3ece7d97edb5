#include "core/adapters/system/clock.h"

#include <chrono>

namespace loket::adapters {

Instant SystemClock::now() {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return {std::chrono::duration_cast<std::chrono::milliseconds>(since).count()};
}

Duration SystemClock::monotonic() {
  const auto since = std::chrono::steady_clock::now().time_since_epoch();
  return {std::chrono::duration_cast<std::chrono::milliseconds>(since).count()};
}

bool SystemClock::idleUntil(Instant) { return false; }

}  // namespace loket::adapters

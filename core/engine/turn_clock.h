// The wall clock as the engine reckons with it. Whoever sets the clock of the machine does so at any moment; the engine hears of it
// where it is ready to, and until then reckons on as if nobody had: of two times that belong together none is by another clock.
#pragma once

#include <atomic>
#include <cstdint>

#include "core/ports/clock.h"

namespace loket::engine {

class TurnClock final : public ports::Clock {
 public:
  explicit TurnClock(ports::Clock& outside);

  // May be read on any thread.
  Instant now() override;
  Duration monotonic() override { return m_outside.monotonic(); }
  bool idleUntil(Instant due) override;

  // By how far it was set since the last call, nothing for less than a second; from here on it counts.
  Duration follow();

 private:
  // Since the last `follow`.
  Duration moved(Instant outside);

  ports::Clock& m_outside;
  std::atomic<std::int64_t> m_ahead;  // ms, of the monotonic clock
};

}  // namespace loket::engine

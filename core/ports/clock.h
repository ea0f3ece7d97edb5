// Time as a port: only adapters/system reads a real clock.
#pragma once

#include "core/base/time.h"

namespace loket::ports {

class Clock {
 public:
  virtual ~Clock() = default;
  virtual Instant now() = 0;
  // Milliseconds that never go back, for measuring waits; unrelated to the wall clock.
  virtual Duration monotonic() = 0;
  // The engine has nothing to do before `due`. A real clock does nothing (the engine then waits on the network);
  // a steered clock moves itself there. Returns true when time was moved and the engine should look again at once.
  virtual bool idleUntil(Instant due) = 0;
};

}  // namespace loket::ports

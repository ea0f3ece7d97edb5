// The machine's clock: the only place that reads it.
#pragma once

#include "core/ports/clock.h"

namespace loket::adapters {

class SystemClock final : public ports::Clock {
 public:
  Instant now() override;
  Duration monotonic() override;
  bool idleUntil(Instant due) override;
};

}  // namespace loket::adapters

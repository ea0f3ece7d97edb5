// A queue that nobody drains for a year: the real engine over the real database, switched off and on, with a
// wall clock that is set by years. At the end the network comes back, and every payment must be delivered
// once.
#pragma once

#include <cstdint>
#include <string>

namespace loket::simulator {

struct LongQueue {
  int payments = 0;
  int days = 0;
  int restarts = 0;
  int clocksSet = 0;
  std::uint64_t delivered = 0;
  double acceptSeconds = 0;
  double keepSeconds = 0;
  double drainSeconds = 0;
  std::string violation;  // empty: none was lost, none delivered twice
};

LongQueue keepForAYear(int payments, std::uint64_t seed);

}  // namespace loket::simulator

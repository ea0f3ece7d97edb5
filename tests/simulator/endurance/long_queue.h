// A queue that nobody drains for a year: the real engine over the real database, switched off and on, upgraded, with a
// wall clock that is set by years. At the end the network comes back, and every payment must be delivered
// once.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

namespace loket::simulator {

struct LongQueue {
  int payments = 0;
  int days = 0;
  int restarts = 0;
  int upgrades = 0;  // from the first schema to this program's
  int clocksSet = 0;
  std::uint64_t delivered = 0;
  double acceptSeconds = 0;
  double keepSeconds = 0;
  double drainSeconds = 0;
  std::string violation;  // empty: none was lost, none delivered twice
};

// `progress` hears of what is done and how far it is; it takes minutes.
using YearProgress = std::function<void(const char* what, int done, int of)>;
LongQueue keepForAYear(int payments, std::uint64_t seed, YearProgress progress);

}  // namespace loket::simulator

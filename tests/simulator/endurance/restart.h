// From the closed database of a shop that has sold for years to an engine that is ready to sell.
#pragma once

#include <cstdint>

namespace loket::simulator {

struct Restart {
  std::int64_t payments = 0;
  std::int64_t open = 0;    // of them not settled
  double megabytes = 0;     // the database on the disk
  double bareSeconds = 0;   // opening it and counting the payments of one day
  double readySeconds = 0;  // until the engine has recovered, and answers with its status
};

Restart restartWith(std::int64_t payments);

}  // namespace loket::simulator

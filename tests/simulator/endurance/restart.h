// From the closed home of a shop that has sold for years to an engine that is ready to sell.
#pragma once

#include <cstdint>

namespace loket::simulator {

struct Restart {
  std::int64_t payments = 0;
  std::int64_t open = 0;    // of them not settled
  std::int64_t leaves = 0;  // of the journal's tree
  double megabytes = 0;     // the database on the disk
  double fillSeconds = 0;   // selling all that
  double bareSeconds = 0;   // opening the database and counting the payments of one day
  double readySeconds = 0;  // home, sidecar and engine, until it has recovered and answers with its status
};

// Database and sidecar are read by nobody since the machine was started, each time that a file is first opened.
Restart restartWith(std::int64_t payments);

}  // namespace loket::simulator

// How much memory another process holds, as the operating system counts it.
#pragma once

#include <cstdint>

namespace loket::bench {

struct ProcessMemory {
  double residentMiB = 0;
  double peakMiB = 0;  // the most that was resident so far
};

// Zeros when there is no such process.
ProcessMemory memoryOf(std::int64_t processId);

}  // namespace loket::bench

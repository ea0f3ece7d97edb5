#include <fstream>
#include <string>

#include "tests/bench/process_memory.h"

namespace loket::bench {

ProcessMemory memoryOf(std::int64_t processId) {
  ProcessMemory memory;
  std::ifstream status("/proc/" + std::to_string(processId) + "/status");
  for (std::string word; status >> word;) {
    double kib = 0;
    if (word == "VmRSS:" && status >> kib)
      memory.residentMiB = kib / 1024;
    else if (word == "VmHWM:" && status >> kib)
      memory.peakMiB = kib / 1024;
  }
  return memory;
}

}  // namespace loket::bench

#include <time.h>

#include <fstream>

#include "core/adapters/system/uptime.h"

namespace loket::adapters {

std::string SystemUptime::boot() {
  std::ifstream file("/proc/sys/kernel/random/boot_id");
  std::string id;
  std::getline(file, id);
  return id;
}

Duration SystemUptime::sinceBoot() {
  timespec time{};
  ::clock_gettime(CLOCK_BOOTTIME, &time);
  return Duration::millis(static_cast<std::int64_t>(time.tv_sec) * 1000 + time.tv_nsec / 1'000'000);
}

}  // namespace loket::adapters

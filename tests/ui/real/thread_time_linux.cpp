#include <ctime>

#include "tests/ui/real/thread_time.h"

namespace loket::test {

std::chrono::nanoseconds threadTime() {
  timespec now{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return std::chrono::seconds(now.tv_sec) + std::chrono::nanoseconds(now.tv_nsec);
}

}  // namespace loket::test

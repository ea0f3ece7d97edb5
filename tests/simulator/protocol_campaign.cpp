#include "tests/simulator/protocol_campaign.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <mutex>
#include <thread>
#include <vector>

#include "tests/simulator/schedule.h"

namespace loket::simulator {

ProtocolReport runProtocol(std::uint64_t firstSeed, std::uint64_t schedules, unsigned jobs) {
  constexpr std::uint64_t kNone = ~std::uint64_t{0};
  constexpr std::uint64_t kPart = 64;
  std::atomic<std::uint64_t> next{0};
  std::atomic<std::uint64_t> failed{kNone};
  std::mutex mutex;
  ProtocolReport report;
  const auto begin = std::chrono::steady_clock::now();
  std::vector<std::thread> workers;
  for (unsigned job = 0; job < jobs; ++job)
    workers.emplace_back([&] {
      Coverage mine;
      for (std::uint64_t first = next.fetch_add(kPart); first < schedules && failed == kNone;
           first = next.fetch_add(kPart))
        for (std::uint64_t i = first; i < std::min(first + kPart, schedules); ++i)
          if (!runSchedule(firstSeed + i, History::Drop, mine).violation.empty()) {
            failed = firstSeed + i;
            break;
          }
      const std::lock_guard lock(mutex);
      report.coverage.add(mine);
    });
  for (std::thread& worker : workers) worker.join();
  report.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  if (failed != kNone)
    report.failedSeed = failed;
  return report;
}

}  // namespace loket::simulator

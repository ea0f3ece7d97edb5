// loket-sim: the campaign of simulated schedules. Prints what it covered; a violation ends it with the seed,
// its history and the invariant that was broken.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "tests/simulator/schedule.h"

namespace {

using namespace loket::simulator;

// From so many schedules on the coverage must have no gap.
constexpr std::uint64_t kCampaign = 100'000;

struct Wish {
  std::uint64_t seed = 1;
  std::uint64_t schedules = 1;
  unsigned jobs = std::max(1U, std::thread::hardware_concurrency());
};

std::optional<Wish> wishFrom(int argc, char** argv) {
  Wish wish;
  for (int i = 1; i < argc; i += 2) {
    if (i + 1 >= argc)
      return std::nullopt;
    const std::string_view name(argv[i]);
    char* end = nullptr;
    const std::uint64_t value = std::strtoull(argv[i + 1], &end, 10);
    if (*end != '\0' || argv[i + 1][0] == '-')
      return std::nullopt;
    if (name == "--seed")
      wish.seed = value;
    else if (name == "--schedules")
      wish.schedules = std::max<std::uint64_t>(1, value);
    else if (name == "--jobs")
      wish.jobs = static_cast<unsigned>(std::clamp<std::uint64_t>(value, 1, 256));
    else
      return std::nullopt;
  }
  return wish;
}

int explain(std::uint64_t seed) {
  Coverage coverage;
  const Outcome outcome = runSchedule(seed, History::Keep, coverage);
  for (const std::string& line : outcome.history) std::printf("%s\n", line.c_str());
  if (outcome.violation.empty()) {
    std::printf("seed %llu: every invariant held\n", static_cast<unsigned long long>(seed));
    return 0;
  }
  std::printf("seed %llu: %s\n", static_cast<unsigned long long>(seed), outcome.violation.c_str());
  return 1;
}

}  // namespace

int main(int argc, char** argv) {
  const auto wish = wishFrom(argc, argv);
  if (!wish) {
    std::fprintf(stderr, "usage: loket-sim [--seed N] [--schedules N] [--jobs N]\n");
    return 2;
  }
  if (wish->schedules == 1)
    return explain(wish->seed);
  std::atomic<std::uint64_t> next{0};
  std::atomic<std::uint64_t> failed{~std::uint64_t{0}};
  std::mutex mutex;
  Coverage all;
  const auto begin = std::chrono::steady_clock::now();
  std::vector<std::thread> workers;
  for (unsigned job = 0; job < wish->jobs; ++job)
    workers.emplace_back([&] {
      Coverage mine;
      constexpr std::uint64_t kPart = 64;
      for (std::uint64_t first = next.fetch_add(kPart);
           first < wish->schedules && failed == ~std::uint64_t{0}; first = next.fetch_add(kPart))
        for (std::uint64_t i = first; i < std::min(first + kPart, wish->schedules); ++i)
          if (!runSchedule(wish->seed + i, History::Drop, mine).violation.empty()) {
            failed = wish->seed + i;
            break;
          }
      const std::lock_guard lock(mutex);
      all.add(mine);
    });
  for (std::thread& worker : workers) worker.join();
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  std::printf("%s", tableOf(all).c_str());
  std::printf("%llu schedules in %.1f s on %u jobs: %.0f a second and job\n",
              static_cast<unsigned long long>(all.schedules), seconds, wish->jobs,
              static_cast<double>(all.schedules) / seconds / wish->jobs);
  if (failed != ~std::uint64_t{0})
    return explain(failed);
  std::printf("every invariant held\n");
  if (all.schedules < kCampaign)
    return 0;
  const std::vector<std::string> gaps = gapsIn(all);
  for (const std::string& gap : gaps) std::printf("%s\n", gap.c_str());
  return gaps.empty() ? 0 : 3;
}

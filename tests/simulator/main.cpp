// loket-sim: the campaigns of simulated schedules, in memory and on a disk that loses its power. Prints what
// they covered; a violation ends them with the seed, its history and the invariant that was broken.
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

#include "tests/simulator/power/campaign.h"
#include "tests/simulator/schedule.h"

namespace {

using namespace loket::simulator;

// From so many schedules on the coverage must have no gap.
constexpr std::uint64_t kCampaign = 100'000;

enum class Campaign { Protocol, Power, Enumerated };

struct Wish {
  Campaign campaign = Campaign::Protocol;
  Thoroughness thoroughness;
  std::uint64_t seed = 1;
  std::uint64_t schedules = 1;
  unsigned jobs = std::max(1U, std::thread::hardware_concurrency());
};

std::optional<Wish> wishFrom(int argc, char** argv) {
  Wish wish;
  for (int i = 1; i < argc; ++i) {
    const std::string_view name(argv[i]);
    if (name == "--enumerate") {
      wish.campaign = Campaign::Enumerated;
      continue;
    }
    if (name == "--night") {
      wish.thoroughness.pairStride = 1;
      continue;
    }
    if (++i >= argc)
      return std::nullopt;
    char* end = nullptr;
    const std::uint64_t value = std::strtoull(argv[i], &end, 10);
    if (*end != '\0' || argv[i][0] == '-')
      return std::nullopt;
    if (name == "--seed")
      wish.seed = value;
    else if (name == "--schedules")
      wish.schedules = std::max<std::uint64_t>(1, value);
    else if (name == "--power") {
      wish.campaign = Campaign::Power;
      wish.schedules = std::max<std::uint64_t>(1, value);
    } else if (name == "--pairs")
      wish.thoroughness.pairStride = value;
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

void print(const PowerCoverage& coverage) {
  std::printf("what struck, by scenario:\n  %-30s", "");
  for (int event = 1; event < kDiskEvents; ++event)
    std::printf(" %24s", nameOf(static_cast<DiskEvent>(event)));
  std::printf("\n");
  for (const auto& [scenario, counts] : coverage.scenarios) {
    std::printf("  %-30s", scenario.c_str());
    for (std::size_t event = 1; event < counts.size(); ++event)
      std::printf(" %24llu", static_cast<unsigned long long>(counts[event]));
    std::printf("\n");
  }
  std::printf("what struck, by kind of call, of how many calls:\n");
  for (std::size_t io = 0; io < kIos; ++io) {
    std::printf("  %-30s", nameOf(static_cast<Io>(io)));
    for (std::size_t event = 1; event < kDiskEvents; ++event)
      std::printf(" %24llu", static_cast<unsigned long long>(coverage.struck[event][io]));
    std::printf("  of %llu\n", static_cast<unsigned long long>(coverage.calls[io]));
  }
  row("power cuts", coverage.cuts);
  row("starts of the program", coverage.lives);
}

int explain(const PowerPlan& plan, const std::string& name) {
  const PowerOutcome outcome = runPlan(plan, Telling::History);
  for (const std::string& line : outcome.history) std::printf("%s\n", line.c_str());
  std::printf("%s: %s\n", name.c_str(),
              outcome.violation.empty() ? "every invariant held" : outcome.violation.c_str());
  return outcome.violation.empty() ? 0 : 1;
}

int runPower(const Wish& wish) {
  if (wish.campaign == Campaign::Power && wish.schedules == 1)
    return explain(randomPlan(wish.seed), "seed " + std::to_string(wish.seed));
  const PowerReport report = wish.campaign == Campaign::Power
                                 ? runRandom(wish.seed, wish.schedules, wish.jobs)
                                 : runEnumerated(wish.thoroughness, wish.jobs);
  print(report.coverage);
  std::printf("%llu power-cut schedules in %.1f s on %u jobs: %.0f a second and job\n",
              static_cast<unsigned long long>(report.coverage.schedules), report.seconds, wish.jobs,
              static_cast<double>(report.coverage.schedules) / report.seconds / wish.jobs);
  if (report.failure)
    return explain(report.failure->plan, report.failure->name);
  std::printf("every invariant held\n");
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  const auto wish = wishFrom(argc, argv);
  if (!wish) {
    std::fprintf(stderr,
                 "usage: loket-sim [--seed N] [--schedules N] [--jobs N]\n"
                 "       loket-sim --power N [--seed N] [--jobs N]\n"
                 "       loket-sim --enumerate [--pairs STRIDE | --night] [--jobs N]\n");
    return 2;
  }
  if (wish->campaign != Campaign::Protocol)
    return runPower(*wish);
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

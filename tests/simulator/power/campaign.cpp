#include "tests/simulator/power/campaign.h"

#include <atomic>
#include <chrono>
#include <functional>
#include <mutex>
#include <random>
#include <thread>

namespace loket::simulator {
namespace {

constexpr DiskEvent kEvents[] = {DiskEvent::CutBefore, DiskEvent::CutAfter,  DiskEvent::CutMixed,
                                 DiskEvent::CutTorn,   DiskEvent::ErrorOnce, DiskEvent::ErrorForEver,
                                 DiskEvent::Full};

struct Task {
  std::string name;
  std::string scenario;
  PowerPlan plan;
};

// Runs task after task, by number, until there is none or one has failed.
PowerReport runAll(unsigned jobs, const std::function<std::optional<Task>(std::uint64_t)>& taskOf) {
  PowerReport report;
  std::mutex mutex;
  std::atomic<std::uint64_t> next{0};
  std::atomic<bool> failed{false};
  const auto begin = std::chrono::steady_clock::now();
  const auto work = [&] {
    PowerCoverage mine;
    while (!failed) {
      const auto task = taskOf(next.fetch_add(1));
      if (!task)
        break;
      const PowerOutcome outcome = runPlan(task->plan, Telling::Nothing);
      mine.add(task->scenario, outcome);
      if (outcome.violation.empty())
        continue;
      failed = true;
      const std::lock_guard lock(mutex);
      if (!report.failure)
        report.failure = PowerFailure{task->name, task->plan, outcome.violation};
    }
    const std::lock_guard lock(mutex);
    report.coverage.add(mine);
  };
  std::vector<std::thread> workers;
  for (unsigned job = 0; job < jobs; ++job) workers.emplace_back(work);
  for (std::thread& worker : workers) worker.join();
  report.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  return report;
}

PowerPlan planOf(const Scenario& scenario, PowerPlant plant) {
  PowerPlan plan;
  plan.log = scenario.log;
  plan.steps = scenario.steps;
  plan.plant = plant;
  return plan;
}

// Of what was not synced each one leaves something else.
constexpr std::uint64_t kMixtures = 5;
constexpr std::uint64_t kMixtureSeeds = 1'000'000;

}  // namespace

void PowerCoverage::add(const std::string& scenario, const PowerOutcome& outcome) {
  ++schedules;
  cuts += static_cast<std::uint64_t>(outcome.cuts);
  lives += static_cast<std::uint64_t>(outcome.lives);
  for (const auto& [event, io] : outcome.struck) {
    ++scenarios[scenario][static_cast<std::size_t>(event)];
    ++struck[static_cast<std::size_t>(event)][static_cast<std::size_t>(io)];
  }
  for (std::size_t i = 0; i < calls.size(); ++i) calls[i] += outcome.io[i];
}

void PowerCoverage::add(const PowerCoverage& other) {
  schedules += other.schedules;
  cuts += other.cuts;
  lives += other.lives;
  for (const auto& [name, events] : other.scenarios)
    for (std::size_t i = 0; i < events.size(); ++i) scenarios[name][i] += events[i];
  for (std::size_t e = 0; e < struck.size(); ++e)
    for (std::size_t i = 0; i < struck[e].size(); ++i) struck[e][i] += other.struck[e][i];
  for (std::size_t i = 0; i < calls.size(); ++i) calls[i] += other.calls[i];
}

PowerPlan randomPlan(std::uint64_t seed) {
  std::mt19937_64 rng(seed);
  const auto chance = [&rng](int percent) { return static_cast<int>(rng() % 100) < percent; };
  PowerPlan plan;
  plan.seed = rng();
  plan.log = chance(30) ? LogLength::Short : LogLength::AsItIs;
  const std::uint64_t steps = 1 + rng() % 4;
  for (std::uint64_t i = 0; i < steps; ++i) plan.steps.push_back(static_cast<Step>(rng() % kSteps));
  // The first life gets somewhere; the next ones may end in their recovery.
  const std::uint64_t lives = 2 + rng() % 4;
  for (std::uint64_t life = 0; life < lives; ++life) {
    const std::uint64_t reach = life == 0 || chance(50) ? 30 + 60 * steps : 20;
    const std::uint64_t at = 1 + rng() % reach;
    const DiskEvent event = chance(75) ? kEvents[rng() % 4] : kEvents[4 + rng() % 3];
    plan.events.emplace_back(event, isCut(event) ? at : at * 2);
  }
  plan.integrity = chance(5) ? PowerPlan::Integrity::Check : PowerPlan::Integrity::Skip;
  return plan;
}

PowerReport runRandom(std::uint64_t firstSeed, std::uint64_t schedules, unsigned jobs, PowerPlant plant) {
  return runAll(jobs, [=](std::uint64_t number) -> std::optional<Task> {
    if (number >= schedules)
      return std::nullopt;
    Task task{"--power 1 --seed " + std::to_string(firstSeed + number), "random",
              randomPlan(firstSeed + number)};
    task.plan.plant = plant;
    return task;
  });
}

PowerReport runEnumerated(const Thoroughness& thoroughness, unsigned jobs, PowerPlant plant) {
  std::vector<Task> tasks;
  for (const Scenario& scenario : moneyScenarios()) {
    if (!thoroughness.scenario.empty() && thoroughness.scenario != scenario.name)
      continue;
    const PowerPlan calm = planOf(scenario, plant);
    const PowerOutcome measured = runPlan(calm, Telling::Nothing);
    if (!measured.violation.empty()) {
      PowerReport report;
      report.coverage.add(scenario.name, measured);
      report.failure =
          PowerFailure{std::string(scenario.name) + ", without a fault", calm, measured.violation};
      return report;
    }
    for (const DiskEvent event : kEvents) {
      const std::uint64_t calls = isCut(event) ? measured.changes : measured.calls;
      const bool isTail = scenario.lastCalls > 0;
      const std::uint64_t begin = isTail && calls > scenario.lastCalls ? calls - scenario.lastCalls : 0;
      for (std::uint64_t at = begin + 1; at <= calls; at += thoroughness.stride)
        for (std::uint64_t mixture = 0; mixture < (isTail ? kMixtures : 1); ++mixture) {
          Task task{std::string(scenario.name) + ", " + nameOf(event) + " at " + std::to_string(at),
                    scenario.name, calm};
          task.plan.events = {{event, at}};
          task.plan.seed = at + mixture * kMixtureSeeds;
          // A bad page shows itself to whoever reads it; all pages are read after every tenth.
          task.plan.integrity = at % 10 == 0 ? PowerPlan::Integrity::Check : PowerPlan::Integrity::Skip;
          tasks.push_back(std::move(task));
        }
    }
    if (thoroughness.pairStride == 0 || scenario.lastCalls > 0)
      continue;
    for (std::uint64_t at = 1; at <= measured.changes; at += thoroughness.pairStride)
      for (const DiskEvent first : {DiskEvent::CutBefore, DiskEvent::CutAfter, DiskEvent::CutMixed}) {
        PowerPlan once = calm;
        once.events = {{first, at}};
        once.seed = at;
        const std::uint64_t recovery = runPlan(once, Telling::Nothing).recoveryChanges;
        for (std::uint64_t again = 1; again <= recovery; again += thoroughness.recoveryStride) {
          Task task{std::string(scenario.name) + ", " + nameOf(first) + " at " + std::to_string(at) +
                        ", and in the recovery at " + std::to_string(again),
                    scenario.name, once};
          task.plan.events.emplace_back(again % 2 == 0 ? DiskEvent::CutMixed : DiskEvent::CutTorn, again);
          task.plan.integrity = PowerPlan::Integrity::Skip;
          tasks.push_back(std::move(task));
        }
      }
  }
  return runAll(jobs, [&tasks](std::uint64_t number) -> std::optional<Task> {
    if (number >= tasks.size())
      return std::nullopt;
    return tasks[number];
  });
}

}  // namespace loket::simulator

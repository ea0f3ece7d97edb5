#include "tests/simulator/night.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <vector>

#include <fmt/format.h>

#include "tests/simulator/power/campaign.h"
#include "tests/simulator/proofs.h"
#include "tests/simulator/protocol_campaign.h"
#include "tests/simulator/schedule.h"

namespace loket::simulator {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kProtocolPart = 100'000;
// Days; each has some cuts.
constexpr std::uint64_t kPowerPart = 5'000;

struct Progress {
  Coverage coverage;
  std::uint64_t powerDays = 0;
  std::uint64_t powerCuts = 0;
  double protocolSeconds = 0;
  double powerSeconds = 0;

  // Every number there is, in one order for writing and reading.
  template <typename Visit>
  void each(Visit visit) {
    const auto all = [&visit](auto& row) {
      for (auto& cell : row) visit(cell);
    };
    all(coverage.models);
    all(coverage.states);
    all(coverage.transitions);
    for (auto& row : coverage.struck) all(row);
    all(coverage.faults);
    visit(coverage.sales);
    visit(coverage.effects);
    visit(coverage.schedules);
    all(coverage.sizes);
    visit(coverage.payments);
    visit(coverage.events);
    visit(coverage.commits);
    visit(coverage.calls);
    visit(coverage.starts);
    visit(coverage.turns);
    visit(powerDays);
    visit(powerCuts);
  }
};

// A progress of another build of the simulator is another campaign: what it played was other code.
std::string headOf(const Night& night) {
  std::error_code problem;
  const fs::path self = fs::read_symlink("/proc/self/exe", problem);
  const auto size = fs::file_size(self, problem);
  const auto built = fs::last_write_time(self, problem).time_since_epoch().count();
  return fmt::format("loket night 3 {} {} {} {}", night.schedules, night.powerCuts, size, built);
}

Progress readProgress(const Night& night, const fs::path& path) {
  std::ifstream in(path);
  std::string head;
  Progress progress;
  if (!std::getline(in, head) || head != headOf(night))
    return {};
  in >> progress.protocolSeconds >> progress.powerSeconds;
  progress.each([&in](std::uint64_t& cell) { in >> cell; });
  return in ? progress : Progress{};
}

// In one piece or not at all.
bool writeProgress(const Night& night, const fs::path& path, Progress& progress) {
  const fs::path fresh = path.string() + ".new";
  {
    std::ofstream out(fresh, std::ios::trunc);
    out << headOf(night) << '\n' << progress.protocolSeconds << ' ' << progress.powerSeconds << '\n';
    progress.each([&out](const std::uint64_t& cell) { out << cell << ' '; });
    out << '\n';
    if (!out.flush())
      return false;
  }
  std::error_code problem;
  fs::rename(fresh, path, problem);
  return !problem;
}

void show(const char* what, std::uint64_t done, std::uint64_t all, double seconds) {
  const double rate = seconds > 0 ? static_cast<double>(done) / seconds : 0;
  const double left = rate > 0 && done < all ? static_cast<double>(all - done) / rate : 0;
  std::printf("  %-20s %10llu of %llu (%.0f%%), %.0f a second, about %.0f minutes left\n", what,
              static_cast<unsigned long long>(done), static_cast<unsigned long long>(all),
              100.0 * static_cast<double>(done) / static_cast<double>(all), rate, left / 60);
  std::fflush(stdout);
}

}  // namespace

int runNight(const Night& night) {
  const fs::path folder(night.folder);
  std::error_code problem;
  fs::create_directories(folder, problem);
  const fs::path path = folder / "night.progress";
  Progress progress = readProgress(night, path);
  if (progress.coverage.schedules > 0)
    std::printf("going on after %llu schedules and %llu power cuts\n",
                static_cast<unsigned long long>(progress.coverage.schedules),
                static_cast<unsigned long long>(progress.powerCuts));
  std::string failure;
  // Of what broke, so that the report alone says how.
  std::vector<std::string> history;
  while (failure.empty() && progress.coverage.schedules < night.schedules) {
    const std::uint64_t part = std::min(kProtocolPart, night.schedules - progress.coverage.schedules);
    const ProtocolReport report = runProtocol(1 + progress.coverage.schedules, part, night.jobs);
    if (report.failedSeed) {
      Coverage ignored;
      Outcome outcome = runSchedule(*report.failedSeed, History::Keep, ignored);
      failure = fmt::format("loket-sim --seed {}: {}", *report.failedSeed, outcome.violation);
      history = std::move(outcome.history);
      break;
    }
    progress.coverage.add(report.coverage);
    progress.protocolSeconds += report.seconds;
    if (!writeProgress(night, path, progress)) {
      std::fprintf(stderr, "%s cannot be written\n", path.c_str());
      return 2;
    }
    show("protocol schedules", progress.coverage.schedules, night.schedules, progress.protocolSeconds);
  }
  while (failure.empty() && progress.powerCuts < night.powerCuts) {
    const PowerReport report = runRandom(1 + progress.powerDays, kPowerPart, night.jobs);
    if (report.failure) {
      failure = report.failure->name + ": " + report.failure->violation;
      history = runPlan(report.failure->plan, Telling::History).history;
      break;
    }
    if (report.coverage.cuts == 0) {
      failure = "random days without a power cut";
      break;
    }
    progress.powerDays += kPowerPart;
    progress.powerCuts += report.coverage.cuts;
    progress.powerSeconds += report.seconds;
    if (!writeProgress(night, path, progress)) {
      std::fprintf(stderr, "%s cannot be written\n", path.c_str());
      return 2;
    }
    show("power cuts", progress.powerCuts, night.powerCuts, progress.powerSeconds);
  }
  std::string proofs;
  if (failure.empty()) {
    std::printf("  every bit of the journal's proofs\n");
    std::fflush(stdout);
    const ProofsReport turned = turnAllProofs(night.jobs);
    proofs = turned.figure + "\n";
    failure = turned.failure;
  }
  const std::vector<std::string> gaps =
      failure.empty() ? gapsIn(progress.coverage) : std::vector<std::string>{};
  const auto perJob = [&night](std::uint64_t done, double seconds) {
    return seconds > 0 ? static_cast<double>(done) / seconds / night.jobs : 0.0;
  };
  std::string report = fmt::format(
      "{}\n\n{} protocol schedules in {:.0f} s, {:.0f} a second and job\n{} power cuts in {} days, {:.0f} s, "
      "{:.0f} cuts a second "
      "and job\n{}{}\n{}",
      failure.empty() ? "Every invariant held." : "BROKEN: " + failure, progress.coverage.schedules, progress.protocolSeconds,
      perJob(progress.coverage.schedules, progress.protocolSeconds), progress.powerCuts, progress.powerDays, progress.powerSeconds,
      perJob(progress.powerCuts, progress.powerSeconds), proofs, meansOf(progress.coverage), tableOf(progress.coverage));
  for (const std::string& gap : gaps) report += gap + "\n";
  for (const std::string& line : history) report += line + "\n";
  std::ofstream(folder / "night-report.txt", std::ios::trunc) << report;
  std::printf("%s", report.c_str());
  if (failure.empty())
    fs::remove(path, problem);  // the next night begins anew
  return !failure.empty() ? 1 : gaps.empty() ? 0 : 3;
}

}  // namespace loket::simulator

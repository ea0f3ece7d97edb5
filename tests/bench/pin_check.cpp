#include <benchmark/benchmark.h>
#include <sodium.h>

#include <QTemporaryDir>
#include <array>

#include <fmt/core.h>

#include "core/adapters/system/entropy.h"
#include "core/adapters/system/files.h"
#include "core/adapters/system/uptime.h"
#include "core/adapters/vault/slot_vault.h"
#include "tests/bench/benchmarks.h"
#include "tests/bench/measure.h"
#include "tests/support/samples.h"

namespace loket::bench {
namespace {

constexpr int kChecks = 8;
constexpr std::string_view kPin = "271828";

// The floor: what every try must cost, and nothing else.
void bareArgon() {
  std::array<unsigned char, 32> key{};
  const std::array<unsigned char, crypto_pwhash_SALTBYTES> salt{};
  if (crypto_pwhash(key.data(), key.size(), kPin.data(), kPin.size(), salt.data(), adapters::kSlotCost.passes,
                    adapters::kSlotCost.memory, crypto_pwhash_ALG_ARGON2ID13) != 0)
    qFatal("argon2id: out of memory");
}

void pinCheck(benchmark::State& state, Report& report) {
  const QTemporaryDir folder;
  adapters::SystemFiles files;
  adapters::SystemEntropy entropy;
  adapters::SystemUptime uptime;
  adapters::SlotVault vault(folder.filePath("home").toStdString(), files, entropy, uptime);
  tests::must(vault.create(UserName("Sri"), SecretBytes(kPin)));
  std::vector<double> ours;
  std::vector<double> floors;
  for (auto _ : state) {
    const double seconds = secondsOf([&] { tests::must(vault.open(UserName(), SecretBytes(kPin))); });
    state.SetIterationTime(seconds);
    ours.push_back(1 / seconds);
    floors.push_back(1 / secondsOf(bareArgon));
  }
  state.counters["loket_ms"] = 1000 / median(ours);
  state.counters["floor_ms"] = 1000 / median(floors);
  report.comparisons.push_back({"PIN checks", "checks/s", median(ours), median(floors), ">= 0.9"});
  report.notes.push_back(fmt::format("PIN check: {:.0f} ms (aim 200 to 600 ms)", 1000 / median(ours)));
}

}  // namespace

void registerPinCheck(Report& report) {
  benchmark::RegisterBenchmark("pin_check", pinCheck, std::ref(report))
      ->UseManualTime()
      ->Iterations(kChecks)
      ->Unit(benchmark::kMillisecond);
}

}  // namespace loket::bench

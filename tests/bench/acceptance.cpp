#include <benchmark/benchmark.h>

#include <QTemporaryDir>
#include <future>
#include <thread>

#include <fmt/core.h>

#include "core/engine/agent.h"
#include "tests/bench/bare_append.h"
#include "tests/bench/bare_journal.h"
#include "tests/bench/benchmarks.h"
#include "tests/bench/counter_core.h"
#include "tests/bench/measure.h"
#include "tests/support/samples.h"

namespace loket::bench {
namespace {

constexpr int kSalesPerRound = 200;
constexpr int kRounds = 8;
constexpr int kKeyPresses = 1000;
// Between two key presses, so that the core has gone to sleep as it does at a counter.
constexpr auto kThinking = std::chrono::milliseconds(3);

// One acceptance from the request to the reply, in a transaction of its own.
void acceptOne(engine::Engine& engine, int n) {
  bool kept = false;
  engine.sell(depositRequest(n), [&kept](const Result<api::PaymentView>& sold) {
    if (!sold)
      qFatal("%s %s", std::string(wordOf(sold.error().code)).c_str(), sold.error().detail.c_str());
    kept = true;
  });
  while (!kept)
    engine.turn(Duration{});
}

void acceptance(benchmark::State& state, Report& report) {
  const QTemporaryDir folder;
  const std::string home = folder.path().toStdString();
  const std::string floorPath = folder.filePath("floor.db").toStdString();
  CounterCore core(home, unreachableUpstream());
  engine::Options options;
  options.dispatching = engine::Dispatching::OnDemand;
  engine::Engine engine(core.world(), options);
  if (!engine.open()) {
    state.SkipWithError("the engine does not open");
    return;
  }
  // Only its schema is wanted.
  tests::must(adapters::SqlcipherStore::create(floorPath, tests::dataKey())).reset();
  BareJournal written(adapters::databaseIn(home), tests::dataKey());
  BareJournal floor(floorPath, tests::dataKey());
  BareAppend floorSidecar(folder.filePath("floor.sidecar").toStdString());

  int next = 0;
  std::vector<double> ourRates;
  std::vector<double> floorRates;
  for (auto _ : state) {
    const std::uint64_t bytesBefore = core.store().sidecar()->bytes();
    const double ours = secondsOf([&] {
      for (int i = 0; i < kSalesPerRound; ++i)
        acceptOne(engine, next++);
    });
    // As many bytes for each as one of ours has.
    const std::string record((core.store().sidecar()->bytes() - bytesBefore) / kSalesPerRound, 'x');
    const std::vector<SaleRows> sales = written.newestSales(kSalesPerRound);
    const double bare = secondsOf([&] {
      for (const SaleRows& sale : sales) {
        floor.commit(sale);
        floorSidecar.append(record);
      }
    });
    state.SetIterationTime(ours);
    ourRates.push_back(kSalesPerRound / ours);
    floorRates.push_back(kSalesPerRound / bare);
  }
  state.counters["loket_per_s"] = median(ourRates);
  state.counters["floor_per_s"] = median(floorRates);
  report.comparisons.push_back({"durable acceptance with the sidecar", "payments/s", median(ourRates), median(floorRates), ">= 0.7"});
}

// From the posted key press to the reply that says "tersimpan", across the threads.
void keyPress(benchmark::State& state, Report& report) {
  const QTemporaryDir folder;
  CounterCore core(folder.path().toStdString(), unreachableUpstream());
  const auto agent = tests::must(engine::Agent::start(core.world(), {}));
  std::vector<double> waits;
  for (auto _ : state) {
    std::this_thread::sleep_for(kThinking);
    std::promise<bool> kept;
    std::future<bool> answer = kept.get_future();
    bool good = false;
    const double seconds = secondsOf([&] {
      agent->sell(depositRequest(static_cast<int>(waits.size())),
                  [&kept](const Result<api::PaymentView>& sold) { kept.set_value(sold.has_value()); });
      good = answer.get();
    });
    if (!good) {
      state.SkipWithError("a sale was refused");
      return;
    }
    state.SetIterationTime(seconds);
    waits.push_back(seconds * 1000);
  }
  state.counters["p50_ms"] = quantile(waits, 0.5);
  state.counters["p99_ms"] = quantile(waits, 0.99);
  report.notes.push_back(fmt::format("key press to tersimpan: p50 {:.1f} ms, p99 {:.1f} ms, worst {:.1f} ms of {} "
                                     "(aim p99 <= 30 ms on an SSD)",
                                     quantile(waits, 0.5), quantile(waits, 0.99), quantile(waits, 1), waits.size()));
}

}  // namespace

void registerAcceptance(Report& report) {
  benchmark::RegisterBenchmark("acceptance", acceptance, std::ref(report))
      ->UseManualTime()
      ->Iterations(kRounds)
      ->Unit(benchmark::kMillisecond);
  benchmark::RegisterBenchmark("key_press_to_kept", keyPress, std::ref(report))
      ->UseManualTime()
      ->Iterations(kKeyPresses)
      ->Unit(benchmark::kMillisecond);
}

}  // namespace loket::bench

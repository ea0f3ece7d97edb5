#include <benchmark/benchmark.h>

#include <QFile>
#include <QTemporaryDir>

#include <fmt/core.h>

#include <chrono>

#include "core/adapters/http/curl_transport.h"
#include "core/adapters/upstream/digiflazz/codec.h"
#include "tests/bench/bare_posts.h"
#include "tests/bench/benchmarks.h"
#include "tests/bench/counter_core.h"
#include "tests/bench/measure.h"
#include "tests/contract/sandbox_process.h"

namespace loket::bench {
namespace {

constexpr int kPayments = 2000;
constexpr int kRounds = 7;
// On the wire at once, on both sides.
constexpr int kInFlight = adapters::http::CurlTransportOptions{}.perHostMax;

UpstreamSettings settingsOf(const contract_tests::SandboxProcess& sandbox) {
  const QJsonObject told = sandbox.upstream(QStringLiteral("digi"));
  QFile ca(sandbox.caFile());
  if (!ca.open(QIODevice::ReadOnly))
    qFatal("the sandbox has no certificate");
  UpstreamSettings settings;
  settings.id = UpstreamId("digi");
  settings.protocol = "digiflazz";
  settings.url = told[QStringLiteral("url")].toString().toStdString();
  settings.caPem = ca.readAll().toStdString();
  for (const char* key : {"username", "apiKey"})
    settings.values[key] = told[QLatin1String(key)].toString().toStdString();
  return settings;
}

// Kept with the customers' cash, nothing sent.
void queueUp(engine::Engine& engine, int first, int count) {
  int kept = 0;
  for (int i = 0; i < count; ++i) {
    engine.sell(depositRequest(first + i), [&kept](const Result<api::PaymentView>& sold) {
      if (!sold)
        qFatal("%s %s", std::string(wordOf(sold.error().code)).c_str(), sold.error().detail.c_str());
      ++kept;
    });
    // Some share a commit; how they were accepted is not what is measured here.
    if (i % 50 == 49)
      engine.turn(Duration{});
  }
  while (kept < count)
    engine.turn(Duration{});
}

struct Synced {
  int succeeded = 0;
  double seconds = 0;  // until whoever asked has the result; the turn that brings it may wait for more news
};

Synced syncAll(engine::Engine& engine) {
  std::optional<Result<api::BatchView>> batch;
  double seconds = 0;
  const auto began = std::chrono::steady_clock::now();
  engine.sync({}, {}, [&](const Result<api::BatchView>& done) {
    seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
    batch = done;
  });
  while (!batch)
    engine.turn(Duration::seconds(1));
  if (!*batch)
    qFatal("%s %s", std::string(wordOf(batch->error().code)).c_str(), batch->error().detail.c_str());
  const auto& items = (*batch)->items;
  const auto succeeded = std::count_if(items.begin(), items.end(), [](const api::BatchView::Item& item) {
    return item.after == wordOf(PaymentState::Succeeded);
  });
  return {static_cast<int>(succeeded), seconds};
}

std::vector<std::string> bodiesFor(const UpstreamSettings& settings, int first) {
  using namespace adapters::digiflazz;
  const Credentials credentials{settings.value("username"), settings.value("apiKey")};
  std::vector<std::string> bodies;
  for (int i = first; i < first + kPayments; ++i)
    bodies.push_back(topUpBody(credentials,
                               {fmt::format("LK261123FLOOR{:012}", i), "tsel10", depositRequest(i).number},
                               Money::rupiah(10'250)));
  return bodies;
}

void sync(benchmark::State& state, Report& report) {
  contract_tests::SandboxProcess sandbox({QStringLiteral("--deposit"), QStringLiteral("900000000000")});
  if (!sandbox.start()) {
    state.SkipWithError("the sandbox does not start");
    return;
  }
  const UpstreamSettings settings = settingsOf(sandbox);
  const QTemporaryDir folder;
  CounterCore core(folder.path().toStdString(), settings);
  engine::Options options;
  options.dispatching = engine::Dispatching::OnDemand;
  engine::Engine engine(core.world(), options);
  if (!engine.open()) {
    state.SkipWithError("the engine does not open");
    return;
  }

  int next = 0;
  std::vector<double> ourRates;
  std::vector<double> floorRates;
  for (auto _ : state) {
    queueUp(engine, next, kPayments);
    const auto [succeeded, ours] = syncAll(engine);
    const std::vector<std::string> bodies = bodiesFor(settings, next);
    int answered = 0;
    const double bare = secondsOf([&] {
      answered = postAll(settings.url + "/transaction", settings.caPem, bodies, kInFlight, "\"rc\":\"00\"");
    });
    next += kPayments;
    if (succeeded != kPayments || answered != kPayments) {
      state.SkipWithError(fmt::format("{} and {} of {} succeeded", succeeded, answered, kPayments).c_str());
      return;
    }
    state.SetIterationTime(ours);
    ourRates.push_back(kPayments / ours);
    floorRates.push_back(kPayments / bare);
  }
  state.counters["loket_per_s"] = median(ourRates);
  state.counters["floor_per_s"] = median(floorRates);
  report.comparisons.push_back({fmt::format("sync of {} queued payments", kPayments), "payments/s", median(ourRates),
                                median(floorRates), ">= 0.8"});
  report.notes.push_back(fmt::format("sync: per payment {:.2f} commits that arm, {:.2f} that keep an outcome",
                                     static_cast<double>(core.commits().count("arm")) / next,
                                     static_cast<double>(core.commits().count("outcome")) / next));
}

}  // namespace

void registerSync(Report& report) {
  benchmark::RegisterBenchmark("sync", sync, std::ref(report))
      ->UseManualTime()
      ->Iterations(kRounds)
      ->Unit(benchmark::kMillisecond);
}

}  // namespace loket::bench

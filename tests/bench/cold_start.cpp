#include <benchmark/benchmark.h>

#include <QProcess>
#include <QProcessEnvironment>
#include <QTemporaryDir>
#include <QThread>

#include <fmt/core.h>

#include "tests/bench/benchmarks.h"
#include "tests/support/filled_home.h"
#include "tests/bench/measure.h"
#include "tests/bench/process_memory.h"

namespace loket::bench {
namespace {

constexpr int kPayments = 100'000;
constexpr int kRounds = 7;
constexpr int kPatienceMs = 30'000;
// After that: whatever else is still read and painted.
constexpr int kSettlingMs = 1500;

struct Start {
  double frameMs = 0;
  ProcessMemory atFrame;
  double filledMs = 0;  // until the sell screen stands with today's sales in it
  ProcessMemory settled;
};

// Whether the PIN comes along: deriving it takes both cores from a frame that is painted meanwhile, as nobody's typing does.
enum class Pin { Typed, Given };

QProcessEnvironment environment(Pin pin) {
  QProcessEnvironment all = QProcessEnvironment::systemEnvironment();
  all.insert(QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("offscreen"));
  all.insert(QStringLiteral("LOKET_ANNOUNCE_FRAME"), QStringLiteral("1"));
  all.remove(QStringLiteral("LOKET_PIN"));
  if (pin == Pin::Given)
    all.insert(QStringLiteral("LOKET_PIN"), QLatin1String(tests::kHomePin));
  return all;
}

// `last` is the last thing the program says on its way: the window that is ready.
std::optional<Start> startOnce(const QString& program, const QStringList& arguments, Pin pin, const QByteArray& last) {
  QProcess process;
  // What `waitForReadyRead` waits for.
  process.setReadChannel(QProcess::StandardError);
  process.setProcessEnvironment(environment(pin));
  QByteArray errors;
  bool failed = false;
  Start start;
  const auto began = std::chrono::steady_clock::now();
  // When it has said so.
  const auto saidAfterMs = [&](const QByteArray& words) {
    while (!failed && !errors.contains(words + '\n')) {
      failed = !process.waitForReadyRead(kPatienceMs);
      errors += process.readAllStandardError();
      process.readAllStandardOutput();
    }
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - began).count();
  };
  process.start(program, arguments);
  start.frameMs = saidAfterMs("first-frame");
  start.atFrame = memoryOf(process.processId());
  start.filledMs = saidAfterMs(last);
  QThread::msleep(kSettlingMs);
  start.settled = memoryOf(process.processId());
  process.kill();
  process.waitForFinished();
  if (failed)
    return std::nullopt;
  return start;
}

void coldStart(benchmark::State& state, Report& report) {
  if (std::string_view(LOKET_BIN).empty() || std::string_view(LOKET_EMPTY_WINDOW_BIN).empty()) {
    report.notes.emplace_back("cold start: left out, this build has no counter window (LOKET_BUILD_UI)");
    state.SkipWithError("no window in this build");
    return;
  }
  const QTemporaryDir folder;
  const QString home = folder.filePath(QStringLiteral("home"));
  tests::fillHome(home.toStdString(), kPayments);
  std::vector<double> pin;
  for (int i = 0; i < 3; ++i)
    pin.push_back(1000 * secondsOf([&] { tests::openKeySlot(home.toStdString()); }));

  const auto open = [&home] {
    return startOnce(QStringLiteral(LOKET_BIN), {QStringLiteral("--home"), home}, Pin::Given, "counter-filled");
  };
  const auto locked = [&home] {
    return startOnce(QStringLiteral(LOKET_BIN), {QStringLiteral("--home"), home}, Pin::Typed, "first-frame");
  };
  const auto floor = [] { return startOnce(QStringLiteral(LOKET_EMPTY_WINDOW_BIN), {}, Pin::Typed, "first-frame"); };
  // Once each for nothing: the first start also brings both programs' files into memory.
  open();
  floor();
  std::vector<Start> ours;
  std::vector<Start> waiting;
  std::vector<Start> floors;
  for (auto _ : state) {
    const auto loket = open();
    const auto entry = locked();
    const auto empty = floor();
    if (!loket || !entry || !empty) {
      state.SkipWithError("a window did not come up");
      return;
    }
    state.SetIterationTime(entry->frameMs / 1000);
    ours.push_back(*loket);
    waiting.push_back(*entry);
    floors.push_back(*empty);
  }
  const auto middle = [](const std::vector<Start>& starts, auto&& figure) {
    std::vector<double> samples;
    for (const Start& one : starts)
      samples.push_back(figure(one));
    return median(std::move(samples));
  };
  const auto compare = [&](const std::string& what, const char* unit, auto&& ourFigure, auto&& floorFigure,
                           const char* aim) {
    report.comparisons.push_back({what, unit, middle(ours, ourFigure), middle(floors, floorFigure), aim});
  };
  const double pinMs = median(pin);
  const auto resident = [](const Start& one) { return one.settled.residentMiB; };
  compare(fmt::format("sell screen filled, {} payments, without PIN time", kPayments), "ms",
          [pinMs](const Start& one) { return one.filledMs - pinMs; }, [](const Start& one) { return one.frameMs; },
          "<= 3");
  compare("resident memory with the counter open", "MiB", resident, resident, "<= 2.5");
  report.notes.push_back(
      fmt::format("cold start: first frame (PIN entry) after {:.0f} ms, {:.0f} ms where the PIN comes along and is derived meanwhile "
                  "(in {:.0f} ms); peak memory {:.0f} MiB, of it for the PIN what is given back",
                  middle(waiting, [](const Start& one) { return one.frameMs; }),
                  middle(ours, [](const Start& one) { return one.frameMs; }), pinMs,
                  middle(ours, [](const Start& one) { return one.settled.peakMiB; })));
}

}  // namespace

void registerColdStart(Report& report) {
  benchmark::RegisterBenchmark("cold_start", coldStart, std::ref(report))
      ->UseManualTime()
      ->Iterations(kRounds)
      ->Unit(benchmark::kMillisecond);
}

}  // namespace loket::bench

// loket_bench: what the core costs beside the least that the same promise can cost. Takes google-benchmark's
// options; --benchmark_filter=acceptance runs one of them.
#include <benchmark/benchmark.h>

#include <QCoreApplication>

#include "tests/bench/benchmarks.h"

int main(int argc, char** argv) {
  // Databases and the sandbox's books lie on the disk that the build lies on: /tmp may be memory.
  qputenv("TMPDIR", LOKET_BENCH_FOLDER);
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv))
    return 2;
  const QCoreApplication application(argc, argv);
  loket::bench::Report report;
  loket::bench::registerAcceptance(report);
  loket::bench::registerSync(report);
  loket::bench::registerColdStart(report);
  loket::bench::registerJournal(report);
  loket::bench::registerPinCheck(report);
  benchmark::RunSpecifiedBenchmarks();
  loket::bench::print(report);
  return 0;
}

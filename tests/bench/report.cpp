#include "tests/bench/report.h"

#include <cstdio>

namespace loket::bench {

void print(const Report& report) {
  if (!report.comparisons.empty())
    std::printf("\n%-46s %12s %12s %-11s %7s  %s\n", "", "loket", "floor", "", "ratio", "aim");
  for (const Comparison& one : report.comparisons)
    std::printf("%-46s %12.1f %12.1f %-11s %7.2f  %s\n", one.what.c_str(), one.ours, one.floor, one.unit.c_str(),
                one.floor > 0 ? one.ours / one.floor : 0, one.aim.c_str());
  if (!report.notes.empty())
    std::printf("\n");
  for (const std::string& note : report.notes)
    std::printf("%s\n", note.c_str());
  std::fflush(stdout);
}

}  // namespace loket::bench

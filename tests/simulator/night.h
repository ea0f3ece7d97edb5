// The night's campaign: ten million protocol schedules and a million power cuts, in parts, and every bit of the journal's proofs. What is
// done is written down after each part, so that a night that was interrupted goes on where it was; at the end stands a report for people.
#pragma once

#include <cstdint>
#include <string>

namespace loket::simulator {

struct Night {
  std::uint64_t schedules = 10'000'000;
  std::uint64_t powerCuts = 1'000'000;
  unsigned jobs = 1;
  std::string folder;  // night.progress and night-report.txt lie there
};

// 0 when every invariant held and no cell of the coverage is empty.
int runNight(const Night& night);

}  // namespace loket::simulator

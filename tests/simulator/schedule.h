// One seed, one world: a counter with its engine, a disk, a network and upstreams in virtual time, a history
// of sales, faults and deaths that follows from the seed alone, and the oracles that judge it. Phase two
// switches the faults off; then everything must settle or be in people's hands.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tests/simulator/coverage.h"

namespace loket::simulator {

struct Outcome {
  // The invariant that was broken and how; empty when all held.
  std::string violation;
  // What happened, when `keepHistory` was asked for.
  std::vector<std::string> history;
};

enum class History { Drop, Keep };

// A world that breaks its own promises, to see that the oracles notice.
enum class Plant {
  None,
  UpstreamForgets,  // says one effect per reference, and keeps none
  DiskForgets,      // what was committed last is gone after a death
};

// Runs the schedule of this seed. The same seed is the same history, always.
Outcome runSchedule(std::uint64_t seed, History history, Coverage& coverage, Plant plant = Plant::None);

}  // namespace loket::simulator

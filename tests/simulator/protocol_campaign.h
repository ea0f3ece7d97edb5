// Protocol schedules by the hundred thousand, on several threads; the first broken one ends them.
#pragma once

#include <cstdint>
#include <optional>

#include "tests/simulator/coverage.h"

namespace loket::simulator {

struct ProtocolReport {
  Coverage coverage;
  std::optional<std::uint64_t> failedSeed;
  double seconds = 0;
};

ProtocolReport runProtocol(std::uint64_t firstSeed, std::uint64_t schedules, unsigned jobs);

}  // namespace loket::simulator

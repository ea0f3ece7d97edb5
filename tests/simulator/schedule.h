// One seed, one world: a counter with its engine, a disk, a network and upstreams in virtual time, a history
// of sales, faults and deaths that follows from the seed alone, and the oracles that judge it. Phase two
// switches the faults off; then everything must settle or be in people's hands.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "core/domain/payment/state.h"
#include "tests/simulator/far_side.h"

namespace loket::simulator {

enum class FaultKind {
  NotSent,      // no way to the upstream
  RequestLost,  // left, and never arrived
  RequestLate,  // arrives minutes after the sender has given up
  AnswerLost,   // executed, and nobody heard
  DiskFull,
  DiskBroken,
  DiskBrokenBehind,
  Death,     // of the process, at one of its named points
  ClockSet,  // by up to ten years, either way
};
inline constexpr int kFaultKinds = 9;
const char* nameOf(FaultKind kind);

inline constexpr int kStates = 11;

// How often the campaign has been where; a zero means that something is never tested.
struct Coverage {
  std::array<std::uint64_t, kStates> states{};
  std::array<std::uint64_t, kFaultKinds> faults{};
  std::array<std::uint64_t, kModels> models{};
  std::uint64_t sales = 0;
  std::uint64_t effects = 0;
  std::uint64_t schedules = 0;

  void add(const Coverage& other);
};

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

// Every state that two obligations can get into: the pure rules of the payment, an abstract engine around
// them and two abstract upstreams, explored breadth first and to the end, with every interleaving of what
// they do.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace loket::simulator {

// An engine that does one thing wrong, to see that the search finds it.
enum class EnginePlant {
  None,
  FailsOverOnUnknown,    // no answer counts as a refusal
  NewReferenceOnRepeat,  // what is sent again gets a name of its own
  NotFoundMeansFailed,   // at an upstream that is not idempotent
  SendsBeforeCommit,
  AsksNobodyAfterCrash,  // what was being sent counts as not sent
};

struct Exploration {
  std::uint64_t obligationStates = 0;  // of one obligation by itself, with its upstreams and its wire
  std::uint64_t states = 0;
  std::uint64_t transitions = 0;
  int depth = 0;                   // the longest of the shortest ways
  std::string violation;           // empty when every invariant holds in every state
  std::vector<std::string> trace;  // a shortest way to it
};

inline constexpr int kFaultsMax = 3;
inline constexpr int kAttemptsMax = 3;

// Stops at the first violation. Nothing is cut: an `Exploration` without one is complete within `kFaultsMax`
// faults and `kAttemptsMax` attempts an obligation.
Exploration exploreStates(EnginePlant plant);

}  // namespace loket::simulator

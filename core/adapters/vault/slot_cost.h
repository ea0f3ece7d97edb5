// What one try of a PIN costs: Argon2id with one lane.
#pragma once

#include <cstddef>

namespace loket::adapters {

struct SlotCost {
  unsigned long long passes = 3;
  std::size_t memory = 128U << 20U;  // bytes
};

// Of new slots: 200 to 600 ms on a counter's computer.
inline constexpr SlotCost kSlotCost{};
// Of homes made before; whatever asks for less is no slot of ours.
inline constexpr SlotCost kWeakestSlotCost{2, 64U << 20U};
// Of the slots that a program makes. Builds that tests start a thousand times make them as they were made before; any other build
// seals them anew at the next right PIN.
#if LOKET_QUICK_PINS
inline constexpr SlotCost kUsualSlotCost = kWeakestSlotCost;
#else
inline constexpr SlotCost kUsualSlotCost = kSlotCost;
#endif
// More would let a file stop the program for minutes, or take the memory of others.
inline constexpr std::size_t kSlotMemoryMax = 1U << 30U;
inline constexpr unsigned long long kSlotPassesMax = 16;

}  // namespace loket::adapters

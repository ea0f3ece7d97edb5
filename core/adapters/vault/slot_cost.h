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
// In either of the two: more of one makes up for nothing.
constexpr bool isCheaper(const SlotCost& one, const SlotCost& than) {
  return one.passes < than.passes || one.memory < than.memory;
}
// kUsualSlotCost: of the slots that a program makes. kWeakestSlotCost: whatever asks for less is no slot of ours.
#if LOKET_QUICK_PINS
// Of programs that tests start a thousand times. No other build reads what they make.
inline constexpr SlotCost kUsualSlotCost{1, 8U << 20U};
inline constexpr SlotCost kWeakestSlotCost = kUsualSlotCost;
#else
inline constexpr SlotCost kUsualSlotCost = kSlotCost;
// Of homes made before, which are sealed anew at the next right PIN.
inline constexpr SlotCost kWeakestSlotCost{2, 64U << 20U};
#endif
// More would let a file stop the program for minutes, or take the memory of others.
inline constexpr std::size_t kSlotMemoryMax = 1U << 30U;
inline constexpr unsigned long long kSlotPassesMax = 16;

}  // namespace loket::adapters

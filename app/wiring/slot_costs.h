// What it costs to guess a PIN by its key slot, as a new home and `doctor` tell it.
#pragma once

#include <string>
#include <vector>

#include "core/adapters/vault/slot_vault.h"

namespace loket::app {

// What whoever makes a home with a build for tests (LOKET_QUICK_PINS) has to know. Empty of every other build.
std::string testBuildNote();
// The same in the log of a home that has just been made.
void logTestBuild(const std::string& home);

// For `doctor`, behind what it says of key slots: whose PIN is cheaper to guess than it should be, and what to do; and that
// this build is for tests. Empty where neither is so.
std::string cheapSlotsText(const Result<std::vector<adapters::SlotVault::CheapSlot>>& cheap);

}  // namespace loket::app

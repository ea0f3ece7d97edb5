// The key slots' age, as the database of the same home last knew it: older ones that somebody has put in their place still open, with
// the PINs of then and for whoever was taken out since. That is never silent.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "core/base/time.h"

namespace loket::engine {

// Rows of settings.
using KeySlotRows = std::map<std::string, std::string>;

// They count up with every change; zero: not known.
inline constexpr const char* kSlotGenerationRow = "vault.generation";
// When the recovery code alone made the owner's PIN a new one, though others have PINs: this computer's secret was missing, so that
// none of them could be asked for.
inline constexpr const char* kAloneRow = "recovery.alone";

// What is to be kept when a home opens with slots of this generation; nothing where all is as it was known.
KeySlotRows slotsFound(const KeySlotRows& settings, std::uint64_t generation, Instant now);
// For a week after older slots were found: since when, and which ones. Empty where that is not so.
std::string olderSlots(const KeySlotRows& settings, Instant now);
std::optional<Instant> olderSlotsSince(const KeySlotRows& settings, Instant now);
// For a week after the recovery code went alone.
std::optional<Instant> recoveredAloneSince(const KeySlotRows& settings, Instant now);
// Of all settings those that all this is known by.
KeySlotRows slotRowsIn(const KeySlotRows& settings);
// A home that was made of a backup has slots of its own.
KeySlotRows slotsForgotten();

}  // namespace loket::engine

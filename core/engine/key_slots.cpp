#include "core/engine/key_slots.h"

#include <fmt/format.h>

#include <charconv>

namespace loket::engine {
namespace {

constexpr const char* kOlderRow = "vault.older";
constexpr Duration kTold = Duration::days(7);

std::uint64_t knownIn(const KeySlotRows& settings) {
  const auto row = settings.find(kSlotGenerationRow);
  std::uint64_t known = 0;
  if (row != settings.end())
    std::from_chars(row->second.data(), row->second.data() + row->second.size(), known);
  return known;
}

// A moment, and whatever is said of it after a blank.
std::optional<Instant> toldSince(const KeySlotRows& settings, const char* name, Instant now) {
  const auto row = settings.find(name);
  const auto at = row == settings.end() ? std::nullopt : parseRfc3339(row->second.substr(0, row->second.find(' ')));
  return at && now - *at <= kTold ? at : std::nullopt;
}

}  // namespace

KeySlotRows slotsFound(const KeySlotRows& settings, std::uint64_t generation, Instant now) {
  const std::uint64_t known = knownIn(settings);
  if (known == generation)
    return {};
  KeySlotRows rows{{kSlotGenerationRow, std::to_string(generation)}};
  if (generation < known)
    rows[kOlderRow] = fmt::format("{} ({} in place of {})", toRfc3339(now), generation, known);
  return rows;
}

std::string olderSlots(const KeySlotRows& settings, Instant now) {
  return olderSlotsSince(settings, now) ? settings.at(kOlderRow) : std::string();
}

std::optional<Instant> olderSlotsSince(const KeySlotRows& settings, Instant now) { return toldSince(settings, kOlderRow, now); }

std::optional<Instant> recoveredAloneSince(const KeySlotRows& settings, Instant now) {
  return toldSince(settings, kAloneRow, now);
}

KeySlotRows slotRowsIn(const KeySlotRows& settings) {
  KeySlotRows rows;
  for (const char* name : {kSlotGenerationRow, kOlderRow, kAloneRow})
    if (const auto row = settings.find(name); row != settings.end())
      rows.insert(*row);
  return rows;
}

KeySlotRows slotsForgotten() { return {{kSlotGenerationRow, {}}, {kOlderRow, {}}}; }

}  // namespace loket::engine

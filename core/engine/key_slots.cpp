#include "core/engine/key_slots.h"

#include <fmt/format.h>

#include <charconv>

namespace loket::engine {
namespace {

constexpr const char* kOlderRow = "vault.older";
constexpr Duration kOlderTold = Duration::days(7);

std::uint64_t knownIn(const KeySlotRows& settings) {
  const auto row = settings.find(kSlotGenerationRow);
  std::uint64_t known = 0;
  if (row != settings.end())
    std::from_chars(row->second.data(), row->second.data() + row->second.size(), known);
  return known;
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
  const auto row = settings.find(kOlderRow);
  if (row == settings.end())
    return {};
  const auto at = parseRfc3339(row->second.substr(0, row->second.find(' ')));
  return at && now - *at <= kOlderTold ? row->second : std::string();
}

KeySlotRows slotsForgotten() { return {{kSlotGenerationRow, {}}, {kOlderRow, {}}}; }

}  // namespace loket::engine

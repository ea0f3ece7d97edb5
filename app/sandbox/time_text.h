// Instants and durations as text: RFC 3339, ISO 8601 durations, Jakarta days. The sandbox keeps its own
// parser so that a mistake in the product's one cannot hide itself.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace loket::sandbox {

using UnixMs = std::int64_t;  // milliseconds since 1970-01-01T00:00:00Z

constexpr std::int64_t kSecondMs = 1000;
constexpr std::int64_t kMinuteMs = 60 * kSecondMs;
constexpr std::int64_t kHourMs = 60 * kMinuteMs;
constexpr std::int64_t kDayMs = 24 * kHourMs;

// "2026-08-22T10:00:00.000+07:00"
std::string rfc3339Jakarta(UnixMs instant);
// Accepts fractions of a second and any offset, "Z" included.
std::optional<UnixMs> parseRfc3339(std::string_view text);
// "PT24H", "P1DT2M", "PT0.5S"; days are 24 hours. Years, months and signs are refused.
std::optional<std::int64_t> parseDurationMs(std::string_view text);

std::string jakartaDay(UnixMs instant);                     // "2026-08-22"
std::string jakartaPeriod(UnixMs instant, int monthsBack);  // "202607"
int jakartaMinuteOfDay(UnixMs instant);                     // 0..1439
std::string httpDate(UnixMs instant);                       // "Sat, 22 Aug 2026 03:00:00 GMT"

}  // namespace loket::sandbox

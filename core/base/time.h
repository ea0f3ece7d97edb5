// Points in time as values. Nothing here reads a clock: that is the Clock port's work, so that a test or a
// simulator can be the clock. The business day is Asia/Jakarta (UTC+7, no daylight saving), whatever the PC says.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace loket {

// A length of time in whole milliseconds.
struct Duration {
  std::int64_t ms = 0;

  static constexpr Duration millis(std::int64_t n) { return {n}; }
  static constexpr Duration seconds(std::int64_t n) { return {n * 1000}; }
  static constexpr Duration minutes(std::int64_t n) { return {n * 60'000}; }
  static constexpr Duration hours(std::int64_t n) { return {n * 3'600'000}; }
  static constexpr Duration days(std::int64_t n) { return {n * 86'400'000}; }

  friend constexpr auto operator<=>(const Duration&, const Duration&) = default;
  friend constexpr Duration operator+(Duration a, Duration b) { return {a.ms + b.ms}; }
  friend constexpr Duration operator-(Duration a, Duration b) { return {a.ms - b.ms}; }
  friend constexpr Duration operator*(Duration a, std::int64_t n) { return {a.ms * n}; }
};

// Milliseconds since 1970-01-01T00:00:00Z.
struct Instant {
  std::int64_t ms = 0;

  friend constexpr auto operator<=>(const Instant&, const Instant&) = default;
  friend constexpr Instant operator+(Instant t, Duration d) { return {t.ms + d.ms}; }
  friend constexpr Instant operator-(Instant t, Duration d) { return {t.ms - d.ms}; }
  friend constexpr Duration operator-(Instant a, Instant b) { return {a.ms - b.ms}; }
};

inline constexpr Duration kJakartaOffset = Duration::hours(7);

// A calendar day in Asia/Jakarta.
struct BusinessDate {
  int year = 0;
  int month = 0;
  int day = 0;

  friend constexpr auto operator<=>(const BusinessDate&, const BusinessDate&) = default;
};

// Minutes after midnight, Asia/Jakarta: 0..1439.
struct MinuteOfDay {
  int value = 0;
  friend constexpr auto operator<=>(const MinuteOfDay&, const MinuteOfDay&) = default;
};

// The fields of a local time, for printing.
struct CivilTime {
  BusinessDate date;
  int hour = 0;
  int minute = 0;
  int second = 0;
  int millisecond = 0;
};

CivilTime civilAt(Instant t, Duration utcOffset = kJakartaOffset);
Instant instantOf(const CivilTime& civil, Duration utcOffset = kJakartaOffset);
BusinessDate businessDateOf(Instant t);
MinuteOfDay minuteOfDayAt(Instant t);

// "2026-11-23T14:05:09+07:00"; with milliseconds only when they are not zero.
std::string toRfc3339(Instant t, Duration utcOffset = kJakartaOffset);
std::optional<Instant> parseRfc3339(std::string_view text);
// The form that HTTP's Date header has: "Sun, 22 Nov 2026 03:05:09 GMT" (RFC 9110, IMF-fixdate). Nothing for any other.
std::optional<Instant> parseHttpDate(std::string_view text);
// "2026-11-23".
std::string toIso(const BusinessDate& date);
std::optional<BusinessDate> parseIsoDate(std::string_view text);
// ISO 8601 durations of days, hours, minutes and seconds: "PT24H", "P1DT30M". Negative and empty are refused.
std::optional<Duration> parseIsoDuration(std::string_view text);
std::string toIso(Duration d);

}  // namespace loket

#include "app/sandbox/time_text.h"

#include <array>
#include <chrono>

#include <fmt/core.h>

namespace loket::sandbox {
namespace {

constexpr std::int64_t kJakartaOffsetMs = 7 * kHourMs;  // Indonesia has no daylight saving time

struct CivilTime {
  int year;
  int month;
  int day;
  int weekday;
  std::int64_t msOfDay;
};

CivilTime civilFrom(std::int64_t ms) {
  std::int64_t days = ms / kDayMs;
  std::int64_t rest = ms % kDayMs;
  if (rest < 0) {
    rest += kDayMs;
    --days;
  }
  const std::chrono::sys_days point{std::chrono::days{days}};
  const std::chrono::year_month_day ymd{point};
  const std::chrono::weekday weekday{point};
  return {static_cast<int>(ymd.year()), static_cast<int>(static_cast<unsigned>(ymd.month())),
          static_cast<int>(static_cast<unsigned>(ymd.day())), static_cast<int>(weekday.c_encoding()), rest};
}

// Reads exactly `count` digits and moves on; -1 when they are not there.
int takeDigits(std::string_view& text, std::size_t count) {
  if (text.size() < count) {
    return -1;
  }
  int value = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const char c = text[i];
    if (c < '0' || c > '9') {
      return -1;
    }
    value = value * 10 + (c - '0');
  }
  text.remove_prefix(count);
  return value;
}

bool takeChar(std::string_view& text, char wanted) {
  if (text.empty() || text.front() != wanted) {
    return false;
  }
  text.remove_prefix(1);
  return true;
}

// "+07:00", "-03:30" or "Z" as milliseconds east of Greenwich.
std::optional<std::int64_t> takeOffset(std::string_view& text) {
  if (takeChar(text, 'Z')) {
    return 0;
  }
  const bool east = takeChar(text, '+');
  if (!east && !takeChar(text, '-')) {
    return std::nullopt;
  }
  const int hours = takeDigits(text, 2);
  if (hours < 0 || hours > 23 || !takeChar(text, ':')) {
    return std::nullopt;
  }
  const int minutes = takeDigits(text, 2);
  if (minutes < 0 || minutes > 59) {
    return std::nullopt;
  }
  const std::int64_t size = hours * kHourMs + minutes * kMinuteMs;
  return east ? size : -size;
}

// A fraction after the point, as milliseconds; further digits are read and dropped.
std::optional<std::int64_t> takeFraction(std::string_view& text) {
  std::int64_t ms = 0;
  std::int64_t unit = 100;
  bool any = false;
  while (!text.empty() && text.front() >= '0' && text.front() <= '9') {
    ms += (text.front() - '0') * unit;
    unit /= 10;
    any = true;
    text.remove_prefix(1);
  }
  return any ? std::optional<std::int64_t>{ms} : std::nullopt;
}

}  // namespace

std::string rfc3339Jakarta(UnixMs instant) {
  const CivilTime t = civilFrom(instant + kJakartaOffsetMs);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}+07:00", t.year, t.month, t.day,
                     t.msOfDay / kHourMs, t.msOfDay / kMinuteMs % 60, t.msOfDay / kSecondMs % 60,
                     t.msOfDay % kSecondMs);
}

std::optional<UnixMs> parseRfc3339(std::string_view text) {
  const int year = takeDigits(text, 4);
  if (year < 0 || !takeChar(text, '-')) {
    return std::nullopt;
  }
  const int month = takeDigits(text, 2);
  if (month < 1 || month > 12 || !takeChar(text, '-')) {
    return std::nullopt;
  }
  const int day = takeDigits(text, 2);
  const std::chrono::year_month_day ymd{std::chrono::year{year},
                                        std::chrono::month{static_cast<unsigned>(month)},
                                        std::chrono::day{static_cast<unsigned>(day < 0 ? 0 : day)}};
  if (!ymd.ok() || !takeChar(text, 'T')) {
    return std::nullopt;
  }
  const int hour = takeDigits(text, 2);
  if (hour < 0 || hour > 23 || !takeChar(text, ':')) {
    return std::nullopt;
  }
  const int minute = takeDigits(text, 2);
  if (minute < 0 || minute > 59 || !takeChar(text, ':')) {
    return std::nullopt;
  }
  const int second = takeDigits(text, 2);
  if (second < 0 || second > 59) {
    return std::nullopt;
  }
  std::int64_t fractionMs = 0;
  if (takeChar(text, '.')) {
    const auto fraction = takeFraction(text);
    if (!fraction) {
      return std::nullopt;
    }
    fractionMs = *fraction;
  }
  const auto offset = takeOffset(text);
  if (!offset || !text.empty()) {
    return std::nullopt;
  }
  const std::int64_t days = std::chrono::sys_days{ymd}.time_since_epoch().count();
  return days * kDayMs + hour * kHourMs + minute * kMinuteMs + second * kSecondMs + fractionMs - *offset;
}

std::optional<std::int64_t> parseDurationMs(std::string_view text) {
  if (!takeChar(text, 'P') || text.empty()) {
    return std::nullopt;
  }
  struct Unit {
    char letter;
    bool inTimePart;
    std::int64_t ms;
  };
  constexpr std::array<Unit, 4> kUnits{
      {{'D', false, kDayMs}, {'H', true, kHourMs}, {'M', true, kMinuteMs}, {'S', true, kSecondMs}}};
  constexpr std::int64_t kMostOfAUnit = 10'000'000;  // keeps every product far inside 64 bits
  std::int64_t total = 0;
  std::size_t next = 0;  // units come in order, each at most once
  bool timePart = false;
  bool any = false;
  while (!text.empty()) {
    if (!timePart && takeChar(text, 'T')) {
      timePart = true;
      if (text.empty()) {
        return std::nullopt;
      }
      continue;
    }
    std::int64_t value = 0;
    std::size_t digits = 0;
    while (!text.empty() && text.front() >= '0' && text.front() <= '9') {
      value = value * 10 + (text.front() - '0');
      if (value > kMostOfAUnit) {
        return std::nullopt;
      }
      ++digits;
      text.remove_prefix(1);
    }
    std::int64_t fractionMs = 0;
    const bool fractional = takeChar(text, '.');
    if (fractional) {
      const auto fraction = takeFraction(text);
      if (!fraction) {
        return std::nullopt;
      }
      fractionMs = *fraction;
    }
    if (digits == 0 || text.empty()) {
      return std::nullopt;
    }
    while (next < kUnits.size() &&
           !(kUnits[next].letter == text.front() && kUnits[next].inTimePart == timePart)) {
      ++next;
    }
    if (next == kUnits.size() || (fractional && kUnits[next].letter != 'S')) {
      return std::nullopt;
    }
    total += value * kUnits[next].ms + fractionMs;
    ++next;
    any = true;
    text.remove_prefix(1);
  }
  return any ? std::optional<std::int64_t>{total} : std::nullopt;
}

std::string jakartaDay(UnixMs instant) {
  const CivilTime t = civilFrom(instant + kJakartaOffsetMs);
  return fmt::format("{:04}-{:02}-{:02}", t.year, t.month, t.day);
}

std::string jakartaPeriod(UnixMs instant, int monthsBack) {
  const CivilTime t = civilFrom(instant + kJakartaOffsetMs);
  const int months = t.year * 12 + (t.month - 1) - monthsBack;
  return fmt::format("{:04}{:02}", months / 12, months % 12 + 1);
}

int jakartaMinuteOfDay(UnixMs instant) {
  return static_cast<int>(civilFrom(instant + kJakartaOffsetMs).msOfDay / kMinuteMs);
}

std::string httpDate(UnixMs instant) {
  constexpr std::array<std::string_view, 7> kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array<std::string_view, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const CivilTime t = civilFrom(instant);
  return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT", kDays[static_cast<std::size_t>(t.weekday)],
                     t.day, kMonths[static_cast<std::size_t>(t.month - 1)], t.year, t.msOfDay / kHourMs,
                     t.msOfDay / kMinuteMs % 60, t.msOfDay / kSecondMs % 60);
}

}  // namespace loket::sandbox

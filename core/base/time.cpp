#include "core/base/time.h"

#include <charconv>
#include <cstdio>

namespace loket {
namespace {

// Days since 1970-01-01 and back, after Howard Hinnant's "chrono-Compatible Low-Level Date Algorithms".
constexpr std::int64_t daysFromCivil(int year, int month, int day) {
  const int y = month <= 2 ? year - 1 : year;
  const int era = (y >= 0 ? y : y - 399) / 400;
  const int yearOfEra = y - era * 400;
  const int dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
  const int dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
  return static_cast<std::int64_t>(era) * 146097 + dayOfEra - 719468;
}

constexpr BusinessDate civilFromDays(std::int64_t days) {
  const std::int64_t z = days + 719468;
  const std::int64_t era = (z >= 0 ? z : z - 146096) / 146097;
  const int dayOfEra = static_cast<int>(z - era * 146097);
  const int yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146096) / 365;
  const int dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
  const int mp = (5 * dayOfYear + 2) / 153;
  const int day = dayOfYear - (153 * mp + 2) / 5 + 1;
  const int month = mp < 10 ? mp + 3 : mp - 9;
  const int year = static_cast<int>(era * 400) + yearOfEra + (month <= 2 ? 1 : 0);
  return {year, month, day};
}

constexpr std::int64_t kDayMs = 86'400'000;

std::int64_t floorDiv(std::int64_t a, std::int64_t b) {
  const std::int64_t q = a / b;
  return (a % b < 0) ? q - 1 : q;
}

bool readDigits(std::string_view& text, std::size_t count, int& out) {
  if (text.size() < count)
    return false;
  out = 0;
  for (std::size_t i = 0; i < count; ++i) {
    if (text[i] < '0' || text[i] > '9')
      return false;
    out = out * 10 + (text[i] - '0');
  }
  text.remove_prefix(count);
  return true;
}

bool readChar(std::string_view& text, char c) {
  if (text.empty() || text.front() != c)
    return false;
  text.remove_prefix(1);
  return true;
}

constexpr int daysInMonth(int year, int month) {
  constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return month == 2 && leap ? 29 : kDays[month - 1];
}

}  // namespace

CivilTime civilAt(Instant t, Duration utcOffset) {
  const std::int64_t local = t.ms + utcOffset.ms;
  const std::int64_t days = floorDiv(local, kDayMs);
  const auto rest = static_cast<int>(local - days * kDayMs);
  CivilTime civil;
  civil.date = civilFromDays(days);
  civil.hour = rest / 3'600'000;
  civil.minute = rest / 60'000 % 60;
  civil.second = rest / 1000 % 60;
  civil.millisecond = rest % 1000;
  return civil;
}

Instant instantOf(const CivilTime& c, Duration utcOffset) {
  const std::int64_t days = daysFromCivil(c.date.year, c.date.month, c.date.day);
  const std::int64_t ms =
      ((static_cast<std::int64_t>(c.hour) * 60 + c.minute) * 60 + c.second) * 1000 + c.millisecond;
  return {days * kDayMs + ms - utcOffset.ms};
}

BusinessDate businessDateOf(Instant t) { return civilAt(t).date; }

MinuteOfDay minuteOfDayAt(Instant t) {
  const CivilTime c = civilAt(t);
  return {c.hour * 60 + c.minute};
}

std::string toRfc3339(Instant t, Duration utcOffset) {
  const CivilTime c = civilAt(t, utcOffset);
  char buffer[64];
  int n = std::snprintf(buffer, sizeof buffer, "%04d-%02d-%02dT%02d:%02d:%02d", c.date.year, c.date.month,
                        c.date.day, c.hour, c.minute, c.second);
  std::string text(buffer, static_cast<std::size_t>(n));
  if (c.millisecond != 0) {
    n = std::snprintf(buffer, sizeof buffer, ".%03d", c.millisecond);
    text.append(buffer, static_cast<std::size_t>(n));
  }
  const std::int64_t minutes = utcOffset.ms / 60'000;
  const std::int64_t magnitude = minutes < 0 ? -minutes : minutes;
  n = std::snprintf(buffer, sizeof buffer, "%c%02d:%02d", minutes < 0 ? '-' : '+',
                    static_cast<int>(magnitude / 60), static_cast<int>(magnitude % 60));
  text.append(buffer, static_cast<std::size_t>(n));
  return text;
}

std::optional<Instant> parseRfc3339(std::string_view text) {
  CivilTime c;
  if (!readDigits(text, 4, c.date.year) || !readChar(text, '-') || !readDigits(text, 2, c.date.month) ||
      !readChar(text, '-') || !readDigits(text, 2, c.date.day))
    return std::nullopt;
  if (!readChar(text, 'T') && !readChar(text, 't') && !readChar(text, ' '))
    return std::nullopt;
  if (!readDigits(text, 2, c.hour) || !readChar(text, ':') || !readDigits(text, 2, c.minute) ||
      !readChar(text, ':') || !readDigits(text, 2, c.second))
    return std::nullopt;
  if (c.date.month < 1 || c.date.month > 12 || c.date.day < 1 ||
      c.date.day > daysInMonth(c.date.year, c.date.month) || c.hour > 23 || c.minute > 59 || c.second > 60)
    return std::nullopt;
  if (readChar(text, '.')) {
    int scale = 100;
    int digits = 0;
    while (!text.empty() && text.front() >= '0' && text.front() <= '9') {
      c.millisecond += (text.front() - '0') * scale;
      scale /= 10;
      ++digits;
      text.remove_prefix(1);
    }
    if (digits == 0)
      return std::nullopt;
  }
  if (text == "Z" || text == "z")
    return instantOf(c, Duration{});
  if (text.size() != 6)
    return std::nullopt;
  const int sign = text.front() == '-' ? -1 : text.front() == '+' ? 1 : 0;
  text.remove_prefix(1);
  int hours = 0;
  int minutes = 0;
  if (sign == 0 || !readDigits(text, 2, hours) || !readChar(text, ':') || !readDigits(text, 2, minutes) ||
      hours > 23 || minutes > 59)
    return std::nullopt;
  return instantOf(c, Duration::minutes(sign * (hours * 60 + minutes)));
}

std::optional<Instant> parseHttpDate(std::string_view text) {
  constexpr std::string_view kMonths = "JanFebMarAprMayJunJulAugSepOctNovDec";
  constexpr std::size_t kDaySize = 5;  // "Sun, "
  if (text.size() < kDaySize || text[3] != ',' || text[4] != ' ')
    return std::nullopt;
  text.remove_prefix(kDaySize);
  CivilTime c;
  if (!readDigits(text, 2, c.date.day) || !readChar(text, ' ') || text.size() < 3)
    return std::nullopt;
  const std::size_t month = kMonths.find(text.substr(0, 3));
  if (month == std::string_view::npos || month % 3 != 0)
    return std::nullopt;
  c.date.month = static_cast<int>(month / 3) + 1;
  text.remove_prefix(3);
  if (!readChar(text, ' ') || !readDigits(text, 4, c.date.year) || !readChar(text, ' ') ||
      !readDigits(text, 2, c.hour) || !readChar(text, ':') || !readDigits(text, 2, c.minute) || !readChar(text, ':') ||
      !readDigits(text, 2, c.second) || text != " GMT")
    return std::nullopt;
  if (c.date.day < 1 || c.date.day > daysInMonth(c.date.year, c.date.month) || c.hour > 23 || c.minute > 59 ||
      c.second > 60)
    return std::nullopt;
  return instantOf(c, Duration{});
}

std::string toIso(const BusinessDate& d) {
  char buffer[40];
  const int n = std::snprintf(buffer, sizeof buffer, "%04d-%02d-%02d", d.year, d.month, d.day);
  return {buffer, static_cast<std::size_t>(n)};
}

std::optional<BusinessDate> parseIsoDate(std::string_view text) {
  BusinessDate d;
  if (!readDigits(text, 4, d.year) || !readChar(text, '-') || !readDigits(text, 2, d.month) ||
      !readChar(text, '-') || !readDigits(text, 2, d.day) || !text.empty())
    return std::nullopt;
  if (d.month < 1 || d.month > 12 || d.day < 1 || d.day > daysInMonth(d.year, d.month))
    return std::nullopt;
  return d;
}

std::optional<Duration> parseIsoDuration(std::string_view text) {
  if (!readChar(text, 'P') || text.empty())
    return std::nullopt;
  Duration total;
  bool inTime = false;
  bool any = false;
  while (!text.empty()) {
    if (!inTime && readChar(text, 'T')) {
      inTime = true;
      any = false;  // something must follow
      continue;
    }
    std::int64_t number = 0;
    const auto parsed = std::from_chars(text.data(), text.data() + text.size(), number);
    if (parsed.ec != std::errc() || number < 0 || number > 1'000'000'000)
      return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(parsed.ptr - text.data()));
    if (!inTime && readChar(text, 'D'))
      total = total + Duration::days(number);
    else if (inTime && readChar(text, 'H'))
      total = total + Duration::hours(number);
    else if (inTime && readChar(text, 'M'))
      total = total + Duration::minutes(number);
    else if (inTime && readChar(text, 'S'))
      total = total + Duration::seconds(number);
    else
      return std::nullopt;
    any = true;
  }
  if (!any)
    return std::nullopt;
  return total;
}

std::string toIso(Duration d) {
  const std::int64_t seconds = d.ms / 1000;
  if (seconds % 3600 == 0)
    return "PT" + std::to_string(seconds / 3600) + "H";
  if (seconds % 60 == 0)
    return "PT" + std::to_string(seconds / 60) + "M";
  return "PT" + std::to_string(seconds) + "S";
}

}  // namespace loket

#include "core/adapters/upstream/json_fields.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "core/base/text.h"

namespace loket::adapters::upstream {
namespace {

using nlohmann::json;

// Answers have three or four levels. A tree is copied and written with a call for each level, so that one that is
// deep enough would end the process.
constexpr int kLevelsMax = 64;

bool isAscii(char c) {
  return static_cast<unsigned char>(c) < 0x80;
}

bool isTooDeep(std::string_view text) {
  int levels = 0;
  bool inString = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (inString) {
      if (c == '\\')
        ++i;
      else if (c == '"')
        inString = false;
    } else if (c == '"') {
      inString = true;
    } else if (c == '[' || c == '{') {
      if (++levels > kLevelsMax)
        return true;
    } else if (c == ']' || c == '}') {
      --levels;
    }
  }
  return false;
}

json parseOnce(const std::string& text) {
  json value = json::parse(text, nullptr, /*allow_exceptions=*/false);
  return value.is_discarded() ? json() : value;
}

std::optional<std::int64_t> wholeFrom(double number) {
  if (!std::isfinite(number) || std::abs(number) > static_cast<double>(Money::kMaxRupiah))
    return std::nullopt;
  return std::llround(number);
}

std::optional<std::int64_t> wholeFrom(std::string_view written) {
  const std::string text = trimmed(written);
  const std::size_t dot = text.find('.');
  const std::string_view whole = std::string_view(text).substr(0, dot);
  // Only zeros after a point: "1.500" may mean one and a half thousand, and nobody guesses about money.
  if (dot != std::string::npos) {
    const std::string_view cents = std::string_view(text).substr(dot + 1);
    if (cents.empty() || cents.size() > 2 || cents.find_first_not_of('0') != std::string_view::npos)
      return std::nullopt;
  }
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(whole.data(), whole.data() + whole.size(), value);
  if (error != std::errc() || end != whole.data() + whole.size())
    return std::nullopt;
  return value;
}

}  // namespace

json parsed(const std::string& text) {
  if (isTooDeep(text))
    return {};
  json value = parseOnce(text);
  if (!value.is_null() || std::all_of(text.begin(), text.end(), isAscii))
    return value;
  std::string plain = text;
  std::replace_if(
      plain.begin(), plain.end(), [](char c) { return !isAscii(c); }, '?');
  return parseOnce(plain);
}

const json& at(const json& value, const char* key) {
  static const json kNothing;
  if (!value.is_object())
    return kNothing;
  const auto found = value.find(key);
  return found == value.end() ? kNothing : *found;
}

std::string textAt(const json& value, const char* key) {
  const json& field = at(value, key);
  return field.is_string() ? field.get<std::string>() : std::string();
}

std::string scalarAt(const json& value, const char* key) {
  const json& field = at(value, key);
  if (field.is_string())
    return trimmed(field.get<std::string>());
  if (field.is_number_unsigned())
    return std::to_string(field.get<std::uint64_t>());
  return field.is_number_integer() ? std::to_string(field.get<std::int64_t>()) : std::string();
}

std::optional<std::int64_t> wholeAt(const json& value, const char* key) {
  const json& field = at(value, key);
  if (field.is_number_unsigned() && field.get<std::uint64_t>() > std::uint64_t{INT64_MAX})
    return std::nullopt;
  if (field.is_number_integer())
    return field.get<std::int64_t>();
  if (field.is_number_float())
    return wholeFrom(field.get<double>());
  return field.is_string() ? wholeFrom(std::string_view(field.get_ref<const std::string&>())) : std::nullopt;
}

std::optional<Money> moneyAt(const json& value, const char* key) {
  const std::optional<std::int64_t> whole = wholeAt(value, key);
  return whole ? Money::outside(*whole) : std::nullopt;
}

bool flagAt(const json& value, const char* key, bool absent) {
  const json& field = at(value, key);
  if (field.is_boolean())
    return field.get<bool>();
  const std::string text = toLower(scalarAt(value, key));
  if (text == "true" || text == "1")
    return true;
  return text == "false" || text == "0" ? false : absent;
}

std::string sentence(std::string_view text, std::size_t bytesMax) {
  std::string shown;
  const std::string_view kept = text.substr(0, bytesMax);
  for (std::size_t i = 0; i < kept.size(); ++i) {
    const auto byte = static_cast<unsigned char>(kept[i]);
    // The second set of control characters has two bytes: U+009B begins what a terminal obeys, as ESC [ does.
    if (byte == 0xC2 && i + 1 < kept.size() && static_cast<unsigned char>(kept[i + 1]) < 0xA0)
      ++i;
    else if (byte >= 0x20 && byte != 0x7f)
      shown.push_back(kept[i]);
  }
  // A cut may have split a letter: drop the incomplete end.
  if (text.size() > bytesMax) {
    while (!shown.empty() && (static_cast<unsigned char>(shown.back()) & 0xC0) == 0x80) shown.pop_back();
    if (!shown.empty() && !isAscii(shown.back()))
      shown.pop_back();
  }
  return trimmed(shown);
}

}  // namespace loket::adapters::upstream

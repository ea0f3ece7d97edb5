#include "tests/fuzz/answers.h"

#include <algorithm>
#include <cstdint>

#include "core/base/text.h"
#include "tests/fuzz/target.h"

namespace loket::fuzz {

using nlohmann::json;

namespace {
// Judges copy what they read, and copying goes down a level at a time.
bool isTooDeep(std::string_view bytes) {
  constexpr std::ptrdiff_t kLevelsMax = 1000;
  return std::count(bytes.begin(), bytes.end(), '[') + std::count(bytes.begin(), bytes.end(), '{') >
         kLevelsMax;
}
}  // namespace

json answerIn(std::string_view bytes) {
  if (isTooDeep(bytes))
    return {};
  json read = json::parse(bytes, nullptr, false);
  if (!read.is_discarded())
    return read;
  std::string plain(bytes);
  std::replace_if(
      plain.begin(), plain.end(), [](char c) { return (static_cast<unsigned char>(c) & 0x80U) != 0; }, '?');
  read = json::parse(plain, nullptr, false);
  return read.is_discarded() ? json() : read;
}

const json& member(const json& value, const char* key) {
  static const json kNothing;
  if (!value.is_object() || !value.contains(key))
    return kNothing;
  return value.at(key);
}

bool says(const json& value, const char* key, std::string_view text) {
  const json& found = member(value, key);
  return found.is_string() && found.get_ref<const std::string&>() == text;
}

bool repeats(const json& value, const char* key, std::string_view text) {
  const json& found = member(value, key);
  if (!found.is_string())
    return found.is_number_integer() && found.dump() == text;
  return trimmed(found.get_ref<const std::string&>()) == text;
}

bool isAbsent(const json& value, const char* key) {
  return member(value, key).is_null();
}

StatusAndBody statusAndBody(std::string_view bytes) {
  const std::size_t end = bytes.find('\n');
  if (end != 3 || bytes.substr(0, 3).find_first_not_of("0123456789") != std::string_view::npos)
    return {200, std::string(bytes)};
  return {(bytes[0] - '0') * 100 + (bytes[1] - '0') * 10 + (bytes[2] - '0'), std::string(bytes.substr(4))};
}

bool isShowable(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const std::size_t more = lead < 0x80 ? 0 : lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : 1;
    if ((lead >= 0x80 && lead < 0xC2) || lead > 0xF4 || i + more >= text.size())
      return false;
    std::uint32_t letter = more == 0 ? lead : lead & (0x3FU >> more);
    for (std::size_t k = 1; k <= more; ++k) {
      const auto next = static_cast<unsigned char>(text[i + k]);
      if ((next & 0xC0U) != 0x80U)
        return false;
      letter = letter << 6U | (next & 0x3FU);
    }
    // The shortest form, no halves of pairs, nothing behind the last letter.
    constexpr std::uint32_t kShortest[] = {0, 0x80, 0x800, 0x10000};
    if (letter < kShortest[more] || (letter >= 0xD800 && letter < 0xE000) || letter > 0x10FFFF)
      return false;
    if (letter < 0x20 || (letter >= 0x7F && letter < 0xA0))
      return false;
    i += more + 1;
  }
  return true;
}

void holdsOfVerdict(const Verdict& verdict) {
  constexpr std::size_t kLongest = 200;
  // Nothing that was answered was not sent.
  LOKET_HOLDS(verdict.kind != VerdictKind::NotSent);
  LOKET_HOLDS(isShowable(verdict.code));
  LOKET_HOLDS(isShowable(verdict.message) && verdict.message.size() <= kLongest);
  LOKET_HOLDS(isShowable(verdict.serial) && verdict.serial.size() <= kLongest);
  for (const auto& [name, value] : verdict.details)
    LOKET_HOLDS(isShowable(name) && isShowable(value) && value.size() <= kLongest && !value.empty());
  LOKET_HOLDS(!verdict.cost.isNegative());
  LOKET_HOLDS(verdict.token.empty() || (verdict.token.size() == 20 &&
                                        verdict.token.find_first_not_of("0123456789") == std::string::npos));
  if (verdict.kind != VerdictKind::Succeeded)
    LOKET_HOLDS(verdict.serial.empty() && verdict.token.empty() && verdict.cost.isZero());
  LOKET_HOLDS(verdict.elsewhere == Elsewhere::No || verdict.kind != VerdictKind::Succeeded);
}

}  // namespace loket::fuzz

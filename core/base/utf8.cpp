#include "core/base/utf8.h"

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>

namespace loket {
namespace {

struct CodePoint {
  char32_t code = 0;
  std::size_t bytes = 0;
};

// The first of these bytes, which are not empty; nothing where they are no text.
std::optional<CodePoint> firstOf(std::string_view bytes) {
  const auto first = static_cast<unsigned char>(bytes[0]);
  std::size_t more = 0;
  char32_t code = first;
  char32_t least = 0;
  if (first >= 0xf0 && first < 0xf5) {
    more = 3;
    code = first & 0x07U;
    least = 0x10000;
  } else if (first >= 0xe0 && first < 0xf0) {
    more = 2;
    code = first & 0x0fU;
    least = 0x800;
  } else if (first >= 0xc2 && first < 0xe0) {
    more = 1;
    code = first & 0x1fU;
    least = 0x80;
  } else if (first >= 0x80) {
    return std::nullopt;
  }
  if (bytes.size() <= more)
    return std::nullopt;
  for (std::size_t k = 1; k <= more; ++k) {
    const auto next = static_cast<unsigned char>(bytes[k]);
    if ((next & 0xc0U) != 0x80U)
      return std::nullopt;
    code = (code << 6U) | (next & 0x3fU);
  }
  if (code < least || code > 0x10ffff || (code >= 0xd800 && code < 0xe000))
    return std::nullopt;
  return CodePoint{code, more + 1};
}

// How many of the first bytes are ASCII, of eight at a time: nearly all that is written down is.
std::size_t asciiAtFront(std::string_view bytes) {
  constexpr std::uint64_t kHighBits = 0x8080808080808080U;
  std::size_t count = 0;
  for (std::uint64_t eight = 0; count + sizeof eight <= bytes.size(); count += sizeof eight) {
    std::memcpy(&eight, bytes.data() + count, sizeof eight);
    if ((eight & kHighBits) != 0)
      break;
  }
  while (count < bytes.size() && static_cast<unsigned char>(bytes[count]) < 0x80) ++count;
  return count;
}

// Controls of both sets, what ends a line or a paragraph, and what turns the direction of writing.
bool steers(char32_t code) {
  return code < 0x20 || (code >= 0x7f && code < 0xa0) || code == 0x61c || code == 0x200e || code == 0x200f ||
         (code >= 0x2028 && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069) || code == 0xfeff;
}

}  // namespace

bool isUtf8(std::string_view bytes) {
  while (true) {
    bytes.remove_prefix(asciiAtFront(bytes));
    if (bytes.empty())
      return true;
    const auto one = firstOf(bytes);
    if (!one)
      return false;
    bytes.remove_prefix(one->bytes);
  }
}

std::string shownText(std::string_view bytes, Lines lines) {
  std::string out;
  out.reserve(bytes.size());
  while (!bytes.empty()) {
    const auto one = firstOf(bytes);
    if (!one) {
      out.push_back('?');
      bytes.remove_prefix(1);
      continue;
    }
    const bool isOurs = lines == Lines::Many && (one->code == '\n' || one->code == '\t');
    if (steers(one->code) && !isOurs)
      out.push_back(' ');
    else
      out.append(bytes.substr(0, one->bytes));
    bytes.remove_prefix(one->bytes);
  }
  return out;
}

}  // namespace loket

#include "core/base/base64.h"

#include <algorithm>
#include <cstdint>

namespace loket {
namespace {

constexpr std::string_view kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

}  // namespace

std::string toBase64(std::string_view bytes) {
  std::string out;
  out.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const std::size_t count = std::min<std::size_t>(3, bytes.size() - i);
    std::uint32_t group = 0;
    for (std::size_t k = 0; k < 3; ++k)
      group = (group << 8U) | (k < count ? static_cast<unsigned char>(bytes[i + k]) : 0U);
    for (std::size_t k = 0; k < 4; ++k)
      out.push_back(k <= count ? kLetters[(group >> (18U - 6U * k)) & 0x3FU] : '=');
  }
  return out;
}

std::optional<std::string> fromBase64(std::string_view text) {
  if (text.size() % 4 != 0)
    return std::nullopt;
  std::string out;
  for (std::size_t i = 0; i < text.size(); i += 4) {
    std::uint32_t group = 0;
    std::size_t letters = 0;
    for (std::size_t k = 0; k < 4; ++k) {
      const char c = text[i + k];
      const auto at = kLetters.find(c);
      if (at != std::string_view::npos && letters == k)
        ++letters;
      else if (c != '=' || i + 4 != text.size() || k < 2)
        return std::nullopt;
      group = (group << 6U) | (at == std::string_view::npos ? 0U : static_cast<std::uint32_t>(at));
    }
    // The bits that no byte needs are zero: one text for one value.
    const unsigned unused = static_cast<unsigned>(4 - letters) * 8U;
    if ((group & ((1U << unused) - 1U)) != 0)
      return std::nullopt;
    for (std::size_t k = 0; k + 1 < letters; ++k)
      out.push_back(static_cast<char>((group >> (16U - 8U * k)) & 0xFFU));
  }
  return out;
}

}  // namespace loket

#include "core/domain/identity/logo.h"

#include <algorithm>
#include <charconv>

#include "core/base/base64.h"

namespace loket {
namespace {

bool fitsPaper(int width, int height) {
  return width >= 1 && width <= kLogoWidthMax && height >= 1 && height <= kLogoHeightMax;
}

bool isAllLight(const Logo& logo) {
  return std::all_of(logo.dots.begin(), logo.dots.end(), [](char c) { return c == '\0'; });
}

// The figures of a PBM's head stand between white space; a comment runs to the end of its line.
std::optional<int> takeFigure(std::string_view& head) {
  const auto isBlank = [](char c) { return c == ' ' || (c >= '\t' && c <= '\r'); };
  while (!head.empty() && (isBlank(head.front()) || head.front() == '#')) {
    if (head.front() == '#')
      head.remove_prefix(std::min(head.find('\n'), head.size()));
    else
      head.remove_prefix(1);
  }
  int figure = 0;
  const auto read = std::from_chars(head.data(), head.data() + head.size(), figure);
  if (read.ec != std::errc())
    return std::nullopt;
  head.remove_prefix(static_cast<std::size_t>(read.ptr - head.data()));
  return figure;
}

}  // namespace

std::optional<Logo> ditheredLogo(const std::vector<std::uint8_t>& grey, int width, int height) {
  if (!fitsPaper(width, height) ||
      grey.size() != static_cast<std::size_t>(width) * static_cast<std::size_t>(height))
    return std::nullopt;
  Logo logo{width, height, {}};
  const auto across = static_cast<std::size_t>(logo.bytesAcross());
  logo.dots.assign(across * static_cast<std::size_t>(height), '\0');
  // What is owed to the dots of this row and of the next, with one beyond each edge; in sixteenths.
  std::vector<int> owed(static_cast<std::size_t>(width) + 2, 0);
  std::vector<int> below(owed.size(), 0);
  for (std::size_t y = 0; y < static_cast<std::size_t>(height); ++y) {
    std::fill(below.begin(), below.end(), 0);
    for (std::size_t x = 0; x < static_cast<std::size_t>(width); ++x) {
      const int wanted = grey[y * static_cast<std::size_t>(width) + x] + owed[x + 1] / 16;
      const bool isDark = wanted < 128;
      if (isDark) {
        char& byte = logo.dots[y * across + x / 8];
        byte = static_cast<char>(static_cast<unsigned char>(byte) | (0x80U >> (x % 8)));
      }
      const int error = wanted - (isDark ? 0 : 255);
      owed[x + 2] += error * 7;
      below[x] += error * 3;
      below[x + 1] += error * 5;
      below[x + 2] += error;
    }
    std::swap(owed, below);
  }
  if (isAllLight(logo))
    return std::nullopt;
  return logo;
}

std::string textOf(const Logo& logo) {
  return toBase64("P4\n" + std::to_string(logo.width) + " " + std::to_string(logo.height) + "\n" + logo.dots);
}

std::optional<Logo> logoFrom(std::string_view text) {
  const auto bytes = fromBase64(text);
  if (!bytes || !bytes->starts_with("P4"))
    return std::nullopt;
  std::string_view rest = std::string_view(*bytes).substr(2);
  const auto width = takeFigure(rest);
  const auto height = takeFigure(rest);
  if (!width || !height || !fitsPaper(*width, *height) || rest.empty())
    return std::nullopt;
  rest.remove_prefix(1);
  Logo logo{*width, *height, std::string(rest)};
  const auto across = static_cast<std::size_t>(logo.bytesAcross());
  if (logo.dots.size() != across * static_cast<std::size_t>(logo.height))
    return std::nullopt;
  // What stands beyond the width is nobody's.
  if (logo.width % 8 != 0)
    for (std::size_t at = across - 1; at < logo.dots.size(); at += across)
      logo.dots[at] =
          static_cast<char>(static_cast<unsigned char>(logo.dots[at]) & (0xFF00U >> (logo.width % 8)));
  if (isAllLight(logo))
    return std::nullopt;
  return logo;
}

}  // namespace loket

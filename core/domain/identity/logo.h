// The shop's mark on its paper: dots, dark or light and nothing between.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace loket {

// What every paper has room for (58 mm), and what is not paper for nothing: 48 by 30 mm.
inline constexpr int kLogoWidthMax = 384;
inline constexpr int kLogoHeightMax = 240;

struct Logo {
  int width = 0;
  int height = 0;
  std::string dots;  // row by row, bytesAcross() bytes each: the leftmost dot is the highest bit, 1 is dark

  int bytesAcross() const { return (width + 7) / 8; }
  bool isDark(int x, int y) const {
    const auto at = static_cast<std::size_t>(y) * static_cast<std::size_t>(bytesAcross()) +
                    static_cast<std::size_t>(x / 8);
    return (static_cast<unsigned char>(dots[at]) >> (7 - x % 8) & 1) != 0;
  }
};

// Out of greys, row by row, 0 black to 255 white: the error of every dot is handed on to its neighbours
// (Floyd and Steinberg), so that a photograph stays one. Nothing when the sizes do not fit each other or the
// paper, or all of it is light.
std::optional<Logo> ditheredLogo(const std::vector<std::uint8_t>& grey, int width, int height);

// As it is configured and kept: a raw PBM (P4) in base64. Nothing for what is none, or larger than the paper
// has room for.
std::string textOf(const Logo& logo);
std::optional<Logo> logoFrom(std::string_view text);

}  // namespace loket

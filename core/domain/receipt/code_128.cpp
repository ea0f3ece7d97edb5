#include <algorithm>
#include <array>
#include <cstddef>

#include "core/domain/receipt/codes.h"

namespace loket::receipt {
namespace {

constexpr std::size_t kLongest = 60;
constexpr std::size_t kSymbolModules = 11;
constexpr std::size_t kStopModules = 13;
constexpr std::size_t kStartB = 104;
constexpr std::size_t kStop = 106;
constexpr std::size_t kCheckBase = 103;

// Widths of bars and spaces in turn, bars first, by the value of the symbol.
constexpr std::array<std::string_view, 107> kWidths = {
    "212222", "222122", "222221", "121223", "121322", "131222", "122213", "122312", "132212", "221213", "221312",
    "231212", "112232", "122132", "122231", "113222", "123122", "123221", "223211", "221132", "221231", "213212",
    "223112", "312131", "311222", "321122", "321221", "312212", "322112", "322211", "212123", "212321", "232121",
    "111323", "131123", "131321", "112313", "132113", "132311", "211313", "231113", "231311", "112133", "112331",
    "132131", "113123", "113321", "133121", "313121", "211331", "231131", "213113", "213311", "213131", "311123",
    "311321", "331121", "312113", "312311", "332111", "314111", "221411", "431111", "111224", "111422", "121124",
    "121421", "141122", "141221", "112214", "112412", "122114", "122411", "142112", "142211", "241211", "221114",
    "413111", "241112", "134111", "111242", "121142", "121241", "114212", "124112", "124211", "411212", "421112",
    "421211", "212141", "214121", "412121", "111143", "111341", "131141", "114113", "114311", "411113", "411311",
    "113141", "114131", "311141", "411131", "211412", "211214", "211232", "2331112"};

void appendSymbol(std::vector<bool>& row, std::size_t value) {
  bool dark = true;
  for (const char width : kWidths[value]) {
    row.insert(row.end(), static_cast<std::size_t>(width - '0'), dark);
    dark = !dark;
  }
}

}  // namespace

int barcodeSize(std::string_view text) {
  const bool fits = !text.empty() && text.size() <= kLongest &&
                    std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x20 && c <= 0x7E; });
  return fits ? static_cast<int>(kSymbolModules * (text.size() + 2) + kStopModules) : 0;
}

std::optional<Modules> barcodeModules(std::string_view text) {
  const int size = barcodeSize(text);
  if (size == 0)
    return std::nullopt;
  Modules made{size, 1, {}};
  made.dark.reserve(static_cast<std::size_t>(size));
  appendSymbol(made.dark, kStartB);
  std::size_t check = kStartB;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto value = static_cast<std::size_t>(text[i] - ' ');
    check += (i + 1) * value;
    appendSymbol(made.dark, value);
  }
  appendSymbol(made.dark, check % kCheckBase);
  appendSymbol(made.dark, kStop);
  return made;
}

}  // namespace loket::receipt

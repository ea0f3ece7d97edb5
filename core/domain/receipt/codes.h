// QR codes and Code 128 as dark and light, for every paper that is drawn dot by dot: a raster for the printer, the
// paper on the screen. Which module is dark is the standards' (ISO/IEC 18004 and 15417); nothing here knows printers.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

namespace loket::receipt {

// Without the quiet zone around it.
struct Modules {
  int width = 0;
  int height = 0;
  std::vector<bool> dark;  // row by row

  bool isDark(int x, int y) const {
    return dark[static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x)];
  }
};

// Light modules that a reader needs around the code.
inline constexpr int kQrQuiet = 4;
inline constexpr int kBarcodeQuiet = 10;

// Modules across the smallest QR code (model 2, bytes, error correction M) that holds `text`; 0 when it is empty or
// longer than version 20 holds (666 bytes), which no receipt is wide enough for.
int qrSize(std::string_view text);
std::optional<Modules> qrModules(std::string_view text);

// Modules across a Code 128 (set B) of `text`; 0 when it is empty, longer than 60 or not printable ASCII.
int barcodeSize(std::string_view text);
// One row; whoever draws it decides how high.
std::optional<Modules> barcodeModules(std::string_view text);

}  // namespace loket::receipt

// The shop as its receipts and its upstreams know it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace loket {

// More than this on every paper is paper for nothing.
inline constexpr std::size_t kShopLinesMax = 6;
inline constexpr std::size_t kShopLineMax = 160;

// Letters, at least one of them, and nothing that is none.
bool isShopLine(std::string_view line);

struct Outlet {
  std::string id;
  std::string name;
  std::string address;
  std::string zone = "Asia/Jakarta";
  // What the shop says on everything it prints: above, under its address, and at the very end.
  std::vector<std::string> header = {};
  std::vector<std::string> footer = {};
  std::string logo = {};  // over its name on all paper, as logoFrom() reads it; empty: none
  // No real money: every upstream is on this computer. The screen and all paper say so.
  bool training = false;
};

}  // namespace loket

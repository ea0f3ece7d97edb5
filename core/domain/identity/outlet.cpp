#include "core/domain/identity/outlet.h"

#include <algorithm>

#include "core/base/text.h"

namespace loket {

bool isShopLine(std::string_view line) {
  const bool isPlain = std::none_of(line.begin(), line.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7F;
  });
  return isPlain && !trimmed(line).empty() && line.size() <= kShopLineMax;
}

}  // namespace loket

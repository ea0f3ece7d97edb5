// A QRIS code's text (EMVCo merchant-presented, ppob-domain 4.1) as far as a counter must understand it: what is shown to a
// customer has to be whole, and for the sum that was asked for.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/domain/money/money.h"

namespace loket {

// CRC-16/CCITT-FALSE: "123456789" gives 0x29B1.
std::uint16_t crc16(std::string_view bytes);

struct Qris {
  std::optional<Money> amount;  // none in a static code
  std::string merchant;
  std::string city;
};

// Nothing unless the tags fill the text, the checksum at its end is right, the currency is rupiah and an amount that is
// there is whole rupiah.
std::optional<Qris> readQris(std::string_view text);

}  // namespace loket

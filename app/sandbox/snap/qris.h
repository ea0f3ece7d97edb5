// The text of a dynamic QRIS code: EMVCo's tags in ascending order, each with its length, closed by a CRC.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace loket::sandbox::snap {

struct QrisOrder {
  std::int64_t amount = 0;
  std::string reference;   // shows up at the payer and in disputes; at most 25 characters are kept
  std::string terminalId;  // may be empty
};

constexpr const char* kMerchantId = "00007100010926";  // the standard's sample
constexpr const char* kMerchantName = "WARUNG BU SRI";

std::string qrisText(const QrisOrder& order);
std::string crc16Text(std::string_view bytes);  // CRC-16/CCITT-FALSE, four upper-case hex digits

}  // namespace loket::sandbox::snap

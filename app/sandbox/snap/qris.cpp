#include "app/sandbox/snap/qris.h"

#include <stdexcept>

#include <fmt/core.h>

namespace loket::sandbox::snap {
namespace {

std::string tag(int number, const std::string& value) {
  constexpr std::size_t kLongest = 99;
  if (value.size() > kLongest) {
    throw std::length_error("a QRIS value is too long");
  }
  return fmt::format("{:02}{:02}{}", number, value.size(), value);
}

// The last digit of a primary account number, so that mistyped ones are noticed (Luhn).
char checkDigit(std::string_view digits) {
  int sum = 0;
  bool doubled = true;
  for (auto it = digits.rbegin(); it != digits.rend(); ++it) {
    const int digit = (*it - '0') * (doubled ? 2 : 1);
    sum += digit > 9 ? digit - 9 : digit;
    doubled = !doubled;
  }
  return static_cast<char>('0' + (10 - sum % 10) % 10);
}

std::string merchantPan() {
  std::string digits = "93600008";  // Indonesia's issuers, then this bank
  digits += std::string(kMerchantId).substr(4, 10);
  return digits + checkDigit(digits);
}

}  // namespace

std::string crc16Text(std::string_view bytes) {
  unsigned int crc = 0xFFFFU;
  for (const char c : bytes) {
    crc ^= static_cast<unsigned int>(static_cast<unsigned char>(c)) << 8U;
    for (int bit = 0; bit < 8; ++bit) {
      crc = ((crc & 0x8000U) != 0 ? (crc << 1U) ^ 0x1021U : crc << 1U) & 0xFFFFU;
    }
  }
  return fmt::format("{:04X}", crc);
}

std::string qrisText(const QrisOrder& order) {
  constexpr std::size_t kReferenceLength = 25;
  const std::string reference = order.reference.size() > kReferenceLength
                                    ? order.reference.substr(order.reference.size() - kReferenceLength)
                                    : order.reference;
  std::string text = tag(0, "01") + tag(1, "12");
  text +=
      tag(26, tag(0, "ID.CO.BANKLATIHAN.WWW") + tag(1, merchantPan()) + tag(2, kMerchantId) + tag(3, "UMI"));
  text += tag(51, tag(0, "ID.CO.QRIS.WWW") + tag(2, "ID2026000710926") + tag(3, "UMI"));
  text += tag(52, "4814");
  text += tag(53, "360");
  text += tag(54, std::to_string(order.amount));
  text += tag(58, "ID");
  text += tag(59, kMerchantName);
  text += tag(60, "BANDUNG");
  text += tag(61, "40115");
  text += tag(62, tag(5, reference) + (order.terminalId.empty() ? "" : tag(7, order.terminalId)));
  text += "6304";
  return text + crc16Text(text);
}

}  // namespace loket::sandbox::snap

#include "core/domain/till/qris.h"

#include <algorithm>
#include <map>

#include "core/base/text.h"

namespace loket {
namespace {

constexpr std::size_t kHead = 4;  // two digits of tag, two of length
constexpr std::size_t kTextMax = 512;
constexpr std::string_view kRupiah = "360";

std::optional<std::map<std::string, std::string, std::less<>>> tagsIn(std::string_view text) {
  std::map<std::string, std::string, std::less<>> tags;
  while (!text.empty()) {
    if (text.size() < kHead || !isDigits(std::string(text.substr(0, kHead))))
      return std::nullopt;
    const std::string tag(text.substr(0, 2));
    const auto size = static_cast<std::size_t>((text[2] - '0') * 10 + (text[3] - '0'));
    text.remove_prefix(kHead);
    if (size > text.size() || !tags.emplace(tag, text.substr(0, size)).second)
      return std::nullopt;
    text.remove_prefix(size);
  }
  return tags;
}

std::string inHex(std::uint16_t value) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string hex;
  for (int shift = 12; shift >= 0; shift -= 4) hex.push_back(kDigits[(value >> shift) & 0xF]);
  return hex;
}

std::optional<Money> wholeRupiah(const std::string& text) {
  const std::size_t dot = text.find('.');
  const std::string whole = text.substr(0, dot);
  const std::string part = dot == std::string::npos ? std::string() : text.substr(dot + 1);
  if (!isDigits(whole) || whole.size() > 13 || part.find_first_not_of('0') != std::string::npos)
    return std::nullopt;
  return Money::parse(whole);
}

}  // namespace

std::uint16_t crc16(std::string_view bytes) {
  std::uint32_t crc = 0xFFFF;
  for (const char c : bytes) {
    crc ^= static_cast<std::uint32_t>(static_cast<unsigned char>(c)) << 8;
    for (int bit = 0; bit < 8; ++bit) crc = ((crc & 0x8000) != 0 ? (crc << 1) ^ 0x1021 : crc << 1) & 0xFFFF;
  }
  return static_cast<std::uint16_t>(crc);
}

std::optional<Qris> readQris(std::string_view text) {
  constexpr std::size_t kChecksum = 4;
  constexpr std::string_view kChecksumHead = "6304";
  if (text.size() < kChecksum + kChecksumHead.size() || text.size() > kTextMax)
    return std::nullopt;
  const std::string_view before = text.substr(0, text.size() - kChecksum);
  if (before.substr(before.size() - kChecksumHead.size()) != kChecksumHead ||
      toLower(std::string(text.substr(before.size()))) != toLower(inHex(crc16(before))))
    return std::nullopt;
  const auto tags = tagsIn(text);
  if (!tags || tags->begin()->first != "00" || tags->begin()->second != "01")
    return std::nullopt;
  const auto value = [&tags](std::string_view tag) {
    const auto at = tags->find(tag);
    return at == tags->end() ? std::string() : at->second;
  };
  if (value("53") != kRupiah || value("58") != "ID")
    return std::nullopt;
  Qris qris;
  qris.merchant = value("59");
  qris.city = value("60");
  if (const std::string amount = value("54"); !amount.empty()) {
    qris.amount = wholeRupiah(amount);
    if (!qris.amount)
      return std::nullopt;
  }
  return qris;
}

}  // namespace loket

// Text as somebody writes it who wants a printer, a terminal, a log or a spreadsheet to do something: the same for the same seed.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace loket::test {

class Random {
 public:
  explicit Random(std::uint64_t seed) : m_state(seed * 2 + 1) {}
  std::size_t below(std::size_t n) {
    m_state ^= m_state << 13;
    m_state ^= m_state >> 7;
    m_state ^= m_state << 17;
    return static_cast<std::size_t>((m_state >> 11) % n);
  }

 private:
  std::uint64_t m_state;
};

inline constexpr int kHostile = 100'000;

inline std::string hostile(Random& random) {
  using namespace std::string_literals;
  static const std::vector<std::string> kPieces = {
      "\x1B@"s, "\x1Bp\0\x19\xFA"s, "\x1DV\x42\0"s, "\x1DV\0"s, "\x10\x14\1\0\5"s, "\x10\x04\1"s,
      "\x1B"
      "a\2"s,
      "\x1B!\x30"s, "\x1D!\x77"s, "\x1C&"s, "\x1B"s, "\x1D"s, "\0"s, "\n"s, "\r\n"s, "\f"s, "\t"s, "\x7F"s, "\x18"s, "\xC2\x9B"s,
      "\xC2\x85"s, "\x9B"s, "\xE2\x80\xAE"s, "\xE2\x80\x8F"s, "\xE2\x81\xA6"s, "\xE2\x80\x8B"s, "\xEF\xBB\xBF"s, "\xC0\x9B"s,
      "\xE0\x80\x9B"s, "\xF0\x80\x80\x9B"s, "\xED\xA0\x80"s, "\xF5\x80\x80\x80"s, "\xE2\x82"s, "\xF0\x9F\x98\x80"s, "\xC3\xA9"s,
      "\xE2\x80\xA6"s, "\xC2\xA0"s, "\xE4\xB8\xAD"s, "\xFF\xFE"s, " "s, "   "s, "BUDI"s, "LUNAS"s, ": "s, "Rp1"s, std::string(110, 'W'),
      std::string(40, ' '), "%s%n"s,
      // What a spreadsheet, a shell or a reader of our own files would act upon.
      "=1+1"s, "=cmd|'/C calc'!A0"s, "+62-1"s, "-2+3"s, "@SUM(A1:A9)"s, "\t=1+1"s, "\r=1+1"s, "\"=HYPERLINK(\"\"x\"\")\""s, "\nloket/1\n"s,
      "\nsalt AAAA\n"s, "\n\n"s, "$(id)"s};
  std::string out;
  const std::size_t pieces = random.below(7);
  for (std::size_t i = 0; i < pieces; ++i) {
    if (random.below(3) == 0) {
      for (std::size_t n = random.below(20); n > 0; --n)
        out.push_back(static_cast<char>(random.below(256)));
    } else {
      out += kPieces[random.below(kPieces.size())];
    }
  }
  return out;
}

}  // namespace loket::test

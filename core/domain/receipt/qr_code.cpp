#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <limits>
#include <utility>

#include "core/domain/receipt/codes.h"

namespace loket::receipt {
namespace {

using Bytes = std::vector<std::uint8_t>;

// One version of the symbol at error correction M (ISO/IEC 18004, tables 1, 9 and E.1).
struct Version {
  int codewords;     // data and correction together
  int correction;    // of each block
  int blocks;
  std::array<int, 4> alignment;  // where its small squares stand, both ways; 0 is none
};
constexpr std::array<Version, 20> kVersions = {{{26, 10, 1, {}},
                                                {44, 16, 1, {6, 18}},
                                                {70, 26, 1, {6, 22}},
                                                {100, 18, 2, {6, 26}},
                                                {134, 24, 2, {6, 30}},
                                                {172, 16, 4, {6, 34}},
                                                {196, 18, 4, {6, 22, 38}},
                                                {242, 22, 4, {6, 24, 42}},
                                                {292, 22, 5, {6, 26, 46}},
                                                {346, 26, 5, {6, 28, 50}},
                                                {404, 30, 5, {6, 30, 54}},
                                                {466, 22, 8, {6, 32, 58}},
                                                {532, 22, 9, {6, 34, 62}},
                                                {581, 24, 9, {6, 26, 46, 66}},
                                                {655, 24, 10, {6, 26, 48, 70}},
                                                {733, 28, 10, {6, 26, 50, 74}},
                                                {815, 28, 11, {6, 30, 54, 78}},
                                                {901, 26, 13, {6, 30, 56, 82}},
                                                {991, 26, 14, {6, 30, 58, 86}},
                                                {1085, 26, 16, {6, 34, 62, 90}}}};

int dataBytes(const Version& version) { return version.codewords - version.correction * version.blocks; }

// The length of the text takes eight bits up to version 9, and sixteen from then on.
int lengthBits(int number) { return number < 10 ? 8 : 16; }

// 1 and up; 0 when no version holds it.
int versionFor(std::size_t size) {
  if (size == 0)
    return 0;
  for (int number = 1; number <= static_cast<int>(kVersions.size()); ++number) {
    const int room = dataBytes(kVersions[static_cast<std::size_t>(number - 1)]) * 8 - 4 - lengthBits(number);
    if (size * 8 <= static_cast<std::size_t>(room))
      return number;
  }
  return 0;
}

int sizeOf(int number) { return 17 + 4 * number; }

// ---- The bytes ------------------------------------------------------------------------------------------

class Bits {
 public:
  void put(unsigned value, int count) {
    for (int i = count - 1; i >= 0; --i) {
      if (m_used % 8 == 0)
        m_bytes.push_back(0);
      if (((value >> i) & 1U) != 0)
        m_bytes.back() = static_cast<std::uint8_t>(m_bytes.back() | (0x80U >> (m_used % 8)));
      ++m_used;
    }
  }
  std::size_t used() const { return m_used; }
  Bytes take() { return std::move(m_bytes); }

 private:
  Bytes m_bytes;
  std::size_t m_used = 0;
};

Bytes dataOf(std::string_view text, int number) {
  const auto room = static_cast<std::size_t>(dataBytes(kVersions[static_cast<std::size_t>(number - 1)]));
  Bits bits;
  bits.put(0x4, 4);  // bytes
  bits.put(static_cast<unsigned>(text.size()), lengthBits(number));
  for (const char c : text)
    bits.put(static_cast<unsigned char>(c), 8);
  bits.put(0, static_cast<int>(std::min<std::size_t>(4, room * 8 - bits.used())));
  Bytes bytes = bits.take();
  for (std::uint8_t pad = 0xEC; bytes.size() < room; pad ^= 0xEC ^ 0x11)
    bytes.push_back(pad);
  return bytes;
}

// In the field of 256 elements over x^8 + x^4 + x^3 + x^2 + 1.
std::uint8_t product(std::uint8_t x, std::uint8_t y) {
  unsigned out = 0;
  for (int i = 7; i >= 0; --i) {
    out = (out << 1U) ^ ((out >> 7U) * 0x11DU);
    out ^= (static_cast<unsigned>(y >> i) & 1U) * x;
  }
  return static_cast<std::uint8_t>(out);
}

// The polynomial whose roots are the first `degree` powers of 2, without its leading 1.
Bytes divisorOf(int degree) {
  Bytes divisor(static_cast<std::size_t>(degree), 0);
  divisor.back() = 1;
  std::uint8_t root = 1;
  for (int i = 0; i < degree; ++i) {
    for (std::size_t j = 0; j < divisor.size(); ++j) {
      divisor[j] = product(divisor[j], root);
      if (j + 1 < divisor.size())
        divisor[j] ^= divisor[j + 1];
    }
    root = product(root, 2);
  }
  return divisor;
}

Bytes correctionOf(const Bytes& data, const Bytes& divisor) {
  Bytes rest(divisor.size(), 0);
  for (const std::uint8_t byte : data) {
    const auto factor = static_cast<std::uint8_t>(byte ^ rest.front());
    rest.erase(rest.begin());
    rest.push_back(0);
    for (std::size_t i = 0; i < rest.size(); ++i)
      rest[i] ^= product(divisor[i], factor);
  }
  return rest;
}

// Blocks of one length, then those that are one byte longer; their bytes are sent in turn.
Bytes interleaved(const Bytes& data, const Version& version) {
  const auto blocks = static_cast<std::size_t>(version.blocks);
  const std::size_t shortSize = data.size() / blocks;
  const std::size_t shortOnes = blocks - data.size() % blocks;
  const Bytes divisor = divisorOf(version.correction);
  std::vector<Bytes> parts;
  std::vector<Bytes> corrections;
  auto at = data.begin();
  for (std::size_t i = 0; i < blocks; ++i) {
    const auto end = at + static_cast<std::ptrdiff_t>(shortSize + (i < shortOnes ? 0 : 1));
    parts.emplace_back(at, end);
    corrections.push_back(correctionOf(parts.back(), divisor));
    at = end;
  }
  Bytes out;
  for (std::size_t i = 0; i <= shortSize; ++i)
    for (const Bytes& part : parts)
      if (i < part.size())
        out.push_back(part[i]);
  for (std::size_t i = 0; i < divisor.size(); ++i)
    for (const Bytes& correction : corrections)
      out.push_back(correction[i]);
  return out;
}

// ---- The square -----------------------------------------------------------------------------------------

class Square {
 public:
  explicit Square(int number)
      : m_number(number),
        m_size(sizeOf(number)),
        m_dark(static_cast<std::size_t>(m_size * m_size)),
        m_fixed(m_dark.size()) {
    drawFixed();
  }

  void fill(const Bytes& bytes) {
    std::size_t i = 0;
    for (int right = m_size - 1; right >= 1; right -= 2) {
      if (right == 6)
        right = 5;
      const bool upward = ((right + 1) & 2) == 0;
      for (int step = 0; step < m_size; ++step)
        for (const int x : {right, right - 1}) {
          const int y = upward ? m_size - 1 - step : step;
          if (m_fixed[at(x, y)] || i >= bytes.size() * 8)
            continue;
          m_dark[at(x, y)] = (static_cast<unsigned>(bytes[i / 8] >> (7 - i % 8)) & 1U) != 0;
          ++i;
        }
    }
  }

  // The mask under which the square looks least like what a reader looks for.
  Modules masked() const {
    Modules best{m_size, m_size, {}};
    int least = std::numeric_limits<int>::max();
    for (int mask = 0; mask < 8; ++mask) {
      Square one = *this;
      one.applyMask(mask);
      one.drawFormat(mask);
      if (const int penalty = one.penalty(); penalty < least) {
        least = penalty;
        best.dark = std::move(one.m_dark);
      }
    }
    return best;
  }

 private:
  std::size_t at(int x, int y) const { return static_cast<std::size_t>(y * m_size + x); }
  void fix(int x, int y, bool dark) {
    m_dark[at(x, y)] = dark;
    m_fixed[at(x, y)] = true;
  }

  void drawFixed() {
    for (int i = 0; i < m_size; ++i) {
      fix(6, i, i % 2 == 0);
      fix(i, 6, i % 2 == 0);
    }
    for (const auto& [x, y] : {std::pair(3, 3), std::pair(m_size - 4, 3), std::pair(3, m_size - 4)})
      drawFinder(x, y);
    const auto& places = kVersions[static_cast<std::size_t>(m_number - 1)].alignment;
    for (const int x : places)
      for (const int y : places) {
        const bool atFinder = (x == 6 && y == 6) || (x == 6 && y == m_size - 7) || (x == m_size - 7 && y == 6);
        if (x != 0 && y != 0 && !atFinder)
          drawAlignment(x, y);
      }
    drawFormat(0);  // keeps its place
    drawVersion();
  }
  void drawFinder(int cx, int cy) {
    for (int dy = -4; dy <= 4; ++dy)
      for (int dx = -4; dx <= 4; ++dx) {
        const int x = cx + dx;
        const int y = cy + dy;
        const int ring = std::max(std::abs(dx), std::abs(dy));
        if (x >= 0 && x < m_size && y >= 0 && y < m_size)
          fix(x, y, ring != 2 && ring != 4);
      }
  }
  void drawAlignment(int cx, int cy) {
    for (int dy = -2; dy <= 2; ++dy)
      for (int dx = -2; dx <= 2; ++dx)
        fix(cx + dx, cy + dy, std::max(std::abs(dx), std::abs(dy)) != 1);
  }
  // Fifteen bits, twice: the level of correction, the mask, and their own correction.
  void drawFormat(int mask) {
    const auto data = static_cast<unsigned>(mask);  // M is 0
    unsigned rest = data;
    for (int i = 0; i < 10; ++i)
      rest = (rest << 1U) ^ ((rest >> 9U) * 0x537U);
    const unsigned bits = ((data << 10U) | rest) ^ 0x5412U;
    const auto bit = [bits](int i) { return ((bits >> i) & 1U) != 0; };
    for (int i = 0; i <= 5; ++i)
      fix(8, i, bit(i));
    fix(8, 7, bit(6));
    fix(8, 8, bit(7));
    fix(7, 8, bit(8));
    for (int i = 9; i < 15; ++i)
      fix(14 - i, 8, bit(i));
    for (int i = 0; i < 8; ++i)
      fix(m_size - 1 - i, 8, bit(i));
    for (int i = 8; i < 15; ++i)
      fix(8, m_size - 15 + i, bit(i));
    fix(8, m_size - 8, true);
  }
  // Eighteen bits, twice, from version 7 on.
  void drawVersion() {
    if (m_number < 7)
      return;
    const auto data = static_cast<unsigned>(m_number);
    unsigned rest = data;
    for (int i = 0; i < 12; ++i)
      rest = (rest << 1U) ^ ((rest >> 11U) * 0x1F25U);
    const unsigned bits = (data << 12U) | rest;
    for (int i = 0; i < 18; ++i) {
      const bool dark = ((bits >> i) & 1U) != 0;
      const int far = m_size - 11 + i % 3;
      fix(far, i / 3, dark);
      fix(i / 3, far, dark);
    }
  }

  void applyMask(int mask) {
    for (int y = 0; y < m_size; ++y)
      for (int x = 0; x < m_size; ++x)
        if (!m_fixed[at(x, y)] && isInverted(mask, x, y))
          m_dark[at(x, y)] = !m_dark[at(x, y)];
  }
  static bool isInverted(int mask, int x, int y) {
    switch (mask) {
      case 0: return (x + y) % 2 == 0;
      case 1: return y % 2 == 0;
      case 2: return x % 3 == 0;
      case 3: return (x + y) % 3 == 0;
      case 4: return (x / 3 + y / 2) % 2 == 0;
      case 5: return x * y % 2 + x * y % 3 == 0;
      case 6: return (x * y % 2 + x * y % 3) % 2 == 0;
      default: return ((x + y) % 2 + x * y % 3) % 2 == 0;
    }
  }

  // 7.8.3: long runs, squares of one colour, what looks like a finder, and more of one colour than of the other.
  int penalty() const {
    int out = 0;
    for (int i = 0; i < m_size; ++i) {
      out += linePenalty([this, i](int along) { return m_dark[at(along, i)]; });
      out += linePenalty([this, i](int along) { return m_dark[at(i, along)]; });
    }
    for (int y = 0; y + 1 < m_size; ++y)
      for (int x = 0; x + 1 < m_size; ++x) {
        const bool dark = m_dark[at(x, y)];
        if (dark == m_dark[at(x + 1, y)] && dark == m_dark[at(x, y + 1)] && dark == m_dark[at(x + 1, y + 1)])
          out += 3;
      }
    const int all = m_size * m_size;
    const int dark = static_cast<int>(std::count(m_dark.begin(), m_dark.end(), true));
    // Ten for every whole five per cent away from a half.
    out += ((std::abs(dark * 20 - all * 10) + all - 1) / all - 1) * 10;
    return out;
  }
  template <typename DarkAt>
  int linePenalty(DarkAt darkAt) const {
    // Runs of one colour in turn, light first and last: the quiet zone is light and has no end.
    constexpr int kEndless = 1'000;
    std::vector<int> runs = {kEndless};
    bool dark = false;
    int out = 0;
    int length = 0;
    for (int i = 0; i < m_size; ++i) {
      if (darkAt(i) == dark) {
        ++runs.back();
        ++length;
      } else {
        out += runPenalty(length);
        runs.push_back(1);
        length = 1;
        dark = !dark;
      }
    }
    out += runPenalty(length);
    if (dark)
      runs.push_back(0);
    runs.back() += kEndless;
    for (std::size_t i = 1; i + 5 < runs.size(); i += 2) {
      const int unit = runs[i];
      const bool core = runs[i + 1] == unit && runs[i + 2] == unit * 3 && runs[i + 3] == unit && runs[i + 4] == unit;
      if (core && runs[i - 1] >= unit * 4 && runs[i + 5] >= unit)
        out += 40;
      if (core && runs[i + 5] >= unit * 4 && runs[i - 1] >= unit)
        out += 40;
    }
    return out;
  }
  static int runPenalty(int length) { return length >= 5 ? length - 2 : 0; }

  int m_number;
  int m_size;
  std::vector<bool> m_dark;
  std::vector<bool> m_fixed;
};

}  // namespace

int qrSize(std::string_view text) {
  const int number = versionFor(text.size());
  return number == 0 ? 0 : sizeOf(number);
}

std::optional<Modules> qrModules(std::string_view text) {
  const int number = versionFor(text.size());
  if (number == 0)
    return std::nullopt;
  Square square(number);
  square.fill(interleaved(dataOf(text, number), kVersions[static_cast<std::size_t>(number - 1)]));
  return square.masked();
}

}  // namespace loket::receipt

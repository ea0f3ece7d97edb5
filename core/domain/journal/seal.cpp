#include "core/domain/journal/seal.h"

#include <algorithm>

namespace loket::journal {
namespace {

constexpr std::string_view kLetters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::size_t kSealLetters = 12;
constexpr std::size_t kGroup = 4;
constexpr std::string_view kCodeHead = "LOKET1/";

// Five bits a letter, the last one padded with zeros.
std::string inLetters(const Hash& leaf) {
  std::string out;
  unsigned bits = 0;
  int held = 0;
  for (const std::uint8_t byte : leaf) {
    bits = bits << 8 | byte;
    for (held += 8; held >= 5; held -= 5) out.push_back(kLetters[bits >> (held - 5) & 31]);
    bits &= 31;
  }
  if (held > 0)
    out.push_back(kLetters[bits << (5 - held) & 31]);
  return out;
}

// As inLetters() writes; empty when it is something else.
std::string lettersOf(std::string_view read) {
  std::string out;
  for (char c : read) {
    if (c == '-' || c == ' ')
      continue;
    if (c >= 'a' && c <= 'z')
      c = static_cast<char>(c - 'a' + 'A');
    c = c == 'O' ? '0' : c == 'I' || c == 'L' ? '1' : c;
    if (kLetters.find(c) == std::string_view::npos)
      return {};
    out.push_back(c);
  }
  return out;
}

}  // namespace

std::string sealOf(const Hash& leaf) {
  const std::string letters = inLetters(leaf);
  std::string out;
  for (std::size_t at = 0; at < kSealLetters; at += kGroup) out += (at == 0 ? "" : "-") + letters.substr(at, kGroup);
  return out;
}

std::string sealCode(std::string_view ref, std::uint64_t index, const Hash& leaf) {
  return std::string(kCodeHead) + std::string(ref) + "/" + std::to_string(index) + "/" + inLetters(leaf);
}

bool isSealOf(std::string_view read, const Hash& leaf) {
  const std::string whole = inLetters(leaf);
  if (read.starts_with(kCodeHead))
    return lettersOf(read.substr(read.rfind('/') + 1)) == whole;
  const std::string letters = lettersOf(read);
  return letters.size() == kSealLetters && whole.starts_with(letters);
}

}  // namespace loket::journal

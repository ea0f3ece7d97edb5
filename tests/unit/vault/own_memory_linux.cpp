#include <array>
#include <cstdio>
#include <fstream>
#include <sstream>

#include "core/base/secret_bytes.h"
#include "tests/unit/vault/own_memory.h"

namespace loket::tests {
namespace {

constexpr std::uint8_t kMask = 0xA5;
constexpr std::size_t kPiece = 16;

struct Mapping {
  const std::uint8_t* begin = nullptr;
  const std::uint8_t* end = nullptr;
  bool isOpen = false;    // to be read and written
  bool isLocked = false;
  std::string line;
};

std::vector<Mapping> mappings() {
  std::ifstream in("/proc/self/smaps");
  std::vector<Mapping> out;
  for (std::string line; std::getline(in, line);) {
    unsigned long begin = 0;
    unsigned long end = 0;
    char rights[5] = {};
    if (std::sscanf(line.c_str(), "%lx-%lx %4s", &begin, &end, rights) == 3)
      out.push_back({reinterpret_cast<const std::uint8_t*>(begin), reinterpret_cast<const std::uint8_t*>(end),
                     rights[0] == 'r' && rights[1] == 'w', false, line});
    else if (line.rfind("VmFlags:", 0) == 0 && !out.empty())
      out.back().isLocked = (line + ' ').find(" lo ") != std::string::npos;
  }
  return out;
}

// Registers that held a secret are put there too, when the loader finds a function for the first time.
[[gnu::noinline]] void clearDeadStack() {
  std::array<char, 256 * 1024> dead;
  wipe(dead.data(), dead.size());
}

}  // namespace

Needle::Needle(std::string_view secret) {
  const bool isLong = secret.size() >= 2 * kPiece;
  if (!isLong)
    secret.remove_prefix(secret.size() / 2);
  m_size = isLong ? kPiece : secret.size();
  for (const char c : secret.substr(0, secret.size() / m_size * m_size))
    m_masked.push_back(static_cast<std::uint8_t>(static_cast<std::uint8_t>(c) ^ kMask));
}

bool Needle::isAt(const std::uint8_t* place) const {
  for (std::size_t piece = 0; piece < m_masked.size(); piece += m_size) {
    std::size_t same = 0;
    while (same < m_size && (place[same] ^ kMask) == m_masked[piece + same]) ++same;
    if (same == m_size)
      return true;
  }
  return false;
}

std::vector<Finding> findInOwnMemory(const Needle& needle) {
  clearDeadStack();
  std::vector<Finding> out;
  for (const Mapping& one : mappings()) {
    if (!one.isOpen || one.line.find("[vvar]") != std::string::npos)
      continue;
    for (const std::uint8_t* at = one.begin; at + needle.size() <= one.end; ++at)
      if (needle.isAt(at))
        out.push_back({at, one.isLocked, one.line});
  }
  return out;
}

}  // namespace loket::tests

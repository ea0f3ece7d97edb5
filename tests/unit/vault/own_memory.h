// This process's own memory, as somebody would look through it who got hold of it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace loket::tests {

// Bytes that are looked for, kept so that looking does not find them here. Of a secret its second half: over the beginning of what
// was freed the heap writes its own notes.
class Needle {
 public:
  explicit Needle(std::string_view secret);
  bool isAt(const std::uint8_t* place) const;
  std::size_t size() const { return m_masked.size(); }

 private:
  std::vector<std::uint8_t> m_masked;
};

struct Finding {
  const void* place = nullptr;
  bool isLocked = false;  // never swapped out
  std::string where;      // the mapping, as the kernel tells it
};

// Every place of it in memory that can be written. What lies where calls that have returned kept their values is overwritten
// first: the next call would do it, and chance decides nothing here.
std::vector<Finding> findInOwnMemory(const Needle& needle);

}  // namespace loket::tests

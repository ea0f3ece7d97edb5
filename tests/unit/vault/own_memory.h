// This process's own memory, as somebody would look through it who got hold of it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace loket::tests {

// Bytes that are looked for, kept so that looking does not find them here. Of a secret any sixteen in a row that begin at a
// sixteenth, for over the beginning of what was freed the heap writes its own notes; of a shorter one its second half.
class Needle {
 public:
  explicit Needle(std::string_view secret);
  // Whether a piece of it is there.
  bool isAt(const std::uint8_t* place) const;
  // Of a piece.
  std::size_t size() const { return m_size; }

 private:
  std::vector<std::uint8_t> m_masked;  // all pieces, one after the other
  std::size_t m_size = 0;
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

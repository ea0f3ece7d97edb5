// Randomness as a port, so that one seed is one world.
#pragma once

#include <cstddef>
#include <cstdint>

namespace loket::ports {

class Entropy {
 public:
  virtual ~Entropy() = default;
  virtual void fill(std::uint8_t* bytes, std::size_t size) = 0;
};

}  // namespace loket::ports

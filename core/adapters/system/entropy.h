// The operating system's randomness.
#pragma once

#include "core/ports/entropy.h"

namespace loket::adapters {

class SystemEntropy final : public ports::Entropy {
 public:
  void fill(std::uint8_t* bytes, std::size_t size) override;
};

}  // namespace loket::adapters

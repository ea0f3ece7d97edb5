#include <sys/random.h>

#include "core/adapters/system/entropy.h"
#include "core/base/check.h"

namespace loket::adapters {

void SystemEntropy::fill(std::uint8_t* bytes, std::size_t size) {
  while (size > 0) {
    const ssize_t got = getrandom(bytes, size, 0);
    LOKET_CHECK(got > 0);
    bytes += got;
    size -= static_cast<std::size_t>(got);
  }
}

}  // namespace loket::adapters

#include "core/adapters/vault/guarded_memory.h"

#include <sodium.h>

#include "core/base/check.h"
#include "core/base/secret_bytes.h"

namespace loket::adapters {

void guardSecrets() {
  LOKET_CHECK(sodium_init() >= 0);
  static constexpr SecretMemory kGuarded{[](std::size_t size) { return sodium_malloc(size); },
                                         [](void* bytes) { sodium_free(bytes); }};
  keepSecretsIn(kGuarded);
}

}  // namespace loket::adapters

#include "core/base/secret_bytes.h"

#include <cstring>
#include <new>

#include "core/base/check.h"

namespace loket {
namespace {

constexpr SecretMemory kPlain{[](std::size_t size) { return ::operator new(size); }, [](void* bytes) { ::operator delete(bytes); }};
const SecretMemory* secretMemory = &kPlain;

}  // namespace

void keepSecretsIn(const SecretMemory& memory) {
  secretMemory = &memory;
}

void wipe(void* bytes, std::size_t size) {
  // No compiler may find that nobody reads it afterwards.
  volatile auto* p = static_cast<std::uint8_t*>(bytes);
  for (std::size_t i = 0; i < size; ++i) p[i] = 0;
}

SecretBytes::SecretBytes(const void* bytes, std::size_t size) {
  if (size == 0)
    return;
  m_memory = secretMemory;
  m_bytes = static_cast<std::uint8_t*>(m_memory->take(size));
  LOKET_CHECK(m_bytes != nullptr);
  m_size = size;
  std::memcpy(m_bytes, bytes, size);
}

SecretBytes::SecretBytes(std::vector<std::uint8_t> bytes) : SecretBytes(bytes.data(), bytes.size()) {
  loket::wipe(bytes.data(), bytes.size());
}

void SecretBytes::wipe() {
  if (m_bytes == nullptr)
    return;
  loket::wipe(m_bytes, m_size);
  m_memory->give(m_bytes);
  m_bytes = nullptr;
  m_size = 0;
}

}  // namespace loket

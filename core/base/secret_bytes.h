// SecretBytes holds a PIN, key or token and wipes it when it goes. It is moved, never copied by accident,
// and nothing prints it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

namespace loket {

// Where secrets lie: plain memory, until a program brings memory that is guarded, never swapped out and in no dump.
struct SecretMemory {
  void* (*take)(std::size_t size);  // nullptr: there is no more
  void (*give)(void* bytes);        // wiped already
};
// For every secret from now on. Once, before other threads run; it must live as long as the program.
void keepSecretsIn(const SecretMemory& memory);

class SecretBytes {
 public:
  SecretBytes() = default;
  explicit SecretBytes(std::string_view text) : SecretBytes(text.data(), text.size()) {}
  // What was in it is wiped there.
  explicit SecretBytes(std::vector<std::uint8_t> bytes);
  SecretBytes(const SecretBytes&) = delete;
  SecretBytes& operator=(const SecretBytes&) = delete;
  SecretBytes(SecretBytes&& other) noexcept
      : m_memory(other.m_memory), m_bytes(std::exchange(other.m_bytes, nullptr)), m_size(std::exchange(other.m_size, 0)) {}
  SecretBytes& operator=(SecretBytes&& other) noexcept {
    if (this != &other) {
      wipe();
      m_memory = other.m_memory;
      m_bytes = std::exchange(other.m_bytes, nullptr);
      m_size = std::exchange(other.m_size, 0);
    }
    return *this;
  }
  ~SecretBytes() { wipe(); }

  SecretBytes clone() const { return SecretBytes(view()); }
  bool empty() const { return m_size == 0; }
  std::size_t size() const { return m_size; }
  const std::uint8_t* data() const { return m_bytes; }
  std::string_view view() const { return {reinterpret_cast<const char*>(m_bytes), m_size}; }

  void wipe();

 private:
  SecretBytes(const void* bytes, std::size_t size);

  const SecretMemory* m_memory = nullptr;
  std::uint8_t* m_bytes = nullptr;
  std::size_t m_size = 0;
};

// Of a string or a buffer that held a secret on its way.
void wipe(void* bytes, std::size_t size);

}  // namespace loket

// SecretBytes holds a PIN, key or token and wipes it when it goes. It is moved, never copied by accident,
// and nothing prints it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace loket {

class SecretBytes {
 public:
  SecretBytes() = default;
  explicit SecretBytes(std::vector<std::uint8_t> bytes) : m_bytes(std::move(bytes)) {}
  explicit SecretBytes(std::string_view text) : m_bytes(text.begin(), text.end()) {}
  SecretBytes(const SecretBytes&) = delete;
  SecretBytes& operator=(const SecretBytes&) = delete;
  SecretBytes(SecretBytes&& other) noexcept : m_bytes(std::exchange(other.m_bytes, {})) {}
  SecretBytes& operator=(SecretBytes&& other) noexcept {
    if (this != &other) {
      wipe();
      m_bytes = std::exchange(other.m_bytes, {});
    }
    return *this;
  }
  ~SecretBytes() { wipe(); }

  SecretBytes clone() const { return SecretBytes(m_bytes); }
  bool empty() const { return m_bytes.empty(); }
  std::size_t size() const { return m_bytes.size(); }
  const std::uint8_t* data() const { return m_bytes.data(); }
  std::string_view view() const { return {reinterpret_cast<const char*>(m_bytes.data()), m_bytes.size()}; }

  void wipe() {
    volatile std::uint8_t* p = m_bytes.data();
    for (std::size_t i = 0; i < m_bytes.size(); ++i)
      p[i] = 0;
    m_bytes.clear();
  }

 private:
  std::vector<std::uint8_t> m_bytes;
};

}  // namespace loket

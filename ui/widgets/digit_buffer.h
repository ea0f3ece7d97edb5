// The digits of a PIN or a one-time password; wiped when cleared and when destroyed.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace loket::ui::widgets {

template <std::size_t Capacity>
class DigitBuffer {
public:
  static constexpr std::size_t kCapacity = Capacity;

  DigitBuffer() = default;
  ~DigitBuffer() { clear(); }
  DigitBuffer(const DigitBuffer&) = delete;
  DigitBuffer& operator=(const DigitBuffer&) = delete;

  // False when full.
  bool append(char digit) {
    if (isFull()) {
      return false;
    }
    m_digits[m_size++] = digit;
    return true;
  }
  void removeLast() {
    if (m_size > 0) {
      volatile char* last = &m_digits[--m_size];
      *last = 0;
    }
  }
  void clear() {
    volatile char* digits = m_digits.data();  // volatile: the compiler may not leave the wiping out
    for (std::size_t i = 0; i < kCapacity; ++i) {
      digits[i] = 0;
    }
    m_size = 0;
  }
  [[nodiscard]] std::size_t size() const { return m_size; }
  [[nodiscard]] bool isFull() const { return m_size == kCapacity; }
  // Valid until the next change; copy it into memory that is wiped.
  [[nodiscard]] std::string_view digits() const { return {m_digits.data(), m_size}; }

private:
  std::array<char, kCapacity> m_digits{};
  std::size_t m_size = 0;
};

}  // namespace loket::ui::widgets

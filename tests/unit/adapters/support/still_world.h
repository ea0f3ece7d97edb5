// A clock that stands until it is moved, and bytes that are the same in every run.
#pragma once

#include "core/ports/clock.h"
#include "core/ports/entropy.h"

namespace loket::tests {

class StillClock final : public ports::Clock {
 public:
  explicit StillClock(Instant now) : m_now(now) {}
  void move(Duration by) { m_now = m_now + by; }

  Instant now() override { return m_now; }
  Duration monotonic() override { return Duration::millis(m_now.ms); }
  bool idleUntil(Instant /*due*/) override { return false; }

 private:
  Instant m_now;
};

class CountingEntropy final : public ports::Entropy {
 public:
  void fill(std::uint8_t* bytes, std::size_t size) override {
    for (std::size_t i = 0; i < size; ++i) bytes[i] = m_next++;
  }

 private:
  std::uint8_t m_next = 0;
};

}  // namespace loket::tests

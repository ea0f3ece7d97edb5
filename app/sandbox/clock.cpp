#include "app/sandbox/clock.h"

#include <chrono>

namespace loket::sandbox {

UnixMs SandboxClock::now() const {
  const auto machine = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::milliseconds>(machine).count() + m_offsetMs.load();
}

std::int64_t SandboxClock::offsetMs() const {
  return m_offsetMs.load();
}

void SandboxClock::setOffsetMs(std::int64_t offset) {
  m_offsetMs.store(offset);
}

}  // namespace loket::sandbox

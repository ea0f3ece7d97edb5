// The sandbox's own clock: machine time plus an offset that the admin port moves. All of its rules
// (one minute, five minutes, Jakarta day, cut-off, 90 days) read only this.
#pragma once

#include <atomic>
#include <cstdint>

#include "app/sandbox/time_text.h"

namespace loket::sandbox {

class SandboxClock {
 public:
  UnixMs now() const;
  std::int64_t offsetMs() const;
  void setOffsetMs(std::int64_t offset);

 private:
  std::atomic<std::int64_t> m_offsetMs{0};
};

}  // namespace loket::sandbox

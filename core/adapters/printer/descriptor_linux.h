// A file descriptor that closes itself, and waiting for it with a deadline.
#pragma once

#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <utility>

#include "core/base/time.h"

namespace loket::adapters::printer {

class Descriptor {
 public:
  explicit Descriptor(int fd = -1) : m_fd(fd) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  Descriptor(Descriptor&& other) noexcept : m_fd(std::exchange(other.m_fd, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    if (this != &other) {
      close();
      m_fd = std::exchange(other.m_fd, -1);
    }
    return *this;
  }
  ~Descriptor() { close(); }

  int get() const { return m_fd; }
  bool isOpen() const { return m_fd >= 0; }

 private:
  void close() {
    if (m_fd >= 0)
      ::close(m_fd);
    m_fd = -1;
  }
  int m_fd;
};

// True when one of `events` (or an error) is there; false after `timeout`. A device's patience is real time, so
// it is measured here and not by the program's clock, which a simulator may stop.
inline bool waitFor(int fd, short events, Duration timeout) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds(timeout.ms);
  while (true) {
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now()).count();
    pollfd entry{fd, events, 0};
    const int n = ::poll(&entry, 1, left > 0 ? static_cast<int>(left) : 0);
    if (n > 0)
      return true;
    if (n == 0 || errno != EINTR)
      return false;
  }
}

}  // namespace loket::adapters::printer

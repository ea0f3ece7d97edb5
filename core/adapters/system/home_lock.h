// One home, one owner: an OS lock that is held as long as the process lives and is freed by its death.
#pragma once

#include <memory>
#include <string>

#include "core/base/result.h"

namespace loket::adapters {

class HomeLock {
 public:
  // HomeBusy with the owner's process id in the detail when another process holds it.
  static Result<std::unique_ptr<HomeLock>> take(const std::string& home);
  ~HomeLock();
  HomeLock(const HomeLock&) = delete;
  HomeLock& operator=(const HomeLock&) = delete;

 private:
  explicit HomeLock(int fd) : m_fd(fd) {}
  int m_fd;
};

}  // namespace loket::adapters

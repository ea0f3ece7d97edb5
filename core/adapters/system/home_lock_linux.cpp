#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "core/adapters/system/home_lock.h"
#include "core/base/text.h"

namespace loket::adapters {

Result<std::unique_ptr<HomeLock>> HomeLock::take(const std::string& home) {
  const std::string path = home + "/lock";
  const int fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (fd < 0)
    return fail(errno == ENOENT ? ErrorCode::HomeMissing : ErrorCode::DiskFault, path + ": " + std::strerror(errno));
  if (::flock(fd, LOCK_EX | LOCK_NB) != 0) {
    char buffer[32] = {};
    const ssize_t got = ::pread(fd, buffer, sizeof buffer - 1, 0);
    ::close(fd);
    return fail(ErrorCode::HomeBusy, got > 0 ? digitsOf(buffer) : std::string("?"));
  }
  const std::string pid = std::to_string(::getpid()) + "\n";
  // Only a hint for people and scripts; the lock itself is what counts.
  if (::ftruncate(fd, 0) == 0 && ::pwrite(fd, pid.data(), pid.size(), 0) < 0)
    errno = 0;
  return std::unique_ptr<HomeLock>(new HomeLock(fd));
}

HomeLock::~HomeLock() { ::close(m_fd); }

}  // namespace loket::adapters

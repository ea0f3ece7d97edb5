#include <fcntl.h>
#include <unistd.h>

#include "tests/support/file_cache.h"

namespace loket::tests {

void forgetFile(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0)
    return;
  ::fsync(file);
  ::posix_fadvise(file, 0, 0, POSIX_FADV_DONTNEED);
  ::close(file);
}

}  // namespace loket::tests

#include <sys/stat.h>

#include "tests/unit/vault/file_mode.h"

namespace loket::tests {

bool isOwnerOnly(const std::string& path) {
  struct stat info {};
  return ::stat(path.c_str(), &info) == 0 && (info.st_mode & (S_IRWXG | S_IRWXO)) == 0;
}

}  // namespace loket::tests

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "core/adapters/http/ca_file.h"

namespace loket::adapters::http {

std::unique_ptr<CaFile> CaFile::create(const std::string& pem) {
  const int descriptor = ::memfd_create("loket-ca", MFD_CLOEXEC | MFD_ALLOW_SEALING);
  if (descriptor < 0)
    return nullptr;
  std::unique_ptr<CaFile> file(new CaFile(descriptor, "/proc/self/fd/" + std::to_string(descriptor)));
  for (std::size_t written = 0; written < pem.size();) {
    const ssize_t part = ::write(descriptor, pem.data() + written, pem.size() - written);
    if (part <= 0)
      return nullptr;
    written += static_cast<std::size_t>(part);
  }
  // Nobody can change whom we trust.
  if (::fcntl(descriptor, F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_GROW | F_SEAL_SHRINK | F_SEAL_SEAL) != 0)
    return nullptr;
  return file;
}

CaFile::~CaFile() {
  ::close(m_descriptor);
}

}  // namespace loket::adapters::http

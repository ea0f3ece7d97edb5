#include <fcntl.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <unistd.h>

#include <string>
#include <vector>

#include "tests/unit/store/tiny_disk.h"

namespace loket::tests {

std::unique_ptr<TinyDisk> TinyDisk::mount(const std::string& folder, int megabytes) {
  const std::string size = "size=" + std::to_string(megabytes) + "m,mode=0700";
  if (::mount("tmpfs", folder.c_str(), "tmpfs", MS_NOSUID | MS_NODEV, size.c_str()) != 0)
    return nullptr;
  return std::unique_ptr<TinyDisk>(new TinyDisk(folder));
}

TinyDisk::~TinyDisk() { ::umount2(m_folder.c_str(), MNT_DETACH); }

void TinyDisk::fill() {
  const int fd = ::open((m_folder + "/filler").c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  for (const std::size_t size : {std::size_t{1} << 20U, std::size_t{4096}, std::size_t{1}}) {
    const std::vector<char> block(size, 'x');
    while (::write(fd, block.data(), block.size()) > 0) {
    }
  }
  ::close(fd);
}

ShortFiles::ShortFiles(long bytes) : m_before(0) {
  rlimit limit{};
  ::getrlimit(RLIMIT_FSIZE, &limit);
  m_before = static_cast<long>(limit.rlim_cur);
  limit.rlim_cur = static_cast<rlim_t>(bytes);
  // The signal would end the process before the write can fail.
  ::signal(SIGXFSZ, SIG_IGN);
  ::setrlimit(RLIMIT_FSIZE, &limit);
}

ShortFiles::~ShortFiles() {
  rlimit limit{};
  ::getrlimit(RLIMIT_FSIZE, &limit);
  limit.rlim_cur = static_cast<rlim_t>(m_before);
  ::setrlimit(RLIMIT_FSIZE, &limit);
}

void TinyDisk::release() { ::unlink((m_folder + "/filler").c_str()); }

}  // namespace loket::tests

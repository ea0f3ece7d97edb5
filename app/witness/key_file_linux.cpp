#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "app/witness/key_file.h"

namespace loket::witness {
namespace {

constexpr std::size_t kLongest = 4096;

class Descriptor {
 public:
  explicit Descriptor(int fd) : m_fd(fd) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (m_fd >= 0)
      ::close(m_fd);
  }
  int get() const { return m_fd; }

 private:
  int m_fd;
};

tl::unexpected<Error> failErrno(const std::string& path) {
  const int code = errno;
  return fail(code == ENOSPC || code == EDQUOT ? ErrorCode::DiskFull : ErrorCode::DiskFault, path + ": " + std::strerror(code));
}

Status writeWhole(int file, const std::string& path, const std::string& text) {
  std::size_t done = 0;
  while (done < text.size()) {
    const ssize_t wrote = ::write(file, text.data() + done, text.size() - done);
    if (wrote < 0 && errno != EINTR)
      return failErrno(path);
    done += wrote > 0 ? static_cast<std::size_t>(wrote) : 0;
  }
  return ::fsync(file) == 0 ? Status() : failErrno(path);
}

}  // namespace

Result<std::optional<std::string>> readPrivate(const std::string& path) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (file.get() < 0) {
    if (errno == ENOENT)
      return std::optional<std::string>();
    return failErrno(path);
  }
  struct stat info {};
  if (::fstat(file.get(), &info) != 0 || !S_ISREG(info.st_mode) || info.st_size > static_cast<off_t>(kLongest))
    return fail(ErrorCode::KeySlotUnreadable, path + ": is no key");
  if ((info.st_mode & (S_IRWXG | S_IRWXO)) != 0)
    return fail(ErrorCode::KeySlotUnreadable, path + ": others may read it (chmod 600, if nobody has)");
  std::string text(static_cast<std::size_t>(info.st_size), '\0');
  const ssize_t got = ::read(file.get(), text.data(), text.size());
  if (got != info.st_size)
    return failErrno(path);
  return std::optional<std::string>(std::move(text));
}

Status createPrivate(const std::string& path, const std::string& text) {
  const std::string fresh = path + ".new";
  ::unlink(fresh.c_str());
  const auto slash = path.rfind('/');
  const std::string folder = slash == std::string::npos ? "." : path.substr(0, slash + 1);
  {
    const Descriptor file(::open(fresh.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR));
    if (file.get() < 0)
      return failErrno(fresh);
    if (Status written = writeWhole(file.get(), fresh, text); !written) {
      ::unlink(fresh.c_str());
      return written;
    }
  }
  // A link, unlike a rename, replaces nothing.
  const int linked = ::link(fresh.c_str(), path.c_str());
  const int code = errno;
  ::unlink(fresh.c_str());
  if (linked != 0 && code == EEXIST)
    return fail(ErrorCode::HomeExists, path);
  errno = code;
  if (linked != 0)
    return failErrno(path);
  const Descriptor parent(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (parent.get() < 0 || ::fsync(parent.get()) != 0)
    return failErrno(folder);
  return {};
}

}  // namespace loket::witness

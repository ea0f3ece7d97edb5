#include <cerrno>
#include <cstdio>
#include <cstring>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/adapters/store/journal_disk.h"

namespace loket::adapters {
namespace {

// Blocks are asked for in larger pieces than records, so that the file system is not asked at every commit.
constexpr off_t kReservePiece = off_t{1} << 20U;

class Descriptor {
 public:
  explicit Descriptor(int fd) : m_fd(fd) {}
  Descriptor(Descriptor&& other) noexcept : m_fd(other.m_fd) { other.m_fd = -1; }
  Descriptor& operator=(Descriptor&&) = delete;
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
  return fail(code == ENOSPC || code == EDQUOT ? ErrorCode::DiskFull : ErrorCode::DiskFault,
              path + ": " + std::strerror(code));
}

Status syncFolderOf(const std::string& path) {
  const auto slash = path.rfind('/');
  const std::string folder = slash == std::string::npos ? "." : slash == 0 ? "/" : path.substr(0, slash);
  const Descriptor opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (opened.get() < 0 || ::fsync(opened.get()) != 0)
    return failErrno(folder);
  return {};
}

class LinuxJournalFile final : public JournalFile {
 public:
  LinuxJournalFile(Descriptor fd, std::string path, off_t size)
      : m_fd(std::move(fd)), m_path(std::move(path)), m_size(size), m_reserved(size) {}

  Status reserve(std::size_t bytes) override {
    const off_t need = m_size + static_cast<off_t>(bytes);
    if (need <= m_reserved)
      return {};
    const off_t want = need + kReservePiece;
    int code = ::fallocate(m_fd.get(), FALLOC_FL_KEEP_SIZE, m_size, want - m_size) == 0 ? 0 : errno;
    // On a disk that is nearly full the piece may be too much, and the record not.
    if (code == ENOSPC && ::fallocate(m_fd.get(), FALLOC_FL_KEEP_SIZE, m_size, need - m_size) == 0) {
      m_reserved = need;
      return {};
    }
    // Some file systems cannot reserve; there the append itself tells.
    if (code == 0 || code == EOPNOTSUPP || code == ENOSYS) {
      m_reserved = want;
      return {};
    }
    errno = code;
    return failErrno(m_path);
  }

  Status append(std::string_view bytes) override {
    while (!bytes.empty()) {
      const ssize_t wrote = ::write(m_fd.get(), bytes.data(), bytes.size());
      if (wrote < 0 && errno == EINTR)
        continue;
      if (wrote < 0)
        return failErrno(m_path);
      bytes.remove_prefix(static_cast<std::size_t>(wrote));
      m_size += wrote;
    }
    return {};
  }

  Status sync() override {
    struct stat info {};
    if (::fdatasync(m_fd.get()) != 0 || ::fstat(m_fd.get(), &info) != 0)
      return failErrno(m_path);
    // Somebody has put another file in its place: nobody will ever read this one.
    if (info.st_nlink == 0)
      return fail(ErrorCode::DiskFault, m_path + ": it is no longer there");
    return {};
  }

 private:
  Descriptor m_fd;
  std::string m_path;
  off_t m_size;
  off_t m_reserved;
};

class LinuxJournalDisk final : public JournalDisk {
 public:
  Result<std::optional<std::uint64_t>> sizeOf(const std::string& path) override {
    struct stat info {};
    if (::stat(path.c_str(), &info) == 0)
      return std::optional<std::uint64_t>(static_cast<std::uint64_t>(info.st_size));
    if (errno == ENOENT)
      return std::optional<std::uint64_t>();
    return failErrno(path);
  }

  Result<std::string> read(const std::string& path, std::uint64_t offset, std::size_t size) override {
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (file.get() < 0)
      return failErrno(path);
    std::string bytes(size, '\0');
    std::size_t done = 0;
    while (done < size) {
      const ssize_t got =
          ::pread(file.get(), bytes.data() + done, size - done, static_cast<off_t>(offset + done));
      if (got < 0 && errno == EINTR)
        continue;
      if (got < 0)
        return failErrno(path);
      if (got == 0)
        break;
      done += static_cast<std::size_t>(got);
    }
    bytes.resize(done);
    return bytes;
  }

  Result<std::unique_ptr<JournalFile>> create(const std::string& path) override {
    return opened(path, O_CREAT | O_TRUNC);
  }

  Result<std::unique_ptr<JournalFile>> openToAppend(const std::string& path) override {
    return opened(path, 0);
  }

  Status writeAgain(const std::string& path, std::uint64_t offset, std::string_view bytes) override {
    const Descriptor file(::open(path.c_str(), O_WRONLY | O_CLOEXEC));
    if (file.get() < 0)
      return failErrno(path);
    while (!bytes.empty()) {
      const ssize_t wrote = ::pwrite(file.get(), bytes.data(), bytes.size(), static_cast<off_t>(offset));
      if (wrote < 0 && errno == EINTR)
        continue;
      if (wrote < 0)
        return failErrno(path);
      bytes.remove_prefix(static_cast<std::size_t>(wrote));
      offset += static_cast<std::uint64_t>(wrote);
    }
    return ::fdatasync(file.get()) == 0 ? Status() : failErrno(path);
  }

  Status rename(const std::string& from, const std::string& to) override {
    if (std::rename(from.c_str(), to.c_str()) != 0)
      return failErrno(from);
    return syncFolderOf(to);
  }

  Status remove(const std::string& path) override {
    if (::unlink(path.c_str()) != 0)
      return errno == ENOENT ? Status() : Status(failErrno(path));
    return syncFolderOf(path);
  }

 private:
  static Result<std::unique_ptr<JournalFile>> opened(const std::string& path, int how) {
    Descriptor fd(::open(path.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC | how, S_IRUSR | S_IWUSR));
    struct stat info {};
    if (fd.get() < 0 || ::fstat(fd.get(), &info) != 0)
      return failErrno(path);
    return std::unique_ptr<JournalFile>(
        std::make_unique<LinuxJournalFile>(std::move(fd), path, info.st_size));
  }
};

}  // namespace

JournalDisk& systemJournalDisk() {
  static LinuxJournalDisk disk;
  return disk;
}

}  // namespace loket::adapters

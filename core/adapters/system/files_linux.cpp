#include <fcntl.h>
#include <openssl/evp.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

#include "core/adapters/system/files.h"
#include "core/base/text.h"

namespace loket::adapters {
namespace {

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
  return fail(code == ENOSPC || code == EDQUOT ? ErrorCode::DiskFull : ErrorCode::DiskFault,
              path + ": " + std::strerror(code));
}

std::string folderOf(const std::string& path) {
  const auto slash = path.rfind('/');
  if (slash == std::string::npos)
    return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

Status syncFolderOf(const std::string& path) {
  const Descriptor folder(::open(folderOf(path).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (folder.get() < 0 || ::fsync(folder.get()) != 0)
    return failErrno(folderOf(path));
  return {};
}

class SystemPagedFile final : public ports::PagedFile {
 public:
  SystemPagedFile(int file, std::string path)
      : m_file(file), m_path(std::move(path)), m_hash(EVP_MD_CTX_new(), EVP_MD_CTX_free) {
    EVP_DigestInit_ex(m_hash.get(), EVP_sha256(), nullptr);
  }

  Result<std::string> next(std::size_t size) override {
    std::string bytes(size, '\0');
    std::size_t done = 0;
    while (done < size) {
      const ssize_t got = ::read(m_file.get(), bytes.data() + done, size - done);
      if (got < 0 && errno == EINTR)
        continue;
      if (got < 0)
        return failErrno(m_path);
      if (got == 0)
        break;
      done += static_cast<std::size_t>(got);
    }
    bytes.resize(done);
    EVP_DigestUpdate(m_hash.get(), bytes.data(), bytes.size());
    return bytes;
  }
  std::uint64_t size() override {
    struct stat info {};
    return ::fstat(m_file.get(), &info) == 0 ? static_cast<std::uint64_t>(info.st_size) : 0;
  }
  Result<std::string> digest() override {
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> copy(EVP_MD_CTX_new(), EVP_MD_CTX_free);
    unsigned char bytes[EVP_MAX_MD_SIZE];
    unsigned int length = 0;
    if (EVP_MD_CTX_copy_ex(copy.get(), m_hash.get()) != 1 || EVP_DigestFinal_ex(copy.get(), bytes, &length) != 1)
      return fail(ErrorCode::Internal, "sha256");
    return toHex(bytes, length);
  }

 private:
  Descriptor m_file;
  std::string m_path;
  std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> m_hash;
};

class SystemNewFile final : public ports::NewFile {
 public:
  SystemNewFile(int file, std::string part, std::string path) : m_file(file), m_part(std::move(part)), m_path(std::move(path)) {}
  SystemNewFile(const SystemNewFile&) = delete;
  SystemNewFile& operator=(const SystemNewFile&) = delete;
  ~SystemNewFile() override {
    if (!m_isKept)
      ::unlink(m_part.c_str());
  }

  Status write(std::string_view bytes) override {
    while (!bytes.empty()) {
      const ssize_t wrote = ::write(m_file.get(), bytes.data(), bytes.size());
      if (wrote < 0 && errno == EINTR)
        continue;
      if (wrote < 0)
        return failErrno(m_path);
      bytes.remove_prefix(static_cast<std::size_t>(wrote));
    }
    return {};
  }
  Status keep() override {
    if (::fsync(m_file.get()) != 0)
      return failErrno(m_path);
    // A link, and no rename: what came to lie there meanwhile stays.
    if (::link(m_part.c_str(), m_path.c_str()) != 0)
      return errno == EEXIST ? Status(fail(ErrorCode::FileExists, m_path)) : keepByName();
    return syncFolderOf(m_path);
  }

 private:
  // A file system without links, as on a stick.
  Status keepByName() {
    if (std::rename(m_part.c_str(), m_path.c_str()) != 0)
      return failErrno(m_path);
    m_isKept = true;
    return syncFolderOf(m_path);
  }

  Descriptor m_file;
  std::string m_part;
  std::string m_path;
  bool m_isKept = false;
};

}  // namespace

Result<std::optional<std::string>> SystemFiles::read(const std::string& path) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.get() < 0) {
    if (errno == ENOENT || errno == ENOTDIR)
      return std::optional<std::string>();
    return failErrno(path);
  }
  std::string bytes;
  char buffer[4096];
  while (true) {
    const ssize_t got = ::read(file.get(), buffer, sizeof buffer);
    if (got < 0 && errno == EINTR)
      continue;
    if (got < 0)
      return failErrno(path);
    if (got == 0)
      return std::optional<std::string>(std::move(bytes));
    bytes.append(buffer, static_cast<std::size_t>(got));
    if (bytes.size() > (64U << 20U))
      return fail(ErrorCode::DiskFault, path + ": too large");
  }
}

Result<std::unique_ptr<ports::PagedFile>> SystemFiles::openToRead(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (file < 0) {
    if (errno == ENOENT || errno == ENOTDIR)
      return fail(ErrorCode::NotFound, path);
    return failErrno(path);
  }
  auto paged = std::make_unique<SystemPagedFile>(file, path);
  // A pipe has no end that anyone promised, and a folder no bytes.
  struct stat info {};
  if (::fstat(file, &info) != 0 || !S_ISREG(info.st_mode))
    return fail(ErrorCode::NotFound, path);
  return paged;
}

Status SystemFiles::writeDurably(const std::string& path, const std::string& bytes) {
  const std::string fresh = path + ".new";
  // Half a file helps nobody, and takes room on a disk that may be full.
  const auto giveUp = [&fresh]() -> Status {
    Status failed = failErrno(fresh);
    ::unlink(fresh.c_str());
    return failed;
  };
  {
    const Descriptor file(::open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, S_IRUSR | S_IWUSR));
    if (file.get() < 0)
      return failErrno(fresh);
    std::size_t done = 0;
    while (done < bytes.size()) {
      const ssize_t wrote = ::write(file.get(), bytes.data() + done, bytes.size() - done);
      if (wrote < 0 && errno == EINTR)
        continue;
      if (wrote < 0)
        return giveUp();
      done += static_cast<std::size_t>(wrote);
    }
    if (::fsync(file.get()) != 0)
      return giveUp();
  }
  if (std::rename(fresh.c_str(), path.c_str()) != 0)
    return failErrno(path);
  return syncFolderOf(path);
}

Result<std::unique_ptr<ports::NewFile>> SystemFiles::openNew(const std::string& path) {
  if (exists(path))
    return fail(ErrorCode::FileExists, path);
  const std::string part = path + ".part";
  const int file = ::open(part.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (file < 0)
    return failErrno(part);
  return std::make_unique<SystemNewFile>(file, part, path);
}

Status SystemFiles::remove(const std::string& path) {
  if (::unlink(path.c_str()) != 0)
    return errno == ENOENT || errno == ENOTDIR ? Status() : failErrno(path);
  return syncFolderOf(path);
}

bool SystemFiles::exists(const std::string& path) {
  struct stat info {};
  return ::stat(path.c_str(), &info) == 0 || errno != ENOENT;
}

Status SystemFiles::makeFolder(const std::string& path) {
  for (std::size_t at = 1; at <= path.size(); ++at) {
    if (at != path.size() && path[at] != '/')
      continue;
    const std::string part = path.substr(0, at);
    if (::mkdir(part.c_str(), S_IRWXU) != 0 && errno != EEXIST)
      return failErrno(part);
  }
  return {};
}

Result<std::uint64_t> SystemFiles::freeBytes(const std::string& folder) {
  struct statvfs info {};
  if (::statvfs(folder.c_str(), &info) != 0)
    return failErrno(folder);
  return static_cast<std::uint64_t>(info.f_bavail) * info.f_frsize;
}

}  // namespace loket::adapters

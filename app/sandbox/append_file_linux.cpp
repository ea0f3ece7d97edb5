#include <array>
#include <cerrno>
#include <stdexcept>
#include <system_error>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include "app/sandbox/append_file.h"

namespace loket::sandbox {
namespace {

[[noreturn]] void fail(const std::string& what) {
  throw std::system_error(errno, std::generic_category(), what);
}

void writeAll(int handle, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(handle, bytes.data(), bytes.size());
    if (written < 0) {
      if (errno == EINTR) {
        continue;
      }
      fail("write");
    }
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

void syncFolderOf(const std::filesystem::path& path) {
  const int folder = ::open(path.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0) {
    fail("open " + path.parent_path().string());
  }
  const int result = ::fsync(folder);
  ::close(folder);
  if (result != 0) {
    fail("fsync " + path.parent_path().string());
  }
}

}  // namespace

AppendFile::AppendFile(const std::filesystem::path& path)
    : m_handle(::open(path.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0600)) {
  if (m_handle < 0) {
    fail("open " + path.string());
  }
  if (::flock(m_handle, LOCK_EX | LOCK_NB) != 0) {
    ::close(m_handle);
    throw std::runtime_error(path.string() + " is in use by another process");
  }
  syncFolderOf(path);
}

AppendFile::~AppendFile() {
  ::close(m_handle);
}

std::string AppendFile::readAll() const {
  std::string all;
  std::array<char, 65536> part{};
  off_t at = 0;
  for (;;) {
    const ssize_t got = ::pread(m_handle, part.data(), part.size(), at);
    if (got < 0) {
      if (errno == EINTR) {
        continue;
      }
      fail("read");
    }
    if (got == 0) {
      return all;
    }
    all.append(part.data(), static_cast<std::size_t>(got));
    at += got;
  }
}

void AppendFile::truncate(std::uint64_t size) {
  if (::ftruncate(m_handle, static_cast<off_t>(size)) != 0) {
    fail("ftruncate");
  }
}

void AppendFile::append(std::string_view bytes) {
  writeAll(m_handle, bytes);
}

void AppendFile::sync() {
  if (::fdatasync(m_handle) != 0) {
    fail("fdatasync");
  }
}

void writePrivateFile(const std::filesystem::path& path, std::string_view bytes) {
  std::filesystem::path draft = path;
  draft += ".new";
  ::unlink(draft.c_str());
  const int handle = ::open(draft.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (handle < 0) {
    fail("open " + draft.string());
  }
  try {
    writeAll(handle, bytes);
    if (::fsync(handle) != 0) {
      fail("fsync " + draft.string());
    }
  } catch (...) {
    ::close(handle);
    throw;
  }
  ::close(handle);
  if (::rename(draft.c_str(), path.c_str()) != 0) {
    fail("rename " + path.string());
  }
  syncFolderOf(path);
}

}  // namespace loket::sandbox

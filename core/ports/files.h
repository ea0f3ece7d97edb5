// The few whole files a home keeps outside the database: key slots and the device's secret.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/result.h"

namespace loket::ports {

// One file from its beginning to its end, for what is too long for memory.
class PagedFile {
 public:
  virtual ~PagedFile() = default;
  // At most `size` more bytes; none at the end.
  virtual Result<std::string> next(std::size_t size) = 0;
  // As the file is now; it may still grow.
  virtual std::uint64_t size() = 0;
  // SHA-256 of what was read so far, in lower-case hex.
  virtual Result<std::string> digest() = 0;
};

// One that is written piece by piece, for what is too long for memory: there when it is whole, and not before.
class NewFile {
 public:
  // Not kept: nothing of it is left.
  virtual ~NewFile() = default;
  virtual Status write(std::string_view bytes) = 0;
  // Durably under its name.
  virtual Status keep() = 0;
};

class Files {
 public:
  virtual ~Files() = default;
  // Nothing when the file is absent; an error when it is there and cannot be read. Absent is not unreadable.
  virtual Result<std::optional<std::string>> read(const std::string& path) = 0;
  // NotFound when it is absent or no file.
  virtual Result<std::unique_ptr<PagedFile>> openToRead(const std::string& path) = 0;
  // All or nothing: new file, fsync, rename, fsync of the folder. Readable by the owner only.
  virtual Status writeDurably(const std::string& path, const std::string& bytes) = 0;
  // Durably. Fine when it is absent already.
  virtual Status remove(const std::string& path) = 0;
  virtual bool exists(const std::string& path) = 0;
  virtual Status makeFolder(const std::string& path) = 0;
  virtual Result<std::uint64_t> freeBytes(const std::string& folder) = 0;
};

}  // namespace loket::ports

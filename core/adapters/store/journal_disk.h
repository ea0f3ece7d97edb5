// The few things the sidecar does with files, one call each, so that a test can let any one of them fail.
// Whatever answers DiskFault leaves its file in a state that nobody knows: it is not used again before the
// next start.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/result.h"

namespace loket::adapters {

// A file that only grows.
class JournalFile {
 public:
  virtual ~JournalFile() = default;
  // Room for `bytes` more, before they are needed: here a full disk (DiskFull) costs nothing.
  virtual Status reserve(std::size_t bytes) = 0;
  // All of it behind the end; not yet durable.
  virtual Status append(std::string_view bytes) = 0;
  // What was appended survives a power cut from here on.
  virtual Status sync() = 0;
};

class JournalDisk {
 public:
  virtual ~JournalDisk() = default;
  // Nothing when there is no such file. Absent is not unreadable.
  virtual Result<std::optional<std::uint64_t>> sizeOf(const std::string& path) = 0;
  // At most `size` bytes; fewer only at the end of the file.
  virtual Result<std::string> read(const std::string& path, std::uint64_t offset, std::size_t size) = 0;
  // A new file for its owner only; what was there under this name is emptied.
  virtual Result<std::unique_ptr<JournalFile>> create(const std::string& path) = 0;
  virtual Result<std::unique_ptr<JournalFile>> openToAppend(const std::string& path) = 0;
  // The same bytes once more where they lie, durable when it answers: whether they are on the disk or only
  // look so, as they may after a sync that failed, cannot be told by reading.
  virtual Status writeAgain(const std::string& path, std::uint64_t offset, std::string_view bytes) = 0;
  // Both are durable when they answer. Removing what is not there is done.
  virtual Status rename(const std::string& from, const std::string& to) = 0;
  virtual Status remove(const std::string& path) = 0;
};

JournalDisk& systemJournalDisk();

}  // namespace loket::adapters

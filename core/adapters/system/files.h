// The operating system's files, written so that a power cut leaves the old or the new one, never a half.
#pragma once

#include "core/ports/files.h"

namespace loket::adapters {

class SystemFiles final : public ports::Files {
 public:
  Result<std::optional<std::string>> read(const std::string& path) override;
  Result<std::unique_ptr<ports::PagedFile>> openToRead(const std::string& path) override;
  Status writeDurably(const std::string& path, const std::string& bytes) override;
  Status remove(const std::string& path) override;
  bool exists(const std::string& path) override;
  Status makeFolder(const std::string& path) override;
  // Readable by the owner only. FileExists where something lies under that name: nothing is written over.
  Result<std::unique_ptr<ports::NewFile>> openNew(const std::string& path);
  Result<std::uint64_t> freeBytes(const std::string& folder) override;
};

}  // namespace loket::adapters

// The few whole files a home keeps outside the database: key slots and the device's secret.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/base/result.h"

namespace loket::ports {

class Files {
 public:
  virtual ~Files() = default;
  // Nothing when the file is absent; an error when it is there and cannot be read. Absent is not unreadable.
  virtual Result<std::optional<std::string>> read(const std::string& path) = 0;
  // All or nothing: new file, fsync, rename, fsync of the folder. Readable by the owner only.
  virtual Status writeDurably(const std::string& path, const std::string& bytes) = 0;
  virtual bool exists(const std::string& path) = 0;
  virtual Status makeFolder(const std::string& path) = 0;
  virtual Result<std::uint64_t> freeBytes(const std::string& folder) = 0;
};

}  // namespace loket::ports

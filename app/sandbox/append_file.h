// A file that only grows and can be forced to disk: the one primitive on which the sandbox's promise
// "what was executed survives" rests. Failures throw std::system_error.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace loket::sandbox {

class AppendFile {
 public:
  // Opens or creates it, readable by its owner only, and makes the name itself durable. A second process
  // on the same file is refused.
  explicit AppendFile(const std::filesystem::path& path);
  ~AppendFile();
  AppendFile(const AppendFile&) = delete;
  AppendFile& operator=(const AppendFile&) = delete;

  std::string readAll() const;
  void truncate(std::uint64_t size);
  void append(std::string_view bytes);
  void sync();

 private:
  int m_handle = -1;
};

// Writes a whole file that only its owner may read, replacing an old one atomically and durably.
void writePrivateFile(const std::filesystem::path& path, std::string_view bytes);

}  // namespace loket::sandbox

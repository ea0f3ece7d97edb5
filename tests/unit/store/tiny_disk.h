// Disks in trouble: a small one that a test can fill, where the system lets us mount one, and one that fails.
#pragma once

#include <memory>
#include <string>

namespace loket::tests {

class TinyDisk {
 public:
  // Nothing where mounting is not allowed.
  static std::unique_ptr<TinyDisk> mount(const std::string& folder, int megabytes);
  ~TinyDisk();
  TinyDisk(const TinyDisk&) = delete;
  TinyDisk& operator=(const TinyDisk&) = delete;
  const std::string& folder() const { return m_folder; }
  // Takes all the space that is left, and gives it back.
  void fill();
  void release();

 private:
  explicit TinyDisk(std::string folder) : m_folder(std::move(folder)) {}
  std::string m_folder;
};

// As long as it lives no file of this process can grow beyond `bytes`: writing fails as on a failing disk, not as on
// a full one.
class ShortFiles {
 public:
  explicit ShortFiles(long bytes);
  ~ShortFiles();
  ShortFiles(const ShortFiles&) = delete;
  ShortFiles& operator=(const ShortFiles&) = delete;

 private:
  long m_before;
};

}  // namespace loket::tests

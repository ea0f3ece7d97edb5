// The system's files, of which the n-th call that changes something fails, and every one after it: what a process
// sees that is about to die. A failing append may have written half.
#pragma once

#include "core/adapters/store/journal_disk.h"

namespace loket::tests {

class FailingDisk final : public adapters::JournalDisk {
 public:
  // 1 is the next changing call; 0 is none.
  void failAt(int n, ErrorCode code = ErrorCode::DiskFault) {
    m_left = n;
    m_code = code;
  }
  bool failed() const { return m_left < 0; }
  int calls() const { return m_calls; }

  Result<std::optional<std::uint64_t>> sizeOf(const std::string& path) override;
  Result<std::string> read(const std::string& path, std::uint64_t offset, std::size_t size) override;
  Result<std::unique_ptr<adapters::JournalFile>> create(const std::string& path) override;
  Result<std::unique_ptr<adapters::JournalFile>> openToAppend(const std::string& path) override;
  Status writeAgain(const std::string& path, std::uint64_t offset, std::string_view bytes) override;
  Status rename(const std::string& from, const std::string& to) override;
  Status remove(const std::string& path) override;

  // Fails when it is this call's turn.
  Status turn();

 private:
  int m_left = 0;
  int m_calls = 0;
  ErrorCode m_code = ErrorCode::DiskFault;
};

}  // namespace loket::tests

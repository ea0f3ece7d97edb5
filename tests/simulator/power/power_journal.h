// The same disk as the sidecar sees it.
#pragma once

#include "core/adapters/store/journal_disk.h"
#include "tests/simulator/power/power_disk.h"

namespace loket::simulator {

class PowerJournal final : public adapters::JournalDisk {
 public:
  explicit PowerJournal(PowerDisk& disk) : m_disk(disk) {}

  Result<std::optional<std::uint64_t>> sizeOf(const std::string& path) override;
  Result<std::string> read(const std::string& path, std::uint64_t offset, std::size_t size) override;
  Result<std::unique_ptr<adapters::JournalFile>> create(const std::string& path) override;
  Result<std::unique_ptr<adapters::JournalFile>> openToAppend(const std::string& path) override;
  Status writeAgain(const std::string& path, std::uint64_t offset, std::string_view bytes) override;
  Status rename(const std::string& from, const std::string& to) override;
  Status remove(const std::string& path) override;

 private:
  PowerDisk& m_disk;
};

}  // namespace loket::simulator

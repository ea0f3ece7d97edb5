#include "tests/simulator/power/power_journal.h"

#include <algorithm>

namespace loket::simulator {
namespace {

// As the real one does: room is asked for in larger pieces than records.
constexpr std::size_t kReservePiece = std::size_t{1} << 20U;

Status told(PowerDisk::Answer answer) {
  switch (answer) {
    case PowerDisk::Answer::Done:
      return {};
    case PowerDisk::Answer::NoRoom:
      return fail(ErrorCode::DiskFull, "simulated");
    case PowerDisk::Answer::Failed:
      return fail(ErrorCode::DiskFault, "simulated");
  }
  return {};
}

class PowerJournalFile final : public adapters::JournalFile {
 public:
  PowerJournalFile(PowerDisk& disk, std::string name, PowerDisk::File file)
      : m_disk(disk), m_name(std::move(name)), m_file(std::move(file)), m_reserved(m_file->seen.size()) {}

  Status reserve(std::size_t bytes) override {
    const std::size_t need = m_file->seen.size() + bytes;
    if (need <= m_reserved)
      return {};
    LOKET_TRY(told(m_disk.reserve(m_file, need + kReservePiece)));
    m_reserved = need + kReservePiece;
    return {};
  }
  Status append(std::string_view bytes) override {
    return told(m_disk.write(m_name, m_file, m_file->seen.size(),
                             reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()));
  }
  Status sync() override { return told(m_disk.sync(m_name, m_file)); }

 private:
  PowerDisk& m_disk;
  std::string m_name;
  PowerDisk::File m_file;
  std::size_t m_reserved;
};

}  // namespace

Result<std::optional<std::uint64_t>> PowerJournal::sizeOf(const std::string& path) {
  bool there = false;
  LOKET_TRY(told(m_disk.access(path, there)));
  if (!m_disk.exists(path))
    return std::optional<std::uint64_t>();
  return std::optional<std::uint64_t>(m_disk.sizeOf(path));
}

Result<std::string> PowerJournal::read(const std::string& path, std::uint64_t offset, std::size_t size) {
  PowerDisk::File file;
  LOKET_TRY(told(m_disk.open(path, false, file)));
  LOKET_TRY(told(m_disk.read(file)));
  const std::size_t from = std::min(static_cast<std::size_t>(offset), file->seen.size());
  std::string bytes(std::min(size, file->seen.size() - from), '\0');
  file->seen.read(from, reinterpret_cast<std::uint8_t*>(bytes.data()), bytes.size());
  return bytes;
}

Result<std::unique_ptr<adapters::JournalFile>> PowerJournal::create(const std::string& path) {
  const bool empties = m_disk.exists(path);
  PowerDisk::File file;
  LOKET_TRY(told(m_disk.open(path, true, file)));
  if (empties)
    LOKET_TRY(told(m_disk.truncate(file, 0)));
  return std::unique_ptr<adapters::JournalFile>(
      std::make_unique<PowerJournalFile>(m_disk, path, std::move(file)));
}

Result<std::unique_ptr<adapters::JournalFile>> PowerJournal::openToAppend(const std::string& path) {
  PowerDisk::File file;
  LOKET_TRY(told(m_disk.open(path, false, file)));
  return std::unique_ptr<adapters::JournalFile>(
      std::make_unique<PowerJournalFile>(m_disk, path, std::move(file)));
}

Status PowerJournal::writeAgain(const std::string& path, std::uint64_t offset, std::string_view bytes) {
  PowerDisk::File file;
  LOKET_TRY(told(m_disk.open(path, false, file)));
  LOKET_TRY(told(m_disk.write(path, file, static_cast<std::size_t>(offset),
                              reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size())));
  return told(m_disk.sync(path, file));
}

Status PowerJournal::rename(const std::string& from, const std::string& to) {
  LOKET_TRY(told(m_disk.rename(from, to)));
  return told(m_disk.syncFolder());
}

Status PowerJournal::remove(const std::string& path) {
  if (!m_disk.exists(path))
    return {};
  LOKET_TRY(told(m_disk.remove(path, false)));
  return told(m_disk.syncFolder());
}

}  // namespace loket::simulator

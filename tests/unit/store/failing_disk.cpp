#include "tests/unit/store/failing_disk.h"

#include <utility>

namespace loket::tests {
namespace {

class FailingFile final : public adapters::JournalFile {
 public:
  FailingFile(std::unique_ptr<adapters::JournalFile> real, FailingDisk& disk) : m_real(std::move(real)), m_disk(disk) {}
  Status reserve(std::size_t bytes) override {
    LOKET_TRY(m_disk.turn());
    return m_real->reserve(bytes);
  }
  Status append(std::string_view bytes) override {
    if (const Status bad = m_disk.turn(); !bad) {
      static_cast<void>(m_real->append(bytes.substr(0, bytes.size() / 2)));
      return bad;
    }
    return m_real->append(bytes);
  }
  Status sync() override {
    LOKET_TRY(m_disk.turn());
    return m_real->sync();
  }

 private:
  std::unique_ptr<adapters::JournalFile> m_real;
  FailingDisk& m_disk;
};

}  // namespace

Status FailingDisk::turn() {
  ++m_calls;
  if (m_left > 0 && --m_left == 0)
    m_left = -1;
  if (m_left < 0)
    return fail(m_code, "as ordered");
  return {};
}

Result<std::optional<std::uint64_t>> FailingDisk::sizeOf(const std::string& path) {
  return adapters::systemJournalDisk().sizeOf(path);
}

Result<std::string> FailingDisk::read(const std::string& path, std::uint64_t offset, std::size_t size) {
  return adapters::systemJournalDisk().read(path, offset, size);
}

Result<std::unique_ptr<adapters::JournalFile>> FailingDisk::create(const std::string& path) {
  LOKET_TRY(turn());
  LOKET_ASSIGN(auto file, adapters::systemJournalDisk().create(path));
  return std::unique_ptr<adapters::JournalFile>(std::make_unique<FailingFile>(std::move(file), *this));
}

Result<std::unique_ptr<adapters::JournalFile>> FailingDisk::openToAppend(const std::string& path) {
  LOKET_ASSIGN(auto file, adapters::systemJournalDisk().openToAppend(path));
  return std::unique_ptr<adapters::JournalFile>(std::make_unique<FailingFile>(std::move(file), *this));
}

Status FailingDisk::writeAgain(const std::string& path, std::uint64_t offset, std::string_view bytes) {
  LOKET_TRY(turn());
  return adapters::systemJournalDisk().writeAgain(path, offset, bytes);
}

Status FailingDisk::rename(const std::string& from, const std::string& to) {
  LOKET_TRY(turn());
  return adapters::systemJournalDisk().rename(from, to);
}

Status FailingDisk::remove(const std::string& path) {
  LOKET_TRY(turn());
  return adapters::systemJournalDisk().remove(path);
}

}  // namespace loket::tests

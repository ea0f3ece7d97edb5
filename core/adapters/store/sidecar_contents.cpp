// The reading end of the sidecar: what is in it, what of it can be trusted, and what lies behind a damaged
// place.
#include <algorithm>

#include "core/adapters/store/sidecar.h"
#include "core/adapters/store/sidecar_format.h"

namespace loket::adapters {
namespace {

constexpr std::size_t kWindowBytes = std::size_t{1} << 20U;
// Behind a damaged place a record's number is near the last one that could be read; anything else is chance.
constexpr std::uint64_t kNumberGapMax = std::uint64_t{1} << 32U;

// A view of a file that is read from front to back.
class Window {
 public:
  Window(JournalDisk& disk, std::string path, std::uint64_t fileBytes)
      : m_disk(disk), m_path(std::move(path)), m_fileBytes(fileBytes) {}

  std::uint64_t fileBytes() const { return m_fileBytes; }
  // Up to `size` bytes from `offset`; fewer at the end of the file. Good until the next call.
  Result<std::string_view> at(std::uint64_t offset, std::size_t size) {
    const std::uint64_t left = offset < m_fileBytes ? m_fileBytes - offset : 0;
    size = static_cast<std::size_t>(std::min<std::uint64_t>(size, left));
    if (offset < m_begin || offset + size > m_begin + m_bytes.size()) {
      LOKET_ASSIGN(m_bytes, m_disk.read(m_path, offset, std::max(size, kWindowBytes)));
      m_begin = offset;
      if (m_bytes.size() < size)
        return fail(ErrorCode::DiskFault, m_path + ": became shorter");
    }
    return std::string_view(m_bytes).substr(static_cast<std::size_t>(offset - m_begin), size);
  }

 private:
  JournalDisk& m_disk;
  std::string m_path;
  std::uint64_t m_fileBytes;
  std::string m_bytes;
  std::uint64_t m_begin = 0;
};

struct Found {
  SidecarEntry entry;
  SidecarLink next;
};

std::uint64_t endOf(const SidecarEntry& entry) {
  return entry.offset + kRecordHeadBytes + kNonceBytes + entry.boxBytes;
}

// The record at `offset`, if it opens.
Result<std::optional<Found>> recordAt(Window& window, std::uint64_t offset, const SidecarLink& link,
                                      const SecretBytes& key) {
  LOKET_ASSIGN(const std::string_view clear, window.at(offset, kRecordHeadBytes));
  const auto head = decodeHead(clear);
  if (!head || head->boxBytes > window.fileBytes() - offset)
    return std::optional<Found>();
  LOKET_ASSIGN(const std::string_view record,
               window.at(offset, kRecordHeadBytes + kNonceBytes + std::size_t{head->boxBytes}));
  if (!isRecord(record, *head, link, key))
    return std::optional<Found>();
  const SidecarLink tag(record.substr(record.size() - kTagBytes));
  return std::optional<Found>(
      Found{{head->kind, head->number, offset, head->boxBytes, link, markOf(tag)}, tag});
}

// The next record behind a damaged place: the tag that it is bound to lies right before it.
Result<std::optional<Found>> recordBehind(Window& window, std::uint64_t offset, std::uint64_t last,
                                          const SecretBytes& key) {
  for (; offset + kRecordBytesMin <= window.fileBytes(); ++offset) {
    LOKET_ASSIGN(const std::string_view bytes, window.at(offset - kTagBytes, kTagBytes + kRecordHeadBytes));
    const auto head = decodeHead(bytes.substr(kTagBytes));
    if (!head || head->boxBytes > window.fileBytes() - offset || head->number < last ||
        head->number - last > kNumberGapMax)
      continue;
    const SidecarLink link(bytes.substr(0, kTagBytes));
    LOKET_ASSIGN(auto found, recordAt(window, offset, link, key));
    if (found)
      return found;
  }
  return std::optional<Found>();
}

}  // namespace

std::optional<std::uint64_t> SidecarContents::base() const {
  std::uint64_t end = kSidecarHeadBytes;
  for (const SidecarEntry& entry : entries) {
    if (entry.offset != end)
      return std::nullopt;
    if (entry.kind == SidecarKind::BaseEnd)
      return entry.number;
    end = endOf(entry);
  }
  return std::nullopt;
}

bool SidecarContents::has(std::uint64_t from) const {
  std::uint64_t next = from + 1;
  for (const SidecarEntry& entry : entries)
    if (entry.kind == SidecarKind::Commit && entry.number == next)
      ++next;
  return next == last() + 1;
}

Result<std::optional<SidecarContents>> readSidecar(JournalDisk& disk, const std::string& path,
                                                   const SecretBytes& key) {
  LOKET_ASSIGN(const auto size, disk.sizeOf(path));
  if (!size)
    return std::optional<SidecarContents>();
  Window window(disk, path, *size);
  SidecarContents contents;
  LOKET_ASSIGN(const std::string_view head, window.at(0, kSidecarHeadBytes));
  SidecarLink link(head);
  std::uint64_t offset = kSidecarHeadBytes;
  bool inBase = true;
  bool good = link.size() == kSidecarHeadBytes && link.compare(0, kSidecarMagic.size(), kSidecarMagic) == 0;
  if (!good)
    contents.state = SidecarContents::State::Damaged;
  contents.goodBytes = good ? offset : 0;
  contents.lastLink = link;
  while (offset < *size) {
    std::optional<Found> found;
    if (good) {
      LOKET_ASSIGN(found, recordAt(window, offset, link, key));
    }
    if (!found) {
      LOKET_ASSIGN(
          found, recordBehind(window, std::max<std::uint64_t>(offset + 1, kTagBytes), contents.last(), key));
      if (!found) {
        if (contents.state == SidecarContents::State::Whole)
          contents.state = SidecarContents::State::BadEnd;
        break;
      }
      contents.state = SidecarContents::State::Damaged;
      good = true;
    }
    offset = endOf(found->entry);
    link = found->next;
    if (contents.state == SidecarContents::State::Whole) {
      contents.goodBytes = offset;
      contents.lastLink = link;
      inBase = inBase && found->entry.kind != SidecarKind::BaseEnd;
      if (found->entry.kind != SidecarKind::Commit)
        contents.baseBytes = offset;
    }
    contents.entries.push_back(std::move(found->entry));
  }
  // A base is published whole: one that has no end was cut later.
  if (inBase)
    contents.state = SidecarContents::State::Damaged;
  return std::optional<SidecarContents>(std::move(contents));
}

Result<std::string> openEntry(JournalDisk& disk, const std::string& path, const SecretBytes& key,
                              const SidecarEntry& entry) {
  LOKET_ASSIGN(const std::string bytes,
               disk.read(path, entry.offset, kRecordHeadBytes + kNonceBytes + std::size_t{entry.boxBytes}));
  auto text = openRecord(bytes, {entry.boxBytes, entry.kind, entry.number}, entry.link, key);
  if (!text)
    return fail(ErrorCode::DatabaseUnreadable, path + ": changed while it was read");
  return std::move(*text);
}

}  // namespace loket::adapters

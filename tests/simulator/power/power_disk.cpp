#include "tests/simulator/power/power_disk.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace loket::simulator {
namespace {

// What a disk writes whole or not at all.
constexpr std::size_t kSector = 512;

// What a commit writes.
bool isLog(const std::string& name) {
  const auto ends = [&name](std::string_view end) {
    return name.size() > end.size() && name.compare(name.size() - end.size(), end.size(), end) == 0;
  };
  return ends("-wal") || ends(".sidecar");
}

}  // namespace

const char* nameOf(Io io) {
  switch (io) {
    case Io::Open:
      return "open";
    case Io::Read:
      return "read";
    case Io::Write:
      return "write";
    case Io::Truncate:
      return "truncate";
    case Io::Sync:
      return "sync";
    case Io::Delete:
      return "delete";
    case Io::Rename:
      return "rename";
    case Io::SyncFolder:
      return "sync of the folder";
    case Io::Reserve:
      return "reserve";
    case Io::Size:
      return "size";
    case Io::Access:
      return "access";
    case Io::Map:
      return "shared memory";
  }
  return "";
}

const char* nameOf(DiskEvent event) {
  switch (event) {
    case DiskEvent::None:
      return "none";
    case DiskEvent::CutBefore:
      return "cut before";
    case DiskEvent::CutAfter:
      return "cut after";
    case DiskEvent::CutMixed:
      return "cut, mixed";
    case DiskEvent::CutTorn:
      return "cut, torn";
    case DiskEvent::ErrorOnce:
      return "error once";
    case DiskEvent::ErrorForEver:
      return "error ever";
    case DiskEvent::Full:
      return "disk full";
  }
  return "";
}

void PagedBytes::read(std::size_t at, std::uint8_t* to, std::size_t size) const {
  while (size > 0) {
    const std::size_t within = at % kPage;
    const std::size_t part = std::min(kPage - within, size);
    if (const auto& page = m_pages[at / kPage]; page != nullptr)
      std::memcpy(to, page->data() + within, part);
    else
      std::memset(to, 0, part);
    at += part;
    to += part;
    size -= part;
  }
}

void PagedBytes::write(std::size_t at, const std::uint8_t* bytes, std::size_t size) {
  if (m_size < at + size)
    resize(at + size);
  while (size > 0) {
    const std::size_t within = at % kPage;
    const std::size_t part = std::min(kPage - within, size);
    Page& page = own(at / kPage, part == kPage ? Rest::WrittenOver : Rest::Needed);
    std::memcpy(page.data() + within, bytes, part);
    at += part;
    bytes += part;
    size -= part;
  }
}

void PagedBytes::resize(std::size_t size) {
  // What is cut off must not come back when the file grows again.
  if (const std::size_t within = size % kPage;
      size < m_size && within > 0 && m_pages[size / kPage] != nullptr) {
    Page& page = own(size / kPage, Rest::Needed);
    std::memset(page.data() + within, 0, kPage - within);
  }
  m_pages.resize((size + kPage - 1) / kPage);
  m_size = size;
}

void PagedBytes::flip(std::size_t at, std::uint8_t bits) {
  own(at / kPage, Rest::Needed)[at % kPage] ^= bits;
}

PagedBytes::Page& PagedBytes::own(std::size_t page, Rest rest) {
  std::shared_ptr<Page>& mine = m_pages[page];
  if (mine != nullptr && mine.use_count() == 1)
    return *mine;
  auto fresh = std::make_shared_for_overwrite<Page>();
  if (rest == Rest::Needed) {
    if (mine != nullptr)
      *fresh = *mine;
    else
      fresh->fill(0);
  }
  mine = std::move(fresh);
  return *mine;
}

void PowerDisk::load(const Image& image) {
  m_names.clear();
  m_unsyncedNames.clear();
  for (const auto& [name, bytes] : image) {
    auto file = std::make_shared<Inode>();
    file->seen = bytes;
    file->kept = bytes;
    m_names.emplace(name, std::move(file));
  }
  m_keptNames = m_names;
}

PowerDisk::Image PowerDisk::keptImage() const {
  Image image;
  for (const auto& [name, file] : m_keptNames) image.emplace(name, file->kept);
  return image;
}

std::size_t PowerDisk::sizeOf(const std::string& name) const {
  const auto at = m_names.find(name);
  return at == m_names.end() ? 0 : at->second->seen.size();
}

void PowerDisk::plan(DiskEvent event, std::uint64_t call) {
  m_plan = event;
  m_happened = false;
  m_planAt = call + (isCut(event) ? m_changes : m_calls);
}

PowerDisk::Way PowerDisk::enter(Io io, bool changes) {
  ++m_calls;
  m_changes += changes ? 1 : 0;
  if (m_off)
    return Way::Fail;
  ++coverage[static_cast<std::size_t>(io)];
  const bool now = isCut(m_plan) ? changes && m_changes == m_planAt : m_calls == m_planAt;
  if (m_plan != DiskEvent::None && !m_happened && now) {
    m_happened = true;
    m_struck = {m_plan, io};
    switch (m_plan) {
      case DiskEvent::CutBefore:
        return Way::CutFirst;
      case DiskEvent::CutAfter:
      case DiskEvent::CutMixed:
        return Way::DoThenCut;
      case DiskEvent::CutTorn:
        return Way::TearThenCut;
      case DiskEvent::ErrorOnce:
        ++m_errors;
        return Way::Fail;
      case DiskEvent::ErrorForEver:
        m_broken = true;
        break;
      case DiskEvent::Full:
        m_full = true;
        break;
      case DiskEvent::None:
        break;
    }
  }
  m_errors += m_broken ? 1 : 0;
  return m_broken ? Way::Fail : Way::Do;
}

void PowerDisk::leave(Way way) {
  if (way != Way::Do && way != Way::Fail)
    goOff(m_plan);
}

void PowerDisk::cut(DiskEvent how) {
  if (m_off)
    return;
  m_happened = true;
  goOff(how);
}

void PowerDisk::apply(PagedBytes& bytes, const Change& change) {
  if (change.isTruncate)
    bytes.resize(change.at);
  else
    bytes.write(change.at, change.bytes.data(), change.bytes.size());
}

// Every sector of it old, new or garbled; no byte beside it is touched.
void PowerDisk::tear(PagedBytes& bytes, const Change& change) {
  if (change.isTruncate) {
    if (m_rng() % 2 == 0)
      apply(bytes, change);
    return;
  }
  for (std::size_t done = 0; done < change.bytes.size();) {
    const std::size_t at = change.at + done;
    const std::size_t size = std::min(kSector - at % kSector, change.bytes.size() - done);
    const std::uint64_t fate = m_rng() % 5;
    if (fate >= 2) {
      std::array<std::uint8_t, kSector> garbled;
      if (fate == 4)
        std::generate_n(garbled.begin(), size, [this] { return static_cast<std::uint8_t>(m_rng() & 0xFFU); });
      bytes.write(at, fate == 4 ? garbled.data() : change.bytes.data() + done, size);
    }
    done += size;
  }
}

void PowerDisk::keepNames(std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) {
    const Naming& one = m_unsyncedNames[i];
    if (one.file == nullptr)
      m_keptNames.erase(one.name);
    else
      m_keptNames[one.name] = one.file;
    if (!one.was.empty())
      m_keptNames.erase(one.was);
  }
  m_unsyncedNames.erase(m_unsyncedNames.begin(),
                        m_unsyncedNames.begin() + static_cast<std::ptrdiff_t>(count));
}

void PowerDisk::goOff(DiskEvent how) {
  m_off = true;
  // A journal of names is kept in order, up to somewhere.
  switch (how) {
    case DiskEvent::CutBefore:
      break;
    case DiskEvent::CutAfter:
      keepNames(m_unsyncedNames.size());
      break;
    case DiskEvent::CutMixed:
    case DiskEvent::CutTorn:
      keepNames(m_rng() % (m_unsyncedNames.size() + 1));
      break;
    case DiskEvent::None:
    case DiskEvent::ErrorOnce:
    case DiskEvent::ErrorForEver:
    case DiskEvent::Full:
      break;
  }
  m_unsyncedNames.clear();
  for (auto& [name, file] : m_keptNames) {
    for (const Change& change : file->unsynced) {
      if (how == DiskEvent::CutBefore)
        break;
      const std::uint64_t fate = how == DiskEvent::CutAfter ? 0 : m_rng() % 3;
      if (fate == 0)
        apply(file->kept, change);
      else if (fate == 1)
        tear(file->kept, change);
    }
    file->unsynced.clear();
    if (m_lie == DiskLie::RotsAfterwards && !file->kept.empty())
      file->kept.flip(m_rng() % file->kept.size(), 0x10U);
  }
}

void PowerDisk::powerOn(Care care) {
  if (m_off) {
    // Programs of before hold the old files; what they still do with them is nobody's.
    std::map<std::string, File> fresh;
    for (const auto& [name, file] : m_keptNames) {
      auto copy = std::make_shared<Inode>();
      copy->kept = file->kept;
      copy->seen = file->kept;
      fresh.emplace(name, std::move(copy));
    }
    m_names = fresh;
    m_keptNames = std::move(fresh);
    m_off = false;
  }
  if (care == Care::Mended) {
    m_plan = DiskEvent::None;
    m_broken = false;
    m_full = false;
  }
}

PowerDisk::Answer PowerDisk::open(const std::string& name, bool create, File& file) {
  const auto known = m_names.find(name);
  const bool makes = known == m_names.end() && create;
  const Way way = enter(Io::Open, makes);
  if (way == Way::Fail || way == Way::CutFirst || (known == m_names.end() && !create) || (makes && m_full)) {
    m_errors += way == Way::Do && makes ? 1 : 0;
    leave(way);
    return Answer::Failed;
  }
  if (makes) {
    file = std::make_shared<Inode>();
    m_names.emplace(name, file);
    m_unsyncedNames.push_back({name, file, {}});
  } else {
    file = known->second;
  }
  leave(way);
  return Answer::Done;
}

PowerDisk::Answer PowerDisk::read(const File&) {
  return enter(Io::Read, false) == Way::Fail ? Answer::Failed : Answer::Done;
}

PowerDisk::Answer PowerDisk::write(const std::string& name, const File& file, std::size_t at,
                                   const std::uint8_t* bytes, std::size_t size) {
  const Way way = enter(Io::Write, true);
  if (way == Way::Fail || way == Way::CutFirst) {
    if (way == Way::Fail && !m_off && isLog(name))
      ++m_logErrors;
    leave(way);
    return Answer::Failed;
  }
  Change change{false, at, Bytes(bytes, bytes + size)};
  if (m_full && at + size > std::max(file->seen.size(), file->reserved)) {
    // What still fits is written: what the file had, or the sectors up to a border.
    change.bytes.resize(m_rng() % (size / kSector + 1) * kSector);
    if (!change.bytes.empty()) {
      apply(file->seen, change);
      file->unsynced.push_back(std::move(change));
    }
    ++m_errors;
    return Answer::NoRoom;
  }
  apply(file->seen, change);
  if (way == Way::TearThenCut)
    tear(file->kept, change);
  else
    file->unsynced.push_back(std::move(change));
  leave(way);
  return Answer::Done;
}

PowerDisk::Answer PowerDisk::truncate(const File& file, std::size_t size) {
  const Way way = enter(Io::Truncate, true);
  if (way == Way::Fail || way == Way::CutFirst) {
    leave(way);
    return Answer::Failed;
  }
  Change change{true, size, {}};
  apply(file->seen, change);
  file->unsynced.push_back(std::move(change));
  leave(way);
  return Answer::Done;
}

PowerDisk::Answer PowerDisk::sync(const std::string& name, const File& file) {
  const Way way = enter(Io::Sync, true);
  if (way == Way::Fail && !m_off) {
    // The pages are clean from now on and were never written: what a kernel does. Some file systems drop them,
    // others (ext4) go on showing them until the power goes.
    if (isLog(name) && !file->unsynced.empty())
      ++m_logErrors;
    file->unsynced.clear();
    if (m_rng() % 2 == 0)
      file->seen = file->kept;
  }
  if (way == Way::Fail || way == Way::CutFirst || way == Way::TearThenCut) {
    leave(way);
    return Answer::Failed;
  }
  if (m_lie != DiskLie::SyncIsNothing) {
    for (const Change& change : file->unsynced) apply(file->kept, change);
    file->unsynced.clear();
    // The file's own name comes with it, and all that happened to names before.
    const auto named = std::find_if(m_unsyncedNames.rbegin(), m_unsyncedNames.rend(),
                                    [&file](const Naming& one) { return one.file == file; });
    keepNames(static_cast<std::size_t>(m_unsyncedNames.rend() - named));
  }
  leave(way);
  return Answer::Done;
}

PowerDisk::Answer PowerDisk::remove(const std::string& name, bool syncFolder) {
  const Way way = enter(Io::Delete, m_names.count(name) > 0);
  if (way == Way::Fail || way == Way::CutFirst) {
    leave(way);
    return Answer::Failed;
  }
  if (m_names.erase(name) > 0)
    m_unsyncedNames.push_back({name, nullptr, {}});
  if (syncFolder && way != Way::TearThenCut)
    keepNames(m_unsyncedNames.size());
  leave(way);
  return Answer::Done;
}

PowerDisk::Answer PowerDisk::rename(const std::string& from, const std::string& to) {
  const auto at = m_names.find(from);
  const Way way = enter(Io::Rename, at != m_names.end());
  if (way == Way::Fail || way == Way::CutFirst || way == Way::TearThenCut || at == m_names.end()) {
    leave(way);
    return Answer::Failed;
  }
  const File file = at->second;
  m_names.erase(at);
  m_names[to] = file;
  m_unsyncedNames.push_back({to, file, from});
  leave(way);
  return Answer::Done;
}

PowerDisk::Answer PowerDisk::syncFolder() {
  const Way way = enter(Io::SyncFolder, true);
  if (way == Way::Do || way == Way::DoThenCut)
    keepNames(m_lie == DiskLie::SyncIsNothing ? 0 : m_unsyncedNames.size());
  leave(way);
  return way == Way::Do ? Answer::Done : Answer::Failed;
}

PowerDisk::Answer PowerDisk::reserve(const File& file, std::size_t size) {
  if (enter(Io::Reserve, false) == Way::Fail)
    return Answer::Failed;
  if (m_full) {
    ++m_errors;
    return Answer::NoRoom;
  }
  file->reserved = std::max(file->reserved, size);
  return Answer::Done;
}

PowerDisk::Answer PowerDisk::size(const File&) {
  return enter(Io::Size, false) == Way::Fail ? Answer::Failed : Answer::Done;
}

PowerDisk::Answer PowerDisk::access(const std::string& name, bool& there) {
  if (enter(Io::Access, false) == Way::Fail)
    return Answer::Failed;
  const auto at = m_names.find(name);
  there = at != m_names.end() && !at->second->seen.empty();
  return Answer::Done;
}

PowerDisk::Answer PowerDisk::map(const File&, bool extends) {
  if (enter(Io::Map, false) == Way::Fail)
    return Answer::Failed;
  if (!extends || !m_full)
    return Answer::Done;
  ++m_errors;
  return Answer::NoRoom;
}

}  // namespace loket::simulator

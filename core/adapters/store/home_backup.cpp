#include "core/adapters/store/home_backup.h"

#include <filesystem>
#include <set>

#include <fmt/format.h>

#include "core/adapters/store/home_store.h"
#include "core/base/text.h"

namespace loket::adapters {
namespace {

// What a sale needs beside the copy.
constexpr std::uintmax_t kLeftForSales = 16U << 20U;

// A database of this run only, which goes with it.
class Scratch {
 public:
  Scratch(JournalDisk& disk, std::string path) : m_disk(disk), m_path(std::move(path)) {}
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  ~Scratch() { static_cast<void>(clear()); }
  Status clear() {
    for (const char* tail : {"", "-wal", "-shm", "-journal"}) LOKET_TRY(m_disk.remove(m_path + tail));
    return {};
  }
  const std::string& path() const { return m_path; }

 private:
  JournalDisk& m_disk;
  std::string m_path;
};

std::string hexOfMark(const std::string& mark) { return toHex(reinterpret_cast<const unsigned char*>(mark.data()), mark.size()); }

// Nothing, or a backup of this very home, also of before it got another data key.
Status mayReplace(JournalDisk& disk, const std::string& path, const std::set<std::string>& marks) {
  const auto head = readBackupHead(disk, path);
  if (!head && head.error().code == ErrorCode::NotFound)
    return {};
  return head && marks.count(hexOfMark(head->homeMark)) > 0 ? Status() : fail(ErrorCode::FileExists, path);
}

Result<std::set<std::string>> marksOf(SqlcipherReader& live, const SecretBytes& key) {
  std::set<std::string> marks{hexOfMark(backupMarkOf(key))};
  const std::size_t letters = marks.begin()->size();
  LOKET_ASSIGN(const auto rows, live.settings());
  const auto before = rows.find(kBackupMarksBefore);
  for (std::size_t at = 0; before != rows.end() && at + letters <= before->second.size(); at += letters)
    marks.insert(before->second.substr(at, letters));
  return marks;
}

Result<BackupFacts> factsOf(SqlcipherReader& reader) {
  BackupFacts facts;
  LOKET_ASSIGN(const auto rows, reader.settings());
  if (const auto name = rows.find("outlet.name"); name != rows.end())
    facts.outlet = name->second;
  LOKET_ASSIGN(const auto counts, reader.paymentCounts());
  facts.payments = counts.all;
  facts.open = counts.open;
  return facts;
}

Status stream(JournalDisk& disk, const std::string& from, BackupWriter& to, const BackupGoOn& goOn) {
  LOKET_ASSIGN(const auto size, disk.sizeOf(from));
  for (std::uint64_t at = 0; size && at < *size;) {
    LOKET_ASSIGN(const std::string piece, disk.read(from, at, kBackupPiece));
    if (piece.empty())
      return fail(ErrorCode::DiskFault, from + ": became shorter");
    LOKET_TRY(to.database(piece));
    at += piece.size();
    // The second half of the work.
    if (!goOn(*size + at, 2 * *size))
      return fail(ErrorCode::Closed, from);
  }
  return {};
}

}  // namespace

Status roomForCopy(const std::string& folder, const std::string& what, const std::string& target, std::uint64_t more) {
  std::error_code problem;
  std::uint64_t bytes = std::filesystem::file_size(what, problem);
  const auto space = problem ? std::filesystem::space_info{} : std::filesystem::space(folder, problem);
  if (problem)
    return fail(ErrorCode::DiskFault, folder + ": " + problem.message());
  std::error_code none;
  const auto log = std::filesystem::file_size(what + "-wal", none);
  bytes += none ? 0 : log;
  // On the same disk the file itself stands beside the copy that it is made of.
  const auto there = target.empty() ? std::filesystem::space_info{} : std::filesystem::space(target, none);
  if (!target.empty() && !none && there.capacity == space.capacity && there.free == space.free)
    bytes *= 2;
  bytes += more;
  if (space.available < bytes + kLeftForSales)
    return fail(ErrorCode::DiskFull, fmt::format("{}: the copy needs {} MiB more", folder,
                                                 (bytes + kLeftForSales - space.available + (1U << 20U) - 1) >> 20U));
  return {};
}

Result<BackupFacts> makeBackup(const BackupSource& source, const std::string& path, Instant madeAt,
                               const BackupTools& tools, const BackupGoOn& goOn) {
  std::set<std::string> marks;
  {
    LOKET_ASSIGN(const auto live, SqlcipherReader::open(databaseIn(source.home), source.key));
    LOKET_ASSIGN(marks, marksOf(*live, source.key));
  }
  LOKET_TRY(mayReplace(tools.disk, path, marks));
  LOKET_TRY(roomForCopy(source.home, databaseIn(source.home), std::filesystem::absolute(path).parent_path().string()));
  Scratch copy(tools.disk, source.home + "/backup-copy.db");
  LOKET_TRY(copy.clear());
  BackupContents contents;
  {
    LOKET_ASSIGN(const auto live, SqlcipherReader::open(databaseIn(source.home), source.key));
    LOKET_TRY(live->copyTo(copy.path(), source.key,
                           [&goOn](std::uint64_t done, std::uint64_t total) { return goOn(done, 2 * total); }));
  }
  {
    // Of the copy: the counter may have sold on.
    LOKET_ASSIGN(const auto copied, SqlcipherReader::open(copy.path(), source.key));
    LOKET_ASSIGN(contents.facts, factsOf(*copied));
  }
  contents.facts.madeAt = madeAt;
  contents.keySlots = source.keySlots;
  if (tools.probe != nullptr)
    tools.probe->reached("backup.copied");
  const std::string mark = backupMarkOf(source.key);
  const std::string part = path + ".part-" + toHex(reinterpret_cast<const std::uint8_t*>(mark.data()), 4);
  const auto written = [&]() -> Status {
    LOKET_ASSIGN(BackupWriter writer, BackupWriter::create(tools.disk, part, source.key, source.recoverySlot,
                                                           tools.entropy, contents));
    LOKET_TRY(stream(tools.disk, copy.path(), writer, goOn));
    LOKET_TRY(writer.finish());
    contents.facts.bytes = writer.bytes();
    if (tools.probe != nullptr)
      tools.probe->reached("backup.before-rename");
    // Somebody may have put something there meanwhile.
    LOKET_TRY(mayReplace(tools.disk, path, marks));
    return tools.disk.rename(part, path);
  }();
  if (!written) {
    static_cast<void>(tools.disk.remove(part));
    return fail(written.error());
  }
  return contents.facts;
}

Result<BackupContents> unpackBackup(JournalDisk& disk, const std::string& path, const SecretBytes& key,
                                    const std::string& database, const BackupGoOn& goOn) {
  LOKET_ASSIGN(const BackupHead head, readBackupHead(disk, path));
  LOKET_ASSIGN(const auto total, disk.sizeOf(path));
  LOKET_ASSIGN(const auto file, disk.create(database));
  std::uint64_t done = 0;
  LOKET_ASSIGN(BackupContents contents,
               readBackup(disk, path, head, key, [&](std::string_view piece) -> Status {
                 done += piece.size();
                 if (!goOn(done, total.value_or(done)))
                   return fail(ErrorCode::Closed, path);
                 return file->append(piece);
               }));
  LOKET_TRY(file->sync());
  return contents;
}

Result<BackupFacts> checkBackup(JournalDisk& disk, const std::string& path, const SecretBytes& key,
                                const std::string& folder, const BackupGoOn& goOn) {
  Scratch copy(disk, folder + "/backup-check.db");
  LOKET_TRY(copy.clear());
  // What is not there is told by whoever reads it.
  LOKET_ASSIGN(const auto bytes, disk.sizeOf(path));
  if (bytes)
    LOKET_TRY(roomForCopy(folder, path));
  LOKET_ASSIGN(const BackupContents contents, unpackBackup(disk, path, key, copy.path(), goOn));
  const auto damage = [&path](const std::string& what) { return fail(ErrorCode::BackupDamaged, path + ": " + what); };
  const auto store = SqlcipherStore::open(copy.path(), key);
  if (!store && store.error().code == ErrorCode::DatabaseVersion)
    return fail(ErrorCode::BackupVersion, path + ": " + store.error().detail);
  if (!store)
    return damage("its database: " + store.error().detail);
  if (const Status whole = (*store)->verifyAll(); !whole)
    return damage("its database: " + whole.error().detail);
  LOKET_ASSIGN(const ports::LedgerTrial trial, (*store)->trial());
  if (!trial.broken.empty())
    return damage("its books: " + trial.broken.front().rule + ": " + trial.broken.front().what);
  LOKET_ASSIGN(const BackupFacts counted, factsOf(**store));
  if (counted.payments != contents.facts.payments || counted.open != contents.facts.open)
    return damage("it has other payments than it says");
  return contents.facts;
}

}  // namespace loket::adapters

#include "core/adapters/store/home_rekey.h"

#include "core/adapters/store/home_backup.h"
#include "core/base/text.h"

namespace loket::adapters {
namespace {

class NewKey {
 public:
  NewKey(const std::string& home, const HomeKeys& keys, const HomeStoreOptions& options)
      : m_home(home),
        m_keys(keys),
        m_options(options),
        m_disk(options.disk != nullptr ? *options.disk : systemJournalDisk()),
        m_database(databaseIn(home)),
        m_copy(m_database + ".rekey"),
        m_whole(m_database + ".rekeyed") {}

  Result<std::vector<std::string>> write(const ports::UnitOfWork& last, const BackupGoOn& goOn) {
    LOKET_TRY(clear());
    std::uint64_t commits = 0;
    std::string mark;
    std::vector<std::string> notes;
    {
      LOKET_ASSIGN(auto opened, openHomeStore(m_home, m_keys.before, m_options));
      notes = std::move(opened.notes);
      commits = opened.store->commits();
      mark = opened.store->mark();
      // To be looked through afterwards is as much work again.
      bool isGoingOn = true;
      LOKET_TRY(opened.store->copyTo(m_copy, m_keys.now, [&](std::uint64_t done, std::uint64_t total) {
        isGoingOn = isGoingOn && goOn(done, 2 * total);
        return isGoingOn;
      }));
      if (!isGoingOn)
        return fail(ErrorCode::Closed, m_copy);
    }
    {
      LOKET_ASSIGN(const auto copied, SqlcipherStore::open(m_copy, m_keys.now));
      if (copied->commits() != commits || copied->mark() != mark)
        return fail(ErrorCode::DatabaseUnreadable, m_copy + ": another one than it was made of");
      LOKET_TRY(copied->verify());
      ports::UnitOfWork work = last;
      LOKET_ASSIGN(const auto rows, copied->settings());
      const auto marks = rows.find(kBackupMarksBefore);
      const std::string ours = backupMarkOf(m_keys.before);
      work.settings[kBackupMarksBefore] = (marks == rows.end() ? std::string() : marks->second) +
                                          toHex(reinterpret_cast<const unsigned char*>(ours.data()), ours.size());
      LOKET_TRY(copied->commit(work));
    }
    for (const std::string& path : {m_database, m_copy}) LOKET_TRY(hasNoLog(path));
    {
      // Copying has waited for no disk.
      LOKET_ASSIGN(const auto file, m_disk.openToAppend(m_copy));
      LOKET_TRY(file->sync());
    }
    reached("rekey.copied");
    // The folder is on the disk with this: also that the log of the one before is gone, which would be taken for the new one's.
    LOKET_TRY(m_disk.rename(m_copy, m_whole));
    reached("rekey.before-switch");
    LOKET_TRY(m_disk.rename(m_whole, m_database));
    reached("rekey.switched");
    LOKET_ASSIGN(const bool isNew, settle());
    if (!isNew)
      return fail(ErrorCode::DiskFault, m_database + ": it is not the one that was written");
    static_cast<void>(goOn(1, 1));
    return notes;
  }

  Result<bool> settle() {
    LOKET_ASSIGN(const auto there, m_disk.sizeOf(m_database));
    bool isNew = false;
    if (!there) {
      LOKET_ASSIGN(isNew, sidecarHasNew());
    } else {
      const auto store = SqlcipherStore::open(m_database, m_keys.now);
      isNew = store.has_value();
      if (!store && store.error().code != ErrorCode::DatabaseUnreadable)
        return fail(store.error());
      if (isNew)
        LOKET_TRY(bringSidecar(**store));
    }
    if (there && !isNew) {
      const auto store = SqlcipherStore::open(m_database, m_keys.before);
      if (!store)
        return fail(store.error());
    }
    LOKET_TRY(clear());
    return isNew;
  }

  Result<bool> sidecarHasNew() {
    for (const bool isNew : {true, false}) {
      LOKET_ASSIGN(const auto contents, readSidecar(m_disk, sidecarIn(m_home), sidecarKey(isNew ? m_keys.now : m_keys.before)));
      if (contents && contents->base())
        return isNew;
    }
    return fail(ErrorCode::DatabaseUnreadable, sidecarIn(m_home) + ": it opens by neither key");
  }

 private:
  void reached(const char* point) {
    if (m_options.probe != nullptr)
      m_options.probe->reached(point);
  }

  // Copies of this home under either key that nobody will ever look at.
  Status clear() {
    for (const std::string& path : {m_copy, m_whole, m_database + ".new", m_home + "/backup-copy.db", m_home + "/backup-check.db"})
      for (const char* tail : {"", "-wal", "-shm", "-journal"}) {
        LOKET_ASSIGN(const auto there, m_disk.sizeOf(path + tail));
        if (there)
          LOKET_TRY(m_disk.remove(path + tail));
      }
    return {};
  }

  Status hasNoLog(const std::string& path) {
    LOKET_ASSIGN(const auto log, m_disk.sizeOf(path + "-wal"));
    return log ? fail(ErrorCode::DiskFault, path + ": its log is still there") : Status();
  }

  // The sidecar of before, by one that begins with what the database has.
  Status bringSidecar(SqlcipherStore& store) {
    const std::string path = sidecarIn(m_home);
    LOKET_ASSIGN(const auto ours, readSidecar(m_disk, path, sidecarKey(m_keys.now)));
    if (!ours || ours->base())
      return {};
    LOKET_ASSIGN(const auto before, readSidecar(m_disk, path, sidecarKey(m_keys.before)));
    // Of neither: whoever opens the home puts it aside.
    if (!before || !before->base())
      return {};
    // It was behind when the database was written; a database that somebody has put here is not.
    if (before->last() > store.commits())
      return fail(ErrorCode::DatabaseUnreadable, m_database + ": the sidecar of the key before has more than it");
    return store.followAnew({m_disk, path, sidecarKey(m_keys.now), m_options.compactBytes, m_options.probe}, {});
  }

  std::string m_home;
  HomeKeys m_keys;
  HomeStoreOptions m_options;
  JournalDisk& m_disk;
  std::string m_database;
  std::string m_copy;   // being written
  std::string m_whole;  // written
};

}  // namespace

Status roomForNewKey(const std::string& home) {
  LOKET_ASSIGN(const auto sidecar, systemJournalDisk().sizeOf(sidecarIn(home)));
  LOKET_ASSIGN(const auto database, systemJournalDisk().sizeOf(databaseIn(home)));
  // Without a database there is nothing to copy: opening it says what is wrong.
  return database ? roomForCopy(home, databaseIn(home), {}, sidecar.value_or(0)) : Status();
}

Result<std::vector<std::string>> writeUnderNewKey(const std::string& home, const HomeKeys& keys, const ports::UnitOfWork& last,
                                                  const HomeStoreOptions& options, const BackupGoOn& goOn) {
  return NewKey(home, keys, options).write(last, goOn);
}

Result<bool> settleNewKey(const std::string& home, const HomeKeys& keys, const HomeStoreOptions& options) {
  return NewKey(home, keys, options).settle();
}

Result<bool> sidecarHasNewKey(const std::string& home, const HomeKeys& keys, const HomeStoreOptions& options) {
  return NewKey(home, keys, options).sidecarHasNew();
}

}  // namespace loket::adapters

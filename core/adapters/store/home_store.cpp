#include "core/adapters/store/home_store.h"

#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

#include "core/adapters/store/work_json.h"

namespace loket::adapters {
namespace {

constexpr const char* kAside = ".aside-";
constexpr const char* kRebuildHint = "; loketctl rebuild puts it aside and makes a new one from the sidecar";

class Opening {
 public:
  Opening(const std::string& home, const SecretBytes& key, const HomeStoreOptions& options)
      : m_home(home),
        m_database(databaseIn(home)),
        m_path(sidecarIn(home)),
        m_key(key),
        m_sidecarKey(sidecarKey(key)),
        m_options(options),
        m_disk(options.disk != nullptr ? *options.disk : systemJournalDisk()) {}

  Result<HomeStore> create() {
    LOKET_ASSIGN(const auto there, m_disk.sizeOf(m_path));
    if (there)
      return fail(ErrorCode::HomeExists, m_path);
    LOKET_ASSIGN(m_result.store, SqlcipherStore::create(m_database, m_key));
    LOKET_TRY(m_result.store->followAnew(place(), {}));
    return std::move(m_result);
  }

  Result<HomeStore> open() {
    LOKET_TRY(look());
    if (!m_databaseThere) {
      if (!m_contents)
        return fail(ErrorCode::HomeMissing, m_database);
      LOKET_TRY(makeDatabase());
      LOKET_TRY(moveLog(asideName(m_database)));
      LOKET_TRY(m_disk.rename(freshDatabase(), m_database));
      note("the database was missing and was made again from the sidecar");
    }
    auto opened = SqlcipherStore::open(m_database, m_key);
    if (!opened && isDamage(opened.error()) && makesDatabase())
      return fail(opened.error().code, opened.error().detail + kRebuildHint);
    if (!opened)
      return fail(opened.error());
    m_result.store = std::move(*opened);
    LOKET_TRY(agree());
    return std::move(m_result);
  }

  Result<HomeStore> rebuild() {
    LOKET_TRY(look());
    if (!m_databaseThere)
      return open();
    {
      auto store = SqlcipherStore::open(m_database, m_key);
      // Another program's database is no damaged one.
      if (!store && !isDamage(store.error()))
        return fail(store.error());
      if (store && (*store)->verify()) {
        LOKET_ASSIGN(const bool usable, continues(**store));
        if (usable)
          return fail(ErrorCode::StateForbids, m_database + " is in order");
      }
    }
    if (!m_contents)
      return fail(ErrorCode::DatabaseUnreadable, m_path + ": there is none");
    LOKET_TRY(makeDatabase());
    const std::string aside = asideName(m_database);
    // The database first: without its log it would be another, older one.
    LOKET_TRY(m_disk.rename(m_database, aside));
    LOKET_TRY(moveLog(aside));
    LOKET_TRY(m_disk.rename(freshDatabase(), m_database));
    note("the database was put aside as " + nameOf(aside) + " and made again from the sidecar");
    LOKET_ASSIGN(m_result.store, SqlcipherStore::open(m_database, m_key));
    LOKET_TRY(agree());
    return std::move(m_result);
  }

 private:
  // Of this file: a new one lies elsewhere on the disk.
  static bool isDamage(const Error& error) {
    return error.code == ErrorCode::DatabaseUnreadable || error.code == ErrorCode::DiskFault;
  }
  void note(std::string text) { m_result.notes.push_back(std::move(text)); }
  static std::string nameOf(const std::string& path) {
    return std::filesystem::path(path).filename().string();
  }
  std::string freshDatabase() const { return m_database + ".new"; }

  SqlcipherStore::SidecarPlace place() const {
    return {m_disk, m_path, m_sidecarKey.clone(), m_options.compactBytes, m_options.probe};
  }

  Status look() {
    LOKET_ASSIGN(const auto database, m_disk.sizeOf(m_database));
    m_databaseThere = database.has_value();
    // One that was not published holds nothing that its predecessor and the database do not.
    LOKET_TRY(m_disk.remove(m_path + ".new"));
    LOKET_ASSIGN(m_contents, readSidecar(m_disk, m_path, m_sidecarKey));
    return {};
  }

  std::string asideName(const std::string& path) const {
    std::error_code ignored;
    for (int n = 1;; ++n) {
      std::string name = path + kAside + std::to_string(n);
      if (!std::filesystem::exists(name, ignored) && !std::filesystem::exists(name + "-wal", ignored))
        return name;
    }
  }

  // The log of a database that is gone would be taken for the new one's.
  Status moveLog(const std::string& aside) {
    for (const char* tail : {"-wal", "-shm"}) {
      LOKET_ASSIGN(const auto there, m_disk.sizeOf(m_database + tail));
      if (there)
        LOKET_TRY(m_disk.rename(m_database + tail, aside + tail));
    }
    return {};
  }

  // Under another name until it is whole: a database that is there is never half of one.
  Status makeDatabase() {
    if (!makesDatabase())
      return fail(ErrorCode::DatabaseUnreadable, m_path + ": damaged, and not enough for a new database");
    for (const char* tail : {"", "-wal", "-shm"}) LOKET_TRY(m_disk.remove(freshDatabase() + tail));
    {
      LOKET_ASSIGN(const auto store, SqlcipherStore::create(freshDatabase(), m_key));
      LOKET_TRY(store->replay(place(), *m_contents));
    }
    // Closing has put everything into the file itself, or what was renamed would not be all of it.
    LOKET_ASSIGN(const auto log, m_disk.sizeOf(freshDatabase() + "-wal"));
    if (log)
      return fail(ErrorCode::DiskFault, freshDatabase() + ": its log is still there");
    return {};
  }

  // The sidecar alone is enough.
  bool makesDatabase() const {
    return m_contents && m_contents->base() && m_contents->has(*m_contents->base());
  }

  // Whether the sidecar is the rest of this database's history: it has everything that comes behind it, and
  // what both have is the same.
  Result<bool> continues(const SqlcipherStore& store) const {
    if (!m_contents)
      return true;
    const std::uint64_t had = store.commits();
    if (m_contents->last() > had && store.isFresh())
      return makesDatabase();
    if (m_contents->last() > had && !m_contents->has(had))
      return false;
    for (const SidecarEntry& entry : m_contents->entries) {
      if (entry.number != had || entry.kind == SidecarKind::BasePart)
        continue;
      if (entry.kind == SidecarKind::Commit)
        return entry.mark == store.mark();
      LOKET_ASSIGN(const std::string text, openEntry(m_disk, m_path, m_sidecarKey, entry));
      LOKET_ASSIGN(const BaseEnd end, decodeBaseEnd(text));
      return end.mark == store.mark();
    }
    return true;
  }

  Status agree() {
    SqlcipherStore& store = *m_result.store;
    const std::uint64_t had = store.commits();
    if (!m_contents) {
      if (had > 0)
        note("there was no sidecar; a new one was written");
      return store.followAnew(place(), {});
    }
    const std::uint64_t told = m_contents->last();
    LOKET_ASSIGN(const bool usable, continues(store));
    if (!usable)
      return fail(
          ErrorCode::DatabaseUnreadable,
          fmt::format("{}: it ends at {}, the sidecar at {}, and the one is not the beginning of the other{}",
                      m_database, had, told, makesDatabase() ? kRebuildHint : ""));
    if (told > had) {
      LOKET_TRY(store.replay(place(), *m_contents));
      note(fmt::format("the database ended at {}, and got everything up to {} from the sidecar", had, told));
    }
    switch (m_contents->state) {
      case SidecarContents::State::Whole:
        if (told >= had)
          return store.follow(place(), *m_contents);
        // A crash between the two, at most; the database has everything.
        note(
            fmt::format("the sidecar ended at {}, the database at {}; a new sidecar was written", told, had));
        return store.followAnew(place(), {});
      case SidecarContents::State::BadEnd:
        if (told >= had)
          break;
        // An append that a crash tore: what it was to say is in the database.
        note(fmt::format(
            "the sidecar could not be read behind {}; the database goes to {}; a new sidecar was written",
            told, had));
        return store.followAnew(place(), {});
      case SidecarContents::State::Damaged:
        break;
    }
    const std::string aside = asideName(m_path);
    note(fmt::format("the sidecar could not be read {}; it was put aside as {}, and a new one written",
                     m_contents->state == SidecarContents::State::Damaged ? "in its middle" : "at its end",
                     nameOf(aside)));
    return store.followAnew(place(), aside);
  }

  std::string m_home;
  std::string m_database;
  std::string m_path;
  const SecretBytes& m_key;
  SecretBytes m_sidecarKey;
  HomeStoreOptions m_options;
  JournalDisk& m_disk;
  bool m_databaseThere = false;
  std::optional<SidecarContents> m_contents;
  HomeStore m_result;
};

}  // namespace

std::string databaseIn(const std::string& home) {
  return home + "/loket.db";
}
std::string sidecarIn(const std::string& home) {
  return home + "/loket.sidecar";
}

std::vector<std::string> filesAsideIn(const std::string& home) {
  std::vector<std::string> names;
  std::error_code problem;
  for (std::filesystem::directory_iterator at(home, problem), end; !problem && at != end;
       at.increment(problem)) {
    const std::string name = at->path().filename().string();
    if (name.find(kAside) != std::string::npos)
      names.push_back(name);
  }
  std::sort(names.begin(), names.end());
  return names;
}

Result<HomeStore> createHomeStore(const std::string& home, const SecretBytes& key,
                                  const HomeStoreOptions& options) {
  return Opening(home, key, options).create();
}

Result<HomeStore> openHomeStore(const std::string& home, const SecretBytes& key,
                                const HomeStoreOptions& options) {
  return Opening(home, key, options).open();
}

Result<HomeStore> rebuildHomeStore(const std::string& home, const SecretBytes& key,
                                   const HomeStoreOptions& options) {
  return Opening(home, key, options).rebuild();
}

}  // namespace loket::adapters

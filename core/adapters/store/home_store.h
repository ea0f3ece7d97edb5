// The store of a home: database and sidecar, which agree from here on. What was missing in one has been taken
// from the other; what could not be read was kept under another name; all of it is told.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/adapters/store/journal_disk.h"
#include "core/adapters/store/sqlcipher_store.h"
#include "core/ports/probe.h"

namespace loket::adapters {

inline constexpr std::uint64_t kSidecarCompactBytes = std::uint64_t{4} << 20U;

struct HomeStoreOptions {
  JournalDisk* disk = nullptr;    // the system's unless told
  ports::Probe* probe = nullptr;  // reaches "sidecar.before-append" between the two
  std::uint64_t compactBytes = kSidecarCompactBytes;
};

struct HomeStore {
  std::unique_ptr<SqlcipherStore> store;
  // What a person should know about this opening, for the log, the diagnostics and stderr. Names files and
  // counts only.
  std::vector<std::string> notes;
};

// "HOME/loket.db" and "HOME/loket.sidecar".
std::string databaseIn(const std::string& home);
std::string sidecarIn(const std::string& home);
// Files of this home that were put aside because they could not be read, or not be gone on with.
std::vector<std::string> filesAsideIn(const std::string& home);

// Both, new. HomeExists when one of them is there.
Result<HomeStore> createHomeStore(const std::string& home, const SecretBytes& key,
                                  const HomeStoreOptions& options = {});
// An absent database comes back from the sidecar, and so does what an older copy of it lacks. Refused, and
// left as it is: a database that cannot be read (DatabaseUnreadable, DatabaseVersion), and one that lacks
// what the sidecar no longer tells one by one (DatabaseUnreadable). HomeMissing when there is neither.
Result<HomeStore> openHomeStore(const std::string& home, const SecretBytes& key,
                                const HomeStoreOptions& options = {});
// By a person's order: puts a database aside that openHomeStore refuses, and makes a new one from the
// sidecar. StateForbids when the database is in order; DatabaseUnreadable when the sidecar is not enough.
Result<HomeStore> rebuildHomeStore(const std::string& home, const SecretBytes& key,
                                   const HomeStoreOptions& options = {});

}  // namespace loket::adapters

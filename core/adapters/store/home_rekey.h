// Another data key for a home's store. Everything that is kept under the one before is written anew beside it, and takes its
// place by one rename, so that a cut leaves one whole home under one of the two keys. Only while nobody has the home open.
#pragma once

#include <string>
#include <vector>

#include "core/adapters/store/home_store.h"
#include "core/domain/identity/backup.h"

namespace loket::adapters {

// Both outlive the call.
struct HomeKeys {
  const SecretBytes& before;
  const SecretBytes& now;
};

// DiskFull, with how much is missing, where `writeUnderNewKey` would not find room.
Status roomForNewKey(const std::string& home);
// The notes of opening it by the key of before. `last` is committed under the new key, and so is there exactly when the home
// has that. After an error `settleNewKey` says which key the home has. Closed when `goOn` says no.
Result<std::vector<std::string>> writeUnderNewKey(const std::string& home, const HomeKeys& keys, const ports::UnitOfWork& last,
                                                  const HomeStoreOptions& options, const BackupGoOn& goOn);
// Which key the home has, whatever a cut has left: true, `now`, and the sidecar is written under it too; false, `before`. What is
// left of the other is removed. DatabaseUnreadable when the database opens by neither: nothing was changed.
Result<bool> settleNewKey(const std::string& home, const HomeKeys& keys, const HomeStoreOptions& options = {});
// The same by the sidecar alone, where the database cannot be read or is not there. DatabaseUnreadable when it opens by neither.
Result<bool> sidecarHasNewKey(const std::string& home, const HomeKeys& keys, const HomeStoreOptions& options = {});

}  // namespace loket::adapters

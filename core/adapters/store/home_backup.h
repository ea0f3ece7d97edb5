// A home's backup: made of its database while others write to it, checked, and unpacked elsewhere.
#pragma once

#include <string>

#include "core/adapters/store/backup_file.h"
#include "core/ports/probe.h"

namespace loket::adapters {

// The setting that has the marks (backup_file.h) of this home's backups under data keys of before, in hex, one behind the other.
inline constexpr const char* kBackupMarksBefore = "backup.marksBefore";

// Of whose home; all of it outlives the call.
struct BackupSource {
  std::string home;
  const SecretBytes& key;
  std::string recoverySlot;
  std::string keySlots;
};

struct BackupTools {
  JournalDisk& disk;
  ports::Entropy& entropy;
  ports::Probe* probe = nullptr;  // reaches "backup.copied" and "backup.before-rename"
};

// See ports::Backups::create. Copies the database inside the home first, so that a slow stick holds up nobody.
Result<BackupFacts> makeBackup(const BackupSource& source, const std::string& path, Instant madeAt,
                               const BackupTools& tools, const BackupGoOn& goOn);
// See ports::Backups::verify. The database is unpacked inside `folder`, and removed again.
Result<BackupFacts> checkBackup(JournalDisk& disk, const std::string& path, const SecretBytes& key,
                                const std::string& folder, const BackupGoOn& goOn);
// DiskFull unless `folder` has room for what lies at `what`, twice where `target` is on the same disk, for `more` bytes, and for
// sales beside all that.
Status roomForCopy(const std::string& folder, const std::string& what, const std::string& target = {}, std::uint64_t more = 0);
// The database under the name `database`, which must not be there; durable and authentic when it answers.
Result<BackupContents> unpackBackup(JournalDisk& disk, const std::string& path, const SecretBytes& key,
                                    const std::string& database, const BackupGoOn& goOn);

}  // namespace loket::adapters

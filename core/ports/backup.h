// One encrypted file that a shop can be made again of, elsewhere.
#pragma once

#include <string>

#include "core/base/result.h"
#include "core/domain/identity/backup.h"

namespace loket::ports {

// Each call takes its time and is made on a thread of its own, one at a time.
class Backups {
 public:
  virtual ~Backups() = default;
  // Whole, and durable under this name, when it answers; else nothing of it is there. A backup of this home is replaced;
  // FileExists for anything else. DiskFull, DiskFault, Database...
  virtual Result<BackupFacts> create(const std::string& path, Instant madeAt, const BackupGoOn& goOn) = 0;
  // Every byte, the database and the books. NotFound, NotABackup, BackupVersion, BackupDamaged, BackupForeign.
  virtual Result<BackupFacts> verify(const std::string& path, const BackupGoOn& goOn) = 0;
};

}  // namespace loket::ports

// What a shop does differently that was made of a backup: its original may have gone on, so nothing that was open may be
// sent, sold, paid or told by itself.
#pragma once

#include <optional>

#include "core/domain/identity/backup.h"
#include "core/engine/config_record.h"
#include "core/ports/store.h"

namespace loket::engine {

Rows backupRows(const LastBackup& last);
LastBackup lastBackupIn(const Rows& rows);
Rows restoreRows(const RestoredFrom& restored);
// Nothing in a home that was never restored.
std::optional<RestoredFrom> restoredFrom(const Rows& rows);

// Everything that must be in the books before an engine opens them for the first time in their new home, for one
// commit: what was open is a review, messages and sales of open codes are given up, and the owner's one-time code is good no
// more, because its used ones are not known.
Result<ports::UnitOfWork> restoredWork(ports::Store& store, Instant backupAt, Instant now);

}  // namespace loket::engine

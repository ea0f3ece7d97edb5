// What a backup says of itself once it was opened, and what is known of the one that a home was restored from.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "core/base/time.h"

namespace loket {

struct BackupFacts {
  Instant madeAt;
  std::string outlet;
  std::int64_t payments = 0;
  std::int64_t open = 0;     // of them, with somebody or something still to act on
  std::uint64_t bytes = 0;   // of the file
};

// How far it is: `done` of `total`, in pieces of equal work.
using BackupSteps = std::function<void(std::uint64_t done, std::uint64_t total)>;
// The same where the work is done; false: give it up (Closed).
using BackupGoOn = std::function<bool(std::uint64_t done, std::uint64_t total)>;

struct LastBackup {
  std::string path;  // empty: never made
  Instant at;
};

// A home that was made of a backup. What its original did since is not in it.
struct RestoredFrom {
  Instant backupAt;
  Instant restoredAt;
  int reviews = 0;      // payments that were open, and that people have to look up
  bool isKnown = false;  // the owner has said that he knows
};

// From here on a person is told that the last one is old.
inline constexpr Duration kBackupAge = Duration::hours(7 * 24);

}  // namespace loket

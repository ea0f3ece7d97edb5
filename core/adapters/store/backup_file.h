// The bytes of a backup: a clear head that holds nothing but the recovery slot, and behind it one sealed stream, so that no
// byte and no part can be changed, left out, put in or moved without being noticed.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "core/adapters/store/journal_disk.h"
#include "core/base/secret_bytes.h"
#include "core/domain/identity/backup.h"
#include "core/ports/entropy.h"

namespace loket::adapters {

// What lies in the stream before the database.
struct BackupContents {
  BackupFacts facts;   // `bytes` is not in it
  std::string keySlots;   // all of them, as the home's own file has them
};

// Of a backup; what is not secret.
struct BackupHead {
  std::string salt;
  std::string homeMark;      // the same in all backups of a home, and tells nothing of its key
  std::string streamHead;
  std::string recoverySlot;  // opens with the code, without any device
  std::string check;         // over all of it
  std::uint64_t bytes = 0;   // where the stream begins
};

// 32 bytes that follow from the data key.
std::string backupMarkOf(const SecretBytes& dataKey);

// NotFound; NotABackup; BackupVersion; BackupDamaged.
Result<BackupHead> readBackupHead(JournalDisk& disk, const std::string& path);

// Writes from front to back; nothing is durable before `finish`.
class BackupWriter {
 public:
  static Result<BackupWriter> create(JournalDisk& disk, const std::string& path, const SecretBytes& dataKey,
                                     const std::string& recoverySlot, ports::Entropy& entropy,
                                     const BackupContents& contents);
  Status database(std::string_view piece);
  Status finish();
  std::uint64_t bytes() const { return m_bytes; }

 private:
  explicit BackupWriter(std::unique_ptr<JournalFile> file) : m_file(std::move(file)) {}
  Status append(std::string_view bytes);
  Status seal(std::string_view text, std::string_view bound, unsigned char tag);

  std::unique_ptr<JournalFile> m_file;
  SecretBytes m_state;
  std::uint64_t m_bytes = 0;
};

// Everything behind the head. The database goes piece by piece to `take`, and is worth nothing before this answers.
// BackupForeign: the key is another home's. BackupDamaged.
Result<BackupContents> readBackup(JournalDisk& disk, const std::string& path, const BackupHead& head,
                                  const SecretBytes& dataKey, const std::function<Status(std::string_view)>& take);

// Of one reading or writing.
inline constexpr std::size_t kBackupPiece = std::size_t{1} << 16U;

}  // namespace loket::adapters

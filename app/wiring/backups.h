// Backups of a home, and homes of backups: key slots and database brought together.
#pragma once

#include <memory>
#include <string>

#include "app/wiring/people.h"
#include "core/adapters/system/home_lock.h"
#include "core/ports/backup.h"
#include "core/ports/probe.h"

namespace loket::app {

// Of the home that this process owns.
class HomeBackups final : public ports::Backups {
 public:
  HomeBackups(std::string home, SecretBytes key, ports::Probe& probe);

  Result<BackupFacts> create(const std::string& path, Instant madeAt, const BackupGoOn& goOn) override;
  Result<BackupFacts> verify(const std::string& path, const BackupGoOn& goOn) override;

 private:
  std::string m_home;
  SecretBytes m_key;
  ports::Probe& m_probe;
  adapters::SystemFiles m_files;
  adapters::SystemEntropy m_entropy;
  adapters::SystemUptime m_uptime;
  adapters::SlotVault m_vault;
};

// Anywhere, by the recovery code. As ports::Backups::verify, and PinWrong.
Result<BackupFacts> verifyAnywhere(const std::string& path, const SecretBytes& code, const BackupGoOn& goOn);

struct RestoredHome {
  BackupFacts facts;
  int reviews = 0;  // payments that people have to look up
};

// A new home of a backup, with a new owner's PIN; nothing of it is sent, sold or paid by itself (core/engine/restoring.h). Only
// where nothing is: HomeExists otherwise, and nothing is touched. After a death in the middle every start answers
// HomeUnfinished, and this may be done again. The errors of verifyAnywhere; Usage (the PIN); Disk...
Result<RestoredHome> restoreHome(const std::string& path, const std::string& home, const SecretBytes& code,
                                 const SecretBytes& pin, const BackupGoOn& goOn);

// HomeUnfinished when a restore into it was begun and did not end.
Status homeIsFinished(const std::string& home);

}  // namespace loket::app

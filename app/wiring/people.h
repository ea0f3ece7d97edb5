// The people of a home, by their key slots: who a PIN belongs to, who there is, and one more of them.
#pragma once

#include <mutex>
#include <string>
#include <vector>

#include "core/adapters/system/entropy.h"
#include "core/adapters/system/files.h"
#include "core/adapters/system/uptime.h"
#include "core/adapters/vault/slot_vault.h"

namespace loket::app {

// Only in the process that owns the home, save for reading who there is; from any thread.
class People {
 public:
  explicit People(std::string home);

  // The data key and who it is, as their slot names them; an empty name is the owner's. PinWrong, KeySlot...
  Result<ports::OpenedVault> open(const UserName& user, const SecretBytes& pin);
  Result<ports::VaultUser> prove(const UserName& user, const SecretBytes& pin);
  Result<std::vector<ports::VaultUser>> all();
  // One more cashier, by the owner's PIN. StateForbids when there is somebody of that name.
  Status add(const UserName& owner, const SecretBytes& ownerPin, const UserName& user,
             const SecretBytes& pin);

 private:
  adapters::SystemFiles m_files;
  adapters::SystemEntropy m_entropy;
  adapters::SystemUptime m_uptime;
  std::mutex m_adding;
  adapters::SlotVault m_vault;
};

}  // namespace loket::app

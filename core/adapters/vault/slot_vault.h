// Key slots after the manner of LUKS: one random data key, sealed once per way in. A slot opens with
// Argon2id(PIN) combined with this device's 256-bit secret, so a copied database or slot file alone opens nothing.
// A copied home does: the secret lies in it until an OS keychain or TPM holds it.
#pragma once

#include <mutex>
#include <string>

#include "core/adapters/vault/pin_tries.h"
#include "core/ports/entropy.h"
#include "core/ports/files.h"
#include "core/ports/vault.h"

namespace loket::adapters {

// Files in the home: keyslots-a.json and keyslots-b.json (the same, twice), device.key, pin-tries.json.
class SlotVault final : public ports::Vault {
 public:
  SlotVault(std::string home, ports::Files& files, ports::Entropy& entropy, ports::Uptime& uptime);

  Result<SecretBytes> create(const UserName& owner, const SecretBytes& pin) override;
  Result<ports::OpenedVault> open(const UserName& user, const SecretBytes& pin) override;
  Status add(const SecretBytes& key, const UserName& user, const SecretBytes& pin) override;
  Result<std::vector<ports::VaultUser>> users() override;
  // The paper's code in place of every PIN: from now on the owner's PIN is `pin`. PinWrong; Usage for a PIN that makes no
  // sense. On a computer that has the slots and not their device secret it makes a new one, and people whose slots
  // it sealed have to be added again.
  Status recover(const SecretBytes& code, const SecretBytes& pin);
  // For a backup: all slots as the file has them, and the one that the code opens by itself. KeySlot...
  struct Exported {
    std::string keySlots;
    std::string recoverySlot;
  };
  Result<Exported> exported();
  // The data key out of an exported recovery slot. PinWrong; KeySlotUnreadable.
  static Result<SecretBytes> openRecovery(const std::string& recoverySlot, const SecretBytes& code);
  // Slots of a backup, here where none are; `recover` makes them open. Usage for a PIN that makes no sense is told before.
  Status adopt(const std::string& keySlots);
  static Status checkPin(const SecretBytes& pin);
  // Nothing of a home is there: only then `create` makes one.
  bool isNew() const { return firstPart().empty(); }
  // 4 groups of 6 letters and digits, made by `create`; shown once, opens the recovery slot.
  const std::string& recoveryCode() const { return m_recoveryCode; }

 private:
  std::string slotPath(char copy) const;
  // Of a vault, database or journal that is there; empty when none is.
  std::string firstPart() const;
  std::string secretPath() const { return m_home + "/device.key"; }
  std::vector<std::uint8_t> random(std::size_t size);
  Result<SecretBytes> deviceSecret();
  Status writeSlots(const std::string& bytes);

  std::string m_home;
  ports::Files& m_files;
  ports::Entropy& m_entropy;
  std::string m_recoveryCode;
  PinTries m_tries;
  // From a try's count to its answer: many right ones at once are no wrong ones, and one PIN at a time has its memory.
  std::mutex m_trying;
};

}  // namespace loket::adapters

// Key slots after the manner of LUKS: one random data key, sealed once per way in. A slot opens with
// Argon2id(PIN) combined with this device's 256-bit secret, so a copied database or slot file alone opens nothing.
// A copied home does where the secret is a file in it (device_key_file.h).
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "core/adapters/vault/pin_tries.h"
#include "core/adapters/vault/slot_cost.h"
#include "core/ports/device_secret.h"
#include "core/ports/entropy.h"
#include "core/ports/files.h"
#include "core/ports/vault.h"

namespace loket::adapters {

namespace keyslots {
struct Slot;
struct SlotFile;
}  // namespace keyslots

// Files in the home: keyslots-a.json and keyslots-b.json (the same, twice), device.key, pin-tries.json and its reserve.
// Every change is whole or not there, whenever the power goes: the copy that was written last says how it is.
class SlotVault final : public ports::Vault {
 public:
  using Places = std::vector<std::unique_ptr<ports::DeviceSecrets>>;

  // `elsewhere`: where a device's secret may be besides the home. `cost` is for tests that make many homes.
  SlotVault(std::string home, ports::Files& files, ports::Entropy& entropy, ports::Uptime& uptime, Places elsewhere = {},
            SlotCost cost = kUsualSlotCost);
  ~SlotVault() override;

  Result<SecretBytes> create(const UserName& owner, const SecretBytes& pin) override;
  // A slot that was made cheaper than new ones are, or in the older way, is sealed anew when its PIN was right.
  Result<ports::OpenedVault> open(const UserName& user, const SecretBytes& pin) override;
  Status add(const SecretBytes& key, const UserName& user, const SecretBytes& pin, Role role) override;
  Result<std::vector<ports::VaultUser>> users() override;

  // `key` is what `open` gave. Another PIN for somebody, whatever the old one was. NotFound, Usage.
  Status setPin(const SecretBytes& key, const UserName& user, const SecretBytes& pin);
  // Their PIN opens nothing from now on. NotFound; StateForbids for the owner.
  Status takeOut(const UserName& user);
  // `show` gets a new recovery code, once both copies of the slots have it; the old ones open nothing when it has returned.
  // Broken off before, both are good.
  Status renewRecoveryCode(const SecretBytes& key, const std::function<void(const std::string&)>& show);
  // The same in two steps, for whoever has to be waited for: the old one is good until the new one is on paper.
  Result<std::string> addRecoveryCode(const SecretBytes& key);
  Status dropOldRecoveryCode();
  // Another secret of this device, kept at `place`; nobody's PIN changes. The old one goes last. StateForbids, with their
  // names, when slots of before are there: those people have to enter their PIN once. Usage when there is no such place.
  Status renewDeviceSecret(const std::string& place);
  // Where `create` and `recover` keep a new secret, which is in the home unless told; empty: the best that is usable, the last
  // ones of `elsewhere` being the best. Usage when there is no such place, and why it is of no use.
  Status keepSecretsAt(const std::string& place);
  // Which one that is.
  std::string newSecretPlace() const { return std::string(m_newAt->place()); }
  // Another data key, in two steps, between which the database is written under it: first everybody who opens a slot has
  // both (`OpenedVault::pending`), then the new one. `key` is what `open` gave. Who has not entered the PIN since is led on from
  // the key of before by a link, which goes with the last slot that needs it. StateForbids, with who has to come first.
  Result<SecretBytes> beginNewKey(const SecretBytes& key);
  Status keepNewKey();
  Status giveUpNewKey();
  // Counts up with every change of the slots; zero in those of before. KeySlot...
  Result<std::uint64_t> generation();
  // Whose slots are still sealed with a data key of before.
  struct OfBefore {
    std::vector<std::string> people;
    bool recoveryCode = false;
  };
  Result<OfBefore> ofBefore();
  // Whose slots cost less to guess than a PIN should (kSlotCost), whatever this program's own cost. The recovery code's is not
  // among them: it is too long to be guessed at any cost. KeySlot...
  struct CheapSlot {
    std::string user;
    SlotCost cost;
  };
  Result<std::vector<CheapSlot>> cheapSlots();
  // Where the secret is that the slots want. KeySlot...
  Result<std::string> secretPlace();

  // What the paper's code opens; changes nothing. Fails for all that `recover` with the same place would fail for, but the disk.
  struct OpenedByCode {
    SecretBytes key;
    bool hasSecret = false;  // this device's, so that people's PINs open too
  };
  Result<OpenedByCode> openByCode(const SecretBytes& code, const std::string& place = {});
  // The paper's code in place of every PIN: from now on the owner's PIN is `pin`. PinWrong; Usage for a PIN that makes no
  // sense. On a computer that has the slots and not their device secret it makes a new one, and people whose slots
  // it sealed have to be added again. A secret that is only out of reach is given up when `place` is told.
  Status recover(const SecretBytes& code, const SecretBytes& pin, const std::string& place = {});
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
  struct Current;
  struct ByCode;
  std::string slotPath(char copy) const;
  // Of a vault, database or journal that is there; empty when none is.
  std::string firstPart() const;
  std::vector<std::uint8_t> random(std::size_t size);
  std::string newRecoveryCode();
  keyslots::Slot newSlot(std::string user, std::string role);
  // With what its seals need anew.
  keyslots::Slot renewed(const keyslots::Slot& slot);
  bool isOutdated(const keyslots::Slot& slot) const;
  ports::DeviceSecrets* placeOf(std::string_view name) const;
  Result<SecretBytes> secretOf(const keyslots::SlotFile& file);
  // The first slots that the code opens, what it opens, and what can be done about this device's secret.
  Result<ByCode> byCode(const SecretBytes& code, const std::string& place);
  // The newest slots whose secret is here, and that.
  Result<Current> current();
  Status write(keyslots::SlotFile& file);
  Status keepSecret(ports::DeviceSecrets& place, const SecretBytes& secret);

  std::string m_home;
  ports::Files& m_files;
  ports::Entropy& m_entropy;
  SlotCost m_cost;
  Places m_places;
  ports::DeviceSecrets* m_newAt;
  std::string m_recoveryCode;
  PinTries m_tries;
  // One at a time: from a try's count to its answer, so that many right ones at once are no wrong ones and one PIN has its
  // memory; and from reading the slots to having written them.
  std::mutex m_mutex;
};

}  // namespace loket::adapters

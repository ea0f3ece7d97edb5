// The people of a home, by their key slots: who a PIN belongs to, who there is, one more of them; and their fingers.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "core/adapters/system/entropy.h"
#include "core/adapters/system/files.h"
#include "core/adapters/system/uptime.h"
#include "core/adapters/vault/slot_vault.h"
#include "core/domain/identity/access.h"
#include "core/ports/fingerprint.h"

namespace loket::app {

// Only in the process that owns the home, save for reading who there is; from any thread.
class People {
 public:
  // What somebody has proved, taken for one command. It is that person's again unless it is used up, and no younger for it.
  class TakenProof {
   public:
    TakenProof(People& people, ports::VaultUser who, Duration provedAt);
    ~TakenProof();
    TakenProof(const TakenProof&) = delete;
    TakenProof& operator=(const TakenProof&) = delete;
    const UserName& name() const { return m_who.name; }
    Role role() const;
    void useUp() { m_isUsed = true; }

   private:
    People& m_people;
    ports::VaultUser m_who;
    Duration m_provedAt;
    bool m_isUsed = false;
  };

  explicit People(std::string home);

  // The data key and who it is, as their slot names them; an empty name is the owner's. PinWrong, KeySlot...;
  // RoleForbids: this program does not know what that person is.
  Result<ports::OpenedVault> open(const UserName& user, const SecretBytes& pin);
  Result<ports::VaultUser> prove(const UserName& user, const SecretBytes& pin);
  // The same, of somebody who comes in, and it is written down: "command", "window".
  Result<ports::VaultUser> logIn(const UserName& user, const SecretBytes& pin, const std::string& reason);
  Result<std::vector<ports::VaultUser>> all();
  // What they are by the key slots now, whatever way the name is written; null unless they have proved it to this process
  // within the last minutes (`prove`). One proof is good for one command.
  std::unique_ptr<TakenProof> takeProof(const UserName& name);
  // Nobody else here could be the second of two. False when it cannot be told.
  bool isAlone(const UserName& name);
  // One more person, by the owner's PIN. StateForbids when there is somebody of that name.
  Status add(const UserName& owner, const SecretBytes& ownerPin, const UserName& user,
             const SecretBytes& pin, Role role = Role::Cashier);
  // Another PIN for `user`: one's own, or by the owner's PIN somebody else's. NotFound, Usage, RoleForbids, and as `open`.
  Status setPin(const UserName& prover, const SecretBytes& proverPin, const UserName& user, const SecretBytes& pin);
  // NotFound; StateForbids for the owner.
  Status takeOut(const UserName& by, const UserName& user);
  // The same, by the owner's PIN, and the reader forgets their fingers where there is one.
  Status takeOut(const UserName& owner, const SecretBytes& ownerPin, const UserName& user);
  // By the owner's PIN; `show` gets the new code once it is good, and the old one is good until `show` has returned. RoleForbids.
  Status renewRecoveryCode(const UserName& owner, const SecretBytes& ownerPin,
                           const std::function<void(const std::string&)>& show);
  // The same in two steps: both are good until the owner has said that the new one is on paper.
  Result<std::string> addRecoveryCode(const UserName& owner, const SecretBytes& ownerPin);
  Status dropOldRecoveryCode() { return m_vault.dropOldRecoveryCode(); }
  // Kept at that place from now on; where it is kept already when empty. StateForbids, Usage.
  Status renewDeviceSecret(const UserName& by, const std::string& place);
  Result<std::string> secretPlace();
  Result<std::uint64_t> slotGeneration() { return m_vault.generation(); }
  // Whom a data key of before still leads in.
  Result<adapters::SlotVault::OfBefore> ofBefore() { return m_vault.ofBefore(); }
  // Whose PIN is cheaper to guess than it should be.
  Result<std::vector<adapters::SlotVault::CheapSlot>> cheapSlots() { return m_vault.cheapSlots(); }

  // Where what happens at the door is written down, once there is a place for it; from any thread.
  void setBook(std::function<void(AccessEvent)> book);
  void note(AccessEvent event) const;

  // Their fingers at this computer's reader, kept there under this home's own name: the file finger-id, made when it is
  // first wanted. It must not outlive this. DiskFault when that file is no such thing, DiskFull...
  Result<std::unique_ptr<ports::Fingerprint>> fingers();
  // Which readers there are; no home is needed for that.
  ports::FingerResult<std::vector<ports::FingerReader>> fingerReaders(const ports::FingerLimits& limits);
  // Nobody is waited for any more: `isClosing` is what a finger's limits take. From any thread.
  void close() { m_isClosing = true; }
  const std::atomic<bool>& isClosing() const { return m_isClosing; }

 private:
  void forgetOldProofs();

  std::string m_home;
  std::atomic<bool> m_isClosing{false};
  adapters::SystemFiles m_files;
  adapters::SystemEntropy m_entropy;
  adapters::SystemUptime m_uptime;
  std::mutex m_adding;
  std::mutex m_provedMutex;
  std::vector<std::pair<UserName, Duration>> m_proved;  // since the machine's start
  mutable std::mutex m_bookMutex;
  std::function<void(AccessEvent)> m_book;
  adapters::SlotVault m_vault;
};

}  // namespace loket::app

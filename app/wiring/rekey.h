// Another data key for a home: key slots and store, in the one order that survives a cut anywhere. First both keys are in the slots,
// then everything is written under the new one and takes its place, then the slots say that it is the one.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/adapters/store/home_store.h"
#include "core/adapters/vault/slot_vault.h"
#include "core/domain/identity/backup.h"

namespace loket::app {

// Nobody else has it open.
struct KeyedHome {
  std::string path;
  adapters::SlotVault& vault;
  adapters::HomeStoreOptions store = {};
};

struct RekeyOrder {
  UserName by;  // the owner's unless told
  const SecretBytes& pin;
  Instant at;
  BackupGoOn goOn;
  // Gets a new recovery code, once it is good; the one of before is good until this has returned.
  std::function<void(const std::string& code)> show;
};

struct Rekeyed {
  std::vector<std::string> notes;
  // Led on from the key of before until their next right PIN.
  std::vector<std::string> toCome;
};

// One that was broken off is ended first; where that has the new key already, it is this one. PinWrong, RoleForbids, StateForbids
// (too many keys of before still lead in), KeySlot..., Database..., DiskFull before anything is written, Closed when `goOn` says no.
Result<Rekeyed> rekey(const KeyedHome& home, const RekeyOrder& order);
// The same on this computer's home. HomeMissing, HomeBusy (the owner's process id in the detail).
Result<Rekeyed> rekeyHome(const std::string& home, const RekeyOrder& order);

struct SettledKey {
  bool isNew = false;
  std::string note;  // what a person should know; empty when nothing was broken off
};

// What was broken off is ended or taken back, by what lies on the disk: `opened.key` is the home's from here on.
Result<SettledKey> settleKey(const KeyedHome& home, ports::OpenedVault& opened);
Result<SettledKey> settleHomeKey(const std::string& home, ports::OpenedVault& opened);

}  // namespace loket::app

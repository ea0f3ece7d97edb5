// What keyslots-a.json and keyslots-b.json hold, and how one slot is sealed and opened. Only the vault uses it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/adapters/vault/slot_cost.h"
#include "core/base/result.h"
#include "core/base/secret_bytes.h"
#include "core/ports/files.h"

namespace loket::adapters::keyslots {

using Bytes = std::vector<std::uint8_t>;

inline constexpr std::size_t kKeyBytes = 32;
inline constexpr const char* kRecoverySlot = "@recovery";
inline constexpr std::size_t kDeviceIdLetters = 32;
// Of one file; one of more is none of ours.
inline constexpr std::size_t kSlotsMax = 256;
// Data keys of before that still lead in; all of them go into the head of a backup.
inline constexpr std::size_t kLinksMax = 4;

struct Slot {
  std::string user;
  std::string role;
  bool needsDevice = true;
  // The PIN's box lies in one of the device's secret, which is renewed without the PIN. Older slots mix both in one key.
  bool isLayered = false;
  SlotCost cost;
  // Of the data key in the box; empty where there is only one.
  std::string keyId;
  Bytes salt;
  Bytes nonce;
  Bytes outerNonce;
  Bytes box;
};

// A data key, sealed by the one before it: who opens a slot of before has the newer key by this.
struct KeyLink {
  std::string from;  // ids of both keys
  std::string to;
  bool isPending = false;  // the database has one of the two; who opens it finds out which
  Bytes nonce;
  Bytes box;
};

struct SlotFile {
  // Counts up with every change; 0 in files of before, which have no device id and no check either.
  std::uint64_t generation = 0;
  std::string place = "file";
  std::string deviceId;
  std::vector<Slot> entries;
  // Each begins where the one before it ends; only the last one may be pending.
  std::vector<KeyLink> links;
};

std::string textOf(const SlotFile& file);
// Nothing when the bytes are damaged, or ask for less or more of Argon2id than a slot may.
std::optional<SlotFile> slotFileFrom(const std::string& bytes, const SlotCost& weakest);
// One or more recovery slots, and the links that their keys are followed by, as a backup carries them.
std::string recoveryTextOf(const SlotFile& file);
struct RecoverySlots {
  std::vector<Slot> entries;
  std::vector<KeyLink> links;
};
RecoverySlots recoverySlotsFrom(const std::string& text);

// What the readable copies say, the newest first; copies of one age are one, with what either has.
struct Copies {
  std::vector<SlotFile> files;
  bool isOneOlder = false;  // both are whole, and a change has not reached both
};
// KeySlotMissing when neither is there, KeySlotUnreadable when none that is there can be read.
Result<Copies> readCopies(ports::Files& files, const std::string& a, const std::string& b, const SlotCost& weakest);

// 32 letters that follow from a data key and say nothing of it.
std::string dataKeyId(const SecretBytes& key);
KeyLink linkOf(const SecretBytes& from, const SecretBytes& to, Bytes nonce);
// The key that `key` leads to, which may be itself; what is pending is not followed. KeySlotUnreadable.
Result<SecretBytes> newestKey(const std::vector<KeyLink>& links, const SecretBytes& key);
// The one that is pending after `key`; empty when none is. KeySlotUnreadable.
Result<SecretBytes> pendingKey(const std::vector<KeyLink>& links, const SecretBytes& key);
// Links that no slot is followed by any more.
void dropUnusedLinks(SlotFile& file);

// `slot` has user, role, salt, both nonces and cost. Without a device secret the PIN alone opens it.
Status seal(Slot& slot, const SecretBytes& dataKey, const SecretBytes& pin, const SecretBytes* deviceSecret);
// The data key; nothing when the PIN is not the one. KeySlotUnreadable when the device's secret does not fit, which
// is known before the PIN is looked at; Internal without memory.
Result<std::optional<SecretBytes>> unseal(const Slot& slot, const SecretBytes& pin, const SecretBytes* deviceSecret);
// The same PIN under another secret of the device. KeySlotUnreadable.
Status rewrap(Slot& slot, const SecretBytes& from, const SecretBytes& to, Bytes outerNonce);

}  // namespace loket::adapters::keyslots

#include "core/adapters/vault/slot_vault.h"

#include <sodium.h>

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "core/adapters/vault/device_key_file.h"
#include "core/adapters/vault/slot_file.h"
#include "core/base/check.h"
#include "core/base/text.h"
#include "core/domain/identity/key_trouble.h"
#include "core/domain/identity/people.h"

namespace loket::adapters {
namespace {

using keyslots::kKeyBytes;
using keyslots::kRecoverySlot;
using keyslots::Slot;
using keyslots::SlotFile;

constexpr std::size_t kPinMin = 4;
constexpr std::size_t kPinMax = 64;
// Under which the tries of all are counted who are not there.
constexpr const char* kNobody = "@nobody";
constexpr std::size_t kCodeGroup = 6;
constexpr std::size_t kCodeLetters = 24;

// As it was shown, however it was typed: without spaces and hyphens, in small letters.
SecretBytes asShown(const SecretBytes& typed) {
  std::vector<std::uint8_t> code;
  code.reserve(2 * typed.size());
  std::size_t letters = 0;
  for (const char c : typed.view()) {
    if (c == ' ' || c == '-')
      continue;
    if (letters > 0 && letters % kCodeGroup == 0)
      code.push_back('-');
    code.push_back(static_cast<std::uint8_t>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c));
    ++letters;
  }
  return SecretBytes(std::move(code));
}

Status pinMakesSense(const SecretBytes& pin) {
  if (pin.size() < kPinMin || pin.size() > kPinMax)
    return fail(ErrorCode::Usage, "the PIN has 4 to 64 characters");
  return {};
}

bool isRecovery(const Slot& slot) { return slot.user == kRecoverySlot; }

// Where two copies of before differ a person may have two.
std::vector<Slot>::iterator slotOf(std::vector<Slot>& slots, const UserName& user) {
  return std::find_if(slots.begin(), slots.end(),
                      [&user](const Slot& slot) { return !isRecovery(slot) && samePerson(UserName(slot.user), user); });
}

// In the place of the first that they had.
void replace(std::vector<Slot>& slots, Slot fresh) {
  const auto at = std::find_if(slots.begin(), slots.end(), [&fresh](const Slot& slot) { return slot.user == fresh.user; });
  const auto index = at - slots.begin();
  slots.erase(std::remove_if(at, slots.end(), [&fresh](const Slot& slot) { return slot.user == fresh.user; }), slots.end());
  slots.insert(slots.begin() + index, std::move(fresh));
}

}  // namespace

// What the vault works on, and how it came to be that.
struct SlotVault::Current {
  SlotFile file;
  SecretBytes secret;
  bool needsHealing = false;
};

SlotVault::SlotVault(std::string home, ports::Files& files, ports::Entropy& entropy, ports::Uptime& uptime, Places elsewhere,
                     SlotCost cost)
    : m_home(std::move(home)),
      m_files(files),
      m_entropy(entropy),
      m_cost(cost),
      m_places(std::move(elsewhere)),
      m_tries(m_home + "/pin-tries.json", files, uptime) {
  LOKET_CHECK(sodium_init() >= 0);
  m_places.insert(m_places.begin(), std::make_unique<DeviceKeyFile>(m_home + "/device.key", files));
  m_newAt = m_places.front().get();
}

SlotVault::~SlotVault() = default;

std::string SlotVault::slotPath(char copy) const {
  return m_home + "/keyslots-" + copy + ".json";
}

std::vector<std::uint8_t> SlotVault::random(std::size_t size) {
  std::vector<std::uint8_t> bytes(size);
  m_entropy.fill(bytes.data(), bytes.size());
  return bytes;
}

std::string SlotVault::newRecoveryCode() {
  constexpr std::string_view kAlphabet = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
  std::string code;
  const auto letters = random(kCodeLetters);
  for (std::size_t i = 0; i < letters.size(); ++i) {
    if (i > 0 && i % kCodeGroup == 0)
      code.push_back('-');
    code.push_back(kAlphabet[letters[i] % kAlphabet.size()]);
  }
  return code;
}

Slot SlotVault::newSlot(std::string user, std::string role) {
  Slot slot;
  slot.user = std::move(user);
  slot.role = std::move(role);
  return renewed(slot);
}

Slot SlotVault::renewed(const Slot& slot) {
  Slot fresh = slot;
  fresh.cost = m_cost;
  fresh.salt = random(crypto_pwhash_SALTBYTES);
  fresh.nonce = random(crypto_aead_xchacha20poly1305_ietf_NPUBBYTES);
  fresh.outerNonce = random(crypto_aead_xchacha20poly1305_ietf_NPUBBYTES);
  return fresh;
}

bool SlotVault::isOutdated(const Slot& slot) const {
  return isCheaper(slot.cost, m_cost) || (slot.needsDevice && !slot.isLayered);
}

ports::DeviceSecrets* SlotVault::placeOf(std::string_view name) const {
  for (const auto& place : m_places)
    if (place->place() == name)
      return place.get();
  return nullptr;
}

Status SlotVault::keepSecretsAt(const std::string& place) {
  if (place.empty()) {
    for (const auto& one : m_places)
      if (one->usable())
        m_newAt = one.get();
    return {};
  }
  ports::DeviceSecrets* const at = placeOf(place);
  if (at == nullptr)
    return fail(ErrorCode::Usage, "no place for the device's secret is called " + place);
  LOKET_TRY(at->usable());
  m_newAt = at;
  return {};
}

Result<SecretBytes> SlotVault::secretOf(const SlotFile& file) {
  ports::DeviceSecrets* const place = placeOf(file.place);
  if (place == nullptr)
    return failKey(KeyTrouble::SecretAway, "this program cannot reach the device's secret (" + file.place + ")");
  LOKET_ASSIGN(auto secret, place->read(file.deviceId));
  if (!secret)
    return failKey(KeyTrouble::SecretGone, "the device's secret (" + file.place + ")" +
                                               (file.place == "file" ? ": " + m_home + "/device.key" : "") +
                                               "; the recovery code opens without it");
  if (secret->size() != kDeviceSecretBytes)
    return failKey(KeyTrouble::SecretDamaged, "the device's secret (" + file.place + ") has a wrong size");
  if (!file.deviceId.empty() && deviceSecretId(*secret) != file.deviceId)
    return failKey(KeyTrouble::SecretForeign, "the device's secret (" + file.place + ") belongs to other key slots");
  return std::move(*secret);
}

Result<SlotVault::Current> SlotVault::current() {
  LOKET_ASSIGN(auto copies, keyslots::readCopies(m_files, slotPath('a'), slotPath('b'), m_cost));
  // The newest says how it is, unless it is of another device and the other one is not.
  std::optional<Error> why;
  for (SlotFile& file : copies.files) {
    auto secret = secretOf(file);
    if (secret) {
      // Slots of before name none.
      file.deviceId = deviceSecretId(*secret);
      return Current{std::move(file), std::move(*secret), copies.isOneOlder};
    }
    if (!why)
      why = secret.error();
  }
  return fail(*why);
}

Status SlotVault::write(SlotFile& file) {
  keyslots::dropUnusedLinks(file);
  ++file.generation;
  const std::string bytes = keyslots::textOf(file);
  LOKET_TRY(m_files.writeDurably(slotPath('a'), bytes));
  return m_files.writeDurably(slotPath('b'), bytes);
}

std::string SlotVault::firstPart() const {
  for (const std::string& path :
       {slotPath('a'), slotPath('b'), m_home + "/device.key", m_home + "/device.tpm", m_home + "/loket.db", m_home + "/loket.sidecar"})
    if (m_files.exists(path))
      return path;
  return {};
}

// Read back: nothing depends on what is not there again.
Status SlotVault::keepSecret(ports::DeviceSecrets& place, const SecretBytes& secret) {
  const std::string id = deviceSecretId(secret);
  LOKET_TRY(place.keep(id, secret));
  LOKET_ASSIGN(const auto kept, place.read(id));
  if (!kept || kept->view() != secret.view())
    return fail(ErrorCode::DiskFault, "the device's secret (" + std::string(place.place()) + ") was not kept");
  return {};
}

Result<SecretBytes> SlotVault::create(const UserName& owner, const SecretBytes& pin) {
  // A name that begins with @ could be taken for a slot that is nobody's.
  if (owner.empty() || owner.view().front() == '@')
    return fail(ErrorCode::Usage, "owner");
  LOKET_TRY(pinMakesSense(pin));
  const std::lock_guard lock(m_mutex);
  if (const std::string there = firstPart(); !there.empty())
    return fail(ErrorCode::HomeExists, there);
  LOKET_TRY(m_files.makeFolder(m_home));

  SecretBytes dataKey(random(kKeyBytes));
  m_recoveryCode = newRecoveryCode();
  // The secret first: slots without it would be there and could never open.
  const SecretBytes device(random(kDeviceSecretBytes));
  LOKET_TRY(keepSecret(*m_newAt, device));
  SlotFile file;
  file.place = m_newAt->place();
  file.deviceId = deviceSecretId(device);
  file.entries = {newSlot(owner.str(), "owner"), newSlot(kRecoverySlot, "recovery")};
  LOKET_TRY(keyslots::seal(file.entries[0], dataKey, pin, &device));
  LOKET_TRY(keyslots::seal(file.entries[1], dataKey, SecretBytes(m_recoveryCode), nullptr));
  LOKET_TRY(write(file));
  return dataKey;
}

Result<ports::OpenedVault> SlotVault::open(const UserName& user, const SecretBytes& pin) {
  const std::lock_guard lock(m_mutex);
  LOKET_ASSIGN(Current now, current());
  std::vector<Slot> theirs;
  for (const Slot& slot : now.file.entries)
    if (!isRecovery(slot) && (user.empty() ? slot.role == "owner" : slot.user == user.str()))
      theirs.push_back(slot);
  const std::string who = theirs.empty() ? kNobody : theirs.front().user;
  LOKET_TRY(m_tries.begin(who));
  std::optional<Error> unreadable;
  bool wasTried = theirs.empty();
  for (const Slot& slot : theirs) {
    auto unsealed = keyslots::unseal(slot, pin, &now.secret);
    // What the device's secret does not open says nothing about the PIN; the other copy's may be whole.
    if (!unsealed && unsealed.error().code == ErrorCode::KeySlotUnreadable) {
      unreadable = unsealed.error();
      continue;
    }
    if (!unsealed) {
      m_tries.withdraw(who);
      return fail(unsealed.error());
    }
    wasTried = true;
    if (auto& key = *unsealed) {
      const int before = m_tries.wrong(who) - 1;
      m_tries.passed(who);
      LOKET_ASSIGN(SecretBytes newest, keyslots::newestKey(now.file.links, *key));
      LOKET_ASSIGN(SecretBytes pending, keyslots::pendingKey(now.file.links, newest));
      const bool isToRenew = isOutdated(slot) || newest.view() != key->view();
      Slot fresh = isToRenew ? renewed(slot) : slot;
      const bool isRenewed = isToRenew && keyslots::seal(fresh, newest, pin, slot.needsDevice ? &now.secret : nullptr).has_value();
      // That it cannot be written down keeps nobody from working; the next right PIN tries again.
      if (isRenewed)
        replace(now.file.entries, std::move(fresh));
      if (isRenewed || now.needsHealing)
        static_cast<void>(write(now.file));
      return ports::OpenedVault{std::move(newest), {UserName(slot.user), slot.role}, before, std::move(pending)};
    }
  }
  if (!wasTried) {
    m_tries.withdraw(who);
    return fail(*unreadable);
  }
  // The same answer for a wrong PIN and an unknown user.
  return fail(ErrorCode::PinWrong, std::to_string(m_tries.left(who)));
}

Status SlotVault::add(const SecretBytes& key, const UserName& user, const SecretBytes& pin, Role role) {
  LOKET_CHECK(key.size() == kKeyBytes);
  // There is one owner: whoever makes the home, and whoever has its recovery code.
  if (role == Role::None || role == Role::Owner)
    return fail(ErrorCode::Usage, "a role of supervisor, cashier or auditor");
  Slot slot = newSlot(trimmed(user.view()), std::string(wordOf(role)));
  // A name that begins with @ could be taken for a slot that is nobody's.
  if (slot.user.empty() || slot.user.front() == '@')
    return fail(ErrorCode::Usage, "a name that is not empty and does not begin with @");
  LOKET_TRY(pinMakesSense(pin));
  const std::lock_guard lock(m_mutex);
  LOKET_ASSIGN(Current now, current());
  for (const Slot& one : now.file.entries)
    if (samePerson(UserName(one.user), user))
      return fail(ErrorCode::StateForbids, one.user);
  if (now.file.entries.size() >= keyslots::kSlotsMax)
    return fail(ErrorCode::StateForbids, "there are as many people as key slots can hold");
  LOKET_TRY(keyslots::seal(slot, key, pin, &now.secret));
  now.file.entries.push_back(std::move(slot));
  return write(now.file);
}

Status SlotVault::setPin(const SecretBytes& key, const UserName& user, const SecretBytes& pin) {
  LOKET_CHECK(key.size() == kKeyBytes);
  LOKET_TRY(pinMakesSense(pin));
  const std::lock_guard lock(m_mutex);
  LOKET_ASSIGN(Current now, current());
  const auto theirs = slotOf(now.file.entries, user);
  if (theirs == now.file.entries.end())
    return fail(ErrorCode::NotFound, user.str());
  Slot fresh = renewed(*theirs);
  LOKET_TRY(keyslots::seal(fresh, key, pin, &now.secret));
  const std::string who = fresh.user;
  replace(now.file.entries, std::move(fresh));
  LOKET_TRY(write(now.file));
  // Wrong tries of the old one keep nobody from the new one.
  m_tries.passed(who);
  return {};
}

Status SlotVault::takeOut(const UserName& user) {
  const std::lock_guard lock(m_mutex);
  LOKET_ASSIGN(Current now, current());
  const auto theirs = slotOf(now.file.entries, user);
  if (theirs == now.file.entries.end())
    return fail(ErrorCode::NotFound, user.str());
  if (theirs->role == "owner")
    return fail(ErrorCode::StateForbids, "the owner stays");
  const std::string who = theirs->user;
  auto& all = now.file.entries;
  all.erase(std::remove_if(all.begin(), all.end(), [&who](const Slot& slot) { return slot.user == who; }), all.end());
  LOKET_TRY(write(now.file));
  m_tries.passed(who);
  return {};
}

Status SlotVault::renewRecoveryCode(const SecretBytes& key, const std::function<void(const std::string&)>& show) {
  LOKET_ASSIGN(const std::string code, addRecoveryCode(key));
  show(code);
  return dropOldRecoveryCode();
}

Result<std::string> SlotVault::addRecoveryCode(const SecretBytes& key) {
  LOKET_CHECK(key.size() == kKeyBytes);
  const std::lock_guard lock(m_mutex);
  LOKET_ASSIGN(Current now, current());
  auto& all = now.file.entries;
  // A code that nobody has seen must not be the only one, and one that is shown must be good.
  std::string code = newRecoveryCode();
  Slot fresh = newSlot(kRecoverySlot, "recovery");
  LOKET_TRY(keyslots::seal(fresh, key, SecretBytes(code), nullptr));
  // At most one besides, the oldest: what came after it may never have been on paper.
  const auto old = std::find_if(all.rbegin(), all.rend(), isRecovery);
  const std::optional<Slot> kept = old == all.rend() ? std::nullopt : std::optional(*old);
  replace(all, std::move(fresh));
  if (kept)
    all.push_back(*kept);
  LOKET_TRY(write(now.file));
  return code;
}

Status SlotVault::dropOldRecoveryCode() {
  const std::lock_guard lock(m_mutex);
  LOKET_ASSIGN(Current now, current());
  auto& all = now.file.entries;
  const auto newest = std::find_if(all.begin(), all.end(), isRecovery);
  if (newest == all.end() || std::none_of(std::next(newest), all.end(), isRecovery))
    return {};
  replace(all, Slot(*newest));
  return write(now.file);
}

Status SlotVault::renewDeviceSecret(const std::string& place) {
  const std::lock_guard lock(m_mutex);
  ports::DeviceSecrets* const to = placeOf(place);
  if (to == nullptr)
    return fail(ErrorCode::Usage, "no place for the device's secret is called " + place);
  LOKET_ASSIGN(Current now, current());
  std::set<std::string> ofBefore;
  for (const Slot& slot : now.file.entries)
    if (slot.needsDevice && !slot.isLayered)
      ofBefore.insert(slot.user);
  if (!ofBefore.empty()) {
    std::string names;
    for (const std::string& name : ofBefore) names += (names.empty() ? "" : ", ") + name;
    return fail(ErrorCode::StateForbids, names + ": sealed as it was done before; each enters the PIN once, or gets a new one");
  }
  LOKET_TRY(to->usable());
  const SecretBytes fresh(random(kDeviceSecretBytes));
  LOKET_TRY(keepSecret(*to, fresh));
  for (Slot& slot : now.file.entries)
    if (slot.needsDevice)
      LOKET_TRY(keyslots::rewrap(slot, now.secret, fresh, random(crypto_aead_xchacha20poly1305_ietf_NPUBBYTES)));
  now.file.place = place;
  const std::string old = std::exchange(now.file.deviceId, deviceSecretId(fresh));
  LOKET_TRY(write(now.file));
  Status gone;
  for (const auto& one : m_places)
    if (one.get() == to || one->usable())
      if (const Status done = one->keepOnly(one.get() == to ? now.file.deviceId : std::string(), old); !done)
        gone = done;
  if (!gone)
    return fail(gone.error().code, "the new secret is in use; the old one could not be taken away: " + gone.error().detail);
  return {};
}

Result<SecretBytes> SlotVault::beginNewKey(const SecretBytes& key) {
  LOKET_CHECK(key.size() == kKeyBytes);
  const std::lock_guard lock(m_mutex);
  LOKET_ASSIGN(Current now, current());
  auto& links = now.file.links;
  const std::string id = keyslots::dataKeyId(key);
  if (!links.empty() && (links.back().isPending || links.back().to != id))
    return fail(ErrorCode::StateForbids, "another data key is under way already");
  if (links.size() >= keyslots::kLinksMax) {
    std::string names;
    for (const Slot& slot : now.file.entries)
      if (slot.keyId == links.front().from)
        names += (names.empty() ? "" : ", ") + (isRecovery(slot) ? std::string("the recovery code") : slot.user);
    return fail(ErrorCode::StateForbids, names + ": still sealed with a much older data key; each enters the PIN once, or gets a "
                                                 "new one, and a recovery code is made anew");
  }
  if (links.empty())
    for (Slot& slot : now.file.entries) slot.keyId = id;
  SecretBytes fresh(random(kKeyBytes));
  links.push_back(keyslots::linkOf(key, fresh, random(crypto_aead_xchacha20poly1305_ietf_NPUBBYTES)));
  links.back().isPending = true;
  LOKET_TRY(write(now.file));
  return fresh;
}

Status SlotVault::keepNewKey() {
  const std::lock_guard lock(m_mutex);
  LOKET_ASSIGN(Current now, current());
  if (now.file.links.empty() || !now.file.links.back().isPending)
    return {};
  now.file.links.back().isPending = false;
  return write(now.file);
}

Status SlotVault::giveUpNewKey() {
  const std::lock_guard lock(m_mutex);
  LOKET_ASSIGN(Current now, current());
  if (now.file.links.empty() || !now.file.links.back().isPending)
    return {};
  now.file.links.pop_back();
  return write(now.file);
}

Result<std::uint64_t> SlotVault::generation() {
  LOKET_ASSIGN(const auto copies, keyslots::readCopies(m_files, slotPath('a'), slotPath('b'), m_cost));
  return copies.files.front().generation;
}

Result<SlotVault::OfBefore> SlotVault::ofBefore() {
  LOKET_ASSIGN(const auto copies, keyslots::readCopies(m_files, slotPath('a'), slotPath('b'), m_cost));
  const SlotFile& file = copies.files.front();
  OfBefore left;
  for (const Slot& slot : file.entries)
    if (!file.links.empty() && slot.keyId != file.links.back().to) {
      if (isRecovery(slot))
        left.recoveryCode = true;
      else
        left.people.push_back(slot.user);
    }
  return left;
}

Result<std::vector<SlotVault::CheapSlot>> SlotVault::cheapSlots() {
  LOKET_ASSIGN(const auto copies, keyslots::readCopies(m_files, slotPath('a'), slotPath('b'), m_cost));
  std::vector<CheapSlot> cheap;
  for (const Slot& slot : copies.files.front().entries)
    if (!isRecovery(slot) && isCheaper(slot.cost, kSlotCost))
      cheap.push_back({slot.user, slot.cost});
  return cheap;
}

Result<std::string> SlotVault::secretPlace() {
  LOKET_ASSIGN(const auto copies, keyslots::readCopies(m_files, slotPath('a'), slotPath('b'), m_cost));
  return copies.files.front().place;
}

struct SlotVault::ByCode {
  SlotFile file;
  SecretBytes key;
  Slot owner;
  std::optional<SecretBytes> device;  // none: a new one is made, at `at`
  bool isLost = false;                // it is not there at all
  ports::DeviceSecrets* at = nullptr;
};

Result<SlotVault::ByCode> SlotVault::byCode(const SecretBytes& code, const std::string& place) {
  ports::DeviceSecrets* const told = place.empty() ? nullptr : placeOf(place);
  if (!place.empty() && told == nullptr)
    return fail(ErrorCode::Usage, "no place for the device's secret is called " + place);
  LOKET_ASSIGN(auto copies, keyslots::readCopies(m_files, slotPath('a'), slotPath('b'), m_cost));
  const SecretBytes shown = asShown(code);
  ByCode found;
  std::optional<SecretBytes> dataKey;
  for (SlotFile& one : copies.files) {
    for (const Slot& slot : one.entries)
      if (!dataKey && isRecovery(slot)) {
        LOKET_ASSIGN(dataKey, keyslots::unseal(slot, shown, nullptr));
      }
    if (dataKey) {
      found.file = std::move(one);
      break;
    }
  }
  if (!dataKey)
    return fail(ErrorCode::PinWrong, "recovery code");
  LOKET_ASSIGN(found.key, keyslots::newestKey(found.file.links, *dataKey));
  // Before anything is made: slots without an owner are not ours to complete.
  const auto owner =
      std::find_if(found.file.entries.begin(), found.file.entries.end(), [](const Slot& slot) { return slot.role == "owner"; });
  if (owner == found.file.entries.end())
    return fail(ErrorCode::KeySlotMissing, "owner");
  found.owner = *owner;
  // Absent is not unreadable: a secret that is there and cannot be read may still be what other slots need.
  auto device = secretOf(found.file);
  if (!device && device.error().code != ErrorCode::KeySlotMissing && told == nullptr)
    return fail(device.error());
  // Where it is lost, it is the slots that say so until all is done: broken off, this can be done again without being told.
  found.isLost = !device && device.error().code == ErrorCode::KeySlotMissing;
  found.at = told != nullptr ? told : m_newAt;
  if (device)
    found.device = std::move(*device);
  else
    LOKET_TRY(found.at->usable());
  return found;
}

Result<SlotVault::OpenedByCode> SlotVault::openByCode(const SecretBytes& code, const std::string& place) {
  const std::lock_guard lock(m_mutex);
  LOKET_ASSIGN(auto opened, byCode(code, place));
  return OpenedByCode{std::move(opened.key), opened.device.has_value()};
}

Status SlotVault::recover(const SecretBytes& code, const SecretBytes& pin, const std::string& place) {
  LOKET_TRY(pinMakesSense(pin));
  const std::lock_guard lock(m_mutex);
  LOKET_ASSIGN(auto opened, byCode(code, place));
  SlotFile& file = opened.file;
  const bool isNewDevice = !opened.device;
  if (isNewDevice) {
    opened.device = SecretBytes(random(kDeviceSecretBytes));
    if (!opened.isLost)
      LOKET_TRY(keepSecret(*opened.at, *opened.device));
    file.place = opened.at->place();
  }
  file.deviceId = deviceSecretId(*opened.device);
  Slot fresh = renewed(opened.owner);
  LOKET_TRY(keyslots::seal(fresh, opened.key, pin, &*opened.device));
  // Where the copies differed there may be two of the owner's; others' that another secret sealed open no more.
  auto& all = file.entries;
  all.erase(std::remove_if(all.begin(), all.end(),
                           [isNewDevice](const Slot& slot) {
                             return slot.role == "owner" || (slot.needsDevice && isNewDevice);
                           }),
            all.end());
  m_tries.passed(fresh.user);
  all.insert(all.begin(), std::move(fresh));
  LOKET_TRY(write(file));
  return opened.isLost ? keepSecret(*opened.at, *opened.device) : Status();
}

Result<SlotVault::Exported> SlotVault::exported() {
  LOKET_ASSIGN(const auto copies, keyslots::readCopies(m_files, slotPath('a'), slotPath('b'), m_cost));
  // Where the copies differ nobody can tell which one is right: all of them, each is tried.
  const std::string recovery = keyslots::recoveryTextOf(copies.files.front());
  if (recovery.empty())
    return fail(ErrorCode::KeySlotMissing, kRecoverySlot);
  return Exported{keyslots::textOf(copies.files.front()), recovery};
}

Result<SecretBytes> SlotVault::openRecovery(const std::string& recoverySlot, const SecretBytes& code) {
  LOKET_CHECK(sodium_init() >= 0);
  const keyslots::RecoverySlots recovery = keyslots::recoverySlotsFrom(recoverySlot);
  if (recovery.entries.empty())
    return fail(ErrorCode::KeySlotUnreadable, kRecoverySlot);
  for (const Slot& slot : recovery.entries) {
    LOKET_ASSIGN(const auto key, keyslots::unseal(slot, asShown(code), nullptr));
    if (key)
      return keyslots::newestKey(recovery.links, *key);
  }
  return fail(ErrorCode::PinWrong, "recovery code");
}

Status SlotVault::adopt(const std::string& keySlots) {
  for (const std::string& path : {slotPath('a'), slotPath('b'), m_home + "/device.key", m_home + "/device.tpm"})
    if (m_files.exists(path))
      return fail(ErrorCode::HomeExists, path);
  auto file = keyslots::slotFileFrom(keySlots, m_cost);
  if (!file)
    return fail(ErrorCode::KeySlotUnreadable, "of the backup");
  // Their secret is the other home's, wherever that is kept; this one has none yet.
  file->place = m_newAt->place();
  file->deviceId = std::string(keyslots::kDeviceIdLetters, '0');
  return write(*file);
}

Status SlotVault::checkPin(const SecretBytes& pin) { return pinMakesSense(pin); }

Result<std::vector<ports::VaultUser>> SlotVault::users() {
  LOKET_ASSIGN(const auto copies, keyslots::readCopies(m_files, slotPath('a'), slotPath('b'), m_cost));
  std::vector<ports::VaultUser> users;
  std::set<std::string> named;
  for (const Slot& slot : copies.files.front().entries)
    if (!isRecovery(slot) && named.insert(slot.user).second)
      users.push_back({UserName(slot.user), slot.role});
  return users;
}

}  // namespace loket::adapters

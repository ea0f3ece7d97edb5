#include "core/adapters/vault/slot_vault.h"

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <utility>

#include <nlohmann/json.hpp>
#include <sodium.h>

#include "core/base/check.h"
#include "core/base/text.h"
#include "core/domain/identity/people.h"

namespace loket::adapters {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kKeyBytes = 32;
constexpr std::size_t kPinMin = 4;
constexpr std::size_t kPinMax = 64;
// libsodium's "interactive" cost: 64 MiB, 2 passes; above the OWASP minimum of 19 MiB, 2 passes.
constexpr unsigned long long kOps = 2;
constexpr std::size_t kMemory = 64U << 20U;
constexpr const char* kRecoverySlot = "@recovery";
// Under which the tries of all are counted who are not there.
constexpr const char* kNobody = "@nobody";
constexpr std::size_t kCodeGroup = 6;
constexpr std::size_t kCodeLetters = 24;

using Bytes = std::vector<std::uint8_t>;

std::string hex(const Bytes& bytes) {
  return toHex(bytes.data(), bytes.size());
}

std::optional<Bytes> unhex(const std::string& text) {
  if (text.size() % 2 != 0)
    return std::nullopt;
  Bytes out(text.size() / 2);
  std::size_t length = 0;
  const char* end = nullptr;
  if (sodium_hex2bin(out.data(), out.size(), text.data(), text.size(), nullptr, &length, &end) != 0 ||
      length != out.size() || end != text.data() + text.size())
    return std::nullopt;
  return out;
}

struct Slot {
  std::string user;
  std::string role;
  bool needsDevice = true;
  unsigned long long ops = kOps;
  std::size_t memory = kMemory;
  Bytes salt;
  Bytes nonce;
  Bytes box;
};

// The key that seals a slot: BLAKE2b(Argon2id(pin, salt), key = device secret).
Result<SecretBytes> sealingKey(const Slot& slot, const SecretBytes& pin, const SecretBytes* deviceSecret) {
  Bytes stretched(kKeyBytes);
  // An empty PIN is wrong like any other, and libsodium wants a pointer all the same.
  const std::string_view secret = pin.empty() ? std::string_view("") : pin.view();
  if (crypto_pwhash(stretched.data(), stretched.size(), secret.data(), secret.size(), slot.salt.data(),
                    slot.ops, slot.memory, crypto_pwhash_ALG_ARGON2ID13) != 0)
    return fail(ErrorCode::Internal, "argon2id: out of memory");
  Bytes key(kKeyBytes);
  const int done =
      deviceSecret != nullptr
          ? crypto_generichash(key.data(), key.size(), stretched.data(), stretched.size(),
                               deviceSecret->data(), deviceSecret->size())
          : crypto_generichash(key.data(), key.size(), stretched.data(), stretched.size(), nullptr, 0);
  sodium_memzero(stretched.data(), stretched.size());
  LOKET_CHECK(done == 0);
  return SecretBytes(std::move(key));
}

std::string boundTo(const Slot& slot) {
  return "loket-slot-1|" + slot.user + "|" + slot.role;
}

Json toJson(const Slot& slot) {
  return Json{{"user", slot.user},      {"role", slot.role},        {"device", slot.needsDevice},
              {"kdf", "argon2id13"},    {"ops", slot.ops},          {"memory", slot.memory},
              {"salt", hex(slot.salt)}, {"nonce", hex(slot.nonce)}, {"box", hex(slot.box)}};
}

std::optional<Slot> slotFrom(const Json& json) {
  if (!json.is_object())
    return std::nullopt;
  const auto text = [&json](const char* key) {
    const auto at = json.find(key);
    return at != json.end() && at->is_string() ? at->get<std::string>() : std::string();
  };
  const auto number = [&json](const char* key) -> std::uint64_t {
    const auto at = json.find(key);
    return at != json.end() && at->is_number_unsigned() ? at->get<std::uint64_t>() : 0;
  };
  Slot slot;
  slot.user = text("user");
  slot.role = text("role");
  slot.needsDevice = json.value("device", Json(true)) != Json(false);
  slot.ops = number("ops");
  slot.memory = number("memory");
  auto salt = unhex(text("salt"));
  auto nonce = unhex(text("nonce"));
  auto box = unhex(text("box"));
  if (slot.user.empty() || !salt || !nonce || !box || salt->size() != crypto_pwhash_SALTBYTES ||
      nonce->size() != crypto_aead_xchacha20poly1305_ietf_NPUBBYTES ||
      box->size() != kKeyBytes + crypto_aead_xchacha20poly1305_ietf_ABYTES || slot.ops < 1 || slot.ops > 64 ||
      slot.memory < (8U << 20U) || slot.memory > (4ULL << 30U))
    return std::nullopt;
  slot.salt = std::move(*salt);
  slot.nonce = std::move(*nonce);
  slot.box = std::move(*box);
  return slot;
}

// All slots of one copy of the file; nothing when the bytes are damaged.
std::optional<std::vector<Slot>> parseSlots(const std::string& bytes) {
  const Json file = Json::parse(bytes, nullptr, false);
  if (!file.is_object() || file.value("format", Json()) != Json("loket-keyslots-1") ||
      !file.contains("slots") || !file["slots"].is_array())
    return std::nullopt;
  std::vector<Slot> slots;
  for (const Json& entry : file["slots"]) {
    auto slot = slotFrom(entry);
    if (!slot)
      return std::nullopt;
    slots.push_back(std::move(*slot));
  }
  if (slots.empty())
    return std::nullopt;
  return slots;
}

// Every copy that can be read, the first whole one first.
Result<std::vector<std::vector<Slot>>> readCopies(ports::Files& files, const std::string& a,
                                                  const std::string& b) {
  std::vector<std::vector<Slot>> copies;
  bool anyThere = false;
  std::string unreadable;
  for (const std::string& path : {a, b}) {
    auto bytes = files.read(path);
    if (!bytes) {
      anyThere = true;
      unreadable = bytes.error().detail;
      continue;
    }
    if (!bytes->has_value())
      continue;
    anyThere = true;
    if (auto slots = parseSlots(**bytes))
      copies.push_back(std::move(*slots));
    else
      unreadable = path;
  }
  if (!copies.empty())
    return copies;
  if (anyThere)
    return fail(ErrorCode::KeySlotUnreadable, unreadable);
  return fail(ErrorCode::KeySlotMissing, a);
}

// What the copies hold together, each slot once. Both have the same slots; where they differ, a bit of one
// was lost or its writing was cut short, and nobody can tell which is right before it was opened.
std::vector<Slot> slotsOf(const std::vector<std::vector<Slot>>& copies) {
  std::set<std::string> seen;
  std::vector<Slot> all;
  for (const auto& slots : copies)
    for (const Slot& slot : slots)
      if (seen.insert(toJson(slot).dump()).second)
        all.push_back(slot);
  return all;
}

std::string fileOf(const std::vector<Slot>& slots) {
  Json list = Json::array();
  for (const Slot& slot : slots) list.push_back(toJson(slot));
  return Json{{"format", "loket-keyslots-1"}, {"slots", std::move(list)}}.dump(2) + "\n";
}

// `slot` has user, role, salt and nonce.
Status seal(Slot& slot, const SecretBytes& dataKey, const SecretBytes& secret,
            const SecretBytes* deviceSecret) {
  slot.needsDevice = deviceSecret != nullptr;
  slot.box.resize(kKeyBytes + crypto_aead_xchacha20poly1305_ietf_ABYTES);
  LOKET_ASSIGN(const SecretBytes key, sealingKey(slot, secret, deviceSecret));
  const std::string bound = boundTo(slot);
  unsigned long long length = 0;
  crypto_aead_xchacha20poly1305_ietf_encrypt(slot.box.data(), &length, dataKey.data(), dataKey.size(),
                                             reinterpret_cast<const unsigned char*>(bound.data()),
                                             bound.size(), nullptr, slot.nonce.data(), key.data());
  return {};
}

// The data key; nothing when the secret is not the one.
Result<std::optional<SecretBytes>> unseal(const Slot& slot, const SecretBytes& secret,
                                          const SecretBytes* deviceSecret) {
  LOKET_ASSIGN(const SecretBytes key, sealingKey(slot, secret, deviceSecret));
  Bytes opened(kKeyBytes);
  unsigned long long length = 0;
  const std::string bound = boundTo(slot);
  if (crypto_aead_xchacha20poly1305_ietf_decrypt(opened.data(), &length, nullptr, slot.box.data(),
                                                 slot.box.size(),
                                                 reinterpret_cast<const unsigned char*>(bound.data()),
                                                 bound.size(), slot.nonce.data(), key.data()) != 0)
    return std::optional<SecretBytes>();
  return std::optional<SecretBytes>(SecretBytes(std::move(opened)));
}

// As it was shown, however it was typed: without spaces and hyphens, in small letters.
SecretBytes asShown(const SecretBytes& typed) {
  Bytes code;
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

}  // namespace

SlotVault::SlotVault(std::string home, ports::Files& files, ports::Entropy& entropy, ports::Uptime& uptime)
    : m_home(std::move(home)),
      m_files(files),
      m_entropy(entropy),
      m_tries(m_home + "/pin-tries.json", files, uptime) {
  LOKET_CHECK(sodium_init() >= 0);
}

std::string SlotVault::slotPath(char copy) const {
  return m_home + "/keyslots-" + copy + ".json";
}

std::vector<std::uint8_t> SlotVault::random(std::size_t size) {
  Bytes bytes(size);
  m_entropy.fill(bytes.data(), bytes.size());
  return bytes;
}

Result<SecretBytes> SlotVault::deviceSecret() {
  LOKET_ASSIGN(const auto text, m_files.read(secretPath()));
  if (!text)
    return fail(ErrorCode::KeySlotMissing, secretPath());
  if (text->size() != kKeyBytes)
    return fail(ErrorCode::KeySlotUnreadable, secretPath());
  return SecretBytes(std::string_view(*text));
}

Status SlotVault::writeSlots(const std::string& bytes) {
  LOKET_TRY(m_files.writeDurably(slotPath('a'), bytes));
  return m_files.writeDurably(slotPath('b'), bytes);
}

std::string SlotVault::firstPart() const {
  for (const std::string& path :
       {slotPath('a'), slotPath('b'), secretPath(), m_home + "/loket.db", m_home + "/loket.sidecar"})
    if (m_files.exists(path))
      return path;
  return {};
}

Result<SecretBytes> SlotVault::create(const UserName& owner, const SecretBytes& pin) {
  // A name that begins with @ could be taken for a slot that is nobody's.
  if (owner.empty() || owner.view().front() == '@')
    return fail(ErrorCode::Usage, "owner");
  LOKET_TRY(pinMakesSense(pin));
  if (const std::string there = firstPart(); !there.empty())
    return fail(ErrorCode::HomeExists, there);
  LOKET_TRY(m_files.makeFolder(m_home));

  const SecretBytes device(random(kKeyBytes));
  SecretBytes dataKey(random(kKeyBytes));

  constexpr std::string_view kAlphabet = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
  m_recoveryCode.clear();
  const Bytes letters = random(kCodeLetters);
  for (std::size_t i = 0; i < letters.size(); ++i) {
    if (i > 0 && i % kCodeGroup == 0)
      m_recoveryCode.push_back('-');
    m_recoveryCode.push_back(kAlphabet[letters[i] % kAlphabet.size()]);
  }

  std::vector<Slot> slots(2);
  for (Slot& slot : slots) {
    slot.salt = random(crypto_pwhash_SALTBYTES);
    slot.nonce = random(crypto_aead_xchacha20poly1305_ietf_NPUBBYTES);
  }
  slots[0].user = owner.str();
  slots[0].role = "owner";
  slots[1].user = kRecoverySlot;
  slots[1].role = "recovery";
  LOKET_TRY(seal(slots[0], dataKey, pin, &device));
  LOKET_TRY(seal(slots[1], dataKey, SecretBytes(m_recoveryCode), nullptr));

  // The secret first: slots without it would be there and could never open.
  LOKET_TRY(m_files.writeDurably(secretPath(), std::string(device.view())));
  LOKET_TRY(writeSlots(fileOf(slots)));
  return dataKey;
}

Result<ports::OpenedVault> SlotVault::open(const UserName& user, const SecretBytes& pin) {
  LOKET_ASSIGN(const auto copies, readCopies(m_files, slotPath('a'), slotPath('b')));
  LOKET_ASSIGN(const SecretBytes device, deviceSecret());
  std::vector<Slot> slots = slotsOf(copies);
  std::erase_if(slots, [&user](const Slot& slot) {
    return slot.user == kRecoverySlot || (user.empty() ? slot.role != "owner" : slot.user != user.str());
  });
  const std::string who = slots.empty() ? kNobody : slots.front().user;
  const std::lock_guard lock(m_trying);
  LOKET_TRY(m_tries.begin(who));
  for (const Slot& slot : slots) {
    auto unsealed = unseal(slot, pin, slot.needsDevice ? &device : nullptr);
    if (!unsealed) {
      m_tries.withdraw(who);
      return fail(unsealed.error());
    }
    if (auto& key = *unsealed) {
      m_tries.passed(who);
      return ports::OpenedVault{std::move(*key), {UserName(slot.user), slot.role}};
    }
  }
  // The same answer for a wrong PIN and an unknown user.
  return fail(ErrorCode::PinWrong, std::to_string(m_tries.left(who)));
}

Status SlotVault::add(const SecretBytes& key, const UserName& user, const SecretBytes& pin) {
  LOKET_CHECK(key.size() == kKeyBytes);
  Slot slot;
  slot.user = trimmed(user.view());
  slot.role = "cashier";
  // A name that begins with @ could be taken for a slot that is nobody's.
  if (slot.user.empty() || slot.user.front() == '@')
    return fail(ErrorCode::Usage, "a name that is not empty and does not begin with @");
  LOKET_TRY(pinMakesSense(pin));
  LOKET_ASSIGN(const auto copies, readCopies(m_files, slotPath('a'), slotPath('b')));
  LOKET_ASSIGN(const SecretBytes device, deviceSecret());
  std::vector<Slot> slots = slotsOf(copies);
  for (const Slot& one : slots)
    if (samePerson(UserName(one.user), user))
      return fail(ErrorCode::StateForbids, one.user);
  slot.salt = random(crypto_pwhash_SALTBYTES);
  slot.nonce = random(crypto_aead_xchacha20poly1305_ietf_NPUBBYTES);
  LOKET_TRY(seal(slot, key, pin, &device));
  slots.push_back(std::move(slot));
  return writeSlots(fileOf(slots));
}

Status SlotVault::recover(const SecretBytes& code, const SecretBytes& pin) {
  LOKET_TRY(pinMakesSense(pin));
  LOKET_ASSIGN(const auto copies, readCopies(m_files, slotPath('a'), slotPath('b')));
  std::vector<Slot> slots = slotsOf(copies);
  const SecretBytes shown = asShown(code);
  std::optional<SecretBytes> dataKey;
  for (const Slot& slot : slots)
    if (!dataKey && slot.user == kRecoverySlot) {
      LOKET_ASSIGN(dataKey, unseal(slot, shown, nullptr));
    }
  if (!dataKey)
    return fail(ErrorCode::PinWrong, "recovery code");
  // Absent is not unreadable: a secret that is there and cannot be read may still be what other slots need.
  auto device = deviceSecret();
  if (!device && device.error().code != ErrorCode::KeySlotMissing)
    return fail(device.error());
  if (!device) {
    std::erase_if(slots, [](const Slot& slot) { return slot.needsDevice && slot.role != "owner"; });
    device = SecretBytes(random(kKeyBytes));
    LOKET_TRY(m_files.writeDurably(secretPath(), std::string(device->view())));
  }
  const auto owner =
      std::find_if(slots.begin(), slots.end(), [](const Slot& slot) { return slot.role == "owner"; });
  if (owner == slots.end())
    return fail(ErrorCode::KeySlotMissing, "owner");
  Slot fresh = *owner;
  fresh.salt = random(crypto_pwhash_SALTBYTES);
  fresh.nonce = random(crypto_aead_xchacha20poly1305_ietf_NPUBBYTES);
  LOKET_TRY(seal(fresh, *dataKey, pin, &*device));
  // Where the copies differed there may be two of the owner's.
  std::erase_if(slots, [](const Slot& slot) { return slot.role == "owner"; });
  m_tries.passed(fresh.user);
  slots.insert(slots.begin(), std::move(fresh));
  return writeSlots(fileOf(slots));
}

Result<SlotVault::Exported> SlotVault::exported() {
  LOKET_ASSIGN(const auto copies, readCopies(m_files, slotPath('a'), slotPath('b')));
  const std::vector<Slot> slots = slotsOf(copies);
  // Where the copies differ nobody can tell which one is right: all of them, each is tried.
  Json recovery = Json::array();
  for (const Slot& slot : slots)
    if (slot.user == kRecoverySlot)
      recovery.push_back(toJson(slot));
  if (recovery.empty())
    return fail(ErrorCode::KeySlotMissing, kRecoverySlot);
  return Exported{fileOf(slots), recovery.dump()};
}

Result<SecretBytes> SlotVault::openRecovery(const std::string& recoverySlot, const SecretBytes& code) {
  LOKET_CHECK(sodium_init() >= 0);
  const Json all = Json::parse(recoverySlot, nullptr, false);
  bool isReadable = false;
  for (const Json& one : all.is_array() ? all : Json::array({all})) {
    const auto slot = slotFrom(one);
    if (!slot || slot->user != kRecoverySlot)
      continue;
    isReadable = true;
    LOKET_ASSIGN(auto key, unseal(*slot, asShown(code), nullptr));
    if (key)
      return std::move(*key);
  }
  return fail(isReadable ? ErrorCode::PinWrong : ErrorCode::KeySlotUnreadable, isReadable ? "recovery code" : kRecoverySlot);
}

Status SlotVault::adopt(const std::string& keySlots) {
  if (m_files.exists(slotPath('a')) || m_files.exists(slotPath('b')) || m_files.exists(secretPath()))
    return fail(ErrorCode::HomeExists, slotPath('a'));
  if (!parseSlots(keySlots))
    return fail(ErrorCode::KeySlotUnreadable, "of the backup");
  return writeSlots(keySlots);
}

Status SlotVault::checkPin(const SecretBytes& pin) { return pinMakesSense(pin); }

Result<std::vector<ports::VaultUser>> SlotVault::users() {
  LOKET_ASSIGN(const auto copies, readCopies(m_files, slotPath('a'), slotPath('b')));
  std::vector<ports::VaultUser> users;
  std::set<std::string> named;
  for (const Slot& slot : slotsOf(copies))
    if (slot.user != kRecoverySlot && named.insert(slot.user).second)
      users.push_back({UserName(slot.user), slot.role});
  return users;
}

}  // namespace loket::adapters

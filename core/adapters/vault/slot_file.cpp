#include "core/adapters/vault/slot_file.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include <nlohmann/json.hpp>
#include <sodium.h>

#include "core/base/check.h"
#include "core/base/text.h"
#include "core/domain/identity/key_trouble.h"

namespace loket::adapters::keyslots {
namespace {

using Json = nlohmann::json;

constexpr const char* kOldFormat = "loket-keyslots-1";
constexpr const char* kFormat = "loket-keyslots-2";
// With links: a program that does not know them would leave them out of what it writes.
constexpr const char* kLinkedFormat = "loket-keyslots-3";
constexpr std::size_t kSealBytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;
constexpr std::size_t kKeyIdLetters = 32;
// All passes of a slot over all its memory.
constexpr unsigned long long kWorkMax = 4ULL << 30U;
// Of one person: each is tried with every PIN.
constexpr std::ptrdiff_t kOnePersonMax = 8;

std::string hex(const Bytes& bytes) { return toHex(bytes.data(), bytes.size()); }

std::optional<Bytes> unhex(const std::string& text) {
  if (text.empty())
    return Bytes();
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

const unsigned char* raw(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

// Told from a damaged copy, which is not to be taken for the newer one. It keeps nobody from writing a file: the seals do.
std::string checkOf(const std::string& text) {
  Bytes sum(crypto_generichash_BYTES_MIN);
  LOKET_CHECK(crypto_generichash(sum.data(), sum.size(), raw(text), text.size(), nullptr, 0) == 0);
  return hex(sum);
}

std::string boundTo(const Slot& slot, const char* what) { return what + slot.user + "|" + slot.role; }
std::string boundTo(const KeyLink& link) { return "loket-key-link|" + link.from + "|" + link.to; }
std::string boundTo(const Slot& slot) { return boundTo(slot, slot.isLayered ? "loket-slot-2|" : "loket-slot-1|"); }

// BLAKE2b(Argon2id(pin, salt)); in older slots keyed with the device's secret.
Result<SecretBytes> pinKey(const Slot& slot, const SecretBytes& pin, const SecretBytes* mixedIn) {
  Bytes stretched(kKeyBytes);
  // An empty PIN is wrong like any other, and libsodium wants a pointer all the same.
  const std::string_view secret = pin.empty() ? std::string_view("") : pin.view();
  if (crypto_pwhash(stretched.data(), stretched.size(), secret.data(), secret.size(), slot.salt.data(), slot.cost.passes,
                    slot.cost.memory, crypto_pwhash_ALG_ARGON2ID13) != 0)
    return fail(ErrorCode::Internal, "argon2id: out of memory");
  Bytes key(kKeyBytes);
  const int done = mixedIn != nullptr
                       ? crypto_generichash(key.data(), key.size(), stretched.data(), stretched.size(), mixedIn->data(),
                                            mixedIn->size())
                       : crypto_generichash(key.data(), key.size(), stretched.data(), stretched.size(), nullptr, 0);
  sodium_memzero(stretched.data(), stretched.size());
  LOKET_CHECK(done == 0);
  return SecretBytes(std::move(key));
}

SecretBytes outerKey(const SecretBytes& deviceSecret) {
  constexpr std::string_view kWhat = "loket slot, outer seal";
  Bytes key(kKeyBytes);
  LOKET_CHECK(crypto_generichash(key.data(), key.size(), raw(kWhat), kWhat.size(), deviceSecret.data(),
                                 deviceSecret.size()) == 0);
  return SecretBytes(std::move(key));
}

Bytes sealed(const std::uint8_t* plain, std::size_t size, const std::string& bound, const Bytes& nonce, const SecretBytes& key) {
  Bytes box(size + kSealBytes);
  unsigned long long length = 0;
  crypto_aead_xchacha20poly1305_ietf_encrypt(box.data(), &length, plain, size, raw(bound), bound.size(), nullptr,
                                             nonce.data(), key.data());
  return box;
}

std::optional<Bytes> opened(const Bytes& box, const std::string& bound, const Bytes& nonce, const SecretBytes& key) {
  if (box.size() < kSealBytes)
    return std::nullopt;
  Bytes plain(box.size() - kSealBytes);
  unsigned long long length = 0;
  if (crypto_aead_xchacha20poly1305_ietf_decrypt(plain.data(), &length, nullptr, box.data(), box.size(), raw(bound),
                                                 bound.size(), nonce.data(), key.data()) != 0)
    return std::nullopt;
  return plain;
}

// The data key itself is the cipher's; what is sealed by it here is sealed by one that follows from it.
SecretBytes linkKey(const SecretBytes& from) {
  constexpr std::string_view kWhat = "loket data key, its successor";
  Bytes key(kKeyBytes);
  LOKET_CHECK(crypto_generichash(key.data(), key.size(), raw(kWhat), kWhat.size(), from.data(), from.size()) == 0);
  return SecretBytes(std::move(key));
}

Result<SecretBytes> behind(const KeyLink& link, const SecretBytes& from) {
  auto plain = opened(link.box, boundTo(link), link.nonce, linkKey(from));
  if (!plain)
    return fail(ErrorCode::KeySlotUnreadable, "what leads on from the data key of before is damaged");
  return SecretBytes(std::move(*plain));
}

constexpr const char* kOuter = "loket-slot-2-device|";

// The box that the PIN opens.
Result<Bytes> innerBox(const Slot& slot, const SecretBytes* deviceSecret) {
  if (!slot.isLayered)
    return slot.box;
  auto inner = deviceSecret != nullptr ? opened(slot.box, boundTo(slot, kOuter), slot.outerNonce, outerKey(*deviceSecret))
                                       : std::nullopt;
  if (!inner)
    return failKey(KeyTrouble::SlotDamaged, "the slot of " + slot.user + " is damaged, or of another device");
  return std::move(*inner);
}

Json toJson(const Slot& slot) {
  Json json{{"user", slot.user},         {"role", slot.role},          {"device", slot.needsDevice},
            {"kdf", "argon2id13"},       {"ops", slot.cost.passes},    {"memory", slot.cost.memory},
            {"salt", hex(slot.salt)},    {"nonce", hex(slot.nonce)},   {"box", hex(slot.box)}};
  if (slot.isLayered)
    json["deviceNonce"] = hex(slot.outerNonce);
  if (!slot.keyId.empty())
    json["key"] = slot.keyId;
  return json;
}

Json toJson(const KeyLink& link) {
  return {{"from", link.from}, {"to", link.to}, {"pending", link.isPending}, {"nonce", hex(link.nonce)}, {"box", hex(link.box)}};
}

bool isHex(const std::string& text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

bool isKeyId(const std::string& text) { return text.size() == kKeyIdLetters && isHex(text); }

std::optional<KeyLink> linkFrom(const Json& json) {
  if (!json.is_object())
    return std::nullopt;
  const auto text = [&json](const char* key) {
    const auto at = json.find(key);
    return at != json.end() && at->is_string() ? at->get<std::string>() : std::string();
  };
  KeyLink link;
  link.from = text("from");
  link.to = text("to");
  link.isPending = json.value("pending", Json(false)) == Json(true);
  auto nonce = unhex(text("nonce"));
  auto box = unhex(text("box"));
  if (!isKeyId(link.from) || !isKeyId(link.to) || link.from == link.to || !nonce || !box ||
      nonce->size() != crypto_aead_xchacha20poly1305_ietf_NPUBBYTES || box->size() != kKeyBytes + kSealBytes)
    return std::nullopt;
  link.nonce = std::move(*nonce);
  link.box = std::move(*box);
  return link;
}

// False when one of them is none, or they do not hang together.
bool readLinks(const Json& json, SlotFile& file) {
  const Json list = json.value("links", Json());
  if (!list.is_array() || list.empty() || list.size() > kLinksMax)
    return false;
  for (const Json& one : list) {
    auto link = linkFrom(one);
    if (!link || (!file.links.empty() && (file.links.back().isPending || file.links.back().to != link->from)))
      return false;
    file.links.push_back(std::move(*link));
  }
  return true;
}

bool isBearable(const SlotCost& cost, const SlotCost& weakest) {
  return cost.passes >= std::min(weakest.passes, kWeakestSlotCost.passes) && cost.passes <= kSlotPassesMax &&
         cost.memory >= std::min(weakest.memory, kWeakestSlotCost.memory) && cost.memory <= kSlotMemoryMax &&
         cost.passes * cost.memory <= kWorkMax;
}

std::optional<Slot> slotFrom(const Json& json, const SlotCost& weakest) {
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
  slot.isLayered = json.contains("deviceNonce");
  slot.cost = {number("ops"), number("memory")};
  slot.keyId = text("key");
  auto salt = unhex(text("salt"));
  auto nonce = unhex(text("nonce"));
  auto outerNonce = unhex(text("deviceNonce"));
  auto box = unhex(text("box"));
  constexpr std::size_t kNonceBytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
  if (slot.user.empty() || !salt || !nonce || !outerNonce || !box || salt->size() != crypto_pwhash_SALTBYTES ||
      nonce->size() != kNonceBytes || outerNonce->size() != (slot.isLayered ? kNonceBytes : 0) ||
      box->size() != kKeyBytes + kSealBytes * (slot.isLayered ? 2 : 1) || (slot.isLayered && !slot.needsDevice) ||
      (!slot.keyId.empty() && !isKeyId(slot.keyId)) || !isBearable(slot.cost, weakest))
    return std::nullopt;
  slot.salt = std::move(*salt);
  slot.nonce = std::move(*nonce);
  slot.outerNonce = std::move(*outerNonce);
  slot.box = std::move(*box);
  return slot;
}

Json bodyOf(const SlotFile& file) {
  Json list = Json::array();
  for (const Slot& slot : file.entries) list.push_back(toJson(slot));
  if (file.generation == 0)
    return Json{{"format", kOldFormat}, {"slots", std::move(list)}};
  Json body{{"format", file.links.empty() ? kFormat : kLinkedFormat},
            {"generation", file.generation},
            {"secret", Json{{"place", file.place}, {"id", file.deviceId}}},
            {"slots", std::move(list)}};
  for (const KeyLink& link : file.links) body["links"].push_back(toJson(link));
  return body;
}

// What only the newer format says.
bool readHead(const Json& json, SlotFile& file) {
  const auto generation = json.find("generation");
  const auto secret = json.find("secret");
  const auto check = json.find("check");
  if (generation == json.end() || !generation->is_number_unsigned() || secret == json.end() || !secret->is_object() ||
      check == json.end() || !check->is_string())
    return false;
  file.generation = generation->get<std::uint64_t>();
  const Json place = secret->value("place", Json());
  const Json id = secret->value("id", Json());
  if (!place.is_string() || !id.is_string())
    return false;
  file.place = place.get<std::string>();
  file.deviceId = id.get<std::string>();
  Json body = json;
  body.erase("check");
  // The greatest number would have none after it.
  return file.generation >= 1 && file.generation < (1ULL << 62U) && file.deviceId.size() == kDeviceIdLetters &&
         isHex(file.deviceId) &&
         check->get<std::string>() == checkOf(body.dump(-1, ' ', false, Json::error_handler_t::replace));
}

}  // namespace

std::string textOf(const SlotFile& file) {
  Json json = bodyOf(file);
  if (file.generation > 0)
    json["check"] = checkOf(json.dump(-1, ' ', false, Json::error_handler_t::replace));
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::optional<SlotFile> slotFileFrom(const std::string& bytes, const SlotCost& weakest) {
  const Json json = Json::parse(bytes, nullptr, false);
  if (!json.is_object() || !json.contains("slots") || !json["slots"].is_array() || json["slots"].size() > kSlotsMax)
    return std::nullopt;
  SlotFile file;
  const Json format = json.value("format", Json());
  const bool isLinked = format == Json(kLinkedFormat);
  if (format != Json(kOldFormat) && !((format == Json(kFormat) || isLinked) && readHead(json, file)))
    return std::nullopt;
  if (isLinked && !readLinks(json, file))
    return std::nullopt;
  std::map<std::string, std::ptrdiff_t> perPerson;
  for (const Json& entry : json["slots"]) {
    auto slot = slotFrom(entry, weakest);
    if (!slot || ++perPerson[slot->user] > kOnePersonMax)
      return std::nullopt;
    file.entries.push_back(std::move(*slot));
  }
  if (file.entries.empty())
    return std::nullopt;
  return file;
}

std::string recoveryTextOf(const SlotFile& file) {
  Json recovery = Json::array();
  for (const Slot& slot : file.entries)
    if (slot.user == kRecoverySlot)
      recovery.push_back(toJson(slot));
  if (recovery.empty())
    return {};
  for (const KeyLink& link : file.links) recovery.push_back(toJson(link));
  return recovery.dump();
}

RecoverySlots recoverySlotsFrom(const std::string& text) {
  const Json all = Json::parse(text, nullptr, false);
  RecoverySlots recovery;
  for (const Json& one : all.is_array() ? all : Json::array({all})) {
    if (auto slot = slotFrom(one, kWeakestSlotCost); slot && slot->user == kRecoverySlot && recovery.entries.size() < kSlotsMax)
      recovery.entries.push_back(std::move(*slot));
    else if (auto link = linkFrom(one); link && recovery.links.size() < kLinksMax)
      recovery.links.push_back(std::move(*link));
  }
  return recovery;
}

Result<Copies> readCopies(ports::Files& files, const std::string& a, const std::string& b, const SlotCost& weakest) {
  Copies copies;
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
    if (auto file = slotFileFrom(**bytes, weakest))
      copies.files.push_back(std::move(*file));
    else
      unreadable = path;
  }
  if (copies.files.empty()) {
    if (anyThere)
      return failKey(KeyTrouble::SlotsDamaged, unreadable);
    return failKey(KeyTrouble::SlotsGone, a);
  }
  if (copies.files.size() == 1)
    return copies;
  SlotFile& first = copies.files[0];
  SlotFile& second = copies.files[1];
  copies.isOneOlder = first.generation != second.generation;
  if (first.generation < second.generation)
    std::swap(first, second);
  else if (first.generation == second.generation && first.deviceId == second.deviceId &&
           (first.links.empty() || second.links.empty() || toJson(first.links.back()) == toJson(second.links.back()))) {
    // Where two of one age differ nobody can tell which is right before it was opened: a bit was lost where none was
    // checked yet, or its writing was cut short.
    std::set<std::string> seen;
    for (const Slot& slot : first.entries) seen.insert(toJson(slot).dump());
    for (Slot& slot : second.entries)
      if (seen.insert(toJson(slot).dump()).second)
        first.entries.push_back(std::move(slot));
    if (first.links.size() < second.links.size())
      first.links = std::move(second.links);
    copies.files.pop_back();
  }
  return copies;
}

std::string dataKeyId(const SecretBytes& key) {
  constexpr std::string_view kWhat = "loket data key";
  Bytes id(kKeyIdLetters / 2);
  LOKET_CHECK(crypto_generichash(id.data(), id.size(), raw(kWhat), kWhat.size(), key.data(), key.size()) == 0);
  return hex(id);
}

KeyLink linkOf(const SecretBytes& from, const SecretBytes& to, Bytes nonce) {
  KeyLink link;
  link.from = dataKeyId(from);
  link.to = dataKeyId(to);
  link.nonce = std::move(nonce);
  link.box = sealed(to.data(), to.size(), boundTo(link), link.nonce, linkKey(from));
  return link;
}

Result<SecretBytes> newestKey(const std::vector<KeyLink>& links, const SecretBytes& key) {
  SecretBytes newest = key.clone();
  for (const KeyLink& link : links)
    if (!link.isPending && link.from == dataKeyId(newest)) {
      LOKET_ASSIGN(newest, behind(link, newest));
    }
  return newest;
}

Result<SecretBytes> pendingKey(const std::vector<KeyLink>& links, const SecretBytes& key) {
  if (links.empty() || !links.back().isPending || links.back().from != dataKeyId(key))
    return SecretBytes();
  return behind(links.back(), key);
}

void dropUnusedLinks(SlotFile& file) {
  const auto isUsed = [&file](const KeyLink& oldest) {
    return oldest.isPending || std::any_of(file.entries.begin(), file.entries.end(), [&](const Slot& slot) {
             // One whose key stands nowhere may need any of them.
             return slot.keyId == oldest.from ||
                    std::none_of(file.links.begin(), file.links.end(),
                                 [&slot](const KeyLink& link) { return slot.keyId == link.from || slot.keyId == link.to; });
           });
  };
  while (!file.links.empty() && !isUsed(file.links.front())) file.links.erase(file.links.begin());
  if (file.links.empty())
    for (Slot& slot : file.entries) slot.keyId.clear();
}

Status seal(Slot& slot, const SecretBytes& dataKey, const SecretBytes& pin, const SecretBytes* deviceSecret) {
  slot.keyId = dataKeyId(dataKey);
  slot.needsDevice = deviceSecret != nullptr;
  slot.isLayered = slot.needsDevice;
  LOKET_ASSIGN(const SecretBytes key, pinKey(slot, pin, nullptr));
  slot.box = sealed(dataKey.data(), dataKey.size(), boundTo(slot), slot.nonce, key);
  if (deviceSecret != nullptr)
    slot.box = sealed(slot.box.data(), slot.box.size(), boundTo(slot, kOuter), slot.outerNonce, outerKey(*deviceSecret));
  else
    slot.outerNonce.clear();
  return {};
}

Result<std::optional<SecretBytes>> unseal(const Slot& slot, const SecretBytes& pin, const SecretBytes* deviceSecret) {
  LOKET_ASSIGN(const Bytes inner, innerBox(slot, deviceSecret));
  LOKET_ASSIGN(const SecretBytes key, pinKey(slot, pin, slot.isLayered || !slot.needsDevice ? nullptr : deviceSecret));
  auto plain = opened(inner, boundTo(slot), slot.nonce, key);
  if (!plain)
    return std::optional<SecretBytes>();
  return std::optional<SecretBytes>(SecretBytes(std::move(*plain)));
}

Status rewrap(Slot& slot, const SecretBytes& from, const SecretBytes& to, Bytes outerNonce) {
  LOKET_CHECK(slot.isLayered);
  LOKET_ASSIGN(const Bytes inner, innerBox(slot, &from));
  slot.outerNonce = std::move(outerNonce);
  slot.box = sealed(inner.data(), inner.size(), boundTo(slot, kOuter), slot.outerNonce, outerKey(to));
  return {};
}

}  // namespace loket::adapters::keyslots

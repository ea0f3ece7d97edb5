#include "core/adapters/store/backup_file.h"

#include <filesystem>
#include <optional>

#include <nlohmann/json.hpp>
#include <sodium.h>

#include "core/base/check.h"

namespace loket::adapters {
namespace {

using Json = nlohmann::json;

constexpr std::string_view kBackupMagic = "loket-backup";
constexpr std::uint32_t kBackupVersion = 1;
constexpr std::size_t kHashBytes = 32;
constexpr std::size_t kLengthBytes = 4;
constexpr std::size_t kStreamHeadBytes = crypto_secretstream_xchacha20poly1305_HEADERBYTES;
constexpr std::size_t kSealBytes = crypto_secretstream_xchacha20poly1305_ABYTES;
constexpr std::size_t kFixedBytes = kBackupMagic.size() + kLengthBytes + 2 * kHashBytes + kStreamHeadBytes + kLengthBytes;
constexpr std::uint32_t kSlotBytesMax = 4096;
// What is said of the shop and its people is little; longer is damage.
constexpr std::size_t kContentsBytesMax = std::size_t{1} << 20U;

std::string fourBytes(std::uint32_t value) {
  std::string out;
  for (unsigned shift = 0; shift < 32; shift += 8) out.push_back(static_cast<char>((value >> shift) & 0xFFU));
  return out;
}

std::uint32_t fourBytesIn(std::string_view bytes) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < kLengthBytes; ++i)
    value |= static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[i])) << (8 * i);
  return value;
}

const unsigned char* raw(std::string_view bytes) { return reinterpret_cast<const unsigned char*>(bytes.data()); }

std::string hashOf(std::string_view text, std::string_view key) {
  std::string out(kHashBytes, '\0');
  const int done = crypto_generichash(reinterpret_cast<unsigned char*>(out.data()), out.size(), raw(text), text.size(),
                                      key.empty() ? nullptr : raw(key), key.size());
  LOKET_CHECK(done == 0);
  return out;
}

SecretBytes streamKey(const SecretBytes& dataKey, const std::string& salt) {
  return SecretBytes(std::string_view(hashOf("loket-backup-1 stream " + salt, dataKey.view())));
}

std::string clearHead(const BackupHead& head) {
  return std::string(kBackupMagic) + fourBytes(kBackupVersion) + head.homeMark + head.salt + head.streamHead +
         fourBytes(static_cast<std::uint32_t>(head.recoverySlot.size())) + head.recoverySlot;
}

tl::unexpected<Error> damaged(const std::string& path, const char* where) {
  return fail(ErrorCode::BackupDamaged, path + ": " + where);
}

using State = crypto_secretstream_xchacha20poly1305_state;

State& stateIn(SecretBytes& bytes) {
  // Its bytes are its own, and it is nothing but bytes.
  return *reinterpret_cast<State*>(const_cast<std::uint8_t*>(bytes.data()));
}

std::string encodeContents(const BackupContents& contents) {
  return Json{{"madeAt", contents.facts.madeAt.ms},
              {"outlet", contents.facts.outlet},
              {"payments", contents.facts.payments},
              {"open", contents.facts.open},
              {"slots", contents.keySlots}}
      .dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::optional<BackupContents> decodeContents(const std::string& text) {
  const Json json = Json::parse(text, nullptr, false);
  if (!json.is_object())
    return std::nullopt;
  const auto number = [&json](const char* key) {
    const auto at = json.find(key);
    return at != json.end() && at->is_number_integer() ? at->get<std::int64_t>() : 0;
  };
  const auto words = [&json](const char* key) {
    const auto at = json.find(key);
    return at != json.end() && at->is_string() ? at->get<std::string>() : std::string();
  };
  BackupContents contents;
  contents.facts.madeAt = Instant{number("madeAt")};
  contents.facts.outlet = words("outlet");
  contents.facts.payments = number("payments");
  contents.facts.open = number("open");
  contents.keySlots = words("slots");
  return contents;
}

}  // namespace

std::string backupMarkOf(const SecretBytes& dataKey) { return hashOf("loket-backup-1 home", dataKey.view()); }

Result<BackupHead> readBackupHead(JournalDisk& disk, const std::string& path) {
  LOKET_ASSIGN(const auto size, disk.sizeOf(path));
  if (!size)
    return fail(ErrorCode::NotFound, path);
  std::error_code ignored;
  auto start = disk.read(path, 0, kFixedBytes);
  // A folder has a size too.
  if (!start && !std::filesystem::is_directory(path, ignored))
    return fail(start.error());
  if (!start || start->size() < kBackupMagic.size() + kLengthBytes ||
      std::string_view(*start).substr(0, kBackupMagic.size()) != kBackupMagic)
    return fail(ErrorCode::NotABackup, path);
  std::string_view rest = std::string_view(*start).substr(kBackupMagic.size());
  if (fourBytesIn(rest) != kBackupVersion)
    return fail(ErrorCode::BackupVersion, path + ": version " + std::to_string(fourBytesIn(rest)));
  if (start->size() < kFixedBytes)
    return damaged(path, "its head");
  BackupHead head;
  const auto take = [&rest](std::size_t bytes) {
    const std::string_view part = rest.substr(0, bytes);
    rest.remove_prefix(bytes);
    return std::string(part);
  };
  take(kLengthBytes);
  head.homeMark = take(kHashBytes);
  head.salt = take(kHashBytes);
  head.streamHead = take(kStreamHeadBytes);
  const std::uint32_t slotBytes = fourBytesIn(rest);
  if (slotBytes > kSlotBytesMax)
    return damaged(path, "its head");
  LOKET_ASSIGN(const std::string tail, disk.read(path, kFixedBytes, slotBytes + kHashBytes));
  if (tail.size() != slotBytes + kHashBytes)
    return damaged(path, "its head");
  head.recoverySlot = tail.substr(0, slotBytes);
  head.check = tail.substr(slotBytes);
  if (hashOf(clearHead(head), {}) != head.check)
    return damaged(path, "its head");
  head.bytes = kFixedBytes + tail.size();
  return head;
}

Result<BackupWriter> BackupWriter::create(JournalDisk& disk, const std::string& path, const SecretBytes& dataKey,
                                          const std::string& recoverySlot, ports::Entropy& entropy,
                                          const BackupContents& contents) {
  LOKET_CHECK(sodium_init() >= 0);
  BackupHead head;
  head.homeMark = backupMarkOf(dataKey);
  head.salt.resize(kHashBytes);
  entropy.fill(reinterpret_cast<std::uint8_t*>(head.salt.data()), head.salt.size());
  head.streamHead.resize(kStreamHeadBytes);
  head.recoverySlot = recoverySlot;
  // What was left there by one that was given up is nobody's.
  LOKET_TRY(disk.remove(path));
  LOKET_ASSIGN(auto file, disk.create(path));
  BackupWriter writer(std::move(file));
  writer.m_state = SecretBytes(std::vector<std::uint8_t>(sizeof(State)));
  const SecretBytes key = streamKey(dataKey, head.salt);
  crypto_secretstream_xchacha20poly1305_init_push(&stateIn(writer.m_state),
                                                  reinterpret_cast<unsigned char*>(head.streamHead.data()), key.data());
  const std::string clear = clearHead(head);
  head.check = hashOf(clear, {});
  LOKET_TRY(writer.append(clear + head.check));
  LOKET_TRY(writer.seal(encodeContents(contents), head.check, crypto_secretstream_xchacha20poly1305_TAG_PUSH));
  return writer;
}

Status BackupWriter::append(std::string_view bytes) {
  m_bytes += bytes.size();
  return m_file->append(bytes);
}

Status BackupWriter::seal(std::string_view text, std::string_view bound, unsigned char tag) {
  std::string box(text.size() + kSealBytes, '\0');
  unsigned long long length = 0;
  crypto_secretstream_xchacha20poly1305_push(&stateIn(m_state), reinterpret_cast<unsigned char*>(box.data()), &length,
                                             raw(text), text.size(), raw(bound), bound.size(), tag);
  LOKET_TRY(append(fourBytes(static_cast<std::uint32_t>(box.size()))));
  return append(box);
}

Status BackupWriter::database(std::string_view piece) {
  return seal(piece, {}, crypto_secretstream_xchacha20poly1305_TAG_MESSAGE);
}

Status BackupWriter::finish() {
  // An end that is sealed as such: what was cut off is missed.
  LOKET_TRY(seal({}, {}, crypto_secretstream_xchacha20poly1305_TAG_FINAL));
  return m_file->sync();
}

Result<BackupContents> readBackup(JournalDisk& disk, const std::string& path, const BackupHead& head,
                                  const SecretBytes& dataKey, const std::function<Status(std::string_view)>& take) {
  LOKET_CHECK(sodium_init() >= 0);
  if (backupMarkOf(dataKey) != head.homeMark)
    return fail(ErrorCode::BackupForeign, path);
  SecretBytes state(std::vector<std::uint8_t>(sizeof(State)));
  const SecretBytes key = streamKey(dataKey, head.salt);
  if (crypto_secretstream_xchacha20poly1305_init_pull(&stateIn(state), raw(head.streamHead), key.data()) != 0)
    return damaged(path, "its head");
  std::optional<BackupContents> contents;
  std::uint64_t at = head.bytes;
  while (true) {
    LOKET_ASSIGN(const std::string length, disk.read(path, at, kLengthBytes));
    if (length.size() != kLengthBytes)
      return damaged(path, "it is cut off");
    const std::size_t boxBytes = fourBytesIn(length);
    if (boxBytes < kSealBytes || boxBytes > kContentsBytesMax)
      return damaged(path, "it was changed");
    LOKET_ASSIGN(const std::string box, disk.read(path, at + kLengthBytes, boxBytes));
    if (box.size() != boxBytes)
      return damaged(path, "it is cut off");
    std::string text(boxBytes - kSealBytes, '\0');
    unsigned long long textBytes = 0;
    unsigned char tag = 0;
    const std::string_view bound = contents ? std::string_view() : std::string_view(head.check);
    if (crypto_secretstream_xchacha20poly1305_pull(&stateIn(state), reinterpret_cast<unsigned char*>(text.data()),
                                                   &textBytes, &tag, raw(box), box.size(), raw(bound), bound.size()) != 0)
      return damaged(path, "it was changed");
    at += kLengthBytes + boxBytes;
    if (!contents) {
      contents = decodeContents(text);
      if (!contents || tag != crypto_secretstream_xchacha20poly1305_TAG_PUSH)
        return damaged(path, "it was changed");
      continue;
    }
    if (tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL)
      break;
    LOKET_TRY(take(text));
  }
  LOKET_ASSIGN(const auto size, disk.sizeOf(path));
  if (!size || *size != at)
    return damaged(path, "something lies behind its end");
  contents->facts.bytes = at;
  return *contents;
}

}  // namespace loket::adapters

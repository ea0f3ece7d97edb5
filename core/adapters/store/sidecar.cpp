#include "core/adapters/store/sidecar.h"

#include <sodium.h>

#include "core/adapters/store/sidecar_format.h"
#include "core/base/check.h"
#include "core/base/text.h"

namespace loket::adapters {
namespace {

static_assert(kNonceBytes == crypto_aead_xchacha20poly1305_ietf_NPUBBYTES);
static_assert(kTagBytes == crypto_aead_xchacha20poly1305_ietf_ABYTES);

const unsigned char* bytesOf(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* bytesOf(std::string& text) {
  return reinterpret_cast<unsigned char*>(text.data());
}

void putNumber(std::string& out, std::uint64_t value, int size) {
  for (int i = 0; i < size; ++i) out.push_back(static_cast<char>((value >> (8 * i)) & 0xFFU));
}

std::uint64_t numberAt(std::string_view bytes, std::size_t at, std::size_t size) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < size; ++i)
    value |= static_cast<std::uint64_t>(static_cast<unsigned char>(bytes[at + i])) << (8 * i);
  return value;
}

std::string freshName(const std::string& path) {
  return path + ".new";
}

}  // namespace

std::string markOf(const SidecarLink& tag) {
  return toHex(reinterpret_cast<const std::uint8_t*>(tag.data()), tag.size());
}

SecretBytes sidecarKey(const SecretBytes& dataKey) {
  LOKET_CHECK(sodium_init() >= 0);
  LOKET_CHECK(dataKey.size() == crypto_kdf_KEYBYTES);
  std::vector<std::uint8_t> key(crypto_aead_xchacha20poly1305_ietf_KEYBYTES);
  LOKET_CHECK(crypto_kdf_derive_from_key(key.data(), key.size(), 1, "sidecar1", dataKey.data()) == 0);
  return SecretBytes(std::move(key));
}

std::string encodeHead(const RecordHead& head) {
  std::string bytes;
  putNumber(bytes, head.boxBytes, 4);
  bytes.push_back(static_cast<char>(head.kind));
  putNumber(bytes, head.number, 8);
  return bytes;
}

std::optional<RecordHead> decodeHead(std::string_view bytes) {
  if (bytes.size() < kRecordHeadBytes)
    return std::nullopt;
  RecordHead head;
  head.boxBytes = static_cast<std::uint32_t>(numberAt(bytes, 0, 4));
  head.number = numberAt(bytes, 5, 8);
  switch (bytes[4]) {
    case 'b':
      head.kind = SidecarKind::BasePart;
      break;
    case 'e':
      head.kind = SidecarKind::BaseEnd;
      break;
    case 'c':
      head.kind = SidecarKind::Commit;
      break;
    default:
      return std::nullopt;
  }
  if (head.boxBytes < kTagBytes)
    return std::nullopt;
  return head;
}

SidecarLink sealRecord(const RecordHead& head, std::string_view text, const SidecarLink& link,
                       const SecretBytes& key, std::string& out) {
  const std::string clear = encodeHead(head);
  const std::string bound = clear + link;
  out += clear;
  const std::size_t nonceAt = out.size();
  out.resize(nonceAt + kNonceBytes + text.size() + kTagBytes);
  unsigned char* nonce = bytesOf(out) + nonceAt;
  // Chance, not a counter: an append that a crash tore is written again, and may then say something else.
  randombytes_buf(nonce, kNonceBytes);
  unsigned long long length = 0;
  crypto_aead_xchacha20poly1305_ietf_encrypt(nonce + kNonceBytes, &length, bytesOf(text), text.size(),
                                             bytesOf(std::string_view(bound)), bound.size(), nullptr, nonce,
                                             key.data());
  LOKET_CHECK(length == head.boxBytes);
  return out.substr(out.size() - kTagBytes);
}

namespace {

// A null `text` only looks at the tag.
bool decrypt(std::string_view record, const RecordHead& head, const SidecarLink& link, const SecretBytes& key,
             unsigned char* text) {
  if (record.size() < kRecordHeadBytes + kNonceBytes + head.boxBytes)
    return false;
  const std::string bound = std::string(record.substr(0, kRecordHeadBytes)) + link;
  const unsigned char* box = bytesOf(record) + kRecordHeadBytes + kNonceBytes;
  const std::size_t size = head.boxBytes - kTagBytes;
  return crypto_aead_xchacha20poly1305_ietf_decrypt_detached(
             text, nullptr, box, size, box + size, bytesOf(std::string_view(bound)), bound.size(),
             bytesOf(record) + kRecordHeadBytes, key.data()) == 0;
}

}  // namespace

std::optional<std::string> openRecord(std::string_view record, const RecordHead& head,
                                      const SidecarLink& link, const SecretBytes& key) {
  if (record.size() < head.boxBytes)
    return std::nullopt;
  std::string text(head.boxBytes - kTagBytes, '\0');
  if (!decrypt(record, head, link, key, bytesOf(text)))
    return std::nullopt;
  return text;
}

bool isRecord(std::string_view record, const RecordHead& head, const SidecarLink& link,
              const SecretBytes& key) {
  return decrypt(record, head, link, key, nullptr);
}

Result<std::unique_ptr<Sidecar>> Sidecar::open(JournalDisk& disk, const std::string& path, SecretBytes key,
                                               const SidecarContents& contents) {
  LOKET_CHECK(contents.state == SidecarContents::State::Whole);
  std::unique_ptr<Sidecar> sidecar(new Sidecar(disk, path, std::move(key)));
  if (!contents.entries.empty())
    sidecar->m_unsure = contents.entries.back().offset;
  LOKET_ASSIGN(sidecar->m_file, disk.openToAppend(path));
  sidecar->m_link = contents.lastLink;
  sidecar->m_number = contents.last();
  sidecar->m_bytes = contents.goodBytes;
  sidecar->m_baseBytes = contents.baseBytes;
  return sidecar;
}

Result<std::unique_ptr<Sidecar>> Sidecar::begin(JournalDisk& disk, const std::string& path, SecretBytes key,
                                                std::uint64_t number) {
  std::unique_ptr<Sidecar> sidecar(new Sidecar(disk, path, std::move(key)));
  LOKET_ASSIGN(sidecar->m_file, disk.create(freshName(path)));
  std::string head(kSidecarMagic);
  head.resize(kSidecarHeadBytes);
  randombytes_buf(head.data() + kSidecarMagic.size(), kSidecarSaltBytes);
  LOKET_TRY(sidecar->m_file->append(head));
  sidecar->m_link = head;
  sidecar->m_number = number;
  sidecar->m_bytes = head.size();
  return sidecar;
}

Status Sidecar::addToBase(std::string_view text) {
  seal(SidecarKind::BasePart, m_number, text);
  return write();
}

Status Sidecar::publish(std::string_view text, const std::string& aside) {
  seal(SidecarKind::BaseEnd, m_number, text);
  LOKET_TRY(write());
  LOKET_TRY(m_file->sync());
  if (!aside.empty())
    LOKET_TRY(m_disk.rename(m_path, aside));
  LOKET_TRY(m_disk.rename(freshName(m_path), m_path));
  m_baseBytes = m_bytes;
  return {};
}

std::string Sidecar::prepare(std::string_view text) {
  seal(SidecarKind::Commit, m_number + 1, text);
  return markOf(m_next);
}

Status Sidecar::reserve() {
  if (m_unsure) {
    LOKET_ASSIGN(const std::string last,
                 m_disk.read(m_path, *m_unsure, static_cast<std::size_t>(m_bytes - *m_unsure)));
    LOKET_TRY(m_disk.writeAgain(m_path, *m_unsure, last));
    m_unsure.reset();
  }
  return m_file->reserve(m_record.size());
}

Status Sidecar::append() {
  LOKET_TRY(write());
  LOKET_TRY(m_file->sync());
  ++m_number;
  return {};
}

void Sidecar::seal(SidecarKind kind, std::uint64_t number, std::string_view text) {
  // A unit of work of more than 4 GiB is a bug.
  LOKET_CHECK(text.size() < 0xFFFF'FF00U);
  m_record.clear();
  m_next = sealRecord({static_cast<std::uint32_t>(text.size() + kTagBytes), kind, number}, text, m_link,
                      m_key, m_record);
}

Status Sidecar::write() {
  LOKET_TRY(m_file->append(m_record));
  m_link = m_next;
  m_bytes += m_record.size();
  return {};
}

}  // namespace loket::adapters

#include "core/adapters/vault/device_key_file.h"

#include <sodium.h>

#include <array>

#include "core/base/check.h"
#include "core/base/text.h"
#include "core/domain/identity/key_trouble.h"

namespace loket::adapters {
namespace {

// Nobody breaks off so many changes; a file of more is none of ours.
constexpr std::size_t kSecretsMax = 16;

}  // namespace

std::string deviceSecretId(const SecretBytes& secret) {
  constexpr std::string_view kWhat = "loket device secret id";
  std::array<std::uint8_t, 16> id{};
  LOKET_CHECK(secret.size() == kDeviceSecretBytes);
  LOKET_CHECK(crypto_generichash(id.data(), id.size(), reinterpret_cast<const unsigned char*>(kWhat.data()), kWhat.size(),
                                 secret.data(), secret.size()) == 0);
  return toHex(id.data(), id.size());
}

Result<std::vector<SecretBytes>> DeviceKeyFile::all() {
  std::vector<SecretBytes> secrets;
  LOKET_ASSIGN(auto bytes, m_files.read(m_path));
  if (!bytes)
    return secrets;
  const std::size_t size = bytes->size();
  if (size > 0 && size % kDeviceSecretBytes == 0 && size <= kSecretsMax * kDeviceSecretBytes)
    for (std::size_t at = 0; at < size; at += kDeviceSecretBytes)
      secrets.emplace_back(std::string_view(*bytes).substr(at, kDeviceSecretBytes));
  sodium_memzero(bytes->data(), bytes->size());
  if (secrets.empty())
    return failKey(KeyTrouble::SecretDamaged,
                   m_path + ": is damaged; put it back from a copy, or move it away and use the recovery code");
  return secrets;
}

Status DeviceKeyFile::write(const std::vector<SecretBytes>& secrets) {
  if (secrets.empty())
    return m_files.remove(m_path);
  std::string bytes;
  bytes.reserve(secrets.size() * kDeviceSecretBytes);
  for (const SecretBytes& one : secrets) bytes += one.view();
  const Status written = m_files.writeDurably(m_path, bytes);
  sodium_memzero(bytes.data(), bytes.size());
  return written;
}

Result<std::optional<SecretBytes>> DeviceKeyFile::read(const std::string& id) {
  LOKET_ASSIGN(auto secrets, all());
  if (secrets.empty())
    return std::optional<SecretBytes>();
  for (SecretBytes& one : secrets)
    if (id.empty() || deviceSecretId(one) == id)
      return std::optional<SecretBytes>(std::move(one));
  return failKey(KeyTrouble::SecretForeign, m_path + ": belongs to other key slots than these");
}

Status DeviceKeyFile::keep(const std::string& id, const SecretBytes& secret) {
  LOKET_CHECK(secret.size() == kDeviceSecretBytes && id == deviceSecretId(secret));
  LOKET_ASSIGN(auto secrets, all());
  // The oldest stays first: key slots that name none mean that.
  if (secrets.size() == kSecretsMax)
    return fail(ErrorCode::KeySlotUnreadable, m_path + ": has too many secrets");
  secrets.push_back(secret.clone());
  return write(secrets);
}

// The file is this home's alone.
Status DeviceKeyFile::keepOnly(const std::string& id, const std::string& /*old*/) {
  LOKET_ASSIGN(auto secrets, all());
  const std::size_t before = secrets.size();
  std::vector<SecretBytes> kept;
  for (SecretBytes& one : secrets)
    if (!id.empty() && deviceSecretId(one) == id)
      kept.push_back(std::move(one));
  return kept.size() == before ? Status() : write(kept);
}

}  // namespace loket::adapters

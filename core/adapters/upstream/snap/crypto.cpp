#include "core/adapters/upstream/snap/crypto.h"

#include <array>
#include <climits>
#include <cstddef>
#include <vector>

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>

#include "core/base/check.h"
#include "core/base/text.h"

namespace loket::adapters::snap {
namespace {

std::string base64(const unsigned char* bytes, std::size_t size) {
  LOKET_CHECK(size <= INT_MAX / 2);
  std::vector<unsigned char> text(4 * ((size + 2) / 3) + 1);
  const int length = EVP_EncodeBlock(text.data(), bytes, static_cast<int>(size));
  return std::string(text.begin(), text.begin() + length);
}

// A key with a passphrase is refused instead of asking for it on the terminal.
int noPassphrase(char* /*buffer*/, int /*size*/, int /*writing*/, void* /*data*/) {
  return -1;
}

const unsigned char* bytesOf(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

}  // namespace

std::string sha256Hex(std::string_view text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  std::size_t size = 0;
  LOKET_CHECK(EVP_Q_digest(nullptr, "SHA256", nullptr, text.data(), text.size(), digest.data(), &size) == 1);
  return toHex(digest.data(), size);
}

std::string hmacSha512(std::string_view secret, std::string_view text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> mac{};
  std::size_t size = 0;
  LOKET_CHECK(EVP_Q_mac(nullptr, "HMAC", nullptr, "SHA512", nullptr, secret.data(), secret.size(),
                        bytesOf(text), text.size(), mac.data(), mac.size(), &size) != nullptr);
  return base64(mac.data(), size);
}

Result<SigningKey> SigningKey::fromPem(const std::string& pem) {
  const std::unique_ptr<BIO, int (*)(BIO*)> source(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())),
                                                   &BIO_free);
  EVP_PKEY* key = source ? PEM_read_bio_PrivateKey(source.get(), nullptr, &noPassphrase, nullptr) : nullptr;
  if (key == nullptr)
    return fail(ErrorCode::ConfigInvalid, "privateKeyPem");
  std::shared_ptr<void> owned(key, [](void* held) { EVP_PKEY_free(static_cast<EVP_PKEY*>(held)); });
  if (EVP_PKEY_get_base_id(key) != EVP_PKEY_RSA)
    return fail(ErrorCode::ConfigInvalid, "privateKeyPem");
  return SigningKey(std::move(owned));
}

Result<std::string> SigningKey::sign(std::string_view text) const {
  auto* key = static_cast<EVP_PKEY*>(m_key.get());
  const std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)> context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
  std::size_t size = 0;
  if (context == nullptr || EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key) != 1 ||
      EVP_DigestSign(context.get(), nullptr, &size, bytesOf(text), text.size()) != 1)
    return fail(ErrorCode::Internal, "rsa");
  std::vector<unsigned char> signature(size);
  if (EVP_DigestSign(context.get(), signature.data(), &size, bytesOf(text), text.size()) != 1)
    return fail(ErrorCode::Internal, "rsa");
  return base64(signature.data(), size);
}

}  // namespace loket::adapters::snap

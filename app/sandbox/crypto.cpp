#include "app/sandbox/crypto.h"

#include <array>
#include <memory>
#include <stdexcept>
#include <vector>

#include <openssl/bio.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>
#include <openssl/rand.h>

namespace loket::sandbox {
namespace {

std::string hex(const unsigned char* bytes, std::size_t size) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  text.reserve(size * 2);
  for (std::size_t i = 0; i < size; ++i) {
    text += kDigits[bytes[i] >> 4U];
    text += kDigits[bytes[i] & 15U];
  }
  return text;
}

std::string digestHex(const EVP_MD* algorithm, std::string_view bytes) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), &size, algorithm, nullptr) != 1) {
    throw std::runtime_error("digest failed");
  }
  return hex(digest.data(), size);
}

const unsigned char* asBytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

}  // namespace

std::string md5Hex(std::string_view bytes) {
  return digestHex(EVP_md5(), bytes);
}

std::string sha256Hex(std::string_view bytes) {
  return digestHex(EVP_sha256(), bytes);
}

std::string sha256(std::string_view bytes) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), &size, EVP_sha256(), nullptr) != 1) {
    throw std::runtime_error("digest failed");
  }
  return {reinterpret_cast<const char*>(digest.data()), size};
}

std::string hmacSha1Hex(std::string_view key, std::string_view bytes) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  if (HMAC(EVP_sha1(), key.data(), static_cast<int>(key.size()), asBytes(bytes), bytes.size(), digest.data(),
           &size) == nullptr) {
    throw std::runtime_error("HMAC failed");
  }
  return hex(digest.data(), size);
}

std::string hmacSha512Base64(std::string_view key, std::string_view bytes) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  if (HMAC(EVP_sha512(), key.data(), static_cast<int>(key.size()), asBytes(bytes), bytes.size(),
           digest.data(), &size) == nullptr) {
    throw std::runtime_error("HMAC failed");
  }
  return base64(std::string_view(reinterpret_cast<const char*>(digest.data()), size));
}

std::string base64(std::string_view bytes) {
  std::vector<unsigned char> text(4 * ((bytes.size() + 2) / 3) + 1);
  const int length = EVP_EncodeBlock(text.data(), asBytes(bytes), static_cast<int>(bytes.size()));
  return {reinterpret_cast<const char*>(text.data()), static_cast<std::size_t>(length)};
}

std::optional<std::string> base64Decode(std::string_view text) {
  if (text.empty() || text.size() % 4 != 0 || text.size() > 4096) {
    return std::nullopt;
  }
  std::string bytes(text.size(), '\0');
  const int decoded = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()), asBytes(text), static_cast<int>(text.size()));
  if (decoded < 0) {
    return std::nullopt;
  }
  auto size = static_cast<std::size_t>(decoded);  // EVP_DecodeBlock counts the padding as bytes
  for (std::size_t i = text.size(); i > 0 && text[i - 1] == '=' && size > 0; --i) {
    --size;
  }
  bytes.resize(size);
  return bytes;
}

bool verifyEd25519(const std::string& publicKey, std::string_view bytes, const std::string& signature) {
  const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(
      EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, asBytes(publicKey), publicKey.size()), &EVP_PKEY_free);
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
  return key && context && EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, key.get()) == 1 &&
         EVP_DigestVerify(context.get(), asBytes(signature), signature.size(), asBytes(bytes), bytes.size()) == 1;
}

bool verifyRsaSha256(const std::string& publicKeyPem, std::string_view bytes,
                     std::string_view signatureBase64) {
  const auto signature = base64Decode(signatureBase64);
  if (!signature) {
    return false;
  }
  const std::unique_ptr<BIO, decltype(&BIO_free_all)> source(
      BIO_new_mem_buf(publicKeyPem.data(), static_cast<int>(publicKeyPem.size())), &BIO_free_all);
  const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(
      PEM_read_bio_PUBKEY(source.get(), nullptr, nullptr, nullptr), &EVP_PKEY_free);
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
  return key && context &&
         EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, key.get()) == 1 &&
         EVP_DigestVerify(context.get(), asBytes(*signature), signature->size(), asBytes(bytes), bytes.size()) == 1;
}

bool equalConstantTime(std::string_view a, std::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::string randomHex(std::size_t bytes) {
  std::vector<unsigned char> random(bytes);
  if (RAND_bytes(random.data(), static_cast<int>(bytes)) != 1) {
    throw std::runtime_error("no random bytes");
  }
  return hex(random.data(), bytes);
}

std::uint64_t stableHash(std::string_view text) {
  std::uint64_t hash = 14695981039346656037ULL;  // FNV-1a, then a finalizer so that low bits mix well
  for (const char c : text) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 1099511628211ULL;
  }
  hash ^= hash >> 33U;
  hash *= 0xff51afd7ed558ccdULL;
  hash ^= hash >> 33U;
  return hash;
}

std::string stableDigits(std::string_view text, std::size_t count) {
  std::string digits;
  std::uint64_t round = 0;
  while (digits.size() < count) {
    std::uint64_t value = stableHash(std::string(text) + "#" + std::to_string(round++));
    for (int i = 0; i < 15 && digits.size() < count; ++i) {
      digits += static_cast<char>('0' + static_cast<int>(value % 10));
      value /= 10;
    }
  }
  return digits;
}

}  // namespace loket::sandbox

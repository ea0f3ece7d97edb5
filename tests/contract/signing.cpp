#include "tests/contract/signing.h"

#include <array>
#include <memory>
#include <stdexcept>

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>

namespace loket::contract_tests {
namespace {

QByteArray digestHex(const EVP_MD* algorithm, const QByteArray& bytes) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  EVP_Digest(bytes.constData(), static_cast<std::size_t>(bytes.size()), digest.data(), &size, algorithm,
             nullptr);
  return QByteArray(reinterpret_cast<const char*>(digest.data()), static_cast<qsizetype>(size)).toHex();
}

const unsigned char* data(const QByteArray& bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.constData());
}

}  // namespace

QByteArray md5Hex(const QByteArray& bytes) {
  return digestHex(EVP_md5(), bytes);
}

QByteArray sha256Hex(const QByteArray& bytes) {
  return digestHex(EVP_sha256(), bytes);
}

QByteArray hmacSha1Hex(const QByteArray& key, const QByteArray& bytes) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  HMAC(EVP_sha1(), key.constData(), static_cast<int>(key.size()), data(bytes),
       static_cast<std::size_t>(bytes.size()), digest.data(), &size);
  return QByteArray(reinterpret_cast<const char*>(digest.data()), static_cast<qsizetype>(size)).toHex();
}

QByteArray hmacSha512Base64(const QByteArray& key, const QByteArray& bytes) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  HMAC(EVP_sha512(), key.constData(), static_cast<int>(key.size()), data(bytes),
       static_cast<std::size_t>(bytes.size()), digest.data(), &size);
  return QByteArray(reinterpret_cast<const char*>(digest.data()), static_cast<qsizetype>(size)).toBase64();
}

QByteArray rsaSha256Base64(const QByteArray& privateKeyPem, const QByteArray& bytes) {
  const std::unique_ptr<BIO, decltype(&BIO_free_all)> source(
      BIO_new_mem_buf(privateKeyPem.constData(), static_cast<int>(privateKeyPem.size())), &BIO_free_all);
  const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(
      PEM_read_bio_PrivateKey(source.get(), nullptr, nullptr, nullptr), &EVP_PKEY_free);
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
  std::size_t size = 0;
  if (!key || EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key.get()) != 1 ||
      EVP_DigestSign(context.get(), nullptr, &size, data(bytes), static_cast<std::size_t>(bytes.size())) !=
          1) {
    throw std::runtime_error("cannot sign with the partner key");
  }
  QByteArray signature(static_cast<qsizetype>(size), '\0');
  EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size, data(bytes),
                 static_cast<std::size_t>(bytes.size()));
  signature.truncate(static_cast<qsizetype>(size));
  return signature.toBase64();
}

}  // namespace loket::contract_tests

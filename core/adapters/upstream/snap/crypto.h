// The three signatures of SNAP BI over OpenSSL's libcrypto: RSA for the token, HMAC for everything else.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "core/base/result.h"

namespace loket::adapters::snap {

// Lower-case hex.
std::string sha256Hex(std::string_view text);
// Base64.
std::string hmacSha512(std::string_view secret, std::string_view text);

// The partner's RSA private key.
class SigningKey {
 public:
  // PKCS#1 or PKCS#8 PEM without a passphrase. ConfigInvalid when it is not an RSA key.
  static Result<SigningKey> fromPem(const std::string& pem);

  // RSASSA-PKCS1-v1_5 over SHA-256, base64.
  Result<std::string> sign(std::string_view text) const;

 private:
  explicit SigningKey(std::shared_ptr<void> key) : m_key(std::move(key)) {}
  std::shared_ptr<void> m_key;  // EVP_PKEY, so that this header needs no OpenSSL
};

}  // namespace loket::adapters::snap

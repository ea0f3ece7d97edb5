// The journal's hash and signatures by libsodium, and the key pair that signs.
#pragma once

#include "core/base/secret_bytes.h"
#include "core/domain/journal/crypto.h"

namespace loket::adapters {

class SodiumCrypto final : public journal::Keys {
 public:
  SodiumCrypto();
  journal::Hash sha256(std::initializer_list<std::string_view> parts) const override;
  bool verifies(const journal::PublicKey& key, std::string_view message, const journal::Signature& signature) const override;
  std::unique_ptr<journal::Signer> signer(const SecretBytes& seed) const override;
};

// Ed25519, made of a seed of 32 bytes.
class SigningKey final : public journal::Signer {
 public:
  static constexpr std::size_t kSeedBytes = journal::Keys::kSeedBytes;
  explicit SigningKey(const SecretBytes& seed);
  const journal::PublicKey& publicKey() const override { return m_public; }
  journal::Signature sign(std::string_view message) const override;

 private:
  SecretBytes m_secret;
  journal::PublicKey m_public{};
};

}  // namespace loket::adapters

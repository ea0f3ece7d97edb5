#include "core/adapters/vault/sodium_crypto.h"

#include <sodium.h>

#include <utility>
#include <vector>

#include "core/base/check.h"

namespace loket::adapters {
namespace {

const unsigned char* bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

}  // namespace

SodiumCrypto::SodiumCrypto() {
  LOKET_CHECK(sodium_init() >= 0);
}

journal::Hash SodiumCrypto::sha256(std::initializer_list<std::string_view> parts) const {
  crypto_hash_sha256_state state;
  crypto_hash_sha256_init(&state);
  for (const std::string_view part : parts) crypto_hash_sha256_update(&state, bytes(part), part.size());
  journal::Hash hash{};
  crypto_hash_sha256_final(&state, hash.data());
  return hash;
}

bool SodiumCrypto::verifies(const journal::PublicKey& key, std::string_view message, const journal::Signature& signature) const {
  return crypto_sign_ed25519_verify_detached(signature.data(), bytes(message), message.size(), key.data()) == 0;
}

std::unique_ptr<journal::Signer> SodiumCrypto::signer(const SecretBytes& seed) const {
  return std::make_unique<SigningKey>(seed);
}

SigningKey::SigningKey(const SecretBytes& seed) {
  LOKET_CHECK(sodium_init() >= 0 && seed.size() == kSeedBytes);
  std::vector<std::uint8_t> secret(crypto_sign_ed25519_SECRETKEYBYTES);
  LOKET_CHECK(crypto_sign_ed25519_seed_keypair(m_public.data(), secret.data(), seed.data()) == 0);
  m_secret = SecretBytes(std::move(secret));
}

journal::Signature SigningKey::sign(std::string_view message) const {
  journal::Signature signature{};
  LOKET_CHECK(crypto_sign_ed25519_detached(signature.data(), nullptr, bytes(message), message.size(), m_secret.data()) == 0);
  return signature;
}

}  // namespace loket::adapters

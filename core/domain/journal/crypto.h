// The two functions of cryptography that the journal is made of, given from outside: SHA-256 and the check of an Ed25519
// signature. Pure; of libsodium in the product.
#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string_view>

#include "core/base/secret_bytes.h"

namespace loket::journal {

using Hash = std::array<std::uint8_t, 32>;
using PublicKey = std::array<std::uint8_t, 32>;
using Signature = std::array<std::uint8_t, 64>;

class Hasher {
 public:
  virtual ~Hasher() = default;
  // Of the parts, one after the other.
  virtual Hash sha256(std::initializer_list<std::string_view> parts) const = 0;
};

class Crypto : public Hasher {
 public:
  virtual bool verifies(const PublicKey& key, std::string_view message, const Signature& signature) const = 0;
};

// A key pair that signs (Ed25519).
class Signer {
 public:
  virtual ~Signer() = default;
  virtual const PublicKey& publicKey() const = 0;
  virtual Signature sign(std::string_view message) const = 0;
};

// And where they are made, each of its seed of kSeedBytes.
class Keys : public Crypto {
 public:
  static constexpr std::size_t kSeedBytes = 32;
  virtual std::unique_ptr<Signer> signer(const SecretBytes& seed) const = 0;
};

inline std::string_view bytesOf(const Hash& hash) {
  return {reinterpret_cast<const char*>(hash.data()), hash.size()};
}

}  // namespace loket::journal

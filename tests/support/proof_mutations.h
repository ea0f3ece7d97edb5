// The proofs of small trees with every single bit of them turned, and with their hashes in another order or number: none of these
// may prove anything. `loket-sim --proofs` runs all of them, `journal_test` some of every proof.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "core/adapters/vault/sodium_crypto.h"
#include "core/domain/journal/merkle.h"
#include "core/domain/journal/note.h"

namespace loket::tests {

struct Mutations {
  std::uint64_t proofs = 0;  // each was right before it was touched
  std::uint64_t wrong = 0;   // of them, that were not
  std::uint64_t turned = 0;
  std::uint64_t accepted = 0;
  std::string first;  // of those that were accepted

  void add(const Mutations& other);
};

class ProofMutations {
 public:
  static constexpr std::uint64_t kSizeMost = 256;

  ProofMutations();
  // Of all entries in the tree of this size: every bit of every hash of the path, of the leaf and of the root, every bit of the
  // index, every two hashes of the path changed over, one hash less and one more. `stride`: of a hash's bits every so many, in each
  // proof from another one on; and then neighbours only are changed over.
  Mutations inclusion(std::uint64_t size, unsigned stride) const;
  // The same of all beginnings of that tree; of the numbers the older size.
  Mutations consistency(std::uint64_t size, unsigned stride) const;
  // Every bit of the file that proves this entry: with the size, the root and the signature.
  Mutations file(std::uint64_t index, std::uint64_t size) const;

 private:
  // OpenSSL's is several times as fast as libsodium's, and a complete run hashes a billion times.
  class Sha256 final : public journal::Hasher {
   public:
    journal::Hash sha256(std::initializer_list<std::string_view> parts) const override;
  };
  journal::Hash root(std::uint64_t size) const;

  Sha256 m_hasher;
  adapters::SodiumCrypto m_crypto;
  adapters::SigningKey m_key;
  journal::Verifier m_log;
  std::map<std::pair<int, std::uint64_t>, journal::Hash> m_nodes;
  journal::NodeAt m_at;
};

}  // namespace loket::tests

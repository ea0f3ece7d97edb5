// A log that grows, with every checkpoint it could sign and every proof it could give; and what it says when it lies.
#pragma once

#include <map>
#include <string>
#include <utility>

#include "core/adapters/vault/sodium_crypto.h"
#include "core/domain/journal/merkle.h"
#include "core/domain/journal/witness_request.h"

namespace loket::witness_tests {

const adapters::SodiumCrypto& crypto();
// Of a seed whose bytes count up from `first`.
adapters::SigningKey keyFrom(unsigned char first);

class GrowingLog {
 public:
  // Logs of another `history` share no entry.
  GrowingLog(std::string origin, std::uint64_t size, const std::string& history = "entry", unsigned char keyFirst = 1);

  const std::string& origin() const { return m_origin; }
  journal::Verifier verifier() const { return {m_origin, journal::KeyKind::Note, m_key.publicKey()}; }
  std::string keyText() const { return journal::keyTextOf(crypto(), verifier()); }
  journal::Hash root(std::uint64_t size) const;
  std::vector<journal::Hash> proof(std::uint64_t oldSize, std::uint64_t size) const;
  journal::SignedNote sign(const std::string& body) const;
  journal::SignedNote checkpoint(std::uint64_t size) const;
  journal::WitnessRequest request(std::uint64_t oldSize, std::uint64_t size) const;

 private:
  journal::NodeAt at() const;

  std::string m_origin;
  adapters::SigningKey m_key;
  journal::Frontier m_frontier;
  std::map<std::pair<int, std::uint64_t>, journal::Hash> m_nodes;
};

}  // namespace loket::witness_tests

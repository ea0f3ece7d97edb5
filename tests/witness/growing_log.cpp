#include "tests/witness/growing_log.h"

namespace loket::witness_tests {

const adapters::SodiumCrypto& crypto() {
  static const adapters::SodiumCrypto kCrypto;
  return kCrypto;
}

adapters::SigningKey keyFrom(unsigned char first) {
  std::vector<std::uint8_t> seed(adapters::SigningKey::kSeedBytes);
  for (std::size_t i = 0; i < seed.size(); ++i) seed[i] = static_cast<std::uint8_t>(first + i);
  return adapters::SigningKey(SecretBytes(std::move(seed)));
}

GrowingLog::GrowingLog(std::string origin, std::uint64_t size, const std::string& history, unsigned char keyFirst)
    : m_origin(std::move(origin)), m_key(keyFrom(keyFirst)) {
  for (std::uint64_t i = 0; i < size; ++i)
    m_frontier.append(crypto(), journal::leafHash(crypto(), history + " " + std::to_string(i)),
                      [this](int level, std::uint64_t index, const journal::Hash& hash) { m_nodes[{level, index}] = hash; });
}

journal::NodeAt GrowingLog::at() const {
  return [this](int level, std::uint64_t index) { return m_nodes.at({level, index}); };
}

journal::Hash GrowingLog::root(std::uint64_t size) const {
  return journal::rootOf(crypto(), size, at());
}

std::vector<journal::Hash> GrowingLog::proof(std::uint64_t oldSize, std::uint64_t size) const {
  return journal::consistencyProof(crypto(), oldSize, size, at());
}

journal::SignedNote GrowingLog::sign(const std::string& body) const {
  return {body, {journal::signatureOf(crypto(), verifier(), m_key.sign(body))}};
}

journal::SignedNote GrowingLog::checkpoint(std::uint64_t size) const {
  return sign(journal::textOf(journal::Checkpoint{m_origin, size, root(size)}));
}

journal::WitnessRequest GrowingLog::request(std::uint64_t oldSize, std::uint64_t size) const {
  return {oldSize, proof(oldSize, size), checkpoint(size)};
}

}  // namespace loket::witness_tests

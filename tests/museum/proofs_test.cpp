// Logs whose proofs were looked at only in part: a history that was rewritten passed for the old one. The real tree and its
// real hashes.
#include <QTest>

#include <map>

#include "core/adapters/vault/sodium_crypto.h"
#include "core/domain/journal/merkle.h"

using namespace loket;

namespace {

constexpr std::uint64_t kSizeMax = 70;

// A log of which one entry may be another one than in its twin.
class Log {
 public:
  explicit Log(std::uint64_t size, std::uint64_t forged = kSizeMax) {
    for (std::uint64_t n = 0; n < size; ++n) {
      const std::string entry = "payment " + std::to_string(n) + (n == forged ? " for somebody else" : "");
      m_frontier.append(m_crypto, journal::leafHash(m_crypto, entry),
                        [this](int level, std::uint64_t index, const journal::Hash& hash) { m_nodes[{level, index}] = hash; });
    }
  }
  journal::Hash root(std::uint64_t size) const { return journal::rootOf(m_crypto, size, at()); }
  journal::Hash leaf(std::uint64_t index) const { return m_nodes.at({0, index}); }
  std::vector<journal::Hash> from(std::uint64_t old, std::uint64_t size) const {
    return journal::consistencyProof(m_crypto, old, size, at());
  }
  std::vector<journal::Hash> to(std::uint64_t index, std::uint64_t size) const {
    return journal::inclusionProof(m_crypto, index, size, at());
  }

 private:
  journal::NodeAt at() const {
    return [this](int level, std::uint64_t index) { return m_nodes.at({level, index}); };
  }
  adapters::SodiumCrypto m_crypto;
  journal::Frontier m_frontier;
  std::map<std::pair<int, std::uint64_t>, journal::Hash> m_nodes;
};

}  // namespace

class MuseumProofsTest : public QObject {
  Q_OBJECT

 private slots:
  void immudb_gsha_672p_the_middle_of_a_proof_was_not_looked_at();

 private:
  adapters::SodiumCrypto m_crypto;
};

// There: the client compared a proof's two ends, and what lay between them could be another history.
// Here: whichever entry of the past is another one, no proof that its keeper can make, from either history or of parts of
// both, leads from the root that was seen to the new one.
void MuseumProofsTest::immudb_gsha_672p_the_middle_of_a_proof_was_not_looked_at() {
  constexpr std::uint64_t kSize = kSizeMax - 1;
  const Log honest(kSize);
  for (std::uint64_t forged = 0; forged < kSize; ++forged) {
    const Log other(kSize, forged);
    for (std::uint64_t old = forged + 1; old < kSize; ++old) {
      const auto theirs = other.from(old, kSize);
      const auto ours = honest.from(old, kSize);
      QVERIFY(journal::provesConsistency(m_crypto, old, kSize, honest.root(old), honest.root(kSize), ours));
      QVERIFY(!journal::provesConsistency(m_crypto, old, kSize, honest.root(old), other.root(kSize), theirs));
      // The beginning of one and the end of the other, joined anywhere.
      for (std::size_t joint = 0; joint <= ours.size(); ++joint) {
        std::vector<journal::Hash> mixed(ours.begin(), ours.begin() + static_cast<std::ptrdiff_t>(joint));
        mixed.insert(mixed.end(), theirs.begin() + static_cast<std::ptrdiff_t>(joint), theirs.end());
        QVERIFY(!journal::provesConsistency(m_crypto, old, kSize, honest.root(old), other.root(kSize), mixed));
      }
    }
    QVERIFY(!journal::provesInclusion(m_crypto, forged, kSize, other.leaf(forged), honest.to(forged, kSize), honest.root(kSize)));
    QVERIFY(!journal::provesInclusion(m_crypto, forged, kSize, other.leaf(forged), other.to(forged, kSize), honest.root(kSize)));
  }
}

QTEST_GUILESS_MAIN(MuseumProofsTest)
#include "proofs_test.moc"

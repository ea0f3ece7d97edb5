#include "tests/support/proof_mutations.h"

#include <algorithm>
#include <functional>
#include <memory>

#include <openssl/evp.h>

#include "core/base/check.h"
#include "core/domain/journal/offline_proof.h"

namespace loket::tests {
namespace {

using journal::Hash;

constexpr unsigned kHashBits = 256;
constexpr unsigned kNumberBits = 64;

std::string entryOf(std::uint64_t index) {
  return "entry " + std::to_string(index);
}

adapters::SigningKey terminalsKey() {
  std::vector<std::uint8_t> seed(adapters::SigningKey::kSeedBytes);
  for (std::size_t i = 0; i < seed.size(); ++i) seed[i] = static_cast<std::uint8_t>(i);
  return adapters::SigningKey(SecretBytes(std::move(seed)));
}

// Touches one proof in one way after the other and puts it back each time.
class Touching {
 public:
  Touching(Mutations& counts, std::string name, std::function<bool()> isProven)
      : m_counts(counts), m_name(std::move(name)), m_isProven(std::move(isProven)) {
    ++m_counts.proofs;
    m_counts.wrong += m_isProven() ? 0U : 1U;
  }

  void look(const char* what) {
    ++m_counts.turned;
    if (!m_isProven())
      return;
    if (m_counts.accepted++ == 0)
      m_counts.first = m_name + ": " + what;
  }
  void bits(Hash& hash, unsigned first, unsigned stride, const char* what) {
    for (unsigned bit = first % stride; bit < kHashBits; bit += stride) {
      const auto mask = static_cast<std::uint8_t>(1U << (bit % 8));
      hash[bit / 8] = static_cast<std::uint8_t>(hash[bit / 8] ^ mask);
      look(what);
      hash[bit / 8] = static_cast<std::uint8_t>(hash[bit / 8] ^ mask);
    }
  }
  void bits(std::uint64_t& number, const char* what) {
    for (unsigned bit = 0; bit < kNumberBits; ++bit) {
      number ^= std::uint64_t{1} << bit;
      look(what);
      number ^= std::uint64_t{1} << bit;
    }
  }
  // Every two that stand at most so far apart.
  void order(std::vector<Hash>& path, std::size_t apart) {
    for (std::size_t i = 0; i < path.size(); ++i)
      for (std::size_t j = i + 1; j < path.size() && j - i <= apart; ++j) {
        std::swap(path[i], path[j]);
        look("in another order");
        std::swap(path[i], path[j]);
      }
    if (path.size() > 2) {
      std::rotate(path.begin(), path.begin() + 1, path.end());
      look("the first one last");
      std::rotate(path.begin(), path.end() - 1, path.end());
    }
  }
  void number(std::vector<Hash>& path, const Hash& more) {
    path.push_back(more);
    look("a hash more");
    path.pop_back();
    if (path.empty())
      return;
    const Hash last = path.back();
    path.pop_back();
    look("the last one missing");
    path.push_back(last);
    const Hash first = path.front();
    path.erase(path.begin());
    look("the first one missing");
    path.insert(path.begin(), first);
  }

 private:
  Mutations& m_counts;
  std::string m_name;
  std::function<bool()> m_isProven;
};

}  // namespace

void Mutations::add(const Mutations& other) {
  proofs += other.proofs;
  wrong += other.wrong;
  turned += other.turned;
  accepted += other.accepted;
  if (first.empty())
    first = other.first;
}

Hash ProofMutations::Sha256::sha256(std::initializer_list<std::string_view> parts) const {
  thread_local const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  thread_local const bool isBegun = EVP_DigestInit_ex2(context.get(), EVP_sha256(), nullptr) == 1;
  bool isDone = isBegun && EVP_DigestInit_ex2(context.get(), nullptr, nullptr) == 1;
  for (const std::string_view part : parts) isDone = isDone && EVP_DigestUpdate(context.get(), part.data(), part.size()) == 1;
  Hash hash{};
  isDone = isDone && EVP_DigestFinal_ex(context.get(), hash.data(), nullptr) == 1;
  LOKET_CHECK(isDone);
  return hash;
}

ProofMutations::ProofMutations() : m_key(terminalsKey()), m_log{"warung.example/1", journal::KeyKind::Note, m_key.publicKey()} {
  journal::Frontier frontier;
  for (std::uint64_t i = 0; i < kSizeMost; ++i)
    frontier.append(m_hasher, journal::leafHash(m_hasher, entryOf(i)), [this](int level, std::uint64_t index, const Hash& hash) {
      m_nodes[{level, index}] = hash;
    });
  m_at = [this](int level, std::uint64_t index) { return m_nodes.at({level, index}); };
}

Hash ProofMutations::root(std::uint64_t size) const {
  return journal::rootOf(m_hasher, size, m_at);
}

Mutations ProofMutations::inclusion(std::uint64_t size, unsigned stride) const {
  Mutations counts;
  const std::size_t apart = stride == 1 ? kHashBits : 1;
  Hash whole = root(size);
  for (std::uint64_t entry = 0; entry < size; ++entry) {
    std::uint64_t index = entry;
    Hash leaf = m_nodes.at({0, entry});
    std::vector<Hash> path = journal::inclusionProof(m_hasher, entry, size, m_at);
    Touching touch(counts, "entry " + std::to_string(entry) + " of " + std::to_string(size),
                   [&] { return journal::provesInclusion(m_hasher, index, size, leaf, path, whole); });
    auto first = static_cast<unsigned>(size + entry);
    for (Hash& hash : path) touch.bits(hash, first += 7, stride, "a hash of the path");
    touch.bits(leaf, first, stride, "the leaf");
    touch.bits(whole, first, stride, "the root");
    touch.bits(index, "the index");
    touch.order(path, apart);
    touch.number(path, whole);
  }
  return counts;
}

Mutations ProofMutations::consistency(std::uint64_t size, unsigned stride) const {
  Mutations counts;
  const std::size_t apart = stride == 1 ? kHashBits : 1;
  Hash whole = root(size);
  for (std::uint64_t beginning = 1; beginning < size; ++beginning) {
    std::uint64_t old = beginning;
    Hash oldRoot = root(beginning);
    std::vector<Hash> path = journal::consistencyProof(m_hasher, beginning, size, m_at);
    Touching touch(counts, std::to_string(beginning) + " entries before " + std::to_string(size),
                   [&] { return journal::provesConsistency(m_hasher, old, size, oldRoot, whole, path); });
    auto first = static_cast<unsigned>(size + beginning);
    for (Hash& hash : path) touch.bits(hash, first += 7, stride, "a hash of the path");
    touch.bits(oldRoot, first, stride, "the older root");
    touch.bits(whole, first, stride, "the root");
    touch.bits(old, "the older size");
    touch.order(path, apart);
    touch.number(path, whole);
  }
  return counts;
}

Mutations ProofMutations::file(std::uint64_t index, std::uint64_t size) const {
  Mutations counts;
  journal::OfflineProof proof;
  proof.index = index;
  proof.path = journal::inclusionProof(m_hasher, index, size, m_at);
  proof.checkpoint.body = journal::textOf(journal::Checkpoint{m_log.name, size, root(size)});
  proof.checkpoint.signatures = {journal::signatureOf(m_crypto, m_log, m_key.sign(proof.checkpoint.body))};
  std::string text = journal::textOf(proof);
  const std::string entry = entryOf(index);
  Touching touch(counts, "the file of entry " + std::to_string(index) + " of " + std::to_string(size), [&] {
    const auto read = journal::offlineProofFrom(text);
    return read && journal::proven(m_crypto, *read, entry, m_log).has_value();
  });
  for (std::size_t bit = 0; bit < text.size() * 8; ++bit) {
    const auto mask = static_cast<char>(1U << (bit % 8));
    text[bit / 8] = static_cast<char>(text[bit / 8] ^ mask);
    touch.look(("bit " + std::to_string(bit)).c_str());
    text[bit / 8] = static_cast<char>(text[bit / 8] ^ mask);
  }
  return counts;
}

}  // namespace loket::tests

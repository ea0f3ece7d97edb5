#include "core/domain/journal/merkle.h"

#include <bit>
#include <utility>

#include "core/base/check.h"

namespace loket::journal {
namespace {

constexpr std::string_view kLeaf("\x00", 1);
constexpr std::string_view kNode("\x01", 1);

// The largest power of two below `size`, which is at least 2.
std::uint64_t splitOf(std::uint64_t size) {
  return std::bit_floor(size - 1);
}

// Of the entries from `from` on, `count` of them: whole subtrees where they are whole.
Hash rangeRoot(const Hasher& crypto, std::uint64_t from, std::uint64_t count, const NodeAt& at) {
  if (std::has_single_bit(count))
    return at(std::countr_zero(count), from >> static_cast<unsigned>(std::countr_zero(count)));
  const std::uint64_t left = splitOf(count);
  return nodeHash(crypto, rangeRoot(crypto, from, left, at), rangeRoot(crypto, from + left, count - left, at));
}

void proveInclusion(const Hasher& crypto, std::uint64_t index, std::uint64_t from, std::uint64_t count, const NodeAt& at,
                    std::vector<Hash>& proof) {
  if (count == 1)
    return;
  const std::uint64_t left = splitOf(count);
  if (index < left) {
    proveInclusion(crypto, index, from, left, at, proof);
    proof.push_back(rangeRoot(crypto, from + left, count - left, at));
  } else {
    proveInclusion(crypto, index - left, from + left, count - left, at, proof);
    proof.push_back(rangeRoot(crypto, from, left, at));
  }
}

// RFC 6962 2.1.2: `isWhole` while the old tree is a subtree whose root the verifier has.
void proveConsistency(const Hasher& crypto, std::uint64_t oldSize, std::uint64_t from, std::uint64_t count, bool isWhole,
                      const NodeAt& at, std::vector<Hash>& proof) {
  if (oldSize == count) {
    if (!isWhole)
      proof.push_back(rangeRoot(crypto, from, count, at));
    return;
  }
  const std::uint64_t left = splitOf(count);
  if (oldSize <= left) {
    proveConsistency(crypto, oldSize, from, left, isWhole, at, proof);
    proof.push_back(rangeRoot(crypto, from + left, count - left, at));
  } else {
    proveConsistency(crypto, oldSize - left, from + left, count - left, false, at, proof);
    proof.push_back(rangeRoot(crypto, from, left, at));
  }
}

}  // namespace

Hash leafHash(const Hasher& crypto, std::string_view entry) {
  return crypto.sha256({kLeaf, entry});
}

Hash nodeHash(const Hasher& crypto, const Hash& left, const Hash& right) {
  return crypto.sha256({kNode, bytesOf(left), bytesOf(right)});
}

Hash emptyRoot(const Hasher& crypto) {
  return crypto.sha256({});
}

std::optional<Frontier> Frontier::of(std::uint64_t size, std::vector<Hash> roots) {
  if (roots.size() != static_cast<std::size_t>(std::popcount(size)))
    return std::nullopt;
  Frontier frontier;
  frontier.m_size = size;
  frontier.m_roots = std::move(roots);
  return frontier;
}

void Frontier::append(const Hasher& crypto, const Hash& leaf, const Completed& completed) {
  Hash hash = leaf;
  int level = 0;
  std::uint64_t index = m_size;
  if (completed)
    completed(level, index, hash);
  // Every one at the end of the old size was a subtree that this leaf makes whole.
  for (; (index & 1U) != 0; index >>= 1U) {
    hash = nodeHash(crypto, m_roots.back(), hash);
    m_roots.pop_back();
    if (completed)
      completed(++level, index >> 1U, hash);
  }
  m_roots.push_back(hash);
  ++m_size;
}

Hash Frontier::root(const Hasher& crypto) const {
  if (m_roots.empty())
    return emptyRoot(crypto);
  Hash hash = m_roots.back();
  for (std::size_t i = m_roots.size() - 1; i > 0; --i) hash = nodeHash(crypto, m_roots[i - 1], hash);
  return hash;
}

Hash rootOf(const Hasher& crypto, std::uint64_t size, const NodeAt& at) {
  return size == 0 ? emptyRoot(crypto) : rangeRoot(crypto, 0, size, at);
}

std::vector<Hash> inclusionProof(const Hasher& crypto, std::uint64_t index, std::uint64_t size, const NodeAt& at) {
  LOKET_CHECK(index < size);
  std::vector<Hash> proof;
  proveInclusion(crypto, index, 0, size, at, proof);
  return proof;
}

std::vector<Hash> consistencyProof(const Hasher& crypto, std::uint64_t oldSize, std::uint64_t size, const NodeAt& at) {
  LOKET_CHECK(oldSize <= size);
  std::vector<Hash> proof;
  if (oldSize > 0)
    proveConsistency(crypto, oldSize, 0, size, true, at, proof);
  return proof;
}

// RFC 9162 2.1.3.2.
bool provesInclusion(const Hasher& crypto, std::uint64_t index, std::uint64_t size, const Hash& leaf, const std::vector<Hash>& proof,
                     const Hash& root) {
  if (index >= size)
    return false;
  std::uint64_t at = index;
  std::uint64_t last = size - 1;
  Hash hash = leaf;
  for (const Hash& sibling : proof) {
    if (last == 0)
      return false;
    if ((at & 1U) != 0 || at == last) {
      hash = nodeHash(crypto, sibling, hash);
      // What is alone at the right edge has no sibling on these levels.
      while ((at & 1U) == 0 && at != 0) {
        at >>= 1U;
        last >>= 1U;
      }
    } else {
      hash = nodeHash(crypto, hash, sibling);
    }
    at >>= 1U;
    last >>= 1U;
  }
  return last == 0 && hash == root;
}

// RFC 9162 2.1.4.2; every hash of the proof is used in both roots or in the newer one, none is left over.
bool provesConsistency(const Hasher& crypto, std::uint64_t oldSize, std::uint64_t size, const Hash& oldRoot, const Hash& root,
                       const std::vector<Hash>& proof) {
  if (oldSize > size)
    return false;
  if (oldSize == size)
    return proof.empty() && oldRoot == root;
  if (oldSize == 0)
    return proof.empty() && oldRoot == emptyRoot(crypto);
  std::vector<Hash> path;
  path.reserve(proof.size() + 1);
  if (std::has_single_bit(oldSize))
    path.push_back(oldRoot);
  path.insert(path.end(), proof.begin(), proof.end());
  if (path.empty())
    return false;
  std::uint64_t at = oldSize - 1;
  std::uint64_t last = size - 1;
  while ((at & 1U) != 0) {
    at >>= 1U;
    last >>= 1U;
  }
  Hash older = path.front();
  Hash newer = path.front();
  for (std::size_t i = 1; i < path.size(); ++i) {
    const Hash& sibling = path[i];
    if (last == 0)
      return false;
    if ((at & 1U) != 0 || at == last) {
      older = nodeHash(crypto, sibling, older);
      newer = nodeHash(crypto, sibling, newer);
      while ((at & 1U) == 0 && at != 0) {
        at >>= 1U;
        last >>= 1U;
      }
    } else {
      newer = nodeHash(crypto, newer, sibling);
    }
    at >>= 1U;
    last >>= 1U;
  }
  return last == 0 && older == oldRoot && newer == root;
}

}  // namespace loket::journal

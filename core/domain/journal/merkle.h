// A Merkle tree over the journal's entries, hashed as RFC 6962 (and 9162) says: leaf SHA-256(0x00 entry), node
// SHA-256(0x01 left right), split at the largest power of two below the size. Its root commits to every entry and their order;
// proofs show that one entry is in it, or that an older tree is the beginning of a newer one.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "core/domain/journal/crypto.h"

namespace loket::journal {

Hash leafHash(const Hasher& crypto, std::string_view entry);
Hash nodeHash(const Hasher& crypto, const Hash& left, const Hash& right);
// Of no entries: SHA-256 of nothing.
Hash emptyRoot(const Hasher& crypto);

// The whole subtrees that a growing tree consists of: what is needed to append and to name the root, log2 of the size.
class Frontier {
 public:
  Frontier() = default;
  // As `roots()` of a tree of that size gave them. Nothing when their number is not that of the size.
  static std::optional<Frontier> of(std::uint64_t size, std::vector<Hash> roots);

  std::uint64_t size() const { return m_size; }
  // Of the subtrees, the largest first.
  const std::vector<Hash>& roots() const { return m_roots; }
  // `completed` hears of every subtree that becomes whole by this leaf, the leaf itself first: its level (0 is a leaf) and its
  // place among those of its level.
  using Completed = std::function<void(int level, std::uint64_t index, const Hash& hash)>;
  void append(const Hasher& crypto, const Hash& leaf, const Completed& completed = nullptr);
  Hash root(const Hasher& crypto) const;

 private:
  std::uint64_t m_size = 0;
  std::vector<Hash> m_roots;
};

// The hash of a whole subtree, as `append` told it: 2^level entries from index * 2^level on.
using NodeAt = std::function<Hash(int level, std::uint64_t index)>;

// Of the tree of the first `size` entries.
Hash rootOf(const Hasher& crypto, std::uint64_t size, const NodeAt& at);
// That entry `index` is in the tree of `size` entries: the leaf's sibling first. `index` must be below `size`.
std::vector<Hash> inclusionProof(const Hasher& crypto, std::uint64_t index, std::uint64_t size, const NodeAt& at);
// That the tree of `oldSize` entries is the beginning of that of `size`. Empty for the same size, and from nothing. `oldSize` must
// not be above `size`.
std::vector<Hash> consistencyProof(const Hasher& crypto, std::uint64_t oldSize, std::uint64_t size, const NodeAt& at);

bool provesInclusion(const Hasher& crypto, std::uint64_t index, std::uint64_t size, const Hash& leaf, const std::vector<Hash>& proof,
                     const Hash& root);
bool provesConsistency(const Hasher& crypto, std::uint64_t oldSize, std::uint64_t size, const Hash& oldRoot, const Hash& root,
                       const std::vector<Hash>& proof);

}  // namespace loket::journal

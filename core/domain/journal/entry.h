// One entry of the journal's tree: what happened to what and when, and a commitment to the particulars. The
// particulars themselves (names, numbers, sums) are not in it: whoever has them and the salt can show that they were meant, and
// when the salt is gone nobody can guess them.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/base/time.h"
#include "core/domain/journal/crypto.h"

namespace loket::journal {

inline constexpr std::size_t kSaltBytes = 16;
inline constexpr std::size_t kKindMax = 64;
inline constexpr std::size_t kSubjectMax = 512;

struct Entry {
  std::string kind;     // "payment.armed", "ledger", "setting": small letters, dots and dashes
  std::string subject;  // a reference of ours, or a setting's name; on one line, may be empty
  Instant at;
  Hash commitment{};

  friend bool operator==(const Entry&, const Entry&) = default;
};

// SHA-256 of the salt and the particulars behind it.
Hash commitmentOf(const Hasher& hasher, std::string_view salt, std::string_view particulars);
// Of the n-th entry of a unit of work that was given this seed.
std::string saltOf(const Hasher& hasher, std::string_view seed, std::uint64_t number);

// Five lines, each with its line feed: "loket/1", kind, subject, milliseconds since 1970, the commitment in hexadecimal. What is
// hashed as the leaf. A line feed in the subject becomes a space.
std::string textOf(const Entry& entry);
// UpstreamUnreadable: it is none.
Result<Entry> entryFrom(std::string_view text);

}  // namespace loket::journal

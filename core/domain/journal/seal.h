// What paper is checked by: the hash of the journal's entry that it speaks of, short enough to be read aloud, or whole in a code.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/domain/journal/crypto.h"

namespace loket::journal {

// "3F7K-9Q2M-XW4T": the first 60 bits of a leaf's hash in Crockford's base 32. That many cannot be made to fit by trying.
std::string sealOf(const Hash& leaf);
// For a QR code, capitals and digits only: "LOKET1/REF/INDEX/" and the whole hash, likewise written.
std::string sealCode(std::string_view ref, std::uint64_t index, const Hash& leaf);
// Whether somebody has read such a seal, or scanned such a code, off paper that speaks of this leaf. O is 0, I and L are 1,
// capitals, blanks and dashes do not matter; a part of a seal is none.
bool isSealOf(std::string_view read, const Hash& leaf);

}  // namespace loket::journal

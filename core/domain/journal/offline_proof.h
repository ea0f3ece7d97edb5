// One entry's proof as a file of its own (C2SP tlog-proof v1): with the log's public key it is checked without the shop, and
// without us.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/domain/journal/merkle.h"
#include "core/domain/journal/note.h"

namespace loket::journal {

struct OfflineProof {
  std::string extra;  // what the log wants to be kept with it; empty: nothing
  std::uint64_t index = 0;
  std::vector<Hash> path;  // the leaf's sibling first
  SignedNote checkpoint;
};
std::string textOf(const OfflineProof& proof);
// UpstreamUnreadable: it is none.
Result<OfflineProof> offlineProofFrom(std::string_view text);

// `entry` is in the log of this verifier's, as the proof's checkpoint has it. UpstreamUnreadable: the checkpoint is none, or of
// another log; SignatureWrong: nobody trusted has signed it; StateForbids: the entry is not there.
Result<Checkpoint> proven(const Crypto& crypto, const OfflineProof& proof, std::string_view entry, const Verifier& log);

}  // namespace loket::journal

#include "core/domain/journal/witness_rule.h"

#include <algorithm>

#include "core/domain/journal/merkle.h"

namespace loket::journal {

WitnessVerdict verdictOn(const Crypto& crypto, const WitnessRequest& request, const std::vector<Verifier>& logKeys,
                         const Remembered& remembered) {
  const auto checkpoint = checkpointIn(request.note.body);
  if (!checkpoint)
    return WitnessVerdict::Unsigned;
  const bool isSigned = std::any_of(logKeys.begin(), logKeys.end(), [&](const Verifier& key) {
    return key.kind == KeyKind::Note && key.name == checkpoint->origin && sealedBy(crypto, request.note, key);
  });
  if (!isSigned)
    return WitnessVerdict::Unsigned;
  if (request.oldSize > checkpoint->size)
    return WitnessVerdict::OldAbove;
  if (checkpoint->size == remembered.size && checkpoint->root != remembered.root)
    return WitnessVerdict::Fork;
  if (request.oldSize != remembered.size)
    return WitnessVerdict::OtherSize;
  if (!provesConsistency(crypto, remembered.size, checkpoint->size, remembered.root, checkpoint->root, request.proof))
    return WitnessVerdict::NotConsistent;
  return WitnessVerdict::Cosign;
}

}  // namespace loket::journal

// What is posted to a witness: whatever is read of it is all that was said, and nothing that nobody signed is ever cosigned.
#include "core/adapters/vault/sodium_crypto.h"
#include "core/base/utf8.h"
#include "core/domain/journal/merkle.h"
#include "core/domain/journal/witness_rule.h"
#include "tests/fuzz/target.h"

LOKET_FUZZ(witness_request) {
  using namespace loket;
  using namespace loket::journal;
  static const adapters::SodiumCrypto crypto;
  static const Verifier log = *verifierFrom(crypto, "agent.example/device-0001+cbf0901c+AXm1Vi6P5lT5QHixEuipi6eQH4U65pW+1+DjkQutBJZk");
  const auto request = witnessRequestFrom(bytes);
  if (!request)
    return;
  // To the byte: there is one text for one request, and no part of it was passed over.
  LOKET_HOLDS(textOf(*request) == bytes);
  LOKET_HOLDS(bytes.size() <= kWitnessRequestMax && isUtf8(bytes));
  LOKET_HOLDS(request->proof.size() <= kWitnessProofMax);
  const auto checkpoint = checkpointIn(request->note.body);
  LOKET_HOLDS(checkpoint && !checkpoint->origin.empty());
  LOKET_HOLDS(request->note.body.find("\n\n") == std::string::npos);
  // The only thing that this log has ever signed is its tree of eight; nobody else's key is trusted.
  const Remembered nothing{0, emptyRoot(crypto)};
  const bool isTheOne = checkpoint->origin == log.name && checkpoint->size == 8;
  if (verdictOn(crypto, *request, {log}, nothing) == WitnessVerdict::Cosign)
    LOKET_HOLDS(isTheOne && request->oldSize == 0 && request->proof.empty());
  if (verdictOn(crypto, *request, {log}, {8, checkpoint->root}) == WitnessVerdict::Cosign)
    LOKET_HOLDS(isTheOne && request->oldSize == 8 && request->proof.empty());
  LOKET_HOLDS(verdictOn(crypto, *request, {}, nothing) == WitnessVerdict::Unsigned);
}

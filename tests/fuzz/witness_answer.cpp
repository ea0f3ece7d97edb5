// What a witness answers: three digits of status, a line with the type, and the body after it.
#include <algorithm>

#include "core/adapters/vault/sodium_crypto.h"
#include "core/base/text.h"
#include "core/domain/journal/witness_request.h"
#include "tests/fuzz/target.h"

LOKET_FUZZ(witness_answer) {
  using namespace loket;
  using namespace loket::journal;
  static const adapters::SodiumCrypto crypto;
  static const Verifier witness = *verifierFrom(crypto, "witness.example/w1+7bede9df+BOfxYqEL7FWa/qGV5NzoS2lWjV0ssJY+tEbAaF4rF/Lw");
  static const std::string body = "agent.example/device-0001\n8\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n";
  if (bytes.size() < 3 || !isDigits(bytes.substr(0, 3)))
    return;
  const int status = (bytes[0] - '0') * 100 + (bytes[1] - '0') * 10 + (bytes[2] - '0');
  const auto end = std::min(bytes.find('\n'), bytes.size() - 1);
  const std::string_view type = bytes.substr(3, end < 3 ? 0 : end - 3);
  const std::string_view rest = bytes.substr(end + 1);
  const auto answer = witnessAnswerFrom(status, type, rest);
  if (!answer)
    return;
  if (const auto* cosigned = std::get_if<Cosigned>(&*answer)) {
    LOKET_HOLDS(status == 200 && !cosigned->signatures.empty() && cosigned->signatures.size() <= kSignaturesMax);
    std::string again;
    for (const NoteSignature& one : cosigned->signatures) again += textOf(one);
    LOKET_HOLDS(again == rest);
    const auto taken = cosignatureOf(crypto, SignedNote{body, {}}, *cosigned, witness);
    // Taken is one of them, of the witness asked, and good by itself.
    if (taken) {
      LOKET_HOLDS(taken->name == witness.name && rest.find(textOf(*taken)) != std::string_view::npos);
      LOKET_HOLDS(sealedBy(crypto, SignedNote{body, {*taken}}, witness).has_value());
    }
    LOKET_HOLDS(!cosignatureOf(crypto, SignedNote{body + "more\n", {}}, *cosigned, witness));
  } else if (const auto* has = std::get_if<WitnessHas>(&*answer)) {
    LOKET_HOLDS(status == 409 && rest == std::to_string(has->size) + "\n");
  } else {
    LOKET_HOLDS(status != 200);
  }
}

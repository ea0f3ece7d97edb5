// Whom a terminal asks to cosign what it signs of its journal, and how many of them it takes.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/domain/journal/note.h"

namespace loket::journal {

struct WitnessSettings {
  std::string url;    // https://HOST[:PORT][/PATH]: what `add-checkpoint` stands below
  std::string key;    // "name+hex+base64" of its cosignatures, as it prints it
  std::string caPem;  // only this authority is trusted; empty: the system's

  friend bool operator==(const WitnessSettings&, const WitnessSettings&) = default;
};

struct WitnessPolicy {
  std::vector<WitnessSettings> witnesses;  // at most kWitnessesMax
  int quorum = 0;                          // how many of them must cosign; 0: all

  int needed() const { return quorum > 0 ? quorum : static_cast<int>(witnesses.size()); }
  friend bool operator==(const WitnessPolicy&, const WitnessPolicy&) = default;
};
inline constexpr std::size_t kWitnessesMax = 8;

// https://HOST[:PORT][/PATH] and nothing else: no name before the host, no question, no fragment.
bool isOutsideUrl(std::string_view url);

// ConfigInvalid that begins with the place ("audit.witnesses[1].key: ..."): no https address, no key of a witness, a name or a key
// that is there twice, a quorum that cannot be reached.
Status checkWitnesses(const Crypto& crypto, const WitnessPolicy& policy);

}  // namespace loket::journal

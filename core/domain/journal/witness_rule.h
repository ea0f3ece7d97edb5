// The rule by which a witness decides: a log may grow and nothing else (C2SP tlog-witness v1). What is remembered of a log, and
// that nothing comes between asking the rule and remembering, is the witness's work.
#pragma once

#include <cstdint>
#include <vector>

#include "core/domain/journal/witness_request.h"

namespace loket::journal {

// What a witness has cosigned last of a log: nothing yet is a size of 0 with the root of no entries.
struct Remembered {
  std::uint64_t size = 0;
  Hash root{};
};
enum class WitnessVerdict : std::uint8_t {
  Cosign,
  Unsigned,       // by none of the log's keys, or badly by one of them
  OldAbove,       // the old size is above the checkpoint's
  OtherSize,      // the old size is not the one remembered
  Fork,           // of the size remembered with another root, whatever the old size: the log has said two things
  NotConsistent,  // the proof does not show that it grew from what is remembered
};
// `logKeys` are those trusted for the checkpoint's origin; a log's key under another name never counts.
WitnessVerdict verdictOn(const Crypto& crypto, const WitnessRequest& request, const std::vector<Verifier>& logKeys,
                         const Remembered& remembered);

}  // namespace loket::journal

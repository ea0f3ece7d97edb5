// What a log and a witness say to each other (C2SP tlog-witness v1, `add-checkpoint`), as texts. Who carries them stands elsewhere.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/base/result.h"
#include "core/domain/journal/note.h"

namespace loket::journal {

// "I was of `oldSize` when you last saw me; this is my checkpoint now, and the proof that I only grew."
struct WitnessRequest {
  std::uint64_t oldSize = 0;
  std::vector<Hash> proof;  // at most kWitnessProofMax; as `consistencyProof` gives it
  SignedNote note;
};
inline constexpr std::size_t kWitnessProofMax = 63;
inline constexpr std::size_t kWitnessRequestMax = 65'536;  // bytes of its text
std::string textOf(const WitnessRequest& request);
// UpstreamUnreadable: not exactly of that form, longer than kWitnessRequestMax, not UTF-8, or its note's body is no checkpoint
// whose extensions are lines with something on them. What is read can be written again to the byte.
Result<WitnessRequest> witnessRequestFrom(std::string_view text);

// What came back.
struct Cosigned {
  std::vector<NoteSignature> signatures;  // of whom and good or not, nobody has looked
};
struct WitnessHas {
  std::uint64_t size = 0;  // ask again with this as the old size
};
enum class WitnessRefusal : std::uint8_t {
  Malformed,      // 400
  NotSigned,      // 403
  UnknownLog,     // 404
  Fork,           // 409 that names no size
  NotConsistent,  // 422
  Trouble,        // 5xx: it may say yes later
  Other,
};
using WitnessAnswer = std::variant<Cosigned, WitnessHas, WitnessRefusal>;
inline constexpr std::string_view kWitnessSizeType = "text/x.tlog.size";
// UpstreamUnreadable: 200 without signature lines, a size that is none, or more than kWitnessRequestMax bytes of either.
Result<WitnessAnswer> witnessAnswerFrom(int status, std::string_view contentType, std::string_view body);
// The witness's newest good one; nothing when there is none, or one of his is bad. Those of strangers are passed over.
std::optional<NoteSignature> cosignatureOf(const Crypto& crypto, const SignedNote& note, const Cosigned& answer,
                                           const Verifier& witness);

}  // namespace loket::journal

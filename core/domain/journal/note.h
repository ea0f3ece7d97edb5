// Checkpoints of the journal as text, in the formats of C2SP: tlog-checkpoint v1 (what is said), signed-note v1 (who says it)
// and cosignature/v1 (a witness who has seen that it grew from what he saw before). Ed25519 only; signatures of other kinds and
// of unknown keys are carried and ignored.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/domain/journal/crypto.h"

namespace loket::journal {

// A tree of `size` entries of the log `origin` has this root.
struct Checkpoint {
  std::string origin;
  std::uint64_t size = 0;
  Hash root{};

  friend bool operator==(const Checkpoint&, const Checkpoint&) = default;
};

// Three lines, each with its line feed: what is signed.
std::string textOf(const Checkpoint& checkpoint);
// The first three lines; whatever follows them is an extension and is let be. UpstreamUnreadable.
Result<Checkpoint> checkpointIn(std::string_view body);

enum class KeyKind : std::uint8_t { Note = 0x01, Cosignature = 0x04 };

// Who signs. The name has neither blanks nor a plus sign.
struct Verifier {
  std::string name;
  KeyKind kind = KeyKind::Note;
  PublicKey key{};
};
using KeyId = std::uint32_t;
KeyId keyIdOf(const Crypto& crypto, const Verifier& verifier);
// "name+hex8+base64": as a verifier is written down and told.
std::string keyTextOf(const Crypto& crypto, const Verifier& verifier);
// Usage: it is none, or the key's own number does not fit.
Result<Verifier> verifierFrom(const Crypto& crypto, std::string_view text);

struct NoteSignature {
  std::string name;
  KeyId keyId = 0;
  std::string blob;  // of a note 64 bytes; of a cosignature eight of time before them
};
struct SignedNote {
  std::string body;  // ends with a line feed
  std::vector<NoteSignature> signatures;
};
std::string textOf(const SignedNote& note);
// "- NAME BASE64" with its line feed.
std::string textOf(const NoteSignature& signature);
// UpstreamUnreadable: no body, no signature, control characters, more than kNoteMax bytes or kSignaturesMax of them.
Result<SignedNote> noteFrom(std::string_view text);
Result<std::vector<NoteSignature>> signaturesIn(std::string_view lines);
inline constexpr std::size_t kNoteMax = 1'000'000;
inline constexpr std::size_t kSignaturesMax = 100;

// What a witness signs of a note's body at a time, in seconds since 1970.
std::string cosignedText(std::uint64_t time, std::string_view body);
NoteSignature signatureOf(const Crypto& crypto, const Verifier& verifier, const Signature& signature);
NoteSignature cosignatureOf(const Crypto& crypto, const Verifier& verifier, std::uint64_t time, const Signature& signature);

// By this verifier's key, and none of his signatures is bad. A cosignature tells when it was given.
struct Seal {
  std::uint64_t time = 0;  // of a cosignature; 0 for a note
};
std::optional<Seal> sealedBy(const Crypto& crypto, const SignedNote& note, const Verifier& verifier);

}  // namespace loket::journal

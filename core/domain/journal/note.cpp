#include "core/domain/journal/note.h"

#include <algorithm>
#include <charconv>

#include "core/base/base64.h"
#include "core/base/text.h"
#include "core/base/utf8.h"

namespace loket::journal {
namespace {

constexpr std::string_view kDash = "\xE2\x80\x94 ";  // U+2014 and a blank
constexpr std::size_t kKeyIdBytes = 4;
constexpr std::size_t kTimeBytes = 8;
constexpr std::size_t kSignatureBytes = 64;

bool isName(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return static_cast<unsigned char>(c) > 0x20 && c != '+';
  });
}

bool hasControls(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 && c != '\n'; });
}

// Without its line feed; nothing when there is none.
std::optional<std::string_view> takeLine(std::string_view& text) {
  const auto end = text.find('\n');
  if (end == std::string_view::npos)
    return std::nullopt;
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(end + 1);
  return line;
}

template <typename Array>
std::optional<Array> arrayFrom(std::string_view bytes) {
  Array array{};
  if (bytes.size() != array.size())
    return std::nullopt;
  std::copy(bytes.begin(), bytes.end(), reinterpret_cast<char*>(array.data()));
  return array;
}

template <typename Array>
std::string_view viewOf(const Array& array) {
  return {reinterpret_cast<const char*>(array.data()), array.size()};
}

std::string bigEndian(std::uint64_t number, std::size_t bytes) {
  std::string out(bytes, '\0');
  for (std::size_t i = bytes; i > 0; --i, number >>= 8U) out[i - 1] = static_cast<char>(number & 0xFFU);
  return out;
}

std::uint64_t fromBigEndian(std::string_view bytes) {
  std::uint64_t number = 0;
  for (const char c : bytes) number = (number << 8U) | static_cast<unsigned char>(c);
  return number;
}

// Decimal, without sign and leading zeros.
std::optional<std::uint64_t> decimal(std::string_view text) {
  if (text.empty() || (text.size() > 1 && text.front() == '0') || text.front() < '0' || text.front() > '9')
    return std::nullopt;
  std::uint64_t number = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  if (read.ec != std::errc() || read.ptr != text.data() + text.size())
    return std::nullopt;
  return number;
}

Error unreadable(const char* what) {
  return Error{ErrorCode::UpstreamUnreadable, what};
}

}  // namespace

std::string textOf(const Checkpoint& checkpoint) {
  return checkpoint.origin + "\n" + std::to_string(checkpoint.size) + "\n" + toBase64(viewOf(checkpoint.root)) + "\n";
}

Result<Checkpoint> checkpointIn(std::string_view body) {
  const auto origin = takeLine(body);
  const auto size = takeLine(body);
  const auto root = takeLine(body);
  if (!origin || !size || !root)
    return tl::unexpected<Error>(unreadable("a checkpoint has three lines"));
  Checkpoint checkpoint;
  checkpoint.origin = std::string(*origin);
  const auto number = decimal(*size);
  const auto bytes = fromBase64(*root);
  const auto hash = bytes ? arrayFrom<Hash>(*bytes) : std::nullopt;
  if (origin->empty() || !number || !hash)
    return tl::unexpected<Error>(unreadable("a checkpoint names its log, a size and a root"));
  checkpoint.size = *number;
  checkpoint.root = *hash;
  return checkpoint;
}

KeyId keyIdOf(const Crypto& crypto, const Verifier& verifier) {
  const char kind = static_cast<char>(verifier.kind);
  const Hash hash = crypto.sha256({verifier.name, "\n", std::string_view(&kind, 1), viewOf(verifier.key)});
  return static_cast<KeyId>(fromBigEndian(viewOf(hash).substr(0, kKeyIdBytes)));
}

std::string keyTextOf(const Crypto& crypto, const Verifier& verifier) {
  const std::string id = bigEndian(keyIdOf(crypto, verifier), kKeyIdBytes);
  std::string key(1, static_cast<char>(verifier.kind));
  key += viewOf(verifier.key);
  return verifier.name + "+" + toHex(reinterpret_cast<const unsigned char*>(id.data()), id.size()) + "+" + toBase64(key);
}

Result<Verifier> verifierFrom(const Crypto& crypto, std::string_view text) {
  const auto first = text.find('+');
  const auto second = first == std::string_view::npos ? first : text.find('+', first + 1);
  if (second == std::string_view::npos)
    return fail(ErrorCode::Usage, "a verifier is NAME+NUMBER+KEY");
  const auto bytes = fromBase64(text.substr(second + 1));
  Verifier verifier;
  verifier.name = std::string(text.substr(0, first));
  if (!isName(verifier.name) || !bytes || bytes->empty())
    return fail(ErrorCode::Usage, "a verifier is NAME+NUMBER+KEY");
  const auto kind = static_cast<unsigned char>(bytes->front());
  const auto key = arrayFrom<PublicKey>(std::string_view(*bytes).substr(1));
  if ((kind != static_cast<unsigned char>(KeyKind::Note) && kind != static_cast<unsigned char>(KeyKind::Cosignature)) || !key)
    return fail(ErrorCode::Usage, "a verifier's key is Ed25519");
  verifier.kind = static_cast<KeyKind>(kind);
  verifier.key = *key;
  if (keyTextOf(crypto, verifier) != text)
    return fail(ErrorCode::Usage, "a verifier's number is not its key's");
  return verifier;
}

std::string textOf(const NoteSignature& signature) {
  return std::string(kDash) + signature.name + " " + toBase64(bigEndian(signature.keyId, kKeyIdBytes) + signature.blob) + "\n";
}

std::string textOf(const SignedNote& note) {
  std::string text = note.body + "\n";
  for (const NoteSignature& one : note.signatures) text += textOf(one);
  return text;
}

Result<std::vector<NoteSignature>> signaturesIn(std::string_view lines) {
  std::vector<NoteSignature> signatures;
  if (!isUtf8(lines))
    return tl::unexpected<Error>(unreadable("signatures are a text"));
  while (!lines.empty()) {
    const auto line = takeLine(lines);
    if (!line || line->substr(0, kDash.size()) != kDash)
      return tl::unexpected<Error>(unreadable("a signature's line"));
    const std::string_view rest = line->substr(kDash.size());
    const auto blank = rest.find(' ');
    const auto bytes = blank == std::string_view::npos ? std::nullopt : fromBase64(rest.substr(blank + 1));
    if (!bytes || bytes->size() <= kKeyIdBytes || !isName(rest.substr(0, blank)))
      return tl::unexpected<Error>(unreadable("a signature's line"));
    if (signatures.size() == kSignaturesMax)
      return tl::unexpected<Error>(unreadable("too many signatures"));
    signatures.push_back({std::string(rest.substr(0, blank)),
                          static_cast<KeyId>(fromBigEndian(std::string_view(*bytes).substr(0, kKeyIdBytes))),
                          bytes->substr(kKeyIdBytes)});
  }
  return signatures;
}

Result<SignedNote> noteFrom(std::string_view text) {
  if (text.size() > kNoteMax || hasControls(text) || !isUtf8(text))
    return tl::unexpected<Error>(unreadable("a note is a text"));
  // The last empty line parts what is said from who says it.
  const auto end = text.rfind("\n\n");
  if (end == std::string_view::npos)
    return tl::unexpected<Error>(unreadable("a note has signatures after an empty line"));
  auto signatures = signaturesIn(text.substr(end + 2));
  if (!signatures)
    return tl::unexpected<Error>(signatures.error());
  if (signatures->empty())
    return tl::unexpected<Error>(unreadable("a note has signatures after an empty line"));
  return SignedNote{std::string(text.substr(0, end + 1)), std::move(*signatures)};
}

std::string cosignedText(std::uint64_t time, std::string_view body) {
  return "cosignature/v1\ntime " + std::to_string(time) + "\n" + std::string(body);
}

NoteSignature signatureOf(const Crypto& crypto, const Verifier& verifier, const Signature& signature) {
  return {verifier.name, keyIdOf(crypto, verifier), std::string(viewOf(signature))};
}

NoteSignature cosignatureOf(const Crypto& crypto, const Verifier& verifier, std::uint64_t time, const Signature& signature) {
  return {verifier.name, keyIdOf(crypto, verifier), bigEndian(time, kTimeBytes) + std::string(viewOf(signature))};
}

std::optional<Seal> sealedBy(const Crypto& crypto, const SignedNote& note, const Verifier& verifier) {
  const KeyId id = keyIdOf(crypto, verifier);
  std::optional<Seal> seal;
  for (const NoteSignature& one : note.signatures) {
    if (one.name != verifier.name || one.keyId != id)
      continue;
    const bool isTimed = verifier.kind == KeyKind::Cosignature;
    if (one.blob.size() != kSignatureBytes + (isTimed ? kTimeBytes : 0))
      return std::nullopt;
    const std::string_view blob(one.blob);
    const std::uint64_t time = isTimed ? fromBigEndian(blob.substr(0, kTimeBytes)) : 0;
    const auto signature = arrayFrom<Signature>(blob.substr(isTimed ? kTimeBytes : 0));
    if (!crypto.verifies(verifier.key, isTimed ? cosignedText(time, note.body) : note.body, *signature))
      return std::nullopt;
    if (!seal || seal->time < time)
      seal = Seal{time};
  }
  return seal;
}

}  // namespace loket::journal

#include "core/domain/journal/witness_request.h"

#include <algorithm>
#include <charconv>

#include "core/base/base64.h"
#include "core/base/text.h"
#include "core/base/utf8.h"

namespace loket::journal {
namespace {

constexpr std::string_view kOld = "old ";

Error unreadableWords(const char* what) {
  return Error{ErrorCode::UpstreamUnreadable, what};
}

// One text for one number: no sign, no leading zeros.
std::optional<std::uint64_t> sizeIn(std::string_view text) {
  std::uint64_t size = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), size);
  if (text.empty() || read.ec != std::errc() || read.ptr != text.data() + text.size() || std::to_string(size) != text)
    return std::nullopt;
  return size;
}

std::optional<Hash> hashIn(std::string_view line) {
  const auto bytes = fromBase64(line);
  Hash hash{};
  if (!bytes || bytes->size() != hash.size())
    return std::nullopt;
  std::copy(bytes->begin(), bytes->end(), reinterpret_cast<char*>(hash.data()));
  return hash;
}

// An empty line within the body would let another reader end it there.
bool isCheckpoint(std::string_view body) {
  return checkpointIn(body).has_value() && body.find("\n\n") == std::string_view::npos;
}

}  // namespace

std::string textOf(const WitnessRequest& request) {
  std::string text = std::string(kOld) + std::to_string(request.oldSize) + "\n";
  for (const Hash& hash : request.proof) text += toBase64(bytesOf(hash)) + "\n";
  return text + "\n" + textOf(request.note);
}

Result<WitnessRequest> witnessRequestFrom(std::string_view text) {
  if (text.size() > kWitnessRequestMax || !isUtf8(text))
    return tl::unexpected<Error>(unreadableWords("a request is a text"));
  const auto end = text.find("\n\n");
  if (end == std::string_view::npos || text.substr(0, kOld.size()) != kOld)
    return tl::unexpected<Error>(unreadableWords("a request has an old size and a checkpoint"));
  std::string_view head = text.substr(kOld.size(), end - kOld.size());
  const auto takeLine = [&head] {
    const std::string_view line = head.substr(0, head.find('\n'));
    head.remove_prefix(std::min(head.size(), line.size() + 1));
    return line;
  };
  WitnessRequest request;
  const auto old = sizeIn(takeLine());
  if (!old)
    return tl::unexpected<Error>(unreadableWords("an old size is a number"));
  request.oldSize = *old;
  while (!head.empty()) {
    const auto hash = hashIn(takeLine());
    if (!hash || request.proof.size() == kWitnessProofMax)
      return tl::unexpected<Error>(unreadableWords("a proof is at most 63 hashes"));
    request.proof.push_back(*hash);
  }
  auto note = noteFrom(text.substr(end + 2));
  if (!note)
    return tl::unexpected<Error>(note.error());
  if (!isCheckpoint(note->body))
    return tl::unexpected<Error>(unreadableWords("a note that is no checkpoint"));
  request.note = std::move(*note);
  return request;
}

Result<WitnessAnswer> witnessAnswerFrom(int status, std::string_view contentType, std::string_view body) {
  if ((status == 200 || status == 409) && body.size() > kWitnessRequestMax)
    return tl::unexpected<Error>(unreadableWords("an answer is short"));
  if (status == 200) {
    auto signatures = signaturesIn(body);
    if (!signatures)
      return tl::unexpected<Error>(signatures.error());
    if (signatures->empty())
      return tl::unexpected<Error>(unreadableWords("an answer without a signature"));
    return WitnessAnswer(Cosigned{std::move(*signatures)});
  }
  if (status == 409 && toLower(trimmed(contentType.substr(0, contentType.find(';')))) == kWitnessSizeType) {
    const auto size = !body.empty() && body.back() == '\n' ? sizeIn(body.substr(0, body.size() - 1)) : std::nullopt;
    if (!size)
      return tl::unexpected<Error>(unreadableWords("a size is a number"));
    return WitnessAnswer(WitnessHas{*size});
  }
  switch (status) {
    case 400:
      return WitnessAnswer(WitnessRefusal::Malformed);
    case 403:
      return WitnessAnswer(WitnessRefusal::NotSigned);
    case 404:
      return WitnessAnswer(WitnessRefusal::UnknownLog);
    case 409:
      return WitnessAnswer(WitnessRefusal::Fork);
    case 422:
      return WitnessAnswer(WitnessRefusal::NotConsistent);
    default:
      return WitnessAnswer(status >= 500 && status < 600 ? WitnessRefusal::Trouble : WitnessRefusal::Other);
  }
}

std::optional<NoteSignature> cosignatureOf(const Crypto& crypto, const SignedNote& note, const Cosigned& answer,
                                           const Verifier& witness) {
  if (witness.kind != KeyKind::Cosignature)
    return std::nullopt;
  // All of his together, so that one bad one spoils them as it would where the note is read again.
  const auto newest = sealedBy(crypto, SignedNote{note.body, answer.signatures}, witness);
  if (!newest)
    return std::nullopt;
  for (const NoteSignature& one : answer.signatures) {
    const auto seal = sealedBy(crypto, SignedNote{note.body, {one}}, witness);
    if (seal && seal->time == newest->time)
      return one;
  }
  return std::nullopt;
}

}  // namespace loket::journal

#include "core/domain/journal/offline_proof.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "core/base/base64.h"

namespace loket::journal {
namespace {

constexpr std::string_view kHead = "c2sp.org/tlog-proof@v1\n";
constexpr std::string_view kExtra = "extra ";
constexpr std::string_view kIndex = "index ";
constexpr std::size_t kPathMax = 64;

Error noProof(const char* what) {
  return Error{ErrorCode::UpstreamUnreadable, what};
}

}  // namespace

std::string textOf(const OfflineProof& proof) {
  std::string text(kHead);
  if (!proof.extra.empty())
    text += std::string(kExtra) + toBase64(proof.extra) + "\n";
  text += std::string(kIndex) + std::to_string(proof.index) + "\n";
  for (const Hash& hash : proof.path) text += toBase64(bytesOf(hash)) + "\n";
  return text + "\n" + textOf(proof.checkpoint);
}

Result<OfflineProof> offlineProofFrom(std::string_view text) {
  if (text.substr(0, kHead.size()) != kHead)
    return tl::unexpected<Error>(noProof("a proof begins with its format"));
  text.remove_prefix(kHead.size());
  const auto end = text.find("\n\n");
  if (end == std::string_view::npos)
    return tl::unexpected<Error>(noProof("a proof has a checkpoint after an empty line"));
  OfflineProof proof;
  std::string_view head = text.substr(0, end + 1);
  bool hasIndex = false;
  for (bool isFirst = true; !head.empty(); isFirst = false) {
    const auto feed = head.find('\n');
    const std::string_view line = head.substr(0, feed);
    head.remove_prefix(feed + 1);
    if (isFirst && line.substr(0, kExtra.size()) == kExtra) {
      auto extra = fromBase64(line.substr(kExtra.size()));
      if (!extra || extra->empty())
        return tl::unexpected<Error>(noProof("a proof's extra data"));
      proof.extra = std::move(*extra);
    } else if (!hasIndex) {
      const std::string_view number = line.substr(0, kIndex.size()) == kIndex ? line.substr(kIndex.size()) : std::string_view();
      const auto read = std::from_chars(number.data(), number.data() + number.size(), proof.index);
      if (number.empty() || read.ec != std::errc() || read.ptr != number.data() + number.size() ||
          (number.size() > 1 && number.front() == '0'))
        return tl::unexpected<Error>(noProof("a proof's index"));
      hasIndex = true;
    } else {
      const auto bytes = fromBase64(line);
      Hash hash{};
      if (!bytes || bytes->size() != hash.size() || proof.path.size() == kPathMax)
        return tl::unexpected<Error>(noProof("a proof's path"));
      std::copy(bytes->begin(), bytes->end(), reinterpret_cast<char*>(hash.data()));
      proof.path.push_back(hash);
    }
  }
  if (!hasIndex)
    return tl::unexpected<Error>(noProof("a proof's index"));
  auto note = noteFrom(text.substr(end + 2));
  if (!note)
    return tl::unexpected<Error>(note.error());
  proof.checkpoint = std::move(*note);
  return proof;
}

Result<Checkpoint> proven(const Crypto& crypto, const OfflineProof& proof, std::string_view entry, const Verifier& log) {
  auto checkpoint = checkpointIn(proof.checkpoint.body);
  if (!checkpoint)
    return tl::unexpected<Error>(checkpoint.error());
  if (checkpoint->origin != log.name)
    return tl::unexpected<Error>(noProof("the checkpoint is of another log"));
  if (!sealedBy(crypto, proof.checkpoint, log))
    return fail(ErrorCode::SignatureWrong, log.name);
  if (!provesInclusion(crypto, proof.index, checkpoint->size, leafHash(crypto, entry), proof.path, checkpoint->root))
    return fail(ErrorCode::StateForbids, "the entry is not in the log");
  return std::move(*checkpoint);
}

}  // namespace loket::journal

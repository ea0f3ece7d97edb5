#include "core/adapters/upstream/digiflazz/webhook.h"

#include <array>

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include "core/adapters/upstream/json_fields.h"
#include "core/adapters/upstream/requests.h"
#include "core/base/check.h"
#include "core/base/text.h"

namespace loket::adapters::digiflazz {
namespace {

// How long it takes tells nothing of where the first difference is.
bool isSame(std::string_view one, std::string_view other) {
  return one.size() == other.size() && CRYPTO_memcmp(one.data(), other.data(), one.size()) == 0;
}

}  // namespace

std::string hookSignatureOf(std::string_view secret, std::string_view body) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> mac{};
  std::size_t size = 0;
  LOKET_CHECK(EVP_Q_mac(nullptr, "HMAC", nullptr, "SHA1", nullptr, secret.data(), secret.size(),
                        reinterpret_cast<const unsigned char*>(body.data()), body.size(), mac.data(), mac.size(),
                        &size) != nullptr);
  return "sha1=" + toHex(mac.data(), size);
}

Result<AttemptRef> readHook(const Notice& notice, std::string_view secret) {
  if (notice.body.size() > kNoticeBytesMax)
    return fail(ErrorCode::UpstreamUnreadable, "too-big");
  if (!isSame(hookSignatureOf(secret, notice.body), notice.signature))
    return fail(ErrorCode::SignatureWrong, notice.signature.empty() ? "no signature" : "");
  using upstream::at;
  using upstream::textAt;
  const auto envelope = upstream::parsed(notice.body);
  const auto& transaction = at(envelope, "data");
  const bool isPing = transaction.is_null() && !textAt(envelope, "hook_id").empty();
  if (!isPing && !transaction.is_object())
    return fail(ErrorCode::UpstreamUnreadable, envelope.is_object() ? "no-data" : "unreadable");
  // The header is not signed: the body decides, and the header may only agree.
  if (!notice.event.empty() &&
      (isPing ? notice.event != "ping" : notice.event != "create" && notice.event != "update"))
    return fail(ErrorCode::UpstreamUnreadable, "event");
  if (isPing)
    return AttemptRef{};
  const std::string reference = textAt(transaction, "ref_id");
  if (!upstream::isCarriable(reference))
    return fail(ErrorCode::UpstreamUnreadable, "ref_id");
  return AttemptRef(reference);
}

}  // namespace loket::adapters::digiflazz

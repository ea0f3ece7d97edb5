// What Digiflazz posts to a buyer's url: whose it is, and which transaction it is about. Source:
// developer.digiflazz.com/api/buyer/webhook. Pure.
#pragma once

#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/domain/identity/ids.h"
#include "core/domain/routing/notice.h"

namespace loket::adapters::digiflazz {

// The header X-Hub-Signature: "sha1=" and the lower-case hex of HMAC-SHA1 over the body.
std::string hookSignatureOf(std::string_view secret, std::string_view body);

// The ref_id of a notice that the secret proves; empty for a test call (ping), which is about none. Nothing is read
// before its size and then its signature are right. UpstreamUnreadable (the detail says what), SignatureWrong.
Result<AttemptRef> readHook(const Notice& notice, std::string_view secret);

}  // namespace loket::adapters::digiflazz

// RFC 3161 over OpenSSL's libcrypto: what is asked of a time-stamp authority, and whether an answer is one to it.
#pragma once

#include <string>

#include "core/base/result.h"
#include "core/ports/timestamp.h"

namespace loket::adapters::timestamp {

inline constexpr std::size_t kResponseMax = 65'536;

// ConfigInvalid: as checkStampSettings, and certificates that nothing can be checked with.
Status checkAuthority(const journal::StampSettings& settings);
// A TimeStampReq, DER: SHA-256, the nonce, the policy where there is one, and the wish for the signer's certificate.
std::string requestFor(const ports::StampQuestion& question, const std::string& policy);
// The certificates count as of the time that the answer names: whether that is today, the caller's clock says.
ports::StampReply judge(const std::string& response, const ports::StampQuestion& question, const journal::StampSettings& settings);

}  // namespace loket::adapters::timestamp

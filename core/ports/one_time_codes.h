// Time-based one-time codes (RFC 6238), as authenticator apps on a telephone show them: SHA-1, six digits, 30
// seconds.
#pragma once

#include <string>

#include "core/base/result.h"
#include "core/base/secret_bytes.h"
#include "core/base/time.h"

namespace loket::ports {

class OneTimeCodes {
 public:
  virtual ~OneTimeCodes() = default;
  // The secret as people and apps take it: RFC 4648 base32, without padding.
  virtual Result<SecretBytes> textOf(const SecretBytes& secret) = 0;
  // The six digits of the 30 seconds that `at` lies in. `secretText` is what `textOf` gave; Internal when it
  // is not.
  virtual Result<std::string> codeAt(const SecretBytes& secretText, Instant at) = 0;
};

}  // namespace loket::ports

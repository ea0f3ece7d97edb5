// One-time codes by liboath.
#pragma once

#include "core/ports/one_time_codes.h"

namespace loket::adapters {

class OathCodes final : public ports::OneTimeCodes {
 public:
  OathCodes();
  Result<SecretBytes> textOf(const SecretBytes& secret) override;
  Result<std::string> codeAt(const SecretBytes& secretText, Instant at) override;
};

}  // namespace loket::adapters

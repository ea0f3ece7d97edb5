// The banks that this bank can reach through the switch, by their three-digit codes. A seed list, as every
// partner gets his own from his bank.
#pragma once

#include <string>

namespace loket::sandbox::snap {

constexpr const char* kOwnBankCode = "008";

std::string bankName(const std::string& code);  // "" for a bank the switch does not know

}  // namespace loket::sandbox::snap

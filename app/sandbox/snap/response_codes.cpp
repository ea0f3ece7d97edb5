#include "app/sandbox/snap/response_codes.h"

#include <array>
#include <string_view>
#include <utility>

namespace loket::sandbox::snap {

std::string messageOf(const std::string& code) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 29> kMessages{{
      {"20000", "Successful"},
      {"20200", "Request In Progress"},
      {"40000", "Bad Request"},
      {"40301", "Feature Not Allowed"},
      {"40302", "Exceeds Transaction Amount Limit"},
      {"40305", "Do Not Honor"},
      {"40306", "Feature Not Allowed At This Time. [Cut off In Progress]"},
      {"40309", "Dormant Account"},
      {"40311", "OTP Blocked"},
      {"40312", "OTP Lifetime Expired"},
      {"40314", "Insufficient Funds"},
      {"40315", "Transaction Not Permitted"},
      {"40318", "Inactive Card/Account/Customer"},
      {"40400", "Invalid Transaction Status"},
      {"40401", "Transaction Not Found"},
      {"40403", "Bank Not Supported By Switch"},
      {"40404", "Transaction Cancelled"},
      {"40406", "Need To Request OTP"},
      {"40408", "Invalid Merchant"},
      {"40411", "Invalid Card/Account/Customer"},
      {"40412", "Invalid Bill/Virtual Account"},
      {"40413", "Invalid Amount"},
      {"40414", "Paid Bill"},
      {"40415", "Invalid OTP"},
      {"40416", "Partner Not Found"},
      {"40418", "Inconsistent Request"},
      {"40419", "Invalid Bill/Virtual Account"},
      {"40501", "Requested Opearation Is Not Allowed"},  // spelled so by the standard
      {"40901", "Duplicate partnerReferenceNo"},
  }};
  for (const auto& [known, message] : kMessages) {
    if (known == code) {
      return std::string(message);
    }
  }
  if (code == "50001") {
    return "Internal Server Error";
  }
  return code == "50400" ? "Timeout" : "General Error";
}

std::string statusText(const std::string& status) {
  constexpr std::array<const char*, 8> kTexts{"success",  "initiated", "paying", "pending",
                                              "refunded", "canceled",  "failed", "not found"};
  return kTexts.at(static_cast<std::size_t>(status.at(1) - '0'));
}

bool isPending(const std::string& status) {
  return status == "01" || status == "02" || status == "03";
}

}  // namespace loket::sandbox::snap

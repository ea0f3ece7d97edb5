// The aggregator's response codes (rc), with the message and status that belong to them. Source: the buyer
// API's response-code table, https://developer.digiflazz.com/api/buyer/response-code/
#pragma once

#include <string>
#include <string_view>

namespace loket::sandbox::digiflazz {

std::string_view messageOf(std::string_view rc);
std::string_view statusOf(std::string_view rc);  // "Sukses", "Pending", "Gagal"

inline bool isPending(std::string_view rc) {
  return rc == "03" || rc == "99";
}

}  // namespace loket::sandbox::digiflazz

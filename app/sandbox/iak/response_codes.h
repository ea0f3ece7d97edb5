// The aggregator's response codes with their messages: prepaid and postpaid have a table each, and one code
// may say different things in them. Source: https://api.iak.id/docs/reference (response codes)
#pragma once

#include <string_view>

namespace loket::sandbox::iak {

std::string_view prepaidMessage(std::string_view rc);
std::string_view billMessage(std::string_view rc);  // 00 is worded by the caller: inquiry or payment

// Pending in both tables: in process, or not known yet.
inline bool isPending(std::string_view rc) {
  return rc == "39" || rc == "201";
}

inline bool isFailure(std::string_view rc) {
  return rc != "00" && !isPending(rc);
}

}  // namespace loket::sandbox::iak

// The standard's messages for http status and case, and its words for the status of a transaction.
#pragma once

#include <string>

namespace loket::sandbox::snap {

std::string messageOf(const std::string& code);     // code: http status and case, "40411"
std::string statusText(const std::string& status);  // latestTransactionStatus, "00".."07"
bool isPending(const std::string& status);

}  // namespace loket::sandbox::snap

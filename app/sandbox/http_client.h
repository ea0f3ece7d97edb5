// One HTTP POST to a server on this machine.
#pragma once

#include <map>
#include <string>

namespace loket::sandbox {

// http:// to 127.0.0.1, localhost or [::1], with a port or without: nothing else is ever called.
bool isLoopbackUrl(const std::string& url);

// The answer's status, or 0 when there was none within five seconds.
int postJson(const std::string& url, const std::map<std::string, std::string>& headers,
             const std::string& body);

}  // namespace loket::sandbox

// The floor of a sync: libcurl alone, posting bodies that are already made under the rules that money travels by
// (a fresh connection each, resumed TLS sessions, the same trust), with the same number under way.
#pragma once

#include <string>
#include <vector>

namespace loket::bench {

// How many were answered with `expected` in the answer.
int postAll(const std::string& url, const std::string& caPem, const std::vector<std::string>& bodies, int inFlight,
            const std::string& expected);

}  // namespace loket::bench

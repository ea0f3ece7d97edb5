// Who may read a file, as the system says it.
#pragma once

#include <string>

namespace loket::tests {

// Nobody but the owner has any right on it.
bool isOwnerOnly(const std::string& path);

}  // namespace loket::tests

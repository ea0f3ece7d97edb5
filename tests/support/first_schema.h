// A database as the first program that there was would have left it.
#pragma once

#include <string>

namespace loket::tests {

// The same payments, books and queue under the first schema and nothing else. The test ends when it cannot be made.
void takeBackToFirstSchema(const std::string& path);

}  // namespace loket::tests

// A home with a year of a shop in it: key slots, database and settled payments, as the program itself leaves one.
#pragma once

#include <string>

#include "core/base/secret_bytes.h"

namespace loket::tests {

inline constexpr const char* kHomePin = "123456";

// Makes the folder; the program ends when it cannot. Another `open` ones wait for the network, the newest of all.
void fillHome(const std::string& home, int payments, int open = 0);
// The home's key, derived from the PIN as every start does.
SecretBytes openKeySlot(const std::string& home);

}  // namespace loket::tests

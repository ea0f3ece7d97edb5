// A home with a year of a shop in it: key slots, database and settled payments, as the program itself leaves one.
#pragma once

#include <string>

#include "core/base/secret_bytes.h"

namespace loket::bench {

inline constexpr const char* kHomePin = "123456";

// Makes the folder; the program ends when it cannot.
void fillHome(const std::string& home, int payments);
// The home's key, derived from the PIN as every start does.
SecretBytes openKeySlot(const std::string& home);

}  // namespace loket::bench

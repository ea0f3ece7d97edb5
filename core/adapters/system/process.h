// What a process that holds money and keys does to itself first, and where it keeps its home.
#pragma once

#include <string>

#include "core/base/secret_bytes.h"

namespace loket::adapters {

// No core dumps with keys in them, no signal death from a closed pipe, files for the owner only.
void hardenProcess();
// The platform's data directory for Loket: $XDG_DATA_HOME/loket or ~/.local/share/loket.
std::string defaultHome();
// Reads a PIN from an inherited descriptor, up to the first line end.
std::string readLineFrom(int descriptor);
// A PIN or password in the environment; empty where there is none. What stands there is overwritten where it lies, which is
// what the system shows of this process as long as it lives: it can be taken once.
SecretBytes takeFromEnvironment(const std::string& variable);
bool isTerminal(int descriptor);

}  // namespace loket::adapters

// What a process that holds money and keys does to itself first, and where it keeps its home.
#pragma once

#include <string>

namespace loket::adapters {

// No core dumps with keys in them, no signal death from a closed pipe, files for the owner only.
void hardenProcess();
// The platform's data directory for Loket: $XDG_DATA_HOME/loket or ~/.local/share/loket.
std::string defaultHome();
// Reads a PIN from an inherited descriptor, up to the first line end.
std::string readLineFrom(int descriptor);
bool isTerminal(int descriptor);

}  // namespace loket::adapters

// The printers that the counter knows by name, as resources/printers tells them.
#pragma once

#include <string>
#include <vector>

#include "core/domain/receipt/layout.h"

namespace loket::engine {

// In the order of their names.
std::vector<std::string> printerProfileNames();
// generic-58mm for a name that nobody knows: a paper that is too narrow can still be read.
receipt::PaperProfile printerProfile(const std::string& name);

}  // namespace loket::engine

// What may print at this computer: the devices that the system made, and the queues of its print service.
#pragma once

#include <string>
#include <vector>

#include "core/ports/printer.h"

namespace loket::adapters::printer {

// USB printers and their names first, then Bluetooth and serial lines, then the queues of CUPS where there is
// one: asking it takes up to a few seconds. `root` stands before every path that is looked at.
std::vector<ports::FoundPrinter> findPrinters(const std::string& root = {});

}  // namespace loket::adapters::printer

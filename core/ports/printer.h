// A place where receipt bytes go. "Sent" is not "printed": most cheap printers cannot tell.
#pragma once

#include <string>

#include "core/base/result.h"

namespace loket::ports {

class Printer {
 public:
  virtual ~Printer() = default;
  // Blocks until all bytes are accepted, or fails having said how far it got (in the error's detail).
  // Called on the printer's thread, never on the engine's.
  virtual Status print(const std::string& bytes) = 0;
};

}  // namespace loket::ports

// How long the machine has been on: what nobody can set, unlike the clock on its wall.
#pragma once

#include <string>

#include "core/base/time.h"

namespace loket::ports {

class Uptime {
 public:
  virtual ~Uptime() = default;
  // Another one after every start of the machine; empty where the system does not tell.
  virtual std::string boot() = 0;
  // Since then, sleep included.
  virtual Duration sinceBoot() = 0;
};

}  // namespace loket::ports

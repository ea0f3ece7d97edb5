// The machine's uptime, as its kernel tells it.
#pragma once

#include "core/ports/uptime.h"

namespace loket::adapters {

class SystemUptime final : public ports::Uptime {
 public:
  std::string boot() override;
  Duration sinceBoot() override;
};

}  // namespace loket::adapters

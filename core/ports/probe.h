// Named points on the path of a payment. In production nobody listens; a crash test stops the process there.
#pragma once

#include <string_view>

namespace loket::ports {

class Probe {
 public:
  virtual ~Probe() = default;
  virtual void reached(std::string_view point) = 0;
};

}  // namespace loket::ports

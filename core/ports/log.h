// The diagnostic log: codes and references, never a secret or a customer's data.
#pragma once

#include <string_view>

namespace loket::ports {

enum class LogLevel { Debug, Info, Warning, Error };

class Log {
 public:
  virtual ~Log() = default;
  virtual void write(LogLevel level, std::string_view topic, std::string_view text) = 0;
};

}  // namespace loket::ports

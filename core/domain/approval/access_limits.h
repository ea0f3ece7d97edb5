// When the counter closes itself.
#pragma once

namespace loket {

inline constexpr int kLockMinutesMax = 24 * 60;

struct AccessLimits {
  int lockAfterMinutes = 10;  // without a key or a touch; 0: never

  bool operator==(const AccessLimits&) const = default;
};

}  // namespace loket

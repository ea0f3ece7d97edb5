// When the aggregator takes no orders for PLN, every day, in Jakarta's time.
#pragma once

#include "app/sandbox/time_text.h"

namespace loket::sandbox::iak {

inline bool isPlnClosed(UnixMs now) {
  const int minute = jakartaMinuteOfDay(now);
  return minute >= 23 * 60 || minute < 60;
}

}  // namespace loket::sandbox::iak

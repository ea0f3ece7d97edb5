// The Date header of an upstream's answer, from which the counter knows how wrong its own clock is.
#include "core/base/time.h"
#include "tests/fuzz/target.h"

LOKET_FUZZ(http_date) {
  using namespace loket;
  const auto read = parseHttpDate(bytes);
  if (!read)
    return;
  // Whole seconds, which can be written and read again as the same moment. In the last hours of 9999 the year here has
  // five digits already.
  LOKET_HOLDS(read->ms % 1000 == 0);
  if (read->ms >= 253'370'764'800'000)
    return;
  const auto again = parseRfc3339(toRfc3339(*read));
  LOKET_HOLDS(again && *again == *read);
}

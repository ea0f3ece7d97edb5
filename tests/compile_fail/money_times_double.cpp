// No floating point near money.
#include "core/domain/money/money.h"

#ifdef LOKET_BAD
loket::Money twice(loket::Money m) { return m * 2.0; }
#else
loket::Money twice(loket::Money m) { return m.times(2); }
#endif

// A calendar day is not a point in time; turning one into the other names the zone.
#include "core/base/time.h"

#ifdef LOKET_BAD
bool isAfter(loket::Instant t, loket::BusinessDate day) { return t > day; }
#else
bool isAfter(loket::Instant t, loket::BusinessDate day) { return loket::businessDateOf(t) > day; }
#endif

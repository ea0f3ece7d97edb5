// A bare number is not rupiah.
#include "core/domain/money/money.h"

#ifdef LOKET_BAD
loket::Money price = 52500;
#else
loket::Money price = loket::Money::rupiah(52500);
#endif

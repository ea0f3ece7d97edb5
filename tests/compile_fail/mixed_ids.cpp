// A product is not a payment, however alike their letters are.
#include "core/domain/identity/ids.h"

loket::PaymentRef find(const loket::PaymentRef& ref) { return ref; }

#ifdef LOKET_BAD
loket::PaymentRef found = find(loket::ProductId("pln"));
#else
loket::PaymentRef found = find(loket::PaymentRef("pln"));
#endif

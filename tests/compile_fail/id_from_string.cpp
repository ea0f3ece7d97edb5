// An id is named as what it is; a string does not become one by itself.
#include "core/domain/identity/ids.h"

#ifdef LOKET_BAD
loket::AttemptRef ref = std::string("abc");
#else
loket::AttemptRef ref{std::string("abc")};
#endif

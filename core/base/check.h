// LOKET_CHECK stops the process when the program itself is wrong, also in release: the next start recovers
// from the journal, while going on with a broken state could pay twice. Never for input from outside.
#pragma once

namespace loket {

[[noreturn]] void checkFailed(const char* expression, const char* file, int line);

}  // namespace loket

#define LOKET_CHECK(expression) \
  ((expression) ? static_cast<void>(0) : ::loket::checkFailed(#expression, __FILE__, __LINE__))

// Result<T> is how core says that something could not be done: a value or an Error, never an exception.
#pragma once

#include <tl/expected.hpp>

#include "core/base/error.h"

namespace loket {

template <typename T>
using Result = tl::expected<T, Error>;

using Status = Result<void>;

inline tl::unexpected<Error> fail(ErrorCode code, std::string detail = {}) {
  return tl::unexpected<Error>(Error{code, std::move(detail)});
}

inline tl::unexpected<Error> fail(Error error) { return tl::unexpected<Error>(std::move(error)); }

}  // namespace loket

// Returns the error of an expression that yields a Result, or goes on.
#define LOKET_TRY(expression)                                  \
  do {                                                         \
    if (auto loketTried = (expression); !loketTried)           \
      return ::loket::fail(std::move(loketTried).error());     \
  } while (false)

#define LOKET_CONCAT_INNER(a, b) a##b
#define LOKET_CONCAT(a, b) LOKET_CONCAT_INNER(a, b)

// Declares `variable` with the value of a Result, or returns its error.
#define LOKET_ASSIGN(variable, expression)                                                     \
  auto LOKET_CONCAT(loketResult, __LINE__) = (expression);                                     \
  if (!LOKET_CONCAT(loketResult, __LINE__))                                                    \
    return ::loket::fail(std::move(LOKET_CONCAT(loketResult, __LINE__)).error());              \
  variable = std::move(*LOKET_CONCAT(loketResult, __LINE__))

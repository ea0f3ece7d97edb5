// The account's statement: every movement in a span of time, newest first, in pages.
#pragma once

#include <string>

#include "app/sandbox/snap/answer.h"
#include "app/sandbox/snap/book.h"

namespace loket::sandbox::snap {

Answer bankStatement(const Call& call, const Book& book, const std::string& account);

}  // namespace loket::sandbox::snap

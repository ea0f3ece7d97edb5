// Payments by what people type and tick, the newest or the oldest first, out of a million as fast as out of
// ten: every three characters that stand together have an index (FTS5, trigrams), which is brought up behind
// the sales, some at a time.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/adapters/store/connection.h"
#include "core/ports/store.h"

namespace loket::adapters {

// A single character is looked for among so many of the newest.
inline constexpr std::int64_t kOneCharacterLooksAt = 2000;
// So many are read rather than indexed, at least.
inline constexpr std::int64_t kWordsBehind = 64;

// LIKE's pattern for what begins with a text, ESCAPE '\': its wildcards in what a person typed are only
// characters.
std::string likeBeginning(std::string_view text);

Result<std::vector<ports::PaymentRow>> searchPayments(Connection& connection,
                                                      const ports::PaymentQuery& query);

// Indexes the next few, when enough have come; `come` with this unit of work. Within the writer's
// transaction.
Status indexPayments(Connection& connection, std::size_t come);

}  // namespace loket::adapters

// The rows of tickets and collections, as the screens and the journal's check read them.
#pragma once

#include "core/adapters/store/connection.h"
#include "core/base/result.h"
#include "core/domain/till/till.h"

#define LOKET_TICKET_COLUMNS                                                                           \
  "id, upstream, wanted, amount, state, who, opened_at, moved_at, pay_bank, pay_account, pay_method, " \
  "pay_note"
#define LOKET_COLLECTION_COLUMNS                                                                    \
  "id, upstream, kind, state, amount, bank_fee, customer, code, bank_ref, reason, who, opened_at, " \
  "expires_at, paid_at, moved_at, sale, sale_off, tell_by, tell_to"

namespace loket::adapters {

// The payment of its sale, as a text.
inline constexpr int kSaleColumn = 15;
// Of a row of these columns; DatabaseUnreadable when it was never written like this.
Result<Ticket> ticketFrom(const Query& row);
Result<Collection> collectionFrom(const Query& row);

}  // namespace loket::adapters

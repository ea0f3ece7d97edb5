// A payment of the shop's own: a transfer that fills the deposit at an upstream, as a ticket asks for it. Its
// money lies in an account of the ticket's, which is named like a customer's bon: `bonName` refuses a colon,
// so no name that people type is one of these.
#pragma once

#include <optional>

#include "core/base/time.h"
#include "core/domain/identity/ids.h"

namespace loket {

struct DepositTopUp {
  TicketId ticket;
  UpstreamId upstream;  // whose deposit it fills

  friend bool operator==(const DepositTopUp&, const DepositTopUp&) = default;
};

// "ticket:T261123ABCDE:digi".
BonName purseOf(const DepositTopUp& topUp);
// Nothing for a customer's name.
std::optional<DepositTopUp> topUpOf(const BonName& purse);

// The ticket ends within a day, and whoever pays it stands there: what was not sent within this time is
// withdrawn.
inline constexpr Duration kTopUpPatience = Duration::minutes(15);

}  // namespace loket

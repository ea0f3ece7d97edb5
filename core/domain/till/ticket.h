// Deposit top-up tickets. The shop sends money to an upstream, and the upstream knows whose it is by the
// amount alone: so every ticket under way has an amount that no other has, made unique by its last three
// digits.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/base/time.h"
#include "core/domain/identity/ids.h"
#include "core/domain/money/money.h"

namespace loket {

enum class TicketState {
  Open,         // the amount is known, nothing was sent
  Transferred,  // sent; the deposit does not show it yet
  Credited,     // the upstream shows it
  Expired,      // nothing was sent in time; what arrives late is credited all the same
};
std::string_view wordOf(TicketState state);
std::optional<TicketState> ticketStateFromWord(std::string_view word);

// Where the upstream wants the money sent; all empty for a ticket that the shop made by itself.
struct TicketPayee {
  std::string bank;
  std::string account;
  std::string method;  // "Bank Transfer", "Virtual Account"
  std::string note;    // must stand in the transfer's remark

  friend bool operator==(const TicketPayee&, const TicketPayee&) = default;
};

struct Ticket {
  TicketId id;
  UpstreamId upstream;
  Money wanted;  // what the shop asked for
  // What is to be sent, and what the upstream will show: `wanted` and 1 to 999 rupiah more; to a virtual account, which
  // knows whose money it is, perhaps nothing more.
  Money amount;
  TicketState state = TicketState::Open;
  UserName by;
  Instant openedAt;
  Instant movedAt;  // of the last change of state
  TicketPayee payee;
};

// An open ticket that nobody sent money for ends after a day.
inline constexpr Duration kTicketLife = Duration::hours(24);
// An ended one keeps its amount to itself for as long as a transfer may still arrive.
inline constexpr Duration kTicketEcho = Duration::days(7);

// Another ticket for the same upstream must not have this one's amount.
bool keepsItsAmount(const Ticket& ticket, Instant now);
// Open for longer than its life.
bool isOverdue(const Ticket& ticket, Instant now);
// Whether a transfer may be made for it now. StateForbids: it is not open, or ends too soon for that;
// NotFound: nobody said where to send it.
Status mayBePaid(const Ticket& ticket, Instant now);
// `wanted` and a suffix that no ticket of `upstream` holds, tried from `first` (any number) on. Nothing when
// all 999 are taken.
std::optional<Money> uniqueAmount(const std::vector<Ticket>& tickets, const UpstreamId& upstream,
                                  Money wanted, int first, Instant now);

}  // namespace loket

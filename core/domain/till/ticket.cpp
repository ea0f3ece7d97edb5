#include "core/domain/till/ticket.h"

#include <algorithm>
#include <array>
#include <utility>

#include "core/domain/payment/top_up.h"

namespace loket {
namespace {

constexpr std::array<std::pair<TicketState, std::string_view>, 4> kTicketWords = {{
    {TicketState::Open, "open"},
    {TicketState::Transferred, "transferred"},
    {TicketState::Credited, "credited"},
    {TicketState::Expired, "expired"},
}};

constexpr int kSuffixes = 999;

}  // namespace

std::string_view wordOf(TicketState state) {
  for (const auto& [candidate, word] : kTicketWords)
    if (candidate == state)
      return word;
  return {};
}

std::optional<TicketState> ticketStateFromWord(std::string_view word) {
  for (const auto& [state, candidate] : kTicketWords)
    if (candidate == word)
      return state;
  return std::nullopt;
}

bool keepsItsAmount(const Ticket& ticket, Instant now) {
  switch (ticket.state) {
    case TicketState::Open:
    case TicketState::Transferred:
      return true;
    // A clock that was set back makes nothing free.
    case TicketState::Expired:
      return now - ticket.movedAt < kTicketEcho;
    case TicketState::Credited:
      return false;
  }
  return true;
}

bool isOverdue(const Ticket& ticket, Instant now) {
  return ticket.state == TicketState::Open && now - ticket.openedAt >= kTicketLife;
}

Status mayBePaid(const Ticket& ticket, Instant now) {
  if (ticket.state != TicketState::Open)
    return fail(ErrorCode::StateForbids, std::string(wordOf(ticket.state)));
  // What arrives after its end belongs to no ticket there.
  if (isOverdue(ticket, now + kTopUpPatience))
    return fail(ErrorCode::StateForbids, std::string(wordOf(TicketState::Expired)));
  if (ticket.payee.account.empty())
    return fail(ErrorCode::NotFound, "an account to send ticket " + ticket.id.str() + " to");
  return {};
}

std::optional<Money> uniqueAmount(const std::vector<Ticket>& tickets, const UpstreamId& upstream,
                                  Money wanted, int first, Instant now) {
  for (int i = 0; i < kSuffixes; ++i) {
    const int offset = ((first % kSuffixes) + kSuffixes + i) % kSuffixes;
    const Money amount = wanted + Money::rupiah(offset + 1);
    const bool taken = std::any_of(tickets.begin(), tickets.end(), [&](const Ticket& ticket) {
      return ticket.upstream == upstream && ticket.amount == amount && keepsItsAmount(ticket, now);
    });
    if (!taken)
      return amount;
  }
  return std::nullopt;
}

}  // namespace loket

#include "app/cashier/shots/fixture_tickets.h"

#include <algorithm>
#include <utility>

namespace loket::app::fixture {
namespace {

const UserName kCashier{"sri"};
const UpstreamId kSupplier{"digi"};
constexpr int kFirstSuffix = 347;
constexpr Money kFee = Money::rupiah(2'500);

Ticket ticket(const char* id, std::int64_t amount, TicketState state, Instant openedAt) {
  Ticket made;
  made.id = TicketId(id);
  made.upstream = kSupplier;
  made.wanted = Money::rupiah(amount / 1'000 * 1'000);
  made.amount = Money::rupiah(amount);
  made.state = state;
  made.by = kCashier;
  made.openedAt = openedAt;
  made.movedAt = openedAt + Duration::minutes(7);
  return made;
}

}  // namespace

void FixtureTickets::fill(Instant now) {
  m_all = {{ticket("T261123H2K9", 1'500'212, TicketState::Transferred, now - Duration::minutes(25)), std::nullopt},
           {ticket("T261122B7QM", 2'000'481, TicketState::Credited, now - Duration::hours(27)), std::nullopt},
           {ticket("T261121X4PD", 500'096, TicketState::Expired, now - Duration::hours(50)), std::nullopt}};
}

std::vector<Ticket> FixtureTickets::tickets() const {
  std::vector<Ticket> plain;
  for (const api::TicketView& view : m_all) plain.push_back(view.ticket);
  return plain;
}

Result<Ticket> FixtureTickets::find(const TicketId& id) const {
  for (const api::TicketView& view : m_all)
    if (view.ticket.id == id)
      return view.ticket;
  return fail(ErrorCode::NotFound, "ticket " + id.str());
}

void FixtureTickets::keep(const Ticket& changed) {
  for (api::TicketView& view : m_all)
    if (view.ticket.id == changed.id) {
      view.ticket = changed;
      return;
    }
  m_all.insert(m_all.begin(), {changed, std::nullopt});
}

Result<TillChange> FixtureTickets::decide(const api::TillCommand& command, Instant now) {
  if (error)
    return fail(*std::exchange(error, std::nullopt));
  const Hand hand{kCashier, now};
  if (const auto* opening = std::get_if<api::TicketOpening>(&command)) {
    const TicketId id("T261123FIX" + std::to_string(++m_made));
    auto opened = decideTicketOpen(tickets(), id, opening->upstream, opening->wanted, kFirstSuffix, hand);
    if (opened && !opening->bank.empty())
      opened->ticket->payee = {opening->bank, "6042888890", "Bank Transfer", "A6R5UPV"};
    return opened;
  }
  if (const auto* sent = std::get_if<api::TicketTransfer>(&command)) {
    LOKET_ASSIGN(const Ticket known, find(sent->id));
    return decideTicketTransferred(known, sent->from, drawer, hand);
  }
  LOKET_ASSIGN(const Ticket known, find(std::get<api::TicketCredit>(command).id));
  return decideTicketCredited(known, hand);
}

bool FixtureTickets::run(const api::TillCommand& command, Instant now, const Reply& reply) {
  if (!std::holds_alternative<api::TicketOpening>(command) && !std::holds_alternative<api::TicketTransfer>(command) &&
      !std::holds_alternative<api::TicketCredit>(command))
    return false;
  const auto change = decide(command, now);
  if (!change) {
    reply(fail(change.error()));
    return true;
  }
  moves.push_back(change->event);
  keep(*change->ticket);
  api::TillView view;
  view.event = change->event;
  view.ticket = change->ticket;
  reply(view);
  return true;
}

Result<api::Quote> FixtureTickets::quote(const api::TicketPayment& command, Instant now) {
  if (quoteError)
    return fail(*std::exchange(quoteError, std::nullopt));
  LOKET_ASSIGN(const Ticket known, find(command.id));
  LOKET_TRY(mayBePaid(known, now));
  api::Quote quote;
  quote.family = Family::Transfer;
  quote.kind = ProductKind::Transfer;
  quote.upstream = command.via;
  quote.productName = "Transfer " + known.payee.bank;
  quote.number = known.payee.account;
  quote.customerName = "PT DIGIFLAZZ INTERKONEKSI INDONESIA";
  quote.amount = known.amount;
  quote.adminFee = kFee;
  quote.total = quote.cost = known.amount + kFee;
  quote.depositAfter = bankBalance - quote.cost;
  quote.madeAt = now;
  return quote;
}

Payment FixtureTickets::paymentOf(const api::TicketPayment& command, const api::Quote& quote) {
  Payment payment = quote.payment();
  ++payments;
  payment.ref = PaymentRef("LK261123TOPUP" + std::to_string(payments));
  payment.clientRef = ClientRef("ticket:" + command.id.str() + ":" + std::to_string(payments));
  payment.held = quote.total;
  payment.bon = purseOf({command.id, kSupplier});
  for (api::TicketView& view : m_all)
    if (view.ticket.id == command.id)
      view.payment = payment.ref;
  return payment;
}

void FixtureTickets::follow(const Payment& payment, Instant now) {
  if (payment.state == PaymentState::Succeeded)
    if (const auto change = decideTicketPaid(tickets(), payment, now); change && change->ticket)
      keep(*change->ticket);
}

}  // namespace loket::app::fixture

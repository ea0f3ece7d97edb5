#include "core/engine/top_ups.h"

#include <algorithm>

#include "core/base/text.h"

namespace loket::engine {
namespace {

// It moved nothing, or what it had moved came back: another one may pay the ticket.
bool isOver(PaymentState state) { return !isUnsettled(state) && state != PaymentState::Succeeded; }

// Rows that are written in the same commit are newer than the store's.
std::vector<Ticket> ticketsAfter(std::vector<Ticket> tickets, const std::vector<TillChange>& changes) {
  for (const TillChange& change : changes) {
    if (!change.ticket)
      continue;
    const auto at = std::find_if(tickets.begin(), tickets.end(),
                                 [&change](const Ticket& ticket) { return ticket.id == change.ticket->id; });
    if (at != tickets.end())
      *at = *change.ticket;
    else
      tickets.push_back(*change.ticket);
  }
  return tickets;
}

}  // namespace

std::optional<PaymentRef> paymentUnderWay(const Books& books, const TicketId& ticket) {
  for (const auto& [ref, entry] : books.entries())
    if (entry.payment.onBon() && !isTerminal(entry.payment.state))
      if (const auto topUp = topUpOf(entry.payment.bon); topUp && topUp->ticket == ticket)
        return ref;
  return std::nullopt;
}

Result<TopUps::Current> TopUps::currentOf(const TicketId& id) {
  m_.books.flush();
  for (int attempt = 1;; ++attempt) {
    const ClientRef ref("ticket:" + id.str() + ":" + std::to_string(attempt));
    LOKET_ASSIGN(auto known, m_.store.byClientRef(ref));
    if (!known)
      return Current{ref, std::nullopt};
    // Whoever names his sale like this has not paid a ticket with it.
    if (known->isTopUp() && !isOver(known->state))
      return Current{ref, std::move(known)};
  }
}

Result<std::string> TopUps::transferFor(const Ticket& ticket, const UpstreamId& via) const {
  if (m_.upstreams.find(via) == nullptr)
    return fail(ErrorCode::NotFound, "upstream " + via.str());
  const auto sameBank = [&ticket](const Product& product) {
    return toUpper(trimmed(product.brand)) == toUpper(trimmed(ticket.payee.bank));
  };
  bool transfers = false;
  for (const Product& product : m_.shelf.products()) {
    if (product.kind != ProductKind::Transfer)
      continue;
    for (const Offer& offer : product.offers) {
      if (offer.upstream != via)
        continue;
      transfers = true;
      if (sameBank(product) && toUpper(ticket.payee.method) != "VIRTUAL ACCOUNT")
        return via.str() + ":" + offer.sku.str();
    }
  }
  return fail(ErrorCode::NotFound, transfers ? "a transfer to " + ticket.payee.bank + " " +
                                                   ticket.payee.method + " through " + via.str()
                                             : "transfers of " + via.str());
}

Result<TopUps::Order> TopUps::orderFor(const api::TicketPayment& command) {
  LOKET_ASSIGN(const Current current, currentOf(command.id));
  LOKET_ASSIGN(const ports::TillState state, m_.store.till());
  const auto ticket = std::find_if(state.tickets.begin(), state.tickets.end(),
                                   [&command](const Ticket& one) { return one.id == command.id; });
  if (ticket == state.tickets.end())
    return fail(ErrorCode::NotFound, "ticket " + command.id.str());
  if (current.payment)
    return fail(ErrorCode::StateForbids, "payment " + current.payment->ref.str());
  if (ticket->openedAt < m_restoredAt)
    return fail(ErrorCode::StateForbids, std::string(kRestored));
  LOKET_TRY(mayBePaid(*ticket, m_.clock.now()));
  LOKET_ASSIGN(std::string product, transferFor(*ticket, command.via));
  return Order{*ticket, current.clientRef, std::move(product)};
}

void TopUps::quote(const api::TicketPayment& command, api::Reply<api::Quote> reply) {
  const auto order = orderFor(command);
  if (!order)
    reply(fail(order.error()));
  else
    m_.desk.quoteOwn({order->product, order->ticket.payee.account, order->ticket.amount}, std::move(reply));
}

void TopUps::pay(const api::TicketPayment& command, const std::optional<api::Quote>& quote,
                 const UserName& user, api::Reply<api::PaymentView> reply) {
  if (quote) {
    payQuoted(command, *quote, user, reply);
    return;
  }
  const auto current = currentOf(command.id);
  if (!current)
    reply(fail(current.error()));
  else if (current->payment)
    reply(viewOf(*current->payment));
  else
    this->quote(command, [this, command, user, reply = std::move(reply)](const Result<api::Quote>& made) {
      if (made)
        payQuoted(command, *made, user, reply);
      else
        reply(fail(made.error()));
    });
}

// Everything is looked at again: a network lay between the question and this.
void TopUps::payQuoted(const api::TicketPayment& command, const api::Quote& quote, const UserName& user,
                       const api::Reply<api::PaymentView>& reply) {
  const auto current = currentOf(command.id);
  if (!current) {
    reply(fail(current.error()));
    return;
  }
  if (current->payment) {
    reply(viewOf(*current->payment));
    return;
  }
  const auto order = orderFor(command);
  if (!order) {
    reply(fail(order.error()));
    return;
  }
  const Ticket& ticket = order->ticket;
  const auto number = normalizeNumber(quote.family, ticket.payee.account);
  if (order->product != quote.upstream.str() + ":" + quote.sku.str() || quote.amount != ticket.amount ||
      !number || *number != quote.number || quote.total != quote.cost) {
    reply(fail(ErrorCode::PriceChanged, "the quote is of something else"));
    return;
  }
  api::SellRequest request;
  request.product = order->product;
  request.number = ticket.payee.account;
  request.amount = ticket.amount;
  request.clientRef = order->clientRef;
  // Two tickets of one day may go to the same account.
  request.repeat = api::Repeat::Allow;
  request.quote = quote;
  request.proof = command.proof;
  m_.desk.sellOwn(request, {purseOf({ticket.id, ticket.upstream}), ticket.payee.note}, user, reply);
}

Result<std::vector<api::TicketView>> TopUps::viewsOf(const std::vector<Ticket>& tickets) {
  std::vector<api::TicketView> views;
  for (const Ticket& ticket : tickets) {
    views.push_back({ticket, std::nullopt});
    // There are many that have come in, and nothing can be done about them any more.
    if (ticket.state == TicketState::Credited)
      continue;
    LOKET_ASSIGN(const Current current, currentOf(ticket.id));
    if (current.payment)
      views.back().payment = current.payment->ref;
  }
  return views;
}

api::PaymentView TopUps::viewOf(const Payment& payment) const {
  const Books::Entry* entry = m_.books.find(payment.ref);
  return {0, payment, entry != nullptr && entry->task ? entry->task->dueAt : Instant{}};
}

Status TopUps::beforeCommit(ports::UnitOfWork& work) {
  for (const ports::PaymentChange& change : work.payments) {
    if (!change.after.isTopUp())
      continue;
    for (const PaymentEvent& event : change.events) {
      const bool paid = std::holds_alternative<SucceededEvent>(event.body);
      if (!paid && !std::holds_alternative<LeftoverPaidEvent>(event.body))
        continue;
      LOKET_ASSIGN(const ports::TillState state, m_.store.till());
      const std::vector<Ticket> tickets = ticketsAfter(state.tickets, work.till);
      auto step = paid ? decideTicketPaid(tickets, change.after, event.at)
                       : decideTicketReturned(tickets, change.after, event.at);
      if (step)
        work.till.push_back(std::move(*step));
    }
  }
  return {};
}

}  // namespace loket::engine

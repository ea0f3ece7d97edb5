// A ticket paid through a bank of ours: which transfer that is, that it is one and never two, and what its
// end means for the ticket. The payment itself is one like any other: journal, arming, questions, review and
// restart are the engine's.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/api/agent_client.h"
#include "core/engine/books.h"
#include "core/engine/desk.h"
#include "core/engine/shelf.h"
#include "core/engine/upstreams.h"

namespace loket::engine {

// The payment that may still move money for this ticket; nothing when there is none.
std::optional<PaymentRef> paymentUnderWay(const Books& books, const TicketId& ticket);

class TopUps {
 public:
  struct Parts {
    Books& books;
    Desk& desk;
    Shelf& shelf;
    Upstreams& upstreams;
    ports::Store& store;
    ports::Clock& clock;
  };
  explicit TopUps(Parts parts) : m_(parts) {}

  // This shop was made of a backup then: what pays an older ticket, its original may have sent.
  void setRestored(Instant at) { m_restoredAt = at; }
  // Whose account it is by the bank's own word, and what the transfer takes. Moves nothing.
  void quote(const api::TicketPayment& command, api::Reply<api::Quote> reply);
  // Answers when durable; the payment that is there already when one is under way, or has paid the ticket.
  // Without a quote it makes its own.
  void pay(const api::TicketPayment& command, const std::optional<api::Quote>& quote, const UserName& user,
           api::Reply<api::PaymentView> reply);
  // The tickets, each with the transfer that may still pay it or has; without it once the money has come in.
  Result<std::vector<api::TicketView>> viewsOf(const std::vector<Ticket>& tickets);
  // The ticket's step is in the commit that ends its payment: no crash comes between the two.
  Status beforeCommit(ports::UnitOfWork& work);

 private:
  // What pays the ticket, or the name that its next payment will have.
  struct Current {
    ClientRef clientRef;
    std::optional<Payment> payment;
  };
  struct Order {
    Ticket ticket;
    ClientRef clientRef;
    std::string product;  // "UPSTREAM:SKU"
  };
  Result<Current> currentOf(const TicketId& id);
  // Everything that says no before the bank is asked.
  Result<Order> orderFor(const api::TicketPayment& command);
  Result<std::string> transferFor(const Ticket& ticket, const UpstreamId& via) const;
  void payQuoted(const api::TicketPayment& command, const api::Quote& quote, const UserName& user,
                 const api::Reply<api::PaymentView>& reply);
  api::PaymentView viewOf(const Payment& payment) const;

  Parts m_;
  Instant m_restoredAt;  // zero: never
};

}  // namespace loket::engine

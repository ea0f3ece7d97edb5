// The till: drawer, top-up tickets, customers on bon, and shifts. Decides on what the ledger has now,
// records, answers.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/api/agent_client.h"
#include "core/engine/books.h"
#include "core/engine/references.h"
#include "core/engine/upstreams.h"

namespace loket::engine {

class CashDesk {
 public:
  struct Parts {
    Books& books;
    Upstreams& upstreams;
    References& references;
    ports::Store& store;
    ports::Clock& clock;
    // When the deposit's first balance was told; nothing while none was.
    std::function<std::optional<Instant>(const UpstreamId&)> openedAt;
  };
  explicit CashDesk(Parts parts) : m_(std::move(parts)) {}

  // Answers when durable.
  void run(const api::TillCommand& command, const UserName& user, api::Reply<api::TillView> reply);
  // What the customer owes, everything staged included.
  Result<Money> owed(const BonName& customer);

  // Asks the bank's statement.
  void credits(const UpstreamId& upstream, api::Reply<std::vector<api::CreditView>> reply);
  // Newest first; one that nobody paid for in time shows as expired.
  Result<std::vector<Ticket>> tickets();
  // Everyone who owes something.
  Result<std::vector<api::BonView>> bons();
  api::ShiftReport reportOf(const ports::ShiftFigures& figures) const;

 private:
  struct Decide;
  // The upstream is asked what to send where; what it says becomes the ticket.
  void askTicket(const api::TicketOpening& opening, const UserName& user, api::Reply<api::TillView> reply);
  void askStatement(const UpstreamId& upstream, api::Reply<std::vector<Credit>> reply);
  void payOut(const api::CashOut& command, const UserName& user, api::Reply<api::TillView> reply);
  // What an upstream told for the command that is decided.
  struct Told {
    std::optional<TicketGiven> ticket;
    std::optional<Credit> credit;
  };
  void decide(const api::TillCommand& command, const Told& told, const UserName& user,
              api::Reply<api::TillView> reply);
  CreditInBooks inBooks(const Credit& credit) const;
  Result<Money> standing(const Account& account);
  Result<Money> drawer() { return standing(Account{AccountKind::Drawer, {}}); }

  Parts m_;
};

}  // namespace loket::engine

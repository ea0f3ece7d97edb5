// The made-up shop's top-up tickets: what its supplier gives, and whose account it is. What becomes of them is decided by
// the rules of the core.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/api/agent_client.h"

namespace loket::app::fixture {

class FixtureTickets {
 public:
  using Reply = std::function<void(Result<api::TillView>)>;

  // ---- how the world answers
  Money drawer = Money::rupiah(5'000'000);
  std::optional<Error> error;       // of the next command, once
  std::optional<Error> quoteError;  // of the next question to the bank, once
  std::vector<std::string> banks{"BCA", "MANDIRI", "BRI", "BNI"};
  Money bankBalance = Money::rupiah(12'450'000);

  // ---- what happened
  std::vector<TillEvent> moves;
  int payments = 0;

  // Three of the last days: one has come in, one is on its way, one was forgotten.
  void fill(Instant now);
  // True when the command is about a ticket; then it is answered.
  bool run(const api::TillCommand& command, Instant now, const Reply& reply);
  [[nodiscard]] std::vector<api::TicketView> all() const { return m_all; }  // the newest first
  [[nodiscard]] Result<api::Quote> quote(const api::TicketPayment& command, Instant now);
  // The transfer as it would be accepted; nothing but the ticket's name ties it to it.
  [[nodiscard]] Payment paymentOf(const api::TicketPayment& command, const api::Quote& quote);
  // It moved on; the ticket follows.
  void follow(const Payment& payment, Instant now);

 private:
  Result<TillChange> decide(const api::TillCommand& command, Instant now);
  void keep(const Ticket& ticket);
  [[nodiscard]] Result<Ticket> find(const TicketId& id) const;
  [[nodiscard]] std::vector<Ticket> tickets() const;

  std::vector<api::TicketView> m_all;
  int m_made = 0;
};

}  // namespace loket::app::fixture

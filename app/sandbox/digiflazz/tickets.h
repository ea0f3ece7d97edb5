// Deposit tickets: the aggregator names an amount that no other open ticket has, and credits the deposit when
// exactly this amount arrives with the ticket's notes.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "app/sandbox/time_text.h"

namespace loket::sandbox::digiflazz {

struct Ticket {
  std::string bank;
  std::int64_t nominal = 0;  // what was asked for
  std::int64_t amount = 0;   // what has to arrive
  std::string notes;
  UnixMs openedAt = 0;
  UnixMs paidAt = 0;  // 0: not yet
};

// Money that reaches one of the aggregator's accounts.
struct Arrival {
  std::string account;   // digits; empty: not known which
  std::string bankCode;  // of the account's bank
  std::int64_t amount = 0;
  std::string text;  // what its sender wrote
  UnixMs at = 0;
};

class Tickets {
 public:
  void open(const Ticket& ticket) { m_all.push_back(ticket); }
  // Marks the ticket that the money belongs to as paid; false when it belongs to none.
  bool arrive(const Arrival& arrival);

  bool hasOpen(std::int64_t nominal, UnixMs now) const;
  // A ticket for this nominal, with an amount that is its own.
  Ticket draw(const std::string& bank, std::int64_t nominal, UnixMs now) const;
  const std::vector<Ticket>& all() const { return m_all; }

 private:
  std::vector<Ticket> m_all;
};

nlohmann::json toJson(const Ticket& ticket);
Ticket ticketFrom(const nlohmann::json& from);

}  // namespace loket::sandbox::digiflazz

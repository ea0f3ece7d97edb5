// The aggregator's books: deposit, transactions by ref_id, what is still to become final. Changed only by
// applying events, so that replaying the event log rebuilds exactly this.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>

#include <nlohmann/json.hpp>

#include "app/sandbox/digiflazz/catalogue.h"
#include "app/sandbox/digiflazz/tickets.h"
#include "app/sandbox/time_text.h"

namespace loket::sandbox::digiflazz {

struct Transaction {
  std::string ref;
  std::string command;  // "topup" or "bill"
  std::string sku;
  std::string number;
  std::string rc;
  std::string extra;    // what the request had beyond that and must repeat: PBB's year, SAMSAT's NIK
  std::string message;  // empty: the usual one of the rc
  std::string sn;
  bool paid = false;        // bills: a payment was asked for, rc is the payment's
  std::int64_t chosen = 0;  // open amount asked for
  std::int64_t amount = 0;
  std::int64_t price = 0;
  std::int64_t balanceAfter = 0;
  UnixMs createdAt = 0;
  nlohmann::json inquiry;  // bills: fields of the answers
  nlohmann::json payment;
  std::string nextRc;  // what it becomes at nextAt; empty: it stays
  UnixMs nextAt = 0;
  bool held = false;      // the deposit has paid for it
  bool executed = false;  // the customer has received it
  int hiddenAnswers = 0;  // status answers that still deny it
};

nlohmann::json toJson(const Transaction& transaction);
Transaction transactionFrom(const nlohmann::json& json);

class Book {
 public:
  explicit Book(std::int64_t deposit) : m_deposit(deposit) {}

  void apply(const nlohmann::json& event);
  // Money that reaches the aggregator; it counts when it belongs to an open ticket.
  void arrive(const Arrival& arrival);
  void addDeposit(std::int64_t amount) { m_deposit += amount; }

  std::int64_t deposit() const { return m_deposit; }
  const Transaction* find(const std::string& ref) const;
  // The next transaction that becomes final at or before `now`.
  const Transaction* due(UnixMs now) const;
  const Tickets& tickets() const { return m_tickets; }
  bool soldToday(const std::string& sku, const std::string& number, UnixMs now) const;

  Catalogue catalogue;

 private:
  void put(const Transaction& transaction);

  std::int64_t m_deposit;
  Tickets m_tickets;
  std::map<std::string, Transaction> m_byRef;
  std::set<std::pair<UnixMs, std::string>> m_due;
  std::multimap<std::string, std::string> m_refsByCustomer;  // "sku/number" -> ref
};

}  // namespace loket::sandbox::digiflazz

// The aggregator's books: one deposit for both of its sides, orders by ref_id, what is still to become
// final. Changed only by applying events, so that replaying the event log rebuilds exactly this.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "app/sandbox/iak/catalogue.h"
#include "app/sandbox/time_text.h"

namespace loket::sandbox::iak {

// The two sides are two servers at the aggregator: a ref_id of one says nothing about the other.
enum class Side { Prepaid, Bill };

// A change that is still to come.
struct Turn {
  std::string rc;
  UnixMs at = 0;
  bool delivers = false;  // the customer has it from then on, whatever rc says
};

struct Order {
  Side side = Side::Prepaid;
  std::string ref;
  std::string code;
  std::string number;
  std::int64_t trId = 0;
  std::string rc;
  bool paid = false;  // bills: a payment was asked for, rc is the payment's
  std::string sn;     // bills: noref
  std::string pin;
  std::int64_t amount = 0;
  std::int64_t price = 0;  // what the deposit pays
  std::int64_t balanceAfter = 0;
  UnixMs createdAt = 0;
  UnixMs paidAt = 0;
  nlohmann::json inquiry;  // bills: fields of the answers
  nlohmann::json payment;
  std::vector<Turn> turns;  // soonest first
  bool held = false;        // the deposit has paid for it
  bool executed = false;    // the customer has received it
  int hiddenAnswers = 0;    // status answers that still deny it
};

nlohmann::json toJson(const Order& order);
Order orderFrom(const nlohmann::json& json);

class Book {
 public:
  explicit Book(std::int64_t deposit) : m_deposit(deposit) {}

  void put(const Order& order);
  void addDeposit(std::int64_t amount) { m_deposit += amount; }

  std::int64_t deposit() const { return m_deposit; }
  const Order* find(Side side, const std::string& ref) const;
  const Order* findBill(const std::string& trId) const;
  std::int64_t nextTrId(Side side) const;
  // The next order that changes at or before `now`.
  const Order* due(UnixMs now) const;
  bool soldToday(const std::string& code, const std::string& number, UnixMs now) const;

  Catalogue catalogue;

 private:
  using Key = std::pair<Side, std::string>;

  std::int64_t m_deposit;
  std::map<Key, Order> m_orders;
  std::map<std::string, std::string> m_refByTrId;  // bills
  std::map<Side, std::int64_t> m_lastTrId;
  std::set<std::pair<UnixMs, Key>> m_due;
  std::multimap<std::string, std::string> m_refsByCustomer;  // prepaid: "code/number" -> ref
};

}  // namespace loket::sandbox::iak

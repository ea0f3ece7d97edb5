// The bank's books: the balance of the partner's account and its transfers by partnerReferenceNo. Changed
// only by applying events, so that replaying the event log rebuilds exactly this.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>

#include <nlohmann/json.hpp>

#include "app/sandbox/time_text.h"

namespace loket::sandbox::snap {

struct Transfer {
  std::string partnerRef;
  std::string externalId;
  std::string referenceNo;
  std::string beneficiary;
  std::string source;
  std::string transactionDate;  // as sent
  std::int64_t amount = 0;
  std::string answerCode;  // http status and case, "20000": what the transfer call answered
  std::string status;      // latestTransactionStatus, "00".."07"
  std::string nextStatus;  // what it becomes at nextAt; empty: it stays
  UnixMs nextAt = 0;
  UnixMs createdAt = 0;
  bool held = false;      // the account has paid for it
  bool executed = false;  // the beneficiary has received it
  int hiddenAnswers = 0;  // status answers that still deny it
};

nlohmann::json toJson(const Transfer& transfer);
Transfer transferFrom(const nlohmann::json& json);

class Book {
 public:
  explicit Book(std::int64_t balance) : m_balance(balance) {}

  void put(const Transfer& transfer);
  void addBalance(std::int64_t amount) { m_balance += amount; }

  std::int64_t balance() const { return m_balance; }
  std::size_t count() const { return m_byRef.size(); }
  const Transfer* find(const std::string& partnerRef) const;
  const Transfer* findByExternalId(const std::string& externalId) const;
  const Transfer* findByReferenceNo(const std::string& referenceNo) const;
  const Transfer* due(UnixMs now) const;

 private:
  std::int64_t m_balance;
  std::map<std::string, Transfer> m_byRef;
  std::map<std::string, std::string> m_refByExternalId;
  std::map<std::string, std::string> m_refByReferenceNo;
  std::set<std::pair<UnixMs, std::string>> m_due;
};

}  // namespace loket::sandbox::snap

// The bank's books: the partner's account with every movement on it, transfers by partnerReferenceNo, virtual
// accounts, QR codes and customers' one-time passwords. Changed only by applying events, so that replaying
// the event log rebuilds exactly this.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "app/sandbox/time_text.h"

namespace loket::sandbox::snap {

// A movement of money that the partner ordered: out of its account, or (a customer's cash-out) into it.
struct Transfer {
  std::string partnerRef;
  std::string externalId;
  std::string referenceNo;
  std::string beneficiary;  // the customer's number where it comes in
  std::string source;
  std::string transactionDate;  // as sent
  std::int64_t amount = 0;
  std::string answerCode;  // http status and case, "20000": what the call answered
  std::string status;      // latestTransactionStatus, "00".."07"
  std::string nextStatus;  // what it becomes at nextAt; empty: it stays
  UnixMs nextAt = 0;
  UnixMs createdAt = 0;
  bool held = false;      // its money has moved on the account
  bool executed = false;  // the other side has received it, or has given it
  int hiddenAnswers = 0;  // status answers that still deny it
  std::string service = "17";
  std::string bankCode;  // of the beneficiary, where it is another bank
  std::string name;      // of the beneficiary, as the order named it
  std::string remark;
  bool incoming = false;
};

// Money that came in from somebody else: what a cash-out may be paid for, once.
struct Credit {
  std::string id;
  std::string kind;  // transfer, virtual-account, qris, otc-cashout
  std::int64_t amount = 0;
  std::string fromName;
  std::string fromAccount;
  std::string remark;
  std::string ref;  // the order it belongs to; empty for a transfer
  UnixMs at = 0;
  bool reversed = false;
};

// One line of the account's statement.
struct Mutation {
  std::string id;
  UnixMs at = 0;
  std::int64_t amount = 0;   // above 0: a credit
  std::int64_t balance = 0;  // after it
  std::string remark;
  std::string name;  // of the other side
  std::string account;
};

struct VirtualAccount {
  std::string number;     // the whole one, with the blanks in front
  std::string serviceId;  // its first eight characters
  std::string customerNo;
  std::string trxId;
  std::string name;
  std::string type = "C";
  std::int64_t amount = 0;  // closed: what has to be paid
  UnixMs createdAt = 0;
  UnixMs expiresAt = 0;
  std::string expiredDate;  // as sent
  std::int64_t paid = 0;
  UnixMs paidAt = 0;
  std::string paymentId;  // of the last payment
  std::string inquiryId;  // of the last inquiry
};

struct QrCode {
  std::string partnerRef;
  std::string referenceNo;
  std::string externalId;
  std::string content;
  std::int64_t amount = 0;
  std::string terminalId;
  std::string storeId;
  UnixMs createdAt = 0;
  UnixMs expiresAt = 0;
  UnixMs paidAt = 0;  // 0: not paid
};

struct OneTimePassword {
  std::string customer;
  std::string code;
  UnixMs expiresAt = 0;
  bool used = false;
  int wrong = 0;  // tries that did not fit
};

class Book {
 public:
  explicit Book(std::int64_t balance) : m_balance(balance) {}

  void apply(const nlohmann::json& event);

  std::int64_t balance() const { return m_balance; }
  std::size_t count() const { return m_byRef.size(); }
  const Transfer* find(const std::string& partnerRef) const;
  const Transfer* findByExternalId(const std::string& externalId) const;
  const Transfer* findByReferenceNo(const std::string& referenceNo) const;
  const Transfer* due(UnixMs now) const;

  const std::vector<Mutation>& mutations() const { return m_mutations; }  // oldest first
  const std::vector<Credit>& credits() const { return m_credits; }
  std::string nextCreditId(UnixMs now) const;

  const VirtualAccount* virtualAccount(const std::string& number) const;
  // Whether the partner has paid this one of somebody else (without blanks) in the month "202608".
  bool virtualAccountPaid(const std::string& number, const std::string& period) const;
  const VirtualAccount* virtualAccountByTrxId(const std::string& trxId) const;
  std::size_t virtualAccountCount() const { return m_virtualAccounts.size(); }
  const QrCode* qrCode(const std::string& partnerRef) const;
  const QrCode* qrCodeByReferenceNo(const std::string& referenceNo) const;
  const QrCode* qrCodeByExternalId(const std::string& externalId) const;
  const QrCode* qrCodeByContent(const std::string& content) const;
  std::size_t qrCodeCount() const { return m_qrCodes.size(); }
  const OneTimePassword* oneTimePassword(const std::string& customer) const;
  std::size_t oneTimePasswordCount() const { return m_passwordsMade; }

 private:
  void put(const Transfer& transfer);
  void move(const Transfer& transfer, std::int64_t take, UnixMs at);
  void add(const Credit& credit);
  void enter(Mutation mutation);

  std::int64_t m_balance;
  std::map<std::string, Transfer> m_byRef;
  std::map<std::string, std::string> m_refByExternalId;
  std::map<std::string, std::string> m_refByReferenceNo;
  std::set<std::pair<UnixMs, std::string>> m_due;
  std::vector<Mutation> m_mutations;
  std::vector<Credit> m_credits;
  std::map<std::string, VirtualAccount> m_virtualAccounts;  // by whole number
  std::map<std::string, QrCode> m_qrCodes;                  // by partnerReferenceNo
  std::map<std::string, OneTimePassword> m_passwords;       // by customer
  std::size_t m_passwordsMade = 0;
};

}  // namespace loket::sandbox::snap

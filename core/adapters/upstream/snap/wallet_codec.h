// Topping up a customer's electronic money through the bank: whose wallet it is, the top-up, and what became
// of it.
#pragma once

#include <optional>
#include <string>

#include "core/adapters/upstream/snap/codec.h"

namespace loket::adapters::snap {

// What a top-up moves; its answers must name the same.
struct TopUp {
  std::string reference;
  Money amount;
  std::string customer;  // with the prefix of the wallet
  std::string customerName;
  std::string session;  // as the inquiry named it; empty where it named none
  std::string date;     // as it stands in the body

  const Service& service() const { return kTopUpService; }
  const Service& statusService() const { return kTopUpStatusService; }

  friend bool operator==(const TopUp&, const TopUp&) = default;
};

// `fee` is what the bank takes for a top-up, as agreed on paper.
std::string walletInquiryBody(const std::string& reference, const std::string& customer, Money amount,
                              const std::string& date);
ports::InquiryReply readWallet(int httpStatus, const std::string& answer, const std::string& customer,
                               Money amount, Money fee);

std::string topUpBody(const TopUp& topUp);
// What a body made by `topUpBody` says. Nothing when it is not one.
std::optional<TopUp> readTopUpBody(const std::string& body);
Verdict readPayment(int httpStatus, const std::string& answer, const TopUp& sent);

std::string statusBody(const TopUp& topUp);
Verdict readStatus(int httpStatus, const std::string& answer, const TopUp& sent);

}  // namespace loket::adapters::snap

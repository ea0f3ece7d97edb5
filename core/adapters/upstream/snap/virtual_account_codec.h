// Paying a virtual account that a customer was given by somebody else: what it asks for, the payment, and
// what became of it.
#pragma once

#include <optional>
#include <string>

#include "core/adapters/upstream/snap/codec.h"

namespace loket::adapters::snap {

// A virtual account's number: who is paid, padded with blanks to eight characters, and for whom.
struct VaNumber {
  std::string serviceId;
  std::string customerNo;

  std::string whole() const { return serviceId + customerNo; }

  friend bool operator==(const VaNumber&, const VaNumber&) = default;
};
// `number` as the customer has it: digits, the first `serviceIdDigits` of which name who is paid.
std::optional<VaNumber> vaNumberOf(const std::string& number, int serviceIdDigits);

// What a payment moves; its answers must name the same.
struct VaPayment {
  std::string reference;  // of the inquiry and of the payment
  VaNumber number;
  Money amount;
  std::string name;
  std::string date;  // as it stands in the body

  const Service& service() const { return kVaPaymentService; }
  const Service& statusService() const { return kVaStatusService; }

  friend bool operator==(const VaPayment&, const VaPayment&) = default;
};

// `amount` is what the customer wants to pay; zero where he named nothing.
std::string vaInquiryBody(const std::string& reference, const VaNumber& number, Money amount,
                          const std::string& date);
// `key` is what the bank calls the object with the fields. The amount is the bill; of an account that takes
// any sum it is `named`. `fee` is what the bank takes for a payment, as agreed on paper.
ports::InquiryReply readVirtualAccount(int httpStatus, const std::string& answer,
                                       const std::string& reference, const VaNumber& number, Money named,
                                       Money fee, const std::string& key);

std::string vaPaymentBody(const VaPayment& payment);
// What a body made by `vaPaymentBody` says. Nothing when it is not one.
std::optional<VaPayment> readVaPaymentBody(const std::string& body);
Verdict readPayment(int httpStatus, const std::string& answer, const VaPayment& sent, const std::string& key);

std::string statusBody(const VaPayment& payment);
Verdict readStatus(int httpStatus, const std::string& answer, const VaPayment& sent, const std::string& key);

}  // namespace loket::adapters::snap

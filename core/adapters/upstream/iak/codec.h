// The bytes of the IAK API: bodies with a fixed order of keys, and answers read without giving them the benefit of the
// doubt. Pure: no network, no clock. Mind the naming trap: at IAK `price` is what the customer pays and `selling_price`
// what the deposit pays; elsewhere in the market it is the other way round.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/domain/catalogue/product.h"
#include "core/domain/payment/verdict.h"
#include "core/ports/upstream.h"

namespace loket::adapters::iak {

struct Credentials {
  std::string username;  // the registered telephone number
  std::string apiKey;
};

// What a transaction is about; an answer must name the same.
struct Subject {
  std::string refId;
  std::string code;    // product_code, or a bill's code
  std::string number;  // customer_id, or a bill's hp

  friend bool operator==(const Subject&, const Subject&) = default;
};

// A bill's payment names only the inquiry that it pays.
struct BillSubject {
  std::string trId;
  std::string refId;  // of the inquiry
  std::string code;
};

// Lower-case hex MD5 of username + apiKey + suffix.
std::string signOf(const Credentials& credentials, std::string_view suffix);

std::string balanceBody(const Credentials& credentials);
std::string priceListBody(const Credentials& credentials);
std::string billListBody(const Credentials& credentials);
std::string topUpBody(const Credentials& credentials, const Subject& subject);
std::string checkStatusBody(const Credentials& credentials, const std::string& refId);
std::string plnInquiryBody(const Credentials& credentials, const std::string& number);

// What some bills want to be told at the inquiry.
struct BillWish {
  int months = 0;  // BPJS: how many are paid; zero: not asked
  Money amount;    // where the customer names it; zero: not asked
  std::string taxYear = {};  // land tax: "2026"; empty: not asked
};
std::string billInquiryBody(const Credentials& credentials, const Subject& subject, const BillWish& wish);
std::string billPaymentBody(const Credentials& credentials, const std::string& trId);
std::string billStatusBody(const Credentials& credentials, const std::string& refId);

// What a top-up made here was about, or which inquiry a payment made here pays. Nothing when it is not one.
std::optional<Subject> readTopUpBody(const std::string& body);
std::optional<std::string> readBillPaymentBody(const std::string& body);

enum class Asked { Attempt, Status };
Verdict readTopUp(const std::string& answer, const Subject& sent, Asked asked);
Verdict readBillPayment(const std::string& answer, const BillSubject& sent, Asked asked);
// `details` has the inquiry's tr_id under ports::kInquiryId.
// `taxYear` of land tax: a bill of another year is not the one that was asked for.
ports::InquiryReply readBillInquiry(const std::string& answer, const Subject& expected, const std::string& taxYear = {});
ports::InquiryReply readPlnInquiry(const std::string& answer, const std::string& number);
ports::BalanceReply readBalance(const std::string& answer);

}  // namespace loket::adapters::iak

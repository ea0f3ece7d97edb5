// What happens to a customer number: the aggregator's documented test numbers, and for all others a rule by
// the last digit, so that a trainee can choose an outcome by typing. Also who the customer is.
#pragma once

#include <cstdint>
#include <string>

#include "app/sandbox/iak/catalogue.h"
#include "app/sandbox/time_text.h"

namespace loket::sandbox::iak {

enum class PrepaidFate { Success, Failure, LateSuccess, LateFailure };
PrepaidFate prepaidFate(const std::string& number);

enum class BillFate { Success, TimesOut, PaidBefore, WrongNumber, PaymentFails, LateSuccess, BillerError };
BillFate billFate(const std::string& number);

// "" when the number can be served, else the rc that refuses it: 14 wrong, 203 too long, 16 other operator.
std::string prepaidRefusal(const PrepaidProduct& product, const std::string& number);
std::string billRefusal(const BillProduct& product, const std::string& number);
// The brand that owns a mobile number's prefix, "" when none does. by.U is a part of TELKOMSEL's 0851.
std::string operatorOf(const std::string& number);

// A PLN customer as the aggregator's inquiry names it.
struct PlnCustomer {
  std::string meter;
  std::string subscriber;
  std::string name;
  std::string segmentPower;  // "R1 /000001300"
  std::string tariff;        // "R1"
  int power = 0;             // VA
};

PlnCustomer plnCustomer(const std::string& number);

struct Delivery {
  std::string sn;
  std::string pin;  // game vouchers only
};

Delivery deliver(const PrepaidProduct& product, const std::string& ref, const std::string& number, UnixMs at);

}  // namespace loket::sandbox::iak

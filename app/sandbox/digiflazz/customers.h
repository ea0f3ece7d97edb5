// What happens to a customer number: the aggregator's official test numbers, and for all others a rule by
// the digits, so that a trainee can choose an outcome by typing.
#pragma once

#include <string>

namespace loket::sandbox::digiflazz {

enum class PrepaidFate { Success, Failure, LateSuccess, LateFailure };
enum class BillFate { Success, InquiryFails, PaymentFails, LateSuccess, LateFailure };

struct BillRule {
  BillFate fate = BillFate::Success;
  int sheets = 1;  // how many months are unpaid
};

PrepaidFate prepaidFate(const std::string& number);
BillRule billRule(const std::string& sku, const std::string& number);

// A PLN customer as prepaid meter and subscriber.
struct PlnCustomer {
  std::string meter;       // 11 digits
  std::string subscriber;  // 12 digits
  std::string name;
  std::string tariff;  // "R1"
  int power = 0;       // VA
};

// "" when the number can be served, else the rc that refuses it (57 digits, 54 unknown).
std::string plnRefusal(const std::string& number);
PlnCustomer plnCustomer(const std::string& number);
// Goods of a prepaid success: the PLN token line, or a serial number.
std::string plnTokenSerial(const std::string& ref, const std::string& number, long long denomination);
std::string airtimeSerial(const std::string& ref, const std::string& number);

}  // namespace loket::sandbox::digiflazz

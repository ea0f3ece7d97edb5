// Makes up the bills of the postpaid products: amounts follow from the number and the month, the shape of
// `desc` follows the aggregator's documents product by product, and its documented numbers have its samples.
#pragma once

#include <cstdint>
#include <string>

#include <nlohmann/json.hpp>

#include "app/sandbox/iak/catalogue.h"
#include "app/sandbox/time_text.h"

namespace loket::sandbox::iak {

struct Bill {
  std::int64_t nominal = 0;   // bills and penalties without the admin fee
  std::int64_t deducted = 0;  // what the deposit pays: the aggregator calls it selling_price
  nlohmann::json inquiry;     // fields of the inquiry's answer
  nlohmann::json payment;     // the same with what only a payment shows
};

struct BillWish {
  std::string number;
  int months = 1;          // BPJS: how many are to be paid
  std::int64_t extra = 0;  // added to the first sheet: the bill has grown
  std::string year = {};   // land tax: of which year
};

Bill makeBill(const BillProduct& product, const BillWish& wish, UnixMs now);
// The biller's reference of a paid bill, `noref`.
std::string referenceOf(const std::string& code, const std::string& number, const std::string& ref);

}  // namespace loket::sandbox::iak

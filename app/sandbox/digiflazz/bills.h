// Makes up the bills of the postpaid products: amounts follow from the number and the month, the shape of
// `desc` follows the aggregator's documents product by product.
#pragma once

#include <cstdint>
#include <string>

#include <nlohmann/json.hpp>

#include "app/sandbox/digiflazz/catalogue.h"
#include "app/sandbox/time_text.h"

namespace loket::sandbox::digiflazz {

struct Bill {
  std::int64_t amount = 0;  // bills and penalties without the admin fee
  std::int64_t price = 0;   // what the deposit pays
  nlohmann::json inquiry;   // fields of the inquiry's answer
  nlohmann::json payment;   // the same with what only a payment shows
};

struct BillWish {
  std::string number;
  int sheets = 1;
  std::int64_t extra = 0;   // added to the first sheet: the bill has grown
  std::int64_t chosen = 0;  // open amount products only
  std::string year = {};    // land tax only
};

Bill makeBill(const BillProduct& product, const BillWish& wish, UnixMs now);

}  // namespace loket::sandbox::digiflazz

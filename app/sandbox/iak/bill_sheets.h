// The unpaid sheets of a customer: how many, of which months, how much. One sheet is one month's bill.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "app/sandbox/iak/bills.h"

namespace loket::sandbox::iak {

struct Sheet {
  std::string period;  // "202607"
  std::int64_t bill = 0;
  std::int64_t penalty = 0;
  std::int64_t misc = 0;
};

struct Account {
  std::string name;
  std::vector<Sheet> sheets;  // of this transaction, oldest first
  int left = 0;               // sheets that stay unpaid
  bool documented = false;    // the customer of the documents' sample
};

Account accountOf(const BillProduct& product, const BillWish& wish, UnixMs now);

// A number in [from, from + steps * step) that depends on nothing but the text.
std::int64_t pick(const std::string& what, std::int64_t from, std::int64_t steps, std::int64_t step);

}  // namespace loket::sandbox::iak

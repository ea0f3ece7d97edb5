// The course a transaction takes from its creation to its end, chosen by the customer number or by a
// fault, and the step that makes it final when its time has come.
#pragma once

#include <cstdint>
#include <string>

#include <nlohmann/json.hpp>

#include "app/sandbox/digiflazz/book.h"
#include "app/sandbox/digiflazz/customers.h"
#include "app/sandbox/faults.h"

namespace loket::sandbox::digiflazz {

struct Course {
  std::string rc = "00";
  std::string nextRc;  // empty: rc is final
  std::int64_t afterMs = 0;
  bool paidAnyway = false;  // executed and charged whatever rc says
  int hiddenAnswers = 0;
};

Course courseOf(PrepaidFate fate, const Fault* fault);
Course courseOf(BillFate fate, const Fault* fault);

// The event that creates (prepaid) or pays (bill) the transaction on this course.
nlohmann::json executionEvent(Transaction transaction, const Course& course, std::int64_t deposit,
                              UnixMs now);
// The event that makes a due transaction what it was to become.
nlohmann::json settlementEvent(Transaction transaction, std::int64_t deposit);

}  // namespace loket::sandbox::digiflazz

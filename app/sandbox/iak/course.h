// The course an order takes from its creation to its end, chosen by the customer number or by a fault, and
// the step that changes it when its time has come.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "app/sandbox/faults.h"
#include "app/sandbox/iak/book.h"
#include "app/sandbox/iak/customers.h"

namespace loket::sandbox::iak {

struct Course {
  // `at` is counted from the creation; the first turn is the creation itself.
  std::vector<Turn> turns;
  int hiddenAnswers = 0;
};

// Prepaid is always in process first. `processMs` is how long an ordinary order is.
Course courseOf(PrepaidFate fate, std::int64_t processMs, const Fault* fault);
Course courseOf(BillFate fate, const Fault* fault);

// The event that creates (prepaid) or pays (bill) the order on this course.
nlohmann::json executionEvent(Order order, const Course& course, const Book& book, UnixMs now);
// The event that makes a due order what it was to become.
nlohmann::json settlementEvent(Order order, const Book& book);

}  // namespace loket::sandbox::iak

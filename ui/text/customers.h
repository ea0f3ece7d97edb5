// What the customer book and an import into it are called at the counter.
#pragma once

#include <QString>
#include <optional>

#include "core/api/customers.h"
#include "core/base/error.h"

namespace loket::ui::text {

// What a number is, in a word or two: "HP", "Meter PLN".
[[nodiscard]] QString kindName(Family family);
// "1430 0000 001 · 0812 3456 7890": the first numbers of a customer, and how many more there are.
[[nodiscard]] QString numbersLine(const std::vector<customer::Number>& numbers);
// "3 minggu lalu · Token PLN 50.000".
[[nodiscard]] QString purchaseLine(const api::PurchaseView& purchase, Instant now);
[[nodiscard]] QString customerCount(std::int64_t count);
// Why the book says no.
[[nodiscard]] QString customerSentence(const Error& error);

[[nodiscard]] QString fateWord(customer::ImportFate fate);
// Why a line is not taken, and what can be done about it.
[[nodiscard]] QString problemSentence(customer::ContactProblem problem);
[[nodiscard]] QString problemSentence(customer::FileProblem problem);
// "312 new customers · 4 with more numbers · 25 already there · 3 not usable"
[[nodiscard]] QString planLine(const customer::ImportPlan& plan);
[[nodiscard]] QString importedLine(const api::ImportView& import);

}  // namespace loket::ui::text

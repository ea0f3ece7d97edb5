// What a group's bills are called at the counter, and why one of them cannot be paid.
#pragma once

#include <QString>

#include "core/base/error.h"

namespace loket::ui::text {

enum class GroupLineStanding { Payable, LeftOut, NotPossible, PaidToday };

[[nodiscard]] QString groupLineWord(GroupLineStanding standing);
// Why the line is not among those that can be paid; one line.
[[nodiscard]] QString groupLineReason(const Error& error);
[[nodiscard]] QString groupSize(std::size_t members);  // "7 bills"
// Why the list could not be kept as it was wanted.
[[nodiscard]] QString groupSentence(const Error& error);

}  // namespace loket::ui::text

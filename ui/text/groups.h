// What a group's bills are called at the counter, and why one of them cannot be paid.
#pragma once

#include <QString>

#include "core/base/error.h"
#include "core/domain/catalogue/inquiry_fields.h"

namespace loket::ui::text {

enum class GroupLineStanding { Payable, LeftOut, NotPossible, PaidToday };

[[nodiscard]] QString groupLineWord(GroupLineStanding standing);
// Why the line is not among those that can be paid; one line.
[[nodiscard]] QString groupLineReason(const Error& error);
[[nodiscard]] QString groupSize(std::size_t members);  // "7 bills"
// What a bill is asked by beside its number: "3 months", "tax year 2025"; empty when by nothing.
[[nodiscard]] QString groupFields(const InquiryFields& fields);
[[nodiscard]] QString groupFieldName(InquiryField field);  // "How many months"
[[nodiscard]] QString groupFieldWord(InquiryField field);  // "months"
[[nodiscard]] QString groupFieldHint(InquiryField field);  // in the empty box: what may be typed, and what Enter means
// Why the list could not be kept as it was wanted.
[[nodiscard]] QString groupSentence(const Error& error);

}  // namespace loket::ui::text

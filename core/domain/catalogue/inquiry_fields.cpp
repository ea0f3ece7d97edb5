#include "core/domain/catalogue/inquiry_fields.h"

#include <algorithm>

#include "core/base/text.h"

namespace loket {
namespace {

constexpr const char* kFirstTaxYear = "1986";
constexpr std::size_t kNikDigits = 16;
constexpr std::size_t kShownDigits = 4;

Result<std::string> readTaxYear(const std::string& typed, int thisYear) {
  const std::string last = std::to_string(thisYear);
  if (typed.empty())
    return last;
  // Of four digits each, so that the order of the texts is the order of the years.
  if (!isDigits(typed) || typed.size() != last.size() || typed < kFirstTaxYear || typed > last)
    return fail(ErrorCode::NumberInvalid, "tax-year");
  return typed;
}

Result<std::string> readOwnerId(const std::string& typed) {
  if (typed.empty())
    return fail(ErrorCode::NumberInvalid, "nik-missing");
  if (!isDigits(typed) || typed.size() != kNikDigits)
    return fail(ErrorCode::NumberInvalid, "nik-16");
  return typed;
}

// One month is what a bill is without being asked.
Result<std::string> readMonths(const std::string& typed) {
  const std::size_t first = std::min(typed.find_first_not_of('0'), typed.size());
  const std::string number = typed.substr(first);
  if (typed.empty() || number == "1")
    return std::string();
  const bool oneDigit = number.size() == 1;
  const bool twoDigits = number.size() == 2 && number <= std::to_string(kMonthsMax);
  if (!isDigits(typed) || !(oneDigit || twoDigits))
    return fail(ErrorCode::NumberInvalid, "months");
  return number;
}

}  // namespace

std::optional<InquiryField> inquiryFieldOf(Family family) {
  switch (family) {
    case Family::Tax:
      return InquiryField::TaxYear;
    case Family::VehicleTax:
      return InquiryField::OwnerId;
    case Family::Health:
      return InquiryField::Months;
    case Family::Pulsa:
    case Family::Data:
    case Family::PlnToken:
    case Family::PlnBill:
    case Family::EMoney:
    case Family::Game:
    case Family::Water:
    case Family::Internet:
    case Family::Gas:
    case Family::Television:
    case Family::Finance:
    case Family::Transfer:
    case Family::VirtualAccount:
    case Family::Other:
      break;
  }
  return std::nullopt;
}

Result<InquiryFields> readInquiryFields(Family family, const InquiryFields& typed, int thisYear) {
  const std::optional<InquiryField> asked = inquiryFieldOf(family);
  const std::string year = withoutGaps(typed.taxYear);
  const std::string owner = withoutGaps(typed.ownerId);
  const std::string months = trimmed(typed.months);
  if (!year.empty() && asked != InquiryField::TaxYear)
    return fail(ErrorCode::Usage, "a year is asked for of land tax only");
  if (!owner.empty() && asked != InquiryField::OwnerId)
    return fail(ErrorCode::Usage, "an owner is asked for of vehicle tax only");
  if (!months.empty() && asked != InquiryField::Months)
    return fail(ErrorCode::Usage, "months are asked for of BPJS only");
  InquiryFields fields;
  if (asked == InquiryField::Months) {
    LOKET_ASSIGN(fields.months, readMonths(months));
  }
  if (asked == InquiryField::TaxYear) {
    LOKET_ASSIGN(fields.taxYear, readTaxYear(year, thisYear));
  }
  if (asked == InquiryField::OwnerId) {
    LOKET_ASSIGN(fields.ownerId, readOwnerId(owner));
  }
  return fields;
}

Result<InquiryFields> readKeptFields(Family family, const InquiryFields& typed, int thisYear) {
  LOKET_ASSIGN(InquiryFields fields, readInquiryFields(family, typed, thisYear));
  if (withoutGaps(typed.taxYear).empty())
    fields.taxYear.clear();
  return fields;
}

bool wantsSeveralMonths(const InquiryFields& typed) {
  const auto months = readMonths(trimmed(typed.months));
  return !months || !months->empty();
}

std::string maskedOwnerId(const std::string& ownerId) {
  if (ownerId.size() <= 2 * kShownDigits)
    return std::string(ownerId.size(), '*');
  return ownerId.substr(0, kShownDigits) + std::string(ownerId.size() - 2 * kShownDigits, '*') +
         ownerId.substr(ownerId.size() - kShownDigits);
}

}  // namespace loket

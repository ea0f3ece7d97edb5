// What a few families' bills are asked by beside the number (ppob-domain 1.1.6): the tax year of land tax, the owner's
// identity number of vehicle tax, for how many months BPJS is paid at once (1.2.3). Given before the inquiry, kept with
// the payment: a bill taken offline is asked about again by the same.
#pragma once

#include <optional>
#include <string>

#include "core/base/result.h"
#include "core/domain/catalogue/product.h"

namespace loket {

enum class InquiryField { TaxYear, OwnerId, Months };

struct InquiryFields {
  std::string taxYear;  // "2026"
  std::string ownerId;  // NIK. Personal: in the encrypted database only, never logged, never printed whole
  std::string months = {};  // "3"; empty: one, or what the biller asks for by itself

  bool empty() const { return taxYear.empty() && ownerId.empty() && months.empty(); }
  friend bool operator==(const InquiryFields&, const InquiryFields&) = default;
};

// BPJS takes a year's contributions at once, and no more.
inline constexpr int kMonthsMax = 12;

// The field that a family asks for; most ask for none. Months are asked for only where an upstream takes them
// (`ports::Upstream::takesMonths`): one is what everybody takes.
std::optional<InquiryField> inquiryFieldOf(Family family);

// As they are kept: blanks and dots gone, and the year is `thisYear` (Asia/Jakarta) where none was typed. NumberInvalid
// with the rule's word: "tax-year" (four digits, from 1986, when the law on this tax came into force, to this one),
// "nik-16", "nik-missing", "months" (1 to 12). Usage for a field that the family does not ask for: what is not needed is not kept.
Result<InquiryFields> readInquiryFields(Family family, const InquiryFields& typed, int thisYear);

// The same for a bill that is asked for again and again, such as a line of a group: a year that nobody typed stays
// empty, and is the year in which the bill is asked for.
Result<InquiryFields> readKeptFields(Family family, const InquiryFields& typed, int thisYear);

// Whether more than one month was typed, rightly or not.
bool wantsSeveralMonths(const InquiryFields& typed);

// "3273********0001": enough to compare with the card in one's hand.
std::string maskedOwnerId(const std::string& ownerId);

}  // namespace loket

// What a customer's number must look like, and what a typed number is likely to be (ppob-domain 2.9, 2.10).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/domain/catalogue/product.h"

namespace loket {

// A row of the operator table: numbers that start with `prefix` belong to `brand`. Longest prefix wins.
struct OperatorPrefix {
  std::string_view prefix;
  std::string_view brand;
};

const std::vector<OperatorPrefix>& operatorPrefixes();

// "+62 812-3456-7890", "62812...", "812..." -> "081234567890"; nothing when it is not an Indonesian mobile number.
std::optional<std::string> normalizeMobile(std::string_view text);
// The brand whose prefix the (normalized) number has, e.g. "TELKOMSEL"; empty when unknown.
std::string_view operatorOf(std::string_view mobile);

// The number as the upstream wants it, or NumberInvalid with the rule's word in the detail:
// "mobile", "pln-11-or-12", "bpjs-13-or-16", "account-8-to-19", "va-8-to-28", "gas-9-to-12", "letters",
// "length-4-to-24", "plate", "empty".
Result<std::string> normalizeNumber(Family family, std::string_view text);

// True when a pulsa/data product of `brand` does not fit the number's prefix: a warning, not a refusal.
bool prefixMismatch(const Product& product, std::string_view number);

// What the one input box takes a bare number for.
enum class NumberShape { None, Mobile, PlnMeter, PlnSubscriber, Bpjs, Other };
NumberShape shapeOf(std::string_view text);

}  // namespace loket

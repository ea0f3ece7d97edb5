// Amounts and times as settlement files write them: nobody guesses about money.
#include <string>

#include "core/domain/reconcile/settlement_file.h"
#include "tests/fuzz/target.h"

LOKET_FUZZ(settlement_fields) {
  using namespace loket;
  using namespace loket::reconcile;
  if (const auto amount = settlementAmount(bytes)) {
    LOKET_HOLDS(!amount->isNegative() && amount->amount() <= Money::kMaxOutside);
    // The digits that stand there, in their order, with or without two zeros for cents.
    std::string digits;
    for (const char c : bytes)
      if (c >= '0' && c <= '9')
        digits.push_back(c);
    LOKET_HOLDS(digits.size() <= 17);
    const long long read = std::stoll(digits);
    LOKET_HOLDS(read == amount->amount() || (read == amount->amount() * 100 && digits.size() > 2));
    LOKET_HOLDS(bytes.find_first_of("-+eE%") == std::string_view::npos);
  }
  if (const auto time = settlementTime(bytes)) {
    LOKET_HOLDS(parseIsoDate(toIso(time->date)) == time->date);
    if (time->at)
      // A leap second is the first of the next minute.
      LOKET_HOLDS(businessDateOf(*time->at) == time->date || bytes.find("60") != std::string_view::npos);
  }
}

// What takes two people besides what no upstream settles: cash that goes back to a customer, and a change of the limits.
#pragma once

#include <optional>

#include "core/base/result.h"
#include "core/domain/money/money.h"

namespace loket {

struct TwoPeople {
  // Of sales withdrawn, refunds and goods taken back, from so much on; zero: however little it is; nothing: never.
  std::optional<Money> refundFrom = Money{};
  bool limits = true;  // these, too

  bool operator==(const TwoPeople&) const = default;
};

// ConfigInvalid, with the place: "approval.refundFrom".
Status checkTwoPeople(const TwoPeople& policy);

// Whether so much money takes two to go back. Nothing goes back: no.
bool wantsTwo(const TwoPeople& policy, Money back);

}  // namespace loket

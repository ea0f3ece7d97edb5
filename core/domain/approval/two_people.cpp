#include "core/domain/approval/two_people.h"

#include <string>

#include "core/domain/approval/limits.h"

namespace loket {

Status checkTwoPeople(const TwoPeople& policy) {
  if (policy.refundFrom && (policy.refundFrom->isNegative() || *policy.refundFrom > kLimitMax))
    return fail(ErrorCode::ConfigInvalid,
                "approval.refundFrom: must be from 0 to " + std::to_string(kLimitMax.amount()) + ", or \"never\"");
  return {};
}

bool wantsTwo(const TwoPeople& policy, Money back) {
  return policy.refundFrom && back.isPositive() && back >= *policy.refundFrom;
}

}  // namespace loket

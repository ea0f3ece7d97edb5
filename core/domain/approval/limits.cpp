#include "core/domain/approval/limits.h"

#include <string>
#include <utility>

namespace loket {
namespace {

tl::unexpected<Error> outside(const std::string& place, const std::string& most) {
  return fail(ErrorCode::ConfigInvalid, place + ": must be from 0 to " + most);
}

bool isLimit(Money money) { return !money.isNegative() && money <= kLimitMax; }

}  // namespace

Status checkLimits(const Limits& limits) {
  const std::pair<const char*, Money> figures[] = {
      {"offline.maxAmount", limits.offline.maxAmount},
      {"offline.maxExposure", limits.offline.maxExposure},
      {"limits.maxAdminFee.default", limits.feeCaps.standard.value_or(Money{})},
      {"aml.senderFrom", limits.transfers.senderFrom},
      {"aml.perDayBeneficiary", limits.transfers.perDayBeneficiary},
      {"aml.perDaySender", limits.transfers.perDaySender}};
  for (const auto& [place, money] : figures)
    if (!isLimit(money))
      return outside(place, std::to_string(kLimitMax.amount()));
  for (const auto& [name, cap] : limits.feeCaps.byCategory)
    if (!isLimit(cap))
      return outside("limits.maxAdminFee.byCategory." + name, std::to_string(kLimitMax.amount()));
  for (const auto& [name, cap] : limits.feeCaps.byProduct)
    if (!isLimit(cap))
      return outside("limits.maxAdminFee.byProduct." + name, std::to_string(kLimitMax.amount()));
  if (limits.offline.maxCount < 0 || limits.offline.maxCount > kOfflineCountMax)
    return outside("offline.maxCount", std::to_string(kOfflineCountMax));
  if (limits.offline.maxAge < Duration{} || limits.offline.maxAge > kOfflineAgeMax)
    return outside("offline.maxAge", toIso(kOfflineAgeMax));
  if (limits.access.lockAfterMinutes < 0 || limits.access.lockAfterMinutes > kLockMinutesMax)
    return outside("access.lockAfterMinutes", std::to_string(kLockMinutesMax));
  LOKET_TRY(checkStepUp(limits.stepUp));
  return checkTwoPeople(limits.approval);
}

}  // namespace loket

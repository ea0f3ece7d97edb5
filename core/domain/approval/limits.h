// What the shop may do by itself: how much is taken without a network, the most that is asked for beside the goods, and from
// when on a transfer needs its sender; when the counter closes itself; when a payment wants a second proof; and what
// takes two people.
#pragma once

#include "core/base/result.h"
#include "core/domain/approval/access_limits.h"
#include "core/domain/approval/fee_caps.h"
#include "core/domain/approval/offline_policy.h"
#include "core/domain/approval/step_up.h"
#include "core/domain/approval/transfer_policy.h"
#include "core/domain/approval/two_people.h"

namespace loket {

inline constexpr Money kLimitMax = Money::rupiah(1'000'000'000'000);
inline constexpr int kOfflineCountMax = 1'000'000;
inline constexpr Duration kOfflineAgeMax = Duration::hours(24 * 366);

struct Limits {
  OfflineLimits offline = {};
  FeeCaps feeCaps = {};
  TransferLimits transfers = {};
  AccessLimits access = {};
  StepUpPolicy stepUp = {};
  TwoPeople approval = {};

  bool operator==(const Limits&) const = default;
};

// ConfigInvalid, with the place as the settings file names it: "offline.maxCount". A figure below zero or above its
// constant here.
Status checkLimits(const Limits& limits);

}  // namespace loket

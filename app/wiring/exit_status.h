// The exit statuses that scripts rely on.
#pragma once

#include "core/api/views.h"
#include "core/base/error.h"
#include "core/domain/payment/state.h"

namespace loket::app {

inline constexpr int kExitDone = 0;
inline constexpr int kExitUsage = 2;
inline constexpr int kExitRefused = 3;
inline constexpr int kExitFailed = 4;   // failed for good, no money moved
inline constexpr int kExitOpen = 5;     // pending or suspect; too few witnesses have cosigned
inline constexpr int kExitLocal = 6;    // disk, key, database

int exitStatusOf(ErrorCode code);
// For a payment that was sold: succeeded or durably queued is done.
int exitStatusOf(PaymentState state);
// Done when the books have what the upstream told, and it need not tell it again.
int exitStatusOf(api::NoticeOutcome outcome);

}  // namespace loket::app

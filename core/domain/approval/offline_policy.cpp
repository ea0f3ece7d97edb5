#include "core/domain/approval/offline_policy.h"

namespace loket {
namespace {

constexpr Duration kClocksDiffer = Duration::hours(1);

}  // namespace

Status mayAcceptOffline(const OfflineLimits& limits, const OfflineExposure& waiting, const Product& product,
                        Money total, Instant now) {
  // A transfer needs the name check, a filled card its fee and a virtual account its bill, which only the
  // upstream knows.
  if (product.mayHaveOpenAmount())
    return fail(ErrorCode::OfflineForbidden, product.id.str());
  if (total > limits.maxAmount)
    return fail(ErrorCode::OfflineLimitAmount, limits.maxAmount.text());
  if (waiting.count + 1 > limits.maxCount)
    return fail(ErrorCode::OfflineLimitCount, std::to_string(limits.maxCount));
  if (waiting.sum + total > limits.maxExposure)
    return fail(ErrorCode::OfflineLimitExposure, limits.maxExposure.text());
  // Of what was taken at an hour that is still to come the age is not known: a clock was set back, or it was ahead then.
  const bool isOfLater = waiting.newest - now > kClocksDiffer;
  if (waiting.count > 0 && (isOfLater || now - waiting.oldest > limits.maxAge))
    return fail(ErrorCode::OfflineLimitAge, toIso(limits.maxAge));
  return {};
}

}  // namespace loket

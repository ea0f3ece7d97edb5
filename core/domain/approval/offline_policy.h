// What may be taken without a network: caps per payment, sum, count and age. Age stops new acceptance; it never
// drops what was accepted.
#pragma once

#include "core/base/result.h"
#include "core/base/time.h"
#include "core/domain/catalogue/product.h"
#include "core/domain/money/money.h"

namespace loket {

struct OfflineLimits {
  Money maxAmount = Money::rupiah(500'000);
  Money maxExposure = Money::rupiah(2'000'000);
  int maxCount = 100;
  Duration maxAge = Duration::hours(24);

  bool operator==(const OfflineLimits&) const = default;
};

// What is already waiting for the network.
struct OfflineExposure {
  Money sum;
  int count = 0;
  Instant oldest;  // zero when nothing waits, as the next
  Instant newest;
};

// A refusal names the cap it met: OfflineLimitAmount, ...Exposure, ...Count, ...Age or OfflineForbidden.
Status mayAcceptOffline(const OfflineLimits& limits, const OfflineExposure& waiting, const Product& product,
                        Money total, Instant now);

}  // namespace loket

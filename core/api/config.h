// The shop's configuration as values. Read from a file by app/wiring, kept in the encrypted database.
#pragma once

#include <string>
#include <vector>

#include "core/domain/approval/fee_caps.h"
#include "core/domain/approval/offline_policy.h"
#include "core/domain/approval/transfer_policy.h"
#include "core/domain/catalogue/pricing.h"
#include "core/domain/identity/outlet.h"
#include "core/domain/routing/upstream_settings.h"

namespace loket::api {

struct PrinterSettings {
  std::string uri;                        // "tcp://127.0.0.1:9100", "file:///tmp/x", empty: none
  std::string profile = "generic-58mm";   // or "generic-80mm"
};

struct Config {
  Outlet outlet;
  std::vector<UpstreamSettings> upstreams;
  Pricing pricing;
  OfflineLimits offline;
  FeeCaps feeCaps;
  TransferLimits transfers;
  PrinterSettings printer;
};

}  // namespace loket::api

// The shop's configuration as values. Read from a file by app/wiring, kept in the encrypted database.
#pragma once

#include <string>
#include <vector>

#include "core/domain/approval/fee_caps.h"
#include "core/domain/approval/offline_policy.h"
#include "core/domain/approval/transfer_policy.h"
#include "core/domain/catalogue/pricing.h"
#include "core/domain/identity/outlet.h"
#include "core/domain/routing/price_rules.h"
#include "core/domain/routing/routing_rules.h"
#include "core/domain/routing/upstream_settings.h"

namespace loket::api {

struct PrinterSettings {
  std::string uri;                       // "tcp://127.0.0.1:9100", "file:///tmp/x", empty: none
  std::string profile = "generic-58mm";  // a name in resources/printers
  int drawer = 0;                        // the pin that opens the cash drawer, 2 or 5; 0: there is none
};

// The shop's own mail account, for messages to customers.
struct MailSettings {
  std::string url = {};       // smtps://HOST[:PORT], or smtp://HOST[:PORT] with STARTTLS; empty: no mail
  std::string user = {};      // empty: no login
  std::string password = {};
  std::string from = {};      // a mailbox
  std::string caPem = {};     // only this authority is trusted; empty: the system's
};

struct Config {
  Outlet outlet;
  std::vector<UpstreamSettings> upstreams;
  Pricing pricing;
  RoutingRules routing;
  OfflineLimits offline;
  FeeCaps feeCaps;
  TransferLimits transfers;
  PrinterSettings printer;
  MailSettings mail = {};

  PriceRules priceRules() const { return {pricing, routing}; }
};

// Only the prices' part of it.
struct SavePrices {
  PriceRules from;  // as they were read before they were changed
  PriceRules to;
  UserName by;      // the owner, who has proved it before this comes here
  bool belowCost = false;  // somebody was told that something costs the shop more than the customer pays
};

// One change of the price rules that was kept.
struct PriceSaving {
  Instant at;
  UserName by;
  std::vector<std::string> lines;  // "pricing.default.margin: 1500 -> 2000"; nothing stands as "-"
};

}  // namespace loket::api

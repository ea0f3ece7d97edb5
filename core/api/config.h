// The shop's configuration as values. Read from a file by app/wiring, kept in the encrypted database.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/api/second.h"
#include "core/domain/approval/limits.h"
#include "core/domain/catalogue/pricing.h"
#include "core/domain/identity/consent.h"
#include "core/domain/identity/outlet.h"
#include "core/domain/journal/stamp_settings.h"
#include "core/domain/journal/witness_settings.h"
#include "core/domain/routing/price_rules.h"
#include "core/domain/routing/routing_rules.h"
#include "core/domain/routing/upstream_settings.h"

namespace loket::api {

struct PrinterSettings {
  std::string uri;                       // "tcp://127.0.0.1:9100", "file:///tmp/x", empty: none
  std::string profile = "generic-58mm";  // a name in resources/printers
  int drawer = 0;                        // the pin that opens the cash drawer, 2 or 5; 0: there is none
  bool sealCode = true;                  // a receipt carries its seal as a QR code too; in letters it always does
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
  AccessLimits access = {};
  PrinterSettings printer;
  MailSettings mail = {};
  journal::WitnessPolicy audit = {};
  journal::StampSettings timestamp = {};
  StepUpPolicy stepUp = {};
  TwoPeople approval = {};

  PriceRules priceRules() const { return {pricing, routing}; }
  Limits limits() const { return {offline, feeCaps, transfers, access, stepUp, approval}; }
};

// Only the prices' part of it.
struct SavePrices {
  PriceRules from;  // as they were read before they were changed
  PriceRules to;
  UserName by;      // the owner, who has proved it before this comes here
  // What somebody was told to cost the shop more than the customer pays from then on, and agreed to: PriceEffect::newlyBelowCost
  std::vector<ProductId> belowCost = {};
};

// What the shop may do by itself, changed in the window.
struct SaveLimits {
  Limits from;  // as they were read before they were changed
  Limits to;
  UserName by;  // the owner, who has proved it before this comes here; with the owner's code whoever stands there
  Second second = {};
};

// One supplier of it, changed in the window.
struct SaveUpstream {
  std::optional<UpstreamSettings> from;  // as it was read; nothing: it is a new one
  std::optional<UpstreamSettings> to;    // with the same id; nothing: it goes
  UserName by;                           // the owner, who has proved it before this comes here
};

// One change of the configuration that was kept.
struct SettingsChange {
  Instant at;
  UserName by;
  // "pricing.default.margin: 1500 -> 2000"; nothing stands as "-", a secret as asterisks, a file as its size.
  std::vector<std::string> lines;
  Consent consent = {};
};

}  // namespace loket::api

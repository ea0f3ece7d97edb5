#include "core/engine/config_record.h"

#include <cstdlib>

#include "core/base/text.h"

namespace loket::engine {
namespace {

const std::string& at(const Rows& rows, const std::string& key) {
  static const std::string kNothing;
  const auto row = rows.find(key);
  return row == rows.end() ? kNothing : row->second;
}

std::int64_t numberAt(const Rows& rows, const std::string& key, std::int64_t otherwise) {
  const std::string& text = at(rows, key);
  return text.empty() ? otherwise : std::strtoll(text.c_str(), nullptr, 10);
}

Money moneyAt(const Rows& rows, const std::string& key, Money otherwise) {
  return Money::from(numberAt(rows, key, otherwise.amount())).value_or(otherwise);
}

void putRule(Rows& rows, const std::string& prefix, const PricingRule& rule) {
  rows[prefix + ".margin"] = std::to_string(rule.margin.amount());
  rows[prefix + ".serviceFee"] = std::to_string(rule.serviceFee.amount());
  rows[prefix + ".roundTo"] = std::to_string(rule.roundTo.amount());
}

PricingRule ruleAt(const Rows& rows, const std::string& prefix) {
  PricingRule rule;
  rule.margin = moneyAt(rows, prefix + ".margin", rule.margin);
  rule.serviceFee = moneyAt(rows, prefix + ".serviceFee", rule.serviceFee);
  rule.roundTo = moneyAt(rows, prefix + ".roundTo", rule.roundTo);
  return rule;
}

// Names first, like the categories of the prices; the figures under "PREFIX.of.NAME".
void putCaps(Rows& rows, const std::string& prefix, const std::map<std::string, Money>& caps) {
  std::string names;
  for (const auto& [name, cap] : caps) {
    names += (names.empty() ? "" : "\n") + name;
    rows[prefix + ".of." + name] = std::to_string(cap.amount());
  }
  rows[prefix] = names;
}

std::map<std::string, Money> capsAt(const Rows& rows, const std::string& prefix) {
  std::map<std::string, Money> caps;
  for (const std::string& name : split(at(rows, prefix), '\n'))
    if (!name.empty())
      caps[name] = moneyAt(rows, prefix + ".of." + name, Money{});
  return caps;
}

}  // namespace

Rows rowsOf(const api::Config& config) {
  Rows rows;
  rows["outlet.id"] = config.outlet.id;
  rows["outlet.name"] = config.outlet.name;
  rows["outlet.address"] = config.outlet.address;
  rows["outlet.zone"] = config.outlet.zone;
  std::string ids;
  for (const UpstreamSettings& upstream : config.upstreams) {
    ids += (ids.empty() ? "" : ",") + upstream.id.str();
    const std::string prefix = "upstream." + upstream.id.str() + ".";
    rows[prefix + "protocol"] = upstream.protocol;
    rows[prefix + "url"] = upstream.url;
    rows[prefix + "caPem"] = upstream.caPem;
    rows[prefix + "pins"] = upstream.pins;
    rows[prefix + "clientCertPem"] = upstream.clientCertPem;
    rows[prefix + "clientKeyPem"] = upstream.clientKeyPem;
    rows[prefix + "proxy"] = upstream.proxy;
    rows[prefix + "timeoutMs"] = std::to_string(upstream.timeoutMs);
    std::string keys;
    for (const auto& [key, value] : upstream.values) {
      keys += (keys.empty() ? "" : ",") + key;
      rows[prefix + "value." + key] = value;
    }
    rows[prefix + "values"] = keys;
  }
  rows["upstreams"] = ids;
  putRule(rows, "pricing.default", config.pricing.standard);
  std::string categories;
  for (const auto& [name, rule] : config.pricing.byCategory) {
    categories += (categories.empty() ? "" : "\n") + name;
    putRule(rows, "pricing.category." + name, rule);
  }
  rows["pricing.categories"] = categories;
  rows["offline.maxAmount"] = std::to_string(config.offline.maxAmount.amount());
  rows["offline.maxExposure"] = std::to_string(config.offline.maxExposure.amount());
  rows["offline.maxCount"] = std::to_string(config.offline.maxCount);
  rows["offline.maxAgeMs"] = std::to_string(config.offline.maxAge.ms);
  rows["limits.adminFee"] = config.feeCaps.standard ? std::to_string(config.feeCaps.standard->amount()) : "";
  putCaps(rows, "limits.adminFee.category", config.feeCaps.byCategory);
  putCaps(rows, "limits.adminFee.product", config.feeCaps.byProduct);
  rows["aml.senderFrom"] = std::to_string(config.transfers.senderFrom.amount());
  rows["aml.perDayBeneficiary"] = std::to_string(config.transfers.perDayBeneficiary.amount());
  rows["aml.perDaySender"] = std::to_string(config.transfers.perDaySender.amount());
  rows["notify.smtp.url"] = config.mail.url;
  rows["notify.smtp.user"] = config.mail.user;
  rows["notify.smtp.password"] = config.mail.password;
  rows["notify.smtp.from"] = config.mail.from;
  rows["notify.smtp.caPem"] = config.mail.caPem;
  rows["printer.uri"] = config.printer.uri;
  rows["printer.profile"] = config.printer.profile;
  return rows;
}

std::optional<api::Config> configFrom(const Rows& rows) {
  if (rows.find("upstreams") == rows.end())
    return std::nullopt;
  api::Config config;
  config.outlet = {at(rows, "outlet.id"), at(rows, "outlet.name"), at(rows, "outlet.address"), at(rows, "outlet.zone")};
  for (const std::string& id : split(at(rows, "upstreams"), ',')) {
    if (id.empty())
      continue;
    const std::string prefix = "upstream." + id + ".";
    UpstreamSettings upstream;
    upstream.id = UpstreamId(id);
    upstream.protocol = at(rows, prefix + "protocol");
    upstream.url = at(rows, prefix + "url");
    upstream.caPem = at(rows, prefix + "caPem");
    upstream.pins = at(rows, prefix + "pins");
    upstream.clientCertPem = at(rows, prefix + "clientCertPem");
    upstream.clientKeyPem = at(rows, prefix + "clientKeyPem");
    upstream.proxy = at(rows, prefix + "proxy");
    upstream.timeoutMs = static_cast<int>(numberAt(rows, prefix + "timeoutMs", upstream.timeoutMs));
    for (const std::string& key : split(at(rows, prefix + "values"), ','))
      if (!key.empty())
        upstream.values[key] = at(rows, prefix + "value." + key);
    config.upstreams.push_back(std::move(upstream));
  }
  config.pricing.standard = ruleAt(rows, "pricing.default");
  for (const std::string& name : split(at(rows, "pricing.categories"), '\n'))
    if (!name.empty())
      config.pricing.byCategory[name] = ruleAt(rows, "pricing.category." + name);
  config.offline.maxAmount = moneyAt(rows, "offline.maxAmount", config.offline.maxAmount);
  config.offline.maxExposure = moneyAt(rows, "offline.maxExposure", config.offline.maxExposure);
  config.offline.maxCount = static_cast<int>(numberAt(rows, "offline.maxCount", config.offline.maxCount));
  config.offline.maxAge = Duration::millis(numberAt(rows, "offline.maxAgeMs", config.offline.maxAge.ms));
  if (!at(rows, "limits.adminFee").empty())
    config.feeCaps.standard = moneyAt(rows, "limits.adminFee", Money{});
  config.feeCaps.byCategory = capsAt(rows, "limits.adminFee.category");
  config.feeCaps.byProduct = capsAt(rows, "limits.adminFee.product");
  config.transfers.senderFrom = moneyAt(rows, "aml.senderFrom", config.transfers.senderFrom);
  config.transfers.perDayBeneficiary =
      moneyAt(rows, "aml.perDayBeneficiary", config.transfers.perDayBeneficiary);
  config.transfers.perDaySender = moneyAt(rows, "aml.perDaySender", config.transfers.perDaySender);
  config.mail = {at(rows, "notify.smtp.url"), at(rows, "notify.smtp.user"), at(rows, "notify.smtp.password"),
                 at(rows, "notify.smtp.from"), at(rows, "notify.smtp.caPem")};
  config.printer = {at(rows, "printer.uri"), at(rows, "printer.profile")};
  return config;
}

}  // namespace loket::engine

#include "core/engine/config_record.h"

#include <charconv>
#include <iterator>
#include <string_view>
#include <utility>

#include "core/base/text.h"

namespace loket::engine {
namespace {

// The rows for a reader who asks for nearly all of them: no text is made of a key to look it up, and whoever
// asks in the order of the keys finds each one beside the last.
class RowsRead {
 public:
  explicit RowsRead(const Rows& rows) : m_rows(rows), m_at(rows.begin()) {}
  // Empty where there is none.
  const std::string& at(std::string_view key) {
    static const std::string kNothing;
    return seek(key) ? m_at->second : kNothing;
  }
  // Whether any row's key begins like this: of many things a home has said nothing.
  bool hasAny(std::string_view prefix) {
    seek(prefix);
    return m_at != m_rows.end() && std::string_view(m_at->first).substr(0, prefix.size()) == prefix;
  }

 private:
  static constexpr int kStepsMax = 8;
  // To the first row that is not before the key; true: it is the key's own.
  bool seek(std::string_view key) {
    int order = m_at == m_rows.end() ? 1 : m_at->first.compare(key);
    // Everybody asks forwards; who does not is looked up.
    if (order > 0 && m_at != m_rows.begin() && std::prev(m_at)->first >= key)
      return jump(key);
    for (int steps = 0; order < 0;) {
      ++m_at;
      if (++steps > kStepsMax)
        return jump(key);
      order = m_at == m_rows.end() ? 1 : m_at->first.compare(key);
    }
    return order == 0;
  }
  bool jump(std::string_view key) {
    m_at = m_rows.lower_bound(std::string(key));
    return m_at != m_rows.end() && m_at->first == key;
  }
  const Rows& m_rows;
  Rows::const_iterator m_at;  // the first that is not before the key that was asked for last
};

// Keys that begin alike, written one after the other into one text.
class Prefixed {
 public:
  explicit Prefixed(std::string prefix) : m_text(std::move(prefix)), m_size(m_text.size()) {}
  std::string_view operator()(std::string_view name) {
    m_text.resize(m_size);
    m_text += name;
    return m_text;
  }

 private:
  std::string m_text;
  std::size_t m_size;
};

std::int64_t numberAt(RowsRead& rows, std::string_view key, std::int64_t otherwise) {
  const std::string& text = rows.at(key);
  if (text.empty())
    return otherwise;
  std::int64_t number = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  return read.ec == std::errc::result_out_of_range ? otherwise : number;
}

Money moneyAt(RowsRead& rows, std::string_view key, Money otherwise) {
  return Money::from(numberAt(rows, key, otherwise.amount())).value_or(otherwise);
}

void putRule(Rows& rows, const std::string& prefix, const PricingRule& rule) {
  rows[prefix + ".margin"] = std::to_string(rule.margin.amount());
  rows[prefix + ".serviceFee"] = std::to_string(rule.serviceFee.amount());
  rows[prefix + ".roundTo"] = std::to_string(rule.roundTo.amount());
}

PricingRule ruleAt(RowsRead& rows, std::string prefix) {
  Prefixed key(std::move(prefix));
  PricingRule rule;
  rule.margin = moneyAt(rows, key(".margin"), rule.margin);
  rule.roundTo = moneyAt(rows, key(".roundTo"), rule.roundTo);
  rule.serviceFee = moneyAt(rows, key(".serviceFee"), rule.serviceFee);
  return rule;
}

void putRules(Rows& rows, const std::string& names, const std::string& each,
              const std::map<std::string, PricingRule>& rules) {
  std::string list;
  for (const auto& [name, rule] : rules) {
    list += (list.empty() ? "" : "\n") + name;
    putRule(rows, each + "." + name, rule);
  }
  rows[names] = list;
}

std::map<std::string, PricingRule> rulesAt(RowsRead& rows, const std::string& names,
                                           const std::string& each) {
  std::map<std::string, PricingRule> rules;
  for (const std::string& name : split(rows.at(names), '\n'))
    if (!name.empty())
      rules[name] = ruleAt(rows, each + "." + name);
  return rules;
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

std::map<std::string, Money> capsAt(RowsRead& rows, const std::string& prefix) {
  std::map<std::string, Money> caps;
  const std::string& names = rows.at(prefix);
  if (names.empty())
    return caps;
  for (const std::string& name : split(names, '\n'))
    if (!name.empty())
      caps[name] = moneyAt(rows, prefix + ".of." + name, Money{});
  return caps;
}

// No line of them has a line break.
std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += (text.empty() ? "" : "\n") + line;
  return text;
}

std::vector<std::string> linesAt(RowsRead& rows, std::string_view key) {
  const std::string& text = rows.at(key);
  return text.empty() ? std::vector<std::string>() : split(text, '\n');
}

// What stands before the key's number: one of each is asked at most.
std::string witnessName(const journal::WitnessSettings& witness) {
  return witness.key.substr(0, witness.key.find('+'));
}

}  // namespace

Rows rowsOf(const api::Config& config) {
  Rows rows;
  rows["outlet.id"] = config.outlet.id;
  rows["outlet.name"] = config.outlet.name;
  rows["outlet.address"] = config.outlet.address;
  rows["outlet.zone"] = config.outlet.zone;
  rows["outlet.header"] = joined(config.outlet.header);
  rows["outlet.footer"] = joined(config.outlet.footer);
  rows["outlet.logo"] = config.outlet.logo;
  rows["outlet.training"] = config.outlet.training ? "yes" : "";
  std::string ids;
  for (const UpstreamSettings& upstream : config.upstreams) {
    ids += (ids.empty() ? "" : ",") + upstream.id.str();
    const std::string prefix = "upstream." + upstream.id.str() + ".";
    rows[prefix + "protocol"] = upstream.protocol;
    rows[prefix + "url"] = upstream.url;
    rows[prefix + "caPem"] = upstream.caPem;
    rows[prefix + "contact.email"] = upstream.contact.email;
    rows[prefix + "contact.hours"] = upstream.contact.hours;
    rows[prefix + "contact.name"] = upstream.contact.name;
    rows[prefix + "contact.phone"] = upstream.contact.phone;
    rows[prefix + "contact.whatsapp"] = upstream.contact.whatsapp;
    rows[prefix + "pins"] = upstream.pins;
    rows[prefix + "clientCertPem"] = upstream.clientCertPem;
    rows[prefix + "clientKeyPem"] = upstream.clientKeyPem;
    rows[prefix + "proxy"] = upstream.proxy;
    rows[prefix + "proxyCaPem"] = upstream.proxyCaPem;
    rows[prefix + "timeoutMs"] = std::to_string(upstream.timeoutMs);
    std::string keys;
    for (const auto& [key, value] : upstream.values) {
      keys += (keys.empty() ? "" : ",") + key;
      rows[prefix + "value." + key] = value;
    }
    rows[prefix + "values"] = keys;
  }
  rows["upstreams"] = ids;
  rows["notify.smtp.url"] = config.mail.url;
  rows["notify.smtp.user"] = config.mail.user;
  rows["notify.smtp.password"] = config.mail.password;
  rows["notify.smtp.from"] = config.mail.from;
  rows["notify.smtp.caPem"] = config.mail.caPem;
  rows["audit.quorum"] = std::to_string(config.audit.quorum);
  std::vector<std::string> keys;
  for (const journal::WitnessSettings& witness : config.audit.witnesses) {
    const std::string prefix = "audit.witness." + witnessName(witness) + ".";
    keys.push_back(witness.key);
    rows[prefix + "url"] = witness.url;
    rows[prefix + "caPem"] = witness.caPem;
  }
  rows["audit.witnesses"] = joined(keys);
  rows["audit.timestamp.url"] = config.timestamp.url;
  rows["audit.timestamp.tokenCaPem"] = config.timestamp.tokenCaPem;
  rows["audit.timestamp.policy"] = config.timestamp.policy;
  rows["audit.timestamp.caPem"] = config.timestamp.caPem;
  rows["printer.drawer"] = std::to_string(config.printer.drawer);
  rows["printer.sealCode"] = config.printer.sealCode ? "1" : "0";
  rows["printer.uri"] = config.printer.uri;
  rows["printer.profile"] = config.printer.profile;
  rows.merge(rowsOf(config.priceRules()));
  rows.merge(rowsOf(config.limits()));
  return rows;
}

Rows rowsOf(const PriceRules& rules) {
  Rows rows;
  putRule(rows, "pricing.default", rules.pricing.standard);
  putRules(rows, "pricing.categories", "pricing.category", rules.pricing.byCategory);
  putRules(rows, "pricing.products", "pricing.product", rules.pricing.byProduct);
  std::vector<std::string> preferred;
  for (const UpstreamId& id : rules.routing.prefer) preferred.push_back(id.str());
  rows["routing.prefer"] = joined(preferred);
  rows["routing.reliablePermille"] = std::to_string(rules.routing.reliablePermille);
  rows["routing.worth"] = std::to_string(rules.routing.worth.amount());
  return rows;
}

Rows rowsOf(const Limits& limits) {
  Rows rows;
  rows["offline.maxAmount"] = std::to_string(limits.offline.maxAmount.amount());
  rows["offline.maxExposure"] = std::to_string(limits.offline.maxExposure.amount());
  rows["offline.maxCount"] = std::to_string(limits.offline.maxCount);
  rows["offline.maxAgeMs"] = std::to_string(limits.offline.maxAge.ms);
  rows["limits.adminFee"] = limits.feeCaps.standard ? std::to_string(limits.feeCaps.standard->amount()) : "";
  putCaps(rows, "limits.adminFee.category", limits.feeCaps.byCategory);
  putCaps(rows, "limits.adminFee.product", limits.feeCaps.byProduct);
  rows["aml.senderFrom"] = std::to_string(limits.transfers.senderFrom.amount());
  rows["aml.perDayBeneficiary"] = std::to_string(limits.transfers.perDayBeneficiary.amount());
  rows["aml.perDaySender"] = std::to_string(limits.transfers.perDaySender.amount());
  rows["access.lockAfterMinutes"] = std::to_string(limits.access.lockAfterMinutes);
  rows["approval.refundFrom"] = limits.approval.refundFrom ? std::to_string(limits.approval.refundFrom->amount()) : "never";
  rows["approval.limits"] = limits.approval.limits ? "1" : "0";
  rows["stepUp.always"] = joined(limits.stepUp.always);
  rows["stepUp.from"] = std::to_string(limits.stepUp.from.amount());
  rows["stepUp.newNumberFrom"] = std::to_string(limits.stepUp.newNumberFrom.amount());
  rows["stepUp.perHour"] = std::to_string(limits.stepUp.perHour);
  return rows;
}

std::optional<api::Config> configFrom(const Rows& all) {
  if (all.find("upstreams") == all.end())
    return std::nullopt;
  RowsRead rows(all);
  api::Config config;
  // In the order of the keys.
  config.access.lockAfterMinutes =
      static_cast<int>(numberAt(rows, "access.lockAfterMinutes", config.access.lockAfterMinutes));
  if (rows.hasAny("aml.")) {
    config.transfers.perDayBeneficiary =
        moneyAt(rows, "aml.perDayBeneficiary", config.transfers.perDayBeneficiary);
    config.transfers.perDaySender = moneyAt(rows, "aml.perDaySender", config.transfers.perDaySender);
    config.transfers.senderFrom = moneyAt(rows, "aml.senderFrom", config.transfers.senderFrom);
  }
  if (rows.hasAny("approval.")) {
    config.approval.limits = numberAt(rows, "approval.limits", 1) != 0;
    config.approval.refundFrom = rows.at("approval.refundFrom") == "never"
                                     ? std::nullopt
                                     : std::optional(moneyAt(rows, "approval.refundFrom", Money{}));
  }
  config.audit.quorum = static_cast<int>(numberAt(rows, "audit.quorum", 0));
  if (rows.hasAny("audit.timestamp.")) {
    config.timestamp.caPem = rows.at("audit.timestamp.caPem");
    config.timestamp.policy = rows.at("audit.timestamp.policy");
    config.timestamp.tokenCaPem = rows.at("audit.timestamp.tokenCaPem");
    config.timestamp.url = rows.at("audit.timestamp.url");
  }
  for (const std::string& witnessKey : linesAt(rows, "audit.witnesses")) {
    journal::WitnessSettings witness{{}, witnessKey, {}};
    Prefixed key("audit.witness." + witnessName(witness) + ".");
    witness.caPem = rows.at(key("caPem"));
    witness.url = rows.at(key("url"));
    config.audit.witnesses.push_back(std::move(witness));
  }
  if (rows.hasAny("limits.adminFee")) {
    if (!rows.at("limits.adminFee").empty())
      config.feeCaps.standard = moneyAt(rows, "limits.adminFee", Money{});
    config.feeCaps.byCategory = capsAt(rows, "limits.adminFee.category");
    config.feeCaps.byProduct = capsAt(rows, "limits.adminFee.product");
  }
  if (rows.hasAny("notify.smtp.")) {
    config.mail.caPem = rows.at("notify.smtp.caPem");
    config.mail.from = rows.at("notify.smtp.from");
    config.mail.password = rows.at("notify.smtp.password");
    config.mail.url = rows.at("notify.smtp.url");
    config.mail.user = rows.at("notify.smtp.user");
  }
  if (rows.hasAny("offline.")) {
    config.offline.maxAge = Duration::millis(numberAt(rows, "offline.maxAgeMs", config.offline.maxAge.ms));
    config.offline.maxAmount = moneyAt(rows, "offline.maxAmount", config.offline.maxAmount);
    config.offline.maxCount = static_cast<int>(numberAt(rows, "offline.maxCount", config.offline.maxCount));
    config.offline.maxExposure = moneyAt(rows, "offline.maxExposure", config.offline.maxExposure);
  }
  config.outlet.address = rows.at("outlet.address");
  config.outlet.footer = linesAt(rows, "outlet.footer");
  config.outlet.header = linesAt(rows, "outlet.header");
  config.outlet.id = rows.at("outlet.id");
  config.outlet.logo = rows.at("outlet.logo");
  config.outlet.name = rows.at("outlet.name");
  config.outlet.training = !rows.at("outlet.training").empty();
  config.outlet.zone = rows.at("outlet.zone");
  if (rows.hasAny("pricing.")) {
    config.pricing.byCategory = rulesAt(rows, "pricing.categories", "pricing.category");
    config.pricing.byProduct = rulesAt(rows, "pricing.products", "pricing.product");
    config.pricing.standard = ruleAt(rows, "pricing.default");
  }
  if (rows.hasAny("printer.")) {
    config.printer.drawer = static_cast<int>(numberAt(rows, "printer.drawer", 0));
    config.printer.profile = rows.at("printer.profile");
    config.printer.sealCode = numberAt(rows, "printer.sealCode", 1) != 0;
    config.printer.uri = rows.at("printer.uri");
  }
  if (rows.hasAny("routing.")) {
    for (const std::string& id : linesAt(rows, "routing.prefer")) config.routing.prefer.emplace_back(id);
    config.routing.reliablePermille =
        static_cast<int>(numberAt(rows, "routing.reliablePermille", config.routing.reliablePermille));
    config.routing.worth = moneyAt(rows, "routing.worth", config.routing.worth);
  }
  if (rows.hasAny("stepUp.")) {
    config.stepUp.always = linesAt(rows, "stepUp.always");
    config.stepUp.from = moneyAt(rows, "stepUp.from", Money{});
    config.stepUp.newNumberFrom = moneyAt(rows, "stepUp.newNumberFrom", Money{});
    config.stepUp.perHour = static_cast<int>(numberAt(rows, "stepUp.perHour", 0));
  }
  for (const std::string& id : split(all.at("upstreams"), ',')) {
    if (id.empty())
      continue;
    Prefixed key("upstream." + id + ".");
    UpstreamSettings& upstream = config.upstreams.emplace_back();
    upstream.id = UpstreamId(id);
    upstream.caPem = rows.at(key("caPem"));
    upstream.clientCertPem = rows.at(key("clientCertPem"));
    upstream.clientKeyPem = rows.at(key("clientKeyPem"));
    if (rows.hasAny(key("contact."))) {
      upstream.contact.email = rows.at(key("contact.email"));
      upstream.contact.hours = rows.at(key("contact.hours"));
      upstream.contact.name = rows.at(key("contact.name"));
      upstream.contact.phone = rows.at(key("contact.phone"));
      upstream.contact.whatsapp = rows.at(key("contact.whatsapp"));
    }
    upstream.pins = rows.at(key("pins"));
    upstream.protocol = rows.at(key("protocol"));
    upstream.proxy = rows.at(key("proxy"));
    upstream.proxyCaPem = rows.at(key("proxyCaPem"));
    upstream.timeoutMs = static_cast<int>(numberAt(rows, key("timeoutMs"), upstream.timeoutMs));
    upstream.url = rows.at(key("url"));
    for (const std::string& name : split(rows.at(key("values")), ','))
      if (!name.empty())
        upstream.values[name] = rows.at(key("value." + name));
  }
  return config;
}

}  // namespace loket::engine

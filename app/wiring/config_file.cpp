#include "app/wiring/config_file.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <optional>
#include <set>
#include <string_view>

#include <nlohmann/json.hpp>

#include "core/adapters/printer/create_printer.h"
#include "core/adapters/system/files.h"
#include "core/adapters/timestamp/rfc3161.h"
#include "core/adapters/vault/sodium_crypto.h"
#include "core/base/text.h"
#include "core/domain/identity/logo.h"
#include "core/domain/routing/price_rules.h"
#include "core/domain/routing/upstream_fields.h"
#include "core/engine/printer_profiles.h"

namespace loket::app {
namespace {

using Json = nlohmann::json;
namespace fs = std::filesystem;

tl::unexpected<Error> wrong(const std::string& place, const std::string& what) {
  return fail(ErrorCode::ConfigInvalid, place + ": " + what);
}

// One object of the file; every key that is not asked for by the end is an unknown one.
class Section {
 public:
  Section(const Json& json, std::string place) : m_json(json), m_place(std::move(place)) {}

  std::string at(const std::string& key) const { return m_place.empty() ? key : m_place + "." + key; }

  Result<std::string> text(const std::string& key, bool required) {
    const Json* value = take(key);
    if (value == nullptr) {
      if (required)
        return wrong(at(key), "missing");
      return std::string();
    }
    if (!value->is_string())
      return wrong(at(key), "must be a text");
    auto out = value->get<std::string>();
    if (required && trimmed(out).empty())
      return wrong(at(key), "must not be empty");
    return out;
  }

  Result<std::optional<std::int64_t>> number(const std::string& key, std::int64_t low, std::int64_t high) {
    const Json* value = take(key);
    if (value == nullptr)
      return std::optional<std::int64_t>();
    if (!value->is_number_integer())
      return wrong(at(key), "must be a whole number");
    const bool huge = value->is_number_unsigned() && value->get<std::uint64_t>() > static_cast<std::uint64_t>(high);
    const auto n = huge ? high : value->get<std::int64_t>();
    if (huge || n < low || n > high)
      return wrong(at(key), "must be from " + std::to_string(low) + " to " + std::to_string(high));
    return std::optional<std::int64_t>(n);
  }

  Result<bool> flag(const std::string& key, bool whenAbsent = false) {
    const Json* value = take(key);
    if (value != nullptr && !value->is_boolean())
      return wrong(at(key), "must be true or false");
    return value == nullptr ? whenAbsent : value->get<bool>();
  }

  // Nothing when absent.
  Result<const Json*> object(const std::string& key) {
    const Json* value = take(key);
    if (value != nullptr && !value->is_object())
      return wrong(at(key), "must be an object");
    return value;
  }

  Result<const Json*> array(const std::string& key) {
    const Json* value = take(key);
    if (value == nullptr)
      return wrong(at(key), "missing");
    if (!value->is_array())
      return wrong(at(key), "must be a list");
    return value;
  }

  Result<const Json*> optionalArray(const std::string& key) {
    const Json* value = take(key);
    if (value != nullptr && !value->is_array())
      return wrong(at(key), "must be a list");
    return value;
  }

  // Somebody else has read it.
  void know(const std::string& key) { m_taken.insert(key); }

  Status done() const {
    for (const auto& [key, value] : m_json.items())
      if (m_taken.count(key) == 0)
        return wrong(at(key), "unknown key");
    return {};
  }

 private:
  const Json* take(const std::string& key) {
    m_taken.insert(key);
    const auto found = m_json.find(key);
    return found == m_json.end() || found->is_null() ? nullptr : &*found;
  }
  const Json& m_json;
  std::string m_place;
  std::set<std::string> m_taken;
};

constexpr std::int64_t kMoneyMax = kLimitMax.amount();

Result<std::string> fileText(const fs::path& folder, const std::string& path, const std::string& place) {
  adapters::SystemFiles files;
  const fs::path full = fs::path(path).is_absolute() ? fs::path(path) : folder / path;
  auto bytes = files.read(full.string());
  if (!bytes)
    return wrong(place, bytes.error().detail);
  if (!*bytes)
    return wrong(place, "no such file: " + path);
  return **bytes;
}

Result<PricingRule> readRule(const Json& json, const std::string& place, PricingRule rule) {
  if (!json.is_object())
    return wrong(place, "must be an object");
  Section in(json, place);
  LOKET_ASSIGN(const auto margin, in.number("margin", 0, kMoneyMax));
  LOKET_ASSIGN(const auto serviceFee, in.number("serviceFee", 0, kMoneyMax));
  LOKET_ASSIGN(const auto roundTo, in.number("roundTo", 1, kRoundToMax.amount()));
  LOKET_TRY(in.done());
  if (margin)
    rule.margin = Money::rupiah(*margin);
  if (serviceFee)
    rule.serviceFee = Money::rupiah(*serviceFee);
  if (roundTo)
    rule.roundTo = Money::rupiah(*roundTo);
  return rule;
}

// The content of the file that is named there; nothing where none is.
Result<std::string> readNamedFile(Section& in, const std::string& key, bool required, const fs::path& folder) {
  LOKET_ASSIGN(const std::string path, in.text(key, required));
  if (path.empty())
    return path;
  LOKET_ASSIGN(std::string content, fileText(folder, path, in.at(key)));
  // A file that is there and empty is a wrong one, and not one that is absent.
  return content.empty() ? std::string("\n") : content;
}

// As it is typed; of a list all of it.
Result<std::string> readFieldText(Section& in, const UpstreamField& field, const std::string& key, const fs::path& folder) {
  switch (field.kind) {
    case FieldKind::Rupiah:
    case FieldKind::Millis: {
      const bool isMoney = field.kind == FieldKind::Rupiah;
      LOKET_ASSIGN(const auto number,
                   in.number(key, isMoney ? 0 : kTimeoutMsMin, isMoney ? kSupplierFeeMax : kTimeoutMsMax));
      return number ? std::to_string(*number) : std::string();
    }
    case FieldKind::Switch: {
      LOKET_ASSIGN(const bool isOn, in.flag(key));
      return std::string(isOn ? "yes" : "");
    }
    case FieldKind::Certificate:
    case FieldKind::PrivateKey:
    case FieldKind::Document:
      return readNamedFile(in, key, field.required, folder);
    case FieldKind::Pins: {
      LOKET_ASSIGN(const Json* pins, in.optionalArray(key));
      std::string all;
      for (std::size_t i = 0; pins != nullptr && i < pins->size(); ++i) {
        const Json& pin = (*pins)[i];
        const std::string text = pin.is_string() ? pin.get<std::string>() : std::string();
        // Each by itself: one with a semicolon in it would be two.
        UpstreamSettings tried;
        if (text.empty() || text.find(';') != std::string::npos || !setField(tried, field, text))
          return wrong(in.at(key + "[" + std::to_string(i) + "]"), "sha256// and the base64 of a SHA-256 of the public key");
        all += (all.empty() ? "" : ";") + text;
      }
      return all;
    }
    default:
      return in.text(key, field.required);
  }
}

// `place` is put before what is wrong.
Status placed(const Status& status, const std::string& place) {
  if (!status)
    return fail(status.error().code, place + "." + status.error().detail);
  return {};
}

Result<UpstreamSettings> readUpstream(const Json& json, const std::string& place, const fs::path& folder) {
  if (!json.is_object())
    return wrong(place, "must be an object");
  Section in(json, place);
  UpstreamSettings out;
  LOKET_ASSIGN(const std::string id, in.text("id", true));
  out.id = UpstreamId(id);
  LOKET_ASSIGN(out.protocol, in.text("protocol", true));
  static const Json kNobody = Json::object();
  LOKET_ASSIGN(const Json* contact, in.object("contact"));
  Section whom(contact == nullptr ? kNobody : *contact, in.at("contact"));
  constexpr std::string_view kContact = "contact.";
  // Before a file is looked for: which one is missing says more than that the other is not there.
  LOKET_ASSIGN(const std::string certificate, in.text("clientCertFile", false));
  LOKET_ASSIGN(const std::string certificateKey, in.text("clientKeyFile", false));
  if (certificate.empty() != certificateKey.empty())
    return wrong(in.at(certificate.empty() ? "clientCertFile" : "clientKeyFile"), "missing: the other one is there");
  for (const UpstreamField& field : fieldsOf(out.protocol)) {
    const bool isContact = field.key.compare(0, kContact.size(), kContact) == 0;
    const std::string key(isContact ? field.key.substr(kContact.size()) : field.key);
    LOKET_ASSIGN(const std::string text, readFieldText(isContact ? whom : in, field, key, folder));
    LOKET_TRY(placed(setField(out, field, text), place));
  }
  LOKET_TRY(placed(checkUpstream(out), place));
  LOKET_TRY(whom.done());
  LOKET_TRY(in.done());
  return out;
}

// A number for everything, or {"default", "byCategory", "byProduct"}.
Result<FeeCaps> readFeeCaps(Section& limits, const Json& value) {
  FeeCaps caps;
  if (!value.is_object()) {
    LOKET_ASSIGN(const auto cap, limits.number("maxAdminFee", 0, kMoneyMax));
    caps.standard = Money::rupiah(*cap);
    return caps;
  }
  Section in(value, "limits.maxAdminFee");
  LOKET_ASSIGN(const auto standard, in.number("default", 0, kMoneyMax));
  if (standard)
    caps.standard = Money::rupiah(*standard);
  const std::pair<const char*, std::map<std::string, Money>*> tables[] = {{"byCategory", &caps.byCategory},
                                                                          {"byProduct", &caps.byProduct}};
  for (const auto& [key, table] : tables) {
    LOKET_ASSIGN(const Json* named, in.object(key));
    if (named == nullptr)
      continue;
    Section entries(*named, in.at(key));
    for (const auto& [name, unread] : named->items()) {
      LOKET_ASSIGN(const auto cap, entries.number(name, 0, kMoneyMax));
      if (!cap)
        return wrong(entries.at(name), "must be a whole number");
      (*table)[name] = Money::rupiah(*cap);
    }
  }
  LOKET_TRY(in.done());
  return caps;
}

// What its values must look like is for the mail adapter to say, which is asked before anything is kept.
Result<api::MailSettings> readMail(const Json& json, const fs::path& folder) {
  Section in(json, "notify.smtp");
  api::MailSettings mail;
  LOKET_ASSIGN(mail.url, in.text("url", true));
  LOKET_ASSIGN(mail.from, in.text("from", true));
  LOKET_ASSIGN(mail.user, in.text("user", false));
  LOKET_ASSIGN(mail.password, in.text("password", !mail.user.empty()));
  LOKET_ASSIGN(const std::string caFile, in.text("caFile", false));
  if (!caFile.empty()) {
    LOKET_ASSIGN(mail.caPem, fileText(folder, caFile, in.at("caFile")));
    if (mail.caPem.find("-----BEGIN CERTIFICATE-----") == std::string::npos)
      return wrong(in.at("caFile"), "not a PEM certificate");
  }
  LOKET_TRY(in.done());
  return mail;
}

// The PEM of a file that is named; empty: none is.
Result<std::string> readAuthority(Section& in, const std::string& key, bool required, const fs::path& folder) {
  LOKET_ASSIGN(std::string pem, readNamedFile(in, key, required, folder));
  if (!pem.empty() && pem.find("-----BEGIN CERTIFICATE-----") == std::string::npos)
    return wrong(in.at(key), "not a PEM certificate");
  return pem;
}

// Who says once a day when what the terminal has signed was there.
Result<journal::StampSettings> readTimestamp(const Json& json, const fs::path& folder) {
  Section in(json, "audit.timestamp");
  journal::StampSettings settings;
  LOKET_ASSIGN(settings.url, in.text("url", true));
  LOKET_ASSIGN(settings.tokenCaPem, readAuthority(in, "tokenCaFile", true, folder));
  LOKET_ASSIGN(settings.policy, in.text("policy", false));
  LOKET_ASSIGN(settings.caPem, readAuthority(in, "caFile", false, folder));
  LOKET_TRY(in.done());
  LOKET_TRY(adapters::timestamp::checkAuthority(settings));
  return settings;
}

// Who cosigns what the terminal signs of its journal, and how many of them it takes; and who stamps it.
Status readAudit(const Json& json, const fs::path& folder, api::Config& config) {
  Section in(json, "audit");
  journal::WitnessPolicy& policy = config.audit;
  LOKET_ASSIGN(const Json* list, in.optionalArray("witnesses"));
  for (std::size_t i = 0; list != nullptr && i < list->size(); ++i) {
    const std::string place = in.at("witnesses[" + std::to_string(i) + "]");
    if (!(*list)[i].is_object())
      return wrong(place, "must be an object");
    Section one((*list)[i], place);
    journal::WitnessSettings witness;
    LOKET_ASSIGN(witness.url, one.text("url", true));
    LOKET_ASSIGN(witness.key, one.text("key", true));
    LOKET_ASSIGN(witness.caPem, readAuthority(one, "caFile", false, folder));
    LOKET_TRY(one.done());
    policy.witnesses.push_back(std::move(witness));
  }
  LOKET_ASSIGN(const auto quorum, in.number("quorum", 1, static_cast<std::int64_t>(journal::kWitnessesMax)));
  policy.quorum = static_cast<int>(quorum.value_or(0));
  LOKET_ASSIGN(const Json* timestamp, in.object("timestamp"));
  if (timestamp != nullptr) {
    LOKET_ASSIGN(config.timestamp, readTimestamp(*timestamp, folder));
  }
  LOKET_TRY(in.done());
  return journal::checkWitnesses(adapters::SodiumCrypto(), policy);
}

Status readLimits(const Json& json, api::Config& config) {
  Section in(json, "limits");
  const auto caps = json.find("maxAdminFee");
  if (caps != json.end() && !caps->is_null()) {
    LOKET_ASSIGN(config.feeCaps, readFeeCaps(in, *caps));
    in.know("maxAdminFee");
  }
  return in.done();
}

Status readTransferLimits(const Json& json, TransferLimits& limits) {
  Section in(json, "aml");
  const std::pair<const char*, Money*> figures[] = {{"senderFrom", &limits.senderFrom},
                                                    {"perDayBeneficiary", &limits.perDayBeneficiary},
                                                    {"perDaySender", &limits.perDaySender}};
  for (const auto& [key, figure] : figures) {
    LOKET_ASSIGN(const auto value, in.number(key, 0, kMoneyMax));
    if (value)
      *figure = Money::rupiah(*value);
  }
  return in.done();
}

// When a payment wants a second proof.
Status readStepUp(const Json& json, StepUpPolicy& policy) {
  Section in(json, "stepUp");
  LOKET_ASSIGN(const auto from, in.number("from", 0, kMoneyMax));
  LOKET_ASSIGN(const auto newNumberFrom, in.number("newNumberFrom", 0, kMoneyMax));
  LOKET_ASSIGN(const auto perHour, in.number("perHour", 0, kStepUpPerHourMax));
  LOKET_ASSIGN(const Json* always, in.optionalArray("always"));
  policy.from = Money::rupiah(from.value_or(0));
  policy.newNumberFrom = Money::rupiah(newNumberFrom.value_or(0));
  policy.perHour = static_cast<int>(perHour.value_or(0));
  for (std::size_t i = 0; always != nullptr && i < always->size(); ++i) {
    if (!(*always)[i].is_string())
      return wrong(in.at("always[" + std::to_string(i) + "]"), "must be a text");
    policy.always.push_back((*always)[i].get<std::string>());
  }
  return in.done();
}

// What takes two people.
Status readApproval(const Json& json, TwoPeople& policy) {
  Section in(json, "approval");
  const auto from = json.find("refundFrom");
  if (from != json.end() && *from == "never") {
    LOKET_TRY(in.text("refundFrom", true));
    policy.refundFrom = std::nullopt;
  } else {
    LOKET_ASSIGN(const auto sum, in.number("refundFrom", 0, kMoneyMax));
    policy.refundFrom = Money::rupiah(sum.value_or(0));
  }
  LOKET_ASSIGN(policy.limits, in.flag("limits", true));
  return in.done();
}

// Whom the shop would rather buy from, and whom it trusts.
Status readRouting(const Json& json, const std::set<UpstreamId>& known, RoutingRules& rules) {
  Section in(json, "routing");
  LOKET_ASSIGN(const Json* prefer, in.optionalArray("prefer"));
  for (std::size_t i = 0; prefer != nullptr && i < prefer->size(); ++i) {
    const std::string place = in.at("prefer[" + std::to_string(i) + "]");
    if (!(*prefer)[i].is_string())
      return wrong(place, "must be a text");
    const UpstreamId id((*prefer)[i].get<std::string>());
    if (known.count(id) == 0)
      return wrong(place, "\"" + id.str() + "\" is not one of the upstreams");
    if (std::find(rules.prefer.begin(), rules.prefer.end(), id) != rules.prefer.end())
      return wrong(place, "\"" + id.str() + "\" is there twice");
    rules.prefer.push_back(id);
  }
  LOKET_ASSIGN(const auto worth, in.number("worth", 0, kRoutingWorthMax.amount()));
  if (worth && rules.prefer.empty())
    return wrong(in.at("worth"), "nobody is preferred (routing.prefer)");
  // Whoever names a favourite and no price for it wants it wherever it can deliver.
  if (!rules.prefer.empty())
    rules.worth = worth ? Money::rupiah(*worth) : kRoutingWorthMax;
  LOKET_ASSIGN(const auto reliable, in.number("reliablePercent", 0, 100));
  if (reliable)
    rules.reliablePermille = static_cast<int>(*reliable) * 10;
  return in.done();
}

// What the shop prints on every paper: a few lines of letters.
Result<std::vector<std::string>> readShopLines(Section& shop, const std::string& key) {
  std::vector<std::string> lines;
  LOKET_ASSIGN(const Json* list, shop.optionalArray(key));
  if (list == nullptr)
    return lines;
  if (list->size() > kShopLinesMax)
    return wrong(shop.at(key), "at most " + std::to_string(kShopLinesMax) + " lines");
  for (const Json& line : *list) {
    if (!line.is_string())
      return wrong(shop.at(key), "must be a list of texts");
    lines.push_back(line.get<std::string>());
    if (!isShopLine(lines.back()))
      return wrong(shop.at(key), "a line is of letters, at most " + std::to_string(kShopLineMax));
  }
  return lines;
}

// "a, b or c".
std::string oneOf(const std::vector<std::string>& names) {
  std::string out;
  for (std::size_t i = 0; i < names.size(); ++i)
    out += (i == 0 ? "" : i + 1 == names.size() ? " or " : ", ") + names[i];
  return out;
}

Result<api::Config> readConfig(const Json& json, const fs::path& folder) {
  if (!json.is_object())
    return wrong("file", "must be a JSON object");
  Section in(json, "");
  api::Config config;

  LOKET_ASSIGN(const Json* outlet, in.object("outlet"));
  if (outlet == nullptr)
    return wrong("outlet", "missing");
  Section shop(*outlet, "outlet");
  LOKET_ASSIGN(config.outlet.id, shop.text("id", true));
  LOKET_ASSIGN(config.outlet.name, shop.text("name", true));
  LOKET_ASSIGN(config.outlet.address, shop.text("address", false));
  LOKET_ASSIGN(const std::string zone, shop.text("zone", false));
  if (!zone.empty()) {
    if (zone != "Asia/Jakarta" && zone != "Asia/Makassar" && zone != "Asia/Jayapura")
      return wrong("outlet.zone", "Asia/Jakarta, Asia/Makassar or Asia/Jayapura");
    config.outlet.zone = zone;
  }
  LOKET_ASSIGN(config.outlet.header, readShopLines(shop, "header"));
  LOKET_ASSIGN(config.outlet.footer, readShopLines(shop, "footer"));
  LOKET_ASSIGN(config.outlet.logo, shop.text("logo", false));
  if (!config.outlet.logo.empty() && !logoFrom(config.outlet.logo))
    return wrong(shop.at("logo"), "is a PBM (P4) in base64, at most " + std::to_string(kLogoWidthMax) +
                                      " by " + std::to_string(kLogoHeightMax) + " dots, with a dark one");
  LOKET_ASSIGN(config.outlet.training, shop.flag("training"));
  LOKET_TRY(shop.done());

  LOKET_ASSIGN(const Json* upstreams, in.array("upstreams"));
  std::set<UpstreamId> seen;
  for (std::size_t i = 0; i < upstreams->size(); ++i) {
    const std::string place = "upstreams[" + std::to_string(i) + "]";
    LOKET_ASSIGN(UpstreamSettings upstream, readUpstream((*upstreams)[i], place, folder));
    if (!seen.insert(upstream.id).second)
      return wrong(place + ".id", "\"" + upstream.id.str() + "\" is there twice");
    config.upstreams.push_back(std::move(upstream));
  }

  LOKET_ASSIGN(const Json* routing, in.object("routing"));
  if (routing != nullptr)
    LOKET_TRY(readRouting(*routing, seen, config.routing));

  LOKET_ASSIGN(const Json* pricing, in.object("pricing"));
  if (pricing != nullptr) {
    Section rules(*pricing, "pricing");
    LOKET_ASSIGN(const Json* standard, rules.object("default"));
    if (standard != nullptr) {
      LOKET_ASSIGN(config.pricing.standard, readRule(*standard, "pricing.default", config.pricing.standard));
    }
    LOKET_ASSIGN(const Json* categories, rules.object("byCategory"));
    if (categories != nullptr)
      for (const auto& [name, rule] : categories->items()) {
        LOKET_ASSIGN(config.pricing.byCategory[name],
                     readRule(rule, "pricing.byCategory." + name, config.pricing.standard));
      }
    LOKET_ASSIGN(const Json* products, rules.object("byProduct"));
    if (products != nullptr)
      for (const auto& [id, rule] : products->items()) {
        LOKET_ASSIGN(config.pricing.byProduct[id],
                     readRule(rule, "pricing.byProduct." + id, config.pricing.standard));
      }
    LOKET_TRY(rules.done());
  }
  // As a change of the prices alone is looked at: a name that cannot be kept as a row is told here.
  LOKET_TRY(checkPriceRules(config.priceRules(), {seen.begin(), seen.end()}));

  LOKET_ASSIGN(const Json* offline, in.object("offline"));
  if (offline != nullptr) {
    Section caps(*offline, "offline");
    LOKET_ASSIGN(const auto maxAmount, caps.number("maxAmount", 0, kMoneyMax));
    LOKET_ASSIGN(const auto maxExposure, caps.number("maxExposure", 0, kMoneyMax));
    LOKET_ASSIGN(const auto maxCount, caps.number("maxCount", 0, kOfflineCountMax));
    LOKET_ASSIGN(const std::string maxAge, caps.text("maxAge", false));
    if (maxAmount)
      config.offline.maxAmount = Money::rupiah(*maxAmount);
    if (maxExposure)
      config.offline.maxExposure = Money::rupiah(*maxExposure);
    if (maxCount)
      config.offline.maxCount = static_cast<int>(*maxCount);
    if (!maxAge.empty()) {
      const auto age = parseIsoDuration(maxAge);
      if (!age)
        return wrong("offline.maxAge", "an ISO 8601 duration such as PT24H");
      config.offline.maxAge = *age;
    }
    LOKET_TRY(caps.done());
  }

  LOKET_ASSIGN(const Json* limits, in.object("limits"));
  if (limits != nullptr)
    LOKET_TRY(readLimits(*limits, config));
  LOKET_ASSIGN(const Json* aml, in.object("aml"));
  if (aml != nullptr)
    LOKET_TRY(readTransferLimits(*aml, config.transfers));
  LOKET_ASSIGN(const Json* access, in.object("access"));
  if (access != nullptr) {
    Section door(*access, "access");
    LOKET_ASSIGN(const auto minutes, door.number("lockAfterMinutes", 0, kLockMinutesMax));
    if (minutes)
      config.access.lockAfterMinutes = static_cast<int>(*minutes);
    LOKET_TRY(door.done());
  }
  LOKET_ASSIGN(const Json* approval, in.object("approval"));
  if (approval != nullptr)
    LOKET_TRY(readApproval(*approval, config.approval));
  LOKET_ASSIGN(const Json* stepUp, in.object("stepUp"));
  if (stepUp != nullptr)
    LOKET_TRY(readStepUp(*stepUp, config.stepUp));
  LOKET_TRY(checkLimits(config.limits()));

  LOKET_ASSIGN(const Json* printer, in.object("printer"));
  if (printer != nullptr) {
    Section paper(*printer, "printer");
    LOKET_ASSIGN(config.printer.uri, paper.text("uri", false));
    LOKET_ASSIGN(const std::string profile, paper.text("profile", false));
    if (!config.printer.uri.empty() && !adapters::printer::createPrinter(config.printer.uri))
      return wrong("printer.uri", "tcp://HOST:PORT, usb:///dev/usb/lp0, serial:///dev/ttyUSB0?baud=9600&flow=hardware, "
                                  "bluetooth:///dev/rfcomm0, cups://QUEUE or file:///PATH");
    if (!profile.empty()) {
      const std::vector<std::string> known = engine::printerProfileNames();
      if (std::find(known.begin(), known.end(), profile) == known.end())
        return wrong("printer.profile", oneOf(known));
      config.printer.profile = profile;
    }
    LOKET_ASSIGN(const auto drawer, paper.number("drawer", 0, 5));
    if (drawer && *drawer != 0 && *drawer != 2 && *drawer != 5)
      return wrong("printer.drawer", "2 or 5, the pin that opens it; 0: none");
    config.printer.drawer = static_cast<int>(drawer.value_or(0));
    LOKET_ASSIGN(config.printer.sealCode, paper.flag("sealCode", true));
    LOKET_TRY(paper.done());
  }
  LOKET_ASSIGN(const Json* notify, in.object("notify"));
  if (notify != nullptr) {
    Section ways(*notify, "notify");
    LOKET_ASSIGN(const Json* smtp, ways.object("smtp"));
    if (smtp != nullptr) {
      LOKET_ASSIGN(config.mail, readMail(*smtp, folder));
    }
    LOKET_TRY(ways.done());
  }
  LOKET_ASSIGN(const Json* audit, in.object("audit"));
  if (audit != nullptr)
    LOKET_TRY(readAudit(*audit, folder, config));
  LOKET_TRY(in.done());
  return config;
}

Json ruleJson(const PricingRule& rule) {
  return Json{{"margin", rule.margin.amount()},
              {"serviceFee", rule.serviceFee.amount()},
              {"roundTo", rule.roundTo.amount()}};
}

Json contactJson(const SupplierContact& contact) {
  Json json = Json::object();
  const std::pair<const char*, const std::string*> values[] = {{"name", &contact.name},
                                                               {"whatsapp", &contact.whatsapp},
                                                               {"phone", &contact.phone},
                                                               {"email", &contact.email},
                                                               {"hours", &contact.hours}};
  for (const auto& [key, value] : values)
    if (!value->empty())
      json[key] = *value;
  return json;
}

Json feeCapsJson(const FeeCaps& caps) {
  Json json = {{"default", caps.standard ? Json(caps.standard->amount()) : Json(nullptr)},
               {"byCategory", Json::object()},
               {"byProduct", Json::object()}};
  for (const auto& [name, cap] : caps.byCategory) json["byCategory"][name] = cap.amount();
  for (const auto& [name, cap] : caps.byProduct) json["byProduct"][name] = cap.amount();
  return json;
}

// What can be read at a glance, for what is a page of letters.
std::string logoSize(const std::string& text) {
  const auto logo = logoFrom(text);
  return logo ? std::to_string(logo->width) + "x" + std::to_string(logo->height) : "";
}

}  // namespace

Result<api::Config> readConfigFile(const std::string& path) {
  adapters::SystemFiles files;
  LOKET_ASSIGN(const auto bytes, files.read(path));
  if (!bytes)
    return fail(ErrorCode::ConfigInvalid, path + ": no such file");
  const Json json = Json::parse(*bytes, nullptr, false, true);
  if (json.is_discarded()) {
    // Parsed again for the place of the mistake only.
    std::string where = "not JSON";
    try {
      const Json unreachable = Json::parse(*bytes, nullptr, true, true);
      where = unreachable.type_name();
    } catch (const Json::parse_error& error) {
      where = "not JSON at byte " + std::to_string(error.byte);
    } catch (const Json::exception&) {
      where = "a number in it is too large";
    }
    return fail(ErrorCode::ConfigInvalid, path + ": " + where);
  }
  auto config = readConfig(json, fs::absolute(fs::path(path)).parent_path());
  if (!config)
    return fail(ErrorCode::ConfigInvalid, path + ": " + config.error().detail);
  return config;
}

std::string showConfig(const api::Config& config) {
  static const std::set<std::string> kSecrets = {"apiKey", "clientSecret", "privateKeyPem", "webhookSecret"};
  Json upstreams = Json::array();
  for (const UpstreamSettings& upstream : config.upstreams) {
    Json one = {{"id", upstream.id.str()},
                {"protocol", upstream.protocol},
                {upstream.protocol == "iak" ? "prepaidUrl" : "url", upstream.url},
                {"timeoutMs", upstream.timeoutMs},
                {"ca", upstream.caPem.empty() ? "system" : "own"}};
    if (!upstream.pins.empty())
      one["pins"] = static_cast<int>(split(upstream.pins, ';').size());
    if (!upstream.clientCertPem.empty())
      one["clientCert"] = "own";
    if (!upstream.proxy.empty())
      one["proxy"] = withoutProxyUser(upstream.proxy);
    if (!upstream.proxyCaPem.empty())
      one["proxyCa"] = "own";
    if (!upstream.contact.empty())
      one["contact"] = contactJson(upstream.contact);
    for (const auto& [key, value] : upstream.values)
      one[key] = kSecrets.count(key) > 0 ? "********" : value;
    upstreams.push_back(std::move(one));
  }
  Json byCategory = Json::object();
  for (const auto& [name, rule] : config.pricing.byCategory)
    byCategory[name] = ruleJson(rule);
  Json byProduct = Json::object();
  for (const auto& [id, rule] : config.pricing.byProduct) byProduct[id] = ruleJson(rule);
  Json routing = {{"prefer", Json::array()}, {"reliablePercent", config.routing.reliablePermille / 10}};
  for (const UpstreamId& id : config.routing.prefer) routing["prefer"].push_back(id.str());
  if (!config.routing.prefer.empty())
    routing["worth"] = config.routing.worth.amount();
  Json notify = Json::object();
  if (!config.mail.url.empty())
    notify["smtp"] = {{"url", config.mail.url},
                      {"from", config.mail.from},
                      {"user", config.mail.user},
                      {"password", config.mail.password.empty() ? "" : "********"},
                      {"ca", config.mail.caPem.empty() ? "system" : "own"}};
  Json witnesses = Json::array();
  for (const journal::WitnessSettings& witness : config.audit.witnesses)
    witnesses.push_back({{"url", witness.url}, {"key", witness.key}, {"ca", witness.caPem.empty() ? "system" : "own"}});
  Json audit = {{"witnesses", std::move(witnesses)}, {"quorum", config.audit.needed()}};
  if (!config.timestamp.isEmpty())
    audit["timestamp"] = {{"url", config.timestamp.url},
                          {"policy", config.timestamp.policy},
                          {"ca", config.timestamp.caPem.empty() ? "system" : "own"}};
  const Json json = {
      {"outlet",
       {{"id", config.outlet.id},
        {"name", config.outlet.name},
        {"address", config.outlet.address},
        {"zone", config.outlet.zone},
        {"header", config.outlet.header},
        {"footer", config.outlet.footer},
        {"logo", logoSize(config.outlet.logo)},
        {"training", config.outlet.training}}},
      {"upstreams", std::move(upstreams)},
      {"pricing", {{"default", ruleJson(config.pricing.standard)}, {"byCategory", std::move(byCategory)}, {"byProduct", std::move(byProduct)}}},
      {"routing", std::move(routing)},
      {"offline",
       {{"maxAmount", config.offline.maxAmount.amount()},
        {"maxExposure", config.offline.maxExposure.amount()},
        {"maxCount", config.offline.maxCount},
        {"maxAge", toIso(config.offline.maxAge)}}},
      {"limits", {{"maxAdminFee", feeCapsJson(config.feeCaps)}}},
      {"aml",
       {{"senderFrom", config.transfers.senderFrom.amount()},
        {"perDayBeneficiary", config.transfers.perDayBeneficiary.amount()},
        {"perDaySender", config.transfers.perDaySender.amount()}}},
      {"approval",
       {{"refundFrom", config.approval.refundFrom ? Json(config.approval.refundFrom->amount()) : Json("never")},
        {"limits", config.approval.limits}}},
      {"access", {{"lockAfterMinutes", config.access.lockAfterMinutes}}},
      {"stepUp",
       {{"from", config.stepUp.from.amount()},
        {"newNumberFrom", config.stepUp.newNumberFrom.amount()},
        {"perHour", config.stepUp.perHour},
        {"always", config.stepUp.always}}},
      {"notify", std::move(notify)},
      {"audit", std::move(audit)},
      {"printer",
       {{"uri", config.printer.uri},
        {"profile", config.printer.profile},
        {"drawer", config.printer.drawer},
        {"sealCode", config.printer.sealCode}}}};
  return json.dump();
}

}  // namespace loket::app

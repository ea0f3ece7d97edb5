#include "core/domain/routing/upstream_fields.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <utility>

#include "core/base/text.h"
#include "core/domain/catalogue/number_rules.h"
#include "core/domain/confirmation/confirmation.h"
#include "core/domain/customer/customer.h"

namespace loket {
namespace {

constexpr std::string_view kCertificateHead = "-----BEGIN CERTIFICATE-----";
constexpr std::string_view kPrivateKeyHead = "PRIVATE KEY-----";

tl::unexpected<Error> wrong(std::string_view key, const std::string& what) {
  return fail(ErrorCode::ConfigInvalid, std::string(key) + ": " + what);
}

// Where a field is kept that is no value of the protocol's own; null: it is one.
template <typename Settings>
auto ownPlace(Settings& settings, std::string_view key) -> decltype(&settings.url) {
  const std::pair<std::string_view, decltype(&settings.url)> places[] = {{"caFile", &settings.caPem},
                                                              {"clientCertFile", &settings.clientCertPem},
                                                              {"clientKeyFile", &settings.clientKeyPem},
                                                              {"contact.email", &settings.contact.email},
                                                              {"contact.hours", &settings.contact.hours},
                                                              {"contact.name", &settings.contact.name},
                                                              {"contact.phone", &settings.contact.phone},
                                                              {"contact.whatsapp", &settings.contact.whatsapp},
                                                              {"pins", &settings.pins},
                                                              {"prepaidUrl", &settings.url},
                                                              {"proxy", &settings.proxy},
                                                              {"proxyCaFile", &settings.proxyCaPem},
                                                              {"url", &settings.url}};
  const auto* at = std::find_if(std::begin(places), std::end(places), [key](const auto& one) { return one.first == key; });
  return at == std::end(places) ? nullptr : at->second;
}

// The file's name of it, without the file.
std::string valueKey(std::string_view key) {
  if (key == "privateKeyFile")
    return "privateKeyPem";
  if (key == "profileFile")
    return "profileJson";
  return std::string(key);
}

Result<std::string> readUrl(std::string_view key, std::string typed) {
  if (typed.compare(0, 8, "https://") != 0 || typed.find_first_not_of('/', 8) != 8)
    return wrong(key, "must begin with https:// and a host");
  while (typed.back() == '/') typed.pop_back();
  return typed;
}

Result<std::string> readPins(std::string_view key, const std::string& typed) {
  // A SHA-256 in base64: 43 characters and a padding.
  constexpr std::string_view kPrefix = "sha256//";
  const std::vector<std::string> pins = split(typed, ';');
  for (std::size_t i = 0; i < pins.size(); ++i)
    if (pins[i].compare(0, kPrefix.size(), kPrefix) != 0 || pins[i].size() != kPrefix.size() + 44 ||
        pins[i].back() != '=')
      return wrong(std::string(key) + "[" + std::to_string(i) + "]",
                   "sha256// and the base64 of a SHA-256 of the public key");
  return typed;
}

Result<std::string> readNumber(std::string_view key, const std::string& typed, std::int64_t low, std::int64_t high) {
  std::int64_t number = 0;
  const auto read = std::from_chars(typed.data(), typed.data() + typed.size(), number);
  if (read.ec != std::errc() || read.ptr != typed.data() + typed.size() || number < low || number > high)
    return wrong(key, "must be from " + std::to_string(low) + " to " + std::to_string(high));
  return std::to_string(number);
}

// A port is asked for: libcurl would take 1080 where everybody means 80.
Result<std::string> readProxy(std::string_view key, const std::string& typed) {
  // A name is looked up by the proxy (the h of socks5h): a network that has a proxy seldom resolves for
  // everybody.
  constexpr std::array<std::string_view, 3> kSchemes = {"http://", "https://", "socks5h://"};
  const auto no = wrong(key, "http://HOST:PORT or http://USER:PASSWORD@HOST:PORT, so https:// and socks5h://");
  const auto* scheme = std::find_if(kSchemes.begin(), kSchemes.end(), [&typed](std::string_view one) {
    return typed.compare(0, one.size(), one) == 0;
  });
  if (scheme == kSchemes.end())
    return no;
  const std::string rest = typed.substr(scheme->size());
  for (const char c : rest)
    if (c <= ' ' || c > '~' || c == '/' || c == '?' || c == '#' || c == '\\')
      return no;
  const std::size_t user = rest.rfind('@');
  const std::string place = user == std::string::npos ? rest : rest.substr(user + 1);
  const std::size_t colon = place.rfind(':');
  if (user == 0 || (user != std::string::npos && rest.find('@') != user) || colon == std::string::npos || colon == 0)
    return no;
  const std::string host = place.substr(0, colon);
  const std::string port = place.substr(colon + 1);
  if (host.find(':') != std::string::npos && (host.front() != '[' || host.back() != ']'))
    return no;
  if (port.find_first_not_of("0123456789") != std::string::npos || !readNumber(key, port, 1, 65'535))
    return no;
  return typed;
}

Result<std::string> readWords(std::string_view key, const std::string& typed) {
  auto words = customer::customerNote(typed);
  if (!words || words->size() > customer::kNameBytesMax)
    return wrong(key, "of letters, at most " + std::to_string(customer::kNameBytesMax));
  return words;
}

std::optional<MinuteOfDay> readMinute(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == 0 || colon > 2 || text.size() != colon + 3)
    return std::nullopt;
  const auto number = [](std::string_view digits) {
    int value = -1;
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return read.ec == std::errc() && read.ptr == digits.data() + digits.size() ? value : -1;
  };
  const int hour = number(text.substr(0, colon));
  const int minute = number(text.substr(colon + 1));
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59)
    return std::nullopt;
  return MinuteOfDay{hour * 60 + minute};
}

std::optional<CutOff> readHours(std::string_view text) {
  const std::size_t dash = text.find('-');
  if (dash == std::string_view::npos)
    return std::nullopt;
  const auto from = readMinute(trimmed(text.substr(0, dash)));
  const auto to = readMinute(trimmed(text.substr(dash + 1)));
  // From and to the same would be never, or always: nobody knows which was meant.
  if (!from || !to || *from == *to)
    return std::nullopt;
  return CutOff{*from, *to};
}

std::string clockOf(MinuteOfDay minute) {
  const auto two = [](int n) { return (n < 10 ? "0" : "") + std::to_string(n); };
  return two(minute.value / 60) + ":" + two(minute.value % 60);
}

Result<std::string> readField(const UpstreamField& field, const std::string& typed) {
  switch (field.kind) {
    case FieldKind::Url:
      return readUrl(field.key, typed);
    case FieldKind::Rupiah:
      return readNumber(field.key, typed, 0, kSupplierFeeMax);
    case FieldKind::Millis:
      return readNumber(field.key, typed, kTimeoutMsMin, kTimeoutMsMax);
    case FieldKind::Certificate:
      if (typed.find(kCertificateHead) == std::string::npos)
        return wrong(field.key, "not a PEM certificate");
      return typed;
    case FieldKind::PrivateKey:
      if (typed.find(kPrivateKeyHead) == std::string::npos)
        return wrong(field.key, "not a PEM private key");
      return typed;
    case FieldKind::Pins:
      return readPins(field.key, typed);
    case FieldKind::Proxy:
      return readProxy(field.key, typed);
    case FieldKind::Mobile: {
      const auto mobile = normalizeMobile(typed);
      if (!mobile)
        return wrong(field.key, "a mobile number such as 081234567890");
      return *mobile;
    }
    case FieldKind::Telephone: {
      LOKET_ASSIGN(std::string phone, readWords(field.key, typed));
      if (phone.find_first_not_of("0123456789 +-()") != std::string::npos || digitsOf(phone).size() < 3)
        return wrong(field.key, "digits, with blanks, dashes, brackets and a plus between them");
      return phone;
    }
    case FieldKind::Mailbox: {
      const auto mailbox = confirmation::addressFor(typed, confirmation::Channel::Email);
      if (!mailbox)
        return wrong(field.key, "a mailbox such as cs@example.id");
      return mailbox->text;
    }
    case FieldKind::Words:
      return readWords(field.key, typed);
    case FieldKind::Switch: {
      const std::string word = toLower(trimmed(typed));
      if (word == "yes" || word == "ya")
        return std::string("yes");
      if (word == "no" || word == "tidak")
        return std::string();
      return wrong(field.key, "yes or no");
    }
    case FieldKind::Hours: {
      const auto hours = readHours(typed);
      if (!hours)
        return wrong(field.key, "two times of the day such as 23:45-00:15");
      return clockOf(hours->from) + "-" + clockOf(hours->to);
    }
    case FieldKind::Text:
    case FieldKind::Secret:
    case FieldKind::Document:
      break;
  }
  return typed;
}

}  // namespace

const std::vector<std::string_view>& supplierProtocols() {
  static const std::vector<std::string_view> kNames = {"digiflazz", "iak", "snap"};
  return kNames;
}

std::vector<UpstreamField> fieldsOf(std::string_view protocol) {
  using Kind = FieldKind;
  std::vector<UpstreamField> fields;
  if (protocol == "digiflazz") {
    fields = {{"url", Kind::Url, true},
              {"username", Kind::Text, true},
              {"apiKey", Kind::Secret, true},
              {"webhookSecret", Kind::Secret, false}};
  } else if (protocol == "iak") {
    fields = {{"prepaidUrl", Kind::Url, true},
              {"postpaidUrl", Kind::Url, true},
              {"username", Kind::Text, true},
              {"apiKey", Kind::Secret, true}};
  } else if (protocol == "snap") {
    // What the bank takes is agreed on paper.
    fields = {{"url", Kind::Url, true},
              {"clientId", Kind::Text, true},
              {"clientSecret", Kind::Secret, true},
              {"privateKeyFile", Kind::PrivateKey, true},
              {"partnerId", Kind::Text, true},
              {"channelId", Kind::Text, true},
              {"sourceAccount", Kind::Text, true},
              {"bankName", Kind::Text, false},
              {"merchantId", Kind::Text, false},
              {"profile", Kind::Text, false},
              {"profileFile", Kind::Document, false},
              {"fee", Kind::Rupiah, false},
              {"interbankFee", Kind::Rupiah, false},
              {"topupFee", Kind::Rupiah, false},
              {"vaFee", Kind::Rupiah, false}};
  } else {
    return {};
  }
  constexpr UpstreamField kCommon[] = {{"contact.name", Kind::Words, false},
                                       {"contact.whatsapp", Kind::Mobile, false},
                                       {"contact.phone", Kind::Telephone, false},
                                       {"contact.email", Kind::Mailbox, false},
                                       {"contact.hours", Kind::Words, false},
                                       {"closedHours", Kind::Hours, false},
                                       {"timeoutMs", Kind::Millis, false},
                                       {"caFile", Kind::Certificate, false},
                                       {"pins", Kind::Pins, false},
                                       {"clientCertFile", Kind::Certificate, false},
                                       {"clientKeyFile", Kind::PrivateKey, false},
                                       {"proxy", Kind::Proxy, false},
                                       {"proxyCaFile", Kind::Certificate, false},
                                       {"signedByTerminal", Kind::Switch, false}};
  fields.insert(fields.end(), std::begin(kCommon), std::end(kCommon));
  return fields;
}

std::string fieldText(const UpstreamSettings& settings, std::string_view key) {
  if (key == "timeoutMs")
    return std::to_string(settings.timeoutMs);
  if (const std::string* own = ownPlace(settings, key))
    return *own;
  return settings.value(valueKey(key));
}

Status setField(UpstreamSettings& settings, const UpstreamField& field, std::string_view typed) {
  std::string value;
  if (!typed.empty()) {
    LOKET_ASSIGN(value, readField(field, std::string(typed)));
  }
  if (field.key == "timeoutMs") {
    settings.timeoutMs = UpstreamSettings{}.timeoutMs;
    // It has been read as a number.
    std::from_chars(value.data(), value.data() + value.size(), settings.timeoutMs);
  } else if (std::string* own = ownPlace(settings, field.key)) {
    *own = value;
  } else if (value.empty()) {
    settings.values.erase(valueKey(field.key));
  } else {
    settings.values[valueKey(field.key)] = value;
  }
  return {};
}

Status checkUpstream(const UpstreamSettings& settings) {
  if (settings.id.str().empty())
    return wrong("id", "missing");
  for (const char c : settings.id.str())
    if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'))
      return wrong("id", "small letters, digits and dashes only");
  const std::vector<UpstreamField> fields = fieldsOf(settings.protocol);
  if (fields.empty())
    return wrong("protocol", "\"" + settings.protocol + "\" is not known here (digiflazz, iak, snap)");
  for (const UpstreamField& field : fields) {
    const std::string text = fieldText(settings, field.key);
    if (text.empty()) {
      if (field.required)
        return wrong(field.key, "missing");
      continue;
    }
    if (field.required && trimmed(text).empty())
      return wrong(field.key, "must not be empty");
    LOKET_TRY(readField(field, text).map([](const std::string&) {}));
  }
  if (settings.clientCertPem.empty() != settings.clientKeyPem.empty())
    return wrong(settings.clientCertPem.empty() ? "clientCertFile" : "clientKeyFile", "missing: the other one is there");
  if (!settings.proxyCaPem.empty() && settings.proxy.compare(0, 8, "https://") != 0)
    return wrong("proxyCaFile", "only an https:// proxy has a certificate");
  return {};
}

CutOff closedHoursOf(const UpstreamSettings& settings) {
  return readHours(settings.value("closedHours")).value_or(CutOff{});
}

bool isSecretField(FieldKind kind) {
  return kind == FieldKind::Secret || kind == FieldKind::PrivateKey;
}

std::string withoutProxyUser(const std::string& proxy) {
  const std::size_t user = proxy.rfind('@');
  return user == std::string::npos ? proxy : proxy.substr(0, proxy.find("://") + 3) + "********" + proxy.substr(user);
}

}  // namespace loket

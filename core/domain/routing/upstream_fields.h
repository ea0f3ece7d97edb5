// What there is to set of a supplier, protocol by protocol, and how each of it must look. The keys are those of the
// settings file; where the file names another file, here is what stands in that one.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/domain/catalogue/product.h"
#include "core/domain/money/money.h"
#include "core/domain/routing/upstream_settings.h"

namespace loket {

inline constexpr std::int64_t kSupplierFeeMax = 1'000'000'000'000;  // rupiah
inline constexpr int kTimeoutMsMin = 1'000;
inline constexpr int kTimeoutMsMax = 300'000;

enum class FieldKind : std::uint8_t {
  Url,  // "https://HOST[:PORT][/PATH]"; slashes at its end are dropped
  Text,
  Secret,       // shown to nobody once it is kept
  Rupiah,       // a whole number from 0 to kSupplierFeeMax
  Millis,       // from kTimeoutMsMin to kTimeoutMsMax
  Certificate,  // PEM
  PrivateKey,   // PEM, and a secret
  Document,     // JSON, which the supplier's adapter reads
  Pins,         // "sha256//BASE64", with semicolons between
  Proxy,        // "http://[USER:PASSWORD@]HOST:PORT", so https and socks5h; a secret where it has a user
  Mobile,
  Telephone,
  Mailbox,
  Words,   // in people's letters, on one line
  Hours,   // "23:45-00:15", Asia/Jakarta; may cross midnight
  Switch,  // "yes", or not set
};

struct UpstreamField {
  std::string_view key;
  FieldKind kind = FieldKind::Text;
  bool required = false;
};

// "digiflazz", "iak", "snap".
const std::vector<std::string_view>& supplierProtocols();
// In the order in which people fill them in; nothing for a protocol that is not known.
std::vector<UpstreamField> fieldsOf(std::string_view protocol);

// Empty where it is not set.
std::string fieldText(const UpstreamSettings& settings, std::string_view key);
// Takes it back where it is empty (the timeout to its usual one). ConfigInvalid "KEY: how it must look", and nothing is
// changed; what was typed is not repeated, it may be a secret.
Status setField(UpstreamSettings& settings, const UpstreamField& field, std::string_view typed);

// ConfigInvalid with the key: an id that is not of small letters, digits and dashes, a protocol that is not known, what
// is required and missing, a value that setField would not take, a certificate without its key or the other way round.
Status checkUpstream(const UpstreamSettings& settings);

// Not for anybody's eyes: of a proxy its user too.
bool isSecretField(FieldKind kind);
// "http://********@HOST:PORT": who may pass a proxy is nobody else's business.
std::string withoutProxyUser(const std::string& proxy);

// When it takes nothing, every day; never where that is not set. Then its own record and its price list say
// all there is.
CutOff closedHoursOf(const UpstreamSettings& settings);

// Whether every request to it carries the terminal's signature over its journal (core/domain/journal/terminal_request.h).
inline bool isSignedByTerminal(const UpstreamSettings& settings) {
  return settings.value("signedByTerminal") == "yes";
}

}  // namespace loket

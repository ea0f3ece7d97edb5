#include "app/sandbox/snap/gatekeeper.h"

#include <algorithm>
#include <cstdlib>

#include "app/sandbox/crypto.h"

namespace loket::sandbox::snap {
namespace {

constexpr std::int64_t kTimestampWindowMs = 5 * kMinuteMs;
constexpr std::int64_t kTokenLifeMs = 900 * kSecondMs;
// base64 of an HMAC-SHA512: a call without a token that carries one has forgotten its token.
constexpr std::size_t kHmacTextSize = 88;

Refusal missing(const char* header) {
  return {"40002", std::string("Invalid Mandatory Field ") + header};
}

Refusal malformed(const char* header) {
  return {"40001", std::string("Invalid Field Format ") + header};
}

Refusal checkTimestamp(const std::string& timestamp, UnixMs now) {
  const auto sent = parseRfc3339(timestamp);
  if (!sent) {
    return malformed("X-TIMESTAMP");
  }
  const std::int64_t off = *sent > now ? *sent - now : now - *sent;
  return off > kTimestampWindowMs ? Refusal{"40100", "Unauthorized. [Timestamp]"} : Refusal{};
}

}  // namespace

std::string minify(std::string_view text) {
  std::string tight;
  tight.reserve(text.size());
  bool inString = false;
  bool escaped = false;
  for (const char c : text) {
    if (inString) {
      tight += c;
      if (escaped) {
        escaped = false;
      } else if (c == '\\') {
        escaped = true;
      } else if (c == '"') {
        inString = false;
      }
    } else if (c != ' ' && c != '\t' && c != '\n' && c != '\r') {
      tight += c;
      inString = c == '"';
    }
  }
  return tight;
}

Refusal Gatekeeper::checkTokenRequest(const Request& request, UnixMs now) const {
  for (const auto& [lower, shown] :
       {std::pair{"x-client-key", "X-CLIENT-KEY"}, std::pair{"x-timestamp", "X-TIMESTAMP"},
        std::pair{"x-signature", "X-SIGNATURE"}}) {
    if (request.header(lower).empty()) {
      return missing(shown);
    }
  }
  const std::string timestamp = request.header("x-timestamp");
  if (Refusal refusal = checkTimestamp(timestamp, now); !refusal.code.empty()) {
    return refusal;
  }
  const std::string client = request.header("x-client-key");
  if (client != m_credentials.snapClientId) {
    return {"40100", "Unauthorized. [Unknown client]"};
  }
  if (!verifyRsaSha256(m_clientPublicKey, client + "|" + timestamp, request.header("x-signature"))) {
    return {"40100", "Unauthorized. [Signature]"};
  }
  return {};
}

std::string Gatekeeper::issueToken(UnixMs now) {
  for (auto it = m_tokenEnds.begin(); it != m_tokenEnds.end();) {
    it = it->second <= now ? m_tokenEnds.erase(it) : std::next(it);
  }
  std::string token = randomHex(24);
  m_tokenEnds[token] = now + kTokenLifeMs;
  return token;
}

Refusal Gatekeeper::checkHeaders(const Request& request, UnixMs now) const {
  for (const auto& [lower, shown] :
       {std::pair{"x-timestamp", "X-TIMESTAMP"}, std::pair{"x-signature", "X-SIGNATURE"},
        std::pair{"x-partner-id", "X-PARTNER-ID"}, std::pair{"x-external-id", "X-EXTERNAL-ID"},
        std::pair{"channel-id", "CHANNEL-ID"}}) {
    if (request.header(lower).empty()) {
      return missing(shown);
    }
  }
  const std::string externalId = request.header("x-external-id");
  constexpr std::size_t kLongestId = 36;
  if (externalId.size() > kLongestId ||
      !std::all_of(externalId.begin(), externalId.end(), [](char c) { return c >= '0' && c <= '9'; })) {
    return malformed("X-EXTERNAL-ID");
  }
  constexpr std::size_t kChannelSize = 5;
  if (request.header("channel-id").size() != kChannelSize) {
    return malformed("CHANNEL-ID");
  }
  return checkTimestamp(request.header("x-timestamp"), now);
}

Refusal Gatekeeper::checkCall(const Request& request, UnixMs now) {
  if (Refusal refusal = checkHeaders(request, now); !refusal.code.empty()) {
    return refusal;
  }
  constexpr std::string_view kBearer = "Bearer ";
  const std::string authorization = request.header("authorization");
  const std::string token = authorization.rfind(kBearer, 0) == 0 ? authorization.substr(kBearer.size()) : "";
  const bool asymmetric = authorization.empty() && request.header("x-signature").size() != kHmacTextSize;
  const auto known = m_tokenEnds.find(token);
  if (!asymmetric && (known == m_tokenEnds.end() || known->second <= now)) {
    return {"40101", "Invalid Token (B2B)"};
  }
  if (request.header("x-partner-id") != m_credentials.snapPartnerId ||
      request.header("channel-id") != m_credentials.snapChannelId) {
    return {"40100", "Unauthorized. [Unknown client]"};
  }
  const std::string end = sha256Hex(minify(request.body)) + ":" + request.header("x-timestamp");
  const std::string start = request.method + ":" + request.target + ":";
  const std::string signature = request.header("x-signature");
  const bool signedRight =
      asymmetric
          ? verifyRsaSha256(m_clientPublicKey, start + end, signature)
          : equalConstantTime(hmacSha512Base64(m_credentials.snapClientSecret, start + token + ":" + end),
                              signature);
  if (!signedRight) {
    return {"40100", "Unauthorized. [Signature]"};
  }
  const std::string day = jakartaDay(now);
  if (day != m_day) {
    m_day = day;
    m_externalIds.clear();
  }
  if (!m_externalIds.insert(request.header("x-external-id")).second) {
    return {"40900", "Conflict"};
  }
  return {};
}

void Gatekeeper::forget() {
  m_tokenEnds.clear();
  m_externalIds.clear();
}

}  // namespace loket::sandbox::snap

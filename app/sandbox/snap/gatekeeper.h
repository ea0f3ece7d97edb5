// Who may call: access tokens, signatures, timestamps, the uniqueness of X-EXTERNAL-ID. Source: the SNAP
// standard's security chapter, https://apidevportal.aspi-indonesia.or.id
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>

#include "app/sandbox/exchange.h"
#include "app/sandbox/home.h"
#include "app/sandbox/time_text.h"

namespace loket::sandbox::snap {

// What keeps a call out: http status and case ("40100") with the message. Empty code: nothing.
struct Refusal {
  std::string code;
  std::string message;
};

// Removes white space outside strings, keeps everything else byte by byte.
std::string minify(std::string_view text);

class Gatekeeper {
 public:
  Gatekeeper(const Credentials& credentials, std::string clientPublicKey)
      : m_credentials(credentials), m_clientPublicKey(std::move(clientPublicKey)) {}

  // Checks a token request and its RSA signature.
  Refusal checkTokenRequest(const Request& request, UnixMs now) const;
  std::string issueToken(UnixMs now);
  // Checks a call and uses up its X-EXTERNAL-ID. The standard knows two ways: with a token, signed with the
  // shared secret; without one, signed with the partner's RSA key. A token makes it the first way.
  Refusal checkCall(const Request& request, UnixMs now);
  void forget();

 private:
  Refusal checkHeaders(const Request& request, UnixMs now) const;

  Credentials m_credentials;
  std::string m_clientPublicKey;
  std::map<std::string, UnixMs> m_tokenEnds;
  std::string m_day;  // Jakarta day the ids below belong to
  std::set<std::string> m_externalIds;
};

}  // namespace loket::sandbox::snap

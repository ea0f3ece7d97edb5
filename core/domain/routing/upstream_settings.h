// How to reach one upstream, as configured. Secrets are in it, so it lives only in the encrypted database and in memory.
#pragma once

#include <map>
#include <string>

#include "core/domain/identity/ids.h"

namespace loket {

// Whom the shop asks there when a customer complains. Any of it may be empty.
struct SupplierContact {
  std::string name = {};      // the person or the desk
  std::string whatsapp = {};  // a mobile number, "081234567890"
  std::string phone = {};     // as it is dialled
  std::string email = {};
  std::string hours = {};     // when somebody answers, in the shop's words

  bool empty() const { return name.empty() && whatsapp.empty() && phone.empty() && email.empty() && hours.empty(); }
  bool operator==(const SupplierContact&) const = default;
};

struct UpstreamSettings {
  UpstreamId id;
  std::string protocol;  // "digiflazz", "iak", "snap"
  std::string url;       // https, without trailing slash; of two (IAK) the one for prepaid goods
  std::string caPem;     // the PEM itself, not its path; empty: the system's store
  std::string pins;      // public keys the server may have, "sha256//BASE64" with semicolons between; empty: any
  std::string clientCertPem;  // who we are to the server (mutual TLS), with its key; empty: nobody
  std::string clientKeyPem;
  std::string proxy;  // the only way to it, "http://[USER:PASSWORD@]HOST:PORT", so https and socks5h; empty: straight
  std::string proxyCaPem;  // whose word proves an https proxy; empty: the system's store
  SupplierContact contact = {};
  int timeoutMs = 30'000;
  // What else the protocol needs: username, apiKey, webhookSecret; postpaidUrl; clientId, clientSecret, privateKeyPem, partnerId, channelId, sourceAccount.
  std::map<std::string, std::string> values;

  bool operator==(const UpstreamSettings&) const = default;
  std::string value(const std::string& key) const {
    const auto at = values.find(key);
    return at == values.end() ? std::string() : at->second;
  }
};

}  // namespace loket

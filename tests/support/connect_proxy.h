// A real proxy on loopback that makes tunnels, or does to them what proxies do, and keeps what it was told: over HTTP
// (CONNECT), over HTTP inside TLS, or over SOCKS5.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "tests/support/tls_server.h"

namespace loket::tests {

class ConnectProxy {
 public:
  enum class Deed {
    Tunnel,
    Refuse,     // 403, or "not allowed"
    Mute,       // accepts the connection and says nothing
    CutAtOnce,  // the tunnel stands, and is gone before a byte went through
    AskWho,     // lets nobody pass who has not said the credentials
  };
  enum class Tongue { Http, Https, Socks5 };

  // "user:password" of those who may pass; asked for by AskWho only.
  explicit ConnectProxy(Deed deed, std::string credentials = {}) : ConnectProxy(Tongue::Http, deed, std::move(credentials)) {}
  // `identity` is what it proves itself with in TLS.
  ConnectProxy(Tongue tongue, Deed deed, std::string credentials = {}, const Identity& identity = {});
  ~ConnectProxy();
  ConnectProxy(const ConnectProxy&) = delete;
  ConnectProxy& operator=(const ConnectProxy&) = delete;

  // "http://127.0.0.1:PORT", or with "USER:PASSWORD@"; so https and socks5h.
  std::string url(const std::string& credentials = {}) const;
  int connections() const;
  int tunnels() const;
  // Everything that was said to the proxy itself, before its tunnels stood. What SOCKS says in bytes is written here
  // as "CONNECT HOST:PORT SOCKS5", where HOST is the name that the client left to the proxy.
  std::vector<std::string> heads() const;
  // Ends every tunnel at once, at both ends. From any thread.
  void cut();

 private:
  struct State;
  std::unique_ptr<State> m_state;
};

}  // namespace loket::tests

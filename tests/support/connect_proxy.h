// A real HTTP proxy on loopback that makes tunnels (CONNECT), or does to them what proxies do, and keeps what
// it was told in clear.
#pragma once

#include <memory>
#include <string>
#include <vector>

namespace loket::tests {

class ConnectProxy {
 public:
  enum class Deed {
    Tunnel,
    Refuse,     // 403
    Mute,       // accepts the connection and says nothing
    CutAtOnce,  // the tunnel stands, and is gone before a byte went through
    AskWho,     // 407 to everybody who has not said the credentials
  };

  // "user:password" of those who may pass; asked for by AskWho only.
  explicit ConnectProxy(Deed deed, std::string credentials = {});
  ~ConnectProxy();
  ConnectProxy(const ConnectProxy&) = delete;
  ConnectProxy& operator=(const ConnectProxy&) = delete;

  // "http://127.0.0.1:PORT", or with "USER:PASSWORD@".
  std::string url(const std::string& credentials = {}) const;
  int connections() const;
  int tunnels() const;
  // Everything that was said to the proxy itself, before its tunnels stood.
  std::vector<std::string> heads() const;
  // Ends every tunnel at once, at both ends. From any thread.
  void cut();

 private:
  struct State;
  std::unique_ptr<State> m_state;
};

}  // namespace loket::tests

// The two HTTP servers: TLS for the upstreams (behind the relay) and plain HTTP for the admin port, both on
// loopback only.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>

#include "app/sandbox/clock.h"
#include "app/sandbox/exchange.h"
#include "app/serve/http_front.h"

namespace loket::sandbox {

class Relay;

using Handler = std::function<Reply(const Request&)>;

class TlsFront {
 public:
  TlsFront(const std::filesystem::path& certificate, const std::filesystem::path& key, Handler handler,
           const SandboxClock& clock);

  std::uint16_t port() const { return m_front.port(); }
  // The relay that carries out what Reply::wire orders. Serves from here on.
  void start(Relay& relay);
  // Ends when all connections have; stop the relay's first, or wait for their idle time.
  void stop() { m_front.stop(); }

 private:
  serve::Reply serve(const Request& request);

  Handler m_handler;
  const SandboxClock& m_clock;
  Relay* m_relay = nullptr;
  serve::HttpsFront m_front;
};

class AdminFront {
 public:
  AdminFront(std::uint16_t port, Handler handler);  // 0: any free port

  std::uint16_t port() const { return m_front.port(); }

 private:
  serve::HttpFront m_front;
};

}  // namespace loket::sandbox

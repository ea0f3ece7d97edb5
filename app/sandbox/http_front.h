// The two HTTP servers: TLS for the upstreams (behind the relay) and plain HTTP for the admin port, both on
// loopback only. Only this and http_client know the HTTP library.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>

#include "app/sandbox/clock.h"
#include "app/sandbox/exchange.h"

namespace loket::sandbox {

class Relay;

using Handler = std::function<Reply(const Request&)>;

class TlsFront {
 public:
  TlsFront(const std::filesystem::path& certificate, const std::filesystem::path& key, Handler handler,
           const SandboxClock& clock);
  ~TlsFront();
  TlsFront(const TlsFront&) = delete;
  TlsFront& operator=(const TlsFront&) = delete;

  std::uint16_t port() const;
  // The relay that carries out what Reply::wire orders. Serves from here on.
  void start(Relay& relay);
  // Ends when all connections have; stop the relay's first, or wait for their idle time.
  void stop();

 private:
  class Inner;
  std::unique_ptr<Inner> m_inner;
};

class AdminFront {
 public:
  AdminFront(std::uint16_t port, Handler handler);  // 0: any free port
  ~AdminFront();
  AdminFront(const AdminFront&) = delete;
  AdminFront& operator=(const AdminFront&) = delete;

  std::uint16_t port() const;

 private:
  class Inner;
  std::unique_ptr<Inner> m_inner;
};

}  // namespace loket::sandbox

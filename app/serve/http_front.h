// The HTTP servers of our small programs: every request to one handler, which many threads call at once. Only these files know
// the HTTP library.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "app/serve/exchange.h"

namespace loket::serve {

// Called by several threads at once. What it throws is answered with 500.
using Handler = std::function<Reply(const Request&)>;

// What a server that strangers may speak to gives each of them. The HTTP library limits single lines and single waits, never
// the whole: bytes in small pieces, headers without end or a body that unpacks itself would hold or fill it.
struct Patience {
  std::chrono::milliseconds whole{15'000};      // from the first byte of TLS to the last of the last request
  std::chrono::milliseconds silence{5'000};     // between two bytes
  std::size_t bytes = std::size_t{1} << 20U;    // received on one connection, TLS and all
  std::size_t waiting = 64;                     // connections that no thread has yet; more wait with the system
};

struct FrontOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;  // 0: any free one
  std::size_t threads = 8;  // a connection that is kept alive holds one
  int backlog = 0;          // 0: the library's own, which drops connections of a burst
  std::size_t longestBody = std::size_t{1} << 20U;  // 413 above it
  std::size_t requestsPerConnection = 1;
  // Without it whoever connects is trusted. With it bodies come plainly or are refused (415), and TLS is 1.2 or newer.
  std::optional<Patience> patience;
};

// Both throw std::runtime_error: the port is taken, or the certificate cannot be used. Both end when all connections have.
class HttpsFront {
 public:
  HttpsFront(const std::filesystem::path& certificate, const std::filesystem::path& key, const FrontOptions& options,
             Handler handler);
  ~HttpsFront();
  HttpsFront(const HttpsFront&) = delete;
  HttpsFront& operator=(const HttpsFront&) = delete;

  std::uint16_t port() const;
  void start();
  void stop();

 private:
  class Inner;
  std::unique_ptr<Inner> m_inner;
};

// Plain HTTP, serving as soon as it is there. It has no patience to give: for this machine only.
class HttpFront {
 public:
  HttpFront(const FrontOptions& options, Handler handler);
  ~HttpFront();
  HttpFront(const HttpFront&) = delete;
  HttpFront& operator=(const HttpFront&) = delete;

  std::uint16_t port() const;

 private:
  class Inner;
  std::unique_ptr<Inner> m_inner;
};

}  // namespace loket::serve

// Transport over libcurl: every failure is judged by evidence (had the request begun or not), and a money
// request is built so that the library cannot send it twice.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>

#include "core/base/result.h"
#include "core/ports/http.h"

namespace loket::adapters::http {

struct CurlTransportOptions {
  int connectTimeoutMs = 10'000;
  // Simultaneous requests to one host and port; more wait here, in the order they came.
  int perHostMax = 8;
  // A larger answer is cut off and counts as no answer. Price lists are the largest that are expected.
  std::size_t bodyBytesMax = std::size_t{4} * 1024 * 1024;
};

// An answer that announces no length and is not chunked ends with its connection; libcurl then cannot tell a
// cut from the end, so readers must notice a body that stops early (JSON does). All calls but `wake` belong
// to the thread that polls, and callbacks run on it; libcurl itself has a thread of its own. The words of
// HttpReply::detail: "url", "resolve", "connect", "proxy", "tls", "certificate" and more exactly
// "certificate-expired", "-clock" (not valid yet), "-name", "-pin", "-unknown", "timeout", "reset",
// "partial", "too-big", "local".
class CurlTransport final : public ports::Transport {
 public:
  static Result<std::unique_ptr<CurlTransport>> create(const CurlTransportOptions& options = {});
  ~CurlTransport() override;

  void send(ports::HttpRequest request, std::function<void(ports::HttpReply)> done) override;
  void poll(Duration timeout) override;
  void wake() override;
  int inFlight() const override;
  void abandonAll() override;

 private:
  class Network;
  explicit CurlTransport(std::unique_ptr<Network> network);

  std::unique_ptr<Network> m_network;
  std::map<std::uint64_t, std::function<void(ports::HttpReply)>> m_done;  // of what has no reply yet
  std::uint64_t m_lastId = 0;
  bool m_polling = false;
};

}  // namespace loket::adapters::http

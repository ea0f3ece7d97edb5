// HTTPS as the engine's upstreams need it: asynchronous, never repeated behind our back, and honest about
// whether a byte of the request left this machine.
#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "core/base/time.h"

namespace loket::ports {

// Money requests travel on a fresh connection with a body that can be read once, so that no library can send
// them a second time (reliability 5). Questions may share connections.
enum class RequestKind { Money, Question };

struct HttpRequest {
  RequestKind kind = RequestKind::Question;
  std::string method = "POST";
  std::string url;  // https only
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  std::string caPem;  // empty: the system's store
  std::string pins;   // "sha256//BASE64;sha256//BASE64": the server's key must be one of these; empty: any
  std::string clientCertPem;  // mutual TLS, with its key; empty: none
  std::string clientKeyPem;
  // "http://[USER:PASSWORD@]HOST:PORT", which is asked for a tunnel; so "https://" and "socks5h://". Empty: none,
  // whatever the environment says.
  std::string proxy;
  std::string proxyCaPem;  // of an "https://" proxy; empty: the system's store
  int timeoutMs = 30'000;
};

struct HttpReply {
  enum class Kind {
    NotSent,    // proven: name, connect, tunnel or TLS failed before the first byte of the request
    MaybeSent,  // anything after that which did not end in a whole answer
    Answered,
  };
  Kind kind = Kind::NotSent;
  std::string detail;  // the transport's word for a failure: "connect", "tls", "timeout", "reset", ...
  int status = 0;
  std::vector<std::pair<std::string, std::string>> headers;  // names in lower case
  std::string body;
};

// Used from the engine's thread. Callbacks run inside `poll`, never inside `send`.
class Transport {
 public:
  virtual ~Transport() = default;
  virtual void send(HttpRequest request, std::function<void(HttpReply)> done) = 0;
  // Waits at most `timeout` for network activity or a wake-up, and runs what has finished.
  virtual void poll(Duration timeout) = 0;
  // From any thread: makes a waiting `poll` return.
  virtual void wake() = 0;
  virtual int inFlight() const = 0;
  // Ends everything that is under way without running its callback; the process is about to stop.
  virtual void abandonAll() = 0;
};

}  // namespace loket::ports

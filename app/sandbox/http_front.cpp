#include "app/sandbox/http_front.h"

#include <utility>

#include "app/sandbox/relay.h"
#include "app/sandbox/time_text.h"

namespace loket::sandbox {
namespace {

serve::FrontOptions tlsOptions() {
  serve::FrontOptions options;
  options.threads = 64;
  options.backlog = 1024;
  options.requestsPerConnection = 1'000'000;
  return options;
}

serve::FrontOptions adminOptions(std::uint16_t port) {
  serve::FrontOptions options;
  options.port = port;
  return options;
}

serve::Reply replyOf(const Reply& from) {
  serve::Reply reply;
  reply.status = from.status;
  reply.contentType = from.contentType;
  reply.body = from.body;
  reply.headers = from.headers;
  if (from.wire == Wire::Truncate) {
    // The header promises the whole body; after half of it the connection ends.
    reply.brokenOffAfter = from.body.size() / 2;
  }
  return reply;
}

}  // namespace

TlsFront::TlsFront(const std::filesystem::path& certificate, const std::filesystem::path& key, Handler handler,
                   const SandboxClock& clock)
    : m_handler(std::move(handler)),
      m_clock(clock),
      m_front(certificate, key, tlsOptions(), [this](const Request& request) { return serve(request); }) {}

void TlsFront::start(Relay& relay) {
  m_relay = &relay;
  m_front.start();
}

serve::Reply TlsFront::serve(const Request& request) {
  const Reply reply = m_handler(request);
  switch (reply.wire) {
    case Wire::Reset:
      m_relay->reset(request.peerPort);
      break;
    case Wire::Hang:
      m_relay->hang(request.peerPort);
      break;
    case Wire::Slow:
      m_relay->slow(request.peerPort);
      break;
    case Wire::Truncate:
    case Wire::Answer:
      break;
  }
  serve::Reply out = replyOf(reply);
  // A client measures its own clock against this one, so it shows the sandbox's time.
  out.headers["Date"] = httpDate(m_clock.now());
  return out;
}

AdminFront::AdminFront(std::uint16_t port, Handler handler)
    : m_front(adminOptions(port), [handler = std::move(handler)](const Request& request) { return replyOf(handler(request)); }) {}

}  // namespace loket::sandbox

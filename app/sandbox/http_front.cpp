#include "app/sandbox/http_front.h"

#include <atomic>
#include <stdexcept>
#include <string>
#include <thread>

#include <httplib.h>

#include "app/sandbox/relay.h"
#include "app/sandbox/time_text.h"

namespace loket::sandbox {
namespace {

constexpr const char* kLoopback = "127.0.0.1";
constexpr int kBacklog = 1024;           // the library's own 5 drops connections of a burst
constexpr std::size_t kTlsThreads = 64;  // a kept-alive connection holds one
constexpr std::size_t kAdminThreads = 8;
constexpr std::size_t kLongestBody = 1U << 20U;

Request requestOf(const httplib::Request& from) {
  Request request;
  request.method = from.method;
  request.target = from.target;
  request.body = from.body;
  for (const auto& [name, value] : from.headers) {
    std::string lower = name;
    for (char& c : lower) {
      c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    request.headers.emplace(lower, value);
  }
  return request;
}

void fill(httplib::Response& to, const Reply& reply) {
  to.status = reply.status;
  if (reply.wire == Wire::Truncate) {
    // The header promises the whole body; after half of it the provider gives up and the connection ends.
    to.set_content_provider(reply.body.size(), reply.contentType,
                            [body = reply.body](std::size_t offset, std::size_t, httplib::DataSink& sink) {
                              return offset == 0 && sink.write(body.data(), body.size() / 2);
                            });
  } else if (!reply.body.empty()) {
    to.set_content(reply.body, reply.contentType);
  }
}

template <typename Serve>
void routeEverything(httplib::Server& server, Serve serve) {
  const auto handler = [serve](const httplib::Request& request, httplib::Response& response) {
    serve(request, response);
  };
  server.Get(".*", handler);
  server.Post(".*", handler);
  server.Put(".*", handler);
  server.Delete(".*", handler);
  server.set_payload_max_length(kLongestBody);
  server.set_tcp_nodelay(true);
}

class TlsServer : public httplib::SSLServer {
 public:
  using httplib::SSLServer::SSLServer;
  void widenBacklog() { ::listen(svr_sock_.load(), kBacklog); }
};

}  // namespace

class TlsFront::Inner {
 public:
  Inner(const std::filesystem::path& certificate, const std::filesystem::path& key, Handler handler,
        const SandboxClock& clock)
      : m_server(certificate.string().c_str(), key.string().c_str()),
        m_handler(std::move(handler)),
        m_clock(clock) {
    if (!m_server.is_valid()) {
      throw std::runtime_error("the TLS certificate or its key cannot be used: " + certificate.string());
    }
    m_server.new_task_queue = [] { return new httplib::ThreadPool(kTlsThreads); };
    m_server.set_keep_alive_max_count(1'000'000);
    routeEverything(m_server, [this](const httplib::Request& request, httplib::Response& response) {
      serve(request, response);
    });
    m_port = m_server.bind_to_any_port(kLoopback);
    if (m_port <= 0) {
      throw std::runtime_error("no free port for the TLS server");
    }
    m_server.widenBacklog();
  }

  ~Inner() { stop(); }
  Inner(const Inner&) = delete;
  Inner& operator=(const Inner&) = delete;

  void start(Relay& relay) {
    m_relay = &relay;
    m_thread = std::thread([this] { m_server.listen_after_bind(); });
  }

  void stop() {
    if (m_thread.joinable()) {
      m_server.stop();
      m_thread.join();
    }
  }

  int port() const { return m_port; }

 private:
  void serve(const httplib::Request& request, httplib::Response& response) {
    const Reply reply = m_handler(requestOf(request));
    const auto peer = static_cast<std::uint16_t>(request.remote_port);
    switch (reply.wire) {
      case Wire::Reset:
        m_relay->reset(peer);
        break;
      case Wire::Hang:
        m_relay->hang(peer);
        break;
      case Wire::Slow:
        m_relay->slow(peer);
        break;
      case Wire::Truncate:
      case Wire::Answer:
        break;
    }
    fill(response, reply);
    // A client measures its own clock against this one, so it shows the sandbox's time.
    response.set_header("Date", httpDate(m_clock.now()));
  }

  TlsServer m_server;
  Handler m_handler;
  const SandboxClock& m_clock;
  Relay* m_relay = nullptr;
  int m_port = 0;
  std::thread m_thread;
};

TlsFront::TlsFront(const std::filesystem::path& certificate, const std::filesystem::path& key,
                   Handler handler, const SandboxClock& clock)
    : m_inner(std::make_unique<Inner>(certificate, key, std::move(handler), clock)) {}

TlsFront::~TlsFront() = default;

std::uint16_t TlsFront::port() const {
  return static_cast<std::uint16_t>(m_inner->port());
}

void TlsFront::start(Relay& relay) {
  m_inner->start(relay);
}

void TlsFront::stop() {
  m_inner->stop();
}

class AdminFront::Inner {
 public:
  Inner(std::uint16_t port, Handler handler) {
    m_server.new_task_queue = [] { return new httplib::ThreadPool(kAdminThreads); };
    m_server.set_keep_alive_max_count(1);
    routeEverything(m_server, [handler = std::move(handler)](const httplib::Request& request,
                                                             httplib::Response& response) {
      fill(response, handler(requestOf(request)));
    });
    m_port = port == 0 ? m_server.bind_to_any_port(kLoopback)
                       : (m_server.bind_to_port(kLoopback, port) ? port : -1);
    if (m_port <= 0) {
      throw std::runtime_error("cannot bind the admin port");
    }
    m_thread = std::thread([this] { m_server.listen_after_bind(); });
  }

  ~Inner() {
    m_server.stop();
    m_thread.join();
  }
  Inner(const Inner&) = delete;
  Inner& operator=(const Inner&) = delete;

  int port() const { return m_port; }

 private:
  httplib::Server m_server;
  int m_port = 0;
  std::thread m_thread;
};

AdminFront::AdminFront(std::uint16_t port, Handler handler)
    : m_inner(std::make_unique<Inner>(port, std::move(handler))) {}

AdminFront::~AdminFront() = default;

std::uint16_t AdminFront::port() const {
  return static_cast<std::uint16_t>(m_inner->port());
}

}  // namespace loket::sandbox

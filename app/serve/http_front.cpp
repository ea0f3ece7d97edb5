#include "app/serve/http_front.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <utility>
#include <vector>

#include <httplib.h>
#include <openssl/bio.h>
#include <openssl/ssl.h>

namespace loket::serve {
namespace {

Request requestOf(const httplib::Request& from) {
  Request request;
  request.method = from.method;
  request.target = from.target;
  request.body = from.body;
  request.peerPort = static_cast<std::uint16_t>(from.remote_port);
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
  if (reply.brokenOffAfter) {
    to.set_content_provider(
        reply.body.size(), reply.contentType,
        [body = reply.body, after = *reply.brokenOffAfter](std::size_t offset, std::size_t, httplib::DataSink& sink) {
          return offset == 0 && sink.write(body.data(), after);
        });
  } else if (!reply.body.empty()) {
    to.set_content(reply.body, reply.contentType);
  }
  for (const auto& [name, value] : reply.headers) {
    to.set_header(name, value);
  }
}

void configure(httplib::Server& server, const FrontOptions& options, const Handler& handler) {
  const auto serve = [handler](const httplib::Request& request, httplib::Response& response) {
    fill(response, handler(requestOf(request)));
  };
  server.Get(".*", serve);
  server.Post(".*", serve);
  server.Put(".*", serve);
  server.Delete(".*", serve);
  server.set_payload_max_length(options.longestBody);
  server.set_keep_alive_max_count(options.requestsPerConnection);
  server.set_tcp_nodelay(true);
}

// Not before it listens can it be told to stop.
std::thread listening(httplib::Server& server) {
  auto ended = std::make_shared<std::atomic<bool>>(false);
  std::thread thread([&server, ended] {
    server.listen_after_bind();
    *ended = true;
  });
  while (!server.is_running() && !*ended) {
    std::this_thread::yield();
  }
  return thread;
}

int bindTo(httplib::Server& server, const FrontOptions& options) {
  const int port = options.port == 0 ? server.bind_to_any_port(options.address)
                                     : (server.bind_to_port(options.address, options.port) ? options.port : -1);
  if (port <= 0) {
    throw std::runtime_error("cannot listen on " + options.address + ":" + std::to_string(options.port));
  }
  return port;
}

// ------------------------------------------------------------------------------------- patience

// What the connection that this thread serves may still cost. One thread serves it from its beginning to its end.
struct Allowance {
  std::chrono::steady_clock::time_point until;
  std::size_t bytes = 0;
};
thread_local Allowance t_allowance;

// Below TLS, where nothing passes unseen.
long spend(BIO* bio, int operation, const char*, std::size_t, int, long, int result, std::size_t* processed) {
  Allowance& left = t_allowance;
  if (operation == BIO_CB_READ && (left.bytes == 0 || std::chrono::steady_clock::now() >= left.until)) {
    BIO_clear_retry_flags(bio);  // or it would be asked again
    return -1;
  }
  if (operation == (BIO_CB_READ | BIO_CB_RETURN) && result > 0) {
    left.bytes -= std::min(left.bytes, *processed);
  }
  return result;
}

void beginToCount(const SSL* ssl, int where, int) {
  BIO* bio = SSL_get_rbio(ssl);
  // A second handshake on the same connection begins nothing anew.
  if ((where & SSL_CB_HANDSHAKE_START) == 0 || bio == nullptr || BIO_get_callback_ex(bio) != nullptr) {
    return;
  }
  const auto* patience = static_cast<const Patience*>(SSL_CTX_get_app_data(SSL_get_SSL_CTX(ssl)));
  t_allowance = {std::chrono::steady_clock::now() + patience->whole, patience->bytes};
  BIO_set_callback_ex(bio, &spend);
}

// The library's own takes every connection there is, and with each a descriptor. This one lets the accepting thread wait.
class BoundedPool final : public httplib::TaskQueue {
 public:
  BoundedPool(std::size_t threads, std::size_t waiting) : m_most(waiting) {
    for (std::size_t i = 0; i < threads; ++i) {
      m_threads.emplace_back([this] { work(); });
    }
  }

  void enqueue(std::function<void()> job) override {
    std::unique_lock lock(m_mutex);
    m_taken.wait(lock, [this] { return m_jobs.size() < m_most; });
    m_jobs.push_back(std::move(job));
    m_given.notify_one();
  }

  void shutdown() override {
    {
      const std::lock_guard lock(m_mutex);
      m_over = true;
    }
    m_given.notify_all();
    for (std::thread& thread : m_threads) {
      thread.join();
    }
  }

 private:
  void work() {
    for (;;) {
      std::function<void()> job;
      {
        std::unique_lock lock(m_mutex);
        m_given.wait(lock, [this] { return !m_jobs.empty() || m_over; });
        if (m_jobs.empty()) {
          return;
        }
        job = std::move(m_jobs.front());
        m_jobs.pop_front();
      }
      m_taken.notify_one();
      job();
    }
  }

  std::size_t m_most;
  std::mutex m_mutex;
  std::condition_variable m_given;
  std::condition_variable m_taken;
  std::deque<std::function<void()>> m_jobs;
  bool m_over = false;
  std::vector<std::thread> m_threads;
};

// A body that is packed, in pieces or in parts has a length that nobody has told.
httplib::Server::HandlerResponse refuseUntoldLengths(const httplib::Request& request, httplib::Response& response) {
  if (!request.has_header("Content-Encoding") && !request.has_header("Transfer-Encoding") &&
      !request.is_multipart_form_data()) {
    return httplib::Server::HandlerResponse::Unhandled;
  }
  response.status = 415;
  return httplib::Server::HandlerResponse::Handled;
}

// The library itself reads what calls itself a form, as curl does of everything, only up to 8 KiB.
httplib::Server::HandlerWithContentReader readingPlainly(const Handler& handler, std::size_t longest) {
  return [handler, longest](const httplib::Request& request, httplib::Response& response, const httplib::ContentReader& read) {
    Request whole = requestOf(request);
    const bool isWhole = read([&whole, longest](const char* bytes, std::size_t size) {
      whole.body.append(bytes, size);
      return whole.body.size() <= longest;
    });
    if (isWhole) {
      fill(response, handler(whole));
    } else if (response.status < 400) {
      response.status = 400;
    }
  };
}

class TlsServer : public httplib::SSLServer {
 public:
  using httplib::SSLServer::SSLServer;
  void widenBacklog(int backlog) { ::listen(svr_sock_.load(), backlog); }
};

}  // namespace

class HttpsFront::Inner {
 public:
  Inner(const std::filesystem::path& certificate, const std::filesystem::path& key, const FrontOptions& options,
        const Handler& handler)
      : m_options(options), m_server(certificate.string().c_str(), key.string().c_str()) {
    if (!m_server.is_valid()) {
      throw std::runtime_error("the TLS certificate or its key cannot be used: " + certificate.string());
    }
    configure(m_server, m_options, handler);
    m_server.new_task_queue = [threads = options.threads] { return new httplib::ThreadPool(threads); };
    if (m_options.patience) {
      m_server.Post(".*", readingPlainly(handler, m_options.longestBody));
      beStrict(*m_options.patience);
    }
    m_port = bindTo(m_server, m_options);
    if (m_options.backlog > 0) {
      m_server.widenBacklog(m_options.backlog);
    }
  }

  ~Inner() { stop(); }
  Inner(const Inner&) = delete;
  Inner& operator=(const Inner&) = delete;

  void start() { m_thread = listening(m_server); }

  void stop() {
    if (m_thread.joinable()) {
      m_server.stop();
      m_thread.join();
    }
  }

  int port() const { return m_port; }

 private:
  void beStrict(Patience& patience) {
    SSL_CTX* context = m_server.ssl_context();
    SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
    SSL_CTX_set_app_data(context, &patience);
    SSL_CTX_set_info_callback(context, &beginToCount);
    m_server.set_read_timeout(patience.silence);
    m_server.set_write_timeout(patience.silence);
    m_server.set_keep_alive_timeout(std::chrono::ceil<std::chrono::seconds>(patience.silence).count());
    m_server.set_pre_routing_handler(&refuseUntoldLengths);
    m_server.new_task_queue = [threads = m_options.threads, waiting = patience.waiting] {
      return new BoundedPool(threads, waiting);
    };
  }

  FrontOptions m_options;
  TlsServer m_server;
  int m_port = 0;
  std::thread m_thread;
};

HttpsFront::HttpsFront(const std::filesystem::path& certificate, const std::filesystem::path& key,
                       const FrontOptions& options, Handler handler)
    : m_inner(std::make_unique<Inner>(certificate, key, options, std::move(handler))) {}

HttpsFront::~HttpsFront() = default;

std::uint16_t HttpsFront::port() const {
  return static_cast<std::uint16_t>(m_inner->port());
}

void HttpsFront::start() {
  m_inner->start();
}

void HttpsFront::stop() {
  m_inner->stop();
}

class HttpFront::Inner {
 public:
  Inner(const FrontOptions& options, const Handler& handler) {
    configure(m_server, options, handler);
    m_server.new_task_queue = [threads = options.threads] { return new httplib::ThreadPool(threads); };
    m_port = bindTo(m_server, options);
    m_thread = listening(m_server);
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

HttpFront::HttpFront(const FrontOptions& options, Handler handler)
    : m_inner(std::make_unique<Inner>(options, std::move(handler))) {}

HttpFront::~HttpFront() = default;

std::uint16_t HttpFront::port() const {
  return static_cast<std::uint16_t>(m_inner->port());
}

}  // namespace loket::serve

#include <array>
#include <condition_variable>
#include <csignal>
#include <mutex>
#include <optional>
#include <thread>

#include <netinet/in.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "core/base/check.h"
#include "tests/support/smtp_server.h"

namespace loket::tests {
namespace {

class Line {
 public:
  explicit Line(int fd) : m_fd(fd) {}
  ~Line() { SSL_free(m_tls); }
  Line(const Line&) = delete;
  Line& operator=(const Line&) = delete;

  bool startTls(SSL_CTX* context) {
    m_tls = SSL_new(context);
    SSL_set_fd(m_tls, m_fd);
    return SSL_accept(m_tls) == 1;
  }
  void say(const std::string& words) {
    const std::string line = words + "\r\n";
    if (m_tls != nullptr)
      SSL_write(m_tls, line.data(), static_cast<int>(line.size()));
    else
      (void)!::write(m_fd, line.data(), line.size());
  }
  // Up to `end`, which is taken but not given.
  std::optional<std::string> readTo(const std::string& end) {
    while (m_pending.find(end) == std::string::npos) {
      std::array<char, 4096> part{};
      const auto got = m_tls != nullptr ? SSL_read(m_tls, part.data(), static_cast<int>(part.size()))
                                        : static_cast<int>(::read(m_fd, part.data(), part.size()));
      if (got <= 0)
        return std::nullopt;
      m_pending.append(part.data(), static_cast<std::size_t>(got));
    }
    const std::size_t at = m_pending.find(end);
    std::string text = m_pending.substr(0, at);
    m_pending.erase(0, at + end.size());
    return text;
  }

 private:
  int m_fd;
  SSL* m_tls = nullptr;
  std::string m_pending;
};

bool startsWith(const std::string& text, std::string_view start) {
  return text.substr(0, start.size()) == start;
}

}  // namespace

struct SmtpServer::State {
  Options options;
  std::unique_ptr<SSL_CTX, void (*)(SSL_CTX*)> context{nullptr, &SSL_CTX_free};
  int listener = -1;
  int port = 0;
  std::thread thread;

  mutable std::mutex mutex;
  std::condition_variable changed;
  bool stopping = false;
  int open = -1;
  std::vector<std::string> commands;
  std::vector<std::string> messages;

  void waitForStop() {
    std::unique_lock lock(mutex);
    changed.wait(lock, [this] { return stopping; });
  }

  void run() {
    while (true) {
      const int fd = ::accept4(listener, nullptr, nullptr, SOCK_CLOEXEC);
      if (fd < 0)
        return;
      {
        const std::lock_guard lock(mutex);
        if (stopping) {
          ::close(fd);
          return;
        }
        open = fd;
      }
      {
        Line line(fd);
        if (options.tls != SmtpTls::Implicit || line.startTls(context.get()))
          serve(line);
      }
      const std::lock_guard lock(mutex);
      open = -1;
      ::close(fd);
    }
  }

  void serve(Line& line) {
    if (options.deed == SmtpDeed::SilentGreeting) {
      waitForStop();
      return;
    }
    line.say("220 mail.example ready");
    bool secure = options.tls == SmtpTls::Implicit;
    while (const auto command = line.readTo("\r\n")) {
      {
        const std::lock_guard lock(mutex);
        commands.push_back(*command);
      }
      if (startsWith(*command, "EHLO")) {
        line.say("250-mail.example");
        if (options.tls == SmtpTls::StartTls && !secure)
          line.say("250-STARTTLS");
        line.say("250 AUTH PLAIN");
      } else if (startsWith(*command, "STARTTLS")) {
        line.say(options.tls == SmtpTls::StartTls ? "220 go" : "502 no");
        if (options.tls == SmtpTls::StartTls && !line.startTls(context.get()))
          return;
        secure = true;
      } else if (startsWith(*command, "AUTH PLAIN") && command->size() == 10) {
        line.say("334 ");
        (void)line.readTo("\r\n");
        line.say(options.deed == SmtpDeed::RefuseLogin ? "535 no" : "235 yes");
      } else if (startsWith(*command, "AUTH")) {
        line.say(options.deed == SmtpDeed::RefuseLogin ? "535 no" : "235 yes");
      } else if (startsWith(*command, "RCPT")) {
        line.say(options.deed == SmtpDeed::RefuseRecipient   ? "550 nobody here"
                 : options.deed == SmtpDeed::PutOffRecipient ? "450 later"
                                                             : "250 ok");
      } else if (startsWith(*command, "DATA")) {
        if (options.deed == SmtpDeed::DropAtData || !takeMessage(line))
          return;
      } else if (startsWith(*command, "QUIT")) {
        line.say("221 bye");
        return;
      } else {
        line.say("250 ok");
      }
    }
  }

  bool takeMessage(Line& line) {
    line.say("354 go on");
    const auto message = line.readTo("\r\n.\r\n");
    if (!message)
      return false;
    {
      const std::lock_guard lock(mutex);
      messages.push_back(*message + "\r\n");
    }
    if (options.deed == SmtpDeed::DropAfterDot)
      return false;
    if (options.deed == SmtpDeed::SilentAfterDot) {
      waitForStop();
      return false;
    }
    line.say(options.deed == SmtpDeed::RefuseAfterDot   ? "554 no"
             : options.deed == SmtpDeed::PutOffAfterDot ? "451 later"
                                                        : "250 taken");
    return true;
  }
};

SmtpServer::SmtpServer(Options options) : m_state(std::make_unique<State>()) {
  std::signal(SIGPIPE, SIG_IGN);
  State& state = *m_state;
  state.options = std::move(options);
  state.context.reset(SSL_CTX_new(TLS_server_method()));
  using Memory = std::unique_ptr<BIO, int (*)(BIO*)>;
  const Memory certificate(BIO_new_mem_buf(state.options.identity.certificatePem.data(), -1), &BIO_free);
  const std::unique_ptr<X509, void (*)(X509*)> leaf(
      PEM_read_bio_X509(certificate.get(), nullptr, nullptr, nullptr), &X509_free);
  const Memory keyText(BIO_new_mem_buf(state.options.identity.keyPem.data(), -1), &BIO_free);
  const std::unique_ptr<EVP_PKEY, void (*)(EVP_PKEY*)> key(
      PEM_read_bio_PrivateKey(keyText.get(), nullptr, nullptr, nullptr), &EVP_PKEY_free);
  LOKET_CHECK(SSL_CTX_use_certificate(state.context.get(), leaf.get()) == 1 &&
              SSL_CTX_use_PrivateKey(state.context.get(), key.get()) == 1);
  state.listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  LOKET_CHECK(::bind(state.listener, reinterpret_cast<sockaddr*>(&address), size) == 0);
  LOKET_CHECK(::getsockname(state.listener, reinterpret_cast<sockaddr*>(&address), &size) == 0);
  state.port = ntohs(address.sin_port);
  LOKET_CHECK(::listen(state.listener, 8) == 0);
  state.thread = std::thread([&state] { state.run(); });
}

SmtpServer::~SmtpServer() {
  {
    const std::lock_guard lock(m_state->mutex);
    m_state->stopping = true;
    if (m_state->open >= 0)
      ::shutdown(m_state->open, SHUT_RDWR);
  }
  m_state->changed.notify_all();
  ::shutdown(m_state->listener, SHUT_RDWR);
  m_state->thread.join();
  ::close(m_state->listener);
}

std::string SmtpServer::url() const {
  return (m_state->options.tls == SmtpTls::Implicit ? "smtps" : "smtp") + std::string("://127.0.0.1:") +
         std::to_string(m_state->port);
}

std::vector<std::string> SmtpServer::commands() const {
  const std::lock_guard lock(m_state->mutex);
  return m_state->commands;
}

std::vector<std::string> SmtpServer::messages() const {
  const std::lock_guard lock(m_state->mutex);
  return m_state->messages;
}

}  // namespace loket::tests

#include <algorithm>
#include <array>
#include <condition_variable>
#include <csignal>
#include <mutex>
#include <set>
#include <thread>

#include <netinet/in.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "core/base/check.h"
#include "tests/support/connect_proxy.h"

namespace loket::tests {
namespace {

sockaddr_in loopback(int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  return address;
}

std::string base64(const std::string& text) {
  std::string out(4 * (text.size() / 3 + 1) + 1, '\0');
  const int length =
      EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                      reinterpret_cast<const unsigned char*>(text.data()), static_cast<int>(text.size()));
  out.resize(static_cast<std::size_t>(length));
  return out;
}

bool say(int fd, const std::string& text) {
  return ::send(fd, text.data(), text.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(text.size());
}

// The client's end: a socket, perhaps with TLS on it.
struct Client {
  int fd = -1;
  SSL* tls = nullptr;

  bool say(const std::string& text) const {
    return tls == nullptr
               ? tests::say(fd, text)
               : SSL_write(tls, text.data(), static_cast<int>(text.size())) == static_cast<int>(text.size());
  }
  // Bytes, 0 when it is over, negative when there was nothing for us in what came.
  ssize_t hear(char* to, std::size_t size) const {
    if (tls == nullptr)
      return ::recv(fd, to, size, 0);
    const int got = SSL_read(tls, to, static_cast<int>(size));
    if (got > 0)
      return got;
    return SSL_get_error(tls, got) == SSL_ERROR_WANT_READ ? -1 : 0;
  }
  bool hasMore() const { return tls != nullptr && SSL_pending(tls) > 0; }
  bool hearExactly(std::string& bytes, std::size_t size) const {
    bytes.clear();
    while (bytes.size() < size) {
      std::array<char, 256> part{};
      const ssize_t got = hear(part.data(), std::min(part.size(), size - bytes.size()));
      if (got == 0 || (got < 0 && tls == nullptr))
        return false;
      if (got > 0)
        bytes.append(part.data(), static_cast<std::size_t>(got));
    }
    return true;
  }
};

using TlsContext = std::unique_ptr<SSL_CTX, void (*)(SSL_CTX*)>;

TlsContext contextOf(const Identity& identity) {
  TlsContext context(SSL_CTX_new(TLS_server_method()), &SSL_CTX_free);
  SSL_CTX_clear_mode(context.get(), SSL_MODE_AUTO_RETRY);
  const std::unique_ptr<BIO, int (*)(BIO*)> certificateText(
      BIO_new_mem_buf(identity.certificatePem.data(), -1), &BIO_free);
  const std::unique_ptr<BIO, int (*)(BIO*)> keyText(BIO_new_mem_buf(identity.keyPem.data(), -1), &BIO_free);
  const std::unique_ptr<X509, void (*)(X509*)> certificate(
      PEM_read_bio_X509(certificateText.get(), nullptr, nullptr, nullptr), &X509_free);
  const std::unique_ptr<EVP_PKEY, void (*)(EVP_PKEY*)> key(
      PEM_read_bio_PrivateKey(keyText.get(), nullptr, nullptr, nullptr), &EVP_PKEY_free);
  LOKET_CHECK(SSL_CTX_use_certificate(context.get(), certificate.get()) == 1);
  LOKET_CHECK(SSL_CTX_use_PrivateKey(context.get(), key.get()) == 1);
  return context;
}

// "CONNECT 127.0.0.1:8443 HTTP/1.1": only the port counts, every tunnel ends on this machine.
int portIn(const std::string& head) {
  const std::size_t end = head.find(" HTTP/");
  const std::size_t colon = head.rfind(':', end);
  if (head.compare(0, 8, "CONNECT ") != 0 || end == std::string::npos || colon == std::string::npos)
    return 0;
  return std::atoi(head.substr(colon + 1, end - colon - 1).c_str());
}

}  // namespace

struct ConnectProxy::State {
  Tongue tongue = Tongue::Http;
  TlsContext context{nullptr, &SSL_CTX_free};
  Deed deed = Deed::Tunnel;
  std::string credentials;
  int listener = -1;
  int port = 0;
  std::thread acceptor;
  std::vector<std::thread> workers;

  mutable std::mutex mutex;
  std::condition_variable changed;
  bool stopping = false;
  std::set<int> open;
  int connections = 0;
  int tunnels = 0;
  std::vector<std::string> heads;

  void accept() {
    while (true) {
      const int fd = ::accept4(listener, nullptr, nullptr, SOCK_CLOEXEC);
      if (fd < 0)
        return;
      const std::lock_guard lock(mutex);
      if (stopping) {
        ::close(fd);
        return;
      }
      open.insert(fd);
      ++connections;
      workers.emplace_back([this, fd] { serve(fd); });
    }
  }

  void serve(int fd) {
    Client client{fd, nullptr};
    if (tongue == Tongue::Https && deed != Deed::Mute) {
      client.tls = SSL_new(context.get());
      SSL_set_fd(client.tls, fd);
    }
    if (deed == Deed::Mute) {
      std::unique_lock lock(mutex);
      changed.wait(lock, [this] { return stopping; });
    } else if (tongue == Tongue::Socks5) {
      serveSocks(client);
    } else if (client.tls == nullptr || SSL_accept(client.tls) == 1) {
      std::string head;
      while (readHead(client, head) && answer(client, head)) {
      }
    }
    SSL_free(client.tls);
    forget(fd);
  }

  // RFC 1928, and RFC 1929 for who it is; of all that only what leads to a tunnel.
  void serveSocks(const Client& client) {
    std::string bytes;
    if (!client.hearExactly(bytes, 2) || bytes[0] != 5)
      return;
    std::string methods;
    if (!client.hearExactly(methods, static_cast<unsigned char>(bytes[1])))
      return;
    const char method = deed == Deed::AskWho ? 2 : 0;
    if (methods.find(method) == std::string::npos) {
      client.say(std::string("\x05\xff", 2));
      return;
    }
    client.say(std::string{5, method});
    if (deed == Deed::AskWho) {
      std::string user;
      std::string password;
      if (!client.hearExactly(bytes, 2) || !client.hearExactly(user, static_cast<unsigned char>(bytes[1])) ||
          !client.hearExactly(bytes, 1) ||
          !client.hearExactly(password, static_cast<unsigned char>(bytes[0])))
        return;
      const bool known = user + ":" + password == credentials;
      client.say(std::string{1, known ? '\0' : '\1'});
      if (!known)
        return;
    }
    std::string host;
    if (!client.hearExactly(bytes, 4) || bytes[1] != 1 || !readHost(client, bytes[3], host) ||
        !client.hearExactly(bytes, 2))
      return;
    const int to = static_cast<unsigned char>(bytes[0]) * 256 + static_cast<unsigned char>(bytes[1]);
    {
      const std::lock_guard lock(mutex);
      heads.push_back("CONNECT " + host + ":" + std::to_string(to) + " SOCKS5");
    }
    const auto reply = [](char code) { return std::string{5, code, 0, 1, 0, 0, 0, 0, 0, 0}; };
    constexpr char kNotAllowed = 2;
    constexpr char kRefused = 5;
    if (deed == Deed::Refuse)
      client.say(reply(kNotAllowed));
    else
      tunnelTo(to, client, reply(0), reply(kRefused));
  }

  static bool readHost(const Client& client, char kind, std::string& host) {
    constexpr char kAddress = 1;
    constexpr char kName = 3;
    std::string bytes;
    if (kind == kName)
      return client.hearExactly(bytes, 1) && client.hearExactly(host, static_cast<unsigned char>(bytes[0]));
    if (kind != kAddress || !client.hearExactly(bytes, 4))
      return false;
    for (const char c : bytes)
      host += (host.empty() ? "" : ".") + std::to_string(static_cast<unsigned char>(c));
    return true;
  }

  void forget(int fd) {
    const std::lock_guard lock(mutex);
    open.erase(fd);
    ::close(fd);
  }

  bool readHead(const Client& client, std::string& head) {
    head.clear();
    std::array<char, 4096> part{};
    while (head.find("\r\n\r\n") == std::string::npos) {
      const ssize_t got = client.hear(part.data(), part.size());
      if (got == 0 || (got < 0 && client.tls == nullptr))
        return false;
      if (got > 0)
        head.append(part.data(), static_cast<std::size_t>(got));
    }
    const std::lock_guard lock(mutex);
    heads.push_back(head);
    return true;
  }

  // True when the same connection may ask again.
  bool answer(const Client& client, const std::string& head) {
    if (deed == Deed::Refuse) {
      client.say("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nX-From: proxy\r\n\r\n");
      return false;
    }
    if (deed == Deed::AskWho &&
        head.find("Proxy-Authorization: Basic " + base64(credentials) + "\r\n") == std::string::npos) {
      client.say(
          "HTTP/1.1 407 Who are you\r\nProxy-Authenticate: Basic realm=\"shop\"\r\nContent-Length: "
          "0\r\n\r\n");
      return true;
    }
    tunnelTo(portIn(head), client, "HTTP/1.1 200 Connection established\r\nX-From: proxy\r\n\r\n",
             "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n");
    return false;
  }

  void tunnelTo(int target, const Client& client, const std::string& stands, const std::string& failed) {
    const int onward = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const sockaddr_in to = loopback(target);
    if (::connect(onward, reinterpret_cast<const sockaddr*>(&to), sizeof to) != 0) {
      ::close(onward);
      client.say(failed);
      return;
    }
    {
      const std::lock_guard lock(mutex);
      open.insert(onward);
      ++tunnels;
    }
    if (client.say(stands) && deed != Deed::CutAtOnce)
      pump(client, onward);
    ::shutdown(client.fd, SHUT_RDWR);
    forget(onward);
  }

  static void pump(const Client& client, int other) {
    std::array<char, 16'384> part{};
    while (true) {
      std::array<pollfd, 2> both{{{client.fd, POLLIN, 0}, {other, POLLIN, 0}}};
      if (!client.hasMore() && ::poll(both.data(), both.size(), -1) < 0)
        return;
      if (client.hasMore() || both[0].revents != 0) {
        const ssize_t got = client.hear(part.data(), part.size());
        if (got == 0 || (got < 0 && client.tls == nullptr))
          return;
        if (got > 0 && !say(other, std::string(part.data(), static_cast<std::size_t>(got))))
          return;
      }
      if (both[1].revents != 0) {
        const ssize_t got = ::recv(other, part.data(), part.size(), 0);
        if (got <= 0 || !client.say(std::string(part.data(), static_cast<std::size_t>(got))))
          return;
      }
    }
  }
};

ConnectProxy::ConnectProxy(Tongue tongue, Deed deed, std::string credentials, const Identity& identity)
    : m_state(std::make_unique<State>()) {
  std::signal(SIGPIPE, SIG_IGN);
  State& state = *m_state;
  state.tongue = tongue;
  if (tongue == Tongue::Https)
    state.context = contextOf(identity);
  state.deed = deed;
  state.credentials = std::move(credentials);
  state.listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address = loopback(0);
  socklen_t size = sizeof address;
  LOKET_CHECK(::bind(state.listener, reinterpret_cast<sockaddr*>(&address), size) == 0);
  LOKET_CHECK(::getsockname(state.listener, reinterpret_cast<sockaddr*>(&address), &size) == 0);
  state.port = ntohs(address.sin_port);
  LOKET_CHECK(::listen(state.listener, 64) == 0);
  state.acceptor = std::thread([&state] { state.accept(); });
}

ConnectProxy::~ConnectProxy() {
  {
    const std::lock_guard lock(m_state->mutex);
    m_state->stopping = true;
    for (const int fd : m_state->open) ::shutdown(fd, SHUT_RDWR);
  }
  m_state->changed.notify_all();
  ::shutdown(m_state->listener, SHUT_RDWR);
  m_state->acceptor.join();
  for (std::thread& worker : m_state->workers) worker.join();
  ::close(m_state->listener);
}

std::string ConnectProxy::url(const std::string& credentials) const {
  constexpr std::array<const char*, 3> kSchemes = {"http://", "https://", "socks5h://"};
  return kSchemes.at(static_cast<std::size_t>(m_state->tongue)) +
         (credentials.empty() ? "" : credentials + "@") + "127.0.0.1:" + std::to_string(m_state->port);
}

int ConnectProxy::connections() const {
  const std::lock_guard lock(m_state->mutex);
  return m_state->connections;
}

int ConnectProxy::tunnels() const {
  const std::lock_guard lock(m_state->mutex);
  return m_state->tunnels;
}

std::vector<std::string> ConnectProxy::heads() const {
  const std::lock_guard lock(m_state->mutex);
  return m_state->heads;
}

void ConnectProxy::cut() {
  const std::lock_guard lock(m_state->mutex);
  for (const int fd : m_state->open) ::shutdown(fd, SHUT_RDWR);
}

}  // namespace loket::tests

#include <array>
#include <condition_variable>
#include <csignal>
#include <mutex>
#include <set>
#include <thread>

#include <netinet/in.h>
#include <openssl/evp.h>
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
    std::string head;
    while (readHead(fd, head) && answer(fd, head)) {
    }
    forget(fd);
  }

  void forget(int fd) {
    const std::lock_guard lock(mutex);
    open.erase(fd);
    ::close(fd);
  }

  bool readHead(int fd, std::string& head) {
    head.clear();
    std::array<char, 4096> part{};
    while (head.find("\r\n\r\n") == std::string::npos) {
      const ssize_t got = ::recv(fd, part.data(), part.size(), 0);
      if (got <= 0)
        return false;
      head.append(part.data(), static_cast<std::size_t>(got));
    }
    const std::lock_guard lock(mutex);
    heads.push_back(head);
    return true;
  }

  // True when the same connection may ask again.
  bool answer(int fd, const std::string& head) {
    if (deed == Deed::Mute) {
      std::unique_lock lock(mutex);
      changed.wait(lock, [this] { return stopping; });
      return false;
    }
    if (deed == Deed::Refuse) {
      say(fd, "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nX-From: proxy\r\n\r\n");
      return false;
    }
    if (deed == Deed::AskWho &&
        head.find("Proxy-Authorization: Basic " + base64(credentials) + "\r\n") == std::string::npos) {
      say(fd,
          "HTTP/1.1 407 Who are you\r\nProxy-Authenticate: Basic realm=\"shop\"\r\nContent-Length: "
          "0\r\n\r\n");
      return true;
    }
    const int onward = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const sockaddr_in to = loopback(portIn(head));
    if (::connect(onward, reinterpret_cast<const sockaddr*>(&to), sizeof to) != 0) {
      ::close(onward);
      say(fd, "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n");
      return false;
    }
    {
      const std::lock_guard lock(mutex);
      open.insert(onward);
      ++tunnels;
    }
    if (say(fd, "HTTP/1.1 200 Connection established\r\nX-From: proxy\r\n\r\n") && deed != Deed::CutAtOnce)
      pump(fd, onward);
    ::shutdown(fd, SHUT_RDWR);
    forget(onward);
    return false;
  }

  static void pump(int one, int other) {
    std::array<char, 16'384> part{};
    while (true) {
      std::array<pollfd, 2> both{{{one, POLLIN, 0}, {other, POLLIN, 0}}};
      if (::poll(both.data(), both.size(), -1) < 0)
        return;
      for (std::size_t i = 0; i < both.size(); ++i) {
        if (both[i].revents == 0)
          continue;
        const ssize_t got = ::recv(both[i].fd, part.data(), part.size(), 0);
        if (got <= 0 || !say(both[1 - i].fd, std::string(part.data(), static_cast<std::size_t>(got))))
          return;
      }
    }
  }
};

ConnectProxy::ConnectProxy(Deed deed, std::string credentials) : m_state(std::make_unique<State>()) {
  std::signal(SIGPIPE, SIG_IGN);
  State& state = *m_state;
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
  return "http://" + (credentials.empty() ? "" : credentials + "@") +
         "127.0.0.1:" + std::to_string(m_state->port);
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

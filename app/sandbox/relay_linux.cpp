#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <future>
#include <list>
#include <mutex>
#include <string>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include "app/sandbox/relay.h"

namespace loket::sandbox {
namespace {

using Steady = std::chrono::steady_clock;

constexpr std::size_t kBufferLimit = 65536;
constexpr auto kHangLimit = std::chrono::seconds(120);
constexpr auto kSlowSilence = std::chrono::seconds(3);
constexpr auto kSlowPause = std::chrono::milliseconds(40);
constexpr std::size_t kSlowPiece = 128;
constexpr int kBacklog = 1024;

[[noreturn]] void fail(const char* what) {
  throw std::system_error(errno, std::generic_category(), what);
}

class Socket {
 public:
  explicit Socket(int handle = -1) : m_handle(handle) {}
  ~Socket() { close(); }
  Socket(Socket&& other) noexcept : m_handle(std::exchange(other.m_handle, -1)) {}
  Socket& operator=(Socket&& other) noexcept {
    std::swap(m_handle, other.m_handle);
    return *this;
  }
  int handle() const { return m_handle; }
  bool open() const { return m_handle >= 0; }
  void close() {
    if (m_handle >= 0) {
      ::close(m_handle);
      m_handle = -1;
    }
  }
  void resetAndClose() {
    if (m_handle >= 0) {
      const linger now{1, 0};
      ::setsockopt(m_handle, SOL_SOCKET, SO_LINGER, &now, sizeof now);
      close();
    }
  }

 private:
  int m_handle;
};

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

const sockaddr* generic(const sockaddr_in& address) {
  return reinterpret_cast<const sockaddr*>(&address);
}

std::uint16_t localPort(int handle) {
  sockaddr_in address{};
  socklen_t size = sizeof address;
  if (::getsockname(handle, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
    fail("getsockname");
  }
  return ntohs(address.sin_port);
}

void setNoDelay(int handle) {
  const int on = 1;
  ::setsockopt(handle, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

Socket bindTo(std::uint16_t port) {
  Socket made(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (!made.open()) {
    fail("socket");
  }
  const int on = 1;
  ::setsockopt(made.handle(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  const sockaddr_in address = loopback(port);
  if (::bind(made.handle(), generic(address), sizeof address) != 0) {
    fail("cannot bind the public port");
  }
  return made;
}

Socket listenOn(std::uint16_t port) {
  Socket made = bindTo(port);
  if (port == 0) {
    // Bound by number, the socket keeps its port while it does not listen; a port picked by the kernel
    // would be lost then (see setListening).
    const std::uint16_t picked = localPort(made.handle());
    made.close();
    made = bindTo(picked);
  }
  if (::listen(made.handle(), kBacklog) != 0) {
    fail("listen");
  }
  return made;
}

enum class Mode { Forward, Slow, Hang };

struct Connection {
  Socket client;
  Socket inner;
  std::uint16_t innerPeer = 0;
  bool connecting = true;
  std::string toInner;
  std::string toClient;
  bool clientEnded = false;  // its end of file was read
  bool innerEnded = false;
  bool innerTold = false;  // that end was passed on
  bool clientTold = false;
  Mode mode = Mode::Forward;
  Steady::time_point nextPiece{};  // Slow: not before
  Steady::time_point until{};      // Hang: not after
};

}  // namespace

class Relay::Loop {
 public:
  Loop(std::uint16_t port, std::uint16_t innerPort, std::function<bool()> refuses)
      : m_listener(listenOn(port)),
        m_port(localPort(m_listener.handle())),
        m_innerPort(innerPort),
        m_refuses(std::move(refuses)),
        m_wake(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {
    if (!m_wake.open()) {
      fail("eventfd");
    }
    m_thread = std::thread([this] { run(); });
  }

  ~Loop() { stop(); }
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;

  std::uint16_t port() const { return m_port; }

  void stop() {
    if (m_thread.joinable()) {
      order([this] { m_stop = true; });
      m_thread.join();
    }
  }

  // Runs `what` in the loop's thread and waits until it has. Once the loop has stopped nothing is left to
  // be ordered about.
  void order(std::function<void()> what) {
    std::packaged_task<void()> task(std::move(what));
    auto done = task.get_future();
    {
      const std::lock_guard lock(m_mutex);
      if (m_ended) {
        return;
      }
      m_orders.push_back(std::move(task));
    }
    const std::uint64_t one = 1;
    [[maybe_unused]] const auto written = ::write(m_wake.handle(), &one, sizeof one);
    done.get();
  }

  template <typename Change>
  void orderFor(std::uint16_t innerPeer, Change change) {
    order([&] {
      for (Connection& connection : m_connections) {
        if (connection.innerPeer == innerPeer && connection.client.open() && connection.inner.open()) {
          change(connection);
        }
      }
    });
  }

  void setListening(bool listening) {
    order([&] {
      if (listening == m_listening) {
        return;
      }
      m_listening = listening;
      // Linux closes a listening socket on shutdown but lets it keep its port and listen again later.
      if (listening ? ::listen(m_listener.handle(), kBacklog) != 0
                    : ::shutdown(m_listener.handle(), SHUT_RD) != 0) {
        fail("change listening");
      }
    });
  }

 private:
  void run() {
    while (!m_stop) {
      std::vector<pollfd> polls;
      polls.push_back({m_wake.handle(), POLLIN, 0});
      polls.push_back({m_listening ? m_listener.handle() : -1, POLLIN, 0});
      const auto now = Steady::now();
      int timeoutMs = -1;
      for (const Connection& connection : m_connections) {
        addInterests(connection, now, polls, timeoutMs);
      }
      if (::poll(polls.data(), polls.size(), timeoutMs) < 0 && errno != EINTR) {
        fail("poll");
      }
      if (polls[0].revents != 0) {
        std::uint64_t count = 0;
        [[maybe_unused]] const auto got = ::read(m_wake.handle(), &count, sizeof count);
      }
      // Connections first: orders and new connections change the list that `polls` belongs to.
      std::size_t at = 2;
      for (Connection& connection : m_connections) {
        pump(connection, polls[at].revents, polls[at + 1].revents);
        at += 2;
      }
      runOrders();
      if (polls[1].revents != 0 && m_listening) {
        acceptAll();
      }
      m_connections.remove_if([](const Connection& connection) { return !connection.client.open(); });
    }
    {
      const std::lock_guard lock(m_mutex);
      m_ended = true;
    }
    runOrders();
    // Clients of a sandbox that stops see their connection end, and new ones are refused.
    m_connections.clear();
    m_listener.close();
  }

  void runOrders() {
    std::vector<std::packaged_task<void()>> orders;
    {
      const std::lock_guard lock(m_mutex);
      orders.swap(m_orders);
    }
    for (auto& task : orders) {
      task();
    }
  }

  static void wakeAt(Steady::time_point when, Steady::time_point now, int& timeoutMs) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(when - now).count() + 1;
    const int ms = static_cast<int>(std::clamp<long long>(left, 0, 200'000));
    timeoutMs = timeoutMs < 0 ? ms : std::min(timeoutMs, ms);
  }

  static void addInterests(const Connection& c, Steady::time_point now, std::vector<pollfd>& polls,
                           int& timeoutMs) {
    short client = 0;
    short inner = 0;
    if (c.connecting) {
      inner = POLLOUT;
    } else {
      if (!c.clientEnded && c.toInner.size() < kBufferLimit) {
        client = static_cast<short>(client | POLLIN);
      }
      if (c.inner.open() && !c.innerEnded && c.toClient.size() < kBufferLimit) {
        inner = static_cast<short>(inner | POLLIN);
      }
      if (c.inner.open() && !c.toInner.empty()) {
        inner = static_cast<short>(inner | POLLOUT);
      }
    }
    if (c.mode == Mode::Hang) {
      wakeAt(c.until, now, timeoutMs);
    } else if (!c.toClient.empty()) {
      if (c.mode == Mode::Slow && now < c.nextPiece) {
        wakeAt(c.nextPiece, now, timeoutMs);
      } else {
        client = static_cast<short>(client | POLLOUT);
      }
    }
    // A negative handle keeps poll from reporting a hang-up that nobody waits for, over and over.
    polls.push_back({client != 0 ? c.client.handle() : -1, client, 0});
    polls.push_back({inner != 0 ? c.inner.handle() : -1, inner, 0});
  }

  void acceptAll() {
    for (;;) {
      Socket client(::accept4(m_listener.handle(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC));
      if (!client.open()) {
        return;
      }
      if (m_refuses()) {
        client.resetAndClose();
        continue;
      }
      Socket inner(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
      const sockaddr_in address = loopback(m_innerPort);
      if (!inner.open() ||
          (::connect(inner.handle(), generic(address), sizeof address) != 0 && errno != EINPROGRESS)) {
        client.resetAndClose();
        continue;
      }
      setNoDelay(client.handle());
      setNoDelay(inner.handle());
      Connection connection;
      connection.innerPeer = localPort(inner.handle());
      connection.client = std::move(client);
      connection.inner = std::move(inner);
      m_connections.push_back(std::move(connection));
    }
  }

  // Reads what is there. False: the connection broke.
  static bool readInto(const Socket& from, std::string& buffer, bool& ended) {
    std::array<char, 16384> part{};
    const ssize_t got = ::recv(from.handle(), part.data(), part.size(), 0);
    if (got > 0) {
      buffer.append(part.data(), static_cast<std::size_t>(got));
    } else if (got == 0) {
      ended = true;
    } else {
      return errno == EAGAIN || errno == EINTR;
    }
    return true;
  }

  static bool writeFrom(std::string& buffer, std::size_t most, const Socket& to) {
    const ssize_t sent = ::send(to.handle(), buffer.data(), std::min(buffer.size(), most), MSG_NOSIGNAL);
    if (sent < 0) {
      return errno == EAGAIN || errno == EINTR;
    }
    buffer.erase(0, static_cast<std::size_t>(sent));
    return true;
  }

  static void endBoth(Connection& c) {
    c.client.close();
    c.inner.close();
  }

  static void pump(Connection& c, short clientEvents, short innerEvents) {
    if (!c.client.open()) {
      return;
    }
    if (c.connecting) {
      finishConnect(c, innerEvents);
      return;
    }
    if (clientEvents != 0 && !c.clientEnded && !readInto(c.client, c.toInner, c.clientEnded)) {
      endBoth(c);
      return;
    }
    if (innerEvents != 0 && c.inner.open() && !c.innerEnded && !readInto(c.inner, c.toClient, c.innerEnded)) {
      c.innerEnded = true;
    }
    if (c.mode == Mode::Hang) {
      pumpHanging(c);
      return;
    }
    if (!c.toInner.empty() && !writeFrom(c.toInner, kBufferLimit, c.inner)) {
      c.toInner.clear();
      c.innerEnded = true;
    }
    const auto now = Steady::now();
    if (!c.toClient.empty() && (c.mode == Mode::Forward || now >= c.nextPiece)) {
      if (!writeFrom(c.toClient, c.mode == Mode::Slow ? kSlowPiece : kBufferLimit, c.client)) {
        endBoth(c);
        return;
      }
      c.nextPiece = now + kSlowPause;
    }
    passOnEnds(c);
  }

  static void finishConnect(Connection& c, short innerEvents) {
    if (innerEvents == 0) {
      return;
    }
    int error = 0;
    socklen_t size = sizeof error;
    ::getsockopt(c.inner.handle(), SOL_SOCKET, SO_ERROR, &error, &size);
    if (error != 0) {
      c.client.resetAndClose();
      c.inner.close();
      return;
    }
    c.connecting = false;
  }

  static void pumpHanging(Connection& c) {
    c.toClient.clear();
    c.toInner.clear();
    if (c.innerEnded) {
      c.inner.close();
    }
    if (c.clientEnded || Steady::now() >= c.until) {
      endBoth(c);
    }
  }

  static void passOnEnds(Connection& c) {
    if (c.clientEnded && !c.innerTold && c.toInner.empty()) {
      ::shutdown(c.inner.handle(), SHUT_WR);
      c.innerTold = true;
    }
    if (c.innerEnded && !c.clientTold && c.toClient.empty()) {
      ::shutdown(c.client.handle(), SHUT_WR);
      c.clientTold = true;
    }
    if (c.clientTold && (c.clientEnded || c.innerEnded)) {
      endBoth(c);
    }
  }

  Socket m_listener;
  std::uint16_t m_port;
  std::uint16_t m_innerPort;
  std::function<bool()> m_refuses;
  Socket m_wake;
  bool m_listening = true;
  bool m_stop = false;
  std::list<Connection> m_connections;
  std::mutex m_mutex;
  std::vector<std::packaged_task<void()>> m_orders;
  bool m_ended = false;  // guarded by m_mutex
  std::thread m_thread;
};

Relay::Relay(std::uint16_t port, std::uint16_t innerPort, std::function<bool()> refuses)
    : m_loop(std::make_unique<Loop>(port, innerPort, std::move(refuses))) {}

Relay::~Relay() = default;

std::uint16_t Relay::port() const {
  return m_loop->port();
}

void Relay::reset(std::uint16_t innerPeer) {
  m_loop->orderFor(innerPeer, [](Connection& connection) {
    connection.client.resetAndClose();
    connection.inner.close();
  });
}

void Relay::hang(std::uint16_t innerPeer) {
  m_loop->orderFor(innerPeer, [](Connection& connection) {
    connection.mode = Mode::Hang;
    connection.until = Steady::now() + kHangLimit;
    connection.toClient.clear();
  });
}

void Relay::slow(std::uint16_t innerPeer) {
  m_loop->orderFor(innerPeer, [](Connection& connection) {
    connection.mode = Mode::Slow;
    connection.nextPiece = Steady::now() + kSlowSilence;
  });
}

void Relay::setListening(bool listening) {
  m_loop->setListening(listening);
}

void Relay::stop() {
  m_loop->stop();
}

}  // namespace loket::sandbox

#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <linux/sockios.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <future>
#include <memory>
#include <string_view>
#include <thread>

#include "core/adapters/printer/conversation.h"
#include "core/adapters/printer/descriptor_linux.h"
#include "core/adapters/printer/printers.h"

namespace loket::adapters::printer {
namespace {

struct AddressList {
  addrinfo* first = nullptr;
  AddressList() = default;
  AddressList(const AddressList&) = delete;
  AddressList& operator=(const AddressList&) = delete;
  ~AddressList() {
    if (first != nullptr)
      ::freeaddrinfo(first);
  }
};

// What has not left this machine. What has left may be on paper, also when nobody acknowledged it.
std::size_t unsent(int fd) {
  int waiting = 0;
  return ::ioctl(fd, SIOCOUTQNSD, &waiting) == 0 && waiting > 0 ? static_cast<std::size_t>(waiting) : 0;
}

// What our kernel holds that the other side has not acknowledged.
std::size_t unacknowledged(int fd) {
  int waiting = 0;
  return ::ioctl(fd, SIOCOUTQ, &waiting) == 0 && waiting > 0 ? static_cast<std::size_t>(waiting) : 0;
}

int pendingError(int fd) {
  int error = 0;
  socklen_t size = sizeof error;
  return ::getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size) == 0 ? error : errno;
}

class TcpPrinter final : public ports::Printer {
 public:
  TcpPrinter(std::string uri, std::string host, std::string port, const Patience& patience)
      : m_uri(std::move(uri)), m_host(std::move(host)), m_port(std::move(port)), m_patience(patience) {}

  ports::PrintReport print(const ports::PrintOrder& order) override {
    ports::PrinterCondition why;
    const Descriptor socket = connected(resolved(), why);
    if (!socket.isOpen())
      return broken(m_uri, 0, why.detail);
    const int fd = socket.get();
    Conversation talk(order, {[fd](std::string_view bytes) { return said(fd, bytes); },
                              [fd](Duration patience) { return heard(fd, patience); }},
                      m_patience);
    if (const std::string trouble = talk.before(); !trouble.empty())
      return broken(m_uri, 0, trouble);
    const std::string bytes = order.bytes + talk.question();
    Pace pace(order.bytesPerSecond);
    std::size_t handed = 0;
    while (handed < bytes.size()) {
      pace.wait();
      const ssize_t n = ::send(fd, bytes.data() + handed, pace.next(bytes.size() - handed), MSG_NOSIGNAL);
      if (n > 0) {
        handed += static_cast<std::size_t>(n);
        pace.sent(static_cast<std::size_t>(n));
        continue;
      }
      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0 && errno != EAGAIN && errno != EWOULDBLOCK)
        return given(fd, handed, std::strerror(errno));
      if (!waitFor(fd, POLLOUT, m_patience.stall))
        return given(fd, handed, "timeout");
    }
    // Closing early cuts the tail off, so all must be acknowledged first.
    if (const std::string cut = drained(fd); !cut.empty())
      return given(fd, handed, cut);
    ports::PrintReport report = talk.after();
    if (report.end == ports::PrintReport::End::Unknown)
      return given(fd, handed, report.detail);
    // Then we say goodbye and hear whether the printer threw the rest away (a reset).
    const std::string thrown = goodbye(fd);
    if (!thrown.empty() && report.end != ports::PrintReport::End::Confirmed)
      return given(fd, handed, thrown);
    return report;
  }

  ports::PrinterCondition look(ports::PrintOrder::Proof proof) override {
    const auto place = resolvedInTime();
    if (!place)
      return {ports::PrinterTrouble::UnknownHost, false, "no answer about " + m_host};
    ports::PrinterCondition why;
    const Descriptor socket = connected(place, why);
    if (!socket.isOpen())
      return why;
    const int fd = socket.get();
    const ports::PrintOrder nothing{{}, proof};
    return Conversation(nothing, {[fd](std::string_view bytes) { return said(fd, bytes); },
                                  [fd](Duration patience) { return heard(fd, patience); }},
                        m_patience)
        .condition();
  }

 private:
  struct Place {
    AddressList addresses;
    int error = 0;  // of getaddrinfo
  };

  std::shared_ptr<Place> resolved() const { return resolve(m_host, m_port); }
  static std::shared_ptr<Place> resolve(const std::string& host, const std::string& port) {
    auto place = std::make_shared<Place>();
    addrinfo hints{};
    hints.ai_family = AF_UNSPEC;
    hints.ai_socktype = SOCK_STREAM;
    place->error = ::getaddrinfo(host.c_str(), port.c_str(), &hints, &place->addresses.first);
    return place;
  }
  // A name server that is away takes longer than anybody looks at a doctor, and cannot be told to stop: it is left behind.
  std::shared_ptr<Place> resolvedInTime() const {
    auto promise = std::make_shared<std::promise<std::shared_ptr<Place>>>();
    auto place = promise->get_future();
    std::thread([promise, host = m_host, port = m_port] { promise->set_value(resolve(host, port)); }).detach();
    if (place.wait_for(std::chrono::milliseconds(m_patience.connect.ms)) != std::future_status::ready)
      return nullptr;
    return place.get();
  }

  static bool said(int fd, std::string_view bytes) {
    return ::send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(bytes.size());
  }

  static Conversation::Heard heard(int fd, Duration patience) {
    if (!waitFor(fd, POLLIN, patience))
      return {};
    std::array<char, 256> some{};
    const ssize_t n = ::recv(fd, some.data(), some.size(), 0);
    if (n > 0)
      return {false, std::string(some.data(), static_cast<std::size_t>(n))};
    return {n == 0 || (errno != EINTR && errno != EAGAIN), {}};
  }

  // Why it did not get there, or empty.
  std::string drained(int fd) const {
    std::size_t waiting = unacknowledged(fd);
    auto progress = std::chrono::steady_clock::now();
    while (waiting > 0) {
      if (const int error = pendingError(fd); error != 0)
        return std::strerror(error);
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
      const std::size_t now = unacknowledged(fd);
      if (now < waiting)
        progress = std::chrono::steady_clock::now();
      waiting = now;
      if (std::chrono::steady_clock::now() - progress > std::chrono::milliseconds(m_patience.stall.ms))
        return "timeout";
    }
    return {};
  }

  std::string goodbye(int fd) const {
    if (::shutdown(fd, SHUT_WR) != 0)
      return std::strerror(errno);
    std::array<char, 256> answer{};
    while (waitFor(fd, POLLIN, m_patience.goodbye)) {
      const ssize_t n = ::recv(fd, answer.data(), answer.size(), 0);
      if (n == 0)
        break;
      if (n < 0 && errno != EINTR && errno != EAGAIN)
        return std::strerror(errno);
    }
    return {};
  }

  // Gives the job up. What is still in our kernel is thrown away: it must not come out minutes later.
  ports::PrintReport given(int fd, std::size_t handed, std::string_view reason) const {
    const std::size_t taken = handed - std::min(handed, unsent(fd));
    const linger abort{1, 0};
    ::setsockopt(fd, SOL_SOCKET, SO_LINGER, &abort, sizeof abort);
    return broken(m_uri, taken, reason);
  }

  // Closed, and why, when nobody takes it.
  Descriptor connected(const std::shared_ptr<Place>& place, ports::PrinterCondition& why) const {
    if (place->error != 0) {
      why = {ports::PrinterTrouble::UnknownHost, false, ::gai_strerror(place->error)};
      return Descriptor();
    }
    for (const addrinfo* at = place->addresses.first; at != nullptr; at = at->ai_next) {
      Descriptor socket(::socket(at->ai_family, at->ai_socktype | SOCK_NONBLOCK | SOCK_CLOEXEC, at->ai_protocol));
      if (!socket.isOpen()) {
        why = unreached(errno);
        continue;
      }
      const int on = 1;
      ::setsockopt(socket.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
      if (::connect(socket.get(), at->ai_addr, at->ai_addrlen) == 0)
        return socket;
      if (errno != EINPROGRESS) {
        why = unreached(errno);
        continue;
      }
      if (!waitFor(socket.get(), POLLOUT, m_patience.connect)) {
        why = {ports::PrinterTrouble::Unreachable, false, "connect timeout"};
        continue;
      }
      const int error = pendingError(socket.get());
      if (error == 0)
        return socket;
      why = unreached(error);
    }
    return Descriptor();
  }

  std::string m_uri;
  std::string m_host;
  std::string m_port;
  Patience m_patience;
};

}  // namespace

std::unique_ptr<ports::Printer> makeTcpPrinter(std::string uri, std::string host, std::string port,
                                               const Patience& patience) {
  return std::make_unique<TcpPrinter>(std::move(uri), std::move(host), std::move(port), patience);
}

}  // namespace loket::adapters::printer

#include "tests/support/escpos_printer.h"

#include <algorithm>
#include <array>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <string_view>
#include <thread>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "core/base/check.h"

namespace loket::tests {
namespace {

using Clock = std::chrono::steady_clock;
using Sheet = EscPosPrinter::Sheet;
using Manner = EscPosPrinter::Manner;
using namespace std::string_view_literals;

constexpr std::chrono::seconds kPatience{10};
// What a printer that has stood still may print at once.
constexpr double kNoBurst = 512;

std::size_t byteAt(std::string_view bytes, std::size_t at) {
  return at < bytes.size() ? static_cast<unsigned char>(bytes[at]) : 0;
}

// How long the command in front is, with its data, and how much of that names it; 0: not all of it is there yet. The dots
// of a picture are printed as they come in, and are not counted here.
struct Length {
  std::size_t all = 0;
  std::size_t name = 0;
  bool isKnown = true;
};
Length lengthOf(std::string_view bytes) {
  const auto whole = [&bytes](std::size_t name, std::size_t data) {
    return name + data <= bytes.size() ? Length{name + data, name} : Length{};
  };
  struct Fixed {
    std::string_view start;
    std::size_t size;
  };
  static constexpr Fixed kFixed[] = {{"\x1B@"sv, 2}, {"\x1C."sv, 2}, {"\x1Bt"sv, 3}, {"\x1B" "a"sv, 3}, {"\x1B" "E"sv, 3},
                                     {"\x1B!"sv, 3}, {"\x1D!"sv, 3}, {"\x1B" "d"sv, 3}, {"\x1DV\x42"sv, 4}, {"\x1Dh"sv, 3},
                                     {"\x1Dw"sv, 3}, {"\x1DH"sv, 3}, {"\x1Dr"sv, 3}, {"\x1Bp"sv, 5},
                                     // What programs of others say, and ours never do.
                                     {"\x1D\x61"sv, 3}, {"\x1DI"sv, 3}, {"\x1BM"sv, 3}, {"\x1B "sv, 3}, {"\x1B{"sv, 3},
                                     {"\x1B-"sv, 3}, {"\x1B\x32"sv, 2}, {"\x1B$"sv, 4}, {"\x1B\\"sv, 4}, {"\x1DL"sv, 4},
                                     {"\x1DW"sv, 4}, {"\x1D\x42"sv, 3}, {"\x1C-"sv, 3}, {"\x1C\x43"sv, 3}, {"\x1CS"sv, 4}};
  for (const Fixed& one : kFixed)
    if (bytes.starts_with(one.start))
      return whole(one.size, 0);
  if (bytes.starts_with("\x1Dv0"sv))
    return whole(8, 0);
  if (bytes.starts_with("\x1Dk\x49"sv))
    return bytes.size() < 4 ? Length{} : whole(4, byteAt(bytes, 3));
  if (bytes.starts_with("\x1D("sv) || bytes.starts_with("\x1C("sv))
    return bytes.size() < 5 ? Length{} : whole(5, byteAt(bytes, 3) + byteAt(bytes, 4) * 256);
  // The beginning of one of them.
  constexpr std::size_t kLongestStart = 3;
  if ((bytes[0] == '\x1B' || bytes[0] == '\x1D' || bytes[0] == '\x1C') && bytes.size() < kLongestStart)
    return {};
  return {1, 1, false};
}

}  // namespace

struct EscPosPrinter::State {
  mutable std::mutex mutex;
  mutable std::condition_variable changed;
  Manner manner;
  std::vector<Sheet> sheets;
  std::size_t mostHeld = 0;
  bool stopping = false;

  int listener = -1;
  int port = 0;
  std::thread thread;

  struct Answer {
    Clock::time_point at;
    std::string bytes;
  };
  // Of the connection that is open.
  std::string held;
  Sheet sheet;
  std::deque<Answer> answers;
  std::size_t received = 0;
  double allowance = 0;
  std::size_t dots = 0;  // bytes of a picture that are still to come
  Clock::time_point turnedAt;
  int reports = 0;                 // the parameter of GS a: what it tells of by itself
  std::array<char, 4> reported{};  // and told last

  void answer(std::string bytes) {
    if (!manner.answers)
      return;
    if (manner.onlyZeros)
      bytes.assign(bytes.size(), '\0');
    answers.push_back({Clock::now() + manner.answersLateBy, manner.garbage + bytes});
  }

  bool isOffline() const { return manner.coverOpen || manner.paperOut || manner.cutterStuck; }

  // The four bytes of a report (ASB): the printer, its errors, its paper, and nothing.
  std::array<char, 4> report() const {
    const int printer = 0x10 | (isOffline() ? 0x08 : 0) | (manner.coverOpen ? 0x20 : 0);
    return {static_cast<char>(printer), static_cast<char>(manner.cutterStuck ? 0x08 : 0),
            static_cast<char>(manner.paperOut ? 0x0C : 0), 0};
  }
  void tell() {
    reported = report();
    answer(std::string(reported.begin(), reported.end()));
  }
  // When something has changed of what it was asked to report.
  void tellChanges() {
    const auto now = report();
    const auto differs = [&](int bit, std::size_t at) { return (reports & bit) != 0 && now[at] != reported[at]; };
    if (differs(2, 0) || differs(4, 1) || differs(8, 2))
      tell();
  }

  // DLE EOT and DLE ENQ are obeyed as they come in, whatever stands before them.
  void takeRealTime(std::string_view bytes) {
    for (const char c : bytes) {
      if (manner.loses && held.size() >= manner.holds)
        continue;
      held.push_back(c);
      if (held.size() < 3 || held[held.size() - 3] != '\x10')
        continue;
      if (held[held.size() - 2] == '\x05' && (c == 1 || c == 2)) {
        // To go on after an error, which none of its errors lets it; 2: without what it holds.
        held.resize(c == 1 ? held.size() - 3 : 0);
        dots = c == 1 ? dots : 0;
        continue;
      }
      if (held[held.size() - 2] != '\x04' || c < 1 || c > 4)
        continue;
      held.resize(held.size() - 3);
      int bits = 0x12;
      if (c == 1 && isOffline())
        bits |= 0x08;
      if (c == 2)
        bits |= (manner.coverOpen ? 0x04 : 0) | (manner.paperOut ? 0x20 : 0) | (manner.cutterStuck ? 0x40 : 0);
      if (c == 3 && manner.cutterStuck)
        bits |= 0x08;
      if (c == 4 && manner.paperOut)
        bits |= 0x60;
      answer(std::string(1, static_cast<char>(bits)));
    }
  }

  // Works through what it holds, as far as its speed, its paper and its cover let it.
  void work(bool hostIsGone) {
    const auto now = Clock::now();
    allowance += std::chrono::duration<double>(now - turnedAt).count() * static_cast<double>(manner.bytesPerSecond);
    turnedAt = now;
    if (manner.bytesPerSecond > 0)
      allowance = std::min(allowance, kNoBurst);
    while (!held.empty() && !isOffline()) {
      if (dots > 0) {
        std::size_t some = std::min(dots, held.size());
        if (manner.bytesPerSecond > 0 && !hostIsGone)
          some = std::min(some, static_cast<std::size_t>(allowance));
        if (some == 0)
          return;
        allowance = std::max(0.0, allowance - static_cast<double>(some));
        dots -= some;
        sheet.bytes += held.substr(0, some);
        held.erase(0, some);
        continue;
      }
      Length length = lengthOf(held);
      if (length.all == 0 && !hostIsGone)
        return;
      if (length.all == 0)
        length = {1, 1, false};
      if (manner.bytesPerSecond > 0 && allowance < static_cast<double>(length.all) && !hostIsGone)
        return;
      allowance = std::max(0.0, allowance - static_cast<double>(length.all));
      const std::string one = held.substr(0, length.all);
      held.erase(0, length.all);
      obey(one, length);
      if (manner.paperFor && sheet.bytes.size() >= *manner.paperFor)
        manner.paperOut = true;
    }
  }

  void obey(const std::string& one, const Length& length) {
    sheet.bytes += one;
    if (!length.isKnown) {
      const char c = one[0];
      if (c == '\n' || (c >= 0x20 && c <= 0x7E))
        sheet.letters += c;
      else
        sheet.wrong += " " + std::to_string(static_cast<unsigned char>(c));
      return;
    }
    if (one.starts_with("\x1Dr")) {
      answer(std::string(1, '\0'));
      sheet.bytes.resize(sheet.bytes.size() - one.size());
      return;
    }
    if (one.starts_with("\x1D\x61")) {
      reports = static_cast<unsigned char>(one[2]);
      if (reports != 0)
        tell();
    }
    if (one.starts_with("\x1DI") && one[2] >= 65 && one[2] <= 67) {
      static constexpr std::array kNames = {"1.0", "KERTAS", "K-58"};  // firmware, maker, model
      answer(std::string("_") + kNames[static_cast<std::size_t>(one[2]) - 65] + std::string(1, '\0'));
    }
    if (one.starts_with("\x1D(H")) {
      if (manner.processIds)
        answer("7\"" + one.substr(7, 4) + std::string(1, '\0'));
      sheet.bytes.resize(sheet.bytes.size() - one.size());
      return;
    }
    if (one.starts_with("\x1Bp"))
      ++sheet.pulses;
    if (one.starts_with("\x1Dv0"))
      dots = (byteAt(one, 4) + byteAt(one, 5) * 256) * (byteAt(one, 6) + byteAt(one, 7) * 256);
    sheet.commands += one.substr(0, length.name);
  }

  void serve(int fd) {
    held.clear();
    sheet = {};
    answers.clear();
    received = 0;
    allowance = 0;
    dots = 0;
    reports = 0;
    turnedAt = Clock::now();
    while (true) {
      bool takes = false;
      {
        const std::lock_guard lock(mutex);
        if (stopping)
          return;
        if (manner.leavesAfter && received >= *manner.leavesAfter) {
          const linger abort{1, 0};
          ::setsockopt(fd, SOL_SOCKET, SO_LINGER, &abort, sizeof abort);
          return;
        }
        takes = manner.loses || held.size() < manner.holds;
      }
      pollfd entry{fd, static_cast<short>(takes ? POLLIN : 0), 0};
      ::poll(&entry, 1, 2);
      std::array<char, 4096> some{};
      std::size_t room = 0;
      {
        const std::lock_guard lock(mutex);
        room = manner.loses ? some.size() : std::min(some.size(), manner.holds - std::min(manner.holds, held.size()));
        if (manner.leavesAfter)
          room = std::min(room, *manner.leavesAfter - std::min(*manner.leavesAfter, received));
      }
      const bool isThere = takes && room > 0 && (entry.revents & (POLLIN | POLLHUP | POLLERR)) != 0;
      const ssize_t n = isThere ? ::recv(fd, some.data(), room, 0) : -1;
      const std::lock_guard lock(mutex);
      if (n > 0) {
        received += static_cast<std::size_t>(n);
        takeRealTime(std::string_view(some.data(), static_cast<std::size_t>(n)));
        mostHeld = std::max(mostHeld, held.size());
      }
      const bool hostIsGone = isThere && n <= 0;
      work(hostIsGone);
      tellChanges();
      changed.notify_all();
      if (hostIsGone)
        return;
      for (; !answers.empty() && answers.front().at <= Clock::now(); answers.pop_front())
        static_cast<void>(::send(fd, answers.front().bytes.data(), answers.front().bytes.size(), MSG_NOSIGNAL));
    }
  }

  void run() {
    while (true) {
      pollfd entry{listener, POLLIN, 0};
      const int n = ::poll(&entry, 1, 5);
      {
        const std::lock_guard lock(mutex);
        if (stopping)
          return;
      }
      if (n <= 0)
        continue;
      const int fd = ::accept4(listener, nullptr, nullptr, SOCK_CLOEXEC);
      if (fd < 0)
        continue;
      const int on = 1;
      ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
      serve(fd);
      ::close(fd);
      const std::lock_guard lock(mutex);
      sheets.push_back(sheet);
      changed.notify_all();
    }
  }
};

EscPosPrinter::EscPosPrinter(Manner manner) : m_state(std::make_unique<State>()) {
  m_state->manner = std::move(manner);
  m_state->listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  // Small, so that a printer that takes its time is felt at the other end.
  const int buffer = 4'096;
  ::setsockopt(m_state->listener, SOL_SOCKET, SO_RCVBUF, &buffer, sizeof buffer);
  sockaddr_in place{};
  place.sin_family = AF_INET;
  place.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof place;
  LOKET_CHECK(::bind(m_state->listener, reinterpret_cast<sockaddr*>(&place), size) == 0);
  LOKET_CHECK(::listen(m_state->listener, 1) == 0);
  LOKET_CHECK(::getsockname(m_state->listener, reinterpret_cast<sockaddr*>(&place), &size) == 0);
  m_state->port = ntohs(place.sin_port);
  m_state->thread = std::thread([state = m_state.get()] { state->run(); });
}

EscPosPrinter::~EscPosPrinter() {
  {
    const std::lock_guard lock(m_state->mutex);
    m_state->stopping = true;
  }
  m_state->thread.join();
  ::close(m_state->listener);
}

std::string EscPosPrinter::uri() const { return "tcp://127.0.0.1:" + std::to_string(m_state->port); }

void EscPosPrinter::setManner(const Manner& manner) {
  const std::lock_guard lock(m_state->mutex);
  m_state->manner = manner;
}

std::vector<EscPosPrinter::Sheet> EscPosPrinter::sheets(std::size_t count) const {
  std::unique_lock lock(m_state->mutex);
  m_state->changed.wait_for(lock, kPatience, [&] { return m_state->sheets.size() >= count; });
  return m_state->sheets;
}

bool EscPosPrinter::hasPrinted(std::size_t bytes) const {
  std::unique_lock lock(m_state->mutex);
  return m_state->changed.wait_for(lock, kPatience, [&] { return m_state->sheet.bytes.size() >= bytes; });
}

std::size_t EscPosPrinter::mostHeld() const {
  const std::lock_guard lock(m_state->mutex);
  return m_state->mostHeld;
}

}  // namespace loket::tests

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <list>
#include <mutex>
#include <thread>

#include "core/adapters/system/local_socket.h"

namespace loket::adapters {
namespace {

constexpr std::size_t kFrameMax = 64U << 20U;

Result<sockaddr_un> addressOf(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof address.sun_path)
    return fail(ErrorCode::ConfigInvalid, "the home's path is too long for a local socket: " + path);
  std::memcpy(address.sun_path, path.data(), path.size());
  return address;
}

const sockaddr* plain(const sockaddr_un& address) { return reinterpret_cast<const sockaddr*>(&address); }

bool readAll(int fd, char* to, std::size_t size) {
  while (size > 0) {
    const ssize_t got = ::recv(fd, to, size, 0);
    if (got < 0 && errno == EINTR)
      continue;
    if (got <= 0)
      return false;
    to += got;
    size -= static_cast<std::size_t>(got);
  }
  return true;
}

bool writeAll(int fd, const char* from, std::size_t size) {
  while (size > 0) {
    const ssize_t put = ::send(fd, from, size, MSG_NOSIGNAL);
    if (put < 0 && errno == EINTR)
      continue;
    if (put <= 0)
      return false;
    from += put;
    size -= static_cast<std::size_t>(put);
  }
  return true;
}

}  // namespace

LocalConnection::~LocalConnection() { ::close(m_fd); }

Status LocalConnection::send(const std::string& frame) {
  std::array<unsigned char, 4> head{};
  for (std::size_t i = 0; i < 4; ++i)
    head[i] = static_cast<unsigned char>(frame.size() >> (8 * i) & 0xFFU);
  if (!writeAll(m_fd, reinterpret_cast<const char*>(head.data()), head.size()) ||
      !writeAll(m_fd, frame.data(), frame.size()))
    return fail(ErrorCode::Closed, "local socket");
  return {};
}

Result<std::string> LocalConnection::receive() {
  std::array<unsigned char, 4> head{};
  if (!readAll(m_fd, reinterpret_cast<char*>(head.data()), head.size()))
    return fail(ErrorCode::Closed, "local socket");
  std::size_t size = 0;
  for (std::size_t i = 0; i < 4; ++i)
    size |= static_cast<std::size_t>(head[i]) << (8 * i);
  if (size > kFrameMax)
    return fail(ErrorCode::Closed, "frame too large");
  std::string frame(size, '\0');
  if (!readAll(m_fd, frame.data(), size))
    return fail(ErrorCode::Closed, "local socket");
  return frame;
}

void LocalConnection::hangUp() { ::shutdown(m_fd, SHUT_RDWR); }

Result<std::unique_ptr<LocalConnection>> connectLocal(const std::string& path) {
  LOKET_ASSIGN(const sockaddr_un address, addressOf(path));
  const int fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0)
    return fail(ErrorCode::DiskFault, std::strerror(errno));
  auto connection = std::make_unique<LocalConnection>(fd);
  if (::connect(fd, plain(address), sizeof address) != 0)
    return fail(ErrorCode::Closed, path + ": " + std::strerror(errno));
  return connection;
}

struct LocalServer::Impl {
  struct Session {
    std::unique_ptr<LocalConnection> connection;
    std::thread thread;
    bool finished = false;
  };
  int listener = -1;
  int stopper = -1;
  std::string path;
  Handler handler;
  std::mutex mutex;
  std::list<Session> sessions;
  std::thread acceptor;

  void reap(bool all) {
    std::list<Session> done;
    {
      const std::lock_guard lock(mutex);
      for (auto at = sessions.begin(); at != sessions.end();) {
        const auto here = at++;
        if (all)
          here->connection->hangUp();
        if (all || here->finished)
          done.splice(done.end(), sessions, here);
      }
    }
    for (Session& session : done)
      session.thread.join();
  }

  void run() {
    while (true) {
      std::array<pollfd, 2> waits{pollfd{listener, POLLIN, 0}, pollfd{stopper, POLLIN, 0}};
      if (::poll(waits.data(), waits.size(), -1) < 0 && errno != EINTR)
        return;
      if ((waits[1].revents & POLLIN) != 0)
        return;
      if ((waits[0].revents & POLLIN) == 0)
        continue;
      const int fd = ::accept4(listener, nullptr, nullptr, SOCK_CLOEXEC);
      if (fd < 0)
        continue;
      ucred peer{};
      socklen_t size = sizeof peer;
      // The folder's rights already keep others out; this holds where they were loosened.
      if (::getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0 || peer.uid != ::getuid()) {
        ::close(fd);
        continue;
      }
      reap(false);
      const std::lock_guard lock(mutex);
      sessions.push_back(Session{std::make_unique<LocalConnection>(fd), {}, false});
      Session& session = sessions.back();
      session.thread = std::thread([this, &session] {
        handler(*session.connection);
        session.connection->hangUp();
        const std::lock_guard inner(mutex);
        session.finished = true;
      });
    }
  }
};

Result<std::unique_ptr<LocalServer>> LocalServer::listen(const std::string& path, Handler handler) {
  LOKET_ASSIGN(const sockaddr_un address, addressOf(path));
  auto impl = std::make_unique<Impl>();
  impl->path = path;
  impl->handler = std::move(handler);
  impl->listener = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  impl->stopper = ::eventfd(0, EFD_CLOEXEC);
  // The home's lock is ours, so a socket that is there was left by a process that died.
  ::unlink(path.c_str());
  const mode_t before = ::umask(S_IRWXG | S_IRWXO);
  const bool bound = impl->listener >= 0 && ::bind(impl->listener, plain(address), sizeof address) == 0;
  ::umask(before);
  if (!bound || ::listen(impl->listener, 16) != 0 || impl->stopper < 0) {
    const std::string why = std::strerror(errno);
    if (impl->listener >= 0)
      ::close(impl->listener);
    if (impl->stopper >= 0)
      ::close(impl->stopper);
    return fail(ErrorCode::DiskFault, path + ": " + why);
  }
  Impl* raw = impl.get();
  impl->acceptor = std::thread([raw] { raw->run(); });
  return std::unique_ptr<LocalServer>(new LocalServer(std::move(impl)));
}

LocalServer::LocalServer(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}

LocalServer::~LocalServer() {
  const std::uint64_t one = 1;
  while (::write(m_impl->stopper, &one, sizeof one) < 0 && errno == EINTR) {
  }
  m_impl->acceptor.join();
  m_impl->reap(true);
  ::unlink(m_impl->path.c_str());
  ::close(m_impl->listener);
  ::close(m_impl->stopper);
}

}  // namespace loket::adapters

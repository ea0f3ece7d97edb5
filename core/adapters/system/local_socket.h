// An owner-only local socket: how loketctl and a second window reach the process that owns a home.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "core/base/result.h"

namespace loket::adapters {

// One connection; frames are a 4-byte length and that many bytes. Owned by one thread at a time.
class LocalConnection {
 public:
  explicit LocalConnection(int fd) : m_fd(fd) {}
  ~LocalConnection();
  LocalConnection(const LocalConnection&) = delete;
  LocalConnection& operator=(const LocalConnection&) = delete;

  Status send(const std::string& frame);
  // Closed when the other side is gone.
  Result<std::string> receive();
  // From any thread: makes a waiting `receive` end.
  void hangUp();

 private:
  int m_fd;
};

Result<std::unique_ptr<LocalConnection>> connectLocal(const std::string& path);

// Serves connections, each on a thread of its own, until destroyed (which waits for them).
class LocalServer {
 public:
  using Handler = std::function<void(LocalConnection&)>;
  static Result<std::unique_ptr<LocalServer>> listen(const std::string& path, Handler handler);
  ~LocalServer();
  LocalServer(const LocalServer&) = delete;
  LocalServer& operator=(const LocalServer&) = delete;

 private:
  struct Impl;
  explicit LocalServer(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> m_impl;
};

}  // namespace loket::adapters

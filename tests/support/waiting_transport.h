// A network that waits as a real one does: until something is due or somebody wakes it. Calls are due at once.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <utility>

#include "core/ports/http.h"

namespace loket::tests {

class WaitingTransport final : public ports::Transport {
 public:
  void later(std::function<void()> call) { m_calls.push_back(std::move(call)); }  // engine's thread
  void send(ports::HttpRequest, std::function<void(ports::HttpReply)> done) override {
    later([done = std::move(done)] { done({}); });
  }
  void poll(Duration timeout) override {
    if (!m_calls.empty() && !hold) {
      for (auto& call : std::exchange(m_calls, {}))
        call();
      return;
    }
    std::unique_lock lock(m_mutex);
    m_arrived.wait_for(lock, std::chrono::milliseconds(timeout.ms), [this] { return m_woken; });
    m_woken = false;
  }
  void wake() override {
    {
      const std::lock_guard lock(m_mutex);
      m_woken = true;
    }
    m_arrived.notify_all();
  }
  int inFlight() const override { return static_cast<int>(m_calls.size()); }
  void abandonAll() override { m_calls.clear(); }
  // While set, no call is answered.
  std::atomic<bool> hold{false};

 private:
  std::deque<std::function<void()>> m_calls;
  std::mutex m_mutex;
  std::condition_variable m_arrived;
  bool m_woken = false;
};

}  // namespace loket::tests

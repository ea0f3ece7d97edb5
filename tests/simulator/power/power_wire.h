// The wire; and the bell that the printer's thread rings.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <utility>

#include "core/ports/http.h"
#include "tests/support/virtual_world.h"

namespace loket::simulator {

class Wire final : public ports::Transport {
 public:
  explicit Wire(tests::VirtualClock& clock) : m_calls(clock) {}
  void later(Duration delay, std::function<void()> call) { m_calls.later(delay, std::move(call)); }
  void send(ports::HttpRequest, std::function<void(ports::HttpReply)>) override {}
  void poll(Duration timeout) override { m_calls.poll(timeout); }
  void wake() override {
    const std::lock_guard lock(m_mutex);
    ++m_rings;
    m_rung.notify_all();
  }
  int rings() {
    const std::lock_guard lock(m_mutex);
    return m_rings;
  }
  void waitForRing(int after) {
    std::unique_lock lock(m_mutex);
    m_rung.wait(lock, [this, after] { return m_rings > after; });
  }
  int inFlight() const override { return m_calls.inFlight(); }
  void abandonAll() override { m_calls.abandonAll(); }

 private:
  tests::VirtualTransport m_calls;
  std::mutex m_mutex;
  std::condition_variable m_rung;
  int m_rings = 0;
};

}  // namespace loket::simulator

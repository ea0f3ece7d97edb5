// Time, network, chance and log as a test steers them. Waiting costs nothing: it moves the clock.
#pragma once

#include <algorithm>
#include <deque>
#include <functional>
#include <map>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "core/ports/clock.h"
#include "core/ports/entropy.h"
#include "core/ports/http.h"
#include "core/ports/log.h"
#include "core/ports/probe.h"
#include "core/ports/uptime.h"

namespace loket::tests {

inline constexpr Instant kMorning{1'795'399'509'000};  // 2026-11-23T09:05:09+07:00

class VirtualClock final : public ports::Clock {
 public:
  Instant now() override {
    m_now = m_now + tick;
    return m_now;
  }
  Duration monotonic() override { return m_now - kMorning - m_set; }
  // What passes from one look at the clock to the next, as it does outside.
  Duration tick;
  bool idleUntil(Instant due) override {
    moveTo(due);
    return true;
  }
  void moveTo(Instant t) { m_now = std::max(m_now, t); }
  void moveBy(Duration d) { m_now = m_now + d; }
  // Somebody sets the wall clock; no time passes.
  void set(Duration by) {
    m_now = m_now + by;
    m_set = m_set + by;
  }

 private:
  Instant m_now = kMorning;
  Duration m_set;
};

// On since an hour before the morning; nobody sets it.
class VirtualUptime final : public ports::Uptime {
 public:
  explicit VirtualUptime(VirtualClock& clock) : m_clock(clock) {}
  std::string boot() override { return "boot-" + std::to_string(m_starts); }
  Duration sinceBoot() override { return m_clock.monotonic() - m_startedAt; }
  // The machine was switched off and on again.
  void startAgain() {
    ++m_starts;
    m_startedAt = m_clock.monotonic();
  }

 private:
  VirtualClock& m_clock;
  int m_starts = 1;
  Duration m_startedAt = Duration{} - Duration::hours(1);
};

class SeededEntropy final : public ports::Entropy {
 public:
  void fill(std::uint8_t* bytes, std::size_t size) override {
    for (std::size_t i = 0; i < size; ++i) {
      if (planted.empty()) {
        bytes[i] = static_cast<std::uint8_t>(m_engine() & 0xFFU);
        continue;
      }
      bytes[i] = planted.front();
      planted.pop_front();
    }
  }
  // What chance brings next.
  std::deque<std::uint8_t> planted;

 private:
  std::mt19937 m_engine{20261123};
};

// What is to happen later happens inside `poll`, as with a real network; a poll without anything to do waits by
// moving the clock.
class VirtualTransport final : public ports::Transport {
 public:
  explicit VirtualTransport(VirtualClock& clock) : m_clock(clock) {}

  void later(Duration delay, std::function<void()> call) {
    m_calls.emplace(m_clock.now() + delay, std::move(call));
  }

  // What the far side makes of a request when it arrives; without one nothing leaves.
  std::function<ports::HttpReply(const ports::HttpRequest&)> farSide;

  void send(ports::HttpRequest request, std::function<void(ports::HttpReply)> done) override {
    ports::HttpReply reply = farSide ? farSide(request) : ports::HttpReply{};
    later(Duration::millis(1), [reply = std::move(reply), done = std::move(done)] { done(reply); });
  }
  void poll(Duration timeout) override {
    const Instant until = m_clock.now() + timeout;
    if (m_calls.empty() || m_calls.begin()->first > until) {
      m_clock.moveTo(until);
      return;
    }
    m_clock.moveTo(m_calls.begin()->first);
    while (!m_calls.empty() && m_calls.begin()->first <= m_clock.now()) {
      auto call = m_calls.extract(m_calls.begin());
      call.mapped()();
    }
  }
  void wake() override {}
  int inFlight() const override { return static_cast<int>(m_calls.size()); }
  void abandonAll() override { m_calls.clear(); }

 private:
  VirtualClock& m_clock;
  std::multimap<Instant, std::function<void()>> m_calls;
};

class SilentLog final : public ports::Log {
 public:
  void write(ports::LogLevel, std::string_view, std::string_view) override {}
};

// Remembers which points were passed, in order.
class RecordingProbe final : public ports::Probe {
 public:
  void reached(std::string_view point) override { points.emplace_back(point); }
  std::vector<std::string> points;
};

}  // namespace loket::tests

// Tells the buyer's server what became of his transactions. A thread of its own sends one after the other,
// each only once what it tells is on disk; what was not delivered is not tried again.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "app/sandbox/clock.h"
#include "app/sandbox/event_log.h"

namespace loket::sandbox {

class Webhooks {
 public:
  // An empty url: nothing is sent. An empty secret: nothing is signed.
  Webhooks(EventLog& log, const SandboxClock& clock, std::string url, std::string secret);
  ~Webhooks();
  Webhooks(const Webhooks&) = delete;
  Webhooks& operator=(const Webhooks&) = delete;

  bool configured() const { return !m_url.empty(); }
  const std::string& url() const { return m_url; }
  void send(const std::string& event, const std::string& userAgent, const std::string& ref,
            const std::string& body, int times);
  nlohmann::ordered_json sent() const;
  // Forgets what waits and what was sent; returns when nothing is on its way any more.
  void clear();

 private:
  struct Message {
    std::string event;
    std::string userAgent;
    std::string ref;
    std::string body;
    int times = 1;
    std::uint64_t sequence = 0;  // of the event log
  };
  struct Delivery {
    UnixMs at = 0;
    std::string event;
    std::string ref;
    int status = 0;  // 0: no answer
  };
  void sendLoop();
  void deliver(const Message& message);

  EventLog& m_log;
  const SandboxClock& m_clock;
  std::string m_url;
  std::string m_secret;
  mutable std::mutex m_mutex;
  std::condition_variable m_work;
  std::condition_variable m_idle;
  std::deque<Message> m_waiting;
  std::vector<Delivery> m_sent;
  bool m_sending = false;
  bool m_stop = false;
  std::thread m_sender;
};

}  // namespace loket::sandbox

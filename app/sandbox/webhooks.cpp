#include "app/sandbox/webhooks.h"

#include <map>
#include <utility>

#include <nlohmann/json.hpp>

#include "app/sandbox/crypto.h"
#include "app/sandbox/http_client.h"

namespace loket::sandbox {

Webhooks::Webhooks(EventLog& log, const SandboxClock& clock, std::string url, std::string secret)
    : m_log(log), m_clock(clock), m_url(std::move(url)), m_secret(std::move(secret)) {
  if (configured()) {
    m_sender = std::thread([this] { sendLoop(); });
  }
}

Webhooks::~Webhooks() {
  {
    const std::lock_guard lock(m_mutex);
    m_stop = true;
  }
  m_work.notify_all();
  if (m_sender.joinable()) {
    m_sender.join();
  }
}

void Webhooks::send(const std::string& event, const std::string& userAgent, const std::string& ref,
                    const std::string& body, int times) {
  if (!configured()) {
    return;
  }
  {
    const std::lock_guard lock(m_mutex);
    m_waiting.push_back({event, userAgent, ref, body, times, m_log.lastSequence()});
  }
  m_work.notify_all();
}

nlohmann::ordered_json Webhooks::sent() const {
  const std::lock_guard lock(m_mutex);
  nlohmann::ordered_json all = nlohmann::ordered_json::array();
  for (const Delivery& one : m_sent) {
    all.push_back(
        {{"time", rfc3339Jakarta(one.at)}, {"event", one.event}, {"ref", one.ref}, {"status", one.status}});
  }
  return all;
}

void Webhooks::clear() {
  std::unique_lock lock(m_mutex);
  m_waiting.clear();
  m_idle.wait(lock, [&] { return !m_sending; });
  m_sent.clear();
}

void Webhooks::sendLoop() {
  std::unique_lock lock(m_mutex);
  for (;;) {
    m_work.wait(lock, [&] { return m_stop || !m_waiting.empty(); });
    if (m_stop) {
      return;
    }
    const Message message = std::move(m_waiting.front());
    m_waiting.pop_front();
    m_sending = true;
    lock.unlock();
    m_log.waitDurable(message.sequence);
    for (int i = 0; i < message.times; ++i) {
      deliver(message);
    }
    lock.lock();
    m_sending = false;
    m_idle.notify_all();
  }
}

void Webhooks::deliver(const Message& message) {
  std::map<std::string, std::string> headers{{"X-Digiflazz-Event", message.event},
                                             {"User-Agent", message.userAgent}};
  if (!m_secret.empty()) {
    headers["X-Hub-Signature"] = "sha1=" + hmacSha1Hex(m_secret, message.body);
  }
  const UnixMs at = m_clock.now();
  const int status = postJson(m_url, headers, message.body);
  const std::lock_guard lock(m_mutex);
  m_sent.push_back({at, message.event, message.ref, status});
}

}  // namespace loket::sandbox

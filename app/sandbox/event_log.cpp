#include "app/sandbox/event_log.h"

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <stdexcept>

#include <nlohmann/json.hpp>

namespace loket::sandbox {

EventLog::EventLog(const std::filesystem::path& path) : m_file(path), m_writer([this] { writeLoop(); }) {}

EventLog::~EventLog() {
  {
    const std::lock_guard lock(m_mutex);
    m_stop = true;
  }
  m_work.notify_all();
  m_writer.join();
}

void EventLog::replay(const std::function<void(const nlohmann::json&)>& apply) {
  const std::string all = m_file.readAll();
  std::size_t at = 0;
  std::size_t line = 1;
  while (at < all.size()) {
    const std::size_t end = all.find('\n', at);
    const bool last = end == std::string::npos || end + 1 == all.size();
    const auto event =
        nlohmann::json::parse(all.substr(at, end == std::string::npos ? end : end - at), nullptr,
                              /*allow_exceptions=*/false);
    if (end == std::string::npos || event.is_discarded()) {
      if (!last) {
        throw std::runtime_error("event log is damaged at line " + std::to_string(line));
      }
      // A crash tore this line while it was written. Its answer never left, so it never happened.
      m_file.truncate(at);
      m_file.sync();
      return;
    }
    apply(event);
    at = end + 1;
    ++line;
  }
}

std::uint64_t EventLog::append(const nlohmann::json& event) {
  const std::string text = event.dump() + "\n";
  std::uint64_t sequence = 0;
  {
    const std::lock_guard lock(m_mutex);
    m_waiting += text;
    sequence = ++m_last;
  }
  m_work.notify_one();
  return sequence;
}

std::uint64_t EventLog::lastSequence() const {
  const std::lock_guard lock(m_mutex);
  return m_last;
}

void EventLog::waitDurable(std::uint64_t sequence) {
  std::unique_lock lock(m_mutex);
  m_done.wait(lock, [&] { return m_durable >= sequence; });
}

void EventLog::clear() {
  std::unique_lock lock(m_mutex);
  m_done.wait(lock, [&] { return !m_writing; });
  m_waiting.clear();
  m_durable = m_last;
  m_file.truncate(0);
  m_file.sync();
  m_done.notify_all();
}

void EventLog::writeLoop() {
  std::unique_lock lock(m_mutex);
  for (;;) {
    m_work.wait(lock, [&] { return m_stop || !m_waiting.empty(); });
    if (m_waiting.empty()) {
      return;
    }
    std::string batch;
    batch.swap(m_waiting);
    const std::uint64_t upTo = m_last;
    m_writing = true;
    lock.unlock();
    try {
      m_file.append(batch);
      m_file.sync();
    } catch (const std::exception& error) {
      // Nothing executed from here on could be promised to survive: stop rather than lie.
      std::fprintf(stderr, "loket-sandbox: event log: %s\n", error.what());
      std::abort();
    }
    lock.lock();
    m_writing = false;
    m_durable = upTo;
    m_done.notify_all();
  }
}

}  // namespace loket::sandbox

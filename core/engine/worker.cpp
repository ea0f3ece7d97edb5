#include "core/engine/worker.h"

#include <utility>

namespace loket::engine {

bool Mailbox::post(Job job) {
  {
    const std::lock_guard lock(m_mutex);
    if (m_closed)
      return false;
    m_jobs.push_back(std::move(job));
  }
  m_arrived.notify_one();
  return true;
}

std::vector<Mailbox::Job> Mailbox::take() {
  const std::lock_guard lock(m_mutex);
  return std::exchange(m_jobs, {});
}

bool Mailbox::isEmpty() {
  const std::lock_guard lock(m_mutex);
  return m_jobs.empty();
}

bool Mailbox::wait() {
  std::unique_lock lock(m_mutex);
  m_arrived.wait(lock, [this] { return m_closed || !m_jobs.empty(); });
  return !m_jobs.empty();
}

void Mailbox::close() {
  {
    const std::lock_guard lock(m_mutex);
    m_closed = true;
  }
  m_arrived.notify_all();
}

Worker::Worker()
    : m_thread([this] {
        while (m_box.wait())
          for (Mailbox::Job& job : m_box.take())
            job();
      }) {}

Worker::~Worker() {
  m_box.close();
  m_thread.join();
}

}  // namespace loket::engine

// A thread with a mailbox. What was posted before `close` is done before the thread ends; what comes after is
// refused, visibly. No other lock is needed around state that only the worker touches.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace loket::engine {

class Mailbox {
 public:
  using Job = std::function<void()>;
  // False when closed: the job was not taken.
  bool post(Job job);
  // Everything posted so far, at once.
  std::vector<Job> take();
  bool isEmpty();
  // Waits until there is something or the box is closed; false when closed and empty.
  bool wait();
  void close();

 private:
  std::mutex m_mutex;
  std::condition_variable m_arrived;
  std::vector<Job> m_jobs;
  bool m_closed = false;
};

class Worker {
 public:
  Worker();
  ~Worker();  // closes, drains, joins
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;
  bool post(Mailbox::Job job) { return m_box.post(std::move(job)); }

 private:
  Mailbox m_box;
  std::thread m_thread;
};

}  // namespace loket::engine

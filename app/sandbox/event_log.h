// The durable history of the sandbox, one JSON object per line. A writer thread lets concurrent requests
// share one fdatasync (group commit); an answer may leave only after waitDurable().
#pragma once

#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

#include <nlohmann/json_fwd.hpp>

#include "app/sandbox/append_file.h"

namespace loket::sandbox {

class EventLog {
 public:
  explicit EventLog(const std::filesystem::path& path);
  ~EventLog();
  EventLog(const EventLog&) = delete;
  EventLog& operator=(const EventLog&) = delete;

  // Calls back for every event on disk, oldest first; a torn last line is cut off. A damaged line before
  // that throws: the file was changed by somebody else. Call once, before the first append.
  void replay(const std::function<void(const nlohmann::json&)>& apply);

  std::uint64_t append(const nlohmann::json& event);  // its sequence number
  std::uint64_t lastSequence() const;
  void waitDurable(std::uint64_t sequence);
  // Forgets the history; what was still waiting to be written is forgotten with it.
  void clear();

 private:
  void writeLoop();

  AppendFile m_file;
  mutable std::mutex m_mutex;
  std::condition_variable m_work;
  std::condition_variable m_done;
  std::string m_waiting;
  std::uint64_t m_last = 0;
  std::uint64_t m_durable = 0;
  bool m_writing = false;
  bool m_stop = false;
  std::thread m_writer;
};

}  // namespace loket::sandbox

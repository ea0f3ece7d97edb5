// The last requests that arrived, for tests and support: what was asked, the hash of its bytes and what
// became of it. Not durable.
#pragma once

#include <cstddef>
#include <deque>
#include <mutex>
#include <string>

#include <nlohmann/json.hpp>

#include "app/sandbox/operation.h"
#include "app/sandbox/time_text.h"

namespace loket::sandbox {

struct RequestEntry {
  UnixMs time = 0;
  Operation operation;
  std::string target;
  std::string bodySha256;
  int status = 0;
  std::string outcome;  // "answered" or the fault that hit it
};

class RequestLog {
 public:
  void add(RequestEntry entry);
  void clear();
  nlohmann::ordered_json toJson() const;

 private:
  static constexpr std::size_t kKept = 10'000;

  mutable std::mutex m_mutex;
  std::deque<RequestEntry> m_entries;
};

}  // namespace loket::sandbox

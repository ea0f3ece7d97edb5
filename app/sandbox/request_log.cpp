#include "app/sandbox/request_log.h"

namespace loket::sandbox {

void RequestLog::add(RequestEntry entry) {
  const std::lock_guard lock(m_mutex);
  m_entries.push_back(std::move(entry));
  if (m_entries.size() > kKept) {
    m_entries.pop_front();
  }
}

void RequestLog::clear() {
  const std::lock_guard lock(m_mutex);
  m_entries.clear();
}

nlohmann::ordered_json RequestLog::toJson() const {
  const std::lock_guard lock(m_mutex);
  nlohmann::ordered_json all = nlohmann::ordered_json::array();
  for (const RequestEntry& entry : m_entries) {
    nlohmann::ordered_json one;
    one["time"] = rfc3339Jakarta(entry.time);
    one["upstream"] = entry.operation.upstream;
    one["operation"] = operationName(entry.operation.kind);
    one["name"] = entry.operation.name;
    one["path"] = entry.target;
    one["ref"] = entry.operation.ref;
    one["number"] = entry.operation.number;
    one["sha256"] = entry.bodySha256;
    one["status"] = entry.status;
    one["outcome"] = entry.outcome;
    all.push_back(std::move(one));
  }
  return all;
}

}  // namespace loket::sandbox

#include "core/engine/print_jobs.h"

#include <algorithm>
#include <map>

namespace loket::engine {

std::vector<ports::PrintJob> jobsIn(const std::vector<ports::PrintJob>& rows, std::string_view kind,
                                    const std::vector<int>& underWay) {
  using namespace print_state;
  std::map<int, ports::PrintJob> last;
  for (const ports::PrintJob& row : rows) {
    if (row.kind != kind)
      continue;
    const auto before = last.find(row.copyNo);
    // Older programs wrote "failed" also after bytes were taken, and "issued" before it.
    const bool proven = before != last.end() && before->second.state == kQueued;
    ports::PrintJob& job = last[row.copyNo] = row;
    if (row.state == kFailed && !proven)
      job.state = kUnknown;
  }
  for (auto& [number, job] : last)
    if (job.state == kQueued)
      job.state = kUnknown;
  for (const int number : underWay) {
    ports::PrintJob& job = last[number];
    job.kind = kind;
    job.copyNo = number;
    job.state = kQueued;
  }
  std::vector<ports::PrintJob> jobs;
  for (auto& [number, job] : last) jobs.push_back(std::move(job));
  return jobs;
}

int nextNumber(const std::vector<ports::PrintJob>& jobs) {
  const auto failed = std::find_if(jobs.begin(), jobs.end(), [](const auto& job) { return job.state == print_state::kFailed; });
  if (failed != jobs.end())
    return failed->copyNo;
  return jobs.empty() ? 0 : jobs.back().copyNo + 1;
}

}  // namespace loket::engine

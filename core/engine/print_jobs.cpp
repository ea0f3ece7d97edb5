#include "core/engine/print_jobs.h"

#include <algorithm>
#include <map>

namespace loket::engine {

bool isOfPayment(std::string_view kind) {
  return kind == paper_kind::kReceipt || kind == paper_kind::kDepositSlip ||
         kind == paper_kind::kPendingSlip || kind == paper_kind::kRefundSlip;
}

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

std::vector<ports::PrintJob> unprintedIn(const std::vector<ports::PrintJob>& rows) {
  std::map<PaymentRef, std::vector<ports::PrintJob>> papers;
  for (const ports::PrintJob& row : rows)
    if (isOfPayment(row.kind))
      papers[row.ref].push_back(row);
  std::vector<ports::PrintJob> unprinted;
  for (const auto& [ref, all] : papers) {
    // As jobsIn() reads them, which knows what older programs wrote.
    for (ports::PrintJob& job : jobsIn(all, all.back().kind, {}))
      if (job.copyNo == all.back().copyNo && wantsALook(job.state)) {
        job.ref = ref;
        unprinted.push_back(std::move(job));
      }
  }
  std::sort(unprinted.begin(), unprinted.end(),
            [](const auto& left, const auto& right) { return left.at < right.at; });
  return unprinted;
}

int nextNumber(const std::vector<ports::PrintJob>& jobs) {
  const auto nothing =
      std::find_if(jobs.begin(), jobs.end(), [](const auto& job) { return cameToNothing(job.state); });
  if (nothing != jobs.end())
    return nothing->copyNo;
  return jobs.empty() ? 0 : jobs.back().copyNo + 1;
}

}  // namespace loket::engine

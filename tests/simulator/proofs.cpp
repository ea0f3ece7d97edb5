#include "tests/simulator/proofs.h"

#include <atomic>
#include <chrono>
#include <mutex>
#include <thread>
#include <vector>

#include <fmt/format.h>

#include "tests/support/proof_mutations.h"

namespace loket::simulator {

ProofsReport turnAllProofs(unsigned jobs) {
  using tests::Mutations;
  using tests::ProofMutations;
  const auto begin = std::chrono::steady_clock::now();
  const ProofMutations proofs;
  std::atomic<std::uint64_t> left{ProofMutations::kSizeMost};
  std::mutex mutex;
  Mutations inclusion;
  Mutations consistency;
  Mutations files;
  const auto work = [&] {
    // The largest first: the small ones fill what is left of the time.
    for (std::uint64_t at = left--; at > 0 && at <= ProofMutations::kSizeMost; at = left--) {
      const Mutations ofEntries = proofs.inclusion(at, 1);
      const Mutations ofBeginnings = proofs.consistency(at, 1);
      const Mutations ofFile = proofs.file(at * 7 / 11, at);
      const std::lock_guard lock(mutex);
      inclusion.add(ofEntries);
      consistency.add(ofBeginnings);
      files.add(ofFile);
    }
  };
  std::vector<std::thread> threads;
  for (unsigned i = 1; i < jobs; ++i) threads.emplace_back(work);
  work();
  for (std::thread& one : threads) one.join();
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();

  Mutations all = inclusion;
  all.add(consistency);
  all.add(files);
  ProofsReport report;
  report.figure = fmt::format(
      "{} mutations, {} accepted: {} of {} inclusion proofs, {} of {} consistency proofs, {} of {} proof files, of trees of 1 to {} "
      "entries, in {:.0f} s on {} jobs",
      all.turned, all.accepted, inclusion.turned, inclusion.proofs, consistency.turned, consistency.proofs, files.turned, files.proofs,
      ProofMutations::kSizeMost, seconds, jobs);
  if (all.accepted > 0)
    report.failure = "accepted: " + all.first;
  else if (all.wrong > 0)
    report.failure = fmt::format("{} proofs were not right before they were touched", all.wrong);
  return report;
}

}  // namespace loket::simulator

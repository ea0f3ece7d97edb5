// What reconciling needs of the store: our attempts by what the upstream knows them by, and the runs that
// were made.
#pragma once

#include <iterator>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/base/result.h"
#include "core/domain/payment/payment.h"
#include "core/domain/reconcile/run.h"

namespace loket::ports {

// One attempt and its payment, as far as a settlement file is about it.
struct AttemptRow {
  std::int64_t id = 0;        // small and dense: an index into a set of bits
  std::int64_t sequence = 0;  // of the payment, for paging
  AttemptRef attemptRef;
  AttemptOutcome outcome = AttemptOutcome::Armed;
  PaymentRef ref;
  PaymentState state = PaymentState::Accepted;
  Money cost;  // with the corrections that were applied
  ProductId product;
  std::string number;
};

struct AttemptLookup {
  std::optional<AttemptRow> row;
  // Applied for a reference that was not ours: when, and the amount that it was for.
  Instant bookedAt;
  Money booked;
};

// What a reconciliation adds to a unit of work.
struct ReconcileWork {
  std::vector<reconcile::Run> runs;  // the same id again replaces it
  std::vector<std::pair<reconcile::ReconcileId, reconcile::Finding>> findings;
  std::vector<reconcile::Applied> applied;

  bool empty() const { return runs.empty() && findings.empty() && applied.empty(); }
  void append(ReconcileWork other);
};

class ReconcileReader {
 public:
  virtual ~ReconcileReader() = default;
  // One answer for each reference, in their order.
  virtual Result<std::vector<AttemptLookup>> attempts(const UpstreamId& upstream,
                                                      const std::vector<AttemptRef>& references) = 0;
  // Attempts at `upstream` that took money or may have, of payments of that business date in that state,
  // after `sequence`, in its order.
  virtual Result<std::vector<AttemptRow>> liveAttempts(const UpstreamId& upstream, const BusinessDate& date,
                                                       PaymentState state, std::int64_t sequence,
                                                       int limit) = 0;
  // Newest first.
  virtual Result<std::vector<reconcile::Run>> runs(int limit) = 0;
  virtual Result<std::optional<reconcile::Run>> run(const reconcile::ReconcileId& id) = 0;
  // The newest finished one about these bytes.
  virtual Result<std::optional<reconcile::Run>> runOfFile(const UpstreamId& upstream,
                                                          const std::string& sha256) = 0;
  // By number, after `after`.
  virtual Result<std::vector<reconcile::Finding>> findings(const reconcile::ReconcileId& id,
                                                           std::int64_t after, int limit) = 0;
};

inline void ReconcileWork::append(ReconcileWork other) {
  std::move(other.runs.begin(), other.runs.end(), std::back_inserter(runs));
  std::move(other.findings.begin(), other.findings.end(), std::back_inserter(findings));
  std::move(other.applied.begin(), other.applied.end(), std::back_inserter(applied));
}

}  // namespace loket::ports

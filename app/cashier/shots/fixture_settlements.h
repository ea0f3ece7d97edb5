// The made-up shop's settlement files: one that was read yesterday and agrees, and what reading another one finds.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/api/agent_client.h"

namespace loket::app::fixture {

class FixtureSettlements {
 public:
  // ---- how the world answers
  std::optional<Error> readError;   // of the next file, once
  std::optional<Error> applyError;  // of the next booking, once
  bool isUnsound = false;           // the next file contradicts itself
  bool holdReading = false;         // it stays at a third until release()

  // ---- what happened
  std::string path;
  std::vector<std::int64_t> booked;
  std::string reason;

  void fill(Instant now);
  void read(const api::ReconcileRequest& request, Instant now, const std::function<void(api::ReconcileProgress)>& progress,
            api::Reply<reconcile::Run> reply);
  void release();
  [[nodiscard]] const std::vector<reconcile::Run>& runs() const { return m_runs; }
  [[nodiscard]] Result<std::vector<reconcile::Finding>> findings(const reconcile::ReconcileId& id, std::int64_t after) const;
  [[nodiscard]] Result<std::vector<reconcile::Applied>> apply(const reconcile::ReconcileId& id,
                                                             const std::vector<std::int64_t>& numbers, const std::string& why,
                                                             Instant now);

 private:
  std::vector<reconcile::Run> m_runs;  // the newest first
  std::vector<reconcile::Finding> m_findings;
  std::function<void()> m_held;
};

}  // namespace loket::app::fixture

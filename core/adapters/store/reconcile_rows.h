// Reconciliations as rows: reading on any connection, writing inside the store's transaction.
#pragma once

#include "core/adapters/store/connection.h"
#include "core/ports/reconcile.h"

namespace loket::adapters {

class ReconcileRows final : public ports::ReconcileReader {
 public:
  explicit ReconcileRows(Connection& connection) : m_connection(connection) {}

  Result<std::vector<ports::AttemptLookup>> attempts(const UpstreamId& upstream,
                                                     const std::vector<AttemptRef>& references) override;
  Result<std::vector<ports::AttemptRow>> liveAttempts(const UpstreamId& upstream, const BusinessDate& date,
                                                      PaymentState state, std::int64_t sequence,
                                                      int limit) override;
  Result<std::vector<reconcile::Run>> runs(int limit) override;
  Result<std::optional<reconcile::Run>> run(const reconcile::ReconcileId& id) override;
  Result<std::optional<reconcile::Run>> runOfFile(const UpstreamId& upstream,
                                                  const std::string& sha256) override;
  Result<std::vector<reconcile::Finding>> findings(const reconcile::ReconcileId& id, std::int64_t after,
                                                   int limit) override;

  // Everything that was ever applied: what a sidecar must know.
  Result<std::vector<reconcile::Applied>> applied();
  // Inside an open transaction.
  Status write(const ports::ReconcileWork& work);

 private:
  Result<std::vector<ports::AttemptLookup>> look(const UpstreamId& upstream,
                                                 const std::vector<AttemptRef>& references);
  Connection& m_connection;
};

}  // namespace loket::adapters

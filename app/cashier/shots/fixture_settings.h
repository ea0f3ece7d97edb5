// The made-up shop's limits and suppliers, by the rules of the core.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/api/agent_client.h"

namespace loket::app::fixture {

class FixtureSettings {
 public:
  FixtureSettings();

  // ---- how it stands
  Limits limits;
  std::vector<UpstreamSettings> suppliers;
  std::optional<Error> error;  // of the next saving, once

  // ---- what happened
  std::vector<api::SaveLimits> limitsSaved;
  std::vector<api::SaveUpstream> suppliersSaved;

  // Of its journal.
  static api::CheckpointView checkpoint(Instant now);
  // By one of two; with `trouble` the other one has that to say.
  static api::Witnessed witnessed(Instant now, const std::string& trouble);
  static api::Stamped stamped(Instant now, const std::string& trouble);
  static api::AuditReport audit(const std::vector<api::AuditFault>& faults);
  void fill(api::Config& config) const;
  void save(const api::SaveLimits& command, const api::Reply<Limits>& reply);
  void save(const api::SaveUpstream& command, const api::Reply<int>& reply);
};

}  // namespace loket::app::fixture

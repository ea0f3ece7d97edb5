// One settlement file on its way through: lines first, then our own attempts that it does not mention.
#pragma once

#include <memory>
#include <optional>
#include <unordered_set>
#include <vector>

#include "core/domain/reconcile/classify.h"
#include "core/engine/reconciler.h"

namespace loket::engine {

class SettlementReading {
 public:
  struct Start {
    reconcile::Run run;  // with id, upstream, file and the period that was asked for, if any
    std::vector<UpstreamId> others;
    Instant now;
  };
  SettlementReading(Start start, std::unique_ptr<ports::PagedFile> file);

  // A few milliseconds of work.
  Result<ReconcilePage> step(ports::StoreReader& reader);

 private:
  enum class Phase { Lines, Ours, Done };
  Status readLines(ports::StoreReader& reader, ports::ReconcileReader& rows);
  Status judge(ports::StoreReader& reader, ports::ReconcileReader& rows);
  Status judgeLine(ports::StoreReader& reader, const reconcile::SettlementLine& line,
                   const ports::AttemptLookup& found);
  Result<reconcile::Ours> oursOf(ports::StoreReader& reader, const ports::AttemptRow& row);
  Status headIsOurs();
  Status endOfFile(ports::ReconcileReader& rows);
  std::optional<std::pair<Instant, Instant>> period() const;
  Status readOurs(ports::StoreReader& reader, ports::ReconcileReader& rows);
  Status judgeOurs(ports::StoreReader& reader, const ports::AttemptRow& row);
  void keep(reconcile::Finding finding);
  bool markSeen(std::int64_t attemptId);
  void countOurs(const reconcile::Ours& ours);

  reconcile::Run m_run;
  std::vector<UpstreamId> m_others;
  Instant m_now;
  std::unique_ptr<ports::PagedFile> m_file;
  reconcile::SettlementParser m_parser;
  reconcile::SettlementParser::Found m_found;
  Phase m_phase = Phase::Lines;
  bool m_headLooked = false;
  std::uint64_t m_bytes = 0;
  std::int64_t m_badKept = 0;
  Instant m_firstAt;
  Instant m_lastAt;
  // A bit for each of our attempts, and 8 bytes for each reference that is not ours.
  std::vector<bool> m_seen;
  std::unordered_set<std::size_t> m_strangers;
  std::vector<reconcile::Finding> m_findings;
  std::int64_t m_lastNo = 0;
  // Where among our attempts.
  BusinessDate m_day;
  std::size_t m_state = 0;
  std::int64_t m_sequence = 0;
};

}  // namespace loket::engine

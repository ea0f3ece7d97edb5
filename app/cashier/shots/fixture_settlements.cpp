#include "app/cashier/shots/fixture_settlements.h"

#include <algorithm>
#include <utility>

namespace loket::app::fixture {
namespace {

using reconcile::Class;
using reconcile::Finding;
using reconcile::Proposal;
using reconcile::ReconcileId;
using reconcile::Run;
using reconcile::RunState;
using reconcile::TheirStatus;

constexpr std::int64_t kFileSize = 96'000;
const UpstreamId kSupplier{"digi"};

Finding finding(std::int64_t no, Class cls, Proposal proposal, const char* number, std::optional<std::int64_t> ours,
                std::optional<std::int64_t> theirs) {
  Finding one;
  one.no = no;
  one.line = cls == Class::OnlyOurs ? 0 : no * 17;
  one.cls = cls;
  one.proposal = proposal;
  one.reference = "LK261122REF" + std::to_string(no);
  one.number = number;
  if (ours)
    one.ourAmount = Money::rupiah(*ours);
  if (theirs)
    one.theirAmount = Money::rupiah(*theirs);
  return one;
}

std::vector<Finding> everyKind() {
  return {finding(1, Class::AmountDiffers, Proposal::CorrectCost, "087800001230", 10'250, 10'400),
          finding(2, Class::AmountDiffers, Proposal::CorrectCost, "14300000001", 50'200, 50'350),
          finding(3, Class::OnlyTheirs, Proposal::BookDifference, "081234567899", std::nullopt, 25'150),
          finding(4, Class::StatusDiffers, Proposal::ReviewSucceeded, "530000000001", 302'750, 302'750),
          finding(5, Class::StatusDiffers, Proposal::SettleConflict, "0002644891135", 72'500, 72'500),
          finding(6, Class::OnlyOurs, Proposal::LookInNextFile, "087800001240", 10'250, std::nullopt),
          finding(7, Class::BadLine, Proposal::None, "", std::nullopt, std::nullopt)};
}

Run runOf(const char* id, const std::string& file, Instant at) {
  Run run;
  run.id = ReconcileId(id);
  run.upstream = kSupplier;
  run.file = file;
  run.state = RunState::Final;
  run.startedAt = at;
  run.endedAt = at + Duration::seconds(2);
  run.from = at - Duration::hours(38);
  run.to = at - Duration::hours(14);
  run.by = UserName("sri");
  return run;
}

}  // namespace

void FixtureSettlements::fill(Instant now) {
  Run old = runOf("R261122AAAA", "WRG_20261121.txt", now - Duration::hours(26));
  old.lines = 1'240;
  old.counts[static_cast<std::size_t>(Class::Match)] = 1'240;
  old.ours = old.theirs = {1'240, Money::rupiah(41'203'650)};
  m_runs = {old};
}

void FixtureSettlements::read(const api::ReconcileRequest& request, Instant now,
                              const std::function<void(api::ReconcileProgress)>& progress, api::Reply<Run> reply) {
  path = request.path;
  progress({kFileSize / 3, kFileSize});
  auto answer = [this, request, now, reply = std::move(reply)] {
    if (readError)
      return reply(fail(*std::exchange(readError, std::nullopt)));
    Run run = runOf("R261123BBBB", request.path.substr(request.path.find_last_of('/') + 1), now);
    run.upstream = request.upstream;
    run.lines = 1'187;
    if (isUnsound) {
      run.state = RunState::Unsound;
      run.problem = reconcile::FileVerdict{reconcile::FileProblem::CountDiffers, 1'188, 1'187};
      m_findings.clear();
    } else {
      m_findings = everyKind();
      run.open = static_cast<std::int64_t>(m_findings.size());
      for (const Finding& one : m_findings) ++run.count(one.cls);
      run.ours = {1'181, Money::rupiah(38'950'200)};
      run.theirs = {1'183, Money::rupiah(39'050'650)};
    }
    m_runs.insert(m_runs.begin(), run);
    reply(run);
  };
  if (holdReading)
    m_held = std::move(answer);
  else
    answer();
}

void FixtureSettlements::release() {
  if (m_held)
    std::exchange(m_held, nullptr)();
}

Result<std::vector<Finding>> FixtureSettlements::findings(const ReconcileId& id, std::int64_t after) const {
  std::vector<Finding> page;
  if (!m_runs.empty() && m_runs.front().id == id)
    std::copy_if(m_findings.begin(), m_findings.end(), std::back_inserter(page),
                 [after](const Finding& one) { return one.no > after; });
  return page;
}

Result<std::vector<reconcile::Applied>> FixtureSettlements::apply(const ReconcileId& id, const std::vector<std::int64_t>& numbers,
                                                                  const std::string& why, Instant now) {
  if (applyError)
    return fail(*std::exchange(applyError, std::nullopt));
  std::vector<reconcile::Applied> applied;
  for (Finding& one : m_findings)
    if (std::find(numbers.begin(), numbers.end(), one.no) != numbers.end() && one.isOpen()) {
      one.appliedAt = now;
      reconcile::Applied row;
      row.run = id;
      row.no = one.no;
      row.proposal = one.proposal;
      row.reason = why;
      applied.push_back(row);
      booked.push_back(one.no);
    }
  reason = why;
  if (!m_runs.empty())
    m_runs.front().open -= static_cast<std::int64_t>(applied.size());
  return applied;
}

}  // namespace loket::app::fixture

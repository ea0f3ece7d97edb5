#include "core/engine/reconciler.h"

#include <algorithm>
#include <utility>

#include "core/base/text.h"
#include "core/engine/settlement_reading.h"

namespace loket::engine {
namespace {

using reconcile::Finding;
using reconcile::Proposal;
using reconcile::ReconcileId;
using reconcile::Run;

// What one transaction takes without holding up the counter.
constexpr std::size_t kApplyMax = 50;

std::string nameOf(const std::string& path) {
  const auto slash = path.find_last_of('/');
  return slash == std::string::npos ? path : path.substr(slash + 1);
}

}  // namespace

Reconciler::Reconciler(Parts parts) : m_(std::move(parts)) {}
Reconciler::~Reconciler() = default;

void Reconciler::begin(const api::ReconcileRequest& request, const std::vector<UpstreamId>& known,
                       const UserName& by, std::function<void(api::ReconcileProgress)> progress,
                       api::Reply<Run> reply) {
  if (m_reading) {
    reply(fail(ErrorCode::StateForbids, "another settlement file is being read"));
    return;
  }
  if (std::find(known.begin(), known.end(), request.upstream) == known.end()) {
    reply(fail(ErrorCode::Usage, "no upstream " + request.upstream.str()));
    return;
  }
  if (request.from.has_value() != request.to.has_value() || (request.from && *request.from >= *request.to)) {
    reply(fail(ErrorCode::Usage, "a period has a beginning and an end"));
    return;
  }
  auto file = m_.openFile ? m_.openFile(request.path) : fail(ErrorCode::Internal, "no files");
  if (!file) {
    // Not something of this counter's that is missing.
    const bool absent = file.error().code == ErrorCode::NotFound;
    reply(fail(absent ? ErrorCode::Usage : file.error().code,
               absent ? "no file " + request.path : file.error().detail));
    return;
  }
  SettlementReading::Start start;
  start.now = m_.clock.now();
  start.run.id = m_.references.reconciliation();
  start.run.upstream = request.upstream;
  start.run.file = nameOf(request.path);
  start.run.startedAt = start.now;
  start.run.from = request.from.value_or(Instant{});
  start.run.to = request.to.value_or(Instant{});
  start.run.by = by;
  for (const UpstreamId& id : known)
    if (id != request.upstream)
      start.others.push_back(id);
  m_reading = std::make_shared<SettlementReading>(std::move(start), std::move(*file));
  m_progress = std::move(progress);
  m_reply = std::move(reply);
  m_.later([this] { step(); });
}

void Reconciler::step() {
  if (!m_reading)
    return;
  // Whoever stops the run lets go of it; the step that is under way holds it to its end.
  m_.onReader([reading = m_reading](ports::StoreReader& reader) { return reading->step(reader); },
              [this, reading = m_reading](const Result<ReconcilePage>& page) {
                if (reading == m_reading)
                  took(page);
              });
}

void Reconciler::took(const Result<ReconcilePage>& page) {
  if (!page) {
    stop(page.error());
    return;
  }
  if (m_progress)
    m_progress({page->bytes, page->size});
  if (!page->done && page->findings.empty()) {
    m_.later([this] { step(); });
    return;
  }
  Run run = page->run;
  if (page->done)
    run.endedAt = m_.clock.now();
  ports::UnitOfWork work;
  // Kept as unfinished from its first findings on: what is not final is never taken for it.
  if (!page->done)
    run.state = reconcile::RunState::Unfinished;
  work.reconcile.runs.push_back(run);
  for (const Finding& finding : page->findings) work.reconcile.findings.emplace_back(run.id, finding);
  m_.books.stageWork(std::move(work), "reconcile",
                     [this, reading = m_reading, run, done = page->done](const Status& status) {
                       if (reading != m_reading)
                         return;
                       if (!status) {
                         stop(status.error());
                       } else if (!done) {
                         m_.later([this] { step(); });
                       } else {
                         m_reading.reset();
                         m_progress = nullptr;
                         std::exchange(m_reply, nullptr)(run);
                       }
                     });
}

void Reconciler::stop(const Error& error) {
  m_reading.reset();
  m_progress = nullptr;
  if (auto reply = std::exchange(m_reply, nullptr))
    reply(fail(error));
}

void Reconciler::apply(const ReconcileId& id, const std::vector<std::int64_t>& numbers,
                       const std::string& reason, const UserName& by,
                       api::Reply<std::vector<reconcile::Applied>> reply) {
  // What was applied a moment ago is looked at too.
  m_.books.flush();
  auto work = decideApply(id, numbers, reason, by);
  if (!work) {
    reply(fail(work.error()));
    return;
  }
  const auto applied = work->reconcile.applied;
  m_.books.stageWork(std::move(*work), "reconcile-apply",
                     [applied, reply = std::move(reply)](const Status& status) {
                       if (status)
                         reply(applied);
                       else
                         reply(fail(status.error()));
                     });
}

Result<ports::UnitOfWork> Reconciler::decideApply(const ReconcileId& id,
                                                  const std::vector<std::int64_t>& numbers,
                                                  const std::string& reason, const UserName& by) {
  ports::ReconcileReader* rows = m_.store.reconcile();
  if (rows == nullptr)
    return fail(ErrorCode::Internal, "this store keeps no reconciliations");
  if (trimmed(reason).empty())
    return fail(ErrorCode::Usage, "a correction of the books has a reason");
  if (numbers.empty() || numbers.size() > kApplyMax)
    return fail(ErrorCode::Usage, "1 to " + std::to_string(kApplyMax) + " proposals at once");
  LOKET_ASSIGN(const auto run, rows->run(id));
  if (!run)
    return fail(ErrorCode::NotFound, id.str());
  if (run->state != reconcile::RunState::Final)
    return fail(ErrorCode::StateForbids, id.str() + " is " + std::string(wordOf(run->state)));
  const Instant now = m_.clock.now();
  ports::UnitOfWork work;
  std::vector<std::int64_t> sorted = numbers;
  std::sort(sorted.begin(), sorted.end());
  if (std::adjacent_find(sorted.begin(), sorted.end()) != sorted.end())
    return fail(ErrorCode::Usage, "a proposal is named twice");
  for (const std::int64_t no : sorted) {
    const std::string name = id.str() + "/" + std::to_string(no);
    LOKET_ASSIGN(const auto found, rows->findings(id, no - 1, 1));
    if (found.empty() || found.front().no != no)
      return fail(ErrorCode::NotFound, name);
    const Finding& finding = found.front();
    auto posting = reconcile::postingFor(finding, run->upstream, "reconciled " + name, now);
    if (!posting)
      return fail(ErrorCode::StateForbids,
                  name + " is not a posting but " + std::string(wordOf(finding.proposal)));
    if (finding.appliedAt != Instant{})
      return fail(ErrorCode::StateForbids, name + " was applied at " + toRfc3339(finding.appliedAt));
    LOKET_TRY(isAsItWas(*run, finding));
    work.postings.push_back(std::move(*posting));
    work.reconcile.applied.push_back({id, no, run->upstream, finding.reference, finding.proposal,
                                      finding.theirAmount.value_or(Money{}), reconcile::correctionOf(finding),
                                      reason, by, now});
  }
  return work;
}

// The books may have moved on since the file was read: then what was proposed is no longer right.
Status Reconciler::isAsItWas(const Run& run, const Finding& finding) {
  const AttemptRef reference(finding.reference);
  LOKET_ASSIGN(const auto found, m_.store.reconcile()->attempts(run.upstream, {reference}));
  const ports::AttemptLookup& now = found.front();
  const bool same =
      finding.proposal == Proposal::CorrectCost
          ? now.row && now.row->cost == finding.ourAmount &&
                reconcile::standingOf(now.row->outcome, now.row->state) == reconcile::Standing::Took
          : !now.row && now.bookedAt == Instant{};
  if (!same)
    return fail(ErrorCode::StateForbids,
                "the books have changed since: " + finding.reference + "; reconcile the file again");
  return {};
}

}  // namespace loket::engine

#include "core/adapters/store/reconcile_rows.h"

#include <algorithm>

#include <nlohmann/json.hpp>

namespace loket::adapters {
namespace {

using Json = nlohmann::json;
using reconcile::Applied;
using reconcile::Class;
using reconcile::Finding;
using reconcile::ReconcileId;
using reconcile::Run;

std::string encodeRun(const Run& run) {
  Json json = {{"file", run.file},
               {"startedAt", run.startedAt.ms},
               {"endedAt", run.endedAt.ms},
               {"from", run.from.ms},
               {"to", run.to.ms},
               {"face", run.basis == reconcile::AmountBasis::Face},
               {"lines", run.lines},
               {"open", run.open},
               {"ours", {run.ours.count, run.ours.sum.amount()}},
               {"theirs", {run.theirs.count, run.theirs.sum.amount()}},
               {"sameAs", run.sameAs.str()},
               {"by", run.by.str()}};
  for (std::size_t i = 0; i < reconcile::kClassCount; ++i)
    json["counts"][std::string(wordOf(static_cast<Class>(i)))] = run.counts[i];
  if (run.problem)
    json["problem"] = {std::string(wordOf(run.problem->problem)), run.problem->told, run.problem->found};
  // A file's name need not be UTF-8.
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::int64_t numberAt(const Json& json, std::size_t at) {
  return json.is_array() && json.size() > at && json[at].is_number_integer() ? json[at].get<std::int64_t>()
                                                                             : 0;
}

reconcile::Figure figureIn(const Json& json, const char* key) {
  const Json pair = json.value(key, Json());
  return {numberAt(pair, 0), Money::from(numberAt(pair, 1)).value_or(Money{})};
}

// id, upstream, sha256, state, body
Result<Run> runFrom(const Query& row) {
  Run run;
  run.id = ReconcileId(row.text(0));
  run.upstream = UpstreamId(row.text(1));
  run.sha256 = row.text(2);
  const auto state = reconcile::runStateFromWord(row.text(3));
  const Json json = Json::parse(row.text(4), nullptr, false);
  if (!state || !json.is_object())
    return fail(ErrorCode::DatabaseUnreadable, "reconciliation " + run.id.str());
  run.state = *state;
  run.file = json.value("file", "");
  run.startedAt = Instant{json.value("startedAt", std::int64_t{0})};
  run.endedAt = Instant{json.value("endedAt", std::int64_t{0})};
  run.from = Instant{json.value("from", std::int64_t{0})};
  run.to = Instant{json.value("to", std::int64_t{0})};
  run.basis = json.value("face", false) ? reconcile::AmountBasis::Face : reconcile::AmountBasis::Charged;
  run.lines = json.value("lines", std::int64_t{0});
  run.open = json.value("open", std::int64_t{0});
  run.ours = figureIn(json, "ours");
  run.theirs = figureIn(json, "theirs");
  run.sameAs = ReconcileId(json.value("sameAs", ""));
  run.by = UserName(json.value("by", ""));
  const Json counts = json.value("counts", Json::object());
  for (std::size_t i = 0; i < reconcile::kClassCount; ++i)
    run.counts[i] = counts.value(std::string(wordOf(static_cast<Class>(i))), std::int64_t{0});
  if (const auto at = json.find("problem");
      at != json.end() && at->is_array() && !at->empty() && (*at)[0].is_string())
    if (const auto problem = reconcile::fileProblemFromWord((*at)[0].get<std::string>()))
      run.problem = reconcile::FileVerdict{*problem, numberAt(*at, 1), numberAt(*at, 2)};
  return run;
}

// Column 0 to 8.
Result<ports::AttemptRow> attemptFrom(const Query& row) {
  ports::AttemptRow attempt;
  attempt.id = row.number(0);
  attempt.attemptRef = AttemptRef(row.text(1));
  const auto outcome = attemptOutcomeFromWord(row.text(2));
  attempt.sequence = row.number(3);
  attempt.ref = PaymentRef(row.text(4));
  const auto state = stateFromWord(row.text(5));
  const auto cost = Money::from(row.number(6));
  if (!outcome || !state || !cost)
    return fail(ErrorCode::DatabaseUnreadable, "attempt " + attempt.attemptRef.str());
  attempt.outcome = *outcome;
  attempt.state = *state;
  attempt.cost = *cost;
  attempt.product = ProductId(row.text(7));
  attempt.number = row.text(8);
  return attempt;
}

std::optional<Money> moneyAt(const Query& row, int column) {
  return row.isNull(column) ? std::nullopt : Money::from(row.number(column));
}

void bindMoney(Query& query, const std::optional<Money>& money) {
  if (money)
    query.bind(money->amount());
  else
    query.bindNull();
}

#define LOKET_ATTEMPT_COLUMNS                                                                  \
  "a.rowid, a.attempt_ref, a.outcome, p.seq, p.ref, p.state, p.total - p.profit + "            \
  "(SELECT coalesce(sum(r.amount), 0) FROM reconcile_applied r WHERE r.upstream = a.upstream " \
  "AND r.reference = a.attempt_ref AND r.proposal = 'correctCost'), p.product, p.number "

constexpr const char* kAttempt = "SELECT " LOKET_ATTEMPT_COLUMNS
                                 "FROM attempts a JOIN payments p ON p.ref = a.payment "
                                 "WHERE a.upstream = ? AND a.attempt_ref = ?";
constexpr const char* kLive =
    "SELECT " LOKET_ATTEMPT_COLUMNS
    "FROM payments p INDEXED BY payments_by_day JOIN attempts a ON a.payment = p.ref "
    "WHERE p.business_date = ? AND p.state = ? AND p.seq > ? AND a.upstream = ? "
    "AND a.outcome IN ('armed', 'pending', 'suspect', 'succeeded') "
    "ORDER BY p.seq LIMIT ?";
constexpr const char* kBooked =
    "SELECT at, theirs FROM reconcile_applied WHERE upstream = ? AND reference = ? AND proposal = "
    "'bookDifference' "
    "ORDER BY at LIMIT 1";

#undef LOKET_ATTEMPT_COLUMNS

}  // namespace

Result<std::vector<ports::AttemptLookup>> ReconcileRows::attempts(const UpstreamId& upstream,
                                                                  const std::vector<AttemptRef>& references) {
  // One look at the database for all of them.
  LOKET_TRY(m_connection.query("BEGIN").run());
  auto found = look(upstream, references);
  LOKET_TRY(m_connection.query("COMMIT").run());
  return found;
}

Result<std::vector<ports::AttemptLookup>> ReconcileRows::look(const UpstreamId& upstream,
                                                              const std::vector<AttemptRef>& references) {
  std::vector<ports::AttemptLookup> out;
  out.reserve(references.size());
  for (const AttemptRef& reference : references) {
    ports::AttemptLookup& one = out.emplace_back();
    Query row = m_connection.query(kAttempt);
    row.bind(upstream.str()).bind(reference.str());
    if (row.step()) {
      LOKET_ASSIGN(one.row, attemptFrom(row));
      continue;
    }
    LOKET_TRY(row.status());
    Query booked = m_connection.query(kBooked);
    booked.bind(upstream.str()).bind(reference.str());
    if (booked.step()) {
      one.bookedAt = Instant{booked.number(0)};
      one.booked = Money::from(booked.number(1)).value_or(Money{});
    }
    LOKET_TRY(booked.status());
  }
  return out;
}

Result<std::vector<ports::AttemptRow>> ReconcileRows::liveAttempts(const UpstreamId& upstream,
                                                                   const BusinessDate& date,
                                                                   PaymentState state, std::int64_t sequence,
                                                                   int limit) {
  Query rows = m_connection.query(kLive);
  rows.bind(toIso(date)).bind(wordOf(state)).bind(sequence).bind(upstream.str());
  rows.bind(static_cast<std::int64_t>(std::clamp(limit, 1, kPageMax)));
  std::vector<ports::AttemptRow> out;
  while (rows.step()) {
    LOKET_ASSIGN(auto attempt, attemptFrom(rows));
    out.push_back(std::move(attempt));
  }
  LOKET_TRY(rows.status());
  return out;
}

Result<std::vector<Run>> ReconcileRows::runs(int limit) {
  Query rows = m_connection.query(
      "SELECT id, upstream, sha256, state, body FROM reconciliations ORDER BY seq DESC LIMIT ?");
  rows.bind(static_cast<std::int64_t>(std::clamp(limit, 1, kPageMax)));
  std::vector<Run> out;
  while (rows.step()) {
    LOKET_ASSIGN(auto run, runFrom(rows));
    out.push_back(std::move(run));
  }
  LOKET_TRY(rows.status());
  return out;
}

Result<std::optional<Run>> ReconcileRows::run(const ReconcileId& id) {
  Query row =
      m_connection.query("SELECT id, upstream, sha256, state, body FROM reconciliations WHERE id = ?");
  row.bind(id.str());
  if (!row.step()) {
    LOKET_TRY(row.status());
    return std::optional<Run>();
  }
  LOKET_ASSIGN(auto run, runFrom(row));
  return std::optional<Run>(std::move(run));
}

Result<std::optional<Run>> ReconcileRows::runOfFile(const UpstreamId& upstream, const std::string& sha256) {
  Query row = m_connection.query(
      "SELECT id, upstream, sha256, state, body FROM reconciliations "
      "WHERE upstream = ? AND sha256 = ? AND state <> 'unfinished' ORDER BY seq DESC LIMIT 1");
  row.bind(upstream.str()).bind(sha256);
  if (!row.step()) {
    LOKET_TRY(row.status());
    return std::optional<Run>();
  }
  LOKET_ASSIGN(auto run, runFrom(row));
  return std::optional<Run>(std::move(run));
}

Result<std::vector<Finding>> ReconcileRows::findings(const ReconcileId& id, std::int64_t after, int limit) {
  Query rows = m_connection.query(
      "SELECT f.no, f.line, f.class, f.proposal, f.reference, f.trx_id, f.product, f.number, f.their_amount, "
      "f.their_status, f.payment, f.our_amount, f.our_state, f.detail, "
      "(SELECT a.at FROM reconcile_applied a WHERE a.upstream = r.upstream AND a.reference = f.reference "
      "AND a.proposal = f.proposal AND a.theirs = f.their_amount) "
      "FROM reconciliations r JOIN reconcile_findings f ON f.run = r.seq WHERE r.id = ? AND f.no > ? "
      "ORDER BY f.no LIMIT ?");
  rows.bind(id.str()).bind(after).bind(static_cast<std::int64_t>(std::clamp(limit, 1, kPageMax)));
  std::vector<Finding> out;
  while (rows.step()) {
    Finding finding;
    finding.no = rows.number(0);
    finding.line = rows.number(1);
    const auto cls = reconcile::classFromWord(rows.text(2));
    const auto proposal = reconcile::proposalFromWord(rows.text(3));
    if (!cls || !proposal)
      return fail(ErrorCode::DatabaseUnreadable, "finding of " + id.str());
    finding.cls = *cls;
    finding.proposal = *proposal;
    finding.reference = rows.text(4);
    finding.trxId = rows.text(5);
    finding.product = rows.text(6);
    finding.number = rows.text(7);
    finding.theirAmount = moneyAt(rows, 8);
    finding.theirStatus = reconcile::theirStatusFromWord(rows.text(9));
    finding.ref = PaymentRef(rows.text(10));
    finding.ourAmount = moneyAt(rows, 11);
    finding.ourState = rows.text(12);
    finding.detail = rows.text(13);
    finding.appliedAt = Instant{rows.number(14)};
    out.push_back(std::move(finding));
  }
  LOKET_TRY(rows.status());
  return out;
}

Result<std::vector<Applied>> ReconcileRows::applied() {
  Query rows = m_connection.query(
      "SELECT run, no, upstream, reference, proposal, theirs, amount, reason, user, at FROM reconcile_applied "
      "ORDER BY rowid");
  std::vector<Applied> out;
  while (rows.step()) {
    const auto proposal = reconcile::proposalFromWord(rows.text(4));
    const auto theirs = Money::from(rows.number(5));
    const auto amount = Money::from(rows.number(6));
    if (!proposal || !theirs || !amount)
      return fail(ErrorCode::DatabaseUnreadable, "applied " + rows.text(0));
    out.push_back({ReconcileId(rows.text(0)), rows.number(1), UpstreamId(rows.text(2)), rows.text(3), *proposal, *theirs,
                   *amount, rows.text(7), UserName(rows.text(8)), Instant{rows.number(9)}});
  }
  LOKET_TRY(rows.status());
  return out;
}

Status ReconcileRows::write(const ports::ReconcileWork& work) {
  for (const Run& run : work.runs)
    LOKET_TRY(
        m_connection
            .query("INSERT INTO reconciliations (id, upstream, sha256, state, body) VALUES (?, ?, ?, ?, ?) "
                   "ON CONFLICT (id) DO UPDATE SET sha256 = excluded.sha256, state = excluded.state, "
                   "body = excluded.body")
            .bind(run.id.str())
            .bind(run.upstream.str())
            .bind(run.sha256)
            .bind(wordOf(run.state))
            .bind(encodeRun(run))
            .run());
  for (const auto& [id, finding] : work.findings) {
    Query row = m_connection.query(
        "INSERT INTO reconcile_findings (run, no, line, class, proposal, reference, trx_id, product, number, "
        "their_amount, their_status, payment, our_amount, our_state, detail) "
        "VALUES ((SELECT seq FROM reconciliations WHERE id = ?), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    row.bind(id.str())
        .bind(finding.no)
        .bind(finding.line)
        .bind(wordOf(finding.cls))
        .bind(wordOf(finding.proposal))
        .bind(finding.reference)
        .bind(finding.trxId)
        .bind(finding.product)
        .bind(finding.number);
    bindMoney(row, finding.theirAmount);
    row.bind(finding.theirStatus ? wordOf(*finding.theirStatus) : std::string_view()).bind(finding.ref.str());
    bindMoney(row, finding.ourAmount);
    LOKET_TRY(row.bind(finding.ourState).bind(finding.detail).run());
  }
  for (const Applied& applied : work.applied)
    LOKET_TRY(
        m_connection
            .query("INSERT INTO reconcile_applied (run, no, upstream, reference, proposal, theirs, amount, "
                   "reason, user, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
            .bind(applied.run.str())
            .bind(applied.no)
            .bind(applied.upstream.str())
            .bind(applied.reference)
            .bind(wordOf(applied.proposal))
            .bind(applied.theirs.amount())
            .bind(applied.amount.amount())
            .bind(applied.reason)
            .bind(applied.by.str())
            .bind(applied.at.ms)
            .run());
  return {};
}

}  // namespace loket::adapters

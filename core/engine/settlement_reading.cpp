#include "core/engine/settlement_reading.h"

#include <algorithm>
#include <array>
#include <utility>

#include "core/base/text.h"

namespace loket::engine {
namespace {

using reconcile::Class;
using reconcile::Finding;
using reconcile::Proposal;
using reconcile::RunState;
using reconcile::Standing;
using reconcile::TheirStatus;

// Some two hundred lines, or as many of our attempts: two or three milliseconds.
constexpr std::size_t kChunkBytes = 16U << 10U;
constexpr int kOursPage = 100;
// One commit.
constexpr std::size_t kFindingsPage = 256;
constexpr std::int64_t kBadLinesKept = 100;
// A payment may wait so long between its business date and its settling: in the queue, or pending.
constexpr Duration kSettlesWithin = Duration::days(31);

constexpr std::array kStatesToLookAt = {PaymentState::Succeeded, PaymentState::Sending, PaymentState::Pending,
                                        PaymentState::Suspect, PaymentState::Review};

Instant startOf(const BusinessDate& date) {
  return instantOf(CivilTime{date, 0, 0, 0, 0});
}

// "12345_PULSA_20261207.txt".
std::optional<BusinessDate> dateInName(const std::string& name) {
  for (std::size_t at = 0; at < name.size();) {
    std::size_t end = at;
    while (end < name.size() && isDigits(std::string_view(name).substr(end, 1))) ++end;
    if (end - at == 8 && name.substr(at, 2) == "20")
      if (const auto time = reconcile::settlementTime(std::string_view(name).substr(at, 8)))
        return time->date;
    at = std::max(end, at + 1);
  }
  return std::nullopt;
}

Finding findingOf(const reconcile::SettlementLine& line, const reconcile::Opinion& opinion) {
  Finding finding;
  finding.line = line.no;
  finding.cls = opinion.cls;
  finding.proposal = opinion.proposal;
  finding.reference = line.reference.str();
  finding.trxId = line.trxId;
  finding.product = line.product;
  finding.number = line.number;
  finding.theirAmount = line.amount;
  finding.theirStatus = line.status;
  return finding;
}

void addOurs(Finding& finding, const reconcile::Ours& ours) {
  finding.ref = ours.ref;
  finding.ourAmount = ours.amount;
  finding.ourState = wordOf(ours.state);
}

}  // namespace

SettlementReading::SettlementReading(Start start, std::unique_ptr<ports::PagedFile> file)
    : m_run(std::move(start.run)),
      m_others(std::move(start.others)),
      m_now(start.now),
      m_file(std::move(file)) {}

Result<ReconcilePage> SettlementReading::step(ports::StoreReader& reader) {
  ports::ReconcileReader* rows = reader.reconcile();
  if (rows == nullptr)
    return fail(ErrorCode::Internal, "this store keeps no reconciliations");
  switch (m_phase) {
    case Phase::Lines:
      LOKET_TRY(readLines(reader, *rows));
      break;
    case Phase::Ours:
      LOKET_TRY(readOurs(reader, *rows));
      break;
    case Phase::Done:
      break;
  }
  ReconcilePage page;
  page.bytes = m_bytes;
  page.size = m_file->size();
  page.done = m_phase == Phase::Done;
  if (page.done || m_findings.size() >= kFindingsPage)
    page.findings = std::exchange(m_findings, {});
  page.run = m_run;
  return page;
}

Status SettlementReading::readLines(ports::StoreReader& reader, ports::ReconcileReader& rows) {
  LOKET_ASSIGN(const std::string bytes, m_file->next(kChunkBytes));
  m_bytes += bytes.size();
  if (!bytes.empty())
    m_parser.feed(bytes, m_found);
  else
    m_parser.finish(m_found);
  LOKET_TRY(headIsOurs());
  LOKET_TRY(judge(reader, rows));
  if (bytes.empty() || m_parser.isHopeless())
    return endOfFile(rows);
  return {};
}

// Before anything is kept: a file of somebody else, and one that does not say what days it is about.
Status SettlementReading::headIsOurs() {
  if (m_headLooked || !m_parser.head())
    return {};
  m_headLooked = true;
  const reconcile::FileHead& head = *m_parser.head();
  m_run.basis = head.basis;
  for (const std::string& name : head.names)
    for (const UpstreamId& other : m_others)
      if (toLower(name) == toLower(other.str()))
        return fail(ErrorCode::Usage, "the file says that it is of " + other.str());
  if (!head.listsTime && !period())
    return fail(ErrorCode::Usage,
                "the file does not say what day it is about: give --date or --from and --to");
  return {};
}

Status SettlementReading::judge(ports::StoreReader& reader, ports::ReconcileReader& rows) {
  for (const reconcile::BadLine& bad : std::exchange(m_found.bad, {})) {
    ++m_run.count(Class::BadLine);
    ++m_run.open;
    if (m_badKept >= kBadLinesKept)
      continue;
    ++m_badKept;
    Finding finding;
    finding.line = bad.no;
    finding.cls = Class::BadLine;
    finding.detail = wordOf(bad.fault);
    keep(std::move(finding));
  }
  const auto lines = std::exchange(m_found.lines, {});
  if (lines.empty())
    return {};
  std::vector<AttemptRef> references;
  references.reserve(lines.size());
  for (const reconcile::SettlementLine& line : lines) references.push_back(line.reference);
  LOKET_ASSIGN(const auto found, rows.attempts(m_run.upstream, references));
  for (std::size_t i = 0; i < lines.size(); ++i) LOKET_TRY(judgeLine(reader, lines[i], found[i]));
  return {};
}

Status SettlementReading::judgeLine(ports::StoreReader& reader, const reconcile::SettlementLine& line,
                                    const ports::AttemptLookup& found) {
  if (line.at) {
    m_firstAt = m_firstAt == Instant{} ? *line.at : std::min(m_firstAt, *line.at);
    m_lastAt = std::max(m_lastAt, *line.at);
  }
  if (line.status == TheirStatus::Succeeded) {
    ++m_run.theirs.count;
    m_run.theirs.sum += line.amount;
  }
  const bool again = found.row ? !markSeen(found.row->id)
                               : !m_strangers.insert(std::hash<std::string>()(line.reference.str())).second;
  Finding finding = findingOf(line, again       ? reconcile::Opinion{Class::Duplicate, Proposal::AskUpstream}
                                    : found.row ? reconcile::Opinion{}
                                                : reconcile::onlyTheirs(line, m_run.basis));
  if (found.row) {
    LOKET_ASSIGN(const reconcile::Ours ours, oursOf(reader, *found.row));
    if (!again) {
      countOurs(ours);
      const reconcile::Opinion opinion = reconcile::compare(ours, line, m_run.basis);
      finding.cls = opinion.cls;
      finding.proposal = opinion.proposal;
    }
    addOurs(finding, ours);
  } else if (found.bookedAt != Instant{} && found.booked == line.amount &&
             finding.proposal == Proposal::BookDifference) {
    finding.appliedAt = found.bookedAt;
  }
  ++m_run.count(finding.cls);
  if (finding.cls == Class::Match)
    return {};
  if (finding.isOpen())
    ++m_run.open;
  keep(std::move(finding));
  return {};
}

Result<reconcile::Ours> SettlementReading::oursOf(ports::StoreReader& reader, const ports::AttemptRow& row) {
  reconcile::Ours ours{row.ref, row.outcome, row.state, row.cost, row.number};
  if (m_run.basis == reconcile::AmountBasis::Charged)
    return ours;
  LOKET_ASSIGN(const auto payment, reader.payment(row.ref));
  if (payment)
    ours.amount = payment->amount;
  return ours;
}

void SettlementReading::countOurs(const reconcile::Ours& ours) {
  if (reconcile::standingOf(ours.outcome, ours.state) != Standing::Took)
    return;
  ++m_run.ours.count;
  m_run.ours.sum += ours.amount;
}

// False when it was seen before.
bool SettlementReading::markSeen(std::int64_t attemptId) {
  const auto at = static_cast<std::size_t>(attemptId);
  if (m_seen.size() <= at)
    m_seen.resize(std::max(at + 1, m_seen.size() * 2));
  if (m_seen[at])
    return false;
  m_seen[at] = true;
  return true;
}

void SettlementReading::keep(Finding finding) {
  finding.no = ++m_lastNo;
  m_findings.push_back(std::move(finding));
}

Status SettlementReading::endOfFile(ports::ReconcileReader& rows) {
  LOKET_ASSIGN(m_run.sha256, m_file->digest());
  LOKET_ASSIGN(const auto earlier, rows.runOfFile(m_run.upstream, m_run.sha256));
  if (earlier)
    m_run.sameAs = earlier->id;
  m_run.lines = m_parser.lineCount();
  m_run.problem = m_parser.verdict();
  const auto days = period();
  if (m_run.problem || !days) {
    if (!m_run.problem)
      m_run.problem = reconcile::FileVerdict{reconcile::FileProblem::Empty, 0, 0};
    m_run.state = RunState::Unsound;
    m_phase = Phase::Done;
    return {};
  }
  m_run.from = days->first;
  // What happened after the file was made cannot be in it.
  m_run.to = std::min(days->second, m_now);
  if (days->second > m_now && m_lastAt != Instant{})
    m_run.to = std::min(m_run.to, m_lastAt);
  m_run.state = RunState::Final;
  m_day = businessDateOf(m_run.from - kSettlesWithin);
  m_phase = Phase::Ours;
  return {};
}

// As asked for; or of the header record; or of the lines' own times; or of the file's name.
std::optional<std::pair<Instant, Instant>> SettlementReading::period() const {
  if (m_run.to != Instant{})
    return std::pair{m_run.from, m_run.to};
  const auto whole = [](const BusinessDate& first, const BusinessDate& last) {
    return std::pair{startOf(first), startOf(last) + Duration::days(1)};
  };
  if (m_parser.head() && !m_parser.head()->dates.empty()) {
    const auto [first, last] =
        std::minmax_element(m_parser.head()->dates.begin(), m_parser.head()->dates.end());
    return whole(*first, *last);
  }
  if (m_firstAt != Instant{})
    return whole(businessDateOf(m_firstAt), businessDateOf(m_lastAt));
  if (const auto date = dateInName(m_run.file))
    return whole(*date, *date);
  return std::nullopt;
}

Status SettlementReading::readOurs(ports::StoreReader& reader, ports::ReconcileReader& rows) {
  if (startOf(m_day) >= m_run.to) {
    m_phase = Phase::Done;
    return {};
  }
  LOKET_ASSIGN(const auto page,
               rows.liveAttempts(m_run.upstream, m_day, kStatesToLookAt[m_state], m_sequence, kOursPage));
  for (const ports::AttemptRow& row : page) {
    m_sequence = row.sequence;
    const auto at = static_cast<std::size_t>(row.id);
    if (at >= m_seen.size() || !m_seen[at])
      LOKET_TRY(judgeOurs(reader, row));
  }
  if (page.size() == static_cast<std::size_t>(kOursPage))
    return {};
  m_sequence = 0;
  if (++m_state == kStatesToLookAt.size()) {
    m_state = 0;
    m_day = businessDateOf(startOf(m_day) + Duration::days(1));
  }
  return {};
}

Status SettlementReading::judgeOurs(ports::StoreReader& reader, const ports::AttemptRow& row) {
  LOKET_ASSIGN(const auto payment, reader.payment(row.ref));
  const Attempt* attempt = payment ? payment->liveAttempt() : nullptr;
  if (attempt == nullptr || attempt->attemptRef != row.attemptRef)
    return {};
  LOKET_ASSIGN(const reconcile::Ours ours, oursOf(reader, row));
  const bool settled = reconcile::standingOf(ours.outcome, ours.state) == Standing::Took;
  const auto opinion = reconcile::onlyOurs(ours, attempt->sentAt, settled ? payment->settledAt : Instant{},
                                           {m_run.from, m_run.to, m_run.count(Class::BadLine) == 0});
  if (!opinion)
    return {};
  countOurs(ours);
  Finding finding;
  finding.cls = opinion->cls;
  finding.proposal = opinion->proposal;
  finding.reference = row.attemptRef.str();
  finding.product = row.product.str();
  finding.number = row.number;
  addOurs(finding, ours);
  ++m_run.count(finding.cls);
  ++m_run.open;
  keep(std::move(finding));
  return {};
}

}  // namespace loket::engine

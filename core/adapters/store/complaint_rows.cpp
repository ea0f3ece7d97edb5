#include "core/adapters/store/complaint_rows.h"

#include <algorithm>

namespace loket::adapters {
namespace {

using complaint::Complaint;
using complaint::ComplaintId;
using complaint::Entry;

constexpr int kComplaintsMax = 1000;

#define LOKET_COMPLAINT_STEPS "SELECT id, payment, step, outcome, note, reach, who, at FROM complaints "

std::vector<Complaint> folded(std::vector<Entry> entries) {
  std::vector<Complaint> out;
  for (Entry& entry : entries) complaint::append(out, std::move(entry));
  return out;
}

}  // namespace

Result<std::vector<Entry>> ComplaintRows::entriesIn(Query& rows) {
  std::vector<Entry> out;
  while (rows.step()) {
    Entry& entry = out.emplace_back();
    entry.id = ComplaintId(rows.text(0));
    entry.ref = PaymentRef(rows.text(1));
    const auto step = complaint::stepFromWord(rows.text(2));
    entry.outcome = complaint::outcomeFromWord(rows.text(3));
    if (!step || (*step == complaint::Step::Closed) != entry.outcome.has_value())
      return fail(ErrorCode::DatabaseUnreadable, "complaint " + entry.id.str());
    entry.step = *step;
    entry.note = rows.text(4);
    entry.reach = rows.text(5);
    entry.by = UserName(rows.text(6));
    entry.at = Instant{rows.number(7)};
  }
  LOKET_TRY(rows.status());
  return out;
}

Result<std::vector<Complaint>> ComplaintRows::ofPayment(const PaymentRef& ref) {
  Query rows = m_connection.query(LOKET_COMPLAINT_STEPS "WHERE payment = ? ORDER BY seq");
  rows.bind(ref.str());
  LOKET_ASSIGN(auto entries, entriesIn(rows));
  return folded(std::move(entries));
}

Result<std::optional<Complaint>> ComplaintRows::complaint(const ComplaintId& id) {
  Query rows = m_connection.query(LOKET_COMPLAINT_STEPS "WHERE id = ? ORDER BY seq");
  rows.bind(id.str());
  LOKET_ASSIGN(auto entries, entriesIn(rows));
  auto found = folded(std::move(entries));
  return found.empty() ? std::nullopt : std::optional<Complaint>(std::move(found.front()));
}

Result<std::vector<Complaint>> ComplaintRows::newest(ports::ComplaintsWanted wanted, int limit) {
  Query rows = m_connection.query(
      wanted == ports::ComplaintsWanted::Open ? LOKET_COMPLAINT_STEPS
          "WHERE id IN (SELECT id FROM open_complaints ORDER BY seq DESC LIMIT ?) ORDER BY seq"
                                              : LOKET_COMPLAINT_STEPS
          "WHERE id IN (SELECT id FROM complaints WHERE step = 'opened' ORDER BY seq DESC LIMIT ?) ORDER BY "
          "seq");
  rows.bind(static_cast<std::int64_t>(std::clamp(limit, 1, kComplaintsMax)));
  LOKET_ASSIGN(auto entries, entriesIn(rows));
  auto found = folded(std::move(entries));
  std::reverse(found.begin(), found.end());
  return found;
}

Result<int> ComplaintRows::openCount() {
  Query row = m_connection.query("SELECT count(*) FROM open_complaints");
  if (!row.step())
    return fail(row.status().error());
  return static_cast<int>(row.number(0));
}

Result<std::vector<Entry>> ComplaintRows::all() {
  Query rows = m_connection.query(LOKET_COMPLAINT_STEPS "ORDER BY seq");
  return entriesIn(rows);
}

Status ComplaintRows::write(const Entry& entry, const std::optional<std::int64_t>& leaf) {
  return m_connection
      .query("INSERT INTO complaints (id, payment, step, outcome, note, reach, who, at, leaf) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")
      .bind(entry.id.str())
      .bind(entry.ref.str())
      .bind(complaint::wordOf(entry.step))
      .bind(entry.outcome ? complaint::wordOf(*entry.outcome) : std::string_view())
      .bind(entry.note)
      .bind(entry.reach)
      .bind(entry.by.str())
      .bind(entry.at.ms)
      .bind(leaf)
      .run();
}

}  // namespace loket::adapters

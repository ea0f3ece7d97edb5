#include "core/adapters/store/journal_beside.h"

#include "core/adapters/store/json_text.h"
#include "core/adapters/store/work_json.h"

namespace loket::adapters {
namespace {

std::string legText(std::string_view account, std::int64_t amount) {
  return std::string(account) + " " + std::to_string(amount) + "\n";
}

Result<std::string> legsText(Connection& connection, std::int64_t posting) {
  Query rows = connection.query("SELECT account, amount FROM legs WHERE posting = ? ORDER BY no");
  rows.bind(posting);
  std::string text;
  while (rows.step()) text += legText(rows.text(0), rows.number(1));
  LOKET_TRY(rows.status());
  return text;
}

// The columns from the step's time on.
std::string complaintText(const Query& row) {
  const auto step = complaint::stepFromWord(row.text(5));
  // What cannot be read was never written down.
  return step ? particularsOf(complaint::Entry{complaint::ComplaintId(row.text(2)), PaymentRef(row.text(4)), *step,
                                               complaint::outcomeFromWord(row.text(6)), row.text(7), row.text(8), UserName(row.text(9)),
                                               Instant{row.number(3)}})
              : std::string();
}

// Each: leaf, kind, subject, time, and what particulars are made of.
constexpr const char* kEvents = "SELECT leaf, 'payment.' || kind, payment, at, body FROM events WHERE leaf IS NOT NULL ORDER BY seq";
constexpr const char* kPostings = "SELECT leaf, 'ledger', payment, at, id, why FROM postings WHERE leaf IS NOT NULL ORDER BY id";
constexpr const char* kTill =
    "SELECT leaf, 'till.' || kind, iif(kind = 'bonPaid', '', subject), at, who, amount, reason, subject FROM till "
    "WHERE leaf IS NOT NULL ORDER BY seq";
constexpr const char* kAccess =
    "SELECT leaf, 'access.' || kind, '', at, who, role, giver, tries, reason FROM access WHERE leaf IS NOT NULL ORDER BY seq";
constexpr const char* kPrints =
    "SELECT leaf, 'print.' || state, payment, at, kind, copy_no, state, detail FROM prints WHERE leaf IS NOT NULL ORDER BY seq";
constexpr const char* kComplaints =
    "SELECT leaf, 'complaint', id, at, payment, step, outcome, note, reach, who FROM complaints WHERE leaf IS NOT NULL "
    "ORDER BY seq";

constexpr const char* kNames[] = {"event", "posting", "till", "access", "print", "complaint"};

}  // namespace

std::string postingParticulars(const Posting& posting) {
  std::string text = posting.why() + "\n";
  for (const Leg& leg : posting.legs()) text += legText(nameOf(leg.account), leg.amount.amount());
  return text;
}

std::string_view tillSubject(TillKind kind, std::string_view subject) {
  return kind == TillKind::BonPaid ? std::string_view() : subject;
}

std::string accessParticulars(const AccessEvent& event) {
  return event.who.str() + "\n" + event.role + "\n" + event.by.str() + "\n" + std::to_string(event.tries) + "\n" + event.reason;
}

std::string tillParticulars(std::string_view subject, std::string_view who, std::int64_t amount, std::string_view reason) {
  return std::string(subject) + "\n" + std::string(who) + "\n" + std::to_string(amount) + "\n" + std::string(reason);
}

JournalBeside::JournalBeside(Connection& connection)
    : m_connection(connection), m_tables{Rows{connection.query(kEvents)}, Rows{connection.query(kPostings)},
                                         Rows{connection.query(kTill)},   Rows{connection.query(kAccess)},
                                         Rows{connection.query(kPrints)}, Rows{connection.query(kComplaints)}} {
  for (Rows& one : m_tables) next(one);
}

void JournalBeside::next(Rows& rows) {
  rows.hasRow = rows.query.step();
  rows.leaf = rows.hasRow ? static_cast<std::uint64_t>(rows.query.number(0)) : 0;
}

Result<std::optional<JournalBeside::Row>> JournalBeside::rowOf(std::uint64_t leaf, const std::function<void(std::uint64_t leaf)>& stray) {
  std::optional<Table> found;
  for (std::uint8_t i = 0; i < kTables; ++i) {
    Rows& one = m_tables[i];
    while (one.hasRow && one.leaf < leaf) {
      stray(one.leaf);
      next(one);
    }
    if (!found && one.hasRow && one.leaf == leaf)
      found = static_cast<Table>(i);
  }
  if (!found)
    return std::optional<Row>();
  LOKET_ASSIGN(Row row, rowIn(*found));
  next(m_tables[*found]);
  return std::optional<Row>(std::move(row));
}

Status JournalBeside::end(const std::function<void(std::uint64_t leaf)>& stray) {
  for (const Rows& one : m_tables) {
    LOKET_TRY(one.query.status());
    if (one.hasRow)
      stray(one.leaf);
  }
  return {};
}

Result<JournalBeside::Row> JournalBeside::rowIn(Table table) {
  const Query& row = m_tables[table].query;
  Row out{kNames[table], row.text(1), asCarried(row.text(2)), Instant{row.number(3)}, {}};
  switch (table) {
    case Events:
      out.particulars = row.text(4);
      break;
    case Postings: {
      LOKET_ASSIGN(const std::string legs, legsText(m_connection, row.number(4)));
      out.particulars = row.text(5) + "\n" + legs;
      break;
    }
    case Till:
      out.particulars = tillParticulars(row.text(7), row.text(4), row.number(5), row.text(6));
      break;
    case Access:
      out.particulars = accessParticulars(
          {{}, UserName(row.text(4)), row.text(5), UserName(row.text(6)), static_cast<int>(row.number(7)), row.text(8), {}});
      break;
    case Prints:
      out.particulars = particularsOf(ports::PrintJob{PaymentRef(row.text(2)), row.text(4), static_cast<int>(row.number(5)), row.text(6),
                                                      row.text(7), Instant{row.number(3)}});
      break;
    case Complaints:
      out.particulars = complaintText(row);
      break;
    case kTables:
      break;
  }
  // As the sidecar carries it, and as the commitment was made.
  out.particulars = asCarried(out.particulars);
  return out;
}

}  // namespace loket::adapters

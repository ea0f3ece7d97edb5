// The till's part of the reading half: shifts, tickets, and what a shift amounts to.
#include "core/adapters/store/own_money.h"
#include "core/adapters/store/sqlcipher_reader.h"
#include "core/adapters/store/till_rows.h"
#include "core/domain/till/cash_out.h"

namespace loket::adapters {
namespace {

constexpr const char* kShiftColumns =
    "SELECT id, opened_by, opened_at, float_counted, float_expected, closed_by, closed_at, counted, "
    "expected, reason, "
    "first_posting, last_posting FROM shifts ORDER BY seq DESC LIMIT 1";
// The counts' own postings are no moves of cash, nor is a balance brought forward from a sidecar.
constexpr const char* kDrawerMoves =
    "SELECT coalesce(sum(max(l.amount, 0)), 0), coalesce(sum(max(-l.amount, 0)), 0) FROM legs l "
    "JOIN postings g ON g.id = l.posting "
    "WHERE l.account = 'drawer' AND l.posting > ? AND l.posting <= ? AND g.why NOT IN ('shiftOpened', "
    "'shiftClosed', 'brought-forward')";
constexpr const char* kSales =
    "SELECT json_extract(p.body, '$.family') AS family, sum(iif(g.why = 'succeeded', 1, -1)), "
    "sum(iif(g.why = 'succeeded', p.total, -p.total)) FROM postings g JOIN payments p ON p.ref = g.payment "
    "WHERE g.id > ? AND g.id <= ? AND g.why IN ('succeeded', 'reversed') "
    "AND NOT " LOKET_IS_TOP_UP("p.") " GROUP BY family ORDER BY family";
constexpr const char* kGoods =
    "SELECT coalesce(sum(iif(g.why = 'goodsSold', 1, -1)), 0), coalesce(sum(-l.amount), 0) FROM legs l "
    "JOIN postings g ON g.id = l.posting "
    "WHERE l.account = 'goods' AND l.posting > ? AND l.posting <= ? AND g.why IN ('goodsSold', 'goodsReturned')";
// As they are now, less what came after.
constexpr const char* kDeposits =
    "SELECT b.account, b.amount - coalesce((SELECT sum(l.amount) FROM legs l "
    "WHERE l.account = b.account AND l.posting > ?), 0) FROM balances b "
    "WHERE b.account GLOB 'deposit:*' ORDER BY b.account";

constexpr std::int64_t kCreditedShown = 200;
constexpr std::int64_t kCollectionsShown = 200;

Shift shiftFrom(const Query& row) {
  Shift shift;
  shift.id = ShiftId(row.text(0));
  shift.openedBy = UserName(row.text(1));
  shift.openedAt = Instant{row.number(2)};
  shift.floatCounted = Money::rupiah(row.number(3));
  shift.floatExpected = Money::rupiah(row.number(4));
  shift.closedBy = UserName(row.text(5));
  shift.closedAt = Instant{row.number(6)};
  shift.counted = Money::rupiah(row.number(7));
  shift.expected = Money::rupiah(row.number(8));
  shift.reason = row.text(9);
  return shift;
}

}  // namespace

Result<ports::TillState> SqlcipherReader::till() {
  ports::TillState state;
  {
    Query row = connection().query(kShiftColumns);
    if (row.step()) {
      state.before = ShiftBefore::Closed;
      if (Shift shift = shiftFrom(row); shift.isOpen())
        state.shift = std::move(shift);
    }
    LOKET_TRY(row.status());
  }
  Query rows = connection().query(
      "SELECT " LOKET_TICKET_COLUMNS " FROM tickets WHERE state <> 'credited' OR "
      "seq > (SELECT coalesce(max(seq), 0) FROM tickets) - ? ORDER BY seq DESC");
  rows.bind(kCreditedShown);
  while (rows.step()) {
    LOKET_ASSIGN(Ticket ticket, ticketFrom(rows));
    state.tickets.push_back(std::move(ticket));
  }
  LOKET_TRY(rows.status());
  // What is open, whatever its age, and the newest that ended.
  Query asked = connection().query(
      "SELECT " LOKET_COLLECTION_COLUMNS " FROM collections WHERE state IN ('asked', 'waiting', 'paid') OR "
      "seq > (SELECT coalesce(max(seq), 0) FROM collections) - ? ORDER BY seq DESC");
  asked.bind(kCollectionsShown);
  while (asked.step()) {
    LOKET_ASSIGN(Collection one, collectionFrom(asked));
    state.collections.push_back(std::move(one));
  }
  LOKET_TRY(asked.status());
  // Reckoned from the newest and not from a clock: one that was set wrong must not make a credit payable again.
  Query paid = connection().query(
      "SELECT subject, at, who, amount, reason, kind FROM till WHERE kind IN ('cashedOut', 'paidSale') AND at >= "
      "(SELECT max(at) FROM till WHERE kind IN ('cashedOut', 'paidSale')) - ? ORDER BY seq");
  paid.bind(kCreditEcho.ms);
  while (paid.step())
    state.cashOuts.push_back({tillKindFromWord(paid.text(5)).value_or(TillKind::CashedOut), paid.text(0), Instant{paid.number(1)},
                              UserName(paid.text(2)), Money::rupiah(paid.number(3)), paid.text(4)});
  LOKET_TRY(paid.status());
  return state;
}

Result<std::optional<ports::ShiftFigures>> SqlcipherReader::shiftFigures() {
  ports::ShiftFigures figures;
  std::int64_t first = 0;
  std::int64_t last = 0;
  {
    Query row = connection().query(kShiftColumns);
    if (!row.step()) {
      LOKET_TRY(row.status());
      return std::optional<ports::ShiftFigures>();
    }
    figures.shift = shiftFrom(row);
    first = row.number(10);
    last = row.number(11);
  }
  {
    Query row = connection().query(kDrawerMoves);
    row.bind(first).bind(last);
    if (!row.step())
      return fail(row.status().error());
    figures.cashIn = Money::rupiah(row.number(0));
    figures.cashOut = Money::rupiah(row.number(1));
  }
  {
    Query rows = connection().query(kSales);
    rows.bind(first).bind(last);
    while (rows.step())
      figures.sales.push_back({familyFromWord(rows.text(0)).value_or(Family::Other),
                               static_cast<int>(rows.number(1)), Money::rupiah(rows.number(2))});
    LOKET_TRY(rows.status());
  }
  {
    Query row = connection().query(kGoods);
    row.bind(first).bind(last);
    if (!row.step())
      return fail(row.status().error());
    figures.goods = {static_cast<int>(row.number(0)), Money::rupiah(row.number(1))};
  }
  Query rows = connection().query(kDeposits);
  rows.bind(last);
  while (rows.step()) {
    const auto account = accountFromName(rows.text(0));
    if (!account)
      return fail(ErrorCode::DatabaseUnreadable, "account " + rows.text(0));
    figures.deposits.push_back({*account, Money::rupiah(rows.number(1))});
  }
  LOKET_TRY(rows.status());
  return std::optional<ports::ShiftFigures>(std::move(figures));
}

}  // namespace loket::adapters

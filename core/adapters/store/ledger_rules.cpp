#include "core/adapters/store/ledger_rules.h"

#include <iterator>

#include "core/adapters/store/open_states.h"

namespace loket::adapters {
namespace {

// When a rule is looked at before a commit: always, only where everything is checked, or never (it reads too
// much).
enum class AtCommit { Always, Checked, Never };

// Each query gives a row for every place where the rule is broken. ?1 is the last posting that is known
// to be right.
struct Rule {
  const char* name;
  AtCommit atCommit;
  const char* sql;
};


constexpr Rule kRules[] = {
    {"posting-sum", AtCommit::Always,
     "SELECT 'posting ' || posting || ' sums to ' || sum(amount) FROM legs WHERE posting > ?1 "
     "GROUP BY posting HAVING sum(amount) <> 0 LIMIT 3"},
    {"zero-sum", AtCommit::Checked,
     "SELECT 'all accounts sum to ' || sum(amount) FROM balances HAVING sum(amount) <> 0"},
    {"balances", AtCommit::Never,
     "SELECT account || ' is off by ' || sum(amount) FROM (SELECT account, amount FROM balances UNION ALL "
     "SELECT account, -amount FROM legs) GROUP BY account HAVING sum(amount) <> 0 LIMIT 3"},
    // Cash taken in is settled, still held, or due back: the last two are what the payments say.
    {"held", AtCommit::Checked,
     "SELECT 'the ledger holds ' || -ledger || ', the open payments ' || open FROM (SELECT "
     "coalesce((SELECT amount FROM balances WHERE account = 'held'), 0) AS ledger, "
     "coalesce((SELECT sum(held) FROM payments WHERE state IN " LOKET_OPEN_STATES " AND state <> 'refundDue' "
     "AND (state <> 'review' OR json_extract(body, '$.settledAt') = 0)), 0) AS open) WHERE ledger + open <> "
     "0"},
    {"refunds-due", AtCommit::Checked,
     "SELECT 'the ledger owes ' || -ledger || ', the payments ' || due FROM (SELECT "
     "coalesce((SELECT amount FROM balances WHERE account = 'refundsDue'), 0) AS ledger, "
     "coalesce((SELECT sum(held) FROM payments WHERE state IN " LOKET_OPEN_STATES
     " AND state = 'refundDue'), 0) + "
     "coalesce((SELECT sum(leftover) FROM payments WHERE leftover <> 0), 0) AS due) WHERE ledger + due <> 0"},
    {"in-transit", AtCommit::Checked,
     "SELECT account || ' is off by ' || sum(amount) FROM (SELECT account, amount FROM balances "
     "WHERE account GLOB 'inTransit:*' UNION ALL SELECT 'inTransit:' || upstream, -amount FROM tickets "
     "WHERE state <> 'credited' AND state = 'transferred') GROUP BY account HAVING sum(amount) <> 0 LIMIT 3"},
    {"bon", AtCommit::Checked,
     "SELECT account || ' is ' || amount FROM balances WHERE account GLOB 'bon:*' AND amount < 0 LIMIT 3"},
    {"held-by-payment", AtCommit::Never,
     "SELECT ref || ' is ' || state || ' with ' || legs || ' held' FROM (SELECT p.ref, p.state, "
     "sum(l.amount) AS legs, "
     "iif(p.state IN ('accepted', 'sending', 'pending', 'suspect') OR (p.state = 'review' AND "
     "json_extract(p.body, '$.settledAt') = 0), p.held, 0) AS held FROM legs l JOIN postings g ON g.id = "
     "l.posting "
     "JOIN payments p ON p.ref = g.payment WHERE l.account = 'held' GROUP BY p.ref) WHERE legs + held <> 0 "
     "LIMIT 3"},
    {"due-by-payment", AtCommit::Never,
     "SELECT ref || ' is ' || state || ' with ' || legs || ' due' FROM (SELECT p.ref, p.state, sum(l.amount) "
     "AS legs, "
     "iif(p.state = 'refundDue', p.held, p.leftover) AS due FROM legs l JOIN postings g ON g.id = l.posting "
     "JOIN payments p ON p.ref = g.payment WHERE l.account = 'refundsDue' GROUP BY p.ref) "
     "WHERE legs + due <> 0 LIMIT 3"},
    // What the payments' own postings earned: a correction after a settlement file is no payment's profit.
    {"profit", AtCommit::Never,
     "SELECT 'the ledger earned ' || -ledger || ', the payments ' || earned FROM (SELECT "
     "coalesce((SELECT sum(l.amount) FROM legs l JOIN postings g ON g.id = l.posting "
     "WHERE l.account IN ('feeIncome', 'cost') AND g.why IN ('succeeded', 'reversed', 'otherStands')), 0) AS ledger, "
     "coalesce((SELECT sum(profit) FROM payments WHERE state = 'succeeded'), 0) AS earned) "
     "WHERE ledger + earned <> 0"},
    {"till", AtCommit::Never,
     "SELECT t.kind || ' ' || t.seq || ' posted ' || total(l.amount) FROM till t JOIN postings g ON g.till = "
     "t.seq "
     "JOIN legs l ON l.posting = g.id AND l.amount > 0 WHERE t.kind NOT IN ('shiftOpened', 'shiftClosed', "
     "'cashedOut') "
     "GROUP BY t.seq HAVING sum(l.amount) <> t.amount LIMIT 3"},
    // The cash that was handed out is what left the drawer; a fee stayed with the shop.
    {"cash-out", AtCommit::Never,
     "SELECT t.subject || ' took ' || -sum(l.amount) || ' from the drawer, not ' || t.amount FROM till t JOIN postings g "
     "ON g.till = t.seq JOIN legs l ON l.posting = g.id WHERE t.kind = 'cashedOut' AND l.account = 'drawer' "
     "GROUP BY t.seq HAVING sum(l.amount) <> -t.amount LIMIT 3"},
    // What a code brought is held for its sale, and the drawer has no part in it.
    {"sale-by-code", AtCommit::Never,
     "SELECT t.reason || ' was paid ' || t.amount || ' by a code and holds ' || -sum(l.amount) FROM till t JOIN postings g "
     "ON g.payment = t.reason AND g.why = 'accepted' JOIN legs l ON l.posting = g.id WHERE t.kind = 'paidSale' "
     "AND l.account IN ('held', 'drawer') GROUP BY t.seq HAVING sum(l.amount) <> -t.amount LIMIT 3"},
};

Status lookAt(Connection& connection, const Rule& rule, std::int64_t lastPosting,
              std::vector<ports::BrokenRule>& broken) {
  Query rows = connection.query(rule.sql);
  rows.bind(lastPosting);
  while (rows.step()) broken.push_back({rule.name, rows.text(0)});
  return rows.status();
}

#if LOKET_CHECK_BOOKS
constexpr bool kCheckAll = true;

// The running balances move by exactly what the new legs say. What they were is kept in memory, beside the
// database.
constexpr Rule kBalancesMove = {
    "balances", AtCommit::Checked,
    "SELECT account || ' is off by ' || sum(amount) FROM (SELECT account, amount FROM balances UNION ALL "
    "SELECT account, -amount FROM temp.balances_before UNION ALL SELECT account, -amount FROM legs WHERE "
    "posting > ?1) "
    "GROUP BY account HAVING sum(amount) <> 0 LIMIT 3"};

Status rememberBalances(Connection& connection) {
  LOKET_TRY(connection.query("CREATE TEMP TABLE IF NOT EXISTS balances_before (account TEXT, amount INTEGER)")
                .run());
  LOKET_TRY(connection.query("DELETE FROM temp.balances_before").run());
  return connection.query("INSERT INTO temp.balances_before SELECT account, amount FROM main.balances").run();
}
#else
constexpr bool kCheckAll = false;
#endif

}  // namespace

int ledgerRuleCount() {
  return static_cast<int>(std::size(kRules));
}

Result<std::vector<ports::BrokenRule>> brokenLedgerRules(Connection& connection) {
  std::vector<ports::BrokenRule> broken;
  for (const Rule& rule : kRules) LOKET_TRY(lookAt(connection, rule, 0, broken));
  return broken;
}

Result<CommitCheck> CommitCheck::begin(Connection& connection) {
#if LOKET_CHECK_BOOKS
  LOKET_TRY(rememberBalances(connection));
#endif
  Query last = connection.query("SELECT coalesce(max(id), 0) FROM postings");
  if (!last.step())
    return fail(last.status().error());
  return CommitCheck(connection, last.number(0));
}

Status CommitCheck::check() {
  std::vector<ports::BrokenRule> broken;
  for (const Rule& rule : kRules)
    if (rule.atCommit == AtCommit::Always || (kCheckAll && rule.atCommit == AtCommit::Checked))
      LOKET_TRY(lookAt(m_connection, rule, m_lastPosting, broken));
#if LOKET_CHECK_BOOKS
  LOKET_TRY(lookAt(m_connection, kBalancesMove, m_lastPosting, broken));
#endif
  if (!broken.empty())
    return fail(ErrorCode::Internal, "the books: " + broken.front().rule + ": " + broken.front().what);
  return {};
}

}  // namespace loket::adapters

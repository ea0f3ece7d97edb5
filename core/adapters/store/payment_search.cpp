#include "core/adapters/store/payment_search.h"

#include <algorithm>
#include <string>
#include <variant>

#include "core/adapters/store/open_states.h"
#include "core/adapters/store/payment_json.h"
#include "core/base/text.h"

namespace loket::adapters {
namespace {

// Of a range of days with no more payments than this the days' index finds all. In a longer one the newest
// payments are soon met, and the index of the range would be long itself.
constexpr std::int64_t kFewInDays = 2000;
// Indexed in one go, which some sale waits for.
constexpr std::int64_t kIndexedAtOnce = 32;
// Three characters each; more of them find nothing better.
constexpr std::size_t kTrigramsMax = 12;

using Bound = std::variant<std::int64_t, std::string>;

// A piece of SQL with what belongs in its question marks.
struct Condition {
  std::string sql;
  std::vector<Bound> values;

  void add(std::string_view more) { sql += more; }
  void add(std::string_view more, Bound value) {
    sql += more;
    values.push_back(std::move(value));
  }
  void add(const Condition& other) {
    sql += other.sql;
    values.insert(values.end(), other.values.begin(), other.values.end());
  }
};

bool isBesideFirst(char c) {
  return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

std::vector<std::string> charactersOf(std::string_view text) {
  std::vector<std::string> out;
  for (char c : text) {
    if (out.empty() || !isBesideFirst(c))
      out.emplace_back();
    out.back().push_back(c);
  }
  return out;
}

std::string quoted(std::string_view trigram) {
  std::string out = "\"";
  for (char c : trigram) out.append(c == '"' ? 2 : 1, c);
  return out + "\"";
}

// What the index is asked; whether the whole text stands there is looked at in the payment. Empty: no use
// asking it.
std::string matchFor(std::string_view text) {
  const std::vector<std::string> characters = charactersOf(text);
  std::string out;
  if (characters.size() == 2) {
    // Whatever follows them; every word ends with a line feed.
    const std::string pair = characters[0] + characters[1];
    out = quoted(pair + "\n");
    for (char c = ' '; c <= '~'; ++c)
      if (c < 'A' || c > 'Z')
        out += " OR " + quoted(pair + c);
    return out;
  }
  if (characters.size() < 3)
    return {};
  std::vector<std::size_t> starts;
  for (std::size_t i = 0; i + 3 <= characters.size() && starts.size() < kTrigramsMax; i += 3)
    starts.push_back(i);
  if (starts.back() + 3 < characters.size())
    starts.push_back(characters.size() - 3);
  for (const std::size_t i : starts)
    out += (out.empty() ? "" : " AND ") + quoted(characters[i] + characters[i + 1] + characters[i + 2]);
  return out;
}

Condition inStates(const std::vector<PaymentState>& states) {
  Condition out;
  out.add("state IN (");
  for (PaymentState state : states) out.add(out.values.empty() ? "?" : ",?", std::string(wordOf(state)));
  out.add(")");
  return out;
}

class Search {
 public:
  Search(Connection& connection, const ports::PaymentQuery& query)
      : m_connection(connection),
        m_query(query),
        m_text(toLower(query.text)),
        m_match(matchFor(m_text)),
        m_limit(static_cast<std::size_t>(std::clamp(query.limit, 1, kPageMax))) {}

  Result<std::vector<ports::PaymentRow>> run() {
    LOKET_TRY(begin());
    if (m_text.empty()) {
      LOKET_TRY(read({}));
    } else if (m_match.empty()) {
      LOKET_TRY(readText("> (SELECT coalesce(max(seq), 0) FROM payments) - ?", kOneCharacterLooksAt));
    } else if (m_query.newestFirst) {
      LOKET_TRY(readText("> ?", m_upto));
      LOKET_TRY(readIndexed());
    } else {
      LOKET_TRY(readIndexed());
      LOKET_TRY(readText("> ?", m_upto));
    }
    return std::move(m_rows);
  }

 private:
  Status begin() {
    LOKET_ASSIGN(const bool isByDay, isBestFoundByDay());
    if (isByDay)
      m_filter.add(" AND p.seq IN (SELECT seq FROM payments WHERE 1=1");
    if (m_query.from)
      m_filter.add(" AND business_date >= ?", toIso(*m_query.from));
    if (m_query.to)
      m_filter.add(" AND business_date <= ?", toIso(*m_query.to));
    if (isByDay)
      m_filter.add(")");
    if (!m_query.states.empty())
      addStates();
    if (m_query.complained == ports::Complained::Open)
      m_filter.add(" AND p.ref IN (SELECT payment FROM open_complaints)");
    if (m_query.beforeSequence)
      m_filter.add(m_query.newestFirst ? " AND p.seq < ?" : " AND p.seq > ?", *m_query.beforeSequence);
    if (m_match.empty())
      return {};
    Query place = m_connection.query("SELECT upto FROM payment_words_place");
    if (!place.step())
      return place.status() ? Status(fail(ErrorCode::DatabaseUnreadable, "payment_words_place"))
                            : place.status();
    m_upto = place.number(0);
    return {};
  }

  Result<bool> isBestFoundByDay() {
    if (m_query.to)
      return true;
    if (!m_query.from)
      return false;
    Query count = m_connection.query(
        "SELECT count(*) FROM (SELECT 1 FROM payments WHERE business_date >= ?1 LIMIT ?2)");
    count.bind(toIso(*m_query.from)).bind(kFewInDays + 1);
    if (!count.step())
      return fail(count.status().error());
    return count.number(0) <= kFewInDays;
  }

  // Nearly all have succeeded: those are met on the way. All others are few, and have an index.
  void addStates() {
    const Condition wanted = inStates(m_query.states);
    const bool withConflicts = m_query.conflicts == ports::Conflicts::Included;
    if (std::count(m_query.states.begin(), m_query.states.end(), PaymentState::Succeeded) > 0) {
      m_filter.add(" AND (p.");
      m_filter.add(wanted);
      if (withConflicts)
        m_filter.add(" OR json_extract(p.body, '$.conflict') <> ''");
      m_filter.add(")");
      return;
    }
    m_filter.add(
        " AND p.seq IN (SELECT seq FROM payments INDEXED BY payments_open WHERE state IN " LOKET_OPEN_STATES
        " AND ");
    m_filter.add(wanted);
    m_filter.add(
        " UNION SELECT seq FROM payments INDEXED BY payments_ended_otherwise "
        "WHERE state IN " LOKET_ENDED_OTHERWISE " AND ");
    m_filter.add(wanted);
    if (withConflicts)
      m_filter.add(" UNION SELECT seq FROM payments WHERE json_extract(body, '$.conflict') <> ''");
    m_filter.add(")");
  }

  // Those behind a place, one by one.
  Status readText(std::string_view behind, std::int64_t place) {
    Condition where;
    where.add(" AND p.search LIKE ? ESCAPE '\\'", "%" + likeBeginning(m_text));
    where.add(" AND p.seq ");
    where.add(behind, place);
    return read(where);
  }

  Status readIndexed() {
    Condition where;
    where.add(" AND w.payment_words MATCH ?", m_match);
    // What was brought in meanwhile has been read.
    where.add(" AND w.rowid <= ?", m_upto);
    where.add(" AND p.search LIKE ? ESCAPE '\\'", "%" + likeBeginning(m_text));
    return read(
        where, "SELECT p.seq, p.body FROM payment_words w CROSS JOIN payments p ON p.seq = w.rowid WHERE 1=1",
        "w.rowid");
  }

  Status read(const Condition& where,
              std::string_view what = "SELECT p.seq, p.body FROM payments p WHERE 1=1",
              std::string_view order = "p.seq") {
    if (m_rows.size() >= m_limit)
      return {};
    Condition all;
    all.add(what);
    all.add(where);
    all.add(m_filter);
    all.add(" ORDER BY ");
    all.add(order);
    all.add(m_query.newestFirst ? " DESC LIMIT ?" : " LIMIT ?",
            static_cast<std::int64_t>(m_limit - m_rows.size()));
    Query rows = m_connection.query(all.sql.c_str());
    for (const Bound& value : all.values) std::visit([&rows](const auto& one) { rows.bind(one); }, value);
    while (rows.step()) {
      LOKET_ASSIGN(Payment payment, decodePayment(rows.text(1)));
      m_rows.push_back({rows.number(0), std::move(payment)});
    }
    return rows.status();
  }

  Connection& m_connection;
  const ports::PaymentQuery& m_query;
  std::string m_text;
  std::string m_match;
  std::size_t m_limit;
  std::int64_t m_upto = 0;  // the last one that is indexed
  Condition m_filter;
  std::vector<ports::PaymentRow> m_rows;
};

}  // namespace

std::string likeBeginning(std::string_view text) {
  std::string out;
  for (char c : text) {
    if (c == '%' || c == '_' || c == '\\')
      out.push_back('\\');
    out.push_back(c);
  }
  return out + "%";
}

Result<std::vector<ports::PaymentRow>> searchPayments(Connection& connection,
                                                      const ports::PaymentQuery& query) {
  return Search(connection, query).run();
}

Status indexPayments(Connection& connection, std::size_t come) {
  std::int64_t upto = 0;
  std::int64_t last = 0;
  {
    Query place = connection.query(
        "SELECT upto, (SELECT coalesce(max(seq), 0) FROM payments) FROM payment_words_place");
    if (!place.step())
      return place.status() ? Status(fail(ErrorCode::DatabaseUnreadable, "payment_words_place"))
                            : place.status();
    upto = place.number(0);
    last = place.number(1);
  }
  if (last - upto < kWordsBehind + kIndexedAtOnce)
    return {};
  // Faster than they come, so that a home of before the index is once through.
  const std::int64_t to =
      std::min(upto + std::max(kIndexedAtOnce, 2 * static_cast<std::int64_t>(come)), last - kWordsBehind);
  LOKET_TRY(connection
                .query("INSERT INTO payment_words (rowid, search) SELECT seq, search FROM payments WHERE seq "
                       "> ? AND seq <= ?")
                .bind(upto)
                .bind(to)
                .run());
  return connection.query("UPDATE payment_words_place SET upto = ?").bind(to).run();
}

}  // namespace loket::adapters

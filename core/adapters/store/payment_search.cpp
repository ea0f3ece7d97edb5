#include "core/adapters/store/payment_search.h"

#include <algorithm>
#include <optional>
#include <string>
#include <variant>

#include "core/adapters/store/open_states.h"
#include "core/adapters/store/payment_json.h"
#include "core/base/text.h"

namespace loket::adapters {
namespace {

// Of a range of days with no more payments than this the days' index finds all. In a longer one payments are
// soon met, read from where it ends, and the list of the range would be long itself.
constexpr std::int64_t kFewInDays = 2000;
// Indexed in one go, which some sale waits for.
constexpr std::int64_t kIndexedAtOnce = 32;
// Of a text's words, the first ones; of each so many trigrams.
constexpr std::size_t kWordsAsked = 5;
constexpr std::size_t kOfAWord = 2;
constexpr std::size_t kOfTheLastWord = 4;

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
    // Behind a plain letter such a byte is a stray one, and a character of its own.
    const bool goesOn =
        isBesideFirst(c) && !out.empty() && (static_cast<unsigned char>(out.back().front()) & 0xC0U) == 0xC0U;
    if (!goesOn)
      out.emplace_back();
    out.back().push_back(c);
  }
  return out;
}

std::string phraseOf(std::string_view trigram) {
  std::string out = "\"";
  for (char c : trigram) out.append(c == '"' ? 2 : 1, c);
  return out + "\"";
}

// Trigrams of a word from its end: references and numbers of one shop begin alike, and end differently.
void addEnding(std::vector<std::string>& trigrams, const std::vector<std::string>& word, std::size_t wanted) {
  for (std::size_t end = word.size(); end >= 3 && wanted > 0; --end, --wanted)
    trigrams.push_back(word[end - 3] + word[end - 2] + word[end - 1]);
}

// What the index is asked: few and rare trigrams, for each of them is a list as long as it is frequent.
// Whether the whole text stands there is looked at in the payment. Empty: no use asking it.
std::string matchFor(std::string_view text) {
  const std::vector<std::string> characters = charactersOf(text);
  if (characters.size() < 2)
    return {};
  std::string out;
  if (characters.size() == 2) {
    // Whatever follows them; every word ends with a line feed.
    const std::string pair = characters[0] + characters[1];
    out = phraseOf(pair + "\n");
    for (char c = ' '; c <= '~'; ++c)
      if (c < 'A' || c > 'Z')
        out += " OR " + phraseOf(pair + c);
    // Letters with accents, and the dashes and quotation marks of telephones' address books.
    for (unsigned rest = 0x80; rest < 0xC0; ++rest)
      out += " OR " + phraseOf(pair + '\xC3' + static_cast<char>(rest));
    for (const char* mark :
         {"\xE2\x80\x93", "\xE2\x80\x94", "\xE2\x80\x98", "\xE2\x80\x99", "\xE2\x80\x9C", "\xE2\x80\x9D"})
      out += " OR " + phraseOf(pair + mark);
    return out;
  }
  std::vector<std::vector<std::string>> words(1);
  for (const std::string& c : characters) {
    if (c == " ")
      words.emplace_back();
    else
      words.back().push_back(c);
  }
  std::vector<std::string> trigrams;
  for (std::size_t i = 0; i < std::min(words.size(), kWordsAsked); ++i)
    addEnding(trigrams, words[i], i + 1 == words.size() ? kOfTheLastWord : kOfAWord);
  if (trigrams.empty())
    addEnding(trigrams, characters, kOfTheLastWord);
  for (const std::string& trigram : trigrams) out += (out.empty() ? "" : " AND ") + phraseOf(trigram);
  return out;
}

Condition inStates(const std::vector<PaymentState>& states) {
  Condition out;
  out.add("state IN (");
  for (PaymentState state : states) out.add(out.values.empty() ? "?" : ",?", std::string(wordOf(state)));
  out.add(")");
  return out;
}

constexpr const char* kPayments = "SELECT p.seq, p.body FROM payments p WHERE 1=1";
constexpr const char* kIndexed =
    "SELECT p.seq, p.body FROM payment_words w CROSS JOIN payments p ON p.seq = w.rowid WHERE 1=1";

class Search {
 public:
  Search(Connection& connection, const ports::PaymentQuery& query)
      : m_connection(connection),
        m_query(query),
        m_text(toLower(query.text)),
        m_match(matchFor(m_text)),
        m_limit(static_cast<std::size_t>(std::clamp(query.limit, 1, kPageMax))) {}

  Result<std::vector<ports::PaymentRow>> run() {
    // No payment has one, and SQLite would read what stands before it as the whole question.
    if (m_text.find('\0') != std::string::npos)
      return m_rows;
    LOKET_TRY(begin());
    if (m_text.empty()) {
      LOKET_TRY(read(filter("p.seq"), kPayments, "p.seq"));
    } else if (m_query.newestFirst) {
      LOKET_TRY(readBehindIndex());
      LOKET_TRY(readIndexed());
    } else {
      LOKET_TRY(readIndexed());
      LOKET_TRY(readBehindIndex());
    }
    return std::move(m_rows);
  }

 private:
  Status begin() {
    LOKET_ASSIGN(m_isByDay, isBestFoundByDay());
    LOKET_TRY(findEdge());
    if (m_text.empty())
      return {};
    Query place = m_connection.query("SELECT upto FROM payment_words_place");
    if (!place.step())
      return place.status() ? Status(fail(ErrorCode::DatabaseUnreadable, "payment_words_place"))
                            : place.status();
    m_upto = place.number(0);
    return {};
  }

  // `seq` is what the payment's number is called. With a plus SQLite does not go by the lists, seeking every
  // number in them.
  Condition filter(const std::string& seq) const {
    Condition out;
    if (m_isByDay)
      out.add(" AND " + seq + " IN (SELECT seq FROM payments WHERE 1=1");
    // With a plus the days of many are looked at on the way, and not sorted first.
    const std::string day = m_isByDay ? " AND business_date" : " AND +business_date";
    if (m_query.from)
      out.add(day + " >= ?", toIso(*m_query.from));
    if (m_query.to)
      out.add(day + " <= ?", toIso(*m_query.to));
    if (m_isByDay)
      out.add(")");
    if (m_edge)
      out.add(" AND " + seq + (m_query.newestFirst ? " <= ?" : " >= ?"), *m_edge);
    if (!m_query.states.empty())
      addStates(out, seq);
    if (m_query.complained == ports::Complained::Open)
      out.add(" AND p.ref IN (SELECT payment FROM open_complaints)");
    return out;
  }

  // Whether so few payments have such days that all of them can be looked at.
  Result<bool> areFew(const char* days, const std::optional<BusinessDate>& from,
                      const std::optional<BusinessDate>& to) {
    const std::string sql = std::string("SELECT count(*) FROM (SELECT 1 FROM payments WHERE ") + days + " LIMIT ?)";
    Query count = m_connection.query(sql.c_str());
    for (const auto& day : {from, to})
      if (day)
        count.bind(toIso(*day));
    count.bind(kFewInDays + 1);
    if (!count.step())
      return fail(count.status().error());
    return count.number(0) <= kFewInDays;
  }

  Result<bool> isBestFoundByDay() {
    if (!m_query.from && !m_query.to)
      return false;
    return areFew(!m_query.to     ? "business_date >= ?"
                  : !m_query.from ? "business_date <= ?"
                                  : "business_date >= ? AND business_date <= ?",
                  m_query.from, m_query.to);
  }

  // The last number that such a day has (or the first, read from the oldest on), when many payments that are read before it
  // have other days. The days' index alone tells; days that a clock put in another order are among those before it.
  Status findEdge() {
    const std::optional<BusinessDate>& day = m_query.newestFirst ? m_query.to : m_query.from;
    if (!day || m_isByDay)
      return {};
    LOKET_ASSIGN(const bool few, areFew(m_query.newestFirst ? "business_date > ?" : "business_date < ?", day, std::nullopt));
    if (few)
      return {};
    // Also with a plus, or SQLite would walk through the payments for it.
    Query edge = m_connection.query(
        m_query.newestFirst
            ? "SELECT max(+seq) FROM payments INDEXED BY payments_by_day WHERE business_date <= ?"
            : "SELECT min(+seq) FROM payments INDEXED BY payments_by_day WHERE business_date >= ?");
    edge.bind(toIso(*day));
    if (!edge.step())
      return fail(edge.status().error());
    m_edge = edge.number(0);
    return {};
  }

  void addBound(Condition& out, const std::string& seq) const {
    if (m_query.beforeSequence)
      out.add(" AND " + seq + (m_query.newestFirst ? " < ?" : " > ?"), *m_query.beforeSequence);
  }

  // Nearly all have succeeded: those are met on the way. All others are few, and have an index.
  void addStates(Condition& out, const std::string& seq) const {
    Condition wanted = inStates(m_query.states);
    const bool withConflicts = m_query.conflicts == ports::Conflicts::Included;
    if (std::count(m_query.states.begin(), m_query.states.end(), PaymentState::Succeeded) > 0) {
      out.add(" AND (p.");
      out.add(wanted);
      if (withConflicts)
        out.add(" OR json_extract(p.body, '$.conflict') <> ''");
      out.add(")");
      return;
    }
    addBound(wanted, "seq");
    out.add(" AND " + seq +
            " IN (SELECT seq FROM payments INDEXED BY payments_open WHERE state IN " LOKET_OPEN_STATES
            " AND ");
    out.add(wanted);
    out.add(
        " UNION SELECT seq FROM payments INDEXED BY payments_ended_otherwise "
        "WHERE state IN " LOKET_ENDED_OTHERWISE " AND ");
    out.add(wanted);
    if (withConflicts)
      out.add(" UNION SELECT seq FROM payments WHERE json_extract(body, '$.conflict') <> ''");
    out.add(")");
  }

  // The newest, one by one.
  Status readBehindIndex() {
    Condition where;
    where.add(" AND p.seq > ?", m_upto);
    where.add(filter("+p.seq"));
    where.add(" AND p.search LIKE ? ESCAPE '\\'", "%" + likeBeginning(m_text));
    return read(where, kPayments, "p.seq");
  }

  Status readIndexed() {
    Condition where;
    if (m_match.empty())
      where.add(" AND w.rowid > (SELECT coalesce(max(seq), 0) FROM payments) - ?", kOneCharacterLooksAt);
    else
      where.add(" AND w.payment_words MATCH ?", m_match);
    // What was brought in meanwhile has been read.
    where.add(" AND w.rowid <= ?", m_upto);
    // Before the words are fetched.
    where.add(filter("+w.rowid"));
    where.add(" AND w.search LIKE ? ESCAPE '\\'", "%" + likeBeginning(m_text));
    return read(where, kIndexed, "w.rowid");
  }

  // `order` is what the payment's number is called in `what`.
  Status read(const Condition& where, const char* what, const std::string& order) {
    if (m_rows.size() >= m_limit)
      return {};
    Condition all;
    all.add(what);
    all.add(where);
    addBound(all, order);
    all.add(" ORDER BY " + order);
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
  // Its days have so few payments that they are looked up by day.
  bool m_isByDay = false;
  std::optional<std::int64_t> m_edge;  // where reading can begin
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

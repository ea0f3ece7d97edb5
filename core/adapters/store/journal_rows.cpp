#include "core/adapters/store/journal_rows.h"

#include <algorithm>
#include <bit>
#include <map>
#include <memory>
#include <utility>

#include <openssl/sha.h>

#include "core/adapters/store/journal_beside.h"
#include "core/adapters/store/journal_standing.h"
#include "core/adapters/store/json_text.h"
#include "core/adapters/store/payment_json.h"
#include "core/adapters/store/work_json.h"
#include "core/base/check.h"
#include "core/base/utf8.h"
#include "core/domain/payment/decide.h"

namespace loket::adapters {
namespace {

using namespace std::literals;

// Of the levels above the leaves every fourth is kept: a fifteenth of the leaves' number in rows, and what lies between is hashed
// again from sixteen at most.
constexpr int kKeptLevels = 4;
constexpr std::uint64_t kProgressEvery = 4096;

// OpenSSL's, which uses the processor's own instructions for it, and its oldest functions: each of their newer ones looks the
// algorithm up and asks for memory, which takes as long as hashing an entry.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
class Sha256 final : public journal::Hasher {
 public:
  journal::Hash sha256(std::initializer_list<std::string_view> parts) const override {
    SHA256_CTX context;
    bool isDone = SHA256_Init(&context) == 1;
    for (const std::string_view part : parts) isDone = isDone && SHA256_Update(&context, part.data(), part.size()) == 1;
    journal::Hash hash{};
    isDone = isDone && SHA256_Final(hash.data(), &context) == 1;
    LOKET_CHECK(isDone);
    return hash;
  }
};
#pragma GCC diagnostic pop

const Sha256 kSha256;

tl::unexpected<Error> unreadable(const std::string& what) {
  return fail(ErrorCode::DatabaseUnreadable, "journal tree: " + what);
}

std::optional<journal::Hash> hashIn(std::string_view bytes) {
  journal::Hash hash{};
  if (bytes.size() != hash.size())
    return std::nullopt;
  std::copy(bytes.begin(), bytes.end(), hash.begin());
  return hash;
}

bool isKept(int level) {
  return level > 0 && level % kKeptLevels == 0;
}

// The journal's row: kind, subject, at, salt, commitment from this column on. Into a leaf that may have been another before: of a
// million leaves one after the other none asks for memory again.
Status readLeaf(const Query& row, std::uint64_t index, int column, ports::JournalLeaf& leaf) {
  leaf.index = index;
  leaf.entry.kind = row.view(column);
  leaf.entry.subject = row.view(column + 1);
  leaf.entry.at = Instant{row.number(column + 2)};
  leaf.salt = row.view(column + 3);
  const auto commitment = hashIn(row.view(column + 4));
  if (!commitment)
    return unreadable("commitment of " + std::to_string(index));
  leaf.entry.commitment = *commitment;
  return {};
}

Result<ports::JournalLeaf> leafIn(const Query& row, std::uint64_t index, int column) {
  ports::JournalLeaf leaf;
  LOKET_TRY(readLeaf(row, index, column, leaf));
  return leaf;
}

// What is written once and stays, each in a row of its own. What a person may ask to be forgotten may be gone with its salt.
bool isOfOneRow(const ports::JournalLeaf& leaf) {
  const std::string& kind = leaf.entry.kind;
  for (const std::string_view family : {"payment."sv, "till."sv, "access."sv, "print."sv})
    if (kind.rfind(family, 0) == 0)
      return true;
  return kind == "ledger" || (kind == "complaint" && !leaf.salt.empty());
}

// All that is read stands as it was when the reading began.
class OneMoment {
 public:
  explicit OneMoment(Connection& connection) : m_connection(connection) {}
  OneMoment(const OneMoment&) = delete;
  OneMoment& operator=(const OneMoment&) = delete;
  ~OneMoment() { m_connection.rollBack(); }

 private:
  Connection& m_connection;
};

}  // namespace

Result<ports::JournalHead> JournalRows::head() {
  Query row = m_connection.query("SELECT leaves, leaves_from, roots FROM journal");
  if (!row.step())
    return row.status() ? Result<ports::JournalHead>(unreadable("head")) : fail(row.status().error());
  ports::JournalHead head;
  head.size = static_cast<std::uint64_t>(row.number(0));
  head.from = static_cast<std::uint64_t>(row.number(1));
  const std::string roots = row.bytes(2);
  for (std::size_t at = 0; at < roots.size(); at += sizeof(journal::Hash)) {
    const auto hash = hashIn(roots.substr(at, sizeof(journal::Hash)));
    if (!hash)
      return unreadable("roots");
    head.roots.push_back(*hash);
  }
  if (head.from > head.size || !journal::Frontier::of(head.size, head.roots))
    return unreadable("head");
  return head;
}

Result<std::optional<journal::Hash>> JournalRows::stored(int level, std::uint64_t index) {
  Query row = m_connection.query("SELECT hash FROM journal_nodes WHERE level = ? AND place = ?");
  row.bind(static_cast<std::int64_t>(level)).bind(static_cast<std::int64_t>(index));
  if (row.step()) {
    const auto hash = hashIn(row.bytes(0));
    if (!hash)
      return unreadable("hash");
    return hash;
  }
  LOKET_TRY(row.status());
  return std::nullopt;
}

Result<journal::Hash> JournalRows::node(int level, std::uint64_t index) {
  LOKET_ASSIGN(const auto kept, stored(level, index));
  if (kept)
    return *kept;
  if (level > 0) {
    LOKET_ASSIGN(const journal::Hash left, node(level - 1, 2 * index));
    LOKET_ASSIGN(const journal::Hash right, node(level - 1, 2 * index + 1));
    return journal::nodeHash(kSha256, left, right);
  }
  Query row = m_connection.query("SELECT kind, subject, at, salt, commitment FROM journal_leaves WHERE seq = ?");
  row.bind(static_cast<std::int64_t>(index));
  if (!row.step()) {
    LOKET_TRY(row.status());
    return unreadable("leaf " + std::to_string(index) + " is not here");
  }
  LOKET_ASSIGN(const ports::JournalLeaf leaf, leafIn(row, index, 0));
  return journal::leafHash(kSha256, textOf(leaf.entry));
}

Result<std::optional<std::uint64_t>> JournalRows::newestLeafOf(const PaymentRef& ref) {
  Query row = m_connection.query("SELECT leaf FROM events WHERE payment = ? AND leaf IS NOT NULL ORDER BY seq DESC LIMIT 1");
  row.bind(ref.str());
  std::optional<std::uint64_t> newest;
  if (row.step())
    newest = static_cast<std::uint64_t>(row.number(0));
  LOKET_TRY(row.status());
  return newest;
}

Result<std::vector<ports::JournalLeaf>> JournalRows::leavesOf(const PaymentRef& ref) {
  Query rows = m_connection.query(
      "SELECT l.seq, l.kind, l.subject, l.at, l.salt, l.commitment, e.body FROM events e "
      "JOIN journal_leaves l ON l.seq = e.leaf WHERE e.payment = ? ORDER BY e.seq");
  rows.bind(ref.str());
  std::vector<ports::JournalLeaf> leaves;
  while (rows.step()) {
    LOKET_ASSIGN(ports::JournalLeaf leaf, leafIn(rows, static_cast<std::uint64_t>(rows.number(0)), 1));
    leaf.particulars = rows.text(6);
    leaves.push_back(std::move(leaf));
  }
  LOKET_TRY(rows.status());
  return leaves;
}

Status JournalRows::isSound() {
  LOKET_ASSIGN(const ports::JournalHead head, this->head());
  {
    Query last = m_connection.query("SELECT coalesce(max(seq), -1) FROM journal_leaves");
    if (!last.step())
      return last.status();
    const std::int64_t newest = last.number(0);
    if (newest >= 0 ? static_cast<std::uint64_t>(newest) + 1 != head.size : head.size != head.from)
      return fail(ErrorCode::StateForbids, "journal tree: " + std::to_string(newest + 1) + " leaves, and " +
                                               std::to_string(head.size) + " are told");
  }
  // The roots are named again from the hashes and the leaves under them.
  std::uint64_t from = 0;
  std::size_t which = 0;
  for (int level = 63; level >= 0; --level) {
    const std::uint64_t count = std::uint64_t{1} << static_cast<unsigned>(level);
    if ((head.size & count) == 0)
      continue;
    LOKET_ASSIGN(const journal::Hash hash, node(level, from >> static_cast<unsigned>(level)));
    if (hash != head.roots[which++])
      return fail(ErrorCode::StateForbids, "journal tree: the hash of " + std::to_string(count) + " leaves from " +
                                               std::to_string(from) + " on");
    from += count;
  }
  return {};
}

Result<std::optional<bool>> JournalRows::isFoldOfItsSteps(const Query& row) {
  const PaymentRef ref(row.text(0));
  Query steps = m_connection.query("SELECT kind, at, body FROM events WHERE payment = ? ORDER BY seq");
  steps.bind(ref.str());
  std::optional<Payment> made;
  while (steps.step()) {
    const auto event = decodeEvent(ref, steps.text(0), Instant{steps.number(1)}, steps.text(2));
    // What cannot be read is no step that ever was.
    if (!event)
      return std::optional<bool>(false);
    const auto* accepted = std::get_if<AcceptedEvent>(&event->body);
    if (!made && accepted == nullptr)
      return std::optional<bool>();
    if (made && !canFollow(*made, *event))
      return std::optional<bool>(false);
    made = made ? evolve(*made, *event) : start(*accepted);
  }
  LOKET_TRY(steps.status());
  if (!made)
    return std::optional<bool>();
  const auto shown = decodePayment(row.text(1));
  return std::optional<bool>(shown && encodePayment(*shown) == encodePayment(*made) && row.text(2) == wordOf(made->state) &&
                             row.number(3) == made->total().amount() && row.number(4) == made->held.amount() &&
                             row.number(5) == made->leftover.amount() && row.number(6) == (made->total() - made->cost).amount() &&
                             row.text(7) == made->number && row.text(8) == made->customerName && row.text(9) == made->product.str() &&
                             row.text(10) == made->clientRef.str() && row.number(11) == made->acceptedAt.ms &&
                             row.text(12) == toIso(made->businessDate));
}

Status JournalRows::checkPayments(ports::JournalCheck& result, const Broken& broken,
                                  const std::function<bool(std::uint64_t done)>& progress) {
  Query rows = m_connection.query(
      "SELECT ref, body, state, total, held, leftover, profit, number, customer_name, product, client_ref, accepted_at, "
      "business_date, (SELECT max(leaf) FROM events WHERE payment = ref) FROM payments ORDER BY seq");
  std::uint64_t done = 0;
  while (rows.step()) {
    LOKET_ASSIGN(const auto isFold, isFoldOfItsSteps(rows));
    if (isFold)
      ++result.payments;
    if (isFold && !*isFold)
      broken(static_cast<std::uint64_t>(rows.number(13)), "payment");
    if (++done % kProgressEvery == 0 && !progress(done))
      return fail(ErrorCode::StateForbids, "stopped");
  }
  return rows.status();
}

Result<std::vector<journal::Hash>> JournalRows::rootsOf(std::uint64_t size) {
  std::vector<journal::Hash> roots;
  std::uint64_t at = 0;
  for (int level = 63; level >= 0; --level) {
    const std::uint64_t count = std::uint64_t{1} << static_cast<unsigned>(level);
    if ((size & count) == 0)
      continue;
    LOKET_ASSIGN(const journal::Hash hash, node(level, at >> static_cast<unsigned>(level)));
    roots.push_back(hash);
    at += count;
  }
  return roots;
}

Status JournalRows::read(std::uint64_t to, ports::JournalWords words, const std::function<Status(const ports::JournalLeaf&)>& take) {
  LOKET_TRY(m_connection.query("BEGIN").run());
  const OneMoment moment(m_connection);
  std::optional<JournalBeside> beside;
  if (words == ports::JournalWords::WithParticulars)
    beside.emplace(m_connection);
  Query rows = m_connection.query("SELECT seq, kind, subject, at, salt, commitment FROM journal_leaves WHERE seq < ? ORDER BY seq");
  rows.bind(static_cast<std::int64_t>(to));
  while (rows.step()) {
    LOKET_ASSIGN(ports::JournalLeaf leaf, leafIn(rows, static_cast<std::uint64_t>(rows.number(0)), 1));
    auto row = beside ? beside->rowOf(leaf.index, [](std::uint64_t) {}) : Result<std::optional<JournalBeside::Row>>(std::nullopt);
    if (!row)
      return fail(row.error());
    if (*row)
      leaf.particulars = std::move((*row)->particulars);
    else
      leaf.salt.clear();
    LOKET_TRY(take(leaf));
  }
  return rows.status();
}

Result<ports::JournalCheck> JournalRows::check(
    const std::function<bool(std::uint64_t done, std::uint64_t of)>& progress) {
  LOKET_TRY(m_connection.query("BEGIN").run());
  const OneMoment moment(m_connection);
  LOKET_ASSIGN(const ports::JournalHead head, this->head());
  ports::JournalCheck result;
  result.size = head.size;
  const auto broken = [&result](std::uint64_t index, const char* what) {
    if (result.faults.size() < ports::kJournalFaultsMax)
      result.faults.push_back({index, what});
  };
  // What came before is taken by its hashes.
  LOKET_ASSIGN(std::vector<journal::Hash> roots, rootsOf(head.from));
  journal::Frontier frontier = *journal::Frontier::of(head.from, std::move(roots));
  JournalBeside beside(m_connection);
  const auto compare = [&](const JournalBeside::Row& row, const ports::JournalLeaf& leaf) {
    if (row.kind != leaf.entry.kind || row.subject != leaf.entry.subject || row.at != leaf.entry.at)
      broken(leaf.index, row.what);
    else if (leaf.salt.empty())
      // What cannot be compared any more must not be there either.
      broken(leaf.index, "erased");
    else if (journal::commitmentOf(kSha256, leaf.salt, row.particulars) != leaf.entry.commitment)
      broken(leaf.index, row.what);
    ++result.particulars;
  };
  const auto stray = [&broken](std::uint64_t leaf) { broken(leaf, "leaf"); };
  std::uint64_t payments = 0;
  if (Query count = m_connection.query("SELECT count(*) FROM payments"); count.step())
    payments = static_cast<std::uint64_t>(count.number(0));
  const std::uint64_t toDo = head.size - head.from + payments;
  JournalStanding standing(kSha256);
  Query rows = m_connection.query("SELECT seq, kind, subject, at, salt, commitment FROM journal_leaves ORDER BY seq");
  std::uint64_t expected = head.from;
  Status nodes;
  const journal::Frontier::Completed isAsKept = [&](int level, std::uint64_t index, const journal::Hash& hash) {
    if (!isKept(level) || !nodes)
      return;
    auto stored = this->stored(level, index);
    if (!stored)
      nodes = fail(stored.error());
    else if (!*stored || **stored != hash)
      broken(((index + 1) << static_cast<unsigned>(level)) - 1, "hash");
  };
  ports::JournalLeaf leaf;
  while (rows.step()) {
    const auto index = static_cast<std::uint64_t>(rows.number(0));
    if (index != expected)
      broken(expected, "gap");
    expected = index + 1;
    LOKET_TRY(readLeaf(rows, index, 1, leaf));
    frontier.append(kSha256, journal::leafHash(kSha256, textOf(leaf.entry)), isAsKept);
    LOKET_TRY(nodes);
    ++result.leaves;
    if (leaf.salt.empty())
      ++result.erased;
    LOKET_ASSIGN(const auto row, beside.rowOf(index, stray));
    if (row) {
      compare(*row, leaf);
    } else if (isOfOneRow(leaf)) {
      // What it is about is not in the books any more.
      broken(index, "missing");
    } else {
      standing.take(leaf);
    }
    if (progress && result.leaves % kProgressEvery == 0 && !progress(result.leaves, toDo))
      return fail(ErrorCode::StateForbids, "stopped");
  }
  LOKET_TRY(rows.status());
  LOKET_TRY(beside.end(stray));
  if (expected != head.size || frontier.roots() != head.roots)
    broken(head.size, "head");
  // Behind the first that was written down nothing is without a leaf.
  for (const char* sql :
       {"SELECT count(*) FROM events WHERE leaf IS NULL AND (seq < 1 OR seq > (SELECT min(seq) FROM events WHERE leaf IS NOT NULL))",
        "SELECT count(*) FROM postings WHERE leaf IS NULL AND (id < 1 OR id > (SELECT min(id) FROM postings WHERE leaf IS NOT NULL))",
        "SELECT count(*) FROM till WHERE leaf IS NULL AND (seq < 1 OR seq > (SELECT min(seq) FROM till WHERE leaf IS NOT NULL))",
        "SELECT count(*) FROM access WHERE leaf IS NULL AND (seq < 1 OR seq > (SELECT min(seq) FROM access WHERE leaf IS NOT NULL))",
        "SELECT count(*) FROM prints WHERE leaf IS NULL AND (seq < 1 OR seq > (SELECT min(seq) FROM prints WHERE leaf IS NOT NULL))",
        "SELECT count(*) FROM complaints WHERE leaf IS NULL AND (seq < 1 OR seq > (SELECT min(seq) FROM complaints WHERE leaf IS NOT NULL))",
        "SELECT count(*) FROM confirmations WHERE leaf IS NULL AND "
        "(seq < 1 OR seq > (SELECT min(seq) FROM confirmations WHERE leaf IS NOT NULL))",
        "SELECT count(*) FROM legs WHERE posting NOT IN (SELECT id FROM postings)"}) {
    Query count = m_connection.query(sql);
    if (!count.step())
      return fail(count.status().error());
    if (count.number(0) > 0)
      broken(head.size, "unlogged");
  }
  LOKET_ASSIGN(const std::uint64_t compared, standing.compare(m_connection, broken));
  result.particulars += compared;
  LOKET_TRY(checkPayments(result, broken,
                          [&](std::uint64_t done) { return !progress || progress(result.leaves + done, toDo); }));
  result.root = frontier.root(kSha256);
  if (progress)
    progress(toDo, toDo);
  return result;
}

Status JournalRows::load() {
  LOKET_ASSIGN(const ports::JournalHead head, this->head());
  m_frontier = *journal::Frontier::of(head.size, head.roots);
  m_from = head.from;
  m_seed.clear();
  return {};
}

void JournalRows::begin(std::string_view seed) {
  m_seed = seed;
  m_number = 0;
}

Result<std::optional<std::int64_t>> JournalRows::add(std::string_view kind, std::string_view subject, Instant at,
                                                     std::string_view particulars) {
  if (m_seed.empty())
    return std::nullopt;
  // As the sidecar carries it: bytes that are no text come back from there as others.
  const std::string carried = isUtf8(particulars) ? std::string() : asCarried(particulars);
  const std::string_view meant = carried.empty() ? particulars : carried;
  const std::string salt = journal::saltOf(kSha256, m_seed, m_number++);
  journal::Entry entry{std::string(kind), asCarried(subject), at, journal::commitmentOf(kSha256, salt, meant)};
  const auto index = static_cast<std::int64_t>(m_frontier.size());
  LOKET_TRY(m_connection
                .query("INSERT INTO journal_leaves (seq, kind, subject, at, salt, commitment) VALUES (?, ?, ?, ?, ?, ?)")
                .bind(index)
                .bind(entry.kind)
                .bind(entry.subject)
                .bind(at.ms)
                .bindBytes(salt)
                .bindBytes(journal::bytesOf(entry.commitment))
                .run());
  Status written;
  m_frontier.append(kSha256, journal::leafHash(kSha256, textOf(entry)),
                    [&](int level, std::uint64_t place, const journal::Hash& hash) {
                      if (written && isKept(level))
                        written = writeNode(level, place, hash);
                    });
  LOKET_TRY(written);
  return index;
}

Status JournalRows::forget(std::string_view person, const std::optional<std::int64_t>& last) {
  if (!last)
    return {};
  return m_connection.query("UPDATE journal_leaves SET salt = NULL WHERE kind IN ('customer', 'group') AND subject = ? AND seq < ?")
      .bind(asCarried(person))
      .bind(*last)
      .run();
}

Status JournalRows::writeNode(int level, std::uint64_t index, const journal::Hash& hash) {
  return m_connection.query("INSERT INTO journal_nodes (level, place, hash) VALUES (?, ?, ?)")
      .bind(static_cast<std::int64_t>(level))
      .bind(static_cast<std::int64_t>(index))
      .bindBytes(journal::bytesOf(hash))
      .run();
}

Status JournalRows::end(const CommitPosition& position) {
  std::string roots;
  for (const journal::Hash& root : m_frontier.roots()) roots += journal::bytesOf(root);
  return m_connection.query("UPDATE journal SET commits = ?, mark = ?, leaves = ?, leaves_from = ?, roots = ?")
      .bind(static_cast<std::int64_t>(position.commits))
      .bind(position.mark)
      .bind(static_cast<std::int64_t>(m_frontier.size()))
      .bind(static_cast<std::int64_t>(m_from))
      .bindBytes(roots)
      .run();
}

Result<JournalBase> JournalRows::base(const std::set<std::uint64_t>& seen) {
  LOKET_ASSIGN(const ports::JournalHead head, this->head());
  JournalBase base;
  base.size = head.size;
  base.roots = head.roots;
  std::map<std::pair<int, std::uint64_t>, journal::Hash> nodes;
  for (const std::uint64_t size : seen) {
    if (size == 0 || size >= head.size)
      continue;
    std::map<std::pair<int, std::uint64_t>, journal::Hash> its;
    Status read;
    const journal::NodeAt at = [&](int level, std::uint64_t index) {
      const auto hash = node(level, index);
      if (!hash) {
        read = fail(hash.error());
        return journal::Hash{};
      }
      its[{level, index}] = *hash;
      return *hash;
    };
    static_cast<void>(journal::consistencyProof(kSha256, size, head.size, at));
    // What was lost before cannot be told again, and is no reason to lose the rest.
    if (read)
      nodes.merge(its);
  }
  for (const auto& [place, hash] : nodes) base.nodes.push_back({place.first, place.second, hash});
  return base;
}

Status JournalRows::restore(const JournalBase& base) {
  auto frontier = journal::Frontier::of(base.size, base.roots);
  if (!frontier)
    return unreadable("base");
  m_frontier = std::move(*frontier);
  std::uint64_t at = 0;
  std::size_t which = 0;
  std::vector<JournalBase::Node> nodes = base.nodes;
  for (int level = 63; level >= 0; --level) {
    const std::uint64_t count = std::uint64_t{1} << static_cast<unsigned>(level);
    if ((base.size & count) == 0)
      continue;
    nodes.push_back({level, at >> static_cast<unsigned>(level), base.roots[which++]});
    at += count;
  }
  for (const JournalBase::Node& one : nodes) {
    LOKET_ASSIGN(const auto there, stored(one.level, one.index));
    if (!there)
      LOKET_TRY(writeNode(one.level, one.index, one.hash));
  }
  m_from = base.size;
  return {};
}

}  // namespace loket::adapters

#include "core/adapters/store/sqlcipher_store.h"

#include <algorithm>
#include <array>
#include <filesystem>

#include <sodium.h>

#include "core/adapters/store/journal_beside.h"
#include "core/adapters/store/journal_standing.h"
#include "core/adapters/store/ledger_rules.h"
#include "core/adapters/store/payment_json.h"
#include "core/adapters/store/payment_search.h"
#include "core/adapters/store/work_json.h"
#include "core/base/text.h"
#include "core/domain/till/collection.h"

namespace loket::adapters {
namespace {

struct Migration {
  const char* name;
  const char* sql;
};

constexpr Migration kMigrations[] = {
#include "store_migrations.inc"
};

// Room for the write-ahead log of what is under way, so that outcomes can still be written when new payments no
// longer may.
constexpr std::uintmax_t kReserveBytes = 16U << 20U;

// No database is shorter than SQLite's smallest page.
constexpr std::uintmax_t kPageBytesMin = 512;

std::string searchText(const Payment& p) {
  std::string text;
  for (const std::string* part :
       {&p.customerName, &p.number, &p.productName, &p.ref.str(), &p.serial, &p.token, &p.claimCode.str()}) {
    text += toLower(*part);
    text.push_back('\n');
  }
  return text;
}

Money profitOf(const Payment& p) { return p.total() - p.cost; }

// The last barrier before a second delivery. Books of before may have such a step, and are made again as they were.
bool armsAfterADelivery(const ports::PaymentChange& change) {
  return change.after.tookTooAttempt() != nullptr &&
         std::any_of(change.events.begin(), change.events.end(),
                     [](const PaymentEvent& event) { return kindOf(event.body) == EventKind::Armed; });
}

}  // namespace

Result<std::unique_ptr<SqlcipherStore>> SqlcipherStore::create(const std::string& path, const SecretBytes& key) {
  std::error_code ignored;
  if (std::filesystem::exists(path, ignored))
    return fail(ErrorCode::HomeExists, path);
  LOKET_ASSIGN(auto connection, Connection::open(path, key, OpenMode::Create));
  std::unique_ptr<SqlcipherStore> store(new SqlcipherStore(std::move(connection), path));
  store->m_logIsIn = true;
  LOKET_TRY(store->migrate());
  return store;
}

Result<std::unique_ptr<SqlcipherStore>> SqlcipherStore::open(const std::string& path, const SecretBytes& key) {
  std::error_code problem;
  const bool there = std::filesystem::exists(path, problem);
  if (problem)
    return fail(ErrorCode::DatabaseUnreadable, path + ": " + problem.message());
  if (!there)
    return fail(ErrorCode::HomeMissing, path);
  // An empty file, and one of a single byte, would be taken for a new database, and written over.
  if (std::filesystem::file_size(path, problem) < kPageBytesMin || problem)
    return fail(ErrorCode::DatabaseUnreadable, path + ": too short");
  LOKET_ASSIGN(auto connection, Connection::open(path, key, OpenMode::ReadWrite));
  std::unique_ptr<SqlcipherStore> store(new SqlcipherStore(std::move(connection), path));
  // A disk without room is no reason not to read; until there is some nothing is appended to that log.
  if (const Status done = store->bringLogIn(); !done && done.error().code != ErrorCode::DiskFull)
    return fail(done.error());
  LOKET_TRY(store->migrate());
  return store;
}

// After an fsync that failed some file systems (ext4) go on showing what never reached the disk, until the power
// goes. A log that the last process left behind may be such: whatever is appended to it would be lost with the
// part that is not there. Everything it shows is written once more, into the database, and synced.
Status SqlcipherStore::bringLogIn() {
  if (m_logIsIn)
    return {};
  Query row = connection().query("PRAGMA wal_checkpoint(TRUNCATE)");
  if (!row.step())
    return row.status() ? Status(fail(ErrorCode::DatabaseUnreadable, m_path)) : row.status();
  if (row.number(0) != 0)
    return fail(ErrorCode::HomeBusy, m_path + ": somebody else reads it");
  m_logIsIn = true;
  return {};
}

Status SqlcipherStore::migrate() {
  std::int64_t have = 0;
  {
    Query version = connection().query("PRAGMA user_version");
    if (!version.step())
      return version.status();
    have = version.number(0);
  }
  const auto known = static_cast<std::int64_t>(std::size(kMigrations));
  if (have > known)
    return fail(ErrorCode::DatabaseVersion, "schema " + std::to_string(have) + ", known " + std::to_string(known));
  for (std::int64_t i = have; i < known; ++i) {
    const std::string sql = std::string("BEGIN IMMEDIATE;\n") + kMigrations[i].sql +
                            "\nPRAGMA user_version = " + std::to_string(i + 1) + ";\nCOMMIT;";
    if (auto done = connection().execute(sql); !done) {
      connection().rollBack();
      return fail(done.error().code, std::string(kMigrations[i].name) + ": " + done.error().detail);
    }
  }
  Query row = connection().query("SELECT commits, mark FROM journal");
  if (!row.step())
    return row.status() ? Status(fail(ErrorCode::DatabaseUnreadable, "journal")) : row.status();
  m_commits = static_cast<std::uint64_t>(row.number(0));
  m_mark = row.text(1);
  return journal()->load();
}

// The lock on the home lets one process in; a file system whose locks are worth nothing lets in two.
Status SqlcipherStore::isLatest() {
  Query row = connection().query("SELECT commits FROM journal");
  if (!row.step())
    return row.status() ? Status(fail(ErrorCode::DatabaseUnreadable, "journal")) : row.status();
  return static_cast<std::uint64_t>(row.number(0)) == m_commits
             ? Status()
             : fail(ErrorCode::HomeBusy, m_path + ": written by somebody else since it was opened");
}

Status SqlcipherStore::usable() {
  // What a read met counts as well: nobody knows what the cipher or the page cache made of it.
  if (!m_broken)
    m_broken = connection().fault();
  if (m_broken)
    return fail(*m_broken);
  return {};
}

Status SqlcipherStore::commit(const ports::UnitOfWork& work) {
  LOKET_TRY(usable());
  if (work.empty())
    return {};
  LOKET_TRY(bringLogIn());
  const std::vector<ChangeTexts> texts = textsOf(work);
  std::string mark;
  std::string seed(journal::kSaltBytes, '\0');
  randombytes_buf(seed.data(), seed.size());
  if (m_sidecar) {
    mark = m_sidecar->prepare(encodeWork(work, texts, seed));
    // Before anything is written: here a full disk costs nothing and may pass.
    if (const Status room = m_sidecar->reserve(); !room) {
      if (room.error().code != ErrorCode::DiskFull)
        m_broken = room.error();
      return room;
    }
  }
  Status done = connection().query("BEGIN IMMEDIATE").run();
  if (done)
    done = isLatest();
  journal()->begin(seed);
  if (done)
    done = writeChecked(work, texts);
  if (done)
    done = journal()->end({m_commits + 1, mark});
  const bool written = done.has_value();
  if (done)
    done = connection().query("COMMIT").run();
  if (!done) {
    connection().rollBack();
    // What the tree grew by is gone with the transaction.
    if (const Status back = journal()->load(); !back && !m_broken)
      m_broken = back.error();
    // A full disk is a state of the world and may pass; everything else on the way to the disk makes this handle
    // worthless (a failed fsync must never be tried again on it).
    if (done.error().code == ErrorCode::DiskFull)
      return done;
    m_broken = Error{written ? ErrorCode::DiskFault : done.error().code, done.error().detail};
    return written ? Status(fail(ErrorCode::CommitUnsure, done.error().detail)) : done;
  }
  ++m_commits;
  m_mark = std::move(mark);
  if (!m_sidecar)
    return {};
  if (m_place->probe != nullptr)
    m_place->probe->reached("sidecar.before-append");
  // The database has it, so the answer can no longer be no; without the sidecar it must not be yes.
  if (const Status kept = m_sidecar->append(); !kept) {
    m_broken = Error{ErrorCode::DiskFault, kept.error().detail};
    return fail(ErrorCode::CommitUnsure, kept.error().detail);
  }
  compactWhenGrown();
  return {};
}

Status SqlcipherStore::writeChecked(const ports::UnitOfWork& work, const std::vector<ChangeTexts>& texts) {
  for (const ports::PaymentChange& change : work.payments)
    if (armsAfterADelivery(change))
      return fail(ErrorCode::Internal, "armed after a delivery: " + change.after.ref.str());
  LOKET_ASSIGN(CommitCheck books, CommitCheck::begin(connection()));
  LOKET_TRY(write(work, texts, TillLeaves::WithRows));
  return books.check();
}

Status SqlcipherStore::write(const ports::UnitOfWork& work, const std::vector<ChangeTexts>& texts, TillLeaves tillLeaves) {
  // Records of before have no time, and give the leaves that they gave then.
  const bool isDated = work.at.ms != 0;
  for (std::size_t i = 0; i < work.payments.size(); ++i)
    LOKET_TRY(writeChange(work.payments[i], texts.at(i)));
  if (!work.payments.empty())
    LOKET_TRY(indexPayments(connection(), work.payments.size()));
  for (const Posting& posting : work.postings)
    LOKET_TRY(writePosting(posting));
  for (const TillChange& change : work.till)
    LOKET_TRY(writeTill(change, tillLeaves));
  for (const ports::PrintJob& job : work.prints) {
    LOKET_ASSIGN(const auto leaf, journal()->add("print." + job.state, job.ref.str(), job.at, particularsOf(job)));
    LOKET_TRY(connection()
                  .query("INSERT INTO prints (payment, kind, copy_no, state, detail, at, leaf) VALUES (?, ?, ?, ?, ?, ?, ?)")
                  .bind(job.ref.str())
                  .bind(job.kind)
                  .bind(static_cast<std::int64_t>(job.copyNo))
                  .bind(job.state)
                  .bind(job.detail)
                  .bind(job.at.ms)
                  .bind(leaf)
                  .run());
  }
  for (const confirmation::Delivery& one : work.confirmations) {
    LOKET_ASSIGN(auto leaf, journal()->add("message." + std::string(confirmation::wordOf(one.state)),
                                           isDated ? messageSubject(one.ref.str(), one.id.str()) : one.ref.str(), one.movedAt,
                                           particularsOf(one)));
    if (!isDated)
      leaf.reset();
    LOKET_TRY(connection()
                  .query("INSERT INTO confirmations (id, payment, channel, address, state, told, tries, who, asked_at, "
                         "due_at, moved_at, reason, leaf) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
                         "ON CONFLICT (id) DO UPDATE SET state = excluded.state, told = excluded.told, "
                         "tries = excluded.tries, due_at = excluded.due_at, moved_at = excluded.moved_at, "
                         "reason = excluded.reason")
                  .bind(one.id.str())
                  .bind(one.ref.str())
                  .bind(confirmation::wordOf(one.to.channel))
                  .bind(one.to.text)
                  .bind(confirmation::wordOf(one.state))
                  .bind(one.told ? wordOf(*one.told) : std::string_view())
                  .bind(static_cast<std::int64_t>(one.tries))
                  .bind(one.by.str())
                  .bind(one.askedAt.ms)
                  .bind(one.dueAt.ms)
                  .bind(one.movedAt.ms)
                  .bind(one.reason)
                  .bind(leaf)
                  .run());
  }
  for (const ports::Batch& batch : work.batches) {
    const std::string items = encodeBatchItems(batch.items);
    LOKET_TRY(journal()->add("batch", batch.id.str(), batch.endedAt, items));
    LOKET_TRY(connection()
                  .query("INSERT INTO batches (id, started_at, ended_at, body) VALUES (?, ?, ?, ?) "
                         "ON CONFLICT (id) DO UPDATE SET ended_at = excluded.ended_at, body = excluded.body")
                  .bind(batch.id.str())
                  .bind(batch.startedAt.ms)
                  .bind(batch.endedAt.ms)
                  .bind(items)
                  .run());
  }
  for (const auto& [key, value] : work.settings) {
    LOKET_TRY(journal()->add("setting", key, work.at, value));
    LOKET_TRY(connection()
                  .query("INSERT INTO settings (key, value) VALUES (?, ?) "
                         "ON CONFLICT (key) DO UPDATE SET value = excluded.value")
                  .bind(key)
                  .bind(value)
                  .run());
  }
  if (work.catalogue) {
    LOKET_TRY(connection().query("DELETE FROM products").run());
    std::int64_t position = 0;
    for (const Product& product : *work.catalogue)
      LOKET_TRY(connection()
                    .query("INSERT INTO products (position, id, body) VALUES (?, ?, ?)")
                    .bind(++position)
                    .bind(product.id.str())
                    .bind(encodeProduct(product))
                    .run());
  }
  for (const ports::PeopleChange& change : work.people) LOKET_TRY(writePeople(change, work.at));
  for (const AccessEvent& event : work.access) {
    LOKET_ASSIGN(const auto leaf, journal()->add("access." + std::string(wordOf(event.kind)), {}, event.at, accessParticulars(event)));
    LOKET_TRY(connection()
                  .query("INSERT INTO access (kind, who, role, giver, tries, reason, at, leaf) VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
                  .bind(wordOf(event.kind))
                  .bind(event.who.str())
                  .bind(event.role)
                  .bind(event.by.str())
                  .bind(static_cast<std::int64_t>(event.tries))
                  .bind(event.reason)
                  .bind(event.at.ms)
                  .bind(leaf)
                  .run());
  }
  for (const complaint::Entry& entry : work.complaints) {
    LOKET_ASSIGN(const auto leaf, journal()->add("complaint", entry.id.str(), entry.at, particularsOf(entry)));
    LOKET_TRY(complaints()->write(entry, leaf));
  }
  for (const reconcile::Applied& applied : work.reconcile.applied)
    LOKET_TRY(journal()->add("reconciled", applied.run.str(), applied.at, particularsOf(applied)));
  return reconcile()->write(work.reconcile);
}

Status SqlcipherStore::writePeople(const ports::PeopleChange& change, Instant at) {
  using Kind = ports::PeopleChange::Kind;
  std::string kind = "customer";
  std::string subject = change.customer.id.str();
  if (at.ms != 0 && (change.kind == Kind::GroupSaved || change.kind == Kind::GroupRemoved)) {
    kind = "group";
    subject = change.group.id.str();
  } else if (at.ms != 0 && change.kind == Kind::Undone) {
    kind = "customer.undone";
    subject = change.import.str();
  }
  LOKET_ASSIGN(const auto leaf, journal()->add(kind, subject, at, particularsOf(change)));
  if (change.kind == Kind::Removed || change.kind == Kind::GroupRemoved)
    LOKET_TRY(journal()->forget(subject, leaf));
  LOKET_ASSIGN(const auto others, people()->write(change));
  if (at.ms == 0)
    return {};
  // Their newest leaf says how they stand, also when the change was somebody else's.
  for (const std::string& id : others) {
    LOKET_ASSIGN(auto one, people()->customer(id));
    ports::PeopleChange now;
    now.kind = one ? Kind::Saved : Kind::Removed;
    now.customer = one ? std::move(*one) : customer::Customer{customer::CustomerId(id), {}, {}, {}, {}};
    LOKET_ASSIGN(const auto newest, journal()->add("customer", id, at, particularsOf(now)));
    if (now.kind == Kind::Removed)
      LOKET_TRY(journal()->forget(id, newest));
  }
  return {};
}

// What is over comes first: there is one live attempt at every moment, also when an earlier one turns out to be it.
Status SqlcipherStore::writeAttempts(const Payment& p) {
  for (const bool live : {false, true})
    for (const Attempt& attempt : p.attempts)
      if (isLive(attempt.outcome) == live)
        LOKET_TRY(connection()
                      .query("INSERT INTO attempts (payment, no, upstream, attempt_ref, outcome) VALUES (?, ?, ?, ?, ?) "
                             "ON CONFLICT (payment, no) DO UPDATE SET outcome = excluded.outcome")
                      .bind(p.ref.str())
                      .bind(static_cast<std::int64_t>(attempt.no))
                      .bind(attempt.upstream.str())
                      .bind(attempt.attemptRef.str())
                      .bind(wordOf(attempt.outcome))
                      .run());
  return {};
}

Status SqlcipherStore::writeChange(const ports::PaymentChange& change, const ChangeTexts& texts) {
  const Payment& p = change.after;
  Query row = connection().query(
      "INSERT INTO payments (ref, client_ref, claim_code, product, number, customer_name, state, business_date, "
      "accepted_at, total, held, leftover, profit, search, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
      "ON CONFLICT (ref) DO UPDATE SET customer_name = excluded.customer_name, state = excluded.state, "
      "total = excluded.total, held = excluded.held, leftover = excluded.leftover, profit = excluded.profit, "
      "search = excluded.search, body = excluded.body");
  row.bind(p.ref.str()).bind(p.clientRef.str());
  if (p.claimCode.empty())
    row.bindNull();
  else
    row.bind(p.claimCode.str());
  LOKET_TRY(row.bind(p.product.str())
                .bind(p.number)
                .bind(p.customerName)
                .bind(wordOf(p.state))
                .bind(toIso(p.businessDate))
                .bind(p.acceptedAt.ms)
                .bind(p.total().amount())
                .bind(p.held.amount())
                .bind(p.leftover.amount())
                .bind(profitOf(p).amount())
                .bind(searchText(p))
                .bind(texts.after)
                .run());

  bool accepted = false;
  for (std::size_t i = 0; i < change.events.size(); ++i) {
    const PaymentEvent& event = change.events[i];
    accepted = accepted || kindOf(event.body) == EventKind::Accepted;
    const std::string_view kind = wordOf(kindOf(event.body));
    LOKET_ASSIGN(const auto leaf,
                 journal()->add("payment." + std::string(kind), p.ref.str(), event.at, texts.events.at(i)));
    LOKET_TRY(connection()
                  .query("INSERT INTO events (payment, kind, at, body, leaf) VALUES (?, ?, ?, ?, ?)")
                  .bind(p.ref.str())
                  .bind(kind)
                  .bind(event.at.ms)
                  .bind(texts.events.at(i))
                  .bind(leaf)
                  .run());
  }
  LOKET_TRY(writeAttempts(p));
  for (const Posting& posting : change.postings)
    LOKET_TRY(writePosting(posting));

  if (change.task)
    LOKET_TRY(connection()
                  .query("INSERT INTO outbox (payment, kind, due_at, tries) VALUES (?, ?, ?, ?) "
                         "ON CONFLICT (payment) DO UPDATE SET kind = excluded.kind, due_at = excluded.due_at, "
                         "tries = excluded.tries")
                  .bind(p.ref.str())
                  .bind(change.task->kind == ports::TaskKind::Send ? "send" : "ask")
                  .bind(change.task->dueAt.ms)
                  .bind(static_cast<std::int64_t>(change.task->tries))
                  .run());
  else
    LOKET_TRY(connection().query("DELETE FROM outbox WHERE payment = ?").bind(p.ref.str()).run());

  // Whom the shop sends its own money to is no customer.
  if (accepted && !p.isTopUp())
    LOKET_TRY(connection()
                  .query("INSERT INTO customers (number, family, name, last_product, last_at, purchases) "
                         "VALUES (?, ?, ?, ?, ?, 1) ON CONFLICT (number, family) DO UPDATE SET "
                         "name = CASE WHEN excluded.name <> '' THEN excluded.name ELSE name END, "
                         "last_product = excluded.last_product, last_at = excluded.last_at, "
                         "purchases = purchases + 1")
                  .bind(p.number)
                  .bind(wordOf(p.family))
                  .bind(p.customerName)
                  .bind(p.product.str())
                  .bind(p.acceptedAt.ms)
                  .run());
  return {};
}

Status SqlcipherStore::writeTill(const TillChange& change, TillLeaves leaves) {
  const TillEvent& event = change.event;
  LOKET_ASSIGN(const auto leaf,
               journal()->add("till." + std::string(wordOf(event.kind)), tillSubject(event.kind, event.subject), event.at,
                              tillParticulars(event.subject, event.by.str(), event.amount.amount(), event.reason)));
  LOKET_TRY(connection()
                .query("INSERT INTO till (kind, subject, at, who, amount, reason, leaf) VALUES (?, ?, ?, ?, ?, ?, ?)")
                .bind(wordOf(event.kind))
                .bind(event.subject)
                .bind(event.at.ms)
                .bind(event.by.str())
                .bind(event.amount.amount())
                .bind(event.reason)
                .bind(leaf)
                .run());
  LOKET_ASSIGN(const std::int64_t entry, lastRow());
  for (const Posting& posting : change.postings)
    LOKET_TRY(writePosting(posting, entry));
  if (const auto& ticket = change.ticket) {
    if (leaves == TillLeaves::WithRows)
      LOKET_TRY(journal()->add("ticket", ticket->id.str(), event.at, particularsOf(*ticket)));
    LOKET_TRY(connection()
                  .query("INSERT INTO tickets (id, upstream, wanted, amount, state, who, opened_at, moved_at, pay_bank, "
                         "pay_account, pay_method, pay_note) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET state = excluded.state, "
                         "moved_at = excluded.moved_at")
                  .bind(ticket->id.str())
                  .bind(ticket->upstream.str())
                  .bind(ticket->wanted.amount())
                  .bind(ticket->amount.amount())
                  .bind(wordOf(ticket->state))
                  .bind(ticket->by.str())
                  .bind(ticket->openedAt.ms)
                  .bind(ticket->movedAt.ms)
                  .bind(ticket->payee.bank)
                  .bind(ticket->payee.account)
                  .bind(ticket->payee.method)
                  .bind(ticket->payee.note)
                  .run());
  }
  if (const auto& one = change.collection) {
    const std::string sale = one->sale ? encodePayment(one->sale->payment) : std::string();
    if (leaves == TillLeaves::WithRows)
      LOKET_TRY(journal()->add("collection", one->id.str(), event.at, particularsOf(*one, sale)));
    LOKET_TRY(connection()
                  .query("INSERT INTO collections (id, upstream, kind, state, amount, bank_fee, customer, code, bank_ref, "
                         "reason, who, opened_at, expires_at, paid_at, moved_at, sale, sale_off, tell_by, tell_to) VALUES (?, ?, "
                         "?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET state = "
                         "excluded.state, bank_fee = excluded.bank_fee, code = excluded.code, bank_ref = excluded.bank_ref, "
                         "reason = excluded.reason, expires_at = excluded.expires_at, paid_at = excluded.paid_at, moved_at = "
                         "excluded.moved_at, sale = excluded.sale, sale_off = excluded.sale_off")
                  .bind(one->id.str())
                  .bind(one->upstream.str())
                  .bind(wordOf(one->kind))
                  .bind(wordOf(one->state))
                  .bind(one->amount.amount())
                  .bind(one->bankFee.amount())
                  .bind(one->customer)
                  .bind(one->code)
                  .bind(one->bankRef)
                  .bind(one->reason)
                  .bind(one->by.str())
                  .bind(one->openedAt.ms)
                  .bind(one->expiresAt.ms)
                  .bind(one->paidAt.ms)
                  .bind(one->movedAt.ms)
                  .bind(sale)
                  .bind(one->sale && one->sale->isOff ? 1 : 0)
                  .bind(one->sale && one->sale->tell ? confirmation::wordOf(one->sale->tell->channel) : std::string_view())
                  .bind(one->sale && one->sale->tell ? one->sale->tell->text : std::string())
                  .run());
  }
  if (const auto& shift = change.shift)
    // Its postings lie between the two counts; the clock may be set in between, their numbers cannot.
    LOKET_TRY(connection()
                  .query("INSERT INTO shifts (id, opened_by, opened_at, float_counted, float_expected, closed_by, "
                         "closed_at, counted, expected, reason, first_posting, last_posting) VALUES (?1, ?2, ?3, ?4, ?5, "
                         "?6, ?7, ?8, ?9, ?10, (SELECT coalesce(max(id), 0) FROM postings), "
                         "iif(?7 = 0, 9223372036854775807, (SELECT coalesce(max(id), 0) FROM postings))) "
                         "ON CONFLICT (id) DO UPDATE SET closed_by = ?6, closed_at = ?7, counted = ?8, expected = ?9, "
                         "reason = ?10, last_posting = (SELECT coalesce(max(id), 0) FROM postings)")
                  .bind(shift->id.str())
                  .bind(shift->openedBy.str())
                  .bind(shift->openedAt.ms)
                  .bind(shift->floatCounted.amount())
                  .bind(shift->floatExpected.amount())
                  .bind(shift->closedBy.str())
                  .bind(shift->closedAt.ms)
                  .bind(shift->counted.amount())
                  .bind(shift->expected.amount())
                  .bind(shift->reason)
                  .run());
  return {};
}

Result<std::int64_t> SqlcipherStore::lastRow() {
  Query last = connection().query("SELECT last_insert_rowid()");
  if (!last.step())
    return fail(last.status().error());
  return last.number(0);
}

Status SqlcipherStore::writePosting(const Posting& posting, std::optional<std::int64_t> tillEntry) {
  if (posting.legs().empty())
    return {};
  LOKET_ASSIGN(const auto leaf,
               journal()->add("ledger", posting.ref().str(), posting.at(), postingParticulars(posting)));
  Query row = connection().query("INSERT INTO postings (payment, at, why, till, leaf) VALUES (?, ?, ?, ?, ?)");
  LOKET_TRY(row.bind(posting.ref().str()).bind(posting.at().ms).bind(posting.why()).bind(tillEntry).bind(leaf).run());
  LOKET_ASSIGN(const std::int64_t id, lastRow());
  std::int64_t no = 0;
  for (const Leg& leg : posting.legs())
    LOKET_TRY(connection()
                  .query("INSERT INTO legs (posting, no, account, amount) VALUES (?, ?, ?, ?)")
                  .bind(id)
                  .bind(++no)
                  .bind(nameOf(leg.account))
                  .bind(leg.amount.amount())
                  .run());
  return {};
}

Result<std::vector<ports::Store::OpenPayment>> SqlcipherStore::openPayments() {
  Query rows = connection().query(
      "SELECT p.body, o.kind, o.due_at, o.tries FROM payments p LEFT JOIN outbox o ON o.payment = p.ref "
      "WHERE p.seq IN (SELECT seq FROM open_payments) ORDER BY p.seq");
  std::vector<OpenPayment> out;
  while (rows.step()) {
    OpenPayment open;
    LOKET_ASSIGN(open.payment, decodePayment(rows.text(0)));
    if (!rows.isNull(1))
      open.task = ports::OutboxTask{open.payment.ref,
                                    rows.text(1) == "send" ? ports::TaskKind::Send : ports::TaskKind::Ask,
                                    Instant{rows.number(2)}, static_cast<int>(rows.number(3))};
    out.push_back(std::move(open));
  }
  LOKET_TRY(rows.status());
  return out;
}

Status SqlcipherStore::canAccept() {
  LOKET_TRY(usable());
  LOKET_TRY(bringLogIn());
  std::error_code problem;
  const auto space = std::filesystem::space(std::filesystem::path(m_path).parent_path(), problem);
  if (problem)
    return fail(ErrorCode::DiskFault, problem.message());
  if (space.available < kReserveBytes)
    return fail(ErrorCode::DiskFull, std::to_string(space.available) + " bytes left");
  return {};
}

}  // namespace loket::adapters

// Database and sidecar: what one has and the other has not, and new sidecars.
#include <algorithm>
#include <charconv>
#include <set>

#include "core/adapters/store/payment_json.h"
#include "core/adapters/store/sqlcipher_store.h"
#include "core/adapters/store/work_json.h"
#include "core/base/check.h"
#include "core/base/text.h"
#include "core/domain/journal/note.h"

namespace loket::adapters {
namespace {

// Settled payments that a new sidecar takes along, the newest ones: their client references and numbers must
// still be known when somebody presses the key again after the database was lost.
constexpr std::int64_t kSettledKept = 500;
// Payments in one part of a base.
constexpr std::size_t kPaymentsInPart = 64;
constexpr std::size_t kPeopleInPart = 1000;
constexpr std::ptrdiff_t kComplaintStepsInPart = 1000;
// A new sidecar is worth writing when the old one is this many times its base.
constexpr std::uint64_t kGrownTimes = 4;

// Of the checkpoint that is kept among the settings, of each witness's, which may have been away since an earlier one, and of what
// was stamped: a database that is made again must be able to show that it grew from them.
std::set<std::uint64_t> sizesSeen(const std::map<std::string, std::string>& settings) {
  std::set<std::uint64_t> sizes;
  if (const auto row = settings.find("audit.checkpoint"); row != settings.end()) {
    const auto note = journal::noteFrom(row->second);
    const auto checkpoint = note ? journal::checkpointIn(note->body) : Result<journal::Checkpoint>(fail(note.error()));
    if (checkpoint)
      sizes.insert(checkpoint->size);
  }
  // A line each, which begins with it.
  if (const auto row = settings.find("audit.cosigned"); row != settings.end())
    for (const std::string& line : split(row->second, '\n')) {
      std::uint64_t size = 0;
      if (std::from_chars(line.data(), line.data() + line.size(), size).ec == std::errc())
        sizes.insert(size);
    }
  // A row each, which begins with it.
  constexpr std::string_view kStamp = "audit.stamp.";
  for (auto row = settings.lower_bound(std::string(kStamp)); row != settings.end() && row->first.compare(0, kStamp.size(), kStamp) == 0;
       ++row) {
    std::uint64_t size = 0;
    if (std::from_chars(row->second.data(), row->second.data() + row->second.size(), size).ec == std::errc())
      sizes.insert(size);
  }
  return sizes;
}

}  // namespace

Status SqlcipherStore::verify() { return runChecks({"PRAGMA cipher_integrity_check", "PRAGMA quick_check"}); }

Status SqlcipherStore::verifyAll() {
  return runChecks({"PRAGMA cipher_integrity_check", "PRAGMA integrity_check"});
}

Status SqlcipherStore::runChecks(std::initializer_list<const char*> checks) {
  for (const char* check : checks) {
    Query rows = connection().query(check);
    while (rows.step())
      if (rows.text(0) != "ok")
        return fail(ErrorCode::DatabaseUnreadable, rows.text(0));
    LOKET_TRY(rows.status());
  }
  return {};
}

Status SqlcipherStore::replay(const SidecarPlace& place, const SidecarContents& contents) {
  LOKET_TRY(bringLogIn());
  LOKET_TRY(connection().query("BEGIN IMMEDIATE").run());
  const Status latest = isLatest();
  const auto mark = latest ? replayInto(place, contents) : fail(latest.error());
  Status done = mark ? journal()->end({contents.last(), *mark}) : Status(fail(mark.error()));
  if (done)
    done = connection().query("COMMIT").run();
  journal()->begin({});
  if (!done) {
    connection().rollBack();
    m_broken = done.error();
    return done;
  }
  m_commits = contents.last();
  m_mark = *mark;
  return {};
}

Result<std::string> SqlcipherStore::replayInto(const SidecarPlace& place, const SidecarContents& contents) {
  std::string mark = m_mark;
  bool cataloguePassed = false;
  for (const SidecarEntry& entry : contents.entries) {
    if (entry.kind == SidecarKind::Commit ? entry.number <= m_commits : !isFresh())
      continue;
    LOKET_ASSIGN(const std::string text, openEntry(place.disk, place.path, place.key, entry));
    if (entry.kind == SidecarKind::BaseEnd) {
      LOKET_ASSIGN(const BaseEnd end, decodeBaseEnd(text));
      LOKET_TRY(bringForward(end.balances));
      LOKET_TRY(journal()->restore(end.journal));
      mark = end.mark;
      continue;
    }
    LOKET_ASSIGN(const RecordedWork recorded, decodeWork(text));
    // What stands in the base was written down long ago.
    journal()->begin(entry.kind == SidecarKind::Commit ? recorded.seed : std::string());
    LOKET_TRY(write(recorded.work, textsOf(recorded.work), recorded.tillLeaves));
    if (entry.kind == SidecarKind::Commit)
      mark = entry.mark;
    cataloguePassed = cataloguePassed || recorded.replacedCatalogue;
  }
  // The lists that came meanwhile are not in the sidecar. An old one under their date would be sold from.
  if (cataloguePassed)
    LOKET_TRY(connection().query("DELETE FROM products").run());
  return mark;
}

// One posting that stands for everything the base does not hold line by line.
Status SqlcipherStore::bringForward(const std::vector<ports::AccountBalance>& wanted) {
  LOKET_ASSIGN(const auto have, balances());
  std::vector<Leg> legs;
  for (const ports::AccountBalance& row : wanted) legs.push_back({row.account, row.balance});
  for (const ports::AccountBalance& row : have) {
    const auto same =
        std::find_if(legs.begin(), legs.end(), [&row](const Leg& leg) { return leg.account == row.account; });
    if (same != legs.end())
      same->amount = same->amount - row.balance;
    else
      legs.push_back({row.account, -row.balance});
  }
  if (legs.empty())
    return {};
  Instant at;
  {
    Query last = connection().query("SELECT coalesce(max(at), 0) FROM postings");
    if (!last.step())
      return last.status();
    at = Instant{last.number(0)};
  }
  Account balancing = legs.back().account;
  legs.pop_back();
  return writePosting(
      Posting::create(PaymentRef(), at, "brought-forward", std::move(legs), std::move(balancing)));
}

Status SqlcipherStore::follow(SidecarPlace place, const SidecarContents& contents) {
  LOKET_CHECK(contents.last() == m_commits);
  m_place.emplace(std::move(place));
  LOKET_ASSIGN(m_sidecar, Sidecar::open(m_place->disk, m_place->path, m_place->key.clone(), contents));
  compactWhenGrown();
  return m_broken ? Status(fail(*m_broken)) : Status();
}

Status SqlcipherStore::followAnew(SidecarPlace place, const std::string& aside) {
  m_place.emplace(std::move(place));
  LOKET_ASSIGN(m_sidecar, newSidecar(aside));
  return {};
}

Result<std::unique_ptr<Sidecar>> SqlcipherStore::newSidecar(const std::string& aside) {
  LOKET_ASSIGN(auto sidecar, Sidecar::begin(m_place->disk, m_place->path, m_place->key.clone(), m_commits));
  ports::UnitOfWork first;
  LOKET_ASSIGN(first.settings, settings());
  LOKET_ASSIGN(first.reconcile.applied, reconcile()->applied());
  LOKET_TRY(sidecar->addToBase(encodeWork(first)));
  LOKET_TRY(addPaymentsToBase(*sidecar));
  LOKET_TRY(addTillToBase(*sidecar));
  LOKET_TRY(addPeopleToBase(*sidecar));
  LOKET_TRY(addComplaintsToBase(*sidecar));
  BaseEnd end;
  LOKET_ASSIGN(end.balances, standing());
  end.mark = m_mark;
  LOKET_ASSIGN(end.journal, journal()->base(sizesSeen(first.settings)));
  LOKET_TRY(sidecar->publish(encodeBaseEnd(end), aside));
  return sidecar;
}

Status SqlcipherStore::addPaymentsToBase(Sidecar& sidecar) {
  Query rows = connection().query(
      "SELECT p.body, o.kind, o.due_at, o.tries FROM payments p LEFT JOIN outbox o ON o.payment = p.ref "
      "WHERE p.seq IN (SELECT seq FROM open_payments UNION SELECT seq FROM payments WHERE leftover <> 0 "
      "UNION SELECT p.seq FROM open_complaints c CROSS JOIN payments p ON p.ref = c.payment "
      "UNION SELECT seq FROM payments WHERE seq > (SELECT coalesce(max(seq), 0) FROM payments) - ?) "
      "ORDER BY p.seq");
  rows.bind(kSettledKept);
  ports::UnitOfWork part;
  const auto flush = [&]() -> Status {
    if (!part.empty())
      LOKET_TRY(sidecar.addToBase(encodeWork(part)));
    part = {};
    return {};
  };
  while (rows.step()) {
    ports::PaymentChange change;
    LOKET_ASSIGN(change.after, decodePayment(rows.text(0)));
    if (!rows.isNull(1))
      change.task = ports::OutboxTask{change.after.ref,
                                      rows.text(1) == "send" ? ports::TaskKind::Send : ports::TaskKind::Ask,
                                      Instant{rows.number(2)}, static_cast<int>(rows.number(3))};
    LOKET_ASSIGN(change.events, history(change.after.ref));
    LOKET_ASSIGN(change.postings, postingsOf(change.after.ref));
    LOKET_ASSIGN(const auto jobs, prints(change.after.ref));
    part.prints.insert(part.prints.end(), jobs.begin(), jobs.end());
    LOKET_ASSIGN(const auto told, confirmations(change.after.ref));
    part.confirmations.insert(part.confirmations.end(), told.begin(), told.end());
    part.payments.push_back(std::move(change));
    if (part.payments.size() == kPaymentsInPart)
      LOKET_TRY(flush());
  }
  LOKET_TRY(rows.status());
  return flush();
}

// All of it: nobody else has it.
Status SqlcipherStore::addPeopleToBase(Sidecar& sidecar) {
  ports::UnitOfWork part;
  const auto flush = [&]() -> Status {
    if (!part.empty())
      LOKET_TRY(sidecar.addToBase(encodeWork(part)));
    part = {};
    return {};
  };
  LOKET_TRY(people()->each([&](const customer::Customer& one) -> Status {
    part.people.push_back({ports::PeopleChange::Kind::Saved, one, {}, {}});
    return part.people.size() == kPeopleInPart ? flush() : Status();
  }));
  LOKET_ASSIGN(const auto groups, people()->groups());
  for (const customer::Group& group : groups)
    part.people.push_back({ports::PeopleChange::Kind::GroupSaved, {}, {}, group});
  return flush();
}

// All of it too, and the payments that are complained of are among those of the base.
Status SqlcipherStore::addComplaintsToBase(Sidecar& sidecar) {
  LOKET_ASSIGN(std::vector<complaint::Entry> entries, complaints()->all());
  for (auto at = entries.begin(); at != entries.end();) {
    const auto end = at + std::min<std::ptrdiff_t>(entries.end() - at, kComplaintStepsInPart);
    ports::UnitOfWork part;
    part.complaints.assign(at, end);
    LOKET_TRY(sidecar.addToBase(encodeWork(part)));
    at = end;
  }
  return {};
}

// The tickets that money may still come for, and the newest shift. What they posted is in the balances.
Status SqlcipherStore::addTillToBase(Sidecar& sidecar) {
  LOKET_ASSIGN(const ports::TillState state, till());
  ports::UnitOfWork part;
  for (auto ticket = state.tickets.rbegin(); ticket != state.tickets.rend(); ++ticket) {
    if (ticket->state == TicketState::Credited)
      continue;
    TillChange change;
    change.event = {TillKind::TicketOpened, ticket->id.str(), ticket->openedAt, ticket->by, ticket->amount, {}};
    change.ticket = *ticket;
    part.till.push_back(std::move(change));
  }
  for (auto one = state.collections.rbegin(); one != state.collections.rend(); ++one) {
    TillChange change;
    change.event = {TillKind::CollectionAsked, one->id.str(), one->openedAt, one->by, one->amount, {}};
    change.collection = *one;
    part.till.push_back(std::move(change));
  }
  // That a credit was paid out must be known wherever the books are made again from.
  for (const TillEvent& paid : state.cashOuts) {
    TillChange change;
    change.event = paid;
    part.till.push_back(std::move(change));
  }
  LOKET_ASSIGN(const auto figures, shiftFigures());
  if (figures) {
    TillChange change;
    const Shift& shift = figures->shift;
    change.event = {TillKind::ShiftOpened, shift.id.str(), shift.openedAt, shift.openedBy, shift.floatCounted, {}};
    change.shift = shift;
    part.till.push_back(std::move(change));
  }
  return part.empty() ? Status() : sidecar.addToBase(encodeWork(part));
}

Result<std::vector<Posting>> SqlcipherStore::postingsOf(const PaymentRef& ref) {
  Query rows = connection().query(
      "SELECT p.id, p.at, p.why, l.account, l.amount FROM postings p JOIN legs l ON l.posting = p.id "
      "WHERE p.payment = ? ORDER BY p.id, l.no");
  rows.bind(ref.str());
  std::vector<Posting> postings;
  std::int64_t id = 0;
  Instant at;
  std::string why;
  std::vector<Leg> legs;
  const auto flush = [&] {
    if (legs.empty())
      return;
    Account balancing = legs.back().account;
    legs.pop_back();
    postings.push_back(Posting::create(ref, at, why, std::exchange(legs, {}), std::move(balancing)));
  };
  while (rows.step()) {
    if (rows.number(0) != id)
      flush();
    id = rows.number(0);
    at = Instant{rows.number(1)};
    why = rows.text(2);
    const auto account = accountFromName(rows.text(3));
    const auto amount = Money::from(rows.number(4));
    if (!account || !amount)
      return fail(ErrorCode::DatabaseUnreadable, "leg of " + ref.str());
    legs.push_back({*account, *amount});
  }
  LOKET_TRY(rows.status());
  flush();
  return postings;
}

void SqlcipherStore::compactWhenGrown() {
  const std::uint64_t bytes = m_sidecar->bytes();
  if (bytes <= m_place->compactBytes || bytes <= kGrownTimes * m_sidecar->baseBytes() ||
      bytes < m_compactTried)
    return;
  if (auto fresh = newSidecar({})) {
    m_sidecar = std::move(*fresh);
    m_compactTried = 0;
  } else if (fresh.error().code == ErrorCode::DiskFull) {
    // The old one goes on; later there may be room.
    m_compactTried = bytes + m_place->compactBytes;
  } else {
    // What was committed stays done. Which file is there now is not known, so nothing more is.
    m_broken = Error{ErrorCode::DiskFault, fresh.error().detail};
  }
}

}  // namespace loket::adapters

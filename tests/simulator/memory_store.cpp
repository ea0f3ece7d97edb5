#include "tests/simulator/memory_store.h"

#include <algorithm>

#include "core/domain/payment/decide.h"

namespace loket::simulator {
namespace {

constexpr std::size_t kEventsMostly =
    8;  // of one payment: an event is large, and is moved when the row grows

bool isSame(const Attempt& a, const Attempt& b) {
  return a.attemptRef == b.attemptRef && a.outcome == b.outcome && a.body == b.body && a.code == b.code &&
         a.sentAt == b.sentAt && a.answeredAt == b.answeredAt && a.tookToo == b.tookToo && a.serial == b.serial &&
         a.token == b.token && a.cost == b.cost;
}

// In everything that an event changes.
bool isSame(const Payment& a, const Payment& b) {
  return a.state == b.state && a.held == b.held && a.leftover == b.leftover && a.cost == b.cost &&
         a.amount == b.amount && a.adminFee == b.adminFee && a.upstream == b.upstream && a.sku == b.sku &&
         a.inquiryRef == b.inquiryRef && a.inquiryDate == b.inquiryDate && a.customerName == b.customerName &&
         a.serial == b.serial && a.token == b.token && a.reason == b.reason && a.reasonText == b.reasonText &&
         a.conflict == b.conflict && a.escalatedAt == b.escalatedAt && a.settledAt == b.settledAt &&
         a.details == b.details &&
         std::equal(a.attempts.begin(), a.attempts.end(), b.attempts.begin(), b.attempts.end(),
                    [](const Attempt& one, const Attempt& other) { return isSame(one, other); });
}

}  // namespace

Result<std::vector<ports::AttemptLookup>> DiskAttempts::attempts(const UpstreamId& upstream,
                                                                 const std::vector<AttemptRef>& references) {
  std::vector<ports::AttemptLookup> found(references.size());
  for (std::size_t i = 0; i < references.size(); ++i)
    for (const auto& [ref, row] : m_disk.payments)
      for (const Attempt& attempt : row.payment.attempts)
        if (attempt.upstream == upstream && attempt.attemptRef == references[i]) {
          found[i].row = ports::AttemptRow{};
          found[i].row->ref = ref;
        }
  return found;
}

Money Disk::balanceOf(const Account& account) const {
  for (const ports::AccountBalance& one : balances)
    if (one.account == account)
      return one.balance;
  return {};
}

std::map<std::string, Money> Disk::balancesByName() const {
  std::map<std::string, Money> all;
  for (const ports::AccountBalance& one : balances) all[nameOf(one.account)] = one.balance;
  return all;
}

void MemoryStore::refuse(const std::string& why) {
  if (m_broken.empty())
    m_broken = why;
}

Status MemoryStore::commit(const ports::UnitOfWork& work) {
  if (m_dead)
    return fail(ErrorCode::DiskFault, "simulated");
  if (work.empty())
    return {};
  const DiskFault fault = std::exchange(m_next, DiskFault::None);
  switch (fault) {
    case DiskFault::None:
      write(work);
      return {};
    case DiskFault::Full:
      return fail(ErrorCode::DiskFull, "simulated");
    case DiskFault::BrokenBehind:
      write(work);
      m_dead = true;
      return fail(ErrorCode::CommitUnsure, "simulated");
    case DiskFault::Broken:
      m_dead = true;
      return fail(ErrorCode::DiskFault, "simulated");
  }
  return {};
}

Status MemoryStore::canAccept() {
  if (m_dead)
    return fail(ErrorCode::DiskFault, "simulated");
  return {};
}

void MemoryStore::write(const ports::UnitOfWork& work) {
  for (const ports::PaymentChange& change : work.payments) writeChange(change);
  for (const Posting& posting : work.postings) {
    writePosting(posting);
    ++m_disk.corrections[posting.why()];
  }
  for (const TillChange& change : work.till) {
    if (change.ticket)
      m_disk.tickets[change.ticket->id] = *change.ticket;
    if (change.shift)
      m_disk.shift = change.shift;
    if (change.event.kind == TillKind::CashedOut || change.event.kind == TillKind::PaidSale)
      m_disk.cashOuts.push_back(change.event);
    if (change.collection)
      m_disk.collections[change.collection->id] = *change.collection;
    for (const Posting& posting : change.postings) writePosting(posting);
  }
  for (const ports::PrintJob& job : work.prints) m_disk.prints[job.ref].push_back(job);
  for (const confirmation::Delivery& one : work.confirmations) {
    const auto same = std::find_if(m_disk.confirmations.begin(), m_disk.confirmations.end(),
                                   [&one](const confirmation::Delivery& other) { return other.id == one.id; });
    if (same == m_disk.confirmations.end())
      m_disk.confirmations.push_back(one);
    else
      *same = one;
  }
  for (const ports::Batch& batch : work.batches) m_disk.batches.push_back(batch);
  for (const reconcile::Run& run : work.reconcile.runs) m_disk.runs[run.id] = run;
  for (const auto& [id, finding] : work.reconcile.findings) m_disk.findings[id].push_back(finding);
  m_disk.applied.insert(m_disk.applied.end(), work.reconcile.applied.begin(), work.reconcile.applied.end());
  for (const auto& [key, value] : work.settings) m_disk.settings[key] = value;
  if (work.catalogue)
    m_disk.catalogue = *work.catalogue;
}

void MemoryStore::writeChange(const ports::PaymentChange& change) {
  const Payment& payment = change.after;
  auto [at, isNew] = m_disk.payments.try_emplace(payment.ref);
  Disk::Row& row = at->second;
  if (isNew) {
    row.sequence = ++m_disk.lastSequence;
    row.history.reserve(kEventsMostly);
    if (!m_disk.byClientRef.emplace(payment.clientRef, payment.ref).second)
      refuse("client reference used twice: " + payment.clientRef.str());
    if (!payment.claimCode.empty() && !m_disk.byClaimCode.emplace(payment.claimCode, payment.ref).second)
      refuse("claim code used twice: " + payment.claimCode.str());
  }
  const auto live = std::count_if(payment.attempts.begin(), payment.attempts.end(),
                                  [](const Attempt& attempt) { return isLive(attempt.outcome); });
  if (live > 1)
    refuse(payment.ref.str() + " has two live attempts");
  const std::size_t known = isNew ? 0 : row.payment.attempts.size();
  for (std::size_t i = known; i < payment.attempts.size(); ++i)
    if (!m_disk.attemptRefs.insert(payment.attempts[i].attemptRef).second)
      refuse("attempt reference used twice: " + payment.attempts[i].attemptRef.str());
  // The row is the fold of its history, and what the engine has is the same (I15).
  for (const PaymentEvent& event : change.events) {
    if (row.history.empty())
      row.payment = start(std::get<AcceptedEvent>(event.body));
    else if (canFollow(row.payment, event))
      apply(row.payment, event);
    else
      refuse("a step that the table does not have, or of an attempt that was not armed: " + payment.ref.str());
    row.history.push_back(event);
  }
  if (!isSame(row.payment, payment))
    refuse(payment.ref.str() + " is not what its history says");
  row.task = change.task;
  for (const Posting& posting : change.postings) writePosting(posting);
}

void MemoryStore::writePosting(const Posting& posting) {
  Money sum;
  for (const Leg& leg : posting.legs()) {
    auto at = std::find_if(m_disk.balances.begin(), m_disk.balances.end(),
                           [&leg](const ports::AccountBalance& one) { return one.account == leg.account; });
    if (at == m_disk.balances.end())
      at = m_disk.balances.insert(at, {leg.account, Money{}});
    at->balance += leg.amount;
    sum += leg.amount;
  }
  if (!sum.isZero())
    refuse("a posting does not sum to zero: " + posting.why());
}

Result<std::vector<ports::Store::OpenPayment>> MemoryStore::openPayments() {
  std::vector<OpenPayment> open;
  open.reserve(m_disk.payments.size());
  for (const auto& [ref, row] : m_disk.payments)
    if (!isTerminal(row.payment.state) || !row.payment.conflict.empty()) {
      OpenPayment& one = open.emplace_back();
      one.payment = row.payment;
      one.task = row.task;
    }
  return open;
}

Result<std::optional<Payment>> MemoryStore::payment(const PaymentRef& ref) {
  const auto at = m_disk.payments.find(ref);
  if (at == m_disk.payments.end())
    return std::optional<Payment>();
  return Result<std::optional<Payment>>(tl::in_place, std::in_place, at->second.payment);
}

Result<std::optional<Payment>> MemoryStore::byClientRef(const ClientRef& ref) {
  const auto at = m_disk.byClientRef.find(ref);
  if (at == m_disk.byClientRef.end())
    return std::optional<Payment>();
  return payment(at->second);
}

Result<std::optional<Payment>> MemoryStore::byClaimCode(const ClaimCode& code) {
  const auto at = m_disk.byClaimCode.find(code);
  if (at == m_disk.byClaimCode.end())
    return std::optional<Payment>();
  return payment(at->second);
}

Result<std::vector<ports::PaymentRow>> MemoryStore::payments(const ports::PaymentQuery& query) {
  std::vector<ports::PaymentRow> rows;
  for (const auto& [ref, row] : m_disk.payments)
    if (query.states.empty() ||
        (query.conflicts == ports::Conflicts::Included && !row.payment.conflict.empty()) ||
        std::find(query.states.begin(), query.states.end(), row.payment.state) != query.states.end())
      rows.push_back({row.sequence, row.payment});
  std::sort(rows.begin(), rows.end(), [&query](const ports::PaymentRow& a, const ports::PaymentRow& b) {
    return query.newestFirst ? a.sequence > b.sequence : a.sequence < b.sequence;
  });
  if (rows.size() > static_cast<std::size_t>(query.limit))
    rows.resize(static_cast<std::size_t>(query.limit));
  return rows;
}

Result<std::vector<PaymentEvent>> MemoryStore::history(const PaymentRef& ref) {
  const auto at = m_disk.payments.find(ref);
  return at == m_disk.payments.end() ? std::vector<PaymentEvent>() : at->second.history;
}

Result<std::vector<Payment>> MemoryStore::sameToday(const ProductId& product, const std::string& number,
                                                    const BusinessDate& date) {
  std::vector<Payment> found;
  for (const auto& [ref, row] : m_disk.payments)
    if (row.payment.product == product && row.payment.number == number && row.payment.businessDate == date)
      found.push_back(row.payment);
  return found;
}

Result<std::vector<ports::DayTransfer>> MemoryStore::transfersOn(const BusinessDate& date) {
  std::vector<ports::DayTransfer> out;
  for (const auto& [ref, row] : m_disk.payments) {
    const Payment& p = row.payment;
    if (p.kind == ProductKind::Transfer && p.businessDate == date &&
        (isUnsettled(p.state) || p.state == PaymentState::Succeeded))
      out.push_back({p.ref, p.product, p.number, p.sender.idNumber, p.amount});
  }
  return out;
}

Result<ports::DayTotals> MemoryStore::totalsOf(const BusinessDate& date) {
  ports::DayTotals totals;
  for (const auto& [ref, row] : m_disk.payments)
    if (row.payment.businessDate == date && row.payment.state == PaymentState::Succeeded)
      ++totals.count;
  return totals;
}

Result<std::vector<ports::SavedCustomer>> MemoryStore::customers(const std::string&, int) {
  return std::vector<ports::SavedCustomer>();
}

Result<ports::LedgerTrial> MemoryStore::trial() {
  LOKET_ASSIGN(auto all, balances());
  ports::LedgerTrial trial{std::move(all), 1, {}};
  if (!m_broken.empty())
    trial.broken.push_back({"simulated", m_broken});
  return trial;
}

Result<ports::TillState> MemoryStore::till() {
  ports::TillState state;
  if (m_disk.shift && m_disk.shift->isOpen())
    state.shift = m_disk.shift;
  if (m_disk.shift)
    state.before = ShiftBefore::Closed;
  for (const auto& [id, ticket] : m_disk.tickets) state.tickets.push_back(ticket);
  for (const auto& [id, collection] : m_disk.collections) state.collections.push_back(collection);
  std::sort(state.collections.begin(), state.collections.end(),
            [](const Collection& a, const Collection& b) { return a.openedAt > b.openedAt; });
  state.cashOuts = m_disk.cashOuts;
  return state;
}

Result<std::vector<ports::AccountBalance>> MemoryStore::balances() {
  return m_disk.balances;
}

Result<std::vector<ports::LedgerLine>> MemoryStore::account(const Account&, int) {
  return std::vector<ports::LedgerLine>();
}

Result<std::vector<ports::Batch>> MemoryStore::batches(int) {
  return m_disk.batches;
}

Result<std::optional<ports::Batch>> MemoryStore::batch(const BatchId& id) {
  for (const ports::Batch& one : m_disk.batches)
    if (one.id == id)
      return std::optional<ports::Batch>(one);
  return std::optional<ports::Batch>();
}

Result<std::vector<ports::PrintJob>> MemoryStore::prints(const PaymentRef& ref) {
  const auto at = m_disk.prints.find(ref);
  return at == m_disk.prints.end() ? std::vector<ports::PrintJob>() : at->second;
}

Result<std::vector<ports::PrintJob>> MemoryStore::newestPrints(int limit) {
  std::vector<ports::PrintJob> rows;
  for (const auto& [ref, jobs] : m_disk.prints) rows.insert(rows.end(), jobs.begin(), jobs.end());
  std::stable_sort(rows.begin(), rows.end(),
                   [](const auto& left, const auto& right) { return left.at < right.at; });
  const auto most = static_cast<std::size_t>(std::max(limit, 0));
  if (rows.size() > most)
    rows.erase(rows.begin(), rows.end() - static_cast<std::ptrdiff_t>(most));
  return rows;
}

Result<std::vector<confirmation::Delivery>> MemoryStore::confirmations(const PaymentRef& ref) {
  std::vector<confirmation::Delivery> out;
  for (const confirmation::Delivery& one : m_disk.confirmations)
    if (one.ref == ref)
      out.push_back(one);
  return out;
}

Result<std::vector<confirmation::Delivery>> MemoryStore::openConfirmations() {
  std::vector<confirmation::Delivery> out;
  for (const confirmation::Delivery& one : m_disk.confirmations)
    if (confirmation::isOpen(one.state))
      out.push_back(one);
  return out;
}

Result<std::vector<confirmation::Delivery>> MemoryStore::newestConfirmations(int limit) {
  std::vector<confirmation::Delivery> out(m_disk.confirmations.rbegin(), m_disk.confirmations.rend());
  if (out.size() > static_cast<std::size_t>(limit))
    out.resize(static_cast<std::size_t>(limit));
  return out;
}

}  // namespace loket::simulator

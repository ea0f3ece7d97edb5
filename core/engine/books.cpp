#include "core/engine/books.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

namespace loket::engine {
namespace {

constexpr Duration kAskWaitMax = Duration::hours(1);
constexpr Duration kSendWaitMax = Duration::hours(24);
constexpr std::size_t kPointMax = 64;  // letters of a probe's name

// Stays in memory: someone or something still has to act on it.
bool isOpen(const Payment& payment) { return !isTerminal(payment.state) || !payment.conflict.empty(); }

// The engine can still do something about it by itself. A review and a refund wait for people: they have no task.
bool hasWork(const Payment& payment) {
  switch (payment.state) {
    case PaymentState::Accepted:
    case PaymentState::Sending:
    case PaymentState::Pending:
    case PaymentState::Suspect:
      return true;
    case PaymentState::Succeeded:
    case PaymentState::Failed:
    case PaymentState::Cancelled:
    case PaymentState::RefundDue:
    case PaymentState::Refunded:
    case PaymentState::Reversed:
    case PaymentState::Review:
      return false;
  }
  return false;
}

bool isUnsure(PaymentState state) {
  return state == PaymentState::Sending || state == PaymentState::Pending || state == PaymentState::Suspect;
}

void fill(ports::PaymentChange& change, const Payment& before, Events events,
          std::optional<ports::OutboxTask> task) {
  change.after = before;
  for (const PaymentEvent& event : events) {
    for (Posting& posting : postingsFor(change.after, event))
      change.postings.push_back(std::move(posting));
    apply(change.after, event);
  }
  change.events = std::move(events);
  if (hasWork(change.after))
    change.task = std::move(task);
}

}  // namespace

Status Books::open(Instant now) {
  LOKET_ASSIGN(auto open, m_store.openPayments());
  std::vector<PaymentRef> sending;
  for (auto& [payment, task] : open) {
    // Due times are of the wall clock, which may have been set back while nobody was here. No wait is longer than
    // these: questions are asked every hour, closed hours end within a day.
    if (task)
      task->dueAt = std::min(task->dueAt, now + (task->kind == ports::TaskKind::Ask ? kAskWaitMax : kSendWaitMax));
    if (payment.state == PaymentState::Sending)
      sending.push_back(payment.ref);
    put(std::move(payment), task);
  }
  // Ask about suspects soon, but not in the second they were found: the request may still be on its way. Where the
  // upstream wants a longer pause, arming has noted it.
  for (const PaymentRef& ref : sending) {
    const auto& [payment, task] = m_entries.at(ref);
    Events events = decideRecovery(payment, now);
    if (!events.empty())
      stage(payment, std::move(events),
            ports::OutboxTask{payment.ref, ports::TaskKind::Ask,
                              std::max(now + Duration::seconds(60), task ? task->dueAt : Instant{}), 0},
            "recovery", {});
  }
  Status done;
  if (!m_staged.empty()) {
    m_staged.back().after = [&done](const Status& status) { done = status; };
    flush();
  }
  return done;
}

const Books::Entry* Books::find(const PaymentRef& ref) const {
  const auto at = m_entries.find(ref);
  return at == m_entries.end() ? nullptr : &at->second;
}

const Payment* Books::inMemory(const PaymentRef& ref) const {
  if (const Entry* entry = find(ref))
    return &entry->payment;
  // Over since it was staged, and not yet on the disk.
  for (auto staged = m_staged.rbegin(); staged != m_staged.rend(); ++staged)
    if (staged->ref == ref)
      return &staged->work.payments.front().after;
  return nullptr;
}

Result<Payment> Books::load(const PaymentRef& ref) {
  if (const Payment* known = inMemory(ref))
    return *known;
  auto stored = m_store.payment(ref);
  if (!stored)
    return fail(std::move(stored).error());
  if (!*stored)
    return fail(ErrorCode::NotFound, ref.str());
  return std::move(**stored);
}

const Payment* Books::look(const PaymentRef& ref, std::optional<Payment>& read) {
  if (const Payment* known = inMemory(ref))
    return known;
  auto stored = m_store.payment(ref);
  return stored && *stored ? &read.emplace(std::move(**stored)) : nullptr;
}

void Books::stageNew(Events events, ports::OutboxTask task, std::string_view path, After after,
                     std::vector<TillChange> till) {
  LOKET_CHECK(!events.empty() && std::holds_alternative<AcceptedEvent>(events.front().body));
  Staged& staged = m_staged.emplace_back();
  ports::PaymentChange& change = staged.work.payments.emplace_back();
  change.after = start(std::get<AcceptedEvent>(events.front().body));
  change.postings = postingsFor(change.after, events.front());
  change.events = std::move(events);
  change.task = std::move(task);
  staged.work.till = std::move(till);
  staged.ref = change.after.ref;
  put(change.after, change.task);
  m_unkept.insert(change.after.ref);
  staged.path = path;
  staged.after = std::move(after);
}

void Books::stage(const Payment& before, Events events, std::optional<ports::OutboxTask> task, std::string_view path,
                  After after) {
  Staged& staged = m_staged.emplace_back();
  ports::PaymentChange& change = staged.work.payments.emplace_back();
  fill(change, before, std::move(events), std::move(task));
  staged.ref = before.ref;
  const auto at = m_entries.find(before.ref);
  if (at != m_entries.end() && change.events.empty()) {
    staged.onlyTask = true;
    staged.taskBefore = at->second.task;
    setTask(at->second, change.task);
  } else {
    // `before` may be what lies there, so it is not touched from here on.
    staged.before = take(change.after.ref);
    put(change.after, change.task);
  }
  staged.path = path;
  staged.after = std::move(after);
}

void Books::stageWork(ports::UnitOfWork work, std::string_view path, After after) {
  Staged& staged = m_staged.emplace_back();
  staged.work = std::move(work);
  staged.path = path;
  staged.after = std::move(after);
}

void Books::keepNoted() {
  if (!m_noted.empty())
    stageWork({}, "access", {});
}

void Books::flush() {
  // An `after` may stage again; that is the next flush.
  while (!m_staged.empty()) {
    std::vector<Staged> staged = std::exchange(m_staged, {});
    ports::UnitOfWork all = std::move(staged.front().work);
    std::vector<std::string_view> paths{staged.front().path};
    for (auto at = std::next(staged.begin()); at != staged.end(); ++at) {
      Staged& one = *at;
      if (std::find(paths.begin(), paths.end(), one.path) == paths.end())
        paths.push_back(one.path);
      std::move(one.work.payments.begin(), one.work.payments.end(), std::back_inserter(all.payments));
      std::move(one.work.postings.begin(), one.work.postings.end(), std::back_inserter(all.postings));
      std::move(one.work.till.begin(), one.work.till.end(), std::back_inserter(all.till));
      std::move(one.work.prints.begin(), one.work.prints.end(), std::back_inserter(all.prints));
      std::move(one.work.confirmations.begin(), one.work.confirmations.end(), std::back_inserter(all.confirmations));
      std::move(one.work.batches.begin(), one.work.batches.end(), std::back_inserter(all.batches));
      for (auto& [key, value] : one.work.settings)
        all.settings[key] = std::move(value);
      all.reconcile.append(std::move(one.work.reconcile));
      std::move(one.work.people.begin(), one.work.people.end(), std::back_inserter(all.people));
      std::move(one.work.complaints.begin(), one.work.complaints.end(), std::back_inserter(all.complaints));
      std::move(one.work.access.begin(), one.work.access.end(), std::back_inserter(all.access));
      if (one.work.catalogue)
        all.catalogue = std::move(one.work.catalogue);
    }
    const std::vector<AccessEvent> noted = std::exchange(m_noted, {});
    all.access.insert(all.access.end(), noted.begin(), noted.end());
    for (const auto& [key, value] : m_notedSettings) all.settings[key] = value;
    std::sort(paths.begin(), paths.end());
    const auto reached = [&](std::string_view what) {
      std::array<char, kPointMax> point;
      for (const std::string_view path : paths) {
        LOKET_CHECK(path.size() + what.size() <= point.size());
        const char* end =
            std::copy(what.begin(), what.end(), std::copy(path.begin(), path.end(), point.data()));
        m_probe.reached({point.data(), static_cast<std::size_t>(end - point.data())});
      }
    };
    reached(".before-commit");
    m_unkept.clear();
    const Status prepared = beforeCommit ? beforeCommit(all) : Status();
    const Status done = prepared ? m_store.commit(all) : prepared;
    reached(done ? ".after-commit" : ".commit-failed");
    if (!done) {
      // A full disk may pass.
      if (done.error().code == ErrorCode::DiskFull)
        m_noted.insert(m_noted.begin(), noted.begin(), noted.end());
      else
        m_notedSettings.clear();
      m_log.write(ports::LogLevel::Error, "store",
                  std::string(wordOf(done.error().code)) + " " + done.error().detail);
      // Nothing of it happened: memory goes back to what the disk has.
      for (auto at = staged.rbegin(); at != staged.rend(); ++at) {
        if (!at->ref)
          continue;
        if (at->onlyTask) {
          setTask(m_entries.at(*at->ref), at->taskBefore);
          continue;
        }
        take(*at->ref);
        if (at->before)
          putBack(std::move(at->before));
      }
      if (onFault && done.error().code != ErrorCode::DiskFull)
        onFault(done.error());
    } else {
      m_notedSettings.clear();
      if (onChange)
        for (const ports::PaymentChange& change : all.payments) onChange(change);
    }
    for (Staged& one : staged)
      if (one.after)
        one.after(done);
  }
}

void Books::count(const Payment& payment, Count direction) {
  const bool in = direction == Count::In;
  if (in)
    m_openFor.emplace(payment.product, payment.number, payment.ref);
  else
    m_openFor.erase({payment.product, payment.number, payment.ref});
  if (!isTerminal(payment.state))
    m_openSum = in ? m_openSum + payment.held : m_openSum - payment.held;
  if (payment.state == PaymentState::Pending || payment.state == PaymentState::Suspect) {
    if (in)
      m_questions[payment.upstream].insert(payment.ref);
    else
      m_questions[payment.upstream].erase(payment.ref);
  }
  // What is being sent may come back as not sent in the very commit that accepts another one.
  if (payment.state == PaymentState::Accepted || payment.state == PaymentState::Sending) {
    Money& committed = m_committed[payment.upstream];
    committed = in ? committed + payment.cost : committed - payment.cost;
    m_waitingSum = in ? m_waitingSum + payment.held : m_waitingSum - payment.held;
    if (in)
      m_waitingSince.insert(payment.acceptedAt);
    else
      m_waitingSince.extract(payment.acceptedAt);
  }
}

std::vector<const Payment*> Books::openFor(const ProductId& product, const std::string& number) const {
  std::vector<const Payment*> found;
  for (auto at = m_openFor.lower_bound({product, number, PaymentRef()});
       at != m_openFor.end() && std::get<0>(*at) == product && std::get<1>(*at) == number; ++at)
    found.push_back(&m_entries.at(std::get<2>(*at)).payment);
  return found;
}

bool Books::isUnderWay(const ProductId& product, const std::string& number) const {
  const std::vector<const Payment*> open = openFor(product, number);
  return std::any_of(open.begin(), open.end(), [](const Payment* one) { return isUnsure(one->state); });
}

Money Books::committedAt(const UpstreamId& upstream) const {
  const auto at = m_committed.find(upstream);
  return at == m_committed.end() ? Money{} : at->second;
}

const std::set<PaymentRef>& Books::questionsAt(const UpstreamId& upstream) const {
  static const std::set<PaymentRef> kNone;
  const auto at = m_questions.find(upstream);
  return at == m_questions.end() ? kNone : at->second;
}

template <typename One>
void Books::put(One&& payment, const std::optional<ports::OutboxTask>& task) {
  if (!isOpen(payment))
    return;
  const PaymentRef ref = payment.ref;
  list(m_entries.try_emplace(ref, std::forward<One>(payment), task).first->second);
}

void Books::putBack(Node node) { list(m_entries.insert(std::move(node)).position->second); }

void Books::list(const Entry& entry) {
  if (entry.task)
    m_due.emplace(entry.task->dueAt, entry.payment.ref);
  count(entry.payment, Count::In);
}

Books::Node Books::take(const PaymentRef& ref) {
  Node node = m_entries.extract(ref);
  if (node.empty())
    return node;
  const Entry& entry = node.mapped();
  if (entry.task)
    m_due.erase({entry.task->dueAt, ref});
  count(entry.payment, Count::Out);
  return node;
}

void Books::setTask(Entry& entry, const std::optional<ports::OutboxTask>& task) {
  if (entry.task)
    m_due.erase({entry.task->dueAt, entry.payment.ref});
  entry.task = task;
  if (entry.task)
    m_due.emplace(entry.task->dueAt, entry.payment.ref);
}

void Books::postpone(const PaymentRef& ref, Instant dueAt) {
  const auto at = m_entries.find(ref);
  if (at == m_entries.end() || !at->second.task)
    return;
  m_due.erase({at->second.task->dueAt, ref});
  at->second.task->dueAt = dueAt;
  m_due.emplace(dueAt, ref);
}

void Books::shiftDue(Duration by) {
  const auto shift = [by](std::optional<ports::OutboxTask>& task) {
    if (task)
      task->dueAt = task->dueAt + by;
  };
  m_due.clear();
  for (auto& [ref, entry] : m_entries) {
    shift(entry.task);
    if (entry.task)
      m_due.emplace(entry.task->dueAt, ref);
  }
  // What goes back there, where the disk refuses what is staged, has as long left.
  for (Staged& one : m_staged) {
    shift(one.taskBefore);
    if (one.before)
      shift(one.before.mapped().task);
    for (ports::PaymentChange& change : one.work.payments) shift(change.task);
  }
}

std::optional<Instant> Books::nextDue() const {
  if (m_due.empty())
    return std::nullopt;
  return m_due.begin()->first;
}

std::vector<PaymentRef> Books::dueAt(Instant now) const {
  std::vector<PaymentRef> refs;
  for (const auto& [due, ref] : m_due) {
    if (due > now)
      break;
    refs.push_back(ref);
  }
  return refs;
}

}  // namespace loket::engine

#include "core/engine/batch_run.h"

#include <algorithm>
#include <utility>

namespace loket::engine {
namespace {

constexpr Duration kUntilIdleMax = Duration::minutes(10);
constexpr Duration kNetworkAgainMin = Duration::seconds(10);
constexpr Duration kNetworkAgainMax = Duration::minutes(10);

}  // namespace

void BatchRun::begin(const api::SyncRequest& request, std::function<void(api::SyncProgress)> progress,
                     api::Reply<api::BatchView> reply) {
  if (progress)
    m_progress.push_back(std::move(progress));
  m_replies.push_back(std::move(reply));
  if (running()) {
    if (request.until == api::SyncRequest::Until::Idle)
      m_request.until = request.until;
    return;
  }
  m_request = request;
  m_id = m_.references.batch();
  m_startedAt = m_.clock.now();
  m_deadline = m_startedAt + request.timeout.value_or(kUntilIdleMax);
  m_first = true;
  m_networkAgain = kNetworkAgainMin;
  m_done = 0;
  m_order.clear();
  m_items.clear();
  m_outstanding.clear();
  startPass();
}

void BatchRun::startPass() {
  m_phase = Phase::Asking;
  // The deposits first: it is the proof of a network, and what the queue is checked against.
  m_.upstreams.refreshAll([this] {
    if (m_first && m_.upstreams.online())
      m_.refreshPrices([this] { workThrough(); });
    else
      workThrough();
  });
}

void BatchRun::workThrough() {
  if (m_phase != Phase::Asking)
    return;
  m_phase = Phase::Working;
  const Instant now = m_.clock.now();
  for (const auto& [ref, entry] : m_.books.entries()) {
    if (!entry.task)
      continue;
    const bool send = entry.task->kind == ports::TaskKind::Send;
    const bool due = entry.task->dueAt <= now;
    // The first pass sends everything that waits; later ones what has become due again.
    const bool take = m_.upstreams.reaches(entry.payment.upstream) && (send ? (m_first || due) : due);
    if (!take && m_items.count(ref) == 0 && !m_first)
      continue;
    if (m_items.count(ref) == 0) {
      m_items[ref] = {ref,
                      entry.payment.productName,
                      entry.payment.number,
                      entry.payment.total(),
                      std::string(wordOf(entry.payment.state)),
                      std::string(wordOf(entry.payment.state)),
                      entry.payment.reason};
      m_order.push_back(ref);
    }
    if (take && (m_.dispatcher.kick(ref) || m_.dispatcher.isBusy(ref)))
      m_outstanding.insert(ref);
  }
  m_first = false;
  m_done = static_cast<int>(m_order.size() - m_outstanding.size());
  report();
}

void BatchRun::changed(const Payment& payment) {
  if (m_phase == Phase::Idle)
    return;
  const auto at = m_items.find(payment.ref);
  if (at == m_items.end())
    return;
  at->second.after = std::string(wordOf(payment.state));
  at->second.reason = payment.reason;
  at->second.total = payment.total();
}

void BatchRun::acted(const PaymentRef& ref) {
  if (m_phase != Phase::Working || m_outstanding.erase(ref) == 0)
    return;
  ++m_done;
  report();
}

void BatchRun::stop(const Error& error) {
  m_phase = Phase::Idle;
  m_progress.clear();
  for (const auto& reply : std::exchange(m_replies, {}))
    reply(fail(error));
}

void BatchRun::report() const {
  for (const auto& progress : m_progress)
    progress({m_done, total()});
}

void BatchRun::turn() {
  switch (m_phase) {
    case Phase::Idle:
    case Phase::Asking:
    case Phase::Closing:
      return;
    case Phase::Working:
      if (m_outstanding.empty())
        endPass();
      return;
    case Phase::Waiting:
      if (m_.clock.now() >= m_nextLook)
        startPass();
      return;
  }
}

void BatchRun::endPass() {
  if (m_request.until == api::SyncRequest::Until::OnePass) {
    finish();
    return;
  }
  const Instant now = m_.clock.now();
  std::optional<Instant> next;
  bool unreached = false;
  for (const auto& [ref, entry] : m_.books.entries()) {
    if (!entry.task)
      continue;
    const bool open = m_.upstreams.reaches(entry.payment.upstream);
    unreached = unreached || !open;
    const Instant look = std::max(entry.task->dueAt, open ? now : now + m_networkAgain);
    next = std::min(next.value_or(look), look);
  }
  if (!next) {
    finish();
    return;
  }
  m_nextLook = *next;
  m_networkAgain = unreached ? std::min(m_networkAgain + m_networkAgain, kNetworkAgainMax) : kNetworkAgainMin;
  if (m_nextLook > m_deadline)
    finish();
  else
    m_phase = Phase::Waiting;
}

void BatchRun::shift(Duration by) {
  m_deadline = m_deadline + by;
  m_nextLook = m_nextLook + by;
}

std::optional<Instant> BatchRun::nextLook() const {
  // Its last payment may have been kept since the last turn.
  if (m_phase == Phase::Working && m_outstanding.empty())
    return m_.clock.now();
  if (m_phase != Phase::Waiting)
    return std::nullopt;
  return m_nextLook;
}

ports::Batch BatchRun::record(Instant endedAt) const {
  ports::Batch batch{m_id, m_startedAt, endedAt, {}};
  for (const PaymentRef& ref : m_order)
    batch.items.push_back(m_items.at(ref));
  return batch;
}

void BatchRun::finish() {
  m_phase = Phase::Closing;
  ports::Batch batch = record(m_.clock.now());
  ports::UnitOfWork work;
  work.batches.push_back(batch);
  m_.books.stageWork(std::move(work), "batch", [this, batch = std::move(batch)](const Status& status) {
    m_phase = Phase::Idle;
    const auto replies = std::exchange(m_replies, {});
    m_progress.clear();
    api::BatchView view = viewOf(batch);
    view.nextDueAt = m_.books.nextDue().value_or(Instant{});
    for (const auto& [ref, entry] : m_.books.entries())
      if (isUnsettled(entry.payment.state))
        ++view.stillOpen;
    for (const auto& reply : replies) {
      if (status)
        reply(view);
      else
        reply(fail(status.error()));
    }
  });
}

api::BatchView viewOf(const ports::Batch& batch) {
  api::BatchView view;
  view.id = batch.id;
  view.startedAt = batch.startedAt;
  view.endedAt = batch.endedAt;
  view.count = static_cast<int>(batch.items.size());
  for (const ports::BatchItem& item : batch.items) {
    view.sum += item.total;
    view.items.push_back({item.ref, item.productName, item.number, item.total, item.before, item.after, item.reason});
  }
  return view;
}

}  // namespace loket::engine

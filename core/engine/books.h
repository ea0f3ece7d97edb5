// The open payments and the only way to change them: stage what was decided, flush it in one transaction, and
// let effects leave only after the flush. Several changes share one commit.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "core/base/result.h"
#include "core/domain/payment/decide.h"
#include "core/ports/clock.h"
#include "core/ports/log.h"
#include "core/ports/probe.h"
#include "core/ports/store.h"

namespace loket::engine {

class Books {
 public:
  struct Entry {
    template <typename One>
    Entry(One&& one, const std::optional<ports::OutboxTask>& its)
        : payment(std::forward<One>(one)), task(its) {}
    Payment payment;
    std::optional<ports::OutboxTask> task;
  };
  // Runs after the flush with what became of it. Effects belong here.
  using After = std::function<void(const Status&)>;

  Books(ports::Store& store, ports::Log& log, ports::Probe& probe) : m_store(store), m_log(log), m_probe(probe) {}

  // Reads everything open. What was being sent when the last process ended is suspect from now on; that is
  // recorded before anything else may happen.
  Status open(Instant now);

  const Entry* find(const PaymentRef& ref) const;
  const std::map<PaymentRef, Entry>& entries() const { return m_entries; }
  // Open or not, with what is staged.
  Result<Payment> load(const PaymentRef& ref);
  // The same without a copy where it is in memory; `read` holds what had to be read, null is what could not be. Stays
  // until the next flush as it is now, also when another change is staged meanwhile.
  const Payment* look(const PaymentRef& ref, std::optional<Payment>& read);

  // The path word, a literal, names the step for probes: "accept", "arm", "outcome", ...
  // `till`: what pays for it, in the same transaction.
  void stageNew(Events events, ports::OutboxTask task, std::string_view path, After after, std::vector<TillChange> till = {});
  void stage(const Payment& before, Events events, std::optional<ports::OutboxTask> task, std::string_view path,
             After after);
  void stageWork(ports::UnitOfWork work, std::string_view path, After after);
  // Goes along with the next commit, or is one of its own from `keepNoted` on: a command's own name must not stand between it
  // and what it is about. That it cannot be kept hinders nobody.
  // `settings` are kept with it.
  void note(AccessEvent event, const std::map<std::string, std::string>& settings = {}) {
    m_noted.push_back(std::move(event));
    for (const auto& [key, value] : settings) m_notedSettings[key] = value;
  }
  void keepNoted();
  // On disk, not only staged: nothing is begun about a payment before its acceptance is.
  bool isKept(const PaymentRef& ref) const { return m_unkept.count(ref) == 0; }
  void flush();

  // A payment of the same goods for the same number is being sent, or has no final answer yet.
  bool isUnderWay(const ProductId& product, const std::string& number) const;

  // Kept with every change, so that a long queue costs a sale nothing.
  // Those of this product for this number, whatever their state.
  std::vector<const Payment*> openFor(const ProductId& product, const std::string& number) const;
  // What Accepted and Sending payments at this upstream will take.
  Money committedAt(const UpstreamId& upstream) const;
  // Pending and suspect ones there: their question is open.
  const std::set<PaymentRef>& questionsAt(const UpstreamId& upstream) const;
  // What customers have given for those that are not over.
  Money openSum() const { return m_openSum; }
  // Accepted ones and those being sent: their sum, their number, the oldest and the newest by their dates (zero when none).
  Money waitingSum() const { return m_waitingSum; }
  int waitingCount() const { return static_cast<int>(m_waitingSince.size()); }
  Instant waitingSince() const { return m_waitingSince.empty() ? Instant{} : *m_waitingSince.begin(); }
  Instant waitingUntil() const { return m_waitingSince.empty() ? Instant{} : *m_waitingSince.rbegin(); }

  // Moves a task without writing: only for waits that a restart may forget (guards, full lines).
  void postpone(const PaymentRef& ref, Instant dueAt);
  // The wall clock was set: every wait goes on for as long as it had left.
  void shiftDue(Duration by);
  // The earliest task; nothing when there is none.
  std::optional<Instant> nextDue() const;
  // Tasks that are due, oldest first.
  std::vector<PaymentRef> dueAt(Instant now) const;

  // Before every commit: adds what must be kept together with it, or says why nothing may be kept.
  std::function<Status(ports::UnitOfWork&)> beforeCommit;
  // After every flush, for each payment that changed.
  std::function<void(const ports::PaymentChange&)> onChange;
  // The disk or the database failed; nothing may be accepted any more.
  std::function<void(const Error&)> onFault;

 private:
  using Node = std::map<PaymentRef, Entry>::node_type;
  struct Staged {
    Node before;  // empty for a payment that was not open
    // Where nothing but the task changes, the payment stays where it lies.
    bool onlyTask = false;
    std::optional<ports::OutboxTask> taskBefore;
    std::optional<PaymentRef> ref;
    ports::UnitOfWork work;
    std::string_view path;
    After after;
  };
  // Open, or staged; null when only the disk may know it.
  const Payment* inMemory(const PaymentRef& ref) const;
  enum class Count { In, Out };
  void count(const Payment& payment, Count direction);
  template <typename One>
  void put(One&& payment, const std::optional<ports::OutboxTask>& task);
  void putBack(Node node);
  void list(const Entry& entry);
  Node take(const PaymentRef& ref);
  void setTask(Entry& entry, const std::optional<ports::OutboxTask>& task);

  ports::Store& m_store;
  ports::Log& m_log;
  ports::Probe& m_probe;
  std::map<PaymentRef, Entry> m_entries;
  std::set<std::pair<Instant, PaymentRef>> m_due;
  std::set<std::tuple<ProductId, std::string, PaymentRef>> m_openFor;
  std::map<UpstreamId, Money> m_committed;
  std::map<UpstreamId, std::set<PaymentRef>> m_questions;
  Money m_openSum;
  Money m_waitingSum;
  std::multiset<Instant> m_waitingSince;
  std::vector<Staged> m_staged;
  std::vector<AccessEvent> m_noted;
  std::map<std::string, std::string> m_notedSettings;
  std::set<PaymentRef> m_unkept;  // new in what is staged
};

}  // namespace loket::engine

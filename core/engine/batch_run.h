// One sync: refreshes deposits and old prices, drains the queue, asks about what is open and due; keeps an id, a count, a sum
// and a result per payment.
#pragma once

#include <functional>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "core/api/agent_client.h"
#include "core/engine/books.h"
#include "core/engine/dispatcher.h"

namespace loket::engine {

class BatchRun {
 public:
  struct Parts {
    Books& books;
    Upstreams& upstreams;
    Dispatcher& dispatcher;
    References& references;
    ports::Clock& clock;
    // Brings the price lists up to date where they are old; calls back in any case.
    std::function<void(std::function<void()>)> refreshPrices;
  };
  explicit BatchRun(Parts parts) : m_(std::move(parts)) {}

  // A sync that comes while one runs joins it.
  void begin(const api::SyncRequest& request, std::function<void(api::SyncProgress)> progress,
             api::Reply<api::BatchView> reply);
  bool running() const { return m_phase != Phase::Idle; }
  // Every turn; moves from pass to pass.
  void turn();
  // What became of a payment, once it is durable: noted here, so that nothing has to be read again at the end.
  void changed(const Payment& payment);
  // A payment was acted on.
  void acted(const PaymentRef& ref);
  // The wall clock was set.
  void shift(Duration by);
  // Nothing can be recorded any more: whoever waits is told why.
  void stop(const Error& error);
  // When there is something to look at again; nothing while calls are under way.
  std::optional<Instant> nextLook() const;
  int done() const { return m_done; }
  int total() const { return static_cast<int>(m_order.size()); }

 private:
  enum class Phase { Idle, Asking, Working, Waiting, Closing };
  void startPass();
  void workThrough();
  void endPass();
  void finish();
  ports::Batch record(Instant endedAt) const;
  void report() const;

  Parts m_;
  Phase m_phase = Phase::Idle;
  api::SyncRequest m_request;
  std::vector<std::function<void(api::SyncProgress)>> m_progress;
  std::vector<api::Reply<api::BatchView>> m_replies;
  BatchId m_id;
  Instant m_startedAt;
  Instant m_deadline;
  Instant m_nextLook;
  Duration m_networkAgain;
  bool m_first = true;
  int m_done = 0;
  std::vector<PaymentRef> m_order;
  std::map<PaymentRef, ports::BatchItem> m_items;
  std::set<PaymentRef> m_outstanding;
};

api::BatchView viewOf(const ports::Batch& batch);

}  // namespace loket::engine

// Tells customers what became of their payments. Recorded before a message leaves, sent on a thread of its own, one at
// a time; what was left in the air when the process died is never sent again by itself.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "core/api/agent_client.h"
#include "core/engine/books.h"
#include "core/engine/references.h"
#include "core/engine/worker.h"
#include "core/ports/notifier.h"

namespace loket::engine {

// ConfigInvalid with the setting's name in the detail.
using NotifierFactory = std::function<Result<std::unique_ptr<ports::Notifier>>(const api::MailSettings&)>;

class Messenger {
 public:
  struct Parts {
    Books& books;
    References& references;
    ports::Store& store;
    ports::Clock& clock;
    NotifierFactory factory;
    // Runs a job on the engine's thread; false when the engine is closed.
    std::function<bool(std::function<void()>)> toEngine;
  };
  explicit Messenger(Parts parts) : m_(std::move(parts)) {}

  // A mail account that cannot be used changes nothing.
  Status configure(const Outlet& outlet, const api::MailSettings& mail);
  // Takes up what waits. After the books are open.
  Status open(Instant now);

  // A payment's customer wants to be told: staged in the commit that keeps what is staged with it.
  void ask(const PaymentRef& ref, const confirmation::Address& to, const UserName& by);
  // For somebody who stands there: sends, or gives text and link. Answers when it is known what became of it, or
  // at once when the payment has not ended.
  void confirm(const PaymentRef& ref, const std::optional<confirmation::Address>& to, const UserName& by,
               api::Reply<api::ConfirmationView> reply);
  // Sends what is due now, once each; answers how many left.
  void sendDue(api::Reply<int> reply);

  // Adds to a commit the corrections that its payments make necessary.
  void beforeCommit(ports::UnitOfWork& work);
  void changed(const Payment& payment);
  enum class Follow { All, Awaited };
  void turn(Follow follow);
  std::optional<Instant> nextDue(Follow follow) const;
  bool someoneWaits() const { return !m_waiting.empty() || m_drain.has_value(); }
  // It is in the air: no time may be passed over until it is known what became of it.
  bool isSending() const { return m_sending && !m_unrecorded; }
  // Nothing: no mail account, and nothing that waits for one.
  std::optional<api::HealthItem> health() const;
  // The wall clock was set.
  void shift(Duration by);
  // The store has failed: nobody waits any longer.
  void stop(const Error& error);
  // After the last turn: ends what is being sent, and records how it ended.
  void close();

  std::function<void(const confirmation::Delivery&)> onChange;

 private:
  using Delivery = confirmation::Delivery;
  struct Open {
    Delivery delivery;
    confirmation::Telling telling = confirmation::Telling::NotYet;
  };
  struct Drain {
    std::set<ConfirmationId> left;
    std::vector<api::Reply<int>> replies;
  };
  bool isMailed(const confirmation::Address& to) const {
    return m_notifier != nullptr && to.channel == confirmation::Channel::Email;
  }
  Delivery made(const PaymentRef& ref, const confirmation::Address& to, const UserName& by);
  void put(const Delivery& delivery, confirmation::Telling telling);
  void drop(const ConfirmationId& id);
  void rebuildReady();
  bool isWanted(const ConfirmationId& id) const;
  // In the books and in memory, then `after`.
  void keep(const Delivery& delivery, confirmation::Telling telling, std::function<void(const Status&)> after);
  void send(const ConfirmationId& id);
  void collect();
  // What became of what was sent.
  void record(const Delivery& delivery);
  // Whoever waits for it hears what became of it.
  void answer(const ConfirmationId& id, const Result<Delivery>& delivery);
  void endDrain();

  Parts m_;
  Outlet m_outlet;
  std::shared_ptr<ports::Notifier> m_notifier;  // nothing: no mail account
  std::map<ConfirmationId, Open> m_open;
  std::map<PaymentRef, std::set<ConfirmationId>> m_ofPayment;
  // What a mail can be sent for as soon as it is due.
  std::set<std::pair<Instant, ConfirmationId>> m_ready;
  std::map<ConfirmationId, std::vector<api::Reply<api::ConfirmationView>>> m_waiting;
  std::optional<Drain> m_drain;
  int m_drained = 0;  // of them, how many were sent
  // Until it is recorded what became of it.
  std::optional<ConfirmationId> m_sending;
  // Known, but the disk would not take it: tried again from then on.
  std::optional<std::pair<Instant, Delivery>> m_unrecorded;
  std::shared_ptr<ports::Notifier> m_sendingBy;
  std::mutex m_outcomeMutex;
  std::optional<ports::NotifyOutcome> m_outcome;  // of what is being sent
  std::unique_ptr<Worker> m_worker;               // from the first mail on
};

}  // namespace loket::engine

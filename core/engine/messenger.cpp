#include "core/engine/messenger.h"

#include <algorithm>

#include <fmt/format.h>

namespace loket::engine {
namespace {

using confirmation::Delivery;
using confirmation::DeliveryState;
using confirmation::SendOutcome;
using confirmation::Telling;

// The longest pause between two tries: after a restart nothing lies farther away, whatever the clock was.
constexpr Duration kDueMax = Duration::hours(8);
constexpr Duration kDiskPause = Duration::minutes(1);

SendOutcome outcomeOf(ports::NotifyOutcome::Kind kind) {
  switch (kind) {
    case ports::NotifyOutcome::Kind::Sent: return SendOutcome::Sent;
    case ports::NotifyOutcome::Kind::NotSent: return SendOutcome::NotSent;
    case ports::NotifyOutcome::Kind::MaybeSent: return SendOutcome::MaybeSent;
    case ports::NotifyOutcome::Kind::Refused: return SendOutcome::Refused;
  }
  return SendOutcome::MaybeSent;
}

bool isTo(const Delivery& delivery, const confirmation::Address& to) {
  return delivery.to.channel == to.channel && delivery.to.text == to.text;
}

}  // namespace

Status Messenger::configure(const Outlet& outlet, const api::MailSettings& mail) {
  std::shared_ptr<ports::Notifier> notifier;
  if (!mail.url.empty()) {
    if (!m_.factory)
      return fail(ErrorCode::ConfigInvalid, "notify.smtp");
    auto created = m_.factory(mail);
    if (!created)
      return fail(created.error().code, "notify.smtp." + created.error().detail);
    notifier = std::move(*created);
  }
  m_outlet = outlet;
  m_notifier = std::move(notifier);
  rebuildReady();
  return {};
}

Status Messenger::open(Instant now) {
  LOKET_ASSIGN(const auto rows, m_.store.openConfirmations());
  for (const Delivery& row : rows) {
    if (row.state == DeliveryState::Sending) {
      keep(confirmation::interrupted(row, now), Telling::Now, {});
      continue;
    }
    LOKET_ASSIGN(const Payment payment, m_.books.load(row.ref));
    Delivery delivery = row;
    delivery.dueAt = std::min(delivery.dueAt, now + kDueMax);
    const Telling telling = confirmation::tellingOf(payment);
    if (telling == Telling::Never)
      keep(confirmation::voided(delivery, now), telling, {});
    else
      put(delivery, telling);
  }
  return {};
}

Delivery Messenger::made(const PaymentRef& ref, const confirmation::Address& to, const UserName& by) {
  const Instant now = m_.clock.now();
  Delivery delivery;
  delivery.id = m_.references.confirmation();
  delivery.ref = ref;
  delivery.to = to;
  delivery.by = by;
  delivery.askedAt = delivery.dueAt = delivery.movedAt = now;
  return delivery;
}

void Messenger::put(const Delivery& delivery, Telling telling) {
  drop(delivery.id);
  if (!confirmation::isOpen(delivery.state))
    return;
  m_open[delivery.id] = {delivery, telling};
  m_ofPayment[delivery.ref].insert(delivery.id);
  if (delivery.state == DeliveryState::Waiting && telling == Telling::Now && isMailed(delivery.to))
    m_ready.emplace(delivery.dueAt, delivery.id);
}

void Messenger::drop(const ConfirmationId& id) {
  const auto at = m_open.find(id);
  if (at == m_open.end())
    return;
  m_ready.erase({at->second.delivery.dueAt, id});
  const auto of = m_ofPayment.find(at->second.delivery.ref);
  of->second.erase(id);
  if (of->second.empty())
    m_ofPayment.erase(of);
  m_open.erase(at);
}

void Messenger::rebuildReady() {
  m_ready.clear();
  for (const auto& [id, one] : m_open)
    if (one.delivery.state == DeliveryState::Waiting && one.telling == Telling::Now && isMailed(one.delivery.to))
      m_ready.emplace(one.delivery.dueAt, id);
}

void Messenger::shift(Duration by) {
  for (auto& [id, one] : m_open) one.delivery.dueAt = one.delivery.dueAt + by;
  if (m_unrecorded)
    m_unrecorded->first = m_unrecorded->first + by;
  rebuildReady();
}

void Messenger::keep(const Delivery& delivery, Telling telling, std::function<void(const Status&)> after) {
  ports::UnitOfWork work;
  work.confirmations.push_back(delivery);
  m_.books.stageWork(std::move(work), "confirm",
                     [this, delivery, telling, after = std::move(after)](const Status& status) {
                       if (status) {
                         put(delivery, telling);
                         if (onChange)
                           onChange(delivery);
                       }
                       if (after)
                         after(status);
                     });
}

void Messenger::ask(const PaymentRef& ref, const confirmation::Address& to, const UserName& by) {
  keep(made(ref, to, by), Telling::NotYet, [this, ref](const Status& status) {
    // It may have ended in the same commit, before this one was known.
    if (status)
      if (const auto payment = m_.books.load(ref))
        changed(*payment);
  });
}

void Messenger::confirm(const PaymentRef& ref, const std::optional<confirmation::Address>& to, const UserName& by,
                        api::Reply<api::ConfirmationView> reply) {
  const auto payment = m_.books.load(ref);
  const auto earlier = payment ? m_.store.confirmations(ref) : Result<std::vector<Delivery>>(fail(payment.error()));
  if (!earlier) {
    reply(fail(earlier.error()));
    return;
  }
  if (!to && earlier->empty()) {
    reply(fail(ErrorCode::NumberInvalid, "no address"));
    return;
  }
  const confirmation::Address address = to ? *to : earlier->back().to;
  const Telling telling = confirmation::tellingOf(*payment);
  const auto text = confirmation::composeText(*payment, m_outlet);
  const bool mailed = isMailed(address);
  if (telling == Telling::Never || (!mailed && !text)) {
    reply(fail(ErrorCode::StateForbids, std::string(wordOf(payment->state))));
    return;
  }
  const auto waiting = std::find_if(m_open.begin(), m_open.end(), [&](const auto& row) {
    return row.second.delivery.ref == ref && isTo(row.second.delivery, address);
  });
  if (mailed) {
    Delivery delivery = waiting != m_open.end() ? waiting->second.delivery : made(ref, address, by);
    if (delivery.state == DeliveryState::Waiting)
      delivery.dueAt = m_.clock.now();
    if (telling == Telling::Now)
      m_waiting[delivery.id].push_back(reply);
    // Being sent: its end is all there is to wait for.
    if (delivery.state == DeliveryState::Sending)
      return;
    keep(delivery, telling, [this, id = delivery.id, delivery, telling, reply](const Status& status) {
      if (!status) {
        m_waiting.erase(id);
        reply(fail(status.error()));
      } else if (telling == Telling::NotYet) {
        reply(api::ConfirmationView{delivery, {}, {}});
      }
    });
    return;
  }
  // What is told of a payment under way leaves the message about its end waiting.
  const bool ends = waiting != m_open.end() && telling == Telling::Now;
  const Delivery delivery = confirmation::shown(ends ? waiting->second.delivery : made(ref, address, by),
                                                payment->state, m_.clock.now());
  keep(delivery, telling, [delivery, text = *text, reply](const Status& status) {
    if (status)
      reply(api::ConfirmationView{delivery, text, confirmation::linkFor(delivery.to, text)});
    else
      reply(fail(status.error()));
  });
}

void Messenger::sendDue(api::Reply<int> reply) {
  if (!m_drain) {
    m_drain = Drain{};
    m_drained = 0;
  }
  m_drain->replies.push_back(std::move(reply));
  const Instant now = m_.clock.now();
  for (const auto& [at, id] : m_ready)
    if (at <= now)
      m_drain->left.insert(id);
  endDrain();
}

void Messenger::endDrain() {
  if (!m_drain || !m_drain->left.empty())
    return;
  const Drain done = std::move(*m_drain);
  m_drain.reset();
  for (const auto& reply : done.replies) reply(m_drained);
}

void Messenger::beforeCommit(ports::UnitOfWork& work) {
  for (const ports::PaymentChange& change : work.payments) {
    const Payment& payment = change.after;
    if (payment.state != PaymentState::Reversed && !payment.cashWentBack())
      continue;
    const auto told = m_.store.confirmations(payment.ref);
    if (!told)
      continue;  // the commit meets the same fault
    for (const confirmation::Address& to : confirmation::toCorrect(payment, *told))
      work.confirmations.push_back(made(payment.ref, to, told->back().by));
  }
}

void Messenger::changed(const Payment& payment) {
  const Telling telling = confirmation::tellingOf(payment);
  if (payment.state == PaymentState::Reversed || payment.cashWentBack())
    if (const auto all = m_.store.confirmations(payment.ref))
      for (const Delivery& one : *all)
        if (one.state == DeliveryState::Waiting && m_open.count(one.id) == 0) {
          put(one, telling);
          if (onChange)
            onChange(one);
        }
  const auto of = m_ofPayment.find(payment.ref);
  if (of == m_ofPayment.end())
    return;
  for (const ConfirmationId& id : std::set<ConfirmationId>(of->second)) {
    const Delivery delivery = m_open.at(id).delivery;
    // As after a refund that people have confirmed: what was told is true again.
    if (telling == Telling::Never && delivery.state == DeliveryState::Waiting)
      keep(confirmation::voided(delivery, m_.clock.now()), telling, {});
    else
      put(delivery, telling);
  }
}

bool Messenger::isWanted(const ConfirmationId& id) const {
  return m_waiting.count(id) > 0 || (m_drain && m_drain->left.count(id) > 0);
}

std::optional<Instant> Messenger::nextDue(Follow follow) const {
  if (m_unrecorded)
    return m_unrecorded->first;
  if (m_sending)
    return std::nullopt;
  for (const auto& [at, id] : m_ready)
    if (follow == Follow::All || isWanted(id))
      return at;
  return std::nullopt;
}

void Messenger::turn(Follow follow) {
  collect();
  const Instant now = m_.clock.now();
  if (m_unrecorded && m_unrecorded->first <= now)
    record(Delivery(m_unrecorded->second));
  if (m_sending)
    return;
  for (const auto& [at, id] : m_ready) {
    if (at > now)
      return;
    if (follow == Follow::All || isWanted(id)) {
      const ConfirmationId next = id;
      send(next);
      return;
    }
  }
}

void Messenger::send(const ConfirmationId& id) {
  const Delivery waiting = m_open.at(id).delivery;
  const auto payment = m_.books.load(waiting.ref);
  const auto text = payment ? confirmation::composeText(*payment, m_outlet) : std::nullopt;
  // Its payment has left the end that it had: it waits for the next one.
  if (!text || confirmation::tellingOf(*payment) != Telling::Now) {
    put(waiting, payment ? confirmation::tellingOf(*payment) : Telling::NotYet);
    answer(id, payment ? Result<Delivery>(waiting) : Result<Delivery>(fail(payment.error())));
    return;
  }
  m_sending = id;
  m_sendingBy = m_notifier;
  const Delivery delivery = confirmation::armed(waiting, payment->state, m_.clock.now());
  ports::Mail mail{id.str(), delivery.to.text, text->substr(0, text->find('\n')) + ": " + payment->productName, *text,
                   m_.clock.now()};
  keep(delivery, Telling::Now, [this, waiting, delivery, mail = std::move(mail)](const Status& status) {
    if (!status) {
      m_sending.reset();
      // A full disk may pass; until then it is not tried in every turn.
      Delivery later = waiting;
      later.dueAt = m_.clock.now() + kDiskPause;
      put(later, Telling::Now);
      answer(delivery.id, fail(status.error()));
      return;
    }
    if (!m_worker)
      m_worker = std::make_unique<Worker>();
    const bool taken = m_worker->post([this, mail, notifier = m_sendingBy] {
      const ports::NotifyOutcome outcome = notifier->send(mail);
      {
        const std::lock_guard lock(m_outcomeMutex);
        m_outcome = outcome;
      }
      m_.toEngine([] {});
    });
    LOKET_CHECK(taken);
  });
}

void Messenger::collect() {
  if (!m_sending)
    return;
  std::optional<ports::NotifyOutcome> outcome;
  {
    const std::lock_guard lock(m_outcomeMutex);
    outcome = std::exchange(m_outcome, std::nullopt);
  }
  const auto at = m_open.find(*m_sending);
  if (!outcome || at == m_open.end())
    return;
  record(confirmation::answered(at->second.delivery, outcomeOf(outcome->kind), outcome->reason, m_.clock.now()));
}

void Messenger::record(const Delivery& delivery) {
  m_unrecorded.reset();
  keep(delivery, m_open.at(delivery.id).telling, [this, delivery](const Status& status) {
    if (status)
      m_sending.reset();
    else
      m_unrecorded.emplace(m_.clock.now() + kDiskPause, delivery);
    answer(delivery.id, status ? Result<Delivery>(delivery) : Result<Delivery>(fail(status.error())));
  });
}

void Messenger::answer(const ConfirmationId& id, const Result<Delivery>& delivery) {
  if (m_drain && m_drain->left.erase(id) > 0) {
    if (delivery && delivery->state == DeliveryState::Sent)
      ++m_drained;
    endDrain();
  }
  const auto waiting = m_waiting.extract(id);
  if (waiting.empty())
    return;
  for (const auto& reply : waiting.mapped()) {
    if (delivery)
      reply(api::ConfirmationView{*delivery, {}, {}});
    else
      reply(fail(delivery.error()));
  }
}

// What the last tries met is kept with what still waits, so that a program that was just started knows it too.
std::optional<api::HealthItem> Messenger::health() const {
  int waiting = 0;
  const Delivery* last = nullptr;
  for (const auto& [id, one] : m_open) {
    if (one.delivery.to.channel != confirmation::Channel::Email)
      continue;
    ++waiting;
    if (one.delivery.tries > 0 && !one.delivery.reason.empty() && (last == nullptr || one.delivery.movedAt > last->movedAt))
      last = &one.delivery;
  }
  if (m_notifier == nullptr && waiting == 0)
    return std::nullopt;
  api::HealthItem item{"mail", m_notifier != nullptr && last == nullptr, fmt::format("{} waiting", waiting)};
  if (m_notifier == nullptr)
    item.detail += "; no account (notify.smtp)";
  else if (last != nullptr)
    item.detail += "; last try: " + last->reason;
  if (last != nullptr)
    item.word = last->reason;
  item.count = waiting;
  return item;
}

void Messenger::stop(const Error& error) {
  for (const auto& [id, replies] : std::exchange(m_waiting, {}))
    for (const auto& reply : replies) reply(fail(error));
  if (const auto drain = std::exchange(m_drain, std::nullopt))
    for (const auto& reply : drain->replies) reply(fail(error));
}

void Messenger::close() {
  if (m_unrecorded) {
    record(Delivery(m_unrecorded->second));
    m_.books.flush();
  } else if (m_sending) {
    m_sendingBy->stop();
    m_worker.reset();
    collect();
    m_.books.flush();
  }
  m_waiting.clear();
  m_drain.reset();
}

}  // namespace loket::engine

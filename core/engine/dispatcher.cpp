#include "core/engine/dispatcher.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

namespace loket::engine {
namespace {

constexpr Duration kSendAgainMin = Duration::seconds(5);
constexpr Duration kSendAgainMax = Duration::seconds(60);
constexpr Duration kRefusedWait = Duration::minutes(5);
constexpr Duration kConfigWait = Duration::minutes(15);
constexpr Duration kLookAgain = Duration::seconds(1);
constexpr Duration kGuardWait = Duration::seconds(15);
constexpr Duration kCommitAgain = Duration::seconds(2);
// After this long without an answer people must look at it; asking goes on until then.
constexpr Duration kReviewAfter = Duration::days(7);

// Doubles from 5 s to 60 s.
Duration sendAgainAfter(int tries) {
  Duration wait = kSendAgainMin;
  for (int i = 0; i < tries && wait < kSendAgainMax; ++i)
    wait = wait + wait;
  return std::min(wait, kSendAgainMax);
}

// 1, 1, 2, 5, 10, 30 minutes, then hourly; never closer than the upstream allows.
Duration askAgainAfter(int tries, Duration askEvery) {
  constexpr std::array kMinutes = {1, 1, 2, 5, 10, 30, 60};
  const auto index = std::min(static_cast<std::size_t>(std::max(tries, 0)), kMinutes.size() - 1);
  return std::max(askEvery, Duration::minutes(kMinutes[index]));
}

// How long so many questions have taken at the least: an age that no clock on the wall can make younger.
Duration askedFor(int tries, Duration askEvery) {
  Duration sum;
  for (int i = 0; i < tries; ++i)
    sum = sum + askAgainAfter(i, askEvery);
  return sum;
}

std::string keyOf(const Payment& payment) { return payment.product.str() + "|" + payment.number; }

bool needsInquiry(const Payment& payment, const BusinessDate& today) {
  if (payment.kind != ProductKind::Bill)
    return false;
  if (payment.inquiryRef.empty() || payment.inquiryDate != today)
    return true;
  // Each attempt pays an inquiry of its own.
  const Attempt* last = payment.lastAttempt();
  return last != nullptr && last->attemptRef == payment.inquiryRef;
}

// A payment that is refused all night makes many attempts, and no two of them may have the same name.
AttemptRef freshAttemptRef(const Payment& payment, References& references) {
  while (true) {
    AttemptRef fresh = references.attempt(payment.ref);
    if (std::none_of(payment.attempts.begin(), payment.attempts.end(),
                     [&fresh](const Attempt& attempt) { return attempt.attemptRef == fresh; }))
      return fresh;
  }
}

}  // namespace

bool Dispatcher::kick(const PaymentRef& ref) {
  const Books::Entry* entry = m_.books.find(ref);
  if (entry == nullptr || !entry->task || isBusy(ref))
    return false;
  if (entry->task->kind == ports::TaskKind::Ask && entry->task->dueAt > m_.clock.now())
    return false;
  m_ready.push_back(ref);
  m_queued.insert(ref);
  return true;
}

void Dispatcher::reached(const UpstreamId& upstream) {
  auto waiting = m_unreached.extract(upstream);
  if (waiting.empty())
    return;
  for (const PaymentRef& ref : waiting.mapped())
    if (const Books::Entry* entry = m_.books.find(ref);
        entry != nullptr && entry->payment.state == PaymentState::Accepted && !isBusy(ref))
      m_.books.postpone(ref, m_.clock.now());
}

void Dispatcher::turn(bool automatic) {
  if (automatic) {
    const Instant now = m_.clock.now();
    for (const PaymentRef& ref : m_.books.dueAt(now)) {
      if (static_cast<int>(m_queued.size()) >= m_inFlightMax * 4)
        break;
      if (!m_.books.isKept(ref))
        continue;
      const Books::Entry* entry = m_.books.find(ref);
      const UpstreamId& upstream = entry->payment.upstream;
      // Where there is no way nothing new is armed; the heartbeat finds out when there is one again.
      if (entry->task->kind == ports::TaskKind::Ask || m_.upstreams.reaches(upstream) ||
          m_.upstreams.find(upstream) == nullptr) {
        kick(ref);
      } else {
        m_unreached[upstream].insert(ref);
        m_.books.postpone(ref, std::max(m_.upstreams.nextBeat(upstream), now + kLookAgain));
      }
    }
  }
  while (!m_ready.empty() && inFlight() < m_inFlightMax) {
    const PaymentRef ref = m_ready.front();
    m_ready.pop_front();
    m_queued.erase(ref);
    start(ref);
  }
}

void Dispatcher::start(const PaymentRef& ref) {
  const Books::Entry* entry = m_.books.find(ref);
  if (entry == nullptr || !entry->task) {
    if (onActed)
      onActed(ref);
    return;
  }
  const Payment payment = entry->payment;
  const ports::OutboxTask task = *entry->task;
  const std::string key = keyOf(payment);
  m_busy.emplace(ref, std::string());
  if (task.kind == ports::TaskKind::Ask) {
    startAsk(payment, task);
    return;
  }
  // The same goods for the same number twice: the second waits until the first is known.
  if (m_busyKeys.count(key) > 0 || m_.books.isUnderWay(payment.product, payment.number)) {
    waitUntil(ref, m_.clock.now() + kGuardWait);
    return;
  }
  m_busyKeys.insert(key);
  m_busy[ref] = key;
  startSend(payment, task.tries);
}

void Dispatcher::startSend(const Payment& payment, int tries) {
  LOKET_CHECK(payment.state == PaymentState::Accepted);
  const Instant now = m_.clock.now();
  const Product* product = m_.shelf.find(payment.product);
  const Offer* offer = product != nullptr ? product->offerOf(payment.upstream, payment.sku) : nullptr;
  if (offer != nullptr && offer->cutOff.closesWithin(now, kCutOffMargin)) {
    waitUntil(payment.ref, offer->cutOff.reopens(now, kCutOffMargin));
    return;
  }
  if (m_.upstreams.find(payment.upstream) == nullptr) {
    waitUntil(payment.ref, now + kConfigWait);
    return;
  }
  if (needsInquiry(payment, businessDateOf(now)))
    reinquire(payment, tries);
  else
    arm(payment, tries);
}

void Dispatcher::reinquire(const Payment& payment, int tries) {
  ports::Upstream* upstream = m_.upstreams.find(payment.upstream);
  ports::InquiryOrder order;
  order.sku = payment.sku;
  order.kind = payment.kind;
  order.family = payment.family;
  order.number = payment.number;
  if (const Product* product = m_.shelf.find(payment.product); product != nullptr && product->hasOpenAmount())
    order.amount = payment.amount;
  order.attemptRef = m_.references.inquiry();
  const BusinessDate today = businessDateOf(m_.clock.now());
  m_.probe.reached("reinquire.before-send");
  upstream->inquire(order, [this, ref = payment.ref, upstreamId = payment.upstream, order, today, tries](const ports::InquiryReply& reply) {
    m_.upstreams.note(upstreamId, reply.verdict);
    const Books::Entry* entry = m_.books.find(ref);
    if (entry == nullptr || entry->payment.state != PaymentState::Accepted) {
      done(ref);
      return;
    }
    const Payment current = entry->payment;
    const Instant now = m_.clock.now();
    switch (reply.verdict.kind) {
      case VerdictKind::Succeeded: {
        const RequotedEvent quote{order.attemptRef, today,           reply.customerName, reply.amount,
                                  reply.adminFee,   reply.cost,      reply.details};
        auto events = decideRequote(current, quote, now);
        if (!events) {
          waitUntil(ref, now + kRefusedWait);
          return;
        }
        m_.books.stage(current, *events, ports::OutboxTask{ref, ports::TaskKind::Send, now, tries}, "requote",
                       [this, ref, tries](const Status& status) {
                         const Books::Entry* after = m_.books.find(ref);
                         if (!status || after == nullptr || after->payment.state != PaymentState::Accepted) {
                           written(ref, status);
                           return;
                         }
                         arm(Payment(after->payment), tries);
                       });
        return;
      }
      case VerdictKind::Failed:
      case VerdictKind::RefusedForNow:
      case VerdictKind::RefusedByConfig: {
        const Duration wait = reply.verdict.kind == VerdictKind::RefusedByConfig ? kConfigWait : kRefusedWait;
        auto events = decideRefusedBeforeArm(current, reply.verdict, now);
        LOKET_CHECK(events.has_value());
        m_.books.stage(current, *events, ports::OutboxTask{ref, ports::TaskKind::Send, now + wait, tries + 1},
                       "outcome", [this, ref](const Status& status) { written(ref, status); });
        return;
      }
      case VerdictKind::NotSent:
      case VerdictKind::Unknown:
      case VerdictKind::Pending:
      case VerdictKind::NotFound:
        // An inquiry has no effect, so it may simply be made again.
        waitUntil(ref, now + sendAgainAfter(tries));
        return;
    }
  });
}

void Dispatcher::arm(const Payment& payment, int tries) {
  ports::Upstream* upstream = m_.upstreams.find(payment.upstream);
  const Instant now = m_.clock.now();
  ports::PaymentOrder order;
  order.sku = payment.sku;
  order.kind = payment.kind;
  order.family = payment.family;
  order.number = payment.number;
  order.amount = payment.amount;
  order.cost = payment.cost;
  order.attemptRef = payment.kind == ProductKind::Bill ? payment.inquiryRef : freshAttemptRef(payment, m_.references);
  order.customerName = payment.customerName;
  order.at = now;
  auto prepared = upstream->prepare(order);
  if (!prepared) {
    // The protocol cannot carry it: nothing was sent and nothing will be.
    auto events = decideRefusedBeforeArm(
        payment, Verdict{VerdictKind::Failed, std::string(wordOf(prepared.error().code)), prepared.error().detail,
                         {}, {}, {}, {}}, now);
    LOKET_CHECK(events.has_value());
    m_.books.stage(payment, *events, std::nullopt, "outcome",
                   [this, ref = payment.ref](const Status& status) { written(ref, status); });
    return;
  }
  Attempt attempt;
  attempt.upstream = payment.upstream;
  attempt.sku = payment.sku;
  attempt.attemptRef = order.attemptRef;
  attempt.path = prepared->path;
  attempt.body = prepared->body;
  auto events = decideArm(payment, std::move(attempt), payment.cost, now);
  LOKET_CHECK(events.has_value());
  // Should the process die now, the next one asks after this long.
  const ports::OutboxTask ask{payment.ref, ports::TaskKind::Ask,
                              now + upstream->capabilities(payment.kind).askEvery, 0};
  m_.books.stage(payment, *events, ask, "arm", [this, ref = payment.ref, tries](const Status& status) {
    if (!status) {
      written(ref, status);
      return;
    }
    pay(ref, tries);
  });
}

void Dispatcher::pay(const PaymentRef& ref, int tries) {
  const Books::Entry* entry = m_.books.find(ref);
  LOKET_CHECK(entry != nullptr && entry->payment.state == PaymentState::Sending);
  const Attempt attempt = *entry->payment.liveAttempt();
  m_.probe.reached("pay.before-send");
  ports::Upstream* upstream = m_.upstreams.find(attempt.upstream);
  if (upstream == nullptr) {
    concludeAttempt(ref, Verdict{VerdictKind::NotSent, "no-upstream", {}, {}, {}, {}, {}}, false, tries);
    return;
  }
  upstream->pay(attempt, [this, ref, tries](const Verdict& verdict) {
    m_.probe.reached("pay.answered");
    concludeAttempt(ref, verdict, false, tries);
  });
  m_.probe.reached("pay.handed-over");
}

void Dispatcher::startAsk(const Payment& payment, const ports::OutboxTask& task) {
  const Attempt* live = payment.liveAttempt();
  const Instant now = m_.clock.now();
  ports::Upstream* upstream = live != nullptr ? m_.upstreams.find(live->upstream) : nullptr;
  if (live == nullptr || upstream == nullptr) {
    waitUntil(payment.ref, now + kConfigWait);
    return;
  }
  const Capabilities capabilities = upstream->capabilities(payment.kind);
  const Duration age = now - live->sentAt;
  if (std::max(age, askedFor(task.tries, capabilities.askEvery)) > std::min(capabilities.askUntil, kReviewAfter)) {
    // Its answer may have come and not been kept: then it still counts as being sent, and is suspect first.
    Events events = decideRecovery(payment, now);
    const Payment suspect = events.empty() ? payment : evolve(payment, events.front());
    auto review = decideReview(suspect, "unanswered", now);
    LOKET_CHECK(review.has_value());
    std::move(review->begin(), review->end(), std::back_inserter(events));
    m_.books.stage(payment, std::move(events), std::nullopt, "outcome",
                   [this, ref = payment.ref](const Status& status) { written(ref, status); });
    return;
  }
  // Written before it is asked: whoever starts after this process has died keeps the pause that the upstream wants.
  m_.books.stage(payment, {}, ports::OutboxTask{payment.ref, ports::TaskKind::Ask, now + capabilities.askEvery, task.tries},
                 "asking", [this, ref = payment.ref, age, tries = task.tries](const Status& status) {
                   if (status)
                     askNow(ref, age, tries);
                   else
                     written(ref, status);
                 });
}

void Dispatcher::askNow(const PaymentRef& ref, Duration age, int tries) {
  const Books::Entry* entry = m_.books.find(ref);
  const Attempt* live = entry != nullptr ? entry->payment.liveAttempt() : nullptr;
  ports::Upstream* upstream = live != nullptr ? m_.upstreams.find(live->upstream) : nullptr;
  if (upstream == nullptr) {
    done(ref);
    return;
  }
  const Capabilities capabilities = upstream->capabilities(entry->payment.kind);
  m_.probe.reached("ask.before-send");
  upstream->ask(*live, [this, ref, attempt = *live, capabilities, age, upstream, tries](const Verdict& verdict) {
    m_.probe.reached("ask.answered");
    const bool mayResend = verdict.kind == VerdictKind::NotFound && capabilities.resendWhenNotFoundAfter.ms > 0 &&
                           age >= capabilities.resendWhenNotFoundAfter;
    if (!mayResend) {
      concludeAttempt(ref, verdict, true, tries);
      return;
    }
    // The upstream keeps one effect per reference and does not know this one: the identical bytes go out again.
    upstream->pay(attempt, [this, ref, tries, verdict, id = attempt.upstream](const Verdict& again) {
      // What did not get out changes nothing about the answer to the question, nor about the pause after it.
      const bool left = again.kind != VerdictKind::NotSent;
      concludeAttempt(ref, left ? again : verdict, true, tries);
      if (!left)
        m_.upstreams.note(id, again);
    });
  });
}

void Dispatcher::concludeAttempt(const PaymentRef& ref, const Verdict& verdict, bool fromStatus, int tries) {
  // The line is free from here on, so that what it sends next shares the commit of this outcome.
  m_answered.insert(ref);
  const Books::Entry* entry = m_.books.find(ref);
  if (entry != nullptr)
    m_.upstreams.note(entry->payment.upstream, verdict);
  if (entry == nullptr || entry->payment.liveAttempt() == nullptr) {
    done(ref);
    return;
  }
  const Payment current = entry->payment;
  const Instant now = m_.clock.now();
  ports::Upstream* upstream = m_.upstreams.find(current.upstream);
  const Duration askEvery =
      upstream != nullptr ? upstream->capabilities(current.kind).askEvery : Duration::seconds(60);

  std::optional<ports::OutboxTask> task;
  if (fromStatus)
    task = ports::OutboxTask{ref, ports::TaskKind::Ask,
                             now + (verdict.kind == VerdictKind::NotSent ? Duration::seconds(30)
                                                                         : askAgainAfter(tries + 1, askEvery)),
                             verdict.kind == VerdictKind::NotSent ? tries : tries + 1};
  else
    switch (verdict.kind) {
      case VerdictKind::NotSent:
        task = ports::OutboxTask{ref, ports::TaskKind::Send, now + sendAgainAfter(tries), tries + 1};
        break;
      case VerdictKind::RefusedForNow:
        task = ports::OutboxTask{ref, ports::TaskKind::Send, now + kRefusedWait, tries + 1};
        break;
      case VerdictKind::RefusedByConfig:
        task = ports::OutboxTask{ref, ports::TaskKind::Send, now + kConfigWait, tries + 1};
        break;
      case VerdictKind::Unknown:
      case VerdictKind::Pending:
      case VerdictKind::NotFound:
        task = ports::OutboxTask{ref, ports::TaskKind::Ask, now + askEvery, 0};
        break;
      case VerdictKind::Succeeded:
      case VerdictKind::Failed:
        break;
    }
  Events events = decideVerdict(current, verdict, fromStatus, now);
  const bool succeeded = verdict.kind == VerdictKind::Succeeded;
  const Money cost = verdict.cost.isPositive() ? verdict.cost : current.cost;
  m_.books.stage(current, std::move(events), task, fromStatus ? "ask" : "outcome",
                 [this, ref, succeeded, cost, askEvery, upstreamId = current.upstream](const Status& status) {
                   if (!status) {
                     // The answer could not be kept. The payment still counts as being sent; the upstream is asked
                     // again, and not sooner than it allows because our disk is at fault.
                     m_.books.postpone(ref, m_.clock.now() + askEvery);
                   } else if (succeeded) {
                     m_.upstreams.spent(upstreamId, cost);
                   }
                   done(ref);
                 });
}

void Dispatcher::waitUntil(const PaymentRef& ref, Instant dueAt) {
  m_.books.postpone(ref, dueAt);
  done(ref);
}

void Dispatcher::written(const PaymentRef& ref, const Status& status) {
  // Memory is back at what the disk has, which is due already.
  if (!status)
    m_.books.postpone(ref, m_.clock.now() + kCommitAgain);
  done(ref);
}

void Dispatcher::done(const PaymentRef& ref) {
  m_answered.erase(ref);
  const auto at = m_busy.find(ref);
  if (at != m_busy.end()) {
    m_busyKeys.erase(at->second);
    m_busy.erase(at);
  }
  if (onActed)
    onActed(ref);
}

}  // namespace loket::engine

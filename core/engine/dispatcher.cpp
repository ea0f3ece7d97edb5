#include "core/engine/dispatcher.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

namespace loket::engine {
namespace {

constexpr Duration kSendAgainMin = Duration::seconds(5);
constexpr Duration kSendAgainMax = Duration::seconds(60);
constexpr Duration kLookAgain = Duration::seconds(1);
constexpr Duration kGuardWait = Duration::seconds(15);
constexpr Duration kCommitAgain = Duration::seconds(2);
// After this long without an answer it is for people; asking goes on until then.
constexpr Duration kReviewAfter = Duration::days(7);

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

Duration Dispatcher::sendAgainAfter(int tries) {
  Duration wait = kSendAgainMin;
  for (int i = 0; i < tries && wait < kSendAgainMax; ++i)
    wait = wait + wait;
  return std::min(wait, kSendAgainMax);
}

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
    probe(now);
    tellWhatStaysOpen(now);
    for (const PaymentRef& ref : m_.books.dueAt(now)) {
      if (static_cast<int>(m_queued.size()) >= m_inFlightMax * 4)
        break;
      if (!m_.books.isKept(ref))
        continue;
      const Books::Entry* entry = m_.books.find(ref);
      const UpstreamId& upstream = entry->payment.upstream;
      // Where there is no way nothing new is armed; the heartbeat finds out when there is one again.
      if (entry->task->kind == ports::TaskKind::Ask || m_.upstreams.reaches(upstream) ||
          !m_.upstreams.has(upstream) || m_.router.elsewhere(entry->payment) != nullptr) {
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
  // It lies there until the next flush, whatever is staged about it.
  const Payment& payment = entry->payment;
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
  // Books of before: an earlier attempt has delivered, and nothing more may leave.
  if (Events standing = decideStanding(payment, now); !standing.empty()) {
    m_.books.stage(payment, std::move(standing), std::nullopt, "late",
                   [this, ref = payment.ref](const Status& status) { written(ref, status); });
    return;
  }
  // Its ticket may have ended, and nobody stands there any more.
  if (payment.isTopUp() && now - payment.acceptedAt > kTopUpPatience) {
    auto events = decideCancel(payment, payment.user, "too-late", now);
    LOKET_CHECK(events.has_value());
    m_.books.stage(payment, std::move(*events), std::nullopt, "outcome",
                   [this, ref = payment.ref](const Status& status) { written(ref, status); });
    return;
  }
  const Product* product = m_.shelf.find(payment.product);
  const Offer* offer = product != nullptr ? product->offerOf(payment.upstream, payment.sku) : nullptr;
  // Nothing of it is under way: whoever can deliver it now may.
  if (const Offer* other = m_.router.elsewhere(payment); other != nullptr) {
    reroute(payment, *other, tries);
    return;
  }
  if (const Instant opens = m_.router.opensAt(payment.upstream, payment.kind, offer, now); opens > now) {
    hold(payment, VerdictKind::RefusedForNow, kCutOff, opens, tries);
    return;
  }
  if (!m_.upstreams.admits(payment.upstream)) {
    waitUntil(payment.ref, m_.upstreams.restsUntil(payment.upstream));
    return;
  }
  if (needsInquiry(payment, businessDateOf(now)))
    reinquire(payment, tries);
  else
    arm(payment, tries);
}

// Nothing goes out for now, and whoever looks at the payment reads why.
void Dispatcher::hold(const Payment& payment, VerdictKind kind, const char* why, Instant until, int tries) {
  Verdict held;
  held.kind = kind;
  held.code = why;
  auto events = decideRefusedBeforeArm(payment, held, m_.clock.now());
  LOKET_CHECK(events.has_value());
  if (events->empty()) {
    waitUntil(payment.ref, until);
    return;
  }
  m_.books.stage(payment, std::move(*events),
                 ports::OutboxTask{payment.ref, ports::TaskKind::Send, until, tries}, "outcome",
                 [this, ref = payment.ref](const Status& status) { written(ref, status); });
}

// It is not configured, or is no longer.
void Dispatcher::waitForSupplier(const Payment& payment, int tries) {
  hold(payment, VerdictKind::RefusedByConfig, "no-upstream", m_.clock.now() + kConfigWait, tries);
}

void Dispatcher::reinquire(const Payment& payment, int tries) {
  ports::Upstream* upstream = m_.upstreams.find(payment.upstream);
  if (upstream == nullptr) {
    waitForSupplier(payment, tries);
    return;
  }
  ports::InquiryOrder order;
  order.sku = payment.sku;
  order.kind = payment.kind;
  order.family = payment.family;
  order.number = payment.number;
  if (const Product* product = m_.shelf.find(payment.product);
      product != nullptr && product->mayHaveOpenAmount())
    order.amount = payment.amount;
  order.attemptRef = m_.references.inquiry();
  order.fields = payment.inquiryFields;
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
        // The customer has paid already; what is too much now is for people, as a bill above its ceiling is.
        const Product* product = m_.shelf.find(current.product);
        const bool mayBeCharged = mayCharge(m_feeCaps, product == nullptr ? std::string() : product->category,
                                            current.product, reply.adminFee, current.serviceFee)
                                      .has_value();
        auto events = mayBeCharged ? decideRequote(current, quote, now) : decideReview(current, "fee-above-cap", now);
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
                         // A machine that slept in between may hear its answer on another day.
                         const Payment quoted = after->payment;
                         if (needsInquiry(quoted, businessDateOf(m_.clock.now())))
                           reinquire(quoted, tries);
                         else
                           arm(quoted, tries);
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

void Dispatcher::reroute(const Payment& payment, const Offer& offer, int tries) {
  const Instant now = m_.clock.now();
  // Prepaid goods cost what the offer says; what a bill costs there its inquiry will tell.
  const Money cost = payment.kind == ProductKind::Prepaid ? offer.cost : payment.cost;
  auto events = decideReroute(payment, {offer.upstream, offer.sku, cost, payment.reason}, now);
  LOKET_CHECK(events.has_value());
  m_.books.stage(payment, *events, ports::OutboxTask{payment.ref, ports::TaskKind::Send, now, tries}, "reroute",
                 [this, ref = payment.ref](const Status& status) {
                   const Books::Entry* entry = m_.books.find(ref);
                   if (!status || entry == nullptr || entry->payment.state != PaymentState::Accepted) {
                     written(ref, status);
                     return;
                   }
                   startSend(Payment(entry->payment), 0);
                 });
}

void Dispatcher::arm(const Payment& payment, int tries) {
  ports::Upstream* upstream = m_.upstreams.find(payment.upstream);
  if (upstream == nullptr) {
    waitForSupplier(payment, tries);
    return;
  }
  const Instant now = m_.clock.now();
  ports::PaymentOrder order;
  order.sku = payment.sku;
  order.kind = payment.kind;
  order.family = payment.family;
  order.number = payment.number;
  order.amount = payment.amount;
  order.cost = payment.cost;
  order.attemptRef = payment.kind == ProductKind::Bill ? payment.inquiryRef : freshAttemptRef(payment, m_.references);
  if (const auto inquiry = payment.details.find(ports::kInquiryId); inquiry != payment.details.end())
    order.inquiryId = inquiry->second;
  order.customerName = payment.customerName;
  order.fields = payment.inquiryFields;
  order.remark = payment.remark;
  order.at = now;
  auto prepared = upstream->prepare(order);
  if (!prepared) {
    // The protocol cannot carry it: nothing was sent and nothing will be.
    auto events = decideRefusedBeforeArm(
        payment, Verdict{VerdictKind::Failed, std::string(wordOf(prepared.error().code)), prepared.error().detail,
                         {}, {}, {}, {}, Elsewhere::No}, now);
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
                              now + m_.upstreams.promisesOf(payment.upstream, payment.kind).askPause(0), 0};
  m_.books.stage(payment, std::move(*events), ask, "arm", [this, ref = payment.ref, tries, sent = now,
                                                        since = m_.clock.monotonic()](const Status& status) {
    if (!status) {
      written(ref, status);
      return;
    }
    m_sent[ref] = {sent, m_.clock.now() - (m_.clock.monotonic() - since)};
    pay(ref, tries);
  });
}

void Dispatcher::pay(const PaymentRef& ref, int tries) {
  const Books::Entry* entry = m_.books.find(ref);
  LOKET_CHECK(entry != nullptr && entry->payment.state == PaymentState::Sending);
  const Attempt attempt = *entry->payment.liveAttempt();
  if (entry->payment.tookTooAttempt() != nullptr) {
    // It was heard in the very moment in which this one was armed: not a byte of it leaves.
    Verdict kept;
    kept.kind = VerdictKind::NotSent;
    kept.code = "late-success";
    m_.books.stage(entry->payment, decideVerdict(entry->payment, kept, false, m_.clock.now()), std::nullopt, "outcome",
                   [this, ref](const Status& status) { written(ref, status); });
    return;
  }
  m_.probe.reached("pay.before-send");
  ports::Upstream* upstream = m_.upstreams.find(attempt.upstream);
  if (upstream == nullptr) {
    Verdict gone;
    gone.kind = VerdictKind::NotSent;
    gone.code = "no-upstream";
    concludeAttempt(ref, attempt.no, gone, To::Attempt, tries);
    return;
  }
  m_.upstreams.sent(attempt.upstream);
  upstream->pay(attempt, [this, ref, no = attempt.no, tries](const Verdict& verdict) {
    m_.probe.reached("pay.answered");
    concludeAttempt(ref, no, verdict, To::Attempt, tries);
  });
  m_.probe.reached("pay.handed-over");
}

void Dispatcher::startAsk(const Payment& payment, const ports::OutboxTask& task) {
  const Attempt* live = payment.liveAttempt();
  const Instant now = m_.clock.now();
  if (live == nullptr || !m_.upstreams.has(live->upstream)) {
    waitUntil(payment.ref, now + kConfigWait);
    return;
  }
  const Capabilities& capabilities = m_.upstreams.promisesOf(live->upstream, payment.kind);
  const Duration age = now - sentAt(payment);
  // A question that repeats the attempt is one only for as long as the upstream knows it by its reference; and where another one has
  // delivered it would be a second order.
  const bool mayAsk = capabilities.status == StatusMeaning::ReadOnly ||
                      (capabilities.status == StatusMeaning::RepeatsAttempt &&
                       isSameOnArrival(payment, capabilities.sameEffect) && payment.tookTooAttempt() == nullptr);
  if (!mayAsk || std::max(age, capabilities.askedFor(task.tries)) > std::min(capabilities.askUntil, kReviewAfter)) {
    // Its answer may have come and not been kept: then it still counts as being sent, and is suspect first.
    Events events = decideRecovery(payment, now);
    const Payment suspect = events.empty() ? payment : evolve(payment, events.front());
    const char* why = !mayAsk                                ? "status-unproven"
                      : suspect.reason == kAttemptUnreadable ? kAttemptUnreadable
                                                             : "unanswered";
    auto review = decideReview(suspect, why, now);
    LOKET_CHECK(review.has_value());
    std::move(review->begin(), review->end(), std::back_inserter(events));
    m_.books.stage(payment, std::move(events), std::nullopt, "outcome",
                   [this, ref = payment.ref](const Status& status) { written(ref, status); });
    return;
  }
  // Written before it is asked: whoever starts after this process has died keeps the pause that the upstream wants.
  m_.books.stage(payment, {}, ports::OutboxTask{payment.ref, ports::TaskKind::Ask, now + capabilities.askEvery, task.tries},
                 "asking", [this, ref = payment.ref, tries = task.tries](const Status& status) {
                   if (status)
                     askNow(ref, tries);
                   else
                     written(ref, status);
                 });
}

Instant Dispatcher::sentAt(const Payment& payment) const {
  const Attempt* live = payment.liveAttempt();
  LOKET_CHECK(live != nullptr);
  const auto known = m_sent.find(payment.ref);
  return known != m_sent.end() && known->second.written == live->sentAt ? known->second.at : live->sentAt;
}

bool Dispatcher::isSameOnArrival(const Payment& payment, const Idempotency& known) const {
  const Instant now = m_.clock.now();
  const Instant sent = sentAt(payment);
  return (sent <= now || known.kept == KeptFor::Ever) && known.covers(sent, now + kOnTheWay);
}

void Dispatcher::askNow(const PaymentRef& ref, int tries) {
  const Books::Entry* entry = m_.books.find(ref);
  const Attempt* live = entry != nullptr ? entry->payment.liveAttempt() : nullptr;
  ports::Upstream* upstream = live != nullptr ? m_.upstreams.find(live->upstream) : nullptr;
  if (upstream == nullptr) {
    done(ref);
    return;
  }
  const Capabilities& capabilities = m_.upstreams.promisesOf(live->upstream, entry->payment.kind);
  if (capabilities.status == StatusMeaning::RepeatsAttempt && entry->payment.tookTooAttempt() != nullptr) {
    done(ref);
    return;
  }
  noteAsked(entry->payment);
  m_.probe.reached("ask.before-send");
  upstream->ask(*live, [this, ref, no = live->no, known = capabilities.sameEffect,
                        resendAfter = capabilities.resendWhenNotFoundAfter, askEvery = capabilities.askEvery,
                        age = m_.clock.now() - sentAt(entry->payment), tries](const Verdict& verdict) {
    m_.probe.reached("ask.answered");
    const Books::Entry* asked = m_.books.find(ref);
    const bool open = asked != nullptr && asked->payment.liveAttempt() != nullptr &&
                      asked->payment.liveAttempt()->no == no && asked->payment.state != PaymentState::Review &&
                      asked->payment.tookTooAttempt() == nullptr;
    const bool mayResend =
        open && verdict.kind == VerdictKind::NotFound && resendAfter.ms > 0 && age >= resendAfter &&
        isSameOnArrival(asked->payment, known);
    if (!mayResend) {
      concludeAttempt(ref, no, verdict, To::Question, tries);
      return;
    }
    // It has answered, whatever becomes of the repeat.
    m_.upstreams.noteAttempt(asked->payment.liveAttempt()->upstream, verdict, heardOf(ref, verdict));
    // The upstream keeps one effect per reference and does not know this one: the identical bytes go out again. That
    // is a call about it too, and its pause is written before it, as with a question.
    m_.books.stage(asked->payment, {},
                   ports::OutboxTask{ref, ports::TaskKind::Ask, m_.clock.now() + askEvery, tries}, "asking",
                   [this, ref, no, verdict, tries, pause = askEvery](const Status& status) {
                     if (status) {
                       payAgain(ref, no, verdict, tries);
                       return;
                     }
                     // It has just been asked about; the disk is no reason to ask again sooner.
                     m_.books.postpone(ref, m_.clock.now() + pause);
                     done(ref);
                   });
  });
}

void Dispatcher::payAgain(const PaymentRef& ref, int attemptNo, const Verdict& notFound, int tries) {
  const Books::Entry* entry = m_.books.find(ref);
  const Attempt* live = entry != nullptr ? entry->payment.liveAttempt() : nullptr;
  ports::Upstream* upstream = live != nullptr ? m_.upstreams.find(live->upstream) : nullptr;
  if (upstream == nullptr || live->no != attemptNo) {
    done(ref);
    return;
  }
  if (entry->payment.tookTooAttempt() != nullptr) {
    concludeAttempt(ref, attemptNo, notFound, To::NotedQuestion, tries);
    return;
  }
  noteAsked(entry->payment);
  upstream->pay(*live, [this, ref, tries, notFound, attemptNo, id = live->upstream](const Verdict& again) {
    // What did not get out changes nothing about the answer to the question, nor about the pause after it.
    if (again.kind != VerdictKind::NotSent) {
      concludeAttempt(ref, attemptNo, again, To::Question, tries);
      return;
    }
    concludeAttempt(ref, attemptNo, notFound, To::NotedQuestion, tries);
    m_.upstreams.note(id, again);
  });
}

std::optional<ports::OutboxTask> Dispatcher::taskOf(const PaymentRef& ref) const {
  const Books::Entry* entry = m_.books.find(ref);
  return entry != nullptr ? entry->task : std::nullopt;
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

void Dispatcher::release(const PaymentRef& ref) {
  m_answered.erase(ref);
  const auto at = m_busy.find(ref);
  if (at != m_busy.end()) {
    m_busyKeys.erase(at->second);
    m_busy.erase(at);
  }
}

void Dispatcher::done(const PaymentRef& ref) {
  release(ref);
  if (onActed)
    onActed(ref);
}

}  // namespace loket::engine

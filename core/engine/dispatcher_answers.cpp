// What comes back: an answer to an attempt or to a question, a notice, and news of what counted as over.
#include <algorithm>
#include <map>
#include <utility>

#include "core/engine/dispatcher.h"

namespace loket::engine {
namespace {

// What is said of an attempt that was over, or had succeeded.
Events lateTruth(const Payment& payment, int attemptNo, const Verdict& verdict, Instant at) {
  Events late = decideLateSuccess(payment, attemptNo, verdict, at);
  return late.empty() ? decideTakenBack(payment, attemptNo, verdict, at) : late;
}

// What the suppliers take by it from their deposits, or give back.
std::map<UpstreamId, Money> takenBy(const Payment& before, const Events& events) {
  std::map<UpstreamId, Money> taken;
  Payment payment = before;
  for (const PaymentEvent& event : events) {
    for (const Posting& posting : postingsFor(payment, event))
      for (const Leg& leg : posting.legs())
        if (leg.account.kind == AccountKind::Deposit)
          taken[leg.account.upstream] -= leg.amount;
    apply(payment, event);
  }
  return taken;
}

bool isSettled(const Attempt& attempt) {
  return !isLive(attempt.outcome) || attempt.outcome == AttemptOutcome::Succeeded;
}

// Of a verdict from which nothing follows: whether the books say the same, or newer.
bool isKnown(const Attempt& attempt, PaymentState state, const Verdict& verdict) {
  switch (verdict.kind) {
    case VerdictKind::Pending:
    case VerdictKind::Succeeded:
      return true;
    case VerdictKind::Failed:
      return (!isLive(attempt.outcome) && !attempt.tookToo) ||
             (state == PaymentState::Reversed && verdict.undoes == Undoes::ASuccess);
    case VerdictKind::NotSent:
    case VerdictKind::Unknown:
    case VerdictKind::NotFound:
    case VerdictKind::RefusedForNow:
    case VerdictKind::RefusedByConfig:
      return false;
  }
  return false;
}

const Attempt& attemptOf(const Payment& payment, int no) {
  const auto at = std::find_if(payment.attempts.begin(), payment.attempts.end(),
                               [no](const Attempt& one) { return one.no == no; });
  LOKET_CHECK(at != payment.attempts.end());
  return *at;
}

}  // namespace

// When a question got this verdict, the next one.
ports::OutboxTask Dispatcher::nextQuestion(const Payment& payment, const Verdict& verdict,
                                           const Capabilities& capabilities, int tries) {
  const Instant now = m_.clock.now();
  if (verdict.kind == VerdictKind::NotSent)
    return {payment.ref, ports::TaskKind::Ask, now + Duration::seconds(30), tries};
  Instant due = now + capabilities.askPause(tries + 1);
  // It may be sent again then, which settles it.
  if (verdict.kind == VerdictKind::NotFound && capabilities.resendWhenNotFoundAfter.ms > 0 &&
      payment.tookTooAttempt() == nullptr) {
    const Instant sent = sentAt(payment);
    const Instant resend = std::max(sent + capabilities.resendWhenNotFoundAfter, now + capabilities.askEvery);
    if (capabilities.sameEffect.covers(sent, resend + kOnTheWay))
      due = std::min(due, resend);
  }
  // Only what is asked when its turn has come counts as its age: a plan of days would be over in hours otherwise.
  // The pause is the plan's after either, or both together would be more than the upstream wants to be asked.
  Instant& turn = m_asked[payment.ref].turn;
  if (turn != Instant{} && turn > now)
    return {payment.ref, ports::TaskKind::Ask, due, tries};
  turn = Instant{};
  return {payment.ref, ports::TaskKind::Ask, due, tries + 1};
}

// The upstream answers, but not about this one, and the next question would come too late.
bool Dispatcher::mustEscalate(const Payment& payment, const Verdict& verdict, Instant nextAsk) const {
  switch (verdict.kind) {
    case VerdictKind::Unknown:
    case VerdictKind::NotFound:
    case VerdictKind::RefusedForNow:
    case VerdictKind::RefusedByConfig:
      break;
    case VerdictKind::NotSent:
    case VerdictKind::Pending:
    case VerdictKind::Succeeded:
    case VerdictKind::Failed:
      return false;
  }
  const auto answers = m_.upstreams.answersSince(payment.upstream);
  if (!answers)
    return false;
  const Instant sent = sentAt(payment);
  return nextAsk - (sent <= m_.clock.now() ? std::max(*answers, sent) : *answers) > kEscalateAfter;
}

void Dispatcher::concludeAttempt(const PaymentRef& ref, int attemptNo, const Verdict& heard, To what, int tries) {
  std::optional<Payment> read;
  const Payment* known = m_.books.look(ref, read);
  if (known == nullptr) {
    done(ref);
    return;
  }
  const Payment& current = *known;
  const Instant now = m_.clock.now();
  const Attempt& attempt = attemptOf(current, attemptNo);
  const UpstreamId upstream = attempt.upstream;
  const Capabilities& capabilities = m_.upstreams.promisesOf(upstream, current.kind);
  const Verdict verdict = believed(heard, capabilities);
  const bool fromStatus = what != To::Attempt;
  // A second note of one answer would look as if another had been answered in between.
  if (what != To::NotedQuestion)
    m_.upstreams.noteAttempt(upstream, verdict, fromStatus ? heardOf(ref, verdict) : Upstreams::Call::Attempt);
  // The line is free from here on, so that what it sends next shares the commit of this outcome.
  m_answered.insert(ref);
  if (isSettled(attempt)) {
    // People were quicker, or a notice. What contradicts them is not dropped.
    Events late = lateTruth(current, attemptNo, verdict, now);
    if (late.empty()) {
      done(ref);
      return;
    }
    auto taken = takenBy(current, late);
    m_.books.stage(current, std::move(late), taskOf(ref), "late",
                   [this, ref, taken = std::move(taken)](const Status& status) {
                     if (status)
                       for (const auto& [from, sum] : taken) m_.upstreams.spent(from, sum);
                     written(ref, status);
                   });
    return;
  }

  // After a notice the answer is the second word about the attempt: it is asked about already.
  const bool first = !fromStatus && current.state == PaymentState::Sending;
  const bool elsewhere = first &&
                         (verdict.kind == VerdictKind::RefusedForNow || verdict.kind == VerdictKind::RefusedByConfig ||
                          (verdict.kind == VerdictKind::Failed && verdict.elsewhere == Elsewhere::MayBeTried)) &&
                         m_.router.elsewhereThan(current, attempt) != nullptr;
  std::optional<ports::OutboxTask> task;
  if (fromStatus)
    task = nextQuestion(current, verdict, capabilities, tries);
  else if (!first)
    task = ports::OutboxTask{ref, ports::TaskKind::Ask, now + capabilities.askPause(0), 0};
  else
    switch (verdict.kind) {
      case VerdictKind::NotSent:
        task = ports::OutboxTask{ref, ports::TaskKind::Send, now + sendAgainAfter(tries), tries + 1};
        break;
      case VerdictKind::Failed:
      case VerdictKind::RefusedForNow:
      case VerdictKind::RefusedByConfig: {
        const Duration wait = verdict.kind == VerdictKind::RefusedByConfig ? kConfigWait : kRefusedWait;
        task = ports::OutboxTask{ref, ports::TaskKind::Send, elsewhere ? now : now + wait, elsewhere ? 0 : tries + 1};
        break;
      }
      case VerdictKind::Unknown:
      case VerdictKind::Pending:
      case VerdictKind::NotFound:
        task = ports::OutboxTask{ref, ports::TaskKind::Ask, now + capabilities.askPause(0), 0};
        break;
      case VerdictKind::Succeeded:
        break;
    }
  Events events = decideVerdict(current, verdict, !first, now, elsewhere ? OtherOffers::Some : OtherOffers::None);
  if (fromStatus && events.empty() && mustEscalate(current, verdict, task->dueAt))
    events = decideEscalation(current, verdict.code.empty() ? "unanswered" : verdict.code, now);
  const bool succeeded = verdict.kind == VerdictKind::Succeeded;
  const bool final = succeeded || verdict.kind == VerdictKind::Failed;
  const Money cost = verdict.cost.isPositive() ? verdict.cost : current.cost;
  m_.books.stage(current, std::move(events), task, fromStatus ? "ask" : "outcome",
                 [this, ref, succeeded, final, elsewhere, cost, upstream,
                  askEvery = capabilities.askEvery](const Status& status) {
                   if (!status) {
                     // The answer could not be kept. The payment still counts as being sent; the upstream is asked
                     // again, and not sooner than it allows because our disk is at fault.
                     m_.books.postpone(ref, m_.clock.now() + askEvery);
                   } else {
                     if (succeeded)
                       m_.upstreams.spent(upstream, cost);
                     if (final)
                       forget(ref);
                     if (elsewhere) {
                       // Whoever waits for it waits on: the next supplier is asked in the same breath.
                       release(ref);
                       if (kick(ref))
                         return;
                     }
                   }
                   done(ref);
                 });
}

void Dispatcher::hear(const Payment& payment, int attemptNo, const Verdict& heard,
                      std::function<void(Result<api::NoticeOutcome>)> done) {
  const Instant now = m_.clock.now();
  const Attempt& attempt = attemptOf(payment, attemptNo);
  const UpstreamId upstream = attempt.upstream;
  const Verdict verdict = believed(heard, m_.upstreams.promisesOf(upstream, payment.kind));
  const bool settled = isSettled(attempt);
  Events events =
      settled ? lateTruth(payment, attemptNo, verdict, now) : decideVerdict(payment, verdict, true, now);
  api::NoticeOutcome outcome = api::NoticeOutcome::Recorded;
  if (events.empty() && isKnown(attempt, payment.state, verdict)) {
    outcome = api::NoticeOutcome::Known;
  } else if (events.empty()) {
    outcome = api::NoticeOutcome::Doubtful;
    m_.log.write(ports::LogLevel::Warning, "notice",
                 upstream.str() + " " + payment.ref.str() + " " + std::string(wordOf(verdict.kind)) + " " +
                     verdict.code);
    if (!settled)
      events = decideEscalation(payment, verdict.code.empty() ? "notice" : verdict.code, now);
  }
  const bool recorded = outcome == api::NoticeOutcome::Recorded;
  const bool final = recorded && !settled && verdict.kind != VerdictKind::Pending;
  // From the deposit: what it cost, or the same back again.
  std::map<UpstreamId, Money> taken;
  if (recorded && (settled || verdict.kind == VerdictKind::Succeeded))
    taken = takenBy(payment, events);
  auto after = [this, ref = payment.ref, outcome, final, taken = std::move(taken),
                done = std::move(done)](const Status& status) {
    if (!status) {
      done(fail(status.error()));
      return;
    }
    for (const auto& [from, sum] : taken) m_.upstreams.spent(from, sum);
    if (final)
      forget(ref);
    done(outcome);
  };
  // Also where nothing follows: what makes it known may be staged in this very turn.
  if (events.empty())
    m_.books.stageWork({}, "notice", std::move(after));
  else
    m_.books.stage(payment, std::move(events), taskOf(payment.ref), "notice", std::move(after));
}

}  // namespace loket::engine

// Questions out of turn: as soon as an upstream answers again, and now and then to find out whether it does.
#include <algorithm>
#include <utility>

#include "core/engine/dispatcher.h"

namespace loket::engine {
namespace {

// So often may others be answered and one not, before it is taken for odd: it says nothing of the upstream
// any more, and keeps to its turns.
constexpr int kPassedOverMax = 3;
// An upstream that is silent for longer is looked at less often.
constexpr Duration kProbeBriskly = Duration::hours(3);
constexpr int kProbeSlowly = 10;
// What people are to hear, and a disk did not take.
constexpr Duration kTellAgain = Duration::minutes(1);

}  // namespace

Dispatcher::Asked Dispatcher::askedOf(const Payment& payment) const {
  if (const auto known = m_asked.find(payment.ref); known != m_asked.end())
    return known->second;
  // After a restart nobody knows when it was asked last, nor whether that was out of turn.
  const Instant now = m_.clock.now();
  const Instant sent = payment.liveAttempt() != nullptr ? sentAt(payment) : now;
  Asked asked;
  asked.at = sent <= now ? std::max(sent, m_began) : m_began;
  asked.hurriedAt = asked.provenAt = m_began;
  return asked;
}

void Dispatcher::noteAsked(const Payment& payment) {
  const Instant now = m_.clock.now();
  const Capabilities& rule = m_.upstreams.promisesOf(payment.upstream, payment.kind);
  Asked asked = askedOf(payment);
  asked.othersAnswered = m_.upstreams.answeredAt(payment.upstream) > asked.at;
  asked.at = now;
  // It was to be asked later because others were answered, and is asked for another reason now: that one is not used up.
  if (asked.provenAt > now)
    asked.provenAt = asked.provenAt - rule.hurryEvery;
  m_asked[payment.ref] = asked;
  m_probeAt[payment.upstream] = now + probeEvery(payment.upstream, rule);
}

Upstreams::Call Dispatcher::heardOf(const PaymentRef& ref, const Verdict& verdict) {
  const auto known = m_asked.find(ref);
  if (known == m_asked.end() || verdict.kind == VerdictKind::NotSent)
    return Upstreams::Call::Question;
  Asked& asked = known->second;
  // Nothing was asked. That will be so out of turn too.
  if (verdict.code == kAttemptUnreadable)
    asked.passedOver = kPassedOverMax;
  else if (verdict.kind != VerdictKind::Unknown)
    asked.passedOver = 0;
  else if (asked.othersAnswered)
    ++asked.passedOver;
  return asked.passedOver >= kPassedOverMax ? Upstreams::Call::OddQuestion : Upstreams::Call::Question;
}

void Dispatcher::hurryTo(const PaymentRef& ref, Asked asked, Instant at) {
  if (asked.turn == Instant{})
    asked.turn = m_.books.find(ref)->task->dueAt;
  m_asked[ref] = asked;
  m_.books.postpone(ref, at);
}

bool Dispatcher::hurry(const PaymentRef& ref, Instant Asked::*spent) {
  const Books::Entry* entry = m_.books.find(ref);
  if (!entry->task)
    return false;
  // One that has just been answered, in vain, is no longer under way: only its outcome is yet to be written.
  if (isBusy(ref) && m_answered.count(ref) == 0)
    return true;
  const Instant now = m_.clock.now();
  Asked asked = askedOf(entry->payment);
  const Capabilities& rule = m_.upstreams.promisesOf(entry->payment.upstream, entry->payment.kind);
  const Instant soonest = std::max(now, asked.at + rule.askEvery);
  if (soonest >= entry->task->dueAt)
    return true;
  if (asked.passedOver >= kPassedOverMax)
    return false;
  const Instant allowed = asked.*spent + rule.hurryEvery;
  if (allowed <= now) {
    asked.*spent = now;
    hurryTo(ref, asked, soonest);
    return true;
  }
  // The others have shown that it answers, and will not show it again: it is asked as soon as that may be once more.
  if (spent == &Asked::provenAt && allowed < entry->task->dueAt) {
    asked.provenAt = allowed;
    hurryTo(ref, asked, std::max(soonest, allowed));
  }
  return false;
}

void Dispatcher::recovered(const UpstreamId& upstream, Upstreams::Recovery recovery) {
  const std::set<PaymentRef>& open = m_.books.questionsAt(upstream);
  switch (recovery) {
    case Upstreams::Recovery::Whole:
      for (const PaymentRef& ref : open) hurry(ref, &Asked::provenAt);
      // It was the pace of a silence that is over, perhaps of hours; the next one has its own.
      m_probeAt.erase(upstream);
      return;
    case Upstreams::Recovery::Unproven:
      // One is enough to find out, and the others keep what they may be asked out of turn.
      static_cast<void>(std::any_of(open.begin(), open.end(), [&](const PaymentRef& ref) {
        return hurry(ref, &Asked::hurriedAt);
      }));
      return;
  }
}

// Each may be asked out of turn once in `hurryEvery`: the more there are, the more often one of them is.
Duration Dispatcher::probeEvery(const UpstreamId& upstream, const Capabilities& capabilities) const {
  const auto open = std::max<std::size_t>(m_.books.questionsAt(upstream).size(), 1);
  const Duration brisk = std::max(
      capabilities.askEvery, Duration::millis(capabilities.hurryEvery.ms / static_cast<std::int64_t>(open)));
  const auto since = m_.upstreams.muteSince(upstream);
  const bool isLong = since && m_.clock.now() - *since > kProbeBriskly;
  return isLong ? Duration::millis(brisk.ms * kProbeSlowly) : brisk;
}

void Dispatcher::probe(Instant now) {
  for (const UpstreamId& upstream : m_.upstreams.answeringButMute()) {
    const std::set<PaymentRef>& open = m_.books.questionsAt(upstream);
    if (open.empty())
      continue;
    const Capabilities& first = m_.upstreams.promisesOf(upstream, m_.books.find(*open.begin())->payment.kind);
    const auto [at, isNew] = m_probeAt.try_emplace(upstream);
    if (isNew)
      at->second = now + probeEvery(upstream, first);
    if (now < at->second)
      continue;
    at->second = now + first.askEvery;
    // Whoever was asked longest ago.
    const Books::Entry* oldest = nullptr;
    Asked its;
    for (const PaymentRef& ref : open) {
      const Books::Entry* entry = m_.books.find(ref);
      if (!entry->task || isBusy(ref) || entry->task->dueAt <= now)
        continue;
      const Capabilities& rule = m_.upstreams.promisesOf(upstream, entry->payment.kind);
      const Asked asked = askedOf(entry->payment);
      const bool may = asked.passedOver < kPassedOverMax && now - asked.at >= rule.askEvery &&
                       now - asked.hurriedAt >= rule.hurryEvery;
      if (may && (oldest == nullptr || asked.at < its.at)) {
        oldest = entry;
        its = asked;
      }
    }
    if (oldest == nullptr)
      continue;
    at->second = now + probeEvery(upstream, m_.upstreams.promisesOf(upstream, oldest->payment.kind));
    its.hurriedAt = now;
    hurryTo(oldest->payment.ref, its, now);
  }
}

// What is heard of one tells people at once (`mustEscalate`). This is for those of which nothing was heard since.
void Dispatcher::tellWhatStaysOpen(Instant now) {
  for (const UpstreamId& upstream : m_.upstreams.ids()) {
    const auto answers = m_.upstreams.answersSince(upstream);
    if (!answers) {
      m_telling.erase(upstream);
      continue;
    }
    const auto [at, isNew] = m_telling.try_emplace(upstream);
    Telling& telling = at->second;
    if (isNew || telling.answersSince != *answers)
      telling = {*answers, now + kEscalateAfter, false};
    if (telling.isDone || now < telling.due)
      continue;
    telling.isDone = true;
    // Staging one moves it among the questions.
    const std::set<PaymentRef> open = m_.books.questionsAt(upstream);
    for (const PaymentRef& ref : open) {
      const Books::Entry& entry = *m_.books.find(ref);
      if (isBusy(ref) || !entry.task || entry.task->dueAt <= now || entry.payment.liveAttempt() == nullptr)
        continue;
      if (const Instant sent = sentAt(entry.payment); sent <= now && now - sent <= kEscalateAfter)
        continue;
      Events events = decideEscalation(entry.payment, "unanswered", now);
      if (!events.empty())
        m_.books.stage(entry.payment, std::move(events), entry.task, "ask", [this, upstream](const Status& status) {
          if (const auto again = m_telling.find(upstream); !status && again != m_telling.end())
            again->second = {again->second.answersSince, m_.clock.now() + kTellAgain, false};
        });
    }
  }
}

std::optional<Instant> Dispatcher::nextProbe() const {
  std::optional<Instant> next;
  for (const auto& [upstream, telling] : m_telling)
    if (!telling.isDone && !m_.books.questionsAt(upstream).empty() && (!next || telling.due < *next))
      next = telling.due;
  for (const UpstreamId& upstream : m_.upstreams.answeringButMute()) {
    const auto at = m_probeAt.find(upstream);
    if (at != m_probeAt.end() && !m_.books.questionsAt(upstream).empty() && (!next || at->second < *next))
      next = at->second;
  }
  return next;
}

void Dispatcher::shift(Duration by) {
  m_began = m_began + by;
  for (auto& [upstream, at] : m_probeAt) at = at + by;
  for (auto& [upstream, telling] : m_telling) {
    // Zero is no time, as with the upstreams.
    if (telling.answersSince != Instant{})
      telling.answersSince = telling.answersSince + by;
    telling.due = telling.due + by;
  }
  std::erase_if(m_sent, [this](const auto& one) { return m_.books.find(one.first) == nullptr; });
  for (auto& [ref, sent] : m_sent) sent.at = sent.at + by;
  // These wait for an hour of the wall clock, and not for so long.
  for (const auto& [ref, entry] : m_.books.entries())
    if (entry.payment.state == PaymentState::Accepted && entry.payment.reason == kCutOff && !isBusy(ref))
      m_.books.postpone(ref, m_.clock.now());
  for (auto& [ref, asked] : m_asked) {
    asked.at = asked.at + by;
    asked.hurriedAt = asked.hurriedAt + by;
    asked.provenAt = asked.provenAt + by;
    if (asked.turn != Instant{})
      asked.turn = asked.turn + by;
  }
}

}  // namespace loket::engine

// What is not the usual course of a payment: another upstream, people who decide, truth that comes late.
#include <algorithm>
#include <array>
#include <utility>

#include "core/base/text.h"
#include "core/domain/identity/consent.h"
#include "core/domain/payment/decide.h"

namespace loket {
namespace {

constexpr std::array<std::pair<ManualOutcome, std::string_view>, 3> kDecisionWords = {{
    {ManualOutcome::Succeeded, "succeeded"},
    {ManualOutcome::Failed, "failed"},
    {ManualOutcome::Acknowledged, "acknowledged"},
}};

const Attempt* attemptOf(const Payment& payment, int no) {
  const auto at = std::find_if(payment.attempts.begin(), payment.attempts.end(),
                               [no](const Attempt& attempt) { return attempt.no == no; });
  return at == payment.attempts.end() ? nullptr : &*at;
}

// What people were to decide about is gone before they have.
Events withdrawn(const Payment& payment, int attemptNo, const Verdict& verdict, Instant at) {
  Events events{eventOf(payment, at, TakenBackEvent{attemptNo, verdict.code}),
                eventOf(payment, at, FailedEvent{0, verdict.code, verdict.message})};
  appendRefundDue(events, payment, at);
  return events;
}

// It counted as over: first the truth that came late, and that made the refund wrong. It is the attempt's that is known to
// have delivered, or else the last one's.
Events broughtByPeople(const Payment& payment, const std::string& serial, Instant at) {
  const Attempt* took = payment.tookTooAttempt();
  const Attempt* last = payment.lastAttempt();
  if (last == nullptr || payment.state == PaymentState::Succeeded || payment.state == PaymentState::Accepted ||
      !next(payment.state, EventKind::LateSuccess))
    return {};
  if (took != nullptr)
    return {eventOf(payment, at,
                  LateSuccessEvent{took->no, "decided", serial.empty() ? took->serial : serial, took->token,
                                   payment.costOf(*took), true})};
  Verdict late;
  late.kind = VerdictKind::Succeeded;
  late.code = "decided";
  late.serial = serial;
  return decideLateSuccess(payment, last->no, late, at);
}

}  // namespace

Events decideRestored(const Payment& payment, Instant at) {
  const std::string reason(kRestored);
  Events events;
  switch (payment.state) {
    case PaymentState::Sending:
      events.push_back(eventOf(payment, at, SuspectEvent{payment.liveAttempt()->no, reason}));
      [[fallthrough]];
    case PaymentState::Accepted:
    case PaymentState::Pending:
    case PaymentState::Suspect:
      events.push_back(eventOf(payment, at, ReviewEvent{reason}));
      return events;
    case PaymentState::RefundDue:
      return {eventOf(payment, at, EscalatedEvent{reason})};
    // It waits for people as it is.
    case PaymentState::Review:
    case PaymentState::Succeeded:
    case PaymentState::Failed:
    case PaymentState::Cancelled:
    case PaymentState::Refunded:
    case PaymentState::Reversed:
      break;
  }
  return events;
}

std::string_view wordOf(ManualOutcome outcome) {
  for (const auto& [known, word] : kDecisionWords)
    if (known == outcome)
      return word;
  return {};
}

std::optional<ManualOutcome> manualOutcomeFromWord(std::string_view word) {
  for (const auto& [known, text] : kDecisionWords)
    if (text == word)
      return known;
  return std::nullopt;
}

Result<Events> decideReroute(const Payment& payment, const ReroutedEvent& route, Instant at) {
  // The proof: nothing that was tried may have moved money, or still may.
  if (!next(payment.state, EventKind::Rerouted) || payment.liveAttempt() != nullptr ||
      payment.tookTooAttempt() != nullptr)
    return fail(ErrorCode::StateForbids, std::string(wordOf(payment.state)));
  return Events{eventOf(payment, at, route)};
}

Events decideEscalation(const Payment& payment, const std::string& reason, Instant at) {
  if (!next(payment.state, EventKind::Escalated) || payment.escalatedAt != Instant{})
    return {};
  return {eventOf(payment, at, EscalatedEvent{reason})};
}

Events decideLateSuccess(const Payment& payment, int attemptNo, const Verdict& verdict, Instant at) {
  const Attempt* attempt = attemptOf(payment, attemptNo);
  // What was taken back once does not come again: such a word is older than that.
  if (verdict.kind != VerdictKind::Succeeded || attempt == nullptr || isLive(attempt->outcome) ||
      attempt->outcome == AttemptOutcome::Undone || attempt->tookToo || !next(payment.state, EventKind::LateSuccess))
    return {};
  return {eventOf(payment, at,
                LateSuccessEvent{attemptNo, verdict.code, verdict.serial, verdict.token,
                                 verdict.cost.isPositive() ? verdict.cost : payment.costOf(*attempt), true})};
}

Events decideTakenBack(const Payment& payment, int attemptNo, const Verdict& verdict, Instant at) {
  const Attempt* attempt = attemptOf(payment, attemptNo);
  if (verdict.kind != VerdictKind::Failed || verdict.undoes != Undoes::ASuccess || attempt == nullptr)
    return {};
  const bool stood = attempt->outcome == AttemptOutcome::Succeeded;
  const bool isOneOfTwo =
      attempt->tookToo || (stood && payment.state == PaymentState::Succeeded && payment.tookTooAttempt() != nullptr);
  // Of one that counts as failed the success may be heard yet, and is older than this.
  const bool isUnheard = !stood && !attempt->tookToo && !isLive(attempt->outcome) && attempt->outcome != AttemptOutcome::Undone;
  if ((isOneOfTwo || isUnheard) && next(payment.state, EventKind::TakenBack))
    return {eventOf(payment, at, TakenBackEvent{attemptNo, verdict.code})};
  if (stood && payment.state == PaymentState::Review)
    return withdrawn(payment, attemptNo, verdict, at);
  if (!stood || !next(payment.state, EventKind::Reversed))
    return {};
  Events events{eventOf(payment, at, ReversedEvent{verdict.code})};
  // The shop's own money is nobody's to hand back: it returns to where it came from.
  if (payment.isTopUp())
    if (const Money back = evolve(payment, events.front()).leftover; back.isPositive())
      events.push_back(eventOf(payment, at, LeftoverPaidEvent{payment.user, back}));
  return events;
}

Result<Events> decideManually(const Payment& payment, ManualOutcome outcome, const Approval& approval,
                              const std::string& serial, Instant at) {
  const std::string reason = trimmed(approval.reason);
  if (reason.size() < kReasonMin || reason.size() > kReasonMax)
    return fail(ErrorCode::ReasonMissing, {});
  LOKET_ASSIGN(const Consent consent, consentOf(approval.by, approval.with, approval.ownerCode, false));

  const auto decided = [&](const Payment& p) {
    return eventOf(p, at, DecidedEvent{approval.by, consent.with, reason});
  };
  const bool open = payment.state == PaymentState::Review ||
                    (payment.state == PaymentState::Suspect && payment.escalatedAt != Instant{});
  Events events;
  switch (outcome) {
    case ManualOutcome::Acknowledged:
      if (payment.state != PaymentState::Succeeded || payment.conflict.empty())
        break;
      return Events{decided(payment)};
    case ManualOutcome::Failed:
      if (!open)
        break;
      events.push_back(decided(payment));
      events.push_back(eventOf(
          payment, at,
          FailedEvent{payment.liveAttempt() != nullptr ? payment.liveAttempt()->no : 0, "decided", reason}));
      appendRefundDue(events, payment, at);
      return events;
    case ManualOutcome::Succeeded: {
      Payment now = payment;
      if (!open) {
        // It counted as over: first the truth that came late, and that made the refund wrong.
        events = broughtByPeople(payment, serial, at);
        if (events.empty())
          break;
        now = evolve(payment, events.front());
        if (now.state != PaymentState::Review)
          break;
      }
      // A success is an attempt's: what never was sent cannot have been taken. After a restore it may have been sent from
      // elsewhere, by an attempt that is not in these books.
      const Attempt* live = now.liveAttempt();
      if (live == nullptr && !isRestored(now))
        break;
      events.push_back(decided(now));
      events.push_back(
          eventOf(now, at,
                SucceededEvent{
                    live != nullptr ? live->no : 0, "decided", serial.empty() ? now.serial : serial, now.token, now.cost, {}}));
      return events;
    }
  }
  return fail(ErrorCode::StateForbids, std::string(wordOf(payment.state)));
}

}  // namespace loket

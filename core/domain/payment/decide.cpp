#include "core/domain/payment/decide.h"

#include <algorithm>
#include <type_traits>
#include <utility>

namespace loket {
namespace {

Attempt& attemptIn(Payment& payment, int no) {
  const auto at = std::find_if(payment.attempts.begin(), payment.attempts.end(),
                               [no](const Attempt& attempt) { return attempt.no == no; });
  LOKET_CHECK(at != payment.attempts.end());
  return *at;
}

void settleAttempt(Payment& payment, int no, AttemptOutcome outcome, const std::string& code,
                   const std::string& message, Instant at) {
  if (no == 0)
    return;
  Attempt& attempt = attemptIn(payment, no);
  attempt.outcome = outcome;
  attempt.code = code;
  attempt.message = message;
  attempt.answeredAt = at;
}

// An earlier attempt has delivered, and nothing else is under way: it is the late success that it would be had the news come
// only now.
bool appendStanding(Events& events, const Payment& payment, Instant at) {
  const Attempt* took = payment.tookTooAttempt();
  if (took == nullptr)
    return false;
  events.push_back(eventOf(
      payment, at, LateSuccessEvent{took->no, took->code, took->serial, took->token, payment.costOf(*took), true}));
  return true;
}

// Of the shop's own money nobody waits for a better hour: what was not taken now is asked for again by hand.
void appendWithdrawal(Events& events, const Payment& payment, const std::string& why, Instant at) {
  if (appendStanding(events, payment, at) || !payment.isTopUp())
    return;
  events.push_back(eventOf(payment, at, CancelledEvent{payment.user, why}));
  appendRefundDue(events, payment, at);
}

}  // namespace

void appendRefundDue(Events& events, const Payment& payment, Instant at) {
  if (appendStanding(events, payment, at) || !payment.held.isPositive() || payment.cashWentBack())
    return;
  events.push_back(eventOf(payment, at, RefundDueEvent{}));
  if (payment.isTopUp())
    events.push_back(eventOf(payment, at, RefundedEvent{payment.user, payment.held}));
}

Result<Events> decideAccept(const Payment& proposed) {
  if (!proposed.amount.isPositive())
    return fail(ErrorCode::AmountInvalid, "amount");
  if (proposed.adminFee.isNegative() || proposed.serviceFee.isNegative() || proposed.cost.isNegative())
    return fail(ErrorCode::AmountInvalid, "fee");
  if (proposed.onBon() && !proposed.cash.isZero())
    return fail(ErrorCode::AmountInvalid, "cash for a sale on bon");
  if (proposed.byCode()) {
    if (proposed.onBon() || !proposed.cash.isZero())
      return fail(ErrorCode::AmountInvalid, "cash for a sale by code");
    const Money kept = proposed.collected.bankFee;
    if (kept.isNegative() || kept >= proposed.total())
      return fail(ErrorCode::AmountInvalid, "the bank keeps " + kept.text());
  }
  if (!proposed.onBon() && !proposed.byCode() && proposed.cash < proposed.total())
    return fail(ErrorCode::CashShort, (proposed.total() - proposed.cash).grouped());
  Events events(1);
  events.front().ref = proposed.ref;
  events.front().at = proposed.acceptedAt;
  Payment& accepted = events.front().body.emplace<AcceptedEvent>().payment;
  accepted = proposed;
  accepted.state = PaymentState::Accepted;
  accepted.held = proposed.total();
  accepted.leftover = Money{};
  accepted.attempts.clear();
  return events;
}

Result<Events> decideArm(const Payment& payment, Attempt attempt, Money cost, Instant at) {
  if (!next(payment.state, EventKind::Armed) || payment.liveAttempt() != nullptr || payment.tookTooAttempt() != nullptr)
    return fail(ErrorCode::StateForbids, std::string(wordOf(payment.state)));
  attempt.no = static_cast<int>(payment.attempts.size()) + 1;
  attempt.outcome = AttemptOutcome::Armed;
  attempt.sentAt = at;
  Events events;
  events.push_back(eventOf(payment, at, ArmedEvent{std::move(attempt), cost}));
  return events;
}

Events decideVerdict(const Payment& payment, const Verdict& verdict, bool fromStatus, Instant at, OtherOffers others) {
  const Attempt* live = payment.liveAttempt();
  LOKET_CHECK(live != nullptr);
  const int no = live->no;
  // A word that comes late (twice, or after something better was known) changes nothing.
  const auto may = [&payment](EventKind kind) { return next(payment.state, kind).has_value(); };
  Events events;
  switch (verdict.kind) {
    case VerdictKind::NotSent:
      // A question that did not get out changes nothing about the attempt.
      if (!fromStatus && may(EventKind::NotSent)) {
        events.push_back(eventOf(payment, at, NotSentEvent{no, verdict.code}));
        appendWithdrawal(events, payment, verdict.code, at);
      }
      break;
    case VerdictKind::Unknown:
      if (!fromStatus && may(EventKind::WentSuspect))
        events.push_back(eventOf(payment, at, SuspectEvent{no, verdict.code}));
      break;
    case VerdictKind::NotFound:
      // Not proof: the request may still be on its way. It stays as it is until something better is known.
      if (!fromStatus && may(EventKind::WentSuspect))
        events.push_back(eventOf(payment, at, SuspectEvent{no, verdict.code}));
      break;
    case VerdictKind::Pending:
      if (payment.state != PaymentState::Pending && may(EventKind::WentPending))
        events.push_back(eventOf(payment, at, PendingEvent{no, verdict.code, verdict.message}));
      break;
    case VerdictKind::Succeeded:
      if (!may(EventKind::Succeeded))
        break;
      events.push_back(eventOf(payment, at,
                             SucceededEvent{no, verdict.code, verdict.serial, verdict.token,
                                            verdict.cost.isPositive() ? verdict.cost : payment.cost, verdict.details}));
      break;
    case VerdictKind::Failed:
      if (!may(EventKind::Failed))
        break;
      // After a restore another attempt may have been made for it, of which nothing is known here.
      if (isRestored(payment)) {
        if (verdict.undoes == Undoes::ASuccess) {
          events.push_back(eventOf(payment, at, TakenBackEvent{no, verdict.code}));
          appendStanding(events, payment, at);
        }
        break;
      }
      // Only the answer to the attempt itself lets the payment live on: what was unknown for a while ends.
      if (verdict.elsewhere == Elsewhere::MayBeTried && others == OtherOffers::Some && !fromStatus &&
          payment.state == PaymentState::Sending) {
        events.push_back(eventOf(payment, at, RefusedEvent{no, verdict.code, verdict.message}));
        appendStanding(events, payment, at);
        break;
      }
      events.push_back(eventOf(payment, at, FailedEvent{no, verdict.code, verdict.message}));
      // The success that it undoes may be heard yet, and is older than this.
      if (verdict.undoes == Undoes::ASuccess)
        events.push_back(eventOf(payment, at, TakenBackEvent{no, verdict.code}));
      appendRefundDue(events, payment, at);
      break;
    case VerdictKind::RefusedForNow:
    case VerdictKind::RefusedByConfig:
      // Only the answer to the attempt itself proves that nothing was created. The same words in answer to a
      // question can mean that the question was refused.
      if (!fromStatus && payment.state == PaymentState::Sending) {
        events.push_back(eventOf(payment, at, RefusedEvent{no, verdict.code, verdict.message}));
        appendWithdrawal(events, payment, verdict.code, at);
      }
      break;
  }
  return events;
}

Events decideRecovery(const Payment& payment, Instant at) {
  if (payment.state != PaymentState::Sending)
    return {};
  const Attempt* live = payment.liveAttempt();
  LOKET_CHECK(live != nullptr);
  return {eventOf(payment, at, SuspectEvent{live->no, "restart"})};
}

Result<Events> decideCancel(const Payment& payment, const UserName& by, const std::string& reason, Instant at,
                            const Consent& consent) {
  if (!next(payment.state, EventKind::Cancelled) || payment.liveAttempt() != nullptr ||
      payment.tookTooAttempt() != nullptr)
    return fail(ErrorCode::StateForbids, std::string(wordOf(payment.state)));
  Events events{eventOf(payment, at, CancelledEvent{by, reason, consent})};
  appendRefundDue(events, payment, at);
  return events;
}

Result<Events> decideRefund(const Payment& payment, const UserName& by, Instant at, Money owed,
                            const Consent& consent) {
  const auto toBon = [&payment, owed](Money due) { return payment.onBon() ? std::clamp(owed, Money{}, due) : Money{}; };
  if (payment.state == PaymentState::RefundDue)
    return Events{eventOf(payment, at, RefundedEvent{by, toBon(payment.held), consent})};
  if (next(payment.state, EventKind::LeftoverPaid) && payment.leftover.isPositive())
    return Events{eventOf(payment, at, LeftoverPaidEvent{by, toBon(payment.leftover), consent})};
  return fail(ErrorCode::StateForbids, std::string(wordOf(payment.state)));
}

Money givenBackBy(const Events& events, const Payment& payment) {
  if (payment.isTopUp())
    return {};
  for (const PaymentEvent& event : events) {
    if (std::holds_alternative<RefundDueEvent>(event.body) || std::holds_alternative<RefundedEvent>(event.body))
      return payment.held;
    if (std::holds_alternative<LeftoverPaidEvent>(event.body))
      return payment.leftover;
  }
  return {};
}

Result<Events> decideRequote(const Payment& payment, const RequotedEvent& quote, Instant at) {
  if (!next(payment.state, EventKind::Requoted))
    return fail(ErrorCode::StateForbids, std::string(wordOf(payment.state)));
  if (!quote.amount.isPositive())
    return fail(ErrorCode::AmountInvalid, "bill");
  if (quote.amount + quote.adminFee + payment.serviceFee > payment.held)
    return Events{eventOf(payment, at, ReviewEvent{"above-ceiling"})};
  return Events{eventOf(payment, at, quote)};
}

Result<Events> decideRefusedBeforeArm(const Payment& payment, const Verdict& verdict, Instant at) {
  if (payment.state != PaymentState::Accepted)
    return fail(ErrorCode::StateForbids, std::string(wordOf(payment.state)));
  if (verdict.kind == VerdictKind::Failed) {
    Events events{eventOf(payment, at, FailedEvent{0, verdict.code, verdict.message})};
    appendRefundDue(events, payment, at);
    return events;
  }
  if (payment.reason == verdict.code)
    return Events{};
  return Events{eventOf(payment, at, RefusedEvent{0, verdict.code, verdict.message})};
}

Events decideStanding(const Payment& payment, Instant at) {
  Events events;
  if (payment.liveAttempt() == nullptr && next(payment.state, EventKind::LateSuccess))
    appendStanding(events, payment, at);
  return events;
}

Result<Events> decideReview(const Payment& payment, const std::string& reason, Instant at) {
  if (!next(payment.state, EventKind::SentToReview))
    return fail(ErrorCode::StateForbids, std::string(wordOf(payment.state)));
  return Events{eventOf(payment, at, ReviewEvent{reason})};
}

Payment start(const AcceptedEvent& event) { return event.payment; }

namespace {

struct Apply {
  Payment& p;
  Instant at;
  PaymentState from;
  bool cashWentBack;  // before the event

  // A refunded payment that was reviewed holds nothing of the customer's any more, however it is settled.
  void releaseWhatWentBack() const {
    if (cashWentBack)
      p.held = Money{};
  }
  void operator()(const AcceptedEvent&) const { LOKET_CHECK(false); }
  void operator()(const ArmedEvent& e) const {
    p.attempts.push_back(e.attempt);
    p.upstream = e.attempt.upstream;
    p.sku = e.attempt.sku;
    p.cost = e.cost;
    p.reason.clear();
    p.reasonText.clear();
  }
  void operator()(const NotSentEvent& e) const {
    settleAttempt(p, e.attemptNo, AttemptOutcome::NotSent, e.detail, {}, at);
    p.reason = e.detail;
    p.reasonText.clear();
  }
  void operator()(const RefusedEvent& e) const {
    settleAttempt(p, e.attemptNo, AttemptOutcome::Refused, e.code, e.message, at);
    p.reason = e.code;
    p.reasonText = e.message;
  }
  void operator()(const PendingEvent& e) const {
    settleAttempt(p, e.attemptNo, AttemptOutcome::Pending, e.code, e.message, at);
    p.escalatedAt = {};
    p.reason = e.code;
    p.reasonText = e.message;
  }
  void operator()(const SuspectEvent& e) const {
    attemptIn(p, e.attemptNo).outcome = AttemptOutcome::Suspect;
    attemptIn(p, e.attemptNo).code = e.detail;
    p.reason = e.detail;
    p.reasonText.clear();
  }
  void operator()(const SucceededEvent& e) const {
    settleAttempt(p, e.attemptNo, AttemptOutcome::Succeeded, e.code, {}, at);
    p.serial = e.serial;
    p.token = e.token;
    p.cost = e.cost;
    for (const auto& [key, value] : e.details)
      p.details[key] = value;
    if (const auto name = e.details.find("customerName"); name != e.details.end() && p.customerName.empty())
      p.customerName = name->second;
    releaseWhatWentBack();
    p.leftover = p.held.isZero() ? Money{} : p.held - p.total();
    p.reason.clear();
    p.reasonText.clear();
    p.escalatedAt = {};
    p.settledAt = at;
  }
  void operator()(const FailedEvent& e) const {
    settleAttempt(p, e.attemptNo, AttemptOutcome::Failed, e.code, e.message, at);
    releaseWhatWentBack();
    p.reason = e.code;
    p.reasonText = e.message;
    p.escalatedAt = {};
    p.settledAt = at;
  }
  void operator()(const CancelledEvent& e) const {
    p.reason = e.reason;
    p.reasonText.clear();
    p.settledAt = at;
  }
  void operator()(const RefundDueEvent&) const {}
  void operator()(const RefundedEvent&) const {
    p.settledAt = at;
    p.escalatedAt = {};
  }
  void operator()(const RequotedEvent& e) const {
    p.inquiryRef = e.inquiryRef;
    p.inquiryDate = e.inquiryDate;
    if (!e.customerName.empty())
      p.customerName = e.customerName;
    p.amount = e.amount;
    p.adminFee = e.adminFee;
    p.cost = e.cost;
    for (const auto& [key, value] : e.details)
      p.details[key] = value;
  }
  void operator()(const ReviewEvent& e) const {
    p.reason = e.reason;
    p.reasonText.clear();
  }
  void operator()(const ReversedEvent& e) const {
    p.reason = e.code;
    p.settledAt = at;
    if (p.held.isPositive())
      p.leftover += p.total();
  }
  void operator()(const LeftoverPaidEvent&) const { p.leftover = Money{}; }
  void operator()(const ReroutedEvent& e) const {
    p.upstream = e.upstream;
    p.sku = e.sku;
    p.cost = e.cost;
    // An inquiry is the old upstream's; the new one must make its own.
    p.inquiryRef = {};
    p.inquiryDate = {};
  }
  void operator()(const EscalatedEvent& e) const {
    p.escalatedAt = at;
    p.reason = e.reason;
    p.reasonText.clear();
  }
  void operator()(const DecidedEvent&) const { p.conflict.clear(); }
  void operator()(const LateSuccessEvent& e) const {
    bool wentBack = cashWentBack;
    if (from == PaymentState::Reversed) {
      settleAttempt(p, p.liveAttempt() != nullptr ? p.liveAttempt()->no : 0, AttemptOutcome::Undone, p.reason, {}, at);
      // What is still to be handed back is held again.
      p.held = std::exchange(p.leftover, Money{});
      wentBack = p.held.isZero();
    }
    Attempt& attempt = attemptIn(p, e.attemptNo);
    attempt.code = e.code;
    attempt.answeredAt = at;
    if (e.isKept) {
      attempt.serial = e.serial;
      attempt.token = e.token;
      attempt.cost = e.cost;
    }
    if (p.liveAttempt() != nullptr) {
      // Another attempt is under way, or has delivered: this one was too much.
      attempt.tookToo = true;
      p.conflict = "paid-twice";
      return;
    }
    stand(attempt);
    p.serial = e.serial;
    p.token = e.token;
    // A success is booked already with what it cost.
    if (e.isKept && from != PaymentState::Succeeded)
      p.cost = e.cost;
    p.reason = "late-success";
    p.reasonText.clear();
    p.conflict = p.tookTooAttempt() == nullptr ? "late-success" : "paid-twice";
    // What has not gone back is held again (RefundDue), or was still (Accepted).
    if (!wentBack)
      p.settledAt = {};
  }
  void operator()(const TakenBackEvent& e) const {
    Attempt& attempt = attemptIn(p, e.attemptNo);
    const bool stood = isLive(attempt.outcome);
    const bool wasHeardOf = stood || attempt.tookToo;
    settleAttempt(p, e.attemptNo, AttemptOutcome::Undone, e.code, {}, at);
    attempt.tookToo = false;
    if (!wasHeardOf)
      return;
    const Attempt* other = p.tookTooAttempt();
    if (stood || other == nullptr)
      p.conflict.clear();
    if (!stood || p.state != PaymentState::Succeeded || other == nullptr)
      return;
    // Of two deliveries the other one is left, and the customer's receipt is the wrong one.
    p.cost = p.costOf(*other);
    p.serial = other->serial;
    p.token = other->token;
    stand(attemptIn(p, other->no));
    p.conflict = p.tookTooAttempt() == nullptr ? "other-stands" : "paid-twice";
  }

  // The payment's success is this attempt's.
  void stand(Attempt& attempt) const {
    attempt.outcome = AttemptOutcome::Succeeded;
    attempt.tookToo = false;
    p.upstream = attempt.upstream;
    p.sku = attempt.sku;
  }
};

}  // namespace

bool canFollow(const Payment& payment, const PaymentEvent& event) {
  if (kindOf(event.body) == EventKind::Accepted || !next(payment.state, kindOf(event.body)))
    return false;
  return std::visit(
      [&](const auto& body) {
        if constexpr (requires { body.attemptNo; }) {
          // Only what settles may speak of none.
          constexpr bool needsOne = std::is_same_v<std::decay_t<decltype(body)>, SuspectEvent> ||
                                    std::is_same_v<std::decay_t<decltype(body)>, LateSuccessEvent> ||
                                    std::is_same_v<std::decay_t<decltype(body)>, TakenBackEvent>;
          return (body.attemptNo == 0 && !needsOne) ||
                 std::any_of(payment.attempts.begin(), payment.attempts.end(),
                             [&](const Attempt& attempt) { return attempt.no == body.attemptNo; });
        } else {
          return true;
        }
      },
      event.body);
}

void apply(Payment& payment, const PaymentEvent& event) {
  const auto to = next(payment.state, kindOf(event.body));
  LOKET_CHECK(to.has_value());
  const bool cashWentBack = payment.cashWentBack();
  const PaymentState from = std::exchange(payment.state, *to);
  std::visit(Apply{payment, event.at, from, cashWentBack}, event.body);
}

Payment evolve(const Payment& before, const PaymentEvent& event) {
  Payment after = before;
  apply(after, event);
  return after;
}

}  // namespace loket

#include "core/engine/step_up.h"

#include <algorithm>
#include <utility>

#include "core/domain/payment/decide.h"

namespace loket::engine {
namespace {

constexpr Duration kStepUpHour = Duration::hours(1);
constexpr int kStepUpPage = 200;

// It has moved money, or still may.
bool mayHaveMoved(const Payment& payment) {
  return !payment.isTopUp() && movesOn(payment.kind, payment.family) &&
         (isUnsettled(payment.state) || payment.state == PaymentState::Succeeded);
}

}  // namespace

// By the books, whatever day it was.
Result<bool> StepUp::isNew(const Payment& payment) const {
  ports::PaymentQuery query;
  query.text = payment.number;
  query.states = {PaymentState::Succeeded};
  query.limit = kStepUpPage;
  while (true) {
    LOKET_ASSIGN(const auto rows, m_.store.payments(query));
    if (std::any_of(rows.begin(), rows.end(), [&payment](const ports::PaymentRow& row) {
          return row.payment.product == payment.product && row.payment.number == payment.number;
        }))
      return false;
    if (static_cast<int>(rows.size()) < kStepUpPage)
      return true;
    query.beforeSequence = rows.back().sequence;
  }
}

Result<int> StepUp::movedWithinHour() const {
  const Instant since = m_.clock.now() - kStepUpHour;
  int count = 0;
  // Accepted in this very turn: the journal does not have it yet.
  for (const auto& [ref, entry] : m_.books.entries())
    if (!m_.books.isKept(ref) && mayHaveMoved(entry.payment))
      ++count;
  ports::PaymentQuery query;
  query.limit = kStepUpPage;
  query.from = businessDateOf(since);
  while (count < m_policy.perHour) {
    LOKET_ASSIGN(const auto rows, m_.store.payments(query));
    for (const ports::PaymentRow& row : rows) {
      if (row.payment.acceptedAt < since)
        return count;
      if (mayHaveMoved(row.payment))
        ++count;
    }
    if (static_cast<int>(rows.size()) < kStepUpPage)
      break;
    query.beforeSequence = rows.back().sequence;
  }
  return count;
}

Result<StepUpReason> StepUp::forPayment(const Payment& payment) const {
  if (m_policy.isOff())
    return StepUpReason::None;
  StepUpFacts facts;
  facts.product = payment.product;
  facts.family = payment.family;
  facts.amount = payment.total();
  facts.movesOn = movesOn(payment.kind, payment.family);
  // What needs no look at the books is told without one.
  if (const StepUpReason plain = stepUpFor(m_policy, facts); plain != StepUpReason::None)
    return plain;
  if (asksForNumber(m_policy, facts)) {
    LOKET_ASSIGN(facts.isNewNumber, isNew(payment));
  }
  if (asksForHour(m_policy, facts)) {
    LOKET_ASSIGN(facts.withinHour, movedWithinHour());
  }
  return stepUpFor(m_policy, facts);
}

StepUpReason StepUp::forCash(Money amount) const {
  StepUpFacts facts;
  facts.amount = amount;
  return stepUpFor(m_policy, facts);
}

void StepUp::prove(StepUpReason why, const Proof& proof, const UserName& user,
                   std::function<void(const Result<StepUpProof>&)> then) {
  const StepUpProof made{why, proof.kind, 0};
  switch (proof.kind) {
    case ProofKind::None:
      break;
    case ProofKind::OwnCode: {
      OneTimeCode& code = m_.codes.of(user);
      if (code.isSetUp())
        proveByCode(code, made, proof.code, std::move(then));
      // Whoever has the owner's telephone in his own hand is the owner.
      else if (m_.ownerCode.isSetUp() && !m_.ownerCode.mayStandInFor(user))
        proveByCode(m_.ownerCode, made, proof.code, std::move(then));
      else
        then(fail(ErrorCode::ApprovalMissing, user.str() + " has set up no code"));
      return;
    }
    case ProofKind::OwnerCode:
      if (const Status stands = m_.ownerCode.mayStandInFor(user); !stands)
        then(fail(stands.error()));
      else
        proveByCode(m_.ownerCode, made, proof.code, std::move(then));
      return;
    case ProofKind::Finger:
      proveByFinger(made, user, std::move(then));
      return;
  }
  then(fail(ErrorCode::StepUpMissing, std::string(wordOf(why))));
}

void StepUp::proveByCode(OneTimeCode& code, StepUpProof made, const std::string& typed,
                         std::function<void(const Result<StepUpProof>&)> then) {
  useUp(code, typed, m_.clock.now(), m_.books, "step-up", [&code, made, then = std::move(then)](const Status& used) mutable {
    if (!used) {
      then(fail(used.error()));
      return;
    }
    made.driftSteps = code.use().driftSteps;
    then(made);
  });
}

void StepUp::proveByFinger(StepUpProof made, const UserName& user,
                           std::function<void(const Result<StepUpProof>&)> then) {
  if (const Duration left = m_fingersFrom - m_.clock.monotonic(); left > Duration{}) {
    then(fail(ErrorCode::CodeLocked, toRfc3339(m_.clock.now() + left)));
    return;
  }
  m_.askFinger(user, [this, made, then = std::move(then)](const ports::FingerResult<void>& read) {
    if (read) {
      m_wrongFingers = 0;
      then(made);
      return;
    }
    if (read.error().what == ports::FingerFailure::NotRecognised && ++m_wrongFingers >= kCodeTries) {
      m_wrongFingers = 0;
      m_fingersFrom = m_.clock.monotonic() + kCodeLock;
    }
    then(fail(ErrorCode::FingerRefused, std::string(ports::wordOf(read.error().what))));
  });
}

}  // namespace loket::engine

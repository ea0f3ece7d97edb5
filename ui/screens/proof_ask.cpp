#include "ui/screens/proof_ask.h"

namespace loket::ui::screens {

bool isAboutProof(const Error& error, const Proof& given) {
  switch (error.code) {
    case ErrorCode::StepUpMissing:
    case ErrorCode::CodeWrong:
    case ErrorCode::CodeLocked:
    case ErrorCode::FingerRefused:
      return true;
    case ErrorCode::ApprovalMissing:  // what it would be a proof of is not set up
      return given.kind != ProofKind::None;
    default:
      return false;
  }
}

void ProofAsk::give(const Proof& proof) {
  m_given = proof;
  m_refusal.reset();
}

bool ProofAsk::take(const Error& error) {
  if (!isAboutProof(error, m_given)) {
    forget();
    return false;
  }
  if (error.code == ErrorCode::StepUpMissing)
    m_why = stepUpReasonFromWord(error.detail).value_or(StepUpReason::Amount);
  if (m_given.kind != ProofKind::None)
    m_refusal = error;
  return true;
}

void ProofAsk::forget() {
  m_given = {};
  m_why = StepUpReason::None;
  m_refusal.reset();
}

}  // namespace loket::ui::screens

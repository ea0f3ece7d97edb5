#include "ui/text/proof.h"

#include <QCoreApplication>

#include "ui/text/errors.h"

namespace loket::ui::text {
namespace {

struct Say {
  Q_DECLARE_TR_FUNCTIONS(ProofText)
};

// The core's words for what a reader said.
QString fingerSentence(const Error& error) {
  if (error.detail == "not-recognised")
    return Say::tr("The reader does not take this for your finger. Wipe it and press F7 once more, or take a code.");
  if (error.detail == "not-enrolled")
    return Say::tr("The reader knows no finger of yours yet. Take a code instead.");
  if (error.detail == "no-service" || error.detail == "no-reader")
    return Say::tr("There is no fingerprint reader here. Take a code instead.");
  if (error.detail == "unplugged")
    return Say::tr("The reader was pulled out. Plug it in and press F7 once more, or take a code.");
  if (error.detail == "busy")
    return Say::tr("Something else is using the reader. Press F7 once more in a moment, or take a code.");
  if (error.detail == "timed-out")
    return Say::tr("No finger came. Press F7 once more, or take a code.");
  return sentence(error);
}

}  // namespace

QString stepUpWords(StepUpReason why) {
  switch (why) {
    case StepUpReason::NewNumber:
      return Say::tr("Nothing has reached this number from here before.");
    case StepUpReason::Often:
      return Say::tr("Many transfers within an hour.");
    case StepUpReason::None:
    case StepUpReason::Product:
    case StepUpReason::Amount:
      break;
  }
  return Say::tr("The owner wants a second proof for this.");
}

QString proofSentence(const Error& error, ProofKind given) {
  if (error.code == ErrorCode::FingerRefused)
    return fingerSentence(error);
  if (error.code == ErrorCode::ApprovalMissing && given == ProofKind::OwnCode)
    return Say::tr("No one-time code of yours is set up: Settings, People. The owner's code (F8) or your finger (F7) will do too.");
  if (error.code == ErrorCode::ApprovalMissing && given == ProofKind::OwnerCode)
    return Say::tr("There is no code that an absent owner could read out to you. Take your own (F8), or your finger (F7).");
  return sentence(error);
}

}  // namespace loket::ui::text

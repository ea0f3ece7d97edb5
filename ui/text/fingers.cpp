#include "ui/text/fingers.h"

#include <QCoreApplication>
#include <algorithm>

namespace loket::ui::text {
namespace {

struct Say {
  Q_DECLARE_TR_FUNCTIONS(FingerText)
};

}  // namespace

QString fingerName(const std::string& finger) {
  const auto at = std::find(kFingerNames.begin(), kFingerNames.end(), finger);
  switch (at - kFingerNames.begin()) {
    case 0:
      return Say::tr("left thumb");
    case 1:
      return Say::tr("left index finger");
    case 2:
      return Say::tr("left middle finger");
    case 3:
      return Say::tr("left ring finger");
    case 4:
      return Say::tr("left little finger");
    case 5:
      return Say::tr("right thumb");
    case 6:
      return Say::tr("right index finger");
    case 7:
      return Say::tr("right middle finger");
    case 8:
      return Say::tr("right ring finger");
    case 9:
      return Say::tr("right little finger");
    default:
      return Say::tr("a finger");
  }
}

QString fingerNames(const std::vector<std::string>& fingers) {
  QStringList names;
  for (const std::string& one : fingers) names << fingerName(one);
  return names.join(QStringLiteral(", "));
}

QString fingerAdvice(const FingerStep& step) {
  switch (step.kind) {
    case FingerStep::Kind::Wanted:
      return Say::tr("Lay the finger on the reader, or draw it over it.");
    case FingerStep::Kind::Stage:
      return step.done < step.total ? Say::tr("Good. Lift it, and once more.")
                                    : Say::tr("Good. That was all.");
    case FingerStep::Kind::Retry:
      break;
  }
  switch (step.retry) {
    case FingerRetry::TooShort:
      return Say::tr("That was too short. Once more, and slower.");
    case FingerRetry::NotCentred:
      return Say::tr("It lay at the edge. Once more, in the middle.");
    case FingerRetry::RemoveFirst:
      return Say::tr("Lift it first, then once more.");
    case FingerRetry::Again:
      break;
  }
  return Say::tr("That could not be read. Once more.");
}

QString readerSentence(FingerFailure failure) {
  switch (failure) {
    case FingerFailure::NoService:
      return Say::tr("Nothing on this computer reads fingers (fprintd is not there, or went away).");
    case FingerFailure::NoReader:
      return Say::tr("No fingerprint reader is plugged in here.");
    case FingerFailure::Unplugged:
      return Say::tr("The reader was pulled out. Plug it in and begin again.");
    case FingerFailure::Busy:
      return Say::tr("Something else is using the reader. Try again in a moment.");
    case FingerFailure::NotAllowed:
      return Say::tr(
          "This computer does not let Loket do that at the reader. Whoever looks after the computer must "
          "allow it.");
    case FingerFailure::NotEnrolled:
      return Say::tr("The reader knows no finger of this person.");
    case FingerFailure::NotRecognised:
      return Say::tr("The reader does not take this for a finger of this person.");
    case FingerFailure::Duplicate:
      return Say::tr("The reader knows this finger already, as another one or as somebody else's.");
    case FingerFailure::Full:
      return Say::tr("The reader keeps no more fingers.");
    case FingerFailure::NameUnfit:
      return Say::tr("The reader cannot keep a name like this one.");
    case FingerFailure::TimedOut:
      return Say::tr("It took too long and was given up. Begin again.");
    case FingerFailure::Cancelled:
      return Say::tr("Stopped before all readings were there: this finger is not known.");
    case FingerFailure::Fault:
      break;
  }
  return Say::tr("The reader does not work as it should. Pull it out, plug it in and begin again.");
}

QString readerStanding(const Error& error) {
  const auto failure =
      error.code == ErrorCode::FingerRefused ? fingerFailureFromWord(error.detail) : std::nullopt;
  if (failure == FingerFailure::NoService)
    return Say::tr("nothing here reads fingers");
  if (failure == FingerFailure::NoReader)
    return Say::tr("no reader here");
  if (failure == FingerFailure::Unplugged)
    return Say::tr("the reader was pulled out");
  if (failure == FingerFailure::Busy)
    return Say::tr("the reader is in use");
  if (failure == FingerFailure::NotAllowed)
    return Say::tr("not allowed at this computer");
  return Say::tr("the reader does not answer");
}

}  // namespace loket::ui::text

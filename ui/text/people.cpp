#include "ui/text/people.h"

#include <QCoreApplication>
#include <cstdlib>

#include "core/domain/approval/owner_code.h"
#include "ui/text/errors.h"
#include "ui/text/fingers.h"
#include "ui/text/times.h"

namespace loket::ui::text {
namespace {

struct Say {
  Q_DECLARE_TR_FUNCTIONS(PeopleText)
};

}  // namespace

QString roleName(Role role) {
  switch (role) {
    case Role::Owner:
      return Say::tr("Owner");
    case Role::Supervisor:
      return Say::tr("Supervisor");
    case Role::Cashier:
      return Say::tr("Cashier");
    case Role::Auditor:
      return Say::tr("Auditor");
    case Role::None:
      break;
  }
  return Say::tr("Role not known here");
}

QString roleWords(Role role) {
  switch (role) {
    case Role::Owner:
      return Say::tr("May do everything.");
    case Role::Supervisor:
      return Say::tr("Sells, moves cash, and may be the one of two that there must be where no supplier knows.");
    case Role::Cashier:
      return Say::tr("Sells, moves cash, opens and closes the shift.");
    case Role::Auditor:
      return Say::tr("Looks at everything and changes nothing.");
    case Role::None:
      break;
  }
  return Say::tr("This version of Loket does not know what this person may do.");
}

QString codeStanding(const std::optional<api::CodeView>& code, Instant now) {
  if (!code)
    return Say::tr("not set up");
  if (code->lockedUntil > now)
    return Say::tr("locked until %1").arg(clockTime(code->lockedUntil));
  const std::int64_t step = kCodeStep.ms / 1000;
  const std::int64_t off = code->driftSteps * step;
  // How long a code is good for is the same whatever the telephone's clock shows. Short words: both stand in one row of the card.
  if (off > 0)
    return Say::tr("set up; good for %1 s (±%1 s); telephone %2 s ahead").arg(step).arg(off);
  if (off < 0)
    return Say::tr("set up; good for %1 s (±%1 s); telephone %2 s behind").arg(step).arg(-off);
  return Say::tr("set up; a code is good for %1 s (±%1 s)").arg(step);
}

QStringList recoveryCodeLines(const QString& code) {
  QStringList lines;
  const QStringList groups = code.split(QLatin1Char('-'));
  for (qsizetype i = 0; i < groups.size(); i += 2) lines << groups.mid(i, 2).join(QStringLiteral(" - "));
  return lines;
}

QString peopleSentence(const Error& error) {
  switch (error.code) {
    case ErrorCode::StateForbids:
      if (error.detail == "one-time-code")
        return Say::tr("There is a code already. Give it up first (F7).");
      if (error.detail == "the owner stays")
        return Say::tr("The owner stays.");
      if (error.detail.rfind("there are as many", 0) == 0)
        return Say::tr("No more people fit into this shop.");
      return Say::tr("Somebody of this name can open Loket here already.");
    case ErrorCode::Usage:
      return Say::tr("Type a name that is not empty and does not begin with @.");
    case ErrorCode::NotFound:
      return Say::tr("There is nothing to give up.");
    case ErrorCode::ApprovalMissing:
      return Say::tr(
          "Codes and fingers are set up by whoever they are for, at the counter, with their own PIN.");
    case ErrorCode::FingerRefused:
      return readerSentence(fingerFailureFromWord(error.detail).value_or(FingerFailure::Fault));
    case ErrorCode::DiskFault:
      if (error.detail == "finger-id")
        return Say::tr(
            "What this shop's fingers are kept under (the file finger-id) is damaged. Bring it back from a "
            "copy of the shop.");
      return sentence(error);
    default:
      return sentence(error);
  }
}

}  // namespace loket::ui::text

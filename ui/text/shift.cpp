#include "ui/text/shift.h"

#include <QCoreApplication>

#include "ui/text/amounts.h"
#include "ui/text/errors.h"
#include "ui/text/families.h"
#include "ui/text/times.h"

namespace loket::ui::text {
namespace {

struct Say {
  Q_DECLARE_TR_FUNCTIONS(ShiftText)
};

// Whoever closes a shift is not always who opened it.
QString people(const Shift& shift) {
  const QString opened = spokenName(shift.openedBy.str());
  const QString closed = spokenName(shift.closedBy.str());
  return closed.isEmpty() || closed == opened ? opened : opened + QStringLiteral(", ") + closed;
}

}  // namespace

QString differenceWord(Money difference) {
  if (difference.isNegative())
    return Say::tr("Short by %1").arg(rupiah(-difference));
  return difference.isPositive() ? Say::tr("Over by %1").arg(rupiah(difference)) : Say::tr("Exact");
}

QString shiftSince(const Shift& shift, Instant now) {
  return people(shift) + QStringLiteral(" · ") + Say::tr("since %1").arg(shortTime(shift.openedAt, now));
}

QString shiftSpan(const Shift& shift) {
  return people(shift) + QStringLiteral(" · ") +
         Say::tr("%1 to %2").arg(shortTime(shift.openedAt, shift.closedAt), clockTime(shift.closedAt)) +
         QStringLiteral(" · ") + QString::fromStdString(shift.id.str());
}

QString drawerMove(const TillEvent& event) {
  const QString amount = rupiah(event.amount);
  const QString line = event.kind == TillKind::PaidIn          ? Say::tr("Put in: %1").arg(amount)
                       : event.kind == TillKind::PaidOut       ? Say::tr("Paid out: %1").arg(amount)
                       : event.kind == TillKind::GoodsSold     ? Say::tr("Recorded: %1").arg(amount)
                       : event.kind == TillKind::GoodsReturned ? Say::tr("Taken back: %1").arg(amount)
                                                               : Say::tr("Taken by the owner: %1").arg(amount);
  return event.reason.empty() ? line : line + QStringLiteral(" · ") + QString::fromStdString(event.reason);
}

QString shiftSentence(const Error& error) {
  if (error.code == ErrorCode::CommitUnsure)
    return Say::tr(
        "It may be recorded already. Do not repeat it: open Loket again and look at the shift, and at the "
        "drawer with the owner.");
  if (error.code == ErrorCode::ShiftMissing)
    return Say::tr("This shift was closed somewhere else. Look at its report.");
  if (error.code == ErrorCode::ShiftOpen)
    return Say::tr("A shift was opened somewhere else. What you have counted was not recorded.");
  return sentence(error);
}

}  // namespace loket::ui::text

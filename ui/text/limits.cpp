#include "ui/text/limits.h"

#include <QCoreApplication>

#include "core/domain/approval/limits.h"
#include "ui/text/amounts.h"

namespace loket::ui::text {
namespace {

struct Say {
  Q_DECLARE_TR_FUNCTIONS(LimitText)
};

}  // namespace

const std::vector<LimitName>& limitNames() {
  static const std::vector<LimitName> kNames = {LimitName::OfflineAmount, LimitName::OfflineExposure,
                                                LimitName::OfflineCount,  LimitName::OfflineHours,
                                                LimitName::AdminFee,      LimitName::SenderFrom,
                                                LimitName::PerDayBeneficiary, LimitName::PerDaySender,
                                                LimitName::LockAfter,     LimitName::StepUpFrom,
                                                LimitName::StepUpNewNumber, LimitName::RefundByTwo,
                                                LimitName::LimitsByTwo};
  return kNames;
}

QString limitTitle(LimitName name) {
  switch (name) {
    case LimitName::OfflineAmount:
      return Say::tr("One deposit without network");
    case LimitName::OfflineExposure:
      return Say::tr("All deposits that wait for the network");
    case LimitName::OfflineCount:
      return Say::tr("How many may wait");
    case LimitName::OfflineHours:
      return Say::tr("How old the oldest may be");
    case LimitName::AdminFee:
      return Say::tr("Admin and service fee together");
    case LimitName::SenderFrom:
      return Say::tr("Transfers with the sender's identity");
    case LimitName::PerDayBeneficiary:
      return Say::tr("Transfers to one account in a day");
    case LimitName::PerDaySender:
      return Say::tr("Transfers of one sender in a day");
    case LimitName::LockAfter:
      return Say::tr("The counter locks itself after");
    case LimitName::StepUpFrom:
      return Say::tr("A second proof from");
    case LimitName::StepUpNewNumber:
      return Say::tr("A second proof for a new number from");
    case LimitName::RefundByTwo:
      return Say::tr("Cash goes back by two people from");
    case LimitName::LimitsByTwo:
      return Say::tr("These limits are changed by two people");
  }
  return {};
}

QString limitWords(LimitName name) {
  switch (name) {
    case LimitName::OfflineAmount:
      return Say::tr("The most that is taken for one customer while there is no network.");
    case LimitName::OfflineExposure:
      return Say::tr("What customers have paid and no supplier has delivered yet. Then the counter waits for the network.");
    case LimitName::OfflineCount:
      return Say::tr("With so many deposits waiting no further one is taken.");
    case LimitName::OfflineHours:
      return Say::tr("In hours. When the oldest deposit is older, no new one is taken; those that wait stay.");
    case LimitName::AdminFee:
      return Say::tr("The most that a customer is asked for beside the goods. Empty: no limit.");
    case LimitName::SenderFrom:
      return Say::tr("From this sum on the counter asks who brings the money, as the law wants it.");
    case LimitName::PerDayBeneficiary:
      return Say::tr("More than this goes to the bank's own counter.");
    case LimitName::PerDaySender:
      return Say::tr("More than this goes to the bank's own counter.");
    case LimitName::LockAfter:
      return Say::tr("Minutes without a key or a touch; then it asks for a PIN. What is under way goes on. 0: never.");
    case LimitName::StepUpFrom:
      return Say::tr("From this sum on a sale wants a one-time code or a finger of whoever stands there, or the owner's code; cash of so much is not handed out at this window. 0: never.");
    case LimitName::StepUpNewNumber:
      return Say::tr("The same for a transfer or wallet that nothing has reached from here before. 0: never.");
    case LimitName::RefundByTwo:
      return Say::tr("A sale cancelled, a refund or goods taken back of so much wants a second person's PIN, or the owner's code; an owner who is alone in the shop needs nobody, or the own code where one is set up. 0: always. Empty: never.");
    case LimitName::LimitsByTwo:
      return Say::tr("1: whoever changes them needs a second person, or the owner's code. 0: the owner alone.");
  }
  return {};
}

QString limitIcon(LimitName name) {
  switch (name) {
    case LimitName::OfflineAmount:
    case LimitName::OfflineExposure:
      return QStringLiteral("wifi-off");
    case LimitName::OfflineCount:
      return QStringLiteral("copy");
    case LimitName::OfflineHours:
      return QStringLiteral("clock");
    case LimitName::AdminFee:
      return QStringLiteral("report-money");
    case LimitName::SenderFrom:
      return QStringLiteral("user");
    case LimitName::PerDayBeneficiary:
    case LimitName::PerDaySender:
      return QStringLiteral("send");
    case LimitName::LockAfter:
      return QStringLiteral("lock");
    case LimitName::StepUpFrom:
    case LimitName::StepUpNewNumber:
    case LimitName::RefundByTwo:
    case LimitName::LimitsByTwo:
      return QStringLiteral("user");
  }
  return {};
}

QString limitValue(LimitName name, const QString& typed) {
  if (name == LimitName::OfflineCount)
    return grouped(typed.toInt());
  if (name == LimitName::OfflineHours)
    return Say::tr("%n hour(s)", nullptr, typed.toInt());
  if (name == LimitName::LockAfter)
    return typed.toInt() == 0 ? Say::tr("never") : Say::tr("%n minute(s)", nullptr, typed.toInt());
  if ((name == LimitName::StepUpFrom || name == LimitName::StepUpNewNumber) && typed.toLongLong() == 0)
    return Say::tr("never");
  if (name == LimitName::LimitsByTwo)
    return typed.toInt() == 0 ? Say::tr("no") : Say::tr("yes");
  if (name == LimitName::RefundByTwo && typed.isEmpty())
    return Say::tr("never");
  if (name == LimitName::RefundByTwo && typed.toLongLong() == 0)
    return Say::tr("always");
  if (typed.isEmpty())
    return Say::tr("no limit");
  return rupiah(Money::from(typed.toLongLong()).value_or(Money{}));
}

QString limitWarning(LimitName name, const QString& typed) {
  if (name != LimitName::LockAfter || typed.toInt() != 0)
    return {};
  return Say::tr("The counter never locks itself: whoever walks by sells in the name of whoever left.");
}

QString limitRange(LimitName name) {
  if (name == LimitName::LockAfter)
    return Say::tr("Whole minutes up to %1; 0: never.").arg(grouped(kLockMinutesMax));
  if (name == LimitName::LimitsByTwo)
    return Say::tr("1 or 0.");
  if (name == LimitName::OfflineCount)
    return Say::tr("A whole number up to %1.").arg(grouped(kOfflineCountMax));
  if (name == LimitName::OfflineHours)
    return Say::tr("Whole hours up to %1.").arg(grouped(static_cast<int>(kOfflineAgeMax.ms / Duration::hours(1).ms)));
  return Say::tr("At most %1.").arg(rupiah(kLimitMax));
}

}  // namespace loket::ui::text

#include "ui/text/groups.h"

#include <QCoreApplication>
#include <QStringList>

#include "ui/text/amounts.h"
#include "ui/text/errors.h"

namespace loket::ui::text {
namespace {

struct Say {
  Q_DECLARE_TR_FUNCTIONS(GroupText)
};

}  // namespace

QString groupLineWord(GroupLineStanding standing) {
  switch (standing) {
    case GroupLineStanding::Payable:
      return Say::tr("To be paid");
    case GroupLineStanding::LeftOut:
      return Say::tr("Left out");
    case GroupLineStanding::NotPossible:
      return Say::tr("Not now");
    case GroupLineStanding::PaidToday:
      return Say::tr("was paid today");
  }
  return {};
}

QString groupLineReason(const Error& error) { return sentence(error); }

QString groupSize(std::size_t members) {
  return members == 0 ? Say::tr("nobody on the list yet") : Say::tr("%1 on the list").arg(grouped(static_cast<int>(members)));
}

QString groupFields(const InquiryFields& fields) {
  QStringList parts;
  if (!fields.taxYear.empty())
    parts << Say::tr("tax year %1").arg(QString::fromStdString(fields.taxYear));
  if (!fields.ownerId.empty())
    parts << Say::tr("owner %1").arg(QString::fromStdString(maskedOwnerId(fields.ownerId)));
  if (!fields.months.empty())
    parts << Say::tr("%n months", nullptr, QString::fromStdString(fields.months).toInt());
  return parts.join(QStringLiteral(" · "));
}

QString groupFieldName(InquiryField field) {
  switch (field) {
    case InquiryField::TaxYear:
      return Say::tr("Tax year");
    case InquiryField::OwnerId:
      return Say::tr("Identity number (NIK) of the vehicle's owner");
    case InquiryField::Months:
      return Say::tr("How many months");
  }
  return {};
}

QString groupFieldWord(InquiryField field) {
  switch (field) {
    case InquiryField::TaxYear:
      return Say::tr("tax year");
    case InquiryField::OwnerId:
      return Say::tr("owner");
    case InquiryField::Months:
      return Say::tr("months");
  }
  return {};
}

QString groupFieldHint(InquiryField field) {
  switch (field) {
    case InquiryField::TaxYear:
      return Say::tr("tax year; empty: the year of paying");
    case InquiryField::OwnerId:
      return Say::tr("the owner's identity number (NIK), 16 digits");
    case InquiryField::Months:
      return Say::tr("months at once, 1 to 12; empty: one");
  }
  return {};
}

QString groupSentence(const Error& error) {
  if (error.code == ErrorCode::NameInvalid)
    return error.detail == "taken" ? Say::tr("Another group has that name.")
                                   : Say::tr("A name is needed, of letters and not too long.");
  if (error.code == ErrorCode::NumberInvalid && error.detail == "taken")
    return Say::tr("That number is on the list already.");
  if (error.code == ErrorCode::NumberInvalid && error.detail == "many")
    return Say::tr("The list is full. Begin another group.");
  if (error.code == ErrorCode::AmountInvalid)
    return Say::tr("Only bills and what has a price can stand on the list.");
  return sentence(error);
}

}  // namespace loket::ui::text

#include "ui/text/complaints.h"

#include <QCoreApplication>
#include <QStringList>

#include "ui/text/errors.h"
#include "ui/text/families.h"
#include "ui/text/times.h"

namespace loket::ui::text {
namespace {

using complaint::Outcome;
using complaint::Step;

struct Say {
  Q_DECLARE_TR_FUNCTIONS(ComplaintText)
};

}  // namespace

QString outcomeWord(Outcome outcome) {
  switch (outcome) {
    case Outcome::Solved:
      return Say::tr("Solved: it works now");
    case Outcome::PaidBack:
      return Say::tr("The customer has the money back");
    case Outcome::Nothing:
      return Say::tr("Nothing was wrong");
  }
  return {};
}

QString complaintWord(const complaint::Complaint& complaint) {
  const auto outcome = complaint.outcome();
  if (!outcome)
    return Say::tr("open");
  switch (*outcome) {
    case Outcome::Solved:
      return Say::tr("closed, solved");
    case Outcome::PaidBack:
      return Say::tr("closed, money back");
    case Outcome::Nothing:
      return Say::tr("closed, nothing wrong");
  }
  return {};
}

QString entryHead(const complaint::Entry& entry, Instant now) {
  const QString head = shortTime(entry.at, now) + QStringLiteral(" · ") + spokenName(entry.by.str());
  switch (entry.step) {
    case Step::Opened:
      return head + QStringLiteral(" · ") + Say::tr("the customer says");
    case Step::Noted:
      return head;
    case Step::Closed:
      return entry.outcome ? head + QStringLiteral(" · ") + outcomeWord(*entry.outcome) : head;
  }
  return head;
}

QString contactLines(const SupplierContact& contact) {
  QStringList lines;
  if (!contact.name.empty())
    lines << QString::fromStdString(contact.name);
  if (!contact.whatsapp.empty())
    lines << QStringLiteral("WhatsApp ") + groupedNumber(Family::Pulsa, contact.whatsapp);
  if (!contact.phone.empty())
    lines << Say::tr("Phone %1").arg(QString::fromStdString(contact.phone));
  if (!contact.email.empty())
    lines << QString::fromStdString(contact.email);
  if (!contact.hours.empty())
    lines << QString::fromStdString(contact.hours);
  return lines.join(QLatin1Char('\n'));
}

QString complaintSentence(const Error& error) {
  if (error.code == ErrorCode::ReasonMissing)
    return Say::tr("Write it down in a few words first.");
  if (error.code == ErrorCode::NameInvalid)
    return error.detail == "reach" ? Say::tr("How to reach the customer: at most 60 letters.")
                                   : Say::tr("At most 240 letters at once. Write the rest as another note.");
  if (error.code == ErrorCode::StateForbids)
    return error.detail == "closed" ? Say::tr("It was closed meanwhile.")
                                    : Say::tr("A complaint is open already.");
  return sentence(error);
}

}  // namespace loket::ui::text

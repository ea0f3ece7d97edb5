#include "ui/text/customers.h"

#include <QCoreApplication>
#include <QStringList>
#include <algorithm>

#include "ui/text/amounts.h"
#include "ui/text/errors.h"
#include "ui/text/families.h"
#include "ui/text/times.h"

namespace loket::ui::text {
namespace {

struct Say {
  Q_DECLARE_TR_FUNCTIONS(CustomerText)
};

constexpr std::size_t kNumbersInLine = 2;

QString countOf(std::size_t count) {
  return grouped(static_cast<int>(count));
}

}  // namespace

QString kindName(Family family) {
  switch (family) {
    case Family::Pulsa:
    case Family::Data:
      return Say::tr("Phone");
    case Family::PlnToken:
      return Say::tr("PLN meter");
    case Family::PlnBill:
      return Say::tr("PLN customer ID");
    case Family::EMoney:
      return Say::tr("E-money");
    case Family::Game:
      return Say::tr("Game");
    case Family::Water:
      return Say::tr("Water (PDAM)");
    case Family::Internet:
      return Say::tr("Internet");
    case Family::Health:
      return Say::tr("BPJS");
    case Family::Gas:
      return Say::tr("Gas");
    case Family::Television:
      return Say::tr("TV");
    case Family::Finance:
      return Say::tr("Instalments");
    case Family::Tax:
      return Say::tr("Land tax");
    case Family::VehicleTax:
      return Say::tr("Plate");
    case Family::Transfer:
      return Say::tr("Bank account");
    case Family::VirtualAccount:
      return Say::tr("Virtual account");
    case Family::Other:
      return Say::tr("Other number");
  }
  return {};
}

QString numbersLine(const std::vector<customer::Number>& numbers) {
  if (numbers.empty())
    return Say::tr("no number yet");
  QStringList parts;
  for (std::size_t i = 0; i < std::min(numbers.size(), kNumbersInLine); ++i)
    parts << groupedNumber(numbers[i].family, numbers[i].number);
  if (numbers.size() > kNumbersInLine)
    parts << Say::tr("%1 more").arg(countOf(numbers.size() - kNumbersInLine));
  return parts.join(QStringLiteral(" · "));
}

QString purchaseLine(const api::PurchaseView& purchase, Instant now) {
  const QString what = purchase.productName.empty() ? familyName(purchase.family)
                                                    : QString::fromStdString(purchase.productName);
  return ago(now - purchase.lastAt) + QStringLiteral(" · ") + what;
}

QString customerCount(std::int64_t count) {
  const QString number = grouped(static_cast<int>(std::min<std::int64_t>(count, 2'000'000'000)));
  return count == 1 ? Say::tr("1 customer") : Say::tr("%1 customers").arg(number);
}

QString customerSentence(const Error& error) {
  if (error.code == ErrorCode::CommitUnsure)
    return Say::tr("It may be kept already. Open Loket again and look before you repeat it.");
  if (error.code == ErrorCode::NameInvalid && error.detail == "taken")
    return Say::tr(
        "There is a customer with this name already. Add something that tells them apart: RT 3, the "
        "workshop.");
  if (error.code == ErrorCode::NameInvalid && error.detail == "note")
    return Say::tr("The note is too long. Keep it short.");
  if (error.code == ErrorCode::NameInvalid)
    return Say::tr("Type the customer's name, at most 60 letters.");
  if (error.code == ErrorCode::NumberInvalid && error.detail == "taken")
    return Say::tr("One of the numbers stands in another customer's name.");
  if (error.code == ErrorCode::NumberInvalid && error.detail == "many")
    return Say::tr("A customer has at most 20 numbers.");
  if (error.code == ErrorCode::NumberInvalid && error.detail == "length-4-to-24")
    return Say::tr("A number has 4 to 24 digits. Count them again.");
  if (error.code == ErrorCode::StateForbids && error.detail == "bon")
    return Say::tr("This customer still owes something. Take the money first.");
  if (error.code == ErrorCode::NotFound)
    return Say::tr("That is not there any more.");
  return sentence(error);
}

QString fateWord(customer::ImportFate fate) {
  switch (fate) {
    case customer::ImportFate::New:
      return Say::tr("New");
    case customer::ImportFate::MoreNumbers:
      return Say::tr("More numbers");
    case customer::ImportFate::Known:
      return Say::tr("Already there");
    case customer::ImportFate::Unusable:
      return Say::tr("Not usable");
  }
  return {};
}

QString problemSentence(customer::ContactProblem problem) {
  switch (problem) {
    case customer::ContactProblem::NoName:
      return Say::tr("the name is missing");
    case customer::ContactProblem::NameInvalid:
      return Say::tr("the name is too long");
    case customer::ContactProblem::NoNumber:
      return Say::tr("the number is missing");
    case customer::ContactProblem::NumberInvalid:
      return Say::tr("not a number that can be sold to");
    case customer::ContactProblem::NumberForeign:
      return Say::tr("a number of another country");
    case customer::ContactProblem::NumberRounded:
      return Say::tr("rounded by the spreadsheet: make the column text and export again");
    case customer::ContactProblem::TooManyNumbers:
      return Say::tr("more than 20 numbers for one customer");
    case customer::ContactProblem::QuoteOpen:
      return Say::tr("a quotation mark is not closed");
  }
  return {};
}

QString problemSentence(customer::FileProblem problem) {
  switch (problem) {
    case customer::FileProblem::Empty:
      return Say::tr("There is no customer in this file.");
    case customer::FileProblem::NotText:
      return Say::tr("This is no contacts file. Export it again as vCard (.vcf) or CSV.");
    case customer::FileProblem::TooLong:
      return Say::tr("This file is longer than 16 MB. Divide it, and import the parts.");
    case customer::FileProblem::TooMany:
      return Say::tr("More than 20.000 customers are in this file. Divide it, and import the parts.");
  }
  return {};
}

QString planLine(const customer::ImportPlan& plan) {
  QStringList parts{Say::tr("%1 new").arg(countOf(plan.fresh))};
  if (plan.more > 0)
    parts << Say::tr("%1 with more numbers").arg(countOf(plan.more));
  if (plan.known > 0)
    parts << Say::tr("%1 already there").arg(countOf(plan.known));
  if (plan.unusable > 0)
    parts << Say::tr("%1 not usable").arg(countOf(plan.unusable));
  return parts.join(QStringLiteral(" · "));
}

QString importedLine(const api::ImportView& import) {
  if (import.id.empty())
    return Say::tr("Everything in the file was there already.");
  QStringList parts{Say::tr("Kept: %1").arg(customerCount(static_cast<std::int64_t>(import.fresh)))};
  if (import.more > 0)
    parts << Say::tr("%1 with more numbers").arg(countOf(import.more));
  return parts.join(QStringLiteral(" · "));
}

}  // namespace loket::ui::text

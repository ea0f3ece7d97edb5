#include "ui/text/paper.h"

#include <QCoreApplication>

#include "core/domain/identity/logo.h"
#include "core/domain/identity/outlet.h"
#include "ui/text/errors.h"

namespace loket::ui::text {
namespace {

struct Say {
  Q_DECLARE_TR_FUNCTIONS(PaperText)
};

}  // namespace

std::vector<PaperKind> paperKinds() {
  return {{QStringLiteral("generic-58mm"), Say::tr("58 mm")},
          {QStringLiteral("generic-80mm"), Say::tr("80 mm, cuts")},
          {QStringLiteral("epson-58mm"), Say::tr("58 mm Epson")},
          {QStringLiteral("epson-80mm"), Say::tr("80 mm Epson")},
          {QStringLiteral("status-58mm"), Say::tr("58 mm, answers")},
          {QStringLiteral("status-80mm"), Say::tr("80 mm, answers")},
          {QStringLiteral("pocket-58mm"), Say::tr("58 mm pocket")},
          {QStringLiteral("old-58mm"), Say::tr("58 mm, old")},
          {QStringLiteral("old-80mm"), Say::tr("80 mm, old")},
          {QStringLiteral("escp-half-letter"), Say::tr("Half letter form")},
          {QStringLiteral("escp-letter"), Say::tr("Letter form")}};
}

QString trialSentence(const api::PrintView& print) {
  switch (print.outcome) {
    case api::PrintOutcome::NoPrinter:
      return Say::tr("Choose a printer first, or type its address.");
    case api::PrintOutcome::Queued:
    case api::PrintOutcome::Sent:
      return Say::tr(
          "Sent. Did it come out whole, in one row, with a code that a phone reads? Then keep it.");
    case api::PrintOutcome::Confirmed:
    case api::PrintOutcome::Seen:
      return Say::tr("The printer says that it is on paper. Look at it, then keep it.");
    case api::PrintOutcome::Unknown:
      return Say::tr("It stopped in the middle: look at paper and cable, then try again. (%1)")
          .arg(QString::fromStdString(print.detail));
    case api::PrintOutcome::Failed:
    case api::PrintOutcome::Dropped:
      return Say::tr("Nothing came out: is it switched on, and is this its address? (%1)")
          .arg(QString::fromStdString(print.detail));
  }
  return {};
}

QString paperSentence(const Error& error) {
  if (error.code == ErrorCode::StateForbids && error.detail == "paper")
    return Say::tr("Somebody else has changed printer or paper meanwhile. Look again before you keep it.");
  if (error.code != ErrorCode::ConfigInvalid)
    return sentence(error);
  if (error.detail == "printer.uri")
    return Say::tr("That is no address of a printer. 192.168.1.50 is one, or what the list above shows.");
  if (error.detail == "outlet.header" || error.detail == "outlet.footer")
    return Say::tr("A line has at most %1 letters.").arg(static_cast<int>(kShopLineMax));
  if (error.detail == "outlet.logo")
    return Say::tr("The picture does not fit: at most %1 by %2 dots.").arg(kLogoWidthMax).arg(kLogoHeightMax);
  return sentence(error);
}

}  // namespace loket::ui::text

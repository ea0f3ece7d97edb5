#include "ui/text/audit.h"

#include <QCoreApplication>

#include "ui/text/amounts.h"
#include "ui/text/errors.h"

namespace loket::ui::text {
namespace {

struct Say {
  Q_DECLARE_TR_FUNCTIONS(AuditText)
};

QString count(std::uint64_t number) {
  return grouped(Money::rupiah(static_cast<std::int64_t>(number)));
}

}  // namespace

QString auditText(const api::AuditReport& report) {
  QString words = Say::tr("%1 entries looked at, %2 of them compared with the steps of payments, with postings and the till; "
                          "payments compared with their steps: %3.")
                      .arg(count(report.leaves), count(report.particulars), count(report.payments));
  if (report.from > 0)
    words += QLatin1Char(' ') + Say::tr("%1 earlier ones are known by their seal only.").arg(count(report.from));
  if (report.erased > 0)
    words += QLatin1Char(' ') + Say::tr("Erased by order: %1.").arg(count(report.erased));
  return words;
}

QString auditFaultText(const api::AuditFault& fault) {
  const QString where = Say::tr("Entry %1").arg(count(fault.index));
  const auto said = [&where](const QString& what) { return QStringLiteral("%1: %2").arg(where, what); };
  if (fault.what == "event")
    return said(Say::tr("a payment's step is not what was written down"));
  if (fault.what == "posting")
    return said(Say::tr("a posting is not what was written down"));
  if (fault.what == "till")
    return said(Say::tr("a row of the till is not what was written down"));
  if (fault.what == "payment")
    return said(Say::tr("a payment is not what its steps make of it"));
  if (fault.what == "setting")
    return said(Say::tr("a setting is not what was written down"));
  if (fault.what == "missing" || fault.what == "gap" || fault.what == "leaf")
    return said(Say::tr("something is missing, or there twice"));
  if (fault.what == "erased")
    return said(Say::tr("it was erased, and what it was about is still there"));
  if (fault.what == "unlogged")
    return Say::tr("Something stands in the books that was never written down in the journal");
  if (fault.what == "signature")
    return Say::tr("What was signed last is not signed by this terminal");
  if (fault.what == "checkpoint")
    return Say::tr("The journal does not go on from what was signed last");
  return said(Say::tr("its seal does not fit"));
}

QString auditSentence(const Error& error) {
  if (error.code == ErrorCode::StateForbids && error.detail == "audit")
    return Say::tr("The journal is being looked at already.");
  if (error.code == ErrorCode::StateForbids)
    return Say::tr("The journal is not what was signed before: it is not signed again. Call for help, and keep the computer as it is.");
  return sentence(error);
}

}  // namespace loket::ui::text

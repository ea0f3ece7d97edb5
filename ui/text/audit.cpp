#include "ui/text/audit.h"

#include <QCoreApplication>
#include <QStringList>
#include <algorithm>

#include "ui/text/amounts.h"
#include "ui/text/errors.h"
#include "ui/text/reasons.h"
#include "ui/text/times.h"

namespace loket::ui::text {
namespace {

struct Say {
  Q_DECLARE_TR_FUNCTIONS(AuditText)
};

QString count(std::uint64_t number) {
  return grouped(Money::rupiah(static_cast<std::int64_t>(number)));
}

bool isLie(const std::string& word) {
  return word == "signature" || word == "key" || word == "size";
}

QString witnessTroubleText(const std::string& word) {
  if (word == "ahead" || word == "fork")
    return Say::tr("this shop's data is older than what it has seen, or a second copy of it is in use");
  if (isLie(word))
    return Say::tr("what it answers cannot be true: do not rely on it, and ask whoever runs it");
  if (word == "unknown-terminal")
    return Say::tr("it does not know this terminal: give the key of this terminal to whoever runs it");
  if (word == "time")
    return Say::tr("its clock or this computer's is a day off or more: set the clock right");
  if (word == "no-proof")
    return Say::tr("what it has seen is from before the database was made again: nothing can be proved to it");
  if (word == "refused")
    return Say::tr("it refuses what is signed here");
  if (word == "local")
    return Say::tr("what it answered could not be kept here");
  if (word == "tls" || word.rfind("certificate", 0) == 0)
    return Say::tr("it does not prove to be who it says: look at its address and its authority");
  if (word == "connect" || word == "timeout" || word == "resolve")
    return Say::tr("it cannot be reached");
  return reason(word, {}, {});
}

QString stampTroubleText(const std::string& word) {
  if (word == "not-granted" || word == "refused")
    return Say::tr("it stamps nothing that is signed here: ask whoever runs it");
  if (word == "signature" || word == "other-question" || word == "unreadable")
    return Say::tr("what it answers is no stamp of this authority: it was not taken");
  return witnessTroubleText(word);
}

}  // namespace

QString witnessedText(const api::Witnessed& seen) {
  if (seen.witnesses.empty())
    return {};
  QStringList names;
  for (const std::string& name : seen.names) names << QString::fromStdString(name);
  QStringList lines;
  lines << (seen.size == 0 ? Say::tr("No witness has seen it yet.")
                           : Say::tr("Witnessed: %1 entries, %2, by %3.").arg(count(seen.size), dateTime(seen.at), names.join(QStringLiteral(", "))));
  if (seen.missingSince.ms != 0)
    lines << Say::tr("What was signed at %1 and later is not witnessed yet.").arg(dateTime(seen.missingSince));
  for (const api::WitnessView& one : seen.witnesses)
    if (!one.trouble.empty())
      lines << QStringLiteral("%1: %2").arg(QString::fromStdString(one.name), witnessTroubleText(one.trouble));
  return lines.join(QLatin1Char('\n'));
}

QString stampedText(const api::Stamped& seen) {
  QString line = seen.url.empty() ? Say::tr("Time stamp: not set up.") : Say::tr("Time stamp: none yet.");
  if (seen.last)
    line = Say::tr("Time stamp: %1 entries, %2.").arg(count(seen.last->size), dateTime(seen.last->at));
  if (seen.last && seen.last->isClockApart())
    line += QLatin1Char(' ') + Say::tr("By this computer's clock it was %1: set the clock right.").arg(dateTime(seen.last->keptAt));
  if (!seen.trouble.empty())
    line += QLatin1Char(' ') + Say::tr("None since %1: %2.").arg(dateTime(seen.since), stampTroubleText(seen.trouble));
  return line;
}

QString witnessStrip(const api::WitnessAlarm& alarm) {
  if (alarm.word == "unwitnessed")
    return Say::tr("The journal has not been witnessed since %1. Selling goes on.").arg(dateTime(alarm.since));
  if (alarm.word == "away")
    return Say::tr("Waiting for the witness %1 since %2. Selling goes on.").arg(QString::fromStdString(alarm.name), dateTime(alarm.since));
  if (alarm.word == "lies")
    return Say::tr("The witness %1 answers what cannot be true. Selling goes on.").arg(QString::fromStdString(alarm.name));
  return Say::tr("This shop's data is older than a witness has seen, or a second copy is in use. Tell the owner.");
}

QString homeStrip(const api::HomeAlarm& alarm) {
  switch (alarm.kind) {
    case api::HomeAlarm::Kind::JournalChanged:
      return Say::tr("What was written down has been changed since it was signed. Selling goes on. Tell the owner.");
    case api::HomeAlarm::Kind::SlotsOlder:
      return Say::tr("Older keys were put in place of this shop's: PINs of then open it. Tell the owner.");
    case api::HomeAlarm::Kind::RecoveredAlone:
      return Say::tr("The owner's PIN is new, by the recovery code alone. Not by the owner? Change PIN and code.");
  }
  return {};
}

bool isAgainstThisHome(const api::Witnessed& seen) {
  return std::any_of(seen.witnesses.begin(), seen.witnesses.end(),
                     [](const api::WitnessView& one) { return one.trouble == "ahead" || one.trouble == "fork"; });
}

QString auditText(const api::AuditReport& report) {
  QString words = Say::tr("%1 entries looked at, %2 of them compared with what stands in the books; "
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
  if (fault.what == "print")
    return said(Say::tr("a paper is not what was written down"));
  if (fault.what == "message")
    return said(Say::tr("a message to a customer is not what was written down"));
  if (fault.what == "customer" || fault.what == "group")
    return said(Say::tr("the customer book is not what was written down"));
  if (fault.what == "complaint")
    return said(Say::tr("a complaint is not what was written down"));
  if (fault.what == "batch")
    return said(Say::tr("what a batch did is not what was written down"));
  if (fault.what == "ticket")
    return said(Say::tr("a deposit ticket is not what was written down"));
  if (fault.what == "collection")
    return said(Say::tr("what the bank was asked to collect is not what was written down"));
  if (fault.what == "access")
    return said(Say::tr("who came and went is not what was written down"));
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
  if (fault.what == "stamp")
    return Say::tr("The journal does not go on from what was stamped");
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

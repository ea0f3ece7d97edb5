#include "ui/text/reconcile.h"

#include <QCoreApplication>

#include "ui/text/amounts.h"
#include "ui/text/errors.h"

namespace loket::ui::text {
namespace {

using reconcile::Class;
using reconcile::FileProblem;
using reconcile::Proposal;
using reconcile::RunState;

struct Say {
  Q_DECLARE_TR_FUNCTIONS(ReconcileText)
};

QString counted(std::int64_t count) {
  return grouped(static_cast<int>(count));
}

}  // namespace

QString classWord(Class cls) {
  switch (cls) {
    case Class::Match:
      return Say::tr("Agrees");
    case Class::OnlyOurs:
      return Say::tr("Only ours");
    case Class::OnlyTheirs:
      return Say::tr("Only theirs");
    case Class::AmountDiffers:
      return Say::tr("Another sum");
    case Class::StatusDiffers:
      return Say::tr("Another end");
    case Class::Duplicate:
      return Say::tr("Twice");
    case Class::OtherGoods:
      return Say::tr("Other goods");
    case Class::BadLine:
      return Say::tr("Unreadable");
  }
  return {};
}

QString proposalSentence(const reconcile::Finding& finding) {
  if (!finding.isOpen())
    return Say::tr("It is booked.");
  switch (finding.proposal) {
    case Proposal::None:
      return finding.cls == Class::BadLine ? Say::tr("Line %1 of the file cannot be read.").arg(finding.line) : QString();
    case Proposal::CorrectCost:
      return Say::tr("Book the cost as the supplier lists it.");
    case Proposal::BookDifference:
      return Say::tr("The supplier took this, and nobody here knows what for: book the difference.");
    case Proposal::ReviewSucceeded:
      return Say::tr("It succeeded there: two people decide it so (loketctl review).");
    case Proposal::ReviewFailed:
      return Say::tr("It failed there: two people decide it so (loketctl review).");
    case Proposal::SettleConflict:
      return Say::tr("It failed here and was paid there: find out with the supplier who has the money.");
    case Proposal::AskUpstream:
      return Say::tr("Ask the supplier about it.");
    case Proposal::LookInNextFile:
      return Say::tr("It is near the edge of this file: look into the next one.");
  }
  return {};
}

QString problemSentence(const reconcile::FileVerdict& verdict) {
  switch (verdict.problem) {
    case FileProblem::Empty:
      return Say::tr("The file lists nothing that has a date.");
    case FileProblem::Encoding:
      return Say::tr("The file is not a text.");
    case FileProblem::NoColumns:
      return Say::tr("No line names the columns: a reference and an amount, separated by | or ;");
    case FileProblem::NoTrailer:
      return Say::tr("The file is cut off after %1 lines: its last line with count and sum is missing.", nullptr,
                     static_cast<int>(verdict.found))
          .arg(counted(verdict.found));
    case FileProblem::BadTrailer:
      return Say::tr("The last line has no count and sum.");
    case FileProblem::CountDiffers:
      return Say::tr("The last line says %1 lines, the file has %2.", nullptr, static_cast<int>(verdict.told))
          .arg(counted(verdict.told), counted(verdict.found));
    case FileProblem::TotalDiffers:
      return Say::tr("The last line says %1 in all, the lines make %2.")
          .arg(rupiah(Money::from(verdict.told).value_or(Money{})), rupiah(Money::from(verdict.found).value_or(Money{})));
  }
  return {};
}

QString runWord(const reconcile::Run& run) {
  switch (run.state) {
    case RunState::Unfinished:
      return Say::tr("Not read to its end");
    case RunState::Unsound:
      return Say::tr("The file contradicts itself");
    case RunState::Final:
      return run.open == 0 ? Say::tr("Everything agrees")
                           : Say::tr("%1 of %2 lines to look at", nullptr, static_cast<int>(run.lines)).arg(counted(run.open), counted(run.lines));
  }
  return {};
}

QString reconcileSentence(const Error& error) {
  if (error.code == ErrorCode::NotFound)
    return Say::tr("This file cannot be read.");
  if (error.code == ErrorCode::StateForbids)
    return Say::tr("It is not as it was when the file was read: read the file again.");
  if (error.code == ErrorCode::ReasonMissing)
    return Say::tr("Say why it is booked; the books keep it.");
  return sentence(error);
}

}  // namespace loket::ui::text

#include "core/domain/reconcile/classify.h"

#include <utility>

#include "core/base/text.h"

namespace loket::reconcile {
namespace {

// Two companies' clocks, and the time from the send to the settling.
constexpr Duration kEdge = Duration::minutes(5);

// 62812..., +62 812... and 0812... are one number.
std::string plainNumber(std::string_view number) {
  std::string digits = digitsOf(number);
  if (digits.size() > 9 && digits.substr(0, 2) == "62")
    return "0" + digits.substr(2);
  return digits;
}

// A number that is written short or masked names nothing else.
bool isOtherNumber(const std::string& ours, const std::string& theirs) {
  if (theirs.empty() || theirs.find_first_of("*xX") != std::string::npos)
    return false;
  const std::string a = plainNumber(ours);
  const std::string b = plainNumber(theirs);
  return !a.empty() && !b.empty() && a != b;
}

Opinion differs(Proposal proposal) {
  return {Class::StatusDiffers, proposal};
}

Opinion whenTook(const Ours& ours, const SettlementLine& line, AmountBasis basis) {
  switch (line.status) {
    case TheirStatus::Succeeded:
      if (ours.amount == line.amount)
        return {};
      return {Class::AmountDiffers,
              basis == AmountBasis::Charged ? Proposal::CorrectCost : Proposal::AskUpstream};
    case TheirStatus::Pending:
      return differs(Proposal::LookInNextFile);
    case TheirStatus::Failed:
    case TheirStatus::Reversed:
      return differs(Proposal::AskUpstream);
  }
  return {};
}

Opinion whenOpen(const SettlementLine& line) {
  switch (line.status) {
    case TheirStatus::Succeeded:
      return differs(Proposal::ReviewSucceeded);
    case TheirStatus::Failed:
    case TheirStatus::Reversed:
      return differs(Proposal::ReviewFailed);
    case TheirStatus::Pending:
      return {};
  }
  return {};
}

Opinion whenNothing(const SettlementLine& line) {
  switch (line.status) {
    case TheirStatus::Succeeded:
      return differs(Proposal::SettleConflict);
    case TheirStatus::Pending:
      return differs(Proposal::AskUpstream);
    case TheirStatus::Failed:
    case TheirStatus::Reversed:
      return {};
  }
  return {};
}

Opinion whenReversed(const SettlementLine& line) {
  switch (line.status) {
    case TheirStatus::Succeeded:
    case TheirStatus::Pending:
      return differs(Proposal::AskUpstream);
    case TheirStatus::Failed:
    case TheirStatus::Reversed:
      return {};
  }
  return {};
}

}  // namespace

Standing standingOf(AttemptOutcome outcome, PaymentState state) {
  if (outcome == AttemptOutcome::Succeeded && state == PaymentState::Reversed)
    return Standing::Reversed;
  if (outcome == AttemptOutcome::Succeeded && state == PaymentState::Succeeded)
    return Standing::Took;
  switch (outcome) {
    case AttemptOutcome::NotSent:
    case AttemptOutcome::Refused:
    case AttemptOutcome::Failed:
      return Standing::Nothing;
    case AttemptOutcome::Undone:
      return Standing::Reversed;
    case AttemptOutcome::Armed:
    case AttemptOutcome::Pending:
    case AttemptOutcome::Suspect:
    case AttemptOutcome::Succeeded:
      return Standing::Open;
  }
  return Standing::Open;
}

Opinion compare(const Ours& ours, const SettlementLine& line, AmountBasis basis) {
  if (isOtherNumber(ours.number, line.number))
    return {Class::OtherGoods, Proposal::AskUpstream};
  switch (standingOf(ours.outcome, ours.state)) {
    case Standing::Took:
      return whenTook(ours, line, basis);
    case Standing::Open:
      return whenOpen(line);
    case Standing::Nothing:
      return whenNothing(line);
    case Standing::Reversed:
      return whenReversed(line);
  }
  return {};
}

Opinion onlyTheirs(const SettlementLine& line, AmountBasis basis) {
  const bool took = line.status == TheirStatus::Succeeded && line.amount.isPositive();
  return {Class::OnlyTheirs,
          took && basis == AmountBasis::Charged ? Proposal::BookDifference : Proposal::AskUpstream};
}

std::optional<Opinion> onlyOurs(const Ours& ours, Instant sentAt, Instant settledAt, const Period& period) {
  const Standing standing = standingOf(ours.outcome, ours.state);
  if (standing == Standing::Nothing || standing == Standing::Reversed)
    return std::nullopt;
  const Instant end = settledAt == Instant{} ? sentAt : settledAt;
  const auto inside = [&period](Instant t) { return t >= period.from && t < period.to; };
  if (!inside(sentAt) && !inside(end))
    return std::nullopt;
  const bool nearEdge = sentAt < period.from + kEdge || end + kEdge >= period.to;
  if (nearEdge)
    return Opinion{Class::OnlyOurs, Proposal::LookInNextFile};
  const bool open = standing == Standing::Open;
  return Opinion{Class::OnlyOurs, open && period.isComplete ? Proposal::ReviewFailed : Proposal::AskUpstream};
}

Money correctionOf(const Finding& finding) {
  const Money theirs = finding.theirAmount.value_or(Money{});
  return finding.proposal == Proposal::CorrectCost ? theirs - finding.ourAmount.value_or(Money{}) : theirs;
}

std::optional<Posting> postingFor(const Finding& finding, const UpstreamId& upstream, std::string why,
                                  Instant at) {
  if (!isPosting(finding.proposal))
    return std::nullopt;
  const Account against{
      finding.proposal == Proposal::CorrectCost ? AccountKind::Cost : AccountKind::Difference, {}};
  return Posting::create(finding.ref, at, std::move(why), {Leg{against, correctionOf(finding)}},
                         Account{AccountKind::Deposit, upstream});
}

}  // namespace loket::reconcile

// One pair, ours and theirs: the class and the proposal for every combination, and what a posting does to the
// books.
#include <QTest>

#include "core/domain/reconcile/classify.h"

using namespace loket;
using namespace loket::reconcile;

namespace {

Ours ours(AttemptOutcome outcome, PaymentState state, std::int64_t amount = 1000) {
  return {PaymentRef("LK1"), outcome, state, Money::rupiah(amount), "081234567890"};
}

SettlementLine theirs(TheirStatus status, std::int64_t amount = 1000) {
  SettlementLine line;
  line.reference = AttemptRef("LK1A");
  line.number = "081234567890";
  line.amount = Money::rupiah(amount);
  line.status = status;
  return line;
}

std::string text(const Opinion& opinion) {
  return std::string(wordOf(opinion.cls)) + " " + std::string(wordOf(opinion.proposal));
}

std::string text(const std::optional<Opinion>& opinion) {
  return opinion ? text(*opinion) : "nothing";
}

constexpr Instant kFrom{1'796'576'400'000};  // 2026-12-07T00:00:00+07:00
constexpr Instant kTo = kFrom + Duration::days(1);
constexpr Instant kNoon = kFrom + Duration::hours(12);

}  // namespace

class ReconcileTest : public QObject {
  Q_OBJECT

 private slots:
  void every_pair_has_its_class();
  void amounts_are_compared_only_where_both_took();
  void another_number_is_other_goods();
  void what_only_they_list();
  void what_only_we_have();
  void a_correction_moves_cost_and_deposit();
  void words_are_read_as_they_are_written();
};

void ReconcileTest::every_pair_has_its_class() {
  using A = AttemptOutcome;
  using P = PaymentState;
  using T = TheirStatus;
  struct Row {
    A outcome;
    P state;
    const char* opinions[4];  // they say succeeded, failed, pending, reversed
  };
  const Row rows[] = {
      {A::Succeeded,
       P::Succeeded,
       {"match none", "statusDiffers askUpstream", "statusDiffers lookInNextFile",
        "statusDiffers askUpstream"}},
      {A::Succeeded,
       P::Reversed,
       {"statusDiffers askUpstream", "match none", "statusDiffers askUpstream", "match none"}},
      {A::Succeeded,
       P::Review,
       {"statusDiffers reviewSucceeded", "statusDiffers reviewFailed", "match none",
        "statusDiffers reviewFailed"}},
      {A::Armed,
       P::Sending,
       {"statusDiffers reviewSucceeded", "statusDiffers reviewFailed", "match none",
        "statusDiffers reviewFailed"}},
      {A::Pending,
       P::Pending,
       {"statusDiffers reviewSucceeded", "statusDiffers reviewFailed", "match none",
        "statusDiffers reviewFailed"}},
      {A::Suspect,
       P::Suspect,
       {"statusDiffers reviewSucceeded", "statusDiffers reviewFailed", "match none",
        "statusDiffers reviewFailed"}},
      {A::Failed,
       P::Refunded,
       {"statusDiffers settleConflict", "match none", "statusDiffers askUpstream", "match none"}},
      {A::Failed,
       P::RefundDue,
       {"statusDiffers settleConflict", "match none", "statusDiffers askUpstream", "match none"}},
      {A::NotSent,
       P::Accepted,
       {"statusDiffers settleConflict", "match none", "statusDiffers askUpstream", "match none"}},
      // Another supplier has done it since: the first one took it all the same.
      {A::Refused,
       P::Succeeded,
       {"statusDiffers settleConflict", "match none", "statusDiffers askUpstream", "match none"}}};
  constexpr T kStatuses[] = {T::Succeeded, T::Failed, T::Pending, T::Reversed};
  for (const Row& row : rows)
    for (std::size_t i = 0; i < 4; ++i)
      QCOMPARE(text(compare(ours(row.outcome, row.state), theirs(kStatuses[i]), AmountBasis::Charged)),
               std::string(row.opinions[i]));
}

void ReconcileTest::amounts_are_compared_only_where_both_took() {
  const Ours took = ours(AttemptOutcome::Succeeded, PaymentState::Succeeded);
  QCOMPARE(text(compare(took, theirs(TheirStatus::Succeeded, 1001), AmountBasis::Charged)),
           std::string("amountDiffers correctCost"));
  QCOMPARE(text(compare(took, theirs(TheirStatus::Succeeded, 999), AmountBasis::Charged)),
           std::string("amountDiffers correctCost"));
  // Of a face value nothing follows for what they took.
  QCOMPARE(text(compare(took, theirs(TheirStatus::Succeeded, 999), AmountBasis::Face)),
           std::string("amountDiffers askUpstream"));
  QCOMPARE(text(compare(ours(AttemptOutcome::Failed, PaymentState::Refunded), theirs(TheirStatus::Failed, 0),
                        AmountBasis::Charged)),
           std::string("match none"));
}

void ReconcileTest::another_number_is_other_goods() {
  const Ours took = ours(AttemptOutcome::Succeeded, PaymentState::Succeeded);
  const auto withNumber = [&took](const char* number) {
    SettlementLine line = theirs(TheirStatus::Succeeded);
    line.number = number;
    return text(compare(took, line, AmountBasis::Charged));
  };
  for (const char* same :
       {"081234567890", "6281234567890", "+62 812-3456-7890", "", "0812****7890", "0812xxxx7890"})
    QCOMPARE(withNumber(same), std::string("match none"));
  for (const char* other : {"081234567891", "81234567890", "0812345678901"})
    QCOMPARE(withNumber(other), std::string("otherGoods askUpstream"));
}

void ReconcileTest::what_only_they_list() {
  QCOMPARE(text(onlyTheirs(theirs(TheirStatus::Succeeded), AmountBasis::Charged)),
           std::string("onlyTheirs bookDifference"));
  for (TheirStatus status : {TheirStatus::Failed, TheirStatus::Pending, TheirStatus::Reversed})
    QCOMPARE(text(onlyTheirs(theirs(status), AmountBasis::Charged)), std::string("onlyTheirs askUpstream"));
  QCOMPARE(text(onlyTheirs(theirs(TheirStatus::Succeeded, 0), AmountBasis::Charged)),
           std::string("onlyTheirs askUpstream"));
  QCOMPARE(text(onlyTheirs(theirs(TheirStatus::Succeeded), AmountBasis::Face)),
           std::string("onlyTheirs askUpstream"));
}

void ReconcileTest::what_only_we_have() {
  const Period day{kFrom, kTo, true};
  const Ours took = ours(AttemptOutcome::Succeeded, PaymentState::Succeeded);
  const Ours open = ours(AttemptOutcome::Suspect, PaymentState::Suspect);
  const Duration minute = Duration::minutes(1);
  QCOMPARE(text(onlyOurs(took, kNoon, kNoon + minute, day)), std::string("onlyOurs askUpstream"));
  QCOMPARE(text(onlyOurs(open, kNoon, Instant{}, day)), std::string("onlyOurs reviewFailed"));
  // A line that could not be read may have been this one.
  QCOMPARE(text(onlyOurs(open, kNoon, Instant{}, {kFrom, kTo, false})), std::string("onlyOurs askUpstream"));
  // Over the cut-off, and close to it on either side.
  QCOMPARE(text(onlyOurs(took, kTo - minute, kTo + minute, day)), std::string("onlyOurs lookInNextFile"));
  QCOMPARE(text(onlyOurs(took, kFrom - minute, kFrom + minute, day)), std::string("onlyOurs lookInNextFile"));
  QCOMPARE(text(onlyOurs(took, kTo - Duration::minutes(5), kTo - Duration::minutes(5), day)),
           std::string("onlyOurs lookInNextFile"));
  QCOMPARE(text(onlyOurs(took, kTo - Duration::minutes(6), kTo - Duration::minutes(6), day)),
           std::string("onlyOurs askUpstream"));
  QCOMPARE(text(onlyOurs(open, kFrom + Duration::minutes(4), Instant{}, day)),
           std::string("onlyOurs lookInNextFile"));
  // Another day's.
  QCOMPARE(text(onlyOurs(took, kFrom - Duration::hours(2), kFrom - minute, day)), std::string("nothing"));
  QCOMPARE(text(onlyOurs(took, kTo, kTo + minute, day)), std::string("nothing"));
  // Nothing was taken: nothing is missing there.
  for (const Ours& none : {ours(AttemptOutcome::Failed, PaymentState::Refunded),
                           ours(AttemptOutcome::Succeeded, PaymentState::Reversed)})
    QCOMPARE(text(onlyOurs(none, kNoon, kNoon, day)), std::string("nothing"));
}

void ReconcileTest::a_correction_moves_cost_and_deposit() {
  Finding finding;
  finding.ref = PaymentRef("LK1");
  finding.theirAmount = Money::rupiah(10'300);
  finding.ourAmount = Money::rupiah(10'250);
  finding.proposal = Proposal::CorrectCost;
  const auto legs = [&finding] {
    std::string out;
    if (const auto posting = postingFor(finding, UpstreamId("digi"), "why", kNoon))
      for (const Leg& leg : posting->legs())
        out += nameOf(leg.account) + " " + std::to_string(leg.amount.amount()) + " ";
    return out;
  };
  QCOMPARE(legs(), std::string("cost 50 deposit:digi -50 "));
  finding.theirAmount = Money::rupiah(10'000);
  QCOMPARE(legs(), std::string("cost -250 deposit:digi 250 "));
  finding.proposal = Proposal::BookDifference;
  QCOMPARE(legs(), std::string("difference 10000 deposit:digi -10000 "));
  for (Proposal proposal : {Proposal::None, Proposal::ReviewSucceeded, Proposal::ReviewFailed,
                            Proposal::SettleConflict, Proposal::AskUpstream, Proposal::LookInNextFile}) {
    finding.proposal = proposal;
    QCOMPARE(legs(), std::string());
  }
}

void ReconcileTest::words_are_read_as_they_are_written() {
  for (std::size_t i = 0; i < kClassCount; ++i)
    QVERIFY(classFromWord(wordOf(static_cast<Class>(i))) == static_cast<Class>(i));
  for (int i = 0; i <= static_cast<int>(Proposal::LookInNextFile); ++i)
    QVERIFY(proposalFromWord(wordOf(static_cast<Proposal>(i))) == static_cast<Proposal>(i));
  for (RunState state : {RunState::Unfinished, RunState::Unsound, RunState::Final})
    QVERIFY(runStateFromWord(wordOf(state)) == state);
  for (int i = 0; i <= static_cast<int>(FileProblem::TotalDiffers); ++i)
    QVERIFY(fileProblemFromWord(wordOf(static_cast<FileProblem>(i))) == static_cast<FileProblem>(i));
}

QTEST_APPLESS_MAIN(ReconcileTest)
#include "reconcile_test.moc"

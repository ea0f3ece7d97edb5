// Another upstream, people who decide, truth that comes late: from every state, with the money it moves.
#include <QTest>
#include <map>

#include "core/domain/ledger/ledger.h"
#include "core/domain/payment/decide.h"
#include "tests/unit/domain/sample_sale.h"

using namespace loket;
using namespace loket::test;

namespace {

const Instant kLater = kSaleAt + Duration::hours(1);

// Books of one payment: the balances after its events.
struct Ledger {
  std::map<std::string, Money> balances;
  Payment payment;

  void apply(const Events& events) {
    for (const PaymentEvent& event : events) {
      for (const Posting& posting : postingsFor(payment, event))
        for (const Leg& leg : posting.legs()) balances[nameOf(leg.account)] += leg.amount;
      payment = evolve(payment, event);
    }
  }
  Money of(const std::string& account) { return balances[account]; }
};

// A sale that was paid with its exact total, up to `state`, with its books.
Ledger booksIn(PaymentState state) {
  Ledger ledger;
  const Events accepted = *decideAccept(proposedSale());
  ledger.payment = start(std::get<AcceptedEvent>(accepted.front().body));
  for (const Posting& posting : postingsFor(ledger.payment, accepted.front()))
    for (const Leg& leg : posting.legs()) ledger.balances[nameOf(leg.account)] += leg.amount;
  const auto say = [&](VerdictKind kind) {
    ledger.apply(decideVerdict(ledger.payment, said(kind), false, kSaleAt));
  };
  if (state == PaymentState::Accepted)
    return ledger;
  ledger.apply(*decideArm(ledger.payment, attemptFor(ledger.payment), ledger.payment.cost, kSaleAt));
  switch (state) {
    case PaymentState::Sending:
      break;
    case PaymentState::Pending:
      say(VerdictKind::Pending);
      break;
    case PaymentState::Suspect:
      say(VerdictKind::Unknown);
      break;
    case PaymentState::Succeeded:
      say(VerdictKind::Succeeded);
      break;
    case PaymentState::RefundDue:
      say(VerdictKind::Failed);
      break;
    case PaymentState::Refunded:
      say(VerdictKind::Failed);
      ledger.apply(*decideRefund(ledger.payment, UserName("sri"), kSaleAt));
      break;
    case PaymentState::Review:
      say(VerdictKind::Unknown);
      ledger.apply(*decideReview(ledger.payment, "unanswered", kSaleAt));
      break;
    case PaymentState::Accepted:
    case PaymentState::Failed:
    case PaymentState::Cancelled:
    case PaymentState::Reversed:
      break;
  }
  return ledger;
}

// The shop's own 50.000 for a ticket, armed at the bank, with its books.
Ledger topUpUnderWay() {
  Payment proposed = proposedSale();
  proposed.bon = purseOf({TicketId("T1"), UpstreamId("iak")});
  proposed.cash = Money{};
  proposed.cost = proposed.total();
  Ledger ledger;
  const Events accepted = *decideAccept(proposed);
  ledger.payment = start(std::get<AcceptedEvent>(accepted.front().body));
  for (const Posting& posting : postingsFor(ledger.payment, accepted.front()))
    for (const Leg& leg : posting.legs()) ledger.balances[nameOf(leg.account)] += leg.amount;
  ledger.apply(*decideArm(ledger.payment, attemptFor(ledger.payment), ledger.payment.cost, kSaleAt));
  return ledger;
}

constexpr const char* kPurse = "bon:ticket:T1:iak";

Verdict saidOf(VerdictKind kind) {
  Verdict verdict = said(kind);
  verdict.cost = {};
  return verdict;
}

// Refused by the first, armed at the second.
Ledger reroutedSale() {
  Ledger books = booksIn(PaymentState::Sending);
  books.apply(decideVerdict(books.payment, said(VerdictKind::RefusedForNow), false, kSaleAt));
  books.apply(*decideReroute(books.payment, {UpstreamId("iak"), Sku("pln50"), Money::rupiah(50'300), "44"}, kSaleAt));
  books.apply(*decideArm(books.payment, attemptFor(books.payment), books.payment.cost, kSaleAt));
  return books;
}

Verdict cheaper() {
  Verdict verdict = said(VerdictKind::Succeeded);
  verdict.serial = "FIRST";
  verdict.cost = Money::rupiah(50'050);
  return verdict;
}

// And the first has delivered after all, while the second is in this state.
Ledger deliveredTwice(PaymentState state) {
  Ledger books = reroutedSale();
  books.apply(decideLateSuccess(books.payment, 1, cheaper(), kLater));
  if (state == PaymentState::Suspect)
    books.apply(decideVerdict(books.payment, said(VerdictKind::Unknown), false, kLater));
  if (state == PaymentState::Succeeded)
    books.apply(decideVerdict(books.payment, said(VerdictKind::Succeeded), false, kLater));
  return books;
}

void isForPeople(Ledger& books) {
  QVERIFY(books.payment.state == PaymentState::Review);
  QCOMPARE(books.payment.conflict, std::string("late-success"));
  QVERIFY(books.payment.liveAttempt() != nullptr && books.payment.liveAttempt()->no == 1);
  QVERIFY(books.payment.tookTooAttempt() == nullptr && !books.payment.cashWentBack());
  QCOMPARE(books.of("held"), -books.payment.total());
  for (const char* name : {"difference", "deposit:digi", "deposit:iak", "refundsDue"})
    QVERIFY2(books.of(name).isZero(), name);
}

// The sale is the first's, with what it took, and nobody else's.
void isSoldByTheFirst(Ledger& books) {
  QCOMPARE(books.payment.upstream, UpstreamId("digi"));
  QCOMPARE(books.payment.serial, std::string("FIRST"));
  QCOMPARE(books.payment.cost, Money::rupiah(50'050));
  QVERIFY(books.payment.liveAttempt() != nullptr && books.payment.liveAttempt()->no == 1);
  QCOMPARE(books.of("deposit:digi"), -Money::rupiah(50'050));
  QCOMPARE(books.of("cost"), Money::rupiah(50));
  for (const char* name : {"difference", "deposit:iak", "refundsDue", "held"})
    QVERIFY2(books.of(name).isZero(), name);
}

Approval both(const char* reason = "menurut laporan pemasok") {
  return {UserName("sri"), UserName("budi"), false, reason};
}

ErrorCode codeOf(const Result<Events>& events) {
  return events ? ErrorCode::Internal : events.error().code;
}

}  // namespace

class SettleTest : public QObject {
  Q_OBJECT
 private slots:
  void twoPeopleOrOneAndTheCode() {
    const Payment p = saleIn(PaymentState::Review);
    const auto with = [&](Approval approval) {
      return codeOf(decideManually(p, ManualOutcome::Failed, approval, {}, kLater));
    };
    QVERIFY(with(both()) == ErrorCode::Internal);
    QVERIFY(with({UserName("sri"), std::nullopt, true, "tidak ada di mutasi"}) == ErrorCode::Internal);
    QVERIFY(with({UserName("sri"), std::nullopt, false, "tidak ada di mutasi"}) ==
            ErrorCode::ApprovalMissing);
    QVERIFY(with({UserName("sri"), UserName("sri"), false, "tidak ada di mutasi"}) ==
            ErrorCode::ApprovalMissing);
    // However it is spelt.
    for (const char* same : {"SRI", "Sri", " sri "})
      QVERIFY(with({UserName("sri"), UserName(same), false, "tidak ada di mutasi"}) ==
              ErrorCode::ApprovalMissing);
    QVERIFY(with({UserName("sri"), UserName(""), false, "tidak ada di mutasi"}) ==
            ErrorCode::ApprovalMissing);
    QVERIFY(with({UserName(""), UserName("budi"), false, "tidak ada di mutasi"}) ==
            ErrorCode::ApprovalMissing);
    QVERIFY(with(both("   ok ")) == ErrorCode::ReasonMissing);
    QVERIFY(with(both(std::string(kReasonMax + 1, 'x').c_str())) == ErrorCode::ReasonMissing);
  }
  void whereTheUpstreamMayStillSpeakNobodyDecides() {
    for (const PaymentState state : {PaymentState::Accepted, PaymentState::Sending, PaymentState::Pending,
                                     PaymentState::Suspect, PaymentState::Succeeded}) {
      const Payment p = saleIn(state);
      QVERIFY(codeOf(decideManually(p, ManualOutcome::Failed, both(), {}, kLater)) ==
              ErrorCode::StateForbids);
      QVERIFY(codeOf(decideManually(p, ManualOutcome::Succeeded, both(), {}, kLater)) ==
              ErrorCode::StateForbids);
      QVERIFY(codeOf(decideManually(p, ManualOutcome::Acknowledged, both(), {}, kLater)) ==
              ErrorCode::StateForbids);
    }
  }
  void theShopsOwnMoneyIsBackWhereItWas() {
    // Refused, failed or never sent: no cash is handed to anybody, and nothing waits in the queue for a
    // better hour.
    for (const VerdictKind kind : {VerdictKind::Failed, VerdictKind::NotSent, VerdictKind::RefusedForNow,
                                   VerdictKind::RefusedByConfig}) {
      Ledger books = topUpUnderWay();
      QCOMPARE(books.of(kPurse), Money::rupiah(52'500));
      books.apply(decideVerdict(books.payment, saidOf(kind), false, kLater));
      QVERIFY(books.payment.state == PaymentState::Refunded && !books.payment.owesCash());
      for (const auto& [account, balance] : books.balances) QVERIFY2(balance.isZero(), account.c_str());
      QVERIFY(codeOf(decideRefund(books.payment, UserName("sri"), kLater)) == ErrorCode::StateForbids);
      QVERIFY(books.payment.reason == "rc");
    }
    Ledger suspect = topUpUnderWay();
    suspect.apply(decideVerdict(suspect.payment, saidOf(VerdictKind::Unknown), false, kLater));
    QVERIFY(suspect.payment.state == PaymentState::Suspect);
    QCOMPARE(suspect.of(kPurse), Money::rupiah(52'500));
    suspect.apply(decideVerdict(suspect.payment, saidOf(VerdictKind::NotSent), true, kLater));
    QVERIFY(suspect.payment.state == PaymentState::Suspect);
    suspect.apply(*decideReview(suspect.payment, "unanswered", kLater));
    suspect.apply(*decideManually(suspect.payment, ManualOutcome::Failed, both(), {}, kLater));
    QVERIFY(suspect.payment.state == PaymentState::Refunded);
    QCOMPARE(suspect.of(kPurse), Money{});
  }
  void theShopsOwnMoneyThatComesLateOrGoesBack() {
    Ledger books = topUpUnderWay();
    books.apply(decideVerdict(books.payment, saidOf(VerdictKind::Succeeded), false, kLater));
    QCOMPARE(books.of("feeIncome") + books.of("cost"), Money{});
    QCOMPARE(books.of("deposit:digi"), Money::rupiah(-52'500));
    Verdict undone = saidOf(VerdictKind::Failed);
    undone.undoes = Undoes::ASuccess;
    books.apply(decideTakenBack(books.payment, 1, undone, kLater));
    QVERIFY(books.payment.state == PaymentState::Reversed && !books.payment.owesCash());
    for (const auto& [account, balance] : books.balances) QVERIFY2(balance.isZero(), account.c_str());

    Ledger late = topUpUnderWay();
    late.apply(decideVerdict(late.payment, saidOf(VerdictKind::Failed), false, kLater));
    late.apply(decideLateSuccess(late.payment, 1, saidOf(VerdictKind::Succeeded), kLater));
    QVERIFY(late.payment.state == PaymentState::Review);
    late.apply(*decideManually(late.payment, ManualOutcome::Succeeded, both(), "R1", kLater));
    QVERIFY(late.payment.held.isZero());
    QCOMPARE(late.of("difference"), Money::rupiah(52'500));
    QCOMPARE(late.of(kPurse), Money{});
    QCOMPARE(late.of("drawer"), Money{});
  }
  void anEscalatedSuspectMayBeDecided() {
    Ledger books = booksIn(PaymentState::Suspect);
    books.apply(decideEscalation(books.payment, "unanswered", kLater));
    QVERIFY(books.payment.state == PaymentState::Suspect && books.payment.escalatedAt == kLater);
    QVERIFY(decideEscalation(books.payment, "again", kLater).empty());
    books.apply(*decideManually(books.payment, ManualOutcome::Succeeded, both(), "SN77", kLater));
    QVERIFY(books.payment.state == PaymentState::Succeeded);
    QCOMPARE(books.payment.serial, std::string("SN77"));
    QVERIFY(books.of("held").isZero());
  }
  void aReviewEndsEitherWay() {
    Ledger paid = booksIn(PaymentState::Review);
    paid.apply(*decideManually(paid.payment, ManualOutcome::Succeeded, both(), {}, kLater));
    QVERIFY(paid.payment.state == PaymentState::Succeeded && paid.of("held").isZero());
    Ledger unpaid = booksIn(PaymentState::Review);
    unpaid.apply(*decideManually(unpaid.payment, ManualOutcome::Failed, both(), {}, kLater));
    QVERIFY(unpaid.payment.state == PaymentState::RefundDue);
    QCOMPARE(unpaid.of("refundsDue"), -unpaid.payment.held);
  }
  void whatWasNeverSentCannotHaveBeenTaken() {
    // A bill above its ceiling is in review without an attempt.
    const Payment p = acceptedSale();
    const Payment review = after(p, *decideReview(p, "above-ceiling", kLater));
    QVERIFY(codeOf(decideManually(review, ManualOutcome::Succeeded, both(), {}, kLater)) ==
            ErrorCode::StateForbids);
    QVERIFY(after(review, *decideManually(review, ManualOutcome::Failed, both(), {}, kLater)).state ==
            PaymentState::RefundDue);
  }
  void successAfterTheRefundBecomesAConflict() {
    Ledger books = booksIn(PaymentState::Refunded);
    books.apply(decideLateSuccess(books.payment, 1, said(VerdictKind::Succeeded), kLater));
    QVERIFY(books.payment.state == PaymentState::Review);
    QCOMPARE(books.payment.conflict, std::string("late-success"));
    // The customer's money is not paid out twice, whatever is decided.
    Ledger failed = books;
    failed.apply(*decideManually(failed.payment, ManualOutcome::Failed, both(), {}, kLater));
    QVERIFY(failed.payment.state == PaymentState::Failed && failed.of("drawer").isZero());
    books.apply(*decideManually(books.payment, ManualOutcome::Succeeded, both(), {}, kLater));
    QVERIFY(books.payment.state == PaymentState::Succeeded && books.payment.conflict.empty());
    QVERIFY(books.of("drawer").isZero() && books.of("held").isZero() && books.of("refundsDue").isZero());
    QVERIFY(books.of("difference").isPositive());  // the shop's loss
  }
  // People stay with what they said, and hear it once more.
  void successAfterTheRefundMayBeToldAgain() {
    Ledger books = booksIn(PaymentState::Refunded);
    const Money total = books.payment.total();
    for (int i = 0; i < 2; ++i) {
      books.apply(decideLateSuccess(books.payment, 1, said(VerdictKind::Succeeded), kLater));
      QVERIFY(books.payment.state == PaymentState::Review && books.payment.cashWentBack());
      books.apply(*decideManually(books.payment, ManualOutcome::Failed, both(), {}, kLater));
      QVERIFY(books.payment.state == PaymentState::Failed && books.payment.cashWentBack());
      QVERIFY(!decideRefund(books.payment, UserName("sri"), kLater));
    }
    books.apply(decideLateSuccess(books.payment, 1, said(VerdictKind::Succeeded), kLater));
    books.apply(*decideManually(books.payment, ManualOutcome::Succeeded, both(), {}, kLater));
    QVERIFY(books.payment.state == PaymentState::Succeeded && books.payment.leftover.isZero());
    QVERIFY(books.of("held").isZero() && books.of("refundsDue").isZero() && books.of("drawer").isZero());
    QCOMPARE(books.of("difference"), total);
  }
  void successBeforeTheRefundIsStillOurs() {
    Ledger books = booksIn(PaymentState::RefundDue);
    books.apply(decideLateSuccess(books.payment, 1, said(VerdictKind::Succeeded), kLater));
    QVERIFY(books.payment.state == PaymentState::Review);
    QVERIFY(books.of("refundsDue").isZero());
    QCOMPARE(books.of("held"), -books.payment.held);
    // No refund while people have not decided.
    QVERIFY(!decideRefund(books.payment, UserName("sri"), kLater));
    Ledger failed = books;
    failed.apply(*decideManually(failed.payment, ManualOutcome::Failed, both(), {}, kLater));
    QVERIFY(failed.payment.state == PaymentState::RefundDue);
    QCOMPARE(failed.of("refundsDue"), -failed.payment.held);
    books.apply(*decideManually(books.payment, ManualOutcome::Succeeded, both(), {}, kLater));
    QVERIFY(books.payment.state == PaymentState::Succeeded);
    QVERIFY(books.of("held").isZero() && books.of("refundsDue").isZero() && books.of("difference").isZero());
  }
  void peopleMayBringLateTruthThemselves() {
    // From a settlement file: it was refunded, and they list it as paid.
    for (const PaymentState state : {PaymentState::RefundDue, PaymentState::Refunded}) {
      Ledger books = booksIn(state);
      books.apply(*decideManually(books.payment, ManualOutcome::Succeeded, both(), "SN5", kLater));
      QVERIFY(books.payment.state == PaymentState::Succeeded);
      QCOMPARE(books.payment.serial, std::string("SN5"));
      QVERIFY(books.of("held").isZero() && books.of("refundsDue").isZero());
    }
  }
  void aSecondSuccessIsALossAndAConflict() {
    Ledger books = booksIn(PaymentState::Sending);
    books.apply(decideVerdict(books.payment, said(VerdictKind::RefusedForNow), false, kSaleAt));
    QVERIFY(books.payment.state == PaymentState::Accepted);
    books.apply(*decideReroute(books.payment, {UpstreamId("iak"), Sku("pln50"), Money::rupiah(50'300), "44"},
                               kSaleAt));
    books.apply(*decideArm(books.payment, attemptFor(books.payment), books.payment.cost, kSaleAt));
    QCOMPARE(books.payment.attempts.back().upstream, UpstreamId("iak"));
    // The first, which had said no, delivers after all.
    books.apply(decideLateSuccess(books.payment, 1, said(VerdictKind::Succeeded), kLater));
    QVERIFY(books.payment.state == PaymentState::Sending);
    QCOMPARE(books.payment.conflict, std::string("paid-twice"));
    QCOMPARE(books.of("deposit:digi"), -Money::rupiah(50'100));
    QCOMPARE(books.of("difference"), Money::rupiah(50'100));
    // Told again it is the same one, now and whatever becomes of the other.
    const auto again = [&books] { return decideLateSuccess(books.payment, 1, said(VerdictKind::Succeeded), kLater); };
    QVERIFY(again().empty());
    books.apply(decideVerdict(books.payment, said(VerdictKind::Succeeded), false, kLater));
    QVERIFY(books.payment.state == PaymentState::Succeeded && !books.payment.conflict.empty());
    books.apply(*decideManually(books.payment, ManualOutcome::Acknowledged, both(), {}, kLater));
    QVERIFY(books.payment.state == PaymentState::Succeeded && books.payment.conflict.empty());
    // What is known is not late.
    QVERIFY(again().empty());
    QVERIFY(decideLateSuccess(books.payment, 2, said(VerdictKind::Succeeded), kLater).empty());
    QVERIFY(decideLateSuccess(books.payment, 7, said(VerdictKind::Succeeded), kLater).empty());
    QVERIFY(decideLateSuccess(books.payment, 1, said(VerdictKind::Failed), kLater).empty());
  }
  // The first refused and delivers after all, while the second is on its way.
  void afterADeliveryNothingMoreLeaves() {
    Verdict elsewhere = said(VerdictKind::Failed);
    elsewhere.elsewhere = Elsewhere::MayBeTried;
    for (const Verdict& verdict : {said(VerdictKind::NotSent), said(VerdictKind::RefusedForNow),
                                   said(VerdictKind::RefusedByConfig), said(VerdictKind::Failed), elsewhere}) {
      Ledger books = deliveredTwice(PaymentState::Sending);
      const Money total = books.payment.total();
      books.apply(decideVerdict(books.payment, verdict, false, kLater, OtherOffers::Some));
      // Exactly one delivery, as if its news had come a moment later: for people, with what it told.
      isForPeople(books);
      QVERIFY(!decideArm(books.payment, attemptFor(books.payment), books.payment.cost, kLater));
      QVERIFY(!decideCancel(books.payment, UserName("sri"), "berubah", kLater));
      QVERIFY(!decideRefund(books.payment, UserName("sri"), kLater));
      Ledger paid = books;
      paid.apply(*decideManually(paid.payment, ManualOutcome::Succeeded, both(), {}, kLater));
      QVERIFY(paid.payment.state == PaymentState::Succeeded && paid.payment.conflict.empty());
      isSoldByTheFirst(paid);
      books.apply(*decideManually(books.payment, ManualOutcome::Failed, both(), {}, kLater));
      QVERIFY(books.payment.state == PaymentState::RefundDue);
      QCOMPARE(books.of("refundsDue"), -total);
      QVERIFY(books.of("deposit:digi").isZero() && books.of("deposit:iak").isZero());
    }
  }
  void peopleWhoSayThatItTookNothingAreToldOfTheOther() {
    for (const bool escalated : {true, false}) {
      Ledger books = deliveredTwice(PaymentState::Suspect);
      books.apply(escalated ? decideEscalation(books.payment, "unanswered", kLater)
                            : *decideReview(books.payment, "unanswered", kLater));
      books.apply(*decideManually(books.payment, ManualOutcome::Failed, both(), {}, kLater));
      isForPeople(books);
      books.apply(*decideManually(books.payment, ManualOutcome::Succeeded, both(), {}, kLater));
      isSoldByTheFirst(books);
    }
  }
  // Books of before have payments that went on after a delivery.
  void whatWentOnAfterADeliveryIsBroughtBack() {
    const Payment twice = deliveredTwice(PaymentState::Sending).payment;
    const Payment waits = evolve(twice, {twice.ref, kLater, RefusedEvent{2, "44", {}}});
    QVERIFY(waits.state == PaymentState::Accepted);
    QVERIFY(codeOf(decideArm(waits, attemptFor(waits), waits.cost, kLater)) == ErrorCode::StateForbids);
    QVERIFY(codeOf(decideReroute(waits, {UpstreamId("iak"), Sku("x"), waits.cost, {}}, kLater)) == ErrorCode::StateForbids);
    QVERIFY(codeOf(decideCancel(waits, UserName("sri"), "berubah", kLater)) == ErrorCode::StateForbids);
    QVERIFY(decideStanding(twice, kLater).empty() && decideStanding(acceptedSale(), kLater).empty());
    QVERIFY(after(waits, decideStanding(waits, kLater)).state == PaymentState::Review);
    QVERIFY(after(waits, *decideRefusedBeforeArm(waits, said(VerdictKind::Failed), kLater)).state == PaymentState::Review);

    // It was given back, and people say that it stands: by the one that delivered, and not by the last one.
    Ledger books = deliveredTwice(PaymentState::Sending);
    books.apply({eventOf(books.payment, kLater, FailedEvent{2, "54", {}}), eventOf(books.payment, kLater, RefundDueEvent{})});
    Ledger refunded = books;
    refunded.apply(*decideRefund(refunded.payment, UserName("sri"), kLater));
    books.apply(*decideManually(books.payment, ManualOutcome::Succeeded, both(), {}, kLater));
    isSoldByTheFirst(books);
    refunded.apply(*decideManually(refunded.payment, ManualOutcome::Succeeded, both(), "SN5", kLater));
    QCOMPARE(refunded.payment.serial, std::string("SN5"));
    QCOMPARE(refunded.of("deposit:digi"), -Money::rupiah(50'050));
    QCOMPARE(refunded.of("difference"), refunded.payment.total());
    QVERIFY(refunded.of("deposit:iak").isZero() && refunded.of("drawer").isZero());
  }
  void whatALateSuccessCostIsBooked() {
    Ledger books = booksIn(PaymentState::RefundDue);
    Verdict late = said(VerdictKind::Succeeded);
    late.cost = Money::rupiah(49'950);
    books.apply(decideLateSuccess(books.payment, 1, late, kLater));
    books.apply(*decideManually(books.payment, ManualOutcome::Succeeded, both(), {}, kLater));
    QCOMPARE(books.payment.cost, late.cost);
    QCOMPARE(books.of("deposit:digi"), -late.cost);
    // One of before is folded as it was.
    const Payment due = saleIn(PaymentState::RefundDue);
    const Payment old = evolve(due, {due.ref, kLater, LateSuccessEvent{1, "00", "S", "", late.cost}});
    QCOMPARE(old.cost, due.cost);
    QVERIFY(old.attempts.front().serial.empty() && old.attempts.front().cost.isZero());
  }
  void oneOfTwoIsTakenBack() {
    Verdict undone = said(VerdictKind::Failed);
    undone.undoes = Undoes::ASuccess;
    // The one that was too much, before and after the other one's success: the loss is made good.
    for (const PaymentState state : {PaymentState::Sending, PaymentState::Suspect, PaymentState::Succeeded}) {
      Ledger books = deliveredTwice(state);
      QVERIFY(decideTakenBack(books.payment, 1, said(VerdictKind::Failed), kLater).empty());
      books.apply(decideTakenBack(books.payment, 1, undone, kLater));
      QVERIFY(books.payment.state == state && books.payment.conflict.empty());
      QVERIFY(books.of("difference").isZero() && books.of("deposit:digi").isZero());
      // Both again, in any order, say nothing new.
      QVERIFY(decideTakenBack(books.payment, 1, undone, kLater).empty());
      QVERIFY(decideLateSuccess(books.payment, 1, said(VerdictKind::Succeeded), kLater).empty());
    }
    // It goes on as if it had never been.
    Ledger waits = deliveredTwice(PaymentState::Sending);
    waits.apply(decideTakenBack(waits.payment, 1, undone, kLater));
    waits.apply(decideVerdict(waits.payment, said(VerdictKind::NotSent), false, kLater));
    QVERIFY(decideArm(waits.payment, attemptFor(waits.payment), waits.payment.cost, kLater).has_value());
    // The one that was sold: the customer has the other's, and nothing is owed to him.
    Ledger other = deliveredTwice(PaymentState::Succeeded);
    QCOMPARE(other.payment.upstream, UpstreamId("iak"));
    other.apply(decideTakenBack(other.payment, 2, undone, kLater));
    QVERIFY(other.payment.state == PaymentState::Succeeded && other.payment.leftover.isZero());
    QCOMPARE(other.payment.conflict, std::string("other-stands"));
    isSoldByTheFirst(other);
    other.apply(*decideManually(other.payment, ManualOutcome::Acknowledged, both(), {}, kLater));
    // That one too: now it is none.
    other.apply(decideTakenBack(other.payment, 1, undone, kLater));
    QVERIFY(other.payment.state == PaymentState::Reversed);
    QCOMPARE(other.of("refundsDue"), -other.payment.total());
    for (const char* name : {"deposit:digi", "deposit:iak", "feeIncome", "cost", "difference", "held"})
      QVERIFY2(other.of(name).isZero(), name);
  }
  void whatPeopleWereToDecideAboutIsTakenBack() {
    Verdict undone = said(VerdictKind::Failed);
    undone.undoes = Undoes::ASuccess;
    Ledger due = booksIn(PaymentState::RefundDue);
    due.apply(decideLateSuccess(due.payment, 1, said(VerdictKind::Succeeded), kLater));
    due.apply(decideTakenBack(due.payment, 1, undone, kLater));
    QVERIFY(due.payment.state == PaymentState::RefundDue && due.payment.conflict.empty());
    QCOMPARE(due.of("refundsDue"), -due.payment.total());
    QVERIFY(decideLateSuccess(due.payment, 1, said(VerdictKind::Succeeded), kLater).empty());
    Ledger refunded = booksIn(PaymentState::Refunded);
    refunded.apply(decideLateSuccess(refunded.payment, 1, said(VerdictKind::Succeeded), kLater));
    refunded.apply(decideTakenBack(refunded.payment, 1, undone, kLater));
    QVERIFY(refunded.payment.state == PaymentState::Failed && refunded.payment.conflict.empty());
    QVERIFY(!decideRefund(refunded.payment, UserName("sri"), kLater));
    QVERIFY(refunded.of("drawer").isZero() && refunded.of("refundsDue").isZero());
  }
  void whatIsTakenBackBeforeItWasHeardOfDoesNotComeAgain() {
    Verdict undone = said(VerdictKind::Failed);
    undone.undoes = Undoes::ASuccess;
    for (const bool isLate : {false, true}) {
      Ledger books = booksIn(PaymentState::Sending);
      if (isLate)
        books.apply(decideVerdict(books.payment, said(VerdictKind::Unknown), false, kSaleAt));
      books.apply(decideVerdict(books.payment, undone, true, kLater));
      QVERIFY(books.payment.state == PaymentState::RefundDue && books.payment.conflict.empty());
      QVERIFY(books.payment.attempts.front().outcome == AttemptOutcome::Undone);
      QVERIFY(decideLateSuccess(books.payment, 1, said(VerdictKind::Succeeded), kLater).empty());
    }
    // What only failed may have been paid all the same.
    Ledger failed = booksIn(PaymentState::Sending);
    failed.apply(decideVerdict(failed.payment, said(VerdictKind::Failed), true, kLater));
    QVERIFY(!decideLateSuccess(failed.payment, 1, said(VerdictKind::Succeeded), kLater).empty());
    // The first has delivered after all: the sale is that one's, and the second one's older word is no loss.
    Ledger other = deliveredTwice(PaymentState::Sending);
    other.apply(decideVerdict(other.payment, undone, true, kLater));
    QVERIFY(decideLateSuccess(other.payment, 2, said(VerdictKind::Succeeded), kLater).empty());
    QVERIFY(other.of("difference").isZero());
  }
  // People, or its own first word, had it as failed; then it is taken back, and the success is heard of last.
  void whatFailedAndWasTakenBackDoesNotComeAgain() {
    Verdict undone = said(VerdictKind::Failed);
    undone.undoes = Undoes::ASuccess;
    Ledger decided = booksIn(PaymentState::Review);
    decided.apply(*decideManually(decided.payment, ManualOutcome::Failed, both(), {}, kLater));
    Ledger failed = booksIn(PaymentState::RefundDue);
    Ledger refunded = booksIn(PaymentState::Refunded);
    for (Ledger* books : {&decided, &failed, &refunded}) {
      const PaymentState state = books->payment.state;
      const auto before = books->balances;
      const Events events = decideTakenBack(books->payment, 1, undone, kLater);
      QCOMPARE(events.size(), std::size_t{1});
      books->apply(events);
      QVERIFY(books->payment.state == state && books->balances == before);
      QVERIFY(decideLateSuccess(books->payment, 1, said(VerdictKind::Succeeded), kLater).empty());
      // The same word again is nothing new.
      QVERIFY(decideTakenBack(books->payment, 1, undone, kLater).empty());
    }
    // What is known of the other one stays as it is.
    Ledger two = reroutedSale();
    two.apply(decideVerdict(two.payment, said(VerdictKind::Failed), true, kLater));
    two.apply(decideLateSuccess(two.payment, 2, said(VerdictKind::Succeeded), kLater));
    QVERIFY(two.payment.state == PaymentState::Review && two.payment.conflict == "late-success");
    two.apply(decideTakenBack(two.payment, 1, undone, kLater));
    QVERIFY(two.payment.state == PaymentState::Review && two.payment.conflict == "late-success");
    // Nor where two others have delivered.
    Ledger three = reroutedSale();
    three.apply(decideVerdict(three.payment, said(VerdictKind::RefusedForNow), false, kSaleAt));
    three.apply(*decideReroute(three.payment, {UpstreamId("digi"), Sku("pln50"), Money::rupiah(50'050), "44"}, kSaleAt));
    three.apply(*decideArm(three.payment, attemptFor(three.payment), three.payment.cost, kSaleAt));
    three.apply(decideVerdict(three.payment, said(VerdictKind::Succeeded), false, kSaleAt));
    three.apply(decideLateSuccess(three.payment, 1, cheaper(), kLater));
    QVERIFY(three.payment.state == PaymentState::Succeeded && three.payment.conflict == "paid-twice");
    const auto before = three.balances;
    three.apply(decideTakenBack(three.payment, 2, undone, kLater));
    QVERIFY(three.balances == before && three.payment.conflict == "paid-twice");
    QVERIFY(three.payment.attempts[1].outcome == AttemptOutcome::Undone && three.payment.attempts[0].tookToo);
  }
  // Of a restored shop's payment nobody knows what else was tried; that this attempt's success is undone is certain all the same.
  void whatIsTakenBackAfterARestoreIsNoSale() {
    Verdict undone = said(VerdictKind::Failed);
    undone.undoes = Undoes::ASuccess;
    Ledger books = booksIn(PaymentState::Suspect);
    books.apply(*decideReview(books.payment, std::string(kRestored), kSaleAt));
    QVERIFY(decideVerdict(books.payment, said(VerdictKind::Failed), true, kLater).empty());
    books.apply(decideVerdict(books.payment, undone, true, kLater));
    QVERIFY(books.payment.state == PaymentState::Review && books.payment.liveAttempt() == nullptr);
    QVERIFY(decideLateSuccess(books.payment, 1, said(VerdictKind::Succeeded), kLater).empty());
    QVERIFY(books.of("deposit:digi").isZero() && !books.of("held").isZero());
    Ledger failed = books;
    failed.apply(*decideManually(failed.payment, ManualOutcome::Failed, both(), {}, kLater));
    QVERIFY(failed.payment.state == PaymentState::RefundDue);
    books.apply(*decideManually(books.payment, ManualOutcome::Succeeded, both(), {}, kLater));
    QVERIFY(books.payment.state == PaymentState::Succeeded);
  }
  // The second had succeeded and was taken back; now the first says that it has delivered.
  void successAfterAReversalIsForPeople() {
    Verdict undone = said(VerdictKind::Failed);
    undone.undoes = Undoes::ASuccess;
    for (const bool paidOut : {false, true}) {
      Ledger books = reroutedSale();
      books.apply(decideVerdict(books.payment, said(VerdictKind::Succeeded), false, kLater));
      books.apply(decideTakenBack(books.payment, 2, undone, kLater));
      const Money total = books.payment.total();
      if (paidOut)
        books.apply(*decideRefund(books.payment, UserName("sri"), kLater));
      books.apply(decideLateSuccess(books.payment, 1, cheaper(), kLater));
      QVERIFY(books.payment.state == PaymentState::Review && books.payment.cashWentBack() == paidOut);
      QCOMPARE(books.of("held"), paidOut ? Money{} : -total);
      QVERIFY(books.of("refundsDue").isZero() && !decideRefund(books.payment, UserName("sri"), kLater));
      QVERIFY(decideLateSuccess(books.payment, 2, said(VerdictKind::Succeeded), kLater).empty());
      Ledger failed = books;
      failed.apply(*decideManually(failed.payment, ManualOutcome::Failed, both(), {}, kLater));
      QVERIFY(failed.payment.state == (paidOut ? PaymentState::Failed : PaymentState::RefundDue));
      QCOMPARE(failed.of("refundsDue"), paidOut ? Money{} : -total);
      books.apply(*decideManually(books.payment, ManualOutcome::Succeeded, both(), {}, kLater));
      QCOMPARE(books.of("difference"), paidOut ? total : Money{});
      QCOMPARE(books.of("deposit:digi"), -Money::rupiah(50'050));
      QVERIFY(books.of("deposit:iak").isZero() && books.of("held").isZero() && books.of("refundsDue").isZero());
    }
  }
  void onlyARefundTakesASuccessBack() {
    Verdict refund = said(VerdictKind::Failed);
    refund.undoes = Undoes::ASuccess;
    Ledger books = booksIn(PaymentState::Succeeded);
    const Money total = books.payment.total();
    QVERIFY(decideTakenBack(books.payment, 1, said(VerdictKind::Failed), kLater).empty());
    QVERIFY(decideTakenBack(books.payment, 2, refund, kLater).empty());
    for (const VerdictKind kind : kAllVerdicts)
      if (kind != VerdictKind::Failed) {
        Verdict other = refund;
        other.kind = kind;
        QVERIFY(decideTakenBack(books.payment, 1, other, kLater).empty());
      }
    // What is under way is decided with its verdict, and what was cancelled never left.
    for (const PaymentState state : kAllStates) {
      const Payment sale = saleIn(state);
      const bool isOver = !sale.attempts.empty() && (!isLive(sale.attempts.front().outcome) || state == PaymentState::Succeeded);
      QCOMPARE(decideTakenBack(sale, 1, refund, kLater).empty(),
               !isOver || state == PaymentState::Cancelled || sale.attempts.front().outcome == AttemptOutcome::Undone);
    }
    books.apply(decideTakenBack(books.payment, 1, refund, kLater));
    QVERIFY(books.payment.state == PaymentState::Reversed);
    QCOMPARE(books.payment.leftover, total);
    QVERIFY(books.of("deposit:digi").isZero() && books.of("feeIncome").isZero() && books.of("cost").isZero());
    QCOMPARE(books.of("refundsDue"), -total);
    QVERIFY(decideTakenBack(books.payment, 1, refund, kLater).empty());
    books.apply(*decideRefund(books.payment, UserName("sri"), kLater));
    QVERIFY(books.of("refundsDue").isZero() && books.of("drawer").isZero());
    QVERIFY(decideTakenBack(books.payment, 1, refund, kLater).empty());
  }
  void noOtherUpstreamWithoutProof() {
    const ReroutedEvent other{UpstreamId("iak"), Sku("x"), Money::rupiah(50'000), ""};
    for (const PaymentState state : kAllStates)
      QCOMPARE(decideReroute(saleIn(state), other, kLater).has_value(), state == PaymentState::Accepted);
    const Payment moved = after(acceptedSale(), *decideReroute(acceptedSale(), other, kLater));
    QCOMPARE(moved.upstream, UpstreamId("iak"));
    QVERIFY(moved.inquiryRef.empty());
  }
  void onlyASupplierSFailureLivesOn() {
    Verdict verdict = said(VerdictKind::Failed);
    const Payment p = sendingSale();
    const auto stateAfter = [&](OtherOffers others, bool fromStatus, const Payment& from) {
      return after(from, decideVerdict(from, verdict, fromStatus, kLater, others)).state;
    };
    QVERIFY(stateAfter(OtherOffers::Some, false, p) ==
            PaymentState::RefundDue);  // the number is wrong everywhere
    verdict.elsewhere = Elsewhere::MayBeTried;
    QVERIFY(stateAfter(OtherOffers::Some, false, p) == PaymentState::Accepted);
    QVERIFY(stateAfter(OtherOffers::None, false, p) == PaymentState::RefundDue);
    QVERIFY(stateAfter(OtherOffers::Some, true, p) == PaymentState::RefundDue);
    QVERIFY(stateAfter(OtherOffers::Some, false, saleIn(PaymentState::Suspect)) == PaymentState::RefundDue);
  }
};

QTEST_GUILESS_MAIN(SettleTest)
#include "settle_test.moc"

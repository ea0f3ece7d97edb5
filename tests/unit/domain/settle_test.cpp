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
    for (const PaymentState state : kAllStates)
      QCOMPARE(decideTakenBack(saleIn(state), 1, refund, kLater).empty(), state != PaymentState::Succeeded);
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

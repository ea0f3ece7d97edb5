#include "core/domain/payment/decide.h"

#include <QTest>

#include "tests/unit/domain/crash_case.h"
#include "tests/unit/domain/sample_sale.h"

using namespace loket;
using namespace loket::test;

namespace {

void crash(const QString& name) {
  if (name == "evolve")
    (void)evolve(saleIn(PaymentState::Suspect), PaymentEvent{PaymentRef("x"), kSaleAt, RefundedEvent{}});
  if (name == "verdict")
    (void)decideVerdict(acceptedSale(), said(VerdictKind::Succeeded), false, kSaleAt);
  if (name == "attempt")
    (void)evolve(sendingSale(), PaymentEvent{PaymentRef("x"), kSaleAt, FailedEvent{7, "", ""}});
}

bool has(const Events& events, EventKind kind) {
  for (const PaymentEvent& event : events)
    if (kindOf(event.body) == kind)
      return true;
  return false;
}

Payment sale(PaymentState state) {
  Payment p = saleIn(state);
  if (p.state != state)
    qFatal("the sample is in another state");
  return p;
}

const UserName kSri("sri");

}  // namespace

class DecideTest : public QObject {
  Q_OBJECT
 private slots:
  void acceptsAndHoldsTheTotal() {
    const Payment p = acceptedSale();
    QVERIFY(p.state == PaymentState::Accepted);
    QCOMPARE(p.held, Money::rupiah(52'500));
    QCOMPARE(p.change(), Money::rupiah(47'500));
    QVERIFY(p.attempts.empty());
  }
  void forgedStepsAreToldApart() {
    const auto step = [](EventBody body) { return PaymentEvent{PaymentRef("x"), kSaleAt, std::move(body)}; };
    // What would stop the process is said beforehand.
    QVERIFY(!canFollow(saleIn(PaymentState::Suspect), step(RefundedEvent{})));
    QVERIFY(!canFollow(sendingSale(), step(FailedEvent{7, "", ""})));
    QVERIFY(!canFollow(sendingSale(), step(SuspectEvent{0, ""})));
    QVERIFY(!canFollow(sendingSale(), step(AcceptedEvent{acceptedSale()})));
    QVERIFY(canFollow(sendingSale(), step(FailedEvent{1, "", ""})));
    QVERIFY(canFollow(sendingSale(), step(SuspectEvent{1, ""})));
    QVERIFY(canFollow(acceptedSale(), step(RefusedEvent{0, "", ""})));
    QVERIFY(canFollow(acceptedSale(), step(CancelledEvent{kSri, ""})));
  }
  void checksTheMoneyAgain() {
    const auto codeOf = [](auto change) {
      Payment p = proposedSale();
      change(p);
      const auto events = decideAccept(p);
      return events ? ErrorCode::Internal : events.error().code;
    };
    QVERIFY(codeOf([](Payment& p) { p.amount = Money{}; }) == ErrorCode::AmountInvalid);
    QVERIFY(codeOf([](Payment& p) { p.amount = Money::rupiah(-1); }) == ErrorCode::AmountInvalid);
    QVERIFY(codeOf([](Payment& p) { p.adminFee = Money::rupiah(-1); }) == ErrorCode::AmountInvalid);
    QVERIFY(codeOf([](Payment& p) { p.serviceFee = Money::rupiah(-1); }) == ErrorCode::AmountInvalid);
    QVERIFY(codeOf([](Payment& p) { p.cost = Money::rupiah(-1); }) == ErrorCode::AmountInvalid);
    QVERIFY(codeOf([](Payment& p) { p.cash = Money::rupiah(52'499); }) == ErrorCode::CashShort);
    QVERIFY(codeOf([](Payment& p) { p.cash = Money::rupiah(52'500); }) == ErrorCode::Internal);
    Payment p = proposedSale();
    p.cash = Money::rupiah(50'000);
    QCOMPARE(decideAccept(p).error().detail, std::string("2.500"));
  }
  void acceptanceForgetsWhatWasClaimedBefore() {
    Payment p = proposedSale();
    p.state = PaymentState::Succeeded;
    p.held = Money::rupiah(1);
    p.leftover = Money::rupiah(9);
    p.attempts.push_back(attemptFor(p));
    const Payment accepted = start(std::get<AcceptedEvent>(decideAccept(p)->front().body));
    QVERIFY(accepted.state == PaymentState::Accepted);
    QCOMPARE(accepted.held, accepted.total());
    QVERIFY(accepted.leftover.isZero() && accepted.attempts.empty());
  }

  void armsOnlyFromAccepted() {
    for (const PaymentState state : kAllStates) {
      const Payment p = sale(state);
      QCOMPARE(decideArm(p, attemptFor(p), p.cost, kSaleAt).has_value(), state == PaymentState::Accepted);
    }
    const Payment p = sendingSale();
    QVERIFY(p.liveAttempt() != nullptr);
    QCOMPARE(p.liveAttempt()->no, 1);
    QVERIFY(p.liveAttempt()->sentAt == kSaleAt + Duration::seconds(1));
  }
  void aSecondAttemptOnlyAfterProof() {
    for (const VerdictKind kind : {VerdictKind::NotSent, VerdictKind::RefusedForNow, VerdictKind::RefusedByConfig}) {
      const Payment p = answered(sendingSale(), kind);
      QVERIFY(p.state == PaymentState::Accepted && p.liveAttempt() == nullptr);
      const Payment again = after(p, *decideArm(p, attemptFor(p), p.cost, kSaleAt));
      QCOMPARE(again.liveAttempt()->no, 2);
    }
    // A state that says "accepted" while an attempt lives must not be believed.
    Payment odd = sale(PaymentState::Suspect);
    odd.state = PaymentState::Accepted;
    QVERIFY(!decideArm(odd, attemptFor(odd), odd.cost, kSaleAt).has_value());
    QVERIFY(!decideCancel(odd, kSri, "", kSaleAt).has_value());
  }

  // Every verdict on every state that has a live attempt, as answer and as status.
  void unknownIsNeverFailed() {
    for (const PaymentState state : kAllStates) {
      const Payment before = sale(state);
      if (before.liveAttempt() == nullptr)
        continue;
      for (const VerdictKind kind : kAllVerdicts) {
        for (const bool fromStatus : {false, true}) {
          const std::string where = std::string(wordOf(state)) + " + " + std::string(wordOf(kind)) +
                                    (fromStatus ? " from a status" : "");
          const Events events = decideVerdict(before, said(kind), fromStatus, kSaleAt);
          const Payment p = after(before, events);  // stops the process when the table forbids a step
          const bool finalNo = has(events, EventKind::Failed) || has(events, EventKind::RefundBecameDue);
          QVERIFY2(!finalNo || kind == VerdictKind::Failed, where.c_str());
          QVERIFY2(!has(events, EventKind::Succeeded) || kind == VerdictKind::Succeeded, where.c_str());
          // Back to the queue only on proof, and only the answer to the attempt itself is proof.
          if (p.state == PaymentState::Accepted)
            QVERIFY2(state == PaymentState::Sending && !fromStatus &&
                         (kind == VerdictKind::NotSent || kind == VerdictKind::RefusedForNow ||
                          kind == VerdictKind::RefusedByConfig),
                     where.c_str());
          // An open payment obeys a final word, whoever asked.
          if (isUnsettled(state) && kind == VerdictKind::Succeeded)
            QVERIFY2(p.state == PaymentState::Succeeded, where.c_str());
          if (isUnsettled(state) && kind == VerdictKind::Failed)
            QVERIFY2(p.state == PaymentState::RefundDue, where.c_str());
          // A settled one is not moved by what comes late.
          if (!isUnsettled(state))
            QVERIFY2(events.empty(), where.c_str());
        }
      }
    }
  }
  void everyAnswerToAnAttemptIsTakenDown() {
    const std::pair<VerdictKind, PaymentState> rows[] = {
        {VerdictKind::NotSent, PaymentState::Accepted},       {VerdictKind::Unknown, PaymentState::Suspect},
        {VerdictKind::Pending, PaymentState::Pending},        {VerdictKind::Succeeded, PaymentState::Succeeded},
        {VerdictKind::Failed, PaymentState::RefundDue},       {VerdictKind::RefusedForNow, PaymentState::Accepted},
        {VerdictKind::RefusedByConfig, PaymentState::Accepted}, {VerdictKind::NotFound, PaymentState::Suspect}};
    for (const auto& [kind, state] : rows)
      QVERIFY2(answered(sendingSale(), kind).state == state, std::string(wordOf(kind)).c_str());
  }
  void notFoundIsNoProof() {
    QVERIFY(decideVerdict(sale(PaymentState::Suspect), said(VerdictKind::NotFound), true, kSaleAt).empty());
    QVERIFY(decideVerdict(sale(PaymentState::Pending), said(VerdictKind::NotFound), true, kSaleAt).empty());
  }
  void failureWithCashBecomesARefundAtOnce() {
    const Events events = decideVerdict(sendingSale(), said(VerdictKind::Failed), false, kSaleAt);
    QCOMPARE(events.size(), std::size_t{2});
    QVERIFY(has(events, EventKind::Failed) && has(events, EventKind::RefundBecameDue));
    Payment cashless = sendingSale();
    cashless.held = Money{};
    QVERIFY(!has(decideVerdict(cashless, said(VerdictKind::Failed), false, kSaleAt), EventKind::RefundBecameDue));
  }
  void successKeepsWhatWasTold() {
    const Payment p = sale(PaymentState::Succeeded);
    QCOMPARE(p.token, std::string("11112222333344445555"));
    QCOMPARE(p.serial, std::string("S1"));
    QCOMPARE(p.cost, Money::rupiah(50'100));
    QCOMPARE(p.details.at("kwh"), std::string("31.4"));
    QCOMPARE(p.customerName, std::string("SUPARDI"));  // what was read back to the customer stays
    QVERIFY(p.leftover.isZero());
    QVERIFY(p.settledAt == kSaleAt + Duration::seconds(2));
    // Without a cost in the answer the quoted one holds.
    Verdict bare = said(VerdictKind::Succeeded);
    bare.cost = Money{};
    const Payment s = sendingSale();
    QCOMPARE(after(s, decideVerdict(s, bare, false, kSaleAt)).cost, Money::rupiah(50'180));
  }

  void recoveryMakesSuspectAndNothingElse() {
    for (const PaymentState state : kAllStates) {
      const Payment p = sale(state);
      const Events events = decideRecovery(p, kSaleAt);
      QCOMPARE(events.size(), std::size_t{state == PaymentState::Sending ? 1U : 0U});
      QVERIFY(after(p, events).state == (state == PaymentState::Sending ? PaymentState::Suspect : state));
    }
    QCOMPARE(after(sendingSale(), decideRecovery(sendingSale(), kSaleAt)).reason, std::string("restart"));
  }
  void cancelsOnlyWhatWasNeverSent() {
    for (const PaymentState state : kAllStates) {
      const Payment p = sale(state);
      const auto events = decideCancel(p, kSri, "changed his mind", kSaleAt);
      QCOMPARE(events.has_value(), state == PaymentState::Accepted);
      if (events)
        QVERIFY(after(p, *events).state == PaymentState::RefundDue);
      else
        QVERIFY(events.error().code == ErrorCode::StateForbids);
    }
  }
  void refundsOnce() {
    for (const PaymentState state : kAllStates) {
      const Payment p = sale(state);
      const bool due = state == PaymentState::RefundDue || state == PaymentState::Reversed;
      QCOMPARE(decideRefund(p, kSri, kSaleAt).has_value(), due);
    }
    const Payment refunded = sale(PaymentState::Refunded);
    QVERIFY(refunded.settledAt == kSaleAt + Duration::seconds(3));
    Payment reversed = sale(PaymentState::Reversed);
    QCOMPARE(reversed.leftover, reversed.total());
    reversed = after(reversed, *decideRefund(reversed, kSri, kSaleAt));
    QVERIFY(reversed.state == PaymentState::Reversed && reversed.leftover.isZero());
    QVERIFY(!decideRefund(reversed, kSri, kSaleAt).has_value());
  }
  void aRefundedPaymentIsNotRefundedAgain() {
    Payment p = sale(PaymentState::Refunded);
    p = after(p, *decideReview(p, "late-success", kSaleAt));
    QVERIFY(p.state == PaymentState::Review && p.cashWentBack());
    QVERIFY(!sale(PaymentState::Review).cashWentBack());
    const Payment paid = evolve(p, PaymentEvent{p.ref, kSaleAt, SucceededEvent{0, "00", "S", "", p.cost, {}}});
    QVERIFY(paid.leftover.isZero());
    QVERIFY(!decideRefund(paid, kSri, kSaleAt).has_value());
    // Were an attempt live again and failed, no second refund becomes due.
    p.attempts.back().outcome = AttemptOutcome::Suspect;
    QVERIFY(!has(decideVerdict(p, said(VerdictKind::Failed), true, kSaleAt), EventKind::RefundBecameDue));
  }

  void requotesWithinTheCeiling() {
    const Payment p = acceptedSale();
    RequotedEvent quote;
    quote.inquiryRef = AttemptRef("INQ1");
    quote.amount = Money::rupiah(45'000);
    quote.adminFee = Money::rupiah(2'500);
    quote.cost = Money::rupiah(46'000);
    quote.customerName = "SUPARDI B";
    const Payment cheaper = after(p, *decideRequote(p, quote, kSaleAt));
    QVERIFY(cheaper.state == PaymentState::Accepted);
    QCOMPARE(cheaper.total(), Money::rupiah(47'500));
    QCOMPARE(cheaper.held, Money::rupiah(52'500));
    QCOMPARE(cheaper.customerName, std::string("SUPARDI B"));
    const Payment sent = after(cheaper, *decideArm(cheaper, attemptFor(cheaper), quote.cost, kSaleAt));
    const Payment done = answered(sent, VerdictKind::Succeeded);
    QCOMPARE(done.leftover, Money::rupiah(5'000));
    const Payment settled = after(done, *decideRefund(done, kSri, kSaleAt));
    QVERIFY(settled.state == PaymentState::Succeeded && settled.leftover.isZero());

    quote.amount = Money::rupiah(50'000);  // exactly the ceiling
    QVERIFY(after(p, *decideRequote(p, quote, kSaleAt)).state == PaymentState::Accepted);
    quote.amount = Money::rupiah(50'001);
    QVERIFY(after(p, *decideRequote(p, quote, kSaleAt)).state == PaymentState::Review);
    quote.amount = Money{};
    QVERIFY(decideRequote(p, quote, kSaleAt).error().code == ErrorCode::AmountInvalid);
    quote.amount = Money::rupiah(1);
    for (const PaymentState state : kAllStates)
      QCOMPARE(decideRequote(sale(state), quote, kSaleAt).has_value(), state == PaymentState::Accepted);
  }
  void refusalsBeforeArming() {
    const Payment p = acceptedSale();
    const Payment refused = after(p, *decideRefusedBeforeArm(p, said(VerdictKind::RefusedForNow), kSaleAt));
    QVERIFY(refused.state == PaymentState::Accepted);
    QCOMPARE(refused.reason, std::string("rc"));
    // The same refusal again is no news.
    QVERIFY(decideRefusedBeforeArm(refused, said(VerdictKind::RefusedForNow), kSaleAt)->empty());
    QVERIFY(after(p, *decideRefusedBeforeArm(p, said(VerdictKind::Failed), kSaleAt)).state == PaymentState::RefundDue);
    for (const PaymentState state : kAllStates)
      QCOMPARE(decideRefusedBeforeArm(sale(state), said(VerdictKind::RefusedForNow), kSaleAt).has_value(),
               state == PaymentState::Accepted);
  }
  void reviewsWhereTheTableAllows() {
    for (const PaymentState state : kAllStates)
      QCOMPARE(decideReview(sale(state), "why", kSaleAt).has_value(),
               next(state, EventKind::SentToReview).has_value());
  }
  void stopsOnImpossibleSteps_data() {
    QTest::addColumn<QString>("name");
    for (const char* name : {"evolve", "verdict", "attempt"})
      QTest::newRow(name) << name;
  }
  void stopsOnImpossibleSteps() {
    QFETCH(QString, name);
    QVERIFY(stopsTheProcess(name));
  }
};

LOKET_TEST_MAIN_WITH_CRASHES(DecideTest, crash)
#include "decide_test.moc"

// How a message about a payment may go on: what left is never sent again by itself, and what was told and is true no
// longer is told anew.
#include "core/domain/confirmation/delivery.h"

#include <QTest>

#include "tests/unit/domain/sample_sale.h"

using namespace loket;
using namespace loket::confirmation;

namespace {

const Instant kNow{1'795'417'509'000};

Delivery waiting(const char* to = "6281234567890") {
  Delivery one;
  one.id = ConfirmationId("N261127AAAAAAAAAA");
  one.ref = PaymentRef("LK261127AAAAAAAAAA");
  one.to = {Channel::WhatsApp, to};
  one.dueAt = kNow;
  return one;
}

Delivery told(PaymentState state, DeliveryState how, const char* to = "6281234567890") {
  Delivery one = waiting(to);
  one.told = state;
  one.state = how;
  return one;
}

Payment paymentIn(PaymentState state) {
  Payment payment;
  payment.state = state;
  return payment;
}

}  // namespace

class DeliveryTest : public QObject {
  Q_OBJECT

 private slots:
  void every_state_has_a_word_of_its_own() {
    for (const DeliveryState state :
         {DeliveryState::Waiting, DeliveryState::Sending, DeliveryState::Sent, DeliveryState::Shown,
          DeliveryState::Unsure, DeliveryState::Refused, DeliveryState::GivenUp, DeliveryState::Void})
      QVERIFY(deliveryStateFromWord(wordOf(state)) == state);
    QVERIFY(!deliveryStateFromWord("lost"));
  }

  void what_never_left_is_tried_for_a_day() {
    Delivery one = waiting();
    Instant now = kNow;
    Duration before;
    for (int i = 0; one.state == DeliveryState::Waiting; ++i) {
      QVERIFY(i < 20);
      now = one.dueAt;
      one = answered(armed(one, PaymentState::Succeeded, now), SendOutcome::NotSent, "connect", now);
      if (one.state != DeliveryState::Waiting)
        break;
      QVERIFY(!one.told);
      QVERIFY(one.dueAt - now >= before);
      before = one.dueAt - now;
    }
    QVERIFY(one.state == DeliveryState::GivenUp);
    QVERIFY(now - kNow >= Duration::hours(23));
    QVERIFY(now - kNow <= Duration::hours(24));
    QCOMPARE(one.reason, std::string("connect"));
  }

  void what_may_have_left_is_not_open() {
    const Delivery sending = armed(waiting(), PaymentState::Succeeded, kNow);
    QVERIFY(isOpen(sending.state) && sending.told == PaymentState::Succeeded && sending.tries == 1);
    QVERIFY(answered(sending, SendOutcome::Sent, {}, kNow).state == DeliveryState::Sent);
    const Delivery unsure = answered(sending, SendOutcome::MaybeSent, "timeout", kNow);
    QVERIFY(unsure.state == DeliveryState::Unsure && !isOpen(unsure.state));
    QVERIFY(answered(sending, SendOutcome::Refused, "550", kNow).state == DeliveryState::Refused);
    QVERIFY(interrupted(sending, kNow).state == DeliveryState::Unsure);
    QVERIFY(interrupted(sending, kNow).told == PaymentState::Succeeded);
  }

  void only_an_end_is_told() {
    QVERIFY(tellingOf(paymentIn(PaymentState::Succeeded)) == Telling::Now);
    QVERIFY(tellingOf(paymentIn(PaymentState::Refunded)) == Telling::Now);
    QVERIFY(tellingOf(paymentIn(PaymentState::Reversed)) == Telling::Now);
    QVERIFY(tellingOf(paymentIn(PaymentState::Cancelled)) == Telling::Never);
    for (const PaymentState open : {PaymentState::Accepted, PaymentState::Sending, PaymentState::Pending,
                                    PaymentState::Suspect, PaymentState::RefundDue, PaymentState::Review})
      QVERIFY(tellingOf(paymentIn(open)) == Telling::NotYet);
  }

  void a_success_that_is_taken_back_is_told_once_to_each() {
    const Payment reversed = paymentIn(PaymentState::Reversed);
    const auto whom = toCorrect(reversed, {told(PaymentState::Succeeded, DeliveryState::Sent),
                                           told(PaymentState::Succeeded, DeliveryState::Unsure),
                                           told(PaymentState::Succeeded, DeliveryState::Shown, "628111")});
    QCOMPARE(whom.size(), std::size_t{2});
    QCOMPARE(whom.at(0).text, std::string("6281234567890"));
    QCOMPARE(whom.at(1).text, std::string("628111"));
    // Nobody heard: nothing to correct. Whoever has heard, or will, is not told twice.
    QVERIFY(toCorrect(reversed, {told(PaymentState::Succeeded, DeliveryState::Refused)}).empty());
    QVERIFY(toCorrect(reversed, {told(PaymentState::Succeeded, DeliveryState::Sent), waiting()}).empty());
    QVERIFY(toCorrect(reversed, {told(PaymentState::Succeeded, DeliveryState::Sent),
                                 told(PaymentState::Reversed, DeliveryState::Sent)})
                .empty());
    // What stands as it was told needs no second word.
    QVERIFY(toCorrect(paymentIn(PaymentState::Succeeded), {told(PaymentState::Succeeded, DeliveryState::Sent)}).empty());
  }

  void a_refund_that_the_upstream_contradicts_is_told_again() {
    Payment review = paymentIn(PaymentState::Review);
    const std::vector<Delivery> heard = {told(PaymentState::Refunded, DeliveryState::Sent)};
    QVERIFY(toCorrect(review, heard).empty());
    review.settledAt = kNow;  // from Refunded
    QCOMPARE(toCorrect(review, heard).size(), std::size_t{1});
  }
};

QTEST_APPLESS_MAIN(DeliveryTest)
#include "delivery_test.moc"

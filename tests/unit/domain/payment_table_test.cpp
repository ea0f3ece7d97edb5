// The table of payment states against a second list of it, written down from the design and not from the code.
#include <QTest>
#include <map>
#include <set>
#include <string>

#include "core/domain/payment/payment.h"
#include "core/domain/payment/state.h"

using namespace loket;

namespace {

constexpr std::array kStates = {
    PaymentState::Accepted,  PaymentState::Sending,   PaymentState::Pending,  PaymentState::Suspect,
    PaymentState::Succeeded, PaymentState::Failed,    PaymentState::Cancelled, PaymentState::RefundDue,
    PaymentState::Refunded,  PaymentState::Reversed,  PaymentState::Review};
constexpr std::array kEvents = {
    EventKind::Accepted,  EventKind::Armed,     EventKind::NotSent,         EventKind::Refused,
    EventKind::WentPending, EventKind::WentSuspect, EventKind::Succeeded,   EventKind::Failed,
    EventKind::Cancelled, EventKind::RefundBecameDue, EventKind::Refunded,  EventKind::Requoted,
    EventKind::SentToReview, EventKind::Reversed, EventKind::LeftoverPaid,
    EventKind::Rerouted, EventKind::Escalated, EventKind::Decided, EventKind::LateSuccess,
    EventKind::TakenBack};

const std::map<std::pair<std::string, std::string>, std::string> kDesign = {
    // Accepted -> Sending | Cancelled (nothing was ever sent) | Review (bill above its ceiling)
    {{"accepted", "armed"}, "sending"},
    {{"accepted", "cancelled"}, "cancelled"},
    {{"accepted", "review"}, "review"},
    // A bill accepted offline is asked about before it is armed: its price, a refusal for now, or no for good.
    {{"accepted", "requoted"}, "accepted"},
    {{"accepted", "refused"}, "accepted"},
    {{"accepted", "failed"}, "failed"},
    // Sending -> Succeeded | Failed | Pending | Suspect | Accepted (proven NotSent, or refused without being created)
    {{"sending", "succeeded"}, "succeeded"},
    {{"sending", "failed"}, "failed"},
    {{"sending", "pending"}, "pending"},
    {{"sending", "suspect"}, "suspect"},
    {{"sending", "notSent"}, "accepted"},
    {{"sending", "refused"}, "accepted"},
    // Pending, Suspect -> Succeeded | Failed | Review; a suspect one may turn out to be pending; both may stay.
    {{"pending", "succeeded"}, "succeeded"},
    {{"pending", "failed"}, "failed"},
    {{"pending", "review"}, "review"},
    {{"pending", "pending"}, "pending"},
    {{"suspect", "succeeded"}, "succeeded"},
    {{"suspect", "failed"}, "failed"},
    {{"suspect", "review"}, "review"},
    {{"suspect", "pending"}, "pending"},
    {{"suspect", "suspect"}, "suspect"},
    // Failed, Cancelled -> RefundDue -> Refunded (when cash was held)
    {{"failed", "refundDue"}, "refundDue"},
    {{"cancelled", "refundDue"}, "refundDue"},
    {{"refundDue", "refunded"}, "refunded"},
    // Refunded -> Review (late success). Succeeded -> Reversed (the upstream took it back)
    {{"refunded", "review"}, "review"},
    {{"succeeded", "reversed"}, "reversed"},
    // What a success left over, or a reversal gave back, is paid out.
    {{"succeeded", "leftoverPaid"}, "succeeded"},
    {{"reversed", "leftoverPaid"}, "reversed"},
    // Review -> Succeeded | Failed
    {{"review", "succeeded"}, "succeeded"},
    {{"review", "failed"}, "failed"},
    // Failover to another supplier only when the first is proven not to have taken the payment.
    {{"accepted", "rerouted"}, "accepted"},
    // People look at what is unanswered; what they decide is written down before the outcome.
    {{"suspect", "escalated"}, "suspect"},
    // In a shop that was made of a backup: its original may have paid it out.
    {{"refundDue", "escalated"}, "refundDue"},
    {{"suspect", "decided"}, "suspect"},
    {{"review", "decided"}, "review"},
    {{"succeeded", "decided"}, "succeeded"},
    // Late truth is never dropped.
    {{"accepted", "lateSuccess"}, "review"},
    {{"failed", "lateSuccess"}, "review"},
    {{"cancelled", "lateSuccess"}, "review"},
    {{"refundDue", "lateSuccess"}, "review"},
    {{"refunded", "lateSuccess"}, "review"},
    {{"review", "lateSuccess"}, "review"},
    {{"sending", "lateSuccess"}, "sending"},
    {{"pending", "lateSuccess"}, "pending"},
    {{"suspect", "lateSuccess"}, "suspect"},
    {{"succeeded", "lateSuccess"}, "succeeded"},
    {{"reversed", "lateSuccess"}, "review"},
    // One of two deliveries that is taken back ends nothing; nor does what people had not decided about, by itself.
    {{"accepted", "takenBack"}, "accepted"},
    {{"sending", "takenBack"}, "sending"},
    {{"pending", "takenBack"}, "pending"},
    {{"suspect", "takenBack"}, "suspect"},
    {{"review", "takenBack"}, "review"},
    {{"succeeded", "takenBack"}, "succeeded"},
    {{"failed", "takenBack"}, "failed"},
    {{"refundDue", "takenBack"}, "refundDue"},
    {{"refunded", "takenBack"}, "refunded"},
    {{"reversed", "takenBack"}, "reversed"},
};

}  // namespace

class PaymentTableTest : public QObject {
  Q_OBJECT
 private slots:
  void everyStateMeetsEveryEvent() {
    std::size_t steps = 0;
    for (const PaymentState from : kStates) {
      for (const EventKind event : kEvents) {
        const auto to = next(from, event);
        const auto expected = kDesign.find({std::string(wordOf(from)), std::string(wordOf(event))});
        const std::string where = std::string(wordOf(from)) + " + " + std::string(wordOf(event));
        QVERIFY2(to.has_value() == (expected != kDesign.end()), where.c_str());
        if (to) {
          QCOMPARE(std::string(wordOf(*to)), expected->second);
          ++steps;
        }
      }
    }
    QCOMPARE(steps, kDesign.size());
    QCOMPARE(kTransitions.size(), kDesign.size());  // no row twice
  }
  void nothingIsSentAgainWhileUnknown() {
    for (const PaymentState from : kStates)
      QCOMPARE(next(from, EventKind::Armed).has_value(), from == PaymentState::Accepted);
  }
  void cashNeverGoesBackWhileUnknown() {
    for (const PaymentState from : {PaymentState::Sending, PaymentState::Pending, PaymentState::Suspect})
      for (const EventKind event : {EventKind::Cancelled, EventKind::RefundBecameDue, EventKind::Refunded})
        QVERIFY(!next(from, event).has_value());
  }
  void everyOpenStateCanEnd() {
    // From each state that is not terminal, some way leads to one that is.
    for (const PaymentState from : kStates) {
      std::set<PaymentState> reached{from};
      bool ends = isTerminal(from);
      for (std::size_t i = 0; i < kStates.size() && !ends; ++i) {
        const auto known = reached;
        for (const PaymentState state : known)
          for (const EventKind event : kEvents)
            if (const auto to = next(state, event)) {
              reached.insert(*to);
              ends = ends || isTerminal(*to);
            }
      }
      QVERIFY2(ends, std::string(wordOf(from)).c_str());
    }
  }
  void terminalAndUnsettledAreApart() {
    for (const PaymentState state : kStates)
      QVERIFY(!(isTerminal(state) && isUnsettled(state)));
    QVERIFY(!isTerminal(PaymentState::RefundDue) && !isUnsettled(PaymentState::RefundDue));
  }
  void wordsGoBothWays() {
    std::set<std::string> words;
    for (const PaymentState state : kStates) {
      QVERIFY(stateFromWord(wordOf(state)) == state);
      words.insert(std::string(wordOf(state)));
    }
    QCOMPARE(words.size(), kStates.size());
    for (const EventKind event : kEvents)
      QVERIFY(eventKindFromWord(wordOf(event)) == event);
    for (const AttemptOutcome outcome :
         {AttemptOutcome::Armed, AttemptOutcome::NotSent, AttemptOutcome::Refused, AttemptOutcome::Pending,
          AttemptOutcome::Suspect, AttemptOutcome::Succeeded, AttemptOutcome::Failed, AttemptOutcome::Undone})
      QVERIFY(attemptOutcomeFromWord(wordOf(outcome)) == outcome);
    QVERIFY(!stateFromWord("").has_value());
    QVERIFY(!eventKindFromWord("nonsense").has_value());
  }
};

QTEST_GUILESS_MAIN(PaymentTableTest)
#include "payment_table_test.moc"

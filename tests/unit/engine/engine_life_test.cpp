// A payment's way through the engine: what is durable when, what each answer of the upstream leads to, and what a
// new start makes of what the last one left. (Invariants I1, I2, I4, I5, I6.)
#include <QTest>
#include <set>

#include "tests/unit/engine/counter.h"

using namespace loket;
using namespace loket::tests;

class EngineLifeTest : public QObject {
  Q_OBJECT

 private slots:
  void init();
  void a_payment_is_durable_before_it_is_answered_and_armed_before_it_is_sent();
  void success_is_settled_and_posted();
  void what_was_provably_not_sent_is_sent_again_with_growing_pauses();
  void unknown_is_suspect_and_asked_about_with_the_same_bytes();
  void unknown_stays_unknown_whatever_a_question_says_data();
  void unknown_stays_unknown_whatever_a_question_says();
  void an_unanswered_attempt_goes_to_people_in_the_end();
  void pending_is_asked_about_until_it_succeeds();
  void a_failed_payment_owes_the_cash_back_once();
  void a_failure_heard_by_asking_has_nothing_left_to_do();
  void a_refusal_keeps_the_payment_queued_data();
  void a_refusal_keeps_the_payment_queued();
  void a_protocol_that_cannot_carry_it_sends_nothing();
  void a_restart_while_sending_makes_it_suspect_and_never_sends_again();
  void a_restart_asks_no_sooner_than_the_upstream_allows();
  void a_restart_goes_on_with_the_queue();
  void not_found_is_sent_again_only_where_and_when_allowed_data();
  void not_found_is_sent_again_only_where_and_when_allowed();
  void a_resent_attempt_is_the_same_attempt();
  void cancel_is_for_what_was_never_sent();
  void two_refunds_in_one_turn_are_one();
  void a_late_answer_after_a_restart_changes_nothing_twice();

 private:
  std::unique_ptr<Counter> m_counter;
};

void EngineLifeTest::init() {
  m_counter = std::make_unique<Counter>();
  QVERIFY(m_counter->start());
}

void EngineLifeTest::a_payment_is_durable_before_it_is_answered_and_armed_before_it_is_sent() {
  Counter& c = *m_counter;
  int checked = 0;
  c.script.whenPaying = [&](const Attempt& attempt) {
    // Another connection than the engine's: what it sees is committed.
    const auto reader = must(adapters::SqlcipherReader::open(c.home.path(), dataKey()));
    const auto row = must(reader->byClientRef(ClientRef("pulsa-1")));
    QVERIFY(row.has_value());
    QVERIFY(row->state == PaymentState::Sending);
    QVERIFY(row->liveAttempt() != nullptr);
    QCOMPARE(row->liveAttempt()->attemptRef, attempt.attemptRef);
    QCOMPARE(row->liveAttempt()->path, attempt.path);
    QCOMPARE(row->liveAttempt()->body, attempt.body);
    QVERIFY(row->liveAttempt()->outcome == AttemptOutcome::Armed);
    ++checked;
  };
  const auto sold = c.sell(pulsaFor(1));
  QVERIFY(sold.has_value());
  const auto reader = must(adapters::SqlcipherReader::open(c.home.path(), dataKey()));
  QVERIFY(must(reader->payment(sold->payment.ref)).has_value());
  QVERIFY(c.reaches(sold->payment.ref, PaymentState::Succeeded));
  QCOMPARE(checked, 1);
  // And in this order.
  const auto at = [&](const char* point) {
    const auto found = std::find(c.probe.points.begin(), c.probe.points.end(), point);
    return found - c.probe.points.begin();
  };
  QVERIFY(at("accept.after-commit") < at("arm.before-commit"));
  QVERIFY(at("arm.before-commit") < at("arm.after-commit"));
  QVERIFY(at("arm.after-commit") < at("pay.before-send"));
  QVERIFY(at("pay.before-send") < at("pay.answered"));
  QVERIFY(at("pay.answered") < at("outcome.after-commit"));
}

void EngineLifeTest::success_is_settled_and_posted() {
  Counter& c = *m_counter;
  c.script.onPay = [](const Attempt&) { return successOf("SN-7", Money::rupiah(10'300)); };
  const auto sold = c.sell(pulsaFor(1));
  QVERIFY(sold.has_value());
  QVERIFY(c.reaches(sold->payment.ref, PaymentState::Succeeded));
  const Payment p = c.stored(sold->payment.ref);
  QCOMPARE(p.serial, std::string("SN-7"));
  QCOMPARE(p.cost.amount(), 10'300);
  QVERIFY(p.settledAt > p.acceptedAt);
  QVERIFY(!c.storedTask(p.ref));
  const std::vector<std::string> expected{"accepted", "armed", "succeeded"};
  QCOMPARE(c.storedHistory(p.ref), expected);
  QCOMPARE(c.balance("drawer").amount(), 12'000);
  QVERIFY(c.balance("held").isZero());
  QCOMPARE(c.balance("deposit:digi").amount(), 5'000'000 - 10'300);
  QVERIFY(c.trial().isZero());
  QCOMPARE(c.script.callsOf("pay").size(), std::size_t{1});
}

void EngineLifeTest::what_was_provably_not_sent_is_sent_again_with_growing_pauses() {
  Counter& c = *m_counter;
  int tries = 0;
  c.script.onPay = [&tries](const Attempt&) {
    return ++tries < 5 ? verdictOf(VerdictKind::NotSent, "connect") : successOf("SN");
  };
  const auto sold = c.sell(pulsaFor(1));
  QVERIFY(sold.has_value());
  QVERIFY(c.reaches(sold->payment.ref, PaymentState::Succeeded));
  const auto pays = c.script.callsOf("pay");
  QCOMPARE(pays.size(), std::size_t{5});
  std::set<AttemptRef> refs;
  for (std::size_t i = 0; i < pays.size(); ++i) {
    refs.insert(pays[i].attempt.attemptRef);
    if (i == 0)
      continue;
    const Duration pause = pays[i].at - pays[i - 1].at;
    const Duration least = std::min(Duration::seconds(5 << (i - 1)), Duration::seconds(60));
    QVERIFY2(pause >= least, qPrintable(QString::number(pause.ms)));
    QVERIFY2(pause <= least + Duration::seconds(15), qPrintable(QString::number(pause.ms)));
  }
  // Each is an attempt of its own, since the one before took nothing.
  QCOMPARE(refs.size(), pays.size());
  const Payment p = c.stored(sold->payment.ref);
  QCOMPARE(p.attempts.size(), std::size_t{5});
  for (std::size_t i = 0; i < 4; ++i)
    QVERIFY(p.attempts[i].outcome == AttemptOutcome::NotSent);
}

void EngineLifeTest::unknown_is_suspect_and_asked_about_with_the_same_bytes() {
  Counter& c = *m_counter;
  c.script.onPay = [](const Attempt&) { return verdictOf(VerdictKind::Unknown, "timeout"); };
  int asked = 0;
  c.script.onAsk = [&asked](const Attempt&) {
    return ++asked < 4 ? verdictOf(VerdictKind::Unknown, "timeout") : successOf("SN-late");
  };
  const auto sold = c.sell(pulsaFor(1));
  QVERIFY(sold.has_value());
  QVERIFY(c.reaches(sold->payment.ref, PaymentState::Suspect));
  QVERIFY(c.storedTask(sold->payment.ref)->kind == ports::TaskKind::Ask);
  // Neither sold again, nor cancelled, nor refunded, while nobody knows.
  api::SellRequest again = pulsaFor(1);
  again.clientRef = ClientRef("other");
  again.repeat = api::Repeat::Allow;
  QCOMPARE(c.sell(again).error().code, ErrorCode::DuplicateOpen);
  QCOMPARE(c.cancel(sold->payment.ref).error().code, ErrorCode::StateForbids);
  QCOMPARE(c.refund(sold->payment.ref).error().code, ErrorCode::StateForbids);

  QVERIFY(c.reaches(sold->payment.ref, PaymentState::Succeeded));
  const auto pays = c.script.callsOf("pay");
  const auto asks = c.script.callsOf("ask");
  QCOMPARE(pays.size(), std::size_t{1});
  QCOMPARE(asks.size(), std::size_t{4});
  Instant last = pays[0].at;
  for (const auto& ask : asks) {
    QCOMPARE(ask.attempt.attemptRef, pays[0].attempt.attemptRef);
    QCOMPARE(ask.attempt.path, pays[0].attempt.path);
    QCOMPARE(ask.attempt.body, pays[0].attempt.body);
    QVERIFY(ask.at - last >= c.script.capabilities.askEvery);
    last = ask.at;
  }
  QCOMPARE(c.stored(sold->payment.ref).attempts.size(), std::size_t{1});
  QVERIFY(c.trial().isZero());
}

void EngineLifeTest::unknown_stays_unknown_whatever_a_question_says_data() {
  QTest::addColumn<int>("kind");
  QTest::newRow("not sent") << static_cast<int>(VerdictKind::NotSent);
  QTest::newRow("unknown") << static_cast<int>(VerdictKind::Unknown);
  QTest::newRow("not found") << static_cast<int>(VerdictKind::NotFound);
  QTest::newRow("refused for now") << static_cast<int>(VerdictKind::RefusedForNow);
  QTest::newRow("refused by config") << static_cast<int>(VerdictKind::RefusedByConfig);
}

void EngineLifeTest::unknown_stays_unknown_whatever_a_question_says() {
  QFETCH(int, kind);
  Counter& c = *m_counter;
  c.script.onPay = [](const Attempt&) { return verdictOf(VerdictKind::Unknown, "timeout"); };
  c.script.onAsk = [kind](const Attempt&) { return verdictOf(static_cast<VerdictKind>(kind), "x"); };
  const auto sold = c.sell(pulsaFor(1));
  QVERIFY(sold.has_value());
  c.turnFor(Duration::hours(5));
  QVERIFY(c.stored(sold->payment.ref).state == PaymentState::Suspect);
  QCOMPARE(c.script.callsOf("pay").size(), std::size_t{1});
  QVERIFY(c.script.callsOf("ask").size() >= 3);
  // Within reason: an hour after the first few. Where nothing about payments is answered and the balance is,
  // one goes out of turn in each `hurryEvery` of three hours, to find out when that ends.
  const auto asked = static_cast<int>(c.script.callsOf("ask").size());
  const bool isMute = kind == static_cast<int>(VerdictKind::Unknown);
  const auto outOfTurn = static_cast<int>(Duration::hours(3).ms / c.script.capabilities.hurryEvery.ms);
  QVERIFY(kind == static_cast<int>(VerdictKind::NotSent) || asked <= 14 + (isMute ? outOfTurn : 0));
}

void EngineLifeTest::an_unanswered_attempt_goes_to_people_in_the_end() {
  Counter& c = *m_counter;
  c.script.capabilities.askUntil = Duration::hours(3);
  c.script.onPay = [](const Attempt&) { return verdictOf(VerdictKind::Unknown, "timeout"); };
  c.script.onAsk = [](const Attempt&) { return verdictOf(VerdictKind::Pending, "03"); };
  const auto sold = c.sell(pulsaFor(1));
  QVERIFY(sold.has_value());
  QVERIFY(c.reaches(sold->payment.ref, PaymentState::Review, Duration::hours(6)));
  for (const auto& ask : c.script.callsOf("ask"))
    QVERIFY(ask.at - c.script.callsOf("pay")[0].at <= Duration::hours(3));
  // People have it now; the engine does nothing more about it.
  QVERIFY(!c.storedTask(sold->payment.ref));
  const auto asks = c.script.callsOf("ask").size();
  c.turnFor(Duration::hours(4));
  QCOMPARE(c.script.callsOf("ask").size(), asks);
  c.restart();
  c.turnFor(Duration::hours(1));
  QCOMPARE(c.script.callsOf("ask").size(), asks);
  QVERIFY(c.stored(sold->payment.ref).state == PaymentState::Review);
}

void EngineLifeTest::pending_is_asked_about_until_it_succeeds() {
  Counter& c = *m_counter;
  c.script.onPay = [](const Attempt&) { return verdictOf(VerdictKind::Pending, "03"); };
  int asked = 0;
  c.script.onAsk = [&asked](const Attempt&) {
    return ++asked < 3 ? verdictOf(VerdictKind::Pending, "03") : successOf("SN");
  };
  const auto sold = c.sell(tokenFor(1));
  QVERIFY(sold.has_value());
  QVERIFY(c.reaches(sold->payment.ref, PaymentState::Pending));
  QVERIFY(c.reaches(sold->payment.ref, PaymentState::Succeeded));
  QCOMPARE(c.script.callsOf("pay").size(), std::size_t{1});
  QCOMPARE(asked, 3);
}

void EngineLifeTest::a_failed_payment_owes_the_cash_back_once() {
  Counter& c = *m_counter;
  c.script.onPay = [](const Attempt&) { return verdictOf(VerdictKind::Failed, "54"); };
  const auto sold = c.sell(pulsaFor(1));
  QVERIFY(sold.has_value());
  QVERIFY(c.reaches(sold->payment.ref, PaymentState::RefundDue));
  QCOMPARE(c.stored(sold->payment.ref).reason, std::string("54"));
  QCOMPARE(c.balance("refundsDue").amount(), -12'000);
  QVERIFY(!c.storedTask(sold->payment.ref));
  c.turnFor(Duration::hours(1));
  QCOMPARE(c.script.callsOf("pay").size(), std::size_t{1});
  QCOMPARE(c.script.callsOf("ask").size(), std::size_t{0});

  QVERIFY(c.refund(sold->payment.ref));
  QVERIFY(c.stored(sold->payment.ref).state == PaymentState::Refunded);
  QVERIFY(c.balance("refundsDue").isZero());
  QVERIFY(c.balance("drawer").isZero());
  QVERIFY(c.trial().isZero());
  QCOMPARE(c.refund(sold->payment.ref).error().code, ErrorCode::StateForbids);
  // What took nothing may be bought again on the same day without asking.
  api::SellRequest again = pulsaFor(1);
  again.clientRef = ClientRef("again");
  QVERIFY(c.sell(again));
}

void EngineLifeTest::a_failure_heard_by_asking_has_nothing_left_to_do() {
  Counter& c = *m_counter;
  c.script.onPay = [](const Attempt&) { return verdictOf(VerdictKind::Unknown, "reset"); };
  c.script.onAsk = [](const Attempt&) { return verdictOf(VerdictKind::Failed, "02"); };
  const auto sold = c.sell(pulsaFor(1));
  QVERIFY(sold.has_value());
  QVERIFY(c.reaches(sold->payment.ref, PaymentState::RefundDue));
  QVERIFY(!c.storedTask(sold->payment.ref));
  QCOMPARE(c.engine->payment(sold->payment.ref.str())->nextDueAt.ms, 0);
  c.turnFor(Duration::hours(1));
  QCOMPARE(c.script.callsOf("ask").size(), std::size_t{1});
}

void EngineLifeTest::a_refusal_keeps_the_payment_queued_data() {
  QTest::addColumn<int>("kind");
  QTest::addColumn<int>("minutes");
  QTest::newRow("for now") << static_cast<int>(VerdictKind::RefusedForNow) << 5;
  QTest::newRow("by config") << static_cast<int>(VerdictKind::RefusedByConfig) << 15;
}

void EngineLifeTest::a_refusal_keeps_the_payment_queued() {
  QFETCH(int, kind);
  QFETCH(int, minutes);
  Counter& c = *m_counter;
  c.script.onPay = [kind](const Attempt&) { return verdictOf(static_cast<VerdictKind>(kind), "44"); };
  const auto sold = c.sell(pulsaFor(1));
  QVERIFY(sold.has_value());
  QVERIFY(c.turnUntil([&] { return c.script.callsOf("pay").size() == 1 && c.stored(sold->payment.ref).reason == "44"; }));
  QVERIFY(c.stored(sold->payment.ref).state == PaymentState::Accepted);
  QVERIFY(c.storedTask(sold->payment.ref)->kind == ports::TaskKind::Send);
  c.script.onPay = [](const Attempt&) { return successOf("SN"); };
  QVERIFY(c.reaches(sold->payment.ref, PaymentState::Succeeded));
  const auto pays = c.script.callsOf("pay");
  QCOMPARE(pays.size(), std::size_t{2});
  QVERIFY(pays[1].at - pays[0].at >= Duration::minutes(minutes));
  QVERIFY(pays[1].attempt.attemptRef != pays[0].attempt.attemptRef);
  QCOMPARE(c.script.callsOf("ask").size(), std::size_t{0});
}

void EngineLifeTest::a_protocol_that_cannot_carry_it_sends_nothing() {
  Counter& c = *m_counter;
  c.script.onPrepare = [](const ports::PaymentOrder&) -> Result<ports::PreparedAttempt> {
    return fail(ErrorCode::NumberInvalid, "too long");
  };
  const auto sold = c.sell(pulsaFor(1));
  QVERIFY(sold.has_value());
  QVERIFY(c.reaches(sold->payment.ref, PaymentState::RefundDue));
  QCOMPARE(c.script.callsOf("pay").size(), std::size_t{0});
  QVERIFY(c.stored(sold->payment.ref).attempts.empty());
  QVERIFY(c.trial().isZero());
}

void EngineLifeTest::a_restart_while_sending_makes_it_suspect_and_never_sends_again() {
  Counter& c = *m_counter;
  c.script.capabilities.askEvery = Duration::seconds(60);
  const auto sold = c.sell(pulsaFor(1));
  QVERIFY(sold.has_value());
  QVERIFY(c.turnUntil([&] { return c.script.callsOf("pay").size() == 1; }));
  c.restart();
  const Payment p = c.stored(sold->payment.ref);
  QVERIFY(p.state == PaymentState::Suspect);
  QCOMPARE(p.reason, std::string("restart"));
  QVERIFY(c.storedTask(p.ref)->kind == ports::TaskKind::Ask);
  // A second start finds nothing more to recover.
  c.restart();
  const std::vector<std::string> expected{"accepted", "armed", "suspect"};
  QCOMPARE(c.storedHistory(p.ref), expected);
  QVERIFY(c.reaches(p.ref, PaymentState::Succeeded));
  QCOMPARE(c.script.callsOf("pay").size(), std::size_t{1});
  const auto asks = c.script.callsOf("ask");
  QCOMPARE(asks.size(), std::size_t{1});
  QCOMPARE(asks[0].attempt.body, c.script.callsOf("pay")[0].attempt.body);
}

void EngineLifeTest::a_restart_asks_no_sooner_than_the_upstream_allows() {
  Counter& c = *m_counter;
  c.script.capabilities.askEvery = Duration::minutes(10);
  const auto sold = c.sell(pulsaFor(1));
  QVERIFY(sold.has_value());
  QVERIFY(c.turnUntil([&] { return c.script.callsOf("pay").size() == 1; }));
  c.restart();
  QVERIFY(c.reaches(sold->payment.ref, PaymentState::Succeeded));
  QVERIFY(c.script.callsOf("ask")[0].at - c.script.callsOf("pay")[0].at >= Duration::minutes(10));
}

void EngineLifeTest::a_restart_goes_on_with_the_queue() {
  Counter& c = *m_counter;
  for (int n = 0; n < 5; ++n)
    QVERIFY(c.sell(offline(pulsaFor(n))));
  QCOMPARE(c.script.callsOf("pay").size(), std::size_t{0});
  c.restart();
  QVERIFY(c.turnUntil([&] { return must(c.real->openPayments()).empty(); }));
  QCOMPARE(c.script.callsOf("pay").size(), std::size_t{5});
}

void EngineLifeTest::not_found_is_sent_again_only_where_and_when_allowed_data() {
  QTest::addColumn<int>("resendMinutes");
  QTest::newRow("never") << 0;
  QTest::newRow("after half an hour") << 30;
}

void EngineLifeTest::not_found_is_sent_again_only_where_and_when_allowed() {
  QFETCH(int, resendMinutes);
  Counter& c = *m_counter;
  c.script.capabilities.resendWhenNotFoundAfter = Duration::minutes(resendMinutes);
  int pays = 0;
  c.script.onPay = [&pays](const Attempt&) {
    return ++pays == 1 ? verdictOf(VerdictKind::Unknown, "timeout") : successOf("SN");
  };
  c.script.onAsk = [](const Attempt&) { return verdictOf(VerdictKind::NotFound, "404"); };
  const auto sold = c.sell(pulsaFor(1));
  QVERIFY(sold.has_value());
  c.turnFor(Duration::hours(4));
  const auto calls = c.script.callsOf("pay");
  if (resendMinutes == 0) {
    QCOMPARE(calls.size(), std::size_t{1});
    QVERIFY(c.stored(sold->payment.ref).state == PaymentState::Suspect);
    return;
  }
  QCOMPARE(calls.size(), std::size_t{2});
  QVERIFY(calls[1].at - calls[0].at >= Duration::minutes(resendMinutes));
  QCOMPARE(calls[1].attempt.attemptRef, calls[0].attempt.attemptRef);
  QCOMPARE(calls[1].attempt.body, calls[0].attempt.body);
  QCOMPARE(calls[1].attempt.path, calls[0].attempt.path);
  const Payment p = c.stored(sold->payment.ref);
  QVERIFY(p.state == PaymentState::Succeeded);
  QCOMPARE(p.attempts.size(), std::size_t{1});
}

void EngineLifeTest::a_resent_attempt_is_the_same_attempt() {
  Counter& c = *m_counter;
  c.script.capabilities.resendWhenNotFoundAfter = Duration::minutes(2);
  c.script.onPay = [](const Attempt&) { return verdictOf(VerdictKind::NotSent, "connect"); };
  c.script.onAsk = [](const Attempt&) { return verdictOf(VerdictKind::NotFound, "404"); };
  const auto sold = c.sell(pulsaFor(1));
  QVERIFY(sold.has_value());
  QVERIFY(c.turnUntil([&] { return c.script.callsOf("pay").size() == 1; }));
  // The process dies: what became of the bytes is unknown from then on, also when a repeat provably stays here.
  c.restart();
  QVERIFY(c.turnUntil([&] { return c.script.callsOf("pay").size() == 3; }));
  for (const auto& call : c.script.callsOf("pay"))
    QCOMPARE(call.attempt.body, c.script.callsOf("pay")[0].attempt.body);
  QVERIFY(c.stored(sold->payment.ref).state == PaymentState::Suspect);
  QCOMPARE(c.stored(sold->payment.ref).attempts.size(), std::size_t{1});
}

void EngineLifeTest::cancel_is_for_what_was_never_sent() {
  Counter& c = *m_counter;
  const auto sold = c.sell(offline(pulsaFor(1)));
  QVERIFY(sold.has_value());
  const auto cancelled = c.cancel(sold->payment.ref);
  QVERIFY(cancelled.has_value());
  QVERIFY(cancelled->payment.state == PaymentState::RefundDue);
  c.turnFor(Duration::hours(1));
  QCOMPARE(c.script.callsOf("pay").size(), std::size_t{0});
  QVERIFY(c.refund(sold->payment.ref));
  QVERIFY(c.trial().isZero());
  QVERIFY(c.balance("drawer").isZero());
  // While it is being sent, no.
  const auto second = c.sell(pulsaFor(2));
  QVERIFY(second.has_value());
  QVERIFY(c.turnUntil([&] { return c.script.callsOf("pay").size() == 1; }));
  QCOMPARE(c.cancel(second->payment.ref).error().code, ErrorCode::StateForbids);
}

// Both are decided before the first is on the disk.
void EngineLifeTest::two_refunds_in_one_turn_are_one() {
  Counter& c = *m_counter;
  c.script.onPay = [](const Attempt&) { return verdictOf(VerdictKind::Failed, "54"); };
  const auto sold = c.sell(pulsaFor(1));
  QVERIFY(sold && c.reaches(sold->payment.ref, PaymentState::RefundDue));
  std::vector<std::optional<ErrorCode>> heard;
  for (int i = 0; i < 2; ++i)
    c.engine->refund(sold->payment.ref, kAlone, [&heard](const Result<api::PaymentView>& view) {
      heard.push_back(view ? std::nullopt : std::optional<ErrorCode>(view.error().code));
    });
  QVERIFY(c.turnUntil([&] { return heard.size() == 2; }));
  // The second is refused at once, the first answers when it is durable.
  QVERIFY(heard.front() == ErrorCode::StateForbids && !heard.back());
  QVERIFY(c.faults.empty());
  QVERIFY(c.balance("drawer").isZero());
  QVERIFY(c.trial().isZero());
}

void EngineLifeTest::a_late_answer_after_a_restart_changes_nothing_twice() {
  Counter& c = *m_counter;
  c.script.onPay = [](const Attempt&) { return verdictOf(VerdictKind::Unknown, "timeout"); };
  c.script.onAsk = [](const Attempt&) { return successOf("SN"); };
  const auto sold = c.sell(pulsaFor(1));
  QVERIFY(sold.has_value());
  QVERIFY(c.reaches(sold->payment.ref, PaymentState::Succeeded));
  c.restart();
  c.turnFor(Duration::hours(3));
  QCOMPARE(c.script.callsOf("ask").size(), std::size_t{1});
  QCOMPARE(c.balance("deposit:digi").amount(), 5'000'000 - 10'250);
  QVERIFY(c.trial().isZero());
}

QTEST_GUILESS_MAIN(EngineLifeTest)
#include "engine_life_test.moc"

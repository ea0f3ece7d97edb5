// One sync, and many payments at once: bounded, each with its result, none in the way of another; and several
// changes in one commit.
#include <QTest>

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "tests/unit/engine/counter.h"

using namespace loket;
using namespace loket::tests;

class EngineBatchTest : public QObject {
  Q_OBJECT

 private slots:
  void a_sync_drains_the_queue_and_says_what_became_of_each();
  void never_more_at_once_than_allowed();
  void what_the_counter_asks_does_not_wait_until_answers_are_gathered();
  void a_poison_item_holds_up_nobody();
  void a_sync_without_a_network_changes_nothing();
  void until_idle_goes_on_until_all_is_known();
  void until_idle_ends_when_only_people_can_go_on();
  void until_idle_ends_at_its_timeout();
  void a_second_sync_joins_the_first();
  void on_demand_does_nothing_by_itself();
  void several_changes_share_one_commit();
  void a_broken_disk_ends_a_running_sync();
  void a_wait_for_one_payment_ends_with_it();
};

void EngineBatchTest::a_sync_drains_the_queue_and_says_what_became_of_each() {
  Counter c(engine::Dispatching::OnDemand);
  QVERIFY(c.start());
  std::vector<PaymentRef> refs;
  for (int n = 0; n < 6; ++n)
    refs.push_back(c.sell(offline(pulsaFor(n)))->payment.ref);
  c.script.onPay = [&](const Attempt& attempt) {
    if (attempt.body.find(mobileNumber(2)) != std::string::npos)
      return verdictOf(VerdictKind::Failed, "54");
    if (attempt.body.find(mobileNumber(4)) != std::string::npos)
      return verdictOf(VerdictKind::Unknown, "timeout");
    return successOf("SN");
  };
  const auto batch = c.sync();
  QVERIFY(batch.has_value());
  QCOMPARE(batch->count, 6);
  QCOMPARE(batch->sum.amount(), 6 * 12'000);
  QCOMPARE(batch->stillOpen, 1);
  QVERIFY(batch->nextDueAt > batch->endedAt);
  for (int n = 0; n < 6; ++n) {
    const auto& item = batch->items[static_cast<std::size_t>(n)];
    QVERIFY(std::find(refs.begin(), refs.end(), item.ref) != refs.end());
    QCOMPARE(item.before, std::string("accepted"));
    const std::string expected = item.number == mobileNumber(2)   ? "refundDue"
                                 : item.number == mobileNumber(4) ? "suspect"
                                                                  : "succeeded";
    QCOMPARE(item.after, expected);
    QVERIFY(c.stored(item.ref).state == *stateFromWord(item.after));
  }
  // It is kept.
  const auto kept = c.engine->batch(batch->id);
  QVERIFY(kept.has_value());
  QCOMPARE(kept->count, 6);
  QCOMPARE(kept->sum.amount(), batch->sum.amount());
  QCOMPARE(c.engine->batches(10)->size(), std::size_t{1});
}

void EngineBatchTest::never_more_at_once_than_allowed() {
  Counter c(engine::Dispatching::OnDemand);
  c.options.inFlightMax = 3;
  c.config.offline.maxCount = 100;
  QVERIFY(c.start());
  for (int n = 0; n < 25; ++n)
    QVERIFY(c.sell(offline(pulsaFor(n))));
  const auto batch = c.sync();
  QVERIFY(batch.has_value());
  QCOMPARE(batch->count, 25);
  QCOMPARE(batch->stillOpen, 0);
  QCOMPARE(c.script.callsOf("pay").size(), std::size_t{25});
  QCOMPARE(c.script.payingMost, 3);
}

void EngineBatchTest::what_the_counter_asks_does_not_wait_until_answers_are_gathered() {
  Counter c(engine::Dispatching::OnDemand);
  c.config.offline.maxCount = 100;
  QVERIFY(c.start());
  for (int n = 0; n < 30; ++n)
    QVERIFY(c.sell(offline(pulsaFor(n))));
  // One answer is back, the others are long under way, and somebody comes to the counter.
  int payments = 0;
  bool isPosted = false;
  std::optional<Instant> posted;
  std::optional<Instant> done;
  c.script.whenPaying = [&payments](const Attempt&) { ++payments; };
  c.script.later = [&](Duration delay, std::function<void()> call) {
    c.transport.later(payments > 1 ? Duration::seconds(10) : delay, std::move(call));
    if (payments != 1 || isPosted)
      return;
    isPosted = true;
    c.transport.later(delay + Duration::millis(2), [&] {
      posted = c.clock.now();
      QVERIFY(c.engine->post([&] { done = c.clock.now(); }));
    });
  };
  const auto batch = c.sync();
  QVERIFY(batch.has_value());
  QCOMPARE(batch->stillOpen, 0);
  QVERIFY(posted && done);
  QCOMPARE((*done - *posted).ms, std::int64_t{0});
}

void EngineBatchTest::a_poison_item_holds_up_nobody() {
  for (const VerdictKind poison : {VerdictKind::NotSent, VerdictKind::Unknown, VerdictKind::RefusedForNow,
                                   VerdictKind::RefusedByConfig, VerdictKind::NotFound}) {
    Counter c;
    c.options.inFlightMax = 2;
    QVERIFY(c.start());
    c.script.onPay = [poison](const Attempt& attempt) {
      return attempt.body.find(mobileNumber(0)) != std::string::npos ? verdictOf(poison, "x") : successOf("SN");
    };
    c.script.onAsk = [](const Attempt&) { return verdictOf(VerdictKind::Unknown, "x"); };
    std::vector<PaymentRef> refs;
    for (int n = 0; n < 12; ++n)
      refs.push_back(c.sell(offline(pulsaFor(n)))->payment.ref);
    for (int n = 1; n < 12; ++n)
      QVERIFY2(c.reaches(refs[static_cast<std::size_t>(n)], PaymentState::Succeeded, Duration::minutes(30)),
               qPrintable(QString::number(n)));
    QVERIFY(!isTerminal(c.stored(refs[0]).state));
    QVERIFY(c.trial().isZero());
  }
}

void EngineBatchTest::a_sync_without_a_network_changes_nothing() {
  Counter c(engine::Dispatching::OnDemand);
  QVERIFY(c.start());
  const auto sold = c.sell(offline(pulsaFor(1)));
  QVERIFY(sold.has_value());
  c.script.onBalance = [] { return ports::BalanceReply{verdictOf(VerdictKind::NotSent, "connect"), {}}; };
  const auto batch = c.sync();
  QVERIFY(batch.has_value());
  QCOMPARE(batch->stillOpen, 1);
  QCOMPARE(batch->items.front().after, std::string("accepted"));
  QCOMPARE(c.script.callsOf("pay").size(), std::size_t{0});
  QCOMPARE(c.storedHistory(sold->payment.ref).size(), std::size_t{1});
}

void EngineBatchTest::until_idle_goes_on_until_all_is_known() {
  Counter c(engine::Dispatching::OnDemand);
  QVERIFY(c.start());
  const auto sold = c.sell(offline(pulsaFor(1)));
  QVERIFY(sold.has_value());
  c.script.onPay = [](const Attempt&) { return verdictOf(VerdictKind::Unknown, "timeout"); };
  int asked = 0;
  c.script.onAsk = [&asked](const Attempt&) {
    return ++asked < 3 ? verdictOf(VerdictKind::Pending, "03") : successOf("SN");
  };
  const auto batch = c.sync(api::SyncRequest::Until::Idle, Duration::hours(10));
  QVERIFY(batch.has_value());
  QCOMPARE(batch->stillOpen, 0);
  QVERIFY(c.stored(sold->payment.ref).state == PaymentState::Succeeded);
  const auto asks = c.script.callsOf("ask");
  QCOMPARE(asks.size(), std::size_t{3});
  for (std::size_t i = 1; i < asks.size(); ++i)
    QVERIFY(asks[i].at - asks[i - 1].at >= c.script.capabilities.askEvery);
}

void EngineBatchTest::until_idle_ends_when_only_people_can_go_on() {
  Counter c(engine::Dispatching::OnDemand);
  QVERIFY(c.start());
  api::SellRequest bill = offline(billFor(1));
  bill.amount = Money::rupiah(82'000);
  QVERIFY(c.sell(bill));
  QVERIFY(c.sell(offline(pulsaFor(1))));
  c.script.onPay = [](const Attempt&) { return verdictOf(VerdictKind::Unknown, "timeout"); };
  c.script.onAsk = [](const Attempt&) { return verdictOf(VerdictKind::Failed, "54"); };
  const auto batch = c.sync(api::SyncRequest::Until::Idle, Duration::days(20));
  QVERIFY(batch.has_value());
  QVERIFY(batch->endedAt - batch->startedAt < Duration::minutes(10));
  QCOMPARE(batch->nextDueAt.ms, 0);
  QCOMPARE(batch->stillOpen, 1);
}

void EngineBatchTest::until_idle_ends_at_its_timeout() {
  Counter c(engine::Dispatching::OnDemand);
  QVERIFY(c.start());
  QVERIFY(c.sell(offline(pulsaFor(1))));
  c.script.onPay = [](const Attempt&) { return verdictOf(VerdictKind::Unknown, "timeout"); };
  c.script.onAsk = [](const Attempt&) { return verdictOf(VerdictKind::Unknown, "timeout"); };
  const auto batch = c.sync(api::SyncRequest::Until::Idle, Duration::minutes(30));
  QVERIFY(batch.has_value());
  QCOMPARE(batch->stillOpen, 1);
  QVERIFY(batch->endedAt - batch->startedAt <= Duration::minutes(31));
}

void EngineBatchTest::a_second_sync_joins_the_first() {
  Counter c(engine::Dispatching::OnDemand);
  QVERIFY(c.start());
  for (int n = 0; n < 3; ++n)
    QVERIFY(c.sell(offline(pulsaFor(n))));
  std::set<BatchId> ids;
  int answers = 0;
  for (int i = 0; i < 3; ++i)
    c.engine->sync({}, {}, [&](const Result<api::BatchView>& batch) {
      QVERIFY(batch.has_value());
      ids.insert(batch->id);
      ++answers;
    });
  QVERIFY(c.turnUntil([&] { return answers == 3; }));
  QCOMPARE(ids.size(), std::size_t{1});
  QCOMPARE(c.script.callsOf("pay").size(), std::size_t{3});
}

void EngineBatchTest::on_demand_does_nothing_by_itself() {
  Counter c(engine::Dispatching::OnDemand);
  QVERIFY(c.start());
  QVERIFY(c.sell(offline(pulsaFor(1))));
  c.turnFor(Duration::hours(3));
  QVERIFY(c.script.calls.empty());
}

void EngineBatchTest::several_changes_share_one_commit() {
  Counter c;
  QVERIFY(c.start());
  c.turnFor(Duration::seconds(2));
  int answers = 0;
  const int before = c.store->commits();
  for (int n = 0; n < 8; ++n)
    c.engine->sell(pulsaFor(n), [&](const Result<api::PaymentView>& sold) {
      QVERIFY(sold.has_value());
      // Nobody is told before it is durable.
      QVERIFY(must(c.real->payment(sold->payment.ref)).has_value());
      ++answers;
    });
  QVERIFY(c.turnUntil([&] { return answers == 8; }, Duration::minutes(1)));
  // What was decided in one turn is one commit. A heartbeat's balance may have one of its own beside it.
  QVERIFY(std::count(c.store->sizes.begin(), c.store->sizes.end(), std::size_t{8}) >= 1);
  QVERIFY(c.store->commits() <= before + 2);
  QVERIFY(c.turnUntil([&] { return must(c.real->openPayments()).empty(); }));
  // All armed in one, all answers in one: far from the twenty-four that eight payments by themselves would take.
  QVERIFY(c.store->commits() <= before + 6);
}

void EngineBatchTest::a_broken_disk_ends_a_running_sync() {
  Counter c(engine::Dispatching::OnDemand);
  QVERIFY(c.start());
  for (int n = 0; n < 3; ++n)
    QVERIFY(c.sell(offline(pulsaFor(n))));
  QVERIFY(c.sync());
  int sale = 3;
  // Deposit and arming are written first, then the outcomes, then the batch itself.
  for (const int n : {1, 2, 3}) {
    for (int i = 0; i < 3; ++i)
      QVERIFY(c.sell(offline(pulsaFor(sale++))));
    c.store->failAt(n, FaultyStore::Fault::Broken);
    const auto batch = c.sync();
    QVERIFY(!batch);
    QCOMPARE(batch.error().code, ErrorCode::DiskFault);
    QCOMPARE(c.sync().error().code, ErrorCode::DiskFault);
    QCOMPARE(c.faults.size(), std::size_t{1});
    c.restart();
    QCOMPARE(must(c.sync(api::SyncRequest::Until::Idle)).stillOpen, 0);
  }
}

void EngineBatchTest::a_wait_for_one_payment_ends_with_it() {
  Counter c(engine::Dispatching::OnDemand);
  QVERIFY(c.start());
  c.script.onPay = [](const Attempt&) { return verdictOf(VerdictKind::Pending, "03"); };
  c.script.onAsk = [](const Attempt&) { return successOf("SN"); };
  const auto sold = c.sell(pulsaFor(1));
  QVERIFY(sold.has_value());
  const auto wait = [&](Duration limit) {
    return c.ask<api::PaymentView>([&](api::Reply<api::PaymentView> reply) {
      c.engine->await(sold->payment.ref, limit, std::move(reply));
    });
  };
  const Instant before = c.clock.now();
  QVERIFY(wait(Duration::seconds(20))->payment.state == PaymentState::Pending);
  QVERIFY(c.clock.now() - before <= Duration::seconds(25));
  QVERIFY(wait(Duration::minutes(10))->payment.state == PaymentState::Succeeded);
  QVERIFY(!c.ask<api::PaymentView>([&](api::Reply<api::PaymentView> reply) {
    c.engine->await(PaymentRef("nobody"), Duration::seconds(1), std::move(reply));
  }));
}

QTEST_GUILESS_MAIN(EngineBatchTest)
#include "engine_batch_test.moc"

// Somebody sets the clock of the machine, by hours or years, forwards or back: what was waited for is waited for as long, and what is
// known of a payment or a code is not older or younger by it.
#include <QTest>

#include "tests/unit/engine/counter.h"

using namespace loket;
using namespace loket::tests;

namespace {

const UpstreamId kDigi("digi");
constexpr Duration kYears = Duration::days(2 * 365);

CollectionTold toldOf(VerdictKind kind) {
  CollectionTold told;
  told.verdict = verdictOf(kind, "code");
  told.code = "the code";
  told.bankRef = "BANKREF";
  return told;
}

}  // namespace

class EngineClockTest : public QObject {
  Q_OBJECT

 private slots:
  void init() { m_counter = std::make_unique<Counter>(); }
  void a_code_is_asked_about_until_it_ends_data();
  void a_code_is_asked_about_until_it_ends();
  void a_code_of_a_clock_ahead_is_asked_about_after_a_start();
  void a_password_that_is_not_found_at_once_has_not_ended();
  void who_waits_for_a_code_waits_as_long();
  void a_sync_ends_in_time_data();
  void a_sync_ends_in_time();
  void who_waits_for_a_payment_waits_as_long();
  void people_are_told_in_time_data();
  void people_are_told_in_time();
  void nothing_is_repeated_that_may_be_forgotten_data();
  void nothing_is_repeated_that_may_be_forgotten();
  void an_hour_of_the_day_is_waited_for_data();
  void an_hour_of_the_day_is_waited_for();
  void a_counter_whose_disk_failed_rests();

 private:
  Result<api::TillView> till(const api::TillCommand& command) {
    return m_counter->ask<api::TillView>(
        [&](api::Reply<api::TillView> reply) { m_counter->engine->till(command, std::move(reply)); });
  }
  CollectionState stateOf(const CollectionId& id) {
    for (const Collection& one : must(m_counter->engine->collections()))
      if (one.id == id)
        return one.state;
    qFatal("no such code");
  }
  PaymentRef suspect(int n) {
    m_counter->script.onPay = [](const Attempt&) { return verdictOf(VerdictKind::Unknown, "timeout"); };
    const PaymentRef ref = must(m_counter->sell(pulsaFor(n))).payment.ref;
    if (!m_counter->reaches(ref, PaymentState::Suspect))
      qFatal("not suspect");
    return ref;
  }
  std::unique_ptr<Counter> m_counter;
};

void EngineClockTest::a_code_is_asked_about_until_it_ends_data() {
  QTest::addColumn<qint64>("by");
  QTest::newRow("nobody sets it") << qint64{0};
  QTest::newRow("an hour ahead") << qint64{Duration::hours(1).ms};
  QTest::newRow("years ahead") << qint64{kYears.ms};
  QTest::newRow("an hour back") << qint64{-Duration::hours(1).ms};
  QTest::newRow("years back") << qint64{-kYears.ms};
}

void EngineClockTest::a_code_is_asked_about_until_it_ends() {
  QFETCH(const qint64, by);
  Counter& c = *m_counter;
  c.script.onCollect = [](const Collection&, const std::string&) { return toldOf(VerdictKind::Succeeded); };
  c.script.onAskCollection = [](const Collection&) { return toldOf(VerdictKind::Pending); };
  QVERIFY(c.start());
  const auto shown = must(till(api::CollectionOpening{kDigi, CollectionKind::Qris, Money::rupiah(50'000)}));
  c.turnFor(Duration::seconds(20));
  c.clock.set(Duration::millis(by));
  c.turnFor(Duration::minutes(9));
  QVERIFY(stateOf(shown.collection->id) == CollectionState::Waiting);
  c.script.onAskCollection = [](const Collection&) { return toldOf(VerdictKind::Succeeded); };
  c.turnFor(Duration::seconds(61));
  QVERIFY(stateOf(shown.collection->id) == CollectionState::Paid);
  // One that nobody pays is asked about as long as ever, and no longer.
  c.script.onAskCollection = [](const Collection&) { return toldOf(VerdictKind::Pending); };
  const auto unpaid = must(till(api::CollectionOpening{kDigi, CollectionKind::Qris, Money::rupiah(60'000)}));
  c.turnFor(Duration::minutes(1));
  c.clock.set(Duration{} - Duration::millis(by));
  c.turnFor(kQrisLife + kCollectionEcho);
  const std::size_t asked = c.script.callsOf("ask-collection").size();
  c.turnFor(Duration::hours(1));
  QCOMPARE(c.script.callsOf("ask-collection").size(), asked);
  QVERIFY(stateOf(unpaid.collection->id) == CollectionState::Waiting);
}

void EngineClockTest::a_code_of_a_clock_ahead_is_asked_about_after_a_start() {
  Counter& c = *m_counter;
  c.clock.set(kYears);
  c.script.onCollect = [](const Collection&, const std::string&) { return toldOf(VerdictKind::Succeeded); };
  c.script.onAskCollection = [](const Collection&) { return toldOf(VerdictKind::Pending); };
  QVERIFY(c.start());
  const auto shown = must(till(api::CollectionOpening{kDigi, CollectionKind::Qris, Money::rupiah(50'000)}));
  c.die();
  c.clock.set(Duration{} - kYears);
  QVERIFY(c.start());
  c.script.onAskCollection = [](const Collection&) { return toldOf(VerdictKind::Succeeded); };
  c.turnFor(Duration::seconds(61));
  QVERIFY(stateOf(shown.collection->id) == CollectionState::Paid);
}

// "Not found" shortly after proves nothing, whatever the clock says of how long ago that was.
void EngineClockTest::a_password_that_is_not_found_at_once_has_not_ended() {
  Counter& c = *m_counter;
  c.script.onCollect = [](const Collection&, const std::string&) { return toldOf(VerdictKind::Unknown); };
  c.script.onAskCollection = [](const Collection&) { return toldOf(VerdictKind::NotFound); };
  QVERIFY(c.start());
  const auto lost = must(till(api::CollectionOpening{kDigi, CollectionKind::Password, Money::rupiah(50'000), "6281234567890",
                                                     std::make_shared<const SecretBytes>(std::string_view("123456"))}));
  c.clock.set(Duration::hours(1));
  c.turnFor(Duration::minutes(5));
  QVERIFY(stateOf(lost.collection->id) == CollectionState::Asked);
  c.script.onAskCollection = [](const Collection&) { return toldOf(VerdictKind::Succeeded); };
  c.turnFor(Duration::seconds(61));
  QVERIFY(stateOf(lost.collection->id) == CollectionState::Paid);
}

void EngineClockTest::who_waits_for_a_code_waits_as_long() {
  Counter& c = *m_counter;
  c.script.onCollect = [](const Collection&, const std::string&) { return toldOf(VerdictKind::Succeeded); };
  c.script.onAskCollection = [](const Collection&) { return toldOf(VerdictKind::Pending); };
  QVERIFY(c.start());
  bool isAnswered = false;
  c.engine->till(api::CollectionOpening{kDigi, CollectionKind::Qris, Money::rupiah(50'000), {}, {}, Duration::seconds(30)},
                 [&isAnswered](const Result<api::TillView>&) { isAnswered = true; });
  c.turnFor(Duration::seconds(5));
  c.clock.set(Duration{} - kYears);
  QVERIFY(c.turnUntil([&isAnswered] { return isAnswered; }, Duration::seconds(27)));
}

void EngineClockTest::a_sync_ends_in_time_data() {
  QTest::addColumn<qint64>("by");
  QTest::newRow("back") << qint64{-Duration::days(1).ms};
  QTest::newRow("ahead") << qint64{Duration::days(1).ms};
}

// It holds the home: no window opens meanwhile.
void EngineClockTest::a_sync_ends_in_time() {
  QFETCH(const qint64, by);
  m_counter = std::make_unique<Counter>(engine::Dispatching::OnDemand);
  Counter& c = *m_counter;
  c.script.onPay = [](const Attempt&) { return verdictOf(VerdictKind::Unknown, "timeout"); };
  c.script.onAsk = [](const Attempt&) { return verdictOf(VerdictKind::Pending, "03"); };
  QVERIFY(c.start());
  must(c.sell(offline(pulsaFor(1))));
  std::optional<Result<api::BatchView>> answer;
  c.engine->sync({api::SyncRequest::Until::Idle, Duration::hours(2)}, {},
                 [&answer](Result<api::BatchView> done) { answer = std::move(done); });
  c.turnFor(Duration::minutes(3));
  QVERIFY(!answer);
  const std::size_t asked = c.script.callsOf("ask").size();
  QVERIFY(asked > 0);
  c.clock.set(Duration::millis(by));
  c.turnFor(Duration::minutes(90));
  QVERIFY(!answer);
  QVERIFY(c.script.callsOf("ask").size() > asked);
  QVERIFY(c.turnUntil([&answer] { return answer.has_value(); }, Duration::minutes(30)));
}

void EngineClockTest::who_waits_for_a_payment_waits_as_long() {
  for (const Duration by : {Duration{} - kYears, kYears}) {
    init();
    Counter& c = *m_counter;
    c.script.onPay = [](const Attempt&) { return verdictOf(VerdictKind::Pending, "03"); };
    c.script.onAsk = [](const Attempt&) { return verdictOf(VerdictKind::Pending, "03"); };
    QVERIFY(c.start());
    const PaymentRef ref = must(c.sell(pulsaFor(1))).payment.ref;
    bool isAnswered = false;
    c.engine->await(ref, Duration::seconds(30), [&isAnswered](const Result<api::PaymentView>&) { isAnswered = true; });
    const Duration began = c.clock.monotonic();
    c.clock.set(by);
    QVERIFY(c.turnUntil([&isAnswered] { return isAnswered; }, Duration::seconds(33)));
    QVERIFY(c.clock.monotonic() - began >= Duration::seconds(30));
  }
}

void EngineClockTest::people_are_told_in_time_data() {
  QTest::addColumn<bool>("hasRestarted");
  QTest::newRow("in one process") << false;
  QTest::newRow("after a start") << true;
}

// The clock was ahead when it was sent, and is set right.
void EngineClockTest::people_are_told_in_time() {
  QFETCH(const bool, hasRestarted);
  Counter& c = *m_counter;
  c.clock.set(kYears);
  QVERIFY(c.start());
  c.script.onAsk = [](const Attempt&) { return verdictOf(VerdictKind::Unknown, "timeout"); };
  const PaymentRef ref = suspect(1);
  if (hasRestarted)
    c.die();
  c.clock.set(Duration{} - kYears);
  if (hasRestarted)
    QVERIFY(c.start());
  c.script.onAsk = [](const Attempt&) { return verdictOf(VerdictKind::NotFound, "404"); };
  QVERIFY(c.turnUntil([&] { return c.stored(ref).escalatedAt != Instant{}; }, Duration::minutes(20)));
}

void EngineClockTest::nothing_is_repeated_that_may_be_forgotten_data() {
  QTest::addColumn<bool>("hasRestarted");
  QTest::addColumn<qint64>("by");
  QTest::addColumn<bool>("isRepeated");
  const qint64 back = -Duration::hours(30).ms;
  QTest::newRow("nobody sets it") << false << qint64{0} << false;
  QTest::newRow("set back") << false << back << false;
  QTest::newRow("set back while nobody was here") << true << qint64{-Duration::hours(60).ms} << false;
  QTest::newRow("set ahead, and young") << false << qint64{kYears.ms} << true;
}

// A question that is a repeat, at an upstream that knows its references for a day. It has been away for longer than that; or, where the
// clock was set ahead, for a minute.
void EngineClockTest::nothing_is_repeated_that_may_be_forgotten() {
  QFETCH(const bool, hasRestarted);
  QFETCH(const qint64, by);
  QFETCH(const bool, isRepeated);
  Counter& c = *m_counter;
  c.script.capabilities.status = StatusMeaning::RepeatsAttempt;
  c.script.capabilities.sameEffect = {"ref", KeptFor::Time, Duration::hours(24)};
  QVERIFY(c.start());
  c.script.onAsk = [](const Attempt&) { return verdictOf(VerdictKind::NotSent, "offline"); };
  const PaymentRef ref = suspect(1);
  if (!isRepeated)
    c.turnFor(Duration::hours(23));
  c.script.onAsk = [](const Attempt&) { return verdictOf(VerdictKind::Unknown, "timeout"); };
  const auto asked = [&c] { return c.script.callsOf("ask").size(); };
  if (hasRestarted)
    c.die();
  // Nobody turns it meanwhile: a machine that sleeps.
  if (!isRepeated)
    c.clock.moveBy(Duration::hours(2));
  c.clock.set(Duration::millis(by));
  if (hasRestarted)
    QVERIFY(c.start());
  const std::size_t before = asked();
  c.turnFor(Duration::hours(2));
  QCOMPARE(asked() > before, isRepeated);
  QCOMPARE(c.stored(ref).state, isRepeated ? PaymentState::Suspect : PaymentState::Review);
}

void EngineClockTest::an_hour_of_the_day_is_waited_for_data() {
  QTest::addColumn<qint64>("by");
  QTest::newRow("half an hour ahead") << qint64{Duration::minutes(30).ms};
  QTest::newRow("half an hour back") << qint64{-Duration::minutes(30).ms};
  QTest::newRow("to when it is open") << qint64{Duration::hours(3).ms};
}

// It is the supplier's hour, and the clock says it.
void EngineClockTest::an_hour_of_the_day_is_waited_for() {
  QFETCH(const qint64, by);
  Counter& c = *m_counter;
  // Closed from 08:00 to 11:00 in Jakarta; it is 09:05.
  for (Product& product : c.products) product.offers.resize(1);
  c.products[0].offers[0].cutOff = {MinuteOfDay{8 * 60}, MinuteOfDay{11 * 60}};
  QVERIFY(c.start());
  const PaymentRef ref = must(c.sell(offline(pulsaFor(1)))).payment.ref;
  c.turnFor(Duration::minutes(15));
  QCOMPARE(c.stored(ref).reason, std::string("cut-off"));
  c.clock.set(Duration::millis(by));
  const Instant setAt = c.clock.now();
  QVERIFY(c.reaches(ref, PaymentState::Succeeded, Duration::hours(4)));
  const Instant paid = c.script.callsOf("pay")[0].at;
  if (by > Duration::hours(2).ms) {
    QVERIFY(paid - setAt < Duration::minutes(2));
    return;
  }
  QCOMPARE(civilAt(paid).hour, 11);
  QVERIFY(civilAt(paid).minute <= 1);
}

// Nothing is due any more that it could do; it waits for who tells it to end.
void EngineClockTest::a_counter_whose_disk_failed_rests() {
  Counter& c = *m_counter;
  QVERIFY(c.start());
  suspect(1);
  c.store->failAt(1, FaultyStore::Fault::Broken);
  QVERIFY(c.turnUntil([&c] { return !c.faults.empty(); }, Duration::hours(2)));
  const Instant began = c.clock.now();
  for (int i = 0; i < 100; ++i) c.engine->turn(Duration::seconds(1));
  QVERIFY(c.clock.now() - began >= Duration::seconds(90));
}

QTEST_GUILESS_MAIN(EngineClockTest)
#include "engine_clock_test.moc"

// Whoever sets the clock does so at any moment; what is reckoned with it changes only where it is followed.
#include <QTest>

#include "core/engine/turn_clock.h"
#include "tests/support/virtual_world.h"

using namespace loket;
using namespace loket::tests;

class TurnClockTest : public QObject {
  Q_OBJECT

 private slots:
  void untilItIsFollowedNobodyHasSetIt() {
    for (const Duration by : {Duration::days(3'000), Duration::days(-3'000), Duration::seconds(1), Duration::seconds(-1)}) {
      VirtualClock outside;
      engine::TurnClock clock(outside);
      const Instant before = clock.now();
      outside.set(by);
      QVERIFY(clock.now() == before);
      outside.moveBy(Duration::seconds(7));
      QVERIFY(clock.now() == before + Duration::seconds(7));
      QVERIFY(clock.monotonic() == outside.monotonic());
      QVERIFY(clock.follow() == by);
      QVERIFY(clock.now() == outside.now());
      QVERIFY(clock.follow() == Duration{});
    }
  }

  void whatIsSetRightByLittleGoesByAndAddsUp() {
    VirtualClock outside;
    engine::TurnClock clock(outside);
    outside.set(Duration::millis(999));
    QVERIFY(clock.now() == outside.now());
    QVERIFY(clock.follow() == Duration{});
    outside.set(Duration::millis(1));
    QVERIFY(clock.follow() == Duration::seconds(1));
  }

  void whoWaitsWaitsAsLong() {
    VirtualClock outside;
    engine::TurnClock clock(outside);
    outside.set(Duration::days(-400));
    const Duration began = clock.monotonic();
    QVERIFY(clock.idleUntil(clock.now() + Duration::minutes(5)));
    QVERIFY(clock.monotonic() == began + Duration::minutes(5));
  }
};

QTEST_GUILESS_MAIN(TurnClockTest)
#include "turn_clock_test.moc"

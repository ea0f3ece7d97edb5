#include <QTest>

#include "core/domain/catalogue/product.h"

using namespace loket;

namespace {

CutOff between(int fromHour, int fromMinute, int toHour, int toMinute) {
  return CutOff{MinuteOfDay{fromHour * 60 + fromMinute}, MinuteOfDay{toHour * 60 + toMinute}};
}

Instant at(int day, int hour, int minute, int second = 0) {
  return instantOf(CivilTime{{2026, 11, day}, hour, minute, second, 0});
}

}  // namespace

class CutOffTest : public QObject {
  Q_OBJECT
 private slots:
  void crossesMidnight() {
    const CutOff night = between(23, 45, 0, 15);
    QVERIFY(!night.covers(minuteOfDayAt(at(23, 23, 44, 59))));
    QVERIFY(night.covers(minuteOfDayAt(at(23, 23, 45))));
    QVERIFY(night.covers(minuteOfDayAt(at(23, 23, 59, 59))));
    QVERIFY(night.covers(minuteOfDayAt(at(24, 0, 0))));
    QVERIFY(night.covers(minuteOfDayAt(at(24, 0, 14, 59))));
    QVERIFY(!night.covers(minuteOfDayAt(at(24, 0, 15))));
    QVERIFY(!night.covers(minuteOfDayAt(at(24, 12, 0))));
  }
  void staysInsideTheDay() {
    const CutOff noon = between(12, 0, 13, 30);
    QVERIFY(!noon.covers(MinuteOfDay{719}));
    QVERIFY(noon.covers(MinuteOfDay{720}));
    QVERIFY(!noon.covers(MinuteOfDay{810}));
    QVERIFY(!noon.covers(MinuteOfDay{0}));
  }
  void equalHoursNeverClose() {
    const CutOff none = between(0, 0, 0, 0);
    for (int minute = 0; minute < 1440; ++minute)
      QVERIFY(!none.covers(MinuteOfDay{minute}));
    QVERIFY(!none.closesWithin(at(23, 23, 59), Duration::hours(1)));
    QVERIFY(between(5, 0, 5, 0).isNone());
  }
  void saysWhenItOpens() {
    const CutOff night = between(23, 45, 0, 15);
    QVERIFY(night.nextOpen(at(23, 23, 50, 20)) == at(24, 0, 15));
    QVERIFY(night.nextOpen(at(24, 0, 14, 59)) == at(24, 0, 15));
    QVERIFY(night.nextOpen(at(24, 0, 15)) == at(24, 0, 15));
    QVERIFY(night.nextOpen(at(23, 12, 3, 4)) == at(23, 12, 3, 4));
    // It is open then, whatever the hours are.
    for (int from = 0; from < 1440; from += 95) {
      for (int to = 0; to < 1440; to += 83) {
        const CutOff hours{MinuteOfDay{from}, MinuteOfDay{to}};
        for (int minute = 0; minute < 1440; minute += 7) {
          const Instant t = at(23, 0, 0, 13) + Duration::minutes(minute);
          const Instant open = hours.nextOpen(t);
          QVERIFY(open >= t && open - t < Duration::days(1));
          QVERIFY(!hours.covers(minuteOfDayAt(open)));
        }
      }
    }
  }
  void warnsBeforeItCloses() {
    const CutOff night = between(23, 45, 0, 15);
    QVERIFY(!night.closesWithin(at(23, 23, 39, 59), Duration::minutes(5)));
    QVERIFY(night.closesWithin(at(23, 23, 40), Duration::minutes(5)));
    QVERIFY(night.closesWithin(at(24, 0, 10), Duration::minutes(5)));
    QVERIFY(!night.closesWithin(at(24, 0, 15), Duration::minutes(5)));
    // A short closing inside the margin counts too.
    QVERIFY(between(23, 45, 23, 50).closesWithin(at(23, 23, 42), Duration::minutes(10)));
    QVERIFY(between(0, 0, 0, 5).closesWithin(at(23, 23, 58), Duration::minutes(10)));
  }
  void aProductIsOpenThroughAnyOffer() {
    Product product;
    product.offers.push_back(Offer{UpstreamId("a"), Sku("1"), Money::rupiah(10), {}, {}, {}, true, true,
                                   between(23, 45, 0, 15), {}});
    QVERIFY(!product.isOpen(at(23, 23, 50)));
    QVERIFY(product.isOpen(at(23, 23, 0)));
    product.offers.push_back(product.offers.front());
    product.offers.back().cutOff = CutOff{};
    product.offers.back().available = false;
    QVERIFY(!product.isOpen(at(23, 23, 50)));
    product.offers.back().available = true;
    QVERIFY(product.isOpen(at(23, 23, 50)));
  }
};

QTEST_GUILESS_MAIN(CutOffTest)
#include "cut_off_test.moc"

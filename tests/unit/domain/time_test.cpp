#include <QDateTime>
#include <QTest>
#include <QTimeZone>

#include "core/base/time.h"

using namespace loket;

class TimeTest : public QObject {
  Q_OBJECT
 private slots:
  void writesAndReadsRfc3339() {
    const Instant t = instantOf(CivilTime{{2026, 11, 23}, 14, 5, 9, 0});
    QCOMPARE(toRfc3339(t), std::string("2026-11-23T14:05:09+07:00"));
    QCOMPARE(toRfc3339(t + Duration::millis(7)), std::string("2026-11-23T14:05:09.007+07:00"));
    QCOMPARE(toRfc3339(t, Duration{}), std::string("2026-11-23T07:05:09+00:00"));
    QCOMPARE(toRfc3339(t, Duration::minutes(-210)), std::string("2026-11-23T03:35:09-03:30"));
    for (const char* same : {"2026-11-23T14:05:09+07:00", "2026-11-23T07:05:09Z", "2026-11-23t07:05:09z",
                             "2026-11-23 07:05:09+00:00", "2026-11-23T03:35:09-03:30", "2026-11-23T07:05:09.000Z"}) {
      QVERIFY2(parseRfc3339(same).has_value(), same);
      QVERIFY2(*parseRfc3339(same) == t, same);
    }
    QVERIFY(parseRfc3339("2026-11-23T07:05:09.1234567Z") == t + Duration::millis(123));
    QVERIFY(parseHttpDate("Mon, 23 Nov 2026 07:05:09 GMT") == t);
    QVERIFY(parseHttpDate("Sun, 06 Nov 1994 08:49:37 GMT") == parseRfc3339("1994-11-06T08:49:37Z"));
    for (const char* odd : {"", "Mon", "Mon, 23 Nov 2026 07:05:09", "Mon, 23 Nov 2026 07:05:09 UTC", "Mon, 31 Feb 2026 07:05:09 GMT",
                            "Mon, 23 ovD 2026 07:05:09 GMT", "Monday, 23-Nov-26 07:05:09 GMT", "Mon Nov 23 07:05:09 2026",
                            "Mon, 23 Nov 2026 25:05:09 GMT", "2026-11-23T07:05:09Z"})
      QVERIFY2(!parseHttpDate(odd), odd);
  }
  void refusesMalformedTimes() {
    for (const char* text :
         {"", "2026-11-23", "2026-11-23T14:05:09", "2026-11-23T14:05+07:00", "2026-13-01T00:00:00Z",
          "2026-02-29T00:00:00Z", "2026-00-10T00:00:00Z", "2026-11-31T00:00:00Z", "2026-11-23T24:00:00Z",
          "2026-11-23T14:60:00Z", "2026-11-23T14:05:61Z", "2026-11-23T14:05:09.Z", "2026-11-23T14:05:09+7:00",
          "2026-11-23T14:05:09+0700", "2026-11-23T14:05:09Zz", " 2026-11-23T14:05:09Z", "26-11-23T14:05:09Z",
          "2026-11-23T14:05:09+24:00", "2026-11-23T14:05:09+07:60"})
      QVERIFY2(!parseRfc3339(text).has_value(), text);
    QVERIFY(parseRfc3339("2024-02-29T00:00:00Z").has_value());
    QVERIFY(!parseRfc3339("2100-02-29T00:00:00Z").has_value());
  }
  void turnsTheDayAtJakartasMidnight() {
    const Instant last = *parseRfc3339("2026-11-23T16:59:59.999Z");
    QVERIFY((businessDateOf(last) == BusinessDate{2026, 11, 23}));
    QCOMPARE(minuteOfDayAt(last).value, 1439);
    const Instant first = last + Duration::millis(1);
    QVERIFY((businessDateOf(first) == BusinessDate{2026, 11, 24}));
    QCOMPARE(minuteOfDayAt(first).value, 0);
    QVERIFY((businessDateOf(*parseRfc3339("2026-12-31T17:00:00Z")) == BusinessDate{2027, 1, 1}));
    QVERIFY((businessDateOf(*parseRfc3339("2024-02-28T17:00:00Z")) == BusinessDate{2024, 2, 29}));
    QVERIFY((businessDateOf(Instant{-1 - kJakartaOffset.ms}) == BusinessDate{1969, 12, 31}));
  }
  // Against another implementation of the calendar.
  void agreesWithQtsCalendar() {
    for (qint64 ms = -2'000'000'000'000; ms < 6'000'000'000'000; ms += 40'123'457'891) {
      const QDateTime qt = QDateTime::fromMSecsSinceEpoch(ms, QTimeZone(7 * 3600));
      const CivilTime c = civilAt(Instant{ms});
      QCOMPARE(QDate(c.date.year, c.date.month, c.date.day), qt.date());
      QCOMPARE(QTime(c.hour, c.minute, c.second, c.millisecond), qt.time());
      QVERIFY(instantOf(c) == Instant{ms});
      QVERIFY(parseRfc3339(toRfc3339(Instant{ms})) == Instant{ms});
    }
  }
  void readsIsoDates() {
    QVERIFY((parseIsoDate("2026-11-23") == BusinessDate{2026, 11, 23}));
    QCOMPARE(toIso(BusinessDate{2026, 1, 2}), std::string("2026-01-02"));
    for (const char* text : {"", "2026-11-3", "2026-11-31", "2026/11/23", "2026-11-23 ", "20261123"})
      QVERIFY2(!parseIsoDate(text).has_value(), text);
  }
  void readsIsoDurations() {
    const std::pair<const char*, Duration> rows[] = {
        {"PT24H", Duration::hours(24)},    {"PT60S", Duration::seconds(60)},  {"P1D", Duration::days(1)},
        {"P1DT30M", Duration::days(1) + Duration::minutes(30)},               {"PT0S", Duration{}},
        {"PT1H2M3S", Duration::seconds(3723)}};
    for (const auto& [text, length] : rows) {
      QVERIFY2(parseIsoDuration(text).has_value(), text);
      QVERIFY2(*parseIsoDuration(text) == length, text);
    }
    for (const char* text : {"", "P", "PT", "P1", "PT1", "T1H", "1H", "PT-1H", "-PT1H", "PT1.5H", "P1H", "PT1D", "P1M",
                             "P1Y", "P1W", "PT1H ", "pt1h", "PT9999999999S", "P1DT", "PTT1H", "PT99999999999999999999S"})
      QVERIFY2(!parseIsoDuration(text).has_value(), text);
    for (const Duration d : {Duration::hours(24), Duration::minutes(90), Duration::seconds(61), Duration{}})
      QVERIFY(parseIsoDuration(toIso(d)) == d);
    QCOMPARE(toIso(Duration::hours(24)), std::string("PT24H"));
  }
};

QTEST_GUILESS_MAIN(TimeTest)
#include "time_test.moc"

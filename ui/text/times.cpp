#include "ui/text/times.h"

#include <QCoreApplication>

namespace loket::ui::text {
namespace {

struct Say {
  Q_DECLARE_TR_FUNCTIONS(TimeText)
};

QString two(int value) {
  return QStringLiteral("%1").arg(value, 2, 10, QLatin1Char('0'));
}

int whole(Duration d, Duration unit) {
  return static_cast<int>(d.ms / unit.ms);
}

}  // namespace

QString clockTime(Instant t) {
  const CivilTime civil = civilAt(t);
  return two(civil.hour) + QLatin1Char('.') + two(civil.minute);
}

QString date(const BusinessDate& date) {
  return two(date.day) + QLatin1Char('/') + two(date.month) + QLatin1Char('/') + QString::number(date.year);
}

QString date(Instant t) {
  return date(businessDateOf(t));
}

QString dateTime(Instant t) {
  return date(t) + QLatin1Char(' ') + clockTime(t);
}

QString shortTime(Instant t, Instant now) {
  const BusinessDate day = businessDateOf(t);
  if (day == businessDateOf(now))
    return clockTime(t);
  return two(day.day) + QLatin1Char('/') + two(day.month) + QLatin1Char(' ') + clockTime(t);
}

QString age(Duration d) {
  if (d < Duration::minutes(1))
    return Say::tr("%1 s", "age in seconds").arg(std::max(0, whole(d, Duration::seconds(1))));
  if (d < Duration::hours(1))
    return Say::tr("%1 min", "age in minutes").arg(whole(d, Duration::minutes(1)));
  if (d < Duration::days(1))
    return Say::tr("%1 h", "age in hours").arg(whole(d, Duration::hours(1)));
  return Say::tr("%1 d", "age in days").arg(whole(d, Duration::days(1)));
}

QString ago(Duration d) {
  if (d < Duration::minutes(1))
    return Say::tr("just now");
  if (d < Duration::hours(1))
    return Say::tr("%n minute(s) ago", nullptr, whole(d, Duration::minutes(1)));
  if (d < Duration::days(1))
    return Say::tr("%n hour(s) ago", nullptr, whole(d, Duration::hours(1)));
  if (d < Duration::days(2))
    return Say::tr("yesterday");
  if (d < Duration::days(14))
    return Say::tr("%n day(s) ago", nullptr, whole(d, Duration::days(1)));
  if (d < Duration::days(60))
    return Say::tr("%n week(s) ago", nullptr, whole(d, Duration::days(7)));
  return Say::tr("%n month(s) ago", nullptr, whole(d, Duration::days(30)));
}

QString countdown(Duration d) {
  const int left = std::max(0, whole(d, Duration::seconds(1)));
  return QString::number(left / 60) + QLatin1Char(':') + two(left % 60);
}

QString seconds(Duration d) {
  const qint64 tenths = (d.ms + 50) / 100;
  return Say::tr("%1 seconds").arg(QStringLiteral("%1,%2").arg(tenths / 10).arg(tenths % 10));
}

}  // namespace loket::ui::text

#include "ui/text/amounts.h"

#include <QCoreApplication>
#include <QList>

namespace loket::ui::text {
namespace {

struct Say {
  Q_DECLARE_TR_FUNCTIONS(AmountText)
};

QString tenths(qint64 amount, qint64 unit) {
  const qint64 whole = amount / unit;
  const qint64 tenth = amount % unit / (unit / 10);
  return tenth == 0 ? QString::number(whole) : QStringLiteral("%1,%2").arg(whole).arg(tenth);
}

}  // namespace

QString rupiah(Money money) {
  return QString::fromStdString(money.text());
}

QString grouped(Money money) {
  return QString::fromStdString(money.grouped());
}

QString grouped(int count) {
  return grouped(Money::rupiah(count));
}

QString spokenAmount(Money money) {
  return QString::fromStdString(inWords(money)) + QStringLiteral(" rupiah");
}

QString nominal(Money money) {
  constexpr qint64 kThousand = 1000;
  constexpr qint64 kMillion = 1'000'000;
  const qint64 amount = money.amount();
  if (amount >= kMillion && amount % (kMillion / 10) == 0)
    return Say::tr("%1m", "nominal in millions, as short as can be").arg(tenths(amount, kMillion));
  if (amount >= kThousand && amount % (kThousand / 10) == 0)
    return Say::tr("%1k", "nominal in thousands, as short as can be").arg(tenths(amount, kThousand));
  return grouped(money);
}

Money cashMeant(qint64 typed, Money total) {
  constexpr qint64 kThousand = 1000;
  const Money exact = Money::outside(typed).value_or(Money{});
  if (exact >= total || typed <= 0 || typed >= kThousand * 10)
    return exact;
  return Money::rupiah(typed * kThousand);
}

QList<Money> likelyCash(Money total, int count) {
  QList<Money> notes;
  for (const qint64 step : {10'000, 50'000, 100'000, 500'000, 1'000'000, 5'000'000, 10'000'000}) {
    const Money rounded = total.roundedUpTo(Money::rupiah(step));
    if (rounded > total && !notes.contains(rounded) && notes.size() < count)
      notes.append(rounded);
  }
  return notes;
}

}  // namespace loket::ui::text

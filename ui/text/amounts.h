// Money as the counter writes it: always "Rp52.500", in every interface language, so that an amount never
// looks different on two screens.
#pragma once

#include <QList>
#include <QString>

#include "core/domain/money/money.h"

namespace loket::ui::text {

[[nodiscard]] QString rupiah(Money money);   // "Rp52.500"
[[nodiscard]] QString grouped(Money money);  // "52.500"
[[nodiscard]] QString grouped(int count);    // "1.000.000", for counts
// "lima ratus ribu rupiah": Indonesian in every interface language, because it is read to the customer.
[[nodiscard]] QString spokenAmount(Money money);
// "20rb", "1,5jt": what a nominal is called on a chip.
[[nodiscard]] QString nominal(Money money);

// What the cashier means by the digits typed as cash for a price of `total`: "100" for 52.500 is 100.000.
// Digits that already make enough, or that would be absurd as thousands, are taken as they are.
[[nodiscard]] Money cashMeant(qint64 typed, Money total);
// The next notes a customer is likely to hand over, above `total`, smallest first, at most `count`.
[[nodiscard]] QList<Money> likelyCash(Money total, int count);

}  // namespace loket::ui::text

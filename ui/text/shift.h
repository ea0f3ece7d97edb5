// The shift and its drawer in the words of the counter.
#pragma once

#include <QString>

#include "core/api/till.h"
#include "core/base/error.h"

namespace loket::ui::text {

// "Kurang Rp5.000", "Lebih Rp2.500", "Pas": what was counted against what there should be.
[[nodiscard]] QString differenceWord(Money difference);
// "Sri · sejak 07.00"
[[nodiscard]] QString shiftSince(const Shift& shift, Instant now);
// "Sri · 07.00 sampai 14.05 · S261123K7Q2M"; with the days when they are not one.
[[nodiscard]] QString shiftSpan(const Shift& shift);
// What went into or out of the drawer besides sales, as it stands in its journal.
[[nodiscard]] QString drawerMove(const TillEvent& event);
// As `sentence`, where the drawer knows better what it means.
[[nodiscard]] QString shiftSentence(const Error& error);

}  // namespace loket::ui::text

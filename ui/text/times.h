// Dates, clock times and ages in one fixed form, whatever the machine's locale says: "23/11/2026 14.05", "7
// mnt".
#pragma once

#include <QString>

#include "core/base/time.h"

namespace loket::ui::text {

[[nodiscard]] QString clockTime(Instant t);  // "14.05"
[[nodiscard]] QString date(Instant t);       // "23/11/2026"
[[nodiscard]] QString date(const BusinessDate& date);
[[nodiscard]] QString dateTime(Instant t);  // "23/11/2026 14.05"
// "14.05" on the day of `now`, else "22/11 14.05": for lists.
[[nodiscard]] QString shortTime(Instant t, Instant now);
// "12 dtk", "7 mnt", "1 j", "3 hr": how long something waits.
[[nodiscard]] QString age(Duration d);
// "baru saja", "3 minggu lalu": when it was last bought.
[[nodiscard]] QString ago(Duration d);
[[nodiscard]] QString countdown(Duration d);  // "29:45"; what is over is "0:00"
[[nodiscard]] QString seconds(Duration d);  // "1,3 detik"

}  // namespace loket::ui::text

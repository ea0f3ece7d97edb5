// Cash-outs in the words of the counter: how the money comes in, how far it is, and why no cash is handed
// out.
#pragma once

#include <QString>

#include "core/api/till.h"
#include "core/base/error.h"

namespace loket::ui::text {

// "QRIS", "QRIS · Telkomsel 10.000", "OTP · 0812 3456 7890"
[[nodiscard]] QString collectionTitle(const Collection& collection);
// A code that nobody has paid in its time, and that the bank has not yet ended.
[[nodiscard]] bool isExpired(const Collection& collection, Instant now);
// And the counter does not ask about it by itself any more.
[[nodiscard]] bool isForgotten(const Collection& collection, Instant now);
// What a code for a sale means while that is waited for: nothing is sold before its money has come.
[[nodiscard]] QString saleCodeWord(const Collection& collection, Instant now);
[[nodiscard]] QString saleCodeSentence(const Collection& collection, Instant now);
// As on a pill: "Menunggu", "LUNAS", "Kedaluwarsa".
[[nodiscard]] QString collectionWord(const Collection& collection, Instant now);
// What the cashier does now.
[[nodiscard]] QString collectionSentence(const Collection& collection, Instant now);
// As `sentence`, where a cash-out knows better what it means.
[[nodiscard]] QString cashOutSentence(const Error& error);

}  // namespace loket::ui::text

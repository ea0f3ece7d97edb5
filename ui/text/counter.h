// The sentences of the counter itself: what is read aloud, what still works offline, what the pills say.
#pragma once

#include <QString>

#include "core/api/views.h"
#include "ui/text/families.h"

namespace loket::ui::text {

// What the cashier reads to the customer before taking money. It is spoken to the customer, so it is
// Indonesian in every interface language; quotation marks included.
[[nodiscard]] QString readAloud(const api::Quote& quote);
// "Token 50.000 + admin 2.500": what the total is made of.
[[nodiscard]] QString totalParts(const api::Quote& quote);
// "lewat Digiflazz · termurah dari 2 penyedia"
[[nodiscard]] QString offerLine(const api::Quote& quote);
// The second line of a suggestion: what was bought last and when, or what it is.
[[nodiscard]] QString suggestionLine(const api::Suggestion& suggestion, Instant now);
[[nodiscard]] QString duplicateLine(const Payment& earlier);

[[nodiscard]] QString networkPill(const api::CounterStatus& status, Instant now);
[[nodiscard]] QString queuePill(const api::CounterStatus& status);
[[nodiscard]] QString depositPill(const api::CounterStatus& status, Instant now);
// Empty while online.
[[nodiscard]] QString offlineStrip(const api::CounterStatus& status);
// That this computer's clock is wrong, by the upstream from which it differs most. Empty while it is right.
[[nodiscard]] QString clockStrip(const api::CounterStatus& status);
// Of a shop that was made of a backup, until its owner knows.
[[nodiscard]] QString restoredStrip(const RestoredFrom& restored);
// While online: which supplier cannot be reached or does not answer as suppliers do, and why. Empty when all
// do.
[[nodiscard]] QString awayStrip(const api::CounterStatus& status);
// "Mencoba lagi 8 detik"; empty when nothing is planned.
[[nodiscard]] QString nextTry(const api::CounterStatus& status, Instant now);
[[nodiscard]] QString todayLine(const api::CounterStatus& status);
[[nodiscard]] QString printLine(const api::PrintView& print);
[[nodiscard]] QString healthName(const std::string& name);
// What is wrong, or how it is where all is well, in words; what nobody has words for as support wants it.
[[nodiscard]] QString healthDetail(const api::HealthItem& item);

}  // namespace loket::ui::text

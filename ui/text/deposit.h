// Deposits and their top-up tickets in the words of the counter: how far the money is, and what is done next.
#pragma once

#include <QString>

#include "core/api/till.h"
#include "core/base/error.h"

namespace loket::ui::text {

// As on a pill: "Belum dikirim", "Sedang ditransfer", "Sudah dikirim", "Masuk".
[[nodiscard]] QString ticketWord(const api::TicketView& view);
// What the cashier does now; `payment` is the transfer's, where there is one.
[[nodiscard]] QString ticketSentence(const api::TicketView& view, const std::optional<Payment>& payment);
// As `sentence`, where a top-up knows better what it means.
[[nodiscard]] QString depositSentence(const Error& error);

}  // namespace loket::ui::text

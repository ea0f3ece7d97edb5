// A payment's state, reason and history in the words of the counter: the pill, the line under it, what to do.
#pragma once

#include <QString>

#include "core/api/views.h"
#include "core/domain/payment/decide.h"

namespace loket::ui::text {

[[nodiscard]] QString stateWord(PaymentState state);  // "Sedang dicek"
// As on the pill of a list: a deposit shows its claim code, a refund says that money goes back.
[[nodiscard]] QString pillWord(const Payment& payment);
// Why it stands where it stands and what happens next; one line.
[[nodiscard]] QString reasonSentence(const api::PaymentView& view, Instant now);
// The meaning of the code or word that moved it last; empty when there is nothing to say.
[[nodiscard]] QString reasonOf(const Payment& payment);
// "Pulsa XL 25.000", "Tagihan PLN · Hendra W."; of the shop's own money which deposit it fills: the line of a
// list.
[[nodiscard]] QString title(const Payment& payment);
// The customer's name, or the number in groups.
[[nodiscard]] QString whose(const Payment& payment);
// One line of the history: "Dikirim ke Digiflazz", "Ditanya lagi, masih diproses".
// `payment` is whose event it is.
[[nodiscard]] QString eventLine(const PaymentEvent& event, const Payment& payment);
[[nodiscard]] QString outcomeWord(AttemptOutcome outcome);
// What people say of it, on a button; and what follows from it.
[[nodiscard]] QString decisionWord(ManualOutcome outcome);
[[nodiscard]] QString decisionFollows(ManualOutcome outcome, const Payment& payment);
// One line of a batch's result: "Titipan → Sukses".
[[nodiscard]] QString batchOutcome(const api::BatchView::Item& item);

}  // namespace loket::ui::text

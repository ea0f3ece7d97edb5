// One sentence for every way the core can say no: what happened, and what the cashier does now.
#pragma once

#include <QString>

#include "core/base/error.h"

namespace loket::ui::text {

// Never empty; the detail is used only where it makes the sentence more exact (a rule's word, a sum).
[[nodiscard]] QString sentence(const Error& error);
// What the core calls a field of a transfer's sender: "name", "id-type", "id", "phone", "address", "purpose".
[[nodiscard]] QString senderField(const std::string& field);
// Of a one-time code that is right at another hour: by how many seconds telephone and computer differ; 0 of any other error.
[[nodiscard]] int clocksDifferBy(const Error& error);
// After a wrong PIN with `triesLeft` to go; PinLocked has its own sentence.
[[nodiscard]] QString pinWrong(int triesLeft);

}  // namespace loket::ui::text

// Words for the second proof that a payment or cash may want.
#pragma once

#include <QString>

#include "core/base/error.h"
#include "core/domain/payment/proof.h"

namespace loket::ui::text {

// Why one is wanted.
[[nodiscard]] QString stepUpWords(StepUpReason why);
// Why what was given was none, and what helps instead.
[[nodiscard]] QString proofSentence(const Error& error, ProofKind given);

}  // namespace loket::ui::text

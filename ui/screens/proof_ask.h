// The second proof that a command waits for, without a widget: why it is wanted, what was given, and why that was none.
#pragma once

#include <optional>

#include "core/base/error.h"
#include "core/domain/payment/proof.h"

namespace loket::ui::screens {

// Nothing was recorded, and with another proof the same command may be.
[[nodiscard]] bool isAboutProof(const Error& error, const Proof& given);

class ProofAsk {
 public:
  // Goes with the command.
  [[nodiscard]] const Proof& given() const { return m_given; }
  [[nodiscard]] StepUpReason why() const { return m_why; }
  // Of what was given last; nothing while nothing was.
  [[nodiscard]] const std::optional<Error>& refusal() const { return m_refusal; }

  void give(const Proof& proof);
  // The core's no. True: a proof is to be asked for, once more where one was given.
  [[nodiscard]] bool take(const Error& error);
  // Another command begins, or nobody wants this one any more.
  void forget();

 private:
  Proof m_given;
  StepUpReason m_why = StepUpReason::None;
  std::optional<Error> m_refusal;
};

}  // namespace loket::ui::screens

// A second proof of who stands at the counter, beside the PIN that opened it: what is offered with a command, and what of it
// is kept with the payment.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace loket {

enum class ProofKind {
  None,
  OwnCode,    // a one-time code of the person at the counter
  OwnerCode,  // one of the owner's, who is elsewhere and tells it
  Finger,     // of the person at the counter; the core asks the reader itself
};

// Why one was asked for.
enum class StepUpReason {
  None,
  Product,    // these goods always
  Amount,     // so much at once
  NewNumber,  // so much to a number that nothing has reached from here before
  Often,      // so many within the hour
};

struct Proof {
  ProofKind kind = ProofKind::None;
  std::string code = {};  // as typed

  bool operator==(const Proof&) const = default;
};

// What is kept: never the code itself.
struct StepUpProof {
  StepUpReason why = StepUpReason::None;  // None: none was asked for
  ProofKind kind = ProofKind::None;
  std::int64_t driftSteps = 0;  // of a code: by how many steps its telephone's clock is ahead of this one (negative: behind)

  bool empty() const { return why == StepUpReason::None; }
  bool operator==(const StepUpProof&) const = default;
};

// "own-code", "owner-code", "finger"; "none".
std::string_view wordOf(ProofKind kind);
std::optional<ProofKind> proofKindFromWord(std::string_view word);
// "product", "amount", "new-number", "often"; "none".
std::string_view wordOf(StepUpReason reason);
std::optional<StepUpReason> stepUpReasonFromWord(std::string_view word);

}  // namespace loket

#include "core/domain/payment/proof.h"

#include <array>
#include <utility>

namespace loket {
namespace {

constexpr std::array<std::pair<ProofKind, std::string_view>, 4> kProofWords{{{ProofKind::None, "none"},
                                                                             {ProofKind::OwnCode, "own-code"},
                                                                             {ProofKind::OwnerCode, "owner-code"},
                                                                             {ProofKind::Finger, "finger"}}};
constexpr std::array<std::pair<StepUpReason, std::string_view>, 5> kReasonWords{{{StepUpReason::None, "none"},
                                                                                 {StepUpReason::Product, "product"},
                                                                                 {StepUpReason::Amount, "amount"},
                                                                                 {StepUpReason::NewNumber, "new-number"},
                                                                                 {StepUpReason::Often, "often"}}};

}  // namespace

std::string_view wordOf(ProofKind kind) {
  for (const auto& [value, word] : kProofWords)
    if (value == kind)
      return word;
  return "none";
}

std::optional<ProofKind> proofKindFromWord(std::string_view word) {
  for (const auto& [value, text] : kProofWords)
    if (text == word)
      return value;
  return std::nullopt;
}

std::string_view wordOf(StepUpReason reason) {
  for (const auto& [value, word] : kReasonWords)
    if (value == reason)
      return word;
  return "none";
}

std::optional<StepUpReason> stepUpReasonFromWord(std::string_view word) {
  for (const auto& [value, text] : kReasonWords)
    if (text == word)
      return value;
  return std::nullopt;
}

}  // namespace loket

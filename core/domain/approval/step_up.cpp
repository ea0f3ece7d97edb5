#include "core/domain/approval/step_up.h"

#include <algorithm>

#include "core/domain/approval/limits.h"

namespace loket {
namespace {

bool isStepUpSum(Money money) { return !money.isNegative() && money <= kLimitMax; }

bool reaches(Money from, Money amount) { return from.isPositive() && amount >= from; }

// A row of the settings is one line for each.
bool isOneName(const std::string& name) {
  return !name.empty() && name.size() <= 100 &&
         std::none_of(name.begin(), name.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; });
}

}  // namespace

Status checkStepUp(const StepUpPolicy& policy) {
  const std::string most = ": must be from 0 to " + std::to_string(kLimitMax.amount());
  if (!isStepUpSum(policy.from))
    return fail(ErrorCode::ConfigInvalid, "stepUp.from" + most);
  if (!isStepUpSum(policy.newNumberFrom))
    return fail(ErrorCode::ConfigInvalid, "stepUp.newNumberFrom" + most);
  if (policy.perHour < 0 || policy.perHour > kStepUpPerHourMax)
    return fail(ErrorCode::ConfigInvalid, "stepUp.perHour: must be from 0 to " + std::to_string(kStepUpPerHourMax));
  if (policy.always.size() > kStepUpAlwaysMax || !std::all_of(policy.always.begin(), policy.always.end(), isOneName))
    return fail(ErrorCode::ConfigInvalid,
                "stepUp.always: must be at most " + std::to_string(kStepUpAlwaysMax) + " product ids and families");
  return {};
}

std::vector<std::size_t> namesForNothing(const StepUpPolicy& policy, const std::function<bool(const ProductId&)>& isSold) {
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < policy.always.size(); ++i)
    if (!familyFromWord(policy.always[i]) && !isSold(ProductId(policy.always[i])))
      places.push_back(i);
  return places;
}

bool movesOn(ProductKind kind, Family family) {
  return kind == ProductKind::Transfer || family == Family::Transfer || family == Family::EMoney ||
         family == Family::VirtualAccount;
}

bool asksForNumber(const StepUpPolicy& policy, const StepUpFacts& facts) {
  return facts.movesOn && reaches(policy.newNumberFrom, facts.amount);
}

bool asksForHour(const StepUpPolicy& policy, const StepUpFacts& facts) { return facts.movesOn && policy.perHour > 0; }

StepUpReason stepUpFor(const StepUpPolicy& policy, const StepUpFacts& facts) {
  const auto names = [&facts](const std::string& one) {
    return !facts.product.empty() && (one == facts.product.str() || one == wordOf(facts.family));
  };
  if (std::any_of(policy.always.begin(), policy.always.end(), names))
    return StepUpReason::Product;
  if (reaches(policy.from, facts.amount))
    return StepUpReason::Amount;
  if (asksForNumber(policy, facts) && facts.isNewNumber)
    return StepUpReason::NewNumber;
  if (asksForHour(policy, facts) && facts.withinHour + 1 >= policy.perHour)
    return StepUpReason::Often;
  return StepUpReason::None;
}

}  // namespace loket

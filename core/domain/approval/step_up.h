// When a payment wants a second proof before it is taken: by its amount, by what it is, or because money that moves on to
// somebody looks like fraud: to a number that nothing has reached from here before, or too often in an hour.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/domain/catalogue/product.h"
#include "core/domain/money/money.h"
#include "core/domain/payment/proof.h"

namespace loket {

inline constexpr int kStepUpPerHourMax = 10'000;
inline constexpr std::size_t kStepUpAlwaysMax = 200;

// As it comes it never asks.
struct StepUpPolicy {
  Money from = {};           // rupiah, of what the customer pays or is handed; zero: no amount by itself
  Money newNumberFrom = {};  // of money that moves on; zero: a number is never too new
  int perHour = 0;           // from so many on within an hour, this one included; zero: never too often
  std::vector<std::string> always = {};  // product ids and families' words

  bool isOff() const { return from.isZero() && newNumberFrom.isZero() && perHour == 0 && always.empty(); }
  bool operator==(const StepUpPolicy&) const = default;
};

// ConfigInvalid, with the place: "stepUp.from".
Status checkStepUp(const StepUpPolicy& policy);

// The places in `always` of what names neither a family nor anything that is sold: nothing is asked for it.
std::vector<std::size_t> namesForNothing(const StepUpPolicy& policy, const std::function<bool(const ProductId&)>& isSold);

// Money that reaches somebody through the counter and is gone: transfers, wallets, virtual accounts.
bool movesOn(ProductKind kind, Family family);

struct StepUpFacts {
  ProductId product = {};  // empty where no goods are sold
  Family family = Family::Other;
  Money amount;
  bool movesOn = false;      // the rest counts only then
  bool isNewNumber = false;  // nothing has reached it from here before
  int withinHour = 0;        // how many others have moved on within the last hour
};

// What must be looked up before `stepUpFor` can tell.
bool asksForNumber(const StepUpPolicy& policy, const StepUpFacts& facts);
bool asksForHour(const StepUpPolicy& policy, const StepUpFacts& facts);

// None, or the first reason that there is.
StepUpReason stepUpFor(const StepUpPolicy& policy, const StepUpFacts& facts);

}  // namespace loket

#include "core/domain/ledger/ledger.h"

#include <algorithm>

#include "core/base/check.h"
#include "core/domain/ledger/accounts.h"

namespace loket {

std::string nameOf(const Account& account) {
  switch (account.kind) {
    case AccountKind::Drawer: return "drawer";
    case AccountKind::Deposit: return "deposit:" + account.upstream.str();
    case AccountKind::Held: return "held";
    case AccountKind::FeeIncome: return "feeIncome";
    case AccountKind::Cost: return "cost";
    case AccountKind::RefundsDue: return "refundsDue";
    case AccountKind::Capital: return "capital";
    case AccountKind::Difference: return "difference";
    case AccountKind::Bon: return "bon:" + account.customer.str();
    case AccountKind::InTransit: return "inTransit:" + account.upstream.str();
    case AccountKind::Expense: return "expense";
    case AccountKind::Goods: return "goods";
  }
  return {};
}

std::optional<Account> accountFromName(std::string_view name) {
  if (const auto colon = name.find(':'); colon != std::string_view::npos) {
    const std::string_view kind = name.substr(0, colon);
    const std::string whose(name.substr(colon + 1));
    if (whose.empty())
      return std::nullopt;
    if (kind == "deposit")
      return Account{AccountKind::Deposit, UpstreamId(whose)};
    if (kind == "inTransit")
      return Account{AccountKind::InTransit, UpstreamId(whose)};
    if (kind == "bon")
      return Account{AccountKind::Bon, {}, BonName(whose)};
    return std::nullopt;
  }
  for (AccountKind kind : {AccountKind::Drawer, AccountKind::Held, AccountKind::FeeIncome, AccountKind::Cost,
                           AccountKind::RefundsDue, AccountKind::Capital, AccountKind::Difference,
                           AccountKind::Expense, AccountKind::Goods})
    if (nameOf(Account{kind, {}}) == name)
      return Account{kind, {}};
  return std::nullopt;
}

Posting Posting::create(PaymentRef ref, Instant at, std::string why, std::vector<Leg> legs, Account balancing) {
  Money sum;
  std::vector<Leg> kept;
  for (Leg& leg : legs) {
    if (leg.amount.isZero())
      continue;
    sum += leg.amount;
    kept.push_back(std::move(leg));
  }
  if (!sum.isZero())
    kept.push_back(Leg{std::move(balancing), -sum});
  return Posting(std::move(ref), at, std::move(why), std::move(kept));
}

namespace {

using namespace accounts;

// What success does: the customer's money passes through to the upstream, our fee and its cost part from it,
// and what an offline bill did not need is owed back.
std::vector<Leg> settlementLegs(const Payment& p, Money cost) {
  // Paid after all although the cash went back: there is no customer's money left to pass on, the loss is ours.
  if (p.cashWentBack())
    return {Leg{kDifference, p.total()}, Leg{kFeeIncome, -(p.total() - p.amount)}, Leg{kCost, cost - p.amount}};
  const Money leftover = p.held - p.total();
  return {Leg{kHeld, p.held}, Leg{kFeeIncome, -(p.total() - p.amount)}, Leg{kCost, cost - p.amount},
          Leg{kRefundsDue, -leftover}};
}

// Where the customer's money goes back to: the drawer, or his promise. What came by a code goes back in cash.
Account payerOf(const Payment& p) { return p.onBon() ? Account{AccountKind::Bon, {}, p.bon} : kDrawer; }

struct Post {
  const Payment& p;
  Instant at;

  std::vector<Posting> one(std::string why, std::vector<Leg> legs, Account balancing) const {
    std::vector<Posting> only;
    only.push_back(Posting::create(p.ref, at, std::move(why), std::move(legs), std::move(balancing)));
    return only;
  }
  std::vector<Posting> operator()(const AcceptedEvent& e) const {
    // The drawer has no part in it; what the bank keeps of it is a cost.
    if (const Collected& code = e.payment.collected; e.payment.byCode()) {
      const Account arrived = code.inFirstBalance ? kCapital : Account{AccountKind::Deposit, code.bank};
      return one("accepted", {Leg{arrived, e.payment.held - code.bankFee}, Leg{kCost, code.bankFee}}, kHeld);
    }
    return one("accepted", {Leg{payerOf(e.payment), e.payment.held}}, kHeld);
  }
  std::vector<Posting> operator()(const SucceededEvent& e) const {
    return one("succeeded", settlementLegs(p, e.cost), Account{AccountKind::Deposit, p.upstream});
  }
  std::vector<Posting> operator()(const RefundDueEvent&) const {
    return one("refundDue", {Leg{kHeld, p.held}}, kRefundsDue);
  }
  std::vector<Posting> operator()(const RefundedEvent& e) const {
    return one("refunded", {Leg{kRefundsDue, p.held}, Leg{payerOf(p), -e.toBon}}, kDrawer);
  }
  std::vector<Posting> operator()(const LeftoverPaidEvent& e) const {
    return one("leftoverPaid", {Leg{kRefundsDue, p.leftover}, Leg{payerOf(p), -e.toBon}}, kDrawer);
  }
  std::vector<Posting> operator()(const ReversedEvent&) const {
    // The deposit came back and with it everything the success had parted; the customer is owed the total, unless
    // it went back to him before.
    return one("reversed",
               {Leg{kFeeIncome, p.total() - p.amount}, Leg{kCost, -(p.cost - p.amount)},
                Leg{p.held.isZero() ? kDifference : kRefundsDue, -p.total()}},
               Account{AccountKind::Deposit, p.upstream});
  }
  std::vector<Posting> operator()(const ArmedEvent&) const { return {}; }
  std::vector<Posting> operator()(const NotSentEvent&) const { return {}; }
  std::vector<Posting> operator()(const RefusedEvent&) const { return {}; }
  std::vector<Posting> operator()(const PendingEvent&) const { return {}; }
  std::vector<Posting> operator()(const SuspectEvent&) const { return {}; }
  std::vector<Posting> operator()(const FailedEvent&) const { return {}; }
  std::vector<Posting> operator()(const CancelledEvent&) const { return {}; }
  std::vector<Posting> operator()(const RequotedEvent&) const { return {}; }
  std::vector<Posting> operator()(const ReviewEvent&) const { return {}; }
  std::vector<Posting> operator()(const ReroutedEvent&) const { return {}; }
  std::vector<Posting> operator()(const EscalatedEvent&) const { return {}; }
  std::vector<Posting> operator()(const DecidedEvent&) const { return {}; }
  const Attempt& attempt(int no) const {
    const auto found = std::find_if(p.attempts.begin(), p.attempts.end(),
                                    [no](const Attempt& one) { return one.no == no; });
    LOKET_CHECK(found != p.attempts.end());
    return *found;
  }
  std::vector<Posting> operator()(const LateSuccessEvent& e) const {
    const Attempt& late = attempt(e.attemptNo);
    const Account deposit{AccountKind::Deposit, late.upstream};
    // A second effect is our loss at once; it is in nobody's sale.
    if (p.liveAttempt() != nullptr && p.state != PaymentState::Reversed)
      return one("paidTwice", {Leg{kDifference, e.cost}}, deposit);
    std::vector<Leg> legs;
    // What was to go back waits again until people have decided.
    if (p.state == PaymentState::RefundDue)
      legs = {Leg{kRefundsDue, p.held}, Leg{kHeld, -p.held}};
    if (p.state == PaymentState::Reversed)
      legs = {Leg{kRefundsDue, p.leftover}, Leg{kHeld, -p.leftover}};
    // It was too much, and is the only one: no loss yet, and no sale before they have.
    if (late.tookToo)
      legs.push_back(Leg{kDifference, -e.cost});
    if (std::all_of(legs.begin(), legs.end(), [](const Leg& leg) { return leg.amount.isZero(); }))
      return {};
    return one("lateSuccess", std::move(legs), deposit);
  }
  std::vector<Posting> operator()(const TakenBackEvent& e) const {
    const Attempt& undone = attempt(e.attemptNo);
    const Account deposit{AccountKind::Deposit, undone.upstream};
    if (undone.tookToo)
      return one("doubleTakenBack", {Leg{kDifference, -p.costOf(undone)}}, deposit);
    // Of a success that nobody has heard of nothing is booked.
    if (!isLive(undone.outcome))
      return {};
    // The sale stays, and costs what the other one took, which is no loss any more.
    if (const Attempt* other = p.tookTooAttempt(); other != nullptr && p.state == PaymentState::Succeeded)
      return one("otherStands", {Leg{kCost, p.costOf(*other) - p.cost}, Leg{kDifference, -p.costOf(*other)}}, deposit);
    return {};
  }
};

}  // namespace

std::vector<Posting> postingsFor(const Payment& before, const PaymentEvent& event) {
  return std::visit(Post{before, event.at}, event.body);
}

Posting openingDeposit(const UpstreamId& upstream, Money putIn, Instant at) {
  return Posting::create(PaymentRef{}, at, "opening", {Leg{Account{AccountKind::Deposit, upstream}, putIn}},
                         kCapital);
}

}  // namespace loket

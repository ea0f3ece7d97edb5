// Double entry. A posting is a set of legs that sum to zero by construction; corrections are new postings.
// Positive legs are debits: money that came to rest in an account; negative legs are credits.
// What happens and which legs it writes is one table, in core/domain/README.md.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/time.h"
#include "core/domain/identity/ids.h"
#include "core/domain/money/money.h"
#include "core/domain/payment/event.h"

namespace loket {

enum class AccountKind {
  Drawer,      // cash at the counter
  Deposit,     // our balance at one upstream
  Held,        // customers' money for payments that are not settled
  FeeIncome,   // what customers pay above the face value
  Cost,        // what upstreams take above the face value
  RefundsDue,  // customers' money that must go back
  Capital,     // what the owner put in: opening balances
  Difference,  // counted against expected, and what was paid although the cash had gone back
  Bon,         // what one customer owes: goods were paid for, he pays later
  InTransit,   // money sent to one upstream that its deposit does not show yet
  Expense,     // what the drawer paid for the shop
  Goods,       // what ordinary goods were sold for: their cost is no matter of this counter
};

struct Account {
  AccountKind kind = AccountKind::Drawer;
  UpstreamId upstream;  // for Deposit and InTransit only
  BonName customer{};   // for Bon only

  friend bool operator==(const Account&, const Account&) = default;
};

// "drawer", "deposit:digi", "held", "feeIncome", "cost", "refundsDue", "capital", "difference", "bon:bu tini",
// "inTransit:digi", "expense", "goods".
std::string nameOf(const Account& account);
std::optional<Account> accountFromName(std::string_view name);

struct Leg {
  Account account;
  Money amount;
};

class Posting {
 public:
  // The balancing leg is computed, so a posting that does not sum to zero cannot be written down.
  static Posting create(PaymentRef ref, Instant at, std::string why, std::vector<Leg> legs, Account balancing);

  const PaymentRef& ref() const { return m_ref; }
  Instant at() const { return m_at; }
  const std::string& why() const { return m_why; }
  const std::vector<Leg>& legs() const { return m_legs; }

 private:
  Posting(PaymentRef ref, Instant at, std::string why, std::vector<Leg> legs)
      : m_ref(std::move(ref)), m_at(at), m_why(std::move(why)), m_legs(std::move(legs)) {}
  PaymentRef m_ref;
  Instant m_at;
  std::string m_why;
  std::vector<Leg> m_legs;
};

// The money side of an event; empty for events that move no money. `before` is the payment the event met
// (for Accepted: the payment itself).
std::vector<Posting> postingsFor(const Payment& before, const PaymentEvent& event);

// The first balance an upstream reports, less what the books have moved there before, is what the owner put
// in.
Posting openingDeposit(const UpstreamId& upstream, Money putIn, Instant at);

}  // namespace loket

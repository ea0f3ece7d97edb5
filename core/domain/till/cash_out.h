// Cash-out (tarik tunai): a customer sends money to the shop's account, and the shop hands out cash for it. Only what the
// bank's own statement shows is money that has arrived; a picture of a transfer is none (ppob-domain 3.4). One incoming
// credit pays for at most one cash-out.
#pragma once

#include <string>
#include <vector>

#include "core/domain/till/till.h"

namespace loket {

struct Credit {
  UpstreamId upstream;
  std::string id;  // the statement's transaction id
  Instant at;
  Money amount;
  std::string from;     // the sender, as the bank names him
  std::string account;  // the sender's, where the bank tells
  std::string remark;
  std::string into;  // the account of ours that it came into
};

// What the till's journal calls it, once and for ever: our account and the transaction, "888801000157610/2026112710000001".
// What the configuration calls the bank is no part of it: that may change.
std::string subjectOf(const Credit& credit);
// Whether one of the subjects `used` is this credit, those included that were written down by the bank's id in the
// configuration.
bool isUsed(const Credit& credit, const std::vector<std::string>& used);

// How the ledger already has a credit.
enum class CreditInBooks {
  No,              // it came in after the first balance that the bank told
  InFirstBalance,  // that balance had it, as what the owner put in
};

// How far back a credit may lie that is still paid out.
inline constexpr Duration kCreditLife = Duration::days(3);
// How long it is remembered that one was paid out: longer than any statement that is looked at.
inline constexpr Duration kCreditEcho = Duration::days(40);

// `used` are the subjects that were paid out; `expected` is what the cashier has read. CreditUsed: paid out before.
// `bankFee` is what the bank keeps of the amount. AmountInvalid: the bank says another amount, or the fee is not below it. StateForbids: too old. DrawerShort.
Result<TillChange> decideCashOut(const Credit& credit, CreditInBooks books, Money expected, Money fee,
                                 const std::vector<std::string>& used, Money drawer, const Hand& hand,
                                 Money bankFee = Money{});

}  // namespace loket

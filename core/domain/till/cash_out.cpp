#include "core/domain/till/cash_out.h"

#include <algorithm>
#include <utility>

namespace loket {

std::string subjectOf(const Credit& credit) { return credit.into + "/" + credit.id; }

bool isUsed(const Credit& credit, const std::vector<std::string>& used) {
  return std::any_of(used.begin(), used.end(), [&credit](const std::string& one) {
    return one == subjectOf(credit) || one == credit.upstream.str() + "/" + credit.id;
  });
}

Result<TillChange> decideCashOut(const Credit& credit, CreditInBooks books, Money expected, Money fee,
                                 const std::vector<std::string>& used, Money drawer, const Hand& hand,
                                 Money bankFee) {
  std::string subject = subjectOf(credit);
  if (isUsed(credit, used))
    return fail(ErrorCode::CreditUsed, std::move(subject));
  if (credit.amount != expected || !credit.amount.isPositive() || credit.amount > kTillMax)
    return fail(ErrorCode::AmountInvalid, "the bank says " + credit.amount.text());
  if (bankFee.isNegative() || bankFee >= credit.amount)
    return fail(ErrorCode::AmountInvalid, "the bank keeps " + bankFee.text());
  if (fee.isNegative() || fee >= credit.amount)
    return fail(ErrorCode::AmountInvalid, "fee");
  if (hand.at - credit.at > kCreditLife)
    return fail(ErrorCode::StateForbids, "it came in at " + toRfc3339(credit.at));
  const Money cash = credit.amount - fee;
  if (cash > drawer)
    return fail(ErrorCode::DrawerShort, drawer.text());
  TillChange change;
  change.event = {TillKind::CashedOut, std::move(subject), hand.at, hand.by, cash, credit.from};
  // What the first balance had was never the owner's.
  const Account arrived = books == CreditInBooks::No ? Account{AccountKind::Deposit, credit.upstream}
                                                     : Account{AccountKind::Capital, {}};
  std::vector<Leg> legs{Leg{arrived, credit.amount - bankFee}};
  if (!bankFee.isZero())
    legs.push_back(Leg{Account{AccountKind::Cost, {}}, bankFee});
  if (!fee.isZero())
    legs.push_back(Leg{Account{AccountKind::FeeIncome, {}}, Money{} - fee});
  change.postings.push_back(Posting::create(PaymentRef{}, hand.at, std::string(wordOf(TillKind::CashedOut)),
                                            std::move(legs), Account{AccountKind::Drawer, {}}));
  return change;
}

}  // namespace loket

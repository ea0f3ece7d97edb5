#include "core/domain/till/cash_out.h"

#include <algorithm>
#include <utility>

namespace loket {

std::string subjectOf(const Credit& credit) { return credit.upstream.str() + "/" + credit.id; }

Result<TillChange> decideCashOut(const Credit& credit, Money expected, Money fee, const std::vector<std::string>& used,
                                 Money drawer, const Hand& hand) {
  std::string subject = subjectOf(credit);
  if (std::find(used.begin(), used.end(), subject) != used.end())
    return fail(ErrorCode::CreditUsed, std::move(subject));
  if (credit.amount != expected || !credit.amount.isPositive() || credit.amount > kTillMax)
    return fail(ErrorCode::AmountInvalid, "the bank says " + credit.amount.text());
  if (fee.isNegative() || fee >= credit.amount)
    return fail(ErrorCode::AmountInvalid, "fee");
  if (hand.at - credit.at > kCreditLife)
    return fail(ErrorCode::StateForbids, "it came in at " + toRfc3339(credit.at));
  const Money cash = credit.amount - fee;
  if (cash > drawer)
    return fail(ErrorCode::DrawerShort, drawer.text());
  TillChange change;
  change.event = {TillKind::CashedOut, std::move(subject), hand.at, hand.by, cash, credit.from};
  std::vector<Leg> legs{Leg{Account{AccountKind::Deposit, credit.upstream}, credit.amount}};
  if (!fee.isZero())
    legs.push_back(Leg{Account{AccountKind::FeeIncome, {}}, Money{} - fee});
  change.postings.push_back(Posting::create(PaymentRef{}, hand.at, std::string(wordOf(TillKind::CashedOut)),
                                            std::move(legs), Account{AccountKind::Drawer, {}}));
  return change;
}

}  // namespace loket

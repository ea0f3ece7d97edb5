// The answers to account-inquiry-internal and balance-inquiry.
#include "tests/fuzz/snap_oracle.h"
#include "tests/fuzz/target.h"

LOKET_FUZZ(snap_questions) {
  using namespace loket;
  using namespace loket::fuzz;
  const SnapAnswer answer(bytes);
  const ports::InquiryReply account =
      adapters::snap::readAccount(answer.wire.status, answer.wire.body, kTransfer.beneficiary);
  holdsOfVerdict(account.verdict);
  LOKET_HOLDS(account.verdict.kind != VerdictKind::Pending);
  if (!answer.hasCode("15"))
    LOKET_HOLDS(account.verdict.kind == VerdictKind::Unknown);
  LOKET_HOLDS((account.verdict.kind == VerdictKind::Succeeded) == !account.customerName.empty());
  if (account.verdict.kind == VerdictKind::Succeeded)
    LOKET_HOLDS(answer.hasCode("15", 200, "00") && isShowable(account.customerName) &&
                says(answer.json, "beneficiaryAccountNo", kTransfer.beneficiary));

  const ports::BalanceReply balance =
      adapters::snap::readBalance(answer.wire.status, answer.wire.body, kTransfer.source);
  holdsOfVerdict(balance.verdict);
  LOKET_HOLDS(balance.verdict.kind != VerdictKind::Pending);
  if (!answer.hasCode("11"))
    LOKET_HOLDS(balance.verdict.kind == VerdictKind::Unknown);
  if (balance.verdict.kind == VerdictKind::Succeeded)
    LOKET_HOLDS(answer.hasCode("11", 200, "00") && member(answer.json, "accountInfos").is_array());
  else
    LOKET_HOLDS(balance.balance.isZero());
}

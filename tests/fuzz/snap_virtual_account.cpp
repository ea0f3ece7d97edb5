// The answers about a virtual account: what it asks for, its payment, and what became of it.
#include "core/adapters/upstream/snap/virtual_account_codec.h"
#include "tests/fuzz/snap_oracle.h"
#include "tests/fuzz/target.h"

LOKET_FUZZ(snap_virtual_account) {
  using namespace loket;
  using namespace loket::fuzz;
  using namespace loket::adapters::snap;
  static const VaPayment kSent{"20260822000000000004",
                               {"   88608", "1234567890"},
                               Money::rupiah(75'000),
                               "BUDI CONTOH",
                               "2026-08-22T10:00:00+07:00"};
  const SnapAnswer answer(bytes);
  const std::string key = "virtualAccountData";
  const nlohmann::json& fields = member(answer.json, key.c_str());

  const ports::InquiryReply bill =
      readVirtualAccount(answer.wire.status, answer.wire.body, kSent.reference, kSent.number,
                         Money::rupiah(75'000), Money::rupiah(2'500), key);
  holdsOfVerdict(bill.verdict);
  LOKET_HOLDS(bill.verdict.kind != VerdictKind::Pending);
  LOKET_HOLDS((bill.verdict.kind == VerdictKind::Succeeded) == !bill.customerName.empty());
  if (!answer.hasCode("24"))
    LOKET_HOLDS(bill.verdict.kind == VerdictKind::Unknown);
  if (bill.verdict.kind == VerdictKind::Succeeded) {
    LOKET_HOLDS(answer.hasCode("24", 200, "00") && isShowable(bill.customerName) &&
                !isAbsent(fields, "virtualAccountNo"));
    LOKET_HOLDS(isAbsent(fields, "inquiryStatus") || repeats(fields, "inquiryStatus", "00"));
    // Only an account without a bill may be left without a sum.
    LOKET_HOLDS(bill.amount.isPositive() || !says(fields, "virtualAccountTrxType", "C"));
    LOKET_HOLDS(bill.adminFee >= Money::rupiah(2'500) && bill.cost == bill.amount + bill.adminFee);
  }

  const Verdict paid = readPayment(answer.wire.status, answer.wire.body, kSent, key);
  holdsOfVerdict(paid);
  LOKET_HOLDS(paid.kind != VerdictKind::NotFound);
  if (!answer.hasCode("25"))
    LOKET_HOLDS(paid.kind == VerdictKind::Unknown);
  if (paid.kind == VerdictKind::Succeeded)
    LOKET_HOLDS(answer.hasCode("25", 200, "00") && !paid.serial.empty() &&
                says(fields, "paymentRequestId", kSent.reference) &&
                says(fields, "paymentFlagStatus", "00") && !isAbsent(member(fields, "paidAmount"), "value"));
  else if (paid.kind != VerdictKind::Unknown)
    LOKET_HOLDS(isAbsent(fields, "paymentRequestId") || repeats(fields, "paymentRequestId", kSent.reference));
  LOKET_HOLDS(paid.kind != VerdictKind::Pending || answer.hasCode("25", 202, "00"));

  const Verdict asked = readStatus(answer.wire.status, answer.wire.body, kSent, key);
  holdsOfVerdict(asked);
  LOKET_HOLDS(asked.kind != VerdictKind::RefusedForNow && asked.kind != VerdictKind::RefusedByConfig);
  if (asked.kind == VerdictKind::Unknown)
    return;
  if (asked.kind == VerdictKind::NotFound) {
    LOKET_HOLDS(answer.hasCode("26", 404, "01"));
    return;
  }
  LOKET_HOLDS(answer.hasCode("26", 200, "00") && says(fields, "paymentRequestId", kSent.reference));
  LOKET_HOLDS(says(fields, "paymentFlagStatus",
                   asked.kind == VerdictKind::Succeeded ? "00"
                   : asked.kind == VerdictKind::Failed  ? "01"
                                                        : "02"));
}

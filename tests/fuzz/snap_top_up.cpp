// The answers about a wallet: whose it is, the top-up, and what became of it.
#include "core/adapters/upstream/snap/wallet_codec.h"
#include "tests/fuzz/snap_oracle.h"
#include "tests/fuzz/target.h"

LOKET_FUZZ(snap_top_up) {
  using namespace loket;
  using namespace loket::fuzz;
  using namespace loket::adapters::snap;
  static const TopUp kSent{"20260822000000000003", Money::rupiah(50'000), "901081234567890",
                           "SITI RAHAYU",          "1234567890123",       "2026-08-22T10:00:00+07:00"};
  const SnapAnswer answer(bytes);

  const ports::InquiryReply wallet =
      readWallet(answer.wire.status, answer.wire.body, kSent.customer, kSent.amount, Money::rupiah(1'000));
  holdsOfVerdict(wallet.verdict);
  LOKET_HOLDS(wallet.verdict.kind != VerdictKind::Pending);
  LOKET_HOLDS((wallet.verdict.kind == VerdictKind::Succeeded) == !wallet.customerName.empty());
  if (!answer.hasCode("37"))
    LOKET_HOLDS(wallet.verdict.kind == VerdictKind::Unknown);
  if (wallet.verdict.kind == VerdictKind::Succeeded)
    LOKET_HOLDS(answer.hasCode("37", 200, "00") && isShowable(wallet.customerName) &&
                says(answer.json, "customerNumber", kSent.customer) && wallet.amount == kSent.amount &&
                wallet.adminFee >= Money::rupiah(1'000) && wallet.cost == wallet.amount + wallet.adminFee);

  const Verdict paid = readPayment(answer.wire.status, answer.wire.body, kSent);
  holdsOfVerdict(paid);
  LOKET_HOLDS(paid.kind != VerdictKind::NotFound);
  if (!answer.hasCode("38"))
    LOKET_HOLDS(paid.kind == VerdictKind::Unknown);
  if (paid.kind == VerdictKind::Succeeded)
    LOKET_HOLDS(answer.hasCode("38", 200, "00") && !paid.serial.empty() &&
                says(answer.json, "partnerReferenceNo", kSent.reference) &&
                says(answer.json, "customerNumber", kSent.customer) &&
                !isAbsent(member(answer.json, "amount"), "value"));
  else if (paid.kind != VerdictKind::Unknown)
    LOKET_HOLDS(isAbsent(answer.json, "partnerReferenceNo") ||
                repeats(answer.json, "partnerReferenceNo", kSent.reference));
  LOKET_HOLDS(paid.kind != VerdictKind::Pending || answer.hasCode("38", 202, "00"));

  const Verdict asked = readStatus(answer.wire.status, answer.wire.body, kSent);
  holdsOfVerdict(asked);
  LOKET_HOLDS(asked.kind != VerdictKind::RefusedForNow && asked.kind != VerdictKind::RefusedByConfig);
  if (asked.kind == VerdictKind::Unknown)
    return;
  if (asked.kind == VerdictKind::NotFound && answer.hasCode("39", 404, "01"))
    return;
  LOKET_HOLDS(answer.hasCode("39", 200, "00") &&
              says(answer.json, "originalPartnerReferenceNo", kSent.reference));
  const auto latest = [&answer](std::initializer_list<std::string_view> codes) {
    for (const std::string_view code : codes)
      if (says(answer.json, "latestTransactionStatus", code))
        return true;
    return false;
  };
  LOKET_HOLDS(asked.kind != VerdictKind::Succeeded || latest({"00"}));
  LOKET_HOLDS(asked.kind != VerdictKind::Pending || latest({"01", "02", "03"}));
  LOKET_HOLDS(asked.kind != VerdictKind::Failed || latest({"04", "05", "06"}));
  LOKET_HOLDS(asked.kind != VerdictKind::NotFound || latest({"07"}));
}

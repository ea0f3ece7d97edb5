// The answer to transfer/status: only what it says of the transfer counts, and only of this one.
#include "tests/fuzz/snap_oracle.h"
#include "tests/fuzz/target.h"

LOKET_FUZZ(snap_status) {
  using namespace loket;
  using namespace loket::fuzz;
  const SnapAnswer answer(bytes);
  const Verdict verdict = adapters::snap::readStatus(answer.wire.status, answer.wire.body, kTransfer);
  holdsOfVerdict(verdict);
  LOKET_HOLDS(verdict.kind != VerdictKind::RefusedForNow && verdict.kind != VerdictKind::RefusedByConfig);
  if (verdict.kind == VerdictKind::Unknown)
    return;
  LOKET_HOLDS(answer.hasCode("36"));
  if (answer.hasCode("36", 404, "01")) {
    LOKET_HOLDS(verdict.kind == VerdictKind::NotFound);
    return;
  }
  LOKET_HOLDS(answer.hasCode("36", 200, "00"));
  LOKET_HOLDS(says(answer.json, "originalPartnerReferenceNo", kTransfer.reference));
  const auto latest = [&answer](std::initializer_list<std::string_view> codes) {
    for (const std::string_view code : codes)
      if (says(answer.json, "latestTransactionStatus", code))
        return true;
    return false;
  };
  LOKET_HOLDS(verdict.kind != VerdictKind::Succeeded || latest({"00"}));
  LOKET_HOLDS(verdict.kind != VerdictKind::Pending || latest({"01", "02", "03"}));
  LOKET_HOLDS(verdict.kind != VerdictKind::Failed || latest({"04", "05", "06"}));
  LOKET_HOLDS(verdict.kind != VerdictKind::NotFound || latest({"07"}));
}

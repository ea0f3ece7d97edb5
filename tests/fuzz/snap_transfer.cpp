// The answer to transfer-intrabank, and to the question after it: what either may be taken for.
#include "tests/fuzz/snap_oracle.h"
#include "tests/fuzz/target.h"

LOKET_FUZZ(snap_transfer) {
  using namespace loket;
  using namespace loket::fuzz;
  const SnapAnswer answer(bytes);
  const Verdict verdict = adapters::snap::readTransfer(answer.wire.status, answer.wire.body, kTransfer);
  holdsOfVerdict(verdict);
  LOKET_HOLDS(verdict.kind != VerdictKind::NotFound);
  if (!answer.hasCode("17")) {
    LOKET_HOLDS(verdict.kind == VerdictKind::Unknown);
    return;
  }
  if (verdict.kind == VerdictKind::Succeeded) {
    LOKET_HOLDS(answer.hasCode("17", 200, "00") && !verdict.serial.empty());
    LOKET_HOLDS(says(answer.json, "partnerReferenceNo", kTransfer.reference) &&
                says(answer.json, "beneficiaryAccountNo", kTransfer.beneficiary));
    const nlohmann::json& amount = member(answer.json, "amount");
    LOKET_HOLDS(isAbsent(amount, "currency") || says(amount, "currency", "IDR"));
    LOKET_HOLDS(!isAbsent(amount, "value"));
  } else if (verdict.kind != VerdictKind::Unknown) {
    // Whatever is believed of a refusal is not said of another transfer.
    LOKET_HOLDS(isAbsent(answer.json, "partnerReferenceNo") ||
                repeats(answer.json, "partnerReferenceNo", kTransfer.reference));
  }
  if (verdict.kind == VerdictKind::Pending)
    LOKET_HOLDS(answer.hasCode("17", 202, "00"));
  if (verdict.kind == VerdictKind::Failed)
    LOKET_HOLDS((answer.wire.status == 400 || answer.wire.status == 403 || answer.wire.status == 404) &&
                !answer.hasCode("17", 403, "16") && !answer.hasCode("17", 404, "18"));
}

// IAK's answer to a bill's payment and to the question after it: what either may be taken for.
#include "tests/fuzz/iak_oracle.h"
#include "tests/fuzz/target.h"

LOKET_FUZZ(iak_bill_payment) {
  using namespace loket;
  using namespace loket::fuzz;
  using adapters::iak::Asked;
  const adapters::iak::BillSubject sent = {"9732792", "09128374655", "PLNPOSTPAID"};
  const IakAnswer answer(bytes);
  const bool other = answer.contradicts("tr_id", sent.trId) || answer.contradicts("ref_id", sent.refId) ||
                     answer.contradicts("code", sent.code);
  const bool same =
      answer.has("tr_id", sent.trId) && answer.has("ref_id", sent.refId) && answer.has("code", sent.code);
  for (const Asked asked : {Asked::Attempt, Asked::Status}) {
    const Verdict verdict = adapters::iak::readBillPayment(std::string(bytes), sent, asked);
    const VerdictKind kind = verdict.kind;
    holdsOfVerdict(verdict);
    if (!answer.hasAnyCode())
      LOKET_HOLDS(kind == VerdictKind::Unknown);
    if (kind != VerdictKind::Unknown)
      LOKET_HOLDS(!other);
    if (kind == VerdictKind::Succeeded)
      LOKET_HOLDS(answer.hasCode("00") && same && (asked == Asked::Attempt || answer.has("status", "1")));
    if (asked == Asked::Attempt)
      LOKET_HOLDS(kind != VerdictKind::NotFound);
    else
      LOKET_HOLDS(kind != VerdictKind::RefusedForNow && kind != VerdictKind::RefusedByConfig);
    if (kind == VerdictKind::Failed && asked == Asked::Status)
      LOKET_HOLDS(answer.has("status", "2"));
    if (kind == VerdictKind::Pending && asked == Asked::Status)
      LOKET_HOLDS(answer.has("status", "3"));
  }
}

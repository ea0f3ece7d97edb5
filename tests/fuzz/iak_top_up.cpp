// IAK's answer to a top-up and to the question after it: what either may be taken for.
#include "tests/fuzz/iak_oracle.h"
#include "tests/fuzz/target.h"

LOKET_FUZZ(iak_top_up) {
  using namespace loket;
  using namespace loket::fuzz;
  using adapters::iak::Asked;
  const adapters::iak::Subject sent = {"order001", "xld25000", "0817777215"};
  const IakAnswer answer(bytes);
  const bool same = answer.has("ref_id", sent.refId) && answer.has("product_code", sent.code) &&
                    answer.has("customer_id", sent.number);
  for (const Asked asked : {Asked::Attempt, Asked::Status}) {
    const Verdict verdict = adapters::iak::readTopUp(std::string(bytes), sent, asked);
    const VerdictKind kind = verdict.kind;
    holdsOfVerdict(verdict);
    if (!answer.hasAnyCode())
      LOKET_HOLDS(kind == VerdictKind::Unknown);
    if (kind == VerdictKind::Succeeded)
      LOKET_HOLDS(answer.hasCode("00") && answer.has("status", "1") && same);
    if (kind == VerdictKind::Pending)
      LOKET_HOLDS((answer.hasCode("39") || answer.hasCode("201")) && answer.has("status", "0") && same);
    if (kind == VerdictKind::Failed)
      LOKET_HOLDS(same && !answer.has("status", "1") && !answer.has("status", "0"));
    // What is said of a question says nothing of the order; not to know it is an answer to a question alone.
    if (kind == VerdictKind::RefusedForNow || kind == VerdictKind::RefusedByConfig)
      LOKET_HOLDS(asked == Asked::Attempt && !answer.contradicts("ref_id", sent.refId));
    if (kind == VerdictKind::NotFound)
      LOKET_HOLDS(asked == Asked::Status && answer.hasCode("06") &&
                  !answer.contradicts("ref_id", sent.refId));
  }
}

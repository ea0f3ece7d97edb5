// The answer to bank-statement: money is paid out for what it says.
#include <set>

#include "tests/fuzz/snap_oracle.h"
#include "tests/fuzz/target.h"

LOKET_FUZZ(snap_statement) {
  using namespace loket;
  using namespace loket::fuzz;
  const SnapAnswer answer(bytes);
  const adapters::snap::StatementPage page =
      adapters::snap::readStatement(answer.wire.status, answer.wire.body, UpstreamId("bank"));
  holdsOfVerdict(page.verdict);
  LOKET_HOLDS(page.verdict.kind != VerdictKind::Pending);
  if (page.verdict.kind != VerdictKind::Succeeded)
    return;
  const nlohmann::json& lines = member(answer.json, "detailData");
  LOKET_HOLDS(answer.hasCode("14", 200, "00") && lines.is_array());
  // Every line is one or the other, and none is made up.
  LOKET_HOLDS(page.credits.size() + page.debits.size() == lines.size());
  for (const Credit& credit : page.credits) {
    LOKET_HOLDS(credit.amount.isPositive() && !credit.id.empty());
    LOKET_HOLDS(isShowable(credit.id) && isShowable(credit.from) && isShowable(credit.account) && isShowable(credit.remark));
    bool found = false;
    for (const nlohmann::json& line : lines)
      found = found || (says(line, "type", "CREDIT") && repeats(line, "transactionId", credit.id));
    LOKET_HOLDS(found);
  }
  for (const std::string& id : page.debits) LOKET_HOLDS(isShowable(id) && !id.empty());
}

// The answer to a top-up, a pay-pasca, and to either asked about: what it may be taken for.
#include "tests/fuzz/digiflazz_oracle.h"
#include "tests/fuzz/target.h"

namespace loket::fuzz {
namespace {

using adapters::digiflazz::Asked;
using adapters::digiflazz::readTransaction;

void judge(const DigiflazzAnswer& answer, const Verdict& verdict, bool isBill, Asked asked) {
  const VerdictKind kind = verdict.kind;
  const std::string& rc = answer.rc;
  const bool isQuestion = asked == Asked::RepeatOfAttempt || asked == Asked::BillStatus;
  holdsOfVerdict(verdict);
  if (rc.empty())
    LOKET_HOLDS(kind == VerdictKind::Unknown);
  if (kind == VerdictKind::Succeeded) {
    LOKET_HOLDS(rc == "00" && answer.hasStatus("Sukses") && answer.isAbout(kSubject));
    LOKET_HOLDS(asked != Asked::BillStatus || !verdict.serial.empty());
    LOKET_HOLDS(!isBill || verdict.token.empty());
  }
  if (kind == VerdictKind::Pending)
    LOKET_HOLDS(isOneOf(rc, {"03", "99"}) && answer.hasStatus("Pending") && answer.isAbout(kSubject));
  // A failure is believed only of what was asked about, and only where the table has one.
  if (kind == VerdictKind::Failed) {
    LOKET_HOLDS(!isOneOf(rc, {"00", "03", "99", "49"}) && answer.hasStatus("Gagal") &&
                answer.isAbout(kSubject));
    LOKET_HOLDS(!isQuestion || (!createsNothing(rc) && !isOneOf(rc, {"85", "86"})));
    LOKET_HOLDS(asked != Asked::BillStatus || rc != "50");
  }
  // Only a refund may take a success back.
  LOKET_HOLDS(verdict.undoes == Undoes::Nothing || (kind == VerdictKind::Failed && rc == "74"));
  // What is said of a question says nothing of the attempt.
  if (kind == VerdictKind::RefusedForNow || kind == VerdictKind::RefusedByConfig)
    LOKET_HOLDS(!isQuestion && (createsNothing(rc) || rc == "85" || asked == Asked::Inquiry));
  if (kind == VerdictKind::NotFound)
    LOKET_HOLDS(asked == Asked::BillStatus && rc == "50" && answer.isAbout(kSubject));
}

}  // namespace
}  // namespace loket::fuzz

LOKET_FUZZ(digiflazz_transaction) {
  using namespace loket::fuzz;
  const DigiflazzAnswer answer(bytes);
  const std::string text(bytes);
  for (const bool isBill : {false, true})
    for (const Asked asked : {Asked::Attempt, Asked::RepeatOfAttempt, Asked::BillStatus, Asked::Inquiry})
      judge(answer, readTransaction(text, {kSubject, isBill}, asked), isBill, asked);
}

// The answer to inq-pasca: what the customer is asked to pay.
#include "tests/fuzz/digiflazz_oracle.h"
#include "tests/fuzz/target.h"

LOKET_FUZZ(digiflazz_bill_inquiry) {
  using namespace loket;
  using namespace loket::fuzz;
  const DigiflazzAnswer answer(bytes);
  const ports::InquiryReply reply = adapters::digiflazz::readBillInquiry(std::string(bytes), kSubject);
  const VerdictKind kind = reply.verdict.kind;
  holdsOfVerdict(reply.verdict);
  if (answer.rc.empty())
    LOKET_HOLDS(kind == VerdictKind::Unknown);
  if (kind == VerdictKind::Failed)
    LOKET_HOLDS(answer.isAbout(kSubject) && !isOneOf(answer.rc, {"00", "03", "99"}));
  if (kind != VerdictKind::Succeeded) {
    LOKET_HOLDS(reply.amount.isZero() && reply.adminFee.isZero() && reply.cost.isZero() &&
                reply.details.empty() && reply.customerName.empty());
    return;
  }
  LOKET_HOLDS(answer.rc == "00" && answer.hasStatus("Sukses") && answer.isAbout(kSubject));
  LOKET_HOLDS(reply.amount.isPositive() && !reply.adminFee.isNegative() && reply.cost.isPositive());
  const nlohmann::json& total = member(answer.data, "selling_price");
  if (total.is_number_integer())
    LOKET_HOLDS(reply.amount.amount() + reply.adminFee.amount() == total.get<std::int64_t>());
  LOKET_HOLDS(isShowable(reply.customerName));
  for (const auto& [name, value] : reply.details) LOKET_HOLDS(isShowable(name) && isShowable(value));
}

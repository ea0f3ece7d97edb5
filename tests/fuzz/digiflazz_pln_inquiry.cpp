// The answer to inquiry-pln: whose meter it is.
#include "tests/fuzz/digiflazz_oracle.h"
#include "tests/fuzz/target.h"

LOKET_FUZZ(digiflazz_pln_inquiry) {
  using namespace loket;
  using namespace loket::fuzz;
  const DigiflazzAnswer answer(bytes);
  const std::string number = "1234554321";
  const ports::InquiryReply reply = adapters::digiflazz::readPlnInquiry(std::string(bytes), number);
  holdsOfVerdict(reply.verdict);
  if (answer.rc.empty())
    LOKET_HOLDS(reply.verdict.kind == VerdictKind::Unknown);
  if (reply.verdict.kind != VerdictKind::Succeeded) {
    LOKET_HOLDS(reply.customerName.empty());
    return;
  }
  LOKET_HOLDS(answer.rc == "00" && answer.hasStatus("Sukses") && says(answer.data, "customer_no", number));
  LOKET_HOLDS(!reply.customerName.empty() && isShowable(reply.customerName));
  for (const auto& [name, value] : reply.details) LOKET_HOLDS(isShowable(name) && isShowable(value));
}

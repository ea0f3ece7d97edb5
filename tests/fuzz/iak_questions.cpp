// IAK's answers to a bill's inquiry, to the one for a meter's owner, and to the balance.
#include "tests/fuzz/iak_oracle.h"
#include "tests/fuzz/target.h"

LOKET_FUZZ(iak_questions) {
  using namespace loket;
  using namespace loket::fuzz;
  const IakAnswer answer(bytes);
  const std::string text(bytes);
  const adapters::iak::Subject bill = {"09128374655", "PLNPOSTPAID", "530000000001"};
  const ports::InquiryReply inquiry = adapters::iak::readBillInquiry(text, bill);
  holdsOfVerdict(inquiry.verdict);
  if (inquiry.verdict.kind == VerdictKind::Succeeded) {
    LOKET_HOLDS(answer.hasCode("00") && answer.has("ref_id", bill.refId) && answer.has("code", bill.code) &&
                answer.has("hp", bill.number));
    LOKET_HOLDS(inquiry.amount.isPositive() && !inquiry.adminFee.isNegative() && inquiry.cost.isPositive());
    for (const auto& [name, value] : inquiry.details) LOKET_HOLDS(isShowable(name) && isShowable(value));
    LOKET_HOLDS(answer.has("tr_id", inquiry.details.at(std::string(ports::kInquiryId))));
  } else {
    LOKET_HOLDS(inquiry.amount.isZero() && inquiry.cost.isZero() && inquiry.details.empty());
  }

  const std::string number = "12345678901";
  const ports::InquiryReply meter = adapters::iak::readPlnInquiry(text, number);
  holdsOfVerdict(meter.verdict);
  LOKET_HOLDS((meter.verdict.kind == VerdictKind::Succeeded) == !meter.customerName.empty());
  if (meter.verdict.kind == VerdictKind::Succeeded)
    LOKET_HOLDS(answer.hasCode("00") && answer.has("customer_id", number) && isShowable(meter.customerName));

  const ports::BalanceReply balance = adapters::iak::readBalance(text);
  holdsOfVerdict(balance.verdict);
  LOKET_HOLDS(balance.verdict.kind == VerdictKind::Succeeded ? answer.hasCode("00")
                                                             : balance.balance.isZero());
}

// What a body that was sent to IAK was about: the bytes kept with an attempt, and those made of any subject.
#include "tests/fuzz/iak_oracle.h"
#include "tests/fuzz/target.h"

LOKET_FUZZ(iak_sent_body) {
  using namespace loket;
  using namespace loket::fuzz;
  using namespace loket::adapters::iak;
  const std::string kept(bytes);
  const nlohmann::json body = answerIn(bytes);
  const auto topUp = readTopUpBody(kept);
  const auto bill = readBillPaymentBody(kept);
  if (topUp) {
    LOKET_HOLDS(!topUp->refId.empty() && !topUp->code.empty() && !topUp->number.empty());
    LOKET_HOLDS(says(body, "ref_id", topUp->refId) && says(body, "product_code", topUp->code) &&
                says(body, "customer_id", topUp->number));
  }
  if (bill)
    LOKET_HOLDS(!bill->empty() && says(body, "commands", "pay-pasca") && says(body, "tr_id", *bill));
  if (!isShowable(bytes) || bytes.empty())
    return;
  // The same text as each part of a subject comes back as it was, and no body is taken for the other kind.
  const Credentials account = {"081234567890", "iak-dev-key"};
  const Subject subject = {kept, "c" + kept, "n" + kept};
  const auto made = readTopUpBody(topUpBody(account, subject));
  LOKET_HOLDS(made && *made == subject);
  LOKET_HOLDS(!readBillPaymentBody(topUpBody(account, subject)));
  LOKET_HOLDS(readBillPaymentBody(billPaymentBody(account, kept)) == kept);
  LOKET_HOLDS(!readTopUpBody(billPaymentBody(account, kept)));
}

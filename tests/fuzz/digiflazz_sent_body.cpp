// What a body that was sent was about: the bytes kept with an attempt, and those made of any subject.
#include "tests/fuzz/digiflazz_oracle.h"
#include "tests/fuzz/target.h"

LOKET_FUZZ(digiflazz_sent_body) {
  using namespace loket;
  using namespace loket::fuzz;
  using namespace loket::adapters::digiflazz;
  if (const auto sent = readSentBody(std::string(bytes))) {
    const nlohmann::json body = answerIn(bytes);
    LOKET_HOLDS(!sent->subject.refId.empty() && !sent->subject.sku.empty() && !sent->subject.number.empty());
    LOKET_HOLDS(says(body, "ref_id", sent->subject.refId) &&
                says(body, "buyer_sku_code", sent->subject.sku) &&
                says(body, "customer_no", sent->subject.number));
    LOKET_HOLDS(sent->isBill == !isAbsent(body, "commands"));
  }
  if (!isShowable(bytes) || bytes.empty())
    return;
  // The same text as each part of a subject comes back as it was.
  const std::string text(bytes);
  const Subject subject = {text, "s" + text, "n" + text};
  const auto topUp = readSentBody(topUpBody({"username", "apikey-dev"}, subject, Money::rupiah(1)));
  LOKET_HOLDS(topUp && topUp->subject == subject && !topUp->isBill);
  const auto bill = readSentBody(billBody({"username", "apikey-dev"}, "pay-pasca", subject, {}));
  LOKET_HOLDS(bill && bill->subject == subject && bill->isBill);
}

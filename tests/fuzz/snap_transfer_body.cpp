// What a transfer that was sent was about, and amounts as the standard writes them.
#include "tests/fuzz/snap_oracle.h"
#include "tests/fuzz/target.h"

LOKET_FUZZ(snap_transfer_body) {
  using namespace loket;
  using namespace loket::fuzz;
  using namespace loket::adapters::snap;
  if (const auto amount = readAmount(bytes)) {
    const std::string whole(bytes.substr(0, bytes.find('.')));
    LOKET_HOLDS(std::stoll(whole) == amount->amount());
    LOKET_HOLDS(readAmount(amountText(*amount)) == amount);
  }
  const auto transfer = readTransferBody(std::string(bytes));
  if (!transfer)
    return;
  const nlohmann::json body = answerIn(bytes);
  LOKET_HOLDS(says(body, "partnerReferenceNo", transfer->reference) && !transfer->reference.empty());
  LOKET_HOLDS(says(body, "beneficiaryAccountNo", transfer->beneficiary) && !transfer->beneficiary.empty());
  // Written again, it says the same.
  LOKET_HOLDS(readTransferBody(transferBody(*transfer)) == transfer);
}

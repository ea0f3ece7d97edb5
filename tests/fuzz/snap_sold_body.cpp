// What a top-up and a virtual account's payment that were sent were about, a number as a customer has it, and
// what a profile sells.
#include "core/adapters/upstream/snap/virtual_account_codec.h"
#include "core/adapters/upstream/snap/wallet_codec.h"
#include "tests/fuzz/snap_oracle.h"
#include "tests/fuzz/target.h"

LOKET_FUZZ(snap_sold_body) {
  using namespace loket;
  using namespace loket::fuzz;
  using namespace loket::adapters::snap;
  const std::string text(bytes);
  const nlohmann::json body = answerIn(bytes);
  if (const auto topUp = readTopUpBody(text)) {
    LOKET_HOLDS(says(body, "partnerReferenceNo", topUp->reference) &&
                says(body, "customerNumber", topUp->customer));
    // Written again, it says the same.
    LOKET_HOLDS(readTopUpBody(topUpBody(*topUp)) == topUp);
  }
  if (const auto payment = readVaPaymentBody(text)) {
    LOKET_HOLDS(says(body, "paymentRequestId", payment->reference) &&
                says(body, "virtualAccountNo", payment->number.whole()) &&
                payment->number.serviceId.size() == 8);
    LOKET_HOLDS(readVaPaymentBody(vaPaymentBody(*payment)) == payment);
  }
  for (const int digits : {1, 5, 8})
    if (const auto number = vaNumberOf(text, digits)) {
      const std::string whole = number->whole();
      LOKET_HOLDS(whole.size() <= 28 && whole.substr(whole.find_first_not_of(' ')) == text);
    }
  if (const auto profile = readProfile(text)) {
    LOKET_HOLDS(!profile->name.empty() && profile->virtualAccounts.serviceIdDigits >= 0 &&
                profile->virtualAccounts.serviceIdDigits <= 8);
    for (const Wallet& wallet : profile->wallets)
      LOKET_HOLDS(wallet.sku().size() > 6 && (profile->wallets.size() == 1 || !wallet.prefix.empty()));
  }
}

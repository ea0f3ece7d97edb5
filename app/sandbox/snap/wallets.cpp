#include "app/sandbox/snap/wallets.h"

#include "app/sandbox/crypto.h"
#include "app/sandbox/snap/response_codes.h"

namespace loket::sandbox::snap {
namespace {

using nlohmann::ordered_json;

constexpr std::size_t kWalletLength = 32;
constexpr std::int64_t kLeast = 10'000;
constexpr std::int64_t kMost = 2'000'000;

std::string refusalOf(const std::string& customer, std::int64_t amount) {
  if (!accountOf(customer).exists) {
    return "40411";
  }
  if (amount < kLeast) {
    return "40413";
  }
  return amount > kMost ? "40302" : "";
}

}  // namespace

Answer Wallets::inquire(const Call& call) const {
  Fields fields(call.body);
  const std::string partnerRef = fields.optionalText("partnerReferenceNo", kRefLength);
  const std::string customer = fields.digits("customerNumber", kWalletLength);
  const std::int64_t amount = fields.amount("amount");
  fields.optionalTime("transactionDate");
  if (!fields.ok()) {
    return refuse(fields);
  }
  if (call.hitBy(FaultKind::ClosedForEod)) {
    return refuse("40306");
  }
  if (const std::string refusal = refusalOf(customer, amount); !refusal.empty()) {
    return refuse(refusal);
  }
  return succeed({{"referenceNo", stableDigits("wallet" + partnerRef + customer, 22)},
                  {"partnerReferenceNo", partnerRef},
                  {"sessionId", stableDigits("session" + partnerRef + customer, 13)},
                  {"customerNumber", customer},
                  {"customerName", accountOf(customer).name},
                  {"customerMonthlyInLimit", "20000000"},
                  {"minAmount", money(kLeast)},
                  {"maxAmount", money(kMost)},
                  {"amount", money(amount)},
                  {"feeAmount", money(0)},
                  {"feeType", "OUR"}});
}

Answer Wallets::topUp(const Call& call) {
  Fields fields(call.body);
  Transfers::Order order;
  Transfer& wanted = order.wanted;
  wanted.service = "38";
  wanted.partnerRef = fields.text("partnerReferenceNo", kRefLength);
  wanted.beneficiary = fields.digits("customerNumber", kWalletLength);
  wanted.name = fields.optionalText("customerName", 255);
  wanted.amount = fields.amount("amount");
  fields.optionalAmount("feeAmount");
  wanted.transactionDate = fields.optionalTime("transactionDate");
  const std::string session = fields.optionalText("sessionId", 25);
  wanted.remark = fields.optionalText("notes", 255);
  if (!fields.ok()) {
    return refuse(fields);
  }
  order.fate = transferFate(wanted.beneficiary);
  order.refusal = [&] { return refusalOf(wanted.beneficiary, wanted.amount); };
  order.wording = [&](const Transfer& t) {
    ordered_json answer{{"referenceNo", t.referenceNo}, {"partnerReferenceNo", t.partnerRef}};
    if (!session.empty()) {
      answer["sessionId"] = session;
    }
    answer["customerNumber"] = t.beneficiary;
    answer["amount"] = money(t.amount);
    answer["additionalInfo"] = ordered_json::object();
    return answer;
  };
  return m_transfers.execute(call, order);
}

Answer Wallets::status(const Call& call) {
  Fields fields(call.body);
  Transfers::Asked asked;
  asked.partnerRef = fields.optionalText("originalPartnerReferenceNo", kRefLength);
  asked.referenceNo = fields.optionalText("originalReferenceNo", kRefLength);
  asked.externalId = fields.optionalText("originalExternalId", kRefLength);
  asked.service = fields.text("serviceCode", 2);
  fields.require(!fields.ok() || asked.service == "38", "serviceCode");
  fields.requireAny({"originalPartnerReferenceNo", "originalReferenceNo", "originalExternalId"});
  if (!fields.ok()) {
    return refuse(fields);
  }
  const Transfer* t = m_transfers.find(call, asked);
  if (t == nullptr) {
    return refuse("40401");
  }
  return succeed({{"originalPartnerReferenceNo", t->partnerRef},
                  {"originalReferenceNo", t->referenceNo},
                  {"originalExternalId", t->externalId},
                  {"serviceCode", "38"},
                  {"amount", money(t->amount)},
                  {"latestTransactionStatus", t->status},
                  {"transactionStatusDesc", statusText(t->status)}});
}

}  // namespace loket::sandbox::snap

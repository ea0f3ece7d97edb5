#include "app/sandbox/snap/qr_codes.h"

#include <fmt/core.h>

#include "app/sandbox/crypto.h"
#include "app/sandbox/snap/book_json.h"
#include "app/sandbox/snap/qris.h"
#include "app/sandbox/snap/response_codes.h"

namespace loket::sandbox::snap {
namespace {

using nlohmann::ordered_json;

constexpr std::int64_t kUsualLifeMs = 4 * kHourMs;
constexpr std::int64_t kLongestLifeMs = 24 * kHourMs;
constexpr std::int64_t kMostRupiah = 10'000'000;

Answer generated(const QrCode& code) {
  ordered_json answer{{"referenceNo", code.referenceNo},
                      {"partnerReferenceNo", code.partnerRef},
                      {"qrContent", code.content},
                      {"merchantName", kMerchantName}};
  if (!code.storeId.empty()) {
    answer["storeId"] = code.storeId;
  }
  if (!code.terminalId.empty()) {
    answer["terminalId"] = code.terminalId;
  }
  answer["additionalInfo"] = {{"validityPeriod", shortTime(code.expiresAt)}};
  return succeed(std::move(answer));
}

}  // namespace

Answer QrCodes::generate(const Call& call) {
  Fields fields(call.body);
  QrCode wanted;
  wanted.partnerRef = fields.text("partnerReferenceNo", kRefLength);
  wanted.amount = fields.amount("amount");
  fields.optionalAmount("feeAmount");
  const std::string merchant = fields.optionalText("merchantId", 64);
  fields.optionalText("subMerchantId", 32);
  wanted.storeId = fields.optionalText("storeId", 64);
  wanted.terminalId = fields.optionalText("terminalId", 16);
  const std::string validity = fields.optionalTime("validityPeriod");
  wanted.createdAt = call.now;
  wanted.expiresAt = parseRfc3339(validity).value_or(call.now + kUsualLifeMs);
  const QrCode* stored = m_world.bank().qrCode(wanted.partnerRef);
  if (fields.ok() && stored != nullptr) {
    const bool same = stored->amount == wanted.amount && stored->terminalId == wanted.terminalId &&
                      stored->storeId == wanted.storeId &&
                      (validity.empty() || stored->expiresAt == wanted.expiresAt);
    return same ? generated(*stored) : refuse("40418");
  }
  fields.require(wanted.expiresAt > call.now && wanted.expiresAt - call.now <= kLongestLifeMs,
                 "validityPeriod");
  if (!fields.ok()) {
    return refuse(fields);
  }
  if (!merchant.empty() && merchant != kMerchantId) {
    return refuse("40408");
  }
  if (call.hitBy(FaultKind::ClosedForEod)) {
    return refuse("40306");
  }
  if (wanted.amount <= 0) {
    return refuse("40413");
  }
  if (wanted.amount > kMostRupiah) {
    return refuse("40302");
  }
  wanted.externalId = call.externalId;
  wanted.referenceNo =
      fmt::format("{}{:08}", stableDigits("qr" + wanted.partnerRef, 14), m_world.bank().qrCodeCount() + 1);
  wanted.content = qrisText({wanted.amount, wanted.referenceNo, wanted.terminalId});
  m_world.commit({{"kind", "bank"}, {"at", call.now}, {"qr", toJson(wanted)}});
  return generated(wanted);
}

Answer QrCodes::query(const Call& call) {
  Fields fields(call.body);
  const std::string partnerRef = fields.optionalText("originalPartnerReferenceNo", kRefLength);
  const std::string referenceNo = fields.optionalText("originalReferenceNo", kRefLength);
  const std::string externalId = fields.optionalText("originalExternalId", kExternalIdLength);
  const std::string service = fields.text("serviceCode", 2);
  fields.require(!fields.ok() || service == "47", "serviceCode");
  const std::string merchant = fields.optionalText("merchantId", 64);
  fields.requireAny({"originalPartnerReferenceNo", "originalReferenceNo", "originalExternalId"});
  if (!fields.ok()) {
    return refuse(fields);
  }
  if (!merchant.empty() && merchant != kMerchantId) {
    return refuse("40408");
  }
  const Book& book = m_world.bank();
  const QrCode* code = !partnerRef.empty()    ? book.qrCode(partnerRef)
                       : !referenceNo.empty() ? book.qrCodeByReferenceNo(referenceNo)
                                              : book.qrCodeByExternalId(externalId);
  if (code == nullptr || call.hitBy(FaultKind::NotFoundThenSuccess)) {
    return refuse("40401");
  }
  const std::string status = code->paidAt != 0 ? "00" : code->expiresAt <= call.now ? "05" : "01";
  ordered_json answer{
      {"originalReferenceNo", code->referenceNo}, {"originalPartnerReferenceNo", code->partnerRef},
      {"originalExternalId", code->externalId},   {"serviceCode", "47"},
      {"latestTransactionStatus", status},        {"transactionStatusDesc", statusText(status)}};
  if (code->paidAt != 0) {
    answer["paidTime"] = shortTime(code->paidAt);
  }
  answer["amount"] = money(code->amount);
  answer["feeAmount"] = money(0);
  if (!code->terminalId.empty()) {
    answer["terminalId"] = code->terminalId;
  }
  return succeed(std::move(answer));
}

}  // namespace loket::sandbox::snap

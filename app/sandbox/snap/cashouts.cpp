#include "app/sandbox/snap/cashouts.h"

#include "app/sandbox/crypto.h"
#include "app/sandbox/snap/book_json.h"
#include "app/sandbox/snap/course.h"
#include "app/sandbox/snap/response_codes.h"

namespace loket::sandbox::snap {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

constexpr std::size_t kCustomerLength = 32;
constexpr int kTries = 3;
constexpr std::int64_t kCancelWithinMs = kDayMs;

TransferFate cashOutFate(const std::string& customer) {
  const bool poor = customer.size() >= 4 && customer.substr(customer.size() - 4) == "0314";
  return poor ? TransferFate{"40314", "", "", 0, false} : transferFate(customer);
}

}  // namespace

std::string Cashouts::checkPassword(const std::string& customer, const std::string& code, UnixMs now) {
  const OneTimePassword* password = m_world.bank().oneTimePassword(customer);
  if (password == nullptr) {
    return "40406";
  }
  if (password->wrong >= kTries) {
    return "40311";
  }
  if (!equalConstantTime(password->code, code)) {
    OneTimePassword changed = *password;
    ++changed.wrong;
    m_world.commit({{"kind", "bank"}, {"at", now}, {"otp", toJson(changed)}});
    return "40415";
  }
  if (password->used) {
    return "40415";
  }
  return password->expiresAt <= now ? "40312" : "";
}

Answer Cashouts::cashOut(const Call& call) {
  Fields fields(call.body);
  Transfers::Order order;
  Transfer& wanted = order.wanted;
  wanted.service = "44";
  wanted.incoming = true;
  wanted.partnerRef = fields.text("partnerReferenceNo", kRefLength);
  wanted.beneficiary = fields.digits("customerNumber", kCustomerLength);
  const std::string code = fields.text("otp", 8);
  wanted.amount = fields.amount("amount");
  fields.optionalText("feeType", 25);
  if (!fields.ok()) {
    return refuse(fields);
  }
  const Transfer* stored = m_world.bank().find(wanted.partnerRef);
  if (stored != nullptr && stored->service == "44" && stored->status != "07" &&
      (stored->amount != wanted.amount || stored->beneficiary != wanted.beneficiary)) {
    // The standard counts the first one as failed then, so here it becomes so.
    if (isPending(stored->status) || stored->status == "00") {
      m_world.commit(reversalEvent(*stored, "06", call.now));
    }
    return refuse("40418");
  }
  wanted.transactionDate = shortTime(call.now);
  wanted.name = accountOf(wanted.beneficiary).name;
  order.fate = cashOutFate(wanted.beneficiary);
  order.refusal = [&]() -> std::string {
    return accountOf(wanted.beneficiary).exists ? checkPassword(wanted.beneficiary, code, call.now) : "40411";
  };
  order.wording = [](const Transfer& t) {
    return ordered_json{{"referenceNo", t.referenceNo},
                        {"partnerReferenceNo", t.partnerRef},
                        {"transactionDate", t.transactionDate},
                        {"additionalInfo", ordered_json::object()}};
  };
  if (const OneTimePassword* password = m_world.bank().oneTimePassword(wanted.beneficiary)) {
    OneTimePassword used = *password;
    used.used = true;
    order.alongside = json{{"otp", toJson(used)}};
  }
  return m_transfers.execute(call, order);
}

Answer Cashouts::status(const Call& call) {
  Fields fields(call.body);
  const std::string partnerRef = fields.text("originalPartnerReferenceNo", kRefLength);
  fields.optionalText("originalReferenceNo", kRefLength);
  fields.optionalText("originalExternalId", kExternalIdLength);
  const std::string service = fields.text("serviceCode", 2);
  fields.require(!fields.ok() || service == "44", "serviceCode");
  const std::string customer = fields.digits("customerNumber", kCustomerLength);
  fields.optionalTime("transactionDate");
  const std::int64_t amount = fields.amount("amount");
  if (!fields.ok()) {
    return refuse(fields);
  }
  const Transfer* t = m_transfers.find(call, {"44", partnerRef, "", ""});
  if (t == nullptr || t->beneficiary != customer || t->amount != amount) {
    return refuse("40401");
  }
  return succeed({{"originalReferenceNo", t->referenceNo},
                  {"originalPartnerReferenceNo", t->partnerRef},
                  {"originalExternalId", t->externalId},
                  {"serviceCode", "44"},
                  {"latestTransactionStatus", t->status},
                  {"transactionStatusDesc", statusText(t->status)},
                  {"transactionDate", t->transactionDate},
                  {"amount", money(t->amount)}});
}

Answer Cashouts::cancel(const Call& call) {
  Fields fields(call.body);
  fields.optionalText("originalReferenceNo", kRefLength);
  const std::string partnerRef = fields.text("originalPartnerReferenceNo", kRefLength);
  fields.optionalText("originalExternalId", kExternalIdLength);
  const std::string customer = fields.digits("customerNumber", kCustomerLength);
  fields.text("reason", 512);
  if (!fields.ok()) {
    return refuse(fields);
  }
  const Transfer* t = m_world.bank().find(partnerRef);
  if (t == nullptr || t->service != "44" || t->beneficiary != customer || t->status == "07") {
    return refuse("40401");
  }
  if (t->status == "05") {
    return refuse("40404");
  }
  if (t->status != "00" && !isPending(t->status)) {
    return refuse("40400");
  }
  if (call.hitBy(FaultKind::ClosedForEod) || call.now - t->createdAt > kCancelWithinMs) {
    return refuse("40501");
  }
  if (t->held && m_world.bank().balance() < t->amount) {
    return refuse("40314");
  }
  m_world.commit(reversalEvent(*t, "05", call.now));
  const Transfer& canceled = *m_world.bank().find(partnerRef);
  return succeed({{"originalReferenceNo", canceled.referenceNo},
                  {"originalPartnerReferenceNo", canceled.partnerRef},
                  {"originalExternalId", canceled.externalId},
                  {"cancelTime", shortTime(call.now)},
                  {"transactionDate", canceled.transactionDate}});
}

}  // namespace loket::sandbox::snap

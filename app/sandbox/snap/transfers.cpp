#include "app/sandbox/snap/transfers.h"

#include <fmt/core.h>

#include "app/sandbox/crypto.h"
#include "app/sandbox/snap/banks.h"
#include "app/sandbox/snap/book_json.h"
#include "app/sandbox/snap/course.h"
#include "app/sandbox/snap/response_codes.h"

namespace loket::sandbox::snap {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

constexpr std::size_t kAccountLength = 34;
constexpr std::size_t kBankCodeLength = 8;

ordered_json accountFields(const std::string& partnerRef, const std::string& number, const Account& account) {
  return {{"referenceNo", stableDigits("inquiry" + partnerRef + number, 22)},
          {"partnerReferenceNo", partnerRef},
          {"beneficiaryAccountName", account.name},
          {"beneficiaryAccountNo", number},
          {"beneficiaryAccountStatus", account.statusText},
          {"beneficiaryAccountType", number == "888801000157508" ? "D" : "S"}};
}

}  // namespace

Answer Transfers::inquireInternal(const Call& call) const {
  Fields fields(call.body);
  const std::string partnerRef = fields.optionalText("partnerReferenceNo", kRefLength);
  const std::string number = fields.digits("beneficiaryAccountNo", kAccountLength);
  if (!fields.ok()) {
    return refuse(fields);
  }
  if (call.hitBy(FaultKind::ClosedForEod)) {
    return refuse("40306");
  }
  const Account account = accountOf(number);
  if (!account.exists) {
    return refuse("40411");
  }
  ordered_json answer = accountFields(partnerRef, number, account);
  answer["currency"] = "IDR";
  answer["additionalInfo"] = ordered_json::object();
  return succeed(std::move(answer));
}

Answer Transfers::inquireExternal(const Call& call) const {
  Fields fields(call.body);
  const std::string bankCode = fields.text("beneficiaryBankCode", kBankCodeLength);
  const std::string number = fields.digits("beneficiaryAccountNo", kAccountLength);
  const std::string partnerRef = fields.optionalText("partnerReferenceNo", kRefLength);
  if (!fields.ok()) {
    return refuse(fields);
  }
  if (call.hitBy(FaultKind::ClosedForEod)) {
    return refuse("40306");
  }
  const std::string bank = bankName(bankCode);
  if (bank.empty()) {
    return refuse("40403");
  }
  const Account account = accountOf(number);
  if (!account.exists) {
    return refuse("40411");
  }
  ordered_json answer = accountFields(partnerRef, number, account);
  answer["beneficiaryBankCode"] = bankCode;
  answer["beneficiaryBankName"] = bank;
  answer["currency"] = "IDR";
  answer["additionalInfo"] = ordered_json::object();
  return succeed(std::move(answer));
}

Answer Transfers::transfer(const Call& call, const std::string& service) {
  const bool interbank = service == "18";
  Fields fields(call.body);
  Order order;
  Transfer& wanted = order.wanted;
  wanted.service = service;
  wanted.partnerRef = fields.text("partnerReferenceNo", kRefLength);
  wanted.amount = fields.amount("amount");
  if (interbank) {
    wanted.name = fields.text("beneficiaryAccountName", 100);
  }
  wanted.beneficiary = fields.digits("beneficiaryAccountNo", kAccountLength);
  if (interbank) {
    wanted.bankCode = fields.text("beneficiaryBankCode", kBankCodeLength);
    fields.optionalText("beneficiaryBankName", 50);
    fields.optionalText("beneficiaryAddress", 100);
  }
  const std::string currency = fields.optionalText("currency", 3);
  fields.require(currency.empty() || currency == "IDR", "currency");
  const std::string customerReference = fields.optionalText("customerReference", 30);
  const std::string feeType = fields.optionalText("feeType", 3);
  fields.require(feeType.empty() || feeType == "OUR" || feeType == "BEN" || feeType == "SHA", "feeType");
  fields.optionalText("beneficiaryEmail", 50);
  wanted.remark = fields.optionalText("remark", 50);
  wanted.source = fields.digits("sourceAccountNo", 19);
  wanted.transactionDate = fields.time("transactionDate");
  if (!fields.ok()) {
    return refuse(fields);
  }
  order.refusal = [&]() -> std::string {
    if (interbank && bankName(wanted.bankCode).empty()) {
      return "40403";
    }
    return accountOf(wanted.beneficiary).exists ? "" : "40411";
  };
  order.wording = [&](const Transfer& t) {
    ordered_json answer{{"referenceNo", t.referenceNo},
                        {"partnerReferenceNo", t.partnerRef},
                        {"amount", money(t.amount)},
                        {"beneficiaryAccountNo", t.beneficiary},
                        {"currency", "IDR"},
                        {"customerReference", customerReference},
                        {"sourceAccountNo", t.source},
                        {"transactionDate", t.transactionDate},
                        {"additionalInfo", ordered_json::object()}};
    if (interbank) {
      answer["beneficiaryBankCode"] = t.bankCode;
      answer["traceNo"] = stableDigits("trace" + t.referenceNo, 12);
    }
    return answer;
  };
  order.fate = transferFate(wanted.beneficiary);
  if (wanted.name.empty()) {
    wanted.name = accountOf(wanted.beneficiary).name;
  }
  return execute(call, order);
}

Answer Transfers::execute(const Call& call, const Order& order) {
  Transfer wanted = order.wanted;
  wanted.externalId = call.externalId;
  wanted.createdAt = call.now;
  const auto answered = [&](const Transfer& t) {
    Answer answer = refuse(t.answerCode);
    if (t.answerCode.front() == '2') {
      answer.fields = order.wording(t);
    }
    return answer;
  };
  const Transfer* stored = m_world.bank().find(wanted.partnerRef);
  if (stored != nullptr && stored->status != "07") {
    if (stored->service != wanted.service || stored->amount != wanted.amount ||
        stored->beneficiary != wanted.beneficiary || stored->source != wanted.source ||
        stored->bankCode != wanted.bankCode) {
      return refuse("40418");
    }
    if (stored->status == "00" || stored->status == "04") {
      return refuse("40901");
    }
    return answered(*stored);  // still under way or failed: the same answer again
  }
  if (!wanted.source.empty() && wanted.source != m_source) {
    return refuse("40411");
  }
  if (call.hitBy(FaultKind::ClosedForEod)) {
    return refuse("40306");
  }
  if (wanted.amount <= 0) {
    return refuse("40413");
  }
  if (const std::string refusal = order.refusal(); !refusal.empty()) {
    return refuse(refusal);
  }
  const TransferFate fate = withFault(order.fate, call.fault);
  if (!fate.created) {
    return refuse(fate.answerCode);
  }
  if (!wanted.incoming && m_world.bank().balance() < wanted.amount) {
    return refuse("40314");
  }
  wanted.referenceNo =
      fmt::format("{}{:08}", stableDigits("transfer" + wanted.partnerRef, 14), m_world.bank().count() + 1);
  wanted.hiddenAnswers = call.hitBy(FaultKind::NotFoundThenSuccess) ? 1 : 0;
  json event = executionEvent(wanted, fate, call.hitBy(FaultKind::FailedButPaid), call.now);
  if (!order.alongside.is_null() && fate.status != "07") {
    event.update(order.alongside);
  }
  m_world.commit(event);
  if (call.hitBy(FaultKind::DuplicateReference)) {
    return refuse("40901");
  }
  return call.hitBy(FaultKind::PaidBill) ? refuse("40414") : answered(*m_world.bank().find(wanted.partnerRef));
}

const Transfer* Transfers::find(const Call& call, const Asked& asked) {
  const Book& book = m_world.bank();
  const Transfer* found = !asked.partnerRef.empty()    ? book.find(asked.partnerRef)
                          : !asked.referenceNo.empty() ? book.findByReferenceNo(asked.referenceNo)
                                                       : book.findByExternalId(asked.externalId);
  if (found == nullptr || found->service != asked.service || call.hitBy(FaultKind::NotFoundThenSuccess)) {
    return nullptr;
  }
  if (found->hiddenAnswers > 0) {
    Transfer changed = *found;
    --changed.hiddenAnswers;
    m_world.commit({{"kind", "bank"}, {"take", 0}, {"transfer", toJson(changed)}});
    return nullptr;
  }
  return found;
}

Answer Transfers::status(const Call& call) {
  Fields fields(call.body);
  Asked asked;
  asked.partnerRef = fields.optionalText("originalPartnerReferenceNo", kRefLength);
  asked.referenceNo = fields.optionalText("originalReferenceNo", kRefLength);
  asked.externalId = fields.optionalText("originalExternalId", kExternalIdLength);
  asked.service = fields.text("serviceCode", 2);
  fields.require(!fields.ok() || asked.service == "17" || asked.service == "18", "serviceCode");
  fields.requireAny({"originalPartnerReferenceNo", "originalReferenceNo", "originalExternalId"});
  if (!fields.ok()) {
    return refuse(fields);
  }
  const Transfer* t = find(call, asked);
  if (t == nullptr) {
    return refuse("40401");
  }
  ordered_json answer{
      {"originalReferenceNo", t->referenceNo},
      {"originalPartnerReferenceNo", t->partnerRef},
      {"originalExternalId", t->externalId},
      {"serviceCode", t->service},
      {"transactionDate", t->transactionDate},
      {"amount", money(t->amount)},
      {"beneficiaryAccountNo", t->beneficiary},
      {"beneficiaryBankCode", t->bankCode.empty() ? kOwnBankCode : t->bankCode},
      {"currency", "IDR"},
      {"previousResponseCode", t->answerCode.substr(0, 3) + t->service + t->answerCode.substr(3)},
      {"referenceNumber", t->referenceNo},
      {"sourceAccountNo", t->source},
      {"transactionId", t->referenceNo},
      {"latestTransactionStatus", t->status},
      {"transactionStatusDesc", statusText(t->status)}};
  return succeed(std::move(answer));
}

void Transfers::settle(UnixMs now) {
  while (const Transfer* due = m_world.bank().due(now)) {
    m_world.commit(settlementEvent(*due));
  }
}

}  // namespace loket::sandbox::snap

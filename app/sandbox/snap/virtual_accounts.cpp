#include "app/sandbox/snap/virtual_accounts.h"

#include <algorithm>

#include "app/sandbox/crypto.h"
#include "app/sandbox/people.h"
#include "app/sandbox/snap/book_json.h"
#include "app/sandbox/snap/response_codes.h"

namespace loket::sandbox::snap {
namespace {

using nlohmann::ordered_json;

constexpr std::size_t kServiceIdSize = 8;
constexpr std::size_t kCustomerNoLength = 20;
constexpr std::size_t kNumberLength = 28;
constexpr std::size_t kRequestIdLength = 128;
constexpr std::size_t kNameLength = 255;

bool paddedDigits(const std::string& serviceId) {
  const auto first = serviceId.find_first_not_of(' ');
  return serviceId.size() == kServiceIdSize && first != std::string::npos &&
         serviceId.find_first_not_of("0123456789", first) == std::string::npos;
}

std::string withoutBlanks(const std::string& number) {
  return number.substr(std::min(number.find_first_not_of(' '), number.size()));
}

struct Number {
  std::string serviceId;
  std::string customerNo;
  std::string whole;
};

Number numberIn(Fields& fields) {
  Number number;
  number.serviceId = fields.text("partnerServiceId", kServiceIdSize);
  fields.require(!fields.ok() || paddedDigits(number.serviceId), "partnerServiceId");
  number.customerNo = fields.digits("customerNo", kCustomerNoLength);
  number.whole = fields.text("virtualAccountNo", kNumberLength);
  fields.require(!fields.ok() || number.whole == number.serviceId + number.customerNo, "virtualAccountNo");
  return number;
}

ordered_json reason(const char* english, const char* indonesia) {
  return {{"english", english}, {"indonesia", indonesia}};
}

ordered_json numberFields(const VirtualAccount& account) {
  return {{"partnerServiceId", account.serviceId},
          {"customerNo", account.customerNo},
          {"virtualAccountNo", account.number}};
}

Answer answerWith(ordered_json data) {
  return succeed({{"virtualAccountData", std::move(data)}, {"additionalInfo", ordered_json::object()}});
}

Answer created(const VirtualAccount& account) {
  ordered_json data = numberFields(account);
  data["virtualAccountName"] = account.name;
  data["trxId"] = account.trxId;
  if (account.amount > 0) {
    data["totalAmount"] = money(account.amount);
  }
  data["virtualAccountTrxType"] = account.type;
  data["expiredDate"] = account.expiredDate;
  return answerWith(std::move(data));
}

std::string codeOfState(const VirtualAccount& account, UnixMs now) {
  if (account.type == "C" && account.paid > 0) {
    return "40414";
  }
  return account.expiresAt <= now ? "40419" : "";
}

std::string lastFour(const std::string& number) {
  return number.size() < 4 ? number : number.substr(number.size() - 4);
}

}  // namespace

std::string serviceIdOf(const std::string& partnerId) {
  std::string digits;
  std::copy_if(partnerId.begin(), partnerId.end(), std::back_inserter(digits),
               [](char c) { return c >= '0' && c <= '9'; });
  digits = digits.size() > kServiceIdSize ? digits.substr(digits.size() - kServiceIdSize) : digits;
  if (digits.empty()) {
    digits = "1";
  }
  return std::string(kServiceIdSize - digits.size(), ' ') + digits;
}

Answer VirtualAccounts::create(const Call& call) {
  Fields fields(call.body);
  VirtualAccount wanted;
  wanted.serviceId = fields.optionalText("partnerServiceId", kServiceIdSize);
  fields.require(wanted.serviceId.empty() || paddedDigits(wanted.serviceId), "partnerServiceId");
  wanted.customerNo = fields.optionalDigits("customerNo", kCustomerNoLength);
  const std::string number = fields.optionalText("virtualAccountNo", kNumberLength);
  wanted.name = fields.text("virtualAccountName", kNameLength);
  wanted.trxId = fields.text("trxId", kRefLength);
  const std::string type = fields.optionalText("virtualAccountTrxType", 1);
  constexpr std::string_view kTypes = "COIMLNX";
  fields.require(type.empty() || kTypes.find(type) != std::string_view::npos, "virtualAccountTrxType");
  wanted.type = type.empty() ? "C" : type;
  wanted.amount = wanted.type == "C" ? fields.amount("totalAmount") : fields.optionalAmount("totalAmount");
  wanted.expiredDate = fields.optionalTime("expiredDate");
  wanted.createdAt = call.now;
  wanted.expiresAt = parseRfc3339(wanted.expiredDate).value_or(call.now + kDayMs);
  const VirtualAccount* stored = m_world.bank().virtualAccountByTrxId(wanted.trxId);
  if (fields.ok() && stored != nullptr) {
    const bool same = stored->name == wanted.name && stored->amount == wanted.amount &&
                      stored->type == wanted.type &&
                      (wanted.customerNo.empty() || stored->customerNo == wanted.customerNo) &&
                      (wanted.expiredDate.empty() || stored->expiredDate == wanted.expiredDate);
    return same ? created(*stored) : refuse("40418");
  }
  fields.require(wanted.expiresAt > call.now, "expiredDate");
  if (wanted.expiredDate.empty()) {
    wanted.expiredDate = shortTime(wanted.expiresAt);
  }
  if (wanted.serviceId.empty()) {
    wanted.serviceId = m_serviceId;
  }
  if (wanted.customerNo.empty()) {
    const std::string count = std::to_string(m_world.bank().virtualAccountCount() + 1);
    wanted.customerNo = stableDigits("va" + wanted.trxId, 8) +
                        std::string(4 - std::min<std::size_t>(4, count.size()), '0') + count;
  }
  wanted.number = wanted.serviceId + wanted.customerNo;
  fields.require(number.empty() || number == wanted.number, "virtualAccountNo");
  if (!fields.ok()) {
    return refuse(fields);
  }
  if (wanted.serviceId != m_serviceId) {
    return refuse("40416");
  }
  if (wanted.type != "C" && wanted.type != "O") {
    return refuse("40301", "virtualAccountTrxType");
  }
  if (call.hitBy(FaultKind::ClosedForEod)) {
    return refuse("40306");
  }
  if (wanted.type == "C" && wanted.amount <= 0) {
    return refuse("40413");
  }
  const VirtualAccount* earlier = m_world.bank().virtualAccount(wanted.number);
  if (earlier != nullptr && codeOfState(*earlier, call.now).empty()) {
    return refuse("40412", "in use");
  }
  m_world.commit({{"kind", "bank"}, {"at", call.now}, {"va", toJson(wanted)}});
  return created(wanted);
}

Answer VirtualAccounts::status(const Call& call) {
  Fields fields(call.body);
  const Number number = numberIn(fields);
  const std::string inquiryId = fields.optionalText("inquiryRequestId", kRequestIdLength);
  const std::string paymentId = fields.optionalText("paymentRequestId", kRequestIdLength);
  if (!fields.ok()) {
    return refuse(fields);
  }
  if (number.serviceId != m_serviceId) {
    return paymentStatus(call, number.whole, paymentId);
  }
  const VirtualAccount* account = m_world.bank().virtualAccount(number.whole);
  if (account == nullptr || call.hitBy(FaultKind::NotFoundThenSuccess)) {
    return refuse("40412", "not found");
  }
  const bool paid = account->paid > 0;
  if ((!inquiryId.empty() && inquiryId != account->inquiryId) ||
      (!paymentId.empty() && paymentId != account->paymentId)) {
    return refuse("40401");
  }
  if (!paid && account->expiresAt <= call.now) {
    return refuse("40419", "expired");
  }
  ordered_json data{
      {"paymentFlagReason", paid ? reason("Success", "Sukses") : reason("Not paid yet", "Belum dibayar")}};
  data.update(numberFields(*account));
  data["inquiryRequestId"] = account->inquiryId;
  if (account->amount > 0) {
    data["totalAmount"] = money(account->amount);
  }
  if (paid) {
    data["paymentRequestId"] = account->paymentId;
    data["paidAmount"] = money(account->paid);
    data["trxDateTime"] = shortTime(account->paidAt);
    data["transactionDate"] = shortTime(account->paidAt);
    data["referenceNo"] = account->paymentId.substr(0, 15);
    data["flagAdvise"] = "N";
    data["paymentFlagStatus"] = "00";
  }
  return answerWith(std::move(data));
}

Answer VirtualAccounts::paymentStatus(const Call& call, const std::string& number,
                                      const std::string& paymentId) {
  if (paymentId.empty()) {
    return {"40002", "Invalid Mandatory Field paymentRequestId"};
  }
  const Transfer* t = m_transfers.find(call, {"25", paymentId, "", ""});
  if (t == nullptr || t->beneficiary != withoutBlanks(number)) {
    return refuse("40401");
  }
  const bool done = t->status == "00";
  const bool open = isPending(t->status);
  ordered_json data{{"paymentFlagReason", done   ? reason("Success", "Sukses")
                                          : open ? reason("In progress", "Sedang diproses")
                                                 : reason("Failed", "Gagal")},
                    {"partnerServiceId", number.substr(0, kServiceIdSize)},
                    {"customerNo", number.substr(kServiceIdSize)},
                    {"virtualAccountNo", number},
                    {"inquiryRequestId", t->partnerRef},
                    {"paymentRequestId", t->partnerRef},
                    {"paidAmount", money(t->amount)},
                    {"totalAmount", money(t->amount)},
                    {"trxDateTime", shortTime(t->createdAt)},
                    {"referenceNo", t->referenceNo.substr(t->referenceNo.size() - 15)},
                    {"paymentFlagStatus", done   ? "00"
                                          : open ? "02"
                                                 : "01"}};
  return answerWith(std::move(data));
}

VirtualAccounts::Bill VirtualAccounts::billOf(const std::string& serviceId, const std::string& customerNo,
                                              UnixMs now) const {
  const std::string number = withoutBlanks(serviceId + customerNo);
  if (serviceId == m_serviceId) {
    return {"40412", 0, "", false};
  }
  const std::string ending = lastFour(customerNo);
  for (const char* code : {"40412", "40414", "40419"}) {
    if (ending == std::string(code + 1)) {  // 0412 not found, 0414 paid, 0419 expired
      return {code, 0, "", false};
    }
  }
  if (customerNo.front() == '9') {
    return {"", 0, personName(customerNo), true};
  }
  if (m_world.bank().virtualAccountPaid(number, jakartaPeriod(now, 0))) {
    return {"40414", 0, "", false};
  }
  const auto steps = static_cast<std::int64_t>(stableHash("va" + number + jakartaPeriod(now, 0)) % 90);
  return {"", 10'000 + steps * 1'000, personName(customerNo), false};
}

Answer VirtualAccounts::inquire(const Call& call) {
  Fields fields(call.body);
  const Number number = numberIn(fields);
  const std::string inquiryId = fields.text("inquiryRequestId", kRequestIdLength);
  fields.optionalAmount("amount");
  if (!fields.ok()) {
    return refuse(fields);
  }
  if (call.hitBy(FaultKind::ClosedForEod)) {
    return refuse("40306");
  }
  Bill bill;
  std::string type = "C";
  const VirtualAccount* own = m_world.bank().virtualAccount(number.whole);
  if (own != nullptr) {
    bill = {codeOfState(*own, call.now), own->amount, own->name, own->type == "O"};
    type = own->type;
  } else {
    bill = billOf(number.serviceId, number.customerNo, call.now);
    type = bill.open ? "O" : "C";
  }
  if (!bill.code.empty()) {
    return refuse(bill.code);
  }
  if (own != nullptr) {
    VirtualAccount changed = *own;
    changed.inquiryId = inquiryId;
    m_world.commit({{"kind", "bank"}, {"at", call.now}, {"va", toJson(changed)}});
  }
  ordered_json data{{"inquiryStatus", "00"},
                    {"inquiryReason", reason("Success", "Sukses")},
                    {"partnerServiceId", number.serviceId},
                    {"customerNo", number.customerNo},
                    {"virtualAccountNo", number.whole},
                    {"virtualAccountName", bill.name},
                    {"inquiryRequestId", inquiryId},
                    {"totalAmount", money(bill.amount)},
                    {"subCompany", "00000"},
                    {"billDetails", ordered_json::array()},
                    {"freeTexts", ordered_json::array()},
                    {"virtualAccountTrxType", type},
                    {"feeAmount", money(0)}};
  return answerWith(std::move(data));
}

Answer VirtualAccounts::pay(const Call& call) {
  Fields fields(call.body);
  const Number number = numberIn(fields);
  Transfers::Order order;
  Transfer& wanted = order.wanted;
  wanted.service = "25";
  wanted.name = fields.optionalText("virtualAccountName", kNameLength);
  wanted.partnerRef = fields.text("paymentRequestId", kRequestIdLength);
  wanted.amount = fields.amount("paidAmount");
  fields.optionalAmount("totalAmount");
  fields.optionalTime("trxDateTime");
  const std::string flag = fields.optionalText("flagAdvise", 1);
  fields.require(flag.empty() || flag == "Y" || flag == "N", "flagAdvise");
  if (!fields.ok()) {
    return refuse(fields);
  }
  wanted.beneficiary = withoutBlanks(number.whole);
  order.fate = transferFate(number.customerNo);
  order.refusal = [&]() -> std::string {
    if (number.serviceId == m_serviceId) {
      return "40315";  // nobody pays into his own account from it
    }
    const Bill bill = billOf(number.serviceId, number.customerNo, call.now);
    return !bill.code.empty() || bill.open || bill.amount == wanted.amount ? bill.code : "40413";
  };
  const auto wording = [&](const Transfer& t) {
    ordered_json data{{"paymentFlagReason", t.status == "00" ? reason("Success", "Sukses")
                                                             : reason("In progress", "Sedang diproses")},
                      {"partnerServiceId", number.serviceId},
                      {"customerNo", number.customerNo},
                      {"virtualAccountNo", number.whole},
                      {"virtualAccountName", t.name},
                      {"paymentRequestId", t.partnerRef},
                      {"paidAmount", money(t.amount)},
                      {"totalAmount", money(t.amount)},
                      {"trxDateTime", shortTime(t.createdAt)},
                      {"referenceNo", t.referenceNo.substr(t.referenceNo.size() - 15)},
                      {"flagAdvise", flag.empty() ? "N" : flag},
                      {"paymentFlagStatus", t.status == "00" ? "00" : "02"},
                      {"billDetails", ordered_json::array()},
                      {"freeTexts", ordered_json::array()}};
    return ordered_json{{"virtualAccountData", std::move(data)}, {"additionalInfo", ordered_json::object()}};
  };
  order.wording = wording;
  Answer answer = m_transfers.execute(call, order);
  const Transfer* stored = m_world.bank().find(wanted.partnerRef);
  // An advice asks for the answer to a payment that may have been made.
  if (answer.code == "40901" && flag == "Y" && stored != nullptr && stored->status == "00") {
    answer = succeed(wording(*stored));
  }
  return answer;
}

}  // namespace loket::sandbox::snap

#include "app/sandbox/snap/service.h"

#include <array>
#include <optional>

#include <fmt/core.h>

#include "app/sandbox/crypto.h"
#include "app/sandbox/effects.h"
#include "app/sandbox/people.h"
#include "app/sandbox/snap/accounts.h"
#include "app/sandbox/snap/fields.h"

namespace loket::sandbox::snap {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

constexpr std::string_view kPrefix = "/snap/v1.0/";
constexpr std::size_t kRefLength = 64;
constexpr std::size_t kAccountLength = 34;
constexpr std::int64_t kPendingMs = kMinuteMs;

struct Endpoint {
  std::string_view path;
  std::string_view service;  // the standard's two-digit code
  OperationKind kind;
};

constexpr std::array<Endpoint, 5> kEndpoints{{
    {"access-token/b2b", "73", OperationKind::Token},
    {"balance-inquiry", "11", OperationKind::Balance},
    {"account-inquiry-internal", "15", OperationKind::Inquiry},
    {"transfer-intrabank", "17", OperationKind::Transaction},
    {"transfer/status", "36", OperationKind::Status},
}};

const Endpoint* endpointOf(const Request& request) {
  const std::string path = request.target.substr(kPrefix.size(), request.target.find('?') - kPrefix.size());
  for (const Endpoint& one : kEndpoints) {
    if (request.method == "POST" && path == one.path) {
      return &one;
    }
  }
  return nullptr;
}

std::string messageOf(const std::string& code) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 15> kMessages{{
      {"20000", "Successful"},
      {"20200", "Request In Progress"},
      {"40000", "Bad Request"},
      {"40302", "Exceeds Transaction Amount Limit"},
      {"40305", "Do Not Honor"},
      {"40306", "Feature Not Allowed At This Time. [Cut off In Progress]"},
      {"40309", "Dormant Account"},
      {"40314", "Insufficient Funds"},
      {"40318", "Inactive Card/Account/Customer"},
      {"40401", "Transaction Not Found"},
      {"40411", "Invalid Card/Account/Customer"},
      {"40413", "Invalid Amount"},
      {"40418", "Inconsistent Request"},
      {"40901", "Duplicate partnerReferenceNo"},
      {"50001", "Internal Server Error"},
  }};
  for (const auto& [known, message] : kMessages) {
    if (known == code) {
      return std::string(message);
    }
  }
  return code == "50400" ? "Timeout" : "General Error";
}

std::string statusText(const std::string& status) {
  constexpr std::array<const char*, 8> kTexts{"success",  "initiated", "paying", "pending",
                                              "refunded", "canceled",  "failed", "not found"};
  return kTexts.at(static_cast<std::size_t>(status.at(1) - '0'));
}

bool isPending(const std::string& status) {
  return status == "01" || status == "02" || status == "03";
}

ordered_json money(std::int64_t amount) {
  return {{"value", std::to_string(amount) + ".00"}, {"currency", "IDR"}};
}

bool hitBy(const Fault* fault, FaultKind kind) {
  return fault != nullptr && fault->kind == kind;
}

std::string fieldMessage(const Fields& fields) {
  return (fields.offence() == "40002" ? "Invalid Mandatory Field " : "Invalid Field Format ") +
         fields.field();
}

// What a fault makes of the fate the account number gave.
TransferFate withFault(TransferFate fate, const Fault* fault) {
  if (fault == nullptr) {
    return fate;
  }
  switch (fault->kind) {
    case FaultKind::LateSuccess:
      return {"20200", "03", "00", fault->afterMs.value_or(kPendingMs), true};
    case FaultKind::LateFailure:
      return {"20200", "03", "06", fault->afterMs.value_or(kPendingMs), true};
    case FaultKind::FailedButPaid:
      return {"40305", "06", fault->afterMs ? "00" : "", fault->afterMs.value_or(0), true};
    case FaultKind::RefundAfterSuccess:
      return {"20000", "00", "04", fault->afterMs.value_or(kDayMs), true};
    case FaultKind::NotFoundThenSuccess:
      return {"50400", "00", "", 0, true};
    default:
      return fate;
  }
}

json effectOf(const Transfer& t, UnixMs at) {
  return toJson(
      Effect{"bank", t.partnerRef, "transfer-intrabank", t.beneficiary, t.amount, t.amount, at, 1, false});
}

json executionEvent(Transfer t, const TransferFate& fate, bool paidAnyway, UnixMs now) {
  t.answerCode = fate.answerCode;
  t.status = fate.status;
  t.nextStatus = fate.nextStatus;
  t.nextAt = fate.nextStatus.empty() ? 0 : now + fate.afterMs;
  t.executed = fate.status == "00" || paidAnyway;
  t.held = t.executed || isPending(fate.status);
  json event{{"kind", "bank"}, {"take", t.held ? t.amount : 0}, {"transfer", toJson(t)}};
  if (t.executed) {
    event["effect"] = effectOf(t, now);
  }
  return event;
}

json settlementEvent(Transfer t) {
  json event{{"kind", "bank"}};
  const UnixMs at = t.nextAt;
  std::int64_t take = 0;
  t.status = t.nextStatus;
  // 01 initiated and 02 paying are steps on the way: they go on by themselves.
  t.nextStatus = t.status == "02" ? "00" : "";
  t.nextAt = t.nextStatus.empty() ? 0 : at + kPendingMs;
  if (t.status == "00") {
    if (!t.executed) {
      t.executed = true;
      event["effect"] = effectOf(t, at);
    }
  } else if (!isPending(t.status) && t.held) {
    take = -t.amount;
    t.held = false;
    if (t.executed) {
      event["refunded"] = t.partnerRef;
    }
  }
  event["take"] = take;
  event["transfer"] = toJson(t);
  return event;
}

void falsifyEcho(ordered_json& fields) {
  for (const char* key : {"partnerReferenceNo", "originalPartnerReferenceNo"}) {
    if (fields.contains(key)) {
      fields[key] = "9" + fields[key].get<std::string>();
    }
  }
  if (fields.contains("beneficiaryAccountNo")) {
    std::string number = fields["beneficiaryAccountNo"];
    if (!number.empty()) {
      number.back() = number.back() == '9' ? '8' : '9';
    }
    fields["beneficiaryAccountNo"] = number;
  }
}

}  // namespace

bool Service::owns(const std::string& target) const {
  return target.rfind(kPrefix, 0) == 0;
}

Operation Service::classify(const Request& request, UnixMs) const {
  Operation operation;
  operation.upstream = "bank";
  const Endpoint* endpoint = endpointOf(request);
  if (endpoint == nullptr) {
    return operation;
  }
  operation.kind = endpoint->kind;
  operation.name = endpoint->path;
  const json body = json::parse(request.body, nullptr, /*allow_exceptions=*/false);
  if (!body.is_object()) {
    return operation;
  }
  const auto first = [&](std::initializer_list<const char*> keys) {
    for (const char* key : keys) {
      const auto found = body.find(key);
      if (found != body.end() && found->is_string()) {
        return found->get<std::string>();
      }
    }
    return std::string{};
  };
  operation.ref = first({"partnerReferenceNo", "originalPartnerReferenceNo"});
  operation.number = first({"beneficiaryAccountNo", "accountNo"});
  if (endpoint->kind == OperationKind::Status) {
    const Transfer* known = m_world.bank().find(operation.ref);
    operation.number = known == nullptr ? "" : known->beneficiary;
  }
  return operation;
}

Reply Service::handle(const Request& request, const Fault* fault, UnixMs now) {
  const Endpoint* endpoint = endpointOf(request);
  if (endpoint == nullptr) {
    return {404, "application/json", R"({"responseCode":"4040000","responseMessage":"no such endpoint"})",
            Wire::Answer};
  }
  Answer answer;
  if (endpoint->kind == OperationKind::Token) {
    answer = token(request, now);
  } else {
    Refusal refusal = m_gatekeeper.checkCall(request, now);
    // The ids of transfers stay used up across a restart; those of other calls are forgotten with it.
    const Transfer* earlier = m_world.bank().findByExternalId(request.header("x-external-id"));
    if (refusal.code.empty() && earlier != nullptr && jakartaDay(earlier->createdAt) == jakartaDay(now)) {
      refusal = {"40900", "Conflict"};
    }
    const json body = json::parse(request.body, nullptr, /*allow_exceptions=*/false);
    if (!refusal.code.empty()) {
      answer = {refusal.code, refusal.message};
    } else if (!body.is_object()) {
      answer = {"40000", messageOf("40000")};
    } else if (endpoint->kind == OperationKind::Balance) {
      answer = balance(body);
    } else if (endpoint->kind == OperationKind::Inquiry) {
      answer = inquire(body, fault);
    } else if (endpoint->kind == OperationKind::Transaction) {
      answer = transfer(request, body, fault, now);
    } else {
      answer = status(body, fault);
    }
  }
  if (hitBy(fault, FaultKind::WrongEcho)) {
    falsifyEcho(answer.fields);
  }
  ordered_json all;
  if (!hitBy(fault, FaultKind::MissingRc)) {
    all["responseCode"] = answer.code.substr(0, 3) + std::string(endpoint->service) + answer.code.substr(3);
  }
  all["responseMessage"] = answer.message;
  all.update(answer.fields);
  Reply reply;
  reply.status = std::stoi(answer.code.substr(0, 3));
  reply.body = all.dump();
  return reply;
}

Service::Answer Service::token(const Request& request, UnixMs now) {
  const Refusal refusal = m_gatekeeper.checkTokenRequest(request, now);
  if (!refusal.code.empty()) {
    return {refusal.code, refusal.message};
  }
  const json body = json::parse(request.body, nullptr, /*allow_exceptions=*/false);
  if (!body.is_object()) {
    return {"40000", messageOf("40000")};
  }
  Fields fields(body);
  const std::string grant = fields.text("grantType", kRefLength);
  fields.require(grant == "client_credentials", "grantType");
  if (!fields.ok()) {
    return {fields.offence(), fieldMessage(fields)};
  }
  Answer answer{"20000", messageOf("20000")};
  answer.fields = {
      {"accessToken", m_gatekeeper.issueToken(now)}, {"tokenType", "Bearer"}, {"expiresIn", "900"}};
  return answer;
}

Service::Answer Service::balance(const json& body) const {
  Fields fields(body);
  const std::string partnerRef = fields.optionalText("partnerReferenceNo", kRefLength);
  const std::string account = fields.digits("accountNo", 16);
  if (!fields.ok()) {
    return {fields.offence(), fieldMessage(fields)};
  }
  if (account != m_credentials.snapSourceAccount) {
    return {"40411", messageOf("40411")};
  }
  const ordered_json balance = money(m_world.bank().balance());
  Answer answer{"20000", messageOf("20000")};
  answer.fields = {{"referenceNo", stableDigits("balance" + partnerRef, 22)},
                   {"partnerReferenceNo", partnerRef},
                   {"accountNo", account},
                   {"name", "WARUNG BU SRI"}};
  ordered_json info{{"balanceType", "Cash"},
                    {"amount", balance},
                    {"floatAmount", money(0)},
                    {"holdAmount", money(0)},
                    {"availableBalance", balance},
                    {"ledgerBalance", balance},
                    {"currentMultilateralLimit", money(0)},
                    {"registrationStatusCode", "0001"},
                    {"status", "0001"}};
  answer.fields["accountInfos"] = ordered_json::array({info});
  return answer;
}

Service::Answer Service::inquire(const json& body, const Fault* fault) const {
  Fields fields(body);
  const std::string partnerRef = fields.optionalText("partnerReferenceNo", kRefLength);
  const std::string number = fields.digits("beneficiaryAccountNo", kAccountLength);
  if (!fields.ok()) {
    return {fields.offence(), fieldMessage(fields)};
  }
  if (hitBy(fault, FaultKind::ClosedForEod)) {
    return {"40306", messageOf("40306")};
  }
  const Account account = accountOf(number);
  if (!account.exists) {
    return {"40411", messageOf("40411")};
  }
  Answer answer{"20000", messageOf("20000")};
  answer.fields = {{"referenceNo", stableDigits("inquiry" + partnerRef + number, 22)},
                   {"partnerReferenceNo", partnerRef},
                   {"beneficiaryAccountName", account.name},
                   {"beneficiaryAccountNo", number},
                   {"beneficiaryAccountStatus", account.statusText},
                   {"beneficiaryAccountType", "S"},
                   {"currency", "IDR"}};
  if (number == "888801000157508") {
    answer.fields["beneficiaryAccountType"] = "D";
  }
  answer.fields["additionalInfo"] = ordered_json::object();
  return answer;
}

Service::Answer Service::transfer(const Request& request, const json& body, const Fault* fault, UnixMs now) {
  Fields fields(body);
  Transfer wanted;
  wanted.partnerRef = fields.text("partnerReferenceNo", kRefLength);
  wanted.amount = fields.amount("amount");
  wanted.beneficiary = fields.digits("beneficiaryAccountNo", kAccountLength);
  const std::string currency = fields.optionalText("currency", 3);
  fields.require(currency.empty() || currency == "IDR", "currency");
  const std::string customerReference = fields.optionalText("customerReference", 30);
  const std::string feeType = fields.optionalText("feeType", 3);
  fields.require(feeType.empty() || feeType == "OUR" || feeType == "BEN" || feeType == "SHA", "feeType");
  fields.optionalText("beneficiaryEmail", 50);
  fields.optionalText("remark", 50);
  wanted.source = fields.digits("sourceAccountNo", 19);
  wanted.transactionDate = fields.text("transactionDate", 25);
  fields.require(!fields.ok() || parseRfc3339(wanted.transactionDate).has_value(), "transactionDate");
  if (!fields.ok()) {
    return {fields.offence(), fieldMessage(fields)};
  }
  wanted.externalId = request.header("x-external-id");
  wanted.createdAt = now;
  const auto refuse = [&](const std::string& code) { return Answer{code, messageOf(code)}; };
  const auto success = [&](const Transfer& t) {
    Answer answer{t.answerCode, messageOf(t.answerCode)};
    if (t.answerCode.front() == '2') {
      answer.fields = {{"referenceNo", t.referenceNo},
                       {"partnerReferenceNo", t.partnerRef},
                       {"amount", money(t.amount)},
                       {"beneficiaryAccountNo", t.beneficiary},
                       {"currency", "IDR"},
                       {"customerReference", customerReference},
                       {"sourceAccountNo", t.source},
                       {"transactionDate", t.transactionDate},
                       {"additionalInfo", ordered_json::object()}};
    }
    return answer;
  };

  const Transfer* stored = m_world.bank().find(wanted.partnerRef);
  if (stored != nullptr && stored->status != "07") {
    if (stored->amount != wanted.amount || stored->beneficiary != wanted.beneficiary ||
        stored->source != wanted.source) {
      return refuse("40418");
    }
    if (stored->status == "00" || stored->status == "04") {
      return refuse("40901");
    }
    return success(*stored);  // still under way or failed: the same answer again
  }
  if (wanted.source != m_credentials.snapSourceAccount) {
    return refuse("40411");
  }
  if (hitBy(fault, FaultKind::ClosedForEod)) {
    return refuse("40306");
  }
  if (wanted.amount <= 0) {
    return refuse("40413");
  }
  if (!accountOf(wanted.beneficiary).exists) {
    return refuse("40411");
  }
  const TransferFate fate = withFault(transferFate(wanted.beneficiary), fault);
  if (!fate.created) {
    return refuse(fate.answerCode);
  }
  if (m_world.bank().balance() < wanted.amount) {
    return refuse("40314");
  }
  wanted.referenceNo =
      fmt::format("{}{:08}", stableDigits("transfer" + wanted.partnerRef, 14), m_world.bank().count() + 1);
  wanted.hiddenAnswers = hitBy(fault, FaultKind::NotFoundThenSuccess) ? 1 : 0;
  m_world.commit(executionEvent(wanted, fate, hitBy(fault, FaultKind::FailedButPaid), now));
  return hitBy(fault, FaultKind::DuplicateReference) ? refuse("40901")
                                                     : success(*m_world.bank().find(wanted.partnerRef));
}

Service::Answer Service::status(const json& body, const Fault* fault) {
  Fields fields(body);
  const std::string partnerRef = fields.optionalText("originalPartnerReferenceNo", kRefLength);
  const std::string referenceNo = fields.optionalText("originalReferenceNo", kRefLength);
  const std::string externalId = fields.optionalText("originalExternalId", 36);
  const std::string service = fields.text("serviceCode", 2);
  fields.require(!fields.ok() || service == "17", "serviceCode");
  if (fields.ok() && partnerRef.empty() && referenceNo.empty() && externalId.empty()) {
    return {"40002", "Invalid Mandatory Field originalPartnerReferenceNo"};
  }
  if (!fields.ok()) {
    return {fields.offence(), fieldMessage(fields)};
  }
  const Book& book = m_world.bank();
  const Transfer* found = !partnerRef.empty()    ? book.find(partnerRef)
                          : !referenceNo.empty() ? book.findByReferenceNo(referenceNo)
                                                 : book.findByExternalId(externalId);
  if (found == nullptr || hitBy(fault, FaultKind::NotFoundThenSuccess)) {
    return {"40401", messageOf("40401")};
  }
  if (found->hiddenAnswers > 0) {
    Transfer changed = *found;
    --changed.hiddenAnswers;
    m_world.commit({{"kind", "bank"}, {"take", 0}, {"transfer", toJson(changed)}});
    return {"40401", messageOf("40401")};
  }
  const Transfer& t = *found;
  Answer answer{"20000", messageOf("20000")};
  answer.fields = {{"originalReferenceNo", t.referenceNo},
                   {"originalPartnerReferenceNo", t.partnerRef},
                   {"originalExternalId", t.externalId},
                   {"serviceCode", "17"},
                   {"transactionDate", t.transactionDate},
                   {"amount", money(t.amount)},
                   {"beneficiaryAccountNo", t.beneficiary},
                   {"beneficiaryBankCode", "008"},
                   {"currency", "IDR"},
                   {"previousResponseCode", t.answerCode.substr(0, 3) + "17" + t.answerCode.substr(3)},
                   {"referenceNumber", t.referenceNo},
                   {"sourceAccountNo", t.source},
                   {"transactionId", t.referenceNo},
                   {"latestTransactionStatus", t.status},
                   {"transactionStatusDesc", statusText(t.status)}};
  return answer;
}

void Service::settle(UnixMs now) {
  while (const Transfer* due = m_world.bank().due(now)) {
    m_world.commit(settlementEvent(*due));
  }
}

void Service::forget() {
  m_gatekeeper.forget();
}

}  // namespace loket::sandbox::snap

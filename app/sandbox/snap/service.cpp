#include "app/sandbox/snap/service.h"

#include <array>
#include <initializer_list>

#include "app/sandbox/crypto.h"
#include "app/sandbox/snap/fields.h"
#include "app/sandbox/snap/statement.h"

namespace loket::sandbox::snap {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

constexpr std::string_view kPrefix = "/snap/v1.0/";

struct Endpoint {
  std::string_view path;
  std::string_view service;  // the standard's two-digit code
  OperationKind kind;
};

constexpr std::array<Endpoint, 20> kEndpoints{{
    {"access-token/b2b", "73", OperationKind::Token},
    {"balance-inquiry", "11", OperationKind::Balance},
    {"bank-statement", "14", OperationKind::Balance},
    {"account-inquiry-internal", "15", OperationKind::Inquiry},
    {"account-inquiry-external", "16", OperationKind::Inquiry},
    {"transfer-intrabank", "17", OperationKind::Transaction},
    {"transfer-interbank", "18", OperationKind::Transaction},
    {"transfer-va/inquiry", "24", OperationKind::Inquiry},
    {"transfer-va/payment", "25", OperationKind::Transaction},
    {"transfer-va/status", "26", OperationKind::Status},
    {"transfer-va/create-va", "27", OperationKind::Inquiry},
    {"transfer/status", "36", OperationKind::Status},
    {"emoney/account-inquiry", "37", OperationKind::Inquiry},
    {"emoney/topup", "38", OperationKind::Transaction},
    {"emoney/topup-status", "39", OperationKind::Status},
    {"emoney/otc-cashout", "44", OperationKind::Transaction},
    {"emoney/otc-status", "45", OperationKind::Status},
    {"emoney/otc-cancel", "46", OperationKind::Transaction},
    {"qr/qr-mpm-generate", "47", OperationKind::Inquiry},
    {"qr/qr-mpm-query", "51", OperationKind::Status},
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

json parseBody(const Request& request) {
  return json::parse(request.body, nullptr, /*allow_exceptions=*/false);
}

std::string firstText(const json& body, std::initializer_list<const char*> keys) {
  for (const char* key : keys) {
    const auto found = body.find(key);
    if (found != body.end() && found->is_string()) {
      return found->get<std::string>();
    }
  }
  return {};
}

void falsifyEcho(ordered_json& fields) {
  for (const char* key : {"partnerReferenceNo", "originalPartnerReferenceNo", "trxId", "paymentRequestId"}) {
    if (fields.contains(key)) {
      fields[key] = "9" + fields[key].get<std::string>();
    }
  }
  for (const char* key : {"beneficiaryAccountNo", "customerNumber", "customerNo", "virtualAccountNo"}) {
    if (fields.contains(key)) {
      std::string number = fields[key];
      if (!number.empty()) {
        number.back() = number.back() == '9' ? '8' : '9';
      }
      fields[key] = number;
    }
  }
  if (fields.contains("virtualAccountData")) {
    falsifyEcho(fields["virtualAccountData"]);
  }
}

}  // namespace

Service::Service(World& world, const Credentials& credentials, const std::string& clientPublicKey)
    : m_world(world),
      m_credentials(credentials),
      m_gatekeeper(credentials, clientPublicKey),
      m_transfers(world, credentials),
      m_virtualAccounts(world, credentials, m_transfers),
      m_qrCodes(world),
      m_cashouts(world, m_transfers),
      m_wallets(m_transfers) {
  m_handlers["11"] = [this](const Call& call) { return balance(call); };
  m_handlers["14"] = [this](const Call& call) {
    return bankStatement(call, m_world.bank(), m_credentials.snapSourceAccount);
  };
  m_handlers["15"] = [this](const Call& call) { return m_transfers.inquireInternal(call); };
  m_handlers["16"] = [this](const Call& call) { return m_transfers.inquireExternal(call); };
  m_handlers["17"] = [this](const Call& call) { return m_transfers.intrabank(call); };
  m_handlers["18"] = [this](const Call& call) { return m_transfers.interbank(call); };
  m_handlers["24"] = [this](const Call& call) { return m_virtualAccounts.inquire(call); };
  m_handlers["25"] = [this](const Call& call) { return m_virtualAccounts.pay(call); };
  m_handlers["26"] = [this](const Call& call) { return m_virtualAccounts.status(call); };
  m_handlers["27"] = [this](const Call& call) { return m_virtualAccounts.create(call); };
  m_handlers["36"] = [this](const Call& call) { return m_transfers.status(call); };
  m_handlers["37"] = [this](const Call& call) { return m_wallets.inquire(call); };
  m_handlers["38"] = [this](const Call& call) { return m_wallets.topUp(call); };
  m_handlers["39"] = [this](const Call& call) { return m_wallets.status(call); };
  m_handlers["44"] = [this](const Call& call) { return m_cashouts.cashOut(call); };
  m_handlers["45"] = [this](const Call& call) { return m_cashouts.status(call); };
  m_handlers["46"] = [this](const Call& call) { return m_cashouts.cancel(call); };
  m_handlers["47"] = [this](const Call& call) { return m_qrCodes.generate(call); };
  m_handlers["51"] = [this](const Call& call) { return m_qrCodes.query(call); };
}

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
  const json body = parseBody(request);
  if (!body.is_object()) {
    return operation;
  }
  operation.ref = firstText(body, {"partnerReferenceNo", "originalPartnerReferenceNo", "paymentRequestId",
                                   "trxId", "inquiryRequestId"});
  operation.number =
      firstText(body, {"beneficiaryAccountNo", "accountNo", "customerNumber", "virtualAccountNo"});
  if (operation.number.empty()) {
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
  Answer answer = endpoint->kind == OperationKind::Token
                      ? token(request, now)
                      : serve(std::string(endpoint->service), request, fault, now);
  if (fault != nullptr && fault->kind == FaultKind::WrongEcho) {
    falsifyEcho(answer.fields);
  }
  ordered_json all;
  if (fault == nullptr || fault->kind != FaultKind::MissingRc) {
    all["responseCode"] = answer.code.substr(0, 3) + std::string(endpoint->service) + answer.code.substr(3);
  }
  all["responseMessage"] = answer.message;
  all.update(answer.fields);
  Reply reply;
  reply.status = std::stoi(answer.code.substr(0, 3));
  reply.body = all.dump();
  return reply;
}

Answer Service::serve(const std::string& service, const Request& request, const Fault* fault, UnixMs now) {
  const std::string externalId = request.header("x-external-id");
  const json body = parseBody(request);
  Refusal refusal = m_gatekeeper.checkCall(request, now);
  // The ids of transfers stay used up across a restart; those of other calls are forgotten with it.
  const Transfer* earlier = m_world.bank().findByExternalId(externalId);
  if (refusal.code.empty() && earlier != nullptr && jakartaDay(earlier->createdAt) == jakartaDay(now)) {
    refusal = {"40900", "Conflict"};
  }
  if (refusal.code == "40900" && service == "25" && earlier != nullptr && body.is_object() &&
      firstText(body, {"paymentRequestId"}) == earlier->partnerRef) {
    return refuse("40418");  // both ids of a virtual account's payment the same
  }
  if (!refusal.code.empty()) {
    return {refusal.code, refusal.message};
  }
  return body.is_object() ? m_handlers.at(service)({body, fault, now, externalId}) : refuse("40000");
}

Answer Service::token(const Request& request, UnixMs now) {
  const Refusal refusal = m_gatekeeper.checkTokenRequest(request, now);
  if (!refusal.code.empty()) {
    return {refusal.code, refusal.message};
  }
  const json body = parseBody(request);
  if (!body.is_object()) {
    return refuse("40000");
  }
  Fields fields(body);
  const std::string grant = fields.text("grantType", kRefLength);
  fields.require(grant == "client_credentials", "grantType");
  if (!fields.ok()) {
    return refuse(fields);
  }
  return succeed(
      {{"accessToken", m_gatekeeper.issueToken(now)}, {"tokenType", "Bearer"}, {"expiresIn", "900"}});
}

Answer Service::balance(const Call& call) const {
  Fields fields(call.body);
  const std::string partnerRef = fields.optionalText("partnerReferenceNo", kRefLength);
  const std::string account = fields.digits("accountNo", 16);
  if (!fields.ok()) {
    return refuse(fields);
  }
  if (account != m_credentials.snapSourceAccount) {
    return refuse("40411");
  }
  const ordered_json balance = money(m_world.bank().balance());
  const ordered_json info{{"balanceType", "Cash"},
                          {"amount", balance},
                          {"floatAmount", money(0)},
                          {"holdAmount", money(0)},
                          {"availableBalance", balance},
                          {"ledgerBalance", balance},
                          {"currentMultilateralLimit", money(0)},
                          {"registrationStatusCode", "0001"},
                          {"status", "0001"}};
  return succeed({{"referenceNo", stableDigits("balance" + partnerRef, 22)},
                  {"partnerReferenceNo", partnerRef},
                  {"accountNo", account},
                  {"name", "WARUNG BU SRI"},
                  {"accountInfos", ordered_json::array({info})}});
}

void Service::settle(UnixMs now) {
  m_transfers.settle(now);
}

void Service::forget() {
  m_gatekeeper.forget();
}

}  // namespace loket::sandbox::snap

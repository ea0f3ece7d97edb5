#include "app/sandbox/faults.h"

#include <algorithm>
#include <array>
#include <set>

#include <fmt/core.h>
#include <fmt/ranges.h>

#include "app/sandbox/time_text.h"

namespace loket::sandbox {
namespace {

constexpr unsigned bit(OperationKind kind) {
  return 1U << static_cast<unsigned>(kind);
}

constexpr unsigned kMoney = bit(OperationKind::Transaction);
constexpr unsigned kWithRef = kMoney | bit(OperationKind::Inquiry) | bit(OperationKind::Status);
constexpr unsigned kWithCode = kWithRef | bit(OperationKind::Balance) | bit(OperationKind::Token);
constexpr unsigned kEvery = kWithCode | bit(OperationKind::PriceList);

struct KindRule {
  FaultKind kind;
  std::string_view name;
  unsigned on;  // the operations it has a meaning for
};

constexpr std::array<KindRule, 21> kKinds{{
    {FaultKind::RefuseConnect, "refuse-connect", kEvery},
    {FaultKind::ResetBeforeCommit, "reset-before-commit", kEvery},
    {FaultKind::ResetAfterCommit, "reset-after-commit", kEvery},
    {FaultKind::HangAfterCommit, "hang-after-commit", kEvery},
    {FaultKind::Slow, "slow", kEvery},
    {FaultKind::Http500BeforeCommit, "http-500-before-commit", kEvery},
    {FaultKind::Http500AfterCommit, "http-500-after-commit", kEvery},
    {FaultKind::Html200, "html-200", kEvery},
    {FaultKind::TruncatedJson, "truncated-json", kEvery},
    {FaultKind::MissingRc, "missing-rc", kWithCode},
    {FaultKind::WrongEcho, "wrong-echo", kWithRef},
    {FaultKind::LateSuccess, "late-success", kMoney},
    {FaultKind::LateFailure, "late-failure", kMoney},
    {FaultKind::PriceChange, "price-change", kMoney | bit(OperationKind::Inquiry)},
    {FaultKind::NotFoundThenSuccess, "not-found-then-success", kMoney | bit(OperationKind::Status)},
    {FaultKind::FailedButPaid, "failed-but-paid", kMoney},
    {FaultKind::ClosedForEod, "closed-for-eod", kMoney | bit(OperationKind::Inquiry)},
    {FaultKind::RefundAfterSuccess, "refund-after-success", kMoney},
    {FaultKind::DuplicateReference, "duplicate-reference", kMoney},
    {FaultKind::PaidBill, "paid-bill", kMoney},
    {FaultKind::DuplicateWebhook, "duplicate-webhook", kMoney},
}};

constexpr std::array<OperationKind, 6> kOperations{OperationKind::Transaction, OperationKind::Inquiry,
                                                   OperationKind::Status,      OperationKind::Balance,
                                                   OperationKind::PriceList,   OperationKind::Token};

const KindRule& ruleOf(FaultKind kind) {
  return *std::find_if(kKinds.begin(), kKinds.end(), [&](const KindRule& rule) { return rule.kind == kind; });
}

// The price of a bill is fixed by its inquiry and a transfer has none: only these can change.
bool priceCanChange(const Operation& operation) {
  return operation.name == "topup" || operation.name == "top-up" || operation.name == "inq-pasca";
}

// The second aggregator has no word for a top-up's reference used before: it becomes a status query.
bool referenceCanCountAsUsed(const Operation& operation) {
  return operation.upstream != "iak" || operation.name == "pay-pasca";
}

bool hits(const Fault& fault, const Operation& operation) {
  if (fault.kind == FaultKind::RefuseConnect || fault.count == 0 || fault.upstream != operation.upstream) {
    return false;
  }
  if (fault.on != "any" && fault.on != operationName(operation.kind)) {
    return false;
  }
  if ((ruleOf(fault.kind).on & bit(operation.kind)) == 0) {
    return false;
  }
  if (fault.kind == FaultKind::PriceChange && !priceCanChange(operation)) {
    return false;
  }
  if (fault.kind == FaultKind::DuplicateReference && !referenceCanCountAsUsed(operation)) {
    return false;
  }
  // The aggregators' word for it is that of `duplicate-reference`, or they have none.
  if (fault.kind == FaultKind::PaidBill && operation.upstream != "bank") {
    return false;
  }
  return fault.matchNumber.empty() || fault.matchNumber == operation.number;
}

std::string textAt(const nlohmann::json& request, const char* key) {
  const auto found = request.find(key);
  if (found == request.end() || !found->is_string()) {
    throw FaultRequestError(fmt::format("\"{}\" must be given as a string", key));
  }
  return found->get<std::string>();
}

FaultKind kindNamed(const std::string& name) {
  for (const KindRule& rule : kKinds) {
    if (rule.name == name) {
      return rule.kind;
    }
  }
  throw FaultRequestError(fmt::format("unknown kind \"{}\"", name));
}

void checkKeys(const nlohmann::json& object, const std::set<std::string>& known, const std::string& where) {
  for (const auto& [key, value] : object.items()) {
    if (known.count(key) == 0) {
      throw FaultRequestError(
          fmt::format("unknown key \"{}{}\"; known are {}", where, key, fmt::join(known, ", ")));
    }
  }
}

void checkPlace(const Fault& fault) {
  if (fault.upstream != "digi" && fault.upstream != "bank" && fault.upstream != "iak") {
    throw FaultRequestError(
        fmt::format("\"upstream\" must be \"digi\", \"iak\" or \"bank\", not \"{}\"", fault.upstream));
  }
  if (fault.on == "any") {
    return;
  }
  const auto* operation = std::find_if(kOperations.begin(), kOperations.end(),
                                       [&](OperationKind kind) { return operationName(kind) == fault.on; });
  if (operation == kOperations.end()) {
    throw FaultRequestError(
        fmt::format("\"on\" must be one of transaction, inquiry, status, balance, price-list, "
                    "token, any; not \"{}\"",
                    fault.on));
  }
  if ((ruleOf(fault.kind).on & bit(*operation)) == 0) {
    throw FaultRequestError(fmt::format("{} has no meaning on {}", faultName(fault.kind), fault.on));
  }
}

}  // namespace

std::string_view operationName(OperationKind kind) {
  switch (kind) {
    case OperationKind::Transaction:
      return "transaction";
    case OperationKind::Inquiry:
      return "inquiry";
    case OperationKind::Status:
      return "status";
    case OperationKind::Balance:
      return "balance";
    case OperationKind::PriceList:
      return "price-list";
    case OperationKind::Token:
      return "token";
    case OperationKind::Unknown:
      return "unknown";
  }
  return "unknown";
}

std::string_view faultName(FaultKind kind) {
  return ruleOf(kind).name;
}

void Faults::add(const nlohmann::json& request) {
  if (!request.is_object()) {
    throw FaultRequestError("the body must be a JSON object");
  }
  checkKeys(request, {"upstream", "on", "kind", "count", "probability", "match", "after", "by"}, "");
  Fault fault;
  fault.kind = kindNamed(textAt(request, "kind"));
  fault.upstream = textAt(request, "upstream");
  fault.on = request.contains("on") ? textAt(request, "on") : "any";
  checkPlace(fault);
  if (fault.kind == FaultKind::DuplicateWebhook && (!m_webhooks || fault.upstream != "digi")) {
    throw FaultRequestError(m_webhooks ? "duplicate-webhook: only digi sends webhooks"
                                       : "duplicate-webhook: the sandbox was started without --webhook URL");
  }
  if (request.contains("count")) {
    if (!request["count"].is_number_integer() || request["count"] < -1 || request["count"] == 0) {
      throw FaultRequestError("\"count\" must be a positive integer, or -1 for until cleared");
    }
    fault.count = request["count"];
  }
  if (request.contains("probability")) {
    if (!request["probability"].is_number() || request["probability"] < 0.0 || request["probability"] > 1.0) {
      throw FaultRequestError("\"probability\" must be a number from 0 to 1");
    }
    fault.probability = request["probability"];
  }
  if (request.contains("match")) {
    if (!request["match"].is_object()) {
      throw FaultRequestError("\"match\" must be an object");
    }
    checkKeys(request["match"], {"number"}, "match.");
    fault.matchNumber = textAt(request["match"], "number");
  }
  if (request.contains("after")) {
    fault.afterMs = parseDurationMs(textAt(request, "after"));
    if (!fault.afterMs) {
      throw FaultRequestError("\"after\" must be an ISO 8601 duration such as PT90S");
    }
  }
  if (request.contains("by")) {
    if (!request["by"].is_number_integer() || request["by"] < -1'000'000 || request["by"] > 1'000'000) {
      throw FaultRequestError("\"by\" must be a whole number of rupiah");
    }
    fault.by = request["by"];
  }
  const std::lock_guard lock(m_mutex);
  m_faults.push_back(fault);
}

nlohmann::ordered_json Faults::list() const {
  const std::lock_guard lock(m_mutex);
  nlohmann::ordered_json all = nlohmann::ordered_json::array();
  for (const Fault& fault : m_faults) {
    nlohmann::ordered_json one;
    one["upstream"] = fault.upstream;
    one["on"] = fault.on;
    one["kind"] = faultName(fault.kind);
    one["count"] = fault.count;
    one["probability"] = fault.probability;
    if (!fault.matchNumber.empty()) {
      one["match"]["number"] = fault.matchNumber;
    }
    one["fired"] = fault.fired;
    all.push_back(std::move(one));
  }
  return all;
}

void Faults::clear() {
  const std::lock_guard lock(m_mutex);
  m_faults.clear();
}

bool Faults::draw(Fault& fault) {
  // 53 random bits as a fraction: std::uniform_real_distribution differs between standard libraries.
  const double chance = static_cast<double>(m_random() >> 11U) / 9007199254740992.0;
  if (chance >= fault.probability) {
    return false;
  }
  ++fault.fired;
  if (fault.count > 0) {
    --fault.count;
  }
  return true;
}

std::optional<Fault> Faults::take(const Operation& operation) {
  const std::lock_guard lock(m_mutex);
  for (Fault& fault : m_faults) {
    if (hits(fault, operation) && draw(fault)) {
      return fault;
    }
  }
  return std::nullopt;
}

bool Faults::refusesConnection() {
  const std::lock_guard lock(m_mutex);
  return std::any_of(m_faults.begin(), m_faults.end(), [&](Fault& fault) {
    return fault.kind == FaultKind::RefuseConnect && fault.count != 0 && draw(fault);
  });
}

bool Faults::refusesEveryConnection() const {
  const std::lock_guard lock(m_mutex);
  return std::any_of(m_faults.begin(), m_faults.end(), [](const Fault& fault) {
    return fault.kind == FaultKind::RefuseConnect && fault.count < 0 && fault.probability >= 1.0;
  });
}

}  // namespace loket::sandbox

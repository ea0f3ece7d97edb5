#include "core/adapters/upstream/snap/answer.h"

#include <algorithm>
#include <initializer_list>
#include <utility>

#include "core/adapters/upstream/json_fields.h"
#include "core/adapters/upstream/snap/response_codes.h"
#include "core/base/text.h"

namespace loket::adapters::snap {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;
using upstream::at;
using upstream::scalarAt;
using upstream::sentence;
using upstream::textAt;


// A wrong account number is the customer's affair, not a fault of the configuration.
bool blamesTheAccount(const ResponseCase& row, const Service& service, const std::string& message) {
  if (row.http != 400 || row.number != "01")
    return false;
  const auto names = [&message](std::initializer_list<const char*> fields) {
    return std::any_of(fields.begin(), fields.end(),
                       [&](const char* field) { return containsNoCase(message, field); });
  };
  if (service.code == kWalletInquiryService.code || service.code == kTopUpService.code)
    return names({"customerNumber"});
  if (service.code == kVaInquiryService.code || service.code == kVaPaymentService.code)
    return names({"virtualAccountNo", "customerNo"});
  return names({"beneficiaryAccountNo"});
}

}  // namespace

std::string written(const ordered_json& body) {
  // `replace` keeps dump from throwing; what could need it is refused before.
  return body.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
}

ordered_json amountJson(Money amount) {
  return {{"value", amountText(amount)}, {"currency", kCurrency}};
}

std::optional<Money> amountAt(const json& value, const char* key) {
  const json& amount = at(value, key);
  if (!at(amount, "currency").is_null() && textAt(amount, "currency") != kCurrency)
    return std::nullopt;
  return readAmount(scalarAt(amount, "value"));
}

Verdict unknown(std::string code) {
  Verdict verdict;
  verdict.kind = VerdictKind::Unknown;
  verdict.code = std::move(code);
  return verdict;
}

Reading readHead(int httpStatus, const std::string& answer, const Service& service) {
  constexpr std::size_t kCodeSize = 7;
  Reading reading;
  reading.data = upstream::parsed(answer);
  if (!reading.data.is_object()) {
    reading.verdict = unknown("unreadable");
    return reading;
  }
  const std::string code = textAt(reading.data, "responseCode");
  if (code.size() != kCodeSize || !isDigits(code)) {
    reading.verdict = unknown("missing-code");
    return reading;
  }
  if (code.substr(0, 3) != std::to_string(httpStatus) || code.substr(3, 2) != service.code) {
    reading.verdict = unknown("contradiction");
    return reading;
  }
  const std::string message = sentence(textAt(reading.data, "responseMessage"));
  reading.verdict = unknown(code);
  reading.verdict.message = message;
  const ResponseCase* row = findResponseCase(httpStatus, code.substr(5));
  if (row == nullptr)
    return reading;
  reading.verdict.kind = blamesTheAccount(*row, service, message) ? VerdictKind::Failed : row->kind;
  if (message.empty())
    reading.verdict.message = row->message;
  return reading;
}

Verdict questionVerdict(Verdict verdict) {
  if (verdict.kind == VerdictKind::Pending)
    verdict.kind = VerdictKind::RefusedForNow;
  return verdict;
}

bool contradicts(const json& data, const char* key, const std::string& expected) {
  const json& field = at(data, key);
  return !field.is_null() && scalarAt(data, key) != expected;
}

bool contradictsAmount(const json& data, Money expected, const char* key) {
  return !at(data, key).is_null() && amountAt(data, key) != expected;
}

}  // namespace loket::adapters::snap

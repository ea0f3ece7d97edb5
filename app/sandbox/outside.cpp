#include "app/sandbox/outside.h"

#include <functional>
#include <map>

#include <nlohmann/json.hpp>

#include "app/sandbox/crypto.h"
#include "app/sandbox/people.h"
#include "app/sandbox/snap/book_json.h"
#include "app/sandbox/snap/cashouts.h"

namespace loket::sandbox {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

constexpr std::int64_t kMostRupiah = 1'000'000'000'000;

Reply answer(const ordered_json& body) {
  return {200, "application/json", body.dump() + "\n", Wire::Answer};
}

Reply refuse(const std::string& why) {
  return {400, "application/json", json{{"error", why}}.dump() + "\n", Wire::Answer};
}

std::string textAt(const json& body, const char* key, const std::string& otherwise = {}) {
  const auto found = body.find(key);
  return found != body.end() && found->is_string() ? found->get<std::string>() : otherwise;
}

std::optional<std::int64_t> amountAt(const json& body) {
  const auto found = body.find("amount");
  if (found == body.end() || !found->is_number_integer() || *found <= 0 || *found > kMostRupiah) {
    return std::nullopt;
  }
  return found->get<std::int64_t>();
}

ordered_json shown(const snap::Credit& credit) {
  ordered_json one{{"id", credit.id},
                   {"kind", credit.kind},
                   {"amount", credit.amount},
                   {"fromName", credit.fromName},
                   {"fromAccount", credit.fromAccount},
                   {"remark", credit.remark},
                   {"ref", credit.ref},
                   {"at", rfc3339Jakarta(credit.at)}};
  if (credit.reversed) {
    one["reversed"] = true;
  }
  return one;
}

}  // namespace

std::optional<Reply> Outside::serve(const std::string& call, const std::string& body) {
  using Happening = std::function<Reply(const json&, UnixMs)>;
  const std::map<std::string, Happening> happenings{
      {"POST /bank/credit", [this](const json& b, UnixMs now) { return incomingTransfer(b, now); }},
      {"POST /bank/va-pay", [this](const json& b, UnixMs now) { return payVirtualAccount(b, now); }},
      {"POST /bank/qris-pay", [this](const json& b, UnixMs now) { return payQrCode(b, now); }},
      {"POST /digiflazz/deposit-arrives",
       [this](const json& b, UnixMs now) { return depositArrives(b, now); }},
      {"POST /bank/otp", [this](const json& b, UnixMs now) { return showPassword(b, now); }},
  };
  if (call == "GET /credits") {
    const std::lock_guard lock(m_world.mutex());
    m_gateway.settle(m_world.clock().now());
    return credits();
  }
  const auto found = happenings.find(call);
  if (found == happenings.end()) {
    return std::nullopt;
  }
  const json parsed = json::parse(body, nullptr, /*allow_exceptions=*/false);
  if (!parsed.is_object()) {
    return refuse("the body must be a JSON object");
  }
  const std::lock_guard lock(m_world.mutex());
  const UnixMs now = m_world.clock().now();
  m_gateway.settle(now);
  return found->second(parsed, now);
}

Reply Outside::credits() const {
  ordered_json all = ordered_json::array();
  for (const snap::Credit& credit : m_world.bank().credits()) {
    all.push_back(shown(credit));
  }
  return answer(all);
}

Reply Outside::incomingTransfer(const json& body, UnixMs now) {
  const auto amount = amountAt(body);
  if (!amount) {
    return refuse("\"amount\" must be a positive whole number of rupiah");
  }
  snap::Credit credit;
  credit.id = m_world.bank().nextCreditId(now);
  credit.kind = "transfer";
  credit.amount = *amount;
  credit.fromAccount = textAt(body, "fromAccount", "1234567890");
  credit.fromName = textAt(body, "fromName", personName(credit.fromAccount));
  credit.remark = textAt(body, "remark");
  credit.at = now;
  m_world.commit({{"kind", "bank"}, {"at", now}, {"credit", snap::toJson(credit)}});
  return answer(shown(credit));
}

Reply Outside::payVirtualAccount(const json& body, UnixMs now) {
  const std::string number = textAt(body, "virtualAccountNo");
  const snap::VirtualAccount* account = m_world.bank().virtualAccount(number);
  if (account == nullptr) {
    return refuse("no virtual account \"" + number + "\"; give \"virtualAccountNo\" with its blanks");
  }
  const auto given = amountAt(body);
  const std::int64_t amount = given.value_or(body.contains("amount") ? 0 : account->amount);
  const bool closed = account->type == "C";
  if (amount <= 0 || (closed && amount != account->amount)) {
    return refuse(closed ? "it takes exactly " + std::to_string(account->amount)
                         : "\"amount\" must be a positive whole number of rupiah");
  }
  if (closed && account->paid > 0) {
    return refuse("it has been paid");
  }
  if (account->expiresAt <= now) {
    return refuse("it has expired");
  }
  snap::Credit credit;
  credit.id = m_world.bank().nextCreditId(now);
  credit.kind = "virtual-account";
  credit.amount = amount;
  credit.fromAccount = textAt(body, "fromAccount", "1234567890");
  credit.fromName = textAt(body, "fromName", account->name);
  credit.remark =
      "VA " + account->number.substr(account->number.find_first_not_of(' ')) + " " + account->name;
  credit.ref = account->trxId;
  credit.at = now;
  snap::VirtualAccount paid = *account;
  paid.paid += amount;
  paid.paidAt = now;
  paid.paymentId = credit.id;
  m_world.commit(
      {{"kind", "bank"}, {"at", now}, {"va", snap::toJson(paid)}, {"credit", snap::toJson(credit)}});
  return answer(shown(credit));
}

Reply Outside::payQrCode(const json& body, UnixMs now) {
  const std::string referenceNo = textAt(body, "referenceNo");
  const std::string content = textAt(body, "qrContent");
  const snap::QrCode* code = nullptr;
  if (!referenceNo.empty()) {
    code = m_world.bank().qrCodeByReferenceNo(referenceNo);
  } else if (!content.empty()) {
    code = m_world.bank().qrCodeByContent(content);
  }
  if (code == nullptr) {
    return refuse("no such code; give its \"referenceNo\", or its \"qrContent\" as a telephone reads it");
  }
  if (code->paidAt != 0) {
    return refuse("it has been paid");
  }
  if (code->expiresAt <= now) {
    return refuse("it has expired");
  }
  snap::Credit credit;
  credit.id = m_world.bank().nextCreditId(now);
  credit.kind = "qris";
  credit.amount = code->amount;
  credit.fromAccount = textAt(body, "fromAccount", "9360000812345678905");
  credit.fromName = textAt(body, "fromName", personName(credit.fromAccount));
  credit.remark = "QRIS " + code->referenceNo;
  credit.ref = code->partnerRef;
  credit.at = now;
  snap::QrCode paid = *code;
  paid.paidAt = now;
  m_world.commit(
      {{"kind", "bank"}, {"at", now}, {"qr", snap::toJson(paid)}, {"credit", snap::toJson(credit)}});
  return answer(shown(credit));
}

Reply Outside::depositArrives(const json& body, UnixMs now) {
  const auto amount = amountAt(body);
  if (!amount || textAt(body, "notes").empty()) {
    return refuse("give \"amount\" (rupiah) and \"notes\" as the sender writes them");
  }
  const std::int64_t before = m_world.digi().deposit();
  m_world.commit(
      {{"kind", "digi"}, {"at", now}, {"arrival", {{"amount", *amount}, {"notes", textAt(body, "notes")}}}});
  const std::int64_t after = m_world.digi().deposit();
  return answer({{"credited", after != before}, {"deposit", after}});
}

Reply Outside::showPassword(const json& body, UnixMs now) {
  const std::string customer = textAt(body, "customer");
  if (customer.empty()) {
    return refuse("give the \"customer\" number");
  }
  snap::OneTimePassword password;
  password.customer = customer;
  password.code =
      stableDigits("otp" + customer + std::to_string(m_world.bank().oneTimePasswordCount() + 1), 6);
  password.expiresAt = now + snap::kPasswordLifeMs;
  m_world.commit({{"kind", "bank"}, {"at", now}, {"otp", snap::toJson(password)}});
  return answer(
      {{"customer", customer}, {"otp", password.code}, {"expiresAt", rfc3339Jakarta(password.expiresAt)}});
}

}  // namespace loket::sandbox

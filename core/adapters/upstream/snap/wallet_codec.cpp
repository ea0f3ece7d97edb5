#include "core/adapters/upstream/snap/wallet_codec.h"

#include <algorithm>

#include "core/adapters/upstream/json_fields.h"
#include "core/adapters/upstream/snap/answer.h"
#include "core/adapters/upstream/snap/response_codes.h"

namespace loket::adapters::snap {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;
using upstream::sentence;
using upstream::textAt;

constexpr std::size_t kSessionMax = 25;

// A session that could be written in two ways, or is longer than its field, is none: the standard leaves it
// out at will.
bool isSession(const std::string& text) {
  return !text.empty() && text.size() <= kSessionMax && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
           c == '_' || c == '.';
  });
}

}  // namespace

std::string walletInquiryBody(const std::string& reference, const std::string& customer, Money amount,
                              const std::string& date) {
  return written({{"partnerReferenceNo", reference},
                  {"customerNumber", customer},
                  {"amount", amountJson(amount)},
                  {"transactionDate", date}});
}

ports::InquiryReply readWallet(int httpStatus, const std::string& answer, const std::string& customer,
                               Money amount, Money fee) {
  const Reading reading = readHead(httpStatus, answer, kWalletInquiryService);
  ports::InquiryReply reply;
  reply.verdict = questionVerdict(reading.verdict);
  if (reply.verdict.kind != VerdictKind::Succeeded)
    return reply;
  const json& data = reading.data;
  if (textAt(data, "customerNumber") != customer || contradictsAmount(data, amount)) {
    reply.verdict = unknown("wrong-echo");
    return reply;
  }
  reply.customerName = sentence(textAt(data, "customerName"));
  if (reply.customerName.empty()) {
    reply.verdict = unknown("no-name");
    return reply;
  }
  reply.amount = amount;
  // Who is told of a higher fee than was agreed must not sell at a loss.
  reply.adminFee = std::max(fee, amountAt(data, "feeAmount").value_or(fee));
  reply.cost = amount + reply.adminFee;
  reply.details["accountName"] = reply.customerName;
  if (const std::string session = textAt(data, "sessionId"); isSession(session))
    reply.details[ports::kInquiryId] = session;
  return reply;
}

std::string topUpBody(const TopUp& topUp) {
  ordered_json body{{"partnerReferenceNo", topUp.reference},
                    {"customerNumber", topUp.customer},
                    {"customerName", topUp.customerName},
                    {"amount", amountJson(topUp.amount)},
                    {"transactionDate", topUp.date}};
  if (!topUp.session.empty())
    body["sessionId"] = topUp.session;
  return written(body);
}

std::optional<TopUp> readTopUpBody(const std::string& body) {
  const json sent = upstream::parsed(body);
  const std::optional<Money> amount = amountAt(sent, "amount");
  TopUp topUp{textAt(sent, "partnerReferenceNo"), amount.value_or(Money()),  textAt(sent, "customerNumber"),
              textAt(sent, "customerName"),       textAt(sent, "sessionId"), textAt(sent, "transactionDate")};
  if (!amount || topUp.reference.empty() || topUp.customer.empty())
    return std::nullopt;
  return topUp;
}

Verdict readPayment(int httpStatus, const std::string& answer, const TopUp& sent) {
  const Reading reading = readHead(httpStatus, answer, sent.service());
  const json& data = reading.data;
  Verdict verdict = reading.verdict;
  if (verdict.kind != VerdictKind::Succeeded)
    return contradicts(data, "partnerReferenceNo", sent.reference) ? unknown("wrong-echo") : verdict;
  if (textAt(data, "partnerReferenceNo") != sent.reference ||
      textAt(data, "customerNumber") != sent.customer || amountAt(data, "amount") != sent.amount)
    return unknown("wrong-echo");
  verdict.serial = sentence(textAt(data, "referenceNo"));
  if (verdict.serial.empty())
    return unknown("no-reference");
  verdict.details["reference"] = verdict.serial;
  return verdict;
}

std::string statusBody(const TopUp& topUp) {
  return written({{"originalPartnerReferenceNo", topUp.reference},
                  {"serviceCode", topUp.service().code},
                  {"transactionDate", topUp.date},
                  {"amount", amountJson(topUp.amount)},
                  {"additionalInfo", ordered_json::object()}});
}

Verdict readStatus(int httpStatus, const std::string& answer, const TopUp& sent) {
  const Reading reading = readHead(httpStatus, answer, sent.statusService());
  const json& data = reading.data;
  Verdict verdict = reading.verdict;
  if (verdict.code == "404" + std::string(sent.statusService().code) + "01") {
    verdict.kind = contradicts(data, "originalPartnerReferenceNo", sent.reference) ? VerdictKind::Unknown
                                                                                   : VerdictKind::NotFound;
    return verdict;
  }
  // Whatever else is said of the question is said of the question only.
  if (verdict.kind != VerdictKind::Succeeded) {
    verdict.kind = VerdictKind::Unknown;
    return verdict;
  }
  if (textAt(data, "originalPartnerReferenceNo") != sent.reference || contradictsAmount(data, sent.amount) ||
      contradicts(data, "customerNumber", sent.customer) ||
      contradicts(data, "serviceCode", std::string(sent.service().code)))
    return unknown("wrong-echo");
  const TransactionStatus* status = findTransactionStatus(textAt(data, "latestTransactionStatus"));
  if (status == nullptr)
    return unknown("missing-status");
  verdict.kind = status->kind;
  verdict.code = status->code;
  verdict.message = sentence(textAt(data, "transactionStatusDesc"));
  if (verdict.message.empty())
    verdict.message = status->meaning;
  if (verdict.kind == VerdictKind::Succeeded) {
    verdict.serial = sentence(textAt(data, "originalReferenceNo"));
    if (!verdict.serial.empty())
      verdict.details["reference"] = verdict.serial;
  }
  return verdict;
}

}  // namespace loket::adapters::snap

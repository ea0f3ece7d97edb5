#include "core/adapters/upstream/snap/virtual_account_codec.h"

#include <algorithm>

#include "core/adapters/upstream/json_fields.h"
#include "core/adapters/upstream/snap/answer.h"
#include "core/base/text.h"

namespace loket::adapters::snap {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;
using upstream::at;
using upstream::sentence;
using upstream::textAt;

constexpr std::size_t kServiceIdSize = 8;
constexpr std::size_t kCustomerNoMax = 20;
constexpr int kNotFoundStatus = 404;
constexpr std::string_view kPaidBill = "14";

// Some servers take the blanks away that the standard puts before a number.
bool namesNumber(const json& fields, const char* key, const std::string& expected) {
  return trimmed(textAt(fields, key)) == trimmed(expected);
}

bool contradictsNumber(const json& fields, const VaNumber& number) {
  const auto differs = [&fields](const char* key, const std::string& expected) {
    return !at(fields, key).is_null() && !namesNumber(fields, key, expected);
  };
  return differs("virtualAccountNo", number.whole()) || differs("partnerServiceId", number.serviceId) ||
         differs("customerNo", number.customerNo);
}

ordered_json numberFields(const VaNumber& number) {
  return {{"partnerServiceId", number.serviceId},
          {"customerNo", number.customerNo},
          {"virtualAccountNo", number.whole()}};
}

// How the sum to be paid follows from what the bank says of the account.
enum class Sum { Unreadable, Bill, Open, OpenFrom, OpenUpTo };

Sum sumOf(const std::string& type, Money total) {
  if (type == "C" || (type.empty() && total.isPositive()))
    return total.isPositive() ? Sum::Bill : Sum::Unreadable;
  if (type == "O" || type.empty())
    return Sum::Open;
  if (type == "M" || type == "N")
    return Sum::OpenFrom;
  if (type == "I" || type == "L" || type == "X")
    return Sum::OpenUpTo;
  return Sum::Unreadable;
}

// What paymentFlagStatus says of a payment [K].
VerdictKind kindOfFlag(const std::string& flag) {
  if (flag == "00")
    return VerdictKind::Succeeded;
  if (flag == "01")
    return VerdictKind::Failed;
  return flag == "02" ? VerdictKind::Pending : VerdictKind::Unknown;
}

void putReference(const json& fields, Verdict& verdict) {
  verdict.serial = sentence(textAt(fields, "referenceNo"));
  if (!verdict.serial.empty())
    verdict.details["reference"] = verdict.serial;
}

}  // namespace

std::optional<VaNumber> vaNumberOf(const std::string& number, int serviceIdDigits) {
  const auto digits = static_cast<std::size_t>(serviceIdDigits);
  if (digits == 0 || digits > kServiceIdSize || !isDigits(number) || number.size() <= digits ||
      number.size() - digits > kCustomerNoMax)
    return std::nullopt;
  return VaNumber{std::string(kServiceIdSize - digits, ' ') + number.substr(0, digits),
                  number.substr(digits)};
}

std::string vaInquiryBody(const std::string& reference, const VaNumber& number, Money amount,
                          const std::string& date) {
  ordered_json body = numberFields(number);
  body["trxDateInit"] = date;
  if (amount.isPositive())
    body["amount"] = amountJson(amount);
  body["inquiryRequestId"] = reference;
  return written(body);
}

ports::InquiryReply readVirtualAccount(int httpStatus, const std::string& answer,
                                       const std::string& reference, const VaNumber& number, Money named,
                                       Money fee, const std::string& key) {
  const Reading reading = readHead(httpStatus, answer, kVaInquiryService);
  ports::InquiryReply reply;
  reply.verdict = questionVerdict(reading.verdict);
  // Nothing was sent yet: there is nothing to pay.
  if (httpStatus == kNotFoundStatus && reply.verdict.code.ends_with(kPaidBill))
    reply.verdict.kind = VerdictKind::Failed;
  if (reply.verdict.kind != VerdictKind::Succeeded)
    return reply;
  const auto doubt = [&reply](const char* word) {
    reply.verdict = unknown(word);
    return reply;
  };
  const json& fields = at(reading.data, key.c_str());
  if (!namesNumber(fields, "virtualAccountNo", number.whole()) || contradictsNumber(fields, number) ||
      contradicts(fields, "inquiryRequestId", reference))
    return doubt("wrong-echo");
  if (contradicts(fields, "inquiryStatus", "00"))
    return doubt("contradiction");
  const std::string name = sentence(textAt(fields, "virtualAccountName"));
  if (name.empty())
    return doubt("no-name");
  const std::optional<Money> total = amountAt(fields, "totalAmount");
  if ((!total && !at(fields, "totalAmount").is_null()) || (total && *total < Money()))
    return doubt("no-amount");
  const Money bill = total.value_or(Money());
  switch (sumOf(textAt(fields, "virtualAccountTrxType"), bill)) {
    case Sum::Unreadable:
      return doubt("no-amount");
    case Sum::Bill:
      reply.amount = bill;
      break;
    case Sum::Open:
      reply.amount = named;
      break;
    case Sum::OpenFrom:
      reply.amount = named < bill ? Money() : named;
      break;
    case Sum::OpenUpTo:
      reply.amount = bill.isPositive() && named > bill ? Money() : named;
      break;
  }
  reply.customerName = name;
  // Who is told of a higher fee than was agreed must not sell at a loss.
  reply.adminFee = std::max(fee, amountAt(fields, "feeAmount").value_or(fee));
  reply.cost = reply.amount + reply.adminFee;
  reply.details["accountName"] = name;
  return reply;
}

std::string vaPaymentBody(const VaPayment& payment) {
  ordered_json body = numberFields(payment.number);
  body["virtualAccountName"] = payment.name;
  body["paymentRequestId"] = payment.reference;
  body["paidAmount"] = amountJson(payment.amount);
  body["totalAmount"] = amountJson(payment.amount);
  body["trxDateTime"] = payment.date;
  body["flagAdvise"] = "N";
  return written(body);
}

std::optional<VaPayment> readVaPaymentBody(const std::string& body) {
  const json sent = upstream::parsed(body);
  const std::optional<Money> amount = amountAt(sent, "paidAmount");
  VaPayment payment{textAt(sent, "paymentRequestId"),
                    {textAt(sent, "partnerServiceId"), textAt(sent, "customerNo")},
                    amount.value_or(Money()),
                    textAt(sent, "virtualAccountName"),
                    textAt(sent, "trxDateTime")};
  if (!amount || payment.reference.empty() || payment.number.customerNo.empty() ||
      payment.number.serviceId.size() != kServiceIdSize ||
      textAt(sent, "virtualAccountNo") != payment.number.whole())
    return std::nullopt;
  return payment;
}

Verdict readPayment(int httpStatus, const std::string& answer, const VaPayment& sent,
                    const std::string& key) {
  const Reading reading = readHead(httpStatus, answer, sent.service());
  const json& fields = at(reading.data, key.c_str());
  Verdict verdict = reading.verdict;
  // A refusal seldom repeats the request, but it must not name another one.
  if (contradicts(fields, "paymentRequestId", sent.reference))
    return unknown("wrong-echo");
  if (verdict.kind != VerdictKind::Succeeded)
    return verdict;
  if (textAt(fields, "paymentRequestId") != sent.reference ||
      !namesNumber(fields, "virtualAccountNo", sent.number.whole()) ||
      contradictsNumber(fields, sent.number) || amountAt(fields, "paidAmount") != sent.amount)
    return unknown("wrong-echo");
  const std::string flag = textAt(fields, "paymentFlagStatus");
  if (flag.empty())
    return unknown("missing-status");
  // A success that says of itself that it is none is neither.
  if (flag != "00")
    return unknown("contradiction");
  putReference(fields, verdict);
  return verdict.serial.empty() ? unknown("no-reference") : verdict;
}

std::string statusBody(const VaPayment& payment) {
  ordered_json body = numberFields(payment.number);
  body["inquiryRequestId"] = payment.reference;
  body["paymentRequestId"] = payment.reference;
  body["additionalInfo"] = ordered_json::object();
  return written(body);
}

Verdict readStatus(int httpStatus, const std::string& answer, const VaPayment& sent, const std::string& key) {
  const Reading reading = readHead(httpStatus, answer, sent.statusService());
  const json& fields = at(reading.data, key.c_str());
  Verdict verdict = reading.verdict;
  if (verdict.code == "404" + std::string(sent.statusService().code) + "01") {
    verdict.kind = contradicts(fields, "paymentRequestId", sent.reference) ? VerdictKind::Unknown
                                                                           : VerdictKind::NotFound;
    return verdict;
  }
  // Whatever else is said of the question is said of the question only.
  if (verdict.kind != VerdictKind::Succeeded) {
    verdict.kind = VerdictKind::Unknown;
    return verdict;
  }
  if (textAt(fields, "paymentRequestId") != sent.reference || contradictsNumber(fields, sent.number) ||
      contradictsAmount(fields, sent.amount, "paidAmount"))
    return unknown("wrong-echo");
  const std::string flag = textAt(fields, "paymentFlagStatus");
  verdict.kind = kindOfFlag(flag);
  if (verdict.kind == VerdictKind::Unknown)
    return unknown("missing-status");
  verdict.code = flag;
  verdict.message = sentence(textAt(at(fields, "paymentFlagReason"), "indonesia"));
  if (verdict.kind == VerdictKind::Succeeded)
    putReference(fields, verdict);
  return verdict;
}

}  // namespace loket::adapters::snap

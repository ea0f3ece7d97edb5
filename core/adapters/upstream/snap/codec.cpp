#include "core/adapters/upstream/snap/codec.h"

#include <algorithm>
#include <utility>

#include "core/adapters/upstream/json_fields.h"
#include "core/adapters/upstream/snap/answer.h"
#include "core/adapters/upstream/snap/crypto.h"
#include "core/adapters/upstream/snap/response_codes.h"
#include "core/base/text.h"
#include "core/domain/till/qris.h"

namespace loket::adapters::snap {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;
using upstream::at;
using upstream::scalarAt;
using upstream::sentence;
using upstream::textAt;

// The standard's own; used when a bank does not say how long its token lives.
constexpr std::int64_t kTokenLifeSeconds = 900;
constexpr std::int64_t kTokenLifeSecondsMax = 86'400;

}  // namespace

std::string timestampOf(Instant t, const Profile& profile) {
  const std::int64_t part = ((t.ms % 1000) + 1000) % 1000;
  std::string text = toRfc3339(Instant{t.ms - part});
  constexpr std::size_t kSecondsSize = 19;  // "2026-08-22T10:00:00"
  if (profile.timestampMillis) {
    const std::string millis = std::to_string(part);
    text.insert(kSecondsSize, "." + std::string(3 - millis.size(), '0') + millis);
  }
  return text;
}

std::string stringToSign(std::string_view method, std::string_view endpoint, std::string_view token,
                         std::string_view body, std::string_view timestamp) {
  std::string text(method);
  const std::string hash = sha256Hex(body);
  for (const std::string_view part : {endpoint, token, std::string_view(hash), timestamp}) {
    text.push_back(':');
    text.append(part);
  }
  return text;
}

std::string stringToSignWithKey(std::string_view method, std::string_view endpoint, std::string_view body,
                                std::string_view timestamp) {
  std::string text(method);
  const std::string hash = sha256Hex(body);
  for (const std::string_view part : {endpoint, std::string_view(hash), timestamp}) {
    text.push_back(':');
    text.append(part);
  }
  return text;
}

std::string externalIdOf(Instant t, std::string_view random, unsigned sequence, int digits) {
  constexpr int kMillisSize = 13;
  constexpr int kSequenceSize = 4;
  const auto padded = [](std::string text, int size) {
    const auto wanted = static_cast<std::size_t>(size);
    if (text.size() < wanted)
      text.insert(0, wanted - text.size(), '0');
    return text.substr(text.size() - wanted);
  };
  std::string middle;
  for (const char c : random) middle.push_back(static_cast<char>('0' + static_cast<unsigned char>(c) % 10));
  return padded(std::to_string(t.ms < 0 ? 0 : t.ms), kMillisSize) +
         padded(middle, digits - kMillisSize - kSequenceSize) +
         padded(std::to_string(sequence), kSequenceSize);
}

std::string amountText(Money amount) {
  return std::to_string(amount.amount()) + ".00";
}

std::optional<Money> readAmount(std::string_view text) {
  const std::size_t dot = text.find('.');
  const std::string_view whole = text.substr(0, dot);
  if (dot != std::string_view::npos && text.substr(dot) != ".00" && text.substr(dot) != ".0")
    return std::nullopt;
  // 16 digits are more than Money holds, and still fit.
  constexpr std::size_t kDigitsMax = 16;
  const bool negative = !whole.empty() && whole.front() == '-';
  const std::string_view digits = negative ? whole.substr(1) : whole;
  if (!isDigits(digits) || digits.size() > kDigitsMax)
    return std::nullopt;
  std::int64_t value = 0;
  for (const char c : digits) value = value * 10 + (c - '0');
  return Money::outside(negative ? -value : value);
}

std::string tokenBody() {
  return written({{"grantType", "client_credentials"}});
}

std::string balanceBody(const std::string& reference, const std::string& account) {
  return written({{"partnerReferenceNo", reference}, {"accountNo", account}});
}

std::string accountBody(const std::string& reference, const std::string& account, const std::string& bankCode) {
  if (bankCode.empty())
    return written({{"partnerReferenceNo", reference}, {"beneficiaryAccountNo", account}});
  return written(
      {{"beneficiaryBankCode", bankCode}, {"beneficiaryAccountNo", account}, {"partnerReferenceNo", reference}});
}

std::string plainName(std::string_view name) {
  constexpr std::size_t kNameMax = 100;
  std::string plain;
  for (const char c : name) {
    const bool kept = c >= ' ' && c <= '~' && c != '/' && c != '\\' && c != '"';
    const char put = kept ? c : ' ';
    if (put != ' ' || (!plain.empty() && plain.back() != ' '))
      plain.push_back(put);
  }
  return trimmed(plain.substr(0, kNameMax));
}

std::string transferBody(const Transfer& transfer) {
  if (!transfer.bankCode.empty())
    return written({{"partnerReferenceNo", transfer.reference},
                    {"amount", amountJson(transfer.amount)},
                    {"beneficiaryAccountName", transfer.beneficiaryName},
                    {"beneficiaryAccountNo", transfer.beneficiary},
                    {"beneficiaryBankCode", transfer.bankCode},
                    {"beneficiaryBankName", transfer.bankName},
                    {"currency", kCurrency},
                    {"customerReference", transfer.reference},
                    {"feeType", "OUR"},
                    {"remark", transfer.remark},
                    {"sourceAccountNo", transfer.source},
                    {"transactionDate", transfer.date}});
  return written({{"partnerReferenceNo", transfer.reference},
                  {"amount", amountJson(transfer.amount)},
                  {"beneficiaryAccountNo", transfer.beneficiary},
                  {"currency", kCurrency},
                  {"customerReference", transfer.reference},
                  {"feeType", "OUR"},
                  {"remark", transfer.remark},
                  {"sourceAccountNo", transfer.source},
                  {"transactionDate", transfer.date}});
}

std::optional<Transfer> readTransferBody(const std::string& body) {
  const json sent = upstream::parsed(body);
  const std::optional<Money> amount = amountAt(sent, "amount");
  Transfer transfer{textAt(sent, "partnerReferenceNo"),
                    amount.value_or(Money()),
                    textAt(sent, "beneficiaryAccountNo"),
                    textAt(sent, "sourceAccountNo"),
                    textAt(sent, "transactionDate"),
                    textAt(sent, "beneficiaryBankCode"),
                    textAt(sent, "beneficiaryBankName"),
                    textAt(sent, "beneficiaryAccountName"),
                    textAt(sent, "remark")};
  if (!amount || transfer.reference.empty() || transfer.beneficiary.empty())
    return std::nullopt;
  return transfer;
}

std::string statusBody(const Transfer& transfer) {
  return written({{"originalPartnerReferenceNo", transfer.reference},
                  {"serviceCode", transfer.service().code},
                  {"transactionDate", transfer.date},
                  {"amount", amountJson(transfer.amount)},
                  {"additionalInfo", ordered_json::object()}});
}

TokenReply readToken(int httpStatus, const std::string& answer) {
  const Reading reading = readHead(httpStatus, answer, kTokenService);
  TokenReply reply;
  reply.verdict = reading.verdict;
  if (reply.verdict.kind != VerdictKind::Succeeded)
    return reply;
  const std::string token = textAt(reading.data, "accessToken");
  // It goes into a header and, between colons, into the text to sign.
  const auto fits = [](char c) { return c > ' ' && c < 0x7f && c != ':'; };
  if (token.empty() || !std::all_of(token.begin(), token.end(), fits)) {
    reply.verdict = unknown("no-token");
    return reply;
  }
  reply.token.value = token;
  const std::int64_t seconds = upstream::wholeAt(reading.data, "expiresIn").value_or(kTokenLifeSeconds);
  const bool believable = seconds > 0 && seconds <= kTokenLifeSecondsMax;
  reply.token.life = Duration::seconds(believable ? seconds : kTokenLifeSeconds);
  return reply;
}

bool isInvalidToken(int httpStatus, const std::string& answer, const Service& service) {
  const Reading reading = readHead(httpStatus, answer, service);
  return reading.verdict.code == "401" + std::string(service.code) + "01";
}

Verdict readTransfer(int httpStatus, const std::string& answer, const Transfer& sent) {
  Reading reading = readHead(httpStatus, answer, sent.service());
  Verdict& verdict = reading.verdict;
  if (verdict.kind != VerdictKind::Succeeded) {
    // A refusal seldom repeats the request, but it must not name another one.
    if (contradicts(reading.data, "partnerReferenceNo", sent.reference))
      return unknown("wrong-echo");
    return verdict;
  }
  if (textAt(reading.data, "partnerReferenceNo") != sent.reference ||
      textAt(reading.data, "beneficiaryAccountNo") != sent.beneficiary ||
      amountAt(reading.data, "amount") != sent.amount ||
      contradicts(reading.data, "beneficiaryBankCode", sent.bankCode))
    return unknown("wrong-echo");
  const std::string reference = sentence(textAt(reading.data, "referenceNo"));
  if (reference.empty())
    return unknown("no-reference");
  verdict.serial = reference;
  verdict.details["reference"] = reference;
  if (const std::string trace = sentence(scalarAt(reading.data, "traceNo")); !trace.empty())
    verdict.details["traceNo"] = trace;
  return verdict;
}

Verdict readStatus(int httpStatus, const std::string& answer, const Transfer& sent) {
  const Reading reading = readHead(httpStatus, answer, kStatusService);
  const json& data = reading.data;
  Verdict verdict = reading.verdict;
  if (verdict.code == "404" + std::string(kStatusService.code) + "01") {
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
      contradicts(data, "beneficiaryAccountNo", sent.beneficiary) ||
      contradicts(data, "serviceCode", std::string(sent.service().code)) ||
      (!sent.bankCode.empty() && contradicts(data, "beneficiaryBankCode", sent.bankCode)))
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
    std::string reference = sentence(textAt(data, "originalReferenceNo"));
    if (reference.empty())
      reference = sentence(textAt(data, "referenceNumber"));
    verdict.serial = reference;
    if (!reference.empty())
      verdict.details["reference"] = reference;
  }
  return verdict;
}

ports::InquiryReply readAccount(int httpStatus, const std::string& answer, const std::string& account,
                                const std::string& bankCode) {
  const bool isForeign = !bankCode.empty();
  const Reading reading = readHead(httpStatus, answer, isForeign ? kForeignAccountService : kAccountService);
  ports::InquiryReply reply;
  reply.verdict = questionVerdict(reading.verdict);
  if (reply.verdict.kind != VerdictKind::Succeeded)
    return reply;
  if (textAt(reading.data, "beneficiaryAccountNo") != account ||
      (isForeign && contradicts(reading.data, "beneficiaryBankCode", bankCode))) {
    reply.verdict = unknown("wrong-echo");
    return reply;
  }
  reply.customerName = sentence(textAt(reading.data, "beneficiaryAccountName"));
  if (reply.customerName.empty()) {
    reply.verdict = unknown("no-name");
    return reply;
  }
  reply.details["accountName"] = reply.customerName;
  return reply;
}

std::string statementBody(const std::string& reference, const std::string& account, Instant from, Instant to) {
  return written({{"partnerReferenceNo", reference},
                  {"accountNo", account},
                  {"fromDateTime", timestampOf(from, Profile{})},
                  {"toDateTime", timestampOf(to, Profile{})}});
}

StatementPage readStatement(int httpStatus, const std::string& answer, const UpstreamId& upstreamId) {
  constexpr std::size_t kIdMax = 64;
  const Reading reading = readHead(httpStatus, answer, kStatementService);
  StatementPage page;
  page.verdict = questionVerdict(reading.verdict);
  if (page.verdict.kind != VerdictKind::Succeeded)
    return page;
  const json& lines = at(reading.data, "detailData");
  if (!lines.is_array()) {
    page.verdict = unknown("no-lines");
    return page;
  }
  for (const json& line : lines) {
    const std::string type = textAt(line, "type");
    const std::string id = textAt(line, "transactionId");
    const std::optional<Money> amount = amountAt(line, "amount");
    const std::optional<Instant> when = parseRfc3339(textAt(line, "transactionDate"));
    if (id.empty() || id.size() > kIdMax || id != sentence(id) || !amount || !amount->isPositive() || !when ||
        (type != "CREDIT" && type != "DEBIT")) {
      page.verdict = unknown("unreadable-line");
      return page;
    }
    if (type == "DEBIT") {
      page.debits.push_back(id);
      continue;
    }
    const json& other = at(line, "detailInfo");
    page.credits.push_back({upstreamId, id, *when, *amount, sentence(textAt(other, "counterpartName")),
                            sentence(textAt(other, "counterpartAccountNo")), sentence(textAt(line, "remark")), {}});
  }
  page.hasMore = textAt(reading.data, "hasMore") == "Y";
  const std::optional<Instant> last = parseRfc3339(textAt(reading.data, "lastRecordDateTime"));
  if (page.hasMore && !last)
    page.verdict = unknown("no-next-page");
  page.last = last.value_or(Instant{});
  return page;
}

std::string qrBody(const Collection& collection, const std::string& merchantId) {
  ordered_json body{{"partnerReferenceNo", collection.id.str()},
                    {"amount", amountJson(collection.amount)},
                    {"validityPeriod", timestampOf(collection.expiresAt, Profile{})}};
  if (!merchantId.empty())
    body["merchantId"] = merchantId;
  return written(body);
}

CollectionTold readQr(int httpStatus, const std::string& answer, const Collection& asked) {
  const Reading reading = readHead(httpStatus, answer, kQrService);
  CollectionTold told;
  told.verdict = reading.verdict;
  if (told.verdict.kind != VerdictKind::Succeeded)
    return told;
  told.code = textAt(reading.data, "qrContent");
  const std::optional<Qris> code = readQris(told.code);
  if (!code || code->amount != asked.amount) {
    told.verdict = unknown(code ? "wrong-echo" : "unreadable-code");
    return told;
  }
  if (contradicts(reading.data, "partnerReferenceNo", asked.id.str())) {
    told.verdict = unknown("wrong-echo");
    return told;
  }
  told.bankRef = sentence(textAt(reading.data, "referenceNo"));
  told.expiresAt = parseRfc3339(textAt(at(reading.data, "additionalInfo"), "validityPeriod")).value_or(Instant{});
  return told;
}

std::string qrQueryBody(const Collection& collection, const std::string& merchantId) {
  ordered_json body{{"originalPartnerReferenceNo", collection.id.str()}, {"serviceCode", kQrService.code}};
  if (!collection.bankRef.empty())
    body["originalReferenceNo"] = collection.bankRef;
  if (!merchantId.empty())
    body["merchantId"] = merchantId;
  return written(body);
}

namespace {

// What latestTransactionStatus says of a collection that was asked about.
CollectionTold readCollectionStatus(int httpStatus, const std::string& answer, const Service& service, const Service& original,
                                    const Collection& asked) {
  const Reading reading = readHead(httpStatus, answer, service);
  CollectionTold told;
  told.verdict = reading.verdict;
  if (httpStatus == 404 && reading.verdict.code.size() == 7 && reading.verdict.code.substr(5) == "01") {
    told.verdict.kind = VerdictKind::NotFound;
    return told;
  }
  if (reading.verdict.kind != VerdictKind::Succeeded) {
    // That a question was refused says nothing of what was asked about.
    if (reading.verdict.kind == VerdictKind::Failed || reading.verdict.kind == VerdictKind::Pending)
      told.verdict.kind = VerdictKind::Unknown;
    return told;
  }
  if (contradicts(reading.data, "originalPartnerReferenceNo", asked.id.str()) ||
      contradicts(reading.data, "serviceCode", std::string(original.code)) || contradictsAmount(reading.data, asked.amount)) {
    told.verdict = unknown("wrong-echo");
    return told;
  }
  const std::string status = textAt(reading.data, "latestTransactionStatus");
  const TransactionStatus* row = findTransactionStatus(status);
  told.verdict = unknown(status.empty() ? "missing-status" : sentence(status, upstream::kUnknownCodeBytesMax));
  if (row == nullptr)
    return told;
  told.verdict.kind = row->kind;
  told.verdict.message = row->meaning;
  told.bankRef = sentence(textAt(reading.data, "originalReferenceNo"));
  told.paidAt = parseRfc3339(textAt(reading.data, "paidTime")).value_or(Instant{});
  if (!at(reading.data, "feeAmount").is_null()) {
    const std::optional<Money> fee = amountAt(reading.data, "feeAmount");
    if (!fee || fee->isNegative() || *fee >= asked.amount)
      told.verdict = unknown("wrong-fee");
    else
      told.bankFee = *fee;
  }
  return told;
}

}  // namespace

CollectionTold readQrQuery(int httpStatus, const std::string& answer, const Collection& asked) {
  return readCollectionStatus(httpStatus, answer, kQrQueryService, kQrService, asked);
}

std::string otcBody(const Collection& collection, std::string_view password) {
  return written({{"partnerReferenceNo", collection.id.str()},
                  {"customerNumber", collection.customer},
                  {"otp", std::string(password)},
                  {"amount", amountJson(collection.amount)}});
}

CollectionTold readOtc(int httpStatus, const std::string& answer, const Collection& asked) {
  const Reading reading = readHead(httpStatus, answer, kOtcService);
  CollectionTold told;
  told.verdict = reading.verdict;
  if (told.verdict.kind != VerdictKind::Succeeded)
    return told;
  if (contradicts(reading.data, "partnerReferenceNo", asked.id.str()) || contradictsAmount(reading.data, asked.amount) ||
      contradicts(reading.data, "customerNumber", asked.customer)) {
    told.verdict = unknown("wrong-echo");
    return told;
  }
  told.bankRef = sentence(textAt(reading.data, "referenceNo"));
  // The standard wants it filled on success.
  if (told.bankRef.empty())
    told.verdict = unknown("no-reference");
  return told;
}

std::string otcStatusBody(const Collection& collection) {
  return written({{"originalPartnerReferenceNo", collection.id.str()},
                  {"serviceCode", kOtcService.code},
                  {"customerNumber", collection.customer},
                  {"amount", amountJson(collection.amount)}});
}

CollectionTold readOtcStatus(int httpStatus, const std::string& answer, const Collection& asked) {
  return readCollectionStatus(httpStatus, answer, kOtcStatusService, kOtcService, asked);
}

ports::BalanceReply readBalance(int httpStatus, const std::string& answer, const std::string& account) {
  const Reading reading = readHead(httpStatus, answer, kBalanceService);
  ports::BalanceReply reply;
  reply.verdict = questionVerdict(reading.verdict);
  if (reply.verdict.kind != VerdictKind::Succeeded)
    return reply;
  if (contradicts(reading.data, "accountNo", account)) {
    reply.verdict = unknown("wrong-echo");
    return reply;
  }
  const json& infos = at(reading.data, "accountInfos");
  if (infos.is_array())
    for (const json& info : infos)
      if (const std::optional<Money> available = amountAt(info, "availableBalance")) {
        reply.balance = *available;
        return reply;
      }
  reply.verdict = unknown("no-balance");
  return reply;
}

}  // namespace loket::adapters::snap

#include "core/adapters/upstream/iak/codec.h"

#include <algorithm>
#include <array>
#include <utility>

#include "core/adapters/upstream/goods_details.h"
#include "core/adapters/upstream/iak/response_codes.h"
#include "core/adapters/upstream/json_fields.h"
#include "core/adapters/upstream/requests.h"
#include "core/base/text.h"

namespace loket::adapters::iak {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;
using upstream::at;
using upstream::FieldName;
using upstream::moneyAt;
using upstream::put;
using upstream::putFields;
using upstream::scalarAt;
using upstream::sentence;
using upstream::textAt;

constexpr std::array kDescFields = {
    FieldName{"tarif", "tariff"},           FieldName{"kode_tarif", "tariff"},
    FieldName{"daya", "power"},             FieldName{"lembar_tagihan", "billCount"},
    FieldName{"jumlah_tagihan", "billCount"}, FieldName{"bill_quantity", "billCount"},
    FieldName{"lembar_tagihan_sisa", "remaining"}, FieldName{"jumlah_peserta", "participants"},
    FieldName{"nama_cabang", "branch"},     FieldName{"alamat", "address"},
    FieldName{"address", "address"},        FieldName{"lokasi", "address"},
    FieldName{"pdam_name", "billerName"},   FieldName{"jatuh_tempo", "dueDate"},
    FieldName{"due_date", "dueDate"},       FieldName{"item_name", "item"},
    FieldName{"no_rangka", "chassis"},      FieldName{"nomor_rangka", "chassis"},
    FieldName{"no_pol", "plate"},           FieldName{"nomor_polisi", "plate"},
    FieldName{"tenor", "tenor"},            FieldName{"tahun_pajak", "taxYear"},
    FieldName{"kelurahan", "subdistrict"},  FieldName{"kecamatan", "district"},
    FieldName{"kab_kota", "region"},        FieldName{"luas_tanah", "landArea"},
    FieldName{"luas_gedung", "buildingArea"},
    FieldName{"first_meter", "meterFrom"},  FieldName{"last_meter", "meterTo"},
    FieldName{"usage", "usage"},            FieldName{"transaksi", "transaction"},
    FieldName{"no_registrasi", "registrationNo"}, FieldName{"tanggal_registrasi", "registrationDate"}};
// PLN and Telkom.
constexpr std::array kSheetFields = {
    FieldName{"periode", "period"}, FieldName{"nilai_tagihan", "amount"}, FieldName{"admin", "admin"},
    FieldName{"denda", "penalty"},  FieldName{"meter_awal", "meterFrom"}, FieldName{"meter_akhir", "meterTo"}};
// PDAM.
constexpr std::array kWaterFields = {
    FieldName{"period", "period"},   FieldName{"bill_amount", "amount"}, FieldName{"misc_amount", "other"},
    FieldName{"penalty", "penalty"}, FieldName{"first_meter", "meterFrom"}, FieldName{"last_meter", "meterTo"}};

std::string written(const ordered_json& body) {
  // `replace` keeps dump from throwing; what could need it is refused before.
  return body.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
}

Verdict unknown(std::string code) { return upstream::verdictOf(VerdictKind::Unknown, std::move(code)); }

enum class Side { Prepaid, Bill };

struct Reading {
  Verdict verdict;  // kind: as the table has it for the attempt
  json data;
  const ResponseCode* code = nullptr;
};

// Code and message of an answer, without looking at whose answer it is.
Reading readHead(const std::string& answer, Side side) {
  const json envelope = upstream::parsed(answer);
  Reading reading;
  reading.data = at(envelope, "data");
  if (!reading.data.is_object()) {
    reading.verdict = unknown(envelope.is_object() ? "no-data" : "unreadable");
    return reading;
  }
  // Each API has its own word for it; errors at the door were seen with the other's.
  std::string rc = scalarAt(reading.data, side == Side::Prepaid ? "rc" : "response_code");
  if (rc.empty())
    rc = scalarAt(reading.data, side == Side::Prepaid ? "response_code" : "rc");
  if (rc.empty()) {
    reading.verdict = unknown("missing-rc");
    return reading;
  }
  reading.code = side == Side::Prepaid ? findPrepaidCode(rc) : findBillCode(rc);
  const std::string message = sentence(textAt(reading.data, "message"));
  if (reading.code == nullptr) {
    reading.verdict = unknown(sentence(rc, upstream::kUnknownCodeBytesMax));
    reading.verdict.message = message;
    return reading;
  }
  reading.verdict.kind = reading.code->kind;
  reading.verdict.code = rc;
  reading.verdict.elsewhere = reading.code->elsewhere;
  reading.verdict.message = message.empty() ? std::string(reading.code->message) : message;
  return reading;
}

enum class Echo { Same, Absent, Other };

// Numbers come as texts and as numbers.
Echo echoOf(const json& data, const char* key, const std::string& expected) {
  if (at(data, key).is_null())
    return Echo::Absent;
  return scalarAt(data, key) == expected ? Echo::Same : Echo::Other;
}

// None of them names another, and as many as `needed` are there.
bool names(const json& data, std::initializer_list<std::pair<const char*, const std::string*>> fields, int needed) {
  int same = 0;
  for (const auto& [key, expected] : fields) {
    const Echo echo = echoOf(data, key, *expected);
    if (echo == Echo::Other)
      return false;
    same += echo == Echo::Same ? 1 : 0;
  }
  return same >= needed;
}

bool names(const json& data, const Subject& subject, int needed) {
  return names(data, {{"ref_id", &subject.refId}, {"product_code", &subject.code}, {"customer_id", &subject.number}},
               needed);
}

bool isRefusal(VerdictKind kind) {
  return kind == VerdictKind::Failed || kind == VerdictKind::RefusedForNow || kind == VerdictKind::RefusedByConfig;
}

// What `status` must say beside the code: 0 in process, 1 done, 2 failed.
bool fitsStatus(const json& data, VerdictKind kind) {
  const std::string status = scalarAt(data, "status");
  switch (kind) {
    case VerdictKind::Succeeded:
      return status == "1";
    case VerdictKind::Pending:
      return status == "0";
    case VerdictKind::Failed:
    case VerdictKind::RefusedForNow:
    case VerdictKind::RefusedByConfig:
    case VerdictKind::NotFound:
      return status == "2" || status.empty();
    case VerdictKind::NotSent:
    case VerdictKind::Unknown:
      return true;
  }
  return false;
}

Details readBillDetails(const json& data) {
  Details details;
  put(details, "customerName", scalarAt(data, "tr_name"));
  put(details, "period", scalarAt(data, "period"));
  put(details, "reference", scalarAt(data, "noref"));
  const json& desc = at(data, "desc");
  putFields(desc, kDescFields, details);
  upstream::readBillParts(at(at(desc, "tagihan"), "detail"), kSheetFields, details);
  upstream::readBillParts(at(at(desc, "bill"), "detail"), kWaterFields, details);
  for (const char* key : {"penalty_bill", "denda"})
    if (const Money fine = moneyAt(desc, key).value_or(Money()); fine.isPositive())
      details.try_emplace("penalty", std::to_string(fine.amount()));
  return details;
}

// A failure in answer to a question about the bill, with the code that says why.
VerdictKind kindOfStatus(const std::string& status, const ResponseCode& code) {
  const bool succeeded = code.kind == VerdictKind::Succeeded;
  const bool pending = code.kind == VerdictKind::Pending;
  if (status == "0")
    return succeeded || code.kind == VerdictKind::NotFound ? VerdictKind::NotFound : VerdictKind::Unknown;
  if (status == "1")
    return succeeded ? VerdictKind::Succeeded : VerdictKind::Unknown;
  if (status == "2")
    return succeeded || pending || code.kind == VerdictKind::NotFound ? VerdictKind::Unknown : VerdictKind::Failed;
  if (status == "3")
    return pending ? VerdictKind::Pending : VerdictKind::Unknown;
  return VerdictKind::Unknown;
}

// The trouble of a question says nothing about the number: it may go well a little later.
VerdictKind kindOfInquiry(const ResponseCode& code) {
  constexpr std::array<std::string_view, 9> kPassing = {"05", "11", "39", "91", "92", "103", "105", "106", "201"};
  if (std::find(kPassing.begin(), kPassing.end(), code.rc) != kPassing.end())
    return VerdictKind::RefusedForNow;
  // Paid already, or nothing there: there is nothing to pay.
  if (code.kind == VerdictKind::Unknown || code.kind == VerdictKind::NotFound)
    return VerdictKind::Failed;
  return code.kind;
}

}  // namespace

std::string signOf(const Credentials& credentials, std::string_view suffix) {
  return upstream::md5Hex(credentials.username + credentials.apiKey + std::string(suffix));
}

std::string balanceBody(const Credentials& credentials) {
  return written({{"username", credentials.username}, {"sign", signOf(credentials, "bl")}});
}

std::string priceListBody(const Credentials& credentials) {
  return written({{"username", credentials.username}, {"sign", signOf(credentials, "pl")}, {"status", "all"}});
}

std::string billListBody(const Credentials& credentials) {
  return written({{"commands", "pricelist-pasca"},
                  {"username", credentials.username},
                  {"sign", signOf(credentials, "pl")},
                  {"status", "all"}});
}

std::string topUpBody(const Credentials& credentials, const Subject& subject) {
  return written({{"username", credentials.username},
                  {"ref_id", subject.refId},
                  {"customer_id", subject.number},
                  {"product_code", subject.code},
                  {"sign", signOf(credentials, subject.refId)}});
}

std::string checkStatusBody(const Credentials& credentials, const std::string& refId) {
  return written({{"username", credentials.username}, {"ref_id", refId}, {"sign", signOf(credentials, refId)}});
}

std::string plnInquiryBody(const Credentials& credentials, const std::string& number) {
  return written({{"username", credentials.username}, {"customer_id", number}, {"sign", signOf(credentials, number)}});
}

std::string billInquiryBody(const Credentials& credentials, const Subject& subject, const BillWish& wish) {
  ordered_json body = {{"commands", "inq-pasca"},
                       {"username", credentials.username},
                       {"code", subject.code},
                       {"hp", subject.number},
                       {"ref_id", subject.refId}};
  if (wish.months > 0)
    body["month"] = std::to_string(wish.months);
  if (!wish.taxYear.empty())
    body["year"] = wish.taxYear;
  if (wish.amount.isPositive())
    body["desc"] = {{"amount", wish.amount.amount()}};
  body["sign"] = signOf(credentials, subject.refId);
  return written(body);
}

std::string billPaymentBody(const Credentials& credentials, const std::string& trId) {
  return written({{"commands", "pay-pasca"},
                  {"username", credentials.username},
                  {"tr_id", trId},
                  {"sign", signOf(credentials, trId)}});
}

std::string billStatusBody(const Credentials& credentials, const std::string& refId) {
  return written({{"commands", "checkstatus"},
                  {"username", credentials.username},
                  {"ref_id", refId},
                  {"sign", signOf(credentials, "cs")}});
}

std::optional<Subject> readTopUpBody(const std::string& body) {
  const json sent = upstream::parsed(body);
  Subject read{textAt(sent, "ref_id"), textAt(sent, "product_code"), textAt(sent, "customer_id")};
  if (read.refId.empty() || read.code.empty() || read.number.empty())
    return std::nullopt;
  return read;
}

std::optional<std::string> readBillPaymentBody(const std::string& body) {
  const json sent = upstream::parsed(body);
  std::string trId = textAt(sent, "tr_id");
  if (textAt(sent, "commands") != "pay-pasca" || trId.empty())
    return std::nullopt;
  return trId;
}

Verdict readTopUp(const std::string& answer, const Subject& sent, Asked asked) {
  Reading reading = readHead(answer, Side::Prepaid);
  Verdict& verdict = reading.verdict;
  if (reading.code == nullptr)
    return verdict;
  const bool isQuestion = asked == Asked::Status;
  const bool atTheDoor = isRefusalAtTheDoor(verdict.code);
  const bool notFound = verdict.kind == VerdictKind::NotFound;
  // Who does not know the order, or refused before reading it, cannot repeat all of it.
  if (!names(reading.data, sent, atTheDoor || notFound ? 0 : 3))
    return unknown("wrong-echo");
  if (!fitsStatus(reading.data, verdict.kind))
    return unknown("contradiction");
  // Said of the question, not of the order.
  if (isQuestion && atTheDoor)
    return unknown(verdict.code);
  if (!isQuestion && notFound)
    return unknown(verdict.code);
  // A stored order that was refused is over; the engine sends no second one under its name.
  if (isQuestion && isRefusal(verdict.kind))
    verdict.kind = VerdictKind::Failed;
  if (verdict.kind != VerdictKind::Succeeded)
    return verdict;
  verdict.serial = sentence(scalarAt(reading.data, "sn"));
  if (const std::string pin = sentence(scalarAt(reading.data, "pin")); !pin.empty())
    verdict.details["pin"] = pin;
  const Money price = moneyAt(reading.data, "price").value_or(Money());
  if (price.isPositive())
    verdict.cost = price;
  // The code of the goods does not tell a PLN token from airtime: whoever shows it must know the family.
  verdict.token = upstream::readToken(verdict.serial, verdict.details);
  return verdict;
}

Verdict readBillPayment(const std::string& answer, const BillSubject& sent, Asked asked) {
  Reading reading = readHead(answer, Side::Bill);
  Verdict& verdict = reading.verdict;
  if (reading.code == nullptr)
    return verdict;
  const bool isQuestion = asked == Asked::Status;
  const bool atTheDoor = isRefusalAtTheDoor(verdict.code);
  const bool noInquiry = verdict.code == "06";
  if (!names(reading.data, {{"tr_id", &sent.trId}, {"ref_id", &sent.refId}, {"code", &sent.code}},
             atTheDoor || noInquiry ? 0 : verdict.kind == VerdictKind::Succeeded ? 3 : 1))
    return unknown("wrong-echo");
  if (isQuestion) {
    if (atTheDoor)
      return unknown(verdict.code);
    const std::string status = scalarAt(reading.data, "status");
    if (noInquiry && (status.empty() || status == "0"))
      verdict.kind = VerdictKind::NotFound;
    else
      verdict.kind = kindOfStatus(status, *reading.code);
    if (verdict.kind == VerdictKind::Unknown)
      return unknown(status.empty() ? "no-status" : "contradiction");
  } else if (verdict.kind == VerdictKind::NotFound) {
    // "Only inquired", in answer to the payment itself.
    return unknown(verdict.code);
  }
  if (verdict.kind != VerdictKind::Succeeded)
    return verdict;
  verdict.serial = sentence(scalarAt(reading.data, "noref"));
  const Money cost = moneyAt(reading.data, "selling_price").value_or(Money());
  if (cost.isPositive())
    verdict.cost = cost;
  verdict.details = readBillDetails(reading.data);
  return verdict;
}

ports::InquiryReply readBillInquiry(const std::string& answer, const Subject& expected, const std::string& taxYear) {
  const Reading reading = readHead(answer, Side::Bill);
  ports::InquiryReply reply;
  reply.verdict = reading.verdict;
  if (reading.code == nullptr)
    return reply;
  reply.verdict.kind = kindOfInquiry(*reading.code);
  const bool succeeded = reply.verdict.kind == VerdictKind::Succeeded;
  if (!names(reading.data, {{"ref_id", &expected.refId}, {"code", &expected.code}, {"hp", &expected.number}},
             succeeded ? 3 : 0)) {
    reply.verdict = unknown("wrong-echo");
    return reply;
  }
  if (!succeeded)
    return reply;
  const std::string year = scalarAt(at(reading.data, "desc"), "tahun_pajak");
  if (!taxYear.empty() && !year.empty() && year != taxYear) {
    reply.verdict = unknown("wrong-echo");
    return reply;
  }
  const std::string trId = scalarAt(reading.data, "tr_id");
  const std::optional<Money> total = moneyAt(reading.data, "price");
  const std::optional<Money> admin = moneyAt(reading.data, "admin");
  const std::optional<Money> cost = moneyAt(reading.data, "selling_price");
  const std::optional<Money> nominal = moneyAt(reading.data, "nominal");
  if (!upstream::isCarriable(trId) || !total || !admin || !cost || admin->isNegative() || !cost->isPositive() ||
      *total <= *admin || (nominal && *nominal != *total - *admin)) {
    reply.verdict = unknown(trId.empty() ? "no-inquiry-id" : "bad-amount");
    return reply;
  }
  reply.amount = *total - *admin;
  reply.adminFee = *admin;
  reply.cost = *cost;
  reply.customerName = sentence(scalarAt(reading.data, "tr_name"));
  reply.details = readBillDetails(reading.data);
  reply.details[ports::kInquiryId] = trId;
  return reply;
}

ports::InquiryReply readPlnInquiry(const std::string& answer, const std::string& number) {
  const Reading reading = readHead(answer, Side::Prepaid);
  ports::InquiryReply reply;
  reply.verdict = reading.verdict;
  if (reading.code == nullptr)
    return reply;
  if (reply.verdict.kind == VerdictKind::Pending || reply.verdict.kind == VerdictKind::NotFound)
    reply.verdict.kind = VerdictKind::RefusedForNow;
  if (reply.verdict.kind != VerdictKind::Succeeded)
    return reply;
  if (echoOf(reading.data, "customer_id", number) != Echo::Same) {
    reply.verdict = unknown("wrong-echo");
    return reply;
  }
  reply.customerName = sentence(textAt(reading.data, "name"));
  if (reply.customerName.empty()) {
    reply.verdict = unknown("no-name");
    return reply;
  }
  reply.details["customerName"] = reply.customerName;
  put(reply.details, "meterNo", scalarAt(reading.data, "meter_no"));
  put(reply.details, "subscriberId", scalarAt(reading.data, "subscriber_id"));
  upstream::putSegment(textAt(reading.data, "segment_power"), reply.details);
  return reply;
}

ports::BalanceReply readBalance(const std::string& answer) {
  ports::BalanceReply reply;
  const Reading reading = readHead(answer, Side::Prepaid);
  reply.verdict = reading.verdict;
  if (reply.verdict.kind != VerdictKind::Succeeded)
    return reply;
  const std::optional<Money> balance = moneyAt(reading.data, "balance");
  if (!balance) {
    reply.verdict = unknown("no-deposit");
    return reply;
  }
  reply.balance = *balance;
  return reply;
}

}  // namespace loket::adapters::iak

#include "core/adapters/upstream/digiflazz/codec.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>
#include <vector>

#include "core/adapters/upstream/digiflazz/response_codes.h"
#include "core/adapters/upstream/goods_details.h"
#include "core/adapters/upstream/json_fields.h"
#include "core/adapters/upstream/requests.h"
#include "core/base/text.h"

namespace loket::adapters::digiflazz {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;
using upstream::at;
using upstream::FieldName;
using upstream::flagAt;
using upstream::moneyAt;
using upstream::put;
using upstream::putFields;
using upstream::readToken;
using upstream::scalarAt;
using upstream::sentence;
using upstream::textAt;

std::string written(const ordered_json& body) {
  // `replace` keeps dump from throwing; what could need it is refused before.
  return body.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
}

Verdict unknown(std::string code) {
  return upstream::verdictOf(VerdictKind::Unknown, std::move(code));
}

// Refused before the body was read or the account was known: such an answer cannot repeat what it has not
// read.
bool isRefusalAtTheDoor(std::string_view rc) {
  return rc == "40" || rc == "41" || rc == "42" || rc == "45";
}

// Says nothing about the goods or the number: the same inquiry may go well a little later.
bool isPassingTrouble(std::string_view rc) {
  constexpr std::array<std::string_view, 10> kPassing = {"01", "03", "53", "55", "58",
                                                         "70", "71", "85", "86", "99"};
  return std::find(kPassing.begin(), kPassing.end(), rc) != kPassing.end();
}

VerdictKind kindOf(const ResponseCode& code, Asked asked) {
  switch (asked) {
    case Asked::Attempt:
      return code.kind;
    case Asked::Inquiry:
      return isPassingTrouble(code.rc) ? VerdictKind::RefusedForNow : code.kind;
    case Asked::RepeatOfAttempt:
    case Asked::BillStatus:
      // "Nothing created" is then said of the question, and a limit was hit by the question: the attempt may
      // have gone through all the same.
      if (!code.created || code.rc == "85" || code.rc == "86")
        return VerdictKind::Unknown;
      if (asked == Asked::BillStatus && code.rc == "50")
        return VerdictKind::NotFound;
      return code.kind;
  }
  return VerdictKind::Unknown;
}

bool names(const json& data, const char* key, const std::string& expected, bool mayBeSilent) {
  const json& field = at(data, key);
  if (field.is_null())
    return mayBeSilent;
  return field.is_string() && field.get_ref<const std::string&>() == expected;
}

struct Reading {
  Verdict verdict;
  json data;
};

// Code and status of an answer, without looking at whose answer it is.
Reading readHead(const std::string& answer, Asked asked) {
  const json envelope = upstream::parsed(answer);
  Reading reading;
  reading.data = at(envelope, "data");
  if (!envelope.is_object()) {
    reading.verdict = unknown("unreadable");
    return reading;
  }
  if (!reading.data.is_object()) {
    reading.verdict = unknown("no-data");
    return reading;
  }
  const std::string rc = textAt(reading.data, "rc");
  if (rc.empty()) {
    reading.verdict = unknown("missing-rc");
    return reading;
  }
  const ResponseCode* code = findResponseCode(rc);
  if (code == nullptr) {
    reading.verdict = unknown(sentence(rc, upstream::kUnknownCodeBytesMax));
    reading.verdict.message = sentence(textAt(reading.data, "message"));
    return reading;
  }
  const std::string status = textAt(reading.data, "status");
  const bool mayBeSilent = isRefusalAtTheDoor(rc) && at(reading.data, "status").is_null();
  if (!mayBeSilent && toLower(status) != toLower(statusOf(*code))) {
    reading.verdict = unknown("contradiction");
    return reading;
  }
  reading.verdict.kind = kindOf(*code, asked);
  reading.verdict.code = rc;
  if (std::find(kSupplierFailures.begin(), kSupplierFailures.end(), rc) != kSupplierFailures.end())
    reading.verdict.elsewhere = Elsewhere::MayBeTried;
  if (rc == kTakenBack)
    reading.verdict.undoes = Undoes::ASuccess;
  reading.verdict.message = sentence(textAt(reading.data, "message"));
  if (reading.verdict.message.empty())
    reading.verdict.message = code->message;
  return reading;
}

// The same, and the answer must name the transaction that was asked about.
Reading readAsked(const std::string& answer, const SentBody& sent, Asked asked) {
  const Subject& expected = sent.subject;
  Reading reading = readHead(answer, asked);
  if (!reading.data.is_object() || findResponseCode(reading.verdict.code) == nullptr)
    return reading;
  const bool mayBeSilent = isRefusalAtTheDoor(reading.verdict.code);
  if (!names(reading.data, "ref_id", expected.refId, mayBeSilent) ||
      !names(reading.data, "customer_no", expected.number, mayBeSilent) ||
      !names(reading.data, "buyer_sku_code", expected.sku, mayBeSilent))
    reading.verdict = unknown("wrong-echo");
  const std::string year = scalarAt(at(reading.data, "desc"), "tahun_pajak");
  if (!sent.taxYear.empty() && !year.empty() && year != sent.taxYear)
    reading.verdict = unknown("wrong-echo");
  return reading;
}

// One month (or other part) of a bill.
constexpr std::array kPartFields = {
    FieldName{"periode", "period"},    FieldName{"nilai_tagihan", "amount"}, FieldName{"admin", "admin"},
    FieldName{"denda", "penalty"},     FieldName{"meter_awal", "meterFrom"}, FieldName{"meter_akhir", "meterTo"},
    FieldName{"biaya_lain", "other"},  FieldName{"usage", "usage"},          FieldName{"no_ref", "reference"}};
constexpr std::array kDescFields = {
    FieldName{"tarif", "tariff"},       FieldName{"daya", "power"},
    FieldName{"lembar_tagihan", "billCount"}, FieldName{"alamat", "address"},
    FieldName{"jumlah_peserta", "participants"}, FieldName{"jatuh_tempo", "dueDate"},
    FieldName{"item_name", "item"},     FieldName{"no_pol", "plate"},
    FieldName{"tenor", "tenor"},        FieldName{"tahun_pajak", "taxYear"},
    FieldName{"no_rangka", "chassis"},  FieldName{"kelurahan", "subdistrict"},
    FieldName{"kecamatan", "district"}, FieldName{"kab_kota", "region"},
    FieldName{"provinsi", "province"},  FieldName{"luas_tanah", "landArea"},
    FieldName{"luas_gedung", "buildingArea"}, FieldName{"merk", "make"},
    FieldName{"model", "model"},        FieldName{"tahun", "vehicleYear"},
    FieldName{"warna", "colour"},       FieldName{"no_mesin", "engine"}};

Details readBillDetails(const json& data) {
  Details details;
  put(details, "customerName", textAt(data, "customer_name"));
  put(details, "period", scalarAt(data, "periode"));
  const json& desc = at(data, "desc");
  putFields(desc, kDescFields, details);
  upstream::readBillParts(at(desc, "detail"), kPartFields, details);
  return details;
}

std::optional<MinuteOfDay> readMinute(std::string_view text) {
  const std::vector<std::string> parts = split(trimmed(text), ':');
  if (parts.size() < 2 || !isDigits(parts[0]) || !isDigits(parts[1]) || parts[0].size() > 2 ||
      parts[1].size() > 2)
    return std::nullopt;
  const int hour = std::stoi(parts[0]);
  const int minute = std::stoi(parts[1]);
  if (hour > 23 || minute > 59)
    return std::nullopt;
  return MinuteOfDay{hour * 60 + minute};
}

bool inStock(const json& item) {
  if (flagAt(item, "unlimited_stock", !item.contains("stock")))
    return true;
  return upstream::wholeAt(item, "stock").value_or(0) > 0;
}

std::optional<PriceListEntry> readEntry(const json& item, ProductKind kind, const UpstreamId& upstreamId) {
  if (!item.is_object())
    return std::nullopt;
  PriceListEntry entry;
  entry.kind = kind;
  entry.offer.upstream = upstreamId;
  entry.offer.sku = Sku(scalarAt(item, "buyer_sku_code"));
  if (entry.offer.sku.empty())
    return std::nullopt;
  if (kind == ProductKind::Bill) {
    const std::optional<Money> admin = moneyAt(item, "admin");
    const std::optional<Money> commission = moneyAt(item, "commission");
    if (!admin || !commission || admin->isNegative() || commission->isNegative())
      return std::nullopt;
    entry.offer.admin = *admin;
    entry.offer.commission = *commission;
    entry.offer.cost = Money::rupiah(admin->amount() - commission->amount());
  } else {
    const std::optional<Money> price = moneyAt(item, "price");
    if (!price || !price->isPositive())
      return std::nullopt;
    entry.offer.cost = *price;
  }
  entry.offer.available = flagAt(item, "buyer_product_status", false) &&
                          flagAt(item, "seller_product_status", false) && inStock(item);
  entry.offer.multi = flagAt(item, "multi", true);
  entry.offer.cutOff = readCutOff(textAt(item, "start_cut_off"), textAt(item, "end_cut_off"));
  entry.offer.seller = sentence(textAt(item, "seller_name"));
  entry.name = sentence(textAt(item, "product_name"));
  entry.category = sentence(textAt(item, "category"));
  entry.brand = sentence(textAt(item, "brand"));
  entry.description = sentence(textAt(item, "desc"));
  return entry;
}

}  // namespace

std::string signOf(const Credentials& credentials, std::string_view suffix) {
  return upstream::md5Hex(credentials.username + credentials.apiKey + std::string(suffix));
}

std::string balanceBody(const Credentials& credentials) {
  return written(
      {{"cmd", "deposit"}, {"username", credentials.username}, {"sign", signOf(credentials, "depo")}});
}

std::string priceListBody(const Credentials& credentials, std::string_view command, std::string_view code) {
  ordered_json body = {{"cmd", command}, {"username", credentials.username}};
  if (!code.empty())
    body["code"] = code;
  body["sign"] = signOf(credentials, "pricelist");
  return written(body);
}

std::string plnInquiryBody(const Credentials& credentials, const std::string& number) {
  return written(
      {{"username", credentials.username}, {"customer_no", number}, {"sign", signOf(credentials, number)}});
}

std::string topUpBody(const Credentials& credentials, const Subject& subject, Money maxPrice) {
  ordered_json body = {{"username", credentials.username},
                       {"buyer_sku_code", subject.sku},
                       {"customer_no", subject.number},
                       {"ref_id", subject.refId}};
  if (maxPrice.isPositive())
    body["max_price"] = maxPrice.amount();
  if (subject.number.find('.') != std::string::npos)
    body["allow_dot"] = true;
  body["sign"] = signOf(credentials, subject.refId);
  return written(body);
}

std::string billBody(const Credentials& credentials, std::string_view command, const Subject& subject,
                     const BillExtras& extras) {
  ordered_json body = {{"commands", command},
                       {"username", credentials.username},
                       {"buyer_sku_code", subject.sku},
                       {"customer_no", subject.number},
                       {"ref_id", subject.refId}};
  if (extras.amount.isPositive())
    body["amount"] = extras.amount.amount();
  if (const std::string& year = extras.fields.taxYear; year.size() == 4 && isDigits(year))
    body["year"] = std::stoi(year);
  if (!extras.fields.ownerId.empty())
    body["id_pelanggan2"] = extras.fields.ownerId;
  body["sign"] = signOf(credentials, subject.refId);
  return written(body);
}

std::string ticketBody(const Credentials& credentials, const ports::TicketOrder& order) {
  return written({{"username", credentials.username},
                  {"amount", order.amount.amount()},
                  {"Bank", order.bank},
                  {"owner_name", order.ownerName},
                  {"sign", signOf(credentials, "deposit")}});
}

std::optional<SentBody> readSentBody(const std::string& body) {
  const json sent = upstream::parsed(body);
  SentBody read;
  read.subject = {textAt(sent, "ref_id"), textAt(sent, "buyer_sku_code"), textAt(sent, "customer_no")};
  read.isBill = !at(sent, "commands").is_null();
  read.taxYear = scalarAt(sent, "year");
  if (read.subject.refId.empty() || read.subject.sku.empty() || read.subject.number.empty())
    return std::nullopt;
  return read;
}

Verdict readTransaction(const std::string& answer, const SentBody& sent, Asked asked) {
  Reading reading = readAsked(answer, sent, asked);
  Verdict& verdict = reading.verdict;
  if (verdict.kind != VerdictKind::Succeeded)
    return verdict;
  verdict.serial = sentence(scalarAt(reading.data, "sn"));
  // Under a bill's ref_id the inquiry has succeeded before: only a serial tells the payment from it.
  if (asked == Asked::BillStatus && verdict.serial.empty())
    return unknown("no-serial");
  const Money price = moneyAt(reading.data, "price").value_or(Money());
  if (price.isPositive())
    verdict.cost = price;
  verdict.details = readBillDetails(reading.data);
  // The code of the goods does not tell a PLN token from airtime: whoever shows it must know the family.
  if (!sent.isBill)
    verdict.token = readToken(verdict.serial, verdict.details);
  return verdict;
}

ports::InquiryReply readBillInquiry(const std::string& answer, const Subject& expected,
                                    const std::string& taxYear) {
  const Reading reading = readAsked(answer, {expected, true, taxYear}, Asked::Inquiry);
  ports::InquiryReply reply;
  reply.verdict = reading.verdict;
  if (reply.verdict.kind != VerdictKind::Succeeded)
    return reply;
  const std::optional<Money> total = moneyAt(reading.data, "selling_price");
  const std::optional<Money> admin = moneyAt(reading.data, "admin");
  const std::optional<Money> cost = moneyAt(reading.data, "price");
  if (!total || !admin || !cost || admin->isNegative() || !cost->isPositive() || *total <= *admin) {
    reply.verdict = unknown("bad-amount");
    return reply;
  }
  reply.amount = *total - *admin;
  reply.adminFee = *admin;
  reply.cost = *cost;
  reply.details = readBillDetails(reading.data);
  reply.customerName = sentence(textAt(reading.data, "customer_name"));
  return reply;
}

ports::InquiryReply readPlnInquiry(const std::string& answer, const std::string& number) {
  const Reading reading = readHead(answer, Asked::Inquiry);
  ports::InquiryReply reply;
  reply.verdict = reading.verdict;
  if (reply.verdict.kind != VerdictKind::Succeeded)
    return reply;
  if (!names(reading.data, "customer_no", number, false)) {
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
  const json envelope = upstream::parsed(answer);
  const json& data = at(envelope, "data");
  if (!at(data, "rc").is_null()) {
    reply.verdict = readHead(answer, Asked::Inquiry).verdict;
    if (reply.verdict.kind != VerdictKind::Succeeded)
      return reply;
  }
  const std::optional<Money> deposit = moneyAt(data, "deposit");
  if (!deposit) {
    reply.verdict = unknown(data.is_object() ? "no-deposit" : "unreadable");
    return reply;
  }
  reply.verdict.kind = VerdictKind::Succeeded;
  reply.balance = *deposit;
  return reply;
}

ports::TicketReply readTicket(const std::string& answer, Money wanted) {
  constexpr Money kUniqueMax = Money::rupiah(999);
  ports::TicketReply reply;
  const json envelope = upstream::parsed(answer);
  const json& data = at(envelope, "data");
  const std::string rc = textAt(data, "rc");
  const ResponseCode* code = findResponseCode(rc);
  if (code == nullptr) {
    reply.verdict = unknown(rc.empty() ? "missing-rc" : sentence(rc, upstream::kUnknownCodeBytesMax));
    return reply;
  }
  reply.verdict = upstream::verdictOf(code->kind, rc);
  reply.verdict.message = sentence(textAt(data, "message"));
  if (reply.verdict.message.empty())
    reply.verdict.message = code->message;
  if (code->kind != VerdictKind::Succeeded)
    return reply;
  const std::optional<Money> amount = moneyAt(data, "amount");
  reply.account = sentence(scalarAt(data, "account_no"));
  // A sum that nobody asked for, or nowhere to send it: people are not told to send money.
  if (!amount || *amount < wanted || *amount > wanted + kUniqueMax || reply.account.empty()) {
    reply.verdict = unknown(reply.account.empty() ? "no-account" : "bad-amount");
    return reply;
  }
  reply.amount = *amount;
  reply.bank = sentence(textAt(data, "bank"));
  reply.method = sentence(textAt(data, "payment_method"));
  reply.note = sentence(scalarAt(data, "notes"));
  return reply;
}

ports::PriceListReply readPriceList(const std::string& answer, ProductKind kind,
                                    const UpstreamId& upstreamId) {
  ports::PriceListReply reply;
  const json envelope = upstream::parsed(answer);
  const json& data = at(envelope, "data");
  if (!data.is_array()) {
    reply.verdict = readHead(answer, Asked::Inquiry).verdict;
    // "Success" without a list is not one.
    if (reply.verdict.kind == VerdictKind::Succeeded)
      reply.verdict = unknown("no-data");
    reply.tooSoon = reply.verdict.code == "83";
    return reply;
  }
  for (const json& item : data)
    if (std::optional<PriceListEntry> entry = readEntry(item, kind, upstreamId))
      reply.entries.push_back(std::move(*entry));
  if (reply.entries.empty() && !data.empty()) {
    reply.verdict = unknown("unreadable");
    return reply;
  }
  reply.verdict.kind = VerdictKind::Succeeded;
  return reply;
}

CutOff readCutOff(std::string_view from, std::string_view to) {
  const std::optional<MinuteOfDay> start = readMinute(from);
  const std::optional<MinuteOfDay> end = readMinute(to);
  return start && end ? CutOff{*start, *end} : CutOff{};
}

}  // namespace loket::adapters::digiflazz

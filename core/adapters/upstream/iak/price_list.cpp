#include "core/adapters/upstream/iak/price_list.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>

#include "core/adapters/upstream/iak/codec.h"
#include "core/adapters/upstream/iak/response_codes.h"
#include "core/adapters/upstream/json_fields.h"
#include "core/adapters/upstream/requests.h"
#include "core/base/text.h"

namespace loket::adapters::iak {
namespace {

using nlohmann::json;
using upstream::at;
using upstream::moneyAt;
using upstream::scalarAt;
using upstream::sentence;
using upstream::textAt;

struct Word {
  std::string_view theirs;
  std::string_view ours;
};

// IAK's operators in the market's words; others go by their own name in capitals.
constexpr std::array kBrands = {Word{"three", "TRI"},          Word{"smart", "SMARTFREN"},
                                Word{"by.u", "by.U"},          Word{"gopay e-money", "GO PAY"},
                                Word{"gopay", "GO PAY"},       Word{"shopee pay", "SHOPEE PAY"},
                                Word{"mobile legend", "MOBILE LEGENDS"}};
constexpr std::array kCategories = {Word{"pulsa", "Pulsa"}, Word{"data", "Data"},      Word{"pln", "PLN"},
                                    Word{"etoll", "E-Money"}, Word{"game", "Games"}, Word{"voucher", "Voucher"}};
// The types of bills; what has another shape of inquiry than the rest (vehicle tax goes by a payment code and
// an identity number) is not offered, so that nobody takes cash for it.
constexpr std::array kBillBrands = {Word{"pln", "PLN"},
                                    Word{"pdam", "PDAM"},
                                    Word{"bpjs", "BPJS KESEHATAN"},
                                    Word{"internet", "INTERNET"},
                                    Word{"finance", "MULTIFINANCE"},
                                    Word{"hp", "HP PASCABAYAR"},
                                    Word{"tv", "TV PASCABAYAR"},
                                    Word{"gas", "GAS NEGARA"},
                                    Word{"emoney", "E-MONEY"},
                                    Word{"pbb", "PBB"},
                                    Word{"asuransi", "ASURANSI"},
                                    Word{"pendidikan", "PENDIDIKAN"},
                                    Word{"estate", "ESTATE"},
                                    Word{"retribusi", "RETRIBUSI"}};
// One-time bills of PLN go by a registration number, the workers' insurance is not the health insurance.
constexpr std::array kBillBrandsByCode = {Word{"PLNNONH", "PLN NONTAGLIS"}, Word{"BPJSTK", "BPJS KETENAGAKERJAAN"},
                                          Word{"BPJSTKPU", "BPJS KETENAGAKERJAAN PU"}};

// PLN takes nothing from 23:00 to 01:00 (response code 109).
constexpr CutOff kPlnClosed{MinuteOfDay{23 * 60}, MinuteOfDay{60}};

template <typename Words>
std::optional<std::string> wordFor(const Words& words, std::string_view theirs) {
  for (const Word& word : words)
    if (word.theirs == theirs)
      return std::string(word.ours);
  return std::nullopt;
}

// "Telkomsel Paket Internet" and "telkomsel" are one brand.
std::string brandOf(const std::string& operatorName) {
  std::string name = toLower(trimmed(operatorName));
  if (const std::size_t packet = name.find(" paket internet"); packet != std::string::npos)
    name.erase(packet);
  return wordFor(kBrands, name).value_or(toUpper(name));
}

// What the face value is written as: "5.000", "5000" -> "5.000"; other words stay.
std::string nominalWord(const std::string& nominal) {
  const std::string plain = trimmed(nominal);
  const auto parsed = Money::parse(plain);
  if (!parsed || !parsed->isPositive())
    return plain;
  const std::string text = parsed->text();  // "Rp5.000"
  return text.substr(text.find_first_of("0123456789"));
}

std::optional<PriceListEntry> readGoods(const json& item, const UpstreamId& upstreamId) {
  PriceListEntry entry;
  entry.kind = ProductKind::Prepaid;
  entry.offer.upstream = upstreamId;
  entry.offer.sku = Sku(scalarAt(item, "product_code"));
  const std::optional<Money> price = moneyAt(item, "product_price");
  if (!upstream::isCarriable(entry.offer.sku.str()) || !price || !price->isPositive())
    return std::nullopt;
  entry.offer.cost = *price;
  entry.offer.available = toLower(textAt(item, "status")) == "active";
  const std::string type = toLower(textAt(item, "product_type"));
  entry.category = wordFor(kCategories, type).value_or(sentence(textAt(item, "product_category")));
  const std::string operatorName = sentence(textAt(item, "product_description"));
  entry.brand = type == "pln" ? "PLN" : brandOf(operatorName);
  const std::string nominal = nominalWord(sentence(scalarAt(item, "product_nominal")));
  // A name of its own where the nominal is one ("Voucher Alfamart Rp 100.000"); else operator and face value.
  const bool isFigure = !nominal.empty() && nominal.find_first_not_of("0123456789.") == std::string::npos;
  const std::string shown = type == "pln" ? "PLN" : operatorName;
  entry.name = isFigure || nominal.empty() ? trimmed(shown + " " + nominal) : nominal;
  if (entry.name.empty())
    return std::nullopt;
  const std::string about = sentence(textAt(item, "product_details"));
  entry.description = about == "-" ? std::string() : about;
  entry.offer.seller = "IAK";
  if (type == "pln")
    entry.offer.cutOff = kPlnClosed;
  return entry;
}

std::optional<PriceListEntry> readBill(const json& item, const UpstreamId& upstreamId) {
  PriceListEntry entry;
  entry.kind = ProductKind::Bill;
  entry.offer.upstream = upstreamId;
  entry.offer.sku = Sku(scalarAt(item, "code"));
  entry.name = sentence(textAt(item, "name"));
  const std::string type = toLower(textAt(item, "type"));
  const std::optional<std::string> byCode = wordFor(kBillBrandsByCode, entry.offer.sku.str());
  const std::optional<std::string> brand = byCode ? byCode : wordFor(kBillBrands, type);
  const std::optional<Money> fee = moneyAt(item, "fee");
  const std::optional<Money> share = moneyAt(item, "komisi");
  if (!upstream::isCarriable(entry.offer.sku.str()) || entry.name.empty() || !brand || !fee || !share ||
      fee->isNegative() || share->isNegative())
    return std::nullopt;
  entry.brand = *brand;
  entry.category = "Pascabayar";
  entry.offer.admin = *fee;
  entry.offer.commission = *share;
  entry.offer.cost = Money::rupiah(fee->amount() - share->amount());
  entry.offer.available = scalarAt(item, "status") == "1";
  entry.offer.seller = "IAK";
  if (type == "pln")
    entry.offer.cutOff = kPlnClosed;
  return entry;
}

// The list may be the answer's data itself, or lie in it under its name.
ports::PriceListReply readList(const std::string& answer, const char* name, bool isBills,
                               const std::function<std::optional<PriceListEntry>(const json&)>& read) {
  ports::PriceListReply reply;
  const json envelope = upstream::parsed(answer);
  const json& data = at(envelope, "data");
  const json& list = data.is_array() ? data : at(data, name);
  if (!list.is_array()) {
    const std::string rc = scalarAt(data, isBills ? "response_code" : "rc");
    const ResponseCode* code = isBills ? findBillCode(rc) : findPrepaidCode(rc);
    const bool refused = code != nullptr && (code->kind == VerdictKind::RefusedByConfig ||
                                             code->kind == VerdictKind::RefusedForNow);
    reply.verdict =
        upstream::verdictOf(refused ? code->kind : VerdictKind::Unknown,
                            rc.empty() ? "no-data" : sentence(rc, upstream::kUnknownCodeBytesMax));
    reply.verdict.message = sentence(textAt(data, "message"));
    return reply;
  }
  for (const json& item : list)
    if (item.is_object())
      if (std::optional<PriceListEntry> entry = read(item))
        reply.entries.push_back(std::move(*entry));
  if (reply.entries.empty() && !list.empty()) {
    reply.verdict = upstream::verdictOf(VerdictKind::Unknown, "unreadable");
    return reply;
  }
  reply.verdict.kind = VerdictKind::Succeeded;
  return reply;
}

}  // namespace

ports::PriceListReply readPrepaidList(const std::string& answer, const UpstreamId& upstreamId) {
  return readList(answer, "pricelist", false, [&](const json& item) { return readGoods(item, upstreamId); });
}

ports::PriceListReply readBillList(const std::string& answer, const UpstreamId& upstreamId) {
  return readList(answer, "pasca", true, [&](const json& item) { return readBill(item, upstreamId); });
}

}  // namespace loket::adapters::iak

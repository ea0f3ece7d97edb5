// The two price lists, and the merge into products that follows them: nothing an upstream lists may stop it.
#include "core/domain/catalogue/pricing.h"
#include "tests/fuzz/digiflazz_oracle.h"
#include "tests/fuzz/target.h"

namespace loket::fuzz {
namespace {

bool isSwitchedOn(const nlohmann::json& item, const char* key) {
  const nlohmann::json& flag = member(item, key);
  return !flag.is_null() && flag != false && !says(item, key, "false") && !says(item, key, "0") && flag != 0;
}

void judgeEntry(const PriceListEntry& entry, ProductKind kind) {
  LOKET_HOLDS(entry.kind == kind && entry.offer.upstream == UpstreamId("digi") && !entry.offer.sku.empty());
  if (kind == ProductKind::Prepaid)
    LOKET_HOLDS(entry.offer.cost.isPositive());
  else
    LOKET_HOLDS(!entry.offer.admin.isNegative() && !entry.offer.commission.isNegative());
  for (const MinuteOfDay minute : {entry.offer.cutOff.from, entry.offer.cutOff.to})
    LOKET_HOLDS(minute.value >= 0 && minute.value < 24 * 60);
  for (const std::string* text :
       {&entry.name, &entry.category, &entry.brand, &entry.description, &entry.offer.seller})
    LOKET_HOLDS(isShowable(*text));
}

void judge(const std::string& text, const nlohmann::json& data, ProductKind kind) {
  const ports::PriceListReply reply = adapters::digiflazz::readPriceList(text, kind, UpstreamId("digi"));
  holdsOfVerdict(reply.verdict);
  if (reply.verdict.kind != VerdictKind::Succeeded) {
    LOKET_HOLDS(reply.entries.empty());
    return;
  }
  LOKET_HOLDS(data.is_array() && reply.entries.size() <= data.size());
  std::size_t on = 0;
  for (const nlohmann::json& item : data)
    if (isSwitchedOn(item, "buyer_product_status") && isSwitchedOn(item, "seller_product_status"))
      ++on;
  std::size_t available = 0;
  for (const PriceListEntry& entry : reply.entries) {
    judgeEntry(entry, kind);
    if (entry.offer.available)
      ++available;
  }
  LOKET_HOLDS(available <= on);
  for (const Product& product : mergePriceLists(reply.entries, Pricing{})) {
    LOKET_HOLDS(!product.id.empty() && !product.offers.empty());
    if (kind == ProductKind::Prepaid)
      for (const Offer& offer : product.offers) LOKET_HOLDS(product.priceOf(offer) >= offer.cost);
  }
}

}  // namespace
}  // namespace loket::fuzz

LOKET_FUZZ(digiflazz_price_list) {
  using namespace loket::fuzz;
  const nlohmann::json data = member(answerIn(bytes), "data");
  judge(std::string(bytes), data, loket::ProductKind::Prepaid);
  judge(std::string(bytes), data, loket::ProductKind::Bill);
}

// IAK's two price lists, and the merge into products that follows them.
#include "core/adapters/upstream/iak/price_list.h"
#include "core/domain/catalogue/pricing.h"
#include "tests/fuzz/answers.h"
#include "tests/fuzz/target.h"

namespace loket::fuzz {
namespace {

void judge(const ports::PriceListReply& reply) {
  holdsOfVerdict(reply.verdict);
  if (reply.verdict.kind != VerdictKind::Succeeded)
    LOKET_HOLDS(reply.entries.empty());
  for (const PriceListEntry& entry : reply.entries) {
    LOKET_HOLDS(entry.offer.upstream == UpstreamId("iak") && !entry.offer.sku.empty());
    if (entry.kind == ProductKind::Prepaid)
      LOKET_HOLDS(entry.offer.cost.isPositive());
    else
      LOKET_HOLDS(!entry.offer.admin.isNegative() && !entry.offer.commission.isNegative());
    for (const std::string* text :
         {&entry.name, &entry.category, &entry.brand, &entry.description, &entry.offer.seller})
      LOKET_HOLDS(isShowable(*text));
  }
  for (const Product& product : mergePriceLists(reply.entries, Pricing{}))
    LOKET_HOLDS(!product.id.empty() && !product.offers.empty());
}

}  // namespace
}  // namespace loket::fuzz

LOKET_FUZZ(iak_price_lists) {
  using namespace loket;
  fuzz::judge(adapters::iak::readPrepaidList(std::string(bytes), UpstreamId("iak")));
  fuzz::judge(adapters::iak::readBillList(std::string(bytes), UpstreamId("iak")));
}

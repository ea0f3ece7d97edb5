#include "core/domain/catalogue/pricing.h"
#include "core/domain/catalogue/number_rules.h"

#include <QTest>
#include <algorithm>
#include <map>

using namespace loket;

namespace {

PriceListEntry entry(const char* upstream, const char* sku, const char* name, const char* category, const char* brand,
                     std::int64_t cost, bool available = true, ProductKind kind = ProductKind::Prepaid) {
  PriceListEntry e;
  e.offer.upstream = UpstreamId(upstream);
  e.offer.sku = Sku(sku);
  e.offer.cost = Money::rupiah(cost);
  e.offer.available = available;
  e.name = name;
  e.category = category;
  e.brand = brand;
  e.kind = kind;
  return e;
}

std::vector<PriceListEntry> twoLists() {
  return {entry("digi", "tsel10", "Telkomsel 10.000", "Pulsa", "TELKOMSEL", 10'150),
          entry("digi", "pln50", "PLN 50.000", "PLN", "PLN", 50'180),
          entry("digi", "pln", "Pln Postpaid", "Pascabayar", "PLN", 950, true, ProductKind::Bill),
          entry("iak", "htelkomsel10000", "TELKOMSEL 10.000", "Pulsa", "Telkomsel", 10'050),
          entry("iak", "hpln50000", "Token PLN 50000", "PLN", "PLN", 50'100, false)};
}

}  // namespace

class PricingTest : public QObject {
  Q_OBJECT
 private slots:
  void oneProductPerFamilyBrandAndDenomination() {
    const auto products = mergePriceLists(twoLists(), Pricing{});
    QCOMPARE(products.size(), std::size_t{3});
    QCOMPARE(products[0].id.str(), std::string("pulsa-telkomsel-10000"));
    QVERIFY(products[0].family == Family::Pulsa);
    QCOMPARE(products[0].denomination, Money::rupiah(10'000));
    QCOMPARE(products[0].offers.size(), std::size_t{2});
    QCOMPARE(products[1].id.str(), std::string("pln-token-50000"));
    QVERIFY(products[2].family == Family::PlnBill);
    QVERIFY(products[2].kind == ProductKind::Bill);
  }
  void minutesAndMessagesGoToATelephone() {
    const auto products = mergePriceLists(
        {entry("digi", "tselsms", "Telkomsel SMS 300", "Paket SMS & Telpon", "TELKOMSEL", 10'400),
         entry("digi", "tseldata3", "Telkomsel Data 3 GB", "Data", "TELKOMSEL", 23'850),
         entry("digi", "valfa50", "Voucher Alfamart Rp 50.000", "Voucher", "ALFAMART", 49'950)},
        Pricing{});
    QCOMPARE(products.size(), std::size_t{3});
    for (const Product& product : products)
      QVERIFY(product.family == (product.category == "Voucher" ? Family::Other : Family::Data));
    const auto sms = std::find_if(products.begin(), products.end(),
                                  [](const Product& one) { return one.category == "Paket SMS & Telpon"; });
    QVERIFY(prefixMismatch(*sms, "087800001230"));
  }
  // Otherwise the cheapest of them would be sold for all.
  void goodsWithoutWordsAreNotOneProduct() {
    const auto bill = [](const char* sku, const char* name) {
      return entry("digi", sku, name, "Pascabayar", "LAIN", 950, true, ProductKind::Bill);
    };
    const auto products = mergePriceLists(
        {bill("a", ""), bill("b", ""), bill("c", "\xe6\xb0\xb4"), entry("digi", "g1", "", "Games", "X", 5'000),
         entry("digi", "g2", "***", "Games", "X", 6'000), entry("digi", "t5", "Telkomsel 5.000", "Pulsa", "", 5'100),
         entry("digi", "i5", "Indosat 5.000", "Pulsa", "", 5'200)},
        Pricing{});
    QCOMPARE(products.size(), std::size_t{7});
    for (const Product& product : products) QVERIFY(!product.id.empty());
  }
  // A bill of which there is one kind is one product, by whatever name each list has it; others go by their names.
  void oneBillByManyNames() {
    const auto bill = [](const char* upstream, const char* name, const char* brand) {
      return entry(upstream, name, name, "Pascabayar", brand, 950, true, ProductKind::Bill);
    };
    const auto products = mergePriceLists(
        {bill("digi", "Pln Postpaid", "PLN"), bill("iak", "PLN POSTPAID 2021", "PLN"), bill("digi", "BPJS Kesehatan", "BPJS KESEHATAN"),
         bill("iak", "BPJS", "BPJS KESEHATAN"), bill("digi", "PLN Nontaglis", "PLN NONTAGLIS"), bill("iak", "PLN NON TAGLIS", "PLN NONTAGLIS"),
         bill("digi", "PDAM Kota A", "PDAM"), bill("iak", "PDAM Kota B", "PDAM"), bill("iak", "BPJS TK", "BPJS KETENAGAKERJAAN")},
        Pricing{});
    std::map<std::string, std::size_t> offers;
    for (const Product& product : products) offers[product.id.str()] = product.offers.size();
    const std::map<std::string, std::size_t> expected = {{"pln-postpaid", 2}, {"bpjs-kesehatan", 2}, {"pln-nontaglis", 2},
                                                         {"pdam-kota-a", 1},  {"pdam-kota-b", 1},    {"bpjs-tk", 1}};
    QVERIFY(offers == expected);
  }
  // A wallet of any sum is one product whoever fills it, and none of its face values; virtual accounts are
  // each bank's.
  void anOpenWalletIsOneAndAVirtualAccountIsItsBanks() {
    const auto bill = [](const char* bank, const char* sku, const char* name, const char* category,
                         const char* brand) {
      return entry(bank, sku, name, category, brand, 1'000, true, ProductKind::Bill);
    };
    const auto products =
        mergePriceLists({entry("digi", "dana20", "DANA 20.000", "E-Money", "DANA", 20'075),
                         bill("bri", "topup-dana", "DANA isi bebas", "E-Money", "DANA"),
                         bill("bca", "topup-dana", "Dana isi bebas", "E-Money", "Dana"),
                         bill("digi", "emoney", "E-Money Isi Bebas", "Pascabayar", "E-MONEY"),
                         bill("bri", "virtual-account", "Virtual Account BRI", "Virtual Account", "BRI"),
                         bill("bca", "virtual-account", "Virtual Account BCA", "Virtual Account", "BCA")},
                        Pricing{});
    QCOMPARE(products.size(), std::size_t{5});
    QCOMPARE(products[0].id.str(), std::string("emoney-dana-20000"));
    QVERIFY(!products[0].hasOpenAmount());
    QCOMPARE(products[1].id.str(), std::string("emoney-dana-open"));
    QCOMPARE(products[1].offers.size(), std::size_t{2});
    QVERIFY(products[1].family == Family::EMoney && products[1].hasOpenAmount());
    QCOMPARE(products[2].id.str(), std::string("e-money-isi-bebas"));
    QCOMPARE(products[3].id.str(), std::string("virtual-account-bri"));
    QVERIFY(products[3].family == Family::VirtualAccount && products[3].kind == ProductKind::Bill);
    QVERIFY(!products[3].hasOpenAmount() && products[3].mayHaveOpenAmount());
    QCOMPARE(products[4].id.str(), std::string("virtual-account-bca"));
  }
  void cheapestAvailableOfferFirst() {
    const auto products = mergePriceLists(twoLists(), Pricing{});
    QCOMPARE(products[0].offers[0].upstream.str(), std::string("iak"));
    // The cheaper token is not to be had: it sets no price.
    QCOMPARE(products[1].offers[0].upstream.str(), std::string("digi"));
    QVERIFY(products[1].bestOffer()->upstream == UpstreamId("digi"));
    QVERIFY(products[1].offerOf(UpstreamId("iak"), Sku("hpln50000")) != nullptr);
    QVERIFY(products[1].offerOf(UpstreamId("iak"), Sku("pln50")) == nullptr);
  }
  void costPlusMarginRoundedUp() {
    Pricing pricing;
    pricing.byCategory["pln"] = PricingRule{Money::rupiah(2'000), Money::rupiah(500), Money::rupiah(1'000)};
    const auto products = mergePriceLists(twoLists(), pricing);
    QCOMPARE(products[0].price, Money::rupiah(12'000));  // 10.050 + 1.500 -> 11.550 -> 12.000
    QCOMPARE(products[1].price, Money::rupiah(53'000));  // 50.180 + 2.000 -> 52.180 -> 53.000
    QCOMPARE(products[1].serviceFee, Money::rupiah(500));
    QCOMPARE(products[0].serviceFee, Money{});
    QCOMPARE(products[2].price, Money{});  // a bill costs what the inquiry says
  }
  void everyOfferHasThePriceOfItsOwnCost() {
    Pricing pricing;
    pricing.byCategory["pln"] = PricingRule{Money::rupiah(2'000), Money{}, Money::rupiah(1'000)};
    const auto products = mergePriceLists(twoLists(), pricing);
    const Product& token = products[1];
    for (const Offer& offer : token.offers)
      QCOMPARE(token.priceOf(offer), (offer.cost + Money::rupiah(2'000)).roundedUpTo(Money::rupiah(1'000)));
    // A list that was kept before offers had prices.
    Offer old = token.offers.front();
    old.price = Money{};
    QCOMPARE(token.priceOf(old), token.price);
  }
  void aBillWithoutAMeterIsNoPowerBill() {
    const auto products = mergePriceLists(
        {entry("digi", "plnnontaglis", "PLN Nontaglis", "Pascabayar", "PLN NONTAGLIS", 1'500, true, ProductKind::Bill)}, Pricing{});
    QVERIFY(products.front().family == Family::Other);
    QVERIFY(normalizeNumber(products.front().family, "8102051011290001").has_value());
  }
  void neverSellsBelowCost() {
    Pricing pricing;
    pricing.standard = PricingRule{Money{}, Money{}, Money::rupiah(1)};
    for (const Product& product : mergePriceLists(twoLists(), pricing))
      if (product.kind == ProductKind::Prepaid)
        QVERIFY(product.price >= product.bestOffer()->cost);
  }
  void isStable() {
    const auto once = mergePriceLists(twoLists(), Pricing{});
    const auto again = mergePriceLists(twoLists(), Pricing{});
    QVERIFY(std::equal(once.begin(), once.end(), again.begin(), again.end(),
                       [](const Product& a, const Product& b) { return a.id == b.id && a.price == b.price; }));
    QVERIFY(mergePriceLists({}, Pricing{}).empty());
  }
};

QTEST_GUILESS_MAIN(PricingTest)
#include "pricing_test.moc"

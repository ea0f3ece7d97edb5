// Margins and the choice among suppliers as values: what may be set, what a change is line by line, and what
// it does to the products.
#include "core/domain/routing/price_rules.h"

#include <QTest>

#include "core/base/text.h"

using namespace loket;

namespace {

using Kind = RuleChange::Kind;

Offer offerOf(const char* upstream, std::int64_t cost) {
  Offer offer;
  offer.upstream = UpstreamId(upstream);
  offer.sku = Sku("s");
  offer.cost = Money::rupiah(cost);
  offer.available = true;
  return offer;
}

Product productOf(const char* id, const char* category, std::vector<Offer> offers,
                  ProductKind kind = ProductKind::Prepaid) {
  Product product;
  product.id = ProductId(id);
  product.category = category;
  product.kind = kind;
  product.offers = std::move(offers);
  return product;
}

PricingRule ruleOf(std::int64_t margin, std::int64_t fee, std::int64_t roundTo) {
  return {Money::rupiah(margin), Money::rupiah(fee), Money::rupiah(roundTo)};
}

std::vector<Product> shop() {
  Offer loses = offerOf("digi", 3'000);  // takes more above the bill than its admin is
  loses.admin = Money::rupiah(2'500);
  loses.commission = Money::rupiah(-500);
  return {productOf("pulsa-10", "Pulsa", {offerOf("digi", 10'250), offerOf("iak", 10'300)}),
          productOf("pln-50", "PLN", {offerOf("digi", 50'180)}),
          productOf("pdam", "Pascabayar", {loses}, ProductKind::Bill)};
}

}  // namespace

class PriceRulesTest : public QObject {
  Q_OBJECT
 private slots:
  void theNearestRuleCounts() {
    Pricing pricing;
    pricing.byCategory["pulsa"] = ruleOf(2'000, 0, 500);
    pricing.byProduct["pulsa-10"] = ruleOf(100, 25, 50);
    const auto products = repriced(shop(), pricing);
    QCOMPARE(products[0].offers[0].price, Money::rupiah(10'350));
    QCOMPARE(products[0].offers[1].price, Money::rupiah(10'400));
    QCOMPARE(products[0].serviceFee, Money::rupiah(25));
    QCOMPARE(products[1].price, Money::rupiah(52'000));
    pricing.byProduct.clear();
    QCOMPARE(repriced(shop(), pricing)[0].price, Money::rupiah(12'500));
  }

  void nonsenseIsNamedByItsPlace_data() {
    QTest::addColumn<PriceRules>("rules");
    QTest::addColumn<QString>("place");
    const auto row = [](const char* place, auto change) {
      PriceRules rules;
      rules.routing.prefer = {UpstreamId("digi")};
      change(rules);
      QTest::addRow("%s", place) << rules << QString::fromLatin1(place);
    };
    row("pricing.default.margin", [](PriceRules& r) { r.pricing.standard.margin = Money::rupiah(-1); });
    row("pricing.default.serviceFee",
        [](PriceRules& r) { r.pricing.standard.serviceFee = Money::rupiah(-1); });
    row("pricing.default.roundTo", [](PriceRules& r) { r.pricing.standard.roundTo = Money{}; });
    row("pricing.byCategory.Pulsa.roundTo",
        [](PriceRules& r) { r.pricing.byCategory["Pulsa"] = ruleOf(0, 0, 1'000'001); });
    row("pricing.byProduct.x.margin",
        [](PriceRules& r) { r.pricing.byProduct["x"].margin = kMarginMax + Money::rupiah(1); });
    row("pricing.byCategory: ", [](PriceRules& r) { r.pricing.byCategory["a\nb"] = {}; });
    row("routing.prefer: \"wetware\"", [](PriceRules& r) { r.routing.prefer.emplace_back("wetware"); });
    row("routing.prefer: \"digi\" is there twice",
        [](PriceRules& r) { r.routing.prefer.emplace_back("digi"); });
    row("routing.worth", [](PriceRules& r) { r.routing.worth = Money::rupiah(-1); });
    row("routing.worth: nobody", [](PriceRules& r) {
      r.routing.prefer.clear();
      r.routing.worth = Money::rupiah(1);
    });
    row("routing.reliablePercent", [](PriceRules& r) { r.routing.reliablePermille = 1'001; });
  }
  void nonsenseIsNamedByItsPlace() {
    QFETCH(PriceRules, rules);
    QFETCH(QString, place);
    const Status status = checkPriceRules(rules, {UpstreamId("digi"), UpstreamId("iak")});
    QVERIFY(!status);
    QVERIFY(status.error().code == ErrorCode::ConfigInvalid);
    QVERIFY2(QString::fromStdString(status.error().detail).startsWith(place), status.error().detail.c_str());
  }

  void linesGoBackOneByOne() {
    PriceRules before;
    before.pricing.byProduct["pln-50"] = ruleOf(1, 2, 3);
    PriceRules after;
    after.pricing.standard.margin = Money::rupiah(900);
    after.pricing.byCategory["Pulsa"] = ruleOf(5, 6, 7);
    after.routing = {{UpstreamId("iak")}, Money::rupiah(100), 700};
    const auto lines = changesBetween(before, after);
    QCOMPARE(lines.size(), std::size_t{6});
    QVERIFY(lines[0].kind == Kind::Standard && lines[1].kind == Kind::Category &&
            lines[2].kind == Kind::Product && lines[3].kind == Kind::Order && lines[4].kind == Kind::Worth &&
            lines[5].kind == Kind::Reliable);
    QVERIFY(!lines[1].before && lines[1].after == ruleOf(5, 6, 7));
    QVERIFY(lines[2].before == ruleOf(1, 2, 3) && !lines[2].after);
    PriceRules back = after;
    std::size_t left = lines.size();
    for (const RuleChange& line : {lines[4], lines[0], lines[2], lines[1], lines[5], lines[3]}) {
      back = withLineOf(back, line, before);
      QCOMPARE(changesBetween(before, back).size(), --left);
    }
    QVERIFY(back == before);
    // A place is worth nothing when nobody has one.
    QVERIFY(withLineOf(after, {Kind::Order}, before).routing.worth.isZero());
  }

  void theEffectIsCounted() {
    const PriceRules before;
    PriceRules after = before;
    after.pricing.byCategory["Pulsa"] = ruleOf(2'500, 0, 500);
    after.pricing.byCategory["PLN"] = ruleOf(0, 0, 10);
    PriceEffect effect = effectOf(shop(), before, after);
    QCOMPARE(effect.dearer, 1);
    QCOMPARE(effect.cheaper, 1);
    QCOMPARE(effect.forNothing, 1);
    QCOMPARE(effect.elsewhere, 0);
    QCOMPARE(effect.belowCost, 1);  // the bill, as before
    QVERIFY(effect.newlyBelowCost.empty());
    // A service fee covered the loss.
    PriceRules covered = before;
    covered.pricing.byCategory["Pascabayar"] = ruleOf(0, 600, 1);
    QCOMPARE(effectOf(shop(), before, covered).belowCost, 0);
    effect = effectOf(shop(), covered, before);
    QVERIFY(effect.newlyBelowCost == std::vector<ProductId>{shop()[2].id});
    QCOMPARE(effect.cheaper, 1);
    // Also where somebody else delivers it for less: he may be away.
    std::vector<Product> two = shop();
    two[2].offers.push_back(offerOf("iak", 1'000));
    two[2].offers[1].admin = Money::rupiah(2'500);
    QCOMPARE(effectOf(two, covered, before).newlyBelowCost.size(), std::size_t{1});
    two[2].offers[0].available = false;
    QVERIFY(effectOf(two, covered, before).newlyBelowCost.empty());
  }

  void rulesThatPriceNothingAreNamed() {
    const std::vector<Product> products = shop();
    Pricing pricing;
    pricing.byProduct[products[0].id.str()] = ruleOf(1, 2, 3);
    pricing.byCategory[toUpper(products[0].category)] = ruleOf(1, 2, 3);
    QVERIFY(rulesForNothing(pricing, products).empty());
    pricing.byProduct[products[0].id.str() + "0"] = ruleOf(1, 2, 3);
    pricing.byCategory["Pulsaa"] = ruleOf(1, 2, 3);
    QVERIFY(rulesForNothing(pricing, products) ==
            (std::vector<std::string>{"pricing.byCategory.Pulsaa", "pricing.byProduct." + products[0].id.str() + "0"}));
    // Before there is a price list nobody can know.
    QVERIFY(rulesForNothing(pricing, {}).empty());
  }

  void aFavouriteIsBoughtWhereItIsWorthIt() {
    const PriceRules before;
    PriceRules after = before;
    after.pricing.standard.roundTo = Money::rupiah(1);
    PriceRules preferred = after;
    preferred.routing.prefer = {UpstreamId("iak")};
    preferred.routing.worth = Money::rupiah(50);
    QCOMPARE(effectOf(shop(), after, preferred).elsewhere, 0);  // of equals the first
    preferred.routing.worth = Money::rupiah(51);
    QCOMPARE(effectOf(shop(), after, preferred).elsewhere, 1);
    const PriceStep step = stepOf(shop()[0], after, preferred);
    QVERIFY(step.from == UpstreamId("digi") && step.to == UpstreamId("iak") && step.isChanged());
    QCOMPARE(step.priceAfter - step.priceBefore, Money::rupiah(50));
    QVERIFY(step.profitBefore == Money::rupiah(1'500) && step.profitAfter == Money::rupiah(1'500));
    Product nobodys = shop()[0];
    for (Offer& offer : nobodys.offers) offer.available = false;
    QVERIFY(favouriteOffer(nobodys, {}) == nullptr);
    QVERIFY(!stepOf(nobodys, before, preferred).isChanged());
  }
};

QTEST_GUILESS_MAIN(PriceRulesTest)
#include "price_rules_test.moc"

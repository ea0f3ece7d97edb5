// Which offer a payment goes to, when an upstream is left in peace, and what its word is worth.
#include "core/domain/routing/route.h"

#include <QTest>

#include "core/domain/routing/breaker.h"
#include "core/domain/routing/capabilities.h"

using namespace loket;

namespace {

OfferFacts offerAt(const char* upstream, std::int64_t cost) {
  OfferFacts facts;
  facts.offer.upstream = UpstreamId(upstream);
  facts.offer.sku = Sku("t10");
  facts.offer.cost = Money::rupiah(cost);
  facts.offer.available = true;
  return facts;
}

std::string standingsOf(const Route& route) {
  std::string text;
  for (const OfferStanding standing : route.standings)
    text += (text.empty() ? "" : " ") + std::string(wordOf(standing));
  return text;
}

const Instant kNow{1'795'417'509'000};

}  // namespace

class RouteTest : public QObject {
  Q_OBJECT
 private slots:
  void theCheapestThatCanDeliver() {
    const Route route = chooseRoute({offerAt("a", 10'300), offerAt("b", 10'100), offerAt("c", 10'200)}, {});
    QCOMPARE(route.chosen.value_or(9), std::size_t{1});
    QVERIFY(route.isUsable);
    QCOMPARE(standingsOf(route), std::string("dearer chosen dearer"));
  }
  void everyReasonNotTo() {
    const auto dearerIsTaken = [](auto spoil, const std::string& why, RouteQuestion question = {}) {
      OfferFacts cheap = offerAt("a", 10'100);
      spoil(cheap);
      const Route route = chooseRoute({cheap, offerAt("b", 10'500)}, question);
      QCOMPARE(route.chosen.value_or(9), std::size_t{1});
      QCOMPARE(standingsOf(route), why + " chosen");
    };
    dearerIsTaken([](OfferFacts& f) { f.configured = false; }, "not-configured");
    dearerIsTaken([](OfferFacts& f) { f.reached = false; }, "unreached");
    dearerIsTaken([](OfferFacts& f) { f.resting = true; }, "resting");
    dearerIsTaken([](OfferFacts& f) { f.refused = true; }, "refused");
    dearerIsTaken([](OfferFacts& f) { f.reopensAt = kNow; }, "closed-hours");
    dearerIsTaken([](OfferFacts& f) { f.deposit = Money::rupiah(10'099); }, "deposit-short");
    dearerIsTaken([](OfferFacts& f) { f.successPermille = RoutingRules().reliablePermille - 1; }, "less-reliable");
    dearerIsTaken([](OfferFacts& f) { f.offer.available = false; }, "out-of-stock");
    dearerIsTaken([](OfferFacts& f) { f.offer.cost = Money::rupiah(11'001); }, "at-a-loss",
                  {Money::rupiah(11'000), Money{}});
  }
  void whatCostsMoreThanItBringsIsNotSold() {
    OfferFacts dear = offerAt("a", 12'001);
    dear.price = Money::rupiah(12'000);
    QVERIFY(!chooseRoute({dear}, {}).chosen);
    dear.price = Money::rupiah(12'001);
    QVERIFY(chooseRoute({dear}, {}).isUsable);
  }
  void anUnreliableOneIsBetterThanNone() {
    OfferFacts shaky = offerAt("a", 10'100);
    shaky.successPermille = 0;
    OfferFacts away = offerAt("b", 10'000);
    away.reached = false;
    const Route route = chooseRoute({shaky, away}, {});
    QCOMPARE(route.chosen.value_or(9), std::size_t{0});
    QVERIFY(route.isUsable);
  }
  void whatPassesIsWaitedForAndWhatDoesNotIsNot() {
    OfferFacts shut = offerAt("a", 10'100);
    shut.reopensAt = kNow;
    OfferFacts gone = offerAt("b", 10'000);
    gone.offer.available = false;
    const Route waits = chooseRoute({gone, shut}, {});
    QCOMPARE(waits.chosen.value_or(9), std::size_t{1});
    QVERIFY(!waits.isUsable);
    QVERIFY(!chooseRoute({gone}, {}).chosen);
    QVERIFY(!chooseRoute({}, {}).chosen);
  }
  void theShopsFavouriteMayCostMoreAndNoMoreThanThat() {
    RoutingRules rules;
    rules.prefer = {UpstreamId("b"), UpstreamId("c")};
    rules.worth = Money::rupiah(100);
    const auto chosen = [&rules](std::int64_t a, std::int64_t b, std::int64_t c) {
      const Route route = chooseRoute({offerAt("a", a), offerAt("b", b), offerAt("c", c)}, {}, rules);
      return standingsOf(route);
    };
    // Two places above the one that nobody named: worth 200.
    QCOMPARE(chosen(10'000, 10'199, 10'999), std::string("less-preferred chosen dearer"));
    QCOMPARE(chosen(10'000, 10'201, 10'999), std::string("chosen dearer dearer"));
    // And one above the second.
    QCOMPARE(chosen(99'000, 10'099, 10'000), std::string("dearer chosen less-preferred"));
    QCOMPARE(chosen(99'000, 10'101, 10'000), std::string("dearer dearer chosen"));
    // A favourite that cannot deliver is none.
    OfferFacts away = offerAt("b", 10'000);
    away.reached = false;
    const Route route = chooseRoute({offerAt("a", 10'150), away}, {}, rules);
    QCOMPARE(standingsOf(route), std::string("chosen unreached"));
  }
  void howReliableIsTheShopsToSay() {
    OfferFacts shaky = offerAt("a", 10'000);
    shaky.successPermille = 700;
    RoutingRules rules;
    QCOMPARE(standingsOf(chooseRoute({shaky, offerAt("b", 10'100)}, {}, rules)), std::string("less-reliable chosen"));
    rules.reliablePermille = 700;
    QCOMPARE(standingsOf(chooseRoute({shaky, offerAt("b", 10'100)}, {}, rules)), std::string("chosen dearer"));
  }
  void theSumOfATransferCounts() {
    OfferFacts bank = offerAt("bank", 2'500);
    bank.deposit = Money::rupiah(100'000);
    QVERIFY(chooseRoute({bank}, {std::nullopt, Money::rupiah(97'500)}).isUsable);
    QVERIFY(!chooseRoute({bank}, {std::nullopt, Money::rupiah(97'501)}).isUsable);
  }

  void aBreakerOpensAfterSilenceAndTriesOneAtATime() {
    Breaker breaker;
    for (int i = 0; i < Breaker::kSilentMax; ++i) {
      QVERIFY(breaker.admits(kNow));
      breaker.note(Health::Silent, kNow);
    }
    QVERIFY(!breaker.admits(kNow) && breaker.isOpen());
    const Instant later = breaker.restsUntil();
    QVERIFY(later == kNow + Breaker::kRestMin);
    QVERIFY(breaker.admits(later));
    breaker.sent(later);
    QVERIFY(!breaker.admits(later));  // one at a time
    breaker.note(Health::Silent, later);
    QVERIFY(breaker.restsUntil() == later + Breaker::kRestMin * 2);
    for (int i = 0; i < 20; ++i) breaker.note(Health::Silent, later);
    QVERIFY(breaker.restsUntil() == later + Breaker::kRestMax);
    breaker.note(Health::Honest, later);
    QVERIFY(breaker.admits(later) && !breaker.isOpen());
    // A wall clock that is set moves the rest with it.
    for (int i = 0; i < Breaker::kSilentMax; ++i) breaker.note(Health::Silent, later);
    breaker.shift(Duration::days(-3650));
    QVERIFY(breaker.admits(later - Duration::days(3650) + Breaker::kRestMin));
  }
  void oneAnswerInBetweenKeepsItShut() {
    Breaker breaker;
    for (int i = 0; i < 10; ++i) {
      breaker.note(Health::Silent, kNow);
      breaker.note(Health::Silent, kNow);
      breaker.note(Health::Honest, kNow);
    }
    QVERIFY(breaker.admits(kNow));
  }
  void reliabilityIsOfTheLastAttempts() {
    Breaker breaker;
    for (int i = 0; i < 7; ++i) breaker.ended(false);
    QCOMPARE(breaker.successPermille(), 1000);  // too few to tell
    breaker.ended(false);
    QCOMPARE(breaker.successPermille(), 0);
    for (int i = 0; i < 32; ++i) breaker.ended(true);
    QCOMPARE(breaker.successPermille(), 1000);
    for (int i = 0; i < 8; ++i) breaker.ended(false);
    QCOMPARE(breaker.successPermille(), 750);
  }

  void whatNobodySignedOffIsTheWorst() {
    Capabilities claimed;
    claimed.status = StatusMeaning::ReadOnly;
    claimed.resendWhenNotFoundAfter = Duration::minutes(5);
    claimed.refusals = {"??"};
    const Capabilities worst = reliedOn(claimed);
    QVERIFY(worst.status == StatusMeaning::Unproven);
    QVERIFY(worst.resendWhenNotFoundAfter.ms == 0);
    QVERIFY(!worst.provesRefusal("54"));
    claimed.signedOff = "a contract";
    QVERIFY(reliedOn(claimed).provesRefusal("54"));
  }
  void aReferenceIsKnownForAsLongAsItIsKept() {
    constexpr Instant kBeforeMidnight{1'795'399'509'000};  // 2026-11-23T09:05:09+07:00
    const auto covers = [&](KeptFor kept, Duration later) {
      return Idempotency{"ref", kept, Duration::hours(24)}.covers(kBeforeMidnight, kBeforeMidnight + later);
    };
    QVERIFY(!covers(KeptFor::Nothing, Duration()));
    QVERIFY(covers(KeptFor::JakartaDay, Duration::hours(14)));
    QVERIFY(!covers(KeptFor::JakartaDay, Duration::hours(15)));
    QVERIFY(covers(KeptFor::Time, Duration::hours(23)));
    QVERIFY(!covers(KeptFor::Time, Duration::hours(24)));
    QVERIFY(covers(KeptFor::Ever, Duration::days(4'000)));
    // By no key, by nothing.
    QVERIFY(!(Idempotency{"", KeptFor::Ever, {}}.covers(kBeforeMidnight, kBeforeMidnight)));
    QVERIFY(Capabilities().sameEffect.key.empty());
    Capabilities claimed;
    claimed.sameEffect = {"ref", KeptFor::Ever, {}};
    QVERIFY(reliedOn(claimed).sameEffect.key.empty());
  }
  void onlyListedCodesProveARefusal() {
    Capabilities promises;
    promises.refusals = {"54", "403??14"};
    for (const VerdictKind kind :
         {VerdictKind::Failed, VerdictKind::RefusedForNow, VerdictKind::RefusedByConfig}) {
      Verdict verdict;
      verdict.kind = kind;
      verdict.code = "54";
      QVERIFY(believed(verdict, promises).kind == kind);
      verdict.code = "4031714";
      QVERIFY(believed(verdict, promises).kind == kind);
      for (const char* code : {"", "5", "554", "4031715", "14"}) {
        verdict.code = code;
        QVERIFY(believed(verdict, promises).kind == VerdictKind::Unknown);
      }
    }
    Verdict success;
    success.kind = VerdictKind::Succeeded;
    QVERIFY(believed(success, promises).kind == VerdictKind::Succeeded);
  }
  void theUnprovenAreAskedSeldom() {
    // No more than three in two hours, then hourly.
    const Capabilities worst;
    Duration at;
    int inTwoHours = 0;
    for (int i = 0; i < 5; ++i) {
      at = at + worst.askPause(i);
      if (at <= Duration::hours(2))
        ++inTwoHours;
    }
    QVERIFY(worst.askPause(0) >= Duration::seconds(60));
    QVERIFY(inTwoHours <= 3);
    QVERIFY(worst.askPause(9) == Duration::hours(1));
  }
};

QTEST_GUILESS_MAIN(RouteTest)
#include "route_test.moc"

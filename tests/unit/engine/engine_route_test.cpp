// Several suppliers for one product: which one is taken, when another is tried, and when never. And what is
// unknown: asked within the upstream's budget, told to people in time, decided by two of them.
#include <QTest>
#include <algorithm>
#include <map>

#include "tests/unit/engine/counter.h"

using namespace loket;
using namespace loket::tests;

namespace {

UpstreamSettings settingsOf(const char* id) {
  UpstreamSettings settings;
  settings.id = UpstreamId(id);
  settings.protocol = "scripted";
  return settings;
}

Verdict refusalOf(VerdictKind kind, const char* code, Elsewhere elsewhere = Elsewhere::No) {
  Verdict verdict = verdictOf(kind, code);
  verdict.elsewhere = elsewhere;
  return verdict;
}

Approval both() {
  return {UserName("sri"), UserName("budi"), false, "menurut laporan pemasok"};
}

}  // namespace

class EngineRouteTest : public QObject {
  Q_OBJECT

 private slots:
  void init() {
    m_counter = std::make_unique<Counter>();
    Counter& c = *m_counter;
    c.config.upstreams.push_back(settingsOf("other"));
    for (Product& product : c.products)
      if (product.kind != ProductKind::Transfer) {
        Offer dearer = product.offers.front();
        dearer.upstream = UpstreamId("other");
        dearer.cost += Money::rupiah(100);
        product.offers.push_back(dearer);
      }
  }
  void aRefusalGoesToTheNextSupplier_data();
  void aRefusalGoesToTheNextSupplier();
  void aWrongNumberIsWrongEverywhere();
  void unknownNeverGoesElsewhere();
  void neverAtALoss();
  void aNamedOfferStays();
  void theShopsFavouriteIsAskedFirst();
  void bothRefuseAndTheFirstIsTriedAgain();
  void aBillIsInquiredAnew();
  void severalMonthsGoToWhoTakesThem();
  void severalMonthsAreAskedForUntilTheyArePaid();
  void aSupplierThatIsAwayIsReplaced();
  void aCodeThatProvesNothingIsNoRefusal();
  void aSilentUpstreamIsLeftInPeace();
  void aClockThatGoesOnIsNoClosedHour();
  void theQuoteSaysWhy();
  void closedHoursSendElsewhere();
  void closedHoursAreWaitedOut();
  void askedAgainAsSoonAsItAnswers();
  void deadTransactionsBesideALivingBalance_data();
  void deadTransactionsBesideALivingBalance();
  void oneThatStaysUnansweredKeepsItsTurns();
  void deadTransactionsBeforeARestart();
  void whatWasHurriedInVainIsHurriedAgain();
  void aNewSilenceHasItsOwnPace();
  void notFoundIsAnAnswerToo();
  void questionsOutOfTurnEndNoPlan();
  void aClockBeforeAllTimeEndsNoPlan();
  void whatCannotBeReadSaysNothingOfTheUpstream();
  void aHurriedQuestionKeepsThePause();
  void peopleAreToldInTime();
  void whatTheUpstreamWorksOnIsNotTold();
  void whatNobodySignedOffIsNotAsked();
  void whatIsForgottenIsNotRepeated();
  void aRepeatArrivesOnTheSameDay_data();
  void aRepeatArrivesOnTheSameDay();
  void twoPeopleSettleWhatIsTold();
  void anAnswerAfterTheirDecisionIsAConflict();

 private:
  std::vector<std::string> paidAt() const {
    std::vector<std::string> out;
    for (const auto& call : m_counter->script.callsOf("pay")) out.push_back(call.attempt.upstream.str());
    return out;
  }
  Result<api::PaymentView> decide(const PaymentRef& ref, ManualOutcome outcome) {
    return m_counter->ask<api::PaymentView>([&](api::Reply<api::PaymentView> reply) {
      m_counter->engine->decide(ref, {outcome, both(), {}}, std::move(reply));
    });
  }
  // A sale whose request went into nothing.
  PaymentRef suspect(int n) {
    Counter& c = *m_counter;
    c.script.onPay = [](const Attempt&) { return verdictOf(VerdictKind::Unknown, "timeout"); };
    const auto sold = must(c.sell(pulsaFor(n)));
    if (!c.reaches(sold.payment.ref, PaymentState::Suspect))
      qFatal("not suspect");
    return sold.payment.ref;
  }
  std::unique_ptr<Counter> m_counter;
};

void EngineRouteTest::aRefusalGoesToTheNextSupplier_data() {
  QTest::addColumn<int>("kind");
  QTest::addColumn<bool>("supplier");
  QTest::newRow("for now") << static_cast<int>(VerdictKind::RefusedForNow) << false;
  QTest::newRow("by configuration") << static_cast<int>(VerdictKind::RefusedByConfig) << false;
  QTest::newRow("failed at the seller's") << static_cast<int>(VerdictKind::Failed) << true;
}

void EngineRouteTest::aRefusalGoesToTheNextSupplier() {
  QFETCH(int, kind);
  QFETCH(bool, supplier);
  Counter& c = *m_counter;
  c.script.onPay = [=](const Attempt& attempt) {
    return attempt.upstream.str() == "digi" ? refusalOf(static_cast<VerdictKind>(kind), "68",
                                                        supplier ? Elsewhere::MayBeTried : Elsewhere::No)
                                            : successOf("SN1", Money::rupiah(10'350));
  };
  QVERIFY(c.start());
  const Instant began = c.clock.now();
  const auto sold = must(c.sell(pulsaFor(1)));
  QVERIFY(c.reaches(sold.payment.ref, PaymentState::Succeeded));
  QVERIFY(c.clock.now() - began < Duration::seconds(5));
  QCOMPARE(paidAt(), (std::vector<std::string>{"digi", "other"}));
  const Payment paid = c.stored(sold.payment.ref);
  QCOMPARE(paid.upstream, UpstreamId("other"));
  QVERIFY(paid.attempts[0].attemptRef != paid.attempts[1].attemptRef);
  QCOMPARE(c.storedHistory(sold.payment.ref),
           (std::vector<std::string>{"accepted", "armed", "refused", "rerouted", "armed", "succeeded"}));
  QCOMPARE(paid.total(), sold.payment.total());  // what the customer paid stays
  QVERIFY(c.trial().isZero());
  QCOMPARE(c.balance("deposit:digi"), Money::rupiah(5'000'000));
  QCOMPARE(c.balance("deposit:other"), Money::rupiah(5'000'000 - 10'350));
}

void EngineRouteTest::aWrongNumberIsWrongEverywhere() {
  Counter& c = *m_counter;
  c.script.onPay = [](const Attempt&) { return verdictOf(VerdictKind::Failed, "54"); };
  QVERIFY(c.start());
  const auto sold = must(c.sell(pulsaFor(1)));
  QVERIFY(c.reaches(sold.payment.ref, PaymentState::RefundDue));
  QCOMPARE(paidAt(), (std::vector<std::string>{"digi"}));
}

void EngineRouteTest::unknownNeverGoesElsewhere() {
  Counter& c = *m_counter;
  QVERIFY(c.start());
  for (const VerdictKind kind : {VerdictKind::Unknown, VerdictKind::NotFound, VerdictKind::RefusedForNow,
                                 VerdictKind::RefusedByConfig, VerdictKind::Pending}) {
    c.script.calls.clear();
    const PaymentRef ref = suspect(10 + static_cast<int>(kind));
    c.script.onAsk = [kind](const Attempt&) { return verdictOf(kind, "68"); };
    c.turnFor(Duration::hours(30));
    for (const std::string& upstream : paidAt()) QCOMPARE(upstream, std::string("digi"));
    QVERIFY(!isTerminal(c.stored(ref).state));
  }
}

void EngineRouteTest::neverAtALoss() {
  Counter& c = *m_counter;
  for (Product& product : c.products)
    for (Offer& offer : product.offers)
      if (offer.upstream.str() == "other")
        offer.cost = product.price + product.serviceFee + Money::rupiah(1);
  c.script.onPay = [](const Attempt&) { return verdictOf(VerdictKind::RefusedForNow, "68"); };
  QVERIFY(c.start());
  const auto sold = must(c.sell(pulsaFor(1)));
  c.turnFor(Duration::minutes(4));
  QCOMPARE(paidAt(), (std::vector<std::string>{"digi"}));
  QVERIFY(c.stored(sold.payment.ref).state == PaymentState::Accepted);
}

void EngineRouteTest::theShopsFavouriteIsAskedFirst() {
  Counter& c = *m_counter;
  c.config.routing.prefer = {UpstreamId("other")};
  c.config.routing.worth = Money::rupiah(99);
  QVERIFY(c.start());
  must(c.sell(pulsaFor(1)));
  c.config.routing.worth = Money::rupiah(101);
  const auto taken = c.ask<int>([&](api::Reply<int> reply) { c.engine->importConfig(c.config, kAlone, std::move(reply)); });
  QVERIFY(taken.has_value());
  must(c.sell(pulsaFor(2)));
  c.turnFor(Duration::seconds(5));
  QCOMPARE(paidAt(), (std::vector<std::string>{"digi", "other"}));
  // Also by the next process.
  c.restart();
  must(c.sell(pulsaFor(3)));
  c.turnFor(Duration::seconds(5));
  QCOMPARE(paidAt().back(), std::string("other"));
}

void EngineRouteTest::aNamedOfferStays() {
  Counter& c = *m_counter;
  c.script.onPay = [](const Attempt&) { return verdictOf(VerdictKind::RefusedForNow, "68"); };
  QVERIFY(c.start());
  api::SellRequest request = pulsaFor(1);
  const Offer& own = c.products.front().offers.front();
  request.product = own.upstream.str() + ":" + own.sku.str();
  must(c.sell(request));
  c.turnFor(Duration::minutes(4));
  QCOMPARE(paidAt(), (std::vector<std::string>{"digi"}));
}

void EngineRouteTest::bothRefuseAndTheFirstIsTriedAgain() {
  Counter& c = *m_counter;
  int calls = 0;
  c.script.onPay = [&calls](const Attempt&) {
    return ++calls < 3 ? verdictOf(VerdictKind::RefusedForNow, "68") : successOf("SN1");
  };
  QVERIFY(c.start());
  const Instant began = c.clock.now();
  const auto sold = must(c.sell(pulsaFor(1)));
  QVERIFY(c.reaches(sold.payment.ref, PaymentState::Succeeded));
  QVERIFY(c.clock.now() - began >= engine::kRefusedWait);
  QCOMPARE(paidAt().size(), std::size_t{3});
}

void EngineRouteTest::aBillIsInquiredAnew() {
  Counter& c = *m_counter;
  c.script.onPay = [](const Attempt& attempt) {
    return attempt.upstream.str() == "digi" ? verdictOf(VerdictKind::RefusedForNow, "68") : successOf("SN1");
  };
  QVERIFY(c.start());
  const auto sold = must(c.sell(billFor(1)));
  QVERIFY(c.reaches(sold.payment.ref, PaymentState::Succeeded));
  QCOMPARE(c.storedHistory(sold.payment.ref),
           (std::vector<std::string>{"accepted", "armed", "refused", "rerouted", "requoted", "armed",
                                     "succeeded"}));
  // The other upstream's own inquiry is what it is paid under.
  const Payment paid = c.stored(sold.payment.ref);
  QVERIFY(paid.attempts[0].attemptRef != paid.attempts[1].attemptRef);
  QCOMPARE(paid.attempts[1].attemptRef, paid.inquiryRef);
}

// The dearer one takes them; without it nobody takes cash for more than a month.
void EngineRouteTest::severalMonthsGoToWhoTakesThem() {
  Counter& c = *m_counter;
  for (Product& product : c.products)
    if (product.id.str() == "pdam-kota")
      product.family = Family::Health;
  QVERIFY(c.start());
  const auto bill = [](int n, const char* months) {
    api::SellRequest request = billFor(n);
    request.number = "000264489" + std::to_string(1000 + n);
    request.fields.months = months;
    return request;
  };
  const auto wrong = [&](const api::SellRequest& request) {
    const auto sold = c.sell(request);
    return sold ? std::string() : std::string(wordOf(sold.error().code)) + " " + sold.error().detail;
  };
  QCOMPARE(wrong(bill(1, "3")), std::string("number-invalid months-one"));
  QCOMPARE(wrong(bill(1, "13")), std::string("number-invalid months-one"));
  c.script.byTheMonth = {UpstreamId("other")};
  QCOMPARE(wrong(bill(1, "13")), std::string("number-invalid months"));
  std::vector<std::string> asked;
  c.script.onInquire = [&asked](const ports::InquiryOrder& order) {
    asked.push_back(order.fields.months);
    return ports::InquiryReply{verdictOf(VerdictKind::Succeeded, "00"),
                               "BUDI",
                               Money::rupiah(75'000),
                               Money::rupiah(2'500),
                               Money::rupiah(77'000),
                               {}};
  };
  const auto three = must(c.sell(bill(1, "3")));
  QVERIFY(c.reaches(three.payment.ref, PaymentState::Succeeded));
  QCOMPARE(three.payment.inquiryFields.months, std::string("3"));
  // One month is the cheapest supplier's, whether it was said or not.
  QVERIFY(c.reaches(must(c.sell(bill(2, "1"))).payment.ref, PaymentState::Succeeded));
  QVERIFY(c.reaches(must(c.sell(bill(3, ""))).payment.ref, PaymentState::Succeeded));
  QCOMPARE(asked, (std::vector<std::string>{"3", "", ""}));
  QCOMPARE(paidAt(), (std::vector<std::string>{"other", "digi", "digi"}));
  // The same reference is the same order, told in two ways, and not for other months.
  QCOMPARE(must(c.sell(bill(2, ""))).payment.ref, must(c.sell(bill(2, "1"))).payment.ref);
  QCOMPARE(wrong(bill(2, "2")).substr(0, 10), std::string("client-ref"));
  QCOMPARE(wrong(bill(1, "2")).substr(0, 10), std::string("client-ref"));
  // Not paid twice on one day, for however many.
  api::SellRequest again = bill(1, "2");
  again.clientRef = ClientRef("again");
  QCOMPARE(wrong(again).substr(0, 15), std::string("duplicate-today"));
  api::SellRequest pinned = bill(4, "2");
  pinned.product = "digi:pdam";
  QCOMPARE(wrong(pinned), std::string("number-invalid months-one"));
}

// A deposit that its supplier refuses stays his: the other one would be paid for one month.
void EngineRouteTest::severalMonthsAreAskedForUntilTheyArePaid() {
  Counter& c = *m_counter;
  for (Product& product : c.products)
    if (product.id.str() == "pdam-kota")
      product.family = Family::Health;
  c.script.byTheMonth = {UpstreamId("other")};
  std::vector<std::string> asked;
  const auto usual = c.script.onInquire;
  c.script.onInquire = [&](const ports::InquiryOrder& order) {
    asked.push_back(order.fields.months);
    return usual(order);
  };
  bool refuses = true;
  c.script.onPay = [&](const Attempt&) {
    return refuses ? verdictOf(VerdictKind::RefusedForNow, "17") : successOf("SN1");
  };
  QVERIFY(c.start());
  api::SellRequest deposit = offline(billFor(1));
  deposit.number = "0002644891001";
  deposit.fields.months = "12";
  deposit.amount = Money::rupiah(100'000);
  const auto sold = must(c.sell(deposit));
  QCOMPARE(sold.payment.upstream, UpstreamId("other"));
  c.restart();
  c.turnFor(Duration::minutes(20));
  QVERIFY(c.stored(sold.payment.ref).state == PaymentState::Accepted);
  QVERIFY(!paidAt().empty());
  refuses = false;
  QVERIFY(c.reaches(sold.payment.ref, PaymentState::Succeeded));
  for (const std::string& upstream : paidAt()) QCOMPARE(upstream, std::string("other"));
  for (const std::string& months : asked) QCOMPARE(months, std::string("12"));
}

void EngineRouteTest::aSupplierThatIsAwayIsReplaced() {
  Counter& c = *m_counter;
  QVERIFY(c.start());
  c.script.away = {UpstreamId("digi"), UpstreamId("other")};
  c.turnFor(Duration::seconds(70));
  const auto waiting = must(c.sell(offline(pulsaFor(1))));
  c.turnFor(Duration::minutes(15));
  QVERIFY(c.stored(waiting.payment.ref).state == PaymentState::Accepted);
  c.script.away = {UpstreamId("digi")};
  QVERIFY(c.reaches(waiting.payment.ref, PaymentState::Succeeded, Duration::minutes(2)));
  QCOMPARE(c.stored(waiting.payment.ref).upstream, UpstreamId("other"));
}

void EngineRouteTest::aCodeThatProvesNothingIsNoRefusal() {
  Counter& c = *m_counter;
  c.script.capabilities.refusals = {"54"};
  c.script.onPay = [](const Attempt&) { return verdictOf(VerdictKind::Failed, "02"); };
  c.script.onAsk = [](const Attempt&) { return verdictOf(VerdictKind::Failed, "02"); };
  QVERIFY(c.start());
  const auto sold = must(c.sell(pulsaFor(1)));
  QVERIFY(c.reaches(sold.payment.ref, PaymentState::Suspect));
  c.turnFor(Duration::hours(1));
  QVERIFY(c.stored(sold.payment.ref).state == PaymentState::Suspect);
  c.script.onAsk = [](const Attempt&) { return verdictOf(VerdictKind::Failed, "54"); };
  QVERIFY(c.reaches(sold.payment.ref, PaymentState::RefundDue));
}

void EngineRouteTest::aSilentUpstreamIsLeftInPeace() {
  Counter& c = *m_counter;
  for (Product& product : c.products) product.offers.resize(1);
  QVERIFY(c.start());
  c.script.onAsk = [](const Attempt&) { return verdictOf(VerdictKind::Pending, "03"); };
  for (int i = 0; i < Breaker::kSilentMax; ++i) suspect(i);
  const std::size_t before = c.script.callsOf("pay").size();
  // The next customer's payment is a deposit: taken, told so, and sent when the upstream has rested.
  const auto next = must(c.sell(pulsaFor(50)));
  QVERIFY(next.payment.offline);
  QCOMPARE(c.script.callsOf("pay").size(), before);
  // Nothing became failed by it, and the open questions are asked.
  c.script.onPay = [](const Attempt&) { return successOf("SN1"); };
  QVERIFY(c.reaches(next.payment.ref, PaymentState::Succeeded, Duration::minutes(2)));
  c.turnFor(Duration::minutes(2));
  QVERIFY(!c.script.callsOf("ask").empty());
}

void EngineRouteTest::aClockThatGoesOnIsNoClosedHour() {
  Counter& c = *m_counter;
  QVERIFY(c.start());
  c.clock.tick = Duration::millis(1);
  for (int n = 0; n < 5; ++n) {
    const auto sold = must(c.sell(pulsaFor(n)));
    QVERIFY(!sold.payment.offline);
    QVERIFY(c.reaches(sold.payment.ref, PaymentState::Succeeded, Duration::seconds(2)));
  }
  QCOMPARE(paidAt(), std::vector<std::string>(5, "digi"));
}

void EngineRouteTest::theQuoteSaysWhy() {
  Counter& c = *m_counter;
  c.script.away = {UpstreamId("digi")};
  QVERIFY(c.start());
  c.turnFor(Duration::seconds(70));
  const auto quoted =
      must(c.quote({"pulsa-telkomsel-10000", mobileNumber(1), {}, api::Connectivity::WhenOnline}));
  QCOMPARE(quoted.upstream, UpstreamId("other"));
  QCOMPARE(quoted.offers.size(), std::size_t{2});
  QVERIFY(quoted.offers[0].standing == OfferStanding::Unreached);
  QVERIFY(quoted.offers[1].standing == OfferStanding::Chosen);
  QVERIFY(quoted.profit.isPositive());
}

// It is 09:05.
void EngineRouteTest::closedHoursSendElsewhere() {
  Counter& c = *m_counter;
  c.config.upstreams.front().values["closedHours"] = "09:00-10:00";
  QVERIFY(c.start());
  const auto quoted =
      must(c.quote({"pulsa-telkomsel-10000", mobileNumber(1), {}, api::Connectivity::WhenOnline}));
  QCOMPARE(quoted.upstream, UpstreamId("other"));
  QVERIFY(quoted.offers[0].standing == OfferStanding::ClosedHours);
  QVERIFY(c.reaches(must(c.sell(pulsaFor(1))).payment.ref, PaymentState::Succeeded));
  QCOMPARE(paidAt(), (std::vector<std::string>{"other"}));
  // A quarter to eleven it is the cheaper one that is open.
  c.turnFor(Duration::minutes(100));
  QVERIFY(c.reaches(must(c.sell(pulsaFor(2))).payment.ref, PaymentState::Succeeded));
  QCOMPARE(paidAt().back(), std::string("digi"));
}

void EngineRouteTest::closedHoursAreWaitedOut() {
  Counter& c = *m_counter;
  for (Product& product : c.products) product.offers.resize(1);
  // The goods are closed when the supplier opens.
  c.products.front().offers.front().cutOff = {MinuteOfDay{9 * 60 + 55}, MinuteOfDay{10 * 60 + 30}};
  c.config.upstreams.front().values["closedHours"] = "09:00-10:00";
  QVERIFY(c.start());
  const std::string opens = "2026-11-23T10:30:00+07:00";
  const auto refused = c.sell(pulsaFor(1));
  QVERIFY(!refused && refused.error().code == ErrorCode::CutOff);
  QCOMPARE(refused.error().detail, opens);
  const PaymentRef ref = must(c.sell(offline(pulsaFor(1)))).payment.ref;
  c.turnFor(Duration::minutes(11));  // when it is sent
  QCOMPARE(c.stored(ref).reason, std::string("cut-off"));
  QCOMPARE(toRfc3339(c.storedTask(ref)->dueAt), opens);
  c.restart();
  c.turnFor(Duration::minutes(70));
  QVERIFY(c.stored(ref).state == PaymentState::Accepted && c.script.callsOf("pay").empty());
  QCOMPARE(c.storedHistory(ref), (std::vector<std::string>{"accepted", "refused"}));
  QVERIFY(c.reaches(ref, PaymentState::Succeeded, Duration::minutes(10)));
}

// "The upstream's truth is on the screen within one interval + 2 s" of its recovery.
void EngineRouteTest::askedAgainAsSoonAsItAnswers() {
  Counter& c = *m_counter;
  QVERIFY(c.start());
  const PaymentRef ref = suspect(1);
  c.script.onAsk = [](const Attempt&) { return verdictOf(VerdictKind::Unknown, "timeout"); };
  c.script.onBalance = [] { return ports::BalanceReply{verdictOf(VerdictKind::Unknown, "timeout"), {}}; };
  c.script.onPriceList = [](const UpstreamId&) {
    return ports::PriceListReply{verdictOf(VerdictKind::Unknown, "timeout"), {}};
  };
  c.turnFor(Duration::hours(5));  // by now it is asked once an hour
  c.script.onAsk = [](const Attempt&) { return successOf("SN1"); };
  c.script.onBalance = [] {
    return ports::BalanceReply{verdictOf(VerdictKind::Succeeded, "00"), Money::rupiah(4'000'000)};
  };
  QVERIFY(c.reaches(ref, PaymentState::Succeeded, c.script.capabilities.askEvery + Duration::seconds(2)));
}

// The balance is told all the time, and nothing about payments: what is open is found out as soon as the
// budget of all of it allows one question, and all follow it.
void EngineRouteTest::deadTransactionsBesideALivingBalance_data() {
  QTest::addColumn<int>("hurrySeconds");
  QTest::addColumn<int>("withinSeconds");
  // Where a question may be asked in every interval: one interval.
  QTest::newRow("Digiflazz") << 60 << 60 + 2;
  QTest::newRow("10 minutes each") << 600 << 600 / 5 + 2;
  // Where nobody says how often, one each in 40 minutes: the five of them share that.
  QTest::newRow("a bank") << 2400 << 2400 / 5 + 2;
}

void EngineRouteTest::deadTransactionsBesideALivingBalance() {
  QFETCH(int, hurrySeconds);
  QFETCH(int, withinSeconds);
  constexpr int kOpen = 5;
  constexpr int kDeadMinutes = 90;
  for (const int late : {0, 3}) {
    init();
    Counter& c = *m_counter;
    for (Product& product : c.products) product.offers.resize(1);
    c.script.capabilities.askAfter = Capabilities().askAfter;
    c.script.capabilities.hurryEvery = Duration::seconds(hurrySeconds);
    QVERIFY(c.start());
    c.turnFor(Duration::hours(1));  // open for a while
    c.script.onAsk = [](const Attempt&) { return verdictOf(VerdictKind::Unknown, "timeout"); };
    const Instant died = c.clock.now();
    std::vector<PaymentRef> open;
    for (int i = 0; i < kOpen; ++i) {
      c.turnFor(Duration::minutes(9));  // or nobody is sent there any more
      open.push_back(suspect(i));
    }
    c.turnFor(Duration::minutes(kDeadMinutes + late * 7) - (c.clock.now() - died));
    const auto asked = c.script.callsOf("ask");
    std::map<std::string, Instant> last;
    std::map<std::string, int> count;
    for (const auto& call : asked) {
      const std::string ref = call.attempt.attemptRef.str();
      if (const auto before = last.find(ref); before != last.end())
        QVERIFY(call.at - before->second >= c.script.capabilities.askEvery);
      last[ref] = call.at;
      ++count[ref];
    }
    // Of each: those in turn, one before them, and one out of turn in `hurryEvery`.
    for (const auto& [ref, times] : count)
      QVERIFY2(times <= 4 + (kDeadMinutes + late * 7) * 60 / hurrySeconds, std::to_string(times).c_str());
    c.script.onAsk = [](const Attempt&) { return successOf("SN1"); };
    const Instant lives = c.clock.now();
    for (const PaymentRef& ref : open) QVERIFY(c.reaches(ref, PaymentState::Succeeded, Duration::hours(2)));
    const Duration took = c.clock.now() - lives;
    QVERIFY2(took <= Duration::seconds(withinSeconds), std::to_string(took.ms).c_str());
  }
}

// It says nothing of the upstream, and is not asked all the time because others are answered.
void EngineRouteTest::oneThatStaysUnansweredKeepsItsTurns() {
  Counter& c = *m_counter;
  c.script.capabilities.hurryEvery = Duration::seconds(60);
  QVERIFY(c.start());
  const PaymentRef odd = suspect(1);
  const AttemptRef its = c.stored(odd).liveAttempt()->attemptRef;
  c.script.onPay = [](const Attempt&) { return successOf("SN1"); };
  c.script.onAsk = [its](const Attempt& attempt) {
    return attempt.attemptRef == its ? verdictOf(VerdictKind::Unknown, "wrong-echo") : successOf("SN1");
  };
  for (int i = 0; i < 12 * 60; ++i) {
    c.turnFor(Duration::minutes(1));
    must(c.sell(pulsaFor(100 + i)));
  }
  const auto asked = c.script.callsOf("ask").size();
  QVERIFY2(asked <= 7 + 12 + 8, std::to_string(asked).c_str());
  QVERIFY(c.stored(odd).escalatedAt != Instant{});
}

void EngineRouteTest::deadTransactionsBeforeARestart() {
  Counter& c = *m_counter;
  c.script.capabilities.hurryEvery = Duration::seconds(60);
  QVERIFY(c.start());
  c.script.onAsk = [](const Attempt&) { return verdictOf(VerdictKind::Unknown, "timeout"); };
  std::vector<PaymentRef> open;
  for (int i = 0; i < 2; ++i) open.push_back(suspect(i));
  c.turnFor(Duration::hours(5));
  c.restart();
  c.turnFor(Duration::seconds(5));
  c.script.onAsk = [](const Attempt&) { return successOf("SN1"); };
  const Instant lives = c.clock.now();
  for (const PaymentRef& ref : open) QVERIFY(c.reaches(ref, PaymentState::Succeeded));
  QVERIFY(c.clock.now() - lives <= Duration::minutes(2) + Duration::seconds(2));
}

// Found by the simulator's windows: it was asked about as soon as the upstream answered, in vain; when the upstream answered once
// more, too soon for another question, it was left to its plan, of an hour.
void EngineRouteTest::whatWasHurriedInVainIsHurriedAgain() {
  Counter& c = *m_counter;
  for (Product& product : c.products) product.offers.resize(1);
  QVERIFY(c.start());
  c.script.onAsk = [](const Attempt&) { return verdictOf(VerdictKind::Unknown, "timeout"); };
  const PaymentRef ref = suspect(1);
  const auto asks = [&c] { return c.script.callsOf("ask").size(); };
  c.turnFor(Duration::hours(5));  // by now its plan is an hour
  // Right after a turn, so that the next one is far away.
  const int tries = c.storedTask(ref)->tries;
  QVERIFY(c.turnUntil([&] { return c.storedTask(ref)->tries > tries; }));
  c.turnFor(Duration::minutes(2));
  c.script.onPay = [](const Attempt&) { return successOf("SN2"); };
  const std::size_t before = asks();
  must(c.sell(pulsaFor(2)));
  const Instant answered = c.clock.now();
  QVERIFY(c.turnUntil([&] { return asks() > before; }, Duration::seconds(2)));
  c.turnFor(Duration::minutes(2));
  QCOMPARE(asks(), before + 1);
  c.script.onAsk = [](const Attempt&) { return successOf("SN1"); };
  must(c.sell(pulsaFor(3)));
  QVERIFY(c.reaches(ref, PaymentState::Succeeded));
  QVERIFY(c.clock.now() - answered >= c.script.capabilities.hurryEvery);
  QVERIFY(c.clock.now() - answered <= c.script.capabilities.hurryEvery + Duration::seconds(2));
}

// Found by the simulator's windows: after a night of silence one was answered and the other one was not, and the pace of that night
// counted for the silence after it.
void EngineRouteTest::aNewSilenceHasItsOwnPace() {
  Counter& c = *m_counter;
  for (Product& product : c.products) product.offers.resize(1);
  c.script.capabilities.askAfter = {Duration::seconds(60), Duration::minutes(60)};
  QVERIFY(c.start());
  const PaymentRef first = suspect(1);
  const PaymentRef second = suspect(2);
  const AttemptRef silent = c.stored(second).liveAttempt()->attemptRef;
  c.script.onAsk = [silent](const Attempt& attempt) {
    return attempt.attemptRef == silent ? verdictOf(VerdictKind::Unknown, "timeout") : successOf("SN1");
  };
  c.clock.moveBy(Duration::hours(10));  // the machine sleeps
  QVERIFY(c.reaches(first, PaymentState::Succeeded, Duration::minutes(1)));
  c.turnFor(Duration::seconds(10));
  QVERIFY(c.stored(second).state == PaymentState::Suspect);
  c.script.onAsk = [](const Attempt&) { return successOf("SN2"); };
  QVERIFY(c.reaches(second, PaymentState::Succeeded, c.script.capabilities.hurryEvery + Duration::seconds(2)));
}

// Found by the simulator's windows: it was not found and was sent again, and when that was lost nobody had answered.
void EngineRouteTest::notFoundIsAnAnswerToo() {
  Counter& c = *m_counter;
  for (Product& product : c.products) product.offers.resize(1);
  c.script.capabilities.resendWhenNotFoundAfter = Duration::minutes(5);
  QVERIFY(c.start());
  c.script.onAsk = [](const Attempt&) { return verdictOf(VerdictKind::Unknown, "timeout"); };
  const PaymentRef first = suspect(1);
  const PaymentRef second = suspect(2);
  c.turnFor(Duration::hours(5));  // by now their plan is an hour
  const AttemptRef its = c.stored(first).liveAttempt()->attemptRef;
  bool answers = false;
  c.script.onAsk = [&answers, its](const Attempt& attempt) {
    if (attempt.attemptRef != its)
      return answers ? successOf("SN2") : verdictOf(VerdictKind::Unknown, "timeout");
    answers = true;
    return verdictOf(VerdictKind::NotFound, "404");
  };
  QVERIFY(c.turnUntil([&answers] { return answers; }));
  QVERIFY(c.reaches(second, PaymentState::Succeeded, c.script.capabilities.askEvery + Duration::seconds(2)));
  QVERIFY(c.stored(first).state == PaymentState::Suspect);
}

// A plan of days stays one: what is asked each minute in between makes nothing older.
void EngineRouteTest::questionsOutOfTurnEndNoPlan() {
  Counter& c = *m_counter;
  c.script.capabilities.hurryEvery = Duration::seconds(60);
  QVERIFY(c.start());
  c.script.onAsk = [](const Attempt&) { return verdictOf(VerdictKind::Unknown, "timeout"); };
  const PaymentRef ref = suspect(1);
  c.turnFor(Duration::days(1));
  QVERIFY(c.script.callsOf("ask").size() > 7 * 24);
  QVERIFY(c.stored(ref).state == PaymentState::Suspect);
  // A turn an hour, and not more by much.
  const int tries = c.storedTask(ref)->tries;
  QVERIFY2(tries >= 24 && tries <= 24 + 7, std::to_string(tries).c_str());
}

// Found by the simulator's windows: before 1970 "never" is later than now, and no question counted as one more.
void EngineRouteTest::aClockBeforeAllTimeEndsNoPlan() {
  Counter& c = *m_counter;
  QVERIFY(c.start());
  c.script.onAsk = [](const Attempt&) { return verdictOf(VerdictKind::NotFound, "404"); };
  const PaymentRef ref = suspect(1);
  c.clock.set(Duration{} - Duration::days(80 * 365));
  c.turnFor(Duration::hours(12));
  const int tries = c.storedTask(ref)->tries;
  QVERIFY2(tries >= 12, std::to_string(tries).c_str());
}

void EngineRouteTest::whatCannotBeReadSaysNothingOfTheUpstream() {
  Counter& c = *m_counter;
  c.script.capabilities.hurryEvery = Duration::seconds(60);
  QVERIFY(c.start());
  c.script.onAsk = [](const Attempt&) { return verdictOf(VerdictKind::Unknown, kAttemptUnreadable); };
  const PaymentRef ref = suspect(1);
  c.script.onPay = [](const Attempt&) { return successOf("SN1"); };
  must(c.sell(pulsaFor(2)));
  c.turnFor(Duration::hours(12));
  const auto asked = c.script.callsOf("ask").size();
  QVERIFY2(asked <= 7 + 12, std::to_string(asked).c_str());
  QVERIFY(c.stored(ref).state == PaymentState::Suspect);
  QCOMPARE(c.stored(ref).reason, std::string(kAttemptUnreadable));
}

void EngineRouteTest::aHurriedQuestionKeepsThePause() {
  Counter& c = *m_counter;
  QVERIFY(c.start());
  suspect(1);
  c.script.onAsk = [](const Attempt&) { return verdictOf(VerdictKind::Unknown, "timeout"); };
  // An upstream that goes and comes all the time is not asked all the time.
  int flip = 0;
  c.script.onBalance = [&flip] {
    return ports::BalanceReply{
        verdictOf(++flip % 2 == 0 ? VerdictKind::Succeeded : VerdictKind::Unknown, "00"),
        Money::rupiah(4'000'000)};
  };
  const Instant began = c.clock.now();
  c.turnFor(Duration::hours(6));
  const auto asks = c.script.callsOf("ask");
  for (std::size_t i = 1; i < asks.size(); ++i)
    QVERIFY(asks[i].at - asks[i - 1].at >= c.script.capabilities.askEvery);
  const auto hours = (c.clock.now() - began).ms / Duration::hours(1).ms;
  QVERIFY2(asks.size() <= static_cast<std::size_t>(6 + hours * 7), std::to_string(asks.size()).c_str());
}

// "Everything is settled or escalated within 15 minutes of recovery."
void EngineRouteTest::peopleAreToldInTime() {
  for (const VerdictKind kind : {VerdictKind::Unknown, VerdictKind::NotFound, VerdictKind::RefusedForNow}) {
    init();
    Counter& c = *m_counter;
    QVERIFY(c.start());
    const PaymentRef ref = suspect(1);
    c.script.onAsk = [kind](const Attempt&) { return verdictOf(kind, "40"); };
    QVERIFY(c.turnUntil([&] { return c.stored(ref).escalatedAt != Instant{}; }, Duration::minutes(15)));
    QVERIFY(c.stored(ref).state == PaymentState::Suspect);
    // It is still asked about, and the upstream's own word ends it.
    c.script.onAsk = [](const Attempt&) { return successOf("SN1"); };
    QVERIFY(c.reaches(ref, PaymentState::Succeeded));
    QVERIFY(c.stored(ref).escalatedAt == Instant{});
  }
}

void EngineRouteTest::whatTheUpstreamWorksOnIsNotTold() {
  Counter& c = *m_counter;
  QVERIFY(c.start());
  const PaymentRef ref = suspect(1);
  c.script.onAsk = [](const Attempt&) { return verdictOf(VerdictKind::Pending, "03"); };
  c.turnFor(Duration::hours(36));
  QVERIFY(c.stored(ref).state == PaymentState::Pending);
  QVERIFY(c.stored(ref).escalatedAt == Instant{});
}

void EngineRouteTest::whatNobodySignedOffIsNotAsked() {
  Counter& c = *m_counter;
  c.script.capabilities.signedOff.clear();
  QVERIFY(c.start());
  const PaymentRef ref = suspect(1);
  QVERIFY(c.reaches(ref, PaymentState::Review, Duration::minutes(2)));
  QVERIFY(c.script.callsOf("ask").empty());
}

// The key and its window, as the record has them.
void EngineRouteTest::whatIsForgottenIsNotRepeated() {
  for (const Idempotency& known : {Idempotency{}, Idempotency{"ref", KeptFor::Time, Duration::minutes(4)},
                                   Idempotency{"ref", KeptFor::Time, Duration::minutes(40)}}) {
    init();
    Counter& c = *m_counter;
    c.script.capabilities.sameEffect = known;
    c.script.capabilities.resendWhenNotFoundAfter = Duration::minutes(5);
    QVERIFY(c.start());
    c.script.onAsk = [](const Attempt&) { return verdictOf(VerdictKind::NotFound, "404"); };
    suspect(1);
    c.turnFor(Duration::hours(6));
    const bool mayBeSentAgain = known.time > Duration::minutes(5);
    QCOMPARE(c.script.callsOf("pay").size() > 1, mayBeSentAgain);
    for (const auto& call : c.script.callsOf("pay"))
      QVERIFY(call.at - c.script.callsOf("pay")[0].at < Duration::minutes(41));
    QVERIFY(c.script.callsOf("ask").size() < 60);
    // Where the question is the attempt again, it ends with the window too.
    init();
    m_counter->script.capabilities.sameEffect = known;
    m_counter->script.capabilities.status = StatusMeaning::RepeatsAttempt;
    QVERIFY(m_counter->start());
    m_counter->script.onAsk = [](const Attempt&) { return verdictOf(VerdictKind::Pending, "03"); };
    const PaymentRef ref = suspect(1);
    QVERIFY(m_counter->reaches(ref, PaymentState::Review));
    for (const auto& call : m_counter->script.callsOf("ask"))
      QVERIFY(call.at - m_counter->stored(ref).liveAttempt()->sentAt < known.time);
  }
}

// Where references are kept until midnight: neither a question whose answer comes after it, nor a repeat that would arrive after
// it, is another payment.
void EngineRouteTest::aRepeatArrivesOnTheSameDay_data() {
  QTest::addColumn<int>("sentBefore");  // midnight, in seconds
  QTest::addColumn<int>("latency");
  QTest::addColumn<bool>("repeated");
  QTest::newRow("in time") << 8 * 60 << 1 << true;
  QTest::newRow("the answer comes too late") << 5 * 60 + 90 << 61 << false;
  QTest::newRow("the repeat would arrive too late") << 5 * 60 + 30 << 1 << false;
  QTest::newRow("the next day") << 30 << 1 << false;
}

void EngineRouteTest::aRepeatArrivesOnTheSameDay() {
  QFETCH(int, sentBefore);
  QFETCH(int, latency);
  QFETCH(bool, repeated);
  Counter& c = *m_counter;
  for (Product& product : c.products) product.offers.resize(1);
  c.script.capabilities.sameEffect = {"ref", KeptFor::JakartaDay, {}};
  c.script.capabilities.resendWhenNotFoundAfter = Duration::minutes(5);
  QVERIFY(c.start());
  c.script.onAsk = [](const Attempt&) { return verdictOf(VerdictKind::NotFound, "404"); };
  const std::int64_t today = (c.clock.now() + kJakartaOffset).ms % Duration::days(1).ms;
  c.turnFor(Duration::millis(Duration::days(1).ms - today) - Duration::seconds(sentBefore));
  c.script.latency = Duration::seconds(latency);
  suspect(1);
  c.turnFor(Duration::hours(2));
  const auto paid = c.script.callsOf("pay");
  QCOMPARE(paid.size() > 1, repeated);
  for (const auto& call : paid) QVERIFY(businessDateOf(call.at) == businessDateOf(paid.front().at));
}

void EngineRouteTest::twoPeopleSettleWhatIsTold() {
  Counter& c = *m_counter;
  QVERIFY(c.start());
  const PaymentRef ref = suspect(1);
  c.script.onAsk = [](const Attempt&) { return verdictOf(VerdictKind::Unknown, "timeout"); };
  QVERIFY(!decide(ref, ManualOutcome::Failed));  // not told yet
  QVERIFY(c.turnUntil([&] { return c.stored(ref).escalatedAt != Instant{}; }, Duration::minutes(15)));
  QVERIFY(decide(ref, ManualOutcome::Failed));
  QVERIFY(c.stored(ref).state == PaymentState::RefundDue);
  QCOMPARE(c.storedHistory(ref), (std::vector<std::string>{"accepted", "armed", "suspect", "escalated",
                                                           "decided", "failed", "refundDue"}));
  QVERIFY(must(c.refund(ref)).payment.state == PaymentState::Refunded);
  // It does not come back by itself, also not after a restart.
  c.restart();
  const std::size_t asked = c.script.callsOf("ask").size();
  c.turnFor(Duration::days(2));
  QCOMPARE(c.script.callsOf("ask").size(), asked);
  QVERIFY(c.trial().isZero());
}

void EngineRouteTest::anAnswerAfterTheirDecisionIsAConflict() {
  Counter& c = *m_counter;
  QVERIFY(c.start());
  const PaymentRef ref = suspect(1);
  c.script.onAsk = [](const Attempt&) { return verdictOf(VerdictKind::Unknown, "timeout"); };
  QVERIFY(c.turnUntil([&] { return c.stored(ref).escalatedAt != Instant{}; }, Duration::minutes(15)));
  // The question is on its way when they decide.
  c.script.onAsk = [](const Attempt&) { return successOf("SN1"); };
  c.script.latency = Duration::minutes(1);
  const std::size_t asked = c.script.callsOf("ask").size();
  QVERIFY(c.turnUntil([&] { return c.script.callsOf("ask").size() > asked; }));
  QVERIFY(decide(ref, ManualOutcome::Failed));
  QVERIFY(c.stored(ref).state == PaymentState::RefundDue);
  QVERIFY(c.reaches(ref, PaymentState::Review, Duration::minutes(3)));
  QCOMPARE(c.stored(ref).conflict, std::string("late-success"));
  QCOMPARE(c.engine->status().queueCount, 1);
  QVERIFY(decide(ref, ManualOutcome::Succeeded));
  QVERIFY(c.stored(ref).state == PaymentState::Succeeded);
  QCOMPARE(c.engine->status().queueCount, 0);
  QVERIFY(c.balance("held").isZero() && c.balance("refundsDue").isZero() && c.trial().isZero());
}

QTEST_GUILESS_MAIN(EngineRouteTest)
#include "engine_route_test.moc"

// The counter's own rules, at the engine: what it refuses before cash is taken, what it does with bills, closed
// hours, the same customer twice and the same order twice. (Invariants I3, I5, I18.)
#include <QTest>
#include <set>

#include "tests/unit/engine/counter.h"

using namespace loket;
using namespace loket::tests;

namespace {

ErrorCode codeOf(const Result<api::PaymentView>& result) {
  return result ? ErrorCode::Internal : result.error().code;
}

}  // namespace

class EngineRulesTest : public QObject {
  Q_OBJECT

 private slots:
  void init();
  void each_offline_cap_refuses_before_anything_is_written_data();
  void each_offline_cap_refuses_before_anything_is_written();
  void transfers_are_never_taken_offline();
  void caps_hold_for_sales_of_the_same_turn();
  void age_stops_new_ones_and_keeps_the_old_ones();
  void caps_hold_after_a_restart();
  void the_same_goods_for_the_same_number_need_a_word();
  void two_sales_of_the_same_goods_in_one_turn_are_one();
  void the_same_client_reference_is_the_same_payment();
  void the_same_client_reference_at_once_is_one_payment();
  void a_client_reference_is_for_one_order_only();
  void too_little_deposit_is_said_before_the_cash_is_taken();
  void too_little_cash_is_refused();
  void a_bill_above_its_ceiling_goes_to_people();
  void a_bill_below_its_ceiling_gives_the_rest_back();
  void a_bill_of_yesterday_is_asked_about_again();
  void an_inquiry_is_of_the_day_on_which_it_was_asked();
  void an_unknown_bill_offline_needs_its_ceiling();
  void a_virtual_account_has_a_bill_or_takes_a_named_sum();
  void closed_hours_are_waited_out();
  void closed_hours_refuse_a_sale_online();
  void the_same_number_waits_for_the_one_before();
  void a_price_that_changed_is_not_taken_silently();
  void claim_codes_are_never_given_twice();
  void nothing_is_sent_while_there_is_no_network();

 private:
  std::unique_ptr<Counter> m_counter;
};

void EngineRulesTest::init() { m_counter = std::make_unique<Counter>(); }

void EngineRulesTest::each_offline_cap_refuses_before_anything_is_written_data() {
  QTest::addColumn<QString>("cap");
  QTest::addColumn<int>("code");
  QTest::newRow("amount") << "amount" << static_cast<int>(ErrorCode::OfflineLimitAmount);
  QTest::newRow("exposure") << "exposure" << static_cast<int>(ErrorCode::OfflineLimitExposure);
  QTest::newRow("count") << "count" << static_cast<int>(ErrorCode::OfflineLimitCount);
  QTest::newRow("age") << "age" << static_cast<int>(ErrorCode::OfflineLimitAge);
}

void EngineRulesTest::each_offline_cap_refuses_before_anything_is_written() {
  QFETCH(QString, cap);
  QFETCH(int, code);
  Counter& c = *m_counter;
  if (cap == "amount")
    c.config.offline.maxAmount = Money::rupiah(11'999);
  else if (cap == "exposure")
    c.config.offline.maxExposure = Money::rupiah(3 * 12'000);
  else if (cap == "count")
    c.config.offline.maxCount = 3;
  else
    c.config.offline.maxAge = Duration::minutes(1);
  // Nothing gets out, so that what waits goes on waiting.
  c.script.onBalance = [] { return ports::BalanceReply{verdictOf(VerdictKind::NotSent, "connect"), {}}; };
  QVERIFY(c.start());
  c.turnFor(Duration::seconds(2));
  int accepted = 0;
  if (cap != "amount")
    for (; accepted < 3; ++accepted)
      QVERIFY(c.sell(offline(pulsaFor(accepted))));
  if (cap == "age")
    c.turnFor(Duration::minutes(2));
  const int commits = c.store->commits();
  const auto refused = c.sell(offline(pulsaFor(9)));
  QVERIFY(!refused);
  QCOMPARE(static_cast<int>(refused.error().code), code);
  QCOMPARE(c.store->commits(), commits);
  QCOMPARE(static_cast<int>(must(c.real->openPayments()).size()), accepted);
  QVERIFY(!must(c.real->byClientRef(pulsaFor(9).clientRef)).has_value());
  QCOMPARE(c.balance("drawer").amount(), accepted * 12'000);
}

void EngineRulesTest::transfers_are_never_taken_offline() {
  Counter& c = *m_counter;
  QVERIFY(c.start());
  api::SellRequest request;
  request.product = "transfer-bank";
  request.number = "1234567890";
  request.amount = Money::rupiah(100'000);
  QCOMPARE(codeOf(c.sell(offline(request))), ErrorCode::OfflineForbidden);
}

void EngineRulesTest::caps_hold_for_sales_of_the_same_turn() {
  Counter& c = *m_counter;
  c.config.offline.maxCount = 4;
  QVERIFY(c.start());
  int accepted = 0;
  int refused = 0;
  for (int n = 0; n < 10; ++n)
    c.engine->sell(offline(pulsaFor(n)), [&](const Result<api::PaymentView>& result) {
      result ? ++accepted : ++refused;
    });
  QVERIFY(c.turnUntil([&] { return accepted + refused == 10; }, Duration::minutes(1)));
  QCOMPARE(accepted, 4);
  QCOMPARE(static_cast<int>(must(c.real->openPayments()).size()), 4);
}

void EngineRulesTest::age_stops_new_ones_and_keeps_the_old_ones() {
  Counter& c = *m_counter;
  c.config.offline.maxAge = Duration::hours(1);
  c.script.onBalance = [] { return ports::BalanceReply{verdictOf(VerdictKind::NotSent, "connect"), {}}; };
  QVERIFY(c.start());
  const auto sold = c.sell(offline(pulsaFor(1)));
  QVERIFY(sold.has_value());
  c.turnFor(Duration::minutes(90));
  c.clock.moveBy(Duration::days(3));
  c.turnFor(Duration::minutes(5));
  QVERIFY(c.stored(sold->payment.ref).state == PaymentState::Accepted);
  QCOMPARE(codeOf(c.sell(offline(pulsaFor(2)))), ErrorCode::OfflineLimitAge);
  c.script.onBalance = Script().onBalance;
  QVERIFY(c.reaches(sold->payment.ref, PaymentState::Succeeded));
  QVERIFY(c.sell(offline(pulsaFor(2))));
}

void EngineRulesTest::caps_hold_after_a_restart() {
  Counter& c = *m_counter;
  c.config.offline.maxCount = 2;
  QVERIFY(c.start());
  QVERIFY(c.sell(offline(pulsaFor(1))));
  QVERIFY(c.sell(offline(pulsaFor(2))));
  c.restart();
  QCOMPARE(codeOf(c.sell(offline(pulsaFor(3)))), ErrorCode::OfflineLimitCount);
}

void EngineRulesTest::the_same_goods_for_the_same_number_need_a_word() {
  Counter& c = *m_counter;
  QVERIFY(c.start());
  const auto first = c.sell(pulsaFor(1));
  QVERIFY(first.has_value());
  api::SellRequest again = pulsaFor(1);
  again.clientRef = ClientRef("second");
  // Open: not even with the word.
  again.repeat = api::Repeat::Allow;
  const auto blocked = c.sell(again);
  QCOMPARE(codeOf(blocked), ErrorCode::DuplicateOpen);
  QCOMPARE(blocked.error().detail, first->payment.ref.str());
  QVERIFY(c.reaches(first->payment.ref, PaymentState::Succeeded));
  // Done: only with it.
  again.repeat = api::Repeat::Forbid;
  QCOMPARE(codeOf(c.sell(again)), ErrorCode::DuplicateToday);
  QCOMPARE(c.quote({again.product, again.number, {}, api::Connectivity::WhenOnline})->earlierToday->ref,
           first->payment.ref);
  // The same number typed in another way is the same number.
  again.number = "+62 " + again.number.substr(1);
  QCOMPARE(codeOf(c.sell(again)), ErrorCode::DuplicateToday);
  again.repeat = api::Repeat::Allow;
  const auto second = c.sell(again);
  QVERIFY(second.has_value());
  QCOMPARE(second->payment.repeatOrdinal, 2);
  QVERIFY(c.reaches(second->payment.ref, PaymentState::Succeeded));
  // On the next business day it is a new thing.
  c.clock.moveBy(Duration::days(1));
  again.clientRef = ClientRef("tomorrow");
  again.repeat = api::Repeat::Forbid;
  QVERIFY(c.sell(again));
}

void EngineRulesTest::two_sales_of_the_same_goods_in_one_turn_are_one() {
  Counter& c = *m_counter;
  QVERIFY(c.start());
  std::vector<Result<api::PaymentView>> answers;
  for (const char* ref : {"one", "two", "three"}) {
    api::SellRequest request = offline(pulsaFor(1));
    request.clientRef = ClientRef(ref);
    c.engine->sell(request, [&](const Result<api::PaymentView>& result) { answers.push_back(result); });
  }
  QVERIFY(c.turnUntil([&] { return answers.size() == 3; }, Duration::minutes(1)));
  QCOMPARE(std::count_if(answers.begin(), answers.end(), [](const auto& a) { return a.has_value(); }), 1);
  for (const auto& answer : answers)
    QVERIFY(answer || answer.error().code == ErrorCode::DuplicateOpen);
  c.turnFor(Duration::hours(1));
  QCOMPARE(c.script.callsOf("pay").size(), std::size_t{1});
}

void EngineRulesTest::the_same_client_reference_is_the_same_payment() {
  Counter& c = *m_counter;
  QVERIFY(c.start());
  const auto first = c.sell(pulsaFor(1));
  QVERIFY(first.has_value());
  const auto second = c.sell(pulsaFor(1));
  QVERIFY(second.has_value());
  QCOMPARE(second->payment.ref, first->payment.ref);
  QVERIFY(c.reaches(first->payment.ref, PaymentState::Succeeded));
  c.restart();
  const auto third = c.sell(pulsaFor(1));
  QVERIFY(third.has_value());
  QCOMPARE(third->payment.ref, first->payment.ref);
  QVERIFY(third->payment.state == PaymentState::Succeeded);
  QCOMPARE(c.script.callsOf("pay").size(), std::size_t{1});
  QCOMPARE(c.balance("drawer").amount(), 12'000);
}

void EngineRulesTest::the_same_client_reference_at_once_is_one_payment() {
  Counter& c = *m_counter;
  QVERIFY(c.start());
  std::set<PaymentRef> refs;
  int answers = 0;
  for (int i = 0; i < 4; ++i)
    c.engine->sell(pulsaFor(1), [&](const Result<api::PaymentView>& result) {
      QVERIFY(result.has_value());
      refs.insert(result->payment.ref);
      ++answers;
    });
  QVERIFY(c.turnUntil([&] { return answers == 4; }, Duration::minutes(1)));
  QCOMPARE(refs.size(), std::size_t{1});
  QVERIFY(c.reaches(*refs.begin(), PaymentState::Succeeded));
  QCOMPARE(c.script.callsOf("pay").size(), std::size_t{1});
  QCOMPARE(must(c.real->payments({})).size(), std::size_t{1});
}

void EngineRulesTest::a_client_reference_is_for_one_order_only() {
  Counter& c = *m_counter;
  QVERIFY(c.start());
  api::SellRequest other = pulsaFor(2);
  other.clientRef = pulsaFor(1).clientRef;
  // While the first is still on its way to the journal.
  std::optional<Result<api::PaymentView>> first;
  std::optional<Result<api::PaymentView>> second;
  c.engine->sell(pulsaFor(1), [&](const Result<api::PaymentView>& result) { first = result; });
  c.engine->sell(other, [&](const Result<api::PaymentView>& result) { second = result; });
  QVERIFY(c.turnUntil([&] { return first && second; }, Duration::minutes(1)));
  QVERIFY(first->has_value());
  QCOMPARE(codeOf(*second), ErrorCode::ClientRefReused);
  // And when it is there.
  QCOMPARE(codeOf(c.sell(other)), ErrorCode::ClientRefReused);
  api::SellRequest otherProduct = tokenFor(1);
  otherProduct.clientRef = pulsaFor(1).clientRef;
  QCOMPARE(codeOf(c.sell(otherProduct)), ErrorCode::ClientRefReused);
  QCOMPARE(must(c.real->payments({})).size(), std::size_t{1});
}

void EngineRulesTest::too_little_deposit_is_said_before_the_cash_is_taken() {
  Counter& c = *m_counter;
  c.script.onBalance = [] {
    return ports::BalanceReply{verdictOf(VerdictKind::Succeeded, "00"), Money::rupiah(20'500)};
  };
  QVERIFY(c.start());
  c.turnFor(Duration::seconds(2));
  QCOMPARE(codeOf(c.sell(tokenFor(1))), ErrorCode::DepositLow);
  QVERIFY(must(c.real->payments({})).empty());
  QVERIFY(c.balance("drawer").isZero());
  // What open payments will take is not there any more: 20 500 is enough for two at 10 250, not for three.
  QVERIFY(c.sell(offline(pulsaFor(1))));
  QVERIFY(c.sell(offline(pulsaFor(2))));
  QCOMPARE(codeOf(c.sell(offline(pulsaFor(3)))), ErrorCode::DepositLow);
}

void EngineRulesTest::too_little_cash_is_refused() {
  Counter& c = *m_counter;
  QVERIFY(c.start());
  api::SellRequest request = pulsaFor(1);
  request.cash = Money::rupiah(11'999);
  QCOMPARE(codeOf(c.sell(request)), ErrorCode::CashShort);
  QVERIFY(must(c.real->payments({})).empty());
  request.cash = Money::rupiah(50'000);
  const auto sold = c.sell(request);
  QVERIFY(sold.has_value());
  QCOMPARE(sold->payment.change().amount(), 38'000);
}

void EngineRulesTest::a_bill_above_its_ceiling_goes_to_people() {
  Counter& c = *m_counter;
  QVERIFY(c.start());
  api::SellRequest bill = offline(billFor(1));
  bill.amount = Money::rupiah(82'000);  // it will cost 82 500
  const auto sold = c.sell(bill);
  QVERIFY(sold.has_value());
  QVERIFY(c.reaches(sold->payment.ref, PaymentState::Review));
  const Payment p = c.stored(sold->payment.ref);
  QCOMPARE(p.reason, std::string("above-ceiling"));
  QVERIFY(p.attempts.empty());
  QCOMPARE(p.held.amount(), 82'000);
  QVERIFY(!c.storedTask(p.ref));
  // It stays there, also over a restart, and holds nobody else up.
  c.turnFor(Duration::hours(1));
  c.restart();
  c.turnFor(Duration::hours(1));
  QVERIFY(c.stored(p.ref).state == PaymentState::Review);
  QCOMPARE(c.script.callsOf("pay").size(), std::size_t{0});
  const auto other = c.sell(pulsaFor(1));
  QVERIFY(other.has_value());
  QVERIFY(c.reaches(other->payment.ref, PaymentState::Succeeded));
  QCOMPARE(c.balance("held").amount(), -82'000);
  QVERIFY(c.trial().isZero());
}

void EngineRulesTest::a_bill_below_its_ceiling_gives_the_rest_back() {
  Counter& c = *m_counter;
  QVERIFY(c.start());
  api::SellRequest bill = offline(billFor(1));
  bill.amount = Money::rupiah(100'000);
  const auto sold = c.sell(bill);
  QVERIFY(sold.has_value());
  QVERIFY(c.reaches(sold->payment.ref, PaymentState::Succeeded));
  const Payment p = c.stored(sold->payment.ref);
  QCOMPARE(p.total().amount(), 82'500);
  QCOMPARE(p.leftover.amount(), 17'500);
  QCOMPARE(p.customerName, std::string("BUDI SANTOSO"));
  // Paid under the reference that the inquiry opened.
  QCOMPARE(c.script.callsOf("pay")[0].attempt.attemptRef, p.inquiryRef);
  QCOMPARE(c.balance("refundsDue").amount(), -17'500);
  QVERIFY(c.refund(p.ref));
  QVERIFY(c.stored(p.ref).leftover.isZero());
  QVERIFY(c.stored(p.ref).state == PaymentState::Succeeded);
  QVERIFY(c.balance("refundsDue").isZero());
  QCOMPARE(c.balance("drawer").amount(), 82'500);
  QVERIFY(c.trial().isZero());
  QCOMPARE(codeOf(c.refund(p.ref)), ErrorCode::StateForbids);
}

void EngineRulesTest::a_bill_of_yesterday_is_asked_about_again() {
  Counter& c = *m_counter;
  QVERIFY(c.start());
  const auto quote = c.quote({"pdam-kota", billFor(1).number, {}, api::Connectivity::WhenOnline});
  QVERIFY(quote.has_value());
  QCOMPARE(quote->total.amount(), 82'500);
  api::SellRequest request = billFor(1);
  request.quote = *quote;
  int tries = 0;
  c.script.onPay = [&tries](const Attempt&) {
    return ++tries == 1 ? verdictOf(VerdictKind::NotSent, "connect") : successOf("SN");
  };
  c.script.onBalance = [&] {
    // No network until the next day.
    const bool away = tries == 1 && c.clock.now() < kMorning + Duration::days(1);
    return ports::BalanceReply{verdictOf(away ? VerdictKind::NotSent : VerdictKind::Succeeded, {}),
                               Money::rupiah(5'000'000)};
  };
  const auto sold = c.sell(request);
  QVERIFY(sold.has_value());
  c.turnFor(Duration::hours(1));
  QCOMPARE(c.script.callsOf("pay").size(), std::size_t{1});
  // The machine sleeps for the rest of the day.
  c.clock.moveBy(Duration::days(1) - Duration::hours(2));
  QVERIFY(c.reaches(sold->payment.ref, PaymentState::Succeeded, Duration::hours(3)));
  const auto pays = c.script.callsOf("pay");
  QCOMPARE(pays.size(), std::size_t{2});
  QCOMPARE(pays[0].attempt.attemptRef, quote->inquiryRef);
  QVERIFY(pays[1].attempt.attemptRef != quote->inquiryRef);
  const Payment p = c.stored(sold->payment.ref);
  QCOMPARE(p.inquiryRef, pays[1].attempt.attemptRef);
  QVERIFY(p.inquiryDate == businessDateOf(kMorning + Duration::days(1)));
}

// The machine sleeps over midnight, and finds the answer when it wakes.
void EngineRulesTest::an_inquiry_is_of_the_day_on_which_it_was_asked() {
  Counter& c = *m_counter;
  QVERIFY(c.start());
  std::vector<AttemptRef> asked;
  bool sleeps = true;
  c.script.onInquire = [&c, &asked, &sleeps, answer = c.script.onInquire](const ports::InquiryOrder& order) {
    asked.push_back(order.attemptRef);
    if (std::exchange(sleeps, false))
      c.clock.moveBy(Duration::days(1));
    return answer(order);
  };
  api::SellRequest bill = offline(billFor(1));
  bill.amount = Money::rupiah(100'000);
  const auto sold = c.sell(bill);
  QVERIFY(sold.has_value());
  QVERIFY(c.reaches(sold->payment.ref, PaymentState::Succeeded, Duration::days(2)));
  QCOMPARE(asked.size(), std::size_t{2});
  const auto pays = c.script.callsOf("pay");
  QCOMPARE(pays.size(), std::size_t{1});
  QCOMPARE(pays[0].attempt.attemptRef, asked[1]);
  QVERIFY(c.stored(sold->payment.ref).inquiryDate == businessDateOf(kMorning + Duration::days(1)));

  sleeps = true;
  const auto quote = c.quote({"pdam-kota", billFor(2).number, {}, api::Connectivity::WhenOnline});
  QVERIFY(quote.has_value());
  QVERIFY(quote->inquiryDate == businessDateOf(kMorning + Duration::days(1)));
  QVERIFY(businessDateOf(c.clock.now()) == businessDateOf(kMorning + Duration::days(2)));
}

void EngineRulesTest::a_virtual_account_has_a_bill_or_takes_a_named_sum() {
  Counter& c = *m_counter;
  Product account = billProduct();
  account.id = ProductId("virtual-account-bri");
  account.family = Family::VirtualAccount;
  account.offers.front().sku = Sku("virtual-account");
  c.products.push_back(account);
  Money bill = Money::rupiah(75'000);
  c.script.onInquire = [&bill](const ports::InquiryOrder& order) {
    ports::InquiryReply reply;
    reply.verdict.kind = VerdictKind::Succeeded;
    reply.customerName = "BUDI CONTOH";
    reply.amount = bill.isZero() ? order.amount : bill;
    reply.adminFee = Money::rupiah(2'500);
    reply.cost = reply.amount + reply.adminFee;
    return reply;
  };
  QVERIFY(c.start());
  api::InquiryRequest request;
  request.product = account.id.str();
  request.number = "886081234567890";
  const auto quoted = [&](std::optional<Money> named) {
    request.amount = named;
    return c.quote(request);
  };
  QCOMPARE(quoted(std::nullopt)->total.amount(), 77'500);
  QCOMPARE(quoted(Money::rupiah(75'000))->total.amount(), 77'500);
  // A bill is paid as it stands: another sum is nobody's wish.
  QCOMPARE(quoted(Money::rupiah(75'001)).error().code, ErrorCode::AmountInvalid);
  bill = Money{};
  QCOMPARE(quoted(std::nullopt).error().code, ErrorCode::AmountInvalid);
  QCOMPARE(quoted(Money::rupiah(5'000))->total.amount(), 7'500);
  // Without a network nobody knows which of the two it is.
  api::SellRequest sale;
  sale.product = request.product;
  sale.number = request.number;
  QCOMPARE(codeOf(c.sell(offline(sale))), ErrorCode::OfflineForbidden);
  sale.amount = Money::rupiah(5'000);
  QCOMPARE(codeOf(c.sell(offline(sale))), ErrorCode::OfflineForbidden);
  QVERIFY(c.script.callsOf("pay").empty());
}

void EngineRulesTest::an_unknown_bill_offline_needs_its_ceiling() {
  Counter& c = *m_counter;
  QVERIFY(c.start());
  QCOMPARE(codeOf(c.sell(offline(billFor(1)))), ErrorCode::NeedsInquiry);
  QVERIFY(must(c.real->payments({})).empty());
}

void EngineRulesTest::closed_hours_are_waited_out() {
  Counter& c = *m_counter;
  // Closed from 09:00 to 11:00 in Jakarta; it is 09:05.
  c.products[0].offers[0].cutOff = {MinuteOfDay{9 * 60}, MinuteOfDay{11 * 60}};
  QVERIFY(c.start());
  const auto sold = c.sell(offline(pulsaFor(1)));
  QVERIFY(sold.has_value());
  QVERIFY(c.reaches(sold->payment.ref, PaymentState::Succeeded, Duration::hours(6)));
  const CivilTime paid = civilAt(c.script.callsOf("pay")[0].at);
  QCOMPARE(paid.hour, 11);
  QVERIFY(paid.minute <= 1);
}

void EngineRulesTest::closed_hours_refuse_a_sale_online() {
  Counter& c = *m_counter;
  c.products[0].offers[0].cutOff = {MinuteOfDay{9 * 60}, MinuteOfDay{11 * 60}};
  QVERIFY(c.start());
  c.turnFor(Duration::seconds(2));
  const auto refused = c.sell(pulsaFor(1));
  QCOMPARE(codeOf(refused), ErrorCode::CutOff);
  QCOMPARE(refused.error().detail, std::string("2026-11-23T11:00:00+07:00"));
}

void EngineRulesTest::the_same_number_waits_for_the_one_before() {
  Counter& c = *m_counter;
  QVERIFY(c.start());
  const auto yesterday = c.sell(pulsaFor(1));
  QVERIFY(yesterday.has_value());
  c.script.onPay = [](const Attempt&) { return verdictOf(VerdictKind::Unknown, "timeout"); };
  c.script.onAsk = [](const Attempt&) { return verdictOf(VerdictKind::Unknown, "timeout"); };
  QVERIFY(c.reaches(yesterday->payment.ref, PaymentState::Suspect));
  // On the next day the same may be sold, but it is not sent while the first is unknown.
  c.clock.moveBy(Duration::days(1));
  api::SellRequest today = pulsaFor(1);
  today.clientRef = ClientRef("today");
  const auto sold = c.sell(today);
  QVERIFY(sold.has_value());
  c.turnFor(Duration::hours(2));
  QCOMPARE(c.script.callsOf("pay").size(), std::size_t{1});
  QVERIFY(c.stored(sold->payment.ref).state == PaymentState::Accepted);
  c.script.onAsk = [](const Attempt&) { return successOf("SN"); };
  c.script.onPay = c.script.onAsk;
  QVERIFY(c.reaches(sold->payment.ref, PaymentState::Succeeded, Duration::hours(4)));
  QVERIFY(c.stored(yesterday->payment.ref).state == PaymentState::Succeeded);
  QCOMPARE(c.script.callsOf("pay").size(), std::size_t{2});
}

void EngineRulesTest::a_price_that_changed_is_not_taken_silently() {
  Counter& c = *m_counter;
  QVERIFY(c.start());
  const auto quote = c.quote({"pulsa-telkomsel-10000", mobileNumber(1), {}, api::Connectivity::WhenOnline});
  QVERIFY(quote.has_value());
  api::SellRequest request = pulsaFor(1);
  request.quote = *quote;
  c.turnFor(Duration::minutes(16));
  QCOMPARE(codeOf(c.sell(request)), ErrorCode::PriceChanged);
  request.quote->madeAt = c.clock.now();
  request.quote->amount = Money::rupiah(9'000);
  request.quote->total = Money::rupiah(11'000);
  QCOMPARE(codeOf(c.sell(request)), ErrorCode::PriceChanged);
  QVERIFY(must(c.real->payments({})).empty());
}

void EngineRulesTest::claim_codes_are_never_given_twice() {
  Counter& c = *m_counter;
  QVERIFY(c.start());
  const auto first = c.sell(offline(pulsaFor(1)));
  QVERIFY(first.has_value());
  // Chance brings the same six letters again; the reference before them is another one.
  constexpr std::string_view kLetters = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
  c.entropy.planted.assign(10, 7);
  for (char letter : first->payment.claimCode.str())
    c.entropy.planted.push_back(static_cast<std::uint8_t>(kLetters.find(letter)));
  const auto second = c.sell(offline(pulsaFor(2)));
  QVERIFY(second.has_value());
  QVERIFY(c.entropy.planted.empty());
  QVERIFY(first->payment.claimCode != second->payment.claimCode);
  QVERIFY(c.faults.empty());
}

void EngineRulesTest::nothing_is_sent_while_there_is_no_network() {
  Counter& c = *m_counter;
  c.script.onBalance = [] { return ports::BalanceReply{verdictOf(VerdictKind::NotSent, "connect"), {}}; };
  QVERIFY(c.start());
  c.turnFor(Duration::seconds(2));
  const auto sold = c.sell(pulsaFor(1));
  QVERIFY(sold.has_value());
  QVERIFY(sold->payment.offline);
  QCOMPARE(sold->payment.claimCode.str().size(), std::size_t{6});
  c.turnFor(Duration::hours(1));
  QVERIFY(c.script.callsOf("pay").size() <= 1);
  c.script.onBalance = Script().onBalance;
  QVERIFY(c.reaches(sold->payment.ref, PaymentState::Succeeded, Duration::minutes(2)));
}

QTEST_GUILESS_MAIN(EngineRulesTest)
#include "engine_rules_test.moc"

// What the shop, its billers and the law forbid: fees above a cap, transfers whose sender nobody knows, and
// more of them in a day than the bank allows. All of it is said before anything is written.
#include <QTest>

#include "core/base/text.h"
#include "tests/unit/engine/counter.h"

using namespace loket;
using namespace loket::tests;

namespace {

ErrorCode codeOf(const Result<api::PaymentView>& result) {
  return result ? ErrorCode::Internal : result.error().code;
}

Sender wholeSender() {
  return {"Siti Aminah",           "KTP",         "3273 0101 0190 0001", "0812-3456-7890",
          "Jl. Kenanga 7, Cimahi", "uang sekolah"};
}

api::SellRequest transferOf(std::int64_t amount, const char* number = "1234567890") {
  static int orders = 0;
  api::SellRequest request;
  request.product = "transfer-bank";
  request.number = number;
  request.amount = Money::rupiah(amount);
  request.repeat = api::Repeat::Allow;
  request.clientRef = ClientRef("transfer-" + std::to_string(++orders));
  return request;
}

api::SellRequest by(api::SellRequest request, const Sender& sender) {
  request.sender = sender;
  return request;
}

}  // namespace

class EngineLimitsTest : public QObject {
  Q_OBJECT

 private slots:
  void init();
  void fees_above_the_cap_are_refused_data();
  void fees_above_the_cap_are_refused();
  void a_cap_that_came_after_the_quote_counts();
  void a_bills_fee_counts_as_the_biller_tells_it();
  void a_fee_that_rose_meanwhile_goes_to_people();
  void each_missing_field_of_a_sender_is_named_data();
  void each_missing_field_of_a_sender_is_named();
  void what_cannot_be_right_is_named_data();
  void what_cannot_be_right_is_named();
  void a_sender_is_kept_with_the_payment();
  void below_the_sum_nobody_is_asked();
  void parts_of_one_sum_are_one_sum();
  void a_day_has_its_limits();
  void a_sender_is_for_transfers_only();
  void transfers_of_one_turn_count_too();

 private:
  Result<api::PaymentView> succeeding(const api::SellRequest& request) {
    auto sold = m_counter->sell(request);
    if (sold && !m_counter->reaches(sold->payment.ref, PaymentState::Succeeded))
      return fail(ErrorCode::Internal, "not delivered");
    return sold;
  }
  std::unique_ptr<Counter> m_counter;
};

void EngineLimitsTest::init() {
  m_counter = std::make_unique<Counter>();
  m_counter->script.onBalance = [] {
    return ports::BalanceReply{verdictOf(VerdictKind::Succeeded, "00"), Money::rupiah(900'000'000)};
  };
}

// The owner lowers the cap while a customer stands at the counter with a price.
void EngineLimitsTest::a_cap_that_came_after_the_quote_counts() {
  Counter& c = *m_counter;
  QVERIFY(c.start());
  c.turnFor(Duration::seconds(2));
  api::SellRequest request = billFor(1);
  api::InquiryRequest inquiry;
  inquiry.product = request.product;
  inquiry.number = request.number;
  request.quote = must(c.quote(inquiry));
  QVERIFY(request.quote->adminFee.isPositive());
  c.config.feeCaps.standard = request.quote->adminFee - Money::rupiah(1);
  QVERIFY(c.ask<int>([&c](api::Reply<int> reply) { c.engine->importConfig(c.config, kAlone, std::move(reply)); }).has_value());
  QCOMPARE(codeOf(c.sell(request)), ErrorCode::FeeAboveCap);
}

void EngineLimitsTest::fees_above_the_cap_are_refused_data() {
  QTest::addColumn<QString>("where");
  QTest::addColumn<int>("cap");
  QTest::addColumn<bool>("sold");
  // Of the 12.500 for a credit of 10.000, 2.000 are the price's part and 500 the shop's own fee.
  QTest::newRow("no cap") << "" << 0 << true;
  QTest::newRow("standard, just enough") << "standard" << 2'500 << true;
  QTest::newRow("standard") << "standard" << 2'499 << false;
  QTest::newRow("category, in any case") << "category" << 2'499 << false;
  QTest::newRow("category is closer than standard") << "category over standard" << 2'500 << true;
  QTest::newRow("product is closest") << "product over category" << 2'500 << true;
  QTest::newRow("product") << "product" << 2'499 << false;
}

void EngineLimitsTest::fees_above_the_cap_are_refused() {
  QFETCH(QString, where);
  QFETCH(int, cap);
  QFETCH(bool, sold);
  Counter& c = *m_counter;
  c.products.front().serviceFee = Money::rupiah(500);
  const Product& pulsa = c.products.front();
  FeeCaps& caps = c.config.feeCaps;
  if (where == "standard")
    caps.standard = Money::rupiah(cap);
  if (where == "category over standard")
    caps.standard = Money{};
  if (where.startsWith("category"))
    caps.byCategory[toUpper(pulsa.category)] = Money::rupiah(cap);
  if (where == "product over category")
    caps.byCategory[pulsa.category] = Money{};
  if (where.startsWith("product"))
    caps.byProduct[pulsa.id.str()] = Money::rupiah(cap);
  QVERIFY(c.start());
  c.turnFor(Duration::seconds(2));  // the first balance is kept
  const int commits = c.store->commits();
  const auto done = c.sell(pulsaFor(1));
  if (sold) {
    QVERIFY(done);
    QCOMPARE(done->payment.adminFee.amount() + done->payment.serviceFee.amount(), 2'500);
    return;
  }
  QCOMPARE(codeOf(done), ErrorCode::FeeAboveCap);
  QCOMPARE(done.error().detail, Money::rupiah(cap).text());
  QCOMPARE(c.store->commits(), commits);
  QCOMPARE(c.balance("drawer").amount(), 0);
}

void EngineLimitsTest::a_bills_fee_counts_as_the_biller_tells_it() {
  Counter& c = *m_counter;
  c.config.feeCaps.standard = Money::rupiah(2'499);
  QVERIFY(c.start());
  QCOMPARE(codeOf(c.sell(billFor(1))), ErrorCode::FeeAboveCap);
  c.config.feeCaps.standard = Money::rupiah(2'500);
  c.restart();
  QVERIFY(c.sell(billFor(1)));
}

void EngineLimitsTest::a_fee_that_rose_meanwhile_goes_to_people() {
  Counter& c = *m_counter;
  c.config.feeCaps.standard = Money::rupiah(2'499);
  QVERIFY(c.start());
  // Taken without a network: what the biller adds is known only later.
  api::SellRequest bill = offline(billFor(1));
  bill.amount = Money::rupiah(200'000);
  const auto taken = c.sell(bill);
  QVERIFY(taken.has_value());
  QVERIFY(c.reaches(taken->payment.ref, PaymentState::Review));
  const Payment p = c.stored(taken->payment.ref);
  QCOMPARE(p.reason, std::string("fee-above-cap"));
  QVERIFY(p.attempts.empty());
  QCOMPARE(p.held.amount(), 200'000);
  QVERIFY(!c.storedTask(p.ref));
  c.restart();
  c.turnFor(Duration::hours(1));
  QCOMPARE(c.stored(p.ref).state, PaymentState::Review);
}

void EngineLimitsTest::each_missing_field_of_a_sender_is_named_data() {
  QTest::addColumn<QString>("field");
  for (const char* field : {"name", "id-type", "id", "phone", "address", "purpose"})
    QTest::newRow(field) << field;
}

void EngineLimitsTest::each_missing_field_of_a_sender_is_named() {
  QFETCH(QString, field);
  Counter& c = *m_counter;
  QVERIFY(c.start());
  c.turnFor(Duration::seconds(2));
  Sender sender = wholeSender();
  const std::map<QString, std::string*> fields{{"name", &sender.name},       {"id-type", &sender.idType},
                                               {"id", &sender.idNumber},     {"phone", &sender.phone},
                                               {"address", &sender.address}, {"purpose", &sender.purpose}};
  const std::string known = std::exchange(*fields.at(field), field == "id-type" ? "" : "  ");
  const int commits = c.store->commits();
  const api::SellRequest request = by(transferOf(5'000'000), sender);
  const auto refused = c.sell(request);
  QCOMPARE(codeOf(refused), ErrorCode::SenderMissing);
  QCOMPARE(QString::fromStdString(refused.error().detail), field);
  QCOMPARE(c.store->commits(), commits);
  QCOMPARE(c.balance("drawer").amount(), 0);
  QVERIFY(!must(c.real->byClientRef(request.clientRef)).has_value());
  // The same order, with what was missing.
  *fields.at(field) = known;
  api::SellRequest whole = request;
  whole.sender = sender;
  QVERIFY(succeeding(whole));
}

void EngineLimitsTest::what_cannot_be_right_is_named_data() {
  QTest::addColumn<QString>("field");
  QTest::addColumn<QString>("value");
  QTest::newRow("another kind of document") << "id-type"
                                            << "kartu pelajar";
  QTest::newRow("a digit too few") << "id"
                                   << "327301010190000";
  QTest::newRow("letters in a NIK") << "id"
                                    << "32730101019000AB";
  QTest::newRow("no telephone") << "phone"
                                << "rumah";
  QTest::newRow("a line break") << "name"
                                << "Siti\nAminah";
  QTest::newRow("a novel") << "purpose" << QString(121, QLatin1Char('x'));
}

void EngineLimitsTest::what_cannot_be_right_is_named() {
  QFETCH(QString, field);
  QFETCH(QString, value);
  Counter& c = *m_counter;
  QVERIFY(c.start());
  Sender sender = wholeSender();
  const std::map<QString, std::string*> fields{{"name", &sender.name},
                                               {"id-type", &sender.idType},
                                               {"id", &sender.idNumber},
                                               {"phone", &sender.phone},
                                               {"purpose", &sender.purpose}};
  *fields.at(field) = value.toStdString();
  // Also where nobody had to be asked.
  for (const std::int64_t amount : {5'000'000, 50'000}) {
    const auto refused = c.sell(by(transferOf(amount), sender));
    QCOMPARE(codeOf(refused), ErrorCode::SenderInvalid);
    QCOMPARE(QString::fromStdString(refused.error().detail), field);
  }
}

void EngineLimitsTest::a_sender_is_kept_with_the_payment() {
  Counter& c = *m_counter;
  QVERIFY(c.start());
  const auto sold = succeeding(by(transferOf(7'000'000), wholeSender()));
  QVERIFY(sold);
  c.restart();
  const Sender kept = c.stored(sold->payment.ref).sender;
  QCOMPARE(kept.name, std::string("Siti Aminah"));
  QCOMPARE(kept.idType, std::string("ktp"));
  QCOMPARE(kept.idNumber, std::string("3273010101900001"));
  QCOMPARE(kept.phone, std::string("081234567890"));
  QCOMPARE(kept.address, std::string("Jl. Kenanga 7, Cimahi"));
  QCOMPARE(kept.purpose, std::string("uang sekolah"));
}

void EngineLimitsTest::below_the_sum_nobody_is_asked() {
  Counter& c = *m_counter;
  QVERIFY(c.start());
  QVERIFY(succeeding(transferOf(4'999'999)));
  c.config.transfers.senderFrom = Money::rupiah(100);
  c.restart();
  QCOMPARE(codeOf(c.sell(transferOf(100, "7777777777"))), ErrorCode::SenderMissing);
}

void EngineLimitsTest::parts_of_one_sum_are_one_sum() {
  Counter& c = *m_counter;
  QVERIFY(c.start());
  QVERIFY(succeeding(transferOf(3'000'000)));
  QCOMPARE(codeOf(c.sell(transferOf(2'000'000))), ErrorCode::SenderMissing);
  QVERIFY(succeeding(transferOf(1'999'999)));
  // Another account is another matter, and so is another day.
  QVERIFY(succeeding(transferOf(4'000'000, "9876543210")));
  c.turnFor(Duration::hours(24));
  QVERIFY(succeeding(transferOf(2'000'000)));
}

void EngineLimitsTest::a_day_has_its_limits() {
  Counter& c = *m_counter;
  c.config.transfers.perDayBeneficiary = Money::rupiah(20'000'000);
  c.config.transfers.perDaySender = Money::rupiah(30'000'000);
  QVERIFY(c.start());
  QVERIFY(succeeding(by(transferOf(20'000'000), wholeSender())));
  const int commits = c.store->commits();
  const auto more = c.sell(by(transferOf(10'000), wholeSender()));
  QCOMPARE(codeOf(more), ErrorCode::TransferLimit);
  QCOMPARE(more.error().detail, std::string("beneficiary"));
  QCOMPARE(c.store->commits(), commits);
  QVERIFY(succeeding(by(transferOf(10'000'000, "9876543210"), wholeSender())));
  const auto again = c.sell(by(transferOf(10'000, "5555555555"), wholeSender()));
  QCOMPARE(codeOf(again), ErrorCode::TransferLimit);
  QCOMPARE(again.error().detail, std::string("sender"));
  Sender other = wholeSender();
  other.idNumber = "3273010101900002";
  QVERIFY(succeeding(by(transferOf(10'000, "5555555555"), other)));
  // What moved nothing counts for nothing.
  c.script.onPay = [](const Attempt&) { return verdictOf(VerdictKind::Failed, "54"); };
  const auto failing = c.sell(by(transferOf(20'000'000, "4444444444"), other));
  QVERIFY(failing);
  QVERIFY(c.reaches(failing->payment.ref, PaymentState::RefundDue));
  c.script.onPay = [](const Attempt& attempt) { return successOf("SN" + attempt.attemptRef.str()); };
  QVERIFY(succeeding(by(transferOf(20'000'000, "4444444444"), other)));
}

void EngineLimitsTest::a_sender_is_for_transfers_only() {
  Counter& c = *m_counter;
  QVERIFY(c.start());
  QCOMPARE(codeOf(c.sell(by(pulsaFor(1), wholeSender()))), ErrorCode::Usage);
}

void EngineLimitsTest::transfers_of_one_turn_count_too() {
  Counter& c = *m_counter;
  c.config.transfers.perDaySender = Money::rupiah(30'000'000);
  QVERIFY(c.start());
  int accepted = 0;
  int refused = 0;
  const std::vector<const char*> accounts{"1111111111", "2222222222", "3333333333", "4444444444",
                                          "5555555555"};
  for (const char* account : accounts)
    c.engine->sell(by(transferOf(10'000'000, account), wholeSender()),
                   [&](const Result<api::PaymentView>& result) { result ? ++accepted : ++refused; });
  QVERIFY(c.turnUntil([&] { return accepted + refused == 5; }, Duration::minutes(5)));
  QCOMPARE(accepted, 3);
}

QTEST_GUILESS_MAIN(EngineLimitsTest)
#include "engine_limits_test.moc"

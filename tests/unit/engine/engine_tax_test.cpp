// What a few families' bills are asked by beside the number: the year of land tax, the owner of a vehicle. It is known
// before the cash is taken, and still when a deposit is asked about weeks later.
#include <QTest>
#include <memory>
#include <vector>

#include "tests/unit/engine/counter.h"

using namespace loket;
using namespace loket::tests;

namespace {

const std::string kOwner = "3273010101900001";

Product landTax() {
  Product product = billProduct();
  product.id = ProductId("pbb-kota");
  product.brand = "PBB";
  product.family = Family::Tax;
  product.offers.front().sku = Sku("pbb");
  return product;
}

Product vehicleTax() {
  Product product = billProduct();
  product.id = ProductId("samsat");
  product.brand = "SAMSAT";
  product.family = Family::VehicleTax;
  product.offers.front().sku = Sku("samsat");
  return product;
}

api::SellRequest landTaxFor(int n, const std::string& year = {}) {
  api::SellRequest request;
  request.product = "pbb-kota";
  request.number = "3298010923759" + std::to_string(10'000 + n);
  request.fields.taxYear = year;
  return request;
}

api::SellRequest vehicleTaxFor(const std::string& plate, const std::string& owner) {
  api::SellRequest request;
  request.product = "samsat";
  request.number = plate;
  request.fields.ownerId = owner;
  return request;
}

template <typename T>
std::pair<ErrorCode, std::string> errorOf(const Result<T>& result) {
  return result ? std::pair(ErrorCode::Internal, std::string("succeeded"))
                : std::pair(result.error().code, result.error().detail);
}

}  // namespace

class EngineTaxTest : public QObject {
  Q_OBJECT

 private slots:
  void init() {
    m_counter = std::make_unique<Counter>();
    Counter& c = *m_counter;
    c.products.push_back(landTax());
    c.products.push_back(vehicleTax());
    m_inquiries.clear();
    m_orders.clear();
    c.script.onInquire = [this](const ports::InquiryOrder& order) {
      m_inquiries.push_back(order.fields);
      ports::InquiryReply reply;
      reply.verdict.kind = VerdictKind::Succeeded;
      reply.customerName = "BUDI CONTOH";
      reply.amount = Money::rupiah(80'000);
      reply.adminFee = Money::rupiah(2'500);
      reply.cost = Money::rupiah(81'500);
      return reply;
    };
    c.script.onPrepare = [this](const ports::PaymentOrder& order) {
      m_orders.push_back(order.fields);
      return ports::PreparedAttempt{"/pay", "body of " + order.attemptRef.str()};
    };
  }
  void this_year_is_meant_unless_another_is_named();
  void a_deposit_is_asked_about_by_the_year_it_was_taken_for();
  void an_owner_survives_a_restart();
  void what_is_missing_is_said_before_the_cash_data();
  void what_is_missing_is_said_before_the_cash();
  void every_year_is_a_payment_of_its_own();
  void a_client_reference_is_for_one_year_only();

 private:
  std::unique_ptr<Counter> m_counter;
  std::vector<InquiryFields> m_inquiries;
  std::vector<InquiryFields> m_orders;
};

void EngineTaxTest::this_year_is_meant_unless_another_is_named() {
  Counter& c = *m_counter;
  QVERIFY(c.start());
  const auto quote = [&c](const std::string& year) {
    return must(c.quote({"pbb-kota", landTaxFor(1).number, {}, api::Connectivity::WhenOnline, {year, {}}})).fields.taxYear;
  };
  QCOMPARE(quote(""), std::string("2026"));
  QCOMPARE(quote("2021"), std::string("2021"));
  QCOMPARE(m_inquiries.size(), std::size_t{2});
  QCOMPARE(m_inquiries[0].taxYear, std::string("2026"));
  QCOMPARE(m_inquiries[1].taxYear, std::string("2021"));
  const auto sold = must(c.sell(landTaxFor(1, "2021")));
  QVERIFY(c.reaches(sold.payment.ref, PaymentState::Succeeded));
  QCOMPARE(m_orders.at(0).taxYear, std::string("2021"));
}

void EngineTaxTest::a_deposit_is_asked_about_by_the_year_it_was_taken_for() {
  Counter& c = *m_counter;
  QVERIFY(c.start());
  api::SellRequest deposit = offline(landTaxFor(1));
  deposit.amount = Money::rupiah(100'000);
  const auto sold = must(c.sell(deposit));
  QCOMPARE(sold.payment.inquiryFields.taxYear, std::string("2026"));
  c.die();
  // The new year has come, and with it a tax of its own, which is not what the customer paid for.
  c.clock.moveBy(Duration::days(45));
  QVERIFY(c.start());
  QVERIFY(c.reaches(sold.payment.ref, PaymentState::Succeeded));
  QCOMPARE(m_inquiries.size(), std::size_t{1});
  QCOMPARE(m_inquiries[0].taxYear, std::string("2026"));
  QCOMPARE(m_orders.at(0).taxYear, std::string("2026"));
}

void EngineTaxTest::an_owner_survives_a_restart() {
  Counter& c = *m_counter;
  QVERIFY(c.start());
  api::SellRequest deposit = offline(vehicleTaxFor("B 1234 XYZ", "3273 0101 0190 0001"));
  deposit.amount = Money::rupiah(100'000);
  const auto sold = must(c.sell(deposit));
  c.restart();
  QVERIFY(c.reaches(sold.payment.ref, PaymentState::Succeeded));
  QCOMPARE(m_inquiries.size(), std::size_t{1});
  QCOMPARE(m_inquiries[0].ownerId, kOwner);
  QCOMPARE(m_orders.at(0).ownerId, kOwner);
  const Payment kept = c.stored(sold.payment.ref);
  QCOMPARE(kept.number, std::string("B1234XYZ"));
  QCOMPARE(kept.inquiryFields.ownerId, kOwner);
}

void EngineTaxTest::what_is_missing_is_said_before_the_cash_data() {
  QTest::addColumn<bool>("land");
  QTest::addColumn<QString>("field");
  QTest::addColumn<QString>("rule");
  QTest::newRow("no owner") << false << "" << "nik-missing";
  QTest::newRow("half an owner") << false << "32730101" << "nik-16";
  QTest::newRow("next year") << true << "2027" << "tax-year";
}

void EngineTaxTest::what_is_missing_is_said_before_the_cash() {
  QFETCH(bool, land);
  QFETCH(QString, field);
  QFETCH(QString, rule);
  Counter& c = *m_counter;
  QVERIFY(c.start());
  const api::SellRequest request =
      land ? landTaxFor(1, field.toStdString()) : vehicleTaxFor("B1234XYZ", field.toStdString());
  api::SellRequest deposit = offline(request);
  deposit.amount = Money::rupiah(100'000);
  const std::pair expected(ErrorCode::NumberInvalid, rule.toStdString());
  QVERIFY(errorOf(c.quote({request.product, request.number, {}, api::Connectivity::WhenOnline, request.fields})) == expected);
  QVERIFY(errorOf(c.sell(request)) == expected);
  QVERIFY(errorOf(c.sell(deposit)) == expected);
  QVERIFY(m_inquiries.empty());
  QVERIFY(must(c.real->openPayments()).empty());
  // What a family does not ask for is refused too, and kept nowhere.
  api::SellRequest water = billFor(1);
  water.fields = {"2025", kOwner};
  QCOMPARE(errorOf(c.sell(water)).first, ErrorCode::Usage);
}

void EngineTaxTest::every_year_is_a_payment_of_its_own() {
  Counter& c = *m_counter;
  c.script.onPay = [](const Attempt&) { return verdictOf(VerdictKind::Pending, "03"); };
  QVERIFY(c.start());
  const auto older = must(c.sell(landTaxFor(1, "2024")));
  // Both are open at once; the same year is one debt.
  QVERIFY(c.sell(landTaxFor(1, "2025")).has_value());
  QCOMPARE(errorOf(c.sell(landTaxFor(1, "2024"))).first, ErrorCode::DuplicateOpen);
  c.script.onAsk = [](const Attempt&) { return successOf("SN"); };
  QVERIFY(c.reaches(older.payment.ref, PaymentState::Succeeded));
  QCOMPARE(errorOf(c.sell(landTaxFor(1, "2024"))).first, ErrorCode::DuplicateToday);
  const auto quoted = must(c.quote({"pbb-kota", landTaxFor(1).number, {}, api::Connectivity::WhenOnline, {"2023", {}}}));
  QVERIFY(!quoted.earlierToday);
  QCOMPARE(c.stored(older.payment.ref).repeatOrdinal, 1);
}

void EngineTaxTest::a_client_reference_is_for_one_year_only() {
  Counter& c = *m_counter;
  QVERIFY(c.start());
  api::SellRequest request = landTaxFor(1);
  request.clientRef = ClientRef("one");
  const auto sold = must(c.sell(request));
  QCOMPARE(must(c.sell(request)).payment.ref, sold.payment.ref);
  request.fields.taxYear = "2026";
  QCOMPARE(must(c.sell(request)).payment.ref, sold.payment.ref);
  request.fields.taxYear = "2025";
  QCOMPARE(errorOf(c.sell(request)).first, ErrorCode::ClientRefReused);
}

QTEST_GUILESS_MAIN(EngineTaxTest)
#include "engine_tax_test.moc"

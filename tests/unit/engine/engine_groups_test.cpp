// Groups whose bills are paid together, over the real store: what may stand on a list, and that of many that are asked for
// and sold in one go each has its own outcome.
#include <QTest>
#include <algorithm>

#include "core/engine/collective.h"
#include "tests/unit/engine/counter.h"

using namespace loket;
using namespace loket::tests;

namespace {

template <typename T>
std::string refusal(const Result<T>& result) {
  return result ? "none" : std::string(wordOf(result.error().code)) + " " + result.error().detail;
}

}  // namespace

class EngineGroupsTest : public QObject {
  Q_OBJECT

 private slots:
  void init() {
    m_counter = std::make_unique<Counter>();
    QVERIFY(m_counter->start());
  }
  void cleanup() { m_counter.reset(); }

  void a_list_is_kept_in_its_order() {
    const auto made = must(save({{}, "  RT  05 ", {}}));
    QCOMPARE(made.name, std::string("RT 05"));
    const auto full = must(save({made.id, made.name, {bill(2, "Pak Budi"), bill(1), pulsa("+62 812-3456-7890")}}));
    QCOMPARE(full.members.at(2).number, std::string("081234567890"));  // as it is sold to
    must(save({{}, "Arisan Melati", {}}));
    m_counter->restart();
    const auto groups = must(m_counter->engine->groups());
    QCOMPARE(groups.size(), std::size_t{2});
    QCOMPARE(groups.at(0).name, std::string("Arisan Melati"));
    QVERIFY(groups.at(1).members == full.members);
    const auto gone = must(remove(full.id));
    QVERIFY(gone.members == full.members);
    QCOMPARE(refusal(remove(full.id)), "not-found " + full.id.str());
    // What was removed comes back as it was.
    QVERIFY(must(save({gone.id, gone.name, gone.members})).members == full.members);
  }

  void what_may_not_stand_there_is_said() {
    const auto made = must(save({{}, "RT 05", {bill(1)}}));
    QCOMPARE(refusal(save({{}, "rt  05", {}})), std::string("name-invalid taken"));
    QCOMPARE(refusal(save({{}, " ", {}})), std::string("name-invalid  "));
    QCOMPARE(refusal(save({made.id, "RT 05", {bill(1), bill(1)}})), std::string("number-invalid taken"));
    QCOMPARE(refusal(save({made.id, "RT 05", {pulsa("0812")}})), std::string("number-invalid mobile"));
    QCOMPARE(refusal(save({made.id, "RT 05", {{"", ProductId("nothing"), "1"}}})), std::string("product-unknown nothing"));
    const Product transfer = transferProduct();
    QCOMPARE(refusal(save({made.id, "RT 05", {{"", transfer.id, "0123456789"}}})), "amount-invalid " + transfer.id.str());
    QCOMPARE(refusal(save({made.id, "RT 05", {bill(1, std::string(61, 'x'))}})),
             "name-invalid " + std::string(60, 'x'));
    std::vector<customer::GroupMember> many;
    for (int n = 0; n <= static_cast<int>(customer::kGroupMembersMax); ++n) many.push_back(bill(n));
    QCOMPARE(refusal(save({made.id, "RT 05", many})), std::string("number-invalid many"));
    QCOMPARE(must(m_counter->engine->groups()).at(0).members.size(), std::size_t{1});
    many.pop_back();
    QCOMPARE(must(save({made.id, "RT 05", many})).members.size(), customer::kGroupMembersMax);
  }

  // How many months, which year: kept with the line in its store, and out of range refused before it is kept.
  void what_a_bill_is_asked_by_is_of_its_line() {
    Counter& c = *m_counter;
    const auto of = [](Family family, const char* id) {
      Product product = billProduct();
      product.id = ProductId(id);
      product.brand = id;
      product.family = family;
      product.offers.front().sku = Sku(id);
      return product;
    };
    c.products.push_back(of(Family::Health, "bpjs"));
    c.products.push_back(of(Family::Tax, "pbb"));
    c.script.byTheMonth = {UpstreamId("digi")};
    c.restart();
    const auto line = [](const char* product, const char* number, const char* year, const char* months) {
      return customer::GroupMember{"", ProductId(product), number, {year, {}, months}};
    };
    const auto made = must(save({{}, "RT 05", {bill(1), line("bpjs", "0002644891135", "", " 03 "),
                                               line("pbb", "329801092375999991", "2025", ""),
                                               line("pbb", "329801092375999991", "", "")}}));
    QCOMPARE(made.members.at(1).fields.months, std::string("3"));
    QCOMPARE(made.members.at(2).fields.taxYear, std::string("2025"));
    // Another year is another bill; and a line without one is of the year in which it is paid.
    QVERIFY(made.members.at(3).fields.empty() && made.members.at(0).fields.empty());
    for (const auto& wrong : {line("bpjs", "0002644891136", "", "13"), line("bpjs", "0002644891136", "", "0"),
                              line("pbb", "329801092375999992", "2031", ""), line("pbb", "329801092375999991", "2025", ""),
                              line("bpjs", "0002644891136", "2025", ""), line("pdam-kota", "770010001", "", "3")}) {
      api::SaveGroup command{made.id, made.name, made.members};
      command.members.push_back(wrong);
      QVERIFY(!save(command));
    }
    c.restart();
    QVERIFY(must(c.engine->groups()).at(0).members == made.members);
    // Taken off, and back as it was.
    must(save({made.id, made.name, {made.members.at(0)}}));
    QVERIFY(must(save({made.id, made.name, made.members})).members == made.members);
    // The year 2025 stays a year of the past, and what was kept is not judged again by a clock that was set back.
    c.clock.moveBy(Duration::days(-800));
    QVERIFY(must(save({made.id, "RT 06", made.members})).members == made.members);
  }

  // It is not on the price list any more, and may be there again tomorrow.
  void what_is_not_sold_any_more_stays_on_the_list() {
    Counter& c = *m_counter;
    const auto made = must(save({{}, "RT 05", {bill(1), pulsa("081234567890")}}));
    std::erase_if(c.products, [](const Product& product) { return product.kind == ProductKind::Bill; });
    c.restart();
    const auto now = must(save({made.id, "RT 06", made.members}));
    QVERIFY(now.members == made.members);
    QCOMPARE(refusal(save({made.id, "RT 06", {bill(2)}})).substr(0, 15), std::string("product-unknown"));
  }

  void many_are_asked_for_a_few_at_a_time() {
    Counter& c = *m_counter;
    int underWay = 0;
    int most = 0;
    std::vector<std::function<void()>> held;
    const auto slow = [&](const api::InquiryRequest& request, const api::Reply<api::Quote>& reply) {
      most = std::max(most, ++underWay);
      held.emplace_back([&underWay, request, reply] {
        --underWay;
        if (request.number == "3")
          return reply(fail(ErrorCode::NumberInvalid, request.number));
        api::Quote quote;
        quote.number = request.number;
        reply(quote);
      });
    };
    std::vector<api::InquiryRequest> requests;
    for (int n = 0; n < 11; ++n) requests.push_back({"p", std::to_string(n), {}});
    std::optional<std::vector<api::QuoteLine>> lines;
    std::vector<int> told;
    engine::inquireAll(requests, slow, [&](int done) { told.push_back(done); },
                       [&](const Result<std::vector<api::QuoteLine>>& all) { lines = must(all); });
    while (!lines) {
      QVERIFY(!held.empty());
      // The last that was asked answers first.
      const auto answer = std::move(held.back());
      held.pop_back();
      answer();
    }
    QCOMPARE(most, static_cast<int>(engine::kInquiriesAtOnce));
    QCOMPARE(told.size(), std::size_t{11});
    QVERIFY(std::is_sorted(told.begin(), told.end()) && told.back() == 11);
    for (std::size_t n = 0; n < lines->size(); ++n) {
      QCOMPARE((*lines)[n].error.has_value(), n == 3);
      QVERIFY(n == 3 || (*lines)[n].quote->number == std::to_string(n));
    }
    lines.reset();
    engine::inquireAll({}, slow, {}, [&](const Result<std::vector<api::QuoteLine>>& all) { lines = must(all); });
    QVERIFY(lines && lines->empty());
    Q_UNUSED(c);
  }

  // One has no bill, one is paid already, one fails at the supplier: the others are paid, each once.
  void each_has_its_own_outcome() {
    Counter& c = *m_counter;
    const std::string failing = billFor(3).number;
    c.script.onPay = [&failing](const Attempt& attempt) {
      return attempt.body.find(failing) != std::string::npos ? verdictOf(VerdictKind::Failed, "14") : successOf("SN1");
    };
    const auto known = must(c.sell(billFor(9)));
    QVERIFY(c.reaches(known.payment.ref, PaymentState::Succeeded));
    std::vector<api::InquiryRequest> requests;
    for (const int n : {1, 2, 3, 9}) requests.push_back({billFor(n).product, billFor(n).number, {}});
    requests.push_back({"nothing", "1", {}});
    const auto quotes = must(c.ask<std::vector<api::QuoteLine>>([&](api::Reply<std::vector<api::QuoteLine>> reply) {
      engine::inquireAll(
          requests, [&c](const api::InquiryRequest& one, api::Reply<api::Quote> told) { c.engine->inquire(one, std::move(told)); },
          {}, std::move(reply));
    }));
    QCOMPARE(quotes.size(), std::size_t{5});
    for (std::size_t i = 0; i < 4; ++i) QVERIFY(quotes[i].quote.has_value());
    QVERIFY(quotes[3].quote->earlierToday.has_value());
    QVERIFY(quotes[4].error->code == ErrorCode::ProductUnknown);
    std::vector<api::SellRequest> sales;
    for (std::size_t i = 0; i < 4; ++i) {
      api::SellRequest request;
      request.product = requests[i].product;
      request.number = requests[i].number;
      request.quote = quotes[i].quote;
      sales.push_back(request);
    }
    const auto sold = must(c.ask<std::vector<api::SaleLine>>([&](api::Reply<std::vector<api::SaleLine>> reply) {
      engine::sellAll(
          sales, [&c](const api::SellRequest& one, api::Reply<api::PaymentView> told) { c.engine->sell(one, std::move(told)); },
          std::move(reply));
    }));
    QVERIFY(sold[3].error->code == ErrorCode::DuplicateToday);
    QVERIFY(c.reaches(sold[0].sold->payment.ref, PaymentState::Succeeded));
    QVERIFY(c.reaches(sold[1].sold->payment.ref, PaymentState::Succeeded));
    QVERIFY(c.reaches(sold[2].sold->payment.ref, PaymentState::RefundDue));
    QCOMPARE(c.script.callsOf("pay").size(), std::size_t{4});
    QVERIFY(c.trial().isZero());
  }

 private:
  static customer::GroupMember bill(int n, const std::string& name = {}) {
    const api::SellRequest request = billFor(n);
    return {name, ProductId(request.product), request.number};
  }
  static customer::GroupMember pulsa(const char* number) { return {{}, ProductId(pulsaFor(1).product), number}; }
  Result<customer::Group> save(const api::SaveGroup& command) {
    return m_counter->ask<customer::Group>(
        [&](api::Reply<customer::Group> reply) { m_counter->engine->saveGroup(command, std::move(reply)); });
  }
  Result<customer::Group> remove(const customer::GroupId& id) {
    return m_counter->ask<customer::Group>(
        [&](api::Reply<customer::Group> reply) { m_counter->engine->removeGroup(id, std::move(reply)); });
  }

  std::unique_ptr<Counter> m_counter;
};

QTEST_GUILESS_MAIN(EngineGroupsTest)
#include "engine_groups_test.moc"

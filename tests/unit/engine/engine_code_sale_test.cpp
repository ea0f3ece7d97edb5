// A sale that is paid by a code: sold when its money is proven to have come and not before, once, and
// whatever is in between.
#include <QTest>

#include "core/adapters/otp/oath_codes.h"
#include "tests/unit/engine/counter.h"

using namespace loket;
using namespace loket::tests;

namespace {

Money rp(std::int64_t n) {
  return Money::rupiah(n);
}
const UpstreamId kDigi("digi");
constexpr std::int64_t kPrice = 12'000;

template <typename T>
ErrorCode codeOf(const Result<T>& result) {
  return result ? ErrorCode::Internal : result.error().code;
}

CollectionTold toldOf(VerdictKind kind) {
  CollectionTold told;
  told.verdict = verdictOf(kind, "code");
  told.code = "the code";
  told.bankRef = "QRREF1";
  return told;
}

// The bank on the far side: what it was asked to collect, and what a customer has scanned.
struct Bank {
  std::map<CollectionId, int> codes;
  std::set<CollectionId> scanned;
  Money fee;
  bool statementAway = false;
  Duration earlier;                 // the statement has the money that long ago
  std::function<void()> meanwhile;  // while the statement is on its way
  std::size_t statements = 0;       // that were asked for

  void attachTo(Counter& c) {
    c.script.onCollect = [this](const Collection& one, const std::string&) {
      ++codes[one.id];
      return toldOf(VerdictKind::Succeeded);
    };
    c.script.onAskCollection = [this](const Collection& one) {
      if (codes.count(one.id) == 0)
        return toldOf(VerdictKind::NotFound);
      CollectionTold told = toldOf(scanned.count(one.id) > 0 ? VerdictKind::Succeeded : VerdictKind::Pending);
      told.bankFee = scanned.count(one.id) > 0 ? fee : Money{};
      return told;
    };
    c.script.onStatement = [this, &c] {
      ++statements;
      if (meanwhile)
        std::exchange(meanwhile, nullptr)();
      ports::StatementReply reply;
      reply.verdict = verdictOf(statementAway ? VerdictKind::Unknown : VerdictKind::Succeeded);
      if (!statementAway)
        for (const CollectionId& id : scanned)
          reply.credits.push_back({kDigi, "L-" + id.str(), c.clock.now() - earlier, rp(kPrice) - fee, "BUDI",
                                   "1", id.str(), "888"});
      return reply;
    };
  }
};

api::CollectionOpening codeFor(const api::SellRequest& request, Duration wait = {}) {
  api::CollectionOpening opening;
  opening.upstream = kDigi;
  opening.wait = wait;
  opening.sale = std::make_shared<const api::SellRequest>(request);
  return opening;
}

}  // namespace

class EngineCodeSaleTest : public QObject {
  Q_OBJECT

 private slots:
  void init() {
    m_bank = {};
    m_counter = std::make_unique<Counter>();
    m_bank.attachTo(*m_counter);
    m_counter->oneTimeCodes = &m_codes;
    QVERIFY(m_counter->start());
    m_counter->turnFor(Duration::seconds(2));
  }
  void cleanup() {
    if (!m_counter || !m_counter->real)
      return;
    for (const auto& one : must(m_counter->real->trial()).broken)
      QFAIL(qPrintable(QString::fromStdString(one.rule + ": " + one.what)));
    for (const auto& fault : must(m_counter->real->journal()->check(nullptr)).faults) QFAIL(fault.what.c_str());
  }
  void a_code_is_paid_and_then_it_is_sold();
  void what_is_not_paid_is_not_sold();
  void what_can_say_no_says_it_before_the_code();
  void a_failure_after_it_is_paid_back_in_cash();
  void what_was_given_up_is_a_credit_that_is_used_once();
  void its_cash_goes_back_by_two();
  void two_people_and_a_second_proof_are_both_asked_for();
  void a_late_credit_is_sold_when_somebody_says_so();
  void a_late_credit_of_another_price_is_not_sold();
  void a_rule_that_says_no_meanwhile_leaves_a_credit();
  void what_is_given_up_while_the_statement_is_asked_is_not_sold();
  void without_the_statement_it_waits();
  void the_same_order_again_is_the_same_code();
  void two_codes_for_one_purchase_are_not_made();
  void money_of_before_the_books_is_not_the_owners();
  void money_that_the_first_balance_had_is_no_deposit();
  void each_commit_fails_data();
  void each_commit_fails();

 private:
  Result<api::TillView> till(const api::TillCommand& command, Duration limit = Duration::hours(2)) {
    return m_counter->ask<api::TillView>(
        [&](api::Reply<api::TillView> reply) { m_counter->engine->till(command, std::move(reply)); }, limit);
  }
  Collection collection(const CollectionId& id) {
    for (const Collection& one : must(m_counter->real->till()).collections)
      if (one.id == id)
        return one;
    return {};
  }
  std::vector<ports::PaymentRow> payments() { return must(m_counter->real->payments({})); }

  // Paid by somebody whose sale had been given up.
  CollectionId paidAllTheSame(int n) {
    const CollectionId id = must(till(codeFor(pulsaFor(n)))).collection->id;
    must(till(api::CollectionGiveUp{id, "pelanggan pergi"}));
    m_bank.scanned.insert(id);
    must(till(api::CollectionQuestion{id, Duration::minutes(1)}));
    return id;
  }
  Result<api::TillView> pay(const CollectionId& id, const api::Second& second, Money fee = {}, const Proof& proof = {}) {
    return till(api::CollectionPayOut{id, fee, proof, second});
  }
  void configure(std::optional<Money> twoFrom, Money stepUpFrom = {}) {
    m_counter->config.approval.refundFrom = twoFrom;
    m_counter->config.stepUp.from = stepUpFrom;
    must(m_counter->ask<int>(
        [&](api::Reply<int> reply) { m_counter->engine->importConfig(m_counter->config, kAlone, std::move(reply)); }));
  }
  std::string enrolled(const char* person, bool isOwners) {
    const auto uri = must(m_counter->ask<std::string>([&](api::Reply<std::string> reply) {
      if (isOwners)
        m_counter->engine->enrolOwnerCode(UserName(person), std::move(reply));
      else
        m_counter->engine->enrolCode(UserName(person), std::move(reply));
    }));
    const auto at = uri.find("secret=") + 7;
    return uri.substr(at, uri.find('&', at) - at);
  }
  std::string shownBy(const std::string& secret) {
    return must(m_codes.codeAt(SecretBytes(secret), m_counter->clock.now()));
  }
  std::string newestAtTheDoor() {
    const AccessEvent one = must(m_counter->real->accessLog(1)).front();
    return one.who.str() + ", by " + one.by.str() + ": " + one.reason;
  }

  adapters::OathCodes m_codes;
  Bank m_bank;
  std::unique_ptr<Counter> m_counter;
};

void EngineCodeSaleTest::a_code_is_paid_and_then_it_is_sold() {
  Counter& c = *m_counter;
  m_bank.fee = rp(84);
  const Money before = c.balance("deposit:digi");
  const auto shown = must(till(codeFor(pulsaFor(1))));
  QVERIFY(shown.collection->state == CollectionState::Waiting);
  QCOMPARE(shown.collection->amount, rp(kPrice));
  QCOMPARE(shown.collection->code, std::string("the code"));
  c.turnFor(Duration::minutes(1));
  QVERIFY(payments().empty() && c.script.callsOf("pay").empty());

  m_bank.scanned.insert(shown.collection->id);
  const auto done = must(till(api::CollectionQuestion{shown.collection->id, Duration::minutes(1)}));
  QVERIFY(done.collection->state == CollectionState::Sold);
  const PaymentRef ref = done.collection->sale->payment.ref;
  QVERIFY(c.reaches(ref, PaymentState::Succeeded));
  const Payment sold = c.stored(ref);
  QVERIFY(sold.byCode() && sold.cash.isZero() && sold.change().isZero() && !sold.onBon());
  QCOMPARE(sold.collected.id, shown.collection->id);
  QCOMPARE(sold.collected.reference, std::string("QRREF1"));
  QCOMPARE(sold.collected.bankFee, rp(84));
  QCOMPARE(sold.clientRef, ClientRef("pulsa-1"));
  // Nothing of it went through the drawer; what the bank kept is a cost.
  QVERIFY(c.balance("drawer").isZero());
  QCOMPARE(c.balance("deposit:digi"), before + rp(kPrice - 84) - sold.cost);
  QVERIFY(c.balance("held").isZero());
  // Its line of the statement is used up, and so is the collection.
  QCOMPARE(codeOf(till(api::CashOut{kDigi, "L-" + shown.collection->id.str(), rp(kPrice - 84), rp(0)})),
           ErrorCode::StateForbids);
  QCOMPARE(codeOf(till(api::CollectionPayOut{shown.collection->id, rp(0)})), ErrorCode::CreditUsed);
  QCOMPARE(codeOf(till(api::CollectionSale{shown.collection->id})), ErrorCode::CreditUsed);
  QCOMPARE(codeOf(till(api::CollectionGiveUp{shown.collection->id})), ErrorCode::StateForbids);
  c.turnFor(Duration::minutes(20));
  QCOMPARE(payments().size(), std::size_t{1});
  QCOMPARE(c.script.callsOf("pay").size(), std::size_t{1});
  const std::vector<CollectionState> life{CollectionState::Asked, CollectionState::Waiting,
                                          CollectionState::Paid, CollectionState::Sold};
  std::vector<CollectionState> states;
  for (const Collection& told : c.collectionsTold) states.push_back(told.state);
  QVERIFY(states == life);
}

void EngineCodeSaleTest::what_is_not_paid_is_not_sold() {
  Counter& c = *m_counter;
  const auto shown = must(till(codeFor(pulsaFor(1))));
  const auto waited = must(till(api::CollectionQuestion{shown.collection->id, Duration::seconds(30)}));
  QVERIFY(waited.collection->state == CollectionState::Waiting);
  c.turnFor(Duration::minutes(30));
  QVERIFY(payments().empty());
  // Nobody waits for it any more, and the bank is left in peace.
  const std::size_t asked = c.script.callsOf("ask-collection").size();
  c.turnFor(Duration::minutes(30));
  QCOMPARE(c.script.callsOf("ask-collection").size(), asked);
  // The bank refuses to make one.
  c.script.onCollect = [](const Collection&, const std::string&) { return toldOf(VerdictKind::Failed); };
  QVERIFY(must(till(codeFor(pulsaFor(2)))).collection->state == CollectionState::Ended);
  c.turnFor(Duration::minutes(1));
  QVERIFY(payments().empty());
}

void EngineCodeSaleTest::what_can_say_no_says_it_before_the_code() {
  Counter& c = *m_counter;
  const auto refused = [&](api::SellRequest request) { return codeOf(till(codeFor(request))); };
  QCOMPARE(refused(offline(pulsaFor(1))), ErrorCode::OfflineForbidden);
  api::SellRequest both = pulsaFor(1);
  both.cash = rp(20'000);
  QCOMPARE(refused(both), ErrorCode::Usage);
  both.cash.reset();
  both.bon = "bu tini";
  QCOMPARE(refused(both), ErrorCode::Usage);
  auto password = codeFor(pulsaFor(1));
  password.kind = CollectionKind::Password;
  password.password = std::make_shared<const SecretBytes>(std::string_view("123456"));
  QCOMPARE(codeOf(till(password)), ErrorCode::Usage);
  api::SellRequest wrong = pulsaFor(1);
  wrong.number = "12";
  QCOMPARE(refused(wrong), ErrorCode::NumberInvalid);
  // A cash sale has the reference.
  must(c.sell(pulsaFor(3)));
  QCOMPARE(refused(pulsaFor(3)), ErrorCode::ClientRefReused);
  api::SellRequest again = pulsaFor(3);
  again.clientRef = ClientRef("another");
  c.turnFor(Duration::seconds(10));
  QCOMPARE(refused(again), ErrorCode::DuplicateToday);
  // The network goes: said at once, before the customer takes his telephone out.
  c.script.away.insert(kDigi);
  c.turnFor(Duration::minutes(10));
  const auto gone = refused(pulsaFor(1));
  QVERIFY(gone == ErrorCode::Offline || gone == ErrorCode::OfflineForbidden);
  QVERIFY(m_bank.codes.empty());
  QVERIFY(must(c.engine->collections()).empty());
}

void EngineCodeSaleTest::a_failure_after_it_is_paid_back_in_cash() {
  Counter& c = *m_counter;
  must(till(api::PayIn{rp(100'000), "modal"}));
  c.script.onPay = [](const Attempt&) { return verdictOf(VerdictKind::Failed, "54"); };
  const Money before = c.balance("deposit:digi");
  const auto shown = must(till(codeFor(pulsaFor(1))));
  m_bank.scanned.insert(shown.collection->id);
  const auto done = must(till(api::CollectionQuestion{shown.collection->id, Duration::minutes(1)}));
  const PaymentRef ref = done.collection->sale->payment.ref;
  QVERIFY(c.reaches(ref, PaymentState::RefundDue));
  QCOMPARE(c.balance("refundsDue"), rp(-kPrice));
  QCOMPARE(c.balance("drawer"), rp(100'000));
  must(c.refund(ref));
  QCOMPARE(c.balance("drawer"), rp(100'000 - kPrice));
  QCOMPARE(c.balance("deposit:digi"), before + rp(kPrice));
  QVERIFY(c.balance("refundsDue").isZero() && c.balance("held").isZero());
  QCOMPARE(codeOf(till(api::CollectionPayOut{shown.collection->id, rp(0)})), ErrorCode::CreditUsed);
}

void EngineCodeSaleTest::what_was_given_up_is_a_credit_that_is_used_once() {
  Counter& c = *m_counter;
  must(till(api::PayIn{rp(100'000), "modal"}));
  const auto shown = must(till(codeFor(pulsaFor(1))));
  const auto off = must(till(api::CollectionGiveUp{shown.collection->id, "pelanggan pergi"}));
  QVERIFY(off.collection->sale->isOff && off.collection->state == CollectionState::Waiting);
  QCOMPARE(codeOf(till(api::CollectionGiveUp{shown.collection->id})), ErrorCode::StateForbids);
  // He pays all the same.
  m_bank.scanned.insert(shown.collection->id);
  c.turnFor(Duration::minutes(2));
  QVERIFY(collection(shown.collection->id).state == CollectionState::Paid);
  QVERIFY(payments().empty());
  c.restart();
  c.turnFor(Duration::minutes(1));
  QVERIFY(payments().empty());
  QVERIFY(collection(shown.collection->id).sale->isOff);
  must(till(api::CollectionPayOut{shown.collection->id, rp(0), {}, kAlone}));
  QCOMPARE(c.balance("drawer"), rp(100'000 - kPrice));
  QCOMPARE(codeOf(till(api::CollectionSale{shown.collection->id})), ErrorCode::CreditUsed);
  QVERIFY(payments().empty());
}

// Else one could take the cash of what was sold, as with a sale that is withdrawn.
void EngineCodeSaleTest::its_cash_goes_back_by_two() {
  Counter& c = *m_counter;
  must(till(api::PayIn{rp(100'000), "modal"}));
  const UserName budi("budi");
  const api::Second alone{{}, {}, budi, false};
  const CollectionId id = paidAllTheSame(1);
  QCOMPARE(codeOf(pay(id, alone)), ErrorCode::ApprovalMissing);
  QCOMPARE(codeOf(pay(id, {UserName(" Budi"), {}, budi, false})), ErrorCode::ApprovalMissing);
  QVERIFY(collection(id).state == CollectionState::Paid);
  QCOMPARE(c.balance("drawer"), rp(100'000));
  const auto paid = must(pay(id, {UserName("sri"), {}, budi, false}));
  QVERIFY(paid.event.by == budi);
  QCOMPARE(c.balance("drawer"), rp(100'000 - kPrice));
  QCOMPARE(newestAtTheDoor(), std::string("budi, by sri: second person cashedOut 12000"));

  // From the sum of the limits on; what is kept as a fee makes it no smaller.
  const CollectionId next = paidAllTheSame(2);
  configure(rp(kPrice));
  QCOMPARE(codeOf(pay(next, alone, rp(kPrice - 1))), ErrorCode::ApprovalMissing);
  configure(rp(kPrice + 1));
  must(pay(next, alone));
  configure(Money{});
  const CollectionId last = paidAllTheSame(3);
  configure(std::nullopt);
  must(pay(last, alone));
  // Cash for money that was sent for cash is no sale's.
  configure(Money{});
  api::CollectionOpening plain;
  plain.upstream = kDigi;
  plain.amount = rp(kPrice);
  const CollectionId cash = must(till(plain)).collection->id;
  m_bank.scanned.insert(cash);
  must(till(api::CollectionQuestion{cash, Duration::minutes(1)}));
  must(pay(cash, alone));
}

void EngineCodeSaleTest::two_people_and_a_second_proof_are_both_asked_for() {
  must(till(api::PayIn{rp(100'000), "modal"}));
  const UserName budi("budi"), sri("sri");
  const std::string own = enrolled("budi", false);
  const CollectionId one = paidAllTheSame(1);
  const CollectionId other = paidAllTheSame(2);
  const CollectionId third = paidAllTheSame(3);
  configure(Money{}, rp(kPrice));
  const std::string owners = enrolled("sri", true);
  const Proof code{ProofKind::OwnCode, shownBy(own)};
  QCOMPARE(codeOf(pay(one, {{}, {}, budi, false}, {}, code)), ErrorCode::ApprovalMissing);
  QCOMPARE(codeOf(pay(one, {sri, {}, budi, false})), ErrorCode::StepUpMissing);
  // Neither was used up by that.
  must(pay(one, {sri, {}, budi, false}, {}, code));
  const auto book = must(m_counter->real->accessLog(2));
  QCOMPARE(book[0].reason, std::string("second person cashedOut 12000"));
  QCOMPARE(book[1].reason, std::string("step-up amount own-code cashedOut 12000"));
  // The owner's code is both, and good once.
  const api::Second told{{}, shownBy(owners), budi, false};
  must(pay(other, told));
  QCOMPARE(newestAtTheDoor(), std::string("budi, by : second owner-code cashedOut 12000"));
  QCOMPARE(codeOf(pay(third, told)), ErrorCode::CodeWrong);
  QVERIFY(collection(third).state == CollectionState::Paid);
}

void EngineCodeSaleTest::a_late_credit_is_sold_when_somebody_says_so() {
  Counter& c = *m_counter;
  const auto shown = must(till(codeFor(pulsaFor(1))));
  m_bank.scanned.insert(shown.collection->id);
  c.die();
  c.clock.moveBy(Duration::hours(3));
  QVERIFY(c.start());
  c.turnFor(Duration::minutes(5));
  // Found, and nothing is sold behind anybody's back.
  QVERIFY(collection(shown.collection->id).state != CollectionState::Sold);
  QVERIFY(payments().empty());
  must(till(api::CollectionQuestion{shown.collection->id}));
  const auto sold = must(till(api::CollectionSale{shown.collection->id}));
  QVERIFY(sold.collection->state == CollectionState::Sold);
  QVERIFY(c.reaches(sold.collection->sale->payment.ref, PaymentState::Succeeded));
  QCOMPARE(payments().size(), std::size_t{1});
  QVERIFY(c.balance("drawer").isZero());
}

void EngineCodeSaleTest::a_late_credit_of_another_price_is_not_sold() {
  Counter& c = *m_counter;
  const auto shown = must(till(codeFor(pulsaFor(1))));
  m_bank.scanned.insert(shown.collection->id);
  c.die();
  c.clock.moveBy(Duration::hours(3));
  for (Product& product : c.products)
    if (product.id == ProductId("pulsa-telkomsel-10000"))
      product.price += rp(500);
  QVERIFY(c.start());
  must(till(api::CollectionQuestion{shown.collection->id}));
  QCOMPARE(codeOf(till(api::CollectionSale{shown.collection->id})), ErrorCode::PriceChanged);
  QVERIFY(payments().empty());
  QVERIFY(collection(shown.collection->id).state == CollectionState::Paid);
}

void EngineCodeSaleTest::a_rule_that_says_no_meanwhile_leaves_a_credit() {
  Counter& c = *m_counter;
  const auto shown = must(till(codeFor(pulsaFor(1))));
  // The same purchase, in cash, while he looks for his telephone.
  api::SellRequest cash = pulsaFor(1);
  cash.clientRef = ClientRef("in cash");
  must(c.sell(cash));
  m_bank.scanned.insert(shown.collection->id);
  const auto told = must(till(api::CollectionQuestion{shown.collection->id, Duration::minutes(1)}));
  QVERIFY(told.collection->state == CollectionState::Paid && told.collection->sale->isOff);
  QCOMPARE(told.collection->reason, std::string(wordOf(ErrorCode::DuplicateToday)));
  c.turnFor(Duration::minutes(20));
  QCOMPARE(payments().size(), std::size_t{1});
  must(till(api::CollectionPayOut{shown.collection->id, rp(0), {}, kAlone}));
}

void EngineCodeSaleTest::what_is_given_up_while_the_statement_is_asked_is_not_sold() {
  Counter& c = *m_counter;
  must(till(api::PayIn{rp(100'000), "modal"}));
  const auto shown = must(till(codeFor(pulsaFor(1))));
  const CollectionId id = shown.collection->id;
  std::optional<Result<api::TillView>> off;
  m_bank.meanwhile = [&] {
    c.engine->till(api::CollectionGiveUp{id, "pelanggan pergi"},
                   [&off](Result<api::TillView> view) { off = std::move(view); });
  };
  m_bank.scanned.insert(id);
  c.turnFor(Duration::minutes(20));
  QVERIFY(off && *off);
  QVERIFY(collection(id).state == CollectionState::Paid && collection(id).sale->isOff);
  QCOMPARE(QString::fromStdString(collection(id).reason), QStringLiteral("pelanggan pergi"));
  QVERIFY(payments().empty());
  // It is his, and is handed out once.
  must(till(api::CollectionPayOut{id, rp(0), {}, kAlone}));
  QCOMPARE(c.balance("drawer"), rp(100'000 - kPrice));
}

void EngineCodeSaleTest::without_the_statement_it_waits() {
  Counter& c = *m_counter;
  m_bank.statementAway = true;
  const auto shown = must(till(codeFor(pulsaFor(1))));
  m_bank.scanned.insert(shown.collection->id);
  c.turnFor(Duration::seconds(40));
  QVERIFY(collection(shown.collection->id).state == CollectionState::Paid);
  QVERIFY(payments().empty());
  // Asked again and again, with a pause.
  const std::size_t asked = m_bank.statements;
  QVERIFY2(asked >= 3 && asked <= 9, qPrintable(QString::number(asked)));
  m_bank.statementAway = false;
  c.turnFor(Duration::seconds(10));
  QVERIFY(collection(shown.collection->id).state == CollectionState::Sold);
  QCOMPARE(payments().size(), std::size_t{1});
}

void EngineCodeSaleTest::the_same_order_again_is_the_same_code() {
  Counter& c = *m_counter;
  const auto shown = must(till(codeFor(pulsaFor(1))));
  c.restart();
  const auto again = must(till(codeFor(pulsaFor(1))));
  QCOMPARE(again.collection->id, shown.collection->id);
  QCOMPARE(m_bank.codes.size(), std::size_t{1});
  api::SellRequest other = pulsaFor(2);
  other.clientRef = ClientRef("pulsa-1");
  QCOMPARE(codeOf(till(codeFor(other))), ErrorCode::ClientRefReused);
  m_bank.scanned.insert(shown.collection->id);
  const auto sold = must(till(codeFor(pulsaFor(1), Duration::minutes(1))));
  QVERIFY(sold.collection->state == CollectionState::Sold);
  const auto after = must(till(codeFor(pulsaFor(1), Duration::minutes(1))));
  QCOMPARE(after.collection->sale->payment.ref, sold.collection->sale->payment.ref);
  // Whoever sells it in cash with that reference gets what was sold.
  QCOMPARE(must(c.sell(pulsaFor(1))).payment.ref, sold.collection->sale->payment.ref);
  QCOMPARE(payments().size(), std::size_t{1});
}

void EngineCodeSaleTest::two_codes_for_one_purchase_are_not_made() {
  const auto shown = must(till(codeFor(pulsaFor(1))));
  api::SellRequest again = pulsaFor(1);
  again.clientRef = ClientRef("again");
  QCOMPARE(codeOf(till(codeFor(again))), ErrorCode::DuplicateOpen);
  must(till(api::CollectionGiveUp{shown.collection->id}));
  QVERIFY(must(till(codeFor(again))).collection->state == CollectionState::Waiting);
}

void EngineCodeSaleTest::money_of_before_the_books_is_not_the_owners() {
  Payment sale;
  sale.ref = PaymentRef("LK1");
  sale.amount = rp(10'000);
  sale.adminFee = rp(2'000);
  sale.collected = {CollectionId("C1"), kDigi, "R", rp(84), false};
  for (const bool before : {false, true}) {
    sale.collected.inFirstBalance = before;
    const auto events = must(decideAccept(sale));
    const auto postings = postingsFor(std::get<AcceptedEvent>(events.front().body).payment, events.front());
    std::map<std::string, std::int64_t> legs;
    for (const Leg& leg : postings.at(0).legs()) legs[nameOf(leg.account)] += leg.amount.amount();
    const std::map<std::string, std::int64_t> expected = {
        {before ? "capital" : "deposit:digi", 11'916}, {"cost", 84}, {"held", -12'000}};
    QVERIFY(legs == expected);
  }
  sale.cash = rp(12'000);
  QCOMPARE(codeOf(decideAccept(sale)), ErrorCode::AmountInvalid);
  sale.cash = Money{};
  sale.collected.bankFee = rp(12'000);
  QCOMPARE(codeOf(decideAccept(sale)), ErrorCode::AmountInvalid);
}

// The code was paid before the counter first heard what is on the account: the balance it began with has that
// money already.
void EngineCodeSaleTest::money_that_the_first_balance_had_is_no_deposit() {
  Counter& c = *m_counter;
  const Money deposit = c.balance("deposit:digi");
  const Money capital = c.balance("capital");
  m_bank.earlier = Duration::hours(1);
  const auto shown = must(till(codeFor(pulsaFor(1))));
  m_bank.scanned.insert(shown.collection->id);
  const auto done = must(till(api::CollectionQuestion{shown.collection->id, Duration::minutes(1)}));
  QVERIFY(done.collection->state == CollectionState::Sold);
  const PaymentRef ref = done.collection->sale->payment.ref;
  QVERIFY(c.reaches(ref, PaymentState::Succeeded));
  QVERIFY(c.stored(ref).collected.inFirstBalance);
  QCOMPARE(c.balance("deposit:digi"), deposit - c.stored(ref).cost);
  QCOMPARE(c.balance("capital"), capital + rp(kPrice));
}

void EngineCodeSaleTest::each_commit_fails_data() {
  QTest::addColumn<int>("fault");
  QTest::newRow("full") << static_cast<int>(FaultyStore::Fault::Full);
  QTest::newRow("broken") << static_cast<int>(FaultyStore::Fault::Broken);
  QTest::newRow("broken behind") << static_cast<int>(FaultyStore::Fault::BrokenBehind);
}

// Whatever the step it dies at: nothing was begun, or the code is found again with its sale, and its money
// buys one thing.
void EngineCodeSaleTest::each_commit_fails() {
  QFETCH(int, fault);
  int sold = 0;
  int credits = 0;
  for (int n = 1; n <= 14; ++n) {
    m_bank = {};
    m_counter = std::make_unique<Counter>();
    Counter& c = *m_counter;
    m_bank.attachTo(c);
    QVERIFY(c.start());
    c.turnFor(Duration::seconds(2));
    c.store->failAt(n, static_cast<FaultyStore::Fault>(fault));
    std::optional<Result<api::TillView>> shown;
    c.engine->till(codeFor(pulsaFor(1)), [&shown](Result<api::TillView> view) { shown = std::move(view); });
    c.turnUntil([&shown] { return shown.has_value(); }, Duration::seconds(30));
    // The customer scans whatever was shown.
    const bool visible = shown && *shown && (*shown)->collection->state == CollectionState::Waiting;
    if (visible)
      m_bank.scanned.insert((*shown)->collection->id);
    c.turnFor(Duration::seconds(30));
    c.restart();
    c.turnFor(Duration::minutes(3));
    const auto all = must(c.real->till()).collections;
    QVERIFY(all.size() <= 1);
    const auto rows = payments();
    QVERIFY(rows.size() <= 1);
    if (visible) {
      QCOMPARE(all.size(), std::size_t{1});
      QVERIFY(all.front().sale && all.front().sale->payment.clientRef == ClientRef("pulsa-1"));
      QVERIFY2(all.front().state == CollectionState::Sold, wordOf(all.front().state).data());
      QCOMPARE(rows.size(), std::size_t{1});
      QVERIFY(rows.front().payment.state == PaymentState::Succeeded);
      // Asked about and not sent again, where it died before the answer.
      QVERIFY(c.script.callsOf("pay").size() <= 1);
      ++sold;
    } else {
      QVERIFY(rows.empty());
      ++credits;
    }
    for (const auto& one : must(c.real->trial()).broken)
      QFAIL(qPrintable(QString::fromStdString(one.rule + ": " + one.what)));
    for (const auto& found : must(c.real->journal()->check(nullptr)).faults) QFAIL(found.what.c_str());
  }
  // Both kinds of ends were seen.
  QVERIFY2(sold > 4 && credits > 0, qPrintable(QString("%1 %2").arg(sold).arg(credits)));
}

QTEST_GUILESS_MAIN(EngineCodeSaleTest)
#include "engine_code_sale_test.moc"

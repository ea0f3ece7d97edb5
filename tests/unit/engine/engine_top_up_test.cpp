// A ticket that is paid through a bank of ours: one transfer and never two, the ticket's step in the commit
// that ends it, and the shop's own money in nobody's sale. Over the real store, in virtual time.
#include <QTest>
#include <set>

#include "tests/unit/engine/counter.h"

using namespace loket;
using namespace loket::tests;
using Words = std::vector<std::string>;

namespace {

Money rp(std::int64_t n) {
  return Money::rupiah(n);
}

const UpstreamId kDigi("digi");
const UpstreamId kBank("bank");
const TicketId kTicket("T261123ABCDE");
constexpr const char* kPurse = "bon:ticket:T261123ABCDE:digi";

template <typename T>
ErrorCode codeOf(const Result<T>& result) {
  return result ? ErrorCode::Internal : result.error().code;
}

Product transferToBca() {
  Product product = transferProduct();
  product.id = ProductId("transfer-bca");
  product.name = "Transfer BCA";
  product.brand = "BCA";
  product.serviceFee = rp(1'000);
  product.offers.front().upstream = kBank;
  product.offers.front().sku = Sku("interbank-014");
  return product;
}

Verdict takenBack() {
  Verdict verdict = verdictOf(VerdictKind::Failed, "06");
  verdict.undoes = Undoes::ASuccess;
  return verdict;
}

}  // namespace

class EngineTopUpTest : public QObject {
  Q_OBJECT

 private slots:
  void init() {
    m_counter = std::make_unique<Counter>();
    Counter& c = *m_counter;
    UpstreamSettings bank;
    bank.id = kBank;
    bank.protocol = "scripted";
    c.config.upstreams.push_back(bank);
    c.products.push_back(transferToBca());
    // Neither the caps on customers' fees nor the questions about customers are about the shop's own money.
    c.config.feeCaps.standard = rp(1);
    c.config.transfers.senderFrom = rp(1);
    c.config.transfers.perDayBeneficiary = rp(1'000'000);
    m_remarks.clear();
    c.script.onPrepare = [this](const ports::PaymentOrder& order) -> Result<ports::PreparedAttempt> {
      m_remarks.push_back(order.remark);
      return ports::PreparedAttempt{"/pay", order.attemptRef.str() + " " + order.remark};
    };
    QVERIFY(c.start());
    give(kTicket, 500'123);
    c.turnFor(Duration::seconds(5));
  }
  void cleanup() {
    if (!m_counter->store)
      return;
    for (const auto& one : must(m_counter->real->trial()).broken)
      QFAIL(qPrintable(QString::fromStdString(one.rule + ": " + one.what)));
    for (const auto& fault : must(m_counter->real->journal()->check(nullptr)).faults) QFAIL(fault.what.c_str());
  }
  void what_is_paid_is_on_its_way();
  void it_is_nobodys_sale();
  void what_says_no_says_it_before_the_bank_is_asked();
  void a_bank_without_the_money_is_not_asked_to_pay();
  void nobody_is_there_to_name_the_account();
  void asked_twice_it_is_one_payment();
  void what_failed_leaves_the_ticket_open();
  void what_did_not_get_out_is_not_kept_for_later_data();
  void what_did_not_get_out_is_not_kept_for_later();
  void what_was_not_sent_in_time_is_withdrawn();
  void what_the_protocol_cannot_carry_moves_nothing();
  void while_nobody_knows_nobody_says_that_it_was_paid();
  void no_crash_comes_between_the_payment_and_its_ticket_data();
  void no_crash_comes_between_the_payment_and_its_ticket();
  void a_full_disk_keeps_both_or_none();
  void a_success_that_is_taken_back_opens_the_ticket_again();
  void one_that_is_taken_back_after_the_credit_is_a_difference();
  void a_late_success_is_settled_by_people();
  void a_late_success_of_a_ticket_paid_otherwise_stays_a_difference();
  void the_quote_must_be_this_tickets();
  void nobody_sells_under_a_tickets_name();

 private:
  void give(const TicketId& id, std::int64_t amount, const char* bank = "BCA",
            const char* account = "0123 4567 89", const char* method = "Bank Transfer") {
    const TicketPayee payee{bank, account, method, "A6R5UPV"};
    ports::UnitOfWork work;
    work.till.push_back(must(decideTicketGiven({}, id, kDigi, rp(amount - amount % 1000), {rp(amount), payee},
                                               {UserName("sri"), m_counter->clock.now()})));
    must(m_counter->real->commit(work).map([] { return true; }));
  }
  Result<api::Quote> quote(const TicketId& id = kTicket, const UpstreamId& via = kBank) {
    return m_counter->ask<api::Quote>([&](api::Reply<api::Quote> reply) {
      m_counter->engine->quoteTicket({id, via}, std::move(reply));
    });
  }
  Result<api::PaymentView> pay(const TicketId& id = kTicket,
                               const std::optional<api::Quote>& with = std::nullopt,
                               const UpstreamId& via = kBank) {
    return m_counter->ask<api::PaymentView>([&](api::Reply<api::PaymentView> reply) {
      m_counter->engine->payTicket({id, via}, with, std::move(reply));
    });
  }
  Result<api::TillView> till(const api::TillCommand& command) {
    return m_counter->ask<api::TillView>(
        [&](api::Reply<api::TillView> reply) { m_counter->engine->till(command, std::move(reply)); });
  }
  Ticket ticket(const TicketId& id = kTicket) const {
    for (const auto& [one, payment] : must(m_counter->engine->tickets()))
      if (one.id == id)
        return one;
    return {};
  }
  PaymentRef paid(PaymentState state = PaymentState::Succeeded) {
    const auto view = pay();
    if (!view || !m_counter->reaches(view->payment.ref, state, Duration::minutes(5)))
      qFatal("not paid");
    return view->payment.ref;
  }
  api::NoticeOutcome told(const PaymentRef& ref, const Verdict& verdict) {
    Counter& c = *m_counter;
    c.script.onNotice = [verdict](const Attempt&) { return verdict; };
    const AttemptRef about = c.stored(ref).attempts.at(0).attemptRef;
    return must(c.ask<api::NoticeView>([&](api::Reply<api::NoticeView> reply) {
             c.engine->takeNotice(kBank, Notice{about.str(), "signed", "update"}, std::move(reply));
           }))
        .outcome;
  }
  std::size_t calls(const char* what) const { return m_counter->script.callsOf(what).size(); }

  std::unique_ptr<Counter> m_counter;
  std::vector<std::string> m_remarks;
};

void EngineTopUpTest::what_is_paid_is_on_its_way() {
  Counter& c = *m_counter;
  const Money before = c.balance("deposit:bank");
  const auto asked = must(quote());
  QCOMPARE(asked.customerName, std::string("BUDI SANTOSO"));
  QCOMPARE(asked.amount, rp(500'123));
  QCOMPARE(asked.adminFee, rp(2'500));
  QCOMPARE(asked.total, rp(502'623));
  QCOMPARE(asked.number, std::string("0123456789"));
  QCOMPARE(calls("pay"), std::size_t{0});
  QVERIFY(!must(c.engine->tickets()).front().payment);
  const auto view = must(pay(kTicket, asked));
  QVERIFY(must(c.engine->tickets()).front().payment == view.payment.ref);
  QVERIFY(c.reaches(view.payment.ref, PaymentState::Succeeded));
  QCOMPARE(m_remarks, Words{"A6R5UPV"});
  const Payment p = c.stored(view.payment.ref);
  QCOMPARE(p.customerName, std::string("BUDI SANTOSO"));
  QVERIFY(p.sender.empty() && p.cash.isZero() && p.serviceFee.isZero() && p.total() == p.cost);
  QVERIFY(ticket().state == TicketState::Transferred);
  QCOMPARE(c.balance("inTransit:digi"), rp(500'123));
  QCOMPARE(c.balance("expense"), rp(2'500));
  QCOMPARE(c.balance(kPurse), Money{});
  QCOMPARE(c.balance("deposit:bank"), before - rp(502'623));
  QCOMPARE(c.balance("feeIncome") + c.balance("cost"), Money{});
  QCOMPARE(c.balance("drawer"), Money{});
  const Money deposit = c.balance("deposit:digi");
  must(till(api::TicketCredit{kTicket}));
  QCOMPARE(c.balance("deposit:digi") - deposit, rp(500'123));
  QCOMPARE(c.balance("inTransit:digi"), Money{});
}

void EngineTopUpTest::it_is_nobodys_sale() {
  Counter& c = *m_counter;
  must(till(api::ShiftOpening{rp(100'000), {}}));
  c.script.onPay = [](const Attempt&) { return verdictOf(VerdictKind::Pending, "03"); };
  c.script.onAsk = c.script.onPay;
  const PaymentRef ref = paid(PaymentState::Pending);
  // While its money is held by the ticket's account nobody owes it.
  QCOMPARE(c.balance(kPurse), rp(502'623));
  QVERIFY(must(c.engine->bons()).empty());
  QVERIFY(told(ref, successOf("R1")) == api::NoticeOutcome::Recorded);
  const auto report = must(c.ask<api::ShiftReport>(
      [&](api::Reply<api::ShiftReport> reply) { c.engine->shiftReport(std::move(reply)); }));
  QCOMPARE(report.count, 0);
  QVERIFY(report.sum.isZero() && report.sales.empty());
  QCOMPARE(c.engine->status().todayCount, 0);
  QVERIFY(must(c.real->customers("", 10)).empty());
  QVERIFY(must(c.real->transfersOn(businessDateOf(c.clock.now()))).empty());
  QCOMPARE(codeOf(c.ask<api::ConfirmationView>([&](api::Reply<api::ConfirmationView> reply) {
             c.engine->confirm({ref.str(), confirmation::Address{confirmation::Channel::Sms, "6281234567890"}},
                               std::move(reply));
           })),
           ErrorCode::StateForbids);
  QCOMPARE(codeOf(c.ask<api::ReceiptView>([&](api::Reply<api::ReceiptView> reply) {
             c.engine->receipt(ref.str(), api::Copy::Issue, std::move(reply));
           })),
           ErrorCode::StateForbids);
  QVERIFY(must(c.real->prints(ref)).empty());
  QCOMPARE(codeOf(c.refund(ref)), ErrorCode::StateForbids);
  // A customer's transfer to the same account has all of a day's limit before it.
  c.config.feeCaps = {};
  c.restart();
  api::SellRequest sale;
  sale.product = "bank:interbank-014";
  sale.number = "0123456789";
  sale.amount = rp(600'000);
  sale.repeat = api::Repeat::Allow;
  sale.sender = {"SRI", "ktp", "3273010101900001", "081234567890", "Jl. Melati 5", "uang sekolah"};
  const auto sold = c.sell(sale);
  QVERIFY2(sold.has_value(), sold ? "" : std::string(wordOf(sold.error().code)).c_str());
}

void EngineTopUpTest::what_says_no_says_it_before_the_bank_is_asked() {
  Counter& c = *m_counter;
  const auto refusal = [&](const TicketId& id, const UpstreamId& via = kBank) {
    const auto quoted = quote(id, via);
    const auto view = pay(id, std::nullopt, via);
    return codeOf(quoted) == codeOf(view) && !view ? view.error() : Error{ErrorCode::Internal, "paid"};
  };
  const auto is = [&](const Error& error, ErrorCode code, const char* detail) {
    return error.code == code && error.detail.find(detail) != std::string::npos;
  };
  QVERIFY(is(refusal(TicketId("T000000XXXXX")), ErrorCode::NotFound, "ticket T000000XXXXX"));
  QVERIFY(is(refusal(kTicket, UpstreamId("moon")), ErrorCode::NotFound, "upstream moon"));
  const auto own = must(till(api::TicketOpening{kDigi, rp(900'000)}));
  QVERIFY(is(refusal(own.ticket->id), ErrorCode::NotFound, "an account"));
  give(TicketId("Tflip"), 600'123, "Flip");
  QVERIFY(is(refusal(TicketId("Tflip")), ErrorCode::NotFound, "a transfer to Flip"));
  give(TicketId("Tva"), 700'123, "BCA", "1220 8123", "Virtual Account");
  QVERIFY(is(refusal(TicketId("Tva")), ErrorCode::NotFound, "a transfer to BCA Virtual Account"));
  give(TicketId("Tsent"), 800'123);
  must(till(api::TicketTransfer{TicketId("Tsent"), PaidFrom::Owner}));
  QVERIFY(is(refusal(TicketId("Tsent")), ErrorCode::StateForbids, "transferred"));
  c.script.onInquire = [](const ports::InquiryOrder&) {
    return ports::InquiryReply{verdictOf(VerdictKind::Failed, "4041611"), {}, {}, {}, {}, {}};
  };
  QCOMPARE(calls("inquire"), std::size_t{0});
  QVERIFY(is(refusal(kTicket), ErrorCode::UpstreamRefused, "4041611"));
  c.turnFor(kTicketLife);
  QVERIFY(is(refusal(kTicket), ErrorCode::StateForbids, "expired"));
  // What sells no transfers is no bank.
  c.products.pop_back();
  c.products.pop_back();
  c.restart();
  give(TicketId("Tlate"), 400'123);
  QVERIFY(is(refusal(TicketId("Tlate")), ErrorCode::NotFound, "transfers of bank"));
  QCOMPARE(calls("pay"), std::size_t{0});
  QVERIFY(must(c.real->payments({})).empty());
}

void EngineTopUpTest::a_bank_without_the_money_is_not_asked_to_pay() {
  Counter& c = *m_counter;
  c.script.onBalance = [] {
    return ports::BalanceReply{verdictOf(VerdictKind::Succeeded, "00"), rp(502'622)};
  };
  c.turnFor(Duration::hours(1));
  const auto view = pay();
  QCOMPARE(codeOf(view), ErrorCode::DepositLow);
  QCOMPARE(view.error().detail, rp(1).text());
  QVERIFY(must(c.real->payments({})).empty());
  c.script.onBalance = [] {
    return ports::BalanceReply{verdictOf(VerdictKind::Succeeded, "00"), rp(502'623)};
  };
  c.turnFor(Duration::hours(1));
  paid();
}

// Without a network nobody can say whose account it is: nothing is taken for later.
void EngineTopUpTest::nobody_is_there_to_name_the_account() {
  Counter& c = *m_counter;
  c.script.away.insert(kBank);
  c.turnFor(Duration::minutes(5));
  QCOMPARE(codeOf(quote()), ErrorCode::Offline);
  QCOMPARE(codeOf(pay()), ErrorCode::Offline);
  QVERIFY(must(c.real->payments({})).empty());
  QVERIFY(ticket().state == TicketState::Open);
}

void EngineTopUpTest::asked_twice_it_is_one_payment() {
  Counter& c = *m_counter;
  std::vector<Result<api::PaymentView>> answers;
  for (int i = 0; i < 3; ++i)
    c.engine->payTicket({kTicket, kBank}, std::nullopt,
                        [&answers](Result<api::PaymentView> view) { answers.push_back(std::move(view)); });
  QVERIFY(c.turnUntil([&] { return answers.size() == 3; }));
  for (const auto& answer : answers) QCOMPARE(must(answer).payment.ref, must(answers.front()).payment.ref);
  const PaymentRef ref = must(answers.front()).payment.ref;
  QVERIFY(c.reaches(ref, PaymentState::Succeeded));
  c.restart();
  // The ticket is not open any more, and what has paid it is the answer.
  QCOMPARE(must(pay()).payment.ref, ref);
  QCOMPARE(codeOf(quote()), ErrorCode::StateForbids);
  must(till(api::TicketCredit{kTicket}));
  QCOMPARE(must(pay()).payment.ref, ref);
  QCOMPARE(calls("pay"), std::size_t{1});
  QCOMPARE(must(c.real->payments({})).size(), std::size_t{1});
}

void EngineTopUpTest::what_failed_leaves_the_ticket_open() {
  Counter& c = *m_counter;
  c.script.onPay = [](const Attempt&) { return verdictOf(VerdictKind::Failed, "4031814"); };
  const PaymentRef first = paid(PaymentState::Refunded);
  QCOMPARE(c.storedHistory(first), (Words{"accepted", "armed", "failed", "refundDue", "refunded"}));
  QCOMPARE(c.balance(kPurse), Money{});
  QCOMPARE(c.balance("drawer"), Money{});
  QVERIFY(ticket().state == TicketState::Open);
  c.script.onPay = [](const Attempt&) { return successOf("R2"); };
  const PaymentRef second = paid();
  QVERIFY(second != first);
  QVERIFY(c.stored(second).clientRef != c.stored(first).clientRef);
  QVERIFY(ticket().state == TicketState::Transferred);
}

void EngineTopUpTest::what_did_not_get_out_is_not_kept_for_later_data() {
  QTest::addColumn<int>("kind");
  QTest::newRow("not sent") << static_cast<int>(VerdictKind::NotSent);
  QTest::newRow("refused for now") << static_cast<int>(VerdictKind::RefusedForNow);
  QTest::newRow("refused for the account's sake") << static_cast<int>(VerdictKind::RefusedByConfig);
}

void EngineTopUpTest::what_did_not_get_out_is_not_kept_for_later() {
  QFETCH(int, kind);
  Counter& c = *m_counter;
  c.script.onPay = [kind](const Attempt&) { return verdictOf(static_cast<VerdictKind>(kind), "why"); };
  const PaymentRef ref = paid(PaymentState::Refunded);
  QCOMPARE(c.stored(ref).reason, std::string("why"));
  QVERIFY(!c.storedTask(ref));
  c.script.onPay = [](const Attempt&) { return successOf("R1"); };
  c.turnFor(Duration::hours(3));
  QCOMPARE(calls("pay"), std::size_t{1});
  QVERIFY(c.stored(ref).state == PaymentState::Refunded);
  QVERIFY(ticket().state == TicketState::Open);
}

void EngineTopUpTest::what_was_not_sent_in_time_is_withdrawn() {
  Counter& c = *m_counter;
  const auto asked = must(quote());
  // Accepted, and not armed: the disk was full for the second commit, and then the process ended.
  c.store->failAt(2, FaultyStore::Fault::Full);
  const PaymentRef ref = must(pay(kTicket, asked)).payment.ref;
  QVERIFY(c.stored(ref).state == PaymentState::Accepted);
  c.die();
  c.clock.moveBy(kTopUpPatience + Duration::seconds(1));
  QVERIFY(c.start());
  QVERIFY(c.reaches(ref, PaymentState::Refunded, Duration::minutes(5)));
  QCOMPARE(c.stored(ref).reason, std::string("too-late"));
  QCOMPARE(calls("pay"), std::size_t{0});
  QCOMPARE(c.balance(kPurse), Money{});
  QVERIFY(ticket().state == TicketState::Open);
  // A shorter stop is no reason: it goes out, with what must stand in it.
  const auto again = must(quote());
  c.store->failAt(2, FaultyStore::Fault::Full);
  const PaymentRef second = must(pay(kTicket, again)).payment.ref;
  c.restart();
  QVERIFY(c.reaches(second, PaymentState::Succeeded, Duration::minutes(5)));
  QCOMPARE(m_remarks.back(), std::string("A6R5UPV"));
}

void EngineTopUpTest::what_the_protocol_cannot_carry_moves_nothing() {
  Counter& c = *m_counter;
  c.script.onPrepare = [](const ports::PaymentOrder&) -> Result<ports::PreparedAttempt> {
    return fail(ErrorCode::Usage, "remark");
  };
  paid(PaymentState::Refunded);
  QCOMPARE(calls("pay"), std::size_t{0});
  QCOMPARE(c.balance(kPurse), Money{});
  QVERIFY(ticket().state == TicketState::Open);
}

void EngineTopUpTest::while_nobody_knows_nobody_says_that_it_was_paid() {
  Counter& c = *m_counter;
  c.script.onPay = [](const Attempt&) { return verdictOf(VerdictKind::Unknown, "timeout"); };
  c.script.onAsk = c.script.onPay;
  const PaymentRef ref = paid(PaymentState::Suspect);
  for (int restart = 0; restart < 2; ++restart) {
    for (const auto& by :
         {till(api::TicketTransfer{kTicket, PaidFrom::Owner}), till(api::TicketCredit{kTicket})}) {
      QCOMPARE(codeOf(by), ErrorCode::StateForbids);
      QCOMPARE(by.error().detail, "payment " + ref.str());
    }
    QCOMPARE(must(pay()).payment.ref, ref);
    c.restart();
  }
  // It does not end meanwhile, and keeps its amount.
  c.turnFor(kTicketLife + kTicketLife);
  QVERIFY(ticket().state == TicketState::Open);
  must(till(api::TicketOpening{kDigi, rp(900'000)}));
  QVERIFY(ticket().state == TicketState::Open);
  QCOMPARE(c.balance(kPurse), rp(502'623));
  c.script.onAsk = [](const Attempt&) { return successOf("R1"); };
  QVERIFY(c.reaches(ref, PaymentState::Succeeded));
  QVERIFY(ticket().state == TicketState::Transferred);
  QCOMPARE(c.balance("inTransit:digi"), rp(500'123));
  QCOMPARE(calls("pay"), std::size_t{1});
}

void EngineTopUpTest::no_crash_comes_between_the_payment_and_its_ticket_data() {
  QTest::addColumn<int>("fault");
  QTest::newRow("before the commit") << static_cast<int>(FaultyStore::Fault::Broken);
  QTest::newRow("after it") << static_cast<int>(FaultyStore::Fault::BrokenBehind);
}

void EngineTopUpTest::no_crash_comes_between_the_payment_and_its_ticket() {
  QFETCH(int, fault);
  Counter& c = *m_counter;
  // Whatever was done when the process ended, at every commit of its life: both know, or neither does.
  for (int nth = 1; nth <= 6; ++nth) {
    const TicketId id("T" + std::to_string(nth));
    give(id, 500'100 + nth);
    const auto asked = quote(id);
    c.store->failAt(nth, static_cast<FaultyStore::Fault>(fault));
    c.engine->payTicket({id, kBank}, must(asked), [](const Result<api::PaymentView>&) {});
    c.turnFor(Duration::seconds(20));
    const auto consistent = [&] {
      bool done = false;
      for (const auto& row : must(c.real->payments({})))
        done =
            done || (topUpOf(row.payment.bon)->ticket == id && row.payment.state == PaymentState::Succeeded);
      for (const Ticket& one : must(c.real->till()).tickets)
        if (one.id == id)
          return (one.state == TicketState::Transferred) == done;
      return false;
    };
    QVERIFY(consistent());
    c.restart();
    QVERIFY(consistent());
    const PaymentRef ref = must(pay(id)).payment.ref;
    QVERIFY(c.reaches(ref, PaymentState::Succeeded, Duration::hours(3)));
    QVERIFY(consistent());
    std::set<AttemptRef> sent;
    for (const auto& call : c.script.callsOf("pay")) QVERIFY(sent.insert(call.attempt.attemptRef).second);
    QCOMPARE(c.stored(ref).attempts.size(), std::size_t{1});
  }
}

void EngineTopUpTest::a_full_disk_keeps_both_or_none() {
  Counter& c = *m_counter;
  const auto asked = must(quote());
  c.store->failAt(3, FaultyStore::Fault::Full);  // accept, arm, outcome
  const PaymentRef ref = must(pay(kTicket, asked)).payment.ref;
  c.turnFor(Duration::seconds(2));
  QVERIFY(c.stored(ref).state == PaymentState::Sending);
  QVERIFY(ticket().state == TicketState::Open);
  QVERIFY(c.reaches(ref, PaymentState::Succeeded));
  QVERIFY(ticket().state == TicketState::Transferred);
  QCOMPARE(calls("pay"), std::size_t{1});
}

void EngineTopUpTest::a_success_that_is_taken_back_opens_the_ticket_again() {
  Counter& c = *m_counter;
  const Money before = c.balance("deposit:bank");
  const PaymentRef ref = paid();
  QVERIFY(told(ref, takenBack()) == api::NoticeOutcome::Recorded);
  const Payment p = c.stored(ref);
  QVERIFY(p.state == PaymentState::Reversed && !p.owesCash());
  QVERIFY(ticket().state == TicketState::Open);
  for (const char* account : {kPurse, "inTransit:digi", "expense", "refundsDue", "difference", "drawer"})
    QVERIFY2(c.balance(account).isZero(), account);
  QCOMPARE(c.balance("deposit:bank"), before);
  const PaymentRef again = paid();
  QVERIFY(again != ref);
  QVERIFY(ticket().state == TicketState::Transferred);
}

void EngineTopUpTest::one_that_is_taken_back_after_the_credit_is_a_difference() {
  Counter& c = *m_counter;
  const PaymentRef ref = paid();
  must(till(api::TicketCredit{kTicket}));
  QVERIFY(told(ref, takenBack()) == api::NoticeOutcome::Recorded);
  QVERIFY(ticket().state == TicketState::Credited);
  QCOMPARE(c.balance("difference"), rp(-500'123));
  QCOMPARE(c.balance(kPurse), Money{});
}

void EngineTopUpTest::a_late_success_is_settled_by_people() {
  Counter& c = *m_counter;
  c.script.onPay = [](const Attempt&) { return verdictOf(VerdictKind::Failed, "4031814"); };
  const PaymentRef ref = paid(PaymentState::Refunded);
  QVERIFY(told(ref, successOf("R1")) == api::NoticeOutcome::Recorded);
  QVERIFY(c.stored(ref).state == PaymentState::Review);
  // No second one is made, and nobody says by hand what this one may turn out to be.
  QCOMPARE(must(pay()).payment.ref, ref);
  QCOMPARE(codeOf(till(api::TicketTransfer{kTicket, PaidFrom::Owner})), ErrorCode::StateForbids);
  const Approval both{UserName("sri"), UserName("budi"), false, "ada di mutasi bank"};
  must(c.ask<api::PaymentView>([&](api::Reply<api::PaymentView> reply) {
    c.engine->decide(ref, {ManualOutcome::Succeeded, both, "R1"}, std::move(reply));
  }));
  QVERIFY(ticket().state == TicketState::Transferred);
  QCOMPARE(c.balance("inTransit:digi"), rp(500'123));
  QCOMPARE(c.balance("expense"), rp(2'500));
  QCOMPARE(c.balance("difference"), Money{});
}

void EngineTopUpTest::a_late_success_of_a_ticket_paid_otherwise_stays_a_difference() {
  Counter& c = *m_counter;
  c.script.onPay = [](const Attempt&) { return verdictOf(VerdictKind::Failed, "4031814"); };
  const PaymentRef ref = paid(PaymentState::Refunded);
  must(till(api::TicketTransfer{kTicket, PaidFrom::Owner}));
  QVERIFY(told(ref, successOf("R1")) == api::NoticeOutcome::Recorded);
  const Approval both{UserName("sri"), UserName("budi"), false, "ada di mutasi bank"};
  must(c.ask<api::PaymentView>([&](api::Reply<api::PaymentView> reply) {
    c.engine->decide(ref, {ManualOutcome::Succeeded, both, "R1"}, std::move(reply));
  }));
  QVERIFY(ticket().state == TicketState::Transferred);
  QCOMPARE(c.balance("inTransit:digi"), rp(500'123));
  QCOMPARE(c.balance("difference"), rp(502'623));
}

void EngineTopUpTest::the_quote_must_be_this_tickets() {
  give(TicketId("T2"), 600'123);
  const auto other = must(quote(TicketId("T2")));
  QCOMPARE(codeOf(pay(kTicket, other)), ErrorCode::PriceChanged);
  // A customer's quote has the shop's margin in it.
  auto dearer = must(quote());
  dearer.total += rp(4'000);
  QCOMPARE(codeOf(pay(kTicket, dearer)), ErrorCode::PriceChanged);
  auto old = must(quote());
  m_counter->turnFor(Duration::minutes(16));
  QCOMPARE(codeOf(pay(kTicket, old)), ErrorCode::PriceChanged);
  QCOMPARE(calls("pay"), std::size_t{0});
}

void EngineTopUpTest::nobody_sells_under_a_tickets_name() {
  Counter& c = *m_counter;
  api::SellRequest sale = pulsaFor(1);
  sale.bon = "ticket:" + kTicket.str() + ":digi";
  c.config.feeCaps = {};
  c.restart();
  QCOMPARE(codeOf(c.sell(sale)), ErrorCode::NameInvalid);
  // A script that names its sales like this is in nobody's way.
  sale.bon.clear();
  sale.clientRef = ClientRef("ticket:" + kTicket.str() + ":1");
  must(c.sell(sale));
  const PaymentRef ref = paid();
  QCOMPARE(c.stored(ref).clientRef, ClientRef("ticket:" + kTicket.str() + ":2"));
  QCOMPARE(c.engine->status().todayCount, 1);
  // Nor is a ticket's payment the answer to such a sale.
  sale.product = "bank:interbank-014";
  sale.number = "0123456789";
  sale.amount = rp(500'123);
  sale.clientRef = ClientRef("ticket:" + kTicket.str() + ":2");
  QCOMPARE(codeOf(c.sell(sale)), ErrorCode::ClientRefReused);
}

QTEST_GUILESS_MAIN(EngineTopUpTest)
#include "engine_top_up_test.moc"

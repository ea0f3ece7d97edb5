// The till over the real store: drawer, tickets, bon and shifts, and what a refused or interrupted command leaves.
#include <QTest>

#include "tests/unit/engine/counter.h"

using namespace loket;
using namespace loket::tests;

namespace {

Money rp(std::int64_t n) { return Money::rupiah(n); }
const UpstreamId kDigi("digi");

template <typename T>
ErrorCode codeOf(const Result<T>& result) {
  return result ? ErrorCode::Internal : result.error().code;
}

api::SellRequest onBon(api::SellRequest request, const char* name = "Bu Tini") {
  request.bon = name;
  return request;
}

}  // namespace

class EngineTillTest : public QObject {
  Q_OBJECT

 private slots:
  void init() {
    m_counter = std::make_unique<Counter>();
    QVERIFY(m_counter->start());
  }
  void cleanup() {
    // Whatever a test did, the books say so.
    if (!m_counter->store)
      return;
    for (const auto& one : must(m_counter->real->trial()).broken)
      QFAIL(qPrintable(QString::fromStdString(one.rule + ": " + one.what)));
    for (const auto& fault : must(m_counter->real->journal()->check(nullptr)).faults) QFAIL(fault.what.c_str());
  }
  void cash_goes_in_and_out();
  void what_is_refused_leaves_nothing();
  void two_commands_in_one_turn_see_each_other();
  void a_ticket_from_its_amount_to_the_deposit();
  void a_ticket_nobody_paid_for_expires();
  void a_sale_on_bon_is_paid_later();
  void a_failed_sale_on_bon_lowers_the_debt();
  void a_refund_after_the_bon_was_paid_is_cash();
  void a_shift_is_blind_until_it_is_counted();
  void a_till_survives_a_restart();
  void a_full_disk_takes_no_command();
  void a_trial_on_the_readers_thread();
  void a_code_is_followed_until_it_is_paid();
  void every_step_of_a_collection_is_told();
  void a_password_whose_answer_was_lost_is_found_after_a_crash();
  void a_line_of_the_statement_is_paid_out_once();

 private:
  Result<api::TillView> till(const api::TillCommand& command) {
    return m_counter->ask<api::TillView>(
        [&](api::Reply<api::TillView> reply) { m_counter->engine->till(command, std::move(reply)); });
  }
  Result<api::ShiftReport> report() {
    return m_counter->ask<api::ShiftReport>(
        [&](api::Reply<api::ShiftReport> reply) { m_counter->engine->shiftReport(std::move(reply)); });
  }
  std::unique_ptr<Counter> m_counter;
};

void EngineTillTest::cash_goes_in_and_out() {
  Counter& c = *m_counter;
  const Instant before = c.clock.now();
  const auto in = must(till(api::PayIn{rp(200'000), "uang kecil"}));
  QCOMPARE(in.event.by, UserName("sri"));
  QVERIFY(in.event.at >= before && in.event.at <= c.clock.now());
  must(till(api::PayOut{rp(15'000), PaidTo::Expense, "es batu"}));
  must(till(api::PayOut{rp(85'000), PaidTo::Owner, "setor"}));
  QCOMPARE(c.balance("drawer"), rp(100'000));
  QCOMPARE(c.balance("expense"), rp(15'000));
  // Beside the deposit, which the first answer of the upstream opens.
  QCOMPARE(c.balance("capital") + c.balance("deposit:digi"), rp(-115'000));
}

void EngineTillTest::what_is_refused_leaves_nothing() {
  Counter& c = *m_counter;
  must(till(api::PayIn{rp(1'000), "uang kecil"}));
  const auto before = must(c.real->balances()).size();
  const int commits = c.store->commits();
  QCOMPARE(codeOf(till(api::PayOut{rp(1'001), PaidTo::Expense, "es"})), ErrorCode::DrawerShort);
  QCOMPARE(codeOf(till(api::PayIn{Money{}, "x"})), ErrorCode::AmountInvalid);
  QCOMPARE(codeOf(till(api::PayIn{rp(1), ""})), ErrorCode::ReasonMissing);
  QCOMPARE(codeOf(till(api::BonPayment{"Bu Tini", rp(1)})), ErrorCode::NotFound);
  QCOMPARE(codeOf(till(api::BonPayment{":", rp(1)})), ErrorCode::NameInvalid);
  QCOMPARE(codeOf(till(api::TicketOpening{UpstreamId("moon"), rp(1'000)})), ErrorCode::NotFound);
  QCOMPARE(codeOf(till(api::TicketOpening{kDigi, rp(1'001)})), ErrorCode::AmountInvalid);
  QCOMPARE(codeOf(till(api::TicketCredit{TicketId("T000000XXXXX")})), ErrorCode::NotFound);
  QCOMPARE(codeOf(till(api::ShiftClosing{rp(1), ""})), ErrorCode::ShiftMissing);
  QCOMPARE(codeOf(report()), ErrorCode::ShiftMissing);
  QCOMPARE(codeOf(c.sell(onBon(pulsaFor(1), "a:b"))), ErrorCode::NameInvalid);
  api::SellRequest both = onBon(pulsaFor(1));
  both.cash = rp(12'000);
  QCOMPARE(codeOf(c.sell(both)), ErrorCode::AmountInvalid);
  c.turnFor(Duration::seconds(1));
  QCOMPARE(must(c.real->balances()).size() - before, std::size_t{1});  // the deposit that the sales asked for
  QVERIFY(c.store->commits() - commits <= 2);
  QVERIFY(must(c.real->payments({})).empty());
}

void EngineTillTest::two_commands_in_one_turn_see_each_other() {
  Counter& c = *m_counter;
  must(till(api::PayIn{rp(10'000), "uang kecil"}));
  std::vector<ErrorCode> codes;
  for (int i = 0; i < 2; ++i)
    c.engine->post([&] {
      c.engine->till(api::PayOut{rp(10'000), PaidTo::Owner, "setor"},
                     [&codes](const Result<api::TillView>& done) { codes.push_back(codeOf(done)); });
    });
  QVERIFY(c.turnUntil([&codes] { return codes.size() == 2; }));
  QCOMPARE(std::count(codes.begin(), codes.end(), ErrorCode::DrawerShort), 1);
  QCOMPARE(c.balance("drawer"), Money{});
}

void EngineTillTest::a_ticket_from_its_amount_to_the_deposit() {
  Counter& c = *m_counter;
  const auto one = must(till(api::TicketOpening{kDigi, rp(500'000)}));
  const auto two = must(till(api::TicketOpening{kDigi, rp(500'000)}));
  QVERIFY(one.ticket->amount != two.ticket->amount);
  QVERIFY(one.ticket->amount > rp(500'000) && one.ticket->amount < rp(501'000));
  must(till(api::TicketTransfer{one.ticket->id, PaidFrom::Owner}));
  QCOMPARE(c.balance("inTransit:digi"), one.ticket->amount);
  const Money deposit = c.balance("deposit:digi");
  must(till(api::TicketCredit{one.ticket->id}));
  QCOMPARE(c.balance("inTransit:digi"), Money{});
  QCOMPARE(c.balance("deposit:digi") - deposit, one.ticket->amount);
  QCOMPARE(codeOf(till(api::TicketCredit{one.ticket->id})), ErrorCode::StateForbids);
  const auto tickets = must(c.engine->tickets());
  QCOMPARE(tickets.size(), std::size_t{2});
  QVERIFY(tickets.front().ticket.state == TicketState::Open && tickets.back().ticket.state == TicketState::Credited);
  QVERIFY(!tickets.front().payment && !tickets.back().payment);
}

void EngineTillTest::a_ticket_nobody_paid_for_expires() {
  Counter& c = *m_counter;
  const auto one = must(till(api::TicketOpening{kDigi, rp(500'000)}));
  c.clock.moveBy(kTicketLife);
  QVERIFY(must(c.engine->tickets()).front().ticket.state == TicketState::Expired);
  must(till(api::TicketOpening{kDigi, rp(500'000)}));
  QVERIFY(must(c.real->till()).tickets.back().state == TicketState::Expired);
  // Late money is money.
  must(till(api::TicketCredit{one.ticket->id}));
}

void EngineTillTest::a_sale_on_bon_is_paid_later() {
  Counter& c = *m_counter;
  const auto sold = must(c.sell(onBon(pulsaFor(1), "  BU  tini ")));
  QCOMPARE(sold.payment.bon, BonName("bu tini"));
  QVERIFY(c.reaches(sold.payment.ref, PaymentState::Succeeded));
  QCOMPARE(c.balance("drawer"), Money{});
  QCOMPARE(c.balance("bon:bu tini"), rp(12'000));
  QCOMPARE(codeOf(till(api::BonPayment{"bu tini", rp(12'001)})), ErrorCode::BonTooMuch);
  QCOMPARE(*must(till(api::BonPayment{"Bu Tini", rp(5'000)})).owed, rp(7'000));
  QCOMPARE(must(c.engine->bons()).front().owed, rp(7'000));
  must(till(api::BonPayment{"bu tini", rp(7'000)}));
  QVERIFY(must(c.engine->bons()).empty());
  QCOMPARE(c.balance("drawer"), rp(12'000));
}

void EngineTillTest::a_failed_sale_on_bon_lowers_the_debt() {
  Counter& c = *m_counter;
  c.script.onPay = [](const Attempt&) { return verdictOf(VerdictKind::Failed, "02"); };
  const auto sold = must(c.sell(onBon(pulsaFor(1))));
  QVERIFY(c.reaches(sold.payment.ref, PaymentState::RefundDue));
  QCOMPARE(c.balance("bon:bu tini"), rp(12'000));
  must(c.refund(sold.payment.ref));
  QCOMPARE(c.balance("bon:bu tini"), Money{});
  QCOMPARE(c.balance("drawer"), Money{});
  QCOMPARE(c.balance("refundsDue"), Money{});
}

void EngineTillTest::a_refund_after_the_bon_was_paid_is_cash() {
  Counter& c = *m_counter;
  c.script.onPay = [](const Attempt&) { return verdictOf(VerdictKind::Failed, "02"); };
  const auto sold = must(c.sell(onBon(pulsaFor(1))));
  QVERIFY(c.reaches(sold.payment.ref, PaymentState::RefundDue));
  must(till(api::BonPayment{"bu tini", rp(10'000)}));
  must(c.refund(sold.payment.ref));
  QCOMPARE(c.balance("bon:bu tini"), Money{});
  QCOMPARE(c.balance("drawer"), Money{});  // ten came in, ten went back, two were never paid
  QCOMPARE(std::get<RefundedEvent>(must(c.real->history(sold.payment.ref)).back().body).toBon, rp(2'000));
}

void EngineTillTest::a_shift_is_blind_until_it_is_counted() {
  Counter& c = *m_counter;
  must(till(api::ShiftOpening{rp(100'000), {}}));
  QCOMPARE(codeOf(till(api::ShiftOpening{rp(100'000), {}})), ErrorCode::ShiftOpen);
  const auto sold = must(c.sell(pulsaFor(1)));
  QVERIFY(c.reaches(sold.payment.ref, PaymentState::Succeeded));
  const auto open = must(report());
  QCOMPARE(open.count, 1);
  QCOMPARE(open.sum, rp(12'000));
  QVERIFY(!open.drawer.has_value());
  const auto closed = must(till(api::ShiftClosing{rp(111'000), "kurang seribu"}));
  QCOMPARE(closed.shift->expected, rp(112'000));
  QCOMPARE(c.balance("difference"), rp(1'000));
  QCOMPARE(c.balance("drawer"), rp(111'000));
  const auto told = must(report());
  QCOMPARE(told.drawer->cashIn, rp(12'000));
  QCOMPARE(told.drawer->difference, rp(-1'000));
  QCOMPARE(told.deposits.front().upstream, kDigi);
  QVERIFY(told.deposits.front().told.has_value());
  // What was taken for an expense between two shifts shows at the next count.
  const auto next = must(till(api::ShiftOpening{rp(110'000), {}}));
  QCOMPARE(next.shift->floatExpected, rp(111'000));
  QCOMPARE(c.balance("difference"), rp(2'000));
}

void EngineTillTest::a_till_survives_a_restart() {
  Counter& c = *m_counter;
  const auto ticket = must(till(api::TicketOpening{kDigi, rp(500'000)}));
  must(till(api::ShiftOpening{rp(100'000), {}}));
  must(c.sell(onBon(offline(pulsaFor(1)))));
  c.restart();
  QCOMPARE(codeOf(till(api::ShiftOpening{rp(1), {}})), ErrorCode::ShiftOpen);
  must(till(api::TicketCredit{ticket.ticket->id}));
  must(till(api::BonPayment{"bu tini", rp(12'000)}));
  QCOMPARE(must(till(api::ShiftClosing{rp(112'000), {}})).shift->difference(), Money{});
}

void EngineTillTest::a_full_disk_takes_no_command() {
  Counter& c = *m_counter;
  c.turnFor(Duration::seconds(5));
  c.store->failAt(1, FaultyStore::Fault::Full);
  QCOMPARE(codeOf(till(api::PayIn{rp(1'000), "uang kecil"})), ErrorCode::DiskFull);
  QCOMPARE(c.balance("drawer"), Money{});
  must(till(api::PayIn{rp(1'000), "uang kecil"}));
  c.store->failAt(1, FaultyStore::Fault::BrokenBehind);
  QCOMPARE(codeOf(till(api::PayIn{rp(1'000), "uang kecil"})), ErrorCode::CommitUnsure);
  QCOMPARE(codeOf(till(api::PayIn{rp(1'000), "uang kecil"})), ErrorCode::DiskFault);
}

void EngineTillTest::a_trial_on_the_readers_thread() {
  Counter& c = *m_counter;
  c.openReader = [&c]() -> Result<std::unique_ptr<ports::StoreReader>> {
    return std::unique_ptr<ports::StoreReader>(must(adapters::SqlcipherReader::open(c.home.path(), dataKey())));
  };
  c.restart();
  must(till(api::PayIn{rp(1'000), "uang kecil"}));
  // The reader answers in real time, the counter's passes by itself.
  std::optional<Result<api::TrialBalance>> answer;
  c.engine->trial([&answer](Result<api::TrialBalance> found) { answer = std::move(found); });
  QTRY_VERIFY_WITH_TIMEOUT((c.engine->turn(Duration::millis(1)), answer.has_value()), 10'000);
  const auto trial = must(*answer);
  QVERIFY(trial.sum.isZero() && trial.broken.empty());
  QVERIFY(trial.rules >= 10);
}

namespace {

CollectionTold toldOf(VerdictKind kind) {
  CollectionTold told;
  told.verdict = verdictOf(kind, "code");
  told.code = "the code";
  told.bankRef = "R1";
  return told;
}

api::CollectionOpening passwordFor(std::int64_t amount) {
  return {kDigi, CollectionKind::Password, rp(amount), "6281234567890", std::make_shared<const SecretBytes>(std::string_view("123456")), {}};
}

}  // namespace

// Nobody has to ask: the counter follows it by itself, and keeps to its pace.
void EngineTillTest::a_code_is_followed_until_it_is_paid() {
  Counter& c = *m_counter;
  QCOMPARE(codeOf(till(api::CollectionOpening{kDigi, CollectionKind::Qris, rp(50'000)})), ErrorCode::NotFound);
  c.script.onCollect = [](const Collection&, const std::string&) { return toldOf(VerdictKind::Succeeded); };
  c.script.onAskCollection = [](const Collection&) { return toldOf(VerdictKind::Pending); };
  const auto shown = must(till(api::CollectionOpening{kDigi, CollectionKind::Qris, rp(50'000)}));
  QVERIFY(shown.collection->state == CollectionState::Waiting);
  QCOMPARE(shown.collection->code, std::string("the code"));
  c.turnFor(Duration::seconds(61));
  const std::size_t asked = c.script.callsOf("ask-collection").size();
  QVERIFY2(asked >= 10 && asked <= 12, qPrintable(QString::number(asked)));
  QCOMPARE(codeOf(till(api::CollectionPayOut{shown.collection->id, rp(0)})), ErrorCode::StateForbids);
  c.script.onAskCollection = [](const Collection&) { return toldOf(VerdictKind::Succeeded); };
  c.turnFor(Duration::seconds(6));
  QVERIFY(must(c.engine->collections()).front().state == CollectionState::Paid);
  const std::size_t last = c.script.callsOf("ask-collection").size();
  c.turnFor(Duration::minutes(10));
  QCOMPARE(c.script.callsOf("ask-collection").size(), last);
  // Waiting for one that is paid is over at once; for one that is not it takes as long as was said.
  c.script.onAskCollection = [](const Collection&) { return toldOf(VerdictKind::Pending); };
  const Instant before = c.clock.now();
  const auto slow = must(till(api::CollectionOpening{kDigi, CollectionKind::Qris, rp(60'000), {}, {}, Duration::seconds(30)}));
  QVERIFY(slow.collection->state == CollectionState::Waiting);
  QVERIFY(c.clock.now() - before >= Duration::seconds(30) && c.clock.now() - before < Duration::seconds(40));
}

// Whoever shows a code hears of every step of it, once, and only of what is in the journal.
void EngineTillTest::every_step_of_a_collection_is_told() {
  Counter& c = *m_counter;
  QVERIFY(c.engine->status().deposits.front().collects.empty());
  c.script.onCollect = [](const Collection&, const std::string&) { return toldOf(VerdictKind::Succeeded); };
  c.script.onAskCollection = [](const Collection&) { return toldOf(VerdictKind::Succeeded); };
  QCOMPARE(c.engine->status().deposits.front().collects.size(), std::size_t{2});
  must(till(api::PayIn{rp(500'000), "modal"}));
  const auto shown = must(till(api::CollectionOpening{kDigi, CollectionKind::Qris, rp(50'000)}));
  c.turnFor(Duration::seconds(10));
  must(till(api::CollectionPayOut{shown.collection->id, rp(0)}));
  c.turnFor(Duration::minutes(1));
  std::vector<CollectionState> states;
  for (const Collection& told : c.collectionsTold) {
    QCOMPARE(told.id, shown.collection->id);
    states.push_back(told.state);
  }
  const std::vector<CollectionState> life{CollectionState::Asked, CollectionState::Waiting, CollectionState::Paid,
                                          CollectionState::HandedOut};
  QVERIFY(states == life);
}

void EngineTillTest::a_password_whose_answer_was_lost_is_found_after_a_crash() {
  Counter& c = *m_counter;
  must(till(api::PayIn{rp(500'000), "modal"}));
  std::vector<std::string> passwords;
  c.script.onCollect = [&passwords](const Collection&, const std::string& password) {
    passwords.push_back(password);
    return toldOf(VerdictKind::Unknown);
  };
  c.script.onAskCollection = [](const Collection&) { return toldOf(VerdictKind::Unknown); };
  const auto lost = must(till(passwordFor(50'000)));
  QVERIFY(lost.collection->state == CollectionState::Asked);
  c.restart();
  c.script.onAskCollection = [](const Collection&) { return toldOf(VerdictKind::Succeeded); };
  c.turnFor(Duration::seconds(61));
  QVERIFY(must(c.engine->collections()).front().state == CollectionState::Paid);
  must(till(api::CollectionPayOut{lost.collection->id, rp(0)}));
  QCOMPARE(c.balance("drawer"), rp(450'000));
  QCOMPARE(codeOf(till(api::CollectionPayOut{lost.collection->id, rp(0)})), ErrorCode::CreditUsed);
  // It went out once, whatever became of it; and nothing keeps it.
  QCOMPARE(passwords, std::vector<std::string>{"123456"});
  for (const Collection& one : must(c.engine->collections()))
    for (const std::string& text : {one.code, one.customer, one.reason, one.bankRef})
      QVERIFY(text.find("123456") == std::string::npos || text == "6281234567890");
}

void EngineTillTest::a_line_of_the_statement_is_paid_out_once() {
  Counter& c = *m_counter;
  must(till(api::PayIn{rp(500'000), "modal"}));
  c.script.onCollect = [](const Collection&, const std::string&) { return toldOf(VerdictKind::Succeeded); };
  c.script.onAskCollection = [](const Collection&) { return toldOf(VerdictKind::Succeeded); };
  const auto paid = must(till(passwordFor(50'000)));
  QVERIFY(paid.collection->state == CollectionState::Paid);
  // Its own line, and a stranger's of the same sum.
  c.script.onStatement = [at = c.clock.now()] {
    ports::StatementReply reply;
    reply.verdict = verdictOf(VerdictKind::Succeeded);
    for (const auto& [id, later] : {std::pair{"L1", Duration::seconds(1)}, std::pair{"L2", Duration::seconds(20)}})
      reply.credits.push_back({kDigi, id, at + later, rp(50'000), "BUDI", "1", "", "888"});
    return reply;
  };
  const auto pay = [this](const char* id) { return till(api::CashOut{kDigi, id, rp(50'000), rp(0)}); };
  QCOMPARE(codeOf(pay("L1")), ErrorCode::StateForbids);
  QCOMPARE(c.balance("drawer"), rp(500'000));
  const auto done = must(till(api::CollectionPayOut{paid.collection->id, rp(0)}));
  QCOMPARE(done.event.subject, std::string("888/L1"));
  QVERIFY(!pay("L1").has_value());
  must(pay("L2"));
  QCOMPARE(c.balance("drawer"), rp(400'000));
}

QTEST_GUILESS_MAIN(EngineTillTest)
#include "engine_till_test.moc"

// A copy of a shop that was made of a backup, while the original went on: whatever was open then is never sent, sold, paid or
// told by itself again, and people can settle it either way.
#include <QTest>

#include "core/adapters/otp/oath_codes.h"
#include "core/engine/restoring.h"
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

}  // namespace

class EngineRestoreTest : public QObject {
  Q_OBJECT

 private slots:
  void init() {
    m_counter = std::make_unique<Counter>();
    m_counter->oneTimeCodes = &m_codes;
  }
  void cleanup() {
    if (m_counter && m_counter->real)
      for (const auto& one : must(m_counter->real->trial()).broken)
        QFAIL(qPrintable(QString::fromStdString(one.rule + ": " + one.what)));
  }
  void what_was_open_is_never_sent_by_itself();
  void people_settle_it_either_way();
  void a_failure_that_is_told_later_proves_nothing();
  void a_code_that_was_open_sells_nothing();
  void money_of_before_is_not_handed_out();
  void a_ticket_of_before_is_not_paid();
  void the_owners_code_is_good_no_more();
  void it_is_told_until_the_owner_knows();

 private:
  // The process is gone; its store, as it is, is what the backup has. A new one opens what was made of it.
  void restore() {
    Counter& c = *m_counter;
    c.die();
    c.real = c.home.open();
    m_backupAt = c.clock.now();
    c.clock.moveBy(Duration::hours(20));
    must(c.real->commit(must(engine::restoredWork(*c.real, m_backupAt, c.clock.now()))).map([] { return true; }));
    c.real.reset();
    c.script.away.clear();
    c.script.calls.clear();
    c.script.onPay = nullptr;
    QVERIFY(c.start());
  }
  PaymentRef sold(int n, const char* state, VerdictKind kind) {
    m_counter->script.onPay = [kind](const Attempt&) { return verdictOf(kind, "x"); };
    m_counter->script.onAsk = [](const Attempt&) { return verdictOf(VerdictKind::Unknown); };
    const PaymentRef ref = must(m_counter->sell(pulsaFor(n))).payment.ref;
    if (!m_counter->reaches(ref, *stateFromWord(state), Duration::minutes(1)))
      qFatal("not %s", state);
    return ref;
  }
  PaymentRef queued(int n) {
    m_counter->script.away = {kDigi};
    return must(m_counter->sell(offline(pulsaFor(n)))).payment.ref;
  }
  Result<api::PaymentView> decide(const PaymentRef& ref, ManualOutcome outcome) {
    api::Decision decision;
    decision.outcome = outcome;
    decision.approval.by = UserName("sri");
    decision.approval.with = UserName("budi");
    decision.approval.reason = "the supplier's statement";
    decision.serial = "SN-9";
    return m_counter->ask<api::PaymentView>(
        [&](api::Reply<api::PaymentView> reply) { m_counter->engine->decide(ref, decision, std::move(reply)); });
  }
  Result<api::TillView> till(const api::TillCommand& command) {
    return m_counter->ask<api::TillView>(
        [&](api::Reply<api::TillView> reply) { m_counter->engine->till(command, std::move(reply)); });
  }

  adapters::OathCodes m_codes;
  Instant m_backupAt;
  std::unique_ptr<Counter> m_counter;
};

void EngineRestoreTest::what_was_open_is_never_sent_by_itself() {
  Counter& c = *m_counter;
  QVERIFY(c.start());
  const PaymentRef done = sold(1, "succeeded", VerdictKind::Succeeded);
  const PaymentRef due = sold(2, "refundDue", VerdictKind::Failed);
  const PaymentRef pending = sold(3, "pending", VerdictKind::Pending);
  const PaymentRef suspect = sold(4, "suspect", VerdictKind::Unknown);
  c.script.latency = Duration::hours(1);
  const PaymentRef sending = must(c.sell(pulsaFor(6))).payment.ref;
  QVERIFY(c.reaches(sending, PaymentState::Sending, Duration::minutes(1)));
  const PaymentRef waiting = queued(5);
  c.script.latency = Duration::millis(200);
  restore();
  QVERIFY(c.script.callsOf("pay").empty());
  c.turnFor(Duration::hours(80));
  QVERIFY(c.script.callsOf("pay").empty());
  QVERIFY(c.script.callsOf("ask").empty());
  for (const PaymentRef& ref : {pending, suspect, waiting, sending}) {
    const Payment p = c.stored(ref);
    QVERIFY2(p.state == PaymentState::Review && p.reason == kRestored, p.reason.c_str());
    QVERIFY(!c.storedTask(ref));
    QCOMPARE(c.storedHistory(ref).back(), std::string("review"));
  }
  QVERIFY(c.stored(due).state == PaymentState::RefundDue);
  QCOMPARE(c.stored(due).reason, std::string(kRestored));
  QCOMPARE(c.storedHistory(due).back(), std::string("escalated"));
  QVERIFY(c.stored(done).state == PaymentState::Succeeded);
  QCOMPARE(c.engine->status().restored->reviews, 4);
  QVERIFY(must(c.sync()).items.empty());
  QVERIFY(c.script.callsOf("pay").empty());
  // The same order again is the same payment, and something else is sold as ever.
  QCOMPARE(codeOf(c.sell(offline(pulsaFor(5)))), ErrorCode::Internal);
  const PaymentRef fresh = sold(9, "succeeded", VerdictKind::Succeeded);
  QCOMPARE(c.script.callsOf("pay").size(), std::size_t{1});
  QCOMPARE(c.trial(), Money{});
  QVERIFY(c.refund(due));
  QVERIFY(c.stored(due).state == PaymentState::Refunded);
  // A restart changes nothing about it.
  c.restart();
  c.turnFor(Duration::hours(30));
  QCOMPARE(c.script.callsOf("pay").size(), std::size_t{1});
}

void EngineRestoreTest::people_settle_it_either_way() {
  Counter& c = *m_counter;
  QVERIFY(c.start());
  const PaymentRef suspect = sold(1, "suspect", VerdictKind::Unknown);
  const PaymentRef other = sold(2, "pending", VerdictKind::Pending);
  const PaymentRef one = queued(3);
  const PaymentRef two = queued(4);
  restore();
  const Money deposit = c.balance("deposit:digi");
  // The original has sent it, by an attempt that nobody knows here.
  QVERIFY(decide(one, ManualOutcome::Succeeded));
  QVERIFY(c.stored(one).state == PaymentState::Succeeded);
  QCOMPARE(c.stored(one).serial, std::string("SN-9"));
  QCOMPARE(c.balance("deposit:digi"), deposit - c.stored(one).cost);
  QVERIFY(decide(two, ManualOutcome::Failed));
  QVERIFY(c.stored(two).state == PaymentState::RefundDue);
  QVERIFY(c.refund(two));
  QVERIFY(decide(suspect, ManualOutcome::Succeeded));
  QVERIFY(decide(other, ManualOutcome::Failed));
  QCOMPARE(codeOf(decide(one, ManualOutcome::Failed)), ErrorCode::StateForbids);
  c.turnFor(Duration::hours(30));
  QVERIFY(c.script.callsOf("pay").empty());
  QCOMPARE(c.trial(), Money{});
}

// It was this attempt that failed. The original may have tried another one, and delivered.
void EngineRestoreTest::a_failure_that_is_told_later_proves_nothing() {
  Counter& c = *m_counter;
  VerdictKind told = VerdictKind::Failed;
  c.script.onNotice = [&told](const Attempt&) { return verdictOf(told, "x"); };
  QVERIFY(c.start());
  const PaymentRef ref = sold(1, "pending", VerdictKind::Pending);
  restore();
  const auto notice = [&] {
    return c.ask<api::NoticeView>([&](api::Reply<api::NoticeView> reply) {
      c.engine->takeNotice(kDigi, Notice{c.stored(ref).attempts.front().attemptRef.str(), "signed", {}}, std::move(reply));
    });
  };
  QVERIFY(notice());
  QVERIFY(c.stored(ref).state == PaymentState::Review);
  told = VerdictKind::Succeeded;
  QVERIFY(notice());
  QVERIFY(c.stored(ref).state == PaymentState::Succeeded);
}

void EngineRestoreTest::a_code_that_was_open_sells_nothing() {
  Counter& c = *m_counter;
  bool isScanned = false;
  const auto answer = [&isScanned](bool asked) {
    CollectionTold told;
    told.verdict = verdictOf(asked && !isScanned ? VerdictKind::Pending : VerdictKind::Succeeded);
    told.code = "the code";
    told.bankRef = "QRREF1";
    return told;
  };
  c.script.onCollect = [&](const Collection&, const std::string&) { return answer(false); };
  c.script.onAskCollection = [&](const Collection&) { return answer(true); };
  QVERIFY(c.start());
  c.turnFor(Duration::seconds(2));
  api::CollectionOpening opening;
  opening.upstream = kDigi;
  opening.sale = std::make_shared<const api::SellRequest>(pulsaFor(1));
  const CollectionId id = must(till(opening)).collection->id;
  c.die();
  c.real = c.home.open();
  const Instant now = c.clock.now();
  must(c.real->commit(must(engine::restoredWork(*c.real, now, now + Duration::seconds(1)))).map([] { return true; }));
  c.real.reset();
  QVERIFY(c.start());
  // He scans it now, within the time in which it would have been sold.
  isScanned = true;
  c.turnFor(Duration::minutes(30));
  QVERIFY(c.script.callsOf("pay").empty());
  QVERIFY(must(c.real->payments({})).empty());
  const auto collections = must(c.real->till()).collections;
  QCOMPARE(collections.size(), std::size_t{1});
  QVERIFY(collections.front().state == CollectionState::Paid);
  // Nor by a person: the original may have sold it.
  QCOMPARE(codeOf(till(api::CollectionSale{id})), ErrorCode::StateForbids);
  QCOMPARE(codeOf(till(api::CollectionPayOut{id, Money{}})), ErrorCode::StateForbids);
  QVERIFY(must(c.real->payments({})).empty());
}

void EngineRestoreTest::money_of_before_is_not_handed_out() {
  Counter& c = *m_counter;
  Instant came = c.clock.now();
  c.script.onStatement = [&came] {
    ports::StatementReply reply;
    reply.verdict = verdictOf(VerdictKind::Succeeded);
    reply.credits.push_back({kDigi, "L1", came, rp(50'000), "BUDI", "1", "", "888"});
    return reply;
  };
  QVERIFY(c.start());
  c.turnFor(Duration::seconds(2));
  QVERIFY(till(api::PayIn{rp(500'000), "modal"}));
  restore();
  const auto pay = [&] { return till(api::CashOut{kDigi, "L1", rp(50'000), Money{}}); };
  const auto shown = [&] {
    return must(c.ask<std::vector<api::CreditView>>([&](api::Reply<std::vector<api::CreditView>> reply) {
             c.engine->credits(kDigi, std::move(reply));
           }))
        .front();
  };
  QCOMPARE(codeOf(pay()), ErrorCode::StateForbids);
  QVERIFY(shown().used);
  came = c.clock.now();
  QVERIFY(!shown().used);
  QVERIFY(pay());
}

void EngineRestoreTest::a_ticket_of_before_is_not_paid() {
  Counter& c = *m_counter;
  QVERIFY(c.start());
  c.turnFor(Duration::seconds(2));
  const auto opened = till(api::TicketOpening{kDigi, rp(500'000)});
  QVERIFY(opened);
  const Instant now = c.clock.now();
  c.die();
  c.real = c.home.open();
  must(c.real->commit(must(engine::restoredWork(*c.real, now, now + Duration::seconds(1)))).map([] { return true; }));
  c.real.reset();
  QVERIFY(c.start());
  const auto paid = c.ask<api::PaymentView>([&](api::Reply<api::PaymentView> reply) {
    c.engine->payTicket({opened->ticket->id, kDigi}, std::nullopt, std::move(reply));
  });
  QCOMPARE(codeOf(paid), ErrorCode::StateForbids);
  QCOMPARE(paid.error().detail, std::string(kRestored));
}

void EngineRestoreTest::the_owners_code_is_good_no_more() {
  Counter& c = *m_counter;
  QVERIFY(c.start());
  const auto enrol = [&] {
    return c.ask<std::string>(
        [&](api::Reply<std::string> reply) { c.engine->enrolOwnerCode(UserName("sri"), std::move(reply)); });
  };
  const auto first = enrol();
  QVERIFY(first);
  QVERIFY(c.ask<std::string>([&](api::Reply<std::string> reply) { c.engine->enrolCode(UserName("budi"), std::move(reply)); }));
  QCOMPARE(c.engine->codes().size(), std::size_t{1});
  const PaymentRef ref = queued(1);
  restore();
  api::Decision decision;
  decision.outcome = ManualOutcome::Failed;
  decision.approval.by = UserName("budi");
  decision.approval.reason = "the supplier's statement";
  decision.ownerCode = "123456";
  QCOMPARE(codeOf(c.ask<api::PaymentView>(
               [&](api::Reply<api::PaymentView> reply) { c.engine->decide(ref, decision, std::move(reply)); })),
           ErrorCode::ApprovalMissing);
  QVERIFY(c.engine->codes().empty());
  const auto second = enrol();
  QVERIFY(second);
  QVERIFY(*second != *first);
}

void EngineRestoreTest::it_is_told_until_the_owner_knows() {
  Counter& c = *m_counter;
  QVERIFY(c.start());
  QVERIFY(!c.engine->status().restored);
  QCOMPARE(codeOf(c.ask<RestoredFrom>([&](api::Reply<RestoredFrom> reply) { c.engine->acknowledgeRestore(std::move(reply)); })),
           ErrorCode::NotFound);
  queued(1);
  restore();
  QCOMPARE(c.engine->status().restored->backupAt, m_backupAt);
  QVERIFY(!c.engine->status().restored->isKnown);
  c.restart();
  QVERIFY(!c.engine->status().restored->isKnown);
  QVERIFY(c.ask<RestoredFrom>([&](api::Reply<RestoredFrom> reply) { c.engine->acknowledgeRestore(std::move(reply)); }));
  c.restart();
  QVERIFY(c.engine->status().restored->isKnown);
  QCOMPARE(c.engine->status().restored->reviews, 1);
}

QTEST_GUILESS_MAIN(EngineRestoreTest)
#include "engine_restore_test.moc"

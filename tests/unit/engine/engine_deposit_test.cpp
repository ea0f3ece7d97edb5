// The posting that opens a deposit's account: what a supplier tells first is compared with what the books
// have moved there already, and not while anybody has to guess what the figure has in it.
#include <QTest>

#include "tests/unit/engine/counter.h"

using namespace loket;
using namespace loket::tests;

namespace {

Money rp(std::int64_t n) {
  return Money::rupiah(n);
}
constexpr std::int64_t kPutIn = 5'000'000;
constexpr std::int64_t kCost = 10'250;
const UpstreamId kDigi("digi");

}  // namespace

class EngineDepositTest : public QObject {
  Q_OBJECT

 private slots:
  void init() {
    m_counter = std::make_unique<Counter>();
    m_left = rp(kPutIn);
    m_isTold = false;
    Counter& c = *m_counter;
    c.script.onBalance = [this] {
      return m_isTold ? ports::BalanceReply{verdictOf(VerdictKind::Succeeded, "00"), m_left}
                      : ports::BalanceReply{verdictOf(VerdictKind::RefusedForNow, "limit"), {}};
    };
    c.script.onPay = [this](const Attempt&) {
      m_left -= rp(kCost);
      return successOf("SN1", rp(kCost));
    };
    QVERIFY(c.start());
  }
  void cleanup() {
    for (const auto& one : must(m_counter->real->trial()).broken)
      QFAIL(qPrintable(QString::fromStdString(one.rule + ": " + one.what)));
    for (const auto& fault : must(m_counter->real->journal()->check(nullptr)).faults) QFAIL(fault.what.c_str());
  }

  void whatWasSpentBeforeIsNotPutInTwice() {
    Counter& c = *m_counter;
    QVERIFY(c.reaches(must(c.sell(pulsaFor(1))).payment.ref, PaymentState::Succeeded));
    QCOMPARE(c.balance("deposit:digi"), rp(-kCost));
    tell();
    QCOMPARE(c.balance("deposit:digi"), rp(kPutIn - kCost));
    QCOMPARE(c.balance("capital"), rp(-kPutIn));
    // Once in a home's life.
    c.restart();
    QVERIFY(c.reaches(must(c.sell(pulsaFor(2))).payment.ref, PaymentState::Succeeded));
    tell();
    QCOMPARE(c.balance("deposit:digi"), m_left);
    QCOMPARE(c.balance("capital"), rp(-kPutIn));
  }

  void aFigureThatMayHaveAnOpenPaymentOpensNothing_data() {
    QTest::addColumn<bool>("isTaken");
    QTest::newRow("it was taken") << true;
    QTest::newRow("it was not") << false;
  }
  void aFigureThatMayHaveAnOpenPaymentOpensNothing() {
    QFETCH(bool, isTaken);
    Counter& c = *m_counter;
    c.script.onPay = [this, isTaken](const Attempt&) {
      if (isTaken)
        m_left -= rp(kCost);
      return verdictOf(VerdictKind::Unknown, "timeout");
    };
    c.script.onAsk = [](const Attempt&) { return verdictOf(VerdictKind::Pending, "03"); };
    const PaymentRef ref = must(c.sell(pulsaFor(1))).payment.ref;
    QVERIFY(c.reaches(ref, PaymentState::Pending));
    tell();
    QVERIFY(c.balance("deposit:digi").isZero());
    QVERIFY(c.balance("capital").isZero());
    // It is known all the same, and in the next process too.
    c.restart();
    QCOMPARE(c.engine->status().deposits.size(), std::size_t{1});
    QCOMPARE(c.engine->status().deposits.front().balance, m_left);
    tell();
    QVERIFY(c.balance("capital").isZero());
    c.script.onAsk = [isTaken](const Attempt&) {
      return isTaken ? successOf("SN1", rp(kCost)) : verdictOf(VerdictKind::Failed, "02");
    };
    QVERIFY(c.reaches(ref, isTaken ? PaymentState::Succeeded : PaymentState::RefundDue));
    tell();
    QCOMPARE(c.balance("deposit:digi"), m_left);
    QCOMPARE(c.balance("capital"), rp(-kPutIn));
  }

  void aPaymentBetweenQuestionAndAnswer() {
    Counter& c = *m_counter;
    // It is taken on arrival, and its answer comes after that of the balance.
    c.script.whenPaying = [this](const Attempt&) { m_left -= rp(kCost); };
    c.script.onPay = [](const Attempt&) { return successOf("SN1", rp(kCost)); };
    const PaymentRef ref = must(c.sell(offline(pulsaFor(1)))).payment.ref;
    c.turnFor(c.storedTask(ref)->dueAt - c.clock.now() - Duration::seconds(3));
    c.script.latency = Duration::seconds(10);
    m_isTold = true;
    const std::size_t asked = c.script.callsOf("balance").size();
    c.engine->inquire({"pulsa-telkomsel-10000", mobileNumber(2), {}, api::Connectivity::WhenOnline}, [](const auto&) {});
    QVERIFY(c.turnUntil([&c] { return !c.script.callsOf("pay").empty(); }));
    QVERIFY(c.script.callsOf("balance").size() > asked && !c.engine->status().deposits.front().balance.isPositive());
    QVERIFY(c.reaches(ref, PaymentState::Succeeded));
    c.turnFor(Duration::minutes(3));
    QCOMPARE(c.balance("deposit:digi"), m_left);
    QCOMPARE(c.balance("capital"), rp(-kPutIn));
  }

  void aTransferThatMayHaveArrived() {
    Counter& c = *m_counter;
    const auto opened = must(till(api::TicketOpening{kDigi, rp(500'000)}));
    must(till(api::TicketTransfer{opened.ticket->id, PaidFrom::Owner}));
    m_left += opened.ticket->amount;
    tell();
    QVERIFY(c.balance("deposit:digi").isZero());
    must(till(api::TicketCredit{opened.ticket->id}));
    tell();
    QCOMPARE(c.balance("deposit:digi"), m_left);
  }

 private:
  // The next balances are told.
  void tell() {
    m_isTold = true;
    m_counter->turnFor(Duration::minutes(3));
  }
  Result<api::TillView> till(const api::TillCommand& command) {
    return m_counter->ask<api::TillView>(
        [&](api::Reply<api::TillView> reply) { m_counter->engine->till(command, std::move(reply)); });
  }
  std::unique_ptr<Counter> m_counter;
  Money m_left;  // as the supplier counts
  bool m_isTold = false;
};

QTEST_GUILESS_MAIN(EngineDepositTest)
#include "engine_deposit_test.moc"

// What upstreams tell by themselves (webhooks that a gateway hands over): the same truth as an answer to a question,
// at whatever moment it comes, how often and in what order. (Invariants I2, I3, I4, I9.)
#include <QTest>

#include "tests/unit/engine/counter.h"

using namespace loket;
using namespace loket::tests;
using Outcome = api::NoticeOutcome;

Q_DECLARE_METATYPE(loket::Verdict)

namespace {

const UpstreamId kDigi("digi");

Verdict takenBack() {
  Verdict verdict = verdictOf(VerdictKind::Failed, "74");
  verdict.undoes = Undoes::ASuccess;
  return verdict;
}

using Words = std::vector<std::string>;

}  // namespace

class EngineNoticeTest : public QObject {
  Q_OBJECT

 private slots:
  void init();
  void itSettlesWhatIsPending();
  void itIsDurableBeforeItIsAcknowledged();
  void aCommitThatFailsIsNotAcknowledged();
  void toldTwiceItIsOne();
  void olderWordsChangeNothing();
  void successBeforeTheReply_data();
  void successBeforeTheReply();
  void pendingBeforeTheReply_data();
  void pendingBeforeTheReply();
  void failureBeforeTheReplyIsNotForgotten();
  void whileAQuestionIsOut_data();
  void whileAQuestionIsOut();
  void questionsKeepTheirTimes();
  void whatCannotBeBelievedIsOpenAndTold();
  void itSaysNothingOfTheWay();
  void aSuccessThatIsTakenBackIsReversed();
  void anotherFailureAfterASuccessIsDoubtful();
  void successAfterARefundIsForPeople();
  void aSecondSuccessIsALossOnce();
  void itOutlivesTheProcess();
  void whatIsNotOursIsRefused();

 private:
  // Sells, and waits until the upstream has said so much about it.
  PaymentRef sold(PaymentState state) {
    const auto view = m_counter->sell(pulsaFor(1));
    if (!view || !m_counter->reaches(view->payment.ref, state, Duration::minutes(1)))
      qFatal("not sold");
    return view->payment.ref;
  }
  AttemptRef attemptOf(const PaymentRef& ref, std::size_t no = 1) const {
    return m_counter->stored(ref).attempts.at(no - 1).attemptRef;
  }
  Result<api::NoticeView> hand(const AttemptRef& about, const Verdict& verdict, const UpstreamId& upstream = kDigi) const {
    m_counter->script.onNotice = [verdict](const Attempt&) { return verdict; };
    return m_counter->ask<api::NoticeView>([&](api::Reply<api::NoticeView> reply) {
      m_counter->engine->takeNotice(upstream, Notice{about.str(), "signed", "update"}, std::move(reply));
    });
  }
  Outcome told(const PaymentRef& ref, const Verdict& verdict) const {
    const auto view = hand(attemptOf(ref), verdict);
    if (!view)
      qFatal("refused: %s", std::string(wordOf(view.error().code)).c_str());
    return view->outcome;
  }

  std::unique_ptr<Counter> m_counter;
};

void EngineNoticeTest::init() {
  m_counter = std::make_unique<Counter>();
  UpstreamSettings other;
  other.id = UpstreamId("other");
  other.protocol = "scripted";
  m_counter->config.upstreams.push_back(other);
  QVERIFY(m_counter->start());
  m_counter->script.onPay = [](const Attempt&) { return verdictOf(VerdictKind::Pending, "03"); };
  m_counter->script.onAsk = [](const Attempt&) { return verdictOf(VerdictKind::Pending, "03"); };
}

void EngineNoticeTest::itSettlesWhatIsPending() {
  Counter& c = *m_counter;
  const PaymentRef ref = sold(PaymentState::Pending);
  const auto view = hand(attemptOf(ref), successOf("SN-9", Money::rupiah(10'300)));
  QVERIFY(view.has_value());
  QVERIFY(view->outcome == Outcome::Recorded);
  QCOMPARE(view->code, std::string("00"));
  QVERIFY(view->payment && view->payment->state == PaymentState::Succeeded);
  const Payment p = c.stored(ref);
  QVERIFY(p.state == PaymentState::Succeeded);
  QCOMPARE(p.serial, std::string("SN-9"));
  QCOMPARE(p.cost.amount(), 10'300);
  QVERIFY(!c.storedTask(ref));
  QCOMPARE(c.storedHistory(ref), (Words{"accepted", "armed", "pending", "succeeded"}));
  QCOMPARE(c.balance("deposit:digi").amount(), 5'000'000 - 10'300);
  QVERIFY(c.trial().isZero());
  c.turnFor(Duration::hours(3));
  QVERIFY(c.script.callsOf("ask").empty());
}

void EngineNoticeTest::itIsDurableBeforeItIsAcknowledged() {
  Counter& c = *m_counter;
  const PaymentRef ref = sold(PaymentState::Pending);
  c.script.onNotice = [](const Attempt&) { return successOf("SN"); };
  std::vector<Outcome> heard;
  // The second one comes before the first is on the disk.
  for (int i = 0; i < 2; ++i)
    c.engine->takeNotice(kDigi, Notice{attemptOf(ref).str(), "signed", {}}, [&](const Result<api::NoticeView>& view) {
      QVERIFY(view.has_value());
      heard.push_back(view->outcome);
      // Another connection than the engine's: what it sees is committed.
      const auto reader = must(adapters::SqlcipherReader::open(c.home.path(), dataKey()));
      QVERIFY(must(reader->payment(ref))->state == PaymentState::Succeeded);
    });
  QVERIFY(heard.empty());
  QVERIFY(c.turnUntil([&] { return heard.size() == 2; }));
  QVERIFY((heard == std::vector<Outcome>{Outcome::Recorded, Outcome::Known}));
  QCOMPARE(c.storedHistory(ref).size(), std::size_t{4});
}

void EngineNoticeTest::aCommitThatFailsIsNotAcknowledged() {
  Counter& c = *m_counter;
  const PaymentRef ref = sold(PaymentState::Pending);
  const auto due = c.storedTask(ref)->dueAt;
  c.script.onNotice = [](const Attempt&) { return successOf("SN"); };
  c.store->failAt(1, FaultyStore::Fault::Full);
  int refused = 0;
  for (int i = 0; i < 2; ++i)
    c.engine->takeNotice(kDigi, Notice{attemptOf(ref).str(), "signed", {}}, [&](const Result<api::NoticeView>& view) {
      QVERIFY(!view && view.error().code == ErrorCode::DiskFull);
      ++refused;
    });
  QVERIFY(c.turnUntil([&] { return refused == 2; }));
  QVERIFY(c.stored(ref).state == PaymentState::Pending);
  QVERIFY(c.storedTask(ref)->dueAt == due);
  // Told again, as whoever was not acknowledged does.
  QVERIFY(told(ref, successOf("SN")) == Outcome::Recorded);
  QVERIFY(c.stored(ref).state == PaymentState::Succeeded);
  QVERIFY(c.trial().isZero());
}

void EngineNoticeTest::toldTwiceItIsOne() {
  Counter& c = *m_counter;
  const PaymentRef ref = sold(PaymentState::Pending);
  QVERIFY(told(ref, verdictOf(VerdictKind::Pending, "03")) == Outcome::Known);
  QVERIFY(told(ref, successOf("SN")) == Outcome::Recorded);
  const Words history = c.storedHistory(ref);
  for (int i = 0; i < 3; ++i)
    QVERIFY(told(ref, successOf("SN")) == Outcome::Known);
  QCOMPARE(c.storedHistory(ref), history);

  const auto second = c.sell(pulsaFor(2));
  QVERIFY(second && c.reaches(second->payment.ref, PaymentState::Pending));
  QVERIFY(told(second->payment.ref, verdictOf(VerdictKind::Failed, "54")) == Outcome::Recorded);
  QVERIFY(c.stored(second->payment.ref).state == PaymentState::RefundDue);
  QVERIFY(told(second->payment.ref, verdictOf(VerdictKind::Failed, "54")) == Outcome::Known);
  QVERIFY(c.refund(second->payment.ref).has_value());
  QVERIFY(told(second->payment.ref, verdictOf(VerdictKind::Failed, "54")) == Outcome::Known);
  QVERIFY(c.stored(second->payment.ref).state == PaymentState::Refunded);
  QVERIFY(c.trial().isZero());
}

void EngineNoticeTest::olderWordsChangeNothing() {
  Counter& c = *m_counter;
  const PaymentRef ref = sold(PaymentState::Pending);
  QVERIFY(told(ref, successOf("SN")) == Outcome::Recorded);
  QVERIFY(told(ref, verdictOf(VerdictKind::Pending, "03")) == Outcome::Known);
  QVERIFY(c.stored(ref).state == PaymentState::Succeeded);

  const auto second = c.sell(pulsaFor(2));
  QVERIFY(second && c.reaches(second->payment.ref, PaymentState::Pending));
  QVERIFY(told(second->payment.ref, verdictOf(VerdictKind::Failed, "02")) == Outcome::Recorded);
  QVERIFY(told(second->payment.ref, verdictOf(VerdictKind::Pending, "03")) == Outcome::Known);
  QVERIFY(c.stored(second->payment.ref).state == PaymentState::RefundDue);
}

// The webhook is here, the answer to the payment itself is not.
void EngineNoticeTest::successBeforeTheReply_data() {
  QTest::addColumn<Verdict>("reply");
  QTest::newRow("the same") << successOf("SN");
  QTest::newRow("older") << verdictOf(VerdictKind::Pending, "03");
  QTest::newRow("none") << verdictOf(VerdictKind::Unknown, "timeout");
  QTest::newRow("said not to be sent") << verdictOf(VerdictKind::NotSent, "connect");
  QTest::newRow("refused") << verdictOf(VerdictKind::RefusedForNow, "44");
  QTest::newRow("failed") << verdictOf(VerdictKind::Failed, "02");
}

void EngineNoticeTest::successBeforeTheReply() {
  QFETCH(Verdict, reply);
  Counter& c = *m_counter;
  c.script.latency = Duration::minutes(2);
  c.script.onPay = [reply](const Attempt&) { return reply; };
  const PaymentRef ref = sold(PaymentState::Sending);
  QCOMPARE(c.script.paying, 1);
  QVERIFY(told(ref, successOf("SN")) == Outcome::Recorded);
  QCOMPARE(c.script.paying, 1);
  QVERIFY(c.stored(ref).state == PaymentState::Succeeded);
  QVERIFY(c.turnUntil([&] { return c.script.paying == 0; }));
  c.turnFor(Duration::hours(3));
  QVERIFY(c.stored(ref).state == PaymentState::Succeeded);
  QCOMPARE(c.storedHistory(ref), (Words{"accepted", "armed", "succeeded"}));
  QCOMPARE(c.script.callsOf("pay").size(), std::size_t{1});
  QVERIFY(c.script.callsOf("ask").empty());
  QVERIFY(c.trial().isZero());
  // The line is free for the next one.
  QVERIFY(c.sell(pulsaFor(2)).has_value());
  QVERIFY(c.turnUntil([&] { return c.script.callsOf("pay").size() == 2; }));
}

void EngineNoticeTest::pendingBeforeTheReply_data() {
  QTest::addColumn<Verdict>("reply");
  QTest::addColumn<QString>("state");
  QTest::newRow("the same") << verdictOf(VerdictKind::Pending, "03") << "pending";
  QTest::newRow("newer") << successOf("SN") << "succeeded";
  QTest::newRow("newer, and bad") << verdictOf(VerdictKind::Failed, "02") << "refundDue";
  QTest::newRow("none") << verdictOf(VerdictKind::Unknown, "timeout") << "pending";
  // A notice is the proof that it left.
  QTest::newRow("said not to be sent") << verdictOf(VerdictKind::NotSent, "connect") << "pending";
  QTest::newRow("refused") << verdictOf(VerdictKind::RefusedForNow, "44") << "pending";
  QTest::newRow("refused by the account") << verdictOf(VerdictKind::RefusedByConfig, "45") << "pending";
}

void EngineNoticeTest::pendingBeforeTheReply() {
  QFETCH(Verdict, reply);
  QFETCH(QString, state);
  Counter& c = *m_counter;
  c.script.latency = Duration::minutes(2);
  c.script.onPay = [reply](const Attempt&) { return reply; };
  const PaymentRef ref = sold(PaymentState::Sending);
  QVERIFY(told(ref, verdictOf(VerdictKind::Pending, "03")) == Outcome::Recorded);
  QVERIFY(c.stored(ref).state == PaymentState::Pending);
  QVERIFY(c.turnUntil([&] { return c.script.paying == 0; }));
  const Instant answered = c.clock.now();
  c.turnFor(Duration::seconds(2));
  QCOMPARE(QString::fromStdString(std::string(wordOf(c.stored(ref).state))), state);
  // What is open is asked about, a minute after the answer, and sent never again.
  c.script.latency = Duration::millis(200);
  c.script.onAsk = [](const Attempt&) { return successOf("SN"); };
  if (state == QStringLiteral("pending")) {
    QVERIFY(c.storedTask(ref)->kind == ports::TaskKind::Ask);
    QVERIFY(c.reaches(ref, PaymentState::Succeeded));
    QVERIFY(c.script.callsOf("ask").front().at - answered >= Duration::seconds(60));
  }
  c.turnFor(Duration::hours(1));
  QCOMPARE(c.script.callsOf("pay").size(), std::size_t{1});
  QVERIFY(c.trial().isZero());
}

void EngineNoticeTest::failureBeforeTheReplyIsNotForgotten() {
  Counter& c = *m_counter;
  c.script.latency = Duration::minutes(2);
  c.script.onPay = [](const Attempt&) { return successOf("SN"); };
  const PaymentRef ref = sold(PaymentState::Sending);
  QVERIFY(told(ref, verdictOf(VerdictKind::Failed, "02")) == Outcome::Recorded);
  QVERIFY(c.stored(ref).state == PaymentState::RefundDue);
  // The reply says otherwise: that is for people.
  QVERIFY(c.reaches(ref, PaymentState::Review, Duration::minutes(5)));
  QCOMPARE(c.stored(ref).conflict, std::string("late-success"));
  QVERIFY(c.trial().isZero());
}

void EngineNoticeTest::whileAQuestionIsOut_data() {
  QTest::addColumn<Verdict>("answer");
  QTest::addColumn<QString>("state");
  QTest::newRow("the same") << successOf("SN") << "succeeded";
  QTest::newRow("older") << verdictOf(VerdictKind::Pending, "03") << "succeeded";
  QTest::newRow("none") << verdictOf(VerdictKind::Unknown, "timeout") << "succeeded";
  QTest::newRow("does not know it") << verdictOf(VerdictKind::NotFound, "50") << "succeeded";
  QTest::newRow("newer: taken back") << takenBack() << "reversed";
}

void EngineNoticeTest::whileAQuestionIsOut() {
  QFETCH(Verdict, answer);
  QFETCH(QString, state);
  Counter& c = *m_counter;
  c.script.capabilities.resendWhenNotFoundAfter = Duration::seconds(1);
  c.script.onAsk = [answer](const Attempt&) { return answer; };
  const PaymentRef ref = sold(PaymentState::Pending);
  c.script.latency = Duration::minutes(2);
  QVERIFY(c.turnUntil([&] { return c.script.callsOf("ask").size() == 1; }));
  QVERIFY(told(ref, successOf("SN")) == Outcome::Recorded);
  QVERIFY(c.stored(ref).state == PaymentState::Succeeded);
  c.turnFor(Duration::hours(3));
  QCOMPARE(QString::fromStdString(std::string(wordOf(c.stored(ref).state))), state);
  QCOMPARE(c.script.callsOf("ask").size(), std::size_t{1});
  QCOMPARE(c.script.callsOf("pay").size(), std::size_t{1});
  QVERIFY(c.trial().isZero());
}

void EngineNoticeTest::questionsKeepTheirTimes() {
  Counter& c = *m_counter;
  c.script.onPay = [](const Attempt&) { return verdictOf(VerdictKind::Unknown, "timeout"); };
  const PaymentRef ref = sold(PaymentState::Suspect);
  const ports::OutboxTask before = *c.storedTask(ref);
  for (const Verdict& word : {verdictOf(VerdictKind::Pending, "03"), verdictOf(VerdictKind::Pending, "03"),
                              verdictOf(VerdictKind::Unknown, "wrong-echo")}) {
    static_cast<void>(told(ref, word));
    const ports::OutboxTask after = *c.storedTask(ref);
    QVERIFY(after.kind == before.kind && after.dueAt == before.dueAt && after.tries == before.tries);
  }
  QVERIFY(c.stored(ref).state == PaymentState::Pending);
}

void EngineNoticeTest::whatCannotBeBelievedIsOpenAndTold() {
  Counter& c = *m_counter;
  c.script.capabilities.refusals = {"02"};
  c.script.onPay = [](const Attempt&) { return verdictOf(VerdictKind::Unknown, "timeout"); };
  c.script.onAsk = c.script.onPay;
  const PaymentRef ref = sold(PaymentState::Suspect);
  const auto view = hand(attemptOf(ref), verdictOf(VerdictKind::Unknown, "wrong-echo"));
  QVERIFY(view && view->outcome == Outcome::Doubtful);
  QCOMPARE(view->code, std::string("wrong-echo"));
  QVERIFY(c.stored(ref).state == PaymentState::Suspect);
  // People are told at once.
  QVERIFY(c.stored(ref).escalatedAt != Instant{});
  QCOMPARE(c.stored(ref).reason, std::string("wrong-echo"));
  const Words history = c.storedHistory(ref);
  for (const VerdictKind kind : {VerdictKind::Unknown, VerdictKind::NotFound, VerdictKind::RefusedForNow,
                                 VerdictKind::RefusedByConfig, VerdictKind::NotSent})
    QVERIFY(told(ref, verdictOf(kind, "44")) == Outcome::Doubtful);
  QCOMPARE(c.storedHistory(ref), history);
  // A code that proves nothing fails nothing.
  QVERIFY(told(ref, verdictOf(VerdictKind::Failed, "77")) == Outcome::Doubtful);
  QVERIFY(c.stored(ref).state == PaymentState::Suspect);
  QVERIFY(told(ref, verdictOf(VerdictKind::Failed, "02")) == Outcome::Recorded);
  QVERIFY(c.stored(ref).state == PaymentState::RefundDue);
}

void EngineNoticeTest::itSaysNothingOfTheWay() {
  Counter& c = *m_counter;
  const PaymentRef ref = sold(PaymentState::Pending);
  c.script.away = {kDigi, UpstreamId("other")};
  const auto isOnline = [&] { return c.engine->status().online; };
  QVERIFY(c.turnUntil([&] { return !isOnline(); }, Duration::minutes(10)));
  QVERIFY(told(ref, successOf("SN")) == Outcome::Recorded);
  QVERIFY(!isOnline());
}

void EngineNoticeTest::aSuccessThatIsTakenBackIsReversed() {
  Counter& c = *m_counter;
  const PaymentRef ref = sold(PaymentState::Pending);
  QVERIFY(told(ref, successOf("SN", Money::rupiah(10'300))) == Outcome::Recorded);
  QVERIFY(told(ref, takenBack()) == Outcome::Recorded);
  const Payment p = c.stored(ref);
  QVERIFY(p.state == PaymentState::Reversed);
  QCOMPARE(p.reason, std::string("74"));
  QCOMPARE(p.leftover, p.total());
  QCOMPARE(c.balance("deposit:digi").amount(), 5'000'000);
  QCOMPARE(c.balance("refundsDue"), -p.total());
  QVERIFY(c.trial().isZero());
  // Both again, in any order.
  QVERIFY(told(ref, takenBack()) == Outcome::Known);
  QVERIFY(told(ref, successOf("SN")) == Outcome::Known);
  QCOMPARE(c.storedHistory(ref), (Words{"accepted", "armed", "pending", "succeeded", "reversed"}));
  QVERIFY(c.refund(ref).has_value());
  QVERIFY(c.balance("refundsDue").isZero());
  QVERIFY(told(ref, takenBack()) == Outcome::Known);
  QVERIFY(c.balance("drawer").isZero());
}

void EngineNoticeTest::anotherFailureAfterASuccessIsDoubtful() {
  Counter& c = *m_counter;
  const PaymentRef ref = sold(PaymentState::Pending);
  QVERIFY(told(ref, successOf("SN")) == Outcome::Recorded);
  QVERIFY(told(ref, verdictOf(VerdictKind::Failed, "02")) == Outcome::Doubtful);
  QVERIFY(c.stored(ref).state == PaymentState::Succeeded);
}

void EngineNoticeTest::successAfterARefundIsForPeople() {
  Counter& c = *m_counter;
  const PaymentRef ref = sold(PaymentState::Pending);
  QVERIFY(told(ref, verdictOf(VerdictKind::Failed, "02")) == Outcome::Recorded);
  QVERIFY(c.refund(ref).has_value());
  QVERIFY(told(ref, successOf("SN")) == Outcome::Recorded);
  QVERIFY(c.stored(ref).state == PaymentState::Review);
  QCOMPARE(c.stored(ref).conflict, std::string("late-success"));
  QVERIFY(told(ref, successOf("SN")) == Outcome::Known);
  QCOMPARE(c.storedHistory(ref).back(), std::string("lateSuccess"));
  QVERIFY(c.trial().isZero());
}

// The first supplier refused, the second works on it, and then the first says that it has delivered.
void EngineNoticeTest::aSecondSuccessIsALossOnce() {
  for (Product& product : m_counter->products)
    if (product.kind == ProductKind::Prepaid) {
      Offer dearer = product.offers.front();
      dearer.upstream = UpstreamId("other");
      dearer.cost += Money::rupiah(100);
      product.offers.push_back(dearer);
    }
  m_counter->restart();
  Counter& c = *m_counter;
  c.script.onPay = [](const Attempt& attempt) {
    return attempt.upstream == kDigi ? verdictOf(VerdictKind::RefusedForNow, "44")
                                     : verdictOf(VerdictKind::Pending, "03");
  };
  const PaymentRef ref = sold(PaymentState::Pending);
  QCOMPARE(c.stored(ref).attempts.size(), std::size_t{2});
  const auto task = c.storedTask(ref);
  QVERIFY(told(ref, successOf("SN", Money::rupiah(10'300))) == Outcome::Recorded);
  QVERIFY(c.stored(ref).state == PaymentState::Pending);
  QCOMPARE(c.stored(ref).conflict, std::string("paid-twice"));
  QCOMPARE(c.balance("difference").amount(), 10'300);
  // The other one is asked about as before.
  QVERIFY(c.storedTask(ref) && c.storedTask(ref)->dueAt == task->dueAt);
  const Words history = c.storedHistory(ref);
  QVERIFY(told(ref, successOf("SN", Money::rupiah(10'300))) == Outcome::Known);
  c.script.onAsk = [](const Attempt&) { return successOf("SN-2"); };
  QVERIFY(c.reaches(ref, PaymentState::Succeeded));
  QVERIFY(told(ref, successOf("SN", Money::rupiah(10'300))) == Outcome::Known);
  QCOMPARE(c.storedHistory(ref).size(), history.size() + 1);
  QCOMPARE(c.balance("difference").amount(), 10'300);
  QVERIFY(c.trial().isZero());
  // By its own name each attempt belongs to its own upstream.
  QVERIFY(hand(attemptOf(ref, 1), successOf("SN"), UpstreamId("other")).error().code == ErrorCode::NotFound);
}

void EngineNoticeTest::itOutlivesTheProcess() {
  Counter& c = *m_counter;
  c.script.latency = Duration::minutes(2);
  const PaymentRef ref = sold(PaymentState::Sending);
  QVERIFY(told(ref, successOf("SN")) == Outcome::Recorded);
  // The answer will never come.
  c.restart();
  QVERIFY(c.stored(ref).state == PaymentState::Succeeded);
  QVERIFY(told(ref, successOf("SN")) == Outcome::Known);
  c.turnFor(Duration::hours(3));
  QVERIFY(c.script.callsOf("ask").empty());
  QCOMPARE(c.script.callsOf("pay").size(), std::size_t{1});
}

void EngineNoticeTest::whatIsNotOursIsRefused() {
  Counter& c = *m_counter;
  const PaymentRef ref = sold(PaymentState::Pending);
  const Words history = c.storedHistory(ref);
  const auto codeOf = [](const Result<api::NoticeView>& view) {
    return view ? ErrorCode::Internal : view.error().code;
  };
  QVERIFY(codeOf(hand(AttemptRef("NOBODYS"), successOf("SN"))) == ErrorCode::NotFound);
  QVERIFY(codeOf(hand(attemptOf(ref), successOf("SN"), UpstreamId("nobody"))) == ErrorCode::NotFound);
  QVERIFY(codeOf(hand(attemptOf(ref), successOf("SN"), UpstreamId("other"))) == ErrorCode::NotFound);
  const auto handed = [&](const Notice& notice) {
    return m_counter->ask<api::NoticeView>([&](api::Reply<api::NoticeView> reply) {
      m_counter->engine->takeNotice(kDigi, notice, std::move(reply));
    });
  };
  QVERIFY(codeOf(handed({attemptOf(ref).str(), "forged", "update"})) == ErrorCode::SignatureWrong);
  const auto test = handed({{}, "signed", "ping"});
  QVERIFY(test && test->outcome == Outcome::Test && !test->payment);
  c.script.onNotice = nullptr;
  QVERIFY(codeOf(handed({attemptOf(ref).str(), "signed", "update"})) == ErrorCode::Usage);
  QCOMPARE(c.storedHistory(ref), history);
  QVERIFY(c.stored(ref).state == PaymentState::Pending);
}

QTEST_GUILESS_MAIN(EngineNoticeTest)
#include "engine_notice_test.moc"

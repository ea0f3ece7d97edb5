// A supplier refuses, another one is asked, and then the first delivers after all: nothing more leaves for that payment, and
// the books say who took what. (Invariants I2, I5, I7, I9.)
#include <QTest>
#include <utility>

#include "tests/unit/engine/counter.h"

using namespace loket;
using namespace loket::tests;
using Outcome = api::NoticeOutcome;

Q_DECLARE_METATYPE(loket::Verdict)

namespace {

const UpstreamId kDigi("digi");
const UpstreamId kOther("other");
constexpr Money kTold = Money::rupiah(10'150);

Verdict takenBack() {
  Verdict verdict = verdictOf(VerdictKind::Failed, "74");
  verdict.undoes = Undoes::ASuccess;
  return verdict;
}

}  // namespace

class EngineLateTest : public QObject {
  Q_OBJECT

 private slots:
  void init();
  void whatIsDeliveredIsNotSentAgain_data();
  void whatIsDeliveredIsNotSentAgain();
  void itIsHeardWhileTheNextOneIsArmed();
  void theIdenticalBytesStayHereToo();
  void aQuestionThatIsAnOrderIsNotAsked();
  void oneOfTwoThatIsTakenBackIsBooked();
  void theOtherOneStands();
  void whatPeopleWereToDecideAboutIsTakenBack();
  void booksOfBeforeAreBroughtBack();

 private:
  // Refused by the first, and on its way to the other one, which says this after a while.
  PaymentRef rerouted(const Verdict& second) {
    Counter& c = *m_counter;
    c.script.onPay = [second](const Attempt& attempt) {
      return attempt.upstream == kDigi ? verdictOf(VerdictKind::RefusedForNow, "44") : second;
    };
    const auto view = c.sell(pulsaFor(1));
    if (!view || !c.turnUntil([&] { return c.script.callsOf("pay").size() == 2; }))
      qFatal("not rerouted");
    return view->payment.ref;
  }
  Outcome told(const PaymentRef& ref, std::size_t no, const Verdict& verdict) {
    Counter& c = *m_counter;
    c.script.onNotice = [verdict](const Attempt&) { return verdict; };
    const Attempt about = c.stored(ref).attempts.at(no - 1);
    const auto view = c.ask<api::NoticeView>([&](api::Reply<api::NoticeView> reply) {
      c.engine->takeNotice(about.upstream, Notice{about.attemptRef.str(), "signed", "update"}, std::move(reply));
    });
    if (!view)
      qFatal("refused: %s", std::string(wordOf(view.error().code)).c_str());
    return view->outcome;
  }
  bool decide(const PaymentRef& ref, ManualOutcome outcome) {
    const Approval both{UserName("sri"), UserName("budi"), false, "menurut laporan pemasok"};
    return m_counter
        ->ask<api::PaymentView>([&](api::Reply<api::PaymentView> reply) {
          m_counter->engine->decide(ref, {outcome, both, {}}, std::move(reply));
        })
        .has_value();
  }
  Money spentAt(const UpstreamId& upstream) { return m_before.at(upstream) - m_counter->balance("deposit:" + upstream.str()); }
  void isSoldByTheFirst(const PaymentRef& ref) {
    Counter& c = *m_counter;
    const Payment p = c.stored(ref);
    QVERIFY(p.state == PaymentState::Succeeded);
    QCOMPARE(p.upstream, kDigi);
    QCOMPARE(p.serial, std::string("SN-1"));
    QCOMPARE(p.cost, kTold);
    QCOMPARE(spentAt(kDigi), kTold);
    QVERIFY(spentAt(kOther).isZero() && c.balance("difference").isZero() && c.balance("held").isZero());
    QVERIFY(c.balance("refundsDue").isZero() && c.trial().isZero());
    QVERIFY(must(c.real->trial()).broken.empty());
  }

  std::unique_ptr<Counter> m_counter;
  std::map<UpstreamId, Money> m_before;
};

void EngineLateTest::init() {
  m_counter = std::make_unique<Counter>();
  Counter& c = *m_counter;
  UpstreamSettings other;
  other.id = kOther;
  other.protocol = "scripted";
  c.config.upstreams.push_back(other);
  for (Product& product : c.products)
    if (product.kind == ProductKind::Prepaid) {
      Offer dearer = product.offers.front();
      dearer.upstream = kOther;
      dearer.cost += Money::rupiah(100);
      product.offers.push_back(dearer);
    }
  QVERIFY(c.start());
  c.turnFor(Duration::minutes(1));
  for (const UpstreamId& id : {kDigi, kOther}) m_before[id] = c.balance("deposit:" + id.str());
  c.script.latency = Duration::seconds(20);
  c.script.onAsk = [](const Attempt&) { return verdictOf(VerdictKind::Unknown, "timeout"); };
}

void EngineLateTest::whatIsDeliveredIsNotSentAgain_data() {
  QTest::addColumn<Verdict>("second");
  QTest::newRow("not sent") << verdictOf(VerdictKind::NotSent, "connect");
  QTest::newRow("refused for now") << verdictOf(VerdictKind::RefusedForNow, "44");
  QTest::newRow("refused by the account") << verdictOf(VerdictKind::RefusedByConfig, "41");
  QTest::newRow("failed") << verdictOf(VerdictKind::Failed, "54");
  Verdict elsewhere = verdictOf(VerdictKind::Failed, "68");
  elsewhere.elsewhere = Elsewhere::MayBeTried;
  QTest::newRow("failed here only") << elsewhere;
}

void EngineLateTest::whatIsDeliveredIsNotSentAgain() {
  QFETCH(Verdict, second);
  Counter& c = *m_counter;
  const PaymentRef ref = rerouted(second);
  QVERIFY(told(ref, 1, successOf("SN-1", kTold)) == Outcome::Recorded);
  QVERIFY(c.stored(ref).state == PaymentState::Sending);
  QCOMPARE(c.stored(ref).conflict, std::string("paid-twice"));
  c.turnFor(Duration::hours(30));
  QCOMPARE(c.script.callsOf("pay").size(), std::size_t{2});
  QVERIFY(c.stored(ref).state == PaymentState::Review);
  QCOMPARE(c.stored(ref).conflict, std::string("late-success"));
  QVERIFY(c.balance("difference").isZero() && c.trial().isZero() && must(c.real->trial()).broken.empty());
  QVERIFY(!c.cancel(ref) && !c.refund(ref));
  QVERIFY(told(ref, 1, successOf("SN-1", kTold)) == Outcome::Known);
  // Also after a restart nothing of it is tried again.
  c.restart();
  c.turnFor(Duration::hours(30));
  QCOMPARE(c.script.callsOf("pay").size(), std::size_t{2});
  QVERIFY(decide(ref, ManualOutcome::Succeeded));
  isSoldByTheFirst(ref);
}

// The news is there when the next attempt is on the disk, and before the first of its bytes has left.
void EngineLateTest::itIsHeardWhileTheNextOneIsArmed() {
  Counter& c = *m_counter;
  bool isHeard = false;
  c.script.onNotice = [](const Attempt&) { return successOf("SN-1", kTold); };
  c.script.onPay = [](const Attempt&) { return verdictOf(VerdictKind::RefusedForNow, "44"); };
  c.engine->onEvent = [&](const api::Event& event) {
    const auto* changed = std::get_if<api::PaymentChanged>(&event);
    if (changed == nullptr || changed->view.payment.attempts.size() != 2 || std::exchange(isHeard, true))
      return;
    const Attempt& first = changed->view.payment.attempts.front();
    c.engine->takeNotice(kDigi, Notice{first.attemptRef.str(), "signed", "update"},
                         [](const Result<api::NoticeView>& taken) { QVERIFY(taken && taken->outcome == Outcome::Recorded); });
  };
  const auto view = c.sell(pulsaFor(1));
  QVERIFY(view.has_value());
  const PaymentRef ref = view->payment.ref;
  QVERIFY(c.reaches(ref, PaymentState::Review));
  QVERIFY(isHeard);
  QCOMPARE(c.stored(ref).attempts.size(), std::size_t{2});
  c.turnFor(Duration::hours(30));
  QCOMPARE(c.script.callsOf("pay").size(), std::size_t{1});
  QVERIFY(decide(ref, ManualOutcome::Succeeded));
  isSoldByTheFirst(ref);
}

// An upstream that does not know it gets it once more, but not what has been delivered.
void EngineLateTest::theIdenticalBytesStayHereToo() {
  Counter& c = *m_counter;
  c.script.capabilities.resendWhenNotFoundAfter = Duration::minutes(5);
  c.script.onAsk = [](const Attempt&) { return verdictOf(VerdictKind::NotFound, "404"); };
  const PaymentRef ref = rerouted(verdictOf(VerdictKind::Unknown, "timeout"));
  QVERIFY(told(ref, 1, successOf("SN-1", kTold)) == Outcome::Recorded);
  QVERIFY(c.turnUntil([&] { return c.stored(ref).escalatedAt != Instant{}; }, Duration::minutes(20)));
  c.turnFor(Duration::hours(6));
  QCOMPARE(c.script.callsOf("pay").size(), std::size_t{2});
  QVERIFY(c.script.callsOf("ask").size() < 20);
  // It took nothing, say people: then they are asked about what the first one delivered.
  QVERIFY(decide(ref, ManualOutcome::Failed));
  QVERIFY(c.stored(ref).state == PaymentState::Review);
  QVERIFY(decide(ref, ManualOutcome::Succeeded));
  isSoldByTheFirst(ref);
}

void EngineLateTest::aQuestionThatIsAnOrderIsNotAsked() {
  Counter& c = *m_counter;
  c.script.capabilities.status = StatusMeaning::RepeatsAttempt;
  const PaymentRef ref = rerouted(verdictOf(VerdictKind::Pending, "03"));
  QVERIFY(told(ref, 1, successOf("SN-1", kTold)) == Outcome::Recorded);
  QVERIFY(c.reaches(ref, PaymentState::Review));
  c.turnFor(Duration::hours(6));
  QVERIFY(c.script.callsOf("ask").empty());
}

void EngineLateTest::oneOfTwoThatIsTakenBackIsBooked() {
  Counter& c = *m_counter;
  const PaymentRef ref = rerouted(verdictOf(VerdictKind::Pending, "03"));
  c.script.onAsk = [](const Attempt&) { return verdictOf(VerdictKind::Pending, "03"); };
  QVERIFY(told(ref, 1, successOf("SN-1", kTold)) == Outcome::Recorded);
  QCOMPARE(spentAt(kDigi), kTold);
  QVERIFY(told(ref, 1, verdictOf(VerdictKind::Failed, "54")) == Outcome::Doubtful);
  QVERIFY(told(ref, 1, takenBack()) == Outcome::Recorded);
  QVERIFY(spentAt(kDigi).isZero() && c.balance("difference").isZero() && c.stored(ref).conflict.empty());
  QVERIFY(told(ref, 1, takenBack()) == Outcome::Known);
  QVERIFY(told(ref, 1, successOf("SN-1", kTold)) == Outcome::Known);
  // The other one is asked about as before.
  c.script.onAsk = [](const Attempt&) { return successOf("SN-2"); };
  QVERIFY(c.reaches(ref, PaymentState::Succeeded));
  QCOMPARE(c.stored(ref).serial, std::string("SN-2"));
  QVERIFY(c.trial().isZero() && must(c.real->trial()).broken.empty());
}

void EngineLateTest::theOtherOneStands() {
  Counter& c = *m_counter;
  const PaymentRef ref = rerouted(successOf("SN-2"));
  QVERIFY(c.reaches(ref, PaymentState::Succeeded));
  QVERIFY(told(ref, 1, successOf("SN-1", kTold)) == Outcome::Recorded);
  QCOMPARE(c.balance("difference"), kTold);
  QVERIFY(told(ref, 2, takenBack()) == Outcome::Recorded);
  QCOMPARE(c.stored(ref).conflict, std::string("other-stands"));
  QVERIFY(told(ref, 2, takenBack()) == Outcome::Known);
  QVERIFY(!c.refund(ref));
  QCOMPARE(c.engine->status().queueCount, 1);
  QVERIFY(decide(ref, ManualOutcome::Acknowledged));
  QCOMPARE(c.engine->status().queueCount, 0);
  isSoldByTheFirst(ref);
}

void EngineLateTest::whatPeopleWereToDecideAboutIsTakenBack() {
  Counter& c = *m_counter;
  const PaymentRef ref = rerouted(verdictOf(VerdictKind::Failed, "54"));
  QVERIFY(c.reaches(ref, PaymentState::RefundDue));
  QVERIFY(told(ref, 1, successOf("SN-1", kTold)) == Outcome::Recorded);
  QVERIFY(c.stored(ref).state == PaymentState::Review);
  QVERIFY(told(ref, 1, takenBack()) == Outcome::Recorded);
  QVERIFY(c.stored(ref).state == PaymentState::RefundDue && c.stored(ref).conflict.empty());
  QVERIFY(told(ref, 1, takenBack()) == Outcome::Known);
  QVERIFY(told(ref, 1, successOf("SN-1", kTold)) == Outcome::Known);
  QVERIFY(c.refund(ref).has_value());
  QVERIFY(c.balance("drawer").isZero() && spentAt(kDigi).isZero() && c.trial().isZero());
}

// As an older program has left it: delivered by the first, refused by the second, and to be sent again.
void EngineLateTest::booksOfBeforeAreBroughtBack() {
  Counter& c = *m_counter;
  const PaymentRef ref = rerouted(verdictOf(VerdictKind::RefusedForNow, "44"));
  c.die();
  c.real = c.home.open();
  const Payment sending = c.stored(ref);
  const PaymentEvent late{ref, c.clock.now(), LateSuccessEvent{1, "00", "SN-1", {}, kTold}};
  const PaymentEvent refused{ref, c.clock.now(), RefusedEvent{2, "44", {}}};
  ports::PaymentChange change;
  change.events = {late, refused};
  change.postings = postingsFor(sending, late);
  change.after = evolve(evolve(sending, late), refused);
  QVERIFY(change.after.state == PaymentState::Accepted);
  change.task = ports::OutboxTask{ref, ports::TaskKind::Send, c.clock.now(), 1};
  ports::UnitOfWork work;
  work.payments.push_back(change);
  QVERIFY(c.real->commit(work));
  // The store itself does not take the step that would send it again.
  const auto armed = evolve(change.after, {ref, c.clock.now(), ArmedEvent{attemptFor(change.after), kTold}});
  change.after = armed;
  change.after.attempts.back().no = 3;
  change.events = {{ref, c.clock.now(), ArmedEvent{change.after.attempts.back(), kTold}}};
  change.postings.clear();
  work.payments = {change};
  QVERIFY(!c.real->commit(work));
  c.restart();
  QVERIFY(c.reaches(ref, PaymentState::Review));
  c.turnFor(Duration::hours(30));
  QCOMPARE(c.script.callsOf("pay").size(), std::size_t{2});
  QVERIFY(decide(ref, ManualOutcome::Succeeded));
  QCOMPARE(c.stored(ref).upstream, kDigi);
  QVERIFY(spentAt(kOther).isZero() && c.balance("held").isZero() && c.trial().isZero());
}

QTEST_GUILESS_MAIN(EngineLateTest)
#include "engine_late_test.moc"

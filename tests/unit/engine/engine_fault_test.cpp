// One commit after another of a whole day fails, in each of the ways a commit can: whatever happens, nothing is
// sent that was not recorded, nothing that was accepted is lost, nothing is paid twice, and the books balance.
// (Invariants I1, I2, I3, I7, I11.)
#include <QTest>
#include <map>
#include <set>

#include "tests/unit/engine/counter.h"

using namespace loket;
using namespace loket::tests;

namespace {

// An honest upstream with one effect per reference; some of its answers get lost or come late.
struct FarSide {
  std::map<AttemptRef, Attempt> taken;
  std::map<std::string, int> effects;  // by the customer's number
  std::vector<std::string> wrongs;
  int pays = 0;

  static std::string numberIn(const Attempt& attempt) {
    const auto at = attempt.body.find("\"number\":\"") + 10;
    return attempt.body.substr(at, attempt.body.find('"', at) - at);
  }
  Verdict pay(const Attempt& attempt) {
    ++pays;
    const std::string number = numberIn(attempt);
    if (const auto known = taken.find(attempt.attemptRef); known != taken.end()) {
      if (known->second.body != attempt.body)
        wrongs.push_back("one reference, two bodies");
      return successOf("SN-" + number);
    }
    if (number == mobileNumber(3))
      return verdictOf(VerdictKind::Failed, "54");
    if (number == mobileNumber(4) && pays % 3 != 0)
      return verdictOf(VerdictKind::NotSent, "connect");
    taken[attempt.attemptRef] = attempt;
    if (++effects[number] > 1)
      wrongs.push_back("paid twice: " + number);
    return number == mobileNumber(2) ? verdictOf(VerdictKind::Unknown, "timeout") : successOf("SN-" + number);
  }
  Verdict ask(const Attempt& attempt) const {
    const std::string number = numberIn(attempt);
    if (number == mobileNumber(3))
      return verdictOf(VerdictKind::Failed, "54");
    return taken.count(attempt.attemptRef) > 0 ? successOf("SN-" + number) : verdictOf(VerdictKind::NotFound, "404");
  }
};

struct Day {
  std::set<PaymentRef> acknowledged;
  int commits = 0;
};

// A day at the counter. When the program says that it stopped, the shop starts it again.
Day run(Counter& c, FarSide& far) {
  Day day;
  c.script.onPay = [&far](const Attempt& attempt) { return far.pay(attempt); };
  c.script.onAsk = [&far](const Attempt& attempt) { return far.ask(attempt); };
  c.script.capabilities.resendWhenNotFoundAfter = Duration::minutes(5);
  c.script.whenPaying = [&c, &far](const Attempt& attempt) {
    for (const auto& open : must(c.real->openPayments())) {
      const Attempt* live = open.payment.liveAttempt();
      if (live != nullptr && live->attemptRef == attempt.attemptRef && live->body == attempt.body)
        return;
    }
    far.wrongs.push_back("sent without being recorded: " + attempt.attemptRef.str());
  };
  const auto sell = [&](const api::SellRequest& request) {
    const auto sold = c.sell(request);
    if (sold)
      day.acknowledged.insert(sold->payment.ref);
    if (!c.faults.empty())
      c.restart();
    return sold;
  };
  sell(pulsaFor(1));
  sell(pulsaFor(2));
  sell(pulsaFor(3));
  sell(offline(pulsaFor(4)));
  api::SellRequest bill = offline(billFor(1));
  bill.amount = Money::rupiah(100'000);
  sell(bill);
  const auto withdrawn = sell(offline(tokenFor(1)));
  if (withdrawn)
    c.cancel(withdrawn->payment.ref);
  if (!c.faults.empty())
    c.restart();
  for (int parts = 0; parts < 3; ++parts) {
    c.turnFor(Duration::minutes(30));
    if (!c.faults.empty())
      c.restart();
  }
  for (const auto& open : must(c.real->openPayments())) {
    if (open.payment.state == PaymentState::RefundDue)
      c.refund(open.payment.ref);
    if (!c.faults.empty())
      c.restart();
  }
  day.commits = c.store->commits();
  return day;
}

// What must be true at the end, whatever happened.
void check(Counter& c, const FarSide& far, const Day& day) {
  QVERIFY2(far.wrongs.empty(), far.wrongs.empty() ? "" : far.wrongs.front().c_str());
  QVERIFY(c.trial().isZero());
  for (const PaymentRef& ref : day.acknowledged)
    QVERIFY2(must(c.real->payment(ref)).has_value(), ref.str().c_str());
  for (const auto& row : must(c.real->payments({}))) {
    const Payment& p = row.payment;
    // Everything ended by evidence: paid where the far side has it, and given back where it has not.
    const bool paid = far.effects.count(p.number) > 0;
    QVERIFY2(paid ? p.state == PaymentState::Succeeded
                  : p.state == PaymentState::Refunded || p.state == PaymentState::RefundDue,
             qPrintable(QString("%1 %2").arg(p.number.c_str()).arg(wordOf(p.state).data())));
    // The journal folds to the row.
    const auto history = must(c.real->history(p.ref));
    QVERIFY(!history.empty());
    Payment folded = start(std::get<AcceptedEvent>(history.front().body));
    for (std::size_t i = 1; i < history.size(); ++i)
      folded = evolve(folded, history[i]);
    QVERIFY(folded.state == p.state && folded.leftover == p.leftover && folded.cost == p.cost);
  }
  // Whatever the far side took is in a book of ours.
  const auto rows = must(c.real->payments({}));
  for (const auto& effect : far.effects)
    QVERIFY(std::any_of(rows.begin(), rows.end(), [&](const auto& row) { return row.payment.number == effect.first; }));
}

}  // namespace

class EngineFaultTest : public QObject {
  Q_OBJECT

 private slots:
  void a_day_without_faults();
  void each_commit_of_a_day_fails_data();
  void each_commit_of_a_day_fails();
  void a_full_disk_is_not_asked_without_a_pause();
  void a_broken_store_stops_the_counter_visibly();
  void a_sale_that_may_be_saved_says_so_and_is_found_again();
};

void EngineFaultTest::a_day_without_faults() {
  Counter c;
  FarSide far;
  QVERIFY(c.start());
  const Day day = run(c, far);
  check(c, far, day);
  QCOMPARE(day.acknowledged.size(), std::size_t{6});
  QCOMPARE(far.effects.size(), std::size_t{4});
  QVERIFY(day.commits > 20);
}

void EngineFaultTest::each_commit_of_a_day_fails_data() {
  QTest::addColumn<int>("fault");
  QTest::newRow("the disk is full") << static_cast<int>(FaultyStore::Fault::Full);
  QTest::newRow("the disk is broken") << static_cast<int>(FaultyStore::Fault::Broken);
  QTest::newRow("the disk is broken behind the write") << static_cast<int>(FaultyStore::Fault::BrokenBehind);
}

void EngineFaultTest::each_commit_of_a_day_fails() {
  QFETCH(int, fault);
  // As many as matter: after that a day writes only deposits.
  for (int n = 1; n <= 40; ++n) {
    Counter c;
    FarSide far;
    QVERIFY(c.start());
    c.store->failAt(n, static_cast<FaultyStore::Fault>(fault));
    const Day day = run(c, far);
    check(c, far, day);
    if (QTest::currentTestFailed()) {
      qWarning("with commit %d failing", n);
      return;
    }
  }
}

void EngineFaultTest::a_full_disk_is_not_asked_without_a_pause() {
  Counter c;
  QVERIFY(c.start());
  c.turnFor(Duration::seconds(2));
  const auto sold = c.sell(offline(pulsaFor(1)));
  QVERIFY(sold.has_value());
  c.turnFor(Duration::minutes(9));
  // Arming fails again and again: each time after a pause.
  const int before = c.store->commits();
  const Instant from = c.clock.now();
  int failures = 0;
  while (c.clock.now() - from < Duration::minutes(5)) {
    c.store->failAt(1, FaultyStore::Fault::Full);
    const int commits = c.store->commits();
    c.engine->turn(Duration::seconds(1));
    failures += c.store->commits() > commits ? 1 : 0;
    QVERIFY(failures < 1000);
  }
  QVERIFY(c.store->commits() - before > 10);
  QVERIFY(c.store->commits() - before < 300);
  QCOMPARE(c.script.callsOf("pay").size(), std::size_t{0});
  // And there is room again.
  c.store->failAt(-1, FaultyStore::Fault::Full);
  QVERIFY(c.reaches(sold->payment.ref, PaymentState::Succeeded));
  QCOMPARE(c.script.callsOf("pay").size(), std::size_t{1});
}

void EngineFaultTest::a_broken_store_stops_the_counter_visibly() {
  Counter c;
  QVERIFY(c.start());
  const auto sold = c.sell(offline(pulsaFor(1)));
  QVERIFY(sold.has_value());
  c.store->failAt(1, FaultyStore::Fault::Broken);
  const auto refused = c.sell(pulsaFor(2));
  QVERIFY(!refused);
  QCOMPARE(refused.error().code, ErrorCode::DiskFault);
  QCOMPARE(c.faults.size(), std::size_t{1});
  QCOMPARE(c.sell(pulsaFor(3)).error().code, ErrorCode::DiskFault);
  // Nothing is sent any more, not even what is due.
  const auto pays = c.script.callsOf("pay").size();
  c.turnFor(Duration::hours(1));
  QCOMPARE(c.script.callsOf("pay").size(), pays);
  const auto health = c.engine->health();
  QVERIFY(std::any_of(health.begin(), health.end(), [](const auto& item) { return item.name == "store" && !item.ok; }));
  c.restart();
  QVERIFY(c.reaches(sold->payment.ref, PaymentState::Succeeded));
}

void EngineFaultTest::a_sale_that_may_be_saved_says_so_and_is_found_again() {
  Counter c;
  QVERIFY(c.start());
  c.turnFor(Duration::seconds(2));
  c.store->failAt(1, FaultyStore::Fault::BrokenBehind);
  const auto unsure = c.sell(pulsaFor(1));
  QVERIFY(!unsure);
  QCOMPARE(unsure.error().code, ErrorCode::CommitUnsure);
  QCOMPARE(c.script.callsOf("pay").size(), std::size_t{0});
  // What comes after it is not unsure: it is not taken.
  QCOMPARE(c.sell(pulsaFor(2)).error().code, ErrorCode::DiskFault);
  c.restart();
  const auto found = c.sell(pulsaFor(1));
  QVERIFY(found.has_value());
  QVERIFY(c.reaches(found->payment.ref, PaymentState::Succeeded));
  QCOMPARE(c.script.callsOf("pay").size(), std::size_t{1});
}

QTEST_GUILESS_MAIN(EngineFaultTest)
#include "engine_fault_test.moc"

// Queues of payments that other counters lost, doubled or could not get out of. The real engine over the real
// store, in virtual time; what the far side took is counted by number.
#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QTest>
#include <algorithm>
#include <map>
#include <mutex>
#include <thread>

#include "core/adapters/store/connection.h"
#include "core/adapters/store/home_store.h"
#include "core/adapters/system/home_lock.h"
#include "core/engine/config_record.h"
#include "tests/museum/far_side.h"
#include "tests/support/first_schema.h"

using namespace loket;
using namespace loket::tests;
using nlohmann::json;

namespace {

UpstreamSettings settingsOf(const char* id) {
  UpstreamSettings settings;
  settings.id = UpstreamId(id);
  settings.protocol = "scripted";
  return settings;
}

// Takes everything once per reference, and counts by number.
struct Takings {
  std::map<AttemptRef, int> requests;
  std::map<std::string, int> effects;

  explicit Takings(Script& script) {
    script.whenPaying = [this](const Attempt& attempt) {
      if (++requests[attempt.attemptRef] == 1)
        ++effects[json::parse(attempt.body).at("number").get<std::string>()];
    };
    script.onAsk = [this](const Attempt& attempt) {
      return requests.count(attempt.attemptRef) > 0 ? successOf("SN" + attempt.attemptRef.str())
                                                    : verdictOf(VerdictKind::NotFound, "404");
    };
  }
  bool eachOnce(std::size_t count) const {
    return effects.size() == count &&
           std::all_of(effects.begin(), effects.end(), [](const auto& one) { return one.second == 1; });
  }
};

// What came out of the printer; the print room's thread feeds it.
class Tray final {
 public:
  void take(const std::string& bytes) {
    const std::lock_guard lock(m_mutex);
    m_sheets.push_back(bytes);
  }
  std::vector<std::string> sheets() {
    const std::lock_guard lock(m_mutex);
    return m_sheets;
  }

 private:
  std::mutex m_mutex;
  std::vector<std::string> m_sheets;
};

class TrayPrinter final : public ports::Printer {
 public:
  explicit TrayPrinter(Tray& tray) : m_tray(tray) {}
  ports::PrintReport print(const ports::PrintOrder& order) override {
    m_tray.take(order.bytes);
    return {ports::PrintReport::End::Sent, order.bytes.size(), {}};
  }

 private:
  Tray& m_tray;
};

bool says(const std::string& sheet, const char* words) {
  return sheet.find(words) != std::string::npos;
}

}  // namespace

class MuseumQueueTest : public QObject {
  Q_OBJECT

 private slots:
  void init() { m_counter = std::make_unique<Counter>(); }
  void odoo_60939_printed_and_not_in_the_books();
  void odoo_40567_a_timeout_made_the_order_twice();
  void odoo_152259_two_tabs_sync_one_queue();
  void odoo_288974_paid_while_the_server_is_away();
  void odoo_284790_the_browser_evicts_the_storage();
  void odoo_261096_an_interrupted_sync_forgets_what_is_dirty();
  void odoo_190821_a_paid_order_becomes_a_draft();
  void stripe_ios_261_reported_and_never_found();
  void stripe_ios_355_an_error_that_stays();
  void stripe_android_485_nothing_to_force_a_sync();
  void square_signed_out_with_a_queue();
  void square_upgraded_with_a_queue();
  void square_a_queue_that_expires();
  void jpos_a_poisoned_item_in_the_queue();
  void v660_a_stuck_head_of_the_queue();
  void aws_sdk_net_4341_no_pause_between_tries();

 private:
  PaymentRef sellOne(const api::SellRequest& request) { return must(m_counter->sell(request)).payment.ref; }
  std::string folder() const { return m_counter->home.path(""); }
  // From here on with the sidecar, as a home has it.
  Result<adapters::HomeStore> openHome() const { return adapters::openHomeStore(folder(), dataKey()); }
  std::unique_ptr<Counter> m_counter;
};

// There: receipts were printed for orders of which the server had no record.
// Here: whichever commit fails, and however, paper follows the books: what was printed is there, as it was
// printed.
void MuseumQueueTest::odoo_60939_printed_and_not_in_the_books() {
  int printed = 0;
  int failed = 0;
  for (const auto fault :
       {FaultyStore::Fault::Full, FaultyStore::Fault::Broken, FaultyStore::Fault::BrokenBehind})
    for (int n = 1; n <= 7; ++n) {
      Tray tray;
      Counter c;
      c.options.printWhenSettled = true;
      c.config.printer.uri = "tcp://127.0.0.1:9";
      c.printers = [&tray](const std::string&) -> Result<std::unique_ptr<ports::Printer>> {
        return std::make_unique<TrayPrinter>(tray);
      };
      QVERIFY(c.start());
      c.turnFor(Duration::seconds(2));
      c.store->failAt(n, fault);
      const auto sold = c.sell(n % 2 == 0 ? pulsaFor(1) : offline(pulsaFor(1)));
      c.turnFor(Duration::minutes(3));
      failed += sold && c.faults.empty() ? 0 : 1;
      c.die();
      const auto store = c.home.open();
      const auto rows = must(store->payments({}));
      for (const std::string& sheet : tray.sheets()) {
        ++printed;
        QCOMPARE(rows.size(), std::size_t{1});
        const Payment& kept = rows.front().payment;
        QVERIFY(!must(store->prints(kept.ref)).empty());
        if (says(sheet, "LUNAS") && !says(sheet, "BELUM LUNAS"))
          QVERIFY(kept.state == PaymentState::Succeeded && !kept.serial.empty());
      }
    }
  // The fault did strike, and paper did come.
  QVERIFY(printed >= 5);
  QVERIFY(failed >= 5);
}

// There: the server was slow, the client tried again, and the order was there twice for want of an id of its
// own. Here: the same client reference is the same payment, when the answer was lost, after a death, and at a
// double click.
void MuseumQueueTest::odoo_40567_a_timeout_made_the_order_twice() {
  Counter& c = *m_counter;
  Takings takings(c.script);
  QVERIFY(c.start());
  // Accepted and durable, and the answer is lost.
  c.store->failAt(1, FaultyStore::Fault::BrokenBehind);
  QVERIFY(!c.sell(pulsaFor(1)));
  c.restart();
  const PaymentRef ref = sellOne(pulsaFor(1));
  QVERIFY(c.reaches(ref, PaymentState::Succeeded));
  // Again in the evening, and two clicks in one turn on something else.
  c.turnFor(Duration::hours(5));
  QCOMPARE(sellOne(pulsaFor(1)), ref);
  std::vector<PaymentRef> clicks;
  for (int click = 0; click < 2; ++click)
    c.engine->sell(pulsaFor(2), [&clicks](const Result<api::PaymentView>& sold) {
      if (sold)
        clicks.push_back(sold->payment.ref);
    });
  QVERIFY(c.turnUntil([&] { return clicks.size() == 2; }));
  QCOMPARE(clicks[0], clicks[1]);
  QVERIFY(c.reaches(clicks[0], PaymentState::Succeeded));
  QVERIFY(takings.eachOnce(2));
  QCOMPARE(must(c.real->payments({})).size(), std::size_t{2});
}

// There: two tabs of one browser had the same queue and both sent it.
// Here: a home has one owner; and where a second one gets past the lock, its first commit is refused.
void MuseumQueueTest::odoo_152259_two_tabs_sync_one_queue() {
  m_counter = std::make_unique<Counter>(engine::Dispatching::OnDemand);
  Counter& c = *m_counter;
  Takings takings(c.script);
  const auto lock = must(adapters::HomeLock::take(folder()));
  const auto other = adapters::HomeLock::take(folder());
  QVERIFY(!other);
  QCOMPARE(other.error().code, ErrorCode::HomeBusy);

  QVERIFY(c.start());
  for (int n = 0; n < 3; ++n) sellOne(offline(pulsaFor(n)));
  // A second program with the same queue in its memory, on a file system whose locks are worth nothing.
  const auto store = c.home.open();
  VirtualTransport wire(c.clock);
  Script script;
  script.later = [&wire](Duration delay, std::function<void()> call) { wire.later(delay, std::move(call)); };
  script.whenPaying = c.script.whenPaying;
  engine::World world{*store,
                      wire,
                      c.clock,
                      c.entropy,
                      c.log,
                      c.probe,
                      [&](const UpstreamSettings& settings,
                          const ports::UpstreamWorld&) -> Result<std::unique_ptr<ports::Upstream>> {
                        return std::make_unique<ScriptedUpstream>(settings.id, script, c.clock);
                      },
                      [](const std::string&) -> Result<std::unique_ptr<ports::Printer>> {
                        return fail(ErrorCode::PrinterFault);
                      },
                      nullptr,
                      nullptr};
  engine::Engine second(std::move(world), c.options);
  QVERIFY(second.open());

  QCOMPARE(must(c.sync()).stillOpen, 0);
  bool ended = false;
  second.sync({}, {}, [&ended](const Result<api::BatchView>&) { ended = true; });
  for (int turns = 0; turns < 2000 && !ended; ++turns) second.turn(Duration::seconds(1));
  QVERIFY(script.callsOf("pay").empty());
  QVERIFY(takings.eachOnce(3));
}

// There: an order paid while the server could not be reached was lost; 21 restaurants had it in production.
// Here: quoted online, paid without a network, started again: it is there, and goes out once when there is a
// way.
void MuseumQueueTest::odoo_288974_paid_while_the_server_is_away() {
  Counter& c = *m_counter;
  Takings takings(c.script);
  QVERIFY(c.start());
  c.turnFor(Duration::seconds(5));
  const auto quote =
      must(c.quote({"pulsa-telkomsel-10000", mobileNumber(1), {}, api::Connectivity::WhenOnline}));
  QVERIFY(!quote.offline);
  c.script.away = {UpstreamId("digi")};
  c.script.whenPaying = nullptr;
  api::SellRequest request = pulsaFor(1);
  request.quote = quote;
  const PaymentRef ref = sellOne(request);
  for (int day = 0; day < 3; ++day) {
    c.turnFor(Duration::hours(24));
    c.restart();
    QVERIFY(c.stored(ref).state == PaymentState::Accepted);
    QCOMPARE(c.engine->status().queueCount, 1);
  }
  Takings later(c.script);
  c.script.away.clear();
  QVERIFY(c.reaches(ref, PaymentState::Succeeded, Duration::minutes(2)));
  QVERIFY(later.eachOnce(1));
}

// There: the browser threw the site's storage away, and with it the orders that were not sent yet.
// Here: the database may go, with everything beside it but the sidecar: the queue comes back and is paid
// once.
void MuseumQueueTest::odoo_284790_the_browser_evicts_the_storage() {
  Counter& c = *m_counter;
  c.options.dispatching = engine::Dispatching::OnDemand;
  Takings takings(c.script);
  c.die();
  c.real = std::move(must(openHome()).store);
  QVERIFY(c.start());
  std::vector<PaymentRef> queue;
  for (int n = 0; n < 5; ++n) queue.push_back(sellOne(offline(pulsaFor(n))));
  c.die();
  for (const char* name : {"loket.db", "loket.db-wal", "loket.db-shm"})
    QFile::remove(QString::fromStdString(folder() + name));
  QVERIFY(!QFile::exists(QString::fromStdString(folder() + "loket.db")));
  auto home = must(openHome());
  QVERIFY(!home.notes.empty());
  c.real = std::move(home.store);
  QVERIFY(c.start());
  QCOMPARE(c.engine->status().queueCount, 5);
  QVERIFY(c.trial().isZero());
  QCOMPARE(must(c.sync()).stillOpen, 0);
  for (const PaymentRef& ref : queue) QVERIFY(c.stored(ref).state == PaymentState::Succeeded);
  QVERIFY(takings.eachOnce(5));
}

// There: a sync that was interrupted had already taken the mark from orders that it had not sent.
// Here: wherever in the batch the program dies, the next sync sends what is left and asks about what was
// under way.
void MuseumQueueTest::odoo_261096_an_interrupted_sync_forgets_what_is_dirty() {
  for (int dieAt = 1; dieAt <= 6; ++dieAt) {
    Counter c(engine::Dispatching::OnDemand);
    c.options.inFlightMax = 2;
    Takings takings(c.script);
    QVERIFY(c.start());
    std::vector<PaymentRef> queue;
    for (int n = 0; n < 6; ++n) queue.push_back(must(c.sell(offline(pulsaFor(n)))).payment.ref);
    c.engine->sync({}, {}, [](const Result<api::BatchView>&) {});
    QVERIFY(c.turnUntil([&] { return static_cast<int>(takings.requests.size()) >= dieAt; }));
    c.restart();
    QVERIFY(c.engine->status().queueCount >= 1);
    QCOMPARE(must(c.sync(api::SyncRequest::Until::Idle)).stillOpen, 0);
    for (const PaymentRef& ref : queue) QVERIFY(c.stored(ref).state == PaymentState::Succeeded);
    QVERIFY(takings.eachOnce(6));
    for (const auto& [ref, times] : takings.requests) QCOMPARE(times, 1);
  }
}

// There: after a refresh a paid order was a draft again and could be paid once more.
// Here: paid stays paid through restarts, the same request finds it paid, and what a crash left is only ever
// asked.
void MuseumQueueTest::odoo_190821_a_paid_order_becomes_a_draft() {
  Counter& c = *m_counter;
  Takings takings(c.script);
  QVERIFY(c.start());
  c.script.latency = Duration::seconds(2);
  // A refresh at every point of its life, one per turn of the loop.
  const PaymentRef ref = sellOne(pulsaFor(1));
  bool paid = false;
  for (int refresh = 0; refresh < 60; ++refresh) {
    c.turnFor(Duration::seconds(refresh % 7));
    c.restart();
    const PaymentState state = c.stored(ref).state;
    QVERIFY(must(c.engine->payment(ref.str()).map([](const auto& seen) { return seen.payment.state; })) ==
            state);
    QVERIFY2(!paid || state == PaymentState::Succeeded, std::string(wordOf(state)).c_str());
    paid = state == PaymentState::Succeeded;
  }
  QVERIFY(c.reaches(ref, PaymentState::Succeeded));
  c.restart();
  const auto again = must(c.sell(pulsaFor(1)));
  QCOMPARE(again.payment.ref, ref);
  QVERIFY(again.payment.state == PaymentState::Succeeded);
  QCOMPARE(c.cancel(ref).error().code, ErrorCode::StateForbids);
  QVERIFY(takings.eachOnce(1));
  QCOMPARE(takings.requests.size(), std::size_t{1});
}

// There: two payments of a month were reported as taken offline and never found at the processor.
// Here: a month of days without a network, deaths and lost answers: every one that was accepted is found,
// once.
void MuseumQueueTest::stripe_ios_261_reported_and_never_found() {
  Counter& c = *m_counter;
  c.script.away = {UpstreamId("digi")};
  Takings takings(c.script);
  // What does not get out takes nothing.
  const auto counting = c.script.whenPaying;
  c.script.whenPaying = [&](const Attempt& attempt) {
    if (c.script.away.empty())
      counting(attempt);
  };
  int answers = 0;
  c.script.onPay = [&answers](const Attempt&) {
    return ++answers % 3 == 0 ? verdictOf(VerdictKind::Unknown, "timeout") : successOf("SN");
  };
  QVERIFY(c.start());
  std::vector<PaymentRef> reported;
  for (int day = 0; day < 30; ++day) {
    for (int n = 0; n < 2; ++n) reported.push_back(sellOne(pulsaFor(2 * day + n)));
    c.turnFor(Duration::hours(10));
    if (day % 2 == 0)
      c.restart();
    c.script.away.clear();
    c.turnFor(Duration::seconds(11 + day % 4));
    if (day % 3 == 0)
      c.restart();
    c.turnFor(Duration::minutes(day % 5));
    c.script.away = {UpstreamId("digi")};
    c.turnFor(Duration::hours(13));
  }
  c.script.away.clear();
  c.turnFor(Duration::hours(3));
  for (const PaymentRef& ref : reported) {
    QVERIFY(c.stored(ref).state == PaymentState::Succeeded);
    QCOMPARE(takings.effects[c.stored(ref).number], 1);
  }
  QVERIFY(takings.eachOnce(reported.size()));
  QVERIFY(c.trial().isZero());
}

// There: online, then ten minutes without a network, then an error 5000 at the first offline payment and at
// all after it. Here: an error is of one moment: a full disk refuses one sale, a broken one stops until the
// next start, no longer.
void MuseumQueueTest::stripe_ios_355_an_error_that_stays() {
  Counter& c = *m_counter;
  Takings takings(c.script);
  QVERIFY(c.start());
  QVERIFY(c.reaches(sellOne(pulsaFor(1)), PaymentState::Succeeded));
  const auto counting = std::exchange(c.script.whenPaying, nullptr);
  c.script.away = {UpstreamId("digi")};
  c.turnFor(Duration::minutes(10));
  c.store->failAt(1, FaultyStore::Fault::Full);
  QCOMPARE(c.sell(pulsaFor(2)).error().code, ErrorCode::DiskFull);
  const PaymentRef second = sellOne(pulsaFor(2));
  c.store->failAt(1, FaultyStore::Fault::Broken);
  QVERIFY(!c.sell(pulsaFor(3)));
  c.restart();
  const PaymentRef third = sellOne(pulsaFor(3));
  c.script.whenPaying = counting;
  c.script.away.clear();
  QVERIFY(c.reaches(second, PaymentState::Succeeded));
  QVERIFY(c.reaches(third, PaymentState::Succeeded));
  QVERIFY(takings.eachOnce(3));
}

// There: stored payments were not forwarded, and there was no way to make the SDK do it.
// Here: a sync sends at once whatever waits, no matter how far away the next try by itself would be.
void MuseumQueueTest::stripe_android_485_nothing_to_force_a_sync() {
  Counter& c = *m_counter;
  Takings takings(c.script);
  const auto counting = std::exchange(c.script.whenPaying, nullptr);
  c.script.onPay = [](const Attempt&) { return verdictOf(VerdictKind::RefusedByConfig, "45"); };
  QVERIFY(c.start());
  std::vector<PaymentRef> queue;
  for (int n = 0; n < 4; ++n) queue.push_back(sellOne(pulsaFor(n)));
  c.turnFor(Duration::minutes(2));
  for (const PaymentRef& ref : queue)
    QVERIFY(c.storedTask(ref)->dueAt - c.clock.now() > Duration::minutes(5));
  // What was wrong has been mended.
  c.script.whenPaying = counting;
  c.script.onPay = [](const Attempt&) { return successOf("SN"); };
  const Instant began = c.clock.now();
  const auto batch = must(c.sync());
  QVERIFY(c.clock.now() - began < Duration::seconds(30));
  QCOMPARE(batch.count, 4);
  QCOMPARE(batch.stillOpen, 0);
  QVERIFY(takings.eachOnce(4));
}

// There: signing out threw away what had been taken offline.
// Here: the queue is the counter's: another cashier signs in and it is sent, with the name of who took the
// cash.
void MuseumQueueTest::square_signed_out_with_a_queue() {
  Counter& c = *m_counter;
  Takings takings(c.script);
  const auto counting = std::exchange(c.script.whenPaying, nullptr);
  c.script.away = {UpstreamId("digi")};
  QVERIFY(c.start());
  std::vector<PaymentRef> queue;
  for (int n = 0; n < 3; ++n) queue.push_back(sellOne(pulsaFor(n)));
  c.options.user = UserName("budi");
  c.restart();
  QCOMPARE(c.engine->status().user, std::string("budi"));
  QCOMPARE(c.engine->status().queueCount, 3);
  c.script.whenPaying = counting;
  c.script.away.clear();
  for (const PaymentRef& ref : queue) {
    QVERIFY(c.reaches(ref, PaymentState::Succeeded));
    QCOMPARE(c.stored(ref).user, UserName("sri"));
  }
  QVERIFY(takings.eachOnce(3));
}

// There: the queue had to be emptied before an upgrade, or was lost with it.
// Here: a database of the first schema with a queue in it is brought up to date and its queue is paid once.
void MuseumQueueTest::square_upgraded_with_a_queue() {
  Counter& c = *m_counter;
  c.options.dispatching = engine::Dispatching::OnDemand;
  QVERIFY(c.start());
  std::vector<PaymentRef> queue;
  for (int n = 0; n < 3; ++n) queue.push_back(sellOne(offline(pulsaFor(n))));
  const Money held = c.balance("held");
  c.die();
  // The same rows as the program before the upgrade had them.
  takeBackToFirstSchema(c.home.path());

  Takings takings(c.script);
  c.real = std::move(must(openHome()).store);
  QVERIFY(c.start());
  QCOMPARE(c.engine->status().queueCount, 3);
  QCOMPARE(c.balance("held"), held);
  QCOMPARE(must(c.sync()).stillOpen, 0);
  for (const PaymentRef& ref : queue) QVERIFY(c.stored(ref).state == PaymentState::Succeeded);
  QVERIFY(takings.eachOnce(3));
}

// There: what was not uploaded within 24 hours (72 in the newer text) expired, and the funds were not
// received. Here: age stops new deposits and says why; what was accepted is sent, however late.
void MuseumQueueTest::square_a_queue_that_expires() {
  Counter& c = *m_counter;
  Takings takings(c.script);
  const auto counting = std::exchange(c.script.whenPaying, nullptr);
  c.script.away = {UpstreamId("digi")};
  QVERIFY(c.start());
  const PaymentRef ref = sellOne(pulsaFor(1));
  c.turnFor(Duration::hours(25));
  QCOMPARE(c.sell(pulsaFor(2)).error().code, ErrorCode::OfflineLimitAge);
  for (int week = 0; week < 3; ++week) {
    c.turnFor(Duration::hours(6));
    c.die();
    c.clock.moveBy(Duration::days(7));
    QVERIFY(c.start());
    QVERIFY(c.stored(ref).state == PaymentState::Accepted);
  }
  c.script.whenPaying = counting;
  c.script.away.clear();
  QVERIFY(c.reaches(ref, PaymentState::Succeeded, Duration::minutes(2)));
  QVERIFY(c.sell(pulsaFor(2)));
  QVERIFY(takings.effects[mobileNumber(1)] == 1);
}

// There: a fault in writing left malformed items in the store-and-forward queue; each resend of them was
// rejected. Here: what cannot be read is never sent, holds up nobody and comes before people.
void MuseumQueueTest::jpos_a_poisoned_item_in_the_queue() {
  Counter& c = *m_counter;
  Aggregator far(c);
  far.fate = [](int n) { return n == 1 ? Fate::AnswerLost : Fate::Answered; };
  QVERIFY(c.start());
  const PaymentRef poison = sellOne(pulsaFor(1));
  QVERIFY(c.reaches(poison, PaymentState::Suspect));
  c.die();
  {
    const auto store = c.home.open();
    auto kept = must(store->payment(poison));
    QVERIFY(kept.has_value());
    kept->attempts.front().body = "\x01garbled\x02";
    ports::PaymentChange change;
    change.after = *kept;
    change.task = ports::OutboxTask{poison, ports::TaskKind::Ask, c.clock.now(), 0};
    QVERIFY(store->commit(workOf(change)));
  }
  QVERIFY(c.start());
  for (int n = 2; n < 8; ++n)
    QVERIFY(c.reaches(sellOne(pulsaFor(n)), PaymentState::Succeeded, Duration::minutes(1)));
  c.turnFor(Duration::hours(3));
  QCOMPARE(
      QString::fromStdString(std::string(wordOf(c.stored(poison).state)) + " " + c.stored(poison).reason),
      QString("suspect attempt-unreadable"));
  QVERIFY(c.stored(poison).escalatedAt != Instant{});
  // Also where nobody asks about it any more.
  c.turnFor(Duration::days(9));
  QCOMPARE(
      QString::fromStdString(std::string(wordOf(c.stored(poison).state)) + " " + c.stored(poison).reason),
      QString("review attempt-unreadable"));
  QCOMPARE(far.transactions.size(), std::size_t{7});
  QCOMPARE(far.effectsFor(mobileNumber(1)), 1);
}

// There: one stuck record at the head held up the queue until somebody deleted it with the administrator's
// password. Here: more stuck ones than may be under way at once hold up nothing, and none of them has to be
// deleted.
void MuseumQueueTest::v660_a_stuck_head_of_the_queue() {
  Counter& c = *m_counter;
  c.config.upstreams.push_back(settingsOf("gone"));
  Product orphan = tokenProduct();
  orphan.offers.front().upstream = UpstreamId("gone");
  c.products = {pulsaProduct(), orphan, billProduct()};
  Takings takings(c.script);
  const int stuck = c.options.inFlightMax + 3;
  c.script.onPay = [&](const Attempt& attempt) {
    const std::string number = json::parse(attempt.body).at("number");
    return number < mobileNumber(stuck) ? verdictOf(VerdictKind::RefusedForNow, "66") : successOf("SN");
  };
  c.script.away = {UpstreamId("digi"), UpstreamId("gone")};
  c.config.offline.maxExposure = Money::rupiah(5'000'000);
  QVERIFY(c.start());
  c.turnFor(Duration::seconds(2));
  std::vector<PaymentRef> heads;
  for (int n = 0; n < stuck; ++n) heads.push_back(sellOne(pulsaFor(n)));
  for (int n = 0; n < stuck; ++n) heads.push_back(sellOne(tokenFor(n)));
  std::vector<PaymentRef> behind;
  for (int n = stuck; n < stuck + 10; ++n) behind.push_back(sellOne(pulsaFor(n)));
  // The upstream of one of them is taken out of the configuration altogether.
  c.config.upstreams.pop_back();
  c.restart();
  c.script.away.clear();
  QVERIFY(c.turnUntil(
      [&] {
        return std::all_of(behind.begin(), behind.end(), [&](const PaymentRef& ref) {
          return c.stored(ref).state == PaymentState::Succeeded;
        });
      },
      Duration::minutes(2)));
  for (const PaymentRef& ref : heads) QVERIFY(c.stored(ref).state == PaymentState::Accepted);
  // And the next sale of the day is served as ever.
  QVERIFY(c.reaches(sellOne(pulsaFor(99)), PaymentState::Succeeded, Duration::seconds(30)));
}

// There: with full jitter the pause between two tries could be nothing at all.
// Here: whatever chance brings, what is sent again waits its 5 to 60 seconds, and a restart does not shorten
// that.
void MuseumQueueTest::aws_sdk_net_4341_no_pause_between_tries() {
  Counter& c = *m_counter;
  c.script.onPay = [](const Attempt&) { return verdictOf(VerdictKind::NotSent, "connect"); };
  QVERIFY(c.start());
  for (const std::uint8_t drawn : {std::uint8_t{0x00}, std::uint8_t{0xff}}) {
    c.script.calls.clear();
    c.entropy.planted.assign(100'000, drawn);
    sellOne(pulsaFor(drawn));
    for (int hour = 0; hour < 2; ++hour) {
      c.turnFor(Duration::minutes(30));
      c.restart();
    }
    std::vector<Instant> at;
    for (const auto& call : c.script.callsOf("pay"))
      if (json::parse(call.attempt.body).at("number") == mobileNumber(drawn))
        at.push_back(call.at);
    QVERIFY(at.size() >= 30 && at.size() <= 90);
    for (std::size_t i = 1; i < at.size(); ++i)
      QVERIFY2(at[i] - at[i - 1] >= Duration::seconds(i < 5 ? 5 : 50),
               qPrintable(QString::number((at[i] - at[i - 1]).ms)));
  }
}

QTEST_GUILESS_MAIN(MuseumQueueTest)
#include "queue_test.moc"

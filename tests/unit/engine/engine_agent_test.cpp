// The agent on a thread of its own, called from many: everything taken is answered, nothing is lost at the end, and
// what comes later is refused visibly. Meant for the thread sanitizer as much as for the eye.
#include <QTest>
#include <atomic>
#include <condition_variable>
#include <future>
#include <memory>
#include <mutex>
#include <set>
#include <thread>

#include "core/adapters/system/clock.h"
#include "core/adapters/system/entropy.h"
#include "core/engine/agent.h"
#include "core/engine/config_record.h"
#include "tests/support/waiting_transport.h"
#include "tests/unit/engine/counter.h"

using namespace loket;
using namespace loket::tests;

namespace {

// One home with an agent on it.
struct Shop {
  adapters::SystemClock clock;
  adapters::SystemEntropy entropy;
  SilentLog log;
  RecordingProbe probe;
  WaitingTransport transport;
  Script script;
  StoreHome home{StoreHome::Place::Memory};
  std::unique_ptr<adapters::SqlcipherStore> store;
  std::unique_ptr<engine::Agent> agent;

  Shop() {
    script.later = [this](Duration, std::function<void()> call) { transport.later(std::move(call)); };
    store = home.create();
    api::Config config;
    config.outlet.id = "W1";
    UpstreamSettings upstream;
    upstream.id = UpstreamId("digi");
    config.upstreams.push_back(upstream);
    config.offline.maxCount = 10'000;
    config.offline.maxExposure = Money::rupiah(1'000'000'000);
    ports::UnitOfWork work;
    work.settings = engine::rowsOf(config);
    work.catalogue = std::vector<Product>{pulsaProduct(), tokenProduct()};
    must(store->commit(work).map([] { return true; }));
    script.onBalance = [] {
      return ports::BalanceReply{verdictOf(VerdictKind::Succeeded, "00"), Money::rupiah(900'000'000)};
    };
  }
  engine::World world() {
    return {*store, transport, clock, entropy, log, probe,
            [this](const UpstreamSettings& settings,
                   const ports::UpstreamWorld&) -> Result<std::unique_ptr<ports::Upstream>> {
              return std::make_unique<ScriptedUpstream>(settings.id, script, clock);
            },
            [](const std::string&) -> Result<std::unique_ptr<ports::Printer>> {
              return fail(ErrorCode::PrinterFault);
            },
            [this]() -> Result<std::unique_ptr<ports::StoreReader>> {
              return std::unique_ptr<ports::StoreReader>(
                  must(adapters::SqlcipherReader::open(home.path(), dataKey())));
            },
            nullptr};
  }
  void open(engine::Dispatching dispatching = engine::Dispatching::Automatic) {
    engine::Options options;
    options.dispatching = dispatching;
    agent = must(engine::Agent::start(world(), options));
  }
};

constexpr int kThreads = 4;
constexpr int kEach = 12;

}  // namespace

class EngineAgentTest : public QObject {
  Q_OBJECT

 private slots:
  void a_mailbox_drains_before_it_stops_and_refuses_once_closed();
  void a_worker_does_all_it_took();
  void many_threads_sell_at_once();
  void the_same_order_from_many_threads_is_one_payment();
  void what_was_taken_before_the_end_is_answered();
  void what_had_no_answer_at_the_end_is_closed();
  void stopping_starts_nothing_new();
  void listeners_come_and_go_while_it_runs();
  void an_agent_that_cannot_open_does_not_run();
  void it_is_closed_and_opened_again_for_who_holds_it();
  void it_is_quiet_when_nothing_is_under_way();
};

void EngineAgentTest::a_mailbox_drains_before_it_stops_and_refuses_once_closed() {
  engine::Mailbox box;
  int done = 0;
  for (int i = 0; i < 3; ++i)
    QVERIFY(box.post([&done] { ++done; }));
  box.close();
  QVERIFY(!box.post([&done] { done = 100; }));
  QVERIFY(box.wait());
  for (auto& job : box.take())
    job();
  QCOMPARE(done, 3);
  QVERIFY(!box.wait());
}

void EngineAgentTest::a_worker_does_all_it_took() {
  std::atomic<int> done{0};
  std::atomic<int> taken{0};
  {
    engine::Worker worker;
    std::vector<std::thread> threads;
    for (int t = 0; t < kThreads; ++t)
      threads.emplace_back([&] {
        for (int i = 0; i < 200; ++i)
          taken += worker.post([&done] { ++done; }) ? 1 : 0;
      });
    for (auto& thread : threads)
      thread.join();
  }
  QCOMPARE(taken.load(), kThreads * 200);
  QCOMPARE(done.load(), taken.load());
}

void EngineAgentTest::many_threads_sell_at_once() {
  Shop shop;
  shop.open();
  std::atomic<int> settled{0};
  auto listening = shop.agent->listen([&](const api::Event& event) {
    if (const auto* changed = std::get_if<api::PaymentChanged>(&event))
      settled += changed->view.payment.state == PaymentState::Succeeded ? 1 : 0;
  });
  std::atomic<int> accepted{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t)
    threads.emplace_back([&shop, &accepted, t] {
      for (int i = 0; i < kEach; ++i) {
        const auto answer = std::make_shared<std::promise<bool>>();
        shop.agent->sell(pulsaFor(t * 100 + i),
                         [answer](const Result<api::PaymentView>& sold) { answer->set_value(sold.has_value()); });
        accepted += answer->get_future().get() ? 1 : 0;
        shop.agent->status([](const Result<api::CounterStatus>&) {});
        shop.agent->payments({}, [](const Result<std::vector<api::PaymentView>>&) {});
      }
    });
  for (auto& thread : threads)
    thread.join();
  QCOMPARE(accepted.load(), kThreads * kEach);
  QTRY_COMPARE_WITH_TIMEOUT(settled.load(), kThreads * kEach, 60'000);
  listening.reset();
  shop.agent.reset();
  QCOMPARE(must(shop.store->totalsOf(businessDateOf(shop.clock.now()))).count, kThreads * kEach);
  QCOMPARE(shop.script.callsOf("pay").size(), static_cast<std::size_t>(kThreads * kEach));
  QVERIFY(shop.script.payingMost <= 8);
}

void EngineAgentTest::the_same_order_from_many_threads_is_one_payment() {
  Shop shop;
  shop.open();
  std::mutex mutex;
  std::set<PaymentRef> refs;
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t)
    threads.emplace_back([&] {
      const auto answer = std::make_shared<std::promise<PaymentRef>>();
      shop.agent->sell(pulsaFor(1), [answer](const Result<api::PaymentView>& sold) {
        answer->set_value(sold ? sold->payment.ref : PaymentRef("refused"));
      });
      const PaymentRef ref = answer->get_future().get();
      const std::lock_guard lock(mutex);
      refs.insert(ref);
    });
  for (auto& thread : threads)
    thread.join();
  shop.agent.reset();
  QCOMPARE(refs.size(), std::size_t{1});
  QVERIFY(*refs.begin() != PaymentRef("refused"));
  QCOMPARE(must(shop.store->payments({})).size(), std::size_t{1});
}

void EngineAgentTest::what_was_taken_before_the_end_is_answered() {
  // Callers that go on calling while the counter closes: each call has exactly one answer, and every sale that was
  // answered with a payment is in the journal.
  for (int round = 0; round < 5; ++round) {
    Shop shop;
    shop.open(engine::Dispatching::OnDemand);
    std::atomic<int> calls{0};
    std::atomic<int> answers{0};
    std::atomic<int> closed{0};
    std::mutex mutex;
    std::set<PaymentRef> refs;
    std::atomic<int> running{0};
    std::vector<std::thread> threads;
    for (int t = 0; t < kThreads; ++t)
      threads.emplace_back([&, t] {
        ++running;
        for (int i = 0; i < 100 && closed == 0; ++i) {
          ++calls;
          shop.agent->sell(offline(pulsaFor(t * 100 + i)), [&](const Result<api::PaymentView>& sold) {
            if (sold) {
              const std::lock_guard lock(mutex);
              refs.insert(sold->payment.ref);
            } else if (sold.error().code == ErrorCode::Closed) {
              ++closed;
            }
            ++answers;
          });
        }
      });
    while (running < kThreads)
      std::this_thread::yield();
    shop.agent->stop();
    for (auto& thread : threads)
      thread.join();
    shop.agent->status([&](const Result<api::CounterStatus>& status) {
      QVERIFY(!status);
      QCOMPARE(status.error().code, ErrorCode::Closed);
    });
    shop.agent.reset();
    QCOMPARE(answers.load(), calls.load());
    for (const PaymentRef& ref : refs)
      QVERIFY(must(shop.store->payment(ref)).has_value());
    QCOMPARE(must(shop.store->openPayments()).size(), refs.size());
  }
}

void EngineAgentTest::what_had_no_answer_at_the_end_is_closed() {
  Shop shop;
  shop.transport.hold = true;
  shop.open();
  const auto sale = std::make_shared<std::promise<ErrorCode>>();
  const auto sync = std::make_shared<std::promise<ErrorCode>>();
  const auto prices = std::make_shared<std::promise<ErrorCode>>();
  const auto into = [](const std::shared_ptr<std::promise<ErrorCode>>& promise) {
    return [promise](const auto& result) { promise->set_value(result ? ErrorCode::Internal : result.error().code); };
  };
  // Each waits for an upstream that says nothing.
  shop.agent->sell(pulsaFor(1), into(sale));
  shop.agent->sync({}, {}, into(sync));
  shop.agent->syncCatalogue(into(prices));
  shop.agent->stop();
  QCOMPARE(sale->get_future().get(), ErrorCode::Closed);
  QCOMPARE(sync->get_future().get(), ErrorCode::Closed);
  QCOMPARE(prices->get_future().get(), ErrorCode::Closed);
  shop.agent.reset();
  QVERIFY(must(shop.store->payments({})).empty());
}

void EngineAgentTest::stopping_starts_nothing_new() {
  for (int round = 0; round < 10; ++round) {
    Shop shop;
    shop.open();
    const auto first = std::make_shared<std::promise<void>>();
    // Posted together with the end: taken, made durable, and left for the next start.
    shop.agent->status([first](const Result<api::CounterStatus>&) { first->set_value(); });
    first->get_future().get();
    shop.transport.hold = true;
    std::atomic<bool> accepted{false};
    shop.agent->sell(offline(pulsaFor(1)), [&](const Result<api::PaymentView>& sold) { accepted = sold.has_value(); });
    shop.agent.reset();
    QVERIFY(accepted);
    QVERIFY(shop.script.callsOf("pay").empty());
    QVERIFY(must(shop.store->openPayments()).front().payment.state == PaymentState::Accepted);
  }
}

void EngineAgentTest::listeners_come_and_go_while_it_runs() {
  Shop shop;
  shop.open();
  std::atomic<int> heard{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t)
    threads.emplace_back([&, t] {
      for (int i = 0; i < 10; ++i) {
        const auto listening = shop.agent->listen([&heard](const api::Event&) { ++heard; });
        const auto answered = std::make_shared<std::promise<void>>();
        shop.agent->sell(offline(pulsaFor(t * 100 + i)),
                         [answered](const Result<api::PaymentView>&) { answered->set_value(); });
        answered->get_future().get();
        shop.agent->announce(api::CatalogueChanged{1});
      }
    });
  for (auto& thread : threads)
    thread.join();
  shop.agent.reset();
  QVERIFY(heard > 0);
}

void EngineAgentTest::an_agent_that_cannot_open_does_not_run() {
  Shop shop;
  FaultyStore broken(*shop.store);
  // A payment that was being sent must become suspect before anything else; where that cannot be written, nothing
  // runs.
  const auto accepted = acceptedChange(proposedSale(1));
  QVERIFY(shop.store->commit(workOf(accepted)));
  QVERIFY(shop.store->commit(workOf(changeOf(
      accepted.after, must(decideArm(accepted.after, attemptFor(accepted.after), accepted.after.cost, kMorning)),
      ports::OutboxTask{accepted.after.ref, ports::TaskKind::Ask, kMorning, 0}))));
  broken.failAt(1, FaultyStore::Fault::Broken);
  engine::World world{broken, shop.transport, shop.clock, shop.entropy, shop.log, shop.probe,
                      [&shop](const UpstreamSettings& settings,
                              const ports::UpstreamWorld&) -> Result<std::unique_ptr<ports::Upstream>> {
                        return std::make_unique<ScriptedUpstream>(settings.id, shop.script, shop.clock);
                      },
                      nullptr, nullptr, nullptr};
  const auto started = engine::Agent::start(std::move(world), {});
  QVERIFY(!started);
  QCOMPARE(started.error().code, ErrorCode::DiskFault);
  QVERIFY(shop.script.calls.empty());
}

void EngineAgentTest::it_is_closed_and_opened_again_for_who_holds_it() {
  Shop shop;
  shop.open();
  engine::Agent& agent = *shop.agent;
  std::atomic<int> changes{0};
  auto listening = agent.listen([&changes](const api::Event& event) {
    changes += std::holds_alternative<api::PaymentChanged>(event) ? 1 : 0;
  });
  const auto sell = [&agent](int n) {
    const auto answer = std::make_shared<std::promise<ErrorCode>>();
    agent.sell(offline(pulsaFor(n)), [answer](const Result<api::PaymentView>& sold) {
      answer->set_value(sold ? ErrorCode::Internal : sold.error().code);
    });
    return answer->get_future().get();
  };
  QCOMPARE(sell(1), ErrorCode::Internal);
  agent.close();
  QCOMPARE(sell(2), ErrorCode::Closed);
  QVERIFY(!agent.isQuiet());
  agent.handOver(UserName("nobody"));
  agent.noteAccess({});
  // Nothing of the world is held: another one can take its place.
  shop.store = shop.home.open();
  changes = 0;
  QVERIFY(agent.open(shop.world(), {}));
  QCOMPARE(sell(3), ErrorCode::Internal);
  QTRY_VERIFY_WITH_TIMEOUT(changes > 0, 60'000);
  listening.reset();
  shop.agent.reset();
  QCOMPARE(must(shop.store->payments({})).size(), std::size_t{2});
}

void EngineAgentTest::it_is_quiet_when_nothing_is_under_way() {
  Shop shop;
  shop.open();
  QTRY_VERIFY_WITH_TIMEOUT(shop.agent->isQuiet(), 60'000);
  shop.transport.hold = true;
  std::atomic<bool> isSold{false};
  std::atomic<bool> isTold{false};
  std::atomic<bool> wasSold{false};
  shop.agent->sell(pulsaFor(1), [&](const Result<api::PaymentView>& sold) { isSold = sold.has_value(); });
  shop.agent->whenQuiet([&] {
    wasSold = isSold.load();
    isTold = true;
  });
  QVERIFY(!shop.agent->isQuiet());
  QVERIFY(!isTold);
  shop.transport.hold = false;
  shop.transport.wake();
  QTRY_VERIFY_WITH_TIMEOUT(isTold, 60'000);
  QVERIFY(wasSold);
  shop.agent.reset();
  const auto payments = must(shop.store->payments({}));
  QCOMPARE(payments.size(), std::size_t{1});
  QVERIFY(payments.front().payment.state == PaymentState::Succeeded);
}

QTEST_GUILESS_MAIN(EngineAgentTest)
#include "engine_agent_test.moc"

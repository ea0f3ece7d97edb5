// A counter that is locked closes its home as soon as nothing is under way, and a PIN opens it again.
#include <QFile>
#include <QTest>
#include <atomic>
#include <thread>

#include "app/wiring/ask.h"
#include "core/adapters/system/home_lock.h"
#include "tests/support/samples.h"
#include "tests/unit/wiring/locked_shop.h"

using namespace loket;
using namespace loket::app;
using namespace loket::tests;

namespace {

constexpr int kPatienceMs = 30'000;
constexpr const char* kNumber = "081234567801";

SecretBytes sris() {
  return SecretBytes(std::string_view("123456"));
}
SecretBytes budis() {
  return SecretBytes(std::string_view("246810"));
}

}  // namespace

class LockedHomeTest : public QObject {
  Q_OBJECT

 private slots:
  void init() {
    m_shop = std::make_unique<LockedShop>(sris());
    m_shop->open(sris());
    QVERIFY(host().people().add(UserName("Sri"), sris(), UserName("Budi"), budis()));
  }
  void cleanup() { m_shop.reset(); }
  void it_is_closed_and_a_pin_opens_it();
  void a_payment_on_its_way_keeps_it_open();
  void what_is_done_beside_the_core_keeps_it_open();
  void who_unlocks_before_that_finds_it_open();
  void somebody_else_may_have_it_meanwhile();
  void every_call_is_answered_while_it_closes();
  void it_may_go_while_it_is_closed();

 private:
  AgentHost& host() { return m_shop->host(); }
  void lock() { host().noteLock(UserName("Sri"), "asked"); }
  [[nodiscard]] bool hasSocket() const {
    return QFile::exists(QString::fromStdString(m_shop->home() + "/owner.sock"));
  }
  [[nodiscard]] std::string newestAtTheDoor(std::size_t count);

  std::unique_ptr<LockedShop> m_shop;
};

// "hand-over Budi 1, lock Sri 0".
std::string LockedHomeTest::newestAtTheDoor(std::size_t count) {
  const auto events = must(ask<std::vector<AccessEvent>>([&](api::Reply<std::vector<AccessEvent>> reply) {
    host().client().accessLog(static_cast<int>(count), std::move(reply));
  }));
  std::string out;
  for (const AccessEvent& one : events)
    out += (out.empty() ? "" : ", ") + std::string(wordOf(one.kind)) + " " + one.who.str() + " " +
           std::to_string(one.tries);
  return out;
}

void LockedHomeTest::it_is_closed_and_a_pin_opens_it() {
  std::atomic<int> heard{0};
  const auto listening = host().client().listen([&heard](const api::Event&) { ++heard; });
  QVERIFY(hasSocket());
  lock();
  QTRY_VERIFY_WITH_TIMEOUT(!host().isOpen(), kPatienceMs);
  QTRY_VERIFY_WITH_TIMEOUT(!hasSocket(), kPatienceMs);
  QVERIFY(m_shop->tryToClose());
  const auto closed = m_shop->status();
  QVERIFY(!closed && closed.error().code == ErrorCode::Closed);
  QCOMPARE(m_shop->forward({"user", "list"}, sris()), -1);
  QVERIFY(host().use() == nullptr);
  // Who they are is known all the same.
  QCOMPARE(must(host().people().all()).size(), std::size_t{2});

  const auto wrong = host().unlock(UserName("Budi"), sris());
  QVERIFY(!wrong && wrong.error().code == ErrorCode::PinWrong);
  QVERIFY(!host().isOpen() && !hasSocket());
  heard = 0;
  const auto budi = must(host().unlock(UserName("Budi"), budis()));
  QCOMPARE(budi.name, UserName("Budi"));
  QVERIFY(host().isOpen() && hasSocket());
  host().handOver(budi);
  QCOMPARE(must(m_shop->status()).user, std::string("Budi"));
  const auto sold = must(m_shop->deposit(kNumber));
  QCOMPARE(sold.payment.user, UserName("Budi"));
  QTRY_VERIFY_WITH_TIMEOUT(heard > 0, kPatienceMs);
  // As where it was never closed, with the wrong one that nobody could write down then.
  QCOMPARE(newestAtTheDoor(3), std::string("hand-over Budi 1, lock Sri 0, added Budi 0"));
  QCOMPARE(m_shop->forward({"payments", "list"}, sris()), 0);
}

void LockedHomeTest::a_payment_on_its_way_keeps_it_open() {
  const std::string ref = must(m_shop->deposit(kNumber)).payment.ref.str();
  lock();
  QVERIFY(!m_shop->tryToClose());
  QVERIFY(host().isOpen() && hasSocket());
  // Still answered, also to loketctl, which ends it.
  QCOMPARE(must(m_shop->status()).offlineCount, 1);
  QCOMPARE(m_shop->forward({"cancel", ref, "--reason", "batal", "--second", "Budi"}, sris(), budis()), 0);
  QTRY_VERIFY_WITH_TIMEOUT(!host().isOpen(), kPatienceMs);
  QTRY_VERIFY_WITH_TIMEOUT(!hasSocket(), kPatienceMs);
  must(host().unlock(UserName(), sris()));
  QCOMPARE(must(m_shop->status()).offlineCount, 0);
  QVERIFY(m_shop->deposit("081234567802"));
}

void LockedHomeTest::what_is_done_beside_the_core_keeps_it_open() {
  auto held = host().use();
  QVERIFY(held != nullptr);
  lock();
  QVERIFY(!m_shop->tryToClose());
  QVERIFY(host().isOpen());
  held.reset();
  QTRY_VERIFY_WITH_TIMEOUT(!host().isOpen(), kPatienceMs);
}

void LockedHomeTest::who_unlocks_before_that_finds_it_open() {
  const std::string ref = must(m_shop->deposit(kNumber)).payment.ref.str();
  lock();
  const auto budi = must(host().unlock(UserName("Budi"), budis()));
  host().handOver(budi);
  QCOMPARE(m_shop->forward({"cancel", ref, "--reason", "batal", "--second", "Budi"}, sris(), budis()), 0);
  // Nothing is under way, and nothing is locked.
  QVERIFY(!m_shop->tryToClose());
  QVERIFY(host().isOpen() && hasSocket());
  QVERIFY(m_shop->status());
}

void LockedHomeTest::somebody_else_may_have_it_meanwhile() {
  lock();
  QTRY_VERIFY_WITH_TIMEOUT(!hasSocket(), kPatienceMs);
  QVERIFY(m_shop->tryToClose());
  {
    const auto theirs = AgentHost::open({m_shop->home(), {}, HostKind::Command}, UserName("Budi"), budis());
    QVERIFY(theirs);
    const auto busy = host().unlock(UserName(), sris());
    QVERIFY(!busy && busy.error().code == ErrorCode::HomeBusy);
    QVERIFY(!host().isOpen());
  }
  must(host().unlock(UserName(), sris()));
  QVERIFY(m_shop->status());
}

void LockedHomeTest::every_call_is_answered_while_it_closes() {
  constexpr int kThreads = 2;
  std::atomic<int> odd{0};
  std::atomic<int> done{0};
  std::vector<std::thread> threads;
  lock();
  for (int i = 0; i < kThreads; ++i)
    threads.emplace_back([&] {
      for (bool isOpen = true; isOpen; ++done) {
        const auto told = m_shop->status();
        isOpen = told.has_value();
        if (!told && told.error().code != ErrorCode::Closed)
          ++odd;
        std::this_thread::yield();
      }
    });
  // It may find a moment between two questions by itself.
  while (done < 100 && host().isOpen()) std::this_thread::yield();
  // Between two of their questions.
  while (!m_shop->tryToClose()) std::this_thread::yield();
  for (std::thread& one : threads) one.join();
  QCOMPARE(odd.load(), 0);
  must(host().unlock(UserName(), sris()));
  QVERIFY(m_shop->status());
}

void LockedHomeTest::it_may_go_while_it_is_closed() {
  lock();
  QTRY_VERIFY_WITH_TIMEOUT(!host().isOpen(), kPatienceMs);
  m_shop->close();
  QVERIFY(adapters::HomeLock::take(m_shop->home()));
}

QTEST_GUILESS_MAIN(LockedHomeTest)
#include "locked_home_test.moc"

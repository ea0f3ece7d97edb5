#include "tests/simulator/endurance/long_queue.h"

#include <chrono>
#include <map>
#include <random>
#include <utility>

#include "tests/support/first_schema.h"
#include "tests/unit/engine/counter.h"

namespace loket::simulator {
namespace {

constexpr int kWeeks = 53;  // a year and some days
constexpr int kAcceptedTogether = 250;
constexpr int kTold = 10'000;
constexpr int kWeeksTold = 13;
// Until then by the first program that there was; the next start is this one's, over all schemas at once.
constexpr int kUpgradedIn = 17;
constexpr Duration kTenYears = Duration::days(3652);
// What stays on while the shop is open, in between.
constexpr Duration kLooksAround = Duration::minutes(2);
// At most a day of the shop's time to bring it all out.
constexpr Duration kDrainMax = Duration::days(3);

class Stopwatch {
 public:
  double seconds() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - m_begin).count();
  }

 private:
  std::chrono::steady_clock::time_point m_begin = std::chrono::steady_clock::now();
};

class Shop {
 public:
  Shop(std::uint64_t seed, YearProgress progress) : m_random(seed), m_progress(std::move(progress)) {
    m_counter.config.offline = {Money::rupiah(100'000'000), Money::rupiah(900'000'000'000), 1'000'000,
                                Duration::days(9999)};
    m_counter.script.away = {UpstreamId("digi")};
    m_counter.script.latency = Duration::millis(20);
    m_counter.script.onPay = [this](const Attempt& attempt) {
      ++m_effects[attempt.body];
      return tests::successOf("SN" + attempt.attemptRef.str());
    };
  }

  LongQueue run(int payments) {
    m_report.payments = payments;
    if (!m_counter.start())
      return failed("the home cannot be opened");
    if (!accept() || !keep() || !drain())
      return m_report;
    judge();
    return m_report;
  }

 private:
  LongQueue failed(const std::string& why) {
    m_report.violation = why;
    return m_report;
  }

  bool accept() {
    const Stopwatch watch;
    int answered = 0;
    for (int n = 0; n < m_report.payments;) {
      for (int i = 0; i < kAcceptedTogether && n < m_report.payments; ++i, ++n)
        m_counter.engine->sell(tests::offline(tests::pulsaFor(n)), [this, &answered](const auto& sold) {
          ++answered;
          if (!sold)
            m_report.violation = "not accepted: " + sold.error().detail;
        });
      m_counter.engine->turn(Duration{});
      if (n % kTold == 0)
        m_progress("accepted", n, m_report.payments);
    }
    m_report.acceptSeconds = watch.seconds();
    if (m_report.violation.empty() && answered != m_report.payments)
      m_report.violation = "a sale was not answered";
    return m_report.violation.empty();
  }

  bool keep() {
    const Stopwatch watch;
    Duration set;
    for (int week = 0; week < kWeeks; ++week) {
      m_counter.die();
      if (week == kUpgradedIn) {
        tests::takeBackToFirstSchema(m_counter.home.path());
        ++m_report.upgrades;
      }
      m_counter.clock.moveBy(Duration::days(7));
      m_report.days += 7;
      if (m_random() % 4 == 0) {
        // Back to the right time, or away from it, by up to ten years.
        const Duration by =
            set == Duration{}
                ? Duration{static_cast<std::int64_t>(m_random() % 2000) * kTenYears.ms / 1000 - kTenYears.ms}
                : Duration{} - set;
        set = set + by;
        m_counter.clock.set(by);
        ++m_report.clocksSet;
      }
      if (!m_counter.start()) {
        m_report.violation = "the home cannot be opened again";
        return false;
      }
      ++m_report.restarts;
      if (m_report.restarts % kWeeksTold == 0)
        m_progress("weeks kept", m_report.restarts, kWeeks);
      m_counter.turnFor(kLooksAround);
      if (const int waiting = m_counter.engine->status().offlineCount; waiting != m_report.payments) {
        m_report.violation = std::to_string(waiting) + " are left in week " + std::to_string(week);
        return false;
      }
    }
    m_report.keepSeconds = watch.seconds();
    return true;
  }

  bool drain() {
    const Stopwatch watch;
    m_counter.script.away.clear();
    const bool done =
        m_counter.turnUntil(
            [this, told = 0]() mutable {
              const int delivered = m_report.payments - m_counter.engine->status().queueCount;
              if (delivered >= told + kTold)
                m_progress("delivered", told = delivered / kTold * kTold, m_report.payments);
              return delivered == m_report.payments;
            },
            kDrainMax);
    m_report.drainSeconds = watch.seconds();
    if (!done)
      m_report.violation = std::to_string(m_counter.engine->status().queueCount) + " are not delivered";
    return done;
  }

  void judge() {
    for (const auto& [body, times] : m_effects) {
      m_report.delivered += static_cast<std::uint64_t>(times);
      if (times != 1)
        m_report.violation = "delivered " + std::to_string(times) + " times: " + body;
    }
    for (int n = 0; n < m_report.payments && m_report.violation.empty(); ++n) {
      const auto kept = tests::must(m_counter.real->byClientRef(tests::pulsaFor(n).clientRef));
      if (!kept)
        m_report.violation = "lost: " + tests::pulsaFor(n).clientRef.str();
      else if (kept->state != PaymentState::Succeeded)
        m_report.violation = kept->ref.str() + " is " + std::string(wordOf(kept->state));
    }
    if (m_report.violation.empty() && !m_counter.trial().isZero())
      m_report.violation = "the books do not sum to zero";
  }

  std::mt19937_64 m_random;
  YearProgress m_progress;
  tests::Counter m_counter;
  LongQueue m_report;
  std::map<std::string, int> m_effects;
};

}  // namespace

LongQueue keepForAYear(int payments, std::uint64_t seed, YearProgress progress) {
  return Shop(seed, std::move(progress)).run(payments);
}

}  // namespace loket::simulator

// Which one-time codes count: of now and a step beside it, once, and not after too many wrong ones.
#include "core/domain/approval/owner_code.h"

#include <QTest>

using namespace loket;

namespace {

constexpr Instant kNow{1'795'399'509'000};

std::string codeOf(std::int64_t step) {
  return std::to_string(100'000 + step % 900'000);
}

JudgedCode judge(const CodeUse& use, const std::string& typed, Instant now) {
  std::array<StepCode, 3> around;
  const auto steps = codeStepsAround(now);
  for (std::size_t i = 0; i < steps.size(); ++i) around[i] = {steps[i], codeOf(steps[i])};
  return judgeCode(use, around, typed, now);
}

}  // namespace

class OwnerCodeTest : public QObject {
  Q_OBJECT

 private slots:
  void one_step_either_side_counts() {
    const std::int64_t step = codeStepAt(kNow);
    for (const std::int64_t beside : {-1, 0, 1})
      QVERIFY(judge({}, codeOf(step + beside), kNow).verdict == CodeVerdict::Right);
    for (const std::int64_t beside : {-2, 2, 120})
      QVERIFY(judge({}, codeOf(step + beside), kNow).verdict == CodeVerdict::Wrong);
    QVERIFY(judge({}, "", kNow).verdict == CodeVerdict::Wrong);
    const std::string code = codeOf(step);
    QVERIFY(judge({}, code.substr(0, 3) + " " + code.substr(3), kNow).verdict == CodeVerdict::Right);
    QVERIFY(judge({}, code + "0", kNow).verdict == CodeVerdict::Wrong);
  }
  void a_code_and_all_before_it_are_used_up() {
    const std::int64_t step = codeStepAt(kNow);
    const JudgedCode first = judge({}, codeOf(step), kNow);
    QCOMPARE(first.after.lastStep, step);
    QVERIFY(judge(first.after, codeOf(step), kNow).verdict == CodeVerdict::Wrong);
    QVERIFY(judge(first.after, codeOf(step - 1), kNow).verdict == CodeVerdict::Wrong);
    QVERIFY(judge(first.after, codeOf(step + 1), kNow).verdict == CodeVerdict::Right);
    // Also when the clock is set back to when it was good, or to when an older one was.
    for (const Duration back : {kCodeStep, Duration::hours(1), Duration::days(3650)})
      for (const std::int64_t at : codeStepsAround(kNow - back))
        if (at <= step)
          QVERIFY(judge(first.after, codeOf(at), kNow - back).verdict == CodeVerdict::Wrong);
  }
  void the_drift_of_the_last_good_one_is_known() {
    for (const std::int64_t beside : {-1, 0, 1})
      QCOMPARE(judge({}, codeOf(codeStepAt(kNow) + beside), kNow).after.driftSteps, beside);
    const CodeUse behind = judge({}, codeOf(codeStepAt(kNow) - 1), kNow).after;
    QCOMPARE(judge(behind, "000000", kNow).after.driftSteps, std::int64_t{-1});
  }
  void why_a_wrong_one_is_wrong() {
    const std::int64_t now = codeStepAt(kNow);
    std::vector<StepCode> around;
    for (std::int64_t step = now - kCodeFarSteps; step <= now + kCodeFarSteps; ++step) around.push_back({step, codeOf(step)});
    const auto fault = [&around](const CodeUse& use, const std::string& typed) { return faultOf(use, around, typed, kNow); };
    QVERIFY(fault({}, "000000").why == WrongCode::Unknown);
    QVERIFY(fault({}, codeOf(now + kCodeFarSteps + 1)).why == WrongCode::Unknown);
    for (const std::int64_t off : {-kCodeFarSteps, std::int64_t{-2}, std::int64_t{5}}) {
      const CodeFault clock = fault({}, codeOf(now + off));
      QVERIFY(clock.why == WrongCode::ClockOff);
      QCOMPARE(clock.driftSteps, off);
    }
    CodeUse use;
    use.lastStep = now;
    // An old one says nothing about a clock.
    QVERIFY(fault(use, codeOf(now)).why == WrongCode::Used);
    QVERIFY(fault(use, codeOf(now - 5)).why == WrongCode::Used);
    QVERIFY(fault(use, codeOf(now + 5)).why == WrongCode::ClockOff);
  }
  void five_wrong_ones_lock_for_a_quarter_of_an_hour() {
    const std::string right = codeOf(codeStepAt(kNow));
    CodeUse use;
    for (int i = 0; i < kCodeTries; ++i) {
      QVERIFY(use.lockedUntil == Instant{});
      QVERIFY(judge(use, right, kNow).verdict == CodeVerdict::Right);
      const JudgedCode wrong = judge(use, "000000", kNow);
      QVERIFY(wrong.verdict == CodeVerdict::Wrong);
      use = wrong.after;
    }
    QVERIFY(use.lockedUntil == kNow + kCodeLock);
    QVERIFY(judge(use, right, kNow).verdict == CodeVerdict::Locked);
    const Instant almost = kNow + kCodeLock - Duration::millis(1);
    QVERIFY(judge(use, codeOf(codeStepAt(almost)), almost).verdict == CodeVerdict::Locked);
    const Instant after = kNow + kCodeLock;
    QVERIFY(judge(use, codeOf(codeStepAt(after)), after).verdict == CodeVerdict::Right);
    // And then there are five again, not more.
    CodeUse again = use;
    for (int i = 0; i < kCodeTries; ++i) again = judge(again, "000000", after).after;
    QVERIFY(judge(again, codeOf(codeStepAt(after)), after).verdict == CodeVerdict::Locked);
  }
  void a_right_one_forgives_the_wrong_ones() {
    CodeUse use;
    for (int i = 0; i < kCodeTries - 1; ++i) use = judge(use, "000000", kNow).after;
    use = judge(use, codeOf(codeStepAt(kNow)), kNow).after;
    QCOMPARE(use.wrong, 0);
    QVERIFY(use.lockedUntil == Instant{});
  }
  void a_clock_that_is_set_back_opens_no_lock_and_makes_none_longer() {
    CodeUse use;
    for (int i = 0; i < kCodeTries; ++i) use = judge(use, "000000", kNow).after;
    for (const Duration back : {Duration::minutes(1), Duration::hours(1), Duration::days(3650)}) {
      const Instant then = kNow - back;
      const JudgedCode tried = judge(use, codeOf(codeStepAt(then)), then);
      QVERIFY(tried.verdict == CodeVerdict::Locked);
      QVERIFY(tried.after.lockedUntil <= then + kCodeLock);
      const Instant later = then + kCodeLock;
      QVERIFY(judge(tried.after, codeOf(codeStepAt(later)), later).verdict == CodeVerdict::Right);
    }
  }
};

QTEST_GUILESS_MAIN(OwnerCodeTest)
#include "owner_code_test.moc"

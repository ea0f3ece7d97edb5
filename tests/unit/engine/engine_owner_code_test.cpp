// The absent owner's one-time code in the place of a second person: good once, for others than the owner, and
// counted on disk.
#include <QTest>

#include "core/adapters/otp/oath_codes.h"
#include "tests/unit/engine/counter.h"

using namespace loket;
using namespace loket::tests;

namespace {

const std::string kWrong = "000000";
constexpr const char* kReason = "menurut laporan pemasok";

}  // namespace

class EngineOwnerCodeTest : public QObject {
  Q_OBJECT

 private slots:
  void init() {
    m_counter = std::make_unique<Counter>();
    m_counter->oneTimeCodes = &m_codes;
    m_counter->script.onPay = [](const Attempt&) { return verdictOf(VerdictKind::Unknown, "timeout"); };
    m_counter->script.onAsk = m_counter->script.onPay;
    QVERIFY(m_counter->start());
  }
  void the_telephone_gets_its_secret_once();
  void the_code_stands_in_for_a_second_person();
  void a_used_code_is_not_good_again_not_even_after_a_restart();
  void a_code_that_settled_nothing_is_still_good();
  void the_code_is_written_with_what_it_settles();
  void the_owner_is_not_two_people();
  void who_is_alone_settles_by_the_own_code_and_never_without();
  void wrong_codes_lock_also_over_a_restart();
  void a_clock_set_back_gives_nothing_back();
  void a_clock_set_forward_ends_no_lock();
  void a_machine_started_again_waits_from_there();
  void wrong_codes_within_one_commit_are_counted();
  void off_is_off();

 private:
  std::string enrol(const char* owner = "sri") {
    const auto uri = m_counter->ask<std::string>([&](api::Reply<std::string> reply) {
      m_counter->engine->enrolOwnerCode(UserName(owner), std::move(reply));
    });
    if (!uri)
      qFatal("not enrolled");
    const auto at = uri->find("secret=") + 7;
    m_secret = uri->substr(at, uri->find('&', at) - at);
    return *uri;
  }
  // What the telephone shows now, or so many steps away.
  std::string shown(int steps = 0) {
    return must(
        m_codes.codeAt(SecretBytes(m_secret), m_counter->clock.now() + Duration::seconds(30 * steps)));
  }
  std::string otherThanShown() {
    for (int digit = 0;; ++digit) {
      const std::string code(6, static_cast<char>('0' + digit));
      if (code != shown(-1) && code != shown() && code != shown(1))
        return code;
    }
  }
  // A payment that waits for people.
  PaymentRef stuck() {
    Counter& c = *m_counter;
    const auto sold = must(c.sell(pulsaFor(++m_number)));
    if (!c.turnUntil([&] { return c.stored(sold.payment.ref).escalatedAt != Instant{}; },
                     Duration::minutes(20)))
      qFatal("not escalated");
    return sold.payment.ref;
  }
  Result<api::PaymentView> decide(const PaymentRef& ref, const std::string& code, const char* by = "budi",
                                  const char* reason = kReason, bool isAlone = false) {
    api::Decision decision;
    decision.outcome = ManualOutcome::Failed;
    decision.approval.by = UserName(by);
    decision.approval.reason = reason;
    decision.ownerCode = code;
    decision.isAlone = isAlone;
    return m_counter->ask<api::PaymentView>([&](api::Reply<api::PaymentView> reply) {
      m_counter->engine->decide(ref, decision, std::move(reply));
    });
  }
  ErrorCode refusal(const PaymentRef& ref, const std::string& code, const char* by = "budi",
                    const char* reason = kReason, bool isAlone = false) {
    const auto view = decide(ref, code, by, reason, isAlone);
    return view ? ErrorCode::Internal : view.error().code;
  }

  adapters::OathCodes m_codes;
  std::unique_ptr<Counter> m_counter;
  std::string m_secret;
  int m_number = 0;
};

void EngineOwnerCodeTest::the_telephone_gets_its_secret_once() {
  const std::string uri = enrol();
  QVERIFY2(uri.rfind("otpauth://totp/Loket:Warung%20Bu%20Sri?secret=", 0) == 0, uri.c_str());
  QVERIFY(uri.find("&issuer=Loket&algorithm=SHA1&digits=6&period=30") != std::string::npos);
  // 160 bits.
  QCOMPARE(m_secret.size(), std::size_t{32});
  const auto again = m_counter->ask<std::string>([&](api::Reply<std::string> reply) {
    m_counter->engine->enrolOwnerCode(UserName("sri"), std::move(reply));
  });
  QVERIFY(!again && again.error().code == ErrorCode::StateForbids);
}

void EngineOwnerCodeTest::the_code_stands_in_for_a_second_person() {
  const PaymentRef ref = stuck();
  QVERIFY(refusal(ref, "123456") == ErrorCode::ApprovalMissing);  // none is set up
  enrol();
  QVERIFY(refusal(ref, {}) == ErrorCode::ApprovalMissing);
  QVERIFY(refusal(ref, otherThanShown()) == ErrorCode::CodeWrong);
  QVERIFY(decide(ref, shown()));
  QVERIFY(m_counter->stored(ref).state == PaymentState::RefundDue);
  const auto history = must(m_counter->real->history(ref));
  const auto decided = std::find_if(history.begin(), history.end(), [](const PaymentEvent& event) {
    return std::holds_alternative<DecidedEvent>(event.body);
  });
  QVERIFY(decided != history.end());
  const auto& body = std::get<DecidedEvent>(decided->body);
  QVERIFY(body.by == UserName("budi") && body.with.empty() && body.reason == kReason);
}

void EngineOwnerCodeTest::a_used_code_is_not_good_again_not_even_after_a_restart() {
  enrol();
  const PaymentRef one = stuck();
  const PaymentRef other = stuck();
  const std::string code = shown();
  QVERIFY(decide(one, code));
  QVERIFY(refusal(other, code) == ErrorCode::CodeWrong);
  m_counter->restart();
  QVERIFY(refusal(other, code) == ErrorCode::CodeWrong);
  QVERIFY(decide(other, shown(1)));
}

void EngineOwnerCodeTest::a_code_that_settled_nothing_is_still_good() {
  enrol();
  const PaymentRef ref = stuck();
  const std::string code = shown();
  QVERIFY(refusal(ref, code, "budi", "ok") == ErrorCode::ReasonMissing);
  QVERIFY(refusal(PaymentRef("nothing"), code) == ErrorCode::NotFound);
  for (int i = 0; i < 2 * kCodeTries; ++i)
    QVERIFY(refusal(ref, kWrong, "budi", "ok") == ErrorCode::ReasonMissing);
  QVERIFY(decide(ref, code));
}

void EngineOwnerCodeTest::the_code_is_written_with_what_it_settles() {
  enrol();
  const PaymentRef ref = stuck();
  const std::string code = shown();
  m_counter->probe.points.clear();
  QVERIFY(decide(ref, code));
  // One commit: what it settles and that it is used up.
  const auto& points = m_counter->probe.points;
  const std::vector<std::string> both{"decision.before-commit", "owner-code.before-commit",
                                      "decision.after-commit", "owner-code.after-commit"};
  QVERIFY(std::search(points.begin(), points.end(), both.begin(), both.end()) != points.end());
}

void EngineOwnerCodeTest::the_owner_is_not_two_people() {
  enrol("Sri");
  const PaymentRef ref = stuck();
  for (const char* owner : {"Sri", "sri", "SRI "})
    QVERIFY(refusal(ref, shown(), owner) == ErrorCode::ApprovalMissing);
  QVERIFY(decide(ref, shown()));
}

void EngineOwnerCodeTest::who_is_alone_settles_by_the_own_code_and_never_without() {
  const PaymentRef ref = stuck();
  QVERIFY(refusal(ref, {}, "Sri", kReason, true) == ErrorCode::ApprovalMissing);
  QVERIFY(refusal(ref, "123456", "Sri", kReason, true) == ErrorCode::ApprovalMissing);  // none is set up
  enrol("Sri");
  QVERIFY(refusal(ref, {}, "Sri", kReason, true) == ErrorCode::ApprovalMissing);
  QVERIFY(refusal(ref, otherThanShown(), "Sri", kReason, true) == ErrorCode::CodeWrong);
  const std::string code = shown();
  QVERIFY(decide(ref, code, "Sri", kReason, true));
  QVERIFY(m_counter->stored(ref).state == PaymentState::RefundDue);
  QVERIFY(refusal(stuck(), code, "Sri", kReason, true) == ErrorCode::CodeWrong);  // used up
}

void EngineOwnerCodeTest::wrong_codes_lock_also_over_a_restart() {
  enrol();
  const PaymentRef ref = stuck();
  for (int i = 0; i < kCodeTries; ++i) {
    QVERIFY(refusal(ref, otherThanShown()) == ErrorCode::CodeWrong);
    m_counter->restart();
  }
  const Instant locked = m_counter->clock.now();
  const auto refused = decide(ref, shown());
  QVERIFY(!refused && refused.error().code == ErrorCode::CodeLocked);
  const auto until = parseRfc3339(refused.error().detail);
  QVERIFY(until && *until - locked <= kCodeLock && *until - locked > kCodeLock - Duration::minutes(1));
  m_counter->turnFor(Duration::minutes(13));
  m_counter->restart();
  QVERIFY(refusal(ref, shown()) == ErrorCode::CodeLocked);
  m_counter->turnFor(Duration::minutes(2));
  QVERIFY(decide(ref, shown()));
}

void EngineOwnerCodeTest::a_clock_set_back_gives_nothing_back() {
  enrol();
  const PaymentRef one = stuck();
  const PaymentRef other = stuck();
  const std::string code = shown();
  QVERIFY(decide(one, code));
  m_counter->turnFor(Duration::minutes(10));
  m_counter->clock.set(Duration::minutes(-10));
  QVERIFY(refusal(other, code) == ErrorCode::CodeWrong);
  for (int i = 1; i < kCodeTries; ++i) QVERIFY(refusal(other, otherThanShown()) == ErrorCode::CodeWrong);
  // Back to before the lock began, and also years back: still locked, and for no longer than a lock is.
  for (const Duration back : {Duration::minutes(20), Duration::days(3650)}) {
    m_counter->clock.set(Duration{} - back);
    m_counter->restart();
    QVERIFY(refusal(other, shown()) == ErrorCode::CodeLocked);
    m_counter->turnFor(Duration::minutes(7));
    QVERIFY(refusal(other, shown()) == ErrorCode::CodeLocked);
  }
}

void EngineOwnerCodeTest::a_clock_set_forward_ends_no_lock() {
  enrol();
  const PaymentRef ref = stuck();
  for (int i = 0; i < kCodeTries; ++i) QVERIFY(refusal(ref, otherThanShown()) == ErrorCode::CodeWrong);
  for (const Duration forward : {Duration::minutes(16), Duration::hours(30)}) {
    m_counter->clock.set(forward);
    QVERIFY(refusal(ref, shown()) == ErrorCode::CodeLocked);
    m_counter->restart();
    const auto refused = decide(ref, shown());
    QVERIFY(!refused && refused.error().code == ErrorCode::CodeLocked);
    // By the clock as it is now.
    const auto until = parseRfc3339(refused.error().detail);
    QVERIFY(until && *until > m_counter->clock.now() && *until - m_counter->clock.now() <= kCodeLock);
    m_counter->turnFor(Duration::minutes(7));
  }
  m_counter->turnFor(Duration::minutes(2));
  QVERIFY(decide(ref, shown()));
}

void EngineOwnerCodeTest::a_machine_started_again_waits_from_there() {
  enrol();
  const PaymentRef ref = stuck();
  for (int i = 0; i < kCodeTries; ++i) QVERIFY(refusal(ref, otherThanShown()) == ErrorCode::CodeWrong);
  m_counter->turnFor(Duration::minutes(14));
  m_counter->uptime.startAgain();
  m_counter->clock.set(Duration::hours(1));
  m_counter->restart();
  QVERIFY(refusal(ref, shown()) == ErrorCode::CodeLocked);
  m_counter->turnFor(Duration::minutes(14));
  QVERIFY(refusal(ref, shown()) == ErrorCode::CodeLocked);
  m_counter->turnFor(Duration::minutes(2));
  QVERIFY(decide(ref, shown()));
}

void EngineOwnerCodeTest::wrong_codes_within_one_commit_are_counted() {
  enrol();
  const PaymentRef ref = stuck();
  std::vector<ErrorCode> heard;
  api::Decision decision;
  decision.approval.by = UserName("budi");
  decision.approval.reason = kReason;
  decision.ownerCode = otherThanShown();
  for (int i = 0; i <= kCodeTries; ++i)
    m_counter->engine->decide(ref, decision, [&heard](const Result<api::PaymentView>& view) {
      heard.push_back(view ? ErrorCode::Internal : view.error().code);
    });
  // Nobody hears a verdict before it is written.
  QVERIFY(heard.empty());
  QVERIFY(m_counter->turnUntil([&] { return heard.size() == kCodeTries + 1; }));
  QCOMPARE(std::count(heard.begin(), heard.end(), ErrorCode::CodeWrong), kCodeTries);
  QVERIFY(heard.back() == ErrorCode::CodeLocked);
}

void EngineOwnerCodeTest::off_is_off() {
  enrol();
  const PaymentRef ref = stuck();
  const auto off = [this] {
    return m_counter->ask<bool>(
        [&](api::Reply<bool> reply) { m_counter->engine->forgetOwnerCode({}, std::move(reply)); });
  };
  QVERIFY(off());
  QVERIFY(refusal(ref, shown()) == ErrorCode::ApprovalMissing);
  m_counter->restart();
  QVERIFY(refusal(ref, shown()) == ErrorCode::ApprovalMissing);
  const auto again = off();
  QVERIFY(!again && again.error().code == ErrorCode::NotFound);
  // Another secret; the old one's codes are nothing.
  const std::string old = m_secret;
  enrol();
  QVERIFY(m_secret != old);
  QVERIFY(decide(ref, shown()));
}

QTEST_GUILESS_MAIN(EngineOwnerCodeTest)
#include "engine_owner_code_test.moc"

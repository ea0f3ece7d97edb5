// A second proof before dear and risky payments: asked for before anything is recorded, said beforehand, good once, and kept
// with what it was for.
#include <QTest>

#include "core/adapters/otp/oath_codes.h"
#include "core/adapters/store/connection.h"
#include "tests/unit/engine/counter.h"

using namespace loket;
using namespace loket::tests;

namespace {

Money rp(std::int64_t amount) { return Money::rupiah(amount); }
// What pulsaFor costs the customer.
constexpr std::int64_t kPulsa = 12'000;

}  // namespace

class EngineStepUpTest : public QObject {
  Q_OBJECT

 private slots:
  void init() {
    m_counter = std::make_unique<Counter>();
    m_counter->oneTimeCodes = &m_codes;
    m_counter->script.onBalance = [] {
      return ports::BalanceReply{verdictOf(VerdictKind::Succeeded, "00"), Money::rupiah(900'000'000)};
    };
    m_counter->config.stepUp.from = rp(kPulsa);
    m_finger = ports::FingerFailure::NoReader;
    m_secret.clear();
  }
  void without_a_policy_nothing_is_asked();
  void it_is_said_beforehand_and_nothing_is_recorded_without();
  void the_persons_code_opens_it_and_is_kept();
  void a_used_code_opens_nothing_not_even_after_a_restart();
  void a_code_that_was_not_wanted_or_not_enough_stays_good();
  void wrong_codes_lock_also_over_a_restart();
  void a_clock_that_is_off_is_told();
  void codes_are_each_persons_own();
  void no_entry_of_the_journal_names_whose_code_it_is();
  void a_code_under_its_persons_name_goes_on();
  void the_absent_owners_code_does_too();
  void forgotten_is_forgotten();
  void a_finger_is_asked_by_the_core();
  void a_number_is_new_until_something_has_reached_it();
  void the_hour_is_counted();
  void a_sale_by_code_is_proved_when_its_code_is_made();
  void cash_that_leaves_the_drawer();
  void the_proof_is_of_who_gave_the_command();
  void limits_change_it_at_once();
  void what_two_units_of_one_turn_say_at_the_door_is_kept();
  void a_name_of_nothing_is_refused_and_an_old_one_is_told();

 private:
  void start() {
    m_counter->openFingers = [this](const UserName& person) {
      m_askedFingers.push_back(person.str());
      return m_finger ? ports::FingerResult<void>(tl::unexpected<ports::FingerError>(ports::FingerError{*m_finger, {}}))
                      : ports::FingerResult<void>();
    };
    QVERIFY(m_counter->start());
  }
  std::string enrol(const char* person = "sri", bool isOwners = false) {
    const auto uri = must(m_counter->ask<std::string>([&](api::Reply<std::string> reply) {
      if (isOwners)
        m_counter->engine->enrolOwnerCode(UserName(person), std::move(reply));
      else
        m_counter->engine->enrolCode(UserName(person), std::move(reply));
    }));
    const auto at = uri.find("secret=") + 7;
    m_secret = uri.substr(at, uri.find('&', at) - at);
    return uri;
  }
  std::string shown(int steps = 0) {
    return must(m_codes.codeAt(SecretBytes(m_secret), m_counter->clock.now() + Duration::seconds(30 * steps)));
  }
  std::string otherThanShown() {
    for (int digit = 0;; ++digit) {
      const std::string code(6, static_cast<char>('0' + digit));
      bool isFree = true;
      for (int step = -21; step <= 21; ++step) isFree = isFree && code != shown(step);
      if (isFree)
        return code;
    }
  }
  Result<api::PaymentView> sell(api::SellRequest request, const std::string& code = {},
                                ProofKind kind = ProofKind::OwnCode) {
    if (!code.empty() || kind == ProofKind::Finger)
      request.proof = {kind, code};
    return m_counter->sell(request);
  }
  static std::string wordsOf(const Result<api::PaymentView>& answer) {
    return answer ? std::string("sold") : std::string(wordOf(answer.error().code)) + " " + answer.error().detail;
  }
  int recorded() { return static_cast<int>(must(m_counter->real->payments({})).size()); }
  std::string newestSignIn() {
    const auto events = must(m_counter->real->accessLog(1));
    return events.empty() ? std::string() : std::string(wordOf(events.front().kind)) + " " + events.front().who.str() + " " + events.front().reason;
  }
  api::SellRequest transferTo(const char* number, std::int64_t amount) {
    api::SellRequest request;
    request.product = "transfer-bank";
    request.number = number;
    request.amount = rp(amount);
    request.repeat = api::Repeat::Allow;
    request.clientRef = ClientRef("transfer-" + std::to_string(++m_orders));
    return request;
  }

  adapters::OathCodes m_codes;
  std::unique_ptr<Counter> m_counter;
  std::string m_secret;
  std::optional<ports::FingerFailure> m_finger;  // nothing: it is theirs
  std::vector<std::string> m_askedFingers;
  int m_orders = 0;
};

void EngineStepUpTest::without_a_policy_nothing_is_asked() {
  m_counter->config.stepUp = {};
  start();
  const auto sold = must(sell(pulsaFor(1)));
  QVERIFY(m_counter->stored(sold.payment.ref).stepUp.empty());
  QVERIFY(must(m_counter->quote({"pulsa-telkomsel-10000", mobileNumber(2), {}})).stepUp == StepUpReason::None);
}

void EngineStepUpTest::it_is_said_beforehand_and_nothing_is_recorded_without() {
  start();
  QVERIFY(must(m_counter->quote({"pulsa-telkomsel-10000", mobileNumber(1), {}})).stepUp == StepUpReason::Amount);
  QCOMPARE(wordsOf(sell(pulsaFor(1))), std::string("step-up-missing amount"));
  // Nobody has a telephone yet.
  QCOMPARE(wordsOf(sell(pulsaFor(1), "123456")), std::string("approval-missing sri has set up no code"));
  QCOMPARE(recorded(), 0);
  QVERIFY(m_counter->script.callsOf("pay").empty());
}

void EngineStepUpTest::the_persons_code_opens_it_and_is_kept() {
  start();
  const std::string uri = enrol();
  QVERIFY2(uri.rfind("otpauth://totp/Loket:Warung%20Bu%20Sri%20-%20sri?secret=", 0) == 0, uri.c_str());
  QVERIFY2(newestSignIn() == "pin sri code-set-up", newestSignIn().c_str());
  m_counter->turnFor(Duration::seconds(2));
  m_counter->probe.points.clear();
  const auto sold = must(sell(pulsaFor(1), shown(-1)));
  // One commit: the sale, and that its code is used up.
  const std::vector<std::string> both{"accept.before-commit", "step-up.before-commit", "accept.after-commit", "step-up.after-commit"};
  const auto& points = m_counter->probe.points;
  std::string said;
  for (const std::string& point : points) said += point + " ";
  QVERIFY2(std::search(points.begin(), points.end(), both.begin(), both.end()) != points.end(), said.c_str());
  const StepUpProof kept{StepUpReason::Amount, ProofKind::OwnCode, -1};
  QVERIFY(m_counter->stored(sold.payment.ref).stepUp == kept);
  const auto history = must(m_counter->real->history(sold.payment.ref));
  QVERIFY(std::get<AcceptedEvent>(history.front().body).payment.stepUp == kept);
  // And its drift is told.
  const auto codes = m_counter->engine->codes();
  QCOMPARE(codes.size(), std::size_t{1});
  QCOMPARE(codes.front().person, UserName("sri"));
  QCOMPARE(codes.front().driftSteps, std::int64_t{-1});
  // The same order again needs no proof: it is the same payment.
  QCOMPARE(must(sell(pulsaFor(1))).payment.ref, sold.payment.ref);
}

void EngineStepUpTest::a_used_code_opens_nothing_not_even_after_a_restart() {
  start();
  enrol();
  const std::string code = shown();
  QVERIFY(sell(pulsaFor(1), code));
  QCOMPARE(wordsOf(sell(pulsaFor(2), code)), std::string("code-wrong used"));
  m_counter->restart();
  QCOMPARE(wordsOf(sell(pulsaFor(2), code)), std::string("code-wrong used"));
  QCOMPARE(recorded(), 1);
  QVERIFY(sell(pulsaFor(2), shown(1)));
}

void EngineStepUpTest::a_code_that_was_not_wanted_or_not_enough_stays_good() {
  m_counter->config.stepUp.from = rp(kPulsa + 1);
  start();
  enrol();
  const std::string code = shown();
  QVERIFY(must(sell(pulsaFor(1), code)).payment.stepUp.empty());
  // What another rule refuses costs neither a code nor a try.
  api::SellRequest poor = tokenFor(1);
  poor.cash = rp(1);
  for (int i = 0; i < 2 * kCodeTries; ++i) {
    poor.clientRef = ClientRef("poor-" + std::to_string(i));
    QCOMPARE(wordsOf(sell(poor, otherThanShown())).substr(0, 10), std::string("cash-short"));
  }
  QVERIFY(!must(sell(tokenFor(1), code)).payment.stepUp.empty());
}

void EngineStepUpTest::wrong_codes_lock_also_over_a_restart() {
  start();
  enrol();
  for (int i = 0; i < kCodeTries; ++i) {
    QCOMPARE(wordsOf(sell(pulsaFor(1), otherThanShown())), std::string("code-wrong "));
    m_counter->restart();
  }
  QCOMPARE(wordsOf(sell(pulsaFor(1), shown())).substr(0, 11), std::string("code-locked"));
  QVERIFY(m_counter->engine->codes().front().lockedUntil > m_counter->clock.now());
  m_counter->turnFor(kCodeLock + Duration::seconds(1));
  QVERIFY(sell(pulsaFor(1), shown()));
}

void EngineStepUpTest::a_clock_that_is_off_is_told() {
  start();
  enrol();
  QCOMPARE(wordsOf(sell(pulsaFor(1), shown(-5))), std::string("code-wrong clock -150"));
  QCOMPARE(wordsOf(sell(pulsaFor(1), shown(20))), std::string("code-wrong clock 600"));
  QCOMPARE(wordsOf(sell(pulsaFor(1), shown(-21))), std::string("code-wrong "));
  QCOMPARE(recorded(), 0);
}

void EngineStepUpTest::codes_are_each_persons_own() {
  start();
  enrol("Budi");
  const std::string budis = shown();
  QCOMPARE(wordsOf(sell(pulsaFor(1), budis)), std::string("approval-missing sri has set up no code"));
  enrol("sri");
  QCOMPARE(wordsOf(sell(pulsaFor(1), budis)), std::string("code-wrong "));
  m_counter->restart();
  m_counter->engine->handOver(UserName("BUDI "));
  QVERIFY(sell(pulsaFor(1), budis));
}

void EngineStepUpTest::no_entry_of_the_journal_names_whose_code_it_is() {
  start();
  enrol("budi");
  enrol("sri");
  QCOMPARE(wordsOf(sell(pulsaFor(1), otherThanShown())).substr(0, 10), std::string("code-wrong"));
  QVERIFY(sell(pulsaFor(1), shown()));
  m_counter->die();
  {
    const auto connection = must(adapters::Connection::open(m_counter->home.path(), dataKey(), adapters::OpenMode::ReadOnly));
    adapters::Query row = connection->query(
        "SELECT sum(kind = 'setting' AND subject LIKE 'userCode.%'), sum(subject LIKE '%budi%' OR subject LIKE '%sri%') FROM journal_leaves");
    QVERIFY(row.step());
    QVERIFY(row.number(0) > 12);
    QCOMPARE(row.number(1), std::int64_t{0});
  }
  QVERIFY(m_counter->start());
  QCOMPARE(wordsOf(sell(pulsaFor(2), shown())), std::string("code-wrong used"));
  m_counter->clock.moveBy(Duration::seconds(30));
  QVERIFY(sell(pulsaFor(2), shown()));
}

// As homes of before have them.
void EngineStepUpTest::a_code_under_its_persons_name_goes_on() {
  start();
  m_counter->die();
  {
    const auto store = m_counter->home.open();
    m_secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
    ports::UnitOfWork work;
    work.settings = {{"userCode.sri.owner", "sri"}, {"userCode.sri.secret", m_secret}, {"userCode.sri.lastStep", "-1"}};
    QVERIFY(store->commit(work));
  }
  QVERIFY(m_counter->start());
  QVERIFY(sell(pulsaFor(1), shown()));
  QVERIFY(must(m_counter->ask<bool>([&](api::Reply<bool> reply) { m_counter->engine->forgetCode({UserName("sri"), UserName("sri")}, std::move(reply)); })));
  m_counter->die();
  const auto rows = must(m_counter->home.open()->settings());
  QCOMPARE(rows.at("userCode.sri.secret"), std::string());
}

void EngineStepUpTest::the_absent_owners_code_does_too() {
  start();
  enrol("sri", true);
  // Her own telephone is no second person, and is her own all the same.
  QCOMPARE(wordsOf(sell(pulsaFor(1), shown(), ProofKind::OwnerCode)).substr(0, 16), std::string("approval-missing"));
  QVERIFY(must(sell(pulsaFor(1), shown(-1))).payment.stepUp.kind == ProofKind::OwnCode);
  m_counter->engine->handOver(UserName("budi"));
  QCOMPARE(wordsOf(sell(pulsaFor(2), shown())).substr(0, 16), std::string("approval-missing"));
  QVERIFY(must(sell(pulsaFor(2), shown(), ProofKind::OwnerCode)).payment.stepUp.kind == ProofKind::OwnerCode);
}

void EngineStepUpTest::forgotten_is_forgotten() {
  start();
  enrol();
  const auto forget = [this] {
    return m_counter->ask<bool>([&](api::Reply<bool> reply) { m_counter->engine->forgetCode({UserName("SRI")}, std::move(reply)); });
  };
  QVERIFY(forget());
  QVERIFY(!forget());
  for (int i = 0; i < 2; ++i) {
    QCOMPARE(wordsOf(sell(pulsaFor(1), shown())), std::string("approval-missing sri has set up no code"));
    QVERIFY(m_counter->engine->codes().empty());
    m_counter->restart();
  }
  enrol();
  QVERIFY(sell(pulsaFor(1), shown()));
}

void EngineStepUpTest::a_finger_is_asked_by_the_core() {
  start();
  QCOMPARE(wordsOf(sell(pulsaFor(1), {}, ProofKind::Finger)), std::string("finger-refused no-reader"));
  m_finger = ports::FingerFailure::NotRecognised;
  QCOMPARE(wordsOf(sell(pulsaFor(1), {}, ProofKind::Finger)), std::string("finger-refused not-recognised"));
  QCOMPARE(recorded(), 0);
  m_finger = std::nullopt;
  const auto sold = must(sell(pulsaFor(1), {}, ProofKind::Finger));
  QVERIFY((m_counter->stored(sold.payment.ref).stepUp == StepUpProof{StepUpReason::Amount, ProofKind::Finger, 0}));
  QCOMPARE(m_askedFingers, (std::vector<std::string>{"sri", "sri", "sri"}));
  m_finger = ports::FingerFailure::NotRecognised;
  for (int i = 0; i < kCodeTries; ++i) QVERIFY(!sell(pulsaFor(2), {}, ProofKind::Finger));
  m_finger = std::nullopt;
  // Nor does it help to set the clock.
  for (const Duration by : {Duration{}, kCodeLock + kCodeLock, Duration{} - kCodeLock - kCodeLock - kCodeLock}) {
    m_counter->clock.set(by);
    QCOMPARE(wordsOf(sell(pulsaFor(2), {}, ProofKind::Finger)).substr(0, 11), std::string("code-locked"));
  }
  m_counter->turnFor(kCodeLock + Duration::seconds(1));
  QVERIFY(sell(pulsaFor(2), {}, ProofKind::Finger));
}

void EngineStepUpTest::a_number_is_new_until_something_has_reached_it() {
  m_counter->config.stepUp = {};
  m_counter->config.stepUp.newNumberFrom = rp(300'000);
  start();
  QCOMPARE(wordsOf(sell(transferTo("1234567890", 300'000))), std::string("step-up-missing new-number"));
  const auto first = must(sell(transferTo("1234567890", 100'000)));
  QVERIFY(m_counter->reaches(first.payment.ref, PaymentState::Succeeded));
  QVERIFY(sell(transferTo("1234567890", 300'000)));
  QCOMPARE(wordsOf(sell(transferTo("2234567890", 300'000))), std::string("step-up-missing new-number"));
  // A number that only begins like it is another one.
  QCOMPARE(wordsOf(sell(transferTo("12345678901", 300'000))), std::string("step-up-missing new-number"));
  // Longer than anything is remembered for its own sake; a machine that sleeps at night does each day's work when it wakes.
  for (int day = 0; day < 40; ++day) {
    m_counter->clock.moveBy(Duration::days(1));
    m_counter->turnFor(Duration::minutes(10));
  }
  QVERIFY(sell(transferTo("1234567890", 300'000)));
}

void EngineStepUpTest::the_hour_is_counted() {
  m_counter->config.stepUp = {};
  m_counter->config.stepUp.perHour = 3;
  start();
  QVERIFY(sell(transferTo("1234567890", 50'000)));
  // Airtime does not move on.
  QVERIFY(sell(pulsaFor(1)));
  QVERIFY(sell(transferTo("2234567890", 50'000)));
  QCOMPARE(wordsOf(sell(transferTo("3234567890", 50'000))), std::string("step-up-missing often"));
  m_counter->turnFor(Duration::hours(1) + Duration::seconds(1));
  QVERIFY(sell(transferTo("3234567890", 50'000)));
}

void EngineStepUpTest::a_sale_by_code_is_proved_when_its_code_is_made() {
  Counter& c = *m_counter;
  c.script.onCollect = [](const Collection&, const std::string&) {
    CollectionTold told;
    told.verdict = verdictOf(VerdictKind::Succeeded, "00");
    told.code = "the code";
    return told;
  };
  start();
  c.turnFor(Duration::seconds(2));
  enrol();
  api::CollectionOpening opening;
  opening.upstream = UpstreamId("digi");
  const auto open = [&](const std::string& code) {
    api::SellRequest request = pulsaFor(1);
    if (!code.empty())
      request.proof = {ProofKind::OwnCode, code};
    opening.sale = std::make_shared<const api::SellRequest>(request);
    return c.ask<api::TillView>([&](api::Reply<api::TillView> reply) { c.engine->till(opening, std::move(reply)); });
  };
  const auto refused = open({});
  QVERIFY(!refused && refused.error().code == ErrorCode::StepUpMissing);
  QVERIFY(must(c.real->till()).collections.empty());
  const auto made = must(open(shown()));
  QVERIFY((made.collection->sale->payment.stepUp == StepUpProof{StepUpReason::Amount, ProofKind::OwnCode, 0}));
}

void EngineStepUpTest::cash_that_leaves_the_drawer() {
  Counter& c = *m_counter;
  start();
  enrol();
  const auto till = [&](const api::TillCommand& command) {
    return c.ask<api::TillView>([&](api::Reply<api::TillView> reply) { c.engine->till(command, std::move(reply)); });
  };
  QVERIFY(till(api::PayIn{rp(100'000), "uang kecil"}));
  QVERIFY(till(api::PayOut{rp(kPulsa - 1), PaidTo::Expense, "es batu"}));
  const auto refused = till(api::PayOut{rp(kPulsa), PaidTo::Owner, "setor"});
  QVERIFY(!refused && refused.error().code == ErrorCode::StepUpMissing);
  QCOMPARE(c.balance("drawer").amount(), std::int64_t{100'000 - kPulsa + 1});
  // More than there is: the code stays good.
  const std::string code = shown();
  const auto tooMuch = till(api::PayOut{rp(200'000), PaidTo::Owner, "setor", {ProofKind::OwnCode, code}});
  QVERIFY(!tooMuch && tooMuch.error().code == ErrorCode::DrawerShort);
  QVERIFY(till(api::PayOut{rp(kPulsa), PaidTo::Owner, "setor", {ProofKind::OwnCode, code}}));
  QVERIFY2(newestSignIn() == "login sri step-up amount own-code takenOut 12000", newestSignIn().c_str());
}

// Whoever stands at the counter meanwhile.
void EngineStepUpTest::the_proof_is_of_who_gave_the_command() {
  start();
  enrol("sri");
  const std::string sris = m_secret;
  enrol("budi");
  const auto by = [this](const char* who, const std::string& secret) {
    api::SellRequest request = pulsaFor(1);
    request.by = UserName(who);
    return sell(request, must(m_codes.codeAt(SecretBytes(secret), m_counter->clock.now())));
  };
  const std::string budis = m_secret;
  QVERIFY(wordsOf(by("budi", sris)).rfind("code-wrong", 0) == 0);
  for (const api::CodeView& one : m_counter->engine->codes())
    QCOMPARE(one.wrong, one.person == UserName("budi") ? 1 : 0);
  const auto sold = must(by("budi", budis));
  QVERIFY(m_counter->stored(sold.payment.ref).user == UserName("budi"));
}

void EngineStepUpTest::limits_change_it_at_once() {
  start();
  Counter& c = *m_counter;
  api::SaveLimits command{c.engine->config().limits(), c.engine->config().limits(), UserName("sri"), kAlone};
  command.to.stepUp = {};
  must(c.ask<Limits>([&](api::Reply<Limits> reply) { c.engine->saveLimits(command, std::move(reply)); }));
  QVERIFY(sell(pulsaFor(1)));
  std::swap(command.from, command.to);
  must(c.ask<Limits>([&](api::Reply<Limits> reply) { c.engine->saveLimits(command, std::move(reply)); }));
  QCOMPARE(wordsOf(sell(pulsaFor(2))), std::string("step-up-missing amount"));
}

// Mistyped it would ask for nothing, and nobody would know.
void EngineStepUpTest::what_two_units_of_one_turn_say_at_the_door_is_kept() {
  start();
  m_counter->engine->enrolCode(UserName("budi"), [](const Result<std::string>&) {});
  enrol("sri");
  const auto events = must(m_counter->real->accessLog(2));
  QCOMPARE(events.size(), std::size_t{2});
  for (const AccessEvent& event : events) QCOMPARE(event.reason, std::string("code-set-up"));
}

void EngineStepUpTest::a_name_of_nothing_is_refused_and_an_old_one_is_told() {
  start();
  Counter& c = *m_counter;
  const auto told = [&] {
    const auto items = must(c.ask<std::vector<api::HealthItem>>(
        [&](api::Reply<std::vector<api::HealthItem>> reply) { c.engine->health(api::Look::AsKnown, std::move(reply)); }));
    for (const api::HealthItem& item : items)
      if (item.name == "step-up")
        return std::string(item.ok ? "ok " : "") + item.word + " " + item.detail;
    return std::string();
  };
  const auto saved = [&](std::vector<std::string> always) {
    api::SaveLimits command{c.engine->config().limits(), c.engine->config().limits(), UserName("sri"), kAlone};
    command.to.stepUp.always = std::move(always);
    const auto done = c.ask<Limits>([&](api::Reply<Limits> reply) { c.engine->saveLimits(command, std::move(reply)); });
    return done ? std::string() : std::string(wordOf(done.error().code)) + " " + done.error().detail;
  };
  const auto imported = [&](const api::Config& config) {
    const auto done = c.ask<int>([&](api::Reply<int> reply) { c.engine->importConfig(config, kAlone, std::move(reply)); });
    return done ? std::string() : std::string(wordOf(done.error().code)) + " " + done.error().detail;
  };
  const std::string refusal = "config-invalid stepUp.always[1]: neither a product nor a family here: transfr";
  QCOMPARE(saved({"emoney", "transfr"}), refusal);
  QVERIFY(c.engine->config().stepUp.always.empty());
  QCOMPARE(saved({"emoney", "transfer-bank"}), std::string());
  QCOMPARE(told(), std::string());
  api::Config config = c.engine->config();
  config.stepUp.always = {"emoney", "transfr"};
  QCOMPARE(imported(config), refusal);
  // A supplier who is new may bring it with his list: taken, and told until it is there.
  UpstreamSettings another = config.upstreams.front();
  another.id = UpstreamId("another");
  config.upstreams.push_back(another);
  QCOMPARE(imported(config), std::string());
  QCOMPARE(told(), std::string("names-nothing stepUp.always names neither a product nor a family here: transfr"));
  // It stands already, so that what else is changed is not refused for it; another one is.
  QCOMPARE(saved({"transfr"}), std::string());
  QCOMPARE(saved({"transfr", "pulza"}), std::string("config-invalid stepUp.always[1]: neither a product nor a family here: pulza"));
  QCOMPARE(saved({"pulsa"}), std::string());
  QCOMPARE(told(), std::string());
}

QTEST_GUILESS_MAIN(EngineStepUpTest)
#include "engine_step_up_test.moc"

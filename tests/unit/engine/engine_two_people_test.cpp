// Cash that goes back and every change of the limits take two people, or one and the owner's one-time code, or one who is
// alone in the shop; and it is kept who that was.
#include <QTest>

#include "core/adapters/otp/oath_codes.h"
#include "tests/unit/engine/counter.h"

using namespace loket;
using namespace loket::tests;

namespace {

const api::Second kNobody{};
const api::Second kBudi{UserName("budi"), {}, {}, false};
const Consent kWithBudi{Seconded::Person, UserName("budi")};

template <typename T>
ErrorCode refusal(const Result<T>& result) {
  return result ? ErrorCode::Internal : result.error().code;
}

}  // namespace

class EngineTwoPeopleTest : public QObject {
  Q_OBJECT

 private slots:
  void init() {
    m_counter = std::make_unique<Counter>();
    m_counter->oneTimeCodes = &m_codes;
    m_counter->options.user = UserName("sri");
    QVERIFY(m_counter->start());
  }
  void a_sale_is_withdrawn_by_two();
  void a_refund_takes_two();
  void what_two_decided_is_agreed_to();
  void the_first_one_is_no_second();
  void whoever_is_alone_is_recorded_as_such();
  void whoever_is_alone_gives_the_own_code_where_one_is_set_up();
  void it_takes_two_from_a_sum_on();
  void the_owners_code_is_good_once();
  void a_code_for_nothing_is_not_used_up();
  void what_the_code_agreed_to_is_in_its_commit();
  void goods_are_taken_back_by_two();
  void limits_are_changed_by_two();
  void it_takes_two_to_switch_it_off();
  void the_owners_code_lets_others_change_limits();
  void other_limits_are_imported_by_two();

 private:
  PaymentRef deposit() { return must(m_counter->sell(offline(pulsaFor(++m_number)))).payment.ref; }
  PaymentRef refundDue() {
    m_counter->script.onPay = [](const Attempt&) { return verdictOf(VerdictKind::Failed, "54"); };
    const PaymentRef ref = must(m_counter->sell(pulsaFor(++m_number))).payment.ref;
    if (!m_counter->reaches(ref, PaymentState::RefundDue))
      qFatal("not failed");
    return ref;
  }
  Result<api::PaymentView> cancel(const PaymentRef& ref, const api::Second& second) {
    return m_counter->ask<api::PaymentView>(
        [&](api::Reply<api::PaymentView> reply) { m_counter->engine->cancel(ref, "batal", second, std::move(reply)); });
  }
  Result<api::PaymentView> refund(const PaymentRef& ref, const api::Second& second) {
    return m_counter->ask<api::PaymentView>(
        [&](api::Reply<api::PaymentView> reply) { m_counter->engine->refund(ref, second, std::move(reply)); });
  }
  Result<api::TillView> till(api::TillCommand command) {
    return m_counter->ask<api::TillView>(
        [&](api::Reply<api::TillView> reply) { m_counter->engine->till(command, std::move(reply)); });
  }
  Result<Limits> save(const Limits& to, const api::Second& second, const char* by = "sri") {
    const api::SaveLimits command{m_counter->engine->config().limits(), to, UserName(by), second};
    return m_counter->ask<Limits>(
        [&](api::Reply<Limits> reply) { m_counter->engine->saveLimits(command, std::move(reply)); });
  }
  Result<int> import(const api::Config& config, const api::Second& second) {
    return m_counter->ask<int>(
        [&](api::Reply<int> reply) { m_counter->engine->importConfig(config, second, std::move(reply)); });
  }
  template <typename Event>
  Event last(const PaymentRef& ref) {
    const auto history = must(m_counter->real->history(ref));
    for (auto at = history.rbegin(); at != history.rend(); ++at)
      if (const auto* event = std::get_if<Event>(&at->body))
        return *event;
    qFatal("no such event");
  }
  void enrol(const char* owner = "wati") {
    const auto uri = must(m_counter->ask<std::string>(
        [&](api::Reply<std::string> reply) { m_counter->engine->enrolOwnerCode(UserName(owner), std::move(reply)); }));
    const auto at = uri.find("secret=") + 7;
    m_secret = uri.substr(at, uri.find('&', at) - at);
  }
  api::Second shown(int steps = 0) {
    api::Second second;
    second.ownerCode = must(m_codes.codeAt(SecretBytes(m_secret), m_counter->clock.now() + Duration::seconds(30 * steps)));
    return second;
  }
  api::Second wrong() {
    api::Second second;
    for (int digit = 0;; ++digit) {
      second.ownerCode = std::string(6, static_cast<char>('0' + digit));
      if (second.ownerCode != shown(-1).ownerCode && second.ownerCode != shown().ownerCode && second.ownerCode != shown(1).ownerCode)
        return second;
    }
  }

  adapters::OathCodes m_codes;
  std::unique_ptr<Counter> m_counter;
  std::string m_secret;
  int m_number = 0;
};

void EngineTwoPeopleTest::a_sale_is_withdrawn_by_two() {
  const PaymentRef ref = deposit();
  QVERIFY(refusal(cancel(ref, kNobody)) == ErrorCode::ApprovalMissing);
  QVERIFY(m_counter->stored(ref).state == PaymentState::Accepted);
  QVERIFY(cancel(ref, kBudi));
  const auto cancelled = last<CancelledEvent>(ref);
  QVERIFY(cancelled.by == UserName("sri") && cancelled.consent == kWithBudi);
  // They have agreed that its cash goes back: whoever hands it out needs nobody else.
  QVERIFY(refund(ref, kNobody));
  QVERIFY(last<RefundedEvent>(ref).consent.empty());
  // Whom the door names does it, whoever the counter belongs to.
  const PaymentRef other = deposit();
  QVERIFY(refusal(cancel(other, {UserName("budi"), {}, UserName("budi"), false})) == ErrorCode::ApprovalMissing);
  QVERIFY(cancel(other, {UserName("sri"), {}, UserName("budi"), false}));
  QVERIFY(last<CancelledEvent>(other).by == UserName("budi"));
}

void EngineTwoPeopleTest::a_refund_takes_two() {
  const PaymentRef ref = refundDue();
  QVERIFY(refusal(refund(ref, kNobody)) == ErrorCode::ApprovalMissing);
  QVERIFY(m_counter->stored(ref).state == PaymentState::RefundDue);
  QVERIFY(refund(ref, kBudi));
  QVERIFY(last<RefundedEvent>(ref).consent == kWithBudi);
  QCOMPARE(m_counter->trial(), Money{});
  // A cancellation that nobody agreed to has agreed to no refund.
  m_counter->config.approval.refundFrom = std::nullopt;
  QVERIFY(import(m_counter->config, kAlone));
  const PaymentRef silent = deposit();
  QVERIFY(cancel(silent, kNobody));
  m_counter->config.approval = {};
  QVERIFY(import(m_counter->config, kAlone));
  QVERIFY(refusal(refund(silent, kNobody)) == ErrorCode::ApprovalMissing);
}

void EngineTwoPeopleTest::what_two_decided_is_agreed_to() {
  m_counter->script.onPay = [](const Attempt&) { return verdictOf(VerdictKind::Unknown, "timeout"); };
  m_counter->script.onAsk = m_counter->script.onPay;
  const PaymentRef ref = must(m_counter->sell(pulsaFor(++m_number))).payment.ref;
  QVERIFY(m_counter->turnUntil([&] { return m_counter->stored(ref).escalatedAt != Instant{}; }, Duration::minutes(20)));
  api::Decision decision;
  decision.approval = {UserName("sri"), UserName("budi"), false, "tidak ada di laporan"};
  QVERIFY(m_counter->ask<api::PaymentView>(
      [&](api::Reply<api::PaymentView> reply) { m_counter->engine->decide(ref, decision, std::move(reply)); }));
  QVERIFY(m_counter->stored(ref).state == PaymentState::RefundDue);
  QVERIFY(refund(ref, kNobody));
}

void EngineTwoPeopleTest::the_first_one_is_no_second() {
  const PaymentRef ref = deposit();
  for (const bool isAlone : {false, true})
    QVERIFY(refusal(cancel(ref, {UserName(" SRI"), {}, {}, isAlone})) == ErrorCode::ApprovalMissing);
  enrol("Sri");
  QVERIFY(refusal(cancel(ref, shown())) == ErrorCode::ApprovalMissing);
  QVERIFY(m_counter->stored(ref).state == PaymentState::Accepted);
}

void EngineTwoPeopleTest::whoever_is_alone_is_recorded_as_such() {
  const PaymentRef ref = deposit();
  QVERIFY(cancel(ref, kAlone));
  QVERIFY((last<CancelledEvent>(ref).consent == Consent{Seconded::Alone, {}}));
  const PaymentRef due = refundDue();
  QVERIFY(refund(due, kAlone));
  QVERIFY((last<RefundedEvent>(due).consent == Consent{Seconded::Alone, {}}));
}

void EngineTwoPeopleTest::whoever_is_alone_gives_the_own_code_where_one_is_set_up() {
  const PaymentRef ref = deposit();
  const PaymentRef due = refundDue();
  enrol("sri");
  const auto alone = [](api::Second second) {
    second.isAlone = true;
    return second;
  };
  QVERIFY(refusal(cancel(ref, kAlone)) == ErrorCode::ApprovalMissing);
  QVERIFY(refusal(refund(due, kAlone)) == ErrorCode::ApprovalMissing);
  Limits limits = m_counter->engine->config().limits();
  limits.offline.maxCount = 3;
  QVERIFY(refusal(save(limits, kAlone)) == ErrorCode::ApprovalMissing);
  QVERIFY(refusal(cancel(ref, alone(wrong()))) == ErrorCode::CodeWrong);
  const api::Second code = alone(shown());
  QVERIFY(cancel(ref, code));
  QVERIFY((last<CancelledEvent>(ref).consent == Consent{Seconded::OwnerCode, {}}));
  QVERIFY(refusal(refund(due, code)) == ErrorCode::CodeWrong);
  QVERIFY(m_counter->stored(due).state == PaymentState::RefundDue);
}

void EngineTwoPeopleTest::it_takes_two_from_a_sum_on() {
  const PaymentRef dear = deposit();
  const Money total = m_counter->stored(dear).total();
  m_counter->config.approval.refundFrom = total;
  QVERIFY(import(m_counter->config, kAlone));
  QVERIFY(refusal(cancel(dear, kNobody)) == ErrorCode::ApprovalMissing);
  m_counter->config.approval.refundFrom = total + Money::rupiah(1);
  QVERIFY(import(m_counter->config, kAlone));
  QVERIFY(cancel(dear, kBudi));
  QVERIFY(last<CancelledEvent>(dear).consent.empty());
  m_counter->restart();
  const PaymentRef due = refundDue();
  QVERIFY(refund(due, kNobody));
}

void EngineTwoPeopleTest::the_owners_code_is_good_once() {
  const PaymentRef one = deposit();
  const PaymentRef other = deposit();
  QVERIFY(refusal(cancel(one, wrong())) == ErrorCode::ApprovalMissing);  // none is set up
  QVERIFY(!m_counter->engine->ownerCode());
  enrol();
  QVERIFY(m_counter->engine->ownerCode() && m_counter->engine->ownerCode()->wrong == 0);
  QVERIFY(refusal(cancel(one, wrong())) == ErrorCode::CodeWrong);
  const api::Second code = shown();
  QVERIFY(cancel(one, code));
  QVERIFY((last<CancelledEvent>(one).consent == Consent{Seconded::OwnerCode, {}}));
  m_counter->restart();
  for (int i = 0; i < 2; ++i) QVERIFY(refusal(cancel(other, code)) == ErrorCode::CodeWrong);
  QVERIFY(m_counter->stored(other).state == PaymentState::Accepted);
  const auto goods = [&] { return till(api::GoodsReturn{Money::rupiah(1'000), "kopi", code}); };
  QVERIFY(till(api::GoodsSale{Money::rupiah(1'000), "kopi"}));
  QVERIFY(refusal(goods()) == ErrorCode::CodeWrong);
  Limits limits = m_counter->engine->config().limits();
  limits.offline.maxCount = 3;
  QVERIFY(refusal(save(limits, code)) == ErrorCode::CodeWrong);
  QVERIFY(refusal(save(limits, code)) == ErrorCode::CodeWrong);
  QVERIFY(refusal(cancel(other, shown(1))) == ErrorCode::CodeLocked);
  // Seen without trying it, also by the program that is started anew.
  for (int start = 0; start < 2; ++start) {
    const auto stands = m_counter->engine->ownerCode();
    QVERIFY(stands && stands->lockedUntil > m_counter->clock.now());
    m_counter->restart();
  }
}

void EngineTwoPeopleTest::a_code_for_nothing_is_not_used_up() {
  enrol();
  const PaymentRef ref = deposit();
  QVERIFY(cancel(ref, kBudi));
  const api::Second code = shown();
  QVERIFY(refusal(cancel(ref, code)) == ErrorCode::StateForbids);
  QVERIFY(refund(ref, code));  // agreed to already
  QVERIFY(refusal(refund(ref, code)) == ErrorCode::StateForbids);
  QVERIFY(refusal(till(api::GoodsReturn{Money::rupiah(999'999'999), {}, code})) == ErrorCode::DrawerShort);
  Limits limits = m_counter->engine->config().limits();
  limits.offline.maxCount = -1;
  QVERIFY(refusal(save(limits, code)) == ErrorCode::ConfigInvalid);
  api::Config unknown = m_counter->config;
  unknown.offline.maxCount = 3;
  unknown.mail.url = "smtps://mail.example";  // there is nobody who sends mail
  QVERIFY(refusal(import(unknown, code)) == ErrorCode::ConfigInvalid);
  limits.offline.maxCount = 3;
  QVERIFY(save(limits, code));
}

void EngineTwoPeopleTest::what_the_code_agreed_to_is_in_its_commit() {
  enrol();
  const PaymentRef ref = deposit();
  m_counter->probe.points.clear();
  QVERIFY(cancel(ref, shown()));
  const auto isOneCommit = [&](const std::string& first, const std::string& second) {
    const auto& points = m_counter->probe.points;
    const std::vector<std::string> both{first + ".before-commit", second + ".before-commit", first + ".after-commit", second + ".after-commit"};
    return std::search(points.begin(), points.end(), both.begin(), both.end()) != points.end();
  };
  QVERIFY(isOneCommit("decision", "owner-code"));
  QVERIFY(till(api::GoodsSale{Money::rupiah(1'000), "kopi"}));
  m_counter->probe.points.clear();
  QVERIFY(till(api::GoodsReturn{Money::rupiah(1'000), "kopi", shown(1)}));
  QVERIFY(isOneCommit("owner-code", "till"));
  m_counter->clock.moveBy(Duration::minutes(2));
  api::Config config = m_counter->engine->config();
  config.offline.maxCount = 3;
  m_counter->probe.points.clear();
  QVERIFY(import(config, shown()));
  QVERIFY(isOneCommit("config", "owner-code"));
}

void EngineTwoPeopleTest::goods_are_taken_back_by_two() {
  const Money price = Money::rupiah(15'000);
  QVERIFY(till(api::GoodsSale{price, "beras"}));
  QVERIFY(refusal(till(api::GoodsReturn{price, "beras"})) == ErrorCode::ApprovalMissing);
  QVERIFY(refusal(till(api::GoodsReturn{price, "beras", {UserName("Sri"), {}, {}, false}})) == ErrorCode::ApprovalMissing);
  QCOMPARE(m_counter->balance("drawer"), price);
  const auto back = till(api::GoodsReturn{price, "beras", {UserName("sri"), {}, UserName("budi"), false}});
  QVERIFY(back && back->event.by == UserName("budi"));
  QCOMPARE(m_counter->balance("drawer"), Money{});
  const auto book = must(m_counter->real->accessLog(1));
  QCOMPARE(book.front().reason, std::string("second person goodsReturned 15000"));
  QVERIFY(book.front().who == UserName("budi") && book.front().by == UserName("sri"));
  QVERIFY(till(api::GoodsSale{price, "beras"}));
  QVERIFY(till(api::GoodsReturn{price, "beras", kAlone}));
  QCOMPARE(must(m_counter->real->accessLog(1)).front().reason, std::string("second alone goodsReturned 15000"));
}

void EngineTwoPeopleTest::limits_are_changed_by_two() {
  Limits limits = m_counter->engine->config().limits();
  const Limits before = limits;
  limits.offline.maxCount = 3;
  QVERIFY(refusal(save(limits, kNobody)) == ErrorCode::ApprovalMissing);
  QVERIFY(m_counter->engine->config().limits() == before);
  QVERIFY(m_counter->engine->settingsChanges(1).empty() ||
          m_counter->engine->settingsChanges(1).front().lines.front().find("maxCount") == std::string::npos);
  QVERIFY(save(limits, kBudi));
  QVERIFY(m_counter->engine->settingsChanges(1).front().consent == kWithBudi);
  m_counter->restart();
  const auto change = m_counter->engine->settingsChanges(1).front();
  QVERIFY(change.by == UserName("sri") && change.consent == kWithBudi);
  limits.offline.maxCount = 4;
  QVERIFY(save(limits, kAlone));
  QVERIFY((m_counter->engine->settingsChanges(1).front().consent == Consent{Seconded::Alone, {}}));
}

void EngineTwoPeopleTest::it_takes_two_to_switch_it_off() {
  Limits limits = m_counter->engine->config().limits();
  limits.approval.limits = false;
  QVERIFY(refusal(save(limits, kNobody)) == ErrorCode::ApprovalMissing);
  QVERIFY(save(limits, kBudi));
  limits.offline.maxCount = 3;
  QVERIFY(save(limits, kNobody));
  QVERIFY(m_counter->engine->settingsChanges(1).front().consent.empty());
}

void EngineTwoPeopleTest::the_owners_code_lets_others_change_limits() {
  enrol();
  Limits limits = m_counter->engine->config().limits();
  limits.approval.limits = false;
  QVERIFY(refusal(save(limits, wrong(), "budi")) == ErrorCode::CodeWrong);
  QVERIFY(save(limits, shown(), "budi"));
  const auto change = m_counter->engine->settingsChanges(1).front();
  QVERIFY(change.by == UserName("budi") && change.consent.how == Seconded::OwnerCode);
  // It is what lets him, also where it does not take two.
  limits.offline.maxCount = 3;
  QVERIFY(refusal(save(limits, wrong(), "budi")) == ErrorCode::CodeWrong);
}

void EngineTwoPeopleTest::other_limits_are_imported_by_two() {
  api::Config config = m_counter->config;
  config.outlet.address = "Jl. Mawar 2";
  QVERIFY(import(config, kNobody));
  config.offline.maxCount = 3;
  config.outlet.address = "Jl. Mawar 3";
  QVERIFY(refusal(import(config, kNobody)) == ErrorCode::ApprovalMissing);
  QCOMPARE(m_counter->engine->config().outlet.address, std::string("Jl. Mawar 2"));
  QVERIFY(import(config, kBudi));
  QCOMPARE(m_counter->engine->config().offline.maxCount, 3);
  QVERIFY(m_counter->engine->settingsChanges(1).front().consent == kWithBudi);
  config.approval.refundFrom = std::nullopt;
  QVERIFY(refusal(import(config, kNobody)) == ErrorCode::ApprovalMissing);
}

QTEST_GUILESS_MAIN(EngineTwoPeopleTest)
#include "engine_two_people_test.moc"

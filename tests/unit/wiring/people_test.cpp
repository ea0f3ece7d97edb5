// People at one home: commands that are forwarded into the process that owns it, with the PINs that no
// command line shows, answer as those that run there.
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <nlohmann/json.hpp>

#include "app/wiring/agent_host.h"
#include "app/wiring/ask.h"
#include "app/wiring/console.h"
#include "app/wiring/console_vault.h"
#include "app/wiring/exit_status.h"
#include "app/wiring/owner_link.h"
#include "app/wiring/rekey.h"
#include "core/adapters/system/local_socket.h"
#include "core/domain/receipt/codes.h"

using namespace loket;
using namespace loket::app;

namespace {

SecretBytes pin(std::string_view text) {
  return SecretBytes(text);
}

class Lines final : public Output {
 public:
  void line(const std::string& text) override { out.push_back(text); }
  void note(const std::string&) override {}
  void progress(int, int) override {}
  std::vector<std::string> out;
  std::string word(const char* key) const {
    const auto json = out.empty() ? nlohmann::json() : nlohmann::json::parse(out.back(), nullptr, false);
    return json.is_object() ? json.value(key, std::string()) : std::string();
  }
};

}  // namespace

class PeopleTest : public QObject {
  Q_OBJECT

 private slots:
  void init() {
    m_folder = std::make_unique<QTemporaryDir>();
    m_home = m_folder->filePath("home").toStdString();
    QVERIFY(createHome(m_home, "Warung Uji", UserName("Sri"), pin("123456")));
  }
  void forwarded_and_not_is_the_same_data() {
    QTest::addColumn<bool>("forwarded");
    QTest::newRow("in the owner") << false;
    QTest::newRow("forwarded") << true;
  }
  void forwarded_and_not_is_the_same();
  void who_opened_it_is_known();
  void an_auditor_looks_and_changes_nothing_data() { forwarded_and_not_is_the_same_data(); }
  void an_auditor_looks_and_changes_nothing();
  void only_the_owner_gives_somebody_a_pin_and_takes_out();
  void what_the_counter_asks_is_refused_by_who_stands_there();
  void two_who_decide_are_asked_what_they_are();
  void a_change_is_judged_by_who_confirmed_it();
  void codes_are_set_up_by_whom_they_are_of();
  void the_door_says_who_is_alone_and_who_agrees();
  void the_door_keeps_a_book();
  void a_command_is_written_down_with_its_wrong_pins();
  void a_new_data_key_wants_the_home_alone();
  void a_frame_of_odd_types_is_answered();
  void a_recovery_code_is_a_qr_code_too();

 private:
  // "3 pin-wrong", or "0 " and nothing.
  std::string run(AgentHost* host, std::vector<std::string> words, const char* user, const char* own,
                  const char* other) {
    Invocation invocation{std::move(words), m_home, user, true, pin(own), pin(other)};
    invocation.arguments.insert(invocation.arguments.begin(), "--json");
    m_said = {};
    int status = -1;
    if (host == nullptr) {
      const auto sent = OwnerLink::forward(m_home, invocation, m_said);
      status = sent.kind == OwnerLink::Forwarded::Kind::Done ? sent.status : -1;
    } else {
      const auto caller = host->people().logIn(UserName(user), invocation.pin, "command");
      status = caller ? host->run(invocation, *caller, m_said)
                      : reportFailure(m_said, true, caller.error());
    }
    return std::to_string(status) + " " + m_said.word("error");
  }

  std::unique_ptr<QTemporaryDir> m_folder;
  std::string m_home;
  Lines m_said;
};

void PeopleTest::forwarded_and_not_is_the_same() {
  QFETCH(bool, forwarded);
  const auto opened = AgentHost::open({m_home, {}, HostKind::Window}, UserName(), pin("123456"));
  QVERIFY2(opened.has_value(), opened ? "" : opened.error().detail.c_str());
  AgentHost* host = forwarded ? nullptr : opened->get();
  const std::vector<std::string> list{"user", "list"};
  const std::vector<std::string> addBudi{"user", "add", "Budi"};
  const std::vector<std::string> enroll{"owner-code", "enroll"};
  const std::vector<std::string> off{"owner-code", "off"};

  QCOMPARE(run(host, list, "", "000000", ""), std::string("3 pin-wrong"));
  QCOMPARE(run(host, addBudi, "", "123456", ""), std::string("2 usage"));
  QCOMPARE(run(host, addBudi, "", "123456", "246810"), std::string("0 "));
  QCOMPARE(run(host, {"user", "add", "budi"}, "Sri", "123456", "999999"), std::string("3 state-forbids"));
  QCOMPARE(run(host, list, "Budi", "246810", ""), std::string("0 "));
  QCOMPARE(m_said.out.size(), std::size_t{2});
  QCOMPARE(m_said.word("user") + " " + m_said.word("role"), std::string("Budi cashier"));

  QCOMPARE(run(host, {"user", "add", "Tini"}, "Budi", "246810", "8642"), std::string("3 role-forbids"));
  QCOMPARE(run(host, enroll, "Budi", "246810", ""), std::string("3 role-forbids"));
  QCOMPARE(run(host, off, "", "123456", ""), std::string("3 not-found"));
  QCOMPARE(run(host, enroll, "", "123456", ""), std::string("0 "));
  QVERIFY2(m_said.word("uri").rfind("otpauth://totp/Loket:Warung%20Uji?secret=", 0) == 0,
           m_said.out.back().c_str());
  QCOMPARE(run(host, enroll, "", "123456", ""), std::string("3 state-forbids"));
  QCOMPARE(run(host, off, "Budi", "246810", ""), std::string("3 role-forbids"));
  QCOMPARE(run(host, off, "", "123456", ""), std::string("0 "));

  // Another PIN: one's own, and by the owner somebody else's.
  QCOMPARE(run(host, {"user", "pin"}, "Budi", "246810", "112233"), std::string("0 "));
  QCOMPARE(run(host, list, "Budi", "246810", ""), std::string("3 pin-wrong"));
  QCOMPARE(run(host, {"user", "pin", "Sri"}, "Budi", "112233", "246810"), std::string("3 role-forbids"));
  QCOMPARE(run(host, {"user", "pin", " BUDI"}, "", "123456", "1"), std::string("2 usage"));
  QCOMPARE(run(host, {"user", "pin", " BUDI"}, "", "123456", "246810"), std::string("0 "));
  QCOMPARE(run(host, {"user", "pin", "Tini"}, "", "123456", "246810"), std::string("3 not-found"));
  // The paper's code and this computer's secret: the owner's, and nobody's PIN changes.
  for (const std::vector<std::string>& words :
       {std::vector<std::string>{"vault", "recovery-code", "--qr"}, std::vector<std::string>{"vault", "rotate-device"},
        std::vector<std::string>{"user", "remove", "Budi"}})
    QCOMPARE(run(host, words, "Budi", "246810", ""), std::string("3 role-forbids"));
  QCOMPARE(run(host, {"vault", "recovery-code", "--qr"}, "", "123456", ""), std::string("0 "));
  QCOMPARE(m_said.word("recoveryCode").size(), std::size_t{27});
  QCOMPARE(m_said.word("qr"), qrText(m_said.word("recoveryCode")));
  QCOMPARE(run(host, {"vault", "rotate-device"}, "", "123456", ""), std::string("0 "));
  QCOMPARE(m_said.word("deviceSecret"), std::string("file"));
  QCOMPARE(run(host, {"vault", "rotate-device", "--to", "cloud"}, "", "123456", ""), std::string("2 usage"));
  QCOMPARE(run(host, list, "Budi", "246810", ""), std::string("0 "));

  // Who the second person is, is known before the payment is looked at.
  const std::vector<std::string> review{"review", "R1",       "--outcome",
                                        "failed", "--reason", "tidak di laporan"};
  const auto with = [&review](const char* second) {
    auto words = review;
    words.insert(words.end(), {"--second", second});
    return words;
  };
  QCOMPARE(run(host, with("Budi"), "", "123456", "123456"), std::string("3 pin-wrong"));
  QCOMPARE(run(host, with("SRI"), "", "123456", "123456"), std::string("3 approval-missing"));
  QCOMPARE(run(host, with("Sri"), "Budi", "246810", "123456"), std::string("3 not-found"));

  // Taken out: that PIN stands for nobody from now on, not as the second person either.
  QCOMPARE(run(host, {"user", "remove", "Sri"}, "", "123456", ""), std::string("3 state-forbids"));
  QCOMPARE(run(host, {"user", "remove", "Tini"}, "", "123456", ""), std::string("3 not-found"));
  QCOMPARE(run(host, {"user", "remove", "budi"}, "", "123456", ""), std::string("0 "));
  QCOMPARE(run(host, list, "Budi", "246810", ""), std::string("3 pin-wrong"));
  QCOMPARE(run(host, with("Budi"), "", "123456", "246810"), std::string("3 pin-wrong"));
}

void PeopleTest::who_opened_it_is_known() {
  {
    const auto opened = AgentHost::open({m_home, {}, HostKind::Command}, UserName(), pin("123456"));
    QVERIFY(opened.has_value());
    QCOMPARE((*opened)->opener().name, UserName("Sri"));
    QCOMPARE((*opened)->opener().role, std::string("owner"));
    QVERIFY((*opened)->people().add(UserName("Sri"), pin("123456"), UserName("Budi"), pin("246810")));
    const Status wrong =
        (*opened)->people().add(UserName("Sri"), pin("246810"), UserName("Tini"), pin("8642"));
    QVERIFY(!wrong && wrong.error().code == ErrorCode::PinWrong);
  }
  const auto opened = AgentHost::open({m_home, {}, HostKind::Command}, UserName("Budi"), pin("246810"));
  QVERIFY(opened.has_value());
  // Each of the program's own slots costs what it should.
  QFile file(QString::fromStdString(m_home + "/keyslots-b.json"));
  QVERIFY(file.open(QIODevice::ReadOnly));
  const QByteArray kept = file.readAll();
  QCOMPARE(kept.count("\"ops\": 3,"), 3);
  QCOMPARE(kept.count("\"memory\": 134217728,"), 3);
  QCOMPARE(kept.count("\"ops\""), 3);
  QCOMPARE((*opened)->opener().name, UserName("Budi"));
  QCOMPARE((*opened)->opener().role, std::string("cashier"));
}

void PeopleTest::an_auditor_looks_and_changes_nothing() {
  QFETCH(bool, forwarded);
  const auto opened = AgentHost::open({m_home, {}, HostKind::Window}, UserName(), pin("123456"));
  QVERIFY2(opened.has_value(), opened ? "" : opened.error().detail.c_str());
  AgentHost* host = forwarded ? nullptr : opened->get();
  QCOMPARE(run(host, {"user", "add", "Tini", "--role", "boss"}, "", "123456", "8642"), std::string("2 "));
  QCOMPARE(run(host, {"user", "add", "Tini", "--role", "owner"}, "", "123456", "8642"), std::string("2 "));
  QCOMPARE(run(host, {"user", "add", "Tini", "--role", "auditor"}, "", "123456", "8642"), std::string("0 "));
  QCOMPARE(m_said.word("role"), std::string("auditor"));
  const auto asTini = [&](const std::vector<std::string>& words) { return run(host, words, "Tini", "8642", "1122"); };

  for (const std::vector<std::string>& looks : std::vector<std::vector<std::string>>{
           {"payments", "list"}, {"ledger", "trial"}, {"user", "list"}, {"config", "log"}, {"audit", "verify"},
           {"complaint", "list"}, {"ticket", "list"}})
    QCOMPARE(asTini(looks), std::string("0 "));
  // Of what there is nothing of, the rule comes first: nobody learns anything by asking.
  for (const std::vector<std::string>& changes : std::vector<std::vector<std::string>>{
           {"sell", "pln-token-20000", "14300000001"},
           {"inquire", "pln-token-20000", "14300000001"},
           {"sync"},
           {"catalogue", "sync"},
           {"shift", "open", "--float", "100000"},
           {"drawer", "pay-in", "1000", "--reason", "kembalian"},
           {"goods", "sell", "1000"},
           {"confirmations", "send"},
           {"customers", "add", "Ani", "08781111"},
           {"user", "add", "Ani"},
           {"owner-code", "enroll"},
           {"payments", "senders"},
           {"backup", "create", "copy.loket"},
           {"backup", "acknowledge"}})
    QCOMPARE(changes.front() + " " + asTini(changes), changes.front() + " 3 role-forbids");
  QVERIFY(!QFile::exists(m_folder->filePath(QStringLiteral("home/copy.loket"))));
}

// As the window asks for it: by whose PIN it is, whoever stands there.
void PeopleTest::only_the_owner_gives_somebody_a_pin_and_takes_out() {
  People people(m_home);
  const UserName sri("Sri"), budi("Budi"), tini("Tini");
  QVERIFY(people.add(sri, pin("123456"), budi, pin("111111")));
  QVERIFY(people.add(sri, pin("123456"), tini, pin("222222"), Role::Supervisor));
  QCOMPARE(people.setPin(tini, pin("222222"), budi, pin("999999")).error().code, ErrorCode::RoleForbids);
  QCOMPARE(people.takeOut(tini, pin("222222"), budi).error().code, ErrorCode::RoleForbids);
  std::string shown;
  const auto show = [&shown](const std::string& code) { shown = code; };
  QCOMPARE(people.renewRecoveryCode(tini, pin("222222"), show).error().code, ErrorCode::RoleForbids);
  QVERIFY(shown.empty());
  QVERIFY(people.renewRecoveryCode(sri, pin("123456"), show) && !shown.empty());
  QCOMPARE(people.addRecoveryCode(tini, pin("222222")).error().code, ErrorCode::RoleForbids);
  QVERIFY(people.setPin(budi, pin("111111"), budi, pin("333333")));
  QVERIFY(people.setPin(sri, pin("123456"), tini, pin("444444")));
  QVERIFY(people.prove(budi, pin("333333")) && people.prove(tini, pin("444444")));
  QCOMPARE(people.takeOut(sri, pin("654321"), budi).error().code, ErrorCode::PinWrong);
  QVERIFY(people.takeOut(sri, pin("123456"), budi));
  QCOMPARE(people.all()->size(), std::size_t{2});
  QVERIFY(!people.prove(budi, pin("333333")));
  QCOMPARE(people.takeOut(sri, pin("123456"), sri).error().code, ErrorCode::StateForbids);
}

void PeopleTest::what_the_counter_asks_is_refused_by_who_stands_there() {
  const auto opened = AgentHost::open({m_home, {}, HostKind::Window}, UserName(), pin("123456"));
  QVERIFY(opened.has_value());
  AgentHost& host = **opened;
  const auto openShift = [&host] {
    const auto view = ask<api::TillView>([&host](api::Reply<api::TillView> reply) {
      host.client().till(api::ShiftOpening{Money::rupiah(1000), "pagi"}, std::move(reply));
    });
    return view ? std::string("done") : std::string(wordOf(view.error().code));
  };
  host.handOver({UserName("Tini"), "auditor"});
  QCOMPARE(openShift(), std::string("role-forbids"));
  host.handOver({UserName("Ani"), "a role of tomorrow"});
  QCOMPARE(openShift(), std::string("role-forbids"));
  const auto looked = ask<api::CounterStatus>([&host](api::Reply<api::CounterStatus> reply) { host.client().status(std::move(reply)); });
  QVERIFY(!looked && looked.error().code == ErrorCode::RoleForbids);
  host.handOver({UserName("Budi"), "cashier"});
  QCOMPARE(openShift(), std::string("done"));
  const auto report = ask<api::ShiftReport>([&host](api::Reply<api::ShiftReport> reply) { host.client().shiftReport(std::move(reply)); });
  QVERIFY(report.has_value());
  QCOMPARE(report->shift.openedBy, UserName("Budi"));
}

void PeopleTest::two_who_decide_are_asked_what_they_are() {
  const auto opened = AgentHost::open({m_home, {}, HostKind::Window}, UserName(), pin("123456"));
  QVERIFY(opened.has_value());
  AgentHost& host = **opened;
  const auto add = [&host](const char* name, Role role) {
    return host.people().add(UserName("Sri"), pin("123456"), UserName(name), pin("8642"), role).has_value();
  };
  QVERIFY(add("Budi", Role::Cashier) && add("Tini", Role::Cashier) && add("Wati", Role::Supervisor) &&
          add("Ani", Role::Auditor));
  const auto decided = [&host](const char* by, const char* role, const char* with) {
    host.handOver({UserName(by), role});
    api::Decision decision;
    decision.approval.by = UserName(by);
    decision.approval.reason = "tidak di laporan";
    if (*with != '\0')
      decision.approval.with = UserName(with);
    const auto view = ask<api::PaymentView>([&](api::Reply<api::PaymentView> reply) {
      host.client().decide(PaymentRef("R1"), decision, std::move(reply));
    });
    return view ? std::string() : std::string(wordOf(view.error().code)) + " " + view.error().detail;
  };
  QCOMPARE(decided("Sri", "owner", "Budi"), std::string("role-forbids settle, as unknown"));
  for (const auto& [name, secret] : {std::pair{"Sri", "123456"}, std::pair{"Budi", "8642"}, std::pair{"Tini", "8642"},
                                     std::pair{"Wati", "8642"}, std::pair{"Ani", "8642"}})
    QVERIFY(host.people().prove(UserName(name), pin(secret)));
  const std::string passed = decided("Sri", "owner", "Budi");
  QVERIFY2(passed.rfind("not-found", 0) == 0, passed.c_str());
  QCOMPARE(decided("Budi", "cashier", "WATI"), passed);
  QCOMPARE(decided("Wati", "supervisor", "Tini"), passed);
  // By the owner's code: the core looks at it.
  QCOMPARE(decided("Budi", "cashier", ""), passed);
  QCOMPARE(decided("Budi", "cashier", "Tini"), std::string("role-forbids approve, as cashier"));
  QCOMPARE(decided("Sri", "owner", "Ani"), std::string("role-forbids settle, as auditor"));
  QCOMPARE(decided("Sri", "owner", "Nobody"), std::string("role-forbids settle, as unknown"));
  QCOMPARE(decided("Ani", "auditor", "Sri"), std::string("role-forbids settle, as auditor"));
}

void PeopleTest::a_change_is_judged_by_who_confirmed_it() {
  const auto opened = AgentHost::open({m_home, {}, HostKind::Window}, UserName(), pin("123456"));
  QVERIFY(opened.has_value());
  AgentHost& host = **opened;
  QVERIFY(host.people().add(UserName("Sri"), pin("123456"), UserName("Wati"), pin("8642"), Role::Supervisor));
  host.handOver({UserName("Wati"), "supervisor"});
  const auto saved = [&host](const char* by) {
    api::SaveLimits command;
    command.to.offline.maxCount = 3;
    command.by = UserName(by);
    const auto limits = ask<Limits>([&](api::Reply<Limits> reply) { host.client().saveLimits(command, std::move(reply)); });
    return limits ? std::string("saved") : std::string(wordOf(limits.error().code));
  };
  QCOMPARE(saved("Wati"), std::string("role-forbids"));
  QCOMPARE(saved("Budi"), std::string("role-forbids"));
  // Named is not proved.
  QCOMPARE(saved("Sri"), std::string("role-forbids"));
  QVERIFY(!host.people().prove(UserName("Sri"), pin("111111")));
  QCOMPARE(saved("Sri"), std::string("role-forbids"));
  QVERIFY(host.people().prove(UserName("Wati"), pin("8642")));
  QCOMPARE(saved("Sri"), std::string("role-forbids"));
  QVERIFY(host.people().prove(UserName("Sri"), pin("123456")));
  QCOMPARE(saved("sri"), std::string("saved"));
  // That was what it was for.
  QCOMPARE(saved("sri"), std::string("role-forbids"));
  // So is a handing over.
  QVERIFY(host.people().prove(UserName("Sri"), pin("123456")));
  host.handOver({UserName("Sri"), "owner"});
  host.handOver({UserName("Wati"), "supervisor"});
  QCOMPARE(saved("sri"), std::string("role-forbids"));
}

void PeopleTest::codes_are_set_up_by_whom_they_are_of() {
  const auto opened = AgentHost::open({m_home, {}, HostKind::Window}, UserName(), pin("123456"));
  QVERIFY(opened.has_value());
  AgentHost& host = **opened;
  const auto stands = [&host](const char* who, const char* role) { host.handOver({UserName(who), role}); };
  const auto word = [](const auto& done) { return done ? std::string("done") : std::string(wordOf(done.error().code)); };
  const auto enrol = [&](const char* whose) {
    return word(ask<std::string>([&](api::Reply<std::string> reply) { host.client().enrolCode(UserName(whose), std::move(reply)); }));
  };
  const auto forget = [&](const char* whose) {
    return word(ask<bool>([&](api::Reply<bool> reply) { host.client().forgetCode({UserName(whose)}, std::move(reply)); }));
  };
  const auto enrolOwners = [&] {
    return word(ask<std::string>([&](api::Reply<std::string> reply) { host.client().enrolOwnerCode(UserName("Sri"), std::move(reply)); }));
  };
  const auto forgetOwners = [&] {
    return word(ask<bool>([&](api::Reply<bool> reply) { host.client().forgetOwnerCode({}, std::move(reply)); }));
  };
  const auto known = [&] {
    const auto codes = ask<std::vector<api::CodeView>>(
        [&](api::Reply<std::vector<api::CodeView>> reply) { host.client().codes(std::move(reply)); });
    std::string names = codes ? "" : std::string(wordOf(codes.error().code));
    for (std::size_t i = 0; codes && i < codes->size(); ++i) names += (names.empty() ? "" : " ") + (*codes)[i].person.str();
    return names;
  };
  const auto ownersCode = [&] {
    const auto code = ask<std::optional<api::CodeView>>(
        [&](api::Reply<std::optional<api::CodeView>> reply) { host.client().ownerCode(std::move(reply)); });
    return !code    ? std::string(wordOf(code.error().code))
           : !*code ? std::string("none")
                    : (*code)->person.str();
  };
  stands("Sri", "owner");
  QCOMPARE(enrol("Sri"), std::string("done"));
  QCOMPARE(ownersCode(), std::string("none"));
  QCOMPARE(enrolOwners(), std::string("done"));
  for (const auto& [name, role] : {std::pair{"Budi", "cashier"}, std::pair{"Wati", "supervisor"}}) {
    stands(name, role);
    QCOMPARE(enrol("Sri"), std::string("approval-missing"));
    QCOMPARE(forget("Sri"), std::string("role-forbids"));
    QCOMPARE(enrolOwners(), std::string("role-forbids"));
    QCOMPARE(forgetOwners(), std::string("role-forbids"));
    QCOMPARE(enrol(name), std::string("done"));
    QCOMPARE(ownersCode(), std::string("Sri"));
  }
  QCOMPARE(known(), std::string("Budi Sri Wati"));
  // One's own telephone is given up by oneself; somebody else's by the owner, who sets up none for others either.
  QCOMPARE(forget("Budi"), std::string("role-forbids"));
  QCOMPARE(forget("Wati"), std::string("done"));
  stands("Sri", "owner");
  QCOMPARE(enrol("Budi"), std::string("approval-missing"));
  QCOMPARE(forget("Budi"), std::string("done"));
  QCOMPARE(known(), std::string("Sri"));
  stands("Ani", "auditor");
  QCOMPARE(known(), std::string("Sri"));
  QCOMPARE(enrol("Ani"), std::string("role-forbids"));
  QCOMPARE(forget("Ani"), std::string("role-forbids"));
  QCOMPARE(forget("Sri"), std::string("role-forbids"));
  QCOMPARE(enrolOwners(), std::string("role-forbids"));
  QCOMPARE(ownersCode(), std::string("Sri"));
  stands("Joko", "a role of tomorrow");
  QCOMPARE(known(), std::string("role-forbids"));
  QCOMPARE(ownersCode(), std::string("role-forbids"));
  QCOMPARE(enrol("Joko"), std::string("role-forbids"));
  stands("Sri", "owner");
  QCOMPARE(forgetOwners(), std::string("done"));
  QCOMPARE(ownersCode(), std::string("none"));
}

void PeopleTest::the_door_says_who_is_alone_and_who_agrees() {
  const auto opened = AgentHost::open({m_home, {}, HostKind::Window}, UserName(), pin("123456"));
  QVERIFY(opened.has_value());
  AgentHost& host = **opened;
  const auto add = [&host](const char* name, Role role) {
    return host.people().add(UserName("Sri"), pin("123456"), UserName(name), pin("8642"), role).has_value();
  };
  int count = 10;
  const auto saved = [&](const char* by, const api::Second& second) {
    const auto config = ask<api::Config>([&host](api::Reply<api::Config> reply) { host.client().config(std::move(reply)); });
    api::SaveLimits command{config->limits(), config->limits(), UserName(by), second};
    command.to.offline.maxCount = ++count;
    const auto limits = ask<Limits>([&](api::Reply<Limits> reply) { host.client().saveLimits(command, std::move(reply)); });
    if (!limits)
      return std::string(wordOf(limits.error().code));
    const auto changes = ask<std::vector<api::SettingsChange>>(
        [&host](api::Reply<std::vector<api::SettingsChange>> reply) { host.client().settingsChanges(1, std::move(reply)); });
    return changes->front().by.str() + ", " + textOf(changes->front().consent);
  };
  const auto with = [](const char* name) { return api::Second{UserName(name), {}, {}, false}; };
  QCOMPARE(saved("Sri", {}), std::string("Sri, alone"));
  // Who may be no second leaves the others alone.
  QVERIFY(add("Ani", Role::Auditor));
  QCOMPARE(saved("Sri", {}), std::string("Sri, alone"));
  QCOMPARE(saved("Sri", with("Ani")), std::string("role-forbids"));
  // Who is alone has a telephone, or has none.
  QVERIFY(ask<std::string>([&](api::Reply<std::string> reply) { host.client().enrolOwnerCode(UserName("Sri"), std::move(reply)); }));
  QCOMPARE(saved("Sri", {}), std::string("approval-missing"));
  api::Second wrongCode;
  wrongCode.ownerCode = "123456";
  QCOMPARE(saved("Sri", wrongCode), std::string("code-wrong"));
  QVERIFY(ask<bool>([&](api::Reply<bool> reply) { host.client().forgetOwnerCode({}, std::move(reply)); }));
  QCOMPARE(saved("Sri", {}), std::string("Sri, alone"));
  // At the counter of somebody who only looks it is as if the owner stood there.
  QVERIFY(host.people().prove(UserName("Sri"), pin("123456")));
  host.handOver({UserName("Ani"), "auditor"});
  QCOMPARE(saved("Sri", {}), std::string("Sri, alone"));
  host.handOver({UserName("Sri"), "owner"});
  QVERIFY(add("Budi", Role::Cashier) && add("Tini", Role::Cashier));
  QCOMPARE(saved("Sri", {}), std::string("approval-missing"));
  // Named is not proved.
  QCOMPARE(saved("Sri", with("Budi")), std::string("role-forbids"));
  for (const auto& [name, secret] : {std::pair{"Sri", "123456"}, std::pair{"Budi", "8642"}, std::pair{"Tini", "8642"}})
    QVERIFY(host.people().prove(UserName(name), pin(secret)));
  // Nobody makes himself alone, or another one.
  const api::Second claims[] = {{{}, {}, {}, true}, {UserName("Sri"), {}, UserName("Budi"), true}};
  for (const api::Second& claim : claims) QCOMPARE(saved("Sri", claim), std::string("approval-missing"));
  QCOMPARE(saved("Sri", with("Nobody")), std::string("role-forbids"));
  QCOMPARE(saved("Sri", with("Budi")), std::string("Sri, with Budi"));

  host.handOver({UserName("Budi"), "cashier"});
  const auto sri = [&host] { return host.people().prove(UserName("Sri"), pin("123456")).has_value(); };
  QVERIFY(sri());
  QCOMPARE(saved("Sri", {}), std::string("Sri, with Budi"));
  QCOMPARE(saved("Budi", {}), std::string("role-forbids"));
  QCOMPARE(saved("Budi", with("Tini")), std::string("role-forbids"));
  QCOMPARE(saved("Budi", with("Sri")), std::string("role-forbids"));
  QVERIFY(sri());
  QCOMPARE(saved("Budi", with("sri")), std::string("Budi, with Sri"));
  api::Second code;
  code.ownerCode = "123456";
  QCOMPARE(saved("Budi", code), std::string("approval-missing"));  // the core's to judge: none is set up

  const auto till = [&host](api::TillCommand command) {
    const auto view = ask<api::TillView>([&](api::Reply<api::TillView> reply) { host.client().till(command, std::move(reply)); });
    return view ? std::string("done by ") + view->event.by.str() : std::string(wordOf(view.error().code));
  };
  const auto back = [&](const api::Second& second) { return till(api::GoodsReturn{Money::rupiah(5'000), "kopi", second}); };
  QCOMPARE(till(api::GoodsSale{Money::rupiah(5'000), "kopi"}), std::string("done by Budi"));
  QCOMPARE(back({}), std::string("approval-missing"));
  QCOMPARE(back(claims[0]), std::string("approval-missing"));
  QCOMPARE(back(with("Tini")), std::string("role-forbids"));
  QCOMPARE(back(with("budi")), std::string("role-forbids"));
  QVERIFY(sri());
  QCOMPARE(back({UserName("Sri"), {}, UserName("Tini"), false}), std::string("done by Budi"));

  const auto refusal = [](const auto& view) { return view ? std::string("done") : std::string(wordOf(view.error().code)); };
  const auto cancelled = [&](const api::Second& second) {
    return refusal(ask<api::PaymentView>([&](api::Reply<api::PaymentView> reply) {
      host.client().cancel(PaymentRef("R1"), "batal", second, std::move(reply));
    }));
  };
  const auto refunded = [&](const api::Second& second) {
    return refusal(ask<api::PaymentView>([&](api::Reply<api::PaymentView> reply) {
      host.client().refund(PaymentRef("R1"), second, std::move(reply));
    }));
  };
  QCOMPARE(cancelled(with("Tini")), std::string("role-forbids"));
  QCOMPARE(refunded(with("Tini")), std::string("role-forbids"));
  QVERIFY(sri());
  QCOMPARE(cancelled(with("Sri")), std::string("not-found"));
  QCOMPARE(refunded(with("Sri")), std::string("not-found"));
}

void PeopleTest::the_door_keeps_a_book() {
  const auto opened = AgentHost::open({m_home, {}, HostKind::Window}, UserName(), pin("123456"));
  QVERIFY(opened.has_value());
  AgentHost& host = **opened;
  QVERIFY(host.people().add(UserName("Sri"), pin("123456"), UserName(" Budi "), pin("8642")));
  for (int i = 0; i < 9; ++i) QVERIFY(!host.people().prove(UserName("Budi"), pin("1111")));
  QVERIFY(!host.people().prove(UserName("Nobody"), pin("1111")));
  host.noteLock(UserName("Sri"), "idle");
  host.handOver({UserName("Budi"), "cashier"});
  QCOMPARE(run(nullptr, {"user", "list"}, "Sri", "123456", ""), std::string("0 "));

  const auto events =
      ask<std::vector<AccessEvent>>([&host](api::Reply<std::vector<AccessEvent>> reply) { host.client().accessLog(100, std::move(reply)); });
  QVERIFY(events.has_value());
  std::vector<std::string> said;
  for (const AccessEvent& one : *events)
    said.insert(said.begin(), std::string(wordOf(one.kind)) + " " + one.who.str() + " " + one.role + " " + one.by.str() + " " + one.reason);
  // What is not looked at any more, because it has to wait, is not counted.
  const std::vector<std::string> expected = {"login Sri owner  window", "added Budi cashier Sri ", "refused Budi   ",
                                             "refused Budi   ",         "refused Budi   ",         "refused Budi   ",
                                             "locked-out Budi   ",      "refused Nobody   ",       "lock Sri   idle",
                                             "hand-over Budi cashier  ", "login Sri owner  command"};
  QCOMPARE(said.size(), expected.size());
  for (std::size_t i = 0; i < said.size(); ++i) QCOMPARE(said[i], expected[i]);
  QVERIFY(events->front().at.ms > 0);

  const auto report = ask<api::AuditReport>([&host](api::Reply<api::AuditReport> reply) {
    host.client().audit([](api::AuditProgress) {}, std::move(reply));
  });
  QVERIFY(report.has_value());
  QVERIFY(report->faults.empty());
}

void PeopleTest::a_command_is_written_down_with_its_wrong_pins() {
  for (int i = 0; i < 2; ++i)
    QVERIFY(!AgentHost::open({m_home, {}, HostKind::Command}, UserName("Sri"), pin("999999")));
  // What it reads is what was before it; its own coming stands there when it has gone.
  for (int i = 0; i < 2; ++i) {
    const auto opened = AgentHost::open({m_home, {}, HostKind::Command}, UserName(), pin("123456"));
    QVERIFY(opened.has_value());
    m_said = {};
    Invocation invocation{{"--json", "user", "log"}, m_home, "", true, pin("123456"), {}};
    QCOMPARE((*opened)->run(invocation, (*opened)->opener(), m_said), kExitDone);
    QCOMPARE(m_said.out.size(), static_cast<std::size_t>(i));
  }
  const auto json = nlohmann::json::parse(m_said.out.front());
  QCOMPARE(json.value("what", std::string()), std::string("login"));
  QCOMPARE(json.value("user", std::string()), std::string("Sri"));
  QCOMPARE(json.value("reason", std::string()), std::string("command"));
  QCOMPARE(json.value("wrongBefore", 0), 2);
}

void PeopleTest::a_new_data_key_wants_the_home_alone() {
  std::string code;
  const SecretBytes owner = pin("123456");
  const SecretBytes cashier = pin("246810");
  const auto order = [&code](const char* by, const SecretBytes& with) {
    return RekeyOrder{UserName(by), with, Instant{1'796'000'000'000}, [](std::uint64_t, std::uint64_t) { return true; },
                      [&code](const std::string& shown) { code = shown; }};
  };
  const auto said = [](const Result<Rekeyed>& done) { return done ? std::string("done") : std::string(wordOf(done.error().code)); };
  {
    const auto opened = AgentHost::open({m_home, {}, HostKind::Window}, UserName(), pin("123456"));
    QVERIFY(opened.has_value());
    QVERIFY((*opened)->people().add(UserName("Sri"), pin("123456"), UserName("Budi"), pin("246810")));
    // Here the lock is this process's own; what is forwarded to it is not done, whoever asks.
    QCOMPARE(run(nullptr, {"vault", "rekey"}, "Budi", "246810", ""), std::string("3 role-forbids"));
    QCOMPARE(run(nullptr, {"vault", "rekey"}, "", "123456", ""), std::string("6 home-busy"));
    Lines lines;
    QCOMPARE(runRekey(m_home, UserName(), owner, false, true, lines), kExitLocal);
    QCOMPARE(lines.word("error"), std::string("home-busy"));
    QVERIFY(lines.word("detail").find("close it first") != std::string::npos);
  }
  QCOMPARE(said(rekeyHome(m_home, order("Budi", cashier))), std::string("role-forbids"));
  QCOMPARE(said(rekeyHome(m_home, order("Sri", cashier))), std::string("pin-wrong"));
  QCOMPARE(said(rekeyHome(m_home + "-not", order("Sri", owner))), std::string("home-missing"));
  QVERIFY(code.empty());
  Lines lines;
  QCOMPARE(runRekey(m_home, UserName(), owner, true, true, lines), kExitDone);
  const auto first = nlohmann::json::parse(lines.out.front());
  QCOMPARE(first.value("recoveryCode", std::string()).size(), std::size_t{27});
  QVERIFY(!first.value("qr", std::string()).empty());
  QCOMPARE(nlohmann::json::parse(lines.out.back()).dump(), std::string("{\"rekeyed\":true,\"toCome\":[\"Budi\"]}"));

  const auto keySlots = [](AgentHost& host) {
    const auto health = ask<std::vector<api::HealthItem>>(
        [&host](api::Reply<std::vector<api::HealthItem>> reply) { host.client().health(api::Look::AsKnown, std::move(reply)); });
    for (const api::HealthItem& item : health.value_or(std::vector<api::HealthItem>()))
      if (item.name == "key-slots")
        return item;
    return api::HealthItem{};
  };
  {
    const auto opened = AgentHost::open({m_home, {}, HostKind::Window}, UserName(), pin("123456"));
    QVERIFY2(opened.has_value(), opened ? "" : opened.error().detail.c_str());
    QVERIFY((*opened)->notes().empty());
    // What the window has words for: how many, and that there is more to say.
    const api::HealthItem led = keySlots(**opened);
    QVERIFY(led.ok);
    QCOMPARE(led.count, 2);
    QCOMPARE(led.word, std::string("slots-remark"));
    const std::string before = led.detail;
    QVERIFY2(before.find("still leads in") != std::string::npos && before.find("Budi") != std::string::npos, before.c_str());
    QVERIFY((*opened)->people().prove(UserName("Budi"), cashier));
    const api::HealthItem after = keySlots(**opened);
    QVERIFY(after.detail.find("still leads in") == std::string::npos);
    // A build for tests has something else to say.
    QCOMPARE(after.word.empty(), after.detail.find(';') == std::string::npos);
    const auto events = ask<std::vector<AccessEvent>>(
        [&opened](api::Reply<std::vector<AccessEvent>> reply) { (*opened)->client().accessLog(3, std::move(reply)); });
    QVERIFY(events && events->size() == 3);
    QCOMPARE(std::string(wordOf(events->at(1).kind)) + " " + events->at(1).by.str(), std::string("recovery-code Sri"));
    // The wrong PIN before it is not lost.
    QCOMPARE(std::string(wordOf(events->at(2).kind)) + " " + events->at(2).by.str() + " " + std::to_string(events->at(2).tries),
             std::string("data-key Sri 1"));
  }
  const SecretBytes paper = pin(first.value("recoveryCode", std::string()));
  const SecretBytes another = pin("112233");
  QVERIFY(recoverHome(m_home, {paper, another, {}, UserName("Budi"), &cashier}));
  QVERIFY(AgentHost::open({m_home, {}, HostKind::Command}, UserName(), pin("112233")));
}

void PeopleTest::a_frame_of_odd_types_is_answered() {
  const auto opened = AgentHost::open({m_home, {}, HostKind::Window}, UserName(), pin("123456"));
  QVERIFY2(opened.has_value(), opened ? "" : opened.error().detail.c_str());
  for (const char* frame : {R"({"json":1})", R"({"json":"yes","pin":7,"user":[],"arguments":{}})", "{}"}) {
    const auto connection = adapters::connectLocal(m_home + "/owner.sock");
    QVERIFY(connection.has_value());
    QVERIFY((*connection)->send(frame).has_value());
    std::string last;
    while (const auto answer = (*connection)->receive()) last = *answer;
    QCOMPARE(QByteArray::fromStdString(last), QByteArray("{\"exit\":3}"));
  }
}

void PeopleTest::a_recovery_code_is_a_qr_code_too() {
  const std::string code = "2KTTVZ-ZMSETP-RGNVQR-779RAJ";
  const auto modules = receipt::qrModules(code);
  QVERIFY(modules.has_value());
  // Two rows to a line, light where something is drawn, four light modules around.
  const QStringList lines = QString::fromStdString(qrText(code)).split(QLatin1Char('\n'), Qt::SkipEmptyParts);
  QCOMPARE(lines.size(), (modules->height + 8 + 1) / 2);
  for (int y = 0; y < modules->height; ++y)
    for (int x = 0; x < modules->width; ++x) {
      const QChar drawn = lines.at((y + 4) / 2).at(x + 4);
      const bool upper = (y + 4) % 2 == 0;
      const bool light = drawn == QChar(0x2588) || drawn == QChar(upper ? 0x2580 : 0x2584);
      QCOMPARE(light, !modules->isDark(x, y));
    }
  for (const QString& line : lines) {
    QCOMPARE(line.size(), modules->width + 8);
    QVERIFY(line.startsWith(QString(4, line.front())) && line.front() != QLatin1Char(' '));
  }
  QVERIFY(qrText(std::string(700, 'x')).empty());
}

QTEST_GUILESS_MAIN(PeopleTest)
#include "people_test.moc"

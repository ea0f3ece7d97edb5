// People at one home: commands that are forwarded into the process that owns it, with the PINs that no
// command line shows, answer as those that run there.
#include <QTemporaryDir>
#include <QTest>

#include <nlohmann/json.hpp>

#include "app/wiring/agent_host.h"
#include "app/wiring/console.h"
#include "app/wiring/exit_status.h"
#include "app/wiring/owner_link.h"
#include "core/adapters/system/local_socket.h"

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
  void a_frame_of_odd_types_is_answered();

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
      const auto caller = host->people().prove(UserName(user), invocation.pin);
      status = caller ? runCommand(invocation, *caller, host->people(), host->client(), m_said)
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

  QCOMPARE(run(host, {"user", "add", "Tini"}, "Budi", "246810", "8642"), std::string("3 approval-missing"));
  QCOMPARE(run(host, enroll, "Budi", "246810", ""), std::string("3 approval-missing"));
  QCOMPARE(run(host, off, "", "123456", ""), std::string("3 not-found"));
  QCOMPARE(run(host, enroll, "", "123456", ""), std::string("0 "));
  QVERIFY2(m_said.word("uri").rfind("otpauth://totp/Loket:Warung%20Uji?secret=", 0) == 0,
           m_said.out.back().c_str());
  QCOMPARE(run(host, enroll, "", "123456", ""), std::string("3 state-forbids"));
  QCOMPARE(run(host, off, "Budi", "246810", ""), std::string("3 approval-missing"));
  QCOMPARE(run(host, off, "", "123456", ""), std::string("0 "));

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
  QCOMPARE((*opened)->opener().name, UserName("Budi"));
  QCOMPARE((*opened)->opener().role, std::string("cashier"));
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

QTEST_GUILESS_MAIN(PeopleTest)
#include "people_test.moc"

// People at one home: commands that are forwarded into the process that owns it, with the PINs that no
// command line shows, answer as those that run there.
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <nlohmann/json.hpp>

#include "app/wiring/agent_host.h"
#include "app/wiring/console.h"
#include "app/wiring/console_vault.h"
#include "app/wiring/exit_status.h"
#include "app/wiring/owner_link.h"
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

  // Another PIN: one's own, and by the owner somebody else's.
  QCOMPARE(run(host, {"user", "pin"}, "Budi", "246810", "112233"), std::string("0 "));
  QCOMPARE(run(host, list, "Budi", "246810", ""), std::string("3 pin-wrong"));
  QCOMPARE(run(host, {"user", "pin", "Sri"}, "Budi", "112233", "246810"), std::string("3 approval-missing"));
  QCOMPARE(run(host, {"user", "pin", " BUDI"}, "", "123456", "1"), std::string("2 usage"));
  QCOMPARE(run(host, {"user", "pin", " BUDI"}, "", "123456", "246810"), std::string("0 "));
  QCOMPARE(run(host, {"user", "pin", "Tini"}, "", "123456", "246810"), std::string("3 not-found"));
  // The paper's code and this computer's secret: the owner's, and nobody's PIN changes.
  for (const std::vector<std::string>& words :
       {std::vector<std::string>{"vault", "recovery-code", "--qr"}, std::vector<std::string>{"vault", "rotate-device"},
        std::vector<std::string>{"user", "remove", "Budi"}})
    QCOMPARE(run(host, words, "Budi", "246810", ""), std::string("3 approval-missing"));
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

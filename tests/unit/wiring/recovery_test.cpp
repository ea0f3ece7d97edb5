// The recovery code in place of the owner's PIN: it takes two where there can be two, and where it goes alone that is written down
// and said.
#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <algorithm>

#include "app/wiring/agent_host.h"
#include "app/wiring/ask.h"
#include "core/adapters/otp/oath_codes.h"
#include "core/adapters/store/home_store.h"
#include "core/adapters/system/clock.h"
#include "core/domain/identity/key_trouble.h"

using namespace loket;
using namespace loket::app;

namespace {

SecretBytes pin(std::string_view text) { return SecretBytes(text); }

}  // namespace

class RecoveryTest : public QObject {
  Q_OBJECT

 private slots:
  void init() { m_folder = std::make_unique<QTemporaryDir>(); }
  void the_recovery_code_takes_two_where_there_can_be_two();
  void a_recovery_without_the_secret_is_never_silent();
  void a_changed_journal_is_told_by_every_command();
  void a_secret_out_of_reach_is_given_up_on_demand();

 private:
  std::unique_ptr<QTemporaryDir> m_folder;
};

void RecoveryTest::the_recovery_code_takes_two_where_there_can_be_two() {
  const std::string folder = m_folder->filePath("recovered").toStdString();
  const auto made = createHome(folder, "Warung Uji", UserName("Sri"), pin("123456"));
  QVERIFY(made.has_value());
  const SecretBytes paper = pin(made->recoveryCode);
  const SecretBytes none = pin("AAAAAA-AAAAAA-AAAAAA-AAAAAA");
  const SecretBytes fresh = pin("112233");
  const SecretBytes cashier = pin("246810");
  const SecretBytes wrong = pin("246811");
  const auto recovered = [&](RecoveryOrder order) {
    const auto done = recoverHome(folder, order);
    if (done)
      return textOf(done->consent);
    const bool isMissing = done.error().code == ErrorCode::ApprovalMissing;
    return std::string(wordOf(done.error().code)) + (isMissing ? ": " + done.error().detail : "");
  };
  const auto host = [&](const SecretBytes& with) {
    auto opened = AgentHost::open({folder, {}, HostKind::Window}, UserName(), with);
    return opened ? std::move(*opened) : std::unique_ptr<AgentHost>();
  };
  const auto newest = [](AgentHost& at) {
    const auto events = ask<std::vector<AccessEvent>>([&at](api::Reply<std::vector<AccessEvent>> reply) { at.client().accessLog(2, std::move(reply)); });
    const AccessEvent& event = events->at(1);  // before this opening
    return std::string(wordOf(event.kind)) + " " + event.who.str() + " " + event.by.str() + ": " + event.reason;
  };
  // A shop of one; somebody who only looks is no second.
  {
    const auto first = host(pin("123456"));
    QVERIFY(first && first->people().add(UserName("Sri"), pin("123456"), UserName("Ani"), pin("8642"), Role::Auditor));
  }
  QCOMPARE(recovered({none, fresh}), std::string("pin-wrong"));
  // The code, and nobody's PIN.
  QCOMPARE(recoverHome(folder, {none, fresh}).error().detail, std::string(kRecoveryCode));
  QCOMPARE(recovered({paper, pin("1")}), std::string("usage"));
  QCOMPARE(recovered({paper, fresh}), std::string("alone"));
  {
    const auto alone = host(fresh);
    QVERIFY(alone != nullptr);
    QCOMPARE(newest(*alone), std::string("pin Sri : recovery code, alone"));
    QVERIFY(alone->people().add(UserName("Sri"), fresh, UserName("Budi"), cashier));
  }
  const SecretBytes third = pin("332211");
  QCOMPARE(recovered({paper, third}), std::string("approval-missing: ") + kSecondIsAPerson);
  QCOMPARE(recovered({paper, third, {}, UserName("Budi"), &wrong}), std::string("pin-wrong"));
  const SecretBytes auditor = pin("8642");
  QCOMPARE(recovered({paper, third, {}, UserName("Ani"), &auditor}), std::string("role-forbids"));
  // No code is set up: none is one.
  QCOMPARE(recovered({paper, third, {}, {}, nullptr, "123456"}), std::string("approval-missing: ") + kSecondIsAPerson);
  QVERIFY(host(fresh) != nullptr);
  QCOMPARE(recovered({none, third, {}, UserName("Budi"), &cashier}), std::string("pin-wrong"));
  QCOMPARE(recovered({paper, third, {}, UserName("Budi"), &cashier}), std::string("with Budi"));
  QVERIFY(host(fresh) == nullptr);
  std::string secret;
  {
    const auto seconded = host(third);
    QVERIFY(seconded != nullptr);
    QCOMPARE(newest(*seconded), std::string("pin Sri Budi: recovery code, with Budi"));
    const auto uri = ask<std::string>([&](api::Reply<std::string> reply) { seconded->client().enrolOwnerCode(UserName("Sri"), std::move(reply)); });
    QVERIFY(uri.has_value());
    const auto at = uri->find("secret=") + 7;
    secret = uri->substr(at, uri->find('&', at) - at);
  }
  const auto shown = [&secret] {
    return *adapters::OathCodes().codeAt(SecretBytes(secret), adapters::SystemClock().now());
  };
  std::string other = shown();
  other.front() = other.front() == '9' ? '0' : static_cast<char>(other.front() + 1);
  QCOMPARE(recovered({paper, fresh}), std::string("approval-missing: ") + kSecondIsEither);
  QCOMPARE(recovered({paper, fresh, {}, {}, nullptr, other}), std::string("code-wrong"));
  QVERIFY(host(third) != nullptr);
  const std::string code = shown();
  QCOMPARE(recovered({paper, fresh, {}, {}, nullptr, code}), std::string("owner-code"));
  {
    const auto told = host(fresh);
    QVERIFY(told != nullptr);
    QCOMPARE(newest(*told), std::string("pin Sri : recovery code, owner-code"));
  }
  // Good once, here too.
  QCOMPARE(recovered({paper, third, {}, {}, nullptr, code}), std::string("code-wrong"));
  // Nobody's PIN is good where this computer's secret is lost, and the code is still the owner's.
  QVERIFY(QFile::remove(QString::fromStdString(folder + "/device.key")));
  QCOMPARE(recovered({paper, third}), std::string("approval-missing: ") + kSecondIsTheCode);
  QVERIFY(QFile::remove(QString::fromStdString(folder + "/loket.db")) && QFile::remove(QString::fromStdString(folder + "/loket.sidecar")));
  QCOMPARE(recovered({paper, third}), std::string("alone"));
}

// Whoever has the paper may have put the secret away himself: then at least it is said, for a week, to everybody who comes.
void RecoveryTest::a_recovery_without_the_secret_is_never_silent() {
  const std::string folder = m_folder->filePath("alone").toStdString();
  const auto made = createHome(folder, "Warung Uji", UserName("Sri"), pin("123456"));
  QVERIFY(made.has_value());
  const SecretBytes paper = pin(made->recoveryCode);
  const SecretBytes fresh = pin("112233");
  const auto lost = [&folder] { return QFile::remove(QString::fromStdString(folder + "/device.key")); };
  const auto host = [&folder](const SecretBytes& with) {
    auto opened = AgentHost::open({folder, {}, HostKind::Command}, UserName(), with);
    return opened ? std::move(*opened) : std::unique_ptr<AgentHost>();
  };
  const auto told = [](AgentHost& at) {
    const auto items = ask<std::vector<api::HealthItem>>(
        [&at](api::Reply<std::vector<api::HealthItem>> reply) { at.client().health(api::Look::AsKnown, std::move(reply)); });
    const bool isShown = items && std::any_of(items->begin(), items->end(), [](const api::HealthItem& one) {
                           return one.name == "recovery" && !one.ok && one.word == "recovered-alone";
                         });
    const auto status = ask<api::CounterStatus>([&at](api::Reply<api::CounterStatus> reply) { at.client().status(std::move(reply)); });
    const bool stands = status && status->alarms.size() == 1 && status->alarms.front().kind == api::HomeAlarm::Kind::RecoveredAlone;
    // Both or neither.
    return isShown == stands ? std::optional(isShown) : std::nullopt;
  };
  // In a shop of one there is nobody else to be asked.
  QVERIFY(lost());
  const auto ofOne = recoverHome(folder, {paper, fresh});
  QVERIFY(ofOne && ofOne->notes.empty());
  {
    const auto first = host(fresh);
    QVERIFY(first && first->notes().empty() && told(*first) == false);
    QVERIFY(first->people().add(UserName("Sri"), fresh, UserName("Budi"), pin("246810")));
  }
  const SecretBytes third = pin("332211");
  const auto withSecret = recoverHome(folder, {paper, third});
  QVERIFY(!withSecret && withSecret.error().code == ErrorCode::ApprovalMissing);
  QVERIFY(lost());
  const auto alone = recoverHome(folder, {paper, third});
  QVERIFY(alone && alone->consent.how == Seconded::Alone && alone->notes.size() == 1);
  {
    const auto opened = host(third);
    QVERIFY(opened && opened->notes().size() == 1 && told(*opened) == true);
    QVERIFY(opened->notes().front().find("recovery code alone") != std::string::npos);
    const auto events = ask<std::vector<AccessEvent>>(
        [&opened](api::Reply<std::vector<AccessEvent>> reply) { opened->client().accessLog(1, std::move(reply)); });
    QVERIFY(events && events->front().kind == AccessKind::PinChanged);
    QCOMPARE(events->front().reason, std::string("recovery code, alone, this computer's secret missing"));
  }
  {
    const auto key = People(folder).open(UserName("Sri"), third);
    auto stored = adapters::openHomeStore(folder, key->key);
    ports::UnitOfWork work;
    work.at = adapters::SystemClock().now();
    work.settings["recovery.alone"] = toRfc3339(work.at - Duration::days(8));
    QVERIFY(stored && stored->store->commit(work));
  }
  const auto later = host(third);
  QVERIFY(later && later->notes().empty() && told(*later) == false);
}

// What an earlier start has found is said by every command that opens the home.
void RecoveryTest::a_changed_journal_is_told_by_every_command() {
  const std::string folder = m_folder->filePath("changed").toStdString();
  const SecretBytes sris = pin("123456");
  QVERIFY(createHome(folder, "Warung Uji", UserName("Sri"), sris).has_value());
  {
    const auto key = People(folder).open(UserName("Sri"), sris);
    auto stored = adapters::openHomeStore(folder, key->key);
    ports::UnitOfWork work;
    work.at = adapters::SystemClock().now();
    work.settings["audit.fault"] = std::to_string(work.at.ms) + "\n7\nevent";
    QVERIFY(stored && stored->store->commit(work));
  }
  for (int start = 0; start < 2; ++start) {
    const auto opened = AgentHost::open({folder, {}, HostKind::Command}, UserName("Sri"), sris);
    QVERIFY(opened && (*opened)->notes().size() == 1);
    QVERIFY((*opened)->notes().front().find("the journal is not what was written down or signed") == 0);
  }
}

// What may still be had is never given up by itself.
void RecoveryTest::a_secret_out_of_reach_is_given_up_on_demand() {
  const std::string folder = m_folder->filePath("given-up").toStdString();
  const auto made = createHome(folder, "Warung Uji", UserName("Sri"), pin("123456"), "file");
  QVERIFY(made.has_value());
  const SecretBytes paper = pin(made->recoveryCode);
  const SecretBytes fresh = pin("112233");
  QFile secret(QString::fromStdString(folder + "/device.key"));
  QVERIFY(secret.open(QIODevice::WriteOnly | QIODevice::Truncate) && secret.write(QByteArray(32, 'x')) == 32);
  secret.close();
  RecoveryOrder order{paper, fresh};
  const auto left = recoverHome(folder, order);
  QVERIFY(!left && left.error().code == ErrorCode::KeySlotUnreadable);
  QCOMPARE(keyTroubleOf(left.error()), std::optional(KeyTrouble::SecretForeign));
  order.givesUpSecret = true;
  QVERIFY(recoverHome(folder, order).has_value());
  QVERIFY(AgentHost::open({folder, {}, HostKind::Command}, UserName(), fresh).has_value());
}

QTEST_GUILESS_MAIN(RecoveryTest)
#include "recovery_test.moc"

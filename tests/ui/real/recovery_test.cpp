// The owner's PIN is forgotten: the code on the paper opens the shop again from the login, with the real
// window and the real core; and what keeps a shop closed is said there as what it is.
#include <QJsonDocument>
#include <QLineEdit>
#include <QTest>

#include "tests/integration/counter_home.h"
#include "tests/ui/real/open_cashier.h"
#include "ui/screens/frame/frame.h"
#include "ui/screens/settings/people_panel.h"
#include "ui/text/errors.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/inline_message.h"
#include "ui/widgets/pin_pad.h"

namespace loket::test {

using integration_tests::CounterHome;
using integration_tests::Run;
using integration_tests::SandboxProcess;
using ui::screens::PeopleStep;
using ui::screens::RecoverStep;

namespace {

constexpr int kPatienceMs = 60'000;
constexpr const char* kOld = "123456";
constexpr const char* kNew = "112233";
constexpr const char* kTinis = "161803";

}  // namespace

class RecoveryWindowTest final : public QObject {
  Q_OBJECT

 private slots:
  void init() {
    m_sandbox = std::make_unique<SandboxProcess>();
    QVERIFY(m_sandbox->start());
    m_sandbox->setClock("2026-12-07T09:00:00+07:00");
    m_home = std::make_unique<CounterHome>(*m_sandbox);
    QVERIFY(m_home->open());
  }
  void cleanup() {
    m_cashier.reset();
    m_home.reset();
    m_sandbox.reset();
  }

  void aForgottenPinIsReplacedByTheCode() {
    openWindow();
    // Thought better of it.
    press(Qt::Key_F5);
    QTRY_VERIFY(recovery() != nullptr);
    press(Qt::Key_Escape);
    QTRY_VERIFY(window().login() != nullptr);
    QTest::mouseClick(window().login()->findChild<ui::widgets::ActionButton*>(QStringLiteral("recovery")),
                      Qt::LeftButton);
    QTRY_VERIFY(recovery() != nullptr);

    const QByteArray slots_ = bytesOf("keyslots-a.json");
    press(Qt::Key_Return);  // nothing is typed
    QCOMPARE(recovery()->step(), RecoverStep::Code);
    type("AAAAAA-AAAAAA-AAAAAA-AAAAAA");
    press(Qt::Key_Return);
    type(kNew);
    type("112234");  // slipped
    QCOMPARE(recovery()->step(), RecoverStep::Pin);
    type(kNew);
    type(kNew);
    QCOMPARE(recovery()->step(), RecoverStep::Working);
    // The window lives meanwhile, and nothing that is typed is for anybody.
    QVERIFY(message().isEmpty());
    type("999999");
    press(Qt::Key_Return);
    QTRY_COMPARE_WITH_TIMEOUT(recovery()->step(), RecoverStep::Code, kPatienceMs);
    QVERIFY2(message().contains(QStringLiteral("bukan kode pemulihan")), qPrintable(message()));
    // Nothing was changed.
    QCOMPARE(bytesOf("keyslots-a.json"), slots_);
    QCOMPARE(statusWith(kOld), 0);
    QVERIFY(statusWith(kNew) != 0);

    // What was typed is still there: with the right code there is nothing to be asked any more.
    auto* code = recovery()->findChild<QLineEdit*>(QStringLiteral("paper-code"));
    QCOMPARE(code->text(), QStringLiteral("AAAAAA-AAAAAA-AAAAAA-AAAAAA"));
    code->clear();
    type(m_home->recoveryCode().toLower().replace(QLatin1Char('-'), QLatin1Char(' ')).toLatin1().constData());
    press(Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(window().frame() != nullptr, kPatienceMs);
    QCOMPARE(window().staff().atTheCounter().role, Role::Owner);
    m_cashier.reset();

    QVERIFY(statusWith(kOld) != 0);
    QCOMPARE(statusWith(kNew), 0);
    QCOMPARE(integration_tests::leaksIn(m_home->path(), {m_home->recoveryCode()}), QStringList());
    openWindow();
    type(kOld);
    QTRY_VERIFY_WITH_TIMEOUT(window().login()->pad()->isEnabled(), kPatienceMs);
    QVERIFY(window().frame() == nullptr);
    type(kNew);
    QTRY_VERIFY_WITH_TIMEOUT(window().frame() != nullptr, kPatienceMs);
  }

  // The paper is lost: the owner makes another code in the window, and the lost one opens nothing.
  void theOwnerMakesANewCode() {
    openWindow();
    type(kOld);
    QTRY_VERIFY_WITH_TIMEOUT(window().frame() != nullptr, kPatienceMs);
    window().frame()->openPage(9);
    press(Qt::Key_F8, Qt::ShiftModifier);
    const auto* panel = window().findChild<ui::screens::PeoplePanel*>();
    QTRY_VERIFY(panel != nullptr && panel->isVisible() && !panel->flow().people().empty());
    press(Qt::Key_Down);
    press(Qt::Key_F6);
    QTRY_COMPARE(panel->flow().step(), PeopleStep::Sure);
    press(Qt::Key_Return);
    QTRY_COMPARE(panel->flow().step(), PeopleStep::OwnPin);
    type(kOld);
    QTRY_COMPARE_WITH_TIMEOUT(panel->flow().step(), PeopleStep::Code, kPatienceMs);
    const QString made = QString::fromStdString(panel->flow().picture());
    QVERIFY(!made.isEmpty() && made != m_home->recoveryCode());
    press(Qt::Key_Return);
    QTRY_COMPARE(panel->flow().step(), PeopleStep::List);
    m_cashier.reset();
    QCOMPARE(integration_tests::leaksIn(m_home->path(), {made}), QStringList());

    openWindow();
    toWorking();
    QTRY_COMPARE_WITH_TIMEOUT(recovery()->step(), RecoverStep::Code, kPatienceMs);
    QVERIFY2(message().contains(QStringLiteral("bukan kode pemulihan")), qPrintable(message()));
    recovery()->findChild<QLineEdit*>(QStringLiteral("paper-code"))->clear();
    type(made.toLatin1().constData());
    press(Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(window().frame() != nullptr, kPatienceMs);
    m_cashier.reset();
    QCOMPARE(statusWith(kNew), 0);
    const Run book = m_home->run({QStringLiteral("user"), QStringLiteral("log")}, environmentWith(kNew));
    QVERIFY(std::any_of(book.lines.begin(), book.lines.end(), [](const QJsonObject& line) {
      return line.value(QStringLiteral("what")).toString() == QLatin1String("recovery-code");
    }));
  }

  void whereOthersWorkItTakesTwo() {
    addTini();
    openWindow();
    toWorking();
    QTRY_COMPARE_WITH_TIMEOUT(recovery()->step(), RecoverStep::Second, kPatienceMs);
    // Nobody has agreed to anything yet.
    QCOMPARE(statusWith(kOld), 0);
    type("000000");
    auto* pad = recovery()->findChild<ui::widgets::PinPad*>(QStringLiteral("second-pin"));
    QTRY_VERIFY_WITH_TIMEOUT(pad->isEnabled(), kPatienceMs);
    QCOMPARE(recovery()->step(), RecoverStep::Second);
    QVERIFY(!pad->accessibleDescription().isEmpty());
    QCOMPARE(statusWith(kOld), 0);
    type(kTinis);
    QTRY_VERIFY_WITH_TIMEOUT(window().frame() != nullptr, kPatienceMs);
    m_cashier.reset();
    QCOMPARE(statusWith(kNew), 0);
    const Run book = m_home->run({QStringLiteral("user"), QStringLiteral("log")}, environmentWith(kNew));
    QVERIFY(std::any_of(book.lines.begin(), book.lines.end(), [](const QJsonObject& line) {
      return QString::fromUtf8(QJsonDocument(line).toJson())
          .contains(QStringLiteral("recovery code, with Tini"));
    }));
  }

  void whatKeepsTheKeyIsSaidAndTheSecretGivenUp() {
    addTini();
    const QString path = m_home->path() + QStringLiteral("/device.key");
    QFile secret(path);
    QVERIFY(secret.open(QIODevice::ReadOnly));
    const QByteArray own = secret.readAll();
    secret.close();
    const auto put = [&path](const QByteArray& bytes) {
      QFile file(path);
      return file.open(QIODevice::WriteOnly | QIODevice::Truncate) && file.write(bytes) == bytes.size();
    };
    openWindow();
    QStringList said;
    const auto says = [&](const char* word, ErrorCode code) {
      type(kOld);
      QTRY_VERIFY_WITH_TIMEOUT(window().login()->pad()->isEnabled(), kPatienceMs);
      QCOMPARE(message(), ui::text::sentence({code, std::string(word) + ": somewhere"}));
      said << message();
    };
    QVERIFY(QFile::remove(path));
    says("secret-gone", ErrorCode::KeySlotMissing);
    QVERIFY(put("short"));
    says("secret-damaged", ErrorCode::KeySlotUnreadable);
    QVERIFY(put(QByteArray(32, 'x')));
    says("secret-foreign", ErrorCode::KeySlotUnreadable);
    QCOMPARE(said.removeDuplicates(), 0);

    toWorking();
    QTRY_COMPARE_WITH_TIMEOUT(recovery()->step(), RecoverStep::GiveUp, kPatienceMs);
    // Somebody has put the right one back.
    QVERIFY(put(own));
    press(Qt::Key_Return);
    QTRY_COMPARE_WITH_TIMEOUT(recovery()->step(), RecoverStep::Second, kPatienceMs);
    QVERIFY(put(QByteArray(32, 'x')));
    press(Qt::Key_Escape);
    press(Qt::Key_Return);
    QTRY_COMPARE_WITH_TIMEOUT(recovery()->step(), RecoverStep::GiveUp, kPatienceMs);
    press(Qt::Key_F8);
    QTRY_VERIFY_WITH_TIMEOUT(window().frame() != nullptr, kPatienceMs);
    QCOMPARE(window().staff().everybody().size(), std::size_t{1});
  }

  void damagedKeyFilesSendNobodyToTheCode() {
    openWindow();
    for (const char* copy : {"/keyslots-a.json", "/keyslots-b.json"}) {
      QFile file(m_home->path() + QString::fromLatin1(copy));
      QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate) && file.write("{") == 1);
    }
    type(kOld);
    QTRY_VERIFY_WITH_TIMEOUT(window().login()->pad()->isEnabled(), kPatienceMs);
    const QString damaged = ui::text::sentence({ErrorCode::KeySlotUnreadable, "slots-damaged: somewhere"});
    QCOMPARE(message(), damaged);
    toWorking();
    QTRY_COMPARE_WITH_TIMEOUT(recovery()->step(), RecoverStep::Code, kPatienceMs);
    QCOMPARE(message(), damaged);
  }

 private:
  void openWindow() {
    m_cashier = openCashier(*m_home, *m_sandbox);
    QVERIFY(QTest::qWaitForWindowActive(&window()));
  }
  void addTini() {
    auto owner = environmentWith(kOld);
    owner.insert(QStringLiteral("LOKET_NEW_PIN"), QString::fromLatin1(kTinis));
    QCOMPARE(
        m_home->run({QStringLiteral("user"), QStringLiteral("add"), QStringLiteral("Tini")}, owner).status,
        0);
  }
  // From the login, with the right code.
  void toWorking() {
    press(Qt::Key_F5);
    QTRY_VERIFY(recovery() != nullptr);
    type(m_home->recoveryCode().toLatin1().constData());
    press(Qt::Key_Return);
    type(kNew);
    type(kNew);
  }
  static QProcessEnvironment environmentWith(const char* pin) {
    return integration_tests::environmentWithPin(QString::fromLatin1(pin));
  }
  [[nodiscard]] int statusWith(const char* pin) const {
    return m_home->run({QStringLiteral("payments"), QStringLiteral("list")}, environmentWith(pin)).status;
  }
  [[nodiscard]] QByteArray bytesOf(const char* name) const {
    QFile file(m_home->path() + QLatin1Char('/') + QLatin1String(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
  }
  // What is complained of; empty where nothing is.
  [[nodiscard]] QString message() {
    for (const auto* one : window().findChildren<ui::widgets::InlineMessage*>())
      if (one->isVisible())
        return one->accessibleName();
    return {};
  }
  [[nodiscard]] ui::screens::RecoverScreen* recovery() { return window().recovery(); }
  [[nodiscard]] app::CounterWindow& window() { return m_cashier->window(); }
  void press(Qt::Key key, Qt::KeyboardModifiers with = Qt::NoModifier) {
    QTest::keyClick(window().focusWidget(), key, with);
  }
  void type(const char* text) { QTest::keyClicks(window().focusWidget(), QString::fromLatin1(text)); }

  std::unique_ptr<SandboxProcess> m_sandbox;
  std::unique_ptr<CounterHome> m_home;
  std::unique_ptr<app::Cashier> m_cashier;
};

}  // namespace loket::test

QTEST_MAIN(loket::test::RecoveryWindowTest)
#include "recovery_test.moc"

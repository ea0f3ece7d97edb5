// A PIN that is forgotten, by keyboard alone: what is asked in which order, what is kept while something is
// wrong, and that nothing is done twice.
#include <QLineEdit>
#include <QSignalSpy>

#include "tests/ui/screens/counter.h"
#include "ui/text/errors.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/inline_message.h"
#include "ui/widgets/pin_pad.h"

namespace loket::test {

using ui::screens::OwnerRecovery;
using ui::screens::RecoverStep;

class RecoverTest final : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    m_theme.setMotion(false);
    m_theme.apply(*qApp);
  }
  void init() {
    m_asked.clear();
    m_counter = std::make_unique<Counter>(m_theme);
    ui::text::install(m_counter->language, *qApp);
    window().showRecovery([this](const OwnerRecovery& order) {
      m_asked << QStringLiteral("%1|%2|%3|%4|%5|%6")
                     .arg(said(order.code), said(order.pin), QString::fromStdString(order.second.str()),
                          said(order.secondPin), QString::fromStdString(order.ownerCode),
                          order.givesUpSecret ? QStringLiteral("gives up") : QString());
    });
    window().show();
    window().activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&window()));
  }
  void cleanup() { m_counter.reset(); }

  void theCodeAndThePinTwice() {
    press(Qt::Key_Return);
    QCOMPARE(recovery().step(), RecoverStep::Code);
    QVERIFY(!message().isEmpty());
    type("k7qhwd 3mrvxa");
    QVERIFY(message().isEmpty());
    press(Qt::Key_Return);
    QCOMPARE(recovery().step(), RecoverStep::Pin);
    type("271828");
    QCOMPARE(recovery().step(), RecoverStep::PinAgain);
    press(Qt::Key_Escape);
    QCOMPARE(recovery().step(), RecoverStep::Pin);
    type("271828");
    type("271829");
    QCOMPARE(recovery().step(), RecoverStep::Pin);
    QVERIFY(m_asked.isEmpty());
    type("314159");
    type("314159");
    QCOMPARE(m_asked, QStringList{QStringLiteral("k7qhwd 3mrvxa|314159||||")});
    // While it works no key does anything, and no button.
    type("314159");
    press(Qt::Key_Return);
    press(Qt::Key_Escape);
    for (auto* button : recovery().findChildren<ui::widgets::ActionButton*>())
      QTest::mouseClick(button, Qt::LeftButton);
    QCOMPARE(m_asked.size(), 1);
    QCOMPARE(recovery().step(), RecoverStep::Working);
  }

  void aWrongCodeKeepsWhatWasTyped() {
    toWorking();
    recovery().refuseCode();
    QCOMPARE(recovery().step(), RecoverStep::Code);
    QVERIFY(!message().isEmpty());
    type("-9tbnef");
    press(Qt::Key_Return);
    QCOMPARE(m_asked.last(), QStringLiteral("k7qhwd-9tbnef|271828||||"));
    recovery().showError({ErrorCode::DiskFull, {}});
    QCOMPARE(recovery().step(), RecoverStep::Code);
    QCOMPARE(message(), ui::text::sentence({ErrorCode::DiskFull, {}}));
  }

  void escapeLeaves() {
    QSignalSpy left(&window(), &app::CounterWindow::recoveryLeft);
    type("k7qhwd");
    press(Qt::Key_Return);
    press(Qt::Key_Escape);
    QCOMPARE(recovery().step(), RecoverStep::Code);
    press(Qt::Key_Escape);
    QTRY_COMPARE(left.size(), 1);
    QVERIFY(m_asked.isEmpty());
  }

  void theSecondIsAPersonOrTheOwnersCode() {
    toWorking();
    recovery().askSecond({{{UserName("budi"), Role::Supervisor}}, ui::screens::OwnersCode::Told});
    QCOMPARE(recovery().step(), RecoverStep::Second);
    type("246810");
    QCOMPARE(m_asked.last(), QStringLiteral("k7qhwd|271828|budi|246810||"));
    type("246810");
    QCOMPARE(m_asked.size(), 2);
    recovery().showError({ErrorCode::PinWrong, "4"});
    QCOMPARE(recovery().step(), RecoverStep::Second);
    QVERIFY(message().isEmpty());  // it is said beside the digits
    const auto* pad = recovery().findChild<ui::widgets::PinPad*>(QStringLiteral("second-pin"));
    QVERIFY(!pad->accessibleDescription().isEmpty());
    press(Qt::Key_Right);
    type("000111");
    QCOMPARE(m_asked.last(), QStringLiteral("k7qhwd|271828|||000111|"));
    recovery().showError({ErrorCode::CodeLocked, {}});
    QCOMPARE(recovery().step(), RecoverStep::Second);
    QCOMPARE(message(), ui::text::sentence({ErrorCode::CodeLocked, {}}));
    press(Qt::Key_Escape);
    QCOMPARE(recovery().step(), RecoverStep::Code);
    // Of whoever agreed before nothing is left.
    press(Qt::Key_Return);
    QCOMPARE(m_asked.last(), QStringLiteral("k7qhwd|271828||||"));
  }

  void aSecretOutOfReachIsGivenUpOnlyWhenSomebodySaysSo() {
    const Error locked{ErrorCode::KeySlotUnreadable, "secret-locked: the keychain"};
    toWorking();
    recovery().showError(locked);
    QCOMPARE(recovery().step(), RecoverStep::GiveUp);
    QCOMPARE(message(), ui::text::sentence(locked));
    press(Qt::Key_Return);
    QCOMPARE(m_asked.last(), QStringLiteral("k7qhwd|271828||||"));
    recovery().showError(locked);
    press(Qt::Key_F8);
    QCOMPARE(m_asked.last(), QStringLiteral("k7qhwd|271828||||gives up"));
    recovery().askSecond({{}, ui::screens::OwnersCode::Told});
    type("000111");
    QCOMPARE(m_asked.last(), QStringLiteral("k7qhwd|271828|||000111|gives up"));
    press(Qt::Key_Escape);  // it is at work
    QCOMPARE(recovery().step(), RecoverStep::Working);
    recovery().showError({ErrorCode::CodeWrong, {}});
    press(Qt::Key_Escape);
    press(Qt::Key_Return);
    QCOMPARE(m_asked.last(), QStringLiteral("k7qhwd|271828||||"));
    // What is damaged is mended by nobody's giving up.
    recovery().showError({ErrorCode::KeySlotUnreadable, "secret-damaged: device.key"});
    QCOMPARE(recovery().step(), RecoverStep::Code);
  }

  void theLoginOffersItAndTheLockedCounterDoesNot() {
    window().showLogin({}, {}, {}, [](const UserName&, const SecretBytes&) {});
    QSignalSpy wanted(&window(), &app::CounterWindow::recoveryWanted);
    press(Qt::Key_F5);
    QTRY_COMPARE(wanted.size(), 1);
    type("271828");  // is looked at
    QTest::keyClick(window().login(), Qt::Key_F5);
    QTest::mouseClick(window().login()->findChild<ui::widgets::ActionButton*>(QStringLiteral("recovery")),
                      Qt::LeftButton);
    QCoreApplication::processEvents();
    QCOMPARE(wanted.size(), 1);
    window().login()->showError({ErrorCode::PinWrong, "4"});
    QTest::mouseClick(window().login()->findChild<ui::widgets::ActionButton*>(QStringLiteral("recovery")),
                      Qt::LeftButton);
    QTRY_COMPARE(wanted.size(), 2);

    m_counter = std::make_unique<Counter>(m_theme);
    m_counter->open();
    QSignalSpy none(&window(), &app::CounterWindow::recoveryWanted);
    m_counter->press(Qt::Key_L, Qt::ControlModifier);
    QVERIFY(window().isLocked());
    QVERIFY(!window().findChild<ui::widgets::ActionButton*>(QStringLiteral("recovery"))->isVisible());
    press(Qt::Key_F5);
    QCoreApplication::processEvents();
    QVERIFY(none.isEmpty());
  }

 private:
  static QString said(const SecretBytes& secret) {
    return QString::fromUtf8(secret.view().data(), static_cast<qsizetype>(secret.size()));
  }
  void toWorking() {
    type("k7qhwd");
    press(Qt::Key_Return);
    type("271828");
    type("271828");
    QCOMPARE(recovery().step(), RecoverStep::Working);
  }
  [[nodiscard]] QString message() const {
    const auto* one = recovery().findChild<ui::widgets::InlineMessage*>(QStringLiteral("message"));
    return one->isVisible() ? one->accessibleName() : QString();
  }
  [[nodiscard]] app::CounterWindow& window() const { return *m_counter->stage.window; }
  [[nodiscard]] ui::screens::RecoverScreen& recovery() const { return *window().recovery(); }
  void press(Qt::Key key) const { m_counter->press(key); }
  void type(const char* text) const { m_counter->type(text); }

  ui::theme::Theme m_theme;
  std::unique_ptr<Counter> m_counter;
  QStringList m_asked;
};

}  // namespace loket::test

QTEST_MAIN(loket::test::RecoverTest)
#include "recover_test.moc"

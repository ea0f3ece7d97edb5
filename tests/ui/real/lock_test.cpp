// A counter is left with a customer's order half typed: its home is closed behind the lock screen, another
// one works in it from outside, and whoever comes with a PIN goes on where it was left. The real window, core
// and sandbox.
#include <QTest>

#include "core/adapters/system/home_lock.h"
#include "tests/integration/counter_home.h"
#include "tests/ui/real/open_cashier.h"
#include "ui/screens/frame/frame.h"
#include "ui/screens/login/login_screen.h"
#include "ui/screens/sell/sell_screen.h"
#include "ui/widgets/feed_list.h"
#include "ui/widgets/inline_message.h"
#include "ui/widgets/pin_pad.h"
#include "ui/widgets/row_list.h"

namespace loket::test {

using integration_tests::CounterHome;
using integration_tests::Run;
using integration_tests::SandboxProcess;
using ui::screens::SellStep;

namespace {

constexpr int kPatienceMs = 60'000;
constexpr const char* kSris = "123456";
constexpr const char* kTinis = "161803";

}  // namespace

class LockTest final : public QObject {
  Q_OBJECT

 private slots:
  void init() {
    m_sandbox = std::make_unique<SandboxProcess>();
    QVERIFY(m_sandbox->start());
    m_sandbox->setClock("2026-12-07T09:00:00+07:00");
    m_home = std::make_unique<CounterHome>(*m_sandbox);
    QVERIFY(m_home->open());
    auto owner = integration_tests::environmentWithPin(QString::fromLatin1(kSris));
    owner.insert(QStringLiteral("LOKET_NEW_PIN"), QString::fromLatin1(kTinis));
    QCOMPARE(
        m_home->run({QStringLiteral("user"), QStringLiteral("add"), QStringLiteral("Tini")}, owner).status,
        0);
    openWindow();
  }
  void cleanup() {
    m_cashier.reset();
    m_home.reset();
    m_sandbox.reset();
  }

  void theDraftIsKeptWhileTheHomeIsClosed() {
    ui::screens::Choice choice;
    choice.product = "pln-token-20000";
    choice.number = "14300000001";
    choice.family = Family::PlnToken;
    flow().choose(choice);
    QTRY_VERIFY_WITH_TIMEOUT(flow().isArmed(), kPatienceMs);
    const std::string name = flow().quote().customerName;
    QVERIFY(!name.empty());
    lock();
    // Somebody else sells in it, as where there is no window.
    QCOMPARE(sell(QStringLiteral("14300000011")).status, 0);
    QVERIFY(window().isLocked() && !hasSocket());

    press(Qt::Key_Right);
    type(kSris);  // not hers
    QTRY_VERIFY_WITH_TIMEOUT(pad()->isEnabled(), kPatienceMs);
    QVERIFY(window().isLocked() && !hasSocket());
    type(kTinis);
    QTRY_VERIFY_WITH_TIMEOUT(!window().isLocked(), kPatienceMs);
    QVERIFY(hasSocket());
    QCOMPARE(flow().step(), SellStep::ReadBack);
    QVERIFY(flow().choice().number == choice.number && flow().quote().customerName == name);
    // What was sold meanwhile is there too.
    QTRY_COMPARE_WITH_TIMEOUT(todaysSales(), 1, kPatienceMs);
    press(Qt::Key_Return);
    QTRY_COMPARE_WITH_TIMEOUT(flow().step(), SellStep::Outcome, kPatienceMs);
    QCOMPARE(flow().payment().payment.user, UserName("Tini"));
    QTRY_COMPARE_WITH_TIMEOUT(todaysSales(), 2, kPatienceMs);
    // And locked once more.
    lock();
  }

  void whoHasTheHomeIsSaid() {
    lock();
    auto taken = adapters::HomeLock::take(m_home->path().toStdString());
    QTRY_VERIFY_WITH_TIMEOUT(taken || (taken = adapters::HomeLock::take(m_home->path().toStdString())),
                             kPatienceMs);
    type(kSris);
    QTRY_VERIFY_WITH_TIMEOUT(pad()->isEnabled(), kPatienceMs);
    QVERIFY(window().isLocked());
    const auto messages = door()->findChildren<ui::widgets::InlineMessage*>();
    QVERIFY(std::any_of(messages.begin(), messages.end(), [](const auto* one) { return one->isVisible(); }));
    taken->reset();
    type(kSris);
    QTRY_VERIFY_WITH_TIMEOUT(!window().isLocked(), kPatienceMs);
    QVERIFY(hasSocket());
  }

 private:
  void openWindow() {
    m_cashier = openCashier(*m_home, *m_sandbox);
    QVERIFY(QTest::qWaitForWindowActive(&window()));
    type(kSris);
    QTRY_VERIFY_WITH_TIMEOUT(window().frame() != nullptr, kPatienceMs);
  }
  void lock() {
    QTest::keyClick(window().focusWidget(), Qt::Key_L, Qt::ControlModifier);
    QVERIFY(window().isLocked());
    QTRY_VERIFY_WITH_TIMEOUT(!hasSocket(), kPatienceMs);
  }
  [[nodiscard]] Run sell(const QString& number) const {
    return m_home->run({QStringLiteral("sell"), QStringLiteral("pln-token-20000"), number,
                        QStringLiteral("--wait"), QStringLiteral("5")},
                       integration_tests::environmentWithPin(QString::fromLatin1(kSris)));
  }
  [[nodiscard]] bool hasSocket() const {
    return QFile::exists(m_home->path() + QStringLiteral("/owner.sock"));
  }
  [[nodiscard]] int todaysSales() {
    return window().sell()->findChild<ui::widgets::FeedList*>()->view()->model()->rowCount();
  }
  [[nodiscard]] ui::screens::LoginScreen* door() { return window().findChild<ui::screens::LoginScreen*>(); }
  [[nodiscard]] ui::widgets::PinPad* pad() { return door()->pad(); }
  [[nodiscard]] ui::screens::SellFlow& flow() { return window().sell()->flow(); }
  [[nodiscard]] app::CounterWindow& window() { return m_cashier->window(); }
  void press(Qt::Key key) { QTest::keyClick(window().focusWidget(), key); }
  void type(const char* text) { QTest::keyClicks(window().focusWidget(), QString::fromLatin1(text)); }

  std::unique_ptr<SandboxProcess> m_sandbox;
  std::unique_ptr<CounterHome> m_home;
  std::unique_ptr<app::Cashier> m_cashier;
};

}  // namespace loket::test

QTEST_MAIN(loket::test::LockTest)
#include "lock_test.moc"

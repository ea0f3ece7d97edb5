// Who stands at the counter: what an auditor sees and cannot do, and a counter that nobody stands at any more. Time is moved by
// hand.
#include <QDialog>
#include <QLineEdit>
#include <QListView>

#include "app/cashier/customer_display.h"
#include "app/cashier/shots/fixture_staff.h"
#include "tests/ui/screens/counter.h"
#include "ui/screens/history/history_screen.h"
#include "ui/screens/login/login_screen.h"
#include "ui/screens/payment_detail.h"
#include "ui/screens/queue/queue_screen.h"
#include "ui/screens/sell/sell_screen.h"
#include "ui/screens/shift/shift_screen.h"
#include "ui/text/errors.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/feed_list.h"
#include "ui/widgets/inline_message.h"
#include "ui/widgets/pin_pad.h"
#include "ui/widgets/rail_button.h"
#include "ui/widgets/row_list.h"

namespace loket::test {

using app::fixture::Fate;
using ui::screens::SellStep;
using ui::widgets::ActionButton;

namespace {

struct DoorCounter : Counter {
  using Counter::Counter;

  [[nodiscard]] app::CounterWindow& window() const { return *stage.window; }
  [[nodiscard]] QStringList rail() const {
    QStringList names;
    for (const auto* button : window().findChildren<ui::widgets::RailButton*>())
      if (button->isVisible())
        names << button->text();
    return names;
  }
  void handToHelper() const {
    press(Qt::Key_L, Qt::ControlModifier);
    press(Qt::Key_Right);
    type(app::fixture::kHelpersPin);
    QTRY_VERIFY(!window().isLocked());
  }
  void handToOwner() const {
    press(Qt::Key_L, Qt::ControlModifier);
    press(Qt::Key_Left);
    type(app::fixture::kOwnersPin);
    QTRY_VERIFY(!window().isLocked());
  }
  void wait(Duration time) {
    stage.sinceBoot = stage.sinceBoot + time;
    window().idleWatch()->look();
  }
  void readBack() {
    stage.choose("pln-token-50000", "14300000001", Family::PlnToken, ProductKind::Prepaid);
    QTRY_COMPARE(flow().step(), SellStep::ReadBack);
  }
};

}  // namespace

class DoorTest final : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    m_theme.setMotion(false);
    m_theme.apply(*qApp);
  }

  // ---- what a person may

  void anAuditorSeesWhatThereIsToSee() {
    DoorCounter counter(m_theme, QSize(1366, 768), ui::text::Language::English);
    counter.stage.client.helpersRole = Role::Auditor;
    counter.open();
    const QStringList all = counter.rail();
    QCOMPARE(all.size(), 10);
    counter.readBack();
    const ClientRef draft = counter.flow().clientRef();
    counter.handToHelper();
    QCOMPARE(counter.rail(), (QStringList{QStringLiteral("History"), QStringLiteral("Shift"), QStringLiteral("Settings")}));
    // What stood in front is not his: what he may see is there instead, and other pages' keys lead nowhere.
    QCOMPARE(counter.window().frame()->currentPage(), counter.window().history());
    for (const Qt::Key key : {Qt::Key_F1, Qt::Key_F2, Qt::Key_F4, Qt::Key_F9, Qt::Key_F12}) {
      counter.press(key);
      QCOMPARE(counter.window().frame()->currentPage(), counter.window().history());
    }
    counter.press(Qt::Key_F11);
    QVERIFY(counter.window().frame()->currentPage() != counter.window().history());
    // Back to somebody who sells: everything is there again, and what was begun.
    counter.handToOwner();
    QCOMPARE(counter.rail(), all);
    counter.press(Qt::Key_F1);
    QCOMPARE(counter.window().frame()->currentPage(), counter.window().sell());
    QCOMPARE(counter.flow().step(), SellStep::ReadBack);
    QCOMPARE(counter.flow().clientRef(), draft);
  }

  void aPaymentIsShownToHimAndNothingOfItOffered() {
    DoorCounter counter(m_theme, QSize(1366, 768), ui::text::Language::English);
    counter.stage.client.helpersRole = Role::Auditor;
    counter.open();
    counter.press(Qt::Key_F3);
    auto* history = counter.window().history();
    auto* list = history->findChild<ui::widgets::RowList*>();
    QTRY_VERIFY(list->model()->rowCount() > 0);
    counter.press(Qt::Key_Enter);
    auto* detail = history->findChild<ui::screens::PaymentDetailPanel*>();
    const auto offered = [detail] {
      int count = 0;
      for (const auto* button : detail->findChildren<ActionButton*>()) count += button->isVisible() ? 1 : 0;
      return count;
    };
    QTRY_VERIFY(offered() >= 3);
    const int printed = counter.stage.client.printed;
    counter.handToHelper();
    QVERIFY(detail->isVisible());
    QCOMPARE(offered(), 0);
    for (const Qt::Key key : {Qt::Key_F5, Qt::Key_F6, Qt::Key_F7, Qt::Key_F8}) {
      counter.press(key);
      QVERIFY(!detail->isAsking());
    }
    QCOMPARE(counter.stage.client.printed, printed);
    counter.handToOwner();
    QTRY_VERIFY(offered() >= 3);
  }

  void anAuditorSeesTheShiftAndEndsNone() {
    using ui::screens::ShiftStep;
    DoorCounter counter(m_theme);
    counter.stage.client.helpersRole = Role::Auditor;
    auto& till = counter.stage.client.shopTill;
    till.openEarlier(counter.stage.client.now());
    counter.open();
    counter.handToHelper();
    counter.press(Qt::Key_F9, Qt::ShiftModifier);
    auto* screen = counter.window().shift();
    const auto offered = [screen] {
      QStringList names;
      for (const auto* button : screen->findChildren<ActionButton*>())
        if (button->isVisible())
          names << button->objectName();
      return names;
    };
    QTRY_COMPARE(screen->flow().step(), ShiftStep::Open);
    QCOMPARE(offered(), QStringList());
    for (const Qt::Key key : {Qt::Key_F5, Qt::Key_F8, Qt::Key_Return}) counter.press(key);
    QCOMPARE(screen->flow().step(), ShiftStep::Open);
    QVERIFY(till.moves.empty());
    till.run(api::ShiftClosing{Money::rupiah(300'000), "malam"}, counter.stage.client.now(), [](const Result<api::TillView>&) {});
    counter.press(Qt::Key_R, Qt::ControlModifier);
    QTRY_COMPARE(screen->flow().step(), ShiftStep::Report);
    QCOMPARE(offered(), QStringList());
    for (const Qt::Key key : {Qt::Key_F6, Qt::Key_Escape, Qt::Key_Return}) counter.press(key);
    QCOMPARE(screen->flow().step(), ShiftStep::Report);
    QCOMPARE(till.printed, 0);
    counter.handToOwner();
    QVERIFY(offered().contains(QStringLiteral("shift-next")));
    counter.press(Qt::Key_Return);
    QCOMPARE(screen->flow().step(), ShiftStep::Opening);
    // No shift at all, and nothing to be opened by him.
    counter.handToHelper();
    QTRY_COMPARE(screen->flow().step(), ShiftStep::Report);
  }

  void settingsSayWhoseTheyAre() {
    DoorCounter counter(m_theme, QSize(1366, 768), ui::text::Language::English);
    counter.stage.client.helpersRole = Role::Auditor;
    counter.open();
    counter.handToHelper();
    counter.press(Qt::Key_F11);
    counter.press(Qt::Key_F6);
    const auto said = [&counter](const QString& words) {
      const auto all = counter.window().findChildren<ui::widgets::InlineMessage*>();
      return std::any_of(all.begin(), all.end(), [&words](const auto* one) {
        return one->isVisible() && one->accessibleName().contains(words);
      });
    };
    QTRY_VERIFY(said(QStringLiteral("changes nothing")));
    counter.press(Qt::Key_F7);
    counter.press(Qt::Key_F5);
    QTRY_VERIFY(said(QStringLiteral("Only the owner makes backups")));
    QVERIFY(counter.window().findChildren<QDialog*>().isEmpty());
  }

  void refusalsAreSaidInWords_data() {
    QTest::addColumn<int>("permission");
    for (std::size_t i = 0; i < kPermissions; ++i)
      QTest::newRow(std::string(wordOf(static_cast<Permission>(i))).c_str()) << static_cast<int>(i);
  }

  void refusalsAreSaidInWords() {
    QFETCH(int, permission);
    const Status refused = allow(Role::None, static_cast<Permission>(permission));
    ui::text::install(ui::text::Language::English, *qApp);
    const QString english = ui::text::sentence(refused.error());
    ui::text::install(ui::text::Language::Indonesian, *qApp);
    const QString indonesian = ui::text::sentence(refused.error());
    QVERIFY(!english.isEmpty() && !indonesian.isEmpty() && english != indonesian);
    QVERIFY(!english.contains(QStringLiteral("unknown")));
  }

  // ---- nobody is there any more

  void aCounterLocksWhenNobodyIsThere() {
    DoorCounter counter(m_theme);
    counter.open();
    QTRY_COMPARE(counter.window().idleWatch()->limit(), Duration::minutes(10));
    counter.type("0812");
    counter.wait(Duration::minutes(10) - Duration::millis(1));
    QVERIFY(!counter.window().isLocked());
    // Any key is somebody.
    counter.type("3");
    counter.wait(Duration::minutes(10) - Duration::millis(1));
    QVERIFY(!counter.window().isLocked());
    counter.wait(Duration::millis(1));
    QVERIFY(counter.window().isLocked());
    QVERIFY(!counter.window().frame()->isVisible());
    QCOMPARE(counter.stage.client.locked, (std::vector<std::string>{"idle"}));
    // It does not lock twice, and the draft stays.
    counter.wait(Duration::hours(10));
    QCOMPARE(counter.stage.client.locked.size(), std::size_t{1});
    counter.type(app::fixture::kOwnersPin);
    QTRY_VERIFY(!counter.window().isLocked());
    QTRY_COMPARE(qobject_cast<QLineEdit*>(counter.focus())->text(), QStringLiteral("08123"));
    counter.wait(Duration::minutes(9));
    QVERIFY(!counter.window().isLocked());
  }

  // Behind the lock screen the home was closed, and others have worked in it.
  void whatWasClosedIsReadAnew() {
    DoorCounter counter(m_theme);
    counter.open();
    const auto rowsOf = [](const QWidget* page) { return page->findChild<QListView*>()->model()->rowCount(); };
    const std::vector<QWidget*> pages{counter.window().sell()->findChild<ui::widgets::FeedList*>(), counter.window().queue(),
                                      counter.window().history()};
    counter.window().history()->enter();
    for (const QWidget* page : pages) QTRY_VERIFY(rowsOf(page) > 0);
    counter.window().sell()->enter();
    counter.type("0812");
    QVERIFY(!counter.window().rest());
    counter.press(Qt::Key_L, Qt::ControlModifier);
    QVERIFY(counter.window().rest());
    counter.stage.client.clearPayments();
    // What is asked meanwhile waits.
    counter.window().history()->showComplaints();
    QCoreApplication::processEvents();
    for (const QWidget* page : pages) QVERIFY(rowsOf(page) > 0);
    counter.type(app::fixture::kOwnersPin);
    QTRY_VERIFY(!counter.window().isLocked());
    for (const QWidget* page : pages) QTRY_COMPARE(rowsOf(page), 0);
    QTRY_COMPARE(qobject_cast<QLineEdit*>(counter.focus())->text(), QStringLiteral("0812"));
  }

  void theKeyThatWakesItDoesNothingElse() {
    DoorCounter counter(m_theme);
    counter.open();
    QTRY_COMPARE(counter.window().idleWatch()->limit(), Duration::minutes(10));
    counter.readBack();
    QTRY_VERIFY(counter.flow().isArmed());
    // A lid was closed: nothing has looked since, and the wall's clock may say what it likes.
    counter.stage.sinceBoot = counter.stage.sinceBoot + Duration::hours(9);
    counter.press(Qt::Key_Enter);
    QVERIFY(counter.window().isLocked());
    QCOMPARE(counter.stage.client.sellCalls, 0);
  }

  void theWallsClockMovesNothing() {
    DoorCounter counter(m_theme);
    counter.open();
    QTRY_COMPARE(counter.window().idleWatch()->limit(), Duration::minutes(10));
    api::CounterStatus status = counter.stage.client.counterStatus();
    status.now = status.now + Duration::hours(24 * 400);
    counter.stage.client.tell(api::StatusChanged{status});
    QTest::qWait(0);
    counter.wait(Duration::minutes(1));
    QVERIFY(!counter.window().isLocked());
    status.now = status.now - Duration::hours(24 * 800);
    counter.stage.client.tell(api::StatusChanged{status});
    QTest::qWait(0);
    counter.wait(Duration::minutes(9));
    QVERIFY(counter.window().isLocked());
  }

  void whatWasReadBackIsAskedForAgain() {
    DoorCounter counter(m_theme);
    counter.open();
    QTRY_COMPARE(counter.window().idleWatch()->limit(), Duration::minutes(10));
    counter.readBack();
    counter.wait(Duration::minutes(10));
    QVERIFY(counter.window().isLocked());
    QCOMPARE(counter.flow().step(), SellStep::Number);
    QCOMPARE(counter.flow().choice().number, std::string("14300000001"));
    QVERIFY(counter.flow().clientRef().empty());
    QCOMPARE(counter.stage.client.sellCalls, 0);
    counter.type(app::fixture::kOwnersPin);
    QTRY_VERIFY(!counter.window().isLocked());
    counter.press(Qt::Key_Enter);
    QTRY_COMPARE(counter.flow().step(), SellStep::ReadBack);
  }

  void anInquiryThatIsAnsweredToNobodyIsDropped() {
    DoorCounter counter(m_theme);
    counter.stage.client.holdInquiries = true;
    counter.open();
    QTRY_COMPARE(counter.window().idleWatch()->limit(), Duration::minutes(10));
    counter.stage.choose("pln-token-50000", "14300000001", Family::PlnToken, ProductKind::Prepaid);
    QTRY_COMPARE(counter.flow().step(), SellStep::Asking);
    counter.wait(Duration::minutes(10));
    QVERIFY(counter.window().isLocked());
    counter.stage.client.releaseInquiries();
    QTest::qWait(0);
    QCOMPARE(counter.flow().step(), SellStep::Number);
  }

  void moneyUnderWayGoesOn() {
    DoorCounter counter(m_theme);
    counter.stage.client.fate = Fate::StaySending;
    counter.open();
    QTRY_COMPARE(counter.window().idleWatch()->limit(), Duration::minutes(10));
    counter.readBack();
    QTRY_VERIFY(counter.flow().isArmed());
    counter.press(Qt::Key_Enter);
    QTRY_COMPARE(counter.flow().step(), SellStep::Sending);
    const PaymentRef ref = counter.flow().payment().payment.ref;
    counter.wait(Duration::minutes(10));
    QVERIFY(counter.window().isLocked());
    QCOMPARE(counter.flow().step(), SellStep::Sending);
    QCOMPARE(counter.flow().payment().payment.ref, ref);
    QCOMPARE(counter.stage.client.sellCalls, 1);
  }

  void neverIsNever() {
    DoorCounter counter(m_theme);
    counter.stage.client.shopSettings.limits.access.lockAfterMinutes = 0;
    counter.open();
    QTRY_COMPARE(counter.window().idleWatch()->limit(), Duration{});
    counter.wait(Duration::hours(100));
    QVERIFY(!counter.window().isLocked());
    // From now on it does.
    counter.stage.client.shopSettings.limits.access.lockAfterMinutes = 1;
    counter.stage.client.tell(api::StatusChanged{counter.stage.client.counterStatus()});
    QTRY_COMPARE(counter.window().idleWatch()->limit(), Duration::minutes(1));
    counter.wait(Duration::minutes(1));
    QVERIFY(counter.window().isLocked());
  }

  void theCustomersOwnScreenKeepsNothingOpen() {
    DoorCounter counter(m_theme);
    counter.open();
    QTRY_COMPARE(counter.window().idleWatch()->limit(), Duration::minutes(10));
    counter.window().setCustomerDisplay(true);
    counter.wait(Duration::minutes(9));
    QTest::mouseClick(counter.window().customerDisplay(), Qt::LeftButton);
    counter.wait(Duration::minutes(1));
    QVERIFY(counter.window().isLocked());
  }

 private:
  ui::theme::Theme m_theme{ui::theme::Mode::Light};
};

}  // namespace loket::test

QTEST_MAIN(loket::test::DoorTest)
#include "door_test.moc"

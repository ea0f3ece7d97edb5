// Who works here, from the keyboard: taken on, given another PIN, taken out, and their one-time codes; each with the PIN of who
// stands there, and nothing without it.
#include <QLineEdit>
#include <QSemaphore>

#include "app/cashier/shots/fixture_staff.h"
#include "tests/ui/screens/counter.h"
#include "ui/screens/settings/people_panel.h"
#include "ui/text/people.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/inline_message.h"
#include "ui/widgets/qr_code.h"
#include "ui/widgets/row_list.h"
#include "ui/widgets/text_label.h"

namespace loket::test {

using app::fixture::kHelpersPin;
using app::fixture::kOwnersPin;
using ui::screens::PeopleFlow;
using ui::screens::PeoplePanel;
using ui::screens::PeopleStep;
using ui::widgets::ActionButton;
using ui::widgets::RowList;

namespace {

struct PeopleCounter : Counter {
  using Counter::Counter;

  void openPeople() {
    open();
    stage.window->frame()->openPage(9);
    press(Qt::Key_F8, Qt::ShiftModifier);
    QTRY_VERIFY(stage.window->findChild<PeoplePanel*>() != nullptr);
    QTRY_VERIFY(panel().isVisible() && !people().flow().people().empty());
  }
  [[nodiscard]] PeoplePanel& people() const { return *stage.window->findChild<PeoplePanel*>(); }
  [[nodiscard]] QWidget& panel() const { return people(); }
  [[nodiscard]] PeopleFlow& flow() const { return people().flow(); }
  [[nodiscard]] app::fixture::FixturePeople& world() { return stage.client.people; }
  [[nodiscard]] int rows() const { return panel().findChild<RowList*>()->model()->rowCount(); }
  [[nodiscard]] bool isOffered(const char* name) const { return panel().findChild<ActionButton*>(QString::fromLatin1(name))->isVisible(); }
  [[nodiscard]] QString said(const char* name = "people-message") const {
    const auto* message = panel().findChild<ui::widgets::InlineMessage*>(QString::fromLatin1(name));
    return message->isVisible() ? message->accessibleName() : QString();
  }
  void pin(const char* digits, PeopleStep at) {
    QTRY_COMPARE(flow().step(), at);
    QTRY_COMPARE(focus()->objectName(), QStringLiteral("people-pin"));
    type(digits);
  }
  [[nodiscard]] bool opens(const char* name, const char* digits) { return world().prove(UserName(name), SecretBytes(digits)).has_value(); }
  [[nodiscard]] bool hasCode(const char* name) {
    for (const api::CodeView& one : world().codes)
      if (one.person == UserName(name))
        return true;
    return false;
  }
};

}  // namespace

class PeopleTest final : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    m_theme.setMotion(false);
    m_theme.apply(*qApp);
  }

  void somebodyIsTakenOn() {
    PeopleCounter counter(m_theme);
    counter.openPeople();
    QCOMPARE(counter.rows(), 4);  // two people, the owner's code, one more
    counter.press(Qt::Key_End);
    counter.press(Qt::Key_Enter);
    QTRY_COMPARE(counter.flow().step(), PeopleStep::Newcomer);
    counter.press(Qt::Key_Enter);  // nobody
    QVERIFY(!counter.said("newcomer-message").isEmpty());
    counter.type("BUDI");
    counter.press(Qt::Key_Enter);
    QCOMPARE(counter.said("newcomer-message"), ui::text::peopleSentence({ErrorCode::StateForbids, "budi"}));
    qobject_cast<QLineEdit*>(counter.focus())->clear();
    counter.type("Ningsih");
    counter.press(Qt::Key_F6);
    counter.press(Qt::Key_Enter);
    counter.pin("999999", PeopleStep::OwnPin);
    QTRY_VERIFY(!counter.said("people-pin-message").isEmpty());
    QCOMPARE(counter.flow().step(), PeopleStep::OwnPin);
    counter.pin(kOwnersPin, PeopleStep::OwnPin);
    counter.pin("135790", PeopleStep::NewPin);
    counter.pin("135791", PeopleStep::NewPinAgain);
    QTRY_VERIFY(counter.flow().hasSlipped());
    QVERIFY(!counter.said("people-pin-message").isEmpty());
    QCOMPARE(counter.world().keySlots().size(), std::size_t{2});
    counter.pin("135790", PeopleStep::NewPin);
    counter.pin("135790", PeopleStep::NewPinAgain);
    QTRY_COMPARE(counter.flow().step(), PeopleStep::List);
    QVERIFY(counter.opens("Ningsih", "135790"));
    QVERIFY(counter.world().keySlots().back().role == Role::Supervisor);
    QTRY_COMPARE(counter.rows(), 5);
    QVERIFY(counter.said().contains(QStringLiteral("Ningsih")));
  }

  void onesOwnPinIsChangedWithTheOldOne() {
    PeopleCounter counter(m_theme);
    counter.stage.client.user = "budi";
    counter.openPeople();
    QCOMPARE(counter.rows(), 1);  // others than the owner see themselves
    for (const char* name : {"person-add", "person-take-out", "person-give-up"}) QVERIFY2(!counter.isOffered(name), name);
    counter.press(Qt::Key_Delete);
    QCOMPARE(counter.flow().step(), PeopleStep::List);
    counter.press(Qt::Key_F5);
    counter.pin(kHelpersPin, PeopleStep::OwnPin);
    counter.pin("777123", PeopleStep::NewPin);
    counter.pin("777123", PeopleStep::NewPinAgain);
    QTRY_COMPARE(counter.flow().step(), PeopleStep::List);
    QVERIFY(counter.opens("budi", "777123") && !counter.opens("budi", kHelpersPin));
  }

  void theOwnerGivesSomebodyAnotherPin() {
    PeopleCounter counter(m_theme);
    counter.openPeople();
    counter.press(Qt::Key_Down);
    counter.press(Qt::Key_F5);
    counter.pin(kOwnersPin, PeopleStep::OwnPin);
    counter.pin("111222", PeopleStep::NewPin);
    counter.pin("111222", PeopleStep::NewPinAgain);
    QTRY_COMPARE(counter.flow().step(), PeopleStep::List);
    QVERIFY(counter.opens("budi", "111222") && counter.opens("sri", kOwnersPin));
  }

  void somebodyIsTakenOutAndAskedOnceMore() {
    PeopleCounter counter(m_theme);
    static_cast<void>(counter.world().enrol(UserName("budi")));
    counter.openPeople();
    QVERIFY(!counter.isOffered("person-take-out"));  // the owner stays
    counter.press(Qt::Key_Delete);
    QCOMPARE(counter.flow().step(), PeopleStep::List);
    counter.press(Qt::Key_Down);
    QVERIFY(counter.isOffered("person-take-out"));
    counter.press(Qt::Key_Delete);
    QTRY_COMPARE(counter.flow().step(), PeopleStep::Sure);
    counter.press(Qt::Key_Escape);
    QCOMPARE(counter.flow().step(), PeopleStep::List);
    counter.press(Qt::Key_Delete);
    counter.press(Qt::Key_Enter);
    QCOMPARE(counter.world().keySlots().size(), std::size_t{2});
    counter.pin(kOwnersPin, PeopleStep::OwnPin);
    QTRY_COMPARE(counter.flow().step(), PeopleStep::List);
    QCOMPARE(counter.world().keySlots().size(), std::size_t{1});
    QTRY_VERIFY(!counter.hasCode("budi"));
    QTRY_COMPARE(counter.rows(), 3);
  }

  void codesAreSetUpShownOnceAndGivenUp() {
    PeopleCounter counter(m_theme);
    counter.openPeople();
    const auto* picture = counter.panel().findChild<ui::widgets::QrCode*>();
    const auto* secret = counter.panel().findChild<ui::widgets::TextLabel*>(QStringLiteral("people-secret"));
    counter.press(Qt::Key_F7);  // there are none to give up
    QCOMPARE(counter.flow().step(), PeopleStep::List);
    counter.press(Qt::Key_F6);
    QVERIFY(!counter.hasCode("sri"));
    counter.pin(kOwnersPin, PeopleStep::OwnPin);
    QTRY_COMPARE(counter.flow().step(), PeopleStep::Code);
    QVERIFY(picture->isVisible() && picture->modules() > 0);
    QCOMPARE(secret->text(), QStringLiteral("JBSW Y3DP EHPK 3PXP MFRG GZDF MZTW Q2LK"));
    counter.press(Qt::Key_Escape);  // it is not to be had again
    QCOMPARE(counter.flow().step(), PeopleStep::Code);
    counter.press(Qt::Key_Enter);
    QTRY_COMPARE(counter.flow().step(), PeopleStep::List);
    QVERIFY(counter.hasCode("sri"));
    QCOMPARE(picture->modules(), 0);
    QVERIFY(secret->text().isEmpty() && counter.flow().uri().empty());
    QTRY_VERIFY(counter.isOffered("person-give-up") && !counter.isOffered("person-set-up"));
    counter.press(Qt::Key_F7);
    counter.press(Qt::Key_Enter);
    counter.pin(kOwnersPin, PeopleStep::OwnPin);
    QTRY_VERIFY(!counter.hasCode("sri"));
  }

  void somebodysCodesAreGivenUpByTheOwnerAndSetUpByNobodyElse() {
    PeopleCounter counter(m_theme);
    static_cast<void>(counter.world().enrol(UserName("budi")));
    counter.openPeople();
    counter.press(Qt::Key_Down);
    QTRY_VERIFY(counter.isOffered("person-give-up"));
    counter.press(Qt::Key_F7);
    counter.press(Qt::Key_Enter);
    counter.pin(kOwnersPin, PeopleStep::OwnPin);
    QTRY_VERIFY(!counter.hasCode("budi"));
    QTRY_VERIFY(!counter.isOffered("person-give-up"));
    QVERIFY(!counter.isOffered("person-set-up"));
    counter.press(Qt::Key_F6);
    QCOMPARE(counter.flow().step(), PeopleStep::List);
  }

  void theAbsentOwnersCode() {
    PeopleCounter counter(m_theme);
    counter.openPeople();
    counter.press(Qt::Key_End);
    counter.press(Qt::Key_Up);
    counter.press(Qt::Key_F6);
    counter.pin(kOwnersPin, PeopleStep::OwnPin);
    QTRY_COMPARE(counter.flow().step(), PeopleStep::Code);
    QVERIFY(counter.world().hasOwnerCode);
    counter.press(Qt::Key_Enter);
    QTRY_COMPARE(counter.flow().step(), PeopleStep::List);
    counter.press(Qt::Key_F6);
    counter.pin(kOwnersPin, PeopleStep::OwnPin);
    QTRY_COMPARE(counter.said(), ui::text::peopleSentence({ErrorCode::StateForbids, "one-time-code"}));
    counter.press(Qt::Key_F7);
    counter.press(Qt::Key_Enter);
    counter.pin(kOwnersPin, PeopleStep::OwnPin);
    QTRY_VERIFY(!counter.world().hasOwnerCode);
  }

  // What was typed or shown is not there for whoever comes next.
  void whoeverComesNextFindsNothing() {
    PeopleCounter counter(m_theme);
    counter.openPeople();
    counter.press(Qt::Key_F6);
    counter.pin(kOwnersPin, PeopleStep::OwnPin);
    QTRY_COMPARE(counter.flow().step(), PeopleStep::Code);
    counter.press(Qt::Key_L, Qt::ControlModifier);
    counter.press(Qt::Key_Right);
    counter.type(kHelpersPin);
    QTRY_VERIFY(!counter.stage.window->isLocked());
    QCOMPARE(counter.flow().step(), PeopleStep::List);
    QVERIFY(counter.flow().uri().empty());
    QTRY_COMPARE(counter.rows(), 1);
  }

  // Sealing a PIN takes its time; the window goes on meanwhile, and no key does anything twice.
  void theWindowGoesOnWhileAPinIsSealed() {
    QSemaphore maySeal;
    PeopleCounter counter(m_theme);
    counter.openPeople();
    ui::bridge::StaffRoom room = app::fixture::staffOf(counter.stage.client);
    room.setPin = [&maySeal, setPin = room.setPin](const UserName& who, const UserName& by, const SecretBytes& byPin,
                                                   const SecretBytes& pin) {
      maySeal.acquire();
      return setPin(who, by, byPin, pin);
    };
    counter.stage.window->setStaff(std::move(room));
    const auto atLast = qScopeGuard([&maySeal] { maySeal.release(10); });
    counter.press(Qt::Key_F5);
    counter.pin(kOwnersPin, PeopleStep::OwnPin);
    counter.pin("777123", PeopleStep::NewPin);
    counter.pin("777123", PeopleStep::NewPinAgain);
    QTRY_COMPARE(counter.flow().step(), PeopleStep::Working);
    counter.press(Qt::Key_Escape);
    QCOMPARE(counter.flow().step(), PeopleStep::Working);
    QVERIFY(counter.panel().isVisible());
    QVERIFY(counter.opens("sri", kOwnersPin));
    maySeal.release();
    QTRY_COMPARE(counter.flow().step(), PeopleStep::List);
    QVERIFY(counter.opens("sri", "777123"));
  }

 private:
  ui::theme::Theme m_theme;
};

}  // namespace loket::test

QTEST_MAIN(loket::test::PeopleTest)
#include "people_test.moc"

// What people settle, from the keyboard: what happened, how they know it, and the second one's proof. And who stands at
// the counter, which may change without the counter being closed.
#include <QLineEdit>
#include <QSemaphore>

#include "app/cashier/shots/fixture_staff.h"
#include "tests/ui/screens/counter.h"
#include "ui/screens/decide_panel.h"
#include "ui/screens/queue/queue_screen.h"
#include "ui/screens/second_ask.h"
#include "ui/screens/sell/sell_screen.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/card.h"
#include "ui/widgets/choice_grid.h"
#include "ui/widgets/inline_message.h"
#include "ui/widgets/key_bar.h"
#include "ui/widgets/pin_pad.h"
#include "ui/widgets/row_list.h"
#include "ui/widgets/text_label.h"

namespace loket::test {

using ui::screens::DecidePanel;
using ui::widgets::ChoiceGrid;
using ui::widgets::PinPad;

namespace {

constexpr const char* kReason = "Telepon CS, tidak masuk";

struct DecidingCounter : Counter {
  using Counter::Counter;

  // At the one payment that waits for people.
  void openQueue() {
    open();
    press(Qt::Key_F2);
    auto* list = stage.window->queue()->findChild<ui::widgets::RowList*>();
    QTRY_VERIFY(list->model()->rowCount() > 3);
    press(Qt::Key_Down);
  }
  void ask() {
    openQueue();
    press(Qt::Key_F7);
    QTRY_VERIFY(panel().isVisible());
    QTRY_COMPARE(focus()->objectName(), QStringLiteral("decide-reason"));
  }
  void askWho(Qt::Key outcome = Qt::Key_F6) {
    ask();
    press(outcome);
    type(kReason);
    press(Qt::Key_Enter);
    QTRY_COMPARE(focus()->objectName(), QStringLiteral("second-pin"));
  }
  // Asks to cancel a deposit, and says yes.
  void cancelOne() {
    openQueue();
    auto* list = stage.window->queue()->findChild<ui::widgets::RowList*>();
    press(Qt::Key_End);
    for (int row = list->model()->rowCount(); row > 0 && queueMessage().isEmpty(); --row) {
      press(Qt::Key_Delete);
      if (!queueMessage().contains(QStringLiteral("Enter"))) {
        clearQueueMessage();
        press(Qt::Key_Up);
      }
    }
    QVERIFY(queueMessage().contains(QStringLiteral("Enter")));
    press(Qt::Key_Enter);
  }
  // And is asked who else agrees.
  PinPad* askTwo() {
    cancelOne();
    return QTest::qWaitFor([this] { return askedPad() != nullptr && focus() == askedPad(); }) ? askedPad() : nullptr;
  }
  [[nodiscard]] ui::screens::SecondAsk* asking() const {
    for (auto* ask : stage.window->queue()->findChildren<ui::screens::SecondAsk*>())
      if (ask->isVisible())
        return ask;
    return nullptr;
  }
  [[nodiscard]] PinPad* askedPad() const {
    return asking() == nullptr ? nullptr : asking()->findChild<PinPad*>();
  }
  // In the foot bar.
  [[nodiscard]] QStringList keysShown() const {
    QStringList keys;
    for (const ui::widgets::KeyHint& hint : stage.window->frame()->findChild<ui::widgets::KeyBar*>()->hints())
      keys << hint.key;
    return keys;
  }
  [[nodiscard]] QString queueMessage() const {
    for (const auto* message : stage.window->queue()->findChildren<ui::widgets::InlineMessage*>())
      if (message->isVisible())
        return message->accessibleName();
    return {};
  }
  void clearQueueMessage() const {
    for (auto* message : stage.window->queue()->findChildren<ui::widgets::InlineMessage*>())
      if (message->isVisible())
        message->clear();
  }
  [[nodiscard]] DecidePanel& panel() const { return *stage.window->queue()->findChild<DecidePanel*>(); }
  [[nodiscard]] bool mayGoOn() const {
    return panel().findChild<QWidget*>(QStringLiteral("decide-next"))->isEnabled();
  }
  [[nodiscard]] QString message() const {
    for (const auto* message : panel().findChildren<ui::widgets::InlineMessage*>())
      if (message->isVisible())
        return message->accessibleName();
    return {};
  }
};

}  // namespace

class DecideTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() { m_theme.apply(*qApp); }

  void twoPeopleSettleWhatNoSupplierTells() {
    DecidingCounter counter(m_theme);
    counter.askWho();
    counter.type(app::fixture::kHelpersPin);
    QTRY_VERIFY(counter.stage.client.decided.has_value());
    const api::Decision& said = *counter.stage.client.decided;
    QCOMPARE(said.outcome, ManualOutcome::Failed);
    QCOMPARE(said.approval.by, UserName("sri"));
    QCOMPARE(said.approval.with, std::optional(UserName("budi")));
    QCOMPARE(said.approval.reason, std::string(kReason));
    QVERIFY(said.ownerCode.empty());
    // The list has the keyboard again, and the payment's cash is to be handed back.
    QTRY_VERIFY(!counter.panel().isVisible());
    QTRY_COMPARE(counter.focus(), counter.stage.window->queue()->findChild<ui::widgets::RowList*>());
  }

  void nothingIsChosenForThem() {
    DecidingCounter counter(m_theme);
    counter.ask();
    QCOMPARE(counter.panel().findChild<ChoiceGrid*>()->chosen(), -1);
    counter.type(kReason);
    QVERIFY(!counter.mayGoOn());
    counter.press(Qt::Key_Enter);
    QCOMPARE(counter.focus()->objectName(), QStringLiteral("decide-reason"));
    counter.press(Qt::Key_F5);
    QVERIFY(counter.mayGoOn());
  }

  void aReasonSaysMoreThanOk() {
    DecidingCounter counter(m_theme);
    counter.ask();
    counter.press(Qt::Key_F6);
    counter.type("ok  ");
    QVERIFY(!counter.mayGoOn());
    counter.type("saja");
    QVERIFY(counter.mayGoOn());
  }

  void aWrongPinSettlesNothing() {
    DecidingCounter counter(m_theme);
    counter.askWho();
    counter.type("000000");
    auto* pad = counter.panel().findChild<PinPad*>();
    QTRY_VERIFY(pad->isEnabled());
    QCOMPARE(pad->entered(), 0);
    QVERIFY(!counter.stage.client.decided);
    QVERIFY(counter.panel().isVisible());
    counter.type(app::fixture::kHelpersPin);
    QTRY_VERIFY(counter.stage.client.decided.has_value());
  }

  // The PIN is worked on for a moment; whoever opens another payment meanwhile has not decided that one.
  void aProofThatComesTooLateSettlesNothing() {
    DecidingCounter counter(m_theme);
    counter.askWho();
    counter.type(app::fixture::kHelpersPin);
    counter.panel().open(waiting(counter));
    QCOMPARE(counter.focus()->objectName(), QStringLiteral("decide-reason"));
    counter.press(Qt::Key_F5);
    counter.type("Ada di laporan");
    counter.press(Qt::Key_Enter);
    counter.type(app::fixture::kHelpersPin);  // worked on after the first one
    QTRY_VERIFY(counter.stage.client.decided.has_value());
    QCOMPARE(counter.stage.client.decided->outcome, ManualOutcome::Succeeded);
    QCOMPARE(counter.stage.client.decided->approval.reason, std::string("Ada di laporan"));
  }

  void theOwnersCodeStandsInForHim() {
    DecidingCounter counter(m_theme);
    counter.stage.client.user = "budi";
    counter.askWho(Qt::Key_F5);
    counter.press(Qt::Key_Right);
    counter.type("000000");
    auto* pad = counter.panel().findChild<PinPad*>();
    QTRY_VERIFY(pad->isEnabled() && pad->entered() == 0);
    QVERIFY(!counter.stage.client.decided);
    counter.type(app::fixture::kOwnersCode);
    QTRY_VERIFY(counter.stage.client.decided.has_value());
    QCOMPARE(counter.stage.client.decided->outcome, ManualOutcome::Succeeded);
    QCOMPARE(counter.stage.client.decided->ownerCode, std::string(app::fixture::kOwnersCode));
    QVERIFY(!counter.stage.client.decided->approval.with);
  }

  // The owner is one of the two: his own code is no second person.
  void theOwnerHasNoCodeForHimself() {
    DecidingCounter counter(m_theme);
    counter.askWho();
    QCOMPARE(counter.panel().findChildren<ChoiceGrid*>().back()->count(), 1);
  }

  // ... but where nobody else is, it is more than the PIN alone.
  void anOwnerWhoIsAloneGivesTheOwnCode() {
    DecidingCounter counter(m_theme);
    counter.stage.client.worksAlone = true;
    counter.stage.client.people.ownerCode = api::CodeView{UserName("Sri"), 0, 0, {}};
    counter.askWho();
    QCOMPARE(counter.panel().findChildren<ChoiceGrid*>().back()->count(), 1);
    counter.type(app::fixture::kOwnersCode);
    QTRY_VERIFY(counter.stage.client.decided.has_value());
    QCOMPARE(counter.stage.client.decided->ownerCode, std::string(app::fixture::kOwnersCode));
    QVERIFY(!counter.stage.client.decided->approval.with);
  }

  void whoeverIsAloneIsToldSo() {
    DecidingCounter counter(m_theme);
    counter.stage.client.worksAlone = true;
    counter.ask();
    counter.press(Qt::Key_F6);
    counter.type(kReason);
    counter.press(Qt::Key_Enter);
    QTRY_VERIFY(!counter.message().isEmpty());
    // Where the second one is made known: a page of this window.
    QVERIFY2(counter.message().contains(QStringLiteral("Shift+F8")), qPrintable(counter.message()));
    QVERIFY(!counter.message().contains(QStringLiteral("loketctl")));
    QCOMPARE(counter.focus()->objectName(), QStringLiteral("decide-reason"));
  }

  void escapeGoesBackAndKeepsWhatWasTyped() {
    DecidingCounter counter(m_theme);
    counter.askWho();
    counter.type("24");
    counter.press(Qt::Key_Escape);  // the digits
    counter.press(Qt::Key_Escape);
    QTRY_COMPARE(counter.focus()->objectName(), QStringLiteral("decide-reason"));
    QCOMPARE(qobject_cast<QLineEdit*>(counter.focus())->text(), QString::fromLatin1(kReason));
    QCOMPARE(counter.panel().findChild<PinPad*>()->entered(), 0);
    counter.press(Qt::Key_Escape);
    QTRY_VERIFY(!counter.panel().isVisible());
    QVERIFY(!counter.stage.client.decided);
  }

  void aLateAnswerEndsTheQuestion() {
    DecidingCounter counter(m_theme);
    counter.ask();
    counter.stage.client.settle(waiting(counter).clientRef, PaymentState::Succeeded);
    QTRY_VERIFY(!counter.panel().isVisible());
  }

  void onlyWhatWaitsForPeopleIsDecided() {
    DecidingCounter counter(m_theme);
    counter.openQueue();
    counter.press(Qt::Key_End);
    counter.press(Qt::Key_F7);
    counter.press(Qt::Key_Enter);
    counter.press(Qt::Key_F7);
    QVERIFY(!counter.panel().isVisible());
  }

  // ---- cash that goes back

  void cashGoesBackByTwo() {
    DecidingCounter counter(m_theme);
    counter.stage.client.takesTwo = true;
    const auto pad = [&counter] { return counter.askedPad(); };
    QVERIFY(counter.askTwo());
    QVERIFY(counter.stage.client.seconds.empty());
    counter.type("000000");
    QTRY_VERIFY(pad()->isEnabled() && pad()->entered() == 0);
    QVERIFY(counter.stage.client.seconds.empty());
    counter.type(app::fixture::kHelpersPin);
    QTRY_COMPARE(counter.stage.client.seconds.size(), std::size_t{1});
    QCOMPARE(counter.stage.client.seconds[0].with, std::optional(UserName("budi")));
    // The list has the keyboard again.
    QTRY_VERIFY(pad() == nullptr);
    QTRY_COMPARE(counter.focus(), counter.stage.window->queue()->findChild<ui::widgets::RowList*>());
    QVERIFY(counter.queueMessage().isEmpty());
  }

  void whoeverGivesUpHasDoneNothing() {
    DecidingCounter counter(m_theme);
    counter.stage.client.takesTwo = true;
    QVERIFY(counter.askTwo());
    counter.type("24");
    counter.press(Qt::Key_Escape);  // the digits
    counter.press(Qt::Key_Escape);
    QTRY_COMPARE(counter.focus(), counter.stage.window->queue()->findChild<ui::widgets::RowList*>());
    QVERIFY(counter.stage.client.seconds.empty());
    QVERIFY(!counter.queueMessage().isEmpty());
  }

  void anotherPageGivesItUp() {
    DecidingCounter counter(m_theme);
    counter.stage.client.takesTwo = true;
    QVERIFY(counter.askTwo());
    counter.press(Qt::Key_F1);
    QTRY_VERIFY(counter.stage.window->sell()->isVisible());
    counter.press(Qt::Key_F2);
    QTRY_COMPARE(counter.focus(), counter.stage.window->queue()->findChild<ui::widgets::RowList*>());
    QVERIFY(counter.askedPad() == nullptr);
    QVERIFY(counter.stage.client.seconds.empty());
  }

  void cashIsGivenBackBesideTheListByTwo() {
    DecidingCounter counter(m_theme);
    counter.stage.client.takesTwo = true;
    counter.askWho();
    counter.type(app::fixture::kHelpersPin);
    QTRY_VERIFY(counter.stage.client.decided.has_value());
    auto* list = counter.stage.window->queue()->findChild<ui::widgets::RowList*>();
    QTRY_COMPARE(counter.focus(), list);
    const auto asked = [&counter] {
      counter.press(Qt::Key_F5, Qt::ShiftModifier);  // as soon as it is known that cash is due
      return counter.askedPad() != nullptr;
    };
    QTRY_VERIFY(asked());
    QTRY_COMPARE(counter.focus()->objectName(), QStringLiteral("second-pin"));
    counter.type(app::fixture::kHelpersPin);
    QTRY_COMPARE(counter.stage.client.seconds.size(), std::size_t{1});
    QTRY_COMPARE(counter.focus(), list);
  }

  void theOwnersCodeGivesCashBack() {
    DecidingCounter counter(m_theme);
    counter.stage.client.takesTwo = true;
    counter.stage.client.user = "budi";
    QVERIFY(counter.askTwo());
    counter.press(Qt::Key_Right);
    counter.type("000000");
    QTRY_VERIFY(counter.askedPad()->isEnabled() && counter.askedPad()->entered() == 0);
    QVERIFY(counter.stage.client.seconds.empty());
    counter.type(app::fixture::kOwnersCode);
    QTRY_COMPARE(counter.stage.client.seconds.size(), std::size_t{1});
    QCOMPARE(counter.stage.client.seconds[0].ownerCode, std::string(app::fixture::kOwnersCode));
    QVERIFY(!counter.stage.client.seconds[0].with);
  }

  // A PIN takes its time. Until it is known no key reaches what the question covers, and none has a word in
  // the foot bar.
  void theKeyboardStaysInTheQuestion() {
    QSemaphore mayProve;
    DecidingCounter counter(m_theme);
    counter.stage.client.takesTwo = true;
    QVERIFY(counter.askTwo());
    ui::bridge::StaffRoom room = app::fixture::staffOf(counter.stage.client);
    room.prove = [&mayProve, prove = room.prove](const UserName& who, const SecretBytes& pin) {
      mayProve.acquire();
      return prove(who, pin);
    };
    counter.stage.window->setStaff(std::move(room));
    const auto atLast = qScopeGuard([&mayProve] { mayProve.release(10); });
    auto* list = counter.stage.window->queue()->findChild<ui::widgets::RowList*>();
    const QModelIndex marked = list->currentIndex();
    const auto isInside = [&counter] { return counter.asking()->isAncestorOf(counter.focus()); };
    for (const Qt::Key key : {Qt::Key_Tab, Qt::Key_Backtab}) {
      counter.press(key);
      QVERIFY(isInside());
    }
    counter.type(app::fixture::kHelpersPin);
    QVERIFY(!counter.askedPad()->isEnabled());
    QVERIFY(isInside());
    QVERIFY(counter.keysShown().isEmpty());
    for (const Qt::Key key :
         {Qt::Key_Up, Qt::Key_Delete, Qt::Key_Return, Qt::Key_F5, Qt::Key_Tab, Qt::Key_Escape})
      counter.press(key);
    QVERIFY(isInside());
    QCOMPARE(list->currentIndex(), marked);
    QVERIFY(counter.queueMessage().isEmpty());
    QVERIFY(counter.stage.client.seconds.empty());
    mayProve.release();
    QTRY_COMPARE(counter.stage.client.seconds.size(), std::size_t{1});
    QTRY_COMPARE(counter.focus(), list);
  }

  // Wrong digits are typed again where they were typed.
  void thePadHasTheKeyboardAgainAfterWrongDigits() {
    DecidingCounter counter(m_theme);
    counter.stage.client.takesTwo = true;
    QVERIFY(counter.askTwo());
    counter.type("000000");
    QTRY_VERIFY(counter.askedPad()->isEnabled() && counter.askedPad()->entered() == 0);
    QCOMPARE(counter.focus(), counter.askedPad());
  }

  void theFootBarShowsTheKeysOfTheQuestion() {
    DecidingCounter counter(m_theme);
    counter.stage.client.takesTwo = true;
    counter.stage.client.user = "budi";
    QVERIFY(counter.askTwo());
    QCOMPARE(counter.keysShown(),
             (QStringList{QStringLiteral("← →"), QStringLiteral("angka"), QStringLiteral("Esc")}));
    counter.press(Qt::Key_Escape);
    QTRY_VERIFY(counter.keysShown().contains(QStringLiteral("Del")));
  }

  // It lies where the page's own card lies, and nothing of the page is seen beside it.
  void theQuestionLiesWhereThePageLies() {
    DecidingCounter counter(m_theme);
    counter.stage.client.takesTwo = true;
    QVERIFY(counter.askTwo());
    QWidget* page = counter.stage.window->queue();
    const QPoint at = page->findChild<ui::widgets::Card*>()->mapTo(page, QPoint());
    QVERIFY(at.x() > 0 && at.y() > 0);
    const auto* card = counter.asking()->findChild<ui::widgets::Card*>();
    QCOMPARE(card->mapTo(page, QPoint()), at);
    QCOMPARE(card->mapTo(page, card->rect().bottomRight()).x(), page->width() - at.x() - 1);
    QCOMPARE(counter.asking()->geometry(), page->rect());
  }

  void oneIsEnoughWhereItTakesOne() {
    DecidingCounter counter(m_theme);
    counter.cancelOne();
    QTRY_COMPARE(counter.stage.client.seconds.size(), std::size_t{1});
    QVERIFY(counter.askedPad() == nullptr);
  }

  // ---- who stands at the counter

  void aLockedCounterShowsAndDoesNothing() {
    Counter counter(m_theme);
    counter.open();
    counter.type("0812");
    counter.press(Qt::Key_L, Qt::ControlModifier);
    QVERIFY(counter.stage.window->isLocked());
    QVERIFY(!counter.stage.window->frame()->isVisible());
    counter.press(Qt::Key_F2);
    counter.press(Qt::Key_Escape);
    QVERIFY(counter.stage.window->isLocked());
    QCOMPARE(counter.stage.window->frame()->currentPage(), counter.stage.window->sell());
    counter.type("000000");
    auto* pad = counter.stage.window->findChild<ui::screens::LoginScreen*>()->pad();
    QTRY_VERIFY(pad->isEnabled() && pad->entered() == 0);
    QVERIFY(counter.stage.window->isLocked());
    counter.type(app::fixture::kOwnersPin);
    QTRY_VERIFY(!counter.stage.window->isLocked());
    // As it was left, with the keyboard where it was.
    QTRY_VERIFY(counter.stage.window->frame()->isVisible());
    counter.type("34");
    QCOMPARE(qobject_cast<QLineEdit*>(counter.focus())->text(), QStringLiteral("081234"));
    QCOMPARE(counter.stage.client.user, std::string("sri"));
  }

  void anotherOneTakesOver() {
    Counter counter(m_theme);
    counter.open();
    counter.press(Qt::Key_L, Qt::ControlModifier);
    counter.press(Qt::Key_Right);
    counter.type(app::fixture::kOwnersPin);  // Sri's is not Budi's
    auto* pad = counter.stage.window->findChild<ui::screens::LoginScreen*>()->pad();
    QTRY_VERIFY(pad->isEnabled() && pad->entered() == 0);
    QVERIFY(counter.stage.window->isLocked());
    counter.type(app::fixture::kHelpersPin);
    QTRY_VERIFY(!counter.stage.window->isLocked());
    QCOMPARE(counter.stage.client.user, std::string("budi"));
  }

 private:
  static Payment waiting(DecidingCounter& counter) {
    api::PaymentFilter filter;
    filter.states = {PaymentState::Review};
    Payment payment;
    counter.stage.client.payments(filter, [&payment](const Result<std::vector<api::PaymentView>>& found) {
      payment = found->front().payment;
    });
    return payment;
  }
  ui::theme::Theme m_theme{ui::theme::Mode::Light};
};

}  // namespace loket::test

QTEST_MAIN(loket::test::DecideTest)
#include "decide_test.moc"

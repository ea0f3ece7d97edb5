// A shift from the keyboard against the made-up shop: counted blind, closed once, and what was moved in
// between is in the drawer once.
#include "ui/text/shift.h"

#include <QAccessible>
#include <QLineEdit>

#include "tests/ui/screens/counter.h"
#include "ui/screens/shift/count_panel.h"
#include "ui/screens/shift/shift_screen.h"
#include "ui/text/amounts.h"
#include "ui/text/errors.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/inline_message.h"
#include "ui/widgets/money_edit.h"
#include "ui/widgets/receipt_paper.h"
#include "ui/widgets/text_label.h"

namespace loket::test {

using ui::screens::CountPanel;
using ui::screens::ShiftFlow;
using ui::screens::ShiftStep;
using ui::widgets::ActionButton;
using ui::widgets::TextLabel;

namespace {

Money rp(std::int64_t amount) {
  return Money::rupiah(amount);
}

struct ShiftCounter : Counter {
  using Counter::Counter;

  void openShift(ShiftStep wanted) {
    open();
    press(Qt::Key_F9, Qt::ShiftModifier);
    QTRY_COMPARE(flow().step(), wanted);
  }
  [[nodiscard]] QWidget& screen() const { return *stage.window->shift(); }
  [[nodiscard]] ShiftFlow& flow() const { return stage.window->shift()->flow(); }
  [[nodiscard]] app::fixture::FixtureTill& till() { return stage.client.shopTill; }
  // Of the panel in front.
  template <typename T>
  [[nodiscard]] T* find(const char* name) const {
    for (T* one : screen().findChildren<T*>(QString::fromLatin1(name)))
      if (one->isVisible())
        return one;
    return nullptr;
  }
  [[nodiscard]] QString text(const char* name) const {
    const auto* label = find<TextLabel>(name);
    return label == nullptr ? QStringLiteral("-") : label->text();
  }
  [[nodiscard]] qint64 counted() const { return find<ui::widgets::MoneyEdit>("counted")->value(); }
  [[nodiscard]] QString message() const {
    for (const auto* message : screen().findChildren<ui::widgets::InlineMessage*>())
      if (message->isVisible())
        return message->accessibleName();
    return {};
  }
  [[nodiscard]] QStringList shown() const {
    QStringList texts;
    for (const auto* label : screen().findChildren<TextLabel*>())
      if (label->isVisible())
        texts << label->text();
    for (const auto* button : screen().findChildren<ActionButton*>())
      if (button->isVisible())
        texts << button->text();
    return texts;
  }
  void close(const char* sum) {
    press(Qt::Key_F8);
    QTRY_COMPARE(flow().step(), ShiftStep::Closing);
    press(Qt::Key_F6);
    type(sum);
    press(Qt::Key_Enter);
  }
};

}  // namespace

class ShiftTest final : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    m_theme.setMotion(false);
    m_theme.apply(*qApp);
  }

  // A long sync: something has always happened since the question was asked.
  void figuresMoveWhileSalesComeWithoutEnd() {
    ShiftCounter counter(m_theme);
    counter.till().openEarlier(counter.stage.client.now());
    counter.openShift(ShiftStep::Open);
    const int before = counter.flow().report()->count;
    QTimer sales;
    connect(&sales, &QTimer::timeout, &counter.flow(), [&counter] {
      counter.flow().refresh();
      counter.flow().refresh();
    });
    sales.start(0);
    counter.till().sell(Family::Pulsa, rp(12'000));
    QTRY_COMPARE(counter.flow().report()->count, before + 1);
  }

  void notesAreCountedRowByRow() {
    ShiftCounter counter(m_theme);
    counter.openShift(ShiftStep::Opening);
    // Three of 100.000, none of 50.000, five of 20.000; then the coins.
    counter.type("3");
    QCOMPARE(counter.counted(), 300'000);
    counter.press(Qt::Key_Enter);
    counter.press(Qt::Key_Enter);
    counter.type("5");
    QCOMPARE(counter.counted(), 400'000);
    for (int row = 2; row < static_cast<int>(CountPanel::kNotes.size()); ++row) counter.press(Qt::Key_Down);
    QCOMPARE(counter.focus(), counter.find<QWidget>("coins"));
    counter.type("2750");
    QCOMPARE(counter.counted(), 402'750);
    // What was typed wrong is typed again; letters are no notes.
    for (std::size_t row = 0; row < CountPanel::kNotes.size(); ++row) counter.press(Qt::Key_Up);
    QCOMPARE(counter.focus(), counter.find<QWidget>("notes-100000"));
    counter.type("x2");
    QCOMPARE(counter.counted(), 302'750);
    QVERIFY(counter.shown().contains(QStringLiteral("Rp200.000")));
    // The last stop is the sum; Enter there opens the shift.
    counter.find<QLineEdit>("coins")->setFocus();
    counter.press(Qt::Key_Enter);
    QCOMPARE(counter.focus(), counter.find<QWidget>("counted"));
    counter.type("7");  // it is the notes' sum and is not typed over
    QCOMPARE(counter.counted(), 302'750);
    QVERIFY(counter.till().moves.empty());
    counter.press(Qt::Key_Enter);
    QTRY_COMPARE(counter.flow().step(), ShiftStep::Open);
    QCOMPARE(counter.till().moves.size(), std::size_t{1});
    QCOMPARE(counter.till().shift->floatCounted, rp(302'750));
  }

  void theSumMayBeTypedInstead() {
    ShiftCounter counter(m_theme);
    counter.openShift(ShiftStep::Opening);
    counter.press(Qt::Key_F6);
    counter.type("512000");
    QCOMPARE(counter.find<ActionButton>("count-go")->text(), QStringLiteral("Buka shift dengan Rp512.000"));
    counter.press(Qt::Key_Escape);  // takes it back
    QCOMPARE(counter.counted(), 0);
    counter.type("300000");
    counter.press(Qt::Key_Down);
    counter.type("uang semalam");
    counter.press(Qt::Key_Enter);
    QTRY_COMPARE(counter.flow().step(), ShiftStep::Open);
    QCOMPARE(counter.till().shift->floatCounted, rp(300'000));
    QCOMPARE(counter.till().moves.front().reason, std::string("uang semalam"));
  }

  void anEmptyDrawerIsSaidTwice() {
    ShiftCounter counter(m_theme);
    counter.openShift(ShiftStep::Opening);
    counter.press(Qt::Key_F6);
    counter.press(Qt::Key_Enter);
    QTRY_VERIFY(counter.message().contains(QStringLiteral("kosong")));
    QVERIFY(counter.till().moves.empty());
    // Something else than Enter is not a yes.
    counter.press(Qt::Key_Escape);
    QVERIFY(counter.message().isEmpty());
    counter.press(Qt::Key_Enter);
    QVERIFY(counter.till().moves.empty());
    counter.press(Qt::Key_Enter);
    QTRY_COMPARE(counter.flow().step(), ShiftStep::Open);
    QCOMPARE(counter.till().shift->floatCounted, Money{});
  }

  // Neither at the opening nor while it is open or being counted.
  void nothingTellsWhatThereShouldBe() {
    ShiftCounter counter(m_theme);
    counter.till().openEarlier(counter.stage.client.now());
    const QString expected = QStringLiteral("4.618.250");  // the float and all sales
    const QString atStart = QStringLiteral("300.000");
    const auto tells = [&] {
      const QString all = counter.shown().join(QLatin1Char('\n'));
      return all.contains(expected) || all.contains(atStart);
    };
    counter.openShift(ShiftStep::Open);
    QCOMPARE(counter.text("shift-count"), QStringLiteral("47"));
    QCOMPARE(counter.text("shift-sum"), QStringLiteral("Rp4.318.250"));
    QVERIFY(counter.text("shift-since").contains(QStringLiteral("Sri")) &&
            counter.text("shift-since").contains(QStringLiteral("07.03")));
    QVERIFY(!tells());
    counter.press(Qt::Key_F8);
    QTRY_COMPARE(counter.flow().step(), ShiftStep::Closing);
    QVERIFY(!tells());
    counter.press(Qt::Key_F6);
    counter.type("4613250");
    QVERIFY(!tells());
    counter.press(Qt::Key_Enter);
    QTRY_COMPARE(counter.flow().step(), ShiftStep::Report);
    QVERIFY(counter.shown().join(QLatin1Char('\n')).contains(expected));
  }

  void theDifferenceIsSaidInWords_data() {
    QTest::addColumn<QByteArray>("sum");
    QTest::addColumn<QString>("word");
    QTest::newRow("missing") << QByteArray("4613250") << QStringLiteral("Kurang Rp5.000");
    QTest::newRow("exact") << QByteArray("4618250") << QStringLiteral("Pas");
    QTest::newRow("more") << QByteArray("4620000") << QStringLiteral("Lebih Rp1.750");
  }

  void theDifferenceIsSaidInWords() {
    QFETCH(QByteArray, sum);
    QFETCH(QString, word);
    ShiftCounter counter(m_theme);
    counter.till().openEarlier(counter.stage.client.now());
    counter.openShift(ShiftStep::Open);
    counter.close(sum.constData());
    QTRY_COMPARE(counter.flow().step(), ShiftStep::Report);
    QCOMPARE(counter.text("shift-difference"), word);
    QCOMPARE(counter.text("shift-float"), QStringLiteral("Rp300.000"));
    QCOMPARE(counter.text("shift-in"), QStringLiteral("Rp4.318.250"));
    QCOMPARE(counter.text("shift-out"), QStringLiteral("Rp0"));
    QCOMPARE(counter.text("shift-expected"), QStringLiteral("Rp4.618.250"));
    QCOMPARE(counter.text("shift-counted"), ui::text::rupiah(rp(sum.toLongLong())));
    QCOMPARE(counter.text("shift-sold"), QStringLiteral("47 · Rp4.318.250"));
    const QStringList shown = counter.shown();
    for (const char* words : {"Token PLN · 18", "Rp1.218.500", "Digiflazz", "Rp3.482.150"})
      QVERIFY2(shown.contains(QString::fromUtf8(words)), words);
    QVERIFY(std::any_of(shown.begin(), shown.end(),
                        [](const QString& line) { return line.contains(QStringLiteral("Rp12.447.500")); }));
    // The next one is counted from nothing.
    counter.press(Qt::Key_Enter);
    QTRY_COMPARE(counter.flow().step(), ShiftStep::Opening);
    QCOMPARE(counter.counted(), 0);
    counter.press(Qt::Key_F8);
    QCOMPARE(counter.flow().step(), ShiftStep::Report);
    counter.press(Qt::Key_Escape);
    QCOMPARE(counter.flow().step(), ShiftStep::Opening);
    QCOMPARE(counter.till().moves.size(), std::size_t{1});
  }

  void theReportIsPrintedAndItsCopiesCounted() {
    ShiftCounter counter(m_theme);
    counter.till().openEarlier(counter.stage.client.now());
    counter.openShift(ShiftStep::Open);
    counter.close("4613250");
    QTRY_COMPARE(counter.flow().step(), ShiftStep::Report);
    QTRY_VERIFY(counter.screen().findChild<ui::widgets::ReceiptPaper*>()->isVisible());
    QCOMPARE(counter.till().printed, 0);
    counter.press(Qt::Key_F6);
    QTRY_COMPARE(counter.till().printed, 1);
    counter.press(Qt::Key_F6);
    QTRY_COMPARE(counter.till().printed, 2);
    QCOMPARE(counter.flow().step(), ShiftStep::Report);
  }

  void whatWasCountedIsNotLostByLookingAway() {
    ShiftCounter counter(m_theme);
    counter.till().openEarlier(counter.stage.client.now());
    counter.openShift(ShiftStep::Open);
    counter.press(Qt::Key_F8);
    QTRY_COMPARE(counter.flow().step(), ShiftStep::Closing);
    counter.type("7");
    // A customer comes; the count waits.
    counter.press(Qt::Key_F1);
    QTRY_VERIFY(!counter.screen().isVisible());
    counter.press(Qt::Key_F9, Qt::ShiftModifier);
    QCOMPARE(counter.flow().step(), ShiftStep::Closing);
    QCOMPARE(counter.counted(), 700'000);
    // And when it is put off.
    counter.press(Qt::Key_Escape);
    QCOMPARE(counter.flow().step(), ShiftStep::Open);
    counter.press(Qt::Key_F8);
    QCOMPARE(counter.counted(), 700'000);
    counter.press(Qt::Key_F7);
    QCOMPARE(counter.counted(), 0);
    QCOMPARE(counter.focus(), counter.find<QWidget>("notes-100000"));
    // In a field Esc takes back the field first.
    counter.type("4");
    counter.press(Qt::Key_Escape);
    QCOMPARE(counter.flow().step(), ShiftStep::Closing);
    QCOMPARE(counter.counted(), 0);
    counter.press(Qt::Key_Escape);
    QCOMPARE(counter.flow().step(), ShiftStep::Open);
    QVERIFY(counter.till().shift->isOpen());
  }

  void cashIsPutInAndTakenOut() {
    ShiftCounter counter(m_theme);
    counter.till().openEarlier(counter.stage.client.now());
    const Money before = counter.till().drawer;
    counter.openShift(ShiftStep::Open);
    const auto move = [&counter](Qt::Key key, const char* amount, const char* reason) {
      counter.press(key);
      counter.type(amount);
      counter.press(Qt::Key_Enter);
      counter.type(reason);
      counter.press(Qt::Key_Enter);
    };
    move(Qt::Key_F5, "200000", "uang receh");
    QTRY_VERIFY(counter.message().contains(QStringLiteral("Rp200.000")));
    QVERIFY(counter.message().contains(QStringLiteral("uang receh")));
    move(Qt::Key_F6, "15000", "es batu");
    QTRY_VERIFY(counter.message().contains(QStringLiteral("Rp15.000")));
    move(Qt::Key_F7, "500000", "dibawa pulang");
    QTRY_VERIFY(counter.message().contains(QStringLiteral("Rp500.000")));
    const auto& moves = counter.till().moves;
    QCOMPARE(moves.size(), std::size_t{3});
    QVERIFY(moves[0].kind == TillKind::PaidIn && moves[1].kind == TillKind::PaidOut &&
            moves[2].kind == TillKind::TakenOut);
    QCOMPARE(counter.till().drawer, before + rp(200'000) - rp(515'000));
    // An empty form for the next one, and Esc leaves it.
    counter.press(Qt::Key_F6);
    QCOMPARE(counter.find<ui::widgets::MoneyEdit>("move-amount")->value(), 0);
    QVERIFY(counter.find<QLineEdit>("move-reason")->text().isEmpty());
    counter.press(Qt::Key_Escape);
    QVERIFY(counter.find<QWidget>("move-amount") == nullptr);
    QCOMPARE(moves.size(), std::size_t{3});
  }

  void whatTheDrawerRefusesIsSaidThereAndKept() {
    ShiftCounter counter(m_theme);
    counter.till().openEarlier(counter.stage.client.now());
    counter.openShift(ShiftStep::Open);
    counter.press(Qt::Key_F6);
    counter.press(Qt::Key_Enter);
    counter.press(Qt::Key_Enter);  // no sum yet: nothing to record
    QVERIFY(counter.till().moves.empty() && counter.message().isEmpty());
    counter.press(Qt::Key_Up);
    counter.type("9000000");
    counter.press(Qt::Key_Enter);
    counter.press(Qt::Key_Enter);
    QTRY_COMPARE(counter.message(), ui::text::sentence({ErrorCode::ReasonMissing, {}}));
    QCOMPARE(counter.focus(), counter.find<QWidget>("move-reason"));
    counter.type("sewa");
    counter.press(Qt::Key_Enter);
    QTRY_COMPARE(counter.message(), ui::text::sentence({ErrorCode::DrawerShort, {}}));
    QCOMPARE(counter.find<ui::widgets::MoneyEdit>("move-amount")->value(), 9'000'000);
    QCOMPARE(counter.find<QLineEdit>("move-reason")->text(), QStringLiteral("sewa"));
    // The same form for another kind keeps what was typed and forgets what was wrong with it.
    counter.press(Qt::Key_F5);
    QVERIFY(counter.message().isEmpty());
    QCOMPARE(counter.find<ui::widgets::MoneyEdit>("move-amount")->value(), 9'000'000);
    counter.press(Qt::Key_Enter);
    counter.press(Qt::Key_Enter);
    QTRY_COMPARE(counter.till().moves.size(), std::size_t{1});
    QVERIFY(counter.till().moves.front().kind == TillKind::PaidIn);
  }

  void oneEnterIsOneCommand() {
    ShiftCounter counter(m_theme);
    counter.till().openEarlier(counter.stage.client.now());
    counter.openShift(ShiftStep::Open);
    counter.till().holdAnswers = true;
    counter.press(Qt::Key_F6);
    counter.type("15000");
    counter.press(Qt::Key_Enter);
    counter.type("es");
    counter.press(Qt::Key_Enter);
    counter.press(Qt::Key_Enter);
    counter.press(Qt::Key_Escape);  // its answer has to be seen
    QVERIFY(counter.find<QWidget>("move-amount") != nullptr);
    counter.till().release();
    QTRY_COMPARE(counter.till().moves.size(), std::size_t{1});
    counter.till().holdAnswers = true;
    counter.close("4603250");
    counter.press(Qt::Key_Enter);
    counter.press(Qt::Key_Escape);
    QCOMPARE(counter.flow().step(), ShiftStep::Closing);
    counter.till().release();
    QTRY_COMPARE(counter.flow().step(), ShiftStep::Report);
    QCOMPARE(counter.text("shift-difference"), QStringLiteral("Pas"));
    QCOMPARE(counter.till().moves.size(), std::size_t{2});
  }

  void whatMayBeRecordedIsNotRepeated() {
    ShiftCounter counter(m_theme);
    counter.till().openEarlier(counter.stage.client.now());
    counter.openShift(ShiftStep::Open);
    counter.till().error = Error{ErrorCode::CommitUnsure, {}};
    counter.press(Qt::Key_F6);
    counter.type("15000");
    counter.press(Qt::Key_Enter);
    counter.type("es");
    counter.press(Qt::Key_Enter);
    QTRY_COMPARE(counter.message(), ui::text::shiftSentence({ErrorCode::CommitUnsure, {}}));
    QVERIFY(!counter.find<ActionButton>("move-go")->isEnabled());
    counter.press(Qt::Key_Enter);
    counter.press(Qt::Key_F5);
    counter.press(Qt::Key_Enter);
    counter.press(Qt::Key_Enter);
    QTest::qWait(30);
    QVERIFY(counter.till().moves.empty());
  }

  void aCountThatIsRefusedIsStillThere() {
    ShiftCounter counter(m_theme);
    counter.openShift(ShiftStep::Opening);
    counter.press(Qt::Key_F6);
    counter.type("99999999999");  // more than any drawer
    counter.press(Qt::Key_Enter);
    QTRY_COMPARE(counter.message(), ui::text::sentence({ErrorCode::AmountInvalid, {}}));
    QCOMPARE(counter.counted(), 99'999'999'999);
    counter.till().error = Error{ErrorCode::ReasonMissing, {}};
    counter.press(Qt::Key_Enter);
    QTRY_COMPARE(counter.message(), ui::text::sentence({ErrorCode::ReasonMissing, {}}));
    QCOMPARE(counter.focus(), counter.find<QWidget>("count-reason"));
  }

  // By loketctl, say: the screen does not insist on what it thought.
  void whatHappensElsewhereIsSeen() {
    ShiftCounter counter(m_theme);
    counter.openShift(ShiftStep::Opening);
    counter.till().openEarlier(counter.stage.client.now());
    counter.press(Qt::Key_F6);
    counter.type("300000");
    counter.press(Qt::Key_Enter);
    QTRY_COMPARE(counter.flow().step(), ShiftStep::Open);
    QCOMPARE(counter.message(), ui::text::shiftSentence({ErrorCode::ShiftOpen, {}}));
    counter.press(Qt::Key_F8);
    QTRY_COMPARE(counter.flow().step(), ShiftStep::Closing);
    counter.till().run(api::ShiftClosing{rp(4'618'250), {}}, counter.stage.client.now(), [](const auto&) {});
    counter.press(Qt::Key_F6);
    counter.type("1");
    counter.press(Qt::Key_Enter);
    QTRY_COMPARE(counter.flow().step(), ShiftStep::Report);
    QCOMPARE(counter.message(), ui::text::shiftSentence({ErrorCode::ShiftMissing, {}}));
    QCOMPARE(counter.text("shift-difference"), QStringLiteral("Pas"));
  }

  void salesComeInWhileItIsLookedAt() {
    ShiftCounter counter(m_theme);
    counter.till().openEarlier(counter.stage.client.now());
    counter.openShift(ShiftStep::Open);
    counter.till().sell(Family::Game, rp(21'000));
    api::PaymentView sold;
    sold.payment.ref = PaymentRef("W1");
    counter.stage.client.tell(api::PaymentChanged{sold});
    QTRY_COMPARE(counter.text("shift-count"), QStringLiteral("48"));
    QVERIFY(counter.shown().contains(QStringLiteral("Voucher game · 1")));
  }

  void anUnreadableStateIsSaidAndAskedAgain() {
    ShiftCounter counter(m_theme);
    counter.till().openEarlier(counter.stage.client.now());
    counter.till().readError = Error{ErrorCode::DatabaseUnreadable, {}};
    counter.openShift(ShiftStep::Asking);
    QTRY_COMPARE(counter.message(), ui::text::sentence({ErrorCode::DatabaseUnreadable, {}}));
    counter.till().readError.reset();
    counter.press(Qt::Key_R, Qt::ControlModifier);
    QTRY_COMPARE(counter.flow().step(), ShiftStep::Open);
    QVERIFY(counter.message().isEmpty());
  }

  // The window counts the opening against the books, too, and says it once there is nothing to count towards.
  void aDifferenceAtTheOpeningIsSaid() {
    ShiftCounter counter(m_theme);
    counter.till().drawer = rp(300'000);
    counter.openShift(ShiftStep::Opening);
    counter.press(Qt::Key_F6);
    counter.type("295000");
    counter.press(Qt::Key_Enter);
    QTRY_COMPARE(counter.flow().step(), ShiftStep::Open);
    QTRY_VERIFY(counter.message().contains(QStringLiteral("Kurang Rp5.000")));
    counter.press(Qt::Key_F8);
    QVERIFY(counter.message().isEmpty());
  }

  void everyControlHasAName() {
    for (const bool isOpen : {false, true}) {
      ShiftCounter counter(m_theme);
      if (isOpen)
        counter.till().openEarlier(counter.stage.client.now());
      counter.openShift(isOpen ? ShiftStep::Open : ShiftStep::Opening);
      int controls = 0;
      for (const auto* widget : counter.screen().findChildren<QWidget*>()) {
        const bool isControl = qobject_cast<const QLineEdit*>(widget) != nullptr ||
                               qobject_cast<const QAbstractButton*>(widget) != nullptr;
        if (!isControl || widget->isHidden())
          continue;
        ++controls;
        QAccessibleInterface* spoken = QAccessible::queryAccessibleInterface(const_cast<QWidget*>(widget));
        QVERIFY2(spoken != nullptr && !spoken->text(QAccessible::Name).isEmpty(),
                 qPrintable(widget->objectName()));
      }
      QVERIFY(controls > 10);
    }
  }

 private:
  ui::theme::Theme m_theme;
};

}  // namespace loket::test

QTEST_MAIN(loket::test::ShiftTest)
#include "shift_test.moc"

// Settlement files from the keyboard against the made-up shop: nothing is booked that was not marked, nor without a reason.
#include <QLineEdit>

#include "tests/ui/screens/counter.h"
#include "ui/screens/reconcile/reconcile_screen.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/inline_message.h"
#include "ui/widgets/row_list.h"
#include "ui/widgets/text_label.h"

namespace loket::test {

using ui::screens::ReconcileFlow;
using ui::screens::ReconcileStep;

namespace {

struct ReconcileCounter : Counter {
  using Counter::Counter;

  void openReconcile() {
    open();
    press(Qt::Key_F12, Qt::ShiftModifier);
    QTRY_VERIFY(!flow().suppliers().empty());
  }
  [[nodiscard]] QWidget& screen() const { return *stage.window->reconcile(); }
  [[nodiscard]] ReconcileFlow& flow() const { return stage.window->reconcile()->flow(); }
  [[nodiscard]] app::fixture::FixtureSettlements& world() { return stage.client.settlements; }
  template <typename T>
  [[nodiscard]] T* find(const char* name) const {
    return screen().findChild<T*>(QString::fromLatin1(name));
  }
  [[nodiscard]] QString message() const {
    for (const auto* message : screen().findChildren<ui::widgets::InlineMessage*>())
      if (message->isVisible())
        return message->accessibleName();
    return {};
  }
  void read() {
    flow().read(QStringLiteral("/tmp/WRG_20261122.txt"));
    QTRY_COMPARE(flow().step(), ReconcileStep::Result);
    QTRY_VERIFY(!flow().findings().empty());
  }
};

}  // namespace

class ReconcileTest final : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    m_theme.setMotion(false);
    m_theme.apply(*qApp);
  }

  void onlyWhatIsMarkedIsBookedAndWithAReason() {
    ReconcileCounter counter(m_theme);
    counter.openReconcile();
    // The deposits come first: the file is the aggregator's.
    QCOMPARE(counter.flow().suppliers().front().str(), std::string("digi"));
    counter.read();
    auto* list = counter.find<ui::widgets::RowList>("findings");
    QCOMPARE(list->model()->rowCount(), 7);
    auto* book = counter.find<ui::widgets::ActionButton>("reconcile-book");
    QVERIFY(!book->isVisible());
    counter.press(Qt::Key_F8);
    QVERIFY(counter.world().booked.empty());
    counter.press(Qt::Key_Space);
    QTRY_VERIFY(book->isVisible());
    // What people have to decide is not for this key.
    for (int row = 0; row < 3; ++row) counter.press(Qt::Key_Down);
    counter.press(Qt::Key_Space);
    QCOMPARE(book->text(), QStringLiteral("Bukukan 1"));
    counter.press(Qt::Key_F8);
    QCOMPARE(counter.focus()->objectName(), QStringLiteral("reconcile-reason"));
    counter.press(Qt::Key_Enter);
    QVERIFY(counter.world().booked.empty());
    counter.type("harga naik");
    counter.press(Qt::Key_Enter);
    QTRY_COMPARE(counter.world().booked, std::vector<std::int64_t>{1});
    QCOMPARE(counter.world().reason, std::string("harga naik"));
    QTRY_VERIFY(!book->isVisible());
    // Once: what is booked cannot be marked again.
    QTRY_VERIFY(list->model()->index(0, 0).data(ui::widgets::StatusRole).toString() == QStringLiteral("Dibukukan"));
    list->setCurrentIndex(list->model()->index(0, 0));
    counter.press(Qt::Key_Space);
    QVERIFY(!book->isVisible());
  }

  void aFileThatContradictsItselfSettlesNothing() {
    ReconcileCounter counter(m_theme);
    counter.world().isUnsound = true;
    counter.openReconcile();
    counter.flow().read(QStringLiteral("/tmp/WRG.txt"));
    QTRY_COMPARE(counter.flow().step(), ReconcileStep::Result);
    QTRY_VERIFY(counter.message().contains(QStringLiteral("1.188")));
    QVERIFY(!counter.find<ui::widgets::ActionButton>("reconcile-book")->isVisible());
  }

  void whatCannotBeReadIsSaidAndTheChoiceStays() {
    ReconcileCounter counter(m_theme);
    counter.world().readError = Error{ErrorCode::NotFound, {}};
    counter.openReconcile();
    counter.flow().read(QStringLiteral("/tmp/gone.txt"));
    QTRY_COMPARE(counter.flow().step(), ReconcileStep::Choose);
    QTRY_VERIFY(!counter.message().isEmpty());
  }

  void aFileThatIsBeingReadCanBeLeft() {
    ReconcileCounter counter(m_theme);
    counter.world().holdReading = true;
    counter.openReconcile();
    counter.flow().read(QStringLiteral("/tmp/WRG.txt"));
    QTRY_VERIFY(counter.flow().share() > 0.3);
    counter.press(Qt::Key_Escape);
    QCOMPARE(counter.flow().step(), ReconcileStep::Choose);
    // Its answer is no longer waited for; it stands among the files that were read.
    counter.world().release();
    counter.press(Qt::Key_F1);
    counter.press(Qt::Key_F12, Qt::ShiftModifier);
    QTRY_COMPARE(counter.flow().runs().size(), std::size_t{1});
    QCOMPARE(counter.flow().step(), ReconcileStep::Choose);
  }

  void aRefusedBookingKeepsWhatIsMarkedToBeSeen() {
    ReconcileCounter counter(m_theme);
    counter.world().applyError = Error{ErrorCode::StateForbids, {}};
    counter.openReconcile();
    counter.read();
    counter.press(Qt::Key_Space);
    counter.press(Qt::Key_F8);
    counter.type("harga naik");
    counter.press(Qt::Key_Enter);
    QTRY_VERIFY(counter.message().contains(QStringLiteral("baca lagi")));
    QVERIFY(counter.world().booked.empty());
  }

 private:
  ui::theme::Theme m_theme;
};

}  // namespace loket::test

QTEST_MAIN(loket::test::ReconcileTest)
#include "reconcile_test.moc"
